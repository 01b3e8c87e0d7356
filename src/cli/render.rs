//! `demarche render`: a graph drawn by Graphviz.

use super::export::DrawingArgs;
use super::select::SelectArgs;
use super::sink::Sink;
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::error::{Error, Result, Warning};
use crate::export::{Memory, exporter};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Draw a graph with Graphviz, which must be installed
///
/// The format of the picture is that of the file's name. In an SVG, the pointer shows the evidence of
/// an edge.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche render out/graph.json -o graph.svg\n  \
        demarche render out/graph.json -o near.png --around Ukraine --depth 2 --clusters country\n  \
        demarche render out/graph.json -o actors.pdf --type Actor --flatten --top 40\n\n\
        GRAPHVIZ_DOT in the environment names the program dot where it is not on the PATH.")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// The picture; its name ends in .svg, .png or .pdf
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    #[command(flatten)]
    select: SelectArgs,
    #[command(flatten, next_help_heading = "Options of the drawing")]
    drawing: DrawingArgs,
}

/// What Graphviz is asked for; it knows more, but not every build knows them.
const FORMATS: [&str; 3] = ["svg", "png", "pdf"];

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let format = format_of(&args.output)?;
    let graph = args.select.select(source::graph(&args.graph)?)?;
    if graph.entity_count() == 0 {
        terminal.nothing("nothing to draw: the graph, or the part that is asked for, is empty");
        return Ok(Outcome::Nothing);
    }
    let mut files = Memory::default();
    exporter("dot")?.export_with(&graph, &args.drawing.options(), &mut files)?;
    let drawn = draw(files.text("graph.dot"), format)?;
    let said = String::from_utf8_lossy(&drawn.stderr);
    if !drawn.status.success() || drawn.stdout.is_empty() {
        let said = said.trim();
        return Err(Error::Argument(format!(
            "Graphviz cannot draw the graph: {said}"
        )));
    }
    for line in said.lines().filter(|line| !line.trim().is_empty()) {
        terminal.warn(&Warning {
            place: "Graphviz".to_owned(),
            line: None,
            message: line.trim().to_owned(),
        });
    }
    let mut sink = Sink::open(Some(&args.output))?;
    sink.put(|to| to.write_all(&drawn.stdout))?;
    sink.finish()?;
    Ok(Outcome::Done)
}

fn format_of(path: &Path) -> Result<&'static str> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    let found = FORMATS.iter().find(|format| **format == ending);
    found.copied().ok_or_else(|| {
        let path = path.display();
        Error::Argument(format!(
            "{path}: the name of a picture must end in .svg, .png or .pdf"
        ))
    })
}

/// Runs Graphviz on a drawing.
fn draw(dot: &str, format: &str) -> Result<Output> {
    let program = std::env::var_os("GRAPHVIZ_DOT").unwrap_or_else(|| "dot".into());
    let started = Command::new(&program)
        .arg(format!("-T{format}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = started.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::Argument(format!(
            "Graphviz is not installed: there is no program {program:?}. Install it (apt install \
             graphviz, brew install graphviz, winget install graphviz), name it in GRAPHVIZ_DOT, or \
             draw elsewhere what `demarche export --to dot` writes"
        )),
        _ => Error::io("start", &program)(error),
    })?;
    let mut stdin = child.stdin.take().expect("it is piped");
    let output = std::thread::scope(|scope| {
        // A program that ends before it has read everything says why itself.
        scope.spawn(move || drop(stdin.write_all(dot.as_bytes())));
        child.wait_with_output()
    });
    output.map_err(Error::io("read from", &program))
}

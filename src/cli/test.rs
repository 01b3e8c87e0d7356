//! `demarche test`: whether queries give the rows that a file of Markdown expects.

use super::engine::{self, Engine, Reader};
use super::query::AskArgs;
use super::rows::text;
use super::sink::Sink;
use super::style::{Paint, Style, counted, line};
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::error::{Error, Result};
use crate::files::PendingFile;
use crate::testing::cases::{Answer, Case, read, updated};
use std::io::{self, Write};
use std::path::PathBuf;

/// Check that queries give the rows that Markdown files expect
///
/// A heading begins a case, a block marked ```cypher holds the query, a table the rows that are expected (in
/// that order where the query ends in ORDER BY), a line "Error: text" an error; a block marked ```json
/// holds parameters. All else is prose. `demarche query --format markdown` prints such tables.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  demarche test out/graph.json questions/*.md\n  \
        demarche test out/graph.json questions/*.md --update\n\n\
        Exit status: 1 when an answer differs"
)]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// The files of cases
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Run only cases whose heading holds this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Write what came into the files, in place of what was expected; read the difference before you keep it
    #[arg(long)]
    update: bool,
    #[command(flatten)]
    asking: AskArgs,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let mut files = Vec::new();
    for path in &args.files {
        let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
        let cases = read(path, &text)?;
        files.push((path, text, cases));
    }
    let given = args.asking.parameters()?;
    let graph = source::lasting_graph(&args.graph)?;
    let engine = Engine::new(graph);
    let (mut count, mut differ) = (0, 0);
    let mut sink = Sink::stdout();
    for (path, text, cases) in &files {
        let mut changes = Vec::new();
        for case in cases {
            if args
                .only
                .as_ref()
                .is_some_and(|only| !case.name.contains(only))
            {
                continue;
            }
            count += 1;
            let mut parameters = given.clone();
            parameters.extend(case.parameters.clone());
            let came = engine.run(
                &case.query,
                &parameters,
                &args.asking.limits(),
                Reader::Person,
            );
            let came = came.map_err(|problem| problem.shown(&case.query, Paint::new(false)));
            if let Some(difference) =
                case.difference(&came.as_ref().map(cells).map_err(String::clone))
            {
                differ += 1;
                sink.put(|to| print(case, &difference, terminal.paint, to))?;
                changes.push((case, expectation(&came)));
            }
        }
        if args.update && !changes.is_empty() {
            let mut file = PendingFile::create(path)?;
            let written = file.write_all(updated(text, changes).as_bytes());
            written.map_err(Error::io("write", path))?;
            file.commit()?;
        }
    }
    if count == 0 {
        terminal.nothing("no case has such a heading");
        return Ok(Outcome::Nothing);
    }
    let all = counted(count, "case");
    sink.put(|to| match (differ, args.update) {
        (0, _) => writeln!(to, "{all}, all as expected"),
        (_, false) => writeln!(to, "{differ} of {all} not as expected"),
        (_, true) => writeln!(
            to,
            "{differ} of {all} not as expected before; the files say now what came"
        ),
    })?;
    sink.finish()?;
    Ok(match differ == 0 || args.update {
        true => Outcome::Done,
        false => Outcome::Nothing,
    })
}

/// The rows of an answer as the cells of a Markdown table.
fn cells(answer: &engine::Answer) -> Answer {
    let rows = answer.rows.rows.iter();
    Answer {
        columns: answer.rows.columns.clone(),
        rows: rows
            .map(|row| row.iter().map(|cell| line(&text(cell))).collect())
            .collect(),
    }
}

/// What a file says where this is expected.
fn expectation(came: &Result<engine::Answer, String>) -> String {
    match came {
        Ok(answer) => {
            let mut table = Vec::new();
            answer.rows.markdown(&mut table).expect("memory takes all");
            String::from_utf8(table).expect("text")
        }
        // The first line is the message, the others point at its place.
        Err(problem) => format!("Error: {}\n", problem.lines().next().unwrap_or_default()),
    }
}

fn print(case: &Case, difference: &str, paint: Paint, to: &mut dyn Write) -> io::Result<()> {
    let place = format!(
        "{}:{}: {}",
        case.path.display(),
        case.line,
        line(&case.name)
    );
    writeln!(to, "{}", paint.apply(Style::Bold, &place))?;
    for text in difference.lines() {
        let style = match text.as_bytes().first() {
            Some(b'-') => Some(Style::Error),
            Some(b'+') => Some(Style::Added),
            _ => None,
        };
        let text = line(text);
        let text = style.map_or(text.clone(), |style| paint.apply(style, &text));
        writeln!(to, "  {text}")?;
    }
    writeln!(to)
}

//! `demarche test`: whether queries give the rows that a file of Markdown expects.

use super::engine::{Engine, Limits};
use super::query::AskArgs;
use super::rows::text;
use super::style::{Paint, Style, counted, line};
use super::terminal::Terminal;
use super::{Outcome, sink, source};
use crate::error::{Error, Result};
use crate::testing::cases::{Answer, Case, read};
use std::io::{self, Write};
use std::path::PathBuf;

/// Check that queries give the rows that Markdown files expect
///
/// A heading begins a case, a block marked ```cypher holds the query, a table the rows that are expected (in
/// that order where the query ends in ORDER BY), a line "Error: text" an error; a block marked ```json
/// holds parameters. All else is prose. `demarche query --format markdown` prints such tables.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  demarche test out/graph.json questions/*.md\n\n\
        Exit status: 1 when an answer differs"
)]
pub struct Args {
    /// The graph.json, or - for standard input
    graph: PathBuf,
    /// The files of cases
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Run only cases whose heading holds this
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    #[command(flatten)]
    asking: AskArgs,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let mut cases = Vec::new();
    for path in &args.files {
        let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
        cases.extend(read(path, &text)?);
    }
    if let Some(only) = &args.only {
        cases.retain(|case| case.name.contains(only));
    }
    if cases.is_empty() {
        terminal.nothing("no case has such a heading");
        return Ok(Outcome::Nothing);
    }
    let given = args.asking.parameters()?;
    let limits = args.asking.limits();
    let graph = source::graph(&args.graph)?;
    let engine = Engine::new(&graph);
    let count = cases.len();
    let mut failed = 0;
    sink::print(|to| {
        for case in &cases {
            let mut parameters = given.clone();
            parameters.extend(case.parameters.clone());
            let came = ask(&engine, case, &parameters, limits);
            if let Some(difference) = case.difference(&came) {
                failed += 1;
                print(case, &difference, terminal.paint, to)?;
            }
        }
        match failed {
            0 => writeln!(to, "{}, all as expected", counted(count, "case")),
            _ => writeln!(to, "{failed} of {} not as expected", counted(count, "case")),
        }
    })?;
    Ok(match failed {
        0 => Outcome::Done,
        _ => Outcome::Nothing,
    })
}

/// What a query gives, as the cells of a Markdown table.
fn ask(
    engine: &Engine,
    case: &Case,
    parameters: &serde_json::Map<String, serde_json::Value>,
    limits: Limits,
) -> Result<Answer, String> {
    let answer = engine.run(&case.query, parameters, limits);
    let answer = answer.map_err(|problem| problem.shown(&case.query, Paint::new(false)))?;
    let rows = answer.rows.rows.iter();
    Ok(Answer {
        columns: answer.rows.columns,
        rows: rows
            .map(|row| row.iter().map(|cell| line(&text(cell))).collect())
            .collect(),
    })
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

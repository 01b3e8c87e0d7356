//! `demarche extract`: articles become records, a line each.

use super::Outcome;
use super::input::InputArgs;
use super::sink::Sink;
use super::terminal::Terminal;
use crate::error::Result;
use crate::record;
use std::path::PathBuf;

/// Read articles and write what each says as a record, a line of JSON an article
///
/// The records stand in the order of the input, whatever --jobs. `demarche assemble` makes the
/// graph of them, `demarche eval` scores them.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche extract articles/*.txt > records.jsonl\n  \
        cat story.txt | demarche extract - --date 2022-08-03\n  \
        demarche extract news.jsonl.gz --fields text=fulltext,date=pub -o records.jsonl\n  \
        demarche extract articles/ --codes plover,cameo > coded.jsonl\n\n\
        Exit status: 1 when no article could be read")]
pub struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Put the text that the offsets count in into each record
    #[arg(long)]
    with_text: bool,
    /// Put event codes beside each relation: plover, cameo, or both
    #[arg(
        long,
        value_name = "SCHEME,...",
        value_delimiter = ',',
        value_enum,
        long_help = "Put event codes beside each relation. What passes between two actors is \
        coded by the words of its sentence, as `demarche code` does, anything else by its relation \
        type. Without this option a relation has the PLOVER code of its type or frame"
    )]
    codes: Vec<Scheme>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A coding scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Scheme {
    Plover,
    Cameo,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let input = args.input.open()?;
    let mut sink = Sink::open(args.output.as_deref())?;
    let pipeline = input.pipeline();
    let pipeline = match args.codes.is_empty() {
        true => pipeline,
        false => pipeline.coded(),
    };
    let left_out = |scheme| !args.codes.is_empty() && !args.codes.contains(&scheme);
    let totals = input.run_through(pipeline, args.with_text, terminal, |mut extraction| {
        for relation in &mut extraction.record.relations {
            relation.plover.take_if(|_| left_out(Scheme::Plover));
            relation.cameo.take_if(|_| left_out(Scheme::Cameo));
        }
        sink.put(|to| record::write(&extraction.record, to))
    })?;
    if totals.documents == 0 {
        return Ok(Outcome::Nothing);
    }
    sink.finish()?;
    Ok(Outcome::Done)
}

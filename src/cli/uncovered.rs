//! `demarche uncovered`: the predicates between two actors that no frame covers.

use super::sink::Sink;
use super::terminal::Terminal;
use super::{Outcome, schema};
use crate::error::Result;
use crate::ingest::{self, Options, READERS, Reading};
use crate::pipeline::{Missing, Pipeline};
use clap::builder::PossibleValuesParser;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

/// List the predicates between two actors that no frame covers, the most frequent first
///
/// A verb that stands between two people, countries or organizations and gives no relation, with
/// how often it does so and a sentence that shows it: where a schema could grow. What it gives then
/// is a matter for `schema/frames.toml`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche uncovered articles/ --top 30\n  \
        demarche uncovered news.jsonl --schema my-schema/ --format json > missing.json\n\n\
        Exit status: 1 when there is none")]
pub struct Args {
    /// Files, folders (with all that lies in them), patterns such as 'news/*.txt', or - for
    /// standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// List this many predicates
    #[arg(long, value_name = "N", default_value_t = 50)]
    top: usize,
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// A schema folder of your own instead of the built-in one
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Read every input in this format, whatever its name
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(READERS.iter().map(|r| r.name())))]
    input_format: Option<String>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
}

/// How many articles are under way at a time.
const ROUND: usize = 64;

/// A predicate with how often it stands and the first sentence that shows it.
#[derive(Debug, serde::Serialize)]
struct Row {
    predicate: String,
    count: usize,
    documents: usize,
    source: String,
    target: String,
    document: String,
    sentence: String,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = schema::load(args.schema.as_deref())?;
    let pipeline = Pipeline::new(&schema);
    let reader = args.input_format.as_deref();
    let options = Options {
        input_format: reader.map(ingest::reader).transpose()?,
        ..Options::default()
    };
    let inputs = ingest::expand(&args.inputs)?;
    for warning in &inputs.warnings {
        terminal.warn(warning);
    }
    let mut readings = ingest::read(&inputs.sources, &options);
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    loop {
        let round: Vec<Result<Reading>> = readings.by_ref().take(ROUND).collect();
        if round.is_empty() {
            break;
        }
        let missing = |reading: Result<Reading>| {
            let reading = reading?;
            let missing = reading.article.map(|article| pipeline.uncovered(article));
            Ok((reading.warnings, missing.unwrap_or_default()))
        };
        let round: Vec<Result<_>> = round.into_par_iter().map(missing).collect();
        for result in round {
            let (warnings, missing) = result?;
            for warning in &warnings {
                terminal.warn(warning);
            }
            count(missing, &mut rows);
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    // Equals stay in the order of the alphabet.
    rows.sort_by_key(|row| std::cmp::Reverse(row.count));
    rows.truncate(args.top);
    if rows.is_empty() {
        terminal.nothing("nothing found: no predicate between two actors is without a frame");
        return Ok(Outcome::Nothing);
    }
    let mut sink = Sink::open(args.output.as_deref())?;
    sink.put(|to| match args.format {
        Format::Table => table(&rows, to),
        Format::Json => {
            serde_json::to_writer_pretty(&mut *to, &rows)?;
            writeln!(to)
        }
    })?;
    sink.finish()?;
    Ok(Outcome::Done)
}

/// Counts what one document is missing.
fn count(missing: Vec<Missing>, rows: &mut BTreeMap<String, Row>) {
    let mut seen = std::collections::BTreeSet::new();
    for found in missing {
        let first = seen.insert(found.predicate.clone());
        let row = rows.entry(found.predicate.clone()).or_insert_with(|| Row {
            predicate: found.predicate,
            count: 0,
            documents: 0,
            source: found.source,
            target: found.target,
            document: found.document,
            sentence: found.sentence,
        });
        row.count += 1;
        row.documents += usize::from(first);
    }
}

fn table(rows: &[Row], to: &mut dyn Write) -> io::Result<()> {
    let widest = rows.iter().map(|row| row.predicate.chars().count()).max();
    let widest = widest.unwrap_or_default();
    for row in rows {
        let sentence: String = row.sentence.chars().filter(|c| !c.is_control()).collect();
        let Row {
            predicate,
            count,
            source,
            target,
            ..
        } = row;
        writeln!(
            to,
            "{count:>6}  {predicate:<widest$}  {source} > {target}: {sentence}"
        )?;
    }
    Ok(())
}

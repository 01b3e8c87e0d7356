//! `demarche build`: articles in, a graph out, in one go.

use super::Outcome;
use super::export::{format_names, formats};
use super::input::{InputArgs, Totals};
use super::sink;
use super::stats::{entity_counts, print_counts, relation_counts};
use super::style::counted;
use super::terminal::Terminal;
use crate::error::{Error, Result, Warning};
use crate::export::{Folder, Output};
use crate::graph::{Assembly, Graph};
use crate::record;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Read articles and write the graph of all they say
///
/// Writes records.jsonl, with what each article says, and the graph in the formats of --to. All
/// files are put in their places when the last is whole: a run that is stopped changes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche build articles/ -o out\n  \
        demarche build 'news/2022-*.txt' news.jsonl.gz --to json,dot --date 2022-08-03\n  \
        demarche build texts/ --metadata meta.csv --strict\n\n\
        Exit status: 1 when not one entity was found")]
pub struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// The folder to write to
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    output: PathBuf,
    /// The formats of the graph; `demarche export --list` shows all
    #[arg(
        long,
        value_name = "FORMAT,...",
        value_delimiter = ',',
        default_value = "json,graphml,dot,csv",
        value_parser = format_names()
    )]
    to: Vec<String>,
}

/// The file with a record for each article.
const RECORDS: &str = "records.jsonl";

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let begun = Instant::now();
    let exporters = formats(&args.to)?;
    let input = args.input.open()?;
    let mut folder = Folder::new(&args.output)?;
    let mut assembly = Assembly::new(input.schema.ontology.clone());
    let totals = {
        let place = folder.place(RECORDS);
        let mut records = BufWriter::with_capacity(1 << 16, folder.file(RECORDS)?);
        let totals = input.run(false, terminal, |extraction| {
            let record = &extraction.record;
            // A schema of one's own may lack a type that the rules of the program speak of.
            if let Err(message) = assembly.add_record(record) {
                let message =
                    format!("left out, as its record does not fit the ontology: {message}");
                return input.warn(
                    &Warning {
                        place: record.id.clone(),
                        line: None,
                        message,
                    },
                    terminal,
                );
            }
            record::write(record, &mut records).map_err(Error::io("write", &place))
        })?;
        records.flush().map_err(Error::io("write", &place))?;
        totals
    };
    if totals.documents == 0 {
        return Ok(Outcome::Nothing);
    }
    let graph = assembly.finish();
    let mut files = vec![RECORDS];
    for exporter in exporters {
        exporter.export(&graph, &mut folder)?;
        files.extend(exporter.files());
    }
    folder.commit()?;
    if !terminal.is_quiet() {
        let summary = Summary {
            graph: &graph,
            totals,
            warnings: terminal.warnings(),
            folder: &args.output,
            files: &files,
            time: begun.elapsed(),
        };
        sink::print(|to| summary.print(to))?;
    }
    if graph.entity_count() == 0 {
        terminal.nothing("nothing found: not one entity in what was read");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// What a run did, for a person.
struct Summary<'a> {
    graph: &'a Graph,
    totals: Totals,
    warnings: usize,
    folder: &'a Path,
    files: &'a [&'a str],
    time: Duration,
}

impl Summary<'_> {
    fn print(&self, to: &mut dyn Write) -> io::Result<()> {
        let Totals { documents, words } = self.totals;
        let (documents, word_count) = (counted(documents, "document"), counted(words, "word"));
        let warnings = counted(self.warnings, "warning");
        writeln!(to, "{documents}, {word_count}, {warnings}\n")?;
        print_counts(&entity_counts(self.graph), &relation_counts(self.graph), to)?;
        let seconds = self.time.as_secs_f64();
        let speed = (words as f64 / seconds.max(1e-9)).round();
        let (folder, files) = (self.folder.display(), self.files.join(", "));
        writeln!(to, "\n{seconds:.2} seconds, {speed} words per second")?;
        writeln!(to, "wrote to {folder}: {files}")
    }
}

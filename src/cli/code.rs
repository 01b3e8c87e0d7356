//! `demarche code`: the class of event between marked actors, how good that is, and training it.

use super::sink::Sink;
use super::terminal::Terminal;
use super::{Outcome, schema};
use crate::code::train::{self, Example};
use crate::code::{Coder, Score, Signs};
use crate::error::{Error, Result};
use crate::pipeline::PairCoder;
use crate::schema::Schema;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

/// The column that holds the marked sentences.
const SENTENCE: &str = "marked_sentence";

/// Code what one marked actor of a sentence does to another, as a PLOVER event type
///
/// FILE is tab-separated with a header; its column `marked_sentence` marks the source with
/// <s>...</s> and the target with <t>...</t>. Each of its rows is written again in the same order,
/// with the event type in a last column `plover`, empty where none is found. The event types and
/// their words are in `schema/events.toml`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche code --pairs sentences.tsv > coded.tsv\n  \
        demarche code --pairs gold.tsv --score root             # how many are right, by class\n  \
        demarche code --pairs gold.tsv --score root --folds 10  # the same, cross-validated\n  \
        demarche code --pairs gold.tsv --train root -o models/events.bin\n\n\
        Exit status: 1 when there is no row")]
pub struct Args {
    /// The marked sentences, tab-separated with a header
    #[arg(long, value_name = "FILE", required = true)]
    pairs: PathBuf,
    /// Hold the codes against those of this column and print how many are right
    #[arg(long, value_name = "COLUMN")]
    score: Option<String>,
    /// With --score: train on the other rows of the file for each of N parts of it
    #[arg(long, value_name = "N", requires = "score", value_parser = clap::value_parser!(u16).range(2..=100))]
    folds: Option<u16>,
    /// Train parameters on the codes of this column and write them to --output
    #[arg(
        long,
        value_name = "COLUMN",
        conflicts_with = "score",
        requires = "output"
    )]
    train: Option<String>,
    /// Code by the words of the schema alone, without learned parameters
    #[arg(long, conflicts_with_all = ["folds", "train"])]
    words_alone: bool,
    /// A schema folder of your own instead of the built-in one
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = schema::load(args.schema.as_deref())?;
    let table = Table::read(&args.pairs)?;
    if table.rows.is_empty() {
        terminal.nothing("the file has no rows");
        return Ok(Outcome::Nothing);
    }
    let coder = match args.words_alone {
        true => PairCoder::with(&schema, None),
        false => PairCoder::new(&schema),
    };
    let sentence = table.column(SENTENCE)?;
    let signs: Vec<Signs> = table
        .rows
        .par_iter()
        .map(|row| coder.signs(row.get(sentence).unwrap_or_default()))
        .collect();
    let mut sink = Sink::open(args.output.as_deref())?;
    if let Some(column) = &args.train {
        let examples = labelled(&schema, &table, column, &signs)?;
        let weights = train::train(classes(&schema), &examples);
        sink.put(|to| to.write_all(&weights.to_bytes()))?;
    } else if let Some(column) = &args.score {
        let score = match args.folds {
            None => score(&table, column, &signs, &coder)?,
            Some(folds) => cross_validate(&schema, &table, column, &signs, folds.into())?,
        };
        sink.put(|to| write!(to, "{score}"))?;
    } else {
        let name = |signs: &Signs| {
            let code = coder.code_signs(signs);
            code.map_or("", |code| &schema.events.types()[code.event].name)
        };
        let codes = signs.iter().map(name);
        sink.put(|to| table.write(codes, to))?;
    }
    sink.finish()?;
    Ok(Outcome::Done)
}

fn classes(schema: &Schema) -> Vec<String> {
    let types = schema.events.types().iter();
    types.map(|event| event.name.clone()).collect()
}

/// The rows as examples to learn from; those whose class the schema lacks are an error.
fn labelled(schema: &Schema, table: &Table, column: &str, signs: &[Signs]) -> Result<Vec<Example>> {
    let label = table.column(column)?;
    let rows = table.rows.iter().zip(signs).enumerate();
    let example = |(index, (row, signs)): (usize, (&csv::StringRecord, &Signs))| {
        let name = row.get(label).unwrap_or_default();
        let class = schema.events.index(name).ok_or_else(|| {
            let line = index + 2;
            let place = table.path.display();
            let message = format!("{place}:{line}: no event type {name:?} in schema/events.toml");
            Error::Argument(message)
        })?;
        Ok(Example {
            features: signs.features.clone(),
            class,
        })
    };
    rows.map(example).collect()
}

fn score(table: &Table, column: &str, signs: &[Signs], coder: &PairCoder<'_>) -> Result<Score> {
    let label = table.column(column)?;
    let mut score = Score::default();
    for (row, signs) in table.rows.iter().zip(signs) {
        let code = coder.code_signs(signs);
        let code = code.map(|code| coder.events().types()[code.event].name.as_str());
        score.add(row.get(label).unwrap_or_default(), code);
    }
    Ok(score)
}

/// Each part is coded by what was learned from the others; equal sentences are in one part.
fn cross_validate(
    schema: &Schema,
    table: &Table,
    column: &str,
    signs: &[Signs],
    folds: usize,
) -> Result<Score> {
    let examples = labelled(schema, table, column, signs)?;
    let sentence = table.column(SENTENCE)?;
    let texts: Vec<String> = table
        .rows
        .iter()
        .map(|row| crate::code::unmark(row.get(sentence).unwrap_or_default()).text)
        .collect();
    let parts = train::parts(texts.iter().map(String::as_str), folds);
    let names = classes(schema);
    let coded: Vec<Vec<(usize, Option<usize>)>> = (0..folds)
        .into_par_iter()
        .map(|fold| {
            let others = examples
                .iter()
                .zip(&parts)
                .filter(|(_, part)| **part != fold);
            let others: Vec<Example> = others.map(|(example, _)| example.clone()).collect();
            let weights = train::train(names.clone(), &others);
            let coder = Coder::with(schema, Some(weights));
            let own = (0..examples.len()).filter(|&index| parts[index] == fold);
            own.map(|index| {
                (
                    index,
                    coder.code_signs(&signs[index]).map(|code| code.event),
                )
            })
            .collect()
        })
        .collect();
    let mut score = Score::default();
    for (index, code) in coded.into_iter().flatten() {
        let gold = &names[examples[index].class];
        score.add(gold, code.map(|code| names[code].as_str()));
    }
    Ok(score)
}

/// A tab-separated file.
struct Table {
    path: PathBuf,
    head: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    fn read(path: &Path) -> Result<Table> {
        let wrong = |error: csv::Error| {
            Error::Argument(format!("{}: cannot be read: {error}", path.display()))
        };
        let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(b'\t')
            .flexible(true)
            .from_reader(bytes.as_slice());
        let head = reader.headers().map_err(wrong)?.clone();
        let rows = reader.records().collect::<Result<_, _>>().map_err(wrong)?;
        Ok(Table {
            path: path.to_path_buf(),
            head,
            rows,
        })
    }

    fn column(&self, name: &str) -> Result<usize> {
        let found = self.head.iter().position(|column| column == name);
        found.ok_or_else(|| {
            let known: Vec<&str> = self.head.iter().collect();
            Error::Argument(format!(
                "{}: no column {name:?} in its header; it has {}",
                self.path.display(),
                known.join(", ")
            ))
        })
    }

    /// The table with one more column.
    fn write<'c>(
        &self,
        codes: impl Iterator<Item = &'c str>,
        to: &mut dyn std::io::Write,
    ) -> std::io::Result<()> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(b'\t')
            .flexible(true)
            .from_writer(to);
        writer.write_record(self.head.iter().chain(["plover"]))?;
        for (row, code) in self.rows.iter().zip(codes) {
            writer.write_record(row.iter().chain([code]))?;
        }
        writer.flush()
    }
}

//! `demarche train names`: the parameters of the name tagger.

use super::super::Outcome;
use super::super::terminal::Terminal;
use crate::annotate::Annotator;
use crate::error::{Error, Result};
use crate::pipeline::samples;
use crate::recognize::train::{self, Count, Recipe, Sample};
use crate::recognize::{NAMED_TYPES, Recognizer};
use crate::schema::Schema;
use std::path::{Path, PathBuf};

/// Train the parameters of the name tagger from annotated documents
///
/// A folder holds texts/*.txt, records/*.json with the annotation of each, and if there is one
/// meta.jsonl. The same files give the same bytes. Nothing is read from --dev but how good the
/// parameters are.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche train names gold/train --coarse uner-en_ewt-dev.iob2 -o models/names.bin\n  \
        demarche train names gold/train --folds 5")]
pub struct Args {
    /// Folders with texts and records to learn from
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Corpora that know people, organizations and locations only: Universal NER (.iob2),
    /// Re-DocRED (.json)
    #[arg(long, value_name = "FILE", num_args = 1..)]
    coarse: Vec<PathBuf>,
    /// Folders to measure on
    #[arg(long, value_name = "FOLDER", num_args = 1..)]
    dev: Vec<PathBuf>,
    /// Measure on each of so many parts what is learned from the others, and write nothing
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=100))]
    folds: Option<u16>,
    /// How often the documents are read, if not as often as is best
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    epochs: Option<u16>,
    /// Where to write the parameters
    #[arg(short, long, value_name = "FILE", required_unless_present = "folds")]
    output: Option<PathBuf>,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let annotator = Annotator::built_in();
    let folders = |paths: &[PathBuf]| -> Result<Vec<Sample>> {
        let mut all = Vec::new();
        for path in paths {
            all.extend(samples::folder(&annotator, path)?);
        }
        Ok(all)
    };
    let fine = folders(&args.folders)?;
    let dev = folders(&args.dev)?;
    if fine.is_empty() {
        return Err(Error::Argument(
            "there is no text with a record to train from; name a folder with texts/*.txt and \
             records/*.json"
                .to_owned(),
        ));
    }
    let mut coarse = Vec::new();
    for path in &args.coarse {
        coarse.extend(samples::coarse(&annotator, path)?);
    }
    let schema = Schema::built_in();
    let mut recipe = Recipe::default();
    if let Some(epochs) = args.epochs {
        recipe.epochs = usize::from(epochs);
    }
    if let Some(folds) = args.folds {
        let say = |line: &str| terminal.nothing(line);
        let counts = train::cross_validate(schema, &fine, &coarse, usize::from(folds), recipe, say);
        for (who, counts) in ["rules", "tagger"].iter().zip(&counts) {
            print_counts(who, counts, terminal);
        }
    }
    let Some(output) = &args.output else {
        return Ok(Outcome::Done);
    };
    super::write(output, || {
        let samples: Vec<Sample> = fine.into_iter().chain(coarse).collect();
        let bytes = train::train(schema, &samples, recipe, |line| terminal.nothing(line));
        if !dev.is_empty() {
            let dev: Vec<&Sample> = dev.iter().collect();
            let rules = train::measure(&Recognizer::of_rules(schema), &dev);
            print_counts("dev, rules", &rules, terminal);
            let trained = Recognizer::from_bytes(schema, Path::new(output), &bytes)?;
            print_counts("dev, tagger", &train::measure(&trained, &dev), terminal);
        }
        Ok(bytes)
    })
}

fn print_counts(who: &str, counts: &[Count], terminal: &Terminal) {
    let kinds = NAMED_TYPES.into_iter().chain(["names"]);
    for (kind, count) in kinds.zip(counts) {
        let Count {
            right,
            annotated,
            found,
        } = count;
        let f1 = count.f1();
        terminal.nothing(format!(
            "{who}: {kind:<12} F1 {f1:6.2}  {right} of {annotated}, {found} found"
        ));
    }
}

//! `demarche train relations`: the parameters of the models beside the rules.

use super::super::Outcome;
use super::super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::extract::learned::{Learned, Trainer};
use crate::pipeline::{Pipeline, samples};
use crate::schema::Schema;
use std::path::PathBuf;

/// Train the models that revise what the rules find from annotated documents
///
/// A folder holds texts/*.txt, records/*.json with the annotation of each, and if there is one
/// meta.jsonl. The same files give the same bytes. Names are found with the parameters of the
/// program, so `train names` comes first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche train relations gold/train -o models/relations.bin\n  \
        demarche train relations gold/train --folds 5")]
pub struct Args {
    /// Folders with texts and records to learn from
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Measure on each of so many parts what is learned from the others
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=100))]
    folds: Option<u16>,
    /// Where to write the parameters
    #[arg(short, long, value_name = "FILE", required_unless_present = "folds")]
    output: Option<PathBuf>,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = Schema::built_in();
    let pipeline = Pipeline::with_learned(schema, Learned::default());
    let mut trainer = Trainer::new(&schema.ontology);
    let mut count = 0;
    for folder in &args.folders {
        for (article, gold) in samples::annotated(folder)? {
            count += 1;
            pipeline.teach(article, &gold, &mut trainer);
        }
    }
    if count == 0 {
        return Err(Error::Argument(
            "there is no text with a record to train from; name a folder with texts/*.txt and \
             records/*.json"
                .to_owned(),
        ));
    }
    if let Some(folds) = args.folds {
        trainer.validate(usize::from(folds), |line| terminal.nothing(line));
    }
    let Some(output) = &args.output else {
        return Ok(Outcome::Done);
    };
    super::write(output, || {
        Ok(trainer.learn(|line| terminal.nothing(line)).to_bytes())
    })
}

//! What the stages that learn from annotated relations have in common: where the documents lie, on
//! how many parts to measure, where to write.

use super::super::Outcome;
use crate::error::{Error, Result};
use crate::extract::learned::Learned;
use crate::pipeline::{Pipeline, samples};
use crate::record::Record;
use crate::schema::Schema;
use crate::text::Article;
use std::path::PathBuf;

/// The arguments; the name is clap's name of their group, which no other has.
#[derive(Debug, clap::Args)]
pub struct Documents {
    /// Folders with texts and records to learn from
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Measure on each of so many parts what is learned from the others
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(2..=100))]
    pub folds: Option<u16>,
    /// Where to write the parameters
    #[arg(short, long, value_name = "FILE", required_unless_present = "folds")]
    output: Option<PathBuf>,
}

impl Documents {
    /// Hands every document with its annotation to `teach`, with a pipeline that finds relations by the
    /// rules alone.
    ///
    /// # Errors
    /// When a folder cannot be read, or none has a text with a record.
    pub fn each(
        &self,
        schema: &'static Schema,
        mut teach: impl FnMut(&Pipeline, Article, &Record),
    ) -> Result<()> {
        let pipeline = Pipeline::with_learned(schema, Learned::default());
        let mut count = 0;
        for folder in &self.folders {
            for (article, gold) in samples::annotated(folder)? {
                count += 1;
                teach(&pipeline, article, &gold);
            }
        }
        if count == 0 {
            return Err(Error::Argument(
                "there is no text with a record to train from; name a folder with texts/*.txt \
                 and records/*.json"
                    .to_owned(),
            ));
        }
        Ok(())
    }

    /// Writes what `learn` learned, if a file was named.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, learn: impl FnOnce() -> Vec<u8>) -> Result<Outcome> {
        match &self.output {
            Some(output) => super::write(output, || Ok(learn())),
            None => Ok(Outcome::Done),
        }
    }
}

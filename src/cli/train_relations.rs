//! `demarche train-relations`.

use super::Outcome;
use super::terminal::Terminal;
use crate::error::{Error, Result};
use crate::extract::learned::Trainer;
use crate::ingest::{self, Metadata, Options};
use crate::pipeline::Pipeline;
use crate::record::Record;
use crate::schema::Schema;
use std::path::PathBuf;

/// Train
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folders with texts/, records/ and meta.jsonl
    folders: Vec<PathBuf>,
    /// Folds
    #[arg(long, default_value_t = 5)]
    folds: usize,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = Schema::built_in();
    let pipeline = Pipeline::new(schema);
    let relations: Vec<_> = schema.ontology.relations().collect();
    let names: Vec<String> = relations
        .iter()
        .map(|&r| schema.ontology.relation_info(r).name.clone())
        .collect();
    let mut trainer = Trainer::new(relations);
    for folder in &args.folders {
        let options = Options {
            metadata: Some(Metadata::load(&folder.join("meta.jsonl"))?),
            ..Options::default()
        };
        let inputs = ingest::expand(&[folder.join("texts").display().to_string()])?;
        for reading in ingest::read(&inputs.sources, &options) {
            let Some(article) = reading?.article else { continue };
            let path = folder.join("records").join(format!("{}.json", article.id));
            if !path.exists() {
                continue;
            }
            let bytes = std::fs::read(&path).map_err(Error::io("read", &path))?;
            let gold: Record = serde_json::from_slice(&bytes)
                .map_err(|error| Error::Argument(format!("{}: {error}", path.display())))?;
            pipeline.teach(article, &gold, &mut trainer);
        }
    }
    trainer.learn(args.folds, &names, |line| terminal.nothing(line));
    Ok(Outcome::Done)
}

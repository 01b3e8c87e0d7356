//! `demarche train relations`: the parameters of the models beside the rules.

use super::super::Outcome;
use super::super::terminal::Terminal;
use super::annotated::Documents;
use crate::error::Result;
use crate::extract::learned::Trainer;
use crate::schema::Schema;

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
    #[command(flatten)]
    documents: Documents,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = Schema::built_in();
    let mut trainer = Trainer::new(&schema.ontology);
    args.documents.each(schema, |pipeline, article, gold| {
        pipeline.teach(article, gold, &mut trainer);
    })?;
    if let Some(folds) = args.documents.folds {
        trainer.validate(usize::from(folds), |line| terminal.nothing(line));
    }
    args.documents
        .write(|| trainer.learn(|line| terminal.nothing(line)).to_bytes())
}

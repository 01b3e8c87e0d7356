//! `demarche train manners`: the parameters of how relations are said.

use super::super::Outcome;
use super::super::terminal::Terminal;
use super::annotated::Documents;
use crate::error::Result;
use crate::extract::learned::MannerTrainer;
use crate::schema::Schema;

/// Train what tells affirmed from denied and actual from planned relations from annotated documents
///
/// A folder holds texts/*.txt, records/*.json with the annotation of each, and if there is one
/// meta.jsonl. The same files give the same bytes. Names are found with the parameters of the
/// program, so `train names` comes first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche train manners gold/train -o models/manners.bin\n  \
        demarche train manners gold/train --folds 5")]
pub struct Args {
    #[command(flatten)]
    documents: Documents,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = Schema::built_in();
    let mut trainer = MannerTrainer::new(&schema.ontology);
    args.documents.each(schema, |pipeline, article, gold| {
        pipeline.teach_manners(article, gold, &mut trainer);
    })?;
    if let Some(folds) = args.documents.folds {
        let counts = trainer.validate(usize::from(folds));
        for (whose, counts) in ["found by no rule:", "found by a rule:"]
            .iter()
            .zip(&counts)
        {
            terminal.nothing(whose);
            for count in counts {
                terminal.nothing(format_args!("  {count}"));
            }
        }
    }
    args.documents.write(|| trainer.learn().to_bytes())
}

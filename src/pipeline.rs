//! The stages in order: an article becomes a [`Record`].

mod record;
mod run;
pub mod samples;

pub use run::Step;

use crate::annotate::Annotator;
use crate::error::Warning;
use crate::extract::learned::{Learned, Trainer};
use crate::extract::{self, Reading};
use crate::recognize::Recognizer;
use crate::record::Record;
use crate::resolve;
use crate::schema::Schema;
use crate::text::{Article, Document, Tree, Upos};

/// All stages from text to record with what they know; made once, used from any thread.
#[derive(Debug)]
pub struct Pipeline<'s> {
    schema: &'s Schema,
    annotator: Annotator,
    recognizer: Recognizer<'s>,
    learned: Learned,
}

/// What came of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// What the article says.
    pub record: Record,
    /// What a reader of the record should know.
    pub warnings: Vec<Warning>,
    /// How many words (tokens that are no punctuation) were read.
    pub words: usize,
}

impl<'s> Pipeline<'s> {
    /// The stages with this schema.
    pub fn new(schema: &'s Schema) -> Pipeline<'s> {
        Pipeline {
            schema,
            annotator: Annotator::built_in(),
            recognizer: Recognizer::new(schema),
            learned: Learned::default(),
        }
    }

    /// The schema it was made with.
    pub fn schema(&self) -> &'s Schema {
        self.schema
    }

    /// Only the first stage: sentences, tokens and trees.
    pub fn annotate(&self, article: Article) -> Document {
        self.annotator.annotate(article)
    }

    /// What an annotated article teaches the relation stage.
    pub fn teach(&self, article: Article, gold: &Record, trainer: &mut Trainer) {
        self.read(article, |reading| {
            trainer.add(reading, &extract::extract(reading), gold);
        });
    }

    /// The stages up to whom the mentions stand for; `each` sees the outcome.
    fn read<T>(&self, article: Article, each: impl FnOnce(&Reading<'_>) -> T) -> T {
        let document = self.annotate(article);
        let tree = Tree::new(&document);
        let mut mentions = self.recognizer.recognize(&tree);
        let resolution = resolve::resolve(self.schema, &tree, &mut mentions);
        each(&Reading::new(self.schema, &tree, &mentions, &resolution))
    }

    /// All stages.
    pub fn extract(&self, article: Article) -> Extraction {
        self.read(article, |reading| {
            let mut findings = extract::extract(reading);
            self.learned.revise(reading, &mut findings);
            let tokens = &reading.document().tokens;
            let words = tokens.iter().filter(|t| t.upos != Upos::Punct).count();
            Extraction {
                record: record::of(reading, &findings),
                warnings: Vec::new(),
                words,
            }
        })
    }
}

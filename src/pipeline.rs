//! The stages in order: an article becomes a [`Record`].

mod record;
mod run;
pub mod samples;

pub use run::Step;

use crate::annotate::Annotator;
use crate::error::Warning;
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

    /// All stages.
    pub fn extract(&self, article: Article) -> Extraction {
        let document = self.annotate(article);
        let tree = Tree::new(&document);
        let mentions = self.recognizer.recognize(&tree);
        let resolution = resolve::resolve(self.schema, &tree, &mentions);
        let reading = Reading::new(self.schema, &tree, &mentions, &resolution);
        let findings = extract::extract(&reading);
        let words = document
            .tokens
            .iter()
            .filter(|t| t.upos != Upos::Punct)
            .count();
        Extraction {
            record: record::of(&reading, &findings),
            warnings: Vec::new(),
            words,
        }
    }
}

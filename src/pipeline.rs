//! The stages in order: an article becomes a [`Record`].

mod run;

pub use run::Step;

use crate::annotate::Annotator;
use crate::error::Warning;
use crate::record::Record;
use crate::schema::Schema;
use crate::text::{Article, Document};
use std::fmt::Write;

/// All stages from text to record with what they know; made once, used from any thread.
#[derive(Debug)]
pub struct Pipeline<'s> {
    schema: &'s Schema,
    annotator: Annotator,
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
        let words = document
            .tokens
            .iter()
            .filter(|t| t.upos != crate::text::Upos::Punct)
            .count();
        let record = record_of(&document);
        Extraction {
            record,
            warnings: Vec::new(),
            words,
        }
    }
}

fn record_of(document: &Document) -> Record {
    let meta = document.meta();
    Record {
        id: document.id().to_owned(),
        title: meta.title.clone(),
        date: meta.date.clone(),
        source: meta.source.clone(),
        url: meta.url.clone(),
        language: meta.language.clone(),
        hash: Some(content_hash(&document.article.text)),
        text: None,
        entities: Vec::new(),
        relations: Vec::new(),
    }
}

/// `sha256:` and the digest of the text in hexadecimal.
fn content_hash(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold("sha256:".to_owned(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}

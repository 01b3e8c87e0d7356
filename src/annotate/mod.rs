//! The verb *annotate*: an article becomes a [`Document`], with sentences, tokens, tags, lemmas and
//! dependency trees. It is total: any text gives a document.

use crate::text::{Article, Document};

/// Annotates articles; made once, used from any thread.
#[derive(Debug)]
pub struct Annotator {}

impl Annotator {
    /// The annotator with the parameters that are compiled in.
    pub fn built_in() -> Annotator {
        Annotator {}
    }

    /// Reads a document off an article.
    pub fn annotate(&self, article: Article) -> Document {
        Document {
            article,
            sentences: Vec::new(),
            tokens: Vec::new(),
        }
    }
}

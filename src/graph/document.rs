//! What is known of a document beside what it says.

use serde::{Deserialize, Serialize};

/// What is known about a document that was read.
#[derive(
    Debug,
    Clone,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct DocumentInfo {
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The publication date, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The language as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `sha256:` and the SHA-256 of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

impl DocumentInfo {
    /// Two accounts of one document: field by field, the greater.
    pub(super) fn join(&mut self, other: DocumentInfo) {
        let greater = |mine: &mut Option<String>, theirs| *mine = mine.take().max(theirs);
        greater(&mut self.title, other.title);
        greater(&mut self.date, other.date);
        greater(&mut self.source, other.source);
        greater(&mut self.url, other.url);
        greater(&mut self.language, other.language);
        greater(&mut self.hash, other.hash);
    }
}

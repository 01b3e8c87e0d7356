//! An article as it was read: its text and what is known about it.

use super::Span;

/// What is known about an article beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meta {
    /// The headline.
    pub title: Option<String>,
    /// The publication date, ISO 8601 (`2022-08-03`; year or month alone where no more is known).
    pub date: Option<String>,
    /// Who published it: an agency, a newspaper, a ministry.
    pub source: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// The language as a BCP 47 tag.
    pub language: Option<String>,
}

/// One article: an id, the decoded text, and what is known about it.
///
/// All offsets count in `text`: for a plain file the whole decoded file as it stands, headline and
/// header lines included; for HTML and JSON the headline, a blank line and the extracted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Unique within a run: the file's stem or the `id` field.
    pub id: String,
    /// The file it came from, for messages.
    pub origin: String,
    /// What is known about it.
    pub meta: Meta,
    /// The decoded text.
    pub text: String,
    /// Where the headline stands in the text, if it does.
    pub headline: Option<Span>,
    /// Parts of the text that are no prose (front matter, `Date:` lines, a Markdown `#`): they
    /// keep their offsets and are not read. Sorted, not overlapping.
    pub skipped: Vec<Span>,
}

impl Article {
    /// An article of plain text with nothing known about it.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Article {
        let id = id.into();
        Article {
            origin: id.clone(),
            id,
            meta: Meta::default(),
            text: text.into(),
            headline: None,
            skipped: Vec::new(),
        }
    }
}

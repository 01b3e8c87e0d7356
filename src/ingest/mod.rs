//! The verb *ingest*: bytes become [`Article`]s.
//!
//! It decides which files are read ([`expand`]), in which format ([`READERS`]) and encoding, what
//! of a file is title, date and prose, and which id an article has. It leaves to others what the
//! prose says. The only module that meets foreign bytes: nothing in them may end a run (a bad
//! article is a [`Warning`](crate::error::Warning) beside the others) unless [`Options::strict`]
//! asks for it.
//!
//! A new format is one file with a [`Reader`] and one row in [`READERS`].

mod date;
mod encoding;
mod expand;
mod fields;
mod front_matter;
mod header;
mod html;
mod ids;
mod json;
mod json_lines;
mod json_object;
mod lines;
mod markdown;
mod markdown_inline;
mod metadata;
mod plain;
mod raw;
mod run;
mod unpack;
#[cfg(feature = "html")]
mod web_page;

pub use date::parse as parse_date;
pub use expand::{Inputs, Source, expand};
pub use fields::Fields;
pub use ids::Ids;
pub use metadata::Metadata;
pub use raw::RawFile;
pub use run::{Articles, Reading, read};

use crate::error::{Error, Result};
use crate::text::Article;
use std::fmt;

/// A format: how the bytes of a file become articles.
pub trait Reader: Sync {
    /// What `--input-format` calls it.
    fn name(&self) -> &'static str;

    /// One line on what it reads.
    fn about(&self) -> &'static str;

    /// The endings of its files, in lower case, without the dot.
    fn extensions(&self) -> &'static [&'static str];

    /// The articles of a file, in its order, each made when it is asked for. Ids need not be
    /// unique: that is seen to later.
    fn read<'a>(&self, file: RawFile<'a>, options: &'a Options) -> Found<'a>;
}

impl fmt::Debug for dyn Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a [`Reader`] gives: article after article, or the fault for which one is lost.
pub type Found<'a> = Box<dyn Iterator<Item = Result<Draft, Fault>> + Send + 'a>;

/// An article with what its reader had to leave open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The article.
    pub article: Article,
    /// What a reader of the result should know about it.
    pub notes: Vec<Fault>,
}

/// Something wrong in a file; the file itself is named by whoever reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from one, where there is one.
    pub line: Option<usize>,
    /// What was found, what was expected, what to do.
    pub message: String,
}

impl Fault {
    /// A fault of the whole file.
    pub fn new(message: impl Into<String>) -> Fault {
        Fault {
            line: None,
            message: message.into(),
        }
    }

    /// A fault in a line, counted from one.
    pub fn at(line: usize, message: impl Into<String>) -> Fault {
        Fault {
            line: Some(line),
            message: message.into(),
        }
    }
}

/// All formats.
pub static READERS: &[&dyn Reader] = &[
    &plain::Plain,
    &markdown::Markdown,
    &html::Html,
    &json::Json,
    &json_lines::JsonLines,
];

/// The format of a name.
///
/// ```
/// assert_eq!(demarche::ingest::reader("markdown")?.extensions(), ["md", "markdown"]);
/// let error = demarche::ingest::reader("docx").unwrap_err();
/// assert!(error.to_string().contains("text, markdown, html, json, jsonl"));
/// # Ok::<(), demarche::error::Error>(())
/// ```
///
/// # Errors
/// [`Error::Argument`] with all names when there is none of this name.
pub fn reader(name: &str) -> Result<&'static dyn Reader> {
    let named = READERS.iter().copied().find(|r| r.name() == name);
    named.ok_or_else(|| {
        let names: Vec<&str> = READERS.iter().map(|reader| reader.name()).collect();
        Error::Argument(format!(
            "unknown input format \"{name}\": expected one of {}",
            names.join(", ")
        ))
    })
}

/// The format whose files end so.
fn reader_of_extension(extension: &str) -> Option<&'static dyn Reader> {
    let extension = extension.to_ascii_lowercase();
    READERS
        .iter()
        .copied()
        .find(|reader| reader.extensions().contains(&extension.as_str()))
}

/// How to read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A bad article ends the run.
    pub strict: bool,
    /// Which fields of a JSON object are what.
    pub fields: Fields,
    /// What is known about the articles from elsewhere; it goes before what they say themselves.
    pub metadata: Option<Metadata>,
    /// The date of articles that have none, as [`parse_date`] gives it.
    pub default_date: Option<String>,
    /// Reads every input in this format, whatever its file is called.
    pub input_format: Option<&'static dyn Reader>,
}

/// One draft or fault as what a [`Reader`] gives.
fn single<'a>(result: Result<Draft, Fault>) -> Found<'a> {
    Box::new(std::iter::once(result))
}

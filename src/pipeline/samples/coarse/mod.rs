//! Corpora that know fewer types than we do. A person is a Person; an organization may be an
//! Organization or a Coalition; a location may be a Country, a Region or a Place.

mod iob2;
mod redocred;

use super::without_overlap;
use crate::annotate::Annotator;
use crate::error::{Error, Result};
use crate::recognize::NAMED_TYPES;
use crate::recognize::train::{Name, Sample};
use crate::text::{Article, Span};
use std::path::Path;

/// How much a document counts whose annotation knows fewer types: text of the web that was annotated
/// by hand, the only one of its kind, and an encyclopedia that was annotated with a machine's help.
const IOB2_WEIGHT: f32 = 2.0;
const REDOCRED_WEIGHT: f32 = 0.15;

/// By how much a name of the web has to win over being none, as its like is passed over easily.
const IOB2_MARGIN: f32 = 1.5;

/// A text with its names and the stretches that may be anything.
struct Text {
    article: Article,
    names: Vec<Name>,
    unknown: Vec<Span>,
}

/// The types that a type of the corpus may be; `None` for one that may be anything.
fn kinds(coarse: &str) -> Option<Vec<usize>> {
    let names: &[&str] = match coarse {
        "PER" => &["Person"],
        "ORG" => &["Organization", "Coalition"],
        "LOC" => &["Country", "Region", "Place"],
        _ => return None,
    };
    let index = |name: &&str| NAMED_TYPES.iter().position(|kind| kind == name);
    Some(names.iter().filter_map(index).collect())
}

/// Reads a corpus that knows people, organizations and locations only: `.iob2` as Universal NER
/// has it, or `.json` as Re-DocRED has it.
///
/// # Errors
/// When the file cannot be read or is no such corpus.
pub fn coarse(annotator: &Annotator, path: &Path) -> Result<Vec<Sample>> {
    let text = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
    let extension = path.extension().and_then(|extension| extension.to_str());
    let (corpus, weight, margin) = match extension {
        Some("json") => (redocred::read(&text, path)?, REDOCRED_WEIGHT, 0.0),
        _ => (iob2::read(&text, path)?, IOB2_WEIGHT, IOB2_MARGIN),
    };
    let sample = |text: Text| Sample {
        document: annotator.annotate(text.article),
        names: text.names,
        unknown: text.unknown,
        lacks_adjectives: true,
        weight,
        margin,
    };
    Ok(corpus.into_iter().map(sample).collect())
}

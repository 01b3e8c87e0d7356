//! Annotated texts as samples for the name tagger: folders of texts and records, and other
//! people's corpora, whose types are mapped to ours.

mod coarse;

pub use coarse::coarse;

use crate::annotate::Annotator;
use crate::error::{Error, Result};
use crate::ingest::{self, Metadata, Options};
use crate::recognize::NAMED_TYPES;
use crate::recognize::train::{Name, Sample};
use crate::record::{self, Record};
use crate::text::{Article, CodePoints, CodeSpan, MentionKind, Span};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads a folder of texts (`texts/*.txt`), what was annotated in them (`records/*.json`, a record
/// each), and where it is there `meta.jsonl`, in the order of the texts. A text without a record is
/// passed over.
///
/// # Errors
/// When a part is missing or cannot be read.
pub fn annotated(folder: &Path) -> Result<Vec<(Article, Record)>> {
    let mut records: BTreeMap<String, Record> = BTreeMap::new();
    let place = folder.join("records");
    let listing = std::fs::read_dir(&place).map_err(Error::io("read", &place))?;
    for entry in listing {
        let path = entry.map_err(Error::io("read", &place))?.path();
        if path.extension().is_some_and(|e| e == "json") {
            let file = std::fs::File::open(&path).map_err(Error::io("read", &path))?;
            let read = record::read(std::io::BufReader::new(file), &path)?;
            records.extend(read.into_iter().map(|record| (record.id.clone(), record)));
        }
    }
    let metadata = folder.join("meta.jsonl");
    let options = Options {
        strict: true,
        metadata: match metadata.exists() {
            true => Some(Metadata::load(&metadata)?),
            false => None,
        },
        ..Options::default()
    };
    let texts = folder.join("texts");
    let inputs = ingest::expand(&[texts.to_string_lossy().into_owned()])?;
    let mut found = Vec::new();
    for reading in ingest::read(&inputs.sources, &options) {
        let Some(article) = reading?.article else {
            continue;
        };
        if let Some(record) = records.remove(&article.id) {
            found.push((article, record));
        }
    }
    Ok(found)
}

/// The samples of a folder of annotated texts.
///
/// # Errors
/// As [`annotated`]; for a record whose spans do not lie in its text.
pub fn folder(annotator: &Annotator, folder: &Path) -> Result<Vec<Sample>> {
    let place = folder.join("records");
    let mut samples = Vec::new();
    for (article, record) in annotated(folder)? {
        let names = names(&record, &article.text)
            .map_err(|message| Error::Argument(format!("{}: {message}", place.display())))?;
        samples.push(Sample {
            document: annotator.annotate(article),
            names,
            unknown: Vec::new(),
            lacks_adjectives: false,
            weight: 1.0,
            margin: 0.0,
        });
    }
    Ok(samples)
}

/// The names of a record; of two that overlap the longer.
fn names(record: &Record, text: &str) -> Result<Vec<Name>, String> {
    let points = CodePoints::new(text);
    let mut names: Vec<Name> = Vec::new();
    for entity in &record.entities {
        let Some(kind) = NAMED_TYPES.iter().position(|name| *name == entity.kind) else {
            continue;
        };
        for mention in entity
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Name)
        {
            let code = CodeSpan {
                start: mention.start,
                end: mention.end,
            };
            let span = points.bytes(code).ok_or_else(|| {
                format!(
                    "the record {:?} has a mention at {}..{}, which does not lie in its text",
                    record.id, code.start, code.end
                )
            })?;
            names.push(Name {
                span,
                kinds: vec![kind],
            });
        }
    }
    Ok(without_overlap(names))
}

fn without_overlap(mut names: Vec<Name>) -> Vec<Name> {
    names.sort_by_key(|name| (std::cmp::Reverse(name.span.len()), name.span));
    let mut kept: Vec<Name> = Vec::new();
    for name in names {
        let apart = |other: Span| other.end <= name.span.start || name.span.end <= other.start;
        if !name.span.is_empty() && kept.iter().all(|other| apart(other.span)) {
            kept.push(name);
        }
    }
    kept.sort_by_key(|name| name.span);
    kept
}

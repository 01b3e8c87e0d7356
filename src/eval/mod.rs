//! The verb *eval*: records are held against gold.
//!
//! [`score`] counts what two sets of records agree in, document by document, and [`Score`] prints
//! it. The measure is that of the reference script `score.py` of the gold data, figure for figure
//! and byte for byte, so that numbers may be compared across programs; what it counts is said at
//! [`Score`]. Its sets of types are part of the measure and do not follow the ontology in use.

mod coreference;
mod document;
mod measure;
mod pairing;
mod python;
mod read;
mod render;
mod tally;

pub use coreference::{Agreement, CoreferenceScore, Entities, coreference};
pub use tally::Figures;

use crate::error::{Result, Warning};
use crate::record::Record;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// How well predicted records agree with gold; all but `macro` and `canonical` are summed over the
/// documents first (micro-averaged).
///
/// Serializes in the order and with the names of the reference script's `--json --per-type`.
///
/// ```
/// use demarche::record::read;
/// let record = br#"{"id": "a", "relations": [], "entities": [{"id": "1", "type": "Country",
///     "name": "Ukraine", "key": "UA", "mentions": [{"start": 0, "end": 7}]}]}"#;
/// let gold = read(&record[..], "gold.json".as_ref())?;
/// let score = demarche::eval::score(&gold, &gold);
/// assert_eq!(score.names.f1, 1.0);
/// assert!(score.to_string().starts_with("1 documents\nnames            P 1.000  R 1.000"));
/// # Ok::<(), demarche::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// Every mention of kind `name` of a named entity type: same start, end and type.
    pub names: Figures,
    /// Entities, paired one to one inside a document, best overlap first. A pair needs the same
    /// type and, for the named types, a name mention with the same span or at least half of it
    /// shared; for the others, a mention that covers 60 % of the shorter of two spans.
    pub entities: Figures,
    /// Pairs of mentions of one entity, over the mentions found in both.
    pub coref: Figures,
    /// Type, source and target agree, the ends through the pairing of entities; a symmetric type
    /// counts either way round.
    pub relations: Figures,
    /// The relations of the four core types alone: signed, demands, controls, proposes.
    pub core: Figures,
    /// The relations whose polarity and modality agree as well.
    pub strict: Figures,
    /// Of the paired named entities, how many are called the same.
    pub canonical: Canonical,
    /// The mean over documents.
    pub macro_average: MacroAverage,
    /// How many documents gold has.
    pub documents: usize,
    /// [`Score::entities`] by entity type.
    pub per_entity: BTreeMap<String, Figures>,
    /// [`Score::relations`] by relation type.
    pub per_relation: BTreeMap<String, Figures>,
    /// Every relation that was missed or is spurious, as a line: by document, missed ones first.
    pub errors: Vec<String>,
    /// The ids of the gold documents that nothing was predicted for, sorted.
    pub missing: Vec<String>,
}

/// How many paired named entities have the same `key` (where gold has one) or else the same name,
/// case and a leading "the" ignored.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Canonical {
    /// `right / of`, to four places.
    pub accuracy: f64,
    /// Called the same.
    pub right: u64,
    /// Paired.
    pub of: u64,
}

/// The mean over the documents of the relations' F1: a long statement counts as much as a short
/// report. A document without relations counts 1 when none is predicted, else 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MacroAverage {
    /// The mean, to four places.
    pub f1: f64,
}

/// Holds predicted records against gold ones, paired by id. Of records that share an id the last
/// one counts; predictions for documents that gold lacks do not count.
pub fn score(gold: &[Record], predicted: &[Record]) -> Score {
    let (gold, predicted) = (by_id(gold), by_id(predicted));
    let mut counts = document::Counts::default();
    let mut missing = Vec::new();
    let nothing = Record::default();
    for (&id, record) in &gold {
        let prediction = predicted.get(id).copied();
        if prediction.is_none() {
            missing.push(id.to_owned());
        }
        counts.add(record, prediction.unwrap_or(&nothing));
    }
    counts.finish(missing)
}

/// Reads and scores two sets of records, each a folder of `*.json` files or a JSON Lines file; a
/// row without `entities` is passed over. The warnings name the documents without a prediction and
/// the rows that were passed over.
///
/// # Errors
/// [`Error::Io`](crate::error::Error::Io) when a file cannot be read,
/// [`Error::Record`](crate::error::Error::Record) with file and line of what is no record.
pub fn score_paths(gold: &Path, predicted: &Path) -> Result<(Score, Vec<Warning>)> {
    let mut warnings = Vec::new();
    let gold = read::records(gold, read::Side::Gold, &mut warnings)?;
    let prediction = read::records(predicted, read::Side::Predicted, &mut warnings)?;
    let score = score(&gold, &prediction);
    if !score.missing.is_empty() {
        warnings.push(Warning {
            place: predicted.display().to_string(),
            line: None,
            message: format!("no prediction for: {}", score.missing.join(" ")),
        });
    }
    Ok((score, warnings))
}

/// The last record of each id, in the order of the ids.
fn by_id(records: &[Record]) -> BTreeMap<&str, &Record> {
    records.iter().map(|r| (r.id.as_str(), r)).collect()
}

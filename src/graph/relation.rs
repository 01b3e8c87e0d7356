//! An edge: a relation with its evidence.

use super::id::{hexadecimal, relation_digits};
use super::shared::Shared;
use super::{EntityId, Few};
use crate::schema::{Modality, Polarity, RelationType};
use crate::text::CodeSpan;
use serde::{Deserialize, Serialize};
use smallvec::{SmallVec, smallvec};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How sure an extractor is, in thousandths: 0 to 1000. Written as a number from 0 to 1.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(from = "f64", into = "f64")]
#[schemars(with = "f64")]
pub struct Confidence(u16);

impl Confidence {
    /// What is stated without a figure.
    pub const FULL: Confidence = Confidence(1000);

    /// From 0 to 1000.
    pub(super) fn thousandths(self) -> u16 {
        self.0
    }

    /// A message when there are more than a thousand.
    pub(super) fn of_thousandths(number: u32) -> Result<Confidence, String> {
        match u16::try_from(number) {
            Ok(share) if share <= Confidence::FULL.0 => Ok(Confidence(share)),
            _ => Err(format!(
                "a confidence of {number} thousandths is more than all"
            )),
        }
    }
}

impl From<f64> for Confidence {
    fn from(share: f64) -> Confidence {
        Confidence((share.clamp(0.0, 1.0) * 1000.0).round() as u16)
    }
}

impl From<Confidence> for f64 {
    fn from(confidence: Confidence) -> f64 {
        f64::from(confidence.0) / 1000.0
    }
}

/// A place in a document that says so, with what the place alone says: value, date, role, speaker.
/// All offsets are code points of the document's text.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// The document's id.
    pub document: Shared,
    /// The sentence (or the two).
    pub span: CodeSpan,
    /// Its text; empty where the record did not give it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// The words that gave the relation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<CodeSpan>,
    /// The mention of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_mention: Option<CodeSpan>,
    /// The mention of the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_mention: Option<CodeSpan>,
    /// The entity that says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributed_to: Option<EntityId>,
    /// A share, count or sum as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// When, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The title as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The frame or extractor that fired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<Shared>,
    /// How sure the extractor is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<Confidence>,
    /// The PLOVER event type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover: Option<Shared>,
    /// What is demanded, offered or refused, where the graph has no proposals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<String>,
}

/// An edge of the graph: one per source, type, target, polarity and modality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Hexadecimal digits; zeros before [`finish`](Relation::finish).
    id: [u8; 16],
    kind: RelationType,
    polarity: Polarity,
    modality: Modality,
    /// Sorted and each once, after [`settle`](Relation::settle). Nearly always it is one piece,
    /// which then stands here and not elsewhere.
    evidence: SmallVec<[Evidence; 1]>,
    /// The dates of the first and the last dated document.
    dates: Option<(Shared, Shared)>,
}

impl Relation {
    /// A relation that one piece of evidence says; there is none without.
    pub(super) fn new(
        kind: RelationType,
        polarity: Polarity,
        modality: Modality,
        evidence: Evidence,
    ) -> Relation {
        Relation {
            id: [b'0'; 16],
            kind,
            polarity,
            modality,
            evidence: smallvec![evidence],
            dates: None,
        }
    }

    /// A relation with all that makes it whole: its id, its evidence sorted and each piece once, of which
    /// the caller sees to it that there is some, and the dates of the first and the last document.
    pub(super) fn whole(
        id: [u8; 8],
        (kind, polarity, modality): (RelationType, Polarity, Modality),
        evidence: SmallVec<[Evidence; 1]>,
        dates: Option<(Shared, Shared)>,
    ) -> Relation {
        Relation {
            id: hexadecimal(&id),
            kind,
            polarity,
            modality,
            evidence,
            dates,
        }
    }

    /// The bytes that the digits of its id mean.
    pub(super) fn id_bytes(&self) -> [u8; 8] {
        std::array::from_fn(|at| {
            let half = |digit: u8| char::from(digit).to_digit(16).unwrap_or_default() as u8;
            half(self.id[2 * at]) << 4 | half(self.id[2 * at + 1])
        })
    }

    /// Adds a piece of evidence. Sorting waits until the room is used up, so that a relation that
    /// a hundred thousand documents state costs no more for each than one of two.
    pub(super) fn add(&mut self, evidence: Evidence) {
        if self.evidence.len() == self.evidence.capacity() {
            self.settle();
            self.evidence.reserve(self.evidence.len());
        }
        self.evidence.push(evidence);
    }

    /// Puts the evidence in order, each piece once; every relation of a finished graph has it so.
    pub(super) fn settle(&mut self) {
        self.evidence.sort_unstable();
        self.evidence.dedup();
    }

    /// Makes it whole, when its evidence is settled: its id from source, type and target by name, and
    /// the dates of the first and the last document.
    pub(super) fn finish(
        &mut self,
        (source, kind, target): (&str, &str, &str),
        dates: Option<(Shared, Shared)>,
    ) {
        let (polarity, modality) = (self.polarity.as_str(), self.modality.as_str());
        self.id = relation_digits([source, kind, target, polarity, modality]);
        self.dates = dates;
    }

    /// Its evidence, in order.
    pub(super) fn into_evidence(self) -> impl Iterator<Item = Evidence> {
        self.evidence.into_iter()
    }

    /// Leaves only some of the evidence; the caller sees to it that some is left.
    pub(super) fn retain_evidence(&mut self, keep: impl Fn(&Evidence) -> bool) {
        self.evidence.retain(|piece| keep(piece));
    }

    /// Changes every piece of evidence.
    pub(super) fn change_evidence(&mut self, change: impl Fn(&mut Evidence)) {
        self.evidence.iter_mut().for_each(change);
        self.settle();
    }

    /// Its id, made from its content.
    pub fn id(&self) -> &str {
        std::str::from_utf8(&self.id).expect("hexadecimal digits are text")
    }

    /// Its type.
    pub fn kind(&self) -> RelationType {
        self.kind
    }

    /// Whether the texts affirm or deny it.
    pub fn polarity(&self) -> Polarity {
        self.polarity
    }

    /// Whether it holds, is planned, or is merely thinkable.
    pub fn modality(&self) -> Modality {
        self.modality
    }

    /// All pieces of evidence, by document and place; at least one.
    pub fn evidence(&self) -> impl ExactSizeIterator<Item = &Evidence> {
        self.evidence.iter()
    }

    /// How many pieces of evidence.
    pub fn weight(&self) -> usize {
        self.evidence.len()
    }

    /// The ids of the documents that say so, sorted.
    pub fn documents(&self) -> Few<&str> {
        self.evidence.iter().map(|e| e.document.as_str()).collect()
    }

    /// The date of the first dated document that says so.
    pub fn first_date(&self) -> Option<&str> {
        self.dates.as_ref().map(|(first, _)| first.as_str())
    }

    /// The date of the last dated document that says so.
    pub fn last_date(&self) -> Option<&str> {
        self.dates.as_ref().map(|(_, last)| last.as_str())
    }

    /// The value that most pieces of evidence give, the first in order among equals.
    pub fn value(&self) -> Option<&str> {
        self.most(|e| e.value.as_deref())
    }

    /// The date of what is said that most pieces of evidence give.
    pub fn date(&self) -> Option<&str> {
        self.most(|e| e.date.as_deref())
    }

    /// The role that most pieces of evidence give.
    pub fn role(&self) -> Option<&str> {
        self.most(|e| e.role.as_deref())
    }

    /// The highest confidence among the pieces of evidence.
    pub fn confidence(&self) -> Option<f64> {
        self.evidence
            .iter()
            .filter_map(|e| e.confidence)
            .max()
            .map(f64::from)
    }

    /// The PLOVER event type that most pieces of evidence give.
    pub fn plover(&self) -> Option<&str> {
        self.most(|e| e.plover.as_deref())
    }

    /// Those who say so, sorted; empty when every document says it in its own voice.
    pub fn attributed_to(&self) -> Few<&str> {
        self.evidence
            .iter()
            .filter_map(|e| e.attributed_to.as_deref())
            .collect()
    }

    /// What is demanded, offered or refused, sorted; empty unless the graph was flattened.
    pub fn contents(&self) -> Few<&str> {
        self.evidence
            .iter()
            .filter_map(|e| e.content.as_deref())
            .collect()
    }

    /// The sentence that says it most surely, the first among equals.
    pub fn quote(&self) -> Option<&str> {
        let quoted = self.evidence.iter().filter(|e| !e.quote.is_empty());
        // Of equals, `min_by_key` gives the first and `max_by_key` the last.
        let surest = quoted.min_by_key(|e| Reverse(e.confidence.unwrap_or(Confidence::FULL)));
        surest.map(|e| e.quote.as_str())
    }

    fn most<'a>(
        &'a self,
        field: impl Fn(&'a Evidence) -> Option<&'a str> + Copy,
    ) -> Option<&'a str> {
        // Nearly every relation has one piece of evidence, or all agree: no votes to count then.
        let mut texts = self.evidence.iter().filter_map(field);
        let first = texts.next()?;
        if texts.all(|text| text == first) {
            return Some(first);
        }
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for text in self.evidence.iter().filter_map(field) {
            *votes.entry(text).or_default() += 1;
        }
        let best = votes.into_iter().rev().max_by_key(|(_, count)| *count);
        best.map(|(text, _)| text)
    }
}

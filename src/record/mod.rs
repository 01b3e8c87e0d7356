//! The noun *record*: what one article says, as one line of JSON.
//!
//! A record has the shape of a gold annotation, so that gold is a record and a record can be
//! scored; beside the annotated fields stands what only the program knows (quote, trigger, frame,
//! confidence). It is the unit of caching, shipping and distributing. Type names are strings here;
//! [`crate::graph::Assembly`] holds them against an ontology. All offsets are code points.

mod lines;

pub use lines::{Row, read, rows, write};

use crate::schema::{Modality, Polarity, Sphere};
use crate::text::{CodeSpan, MentionKind, Reason};
use serde::de::Visitor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// What one document says.
///
/// Entities, and relations between them, each with the sentence that says it. All offsets count
/// Unicode code points of the document's text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(
    title = "demarche record",
    extend("$id" = "urn:demarche:schema:record:1")
)]
pub struct Record {
    /// The document's id, unique within a collection.
    #[serde(deserialize_with = "text_or_number")]
    pub id: String,
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
    /// `sha256:` and the SHA-256 of the UTF-8 text in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// The text that the offsets count in, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is spoken of.
    pub entities: Vec<EntityRecord>,
    /// What is said of it.
    #[serde(default)]
    pub relations: Vec<RelationRecord>,
}

/// Somebody or something that the document speaks of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EntityRecord {
    /// Unique within the record.
    pub id: String,
    /// An entity type of the ontology.
    #[serde(rename = "type")]
    pub kind: String,
    /// The canonical name; for an unnamed agreement, event or proposal its span as written.
    pub name: String,
    /// ISO 3166-1 alpha-2 for a country, else null.
    #[serde(default)]
    pub key: Option<String>,
    /// The walks of life that the titles which the document gives a person belong to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub spheres: BTreeSet<Sphere>,
    /// Where the document speaks of it, in text order.
    #[serde(default)]
    pub mentions: Vec<MentionRecord>,
}

/// A stretch of text that stands for an entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct MentionRecord {
    /// The first code point.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
    /// The text of the span.
    #[serde(default)]
    pub text: String,
    /// Name, nominal or pronoun.
    #[serde(default = "name_kind")]
    pub kind: MentionKind,
    /// Why it was joined to the entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// Something that the document says between two of its entities.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RelationRecord {
    /// Unique within the record.
    pub id: String,
    /// A relation type of the ontology.
    #[serde(rename = "type")]
    pub kind: String,
    /// The id of an entity of this record.
    pub source: String,
    /// The id of an entity of this record.
    pub target: String,
    /// The sentence (or the two) that says so.
    pub evidence: CodeSpan,
    /// Whether the text affirms or denies it.
    #[serde(default)]
    pub polarity: Polarity,
    /// Whether it holds, is planned, or is merely thinkable.
    #[serde(default)]
    pub modality: Modality,
    /// The id of the entity that says so, where the text reports it as somebody's claim.
    #[serde(default)]
    pub attributed_to: Option<String>,
    /// A share, count or sum as written ("75%").
    #[serde(default)]
    pub value: Option<String>,
    /// When, ISO 8601, where the text gives it.
    #[serde(default)]
    pub date: Option<String>,
    /// The title as written ("Prime Minister").
    #[serde(default)]
    pub role: Option<String>,
    /// The text of `evidence`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The words that gave the relation; within `evidence`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trigger: Option<CodeSpan>,
    /// The mention of the source that was read; within `evidence`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_mention: Option<CodeSpan>,
    /// The mention of the target that was read; within `evidence`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_mention: Option<CodeSpan>,
    /// The frame or extractor that fired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frame: Option<String>,
    /// How sure the extractor is, 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub confidence: Option<f64>,
    /// The PLOVER event type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover: Option<String>,
    /// The root code of CAMEO, where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
}

fn name_kind() -> MentionKind {
    MentionKind::Name
}

/// Ids are strings; a number is taken as its digits.
fn text_or_number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    struct Id;

    impl Visitor<'_> for Id {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string or a number")
        }

        fn visit_str<E>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_u64<E>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_i64<E>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_f64<E>(self, number: f64) -> Result<String, E> {
            // With its decimal point, as JSON has it: 7.0 is not 7.
            Ok(format!("{number:?}"))
        }
    }

    from.deserialize_any(Id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_has_its_default() {
        let text = r#"{"id": "a", "unknown": 1,
            "entities": [{"id": "x", "type": "Country", "name": "Kenya",
                          "mentions": [{"start": 0, "end": 5}]}],
            "relations": [{"id": "r", "type": "meets", "source": "x", "target": "x",
                           "evidence": {"start": 0, "end": 9}}]}"#;
        let record: Record = serde_json::from_str(text).unwrap();
        let (entity, relation) = (&record.entities[0], &record.relations[0]);
        assert_eq!(
            (entity.mentions[0].kind, &*entity.mentions[0].text),
            (MentionKind::Name, "")
        );
        assert_eq!(relation.polarity, Polarity::Positive);
        assert_eq!(relation.modality, Modality::Actual);
        // Annotated fields are written also where they are null, the program's own only if set.
        let written = serde_json::to_value(relation).unwrap();
        let fields: Vec<&str> = written.as_object().unwrap().keys().map(|k| &**k).collect();
        let annotated = [
            "attributed_to",
            "date",
            "evidence",
            "id",
            "modality",
            "polarity",
            "role",
            "source",
            "target",
            "type",
            "value",
        ];
        assert_eq!(fields, annotated);
    }

    #[test]
    fn a_null_is_no_polarity() {
        let relation = r#"{"id": "r", "type": "meets", "source": "x", "target": "x",
            "evidence": {"start": 0, "end": 9}, "polarity": null}"#;
        assert!(serde_json::from_str::<RelationRecord>(relation).is_err());
    }
}

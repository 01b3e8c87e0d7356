//! Predicates that give relations: `frames.toml`.

use super::ontology::{EntityType, Modality, Ontology, Polarity, RelationType};
use super::toml_lines::{parse, wrong};
use crate::error::Result;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use toml::Spanned;

/// Who stands where: the syntactic role that fills an end of the relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The subject of an active verb, the `by` of a passive one.
    Subject,
    /// The object of an active verb, the subject of a passive one.
    Object,
}

/// How the content of a demand or an offer is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Complement {
    /// "demanded the withdrawal of all troops"
    Object,
}

/// A predicate, or several that behave alike, and what they say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Its name, as it stands in a record.
    pub name: String,
}

/// All frames.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    frames: Vec<Frame>,
}

impl Frames {
    pub(super) fn parse((file, text): (&Path, &str), ontology: &Ontology) -> Result<Frames> {
        let _ = (file, text, ontology);
        Ok(Frames::default())
    }

    /// All frames, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Frame> {
        self.frames.iter()
    }
}

//! Who or what the mentions of a document stand for.

use super::Reason;
use crate::schema::{EntityType, Sphere};
use std::collections::{BTreeMap, BTreeSet};

/// Somebody or something that a document speaks of.
///
/// At least one mention stands for it, but for the one on whose behalf the text as a whole speaks
/// ([`Resolution::speaker`]), which need not be mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referent {
    /// What sort of thing it is.
    pub entity_type: EntityType,
    /// The canonical name.
    pub name: String,
    /// ISO 3166-1 alpha-2 for a country.
    pub key: Option<String>,
    /// Its mentions, as indices into the document's list of mentions, in text order.
    pub mentions: Vec<usize>,
    /// The walks of life that a person's titles belong to.
    pub spheres: BTreeSet<Sphere>,
}

/// Which mention stands for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// In the order of their first mentions; one that is not mentioned comes last.
    pub referents: Vec<Referent>,
    /// For each mention of the document the index of its referent, if it has one.
    pub of_mention: Vec<Option<usize>>,
    /// For each mention that has a referent or a group, why.
    pub reasons: Vec<Option<Reason>>,
    /// The referents of a mention that stands for several: "the two countries", the "we" of a joint
    /// statement.
    pub groups: BTreeMap<usize, Vec<usize>>,
    /// Those on whose behalf the text speaks, where it is a release or a statement and no report:
    /// the country or body that issues it, or all who issue it together.
    pub speakers: Vec<usize>,
}

impl Resolution {
    /// The one on whose behalf the text speaks, outside of quotations: in a release of a foreign
    /// ministry "Russia must end its attacks" is a demand of that ministry's country, also where no
    /// "we" stands. None in a report, and none where several speak together.
    ///
    /// The referent may have no mention of its own; the record keeps it if a relation needs it.
    pub fn speaker(&self) -> Option<usize> {
        match self.speakers.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

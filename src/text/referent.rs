//! Who or what the mentions of a document stand for.

use crate::schema::EntityType;
use std::collections::BTreeMap;

/// Somebody or something that at least one mention of a document stands for.
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
}

/// Which mention stands for what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resolution {
    /// In the order of their first mentions.
    pub referents: Vec<Referent>,
    /// For each mention of the document the index of its referent, if it has one.
    pub of_mention: Vec<Option<usize>>,
    /// The referents of a mention that stands for several: "the two countries", the "we" of a joint
    /// statement.
    pub groups: BTreeMap<usize, Vec<usize>>,
}

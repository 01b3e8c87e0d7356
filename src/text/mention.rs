//! A mention: a stretch of text that stands for something.

use super::Span;
use crate::schema::{EntityType, RowId};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// How a mention names what it stands for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum MentionKind {
    /// A proper name, an acronym, a metonym ("the Kremlin"), a national adjective.
    Name,
    /// A description: "the president", "the coalition", "a declaration of intent".
    Nominal,
    /// he, she, they, it, his, their ...
    Pronoun,
}

/// A stretch of text that stands for something, as `recognize` found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where it stands: a name itself, without titles and determiners; a description as a whole.
    pub span: Span,
    /// Its tokens, as indices into the document's; of a description that holds a name those behind
    /// the name ("the Ukrainian president" has "president"). No token belongs to two mentions.
    pub tokens: Range<usize>,
    /// The token that heads it in the dependency tree.
    pub head: usize,
    /// Name, nominal or pronoun.
    pub kind: MentionKind,
    /// What sort of thing it stands for.
    pub entity_type: EntityType,
    /// The gazetteer's row that it names, where one does.
    pub row: Option<RowId>,
}

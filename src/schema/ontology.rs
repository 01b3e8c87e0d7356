//! Entity types, relation types and which may join which: `ontology.toml`.

use super::toml_lines::{parse, wrong};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::path::Path;
use toml::Spanned;

/// Whether the text affirms or denies a relation.
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
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// The text says so.
    #[default]
    Positive,
    /// The text denies it.
    Negative,
}

/// Whether a relation holds, is planned, or is merely thinkable.
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
#[serde(rename_all = "lowercase")]
pub enum Modality {
    /// It happened, holds, or is being said.
    #[default]
    Actual,
    /// It is planned or promised.
    Future,
    /// It may, could, would be.
    Possible,
}

impl Polarity {
    /// As written in JSON and in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Polarity::Positive => "positive",
            Polarity::Negative => "negative",
        }
    }
}

impl Modality {
    /// As written in JSON and in the tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Modality::Actual => "actual",
            Modality::Future => "future",
            Modality::Possible => "possible",
        }
    }
}

/// A handle of an entity type of one [`Ontology`], in the order of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityType(u8);

/// A handle of a relation type of one [`Ontology`], in the order of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationType(u8);

/// What an entity type is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EntityTypeInfo {
    /// Its name, as it stands in records and graphs ("Country").
    pub name: String,
    /// What it is, in a line.
    pub description: String,
    /// The group it belongs to ("Actor"), which signatures may name instead of each member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Whether its members bear proper names (an unnamed one belongs to its document alone).
    pub named: bool,
    /// Fill colour in drawings, `#rrggbb`.
    pub color: String,
    /// Node shape in drawings, a Graphviz shape name.
    pub shape: String,
}

/// What a relation type is and what it may join.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationTypeInfo {
    /// Its name, as it stands in records and graphs ("signed").
    pub name: String,
    /// What it says, in a line.
    pub description: String,
    /// Entity types or parents that may stand at its source.
    pub source: Vec<String>,
    /// Entity types or parents that may stand at its target; empty for any.
    pub target: Vec<String>,
    /// Whether source and target may be exchanged; such an edge is written once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub symmetric: bool,
    /// Edge colour in drawings, `#rrggbb`.
    pub color: String,
    /// The PLOVER event type that corresponds, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plover: Option<String>,
    /// The CAMEO root or code that corresponds, where one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cameo: Option<String>,
}

/// The types and their signatures. A graph carries the one that it was built with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(try_from = "Lists", into = "Lists")]
pub struct Ontology {
    lists: Lists,
    /// For each relation type, bit sets over the entity types.
    sources: Vec<u64>,
    targets: Vec<u64>,
}

/// The content of an ontology as it is written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
struct Lists {
    entity: Vec<EntityTypeInfo>,
    relation: Vec<RelationTypeInfo>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    entity: Vec<Spanned<EntityTypeInfo>>,
    relation: Vec<Spanned<RelationTypeInfo>>,
}

/// Which item of which list is wrong, and how.
struct Mistake {
    relation: bool,
    index: usize,
    message: String,
}

/// The types that the program's own rules speak of; an ontology may add others.
const REQUIRED: [&str; 9] = [
    "Person",
    "Country",
    "Coalition",
    "Region",
    "Place",
    "Organization",
    "Agreement",
    "Event",
    "Proposal",
];

impl Ontology {
    pub(super) fn parse((file, text): (&Path, &str)) -> Result<Ontology> {
        let read: File = parse(file, text)?;
        let starts = |relation: bool, index: usize| match relation {
            true => read.relation[index].span().start,
            false => read.entity.get(index).map_or(0, |e| e.span().start),
        };
        let lists = Lists {
            entity: read.entity.iter().map(|e| e.get_ref().clone()).collect(),
            relation: read.relation.iter().map(|r| r.get_ref().clone()).collect(),
        };
        Ontology::check(lists)
            .map_err(|m| wrong(file, text, starts(m.relation, m.index), m.message))
    }

    fn check(lists: Lists) -> Result<Ontology, Mistake> {
        let mistake = |relation, index, message| Mistake {
            relation,
            index,
            message,
        };
        if lists.entity.len() > 64 || lists.relation.len() > 255 {
            let message = "at most 64 entity types and 255 relation types are possible".to_owned();
            return Err(mistake(false, 0, message));
        }
        for name in REQUIRED {
            if !lists.entity.iter().any(|e| e.name == name) {
                let message = format!("the entity type {name} is missing; the rules need it");
                return Err(mistake(false, 0, message));
            }
        }
        for (index, entity) in lists.entity.iter().enumerate() {
            check_item(&entity.name, &entity.color).map_err(|m| mistake(false, index, m))?;
            if lists.entity[..index]
                .iter()
                .any(|e| e.name.eq_ignore_ascii_case(&entity.name))
            {
                let message = format!("the entity type {} is there twice", entity.name);
                return Err(mistake(false, index, message));
            }
        }
        let members = |name: &str| -> u64 {
            let belongs = |e: &EntityTypeInfo| e.name == name || e.parent.as_deref() == Some(name);
            let bits = lists.entity.iter().enumerate();
            bits.filter(|(_, e)| belongs(e)).map(|(i, _)| 1 << i).sum()
        };
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
        for (index, relation) in lists.relation.iter().enumerate() {
            check_item(&relation.name, &relation.color).map_err(|m| mistake(true, index, m))?;
            let before = &lists.relation[..index];
            if before.iter().any(|r| r.name == relation.name) {
                let message = format!("the relation type {} is there twice", relation.name);
                return Err(mistake(true, index, message));
            }
            let end = |side: &str, names: &[String]| -> Result<u64, Mistake> {
                let mut bits = 0;
                for name in names {
                    let more = members(name);
                    if more == 0 {
                        let message = format!(
                            "relation {}: {side} names {name:?}, which is neither an entity type \
                             nor a parent of one",
                            relation.name
                        );
                        return Err(mistake(true, index, message));
                    }
                    bits |= more;
                }
                Ok(if names.is_empty() { u64::MAX } else { bits })
            };
            sources.push(end("source", &relation.source)?);
            targets.push(end("target", &relation.target)?);
        }
        Ok(Ontology {
            lists,
            sources,
            targets,
        })
    }

    /// The entity type of that name.
    pub fn entity(&self, name: &str) -> Option<EntityType> {
        let found = self.lists.entity.iter().position(|e| e.name == name);
        found.map(|index| EntityType(index as u8))
    }

    /// The relation type of that name.
    pub fn relation(&self, name: &str) -> Option<RelationType> {
        let found = self.lists.relation.iter().position(|r| r.name == name);
        found.map(|index| RelationType(index as u8))
    }

    /// What an entity type is.
    pub fn entity_info(&self, entity: EntityType) -> &EntityTypeInfo {
        &self.lists.entity[entity.0 as usize]
    }

    /// What a relation type is.
    pub fn relation_info(&self, relation: RelationType) -> &RelationTypeInfo {
        &self.lists.relation[relation.0 as usize]
    }

    /// All entity types, in the order of the file.
    pub fn entities(&self) -> impl Iterator<Item = EntityType> + use<> {
        (0..self.lists.entity.len() as u8).map(EntityType)
    }

    /// All relation types, in the order of the file.
    pub fn relations(&self) -> impl Iterator<Item = RelationType> + use<> {
        (0..self.lists.relation.len() as u8).map(RelationType)
    }

    /// Whether a relation of this type may lead from the one entity type to the other.
    pub fn allows(&self, source: EntityType, relation: RelationType, target: EntityType) -> bool {
        let index = relation.0 as usize;
        self.sources[index] & (1 << source.0) != 0 && self.targets[index] & (1 << target.0) != 0
    }

    /// Whether `entity` is the type `name` or has it as parent.
    pub fn is_a(&self, entity: EntityType, name: &str) -> bool {
        let info = self.entity_info(entity);
        info.name == name || info.parent.as_deref() == Some(name)
    }
}

fn check_item(name: &str, color: &str) -> Result<(), String> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err(format!("the name {name:?} must begin with a letter"));
    }
    if !name.chars().all(word) {
        return Err(format!(
            "the name {name:?} may hold only ASCII letters, digits and _"
        ));
    }
    let hex = color.strip_prefix('#').unwrap_or_default();
    if hex.len() != 6 || !hex.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(format!("the color {color:?} of {name} is not #rrggbb"));
    }
    Ok(())
}

impl TryFrom<Lists> for Ontology {
    type Error = String;

    fn try_from(lists: Lists) -> Result<Ontology, String> {
        Ontology::check(lists).map_err(|mistake| mistake.message)
    }
}

impl From<Ontology> for Lists {
    fn from(ontology: Ontology) -> Lists {
        ontology.lists
    }
}

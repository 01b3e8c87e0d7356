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

impl EntityType {
    /// Its place in the order of the file, from zero.
    pub fn index(self) -> usize {
        self.0.into()
    }
}

/// A handle of a relation type of one [`Ontology`], in the order of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelationType(u8);

impl RelationType {
    /// Its place in the order of the file, from zero.
    pub fn index(self) -> usize {
        self.0.into()
    }
}

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

/// Which field of which item of which list is wrong, and how.
struct Mistake {
    list: List,
    index: usize,
    field: &'static str,
    message: String,
}

#[derive(Clone, Copy)]
enum List {
    Entity,
    Relation,
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
        let (entities, relations) = (&read.entity, &read.relation);
        let lists = Lists {
            entity: entities.iter().map(|e| e.get_ref().clone()).collect(),
            relation: relations.iter().map(|r| r.get_ref().clone()).collect(),
        };
        Ontology::check(lists).map_err(|mistake| {
            let item = match mistake.list {
                List::Entity => entities.get(mistake.index).map(Spanned::span),
                List::Relation => relations.get(mistake.index).map(Spanned::span),
            };
            let start = item.map_or(0, |span| span.start);
            let at = field_start(text, start, mistake.field).unwrap_or(start);
            wrong(file, text, at, mistake.message)
        })
    }

    fn check(lists: Lists) -> Result<Ontology, Mistake> {
        if lists.entity.len() > 64 || lists.relation.len() > 255 {
            let message = "at most 64 entity types and 255 relation types are possible".to_owned();
            return Err(Mistake::of_entity(0, "", message));
        }
        for name in REQUIRED {
            if !lists.entity.iter().any(|e| e.name == name) {
                let message = format!("the entity type {name} is missing; the rules need it");
                return Err(Mistake::of_entity(usize::MAX, "", message));
            }
        }
        for (index, entity) in lists.entity.iter().enumerate() {
            let wrong = |(field, message)| Mistake::of_entity(index, field, message);
            check_item(&entity.name, &entity.color).map_err(wrong)?;
            // Ids of nodes bear the type in lower case.
            let same = |e: &&EntityTypeInfo| e.name.eq_ignore_ascii_case(&entity.name);
            if let Some(other) = lists.entity[..index].iter().find(same) {
                let message = match other.name == entity.name {
                    true => format!("the entity type {} is there twice", entity.name),
                    false => format!("{} and {} differ only in case", other.name, entity.name),
                };
                return Err(wrong(("name", message)));
            }
        }
        let (mut sources, mut targets) = (Vec::new(), Vec::new());
        for (index, relation) in lists.relation.iter().enumerate() {
            let wrong = |(field, message)| Mistake::of_relation(index, field, message);
            check_item(&relation.name, &relation.color).map_err(wrong)?;
            let before = &lists.relation[..index];
            if before.iter().any(|r| r.name == relation.name) {
                let message = format!("the relation type {} is there twice", relation.name);
                return Err(wrong(("name", message)));
            }
            let source = lists.end(relation, "source", &relation.source);
            let target = lists.end(relation, "target", &relation.target);
            let (source, target) = (source.map_err(wrong)?, target.map_err(wrong)?);
            if relation.symmetric && source != target {
                let message = format!(
                    "the relation type {} is symmetric, so source and target must allow the same",
                    relation.name
                );
                return Err(wrong(("symmetric", message)));
            }
            sources.push(source);
            targets.push(target);
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

    /// Lets relations of this type lead to entities of that type too; a symmetric one stays as it is.
    pub fn allow_target(&mut self, relation: RelationType, target: EntityType) {
        let index = relation.0 as usize;
        let info = &mut self.lists.relation[index];
        if info.symmetric || self.targets[index] & (1 << target.0) != 0 {
            return;
        }
        info.target
            .push(self.lists.entity[target.0 as usize].name.clone());
        self.targets[index] |= 1 << target.0;
    }

    /// Whether `entity` is the type `name` or has it as parent.
    pub fn is_a(&self, entity: EntityType, name: &str) -> bool {
        let info = self.entity_info(entity);
        info.name == name || info.parent.as_deref() == Some(name)
    }
}

impl Lists {
    /// The entity types that the names at one end of a relation type mean, as a bit set.
    fn end(
        &self,
        relation: &RelationTypeInfo,
        side: &'static str,
        names: &[String],
    ) -> Result<u64, (&'static str, String)> {
        let mut bits = 0;
        for name in names {
            let belongs = |e: &EntityTypeInfo| e.name == *name || e.parent.as_ref() == Some(name);
            let all = self.entity.iter().enumerate();
            let more: u64 = all.filter(|(_, e)| belongs(e)).map(|(i, _)| 1 << i).sum();
            if more == 0 {
                let message = format!(
                    "relation {}: {side} names {name:?}, which is neither an entity type nor a \
                     parent of one",
                    relation.name
                );
                return Err((side, message));
            }
            bits |= more;
        }
        Ok(if names.is_empty() { u64::MAX } else { bits })
    }
}

impl Mistake {
    fn of_entity(index: usize, field: &'static str, message: String) -> Mistake {
        Mistake {
            list: List::Entity,
            index,
            field,
            message,
        }
    }

    fn of_relation(index: usize, field: &'static str, message: String) -> Mistake {
        Mistake {
            list: List::Relation,
            index,
            field,
            message,
        }
    }
}

/// Where `field = ...` stands in the table that begins at byte `start`, if it has its own line.
fn field_start(text: &str, start: usize, field: &str) -> Option<usize> {
    let mut at = start;
    for (number, line) in text.get(start..)?.split_inclusive('\n').enumerate() {
        if number > 0 && line.starts_with('[') {
            return None;
        }
        let (key, _) = line.split_once('=').unwrap_or(("", ""));
        if !field.is_empty() && key.trim() == field {
            return Some(at);
        }
        at += line.len();
    }
    None
}

/// Holds a name and a colour to their form; the field that is wrong, and how.
fn check_item(name: &str, color: &str) -> Result<(), (&'static str, String)> {
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.is_empty() || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Err((
            "name",
            format!("the name {name:?} must begin with a letter"),
        ));
    }
    if !name.chars().all(word) {
        let message = format!("the name {name:?} may hold only ASCII letters, digits and _");
        return Err(("name", message));
    }
    let hex = color.strip_prefix('#').unwrap_or_default();
    if hex.len() != 6 || !hex.chars().all(|c| c.is_ascii_hexdigit()) {
        let message = format!("the color {color:?} of {name} is not #rrggbb");
        return Err(("color", message));
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

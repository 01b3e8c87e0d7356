//! What a node and an edge have to say beside ids and ends: one table for every format that writes
//! attributes, so that a field is added in one place and bears one name everywhere, that of
//! `graph.json`. How a value is spelled is each format's own business.

use crate::graph::{Edge, Entity, Few};
use crate::schema::Ontology;
use std::borrow::Cow;

/// What kind of values an attribute has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// A whole number that is not negative.
    Number,
    /// From 0 to 1, known to the thousandth.
    Share,
    Truth,
    /// Texts, each once.
    List,
}

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value<'a> {
    Missing,
    /// ASCII letters, digits and `_`, as the names of types are: safe everywhere.
    Word(&'a str),
    Text(Cow<'a, str>),
    Number(u64),
    Share(f64),
    Truth(bool),
    List(Few<&'a str>),
}

/// An attribute of nodes.
pub(super) struct OfNode {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) value: for<'a> fn(&'a Entity, &'a Ontology) -> Value<'a>,
}

/// An attribute of edges.
pub(super) struct OfEdge {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) value: for<'a> fn(Edge<'a>, &'a Ontology) -> Value<'a>,
}

/// What to call an entity: its name, or the id of what has none.
pub(super) fn name_or_id(entity: &Entity) -> &str {
    match entity.name() {
        "" => entity.id(),
        name => name,
    }
}

/// The same for a drawing, in which a name of white space alone cannot be seen either.
pub(super) fn drawn_name(entity: &Entity) -> &str {
    match entity.name().trim() {
        "" => entity.id(),
        name => name,
    }
}

/// A text, which is missing where it is empty.
pub(super) fn text(text: &str) -> Value<'_> {
    match text {
        "" => Value::Missing,
        text => Value::Text(Cow::Borrowed(text)),
    }
}

fn maybe(given: Option<&str>) -> Value<'_> {
    text(given.unwrap_or_default())
}

/// Texts, each once; missing where all are empty.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value<'a> {
    let texts = texts.into_iter().filter(|text| !text.is_empty());
    let texts: Few<&str> = texts.collect();
    match texts.is_empty() {
        true => Value::Missing,
        false => Value::List(texts),
    }
}

macro_rules! of_node {
    ($name:literal, $kind:ident, $value:expr) => {
        OfNode {
            name: $name,
            kind: Kind::$kind,
            value: $value,
        }
    };
}

macro_rules! of_edge {
    ($name:literal, $kind:ident, $value:expr) => {
        OfEdge {
            name: $name,
            kind: Kind::$kind,
            value: $value,
        }
    };
}

pub(super) use {of_edge, of_node};

/// The attributes of every node.
pub(super) static NODES: [OfNode; 8] = [
    of_node!("name", Text, |e, _| text(e.name())),
    of_node!("type", Text, |e, o| Value::Word(
        &o.entity_info(e.kind()).name
    )),
    of_node!("key", Text, |e, _| maybe(e.key())),
    of_node!("aliases", List, |e, _| list(e.aliases())),
    of_node!("mentions", Number, |e, _| Value::Number(e.mention_count())),
    of_node!("documents", Number, |e, _| {
        Value::Number(e.appearances().len() as u64)
    }),
    of_node!("first_date", Text, |e, _| maybe(e.first_date())),
    of_node!("last_date", Text, |e, _| maybe(e.last_date())),
];

/// The attributes of every edge but its type, which each format has a place of its own for.
pub(super) static EDGES: [OfEdge; 15] = [
    of_edge!("polarity", Text, |e, _| Value::Word(
        e.relation.polarity().as_str()
    )),
    of_edge!("modality", Text, |e, _| Value::Word(
        e.relation.modality().as_str()
    )),
    of_edge!("weight", Number, |e, _| Value::Number(
        e.relation.weight() as u64
    )),
    of_edge!("documents", List, |e, _| list(e.relation.documents())),
    of_edge!("first_date", Text, |e, _| maybe(e.relation.first_date())),
    of_edge!("last_date", Text, |e, _| maybe(e.relation.last_date())),
    of_edge!("value", Text, |e, _| maybe(e.relation.value())),
    of_edge!("role", Text, |e, _| maybe(e.relation.role())),
    of_edge!("date", Text, |e, _| maybe(e.relation.date())),
    of_edge!("attributed_to", List, |e, _| list(
        e.relation.attributed_to()
    )),
    of_edge!("confidence", Share, |e, _| {
        let confidence = e.relation.confidence();
        confidence.map_or(Value::Missing, Value::Share)
    }),
    of_edge!("plover", Text, |e, _| maybe(e.relation.plover())),
    of_edge!("content", List, |e, _| list(e.relation.contents())),
    of_edge!("quote", Text, |e, _| maybe(e.relation.quote())),
    of_edge!("symmetric", Truth, |e, o| {
        match o.relation_info(e.relation.kind()).symmetric {
            true => Value::Truth(true),
            false => Value::Missing,
        }
    }),
];

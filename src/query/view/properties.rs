//! The properties of nodes and relationships, by the names of `graph.json`.

use super::super::value::{Text, Value};
use crate::graph::{Appearance, DocumentInfo, Entity, Evidence, Graph, Relation, Shared};
use crate::text::CodeSpan;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a property is found.
pub(super) type Property<T> = for<'g> fn(&'g T, &'g Graph) -> Value<'g>;

/// The properties of nodes, in the order in which they are shown.
pub(super) const NODE: [(&str, Property<Entity>); 11] = [
    ("id", |entity, _| text(entity.id())),
    ("name", |entity, _| text(entity.name())),
    ("type", |entity, graph| {
        text(&graph.ontology().entity_info(entity.kind()).name)
    }),
    ("key", |entity, _| maybe(entity.key())),
    ("aliases", |entity, _| list(entity.aliases())),
    ("mentions", |entity, _| number(entity.mention_count())),
    ("documents", |entity, _| {
        number(entity.appearances().len() as u64)
    }),
    ("first_date", |entity, _| maybe(entity.first_date())),
    ("last_date", |entity, _| maybe(entity.last_date())),
    ("countries", |entity, _| {
        let all = entity
            .appearances()
            .values()
            .flat_map(|found| found.countries.keys());
        let countries: std::collections::BTreeSet<&str> = all.map(String::as_str).collect();
        list(countries)
    }),
    ("appearances", |entity, graph| {
        Value::list(
            entity
                .appearances()
                .iter()
                .map(|(document, found)| appearance(document, found, graph)),
        )
    }),
];

/// The properties of relationships, in the order in which they are shown.
pub(super) const REL: [(&str, Property<Relation>); 17] = [
    ("id", |relation, _| text(relation.id())),
    ("type", |relation, graph| {
        text(&graph.ontology().relation_info(relation.kind()).name)
    }),
    ("polarity", |relation, _| text(relation.polarity().as_str())),
    ("modality", |relation, _| text(relation.modality().as_str())),
    ("weight", |relation, _| number(relation.weight() as u64)),
    ("documents", |relation, _| list(relation.documents())),
    ("first_date", |relation, _| maybe(relation.first_date())),
    ("last_date", |relation, _| maybe(relation.last_date())),
    ("value", |relation, _| maybe(relation.value())),
    ("date", |relation, _| maybe(relation.date())),
    ("role", |relation, _| maybe(relation.role())),
    ("attributed_to", |relation, _| {
        list(relation.attributed_to())
    }),
    ("confidence", |relation, _| {
        relation.confidence().map_or(Value::Null, Value::Float)
    }),
    ("plover", |relation, _| maybe(relation.plover())),
    ("content", |relation, _| list(relation.contents())),
    ("quote", |relation, _| maybe(relation.quote())),
    ("evidence", |relation, graph| {
        Value::list(relation.evidence().map(|found| evidence(found, graph)))
    }),
];

fn text(text: &str) -> Value<'_> {
    if text.is_empty() {
        Value::Null
    } else {
        Value::String(Text::Borrowed(text))
    }
}

fn maybe(given: Option<&str>) -> Value<'_> {
    given.map_or(Value::Null, text)
}

fn number<'g>(number: u64) -> Value<'g> {
    Value::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

/// A list; nothing where it would be empty.
fn list<'g>(texts: impl IntoIterator<Item = &'g str>) -> Value<'g> {
    let texts: Vec<Value> = texts.into_iter().map(text).collect();
    if texts.is_empty() {
        Value::Null
    } else {
        Value::List(texts.into())
    }
}

/// A map of what is there.
fn map<'g>(entries: impl IntoIterator<Item = (&'static str, Value<'g>)>) -> Value<'g> {
    let there = entries.into_iter().filter(|(_, value)| !value.is_null());
    let there = there.map(|(key, value)| (Text::Borrowed(key), value));
    Value::Map(Arc::new(there.collect::<BTreeMap<_, _>>()))
}

fn span<'g>(span: CodeSpan) -> Value<'g> {
    map([
        ("start", Value::Integer(span.start.into())),
        ("end", Value::Integer(span.end.into())),
    ])
}

/// What is known of a document, as entries of a map.
fn document<'g>(
    id: &'g Shared,
    graph: &'g Graph,
) -> impl Iterator<Item = (&'static str, Value<'g>)> {
    let info = graph.documents().get(id);
    let of = |field: fn(&DocumentInfo) -> &Option<String>| {
        maybe(info.and_then(|info| field(info).as_deref()))
    };
    [
        ("document", text(id)),
        ("document_date", of(|info| &info.date)),
        ("document_title", of(|info| &info.title)),
        ("document_source", of(|info| &info.source)),
        ("document_url", of(|info| &info.url)),
    ]
    .into_iter()
}

fn appearance<'g>(id: &'g Shared, found: &'g Appearance, graph: &'g Graph) -> Value<'g> {
    let of_document = document(id, graph);
    let own = [
        ("names", list(found.names.iter().map(String::as_str))),
        ("mentions", Value::Integer(found.mentions.into())),
        ("aliases", list(found.aliases.iter().map(String::as_str))),
        (
            "countries",
            list(found.countries.keys().map(String::as_str)),
        ),
    ];
    map(of_document.chain(own))
}

fn evidence<'g>(found: &'g Evidence, graph: &'g Graph) -> Value<'g> {
    let own = [
        ("span", span(found.span)),
        ("quote", text(&found.quote)),
        ("trigger", found.trigger.map_or(Value::Null, span)),
        (
            "source_mention",
            found.source_mention.map_or(Value::Null, span),
        ),
        (
            "target_mention",
            found.target_mention.map_or(Value::Null, span),
        ),
        ("attributed_to", maybe(found.attributed_to.as_deref())),
        ("value", maybe(found.value.as_deref())),
        ("date", maybe(found.date.as_deref())),
        ("role", maybe(found.role.as_deref())),
        ("frame", maybe(found.frame.as_deref())),
        (
            "confidence",
            found
                .confidence
                .map_or(Value::Null, |share| Value::Float(share.into())),
        ),
        ("plover", maybe(found.plover.as_deref())),
        ("content", maybe(found.content.as_deref())),
    ];
    map(document(&found.document, graph).chain(own))
}

/// Properties in the order of the keys.
pub(super) fn by_key<T>(
    keys: &[String],
    properties: &[(&str, Property<T>)],
) -> Vec<Option<Property<T>>> {
    let of_key = |key: &String| {
        let mut properties = properties.iter();
        properties.find(|of| of.0 == key).map(|of| of.1)
    };
    keys.iter().map(of_key).collect()
}

//! The Cypher that merges a graph into Neo4j, and the rows that it takes: one place for the script of
//! `cypher` and for `push`, so that both make of a graph what an import of the tables of `neo4j` makes.
//!
//! The order is that of the statements: nodes before the edges that look for them. Labels and types
//! are words of ASCII; nothing of a text can become one, for texts are in the rows.

use super::attributes::{NODES, Value, text};
use super::neo4j::{document_properties, edge_properties, labels, relationship};
use crate::graph::Graph;

/// What one row becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Node,
    Edge,
}

/// A statement about a map `row`, and all its rows.
pub(super) struct Merge<'a> {
    pub(super) part: Part,
    /// Merges `row` by its ids and sets `row.properties`.
    pub(super) statement: String,
    /// The pattern of what the statement makes of `row`, called `x`.
    pub(super) pattern: String,
    pub(super) rows: Box<dyn Iterator<Item = Row<'a>> + 'a>,
}

/// What identifies a node or an edge, and what it has to say.
pub(super) struct Row<'a> {
    pub(super) ids: Vec<(&'static str, &'a str)>,
    pub(super) properties: Vec<(&'static str, Value<'a>)>,
}

/// All statements, in the order in which they must run.
pub(super) fn merges(graph: &Graph) -> impl Iterator<Item = Merge<'_>> {
    let ontology = graph.ontology();
    let entities = ontology.entities().map(move |kind| {
        let of_kind = graph.entities().filter(move |entity| entity.kind() == kind);
        let labels = labels(ontology.entity_info(kind))[1..].join(":");
        Merge {
            part: Part::Node,
            statement: format!(
                "MERGE (n:Entity {{id: row.id}})\nSET n:{labels}, n += row.properties"
            ),
            pattern: format!("(x:Entity:{labels} {{id: row.id}})"),
            rows: Box::new(of_kind.map(move |entity| {
                Row {
                    ids: vec![("id", entity.id())],
                    properties: (NODES.iter())
                        .map(|of| (of.name, (of.value)(entity, ontology)))
                        .collect(),
                }
            })),
        }
    });
    let relations = ontology.relations().map(move |kind| {
        let of_kind = (graph.relations()).filter(move |edge| edge.relation.kind() == kind);
        let relationship = relationship(ontology.relation_info(kind));
        Merge {
            part: Part::Edge,
            statement: format!(
                "MATCH (a:Entity {{id: row.source}}), (b:Entity {{id: row.target}})\n\
                 MERGE (a)-[r:{relationship} {{id: row.id}}]->(b)\nSET r += row.properties"
            ),
            pattern: format!(
                "(:Entity {{id: row.source}})-[x:{relationship} {{id: row.id}}]->\
                 (:Entity {{id: row.target}})"
            ),
            rows: Box::new(of_kind.map(move |edge| {
                Row {
                    ids: vec![
                        ("id", edge.relation.id()),
                        ("source", edge.source.id()),
                        ("target", edge.target.id()),
                    ],
                    properties: edge_properties()
                        .map(|of| (of.name, (of.value)(edge, ontology)))
                        .collect(),
                }
            })),
        }
    });
    entities
        .chain([documents(graph)])
        .chain(relations)
        .chain([mentions(graph)])
}

fn documents(graph: &Graph) -> Merge<'_> {
    Merge {
        part: Part::Node,
        statement: "MERGE (n:Document {id: row.id})\nSET n += row.properties".to_owned(),
        pattern: "(x:Document {id: row.id})".to_owned(),
        rows: Box::new(graph.documents().iter().map(move |(id, info)| {
            Row {
                ids: vec![("id", id)],
                properties: document_properties(info)
                    .map(|(name, of)| (name, text(of.unwrap_or_default())))
                    .into(),
            }
        })),
    }
}

fn mentions(graph: &Graph) -> Merge<'_> {
    Merge {
        part: Part::Edge,
        statement: "MATCH (a:Entity {id: row.source}), (d:Document {id: row.target})\n\
                    MERGE (a)-[r:MENTIONED_IN]->(d)\nSET r += row.properties"
            .to_owned(),
        pattern: "(:Entity {id: row.source})-[x:MENTIONED_IN]->(:Document {id: row.target})"
            .to_owned(),
        rows: Box::new(graph.entities().flat_map(|entity| {
            entity
                .appearances()
                .iter()
                .map(|(document, appearance)| Row {
                    ids: vec![("source", entity.id()), ("target", document)],
                    properties: vec![("mentions", Value::Number(appearance.mentions.into()))],
                })
        })),
    }
}

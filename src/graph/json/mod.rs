//! `graph.json`: node-link JSON, complete enough to be read back.
//!
//! `networkx.node_link_graph(..., edges="edges")` reads it as a MultiDiGraph. A node or an edge
//! stands on a line of its own, so that `diff` and `grep` work. Fields that follow from others
//! (`aliases`, `mentions`, `weight`, ...) are written for readers and passed over on the way back.

mod read;

use super::{Appearance, DocumentInfo, Edge, Entity, EntityId, Evidence, Few, Graph, Shared};
use crate::schema::{Modality, Ontology, Polarity};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};

/// What marks the file as ours.
const FORMAT: &str = "demarche-graph";

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// How the lists begin, on a line of their own.
const NODES: &str = "\"nodes\": [";
const EDGES: &str = "\"edges\": [";

/// The content of a `graph.json`.
///
/// Node-link JSON: `networkx.node_link_graph(..., edges="edges")` reads it as a MultiDiGraph.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
#[schemars(
    title = "demarche graph",
    extend("$id" = "urn:demarche:schema:graph:1")
)]
pub struct GraphFile {
    /// Always true.
    #[schemars(extend("const" = true))]
    directed: bool,
    /// Always true.
    #[schemars(extend("const" = true))]
    multigraph: bool,
    /// What holds for the whole graph.
    graph: Header,
    /// The entities, by id.
    nodes: Vec<NodeFile>,
    /// The relations, by source, type and target.
    edges: Vec<EdgeFile>,
}

/// What holds for the whole graph.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
struct Header {
    /// `demarche-graph`
    #[schemars(extend("const" = FORMAT))]
    format: String,
    /// The version of the format.
    #[schemars(extend("const" = VERSION))]
    version: u32,
    /// The types and signatures that the graph was built with.
    ontology: Ontology,
    /// What is known about each document, by id.
    documents: BTreeMap<Shared, DocumentInfo>,
}

/// A node: an entity.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
struct NodeFile {
    /// Made from the content: `country/UA`.
    id: EntityId,
    /// An entity type of the ontology.
    #[serde(rename = "type")]
    kind: String,
    /// The canonical name.
    #[serde(default, deserialize_with = "passed_over")]
    name: String,
    /// ISO 3166-1 alpha-2 for a country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Other names in the documents.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Vec::is_empty"
    )]
    aliases: Vec<String>,
    /// Mentions in all documents.
    #[serde(default, deserialize_with = "passed_over")]
    mentions: u64,
    /// How many documents speak of it.
    #[serde(default, deserialize_with = "passed_over")]
    documents: usize,
    /// The date of the first dated document.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    first_date: Option<String>,
    /// The date of the last dated document.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    last_date: Option<String>,
    /// What each document contributed, by document id; at least one.
    #[schemars(extend("minProperties" = 1))]
    appearances: BTreeMap<Shared, Box<Appearance>>,
}

/// An edge: a relation with its evidence.
#[derive(Debug, Serialize, Deserialize, schemars::JsonSchema)]
struct EdgeFile {
    /// The id of a node.
    source: EntityId,
    /// The id of a node.
    target: EntityId,
    /// The relation's id, made from its content.
    #[serde(default, deserialize_with = "passed_over")]
    key: String,
    /// A relation type of the ontology.
    #[serde(rename = "type")]
    kind: String,
    /// Whether the texts affirm or deny it.
    polarity: Polarity,
    /// Whether it holds, is planned, or is merely thinkable.
    modality: Modality,
    /// How many pieces of evidence.
    #[serde(default, deserialize_with = "passed_over")]
    weight: usize,
    /// The ids of the documents that say so.
    #[serde(default, deserialize_with = "passed_over")]
    documents: Vec<String>,
    /// The date of the first dated document.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    first_date: Option<String>,
    /// The date of the last dated document.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    last_date: Option<String>,
    /// A share, count or sum as written.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    value: Option<String>,
    /// When, ISO 8601.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    date: Option<String>,
    /// The title as written.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    role: Option<String>,
    /// The ids of those who say so.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Vec::is_empty"
    )]
    attributed_to: Vec<String>,
    /// The highest confidence of its evidence.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    confidence: Option<f64>,
    /// The PLOVER event type.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    plover: Option<String>,
    /// What is demanded, offered or refused, where the graph has no proposals.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Vec::is_empty"
    )]
    content: Vec<String>,
    /// The quote of its first piece of evidence.
    #[serde(
        default,
        deserialize_with = "passed_over",
        skip_serializing_if = "Option::is_none"
    )]
    quote: Option<String>,
    /// Every place that says so; at least one.
    #[schemars(length(min = 1))]
    evidence: Vec<Evidence>,
}

/// Reads over a field that follows from others, whatever stands in it.
fn passed_over<'de, D: Deserializer<'de>, T: Default>(from: D) -> Result<T, D::Error> {
    IgnoredAny::deserialize(from)?;
    Ok(T::default())
}

impl NodeFile {
    fn of(entity: &Entity, ontology: &Ontology) -> NodeFile {
        NodeFile {
            id: entity.id().clone(),
            kind: ontology.entity_info(entity.kind()).name.clone(),
            name: entity.name().to_owned(),
            key: entity.key().map(str::to_owned),
            aliases: entity.aliases().into_iter().map(str::to_owned).collect(),
            mentions: entity.mention_count(),
            documents: entity.appearances().len(),
            first_date: entity.first_date().map(str::to_owned),
            last_date: entity.last_date().map(str::to_owned),
            appearances: entity.appearances().clone(),
        }
    }
}

impl EdgeFile {
    fn of(edge: Edge<'_>, ontology: &Ontology) -> EdgeFile {
        let relation = edge.relation;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let list = |set: Few<&str>| set.into_iter().map(str::to_owned).collect();
        EdgeFile {
            source: edge.source.id().clone(),
            target: edge.target.id().clone(),
            key: relation.id().to_owned(),
            kind: ontology.relation_info(relation.kind()).name.clone(),
            polarity: relation.polarity(),
            modality: relation.modality(),
            weight: relation.weight(),
            documents: list(relation.documents()),
            first_date: owned(relation.first_date()),
            last_date: owned(relation.last_date()),
            value: owned(relation.value()),
            date: owned(relation.date()),
            role: owned(relation.role()),
            attributed_to: list(relation.attributed_to()),
            confidence: relation.confidence(),
            plover: owned(relation.plover()),
            content: list(relation.contents()),
            quote: owned(relation.quote()),
            evidence: relation.evidence().cloned().collect(),
        }
    }
}

impl Graph {
    /// Writes the graph as node-link JSON, a node or an edge a line.
    ///
    /// # Errors
    /// What the writer answers.
    pub fn write_json(&self, mut to: impl Write) -> io::Result<()> {
        let header = Header {
            format: FORMAT.to_owned(),
            version: VERSION,
            ontology: (*self.ontology).clone(),
            documents: self.documents.clone(),
        };
        to.write_all(b"{\"directed\": true, \"multigraph\": true, \"graph\": ")?;
        serde_json::to_writer(&mut to, &header)?;
        write!(to, ",\n{NODES}")?;
        for (index, entity) in self.entities().enumerate() {
            to.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut to, &NodeFile::of(entity, &self.ontology))?;
        }
        write!(to, "\n],\n{EDGES}")?;
        for (index, edge) in self.relations_to_read().enumerate() {
            to.write_all(if index == 0 { b"\n" } else { b",\n" })?;
            serde_json::to_writer(&mut to, &EdgeFile::of(edge, &self.ontology))?;
        }
        to.write_all(b"\n]}\n")
    }
}

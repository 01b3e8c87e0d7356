//! The noun *graph*: what all documents say together, on a petgraph directed multigraph.
//!
//! An [`Assembly`] gathers records and graphs; [`Assembly::finish`] gives the [`Graph`], whose
//! nodes and edges stand in the order of their ids. Gathering is associative, commutative and
//! idempotent, so any order and any split of the work give the same bytes.
//!
//! A [`Relation`] holds at least one piece of [`Evidence`] by construction, and neither a record
//! nor a graph file can bring in a relation outside the [`Ontology`]'s signatures.

mod ahead;
mod assembly;
mod binary;
mod document;
mod entity;
pub(crate) mod hash;
mod id;
mod identity;
mod json;
mod nearest;
mod positions;
mod relation;
mod select;
mod set;
mod shared;
pub mod walk;

pub use assembly::Assembly;
pub use document::DocumentInfo;
pub use entity::{Appearance, Entity};
pub use id::{EntityId, entity_id, relation_id, slug};
pub use json::GraphFile;
pub use nearest::nearest;
pub use positions::Position;
pub use relation::{Confidence, Evidence, Relation};
pub use select::Selection;
pub use set::Few;
pub use shared::Shared;

use crate::schema::Ontology;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A typed knowledge graph: entities joined by relations, with the evidence of each.
///
/// Node indices follow the order of the entities' ids, edge indices the order of source, relation
/// type, target, polarity and modality; both are dense from zero.
#[derive(Debug, Clone)]
pub struct Graph {
    ontology: Arc<Ontology>,
    inner: DiGraph<Entity, Relation>,
    documents: BTreeMap<Shared, DocumentInfo>,
}

impl Graph {
    /// The types and signatures that it was built with.
    pub fn ontology(&self) -> &Arc<Ontology> {
        &self.ontology
    }

    /// The petgraph graph below, for its algorithms.
    pub fn petgraph(&self) -> &DiGraph<Entity, Relation> {
        &self.inner
    }

    /// The documents that were read, by id, also those that gave nothing.
    pub fn documents(&self) -> &BTreeMap<Shared, DocumentInfo> {
        &self.documents
    }

    /// How many entities.
    pub fn entity_count(&self) -> usize {
        self.inner.node_count()
    }

    /// How many relations.
    pub fn relation_count(&self) -> usize {
        self.inner.edge_count()
    }

    /// All entities, by id.
    pub fn entities(&self) -> impl ExactSizeIterator<Item = &Entity> {
        self.inner.raw_nodes().iter().map(|node| &node.weight)
    }

    /// All relations with source and target, in the order of source, type and target.
    pub fn relations(&self) -> impl ExactSizeIterator<Item = Edge<'_>> {
        self.inner.raw_edges().iter().map(|edge| Edge {
            source: &self.inner[edge.source()],
            relation: &edge.weight,
            target: &self.inner[edge.target()],
        })
    }

    /// An entity by its node.
    pub fn entity(&self, node: NodeIndex) -> &Entity {
        &self.inner[node]
    }

    /// A relation with its ends, by its edge.
    pub fn edge(&self, edge: EdgeIndex) -> Edge<'_> {
        let (source, target) = self
            .inner
            .edge_endpoints(edge)
            .expect("an edge of this graph");
        Edge {
            source: &self.inner[source],
            relation: &self.inner[edge],
            target: &self.inner[target],
        }
    }

    /// The node of an entity id.
    pub fn node(&self, id: &str) -> Option<NodeIndex> {
        let nodes = self.inner.raw_nodes();
        let found = nodes.binary_search_by(|node| node.weight.id().as_str().cmp(id));
        found.ok().map(NodeIndex::new)
    }

    /// The nodes whose id, key, name or alias is `name`, ignoring case and a leading "the": an
    /// exact id or key alone if one is meant, else all of that name.
    pub fn find(&self, name: &str) -> Vec<NodeIndex> {
        if let Some(node) = self.node(name) {
            return vec![node];
        }
        let plain = |name: &str| {
            let lower = name.trim().to_lowercase();
            lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
        };
        let wanted = plain(name);
        let matching = |test: &dyn Fn(&Entity) -> bool| -> Vec<NodeIndex> {
            let nodes = self.inner.node_indices();
            nodes.filter(|&node| test(&self.inner[node])).collect()
        };
        let by_name = matching(&|e| plain(e.name()) == wanted || e.key() == Some(name));
        match by_name.is_empty() {
            false => by_name,
            true => matching(&|e| e.aliases().iter().any(|alias| plain(alias) == wanted)),
        }
    }

    /// The edge of a relation id.
    pub fn relation(&self, id: &str) -> Option<EdgeIndex> {
        let mut edges = self.inner.edge_indices();
        edges.find(|&edge| self.inner[edge].id() == id)
    }

    /// All edges that begin or end at a node, each once, in edge order.
    pub fn edges_of(&self, node: NodeIndex) -> Vec<EdgeIndex> {
        let directions = [petgraph::Outgoing, petgraph::Incoming];
        let both = directions.map(|way| self.inner.edges_directed(node, way).map(|e| e.id()));
        let mut edges: Vec<EdgeIndex> = both.into_iter().flatten().collect();
        edges.sort();
        edges.dedup();
        edges
    }

    /// All edges between two nodes, either way, in edge order.
    pub fn edges_between(&self, a: NodeIndex, b: NodeIndex) -> Vec<EdgeIndex> {
        let ends = |edge: &EdgeIndex| self.inner.edge_endpoints(*edge);
        let mut edges = self.edges_of(a);
        edges.retain(|edge| ends(edge) == Some((a, b)) || ends(edge) == Some((b, a)));
        edges
    }

    /// How many edges begin or end at a node (a self-loop counts twice).
    pub fn degree(&self, node: NodeIndex) -> usize {
        let directions = [petgraph::Outgoing, petgraph::Incoming];
        directions
            .map(|way| self.inner.edges_directed(node, way).count())
            .iter()
            .sum()
    }
}

/// A relation with its two entities.
#[derive(Debug, Clone, Copy)]
pub struct Edge<'a> {
    /// Who or what it begins at.
    pub source: &'a Entity,
    /// The relation.
    pub relation: &'a Relation,
    /// Who or what it ends at.
    pub target: &'a Entity,
}

impl<'a> Edge<'a> {
    /// The value that most pieces of evidence give: a share, count or sum as written.
    pub fn value(&self) -> Option<&'a str> {
        self.relation.value()
    }

    /// The first sentence that says it.
    pub fn quote(&self) -> Option<&'a str> {
        self.relation.quote()
    }
}

//! The graph of this project as a [`Store`].
//!
//! - An entity is a node with the labels of its type, of that type's parent and `Entity`; a
//!   relation is a relationship whose type is written in capitals (`ADDRESSED_TO`). Neither's case
//!   matters to a query.
//! - Properties have the names of `graph.json`. What a document contributed and the evidence are
//!   lists of maps.
//! - Nodes are found by id, name, key, type and alias. The indexes of names and aliases are made
//!   when they are first asked for, all else takes one pass over the edges: what walks need of each is
//!   copied into tables of its own, for an edge with its evidence is large.

mod properties;
mod steps;

use self::properties::{NODE, Property, REL, by_key};
use self::steps::{Adjacency, Rels};
use super::store::{Names, NodeId, RelId, Step, Store, Symbol};
use super::value::Value;
use super::{Limits, Params, Prepared, Result, Rows};
use crate::graph::{Entity, Graph, Relation};
use crate::schema::EntityType;
use petgraph::graph::{EdgeIndex, NodeIndex};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A graph with what it takes to answer queries quickly.
#[derive(Debug)]
pub struct View<'g> {
    graph: &'g Graph,
    labels: Vec<String>,
    rel_types: Vec<String>,
    keys: Vec<String>,
    /// The properties of nodes and of relationships by key, where they have it.
    of_node: Vec<Option<Property<Entity>>>,
    of_rel: Vec<Option<Property<Relation>>>,
    /// The labels of each type of entity.
    labels_of: Vec<Vec<Symbol>>,
    /// The type of each node.
    kinds: Vec<EntityType>,
    rels: Rels,
    nodes_of: Vec<Vec<NodeId>>,
    rels_of: Vec<Vec<RelId>>,
    out: Adjacency,
    back: Adjacency,
    by_name: OnceLock<Index<'g>>,
    by_key: OnceLock<Index<'g>>,
    by_alias: OnceLock<Index<'g>>,
}

/// Nodes by a text.
type Index<'g> = FxHashMap<&'g str, Vec<NodeId>>;

/// The number of a name, ignoring case where that is allowed.
fn position(names: &[String], name: &str, any_case: bool) -> Option<Symbol> {
    let same = |known: &String| known == name || (any_case && known.eq_ignore_ascii_case(name));
    names.iter().position(same).map(|at| Symbol(at as u32))
}

impl<'g> View<'g> {
    /// A view of a graph.
    pub fn new(graph: &'g Graph) -> View<'g> {
        let ontology = graph.ontology();
        let mut labels: Vec<String> = Vec::new();
        let mut symbol = |name: &str| {
            position(&labels, name, false).unwrap_or_else(|| {
                labels.push(name.to_owned());
                Symbol(labels.len() as u32 - 1)
            })
        };
        let mut labels_of = Vec::new();
        for kind in ontology.entities() {
            let info = ontology.entity_info(kind);
            let names = [
                Some(info.name.as_str()),
                info.parent.as_deref(),
                Some("Entity"),
            ];
            let mut own: Vec<Symbol> = names.into_iter().flatten().map(&mut symbol).collect();
            own.dedup();
            labels_of.push(own);
        }
        let capitals = |kind| ontology.relation_info(kind).name.to_ascii_uppercase();
        let rel_types: Vec<String> = ontology.relations().map(capitals).collect();
        let mut keys: Vec<String> = Vec::new();
        for name in NODE.iter().map(|of| of.0).chain(REL.iter().map(|of| of.0)) {
            if !keys.iter().any(|known| known == name) {
                keys.push(name.to_owned());
            }
        }

        let mut nodes_of = vec![Vec::new(); labels.len()];
        for (at, entity) in graph.entities().enumerate() {
            for label in &labels_of[entity.kind().index()] {
                nodes_of[label.0 as usize].push(NodeId(at as u32));
            }
        }
        let rels = Rels::of(graph);
        let mut rels_of: Vec<Vec<RelId>> = vec![Vec::new(); rel_types.len()];
        for (at, kind) in rels.kinds.iter().enumerate() {
            rels_of[kind.0 as usize].push(RelId(at as u32));
        }
        let nodes = graph.entity_count();
        let (out, back) = rayon::join(
            // The relationships of a source stand in the order of their types.
            || rels.steps(nodes, 0, (0..rels.kinds.len() as u32).map(RelId)),
            // By type and then by relationship, so that each node's steps are in that order too.
            || rels.steps(nodes, 1, rels_of.iter().flatten().copied()),
        );
        View {
            graph,
            rel_types,
            of_node: by_key(&keys, &NODE),
            of_rel: by_key(&keys, &REL),
            keys,
            kinds: graph.entities().map(Entity::kind).collect(),
            rels,
            labels_of,
            nodes_of,
            out,
            back,
            rels_of,
            labels,
            by_name: OnceLock::new(),
            by_key: OnceLock::new(),
            by_alias: OnceLock::new(),
        }
    }

    /// The graph below.
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    fn entity(&self, node: NodeId) -> &'g Entity {
        self.graph.entity(NodeIndex::new(node.0 as usize))
    }

    fn relation(&self, rel: RelId) -> &'g Relation {
        &self.graph.petgraph()[EdgeIndex::new(rel.0 as usize)]
    }

    fn labels_of(&self, node: NodeId) -> &[Symbol] {
        &self.labels_of[self.kinds[node.0 as usize].index()]
    }

    fn index(&self, texts: impl Fn(&'g Entity) -> Vec<&'g str>) -> Index<'g> {
        let mut index = Index::default();
        for (at, entity) in self.graph.entities().enumerate() {
            for text in texts(entity) {
                index.entry(text).or_default().push(NodeId(at as u32));
            }
        }
        index
    }
}

impl Store for View<'_> {
    fn node_count(&self) -> u32 {
        self.graph.entity_count() as u32
    }

    fn rel_count(&self) -> u32 {
        self.graph.relation_count() as u32
    }

    fn label(&self, name: &str) -> Option<Symbol> {
        position(&self.labels, name, true)
    }

    fn rel_type(&self, name: &str) -> Option<Symbol> {
        position(&self.rel_types, name, true)
    }

    fn key(&self, name: &str) -> Option<Symbol> {
        position(&self.keys, name, false)
    }

    fn names(&self) -> Names<'_> {
        Names {
            labels: &self.labels,
            rel_types: &self.rel_types,
            keys: &self.keys,
        }
    }

    fn labels(&self, node: NodeId) -> &[Symbol] {
        self.labels_of(node)
    }

    fn type_of(&self, rel: RelId) -> Symbol {
        self.rels.kinds[rel.0 as usize]
    }

    fn ends(&self, rel: RelId) -> (NodeId, NodeId) {
        self.rels.ends[rel.0 as usize].into()
    }

    fn node_property(&self, node: NodeId, key: Symbol) -> Value<'_> {
        let found = self.of_node[key.0 as usize];
        found.map_or(Value::Null, |of| of(self.entity(node), self.graph))
    }

    fn rel_property(&self, rel: RelId, key: Symbol) -> Value<'_> {
        let found = self.of_rel[key.0 as usize];
        found.map_or(Value::Null, |of| of(self.relation(rel), self.graph))
    }

    fn node_keys(&self, node: NodeId) -> Vec<Symbol> {
        let there = NODE
            .iter()
            .filter(|of| !(of.1)(self.entity(node), self.graph).is_null());
        there.filter_map(|of| self.key(of.0)).collect()
    }

    fn rel_keys(&self, rel: RelId) -> Vec<Symbol> {
        let there = REL
            .iter()
            .filter(|of| !(of.1)(self.relation(rel), self.graph).is_null());
        there.filter_map(|of| self.key(of.0)).collect()
    }

    fn out_steps(&self, node: NodeId) -> &[Step] {
        self.out.of(node)
    }

    fn in_steps(&self, node: NodeId) -> &[Step] {
        self.back.of(node)
    }

    fn nodes_with_label(&self, label: Symbol) -> &[NodeId] {
        &self.nodes_of[label.0 as usize]
    }

    fn rels_of_type(&self, kind: Symbol) -> &[RelId] {
        &self.rels_of[kind.0 as usize]
    }

    fn nodes_by_text(&self, key: Symbol, text: &str) -> Option<Vec<NodeId>> {
        let index = match self.keys[key.0 as usize].as_str() {
            "id" => {
                let node = self.graph.node(text);
                return Some(
                    node.map(|node| NodeId(node.index() as u32))
                        .into_iter()
                        .collect(),
                );
            }
            // Only the type's own name, not that of a parent.
            "type" => {
                let kind = self.graph.ontology().entity(text);
                let nodes = kind.and_then(|kind| self.labels_of[kind.index()].first());
                return Some(
                    nodes.map_or(Vec::new(), |label| self.nodes_with_label(*label).to_vec()),
                );
            }
            "name" => self
                .by_name
                .get_or_init(|| self.index(|entity| vec![entity.name()])),
            "key" => self
                .by_key
                .get_or_init(|| self.index(|entity| entity.key().into_iter().collect())),
            "aliases" => self.by_alias.get_or_init(|| self.index(Entity::aliases)),
            _ => return None,
        };
        Some(index.get(text).cloned().unwrap_or_default())
    }
}

impl Graph {
    /// The answer to a query that reads, in openCypher.
    ///
    /// # Errors
    /// What is wrong with the query, and where.
    pub fn query(&self, text: &str) -> Result<Rows<'static>> {
        let view = View::new(self);
        let rows = Prepared::new(text)?.run(&view, &Params::new(), &Limits::default())?;
        Ok(rows.into_owned())
    }
}

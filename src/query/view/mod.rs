//! The graph of this project as a [`Store`].
//!
//! - An entity is a node with the labels of its type, of that type's parent and `Entity`; a
//!   relation is a relationship whose type is written in capitals (`ADDRESSED_TO`). Neither's case
//!   matters to a query.
//! - Properties have the names of `graph.json`. What a document contributed and the evidence are
//!   lists of maps.
//! - Nodes are found by id, name, key, type and alias. The indexes of names and aliases are made
//!   when they are first asked for, all else takes one pass over the edges.

use super::store::{Names, NodeId, RelId, Step, Store, Symbol};
use super::value::{Text, Value};
use super::{Limits, Params, Prepared, Result, Rows};
use crate::graph::{Appearance, Entity, Evidence, Graph, Relation, Shared};
use crate::text::CodeSpan;
use petgraph::graph::{EdgeIndex, NodeIndex};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// A graph with what it takes to answer queries quickly.
#[derive(Debug)]
pub struct View<'g> {
    graph: &'g Graph,
    labels: Vec<String>,
    rel_types: Vec<String>,
    keys: Vec<String>,
    /// The labels of each type of entity.
    labels_of: Vec<Vec<Symbol>>,
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

/// The steps of all nodes, one node's after another's.
#[derive(Debug)]
struct Adjacency {
    /// Where each node's steps begin, and where the last one's end.
    starts: Vec<u32>,
    steps: Vec<Step>,
}

impl Adjacency {
    /// Steps from the first node of each pair, in the order of the pairs.
    fn new(nodes: usize, pairs: impl Iterator<Item = (NodeId, Step)> + Clone) -> Adjacency {
        let mut starts = vec![0; nodes + 1];
        for (node, _) in pairs.clone() {
            starts[node.0 as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let nothing = Step {
            rel: RelId(0),
            node: NodeId(0),
            kind: Symbol(0),
        };
        let mut steps = vec![nothing; starts[nodes] as usize];
        let mut next = starts.clone();
        for (node, step) in pairs {
            let at = &mut next[node.0 as usize];
            steps[*at as usize] = step;
            *at += 1;
        }
        Adjacency { starts, steps }
    }

    fn of(&self, node: NodeId) -> &[Step] {
        let at = node.0 as usize;
        &self.steps[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

/// A property of nodes.
type OfNode = (&'static str, for<'g> fn(&'g Entity, &'g Graph) -> Value<'g>);

/// A property of relationships.
type OfRel = (
    &'static str,
    for<'g> fn(&'g Relation, &'g Graph) -> Value<'g>,
);

/// The properties of nodes, in the order in which they are shown.
const NODE: [OfNode; 11] = [
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
    ("appearances", |entity, _| {
        Value::list(
            entity
                .appearances()
                .iter()
                .map(|(document, found)| appearance(document, found)),
        )
    }),
];

/// The properties of relationships, in the order in which they are shown.
const REL: [OfRel; 17] = [
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
    ("evidence", |relation, _| {
        Value::list(relation.evidence().map(evidence))
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

fn appearance<'g>(document: &'g Shared, found: &'g Appearance) -> Value<'g> {
    map([
        ("document", text(document)),
        ("names", list(found.names.iter().map(String::as_str))),
        ("mentions", Value::Integer(found.mentions.into())),
        ("aliases", list(found.aliases.iter().map(String::as_str))),
        (
            "countries",
            list(found.countries.keys().map(String::as_str)),
        ),
    ])
}

fn evidence(found: &Evidence) -> Value<'_> {
    map([
        ("document", text(&found.document)),
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
    ])
}

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
        let edges = graph.petgraph().raw_edges();
        let mut rels_of: Vec<Vec<RelId>> = vec![Vec::new(); rel_types.len()];
        for (at, edge) in edges.iter().enumerate() {
            rels_of[edge.weight.kind().index()].push(RelId(at as u32));
        }
        // By type and then by relationship, so that each node's steps are in that order too.
        let sorted = rels_of.iter().enumerate().flat_map(|(kind, rels)| {
            rels.iter().map(move |rel| {
                let edge = &edges[rel.0 as usize];
                let ends = [edge.source(), edge.target()].map(|end| NodeId(end.index() as u32));
                (Symbol(kind as u32), *rel, ends)
            })
        });
        let nodes = graph.entity_count();
        let steps = |from: usize| {
            sorted.clone().map(move |(kind, rel, ends)| {
                (
                    ends[from],
                    Step {
                        rel,
                        node: ends[1 - from],
                        kind,
                    },
                )
            })
        };
        let (out, back) = (
            Adjacency::new(nodes, steps(0)),
            Adjacency::new(nodes, steps(1)),
        );
        View {
            graph,
            rel_types,
            keys,
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
        &self.labels_of[self.entity(node).kind().index()]
    }

    fn type_of(&self, rel: RelId) -> Symbol {
        Symbol(self.relation(rel).kind().index() as u32)
    }

    fn ends(&self, rel: RelId) -> (NodeId, NodeId) {
        let edge = &self.graph.petgraph().raw_edges()[rel.0 as usize];
        (
            NodeId(edge.source().index() as u32),
            NodeId(edge.target().index() as u32),
        )
    }

    fn node_property(&self, node: NodeId, key: Symbol) -> Value<'_> {
        let name = self.keys[key.0 as usize].as_str();
        let found = NODE.iter().find(|of| of.0 == name);
        found.map_or(Value::Null, |of| (of.1)(self.entity(node), self.graph))
    }

    fn rel_property(&self, rel: RelId, key: Symbol) -> Value<'_> {
        let name = self.keys[key.0 as usize].as_str();
        let found = REL.iter().find(|of| of.0 == name);
        found.map_or(Value::Null, |of| (of.1)(self.relation(rel), self.graph))
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

//! A property graph that holds whatever a scenario creates, and the store that the engine asks.

use demarche::query::{Names, NodeId, RelId, Step, Store, Symbol, Value};
use std::collections::BTreeMap;

/// Values by name.
pub type Properties = BTreeMap<String, Value<'static>>;

/// What a scenario created.
#[derive(Default)]
pub struct Graph {
    names: [Vec<String>; 3],
    nodes: Vec<Node>,
    rels: Vec<Rel>,
    out_steps: Vec<Vec<Step>>,
    in_steps: Vec<Vec<Step>>,
    by_label: Vec<Vec<NodeId>>,
    by_type: Vec<Vec<RelId>>,
}

struct Node {
    labels: Vec<Symbol>,
    properties: Vec<(Symbol, Value<'static>)>,
}

struct Rel {
    kind: Symbol,
    ends: (NodeId, NodeId),
    properties: Vec<(Symbol, Value<'static>)>,
}

const LABELS: usize = 0;
const TYPES: usize = 1;
const KEYS: usize = 2;

impl Graph {
    /// A new node.
    pub fn add_node(&mut self, labels: &[String], properties: Properties) -> NodeId {
        let mut labels: Vec<Symbol> = labels
            .iter()
            .map(|label| self.symbol(LABELS, label))
            .collect();
        labels.sort_unstable();
        labels.dedup();
        let properties = self.properties(properties);
        self.nodes.push(Node { labels, properties });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// A new relationship.
    pub fn add_rel(&mut self, kind: &str, ends: (NodeId, NodeId), properties: Properties) -> RelId {
        let kind = self.symbol(TYPES, kind);
        let properties = self.properties(properties);
        self.rels.push(Rel {
            kind,
            ends,
            properties,
        });
        RelId(self.rels.len() as u32 - 1)
    }

    /// Takes relationships away; those behind them move up.
    pub fn remove_rels(&mut self, removed: &[RelId]) {
        let mut at = 0;
        self.rels.retain(|_| {
            at += 1;
            !removed.contains(&RelId(at - 1))
        });
    }

    /// Makes the indexes anew; to be called before the graph is asked.
    pub fn index(&mut self) {
        self.out_steps = vec![Vec::new(); self.nodes.len()];
        self.in_steps = vec![Vec::new(); self.nodes.len()];
        self.by_label = vec![Vec::new(); self.names[LABELS].len()];
        self.by_type = vec![Vec::new(); self.names[TYPES].len()];
        for (at, node) in self.nodes.iter().enumerate() {
            for label in &node.labels {
                self.by_label[label.0 as usize].push(NodeId(at as u32));
            }
        }
        for (at, found) in self.rels.iter().enumerate() {
            let (rel, kind) = (RelId(at as u32), found.kind);
            self.out_steps[found.ends.0.0 as usize].push(Step {
                rel,
                node: found.ends.1,
                kind,
            });
            self.in_steps[found.ends.1.0 as usize].push(Step {
                rel,
                node: found.ends.0,
                kind,
            });
            self.by_type[kind.0 as usize].push(rel);
        }
        for steps in self.out_steps.iter_mut().chain(&mut self.in_steps) {
            steps.sort_by_key(|step| (step.kind, step.rel));
        }
    }

    fn symbol(&mut self, kind: usize, name: &str) -> Symbol {
        let names = &mut self.names[kind];
        let at = names
            .iter()
            .position(|known| known == name)
            .unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
        Symbol(at as u32)
    }

    fn properties(&mut self, properties: Properties) -> Vec<(Symbol, Value<'static>)> {
        let present = properties
            .into_iter()
            .filter(|(_, value)| !matches!(value, Value::Null));
        present
            .map(|(key, value)| (self.symbol(KEYS, &key), value))
            .collect()
    }

    fn find(&self, kind: usize, name: &str) -> Option<Symbol> {
        self.names[kind]
            .iter()
            .position(|known| known == name)
            .map(|at| Symbol(at as u32))
    }
}

fn property<'g>(properties: &'g [(Symbol, Value<'static>)], key: Symbol) -> Value<'g> {
    properties
        .iter()
        .find(|(known, _)| *known == key)
        .map_or(Value::Null, |(_, value)| value.clone())
}

impl Store for Graph {
    fn node_count(&self) -> u32 {
        self.nodes.len() as u32
    }

    fn rel_count(&self) -> u32 {
        self.rels.len() as u32
    }

    fn label(&self, name: &str) -> Option<Symbol> {
        self.find(LABELS, name)
    }

    fn rel_type(&self, name: &str) -> Option<Symbol> {
        self.find(TYPES, name)
    }

    fn key(&self, name: &str) -> Option<Symbol> {
        self.find(KEYS, name)
    }

    fn names(&self) -> Names<'_> {
        let [labels, rel_types, keys] = &self.names;
        Names {
            labels,
            rel_types,
            keys,
        }
    }

    fn labels(&self, node: NodeId) -> &[Symbol] {
        &self.nodes[node.0 as usize].labels
    }

    fn type_of(&self, rel: RelId) -> Symbol {
        self.rels[rel.0 as usize].kind
    }

    fn ends(&self, rel: RelId) -> (NodeId, NodeId) {
        self.rels[rel.0 as usize].ends
    }

    fn node_property(&self, node: NodeId, key: Symbol) -> Value<'_> {
        property(&self.nodes[node.0 as usize].properties, key)
    }

    fn rel_property(&self, rel: RelId, key: Symbol) -> Value<'_> {
        property(&self.rels[rel.0 as usize].properties, key)
    }

    fn node_keys(&self, node: NodeId) -> Vec<Symbol> {
        self.nodes[node.0 as usize]
            .properties
            .iter()
            .map(|(key, _)| *key)
            .collect()
    }

    fn rel_keys(&self, rel: RelId) -> Vec<Symbol> {
        self.rels[rel.0 as usize]
            .properties
            .iter()
            .map(|(key, _)| *key)
            .collect()
    }

    fn out_steps(&self, node: NodeId) -> &[Step] {
        &self.out_steps[node.0 as usize]
    }

    fn in_steps(&self, node: NodeId) -> &[Step] {
        &self.in_steps[node.0 as usize]
    }

    fn nodes_with_label(&self, label: Symbol) -> &[NodeId] {
        &self.by_label[label.0 as usize]
    }

    fn rels_of_type(&self, kind: Symbol) -> &[RelId] {
        &self.by_type[kind.0 as usize]
    }

    /// There is an index on `name`, so that the engine's use of one is tried too.
    fn nodes_by_text(&self, key: Symbol, text: &str) -> Option<Vec<NodeId>> {
        if self.names[KEYS][key.0 as usize] != "name" {
            return None;
        }
        let nodes = (0..self.node_count()).map(NodeId);
        let has = |node: &NodeId| matches!(self.node_property(*node, key), Value::String(found) if &*found == text);
        Some(nodes.filter(has).collect())
    }
}

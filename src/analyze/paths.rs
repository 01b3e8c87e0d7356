//! How two entities are joined: the shortest paths between them, with the edges along each.
//!
//! A breadth-first search over all relations of the graph. Of paths of one length, the one that most
//! pieces of evidence affirm comes first.

use crate::graph::Graph;
use crate::schema::{Modality, Polarity};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which paths are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whether relations are followed only from source to target (those without direction both ways).
    pub directed: bool,
    /// The greatest number of steps.
    pub max_length: usize,
    /// The greatest number of paths.
    pub limit: usize,
}

impl Default for Options {
    /// One path of any length, relations followed either way.
    fn default() -> Options {
        Options {
            directed: false,
            max_length: usize::MAX,
            limit: 1,
        }
    }
}

/// A way through the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The entities along it, one more than steps.
    pub nodes: Vec<NodeIndex>,
    /// For each step all the edges that make it, the best supported first: affirmed before denied,
    /// actual before planned, then by pieces of evidence.
    pub steps: Vec<Vec<EdgeIndex>>,
}

/// The shortest paths from one of some nodes to one of others; none where nothing joins them.
///
/// ```
/// use demarche::analyze::paths::{Options, shortest_paths};
/// # use demarche::{graph::Assembly, pipeline::Pipeline, schema::Schema, text::Article};
/// # let schema = Schema::built_in();
/// # let text = "France signed the Lake Accord with Poland.";
/// # let record = Pipeline::new(schema).extract(Article::new("accord", text)).record;
/// # let mut assembly = Assembly::new(schema.ontology.clone());
/// # assembly.add_record(&record).unwrap();
/// # let graph = assembly.finish();
/// let (france, poland) = (graph.find("France"), graph.find("Poland"));
/// let paths = shortest_paths(&graph, &france, &poland, &Options::default());
/// let names: Vec<&str> = paths[0].nodes.iter().map(|&node| graph.entity(node).name()).collect();
/// assert_eq!(names, ["France", "Lake Accord", "Poland"]);
/// assert_eq!(graph.edge(paths[0].steps[0][0]).quote(), Some(text));
/// ```
pub fn shortest_paths(
    graph: &Graph,
    from: &[NodeIndex],
    to: &[NodeIndex],
    options: &Options,
) -> Vec<Path> {
    let mut search = Search {
        graph,
        directed: options.directed,
        reached: from
            .iter()
            .map(|&node| (node, Reached::default()))
            .collect(),
    };
    let mut last: Vec<NodeIndex> = search.reached.keys().copied().collect();
    let mut length = 0;
    let met = |nodes: &[NodeIndex]| nodes.iter().any(|node| to.contains(node));
    while !met(&last) && !last.is_empty() && length < options.max_length {
        length += 1;
        last = search.step(&last, length);
    }
    let mut ends: Vec<NodeIndex> = last.into_iter().filter(|node| to.contains(node)).collect();
    ends.sort_by_key(|&end| (Reverse(search.reached[&end].support), end));
    let mut paths = Vec::new();
    for end in ends {
        search.collect(end, options.limit, &mut paths);
    }
    paths
}

/// How a node was reached.
#[derive(Default)]
struct Reached {
    length: usize,
    /// The pieces of evidence along the best supported of the shortest paths to it.
    support: usize,
    /// The nodes before it, by the support of the path through each, greatest first.
    before: Vec<NodeIndex>,
}

struct Search<'g> {
    graph: &'g Graph,
    directed: bool,
    reached: BTreeMap<NodeIndex, Reached>,
}

impl Search<'_> {
    /// Goes one step on from the nodes reached last; the nodes reached now, in order.
    fn step(&mut self, last: &[NodeIndex], length: usize) -> Vec<NodeIndex> {
        let mut now: BTreeMap<NodeIndex, BTreeMap<NodeIndex, usize>> = BTreeMap::new();
        for &node in last {
            let so_far = self.reached[&node].support;
            for (edge, end) in self.edges(node) {
                if !self.reached.contains_key(&end) {
                    let before = now.entry(end).or_default().entry(node).or_insert(so_far);
                    *before += self.support(edge);
                }
            }
        }
        for (&node, before) in &now {
            let mut ranked: Vec<NodeIndex> = before.keys().copied().collect();
            ranked.sort_by_key(|node| (Reverse(before[node]), *node));
            let reached = Reached {
                length,
                support: before[&ranked[0]],
                before: ranked,
            };
            self.reached.insert(node, reached);
        }
        now.into_keys().collect()
    }

    /// The edges that lead on from a node, with where they lead.
    fn edges(&self, node: NodeIndex) -> impl Iterator<Item = (EdgeIndex, NodeIndex)> {
        let inner = self.graph.petgraph();
        let out = inner.edges_directed(node, petgraph::Outgoing);
        let back = inner
            .edges_directed(node, petgraph::Incoming)
            .filter(|edge| {
                let info = self.graph.ontology().relation_info(edge.weight().kind());
                !self.directed || info.symmetric
            });
        let out = out.map(|edge| (edge.id(), edge.target()));
        out.chain(back.map(|edge| (edge.id(), edge.source())))
    }

    fn support(&self, edge: EdgeIndex) -> usize {
        let relation = self.graph.edge(edge).relation;
        match relation.polarity() {
            Polarity::Positive => relation.weight(),
            Polarity::Negative => 0,
        }
    }

    /// Adds the paths that end at a node, the best supported first.
    fn collect(&self, end: NodeIndex, limit: usize, paths: &mut Vec<Path>) {
        // The path so far, from its end, and which of the nodes before each is next.
        let mut tail = vec![(end, 0)];
        while let Some((node, next)) = tail.last_mut() {
            let reached = &self.reached[node];
            if paths.len() >= limit {
                return;
            }
            if let Some(&before) = reached.before.get(*next) {
                *next += 1;
                tail.push((before, 0));
                continue;
            }
            if reached.length == 0 {
                let nodes: Vec<NodeIndex> = tail.iter().rev().map(|(node, _)| *node).collect();
                let steps = nodes.windows(2).map(|pair| self.joining(pair[0], pair[1]));
                let steps = steps.collect();
                paths.push(Path { nodes, steps });
            }
            tail.pop();
        }
    }

    /// The edges that lead from one node to the next, the best supported first.
    fn joining(&self, from: NodeIndex, to: NodeIndex) -> Vec<EdgeIndex> {
        let joining = self.edges(from).filter(|&(_, end)| end == to);
        let mut edges: Vec<EdgeIndex> = joining.map(|(edge, _)| edge).collect();
        edges.sort_by_key(|&edge| {
            let relation = self.graph.edge(edge).relation;
            let planned = relation.modality() != Modality::Actual;
            (
                relation.polarity(),
                planned,
                Reverse(relation.weight()),
                edge,
            )
        });
        edges
    }
}

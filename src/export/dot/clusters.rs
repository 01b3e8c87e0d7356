//! What a drawing puts into one box: the entities of a type, or a country with those that belong
//! to it.

use super::super::Clusters;
use super::super::attributes::drawn_name;
use crate::graph::Graph;
use crate::schema::{Modality, Polarity};
use petgraph::graph::NodeIndex;
use std::collections::BTreeMap;

/// A box with its title and colour.
pub(super) struct Box<'a> {
    pub(super) title: &'a str,
    pub(super) color: &'a str,
    pub(super) nodes: Vec<NodeIndex>,
}

/// The boxes in the order of what they stand for, and the nodes that are in none.
pub(super) fn boxes(graph: &Graph, clusters: Option<Clusters>) -> (Vec<Box<'_>>, Vec<NodeIndex>) {
    let ontology = graph.ontology();
    let nodes = graph.petgraph().node_indices();
    let mut loose = Vec::new();
    let mut boxes = Vec::new();
    match clusters {
        None => loose.extend(nodes),
        Some(Clusters::Type) => {
            let mut types: BTreeMap<_, Vec<NodeIndex>> = BTreeMap::new();
            for node in nodes {
                types
                    .entry(graph.entity(node).kind())
                    .or_default()
                    .push(node);
            }
            for (kind, nodes) in types {
                let info = ontology.entity_info(kind);
                let (title, color) = (info.name.as_str(), info.color.as_str());
                boxes.push(Box {
                    title,
                    color,
                    nodes,
                });
            }
        }
        Some(Clusters::Country) => {
            let mut members: BTreeMap<NodeIndex, Vec<NodeIndex>> = BTreeMap::new();
            for (node, home) in nodes.zip(homes(graph)) {
                match home {
                    Some(home) => members.entry(home).or_default().push(node),
                    None => loose.push(node),
                }
            }
            for (home, nodes) in members {
                // A country alone needs no box.
                if nodes.len() == 1 {
                    loose.extend(nodes);
                    continue;
                }
                let country = graph.entity(home);
                let title = drawn_name(country);
                let color = ontology.entity_info(country.kind()).color.as_str();
                boxes.push(Box {
                    title,
                    color,
                    nodes,
                });
            }
            loose.sort_unstable();
        }
    }
    (boxes, loose)
}

/// The relations by which something belongs to a country.
const BELONGS: [&str; 3] = ["represents", "located_in", "member_of"];

/// How many such relations may lie between something and its country.
const STEPS: usize = 3;

/// The country of each node, if texts say to which it belongs: that of most evidence, the first
/// among equals.
fn homes(graph: &Graph) -> Vec<Option<NodeIndex>> {
    let ontology = graph.ontology();
    let is_country = |node: NodeIndex| ontology.is_a(graph.entity(node).kind(), "Country");
    let nodes = graph.petgraph().node_indices();
    let mut homes: Vec<Option<NodeIndex>> =
        nodes.map(|node| is_country(node).then_some(node)).collect();
    for _ in 0..STEPS {
        let mut votes: BTreeMap<(NodeIndex, NodeIndex), usize> = BTreeMap::new();
        for edge in graph.petgraph().raw_edges() {
            let relation = &edge.weight;
            let belongs = BELONGS.contains(&ontology.relation_info(relation.kind()).name.as_str())
                && relation.polarity() == Polarity::Positive
                && relation.modality() == Modality::Actual;
            let (member, group) = (edge.source(), edge.target());
            if belongs
                && homes[member.index()].is_none()
                && let Some(home) = homes[group.index()]
            {
                *votes.entry((member, home)).or_default() += relation.weight();
            }
        }
        let mut best: BTreeMap<NodeIndex, (usize, NodeIndex)> = BTreeMap::new();
        for ((member, home), weight) in votes {
            let known = best.entry(member).or_insert((weight, home));
            if weight > known.0 {
                *known = (weight, home);
            }
        }
        for (member, (_, home)) in best {
            homes[member.index()] = Some(home);
        }
    }
    homes
}

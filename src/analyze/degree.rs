//! How many relations an entity has.

use crate::graph::Graph;
use petgraph::visit::EdgeRef;

/// The relations of one entity, counted. One without direction counts as coming in and going out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Degree {
    /// All; one from the entity to itself counts twice.
    pub total: usize,
    /// Those that end at it.
    pub incoming: usize,
    /// Those that begin at it.
    pub outgoing: usize,
    /// The pieces of evidence of all: the weighted degree.
    pub evidence: usize,
}

/// The degrees of all entities, by node.
pub fn degrees(graph: &Graph) -> Vec<Degree> {
    let mut degrees = vec![Degree::default(); graph.entity_count()];
    for edge in graph.petgraph().edge_references() {
        let info = graph.ontology().relation_info(edge.weight().kind());
        for (node, out) in [(edge.source(), true), (edge.target(), false)] {
            let degree = &mut degrees[node.index()];
            degree.total += 1;
            degree.evidence += edge.weight().weight();
            degree.outgoing += usize::from(out || info.symmetric);
            degree.incoming += usize::from(!out || info.symmetric);
        }
    }
    degrees
}

//! What hangs together at all: connected components.

use super::{Network, by_size};
use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;
use petgraph::unionfind::UnionFind;

/// For each node the number of its weakly connected component: two nodes are in one when arcs join
/// them, whatever their direction. The largest is 0.
pub fn weak(network: &Network) -> Vec<u32> {
    let mut union: UnionFind<u32> = UnionFind::new(network.len());
    for node in 0..network.len() {
        for &end in network.ends(node) {
            union.union(node as u32, end);
        }
    }
    by_size(&union.into_labeling())
}

/// For each node the number of its strongly connected component: two nodes are in one when arcs lead
/// from each to the other. The largest is 0.
pub fn strong(network: &Network) -> Vec<u32> {
    let arcs = (0..network.len()).flat_map(|node| {
        network
            .ends(node)
            .iter()
            .map(move |&end| (node as u32, end))
    });
    let mut graph: DiGraph<(), ()> = DiGraph::from_edges(arcs);
    while graph.node_count() < network.len() {
        graph.add_node(());
    }
    let mut groups = vec![0; network.len()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for member in members {
            groups[member.index()] = number as u32;
        }
    }
    by_size(&groups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_is_first() {
        let arcs = [(0, 1), (2, 3), (3, 4), (4, 2), (4, 5)];
        let network = Network::new(7, arcs.map(|(a, b)| (a, b, 1.0)).to_vec());
        assert_eq!(weak(&network), [1, 1, 0, 0, 0, 0, 2]);
        assert_eq!(strong(&network), [1, 2, 0, 0, 0, 3, 4]);
        assert!(weak(&Network::new(0, Vec::new())).is_empty());
    }
}

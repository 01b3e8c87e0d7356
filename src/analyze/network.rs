//! Who is joined to whom, how strongly: the graph without types and evidence, in three arrays.

use crate::graph::Graph;
use petgraph::visit::EdgeRef;

/// Arcs between nodes that are dense from zero, at most one from a node to another and none to
/// itself; those of a node stand in the order of the other ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Where the arcs of each node begin; one more than there are nodes.
    starts: Vec<usize>,
    ends: Vec<u32>,
    weights: Vec<f64>,
}

impl Network {
    /// The relations with their direction. An arc weighs as much as there are pieces of evidence.
    pub fn directed(graph: &Graph) -> Network {
        let ontology = graph.ontology();
        let symmetric = |kind| ontology.relation_info(kind).symmetric;
        Network::of(graph, symmetric)
    }

    /// The relations without direction: each leads both ways.
    pub fn undirected(graph: &Graph) -> Network {
        Network::of(graph, |_| true)
    }

    fn of(graph: &Graph, both_ways: impl Fn(crate::schema::RelationType) -> bool) -> Network {
        let inner = graph.petgraph();
        let mut arcs = Vec::with_capacity(inner.edge_count());
        for edge in inner.edge_references() {
            let (from, to) = (edge.source().index() as u32, edge.target().index() as u32);
            let weight = edge.weight().weight() as f64;
            arcs.push((from, to, weight));
            if both_ways(edge.weight().kind()) {
                arcs.push((to, from, weight));
            }
        }
        Network::new(inner.node_count(), arcs)
    }

    /// So many nodes with these arcs: from, to, weight. Those between the same two become one.
    pub fn new(nodes: usize, mut arcs: Vec<(u32, u32, f64)>) -> Network {
        arcs.retain(|(from, to, _)| from != to);
        // A stable sort: weights are added in the order in which they came.
        arcs.sort_by_key(|&(from, to, _)| (from, to));
        arcs.dedup_by(|later, first| {
            let same = (later.0, later.1) == (first.0, first.1);
            if same {
                first.2 += later.2;
            }
            same
        });
        let mut starts = vec![0; nodes + 1];
        for &(from, _, _) in &arcs {
            starts[from as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        Network {
            starts,
            ends: arcs.iter().map(|arc| arc.1).collect(),
            weights: arcs.iter().map(|arc| arc.2).collect(),
        }
    }

    /// The same with every arc turned round.
    pub fn reversed(&self) -> Network {
        let arcs = (0..self.len()).flat_map(|node| {
            let arcs = self.arcs(node);
            arcs.map(move |(end, weight)| (end as u32, node as u32, weight))
        });
        Network::new(self.len(), arcs.collect())
    }

    /// How many nodes.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether it has no node.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The nodes that the arcs of a node lead to, ascending.
    pub fn ends(&self, node: usize) -> &[u32] {
        &self.ends[self.starts[node]..self.starts[node + 1]]
    }

    /// The arcs of a node: where they lead, and their weight.
    pub fn arcs(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let range = self.starts[node]..self.starts[node + 1];
        let weights = self.weights[range.clone()].iter().copied();
        self.ends[range]
            .iter()
            .map(|&end| end as usize)
            .zip(weights)
    }

    /// The weight of all arcs of a node.
    pub fn strength(&self, node: usize) -> f64 {
        let range = self.starts[node]..self.starts[node + 1];
        self.weights[range].iter().sum()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Nodes joined both ways with weight 1.
    pub fn joined(nodes: usize, pairs: &[(u32, u32)]) -> Network {
        let both = pairs.iter().flat_map(|&(a, b)| [(a, b, 1.0), (b, a, 1.0)]);
        Network::new(nodes, both.collect())
    }

    /// Zachary's karate club (1977): 34 members, 78 friendships.
    pub fn karate() -> Network {
        const FRIENDS: [&[u32]; 34] = [
            &[1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31],
            &[2, 3, 7, 13, 17, 19, 21, 30],
            &[3, 7, 8, 9, 13, 27, 28, 32],
            &[7, 12, 13],
            &[6, 10],
            &[6, 10, 16],
            &[16],
            &[],
            &[30, 32, 33],
            &[33],
            &[],
            &[],
            &[],
            &[33],
            &[32, 33],
            &[32, 33],
            &[],
            &[],
            &[32, 33],
            &[33],
            &[32, 33],
            &[],
            &[32, 33],
            &[25, 27, 29, 32, 33],
            &[25, 27, 31],
            &[31],
            &[29, 33],
            &[33],
            &[31, 33],
            &[32, 33],
            &[32, 33],
            &[32, 33],
            &[33],
            &[],
        ];
        let pairs = FRIENDS.iter().enumerate();
        let pairs = pairs.flat_map(|(a, friends)| friends.iter().map(move |&b| (a as u32, b)));
        joined(34, &pairs.collect::<Vec<_>>())
    }

    #[test]
    fn arcs_between_the_same_two_are_one() {
        let network = Network::new(3, vec![(2, 0, 1.0), (0, 1, 2.0), (2, 0, 3.0), (1, 1, 9.0)]);
        assert_eq!(network.arcs(2).collect::<Vec<_>>(), [(0, 4.0)]);
        assert_eq!(network.ends(1), [] as [u32; 0]);
        assert_eq!(network.reversed().arcs(0).collect::<Vec<_>>(), [(2, 4.0)]);
        assert_eq!(network.reversed().reversed(), network);
        assert_eq!(karate().ends.len(), 2 * 78);
    }
}

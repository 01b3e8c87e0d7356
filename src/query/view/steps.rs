//! The relationships as walks need them.

use super::super::store::{NodeId, RelId, Step, Symbol};
use crate::graph::Graph;
use petgraph::graph::NodeIndex;
use rayon::prelude::*;

/// What walks need of the relationships.
#[derive(Debug, Default)]
pub(super) struct Rels {
    /// Source and target.
    pub(super) ends: Vec<[NodeId; 2]>,
    pub(super) kinds: Vec<Symbol>,
}

impl Rels {
    pub(super) fn of(graph: &Graph) -> Rels {
        let edges = graph.petgraph().raw_edges();
        let node = |index: NodeIndex| NodeId(index.index() as u32);
        let (ends, kinds) = edges
            .par_iter()
            .with_min_len(1 << 14)
            .map(|edge| {
                let ends = [node(edge.source()), node(edge.target())];
                (ends, Symbol(edge.weight.kind().index() as u32))
            })
            .unzip();
        Rels { ends, kinds }
    }

    /// The steps from one end of some relationships to the other, in their order.
    pub(super) fn steps(
        &self,
        nodes: usize,
        from: usize,
        rels: impl Iterator<Item = RelId> + Clone,
    ) -> Adjacency {
        Adjacency::new(
            nodes,
            rels.map(|rel| {
                let ends = self.ends[rel.0 as usize];
                let step = Step {
                    rel,
                    node: ends[1 - from],
                    kind: self.kinds[rel.0 as usize],
                };
                (ends[from], step)
            }),
        )
    }
}

/// The steps of all nodes, one node's after another's.
#[derive(Debug)]
pub(super) struct Adjacency {
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

    pub(super) fn of(&self, node: NodeId) -> &[Step] {
        let at = node.0 as usize;
        &self.steps[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

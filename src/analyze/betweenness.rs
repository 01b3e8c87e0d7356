//! Who stands between the others: betweenness centrality.
//!
//! The algorithm of Ulrik Brandes, *A faster algorithm for betweenness centrality*, Journal of
//! Mathematical Sociology 25 (2001): a breadth-first search from every node, and a way back that
//! adds up on how many of the shortest paths each node lies. Time is nodes × arcs. For graphs
//! where that is too long, paths from some of the nodes only are an estimate (Brandes & Pich,
//! *Centrality estimation in large networks*, 2007).

use super::Network;
use rayon::prelude::*;
use std::collections::VecDeque;

/// So many searches make one sum, so many sums are made at a time. Both are fixed: sums of
/// floating-point numbers depend on their order, which must not depend on the threads.
const CHUNK: usize = 64;
const BATCH: usize = 16;

/// For each node, on what share of the shortest paths between any two others it lies: 0 to 1.
///
/// With `pivots`, only paths that begin at so many nodes, evenly spaced, are followed, and the result is
/// an estimate.
pub fn betweenness(network: &Network, pivots: Option<usize>) -> Vec<f64> {
    let nodes = network.len();
    if nodes < 3 {
        return vec![0.0; nodes];
    }
    let count = pivots.unwrap_or(nodes).clamp(1, nodes);
    let sources: Vec<usize> = (0..count).map(|index| index * nodes / count).collect();
    let mut scores = vec![0.0; nodes];
    for batch in sources.chunks(CHUNK * BATCH) {
        let sums: Vec<Vec<f64>> = batch
            .par_chunks(CHUNK)
            .map(|chunk| {
                let mut sum = vec![0.0; nodes];
                let mut search = Search::new(nodes);
                for &source in chunk {
                    search.run(network, source, &mut sum);
                }
                sum
            })
            .collect();
        for sum in sums {
            scores
                .iter_mut()
                .zip(sum)
                .for_each(|(score, part)| *score += part);
        }
    }
    let pairs = (nodes - 1) as f64 * (nodes - 2) as f64;
    let scale = nodes as f64 / count as f64 / pairs;
    scores.iter_mut().for_each(|score| *score *= scale);
    scores
}

/// Room for a search, used again for the next.
struct Search {
    distance: Vec<u32>,
    /// How many shortest paths lead to a node. As many as a graph may have fit no integer.
    paths: Vec<f64>,
    dependency: Vec<f64>,
    order: Vec<usize>,
    queue: VecDeque<usize>,
}

const UNSEEN: u32 = u32::MAX;

impl Search {
    fn new(nodes: usize) -> Search {
        Search {
            distance: vec![UNSEEN; nodes],
            paths: vec![0.0; nodes],
            dependency: vec![0.0; nodes],
            order: Vec::new(),
            queue: VecDeque::new(),
        }
    }

    /// Adds to each node what it contributes to the paths that begin at a source.
    fn run(&mut self, network: &Network, source: usize, sum: &mut [f64]) {
        self.distance[source] = 0;
        self.paths[source] = 1.0;
        self.queue.push_back(source);
        while let Some(node) = self.queue.pop_front() {
            self.order.push(node);
            let next = self.distance[node] + 1;
            for &end in network.ends(node) {
                let end = end as usize;
                if self.distance[end] == UNSEEN {
                    self.distance[end] = next;
                    self.queue.push_back(end);
                }
                if self.distance[end] == next {
                    self.paths[end] += self.paths[node];
                }
            }
        }
        for &node in self.order.iter().rev() {
            let next = self.distance[node] + 1;
            let mut dependency = 0.0;
            for &end in network.ends(node) {
                let end = end as usize;
                if self.distance[end] == next {
                    dependency += self.paths[node] / self.paths[end] * (1.0 + self.dependency[end]);
                }
            }
            self.dependency[node] = dependency;
            if node != source {
                sum[node] += dependency;
            }
        }
        for node in self.order.drain(..) {
            self.distance[node] = UNSEEN;
            self.paths[node] = 0.0;
            self.dependency[node] = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::network::tests::{joined, karate};
    use super::*;

    #[test]
    fn who_stands_in_the_middle_of_a_line() {
        let line = joined(5, &[(0, 1), (1, 2), (2, 3), (3, 4)]);
        let scores = betweenness(&line, None);
        assert_eq!(scores, [0.0, 0.5, 4.0 / 6.0, 0.5, 0.0]);
    }

    #[test]
    fn the_karate_club_has_the_published_scores() {
        let scores = betweenness(&karate(), None);
        // Of Brandes 2001 as NetworkX computes it: the instructor, the officer, the third.
        for (node, known) in [(0, 0.437_635_28), (33, 0.304_074_98), (2, 0.143_656_81)] {
            assert!(
                (scores[node] - known).abs() < 1e-8,
                "{node}: {}",
                scores[node]
            );
        }
    }

    #[test]
    fn any_number_of_threads_gives_the_same_bytes() {
        let arcs = (0..2000u32).flat_map(|n| [(n, n * 7 % 1999, 1.0), (n, n * n % 1997, 1.0)]);
        let network = Network::new(2000, arcs.collect());
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            pool.build()
                .expect("threads")
                .install(|| betweenness(&network, Some(300)))
        };
        assert_eq!(with(1), with(5));
    }

    #[test]
    fn all_nodes_as_pivots_are_no_estimate() {
        assert_eq!(
            betweenness(&karate(), Some(99)),
            betweenness(&karate(), None)
        );
        assert_eq!(betweenness(&joined(2, &[(0, 1)]), None), [0.0, 0.0]);
    }
}

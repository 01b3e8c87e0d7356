//! To whom the others point: PageRank.
//!
//! Sergey Brin and Lawrence Page, *The anatomy of a large-scale hypertextual web search engine*,
//! 1998, by power iteration: each node hands its rank on along its arcs, in proportion to their
//! weight; what has no arc hands it to all alike.

use super::Network;
use rayon::prelude::*;

/// When all ranks together change by less, they are taken to be found.
const TOLERANCE: f64 = 1e-10;
/// With the usual damping of 0.85 some 140 rounds are enough.
const MOST_ROUNDS: usize = 1000;

/// Ranks, and how they were found.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRank {
    /// For each node the share of all rank that it has; all together are 1.
    pub scores: Vec<f64>,
    /// How many rounds it took.
    pub rounds: usize,
    /// Whether the ranks had come to rest when it ended.
    pub converged: bool,
}

/// The PageRank of all nodes. `damping` is the chance that a walker goes on along an arc instead of
/// beginning anew somewhere; 0.85 is usual, and the nearer it is to 1, the longer it takes.
pub fn pagerank(network: &Network, damping: f64) -> PageRank {
    let nodes = network.len();
    let incoming = network.reversed();
    let strengths: Vec<f64> = (0..nodes).map(|node| network.strength(node)).collect();
    let mut scores = vec![1.0 / nodes as f64; nodes];
    let (mut rounds, mut converged) = (0, nodes == 0);
    while !converged && rounds < MOST_ROUNDS {
        // Each node gathers from those before it, always in their order: threads change nothing.
        let stuck: f64 = (0..nodes)
            .filter(|&n| strengths[n] == 0.0)
            .map(|n| scores[n])
            .sum();
        let base = (1.0 - damping + damping * stuck) / nodes as f64;
        let next: Vec<f64> = (0..nodes)
            .into_par_iter()
            .map(|node| {
                let shares = incoming.arcs(node);
                let shares = shares.map(|(from, weight)| scores[from] * weight / strengths[from]);
                base + damping * shares.sum::<f64>()
            })
            .collect();
        let change: f64 = next
            .iter()
            .zip(&scores)
            .map(|(new, old)| (new - old).abs())
            .sum();
        scores = next;
        rounds += 1;
        converged = change < TOLERANCE;
    }
    PageRank {
        scores,
        rounds,
        converged,
    }
}

#[cfg(test)]
mod tests {
    use super::super::network::tests::karate;
    use super::*;

    #[test]
    fn the_karate_club_has_the_published_ranks() {
        let ranks = pagerank(&karate(), 0.85);
        assert!(ranks.converged && ranks.rounds < 200);
        assert!((ranks.scores.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        // As NetworkX computes it.
        for (node, known) in [(33, 0.100_919_18), (0, 0.096_997_29), (32, 0.071_693_23)] {
            assert!(
                (ranks.scores[node] - known).abs() < 1e-6,
                "{node}: {}",
                ranks.scores[node]
            );
        }
    }

    #[test]
    fn what_has_no_arc_hands_its_rank_to_all() {
        let ranks = pagerank(&Network::new(3, vec![(0, 1, 1.0)]), 0.85);
        assert!((ranks.scores.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(ranks.scores[1] > ranks.scores[0]);
        assert_eq!(ranks.scores[0], ranks.scores[2]);
        assert!(pagerank(&Network::new(0, Vec::new()), 0.85).converged);
    }
}

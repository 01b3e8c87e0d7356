//! Who belongs together: communities.
//!
//! The Leiden algorithm (Traag, Waltman and van Eck, *From Louvain to Leiden: guaranteeing
//! well-connected communities*, Scientific Reports 9, 2019) for modularity (Newman and Girvan, 2004)
//! with a resolution. Where the article draws lots, in the order of nodes and in the refinement, the order
//! of ids and the best gain stand here, so that the same graph always has the same communities.

use super::{Network, by_size};
use std::collections::VecDeque;

/// A gain that is no more than rounding.
const EPSILON: f64 = 1e-10;
/// How often the whole is tried again from what was found.
const MOST_RUNS: usize = 10;

/// Communities, and how well they part the network.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// For each node the number of its community; the largest is 0.
    pub of: Vec<u32>,
    /// By how much more of the weight lies within communities than chance would have it: up to 1.
    pub modularity: f64,
}

/// The communities of a network whose arcs lead both ways ([`Network::undirected`]). A resolution
/// above 1 gives more and smaller ones, below 1 fewer and larger ones.
pub fn communities(network: &Network, resolution: f64) -> Communities {
    let strengths: Vec<f64> = (0..network.len())
        .map(|node| network.strength(node))
        .collect();
    let total: f64 = strengths.iter().sum();
    let level = Level {
        network: network.clone(),
        strengths,
        // Without an arc nothing is divided by it.
        scale: if total > 0.0 { resolution / total } else { 0.0 },
    };
    let mut best: Vec<u32> = (0..network.len() as u32).collect();
    let mut quality = level.quality(&best);
    for _ in 0..MOST_RUNS {
        let found = leiden(&level, &best);
        let better = level.quality(&found);
        if better <= quality + EPSILON {
            break;
        }
        (best, quality) = (found, better);
    }
    Communities {
        of: by_size(&best),
        modularity: if total > 0.0 { quality / total } else { 0.0 },
    }
}

/// One run: move nodes, refine, make a node of each refined community, and again.
fn leiden(first: &Level, start: &[u32]) -> Vec<u32> {
    let mut level = first.clone();
    let mut groups = start.to_vec();
    // Which node of the level each node of the network has become part of.
    let mut places: Vec<u32> = (0..groups.len() as u32).collect();
    loop {
        level.move_nodes(&mut groups);
        let refined = level.refine(&groups);
        let parts = refined.iter().max().map_or(0, |&last| last as usize + 1);
        if parts == groups.len() {
            return places.iter().map(|&place| groups[place as usize]).collect();
        }
        let mut above = vec![0; parts];
        for (&part, &group) in refined.iter().zip(&groups) {
            above[part as usize] = group;
        }
        for place in &mut places {
            *place = refined[*place as usize];
        }
        level = level.aggregated(&refined, parts);
        groups = dense(&above);
    }
}

/// Groups numbered in the order in which they come.
fn dense(groups: &[u32]) -> Vec<u32> {
    let most = groups.iter().max().map_or(0, |&last| last as usize + 1);
    let mut numbers = vec![u32::MAX; most];
    let mut next = 0;
    let number = |&group: &u32| {
        let number = &mut numbers[group as usize];
        if *number == u32::MAX {
            *number = next;
            next += 1;
        }
        *number
    };
    groups.iter().map(number).collect()
}

/// A network whose nodes may be communities of the one below.
#[derive(Clone)]
struct Level {
    network: Network,
    /// The weight at each node, also of what has come to lie within it.
    strengths: Vec<f64>,
    /// The resolution through the weight of all.
    scale: f64,
}

impl Level {
    /// The modularity times the weight of all, for the nodes of the lowest level.
    fn quality(&self, groups: &[u32]) -> f64 {
        let mut sums = vec![0.0; groups.len()];
        let mut within = 0.0;
        for (node, &group) in groups.iter().enumerate() {
            sums[group as usize] += self.strengths[node];
            let same = self
                .network
                .arcs(node)
                .filter(|&(end, _)| groups[end] == group);
            within += same.map(|(_, weight)| weight).sum::<f64>();
        }
        within - self.scale * sums.iter().map(|sum| sum * sum).sum::<f64>()
    }

    /// Moves each node to the neighbouring community where it gains most, and looks again at the
    /// neighbours of each that moved, until none gains.
    fn move_nodes(&self, groups: &mut [u32]) {
        let nodes = groups.len();
        let mut sums = vec![0.0; nodes];
        let mut members = vec![0usize; nodes];
        for (node, &group) in groups.iter().enumerate() {
            sums[group as usize] += self.strengths[node];
            members[group as usize] += 1;
        }
        let mut empty: Vec<u32> = (0..nodes as u32)
            .rev()
            .filter(|&g| members[g as usize] == 0)
            .collect();
        let mut weights = Weights::new(nodes);
        let mut queue: VecDeque<usize> = (0..nodes).collect();
        let mut waiting = vec![true; nodes];
        while let Some(node) = queue.pop_front() {
            waiting[node] = false;
            let own = groups[node];
            sums[own as usize] -= self.strengths[node];
            let arcs = self.network.arcs(node);
            weights.gather(arcs.map(|(end, weight)| (groups[end], weight)));
            let gain = |group: u32| {
                weights.of(group) - self.scale * self.strengths[node] * sums[group as usize]
            };
            let mut best = (own, gain(own));
            for &group in &weights.groups {
                let gain = gain(group);
                if gain > best.1 + EPSILON {
                    best = (group, gain);
                }
            }
            // Alone is better than with anybody.
            if best.1 < -EPSILON && members[own as usize] > 1 {
                best.0 = empty.pop().unwrap_or(own);
            }
            let new = best.0;
            sums[new as usize] += self.strengths[node];
            if new == own {
                continue;
            }
            members[own as usize] -= 1;
            members[new as usize] += 1;
            if members[own as usize] == 0 {
                empty.push(own);
            }
            groups[node] = new;
            for &end in self.network.ends(node) {
                let end = end as usize;
                if groups[end] != new && !waiting[end] {
                    waiting[end] = true;
                    queue.push_back(end);
                }
            }
        }
    }

    /// Parts each community into well-connected ones: from single nodes, each joins the part of its
    /// community where it gains most, if both hang together with the rest of the community.
    fn refine(&self, groups: &[u32]) -> Vec<u32> {
        let nodes = groups.len();
        let mut sums = vec![0.0; nodes];
        for (node, &group) in groups.iter().enumerate() {
            sums[group as usize] += self.strengths[node];
        }
        let mut parts: Vec<u32> = (0..nodes as u32).collect();
        let mut part_sums = self.strengths.clone();
        let mut single = vec![true; nodes];
        // The weight from each part to the rest of its community.
        let inner = |node: usize| {
            let arcs = self.network.arcs(node);
            let arcs = arcs.filter(|&(end, _)| groups[end] == groups[node]);
            arcs.map(|(_, weight)| weight).sum::<f64>()
        };
        let mut cuts: Vec<f64> = (0..nodes).map(inner).collect();
        let mut weights = Weights::new(nodes);
        for node in 0..nodes {
            let whole = sums[groups[node] as usize];
            let connected = |cut: f64, sum: f64| cut + EPSILON >= self.scale * sum * (whole - sum);
            let own = self.strengths[node];
            if !single[node] || !connected(cuts[node], own) {
                continue;
            }
            let arcs = self.network.arcs(node);
            let arcs = arcs.filter(|&(end, _)| groups[end] == groups[node]);
            weights.gather(arcs.map(|(end, weight)| (parts[end], weight)));
            let mut best = (None, EPSILON);
            for &part in &weights.groups {
                let (cut, sum) = (cuts[part as usize], part_sums[part as usize]);
                let gain = weights.of(part) - self.scale * own * sum;
                if connected(cut, sum) && gain > best.1 {
                    best = (Some(part), gain);
                }
            }
            let Some(part) = best.0 else { continue };
            cuts[part as usize] += cuts[node] - 2.0 * weights.of(part);
            part_sums[part as usize] += own;
            single[part as usize] = false;
            parts[node] = part;
        }
        dense(&parts)
    }

    /// The network whose nodes are the parts of this one.
    fn aggregated(&self, parts: &[u32], count: usize) -> Level {
        let mut strengths = vec![0.0; count];
        let mut arcs = Vec::new();
        for (node, &part) in parts.iter().enumerate() {
            strengths[part as usize] += self.strengths[node];
            arcs.extend(
                self.network
                    .arcs(node)
                    .map(|(end, weight)| (part, parts[end], weight)),
            );
        }
        Level {
            network: Network::new(count, arcs),
            strengths,
            scale: self.scale,
        }
    }
}

/// The weight from one node to each group around it.
struct Weights {
    of: Vec<f64>,
    /// The groups that have any, in the order in which they came.
    groups: Vec<u32>,
}

impl Weights {
    fn new(groups: usize) -> Weights {
        Weights {
            of: vec![0.0; groups],
            groups: Vec::new(),
        }
    }

    fn gather(&mut self, arcs: impl Iterator<Item = (u32, f64)>) {
        for group in self.groups.drain(..) {
            self.of[group as usize] = 0.0;
        }
        for (group, weight) in arcs {
            if self.of[group as usize] == 0.0 {
                self.groups.push(group);
            }
            self.of[group as usize] += weight;
        }
    }

    fn of(&self, group: u32) -> f64 {
        self.of[group as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::super::network::tests::{joined, karate};
    use super::*;

    #[test]
    fn two_triangles_with_a_bridge_are_two_communities() {
        let network = joined(7, &[(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)]);
        let found = communities(&network, 1.0);
        assert_eq!(found.of, [0, 0, 0, 1, 1, 1, 2]);
        assert!((found.modularity - 5.0 / 14.0).abs() < 1e-9, "{found:?}");
    }

    #[test]
    fn the_karate_club_falls_into_four() {
        let found = communities(&karate(), 1.0);
        // 0.4198 is the highest modularity that it can have (Brandes et al. 2008).
        assert!(found.modularity > 0.4197, "{found:?}");
        assert_eq!(found.of.iter().max(), Some(&3));
    }

    #[test]
    fn a_higher_resolution_gives_more_communities() {
        let count = |resolution| communities(&karate(), resolution).of.into_iter().max();
        assert!(count(0.2) < count(1.0) && count(1.0) < count(4.0));
        assert!(communities(&Network::new(0, Vec::new()), 1.0).of.is_empty());
        assert_eq!(communities(&joined(2, &[]), 1.0).of, [0, 1]);
    }
}

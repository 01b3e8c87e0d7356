//! The verb *analyze*: a graph becomes rankings, groups, paths and timelines.
//!
//! Every measure is exact and gives the same bytes on any number of threads. What petgraph has in
//! a form that holds for a hundred thousand nodes is taken from there (components); its PageRank
//! takes quadratic time, so that and the rest are here, each with the article that it follows.
//!
//! The measures look at a [`Network`]: one arc for each pair of entities, however many relations join
//! them, of the weight of all their evidence. A relation that has no direction ("meets") leads both ways.
//!
//! ```
//! use demarche::analyze::{Network, pagerank::{PageRank, pagerank}};
//! # use demarche::{graph::Assembly, schema::Schema};
//! # let graph = Assembly::new(Schema::built_in().ontology.clone()).finish();
//! let ranks: PageRank = pagerank(&Network::directed(&graph), 0.85);
//! assert_eq!(ranks.scores.len(), graph.entity_count());
//! ```

pub mod betweenness;
pub mod communities;
pub mod components;
pub mod degree;
mod network;
pub mod pagerank;
pub mod paths;
pub mod timeline;

pub use network::Network;

/// Numbers groups anew: the largest is 0, and of equals the one whose first member comes first.
fn by_size(groups: &[u32]) -> Vec<u32> {
    let count = groups.iter().max().map_or(0, |&last| last as usize + 1);
    // Size and first member; a number that no member bears comes last.
    let mut sizes = vec![(0usize, usize::MAX, 0u32); count];
    for (number, group) in sizes.iter_mut().enumerate() {
        group.2 = number as u32;
    }
    for (member, &group) in groups.iter().enumerate() {
        let (size, first, _) = &mut sizes[group as usize];
        *size += 1;
        *first = member.min(*first);
    }
    sizes.sort_unstable_by_key(|&(size, first, _)| (std::cmp::Reverse(size), first));
    let mut places = vec![0; count];
    for (place, (_, _, group)) in sizes.into_iter().enumerate() {
        places[group as usize] = place as u32;
    }
    groups.iter().map(|&group| places[group as usize]).collect()
}

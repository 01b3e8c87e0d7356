//! A candidate among the other candidates of its document: what else the first model says of its
//! ends. "France" may be the source of one demand more, but seldom represents two people of one
//! sentence.

use super::super::EntityRef;
use super::node::{Form, Node, What};
use crate::schema::Ontology;
use std::collections::BTreeMap;

/// What the first model says of a relation between two nodes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Scored {
    pub sentence: usize,
    /// The source and the target: the same number for the same entity of the document.
    pub ends: [u64; 2],
    /// The number of the relation.
    pub label: usize,
    /// The log-odds of the first model.
    pub sum: f32,
    /// The highest log-odds of the pair for any relation.
    pub highest: f32,
    /// The lower log-odds that one of the ends is something at all.
    pub gate: f32,
    /// The types of the ends.
    pub kinds: [u8; 2],
    /// How the sentence speaks of the ends.
    pub forms: [u8; 2],
    /// Words between the ends.
    pub distance: f32,
    /// Whether the rules say the same.
    pub ruled: bool,
}

/// The numbers of the ends: an entity of the document has one wherever it is spoken of.
pub(super) fn number(node: &Node, ontology: &Ontology) -> u64 {
    match node.what {
        What::Known(EntityRef::Referent(index)) => 2 * index as u64,
        What::Known(EntityRef::New(index)) => 2 * index as u64 + 1,
        // A phrase that nobody has spoken of yet is itself alone.
        What::Thing | What::Content { .. } => {
            (1 << 40) + 64 * node.head as u64 + u64::from(kind_of(node, ontology))
        }
    }
}

/// The number of a node's type.
pub(super) fn kind_of(node: &Node, ontology: &Ontology) -> u8 {
    let mut kinds = ontology.entities();
    kinds.position(|kind| kind == node.kind).unwrap_or_default() as u8
}

/// Candidates with lower log-odds are not looked at again.
pub(super) const LEAST: f32 = -3.5;

/// How many numbers a row has.
pub(super) const WIDTH: usize = 25;

/// Relations that make somebody the source of a proposal, by name.
pub(super) const PUT_FORWARD: [&str; 4] = ["demands", "proposes", "accepts", "rejects"];

type Group = BTreeMap<[u64; 4], Vec<f32>>;

/// The rows of a document's candidates for the second model. `put_forward` says which labels are
/// those of [`PUT_FORWARD`].
pub(super) fn rows(candidates: &[Scored], put_forward: &[bool]) -> Vec<Vec<f32>> {
    let mut groups: [Group; 7] = Default::default();
    let mut sources: BTreeMap<u64, f32> = BTreeMap::new();
    let mut counts: BTreeMap<usize, std::collections::BTreeSet<u64>> = BTreeMap::new();
    let mut ways: BTreeMap<[u64; 4], f32> = BTreeMap::new();
    for candidate in candidates {
        let [a, b] = candidate.ends;
        let way = [candidate.sentence as u64 + 1, a, b, candidate.label as u64];
        let best = ways.entry(way).or_insert(-9.0);
        *best = best.max(candidate.sum);
        for (group, key) in groups.iter_mut().zip(keys(candidate)) {
            group.entry(key).or_default().push(candidate.sum);
        }
        if put_forward[candidate.label] {
            let best = sources.entry(candidate.ends[1]).or_insert(-9.0);
            *best = best.max(candidate.sum);
        }
        let ends = counts.entry(candidate.sentence).or_default();
        ends.insert(candidate.ends[0]);
    }
    for group in &mut groups {
        for sums in group.values_mut() {
            sums.sort_by(|a, b| b.total_cmp(a));
        }
    }
    let row = |candidate: &Scored| {
        let mut row = vec![
            candidate.label as f32,
            candidate.sum,
            candidate.highest,
            candidate.gate,
            f32::from(candidate.kinds[0]),
            f32::from(candidate.kinds[1]),
            f32::from(candidate.forms[0]),
            f32::from(candidate.forms[1]),
            candidate.distance,
            f32::from(u8::from(candidate.ruled)),
            counts[&candidate.sentence].len() as f32,
        ];
        for end in candidate.ends {
            row.push(sources.get(&end).copied().unwrap_or(-9.0));
        }
        for (index, (group, key)) in groups.iter().zip(keys(candidate)).enumerate() {
            let sums = &group[&key];
            let before = sums.partition_point(|&sum| sum > candidate.sum);
            // The best of the others.
            let other = match before {
                0 => sums.get(1),
                _ => sums.first(),
            };
            row.push(other.copied().unwrap_or(-9.0));
            if index < 4 {
                row.push(before.min(20) as f32);
            }
        }
        // The same relation the other way round.
        let [a, b] = candidate.ends;
        let turned = [candidate.sentence as u64 + 1, b, a, candidate.label as u64];
        let turned = ways.get(&turned).copied();
        row.push(turned.unwrap_or(-9.0));
        debug_assert_eq!(row.len(), WIDTH);
        row
    };
    candidates.iter().map(row).collect()
}

/// With whom a candidate is compared: the same source and relation in the sentence, the same
/// target, the same relation, the same pair; the same pair, source and target in the document.
fn keys(candidate: &Scored) -> [[u64; 4]; 7] {
    let [a, b] = candidate.ends;
    let (label, sentence) = (candidate.label as u64, candidate.sentence as u64 + 1);
    [
        [sentence, a, 0, label],
        [sentence, 0, b, label],
        [sentence, 0, 0, label],
        [sentence, a, b, u64::MAX],
        [0, a, b, label],
        [0, a, 0, label],
        [0, 0, b, label],
    ]
}

/// Those who say a sentence together say it alike: their candidates get the mean of what is believed
/// of them.
pub(super) fn level(candidates: &[Scored], beliefs: &mut [f32]) {
    let mut groups: BTreeMap<(usize, u64, usize), Vec<usize>> = BTreeMap::new();
    for (index, candidate) in candidates.iter().enumerate() {
        if candidate.forms[0] == Form::Speaker as u8 {
            let key = (candidate.sentence, candidate.ends[1], candidate.label);
            groups.entry(key).or_default().push(index);
        }
    }
    for group in groups.values() {
        let sum: f32 = group.iter().map(|&index| beliefs[index]).sum();
        for &index in group {
            beliefs[index] = sum / group.len() as f32;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_others_are_those_of_the_same_end() {
        let scored = |ends, sum| Scored {
            sentence: 0,
            ends,
            label: 0,
            sum,
            highest: sum,
            gate: 9.0,
            kinds: [0, 0],
            forms: [0, 0],
            distance: 1.0,
            ruled: false,
        };
        let all = [
            scored([1, 2], 0.5),
            scored([1, 3], 2.0),
            scored([4, 3], -1.0),
        ];
        let rows = rows(&all, &[true]);
        // Behind the eleven of its own and the two of the proposals: the best other one of the
        // same source, and how many are better.
        assert_eq!(rows[0][13..15], [2.0, 1.0]);
        assert_eq!(rows[1][13..15], [0.5, 0.0]);
        assert_eq!(rows[2][13..15], [-9.0, 0.0]);
        // The same for the target.
        assert_eq!(rows[2][15..17], [2.0, 1.0]);
    }
}

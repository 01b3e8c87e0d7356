//! How well one partition of mentions into entities agrees with another.
//!
//! The measures of the CoNLL shared task of 2012, MUC (Vilain et al., 1995), B³ (Bagga and Baldwin,
//! 1998) and CEAF with the entity-based similarity (Luo, 2005), with their mean, the CoNLL F1; and
//! LEA (Moosavi and Strube, 2016), which weighs an entity by its size and asks which of its links
//! were found. Mentions are whatever can be compared; one that only one side has counts against
//! the other. An entity with one mention says nothing about coreference and is left out, as in the
//! shared task.

use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Precision, recall and F1 of each measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CoreferenceScore {
    /// Links that hold the entities together.
    pub muc: Agreement,
    /// For each mention how much of its entity was found.
    pub b_cubed: Agreement,
    /// How well the entities match, one to one.
    pub ceaf_e: Agreement,
    /// Links of each entity, weighed by its size.
    pub lea: Agreement,
}

/// Sums of a measure over documents: what agrees, what gold holds, what was predicted. They are
/// fractions, unlike the counts of [`super::Figures`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Agreement {
    recalled: f64,
    gold: f64,
    correct: f64,
    predicted: f64,
}

impl Agreement {
    /// How much of gold was found.
    pub fn recall(self) -> f64 {
        ratio(self.recalled, self.gold)
    }

    /// How much of what was predicted is right.
    pub fn precision(self) -> f64 {
        ratio(self.correct, self.predicted)
    }

    /// The harmonic mean of both.
    pub fn f1(self) -> f64 {
        let (p, r) = (self.precision(), self.recall());
        ratio(2.0 * p * r, p + r)
    }

    fn add(&mut self, (recalled, gold): (f64, f64), (correct, predicted): (f64, f64)) {
        self.recalled += recalled;
        self.gold += gold;
        self.correct += correct;
        self.predicted += predicted;
    }
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

impl CoreferenceScore {
    /// The mean F1 of MUC, B³ and CEAF-e.
    pub fn conll(&self) -> f64 {
        (self.muc.f1() + self.b_cubed.f1() + self.ceaf_e.f1()) / 3.0
    }
}

/// The entities of one document, as the mentions of each.
pub type Entities<M> = Vec<BTreeSet<M>>;

/// Scores documents, each as gold entities and predicted ones; sums over all of them.
///
/// ```
/// use demarche::eval::coreference;
/// use std::collections::BTreeSet;
/// let gold = vec![BTreeSet::from([1, 2, 3])];
/// let score = coreference(&[(gold.clone(), gold)]);
/// assert_eq!(score.conll(), 1.0);
/// ```
pub fn coreference<M: Ord + Copy>(documents: &[(Entities<M>, Entities<M>)]) -> CoreferenceScore {
    let mut score = CoreferenceScore {
        muc: Agreement::default(),
        b_cubed: Agreement::default(),
        ceaf_e: Agreement::default(),
        lea: Agreement::default(),
    };
    for (gold, predicted) in documents {
        let several = |entities: &Entities<M>| -> Entities<M> {
            entities.iter().filter(|e| e.len() > 1).cloned().collect()
        };
        let (gold, predicted) = (several(gold), several(predicted));
        score
            .muc
            .add(muc(&gold, &predicted), muc(&predicted, &gold));
        score
            .b_cubed
            .add(b_cubed(&gold, &predicted), b_cubed(&predicted, &gold));
        let matched = ceaf_e(&gold, &predicted);
        score.ceaf_e.add(
            (matched, gold.len() as f64),
            (matched, predicted.len() as f64),
        );
        score
            .lea
            .add(lea(&gold, &predicted), lea(&predicted, &gold));
    }
    score
}

/// The entity of each mention.
fn owners<M: Ord + Copy>(entities: &[BTreeSet<M>]) -> BTreeMap<M, usize> {
    let numbered = entities.iter().enumerate();
    numbered
        .flat_map(|(index, entity)| entity.iter().map(move |&mention| (mention, index)))
        .collect()
}

/// The parts into which `others` cut an entity: their sizes, and how many mentions none holds.
fn parts<M: Ord + Copy>(entity: &BTreeSet<M>, owners: &BTreeMap<M, usize>) -> (Vec<usize>, usize) {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    let mut alone = 0;
    for mention in entity {
        match owners.get(mention) {
            Some(&owner) => *sizes.entry(owner).or_default() += 1,
            None => alone += 1,
        }
    }
    (sizes.into_values().collect(), alone)
}

/// Links found and links there are: an entity of n mentions that is cut into k parts keeps n - k of
/// its n - 1 links.
fn muc<M: Ord + Copy>(entities: &[BTreeSet<M>], others: &[BTreeSet<M>]) -> (f64, f64) {
    let owners = owners(others);
    let mut sums = (0.0, 0.0);
    for entity in entities {
        let (sizes, alone) = parts(entity, &owners);
        sums.0 += (entity.len() - sizes.len() - alone) as f64;
        sums.1 += (entity.len() - 1) as f64;
    }
    sums
}

/// For each mention the share of its entity that is with it on the other side too.
fn b_cubed<M: Ord + Copy>(entities: &[BTreeSet<M>], others: &[BTreeSet<M>]) -> (f64, f64) {
    let owners = owners(others);
    let mut sums = (0.0, 0.0);
    for entity in entities {
        let (sizes, _) = parts(entity, &owners);
        let squares: usize = sizes.iter().map(|size| size * size).sum();
        sums.0 += squares as f64 / entity.len() as f64;
        sums.1 += entity.len() as f64;
    }
    sums
}

/// Links of each entity that the other side has too, weighed by the entity's size.
fn lea<M: Ord + Copy>(entities: &[BTreeSet<M>], others: &[BTreeSet<M>]) -> (f64, f64) {
    let owners = owners(others);
    let links = |size: usize| (size * (size - 1)) as f64 / 2.0;
    let mut sums = (0.0, 0.0);
    for entity in entities {
        let (sizes, _) = parts(entity, &owners);
        let found: f64 = sizes.into_iter().map(links).sum();
        sums.0 += entity.len() as f64 * found / links(entity.len());
        sums.1 += entity.len() as f64;
    }
    sums
}

/// The similarity, `2 |G ∩ P| / (|G| + |P|)`, of the best one-to-one matching of entities.
fn ceaf_e<M: Ord + Copy>(gold: &[BTreeSet<M>], predicted: &[BTreeSet<M>]) -> f64 {
    let similarity = |g: &BTreeSet<M>, p: &BTreeSet<M>| {
        2.0 * g.intersection(p).count() as f64 / (g.len() + p.len()) as f64
    };
    let weights: Vec<Vec<f64>> = gold
        .iter()
        .map(|g| predicted.iter().map(|p| similarity(g, p)).collect())
        .collect();
    best_matching(&weights)
}

/// The greatest sum of a matching of rows and columns (Kuhn and Munkres).
fn best_matching(weights: &[Vec<f64>]) -> f64 {
    let size = weights.len().max(weights.first().map_or(0, Vec::len));
    let weight = |row: usize, column: usize| -> f64 {
        let row = weights.get(row);
        row.and_then(|row| row.get(column)).copied().unwrap_or(0.0)
    };
    // Potentials of rows and columns, and the row of each column, counted from one.
    let (mut u, mut v) = (vec![0.0; size + 1], vec![0.0; size + 1]);
    let mut row_of = vec![0usize; size + 1];
    for row in 1..=size {
        row_of[0] = row;
        let mut least = vec![f64::INFINITY; size + 1];
        let mut from = vec![0usize; size + 1];
        let mut used = vec![false; size + 1];
        let mut column = 0;
        while row_of[column] != 0 {
            used[column] = true;
            let (at, mut delta, mut next) = (row_of[column], f64::INFINITY, 0);
            for j in 1..=size {
                if used[j] {
                    continue;
                }
                let cost = -weight(at - 1, j - 1) - u[at] - v[j];
                if cost < least[j] {
                    (least[j], from[j]) = (cost, column);
                }
                if least[j] < delta {
                    (delta, next) = (least[j], j);
                }
            }
            for j in 0..=size {
                match used[j] {
                    true => {
                        u[row_of[j]] += delta;
                        v[j] -= delta;
                    }
                    false => least[j] -= delta,
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[from[column]];
            column = from[column];
        }
    }
    (1..=size).map(|j| weight(row_of[j] - 1, j - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entities(list: &[&[u32]]) -> Entities<u32> {
        list.iter().map(|e| e.iter().copied().collect()).collect()
    }

    fn figures(agreement: Agreement) -> [f64; 2] {
        [agreement.precision(), agreement.recall()].map(|x| (x * 1e4).round() / 1e4)
    }

    /// The example of Luo (2005): {1..5} {6 7} {8 9 A B C} against {1..5} {6..C}.
    #[test]
    fn two_entities_taken_for_one() {
        let gold = entities(&[&[1, 2, 3, 4, 5], &[6, 7], &[8, 9, 10, 11, 12]]);
        let predicted = entities(&[&[1, 2, 3, 4, 5], &[6, 7, 8, 9, 10, 11, 12]]);
        let score = coreference(&[(gold, predicted)]);
        assert_eq!(figures(score.muc), [0.9, 1.0]);
        // (5 + (2·2 + 5·5) / 7) / 12
        assert_eq!(figures(score.b_cubed), [0.7619, 1.0]);
        // 1 + 2·5/12 of 2 predicted and 3 gold entities.
        assert_eq!(figures(score.ceaf_e), [0.9167, 0.6111]);
        // (5·1 + 7·(1 + 10)/21) / 12
        assert_eq!(figures(score.lea), [0.7222, 1.0]);
    }

    /// The example of Moosavi and Strube (2016): {a b c} {d e f g} against {a b} {c d} {f g h i}.
    #[test]
    fn mentions_that_one_side_lacks() {
        let gold = entities(&[&[1, 2, 3], &[4, 5, 6, 7]]);
        let predicted = entities(&[&[1, 2], &[3, 4], &[6, 7, 8, 9]]);
        let score = coreference(&[(gold, predicted)]);
        // Recall (3·1/3 + 4·1/6) / 7, precision (2·1 + 2·0 + 4·1/6) / 8.
        assert_eq!(figures(score.lea), [0.3333, 0.2381]);
        // Recall (1 + 1) / 5, precision (1 + 0 + 1) / 5.
        assert_eq!(figures(score.muc), [0.4, 0.4]);
    }

    #[test]
    fn single_mentions_say_nothing() {
        let gold = entities(&[&[1, 2], &[3], &[4]]);
        let predicted = entities(&[&[1, 2], &[5]]);
        let score = coreference(&[(gold, predicted)]);
        assert_eq!(score.conll(), 1.0);
        let nothing: [(Entities<u32>, Entities<u32>); 1] = [(Vec::new(), Vec::new())];
        assert_eq!(coreference(&nothing).conll(), 0.0);
    }

    #[test]
    fn the_best_matching_is_not_the_greedy_one() {
        assert_eq!(best_matching(&[vec![3.0, 2.0], vec![2.0, 0.0]]), 4.0);
        assert_eq!(best_matching(&[vec![1.0, 5.0, 2.0]]), 5.0);
        assert_eq!(best_matching(&[]), 0.0);
    }
}

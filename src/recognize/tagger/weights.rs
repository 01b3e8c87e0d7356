//! The parameters of the tagger: a row of small integers for each feature that was learned, found
//! by the feature's hash, and one for each pair of neighbouring labels.
//!
//! A row bears a check of its hash, so that a feature which was never learned counts nothing
//! instead of what another one has in its place.

use super::labels::{LABELS, may_follow};
use crate::error::Result;
use crate::parameters::file::{Reader, Writer};

/// Rows are padded to this many labels, so that they add up as vectors.
pub(crate) const WIDTH: usize = 16;

/// The score of a pair of labels that may not stand side by side.
const NEVER: i32 = -1_000_000;

/// Scores of the labels of one token.
pub(crate) type Scores = [i32; WIDTH];

/// Weights of features over the labels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Weights {
    bits: u32,
    /// A check of each slot's feature; zero where the slot is free.
    checks: Vec<u16>,
    rows: Vec<[i8; WIDTH]>,
    /// From label (the last row: from the beginning of a sentence) to label.
    transitions: Vec<i16>,
    /// The same with [`NEVER`] where a label may not follow.
    steps: Vec<[i32; LABELS]>,
}

impl Weights {
    /// Of features with their rows, and the weights from label to label.
    pub(crate) fn new(features: &[(u64, [i8; LABELS])], transitions: Vec<i16>) -> Weights {
        assert_eq!(transitions.len(), (LABELS + 1) * LABELS);
        // At most three quarters full.
        let bits = (features.len() * 4 / 3 + 2)
            .next_power_of_two()
            .trailing_zeros();
        let mut weights = Weights {
            bits,
            checks: vec![0; 1 << bits],
            rows: vec![[0; WIDTH]; 1 << bits],
            steps: steps(&transitions),
            transitions,
        };
        for (feature, row) in features {
            let check = check_of(*feature);
            let mut slot = weights.slot(*feature);
            while weights.checks[slot] != 0 && weights.checks[slot] != check {
                slot = (slot + 1) & ((1 << bits) - 1);
            }
            weights.checks[slot] = check;
            weights.rows[slot][..LABELS].copy_from_slice(row);
        }
        weights
    }

    fn slot(&self, feature: u64) -> usize {
        (feature >> (64 - self.bits)) as usize
    }

    /// Adds what a feature says of each label.
    #[inline]
    pub(crate) fn add(&self, feature: u64, scores: &mut Scores) {
        let check = check_of(feature);
        let mut slot = self.slot(feature);
        loop {
            match self.checks[slot] {
                0 => return,
                here if here == check => break,
                _ => slot = (slot + 1) & ((1 << self.bits) - 1),
            }
        }
        for (score, &weight) in scores.iter_mut().zip(&self.rows[slot]) {
            *score += i32::from(weight);
        }
    }

    /// The weight of a label after another, `None` for the beginning of a sentence.
    #[inline]
    pub(crate) fn transition(&self, before: Option<usize>, label: usize) -> i32 {
        self.steps[before.unwrap_or(LABELS)][label]
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.u32(self.bits);
        to.u16s(&self.checks);
        let taken = self.checks.iter().zip(&self.rows).filter(|(c, _)| **c != 0);
        let cells: Vec<i8> = taken
            .flat_map(|(_, row)| row[..LABELS].iter().copied())
            .collect();
        to.i8s(&cells);
        to.i16s(&self.transitions);
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Weights> {
        let bits = from.u32()?;
        let checks = from.u16s()?;
        let cells = from.i8s()?;
        let transitions = from.i16s()?;
        let taken = checks.iter().filter(|&&check| check != 0).count();
        // A table without a free slot would be searched for ever.
        if !(1..=24).contains(&bits)
            || checks.len() != 1 << bits
            || taken == checks.len()
            || cells.len() != taken * LABELS
            || transitions.len() != (LABELS + 1) * LABELS
        {
            return Err(from.damaged("a table of features whose size does not fit its head"));
        }
        let mut cells = cells.chunks_exact(LABELS);
        let mut row = |&check: &u16| {
            let mut row = [0; WIDTH];
            if let Some(cells) = (check != 0).then(|| cells.next()).flatten() {
                row[..LABELS].copy_from_slice(cells);
            }
            row
        };
        let rows = checks.iter().map(&mut row).collect();
        Ok(Weights {
            bits,
            checks,
            rows,
            steps: steps(&transitions),
            transitions,
        })
    }
}

fn steps(transitions: &[i16]) -> Vec<[i32; LABELS]> {
    let row = |(before, row): (usize, &[i16])| {
        let before = (before < LABELS).then_some(before);
        let mut steps = [NEVER; LABELS];
        for (label, step) in steps.iter_mut().enumerate() {
            if may_follow(before, label) {
                *step = i32::from(row[label]);
            }
        }
        steps
    };
    transitions
        .chunks_exact(LABELS)
        .enumerate()
        .map(row)
        .collect()
}

/// What a row bears of its feature's hash: never zero.
fn check_of(feature: u64) -> u16 {
    feature as u16 | 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::letters::finish;

    #[test]
    fn features_are_found_by_their_hash_and_others_say_nothing() {
        let features: Vec<(u64, [i8; LABELS])> = (0..50)
            .map(|i| (finish(i + 1), [i as i8; LABELS]))
            .collect();
        let weights = Weights::new(&features, vec![0; (LABELS + 1) * LABELS]);
        for (feature, row) in &features {
            let mut scores = [0; WIDTH];
            weights.add(*feature, &mut scores);
            assert_eq!(scores[3], i32::from(row[3]));
        }
        let mut scores = [0; WIDTH];
        (100..120).for_each(|i| weights.add(finish(i), &mut scores));
        assert_eq!(scores, [0; WIDTH]);
    }
}

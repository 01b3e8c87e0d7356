//! Counting what agrees, and the figures that follow from the counts.

use super::python::round4;
use serde::Serialize;
use std::collections::BTreeMap;

/// Precision, recall and F1 to four places, with the counts they come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Figures {
    /// `correct / predicted`; 0 where nothing is predicted.
    pub precision: f64,
    /// `correct / gold`; 0 where gold has nothing.
    pub recall: f64,
    /// The harmonic mean of the two.
    pub f1: f64,
    /// In both.
    pub correct: u64,
    /// In gold.
    pub gold: u64,
    /// Predicted.
    pub predicted: u64,
}

/// The counts, on the way.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    correct: u64,
    gold: u64,
    predicted: u64,
}

impl Tally {
    /// Adds two bags of things: each pair of equal ones is correct.
    pub fn add<T: Ord>(
        &mut self,
        gold: impl IntoIterator<Item = T>,
        predicted: impl IntoIterator<Item = T>,
    ) {
        let (gold, predicted) = (bag(gold), bag(predicted));
        let size = |bag: &BTreeMap<T, u64>| bag.values().sum::<u64>();
        self.gold += size(&gold);
        self.predicted += size(&predicted);
        for (thing, &count) in &gold {
            self.correct += predicted.get(thing).map_or(0, |&other| count.min(other));
        }
    }

    /// What follows from the counts so far.
    pub fn figures(self) -> Figures {
        let share = |of: u64| match of {
            0 => 0.0,
            of => self.correct as f64 / of as f64,
        };
        // F1 comes from the unrounded two, in just this order of operations.
        let (precision, recall) = (share(self.predicted), share(self.gold));
        let f1 = match precision + recall {
            0.0 => 0.0,
            sum => 2.0 * precision * recall / sum,
        };
        Figures {
            precision: round4(precision),
            recall: round4(recall),
            f1: round4(f1),
            correct: self.correct,
            gold: self.gold,
            predicted: self.predicted,
        }
    }
}

fn bag<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeMap<T, u64> {
    let mut bag = BTreeMap::new();
    for thing in things {
        *bag.entry(thing).or_default() += 1;
    }
    bag
}

//! A linear classifier over hashed features: what splits text into tokens and sentences.

use crate::error::Result;
use crate::parameters::file::{Reader, Writer};
use crate::parameters::letters::finish;

/// Weights of a few classes over `2^bits` buckets.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Linear {
    bits: u32,
    classes: usize,
    weights: Vec<i16>,
}

impl Linear {
    /// Of weights laid out bucket by bucket.
    pub(crate) fn new(bits: u32, classes: usize, weights: Vec<i16>) -> Linear {
        assert_eq!(weights.len(), classes << bits);
        Linear {
            bits,
            classes,
            weights,
        }
    }

    /// The bucket of a feature.
    pub(crate) fn bucket(bits: u32, feature: u64) -> usize {
        (finish(feature) >> (64 - bits)) as usize
    }

    /// The score of every class; classes beyond the model's stay zero.
    pub(crate) fn scores(&self, features: &[u64]) -> [i32; 3] {
        let mut scores = [0i32; 3];
        for &feature in features {
            let at = Linear::bucket(self.bits, feature) * self.classes;
            for (score, &w) in scores.iter_mut().zip(&self.weights[at..at + self.classes]) {
                *score += i32::from(w);
            }
        }
        scores
    }

    /// The class with the highest score, the lower of equals.
    pub(crate) fn best(&self, features: &[u64]) -> usize {
        let scores = self.scores(features);
        let mut best = 0;
        for class in 1..self.classes {
            if scores[class] > scores[best] {
                best = class;
            }
        }
        best
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        to.u32(self.bits);
        to.u32(self.classes as u32);
        to.i16s(&self.weights);
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Linear> {
        let bits = from.u32()?;
        let classes = from.u32()? as usize;
        let weights = from.i16s()?;
        if bits > 24 || classes > 3 || weights.len() != classes << bits {
            return Err(from.damaged("a linear model whose size does not fit its head"));
        }
        Ok(Linear::new(bits, classes, weights))
    }
}

//! A linear model over hashed features: one weight for each feature and label.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Weights of features by label.
#[derive(Debug, Clone, Default)]
pub(super) struct Linear {
    labels: usize,
    index: HashMap<u64, u32, BuildHasherDefault<AsIs>>,
    /// `labels` weights for each known feature.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

/// Features are hashes already.
#[derive(Debug, Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 << 8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, x: u64) {
        self.0 = x;
    }
}

impl Linear {
    /// The sums of the weights of some features, by label.
    pub fn sums(&self, features: &[u64]) -> Vec<f32> {
        let mut sums = self.bias.clone();
        for feature in features {
            if let Some(&row) = self.index.get(feature) {
                let start = row as usize * self.labels;
                let row = &self.weights[start..start + self.labels];
                for (sum, weight) in sums.iter_mut().zip(row) {
                    *sum += weight;
                }
            }
        }
        sums
    }

    /// Known features.
    pub fn len(&self) -> usize {
        self.index.len()
    }
}

/// The logistic function.
pub(super) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// One example to learn from: its features, and what is known of each label.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub features: Vec<u64>,
    /// Bit `l`: label `l` is right.
    pub yes: u32,
    /// Bit `l`: nothing is known of label `l`, or it cannot be.
    pub skip: u32,
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Training {
    pub epochs: usize,
    pub rate: f32,
    /// Pull towards zero on each touch.
    pub decay: f32,
    /// Features seen less often are left out.
    pub least: u32,
}

/// Learns one logistic regression for each label, by AdaGrad over the examples in a fixed shuffled
/// order (Duchi et al. 2011).
pub(super) fn train(examples: &[&Example], labels: usize, how: Training) -> Linear {
    let mut counts: HashMap<u64, u32, BuildHasherDefault<AsIs>> = HashMap::default();
    for example in examples {
        for &feature in &example.features {
            *counts.entry(feature).or_insert(0) += 1;
        }
    }
    let mut index: HashMap<u64, u32, BuildHasherDefault<AsIs>> = HashMap::default();
    let mut rows: Vec<Vec<u32>> = Vec::with_capacity(examples.len());
    for example in examples {
        let mut row = Vec::with_capacity(example.features.len());
        for feature in &example.features {
            if counts[feature] >= how.least {
                let next = index.len() as u32;
                row.push(*index.entry(*feature).or_insert(next));
            }
        }
        row.sort_unstable();
        row.dedup();
        rows.push(row);
    }
    let mut weights = vec![0f32; index.len() * labels];
    let mut squares = vec![1e-6f32; index.len() * labels];
    let mut bias = vec![-2f32; labels];
    let mut bias_squares = vec![1e-6f32; labels];
    let mut order: Vec<u32> = (0..examples.len() as u32).collect();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for _ in 0..how.epochs {
        for at in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(at, (seed % (at as u64 + 1)) as usize);
        }
        for &which in &order {
            let (example, row) = (examples[which as usize], &rows[which as usize]);
            for label in 0..labels {
                if example.skip & (1 << label) != 0 {
                    continue;
                }
                let target = if example.yes & (1 << label) != 0 { 1.0 } else { 0.0 };
                let sum = row.iter().fold(bias[label], |sum, &feature| {
                    sum + weights[feature as usize * labels + label]
                });
                let error = logistic(sum) - target;
                if error.abs() < 1e-3 {
                    continue;
                }
                for &feature in row {
                    let at = feature as usize * labels + label;
                    let gradient = error + how.decay * weights[at];
                    squares[at] += gradient * gradient;
                    weights[at] -= how.rate * gradient / squares[at].sqrt();
                }
                bias_squares[label] += error * error;
                bias[label] -= how.rate * error / bias_squares[label].sqrt();
            }
        }
    }
    Linear {
        labels,
        index,
        weights,
        bias,
    }
}

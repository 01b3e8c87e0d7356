//! A linear model over hashed features: logistic regressions, one for each label, that share their
//! features.

use crate::error::Result;
use crate::parameters::file::{Reader, Writer};
use crate::parameters::random::Random;
use std::borrow::Cow;
use std::collections::HashMap;

/// Weights of features by label.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Linear {
    labels: usize,
    /// The row of each known feature.
    index: HashMap<u32, u32, Fixed>,
    /// `labels` weights a row.
    weights: Weights,
    bias: Vec<f32>,
}

/// Weights as they are learned, or as they are kept in a file: few bytes, so that the rows of a
/// candidate's features are quickly at hand.
#[derive(Debug, Clone, PartialEq)]
enum Weights {
    Exact(Vec<f32>),
    /// In steps of [`STEP`].
    Rounded(Vec<i8>),
}

impl Default for Weights {
    fn default() -> Weights {
        Weights::Rounded(Vec::new())
    }
}

/// Features are hashes already, so they are their own hash; it is the same in every run.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fixed;

impl std::hash::BuildHasher for Fixed {
    type Hasher = AsIs;

    fn build_hasher(&self) -> AsIs {
        AsIs(0)
    }
}

#[derive(Debug)]
pub(super) struct AsIs(u64);

impl std::hash::Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 << 8) | u64::from(byte);
        }
    }

    fn write_u32(&mut self, feature: u32) {
        // The map takes its seven control bits from the top.
        self.0 = u64::from(feature).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A step of a stored weight.
const STEP: f32 = 1.0 / 24.0;

impl Linear {
    /// For each label the sum of the weights of some features.
    pub fn sums(&self, features: &[u32], sums: &mut Vec<f32>) {
        sums.clear();
        sums.extend(&self.bias);
        let rows = features.iter().filter_map(|feature| {
            let start = *self.index.get(feature)? as usize * self.labels;
            Some(start..start + self.labels)
        });
        match &self.weights {
            Weights::Exact(weights) => {
                for row in rows {
                    let row = sums.iter_mut().zip(&weights[row]);
                    row.for_each(|(sum, weight)| *sum += weight);
                }
            }
            Weights::Rounded(steps) => {
                for row in rows {
                    let row = sums.iter_mut().zip(&steps[row]);
                    row.for_each(|(sum, &steps)| *sum += f32::from(steps) * STEP);
                }
            }
        }
    }

    /// The sum for the only label.
    pub fn sum(&self, features: &[u32]) -> f32 {
        let mut sums = Vec::with_capacity(1);
        self.sums(features, &mut sums);
        sums.first().copied().unwrap_or_default()
    }

    /// How many features are known.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// The weights in steps of eight bits.
    fn steps(&self) -> Cow<'_, [i8]> {
        let step = |weight: &f32| (weight / STEP).round().clamp(-127.0, 127.0) as i8;
        match &self.weights {
            Weights::Exact(weights) => weights.iter().map(step).collect(),
            Weights::Rounded(steps) => Cow::Borrowed(steps),
        }
    }

    /// Rounds the weights to steps of eight bits and forgets the features that say nothing then.
    pub fn rounded(&self) -> Linear {
        let mut known: Vec<(u32, u32)> = self.index.iter().map(|(&f, &row)| (f, row)).collect();
        known.sort_unstable();
        let mut small = Linear {
            labels: self.labels,
            bias: self.bias.clone(),
            ..Linear::default()
        };
        let (all, mut kept) = (self.steps(), Vec::new());
        for (feature, row) in known {
            let start = row as usize * self.labels;
            let steps = &all[start..start + self.labels];
            if steps.iter().any(|&steps| steps != 0) {
                small.index.insert(feature, small.index.len() as u32);
                kept.extend_from_slice(steps);
            }
        }
        small.weights = Weights::Rounded(kept);
        small
    }

    /// Writes a rounded model: features in order, for each the labels that it speaks of and what it
    /// says of them.
    pub fn write(&self, to: &mut Writer) {
        let mut known: Vec<(u32, u32)> = self.index.iter().map(|(&f, &row)| (f, row)).collect();
        known.sort_unstable();
        let (mut features, mut masks, mut cells) = (Vec::new(), Vec::new(), Vec::new());
        let all = self.steps();
        for (feature, row) in known {
            let start = row as usize * self.labels;
            let mut mask = 0u32;
            for (label, &steps) in all[start..start + self.labels].iter().enumerate() {
                if steps != 0 {
                    mask |= 1 << label;
                    cells.push(steps);
                }
            }
            features.push(feature);
            masks.push(mask);
        }
        to.u32(self.labels as u32);
        to.f32s(&self.bias);
        to.u32s(&features);
        to.u32s(&masks);
        to.i8s(&cells);
    }

    /// Reads what [`Linear::write`] wrote.
    pub fn read(from: &mut Reader<'_>) -> Result<Linear> {
        let labels = from.u32()? as usize;
        let bias = from.f32s()?;
        let (features, masks, cells) = (from.u32s()?, from.u32s()?, from.i8s()?);
        let count: u32 = masks.iter().map(|mask| mask.count_ones()).sum();
        let fits = |mask: &u32| labels == 32 || mask >> labels == 0;
        if labels > 32
            || bias.len() != labels
            || features.len() != masks.len()
            || count as usize != cells.len()
            || !masks.iter().all(fits)
        {
            return Err(from.damaged("weights that do not fit their features"));
        }
        let mut weights = vec![0; features.len() * labels];
        let mut cells = cells.into_iter();
        for (row, mask) in masks.iter().enumerate() {
            for label in (0..labels).filter(|label| mask & (1 << label) != 0) {
                weights[row * labels + label] = cells.next().unwrap_or_default();
            }
        }
        let rows = features.into_iter().zip(0..);
        Ok(Linear {
            labels,
            index: rows.collect(),
            weights: Weights::Rounded(weights),
            bias,
        })
    }
}

/// The logistic function.
pub(super) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + (-x).exp())
}

/// Something to learn from: its features, and what is known of each label.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub features: Vec<u32>,
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
    /// How strongly weights are drawn towards zero.
    pub decay: f32,
    /// Features that are seen less often are left out.
    pub least: u32,
}

/// Learns by AdaGrad ([Duchi et al. 2011](https://jmlr.org/papers/v12/duchi11a.html)) with a pull
/// towards zero; the weights are the mean over the second half of the epochs. Same examples, same
/// weights.
pub(super) fn train(examples: &[&Example], labels: usize, how: Training) -> Linear {
    let (index, rows) = number(examples, how.least);
    let mut weights = vec![0f32; index.len() * labels];
    let mut squares = vec![1e-6f32; index.len() * labels];
    let (mut bias, mut bias_squares) = (vec![-2f32; labels], vec![1e-6f32; labels]);
    let (mut mean, mut mean_bias) = (vec![0f32; weights.len()], vec![0f32; labels]);
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = Random::new(1);
    let mut sums = vec![0f32; labels];
    for epoch in 0..how.epochs {
        random.shuffle(&mut order);
        for &which in &order {
            let (example, row) = (examples[which], &rows[which]);
            sums.copy_from_slice(&bias);
            for &feature in row {
                let start = feature as usize * labels;
                for (sum, weight) in sums.iter_mut().zip(&weights[start..start + labels]) {
                    *sum += weight;
                }
            }
            for label in (0..labels).filter(|label| example.skip & (1 << label) == 0) {
                let target = f32::from(u8::from(example.yes & (1 << label) != 0));
                let error = logistic(sums[label]) - target;
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
        if epoch >= how.epochs / 2 {
            let share = 1.0 / (how.epochs - how.epochs / 2) as f32;
            let now = weights.iter().chain(&bias);
            for (mean, now) in mean.iter_mut().chain(&mut mean_bias).zip(now) {
                *mean += share * now;
            }
        }
    }
    Linear {
        labels,
        index,
        weights: Weights::Exact(mean),
        bias: mean_bias,
    }
}

/// Numbers the features that are seen often enough; the examples as rows of numbers.
fn number(examples: &[&Example], least: u32) -> (HashMap<u32, u32, Fixed>, Vec<Vec<u32>>) {
    let mut counts: HashMap<u32, u32, Fixed> = HashMap::default();
    for example in examples {
        for &feature in &example.features {
            *counts.entry(feature).or_insert(0) += 1;
        }
    }
    let mut index: HashMap<u32, u32, Fixed> = HashMap::default();
    let mut rows = Vec::with_capacity(examples.len());
    for example in examples {
        let mut row = Vec::with_capacity(example.features.len());
        for feature in &example.features {
            if counts[feature] >= least {
                let next = index.len() as u32;
                row.push(*index.entry(*feature).or_insert(next));
            }
        }
        row.sort_unstable();
        row.dedup();
        rows.push(row);
    }
    (index, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameters::file::Kind;
    use std::path::Path;

    const KIND: Kind = Kind {
        magic: b"DEMARTST",
        version: 1,
        stage: "test",
        command: "none",
    };

    fn example(features: &[u32], yes: u32) -> Example {
        Example {
            features: features.to_vec(),
            yes,
            skip: 0,
        }
    }

    #[test]
    fn what_goes_with_a_label_speaks_for_it() {
        let examples = [
            example(&[1, 9], 0b01),
            example(&[2, 9], 0b10),
            example(&[3, 9], 0),
        ];
        let many: Vec<&Example> = examples.iter().cycle().take(90).collect();
        let how = Training {
            epochs: 8,
            rate: 0.1,
            decay: 0.01,
            least: 2,
        };
        let model = train(&many, 2, how);
        let mut sums = Vec::new();
        for (features, signs) in [(1, [true, false]), (2, [false, true]), (3, [false, false])] {
            model.sums(&[features, 9], &mut sums);
            assert_eq!(
                [sums[0] > 0.0, sums[1] > 0.0],
                signs,
                "{features}: {sums:?}"
            );
        }
        assert_eq!(model, train(&many, 2, how));
    }

    #[test]
    fn a_rounded_model_goes_round_and_damage_is_seen() {
        let examples = [example(&[1], 0b01), example(&[2], 0b10)];
        let many: Vec<&Example> = examples.iter().cycle().take(40).collect();
        let how = Training {
            epochs: 4,
            rate: 0.1,
            decay: 0.01,
            least: 2,
        };
        let model = train(&many, 2, how).rounded();
        let mut writer = Writer::default();
        model.write(&mut writer);
        let bytes = writer.finish(KIND);
        let mut reader = Reader::new(KIND, Path::new("x.bin"), &bytes).unwrap();
        let again = Linear::read(&mut reader).unwrap();
        assert_eq!(again, model);
        assert!(Reader::new(KIND, Path::new("x.bin"), &bytes[..bytes.len() - 1]).is_err());
    }
}

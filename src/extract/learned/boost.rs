//! Gradient-boosted trees for a yes-or-no question over a few numbers
//! ([Friedman 2001](https://doi.org/10.1214/aos/1013203451)), grown level by level on histograms.

use super::linear::logistic;
use crate::error::Result;
use crate::parameters::file::{Reader, Writer};

/// How deep a tree asks.
const DEPTH: usize = 4;
const INNER: usize = (1 << DEPTH) - 1;
const LEAVES: usize = 1 << DEPTH;
/// Into how many parts the values of a feature are cut.
const BINS: usize = 64;
const TREES: usize = 160;
const RATE: f32 = 0.12;
/// Pull of the leaves towards zero.
const RIDGE: f32 = 5.0;

/// A sum of trees, as a log-odds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Boosted {
    base: f32,
    /// `INNER` questions a tree: a row goes right where the feature is above the limit.
    questions: Vec<(u32, f32)>,
    /// `LEAVES` answers a tree.
    leaves: Vec<f32>,
}

impl Boosted {
    /// The log-odds of yes.
    pub fn sum(&self, row: &[f32]) -> f32 {
        let questions = self.questions.chunks_exact(INNER);
        let trees = questions.zip(self.leaves.chunks_exact(LEAVES));
        trees.fold(self.base, |sum, (questions, leaves)| {
            let mut at = 0;
            for _ in 0..DEPTH {
                let (feature, limit) = questions[at];
                at = 2 * at + 1 + usize::from(row[feature as usize] > limit);
            }
            sum + leaves[at - INNER]
        })
    }

    pub fn write(&self, to: &mut Writer) {
        let (features, limits): (Vec<u32>, Vec<f32>) = self.questions.iter().copied().unzip();
        to.f32s(&[self.base]);
        to.u32s(&features);
        to.f32s(&limits);
        to.f32s(&self.leaves);
    }

    /// Reads what [`Boosted::write`] wrote, of rows with `width` features.
    pub fn read(from: &mut Reader<'_>, width: usize) -> Result<Boosted> {
        let base = from.f32s()?;
        let (features, limits, leaves) = (from.u32s()?, from.f32s()?, from.f32s()?);
        let trees = features.len() / INNER;
        let whole = base.len() == 1
            && features.len() == trees * INNER
            && limits.len() == features.len()
            && leaves.len() == trees * LEAVES
            && features.iter().all(|&feature| (feature as usize) < width);
        if !whole {
            return Err(from.damaged("trees that are not whole"));
        }
        Ok(Boosted {
            base: base[0],
            questions: features.into_iter().zip(limits).collect(),
            leaves,
        })
    }
}

/// Grows trees on rows of equal width and their answers. Same rows, same trees.
pub(super) fn grow(rows: &[Vec<f32>], yes: &[bool]) -> Boosted {
    let Some(width) = rows.first().map(Vec::len) else {
        return Boosted::default();
    };
    let limits: Vec<Vec<f32>> = (0..width).map(|feature| limits(rows, feature)).collect();
    let binned: Vec<u8> = rows
        .iter()
        .flat_map(|row| {
            let bin = |(value, limits): (&f32, &Vec<f32>)| {
                limits.partition_point(|limit| limit < value) as u8
            };
            row.iter().zip(&limits).map(bin)
        })
        .collect();
    let share = yes.iter().filter(|&&yes| yes).count() as f32 / yes.len() as f32;
    let share = share.clamp(1e-4, 1.0 - 1e-4);
    let mut model = Boosted {
        base: (share / (1.0 - share)).ln(),
        ..Boosted::default()
    };
    let mut sums = vec![model.base; rows.len()];
    for _ in 0..TREES {
        let slopes: Vec<(f32, f32)> = sums
            .iter()
            .zip(yes)
            .map(|(&sum, &yes)| {
                let p = logistic(sum);
                (f32::from(u8::from(yes)) - p, (p * (1.0 - p)).max(1e-6))
            })
            .collect();
        let mut place = vec![0usize; rows.len()];
        let mut questions = vec![(0u32, f32::MAX); INNER];
        for level in 0..DEPTH {
            let first = (1 << level) - 1;
            let best = questions_of(&binned, &slopes, &place, first, 1 << level, width);
            for (node, &(feature, bin)) in best.iter().enumerate() {
                // A node that is not worth a question sends all to the left.
                if let Some(&limit) = limits[feature].get(bin) {
                    questions[first + node] = (feature as u32, limit);
                }
            }
            for (row, at) in place.iter_mut().enumerate() {
                let (feature, limit) = questions[*at];
                *at = 2 * *at + 1 + usize::from(rows[row][feature as usize] > limit);
            }
        }
        let mut totals = [(0f32, 0f32); LEAVES];
        for (at, (slope, weight)) in place.iter().zip(&slopes) {
            totals[at - INNER].0 += slope;
            totals[at - INNER].1 += weight;
        }
        let leaves = totals.map(|(slope, weight)| RATE * slope / (weight + RIDGE));
        for (sum, at) in sums.iter_mut().zip(&place) {
            *sum += leaves[at - INNER];
        }
        model.questions.extend(questions);
        model.leaves.extend(leaves);
    }
    model
}

/// Where the values of a feature are cut: at most [`BINS`] - 1 places with about as many rows
/// between.
fn limits(rows: &[Vec<f32>], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|row| row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut limits: Vec<f32> = (1..BINS)
        .map(|part| values[part * (values.len() - 1) / BINS])
        .collect();
    limits.dedup();
    limits
}

/// For each node of a level the feature and the bin whose question gains most; a bin beyond the
/// last where none gains.
fn questions_of(
    binned: &[u8],
    slopes: &[(f32, f32)],
    place: &[usize],
    first: usize,
    nodes: usize,
    width: usize,
) -> Vec<(usize, usize)> {
    let mut cells = vec![(0f64, 0f64); nodes * width * BINS];
    for (row, (&at, &(slope, weight))) in place.iter().zip(slopes).enumerate() {
        let base = (at - first) * width * BINS;
        for (feature, &bin) in binned[row * width..(row + 1) * width].iter().enumerate() {
            let cell = &mut cells[base + feature * BINS + bin as usize];
            cell.0 += f64::from(slope);
            cell.1 += f64::from(weight);
        }
    }
    let worth = |(slope, weight): (f64, f64)| slope * slope / (weight + f64::from(RIDGE));
    let best_of = |node: usize| {
        let mut best = (1e-3, 0, usize::MAX);
        for feature in 0..width {
            let start = (node * width + feature) * BINS;
            let cells = &cells[start..start + BINS];
            let sum = |cells: &[(f64, f64)]| {
                cells
                    .iter()
                    .fold((0.0, 0.0), |sum, cell| (sum.0 + cell.0, sum.1 + cell.1))
            };
            let total = sum(cells);
            let mut left = (0.0, 0.0);
            for (bin, cell) in cells.iter().enumerate().take(BINS - 1) {
                left = (left.0 + cell.0, left.1 + cell.1);
                let right = (total.0 - left.0, total.1 - left.1);
                let gain = worth(left) + worth(right) - worth(total);
                if left.1 > 1.0 && right.1 > 1.0 && gain > best.0 {
                    best = (gain, feature, bin);
                }
            }
        }
        (best.1, best.2)
    };
    (0..nodes).map(best_of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_line_parts_trees_part() {
        // Yes where exactly one of the two is large.
        let rows: Vec<Vec<f32>> = (0..400)
            .map(|i| vec![(i % 20) as f32, (i / 20) as f32])
            .collect();
        let yes: Vec<bool> = rows.iter().map(|r| (r[0] > 9.0) != (r[1] > 7.0)).collect();
        let model = grow(&rows, &yes);
        let right = rows.iter().zip(&yes);
        let right = right.filter(|(row, yes)| (model.sum(row) > 0.0) == **yes);
        assert!(right.count() > 390);
        assert_eq!(model, grow(&rows, &yes));
    }
}

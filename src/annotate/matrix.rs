//! Dense single-precision arithmetic whose results are the same bytes on every machine: each sum
//! runs in one order, nothing is fused, and `exp` is a polynomial of our own.

use fearless_simd::{Level, Simd, SimdBase, f32x8};
use std::sync::OnceLock;

/// The vectors that this machine has; found out once.
pub(crate) fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(Level::new)
}

/// Columns that are summed at a time.
const WIDE: usize = 16;
/// Rows that are summed at a time.
const HIGH: usize = 4;

/// A matrix that others are multiplied by, laid out for it: panels of 16 columns, each row by row,
/// the last filled up with zeros.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Panels {
    rows: usize,
    columns: usize,
    data: Vec<f32>,
}

impl Panels {
    /// Of a k×n matrix that lies row by row.
    pub(crate) fn new(k: usize, n: usize, matrix: &[f32]) -> Panels {
        let mut panels = Panels::default();
        panels.refill(k, n, matrix);
        panels
    }

    /// Another matrix in the same room.
    pub(crate) fn refill(&mut self, k: usize, n: usize, matrix: &[f32]) {
        assert!(matrix.len() >= k * n);
        self.clear(k, n);
        for (p, row) in matrix.chunks_exact(n.max(1)).take(k).enumerate() {
            for (panel, part) in row.chunks(WIDE).enumerate() {
                let at = (panel * k + p) * WIDE;
                self.data[at..at + part.len()].copy_from_slice(part);
            }
        }
    }

    /// Zeros, to be filled with [`set`](Panels::set).
    pub(crate) fn clear(&mut self, k: usize, n: usize) {
        (self.rows, self.columns) = (k, n);
        self.data.clear();
        self.data.resize(k * n.next_multiple_of(WIDE), 0.0);
    }

    /// Sets a number of the matrix.
    #[inline(always)]
    pub(crate) fn set(&mut self, row: usize, column: usize, x: f32) {
        self.data[(column / WIDE * self.rows + row) * WIDE + column % WIDE] = x;
    }
}

/// `c += a · b` with `a` of `m` rows, row by row, and so `c`; `room` is for `a` as it is needed here.
#[inline(always)]
pub(crate) fn multiply_add<S: Simd>(
    simd: S,
    m: usize,
    a: &[f32],
    b: &Panels,
    c: &mut [f32],
    room: &mut Vec<f32>,
) {
    let (k, n) = (b.rows, b.columns);
    assert!(a.len() >= m * k && c.len() >= m * n);
    // Four rows side by side; missing ones are zeros.
    room.clear();
    room.resize(m.next_multiple_of(HIGH) * k, 0.0);
    for (i, row) in a.chunks_exact(k.max(1)).take(m).enumerate() {
        let block = &mut room[i / HIGH * HIGH * k..][..HIGH * k];
        for (four, &x) in block.chunks_exact_mut(HIGH).zip(row) {
            four[i % HIGH] = x;
        }
    }
    for (j, panel) in b.data.chunks_exact((k * WIDE).max(1)).enumerate() {
        for (i, block) in room.chunks_exact((k * HIGH).max(1)).enumerate() {
            let sums = tile(simd, block, panel);
            let columns = (n - j * WIDE).min(WIDE);
            for (r, sums) in sums.iter().enumerate().take(m - i * HIGH) {
                let at = (i * HIGH + r) * n + j * WIDE;
                let c = &mut c[at..at + columns];
                if columns == WIDE {
                    for (c, sum) in c.chunks_exact_mut(8).zip(sums) {
                        let total = f32x8::from_slice(simd, c) + *sum;
                        total.store_slice(c);
                    }
                } else {
                    let all = sums.iter().flat_map(|sum| sum.as_slice());
                    c.iter_mut().zip(all).for_each(|(c, s)| *c += s);
                }
            }
        }
    }
}

/// Four rows by sixteen columns of a product.
#[inline(always)]
fn tile<S: Simd>(simd: S, block: &[f32], panel: &[f32]) -> [[f32x8<S>; 2]; HIGH] {
    let zero = f32x8::splat(simd, 0.0);
    let mut sums = [[zero; 2]; HIGH];
    for (xs, b) in block.chunks_exact(HIGH).zip(panel.chunks_exact(WIDE)) {
        let low = f32x8::from_slice(simd, &b[..8]);
        let high = f32x8::from_slice(simd, &b[8..]);
        for (sum, &x) in sums.iter_mut().zip(xs) {
            let x = f32x8::splat(simd, x);
            sum[0] += x * low;
            sum[1] += x * high;
        }
    }
    sums
}

/// The transpose of an m×n matrix.
pub(crate) fn transpose(m: usize, n: usize, a: &[f32], out: &mut Vec<f32>) {
    out.clear();
    out.resize(m * n, 0.0);
    for i in 0..m {
        for j in 0..n {
            out[j * m + i] = a[i * n + j];
        }
    }
}

/// Each row becomes `bias`.
#[inline(always)]
pub(crate) fn fill_rows(rows: usize, bias: &[f32], out: &mut Vec<f32>) {
    out.clear();
    for _ in 0..rows {
        out.extend_from_slice(bias);
    }
}

/// `e` to the power of `x`, within a few units in the last place.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    // Adding 1.5·2²³ rounds to an integer that can be read off the low bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    let r = x - whole * 0.693_359_4 - whole * -2.121_944_4e-4;
    let p = 1.0
        + r * (1.0
            + r * (0.5
                + r * (0.166_666_57 + r * (0.041_665_795 + r * (8.333_452e-3 + r * 1.398_2e-3)))));
    let power = f32::from_bits(
        shifted
            .to_bits()
            .wrapping_sub(ROUND.to_bits())
            .wrapping_add(127)
            << 23,
    );
    p * power
}

/// The logistic function.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// Turns scores into probabilities, in place; gives the logarithm of the sum.
#[inline(always)]
pub(crate) fn softmax(scores: &mut [f32]) -> f32 {
    let top = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for s in scores.iter_mut() {
        *s = exp(*s - top);
        sum += *s;
    }
    for s in scores.iter_mut() {
        *s /= sum;
    }
    top + sum.ln()
}

/// The place of the highest value, the first of equals.
#[inline(always)]
pub(crate) fn argmax(xs: &[f32]) -> usize {
    let mut best = 0;
    for (i, x) in xs.iter().enumerate() {
        if *x > xs[best] {
            best = i;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use fearless_simd::dispatch;

    #[test]
    fn products_of_odd_sizes_are_right() {
        for (m, k, n) in [(1, 1, 1), (5, 7, 9), (4, 3, 40), (9, 16, 33)] {
            let a: Vec<f32> = (0..m * k).map(|i| (i % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| (i % 5) as f32 - 2.0).collect();
            let mut c = vec![1.0; m * n];
            let (panels, mut room) = (Panels::new(k, n, &b), Vec::new());
            dispatch!(level(), simd => multiply_add(simd, m, &a, &panels, &mut c, &mut room));
            for i in 0..m {
                for j in 0..n {
                    let sum: f32 = (0..k).map(|p| a[i * k + p] * b[p * n + j]).sum();
                    assert_eq!(c[i * n + j], 1.0 + sum);
                }
            }
        }
    }

    #[test]
    fn exp_is_close() {
        for i in -800..800 {
            let x = i as f32 / 10.0;
            let error = (f64::from(exp(x)) / f64::from(x).exp() - 1.0).abs();
            assert!(error < 1e-5, "{x}: {error}");
        }
    }
}

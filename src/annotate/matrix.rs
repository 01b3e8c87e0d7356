//! Dense single-precision arithmetic whose results are the same bytes on every machine: each sum of
//! a product of matrices runs in one order and is fused, with one rounding a step, also where the
//! machine has no instruction for it; nothing else is fused, and `exp` is a polynomial of our own.

use fearless_simd::{Level, Simd, SimdBase, f32x8};
use std::ops::Range;
use std::sync::OnceLock;

/// The vectors that this machine has; found out once.
pub(crate) fn level() -> Level {
    static LEVEL: OnceLock<Level> = OnceLock::new();
    *LEVEL.get_or_init(Level::new)
}

/// Columns that are summed at a time.
const WIDE: usize = 16;
/// Rows that are summed at a time; the last ones may be fewer.
const HIGH: usize = 6;

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

/// `c += a · b` with `a` of `m` rows, row by row, and so `c`.
pub(crate) fn multiply_add<S: Simd>(simd: S, m: usize, a: &[f32], b: &Panels, c: &mut [f32]) {
    let (k, n) = (b.rows, b.columns);
    assert!(a.len() >= m * k && c.len() >= m * n);
    if m == 0 || k == 0 || n == 0 {
        return;
    }
    simd.vectorize(
        #[inline(always)]
        || {
            for (j, panel) in b.data.chunks_exact(k * WIDE).enumerate() {
                let columns = j * WIDE..n.min((j + 1) * WIDE);
                for (block, c) in a[..m * k].chunks(HIGH * k).zip(c.chunks_mut(HIGH * n)) {
                    let c = (c, n, columns.clone());
                    match block.len() / k {
                        1 => tile::<S, 1>(simd, block, panel, c),
                        2 => tile::<S, 2>(simd, block, panel, c),
                        3 => tile::<S, 3>(simd, block, panel, c),
                        4 => tile::<S, 4>(simd, block, panel, c),
                        5 => tile::<S, 5>(simd, block, panel, c),
                        _ => tile::<S, HIGH>(simd, block, panel, c),
                    }
                }
            }
        },
    );
}

/// Adds to some rows the sixteen columns of a product that one panel makes; `c` are the rows, how
/// long each is, and where in each the columns lie.
#[inline(always)]
fn tile<S: Simd, const ROWS: usize>(
    simd: S,
    block: &[f32],
    panel: &[f32],
    (c, n, columns): (&mut [f32], usize, Range<usize>),
) {
    let zero = f32x8::splat(simd, 0.0);
    let mut sums = [[zero; 2]; ROWS];
    // Loops over places: what an iterator hides is not always unrolled, and then the sums are
    // kept in memory.
    let k = block.len() / ROWS;
    let bs = &panel.as_chunks::<WIDE>().0[..k];
    let mut rows = [block; ROWS];
    let mut row = 0;
    while row < ROWS {
        rows[row] = &block[row * k..][..k];
        row += 1;
    }
    for p in 0..k {
        let low = f32x8::from_slice(simd, &bs[p][..8]);
        let high = f32x8::from_slice(simd, &bs[p][8..]);
        let mut row = 0;
        while row < ROWS {
            let x = f32x8::splat(simd, rows[row][p]);
            sums[row][0] = fused(simd, x, low, sums[row][0]);
            sums[row][1] = fused(simd, x, high, sums[row][1]);
            row += 1;
        }
    }
    let mut row = 0;
    while row < ROWS {
        let c = &mut c[row * n..][columns.clone()];
        if let [low, high] = c.as_chunks_mut::<8>().0 {
            (f32x8::from_slice(simd, &*low) + sums[row][0]).store_slice(low);
            (f32x8::from_slice(simd, &*high) + sums[row][1]).store_slice(high);
        } else {
            for (at, c) in c.iter_mut().enumerate() {
                *c += sums[row][at / 8][at % 8];
            }
        }
        row += 1;
    }
}

/// `a · b + c`, rounded once.
#[inline(always)]
fn fused<S: Simd>(simd: S, a: f32x8<S>, b: f32x8<S>, c: f32x8<S>) -> f32x8<S> {
    match simd.level() {
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        Level::Avx2(_) => simd.mul_add_f32x8(a, b, c),
        #[cfg(target_arch = "aarch64")]
        Level::Neon(_) => simd.mul_add_f32x8(a, b, c),
        _ => {
            let mut sums = [0.0; 8];
            for (lane, sum) in sums.iter_mut().enumerate() {
                *sum = fused_one(a[lane], b[lane], c[lane]);
            }
            f32x8::from_slice(simd, &sums)
        }
    }
}

/// `a · b + c`, rounded once, by arithmetic that every machine has: the product is exact in double
/// precision, and a sum that is not is rounded to odd there, so that the second rounding errs no
/// more ([Boldo & Melquiond 2008](https://doi.org/10.1109/TC.2007.70819)).
#[inline(always)]
fn fused_one(a: f32, b: f32, c: f32) -> f32 {
    let (product, c) = (f64::from(a) * f64::from(b), f64::from(c));
    let sum = product + c;
    let part = sum - product;
    let error = (product - (sum - part)) + (c - part);
    if error != 0.0 && sum.to_bits() & 1 == 0 {
        let away = (error > 0.0) == (sum > 0.0);
        let step = if away { 1 } else { u64::MAX };
        return f64::from_bits(sum.to_bits().wrapping_add(step)) as f32;
    }
    sum as f32
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
    // The sum has its order; what stands in a loop without one is done side by side.
    scores.iter_mut().for_each(|s| *s = exp(*s - top));
    let sum = scores.iter().fold(0.0, |sum: f32, s| sum + s);
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
    use crate::parameters::random::Random;
    use fearless_simd::dispatch;

    #[test]
    fn products_of_odd_sizes_are_right() {
        for (m, k, n) in [(1, 1, 1), (5, 7, 9), (4, 3, 40), (9, 16, 33), (14, 20, 16)] {
            let a: Vec<f32> = (0..m * k).map(|i| (i % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| (i % 5) as f32 - 2.0).collect();
            let mut c = vec![1.0; m * n];
            let panels = Panels::new(k, n, &b);
            dispatch!(level(), simd => multiply_add(simd, m, &a, &panels, &mut c));
            for i in 0..m {
                for j in 0..n {
                    let sum: f32 = (0..k).map(|p| a[i * k + p] * b[p * n + j]).sum();
                    assert_eq!(c[i * n + j], 1.0 + sum);
                }
            }
        }
    }

    #[test]
    fn a_fused_step_rounds_once_on_every_machine() {
        let mut random = Random::new(7);
        let mut number = || {
            let bits = random.below(1 << 32) as u32;
            // Of moderate size, now and then far apart, now and then with few digits.
            let size = 100 + bits % 50;
            let digits = match bits.is_multiple_of(7) {
                true => 0x7f_f000,
                false => 0x7f_ffff,
            };
            f32::from_bits((bits & 0x8000_0000) | (size << 23) | (bits >> 3 & digits))
        };
        for _ in 0..200_000 {
            let [a, b, c] = [number(), number(), number()];
            for c in [c, -a * b, a * b * 0.5, 0.0] {
                let (ours, right) = (fused_one(a, b, c), a.mul_add(b, c));
                assert_eq!(ours.to_bits(), right.to_bits(), "{a:e} {b:e} {c:e}");
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

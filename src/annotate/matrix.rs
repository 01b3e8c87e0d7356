//! Dense single-precision arithmetic whose results are the same bytes on every machine: each sum
//! runs in one order, nothing is fused, and `exp` is a polynomial of our own.

/// How many columns are summed at a time: what fits the registers of the machine. The result does
/// not depend on it.
const WIDE: usize = if cfg!(target_feature = "avx512f") {
    32
} else if cfg!(target_feature = "avx") {
    16
} else {
    8
};

/// `c += a · b` with `a` of m×k, `b` of k×n and `c` of m×n, all row by row.
pub(crate) fn multiply_add(m: usize, k: usize, n: usize, a: &[f32], b: &[f32], c: &mut [f32]) {
    assert!(a.len() >= m * k && b.len() >= k * n && c.len() >= m * n);
    let wide = n - n % WIDE;
    for j in (0..wide).step_by(WIDE) {
        let mut i = 0;
        while i + 4 <= m {
            tile::<4, WIDE>(i, j, k, n, a, b, c);
            i += 4;
        }
        while i < m {
            tile::<1, WIDE>(i, j, k, n, a, b, c);
            i += 1;
        }
    }
    for i in 0..m {
        for j in wide..n {
            let mut sum = 0.0;
            for p in 0..k {
                sum += a[i * k + p] * b[p * n + j];
            }
            c[i * n + j] += sum;
        }
    }
}

#[inline(always)]
fn tile<const M: usize, const N: usize>(
    i: usize,
    j: usize,
    k: usize,
    n: usize,
    a: &[f32],
    b: &[f32],
    c: &mut [f32],
) {
    let rows: [&[f32]; M] = std::array::from_fn(|r| &a[(i + r) * k..(i + r) * k + k]);
    let mut sums = [[0f32; N]; M];
    for (p, b) in b.chunks_exact(n).take(k).enumerate() {
        let b: &[f32; N] = b[j..j + N].try_into().expect("N columns");
        for r in 0..M {
            let x = rows[r][p];
            for l in 0..N {
                sums[r][l] += x * b[l];
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        let c = &mut c[(i + r) * n + j..(i + r) * n + j + N];
        for (c, s) in c.iter_mut().zip(sums) {
            *c += s;
        }
    }
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
            + r * (0.5 + r * (0.166_666_57 + r * (0.041_665_795 + r * (8.333_452e-3 + r * 1.398_2e-3)))));
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

    #[test]
    fn products_of_odd_sizes_are_right() {
        for (m, k, n) in [(1, 1, 1), (5, 7, 9), (4, 3, 40), (9, 16, 33)] {
            let a: Vec<f32> = (0..m * k).map(|i| (i % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| (i % 5) as f32 - 2.0).collect();
            let mut c = vec![1.0; m * n];
            multiply_add(m, k, n, &a, &b, &mut c);
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

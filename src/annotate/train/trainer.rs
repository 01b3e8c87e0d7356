//! The forward and the backward pass by hand, dropout, and Adam. One thread and one order of every
//! sum, so that the result is the same bytes each time.

use super::network::{Item, Recipe};
use crate::annotate::lemma::HashedMap;
use crate::annotate::matrix::{
    Panels, fill_rows, level, multiply_add, sigmoid, softmax, transpose,
};
use crate::annotate::network::{
    ARC_B, ARC_U, DIST, LEAK, MLP_B, MLP_W, Network, REL_B, REL_W, ROOT, Sizes, TAG_B, TAG_E,
    TAG_W, distance, rounded,
};
use crate::parameters::random::Random;
use fearless_simd::dispatch;
use std::collections::BTreeMap;

/// The share of numbers that a word's vector loses.
const WORD_DROP: f32 = 0.2;

/// The parameters with their gradients and moments.
pub(super) struct Trainer {
    sizes: Sizes,
    pub(super) index: HashedMap<u32>,
    counts: Vec<u32>,
    tensors: Vec<Vec<f32>>,
    gradients: Vec<Vec<f32>>,
    moments: Vec<(Vec<f32>, Vec<f32>)>,
    vectors: Vec<f32>,
    vector_moments: (Vec<f32>, Vec<f32>),
    /// Gradients of the rows of this batch, by row.
    touched: BTreeMap<u32, Vec<f32>>,
    step: i32,
    pub(super) random: Random,
    drop: f32,
}

/// What a layer keeps for the way back.
struct Kept {
    input: Vec<f32>,
    dropped: Vec<f32>,
    mask: Vec<f32>,
    value: Vec<f32>,
    forget: Vec<f32>,
    reset: Vec<f32>,
    state: Vec<f32>,
}

impl Trainer {
    pub(super) fn new(
        sizes: Sizes,
        index: HashedMap<u32>,
        counts: Vec<u32>,
        recipe: Recipe,
    ) -> Trainer {
        let mut random = Random::new(recipe.seed);
        let mut tensors: Vec<Vec<f32>> = Vec::new();
        for (which, (rows, columns)) in sizes.shapes().into_iter().enumerate() {
            let bound = (6.0 / (rows + columns) as f32).sqrt();
            let mut tensor: Vec<f32> = (0..rows * columns)
                .map(|_| {
                    if rows == 1 {
                        0.0
                    } else {
                        random.signed() * bound
                    }
                })
                .collect();
            if which < sizes.heads() && which % 2 == 1 {
                // Forget gates start from fast to slow.
                for d in 0..sizes.dim {
                    tensor[sizes.dim + d] = random.unit() * 3.0 - 1.0;
                }
            }
            if which == sizes.heads() + ROOT {
                tensor.iter_mut().for_each(|x| *x = random.signed() * 0.1);
            }
            if which == sizes.heads() + ARC_U {
                tensor.iter_mut().for_each(|x| *x *= 0.5);
            }
            tensors.push(tensor);
        }
        let vectors: Vec<f32> = (0..counts.len() * sizes.dim)
            .map(|_| random.signed() * 0.25)
            .collect();
        let zero = |t: &Vec<f32>| vec![0.0; t.len()];
        Trainer {
            gradients: tensors.iter().map(zero).collect(),
            moments: tensors.iter().map(|t| (zero(t), zero(t))).collect(),
            vector_moments: (zero(&vectors), zero(&vectors)),
            touched: BTreeMap::new(),
            sizes,
            index,
            counts,
            tensors,
            vectors,
            step: 0,
            random,
            drop: recipe.drop,
        }
    }

    /// The parameters as the program uses them.
    pub(super) fn network(&self) -> Network {
        let dim = self.sizes.dim;
        let mut vectors = Vec::with_capacity(self.vectors.len());
        let mut scales = Vec::new();
        for row in self.vectors.chunks_exact(dim) {
            let top = row.iter().fold(1e-9f32, |m, x| m.max(x.abs()));
            let scale = top / 127.0;
            scales.push(scale);
            vectors.extend(row.iter().map(|x| (x / scale).round() as i8));
        }
        Network::new(
            self.sizes,
            self.index.clone(),
            vectors,
            scales,
            self.tensors.iter().map(|t| rounded(t)).collect(),
        )
    }

    fn mask(&mut self, len: usize, drop: f32) -> Vec<f32> {
        let keep = 1.0 / (1.0 - drop);
        (0..len)
            .map(|_| if self.random.unit() < drop { 0.0 } else { keep })
            .collect()
    }

    /// One mask for all words of a sentence.
    fn sentence_mask(&mut self, starts: &[usize], width: usize) -> Vec<f32> {
        let mut out = Vec::with_capacity(starts[starts.len() - 1] * width);
        for s in starts.windows(2) {
            let drop = self.drop;
            let mask = self.mask(width, drop);
            for _ in s[0]..s[1] {
                out.extend_from_slice(&mask);
            }
        }
        out
    }

    /// One step; gives the sums of the losses for tags, heads and relations.
    pub(super) fn learn(&mut self, batch: &[Vec<Item>], rate: f32) -> [f64; 3] {
        let Sizes {
            dim,
            layers,
            tag_layer,
            tags,
            arc,
            rel,
            labels,
        } = self.sizes;
        let h = self.sizes.heads();
        let mut starts = vec![0];
        for sentence in batch {
            starts.push(starts[starts.len() - 1] + sentence.len());
        }
        let n = starts[starts.len() - 1];
        let items: Vec<&Item> = batch.iter().flat_map(|s| s.iter()).collect();
        let share = 1.0 / n as f32;
        let mut losses = [0f64; 3];

        // Words.
        let mut used: Vec<Vec<u32>> = Vec::with_capacity(n);
        let mut x = vec![0f32; n * dim];
        for (item, x) in items.iter().zip(x.chunks_exact_mut(dim)) {
            let mut rows = Vec::with_capacity(item.rows.len());
            // A rare form is forgotten now and then, so that unknown ones are no surprise.
            let forms = usize::from(item.forms);
            let forget = forms > 0 && {
                let count = self.counts[item.rows[0] as usize] as f32;
                self.random.unit() < 0.05 + 0.5 / (0.5 + count)
            };
            for (k, &row) in item.rows.iter().enumerate() {
                if k < forms && forget {
                    continue;
                }
                if self.random.unit() >= 0.05 {
                    rows.push(row);
                    let v = &self.vectors[row as usize * dim..(row as usize + 1) * dim];
                    x.iter_mut().zip(v).for_each(|(x, v)| *x += v);
                }
            }
            used.push(rows);
        }
        let word_mask = self.mask(n * dim, WORD_DROP);
        mask_by(&mut x, &word_mask);

        // Layers.
        let mut kept: Vec<Kept> = Vec::new();
        let mut tag_input = Vec::new();
        let mut tag_mask = Vec::new();
        let mut tag_probs = Vec::new();
        let mut tag_delta = Vec::new();
        for layer in 0..layers {
            let (out, keep) = self.layer_forward(layer, x, &starts);
            x = out;
            kept.push(keep);
            if layer + 1 == tag_layer {
                tag_mask = self.sentence_mask(&starts, dim);
                tag_input = x.clone();
                mask_by(&mut tag_input, &tag_mask);
                fill_rows(n, &self.tensors[h + TAG_B], &mut tag_probs);
                multiply(
                    n,
                    dim,
                    tags,
                    &tag_input,
                    &self.tensors[h + TAG_W],
                    &mut tag_probs,
                );
                tag_delta = vec![0f32; n * tags];
                for ((row, delta), item) in tag_probs
                    .chunks_exact_mut(tags)
                    .zip(tag_delta.chunks_exact_mut(tags))
                    .zip(&items)
                {
                    softmax(row);
                    if item.tag != u16::MAX {
                        let right = usize::from(item.tag);
                        losses[0] -= f64::from(row[right].max(1e-9).ln());
                        delta
                            .iter_mut()
                            .zip(row.iter())
                            .for_each(|(d, p)| *d = p * share);
                        delta[right] -= share;
                    }
                }
                multiply(n, tags, dim, &tag_probs, &self.tensors[h + TAG_E], &mut x);
            }
        }

        // Heads and relations.
        let wide = 2 * arc + 2 * rel;
        let mlp_mask = self.sentence_mask(&starts, dim);
        let mut mlp_input = x;
        mask_by(&mut mlp_input, &mlp_mask);
        let mut mlp = Vec::new();
        fill_rows(n, &self.tensors[h + MLP_B], &mut mlp);
        multiply(n, dim, wide, &mlp_input, &self.tensors[h + MLP_W], &mut mlp);
        let out_mask = self.sentence_mask(&starts, wide);
        let mut mlp_delta = vec![0f32; n * wide];
        self.arcs(
            &items,
            &starts,
            &mlp,
            &out_mask,
            &mut mlp_delta,
            &mut losses,
            share,
        );
        self.relations(
            &items,
            &starts,
            &mlp,
            &out_mask,
            &mut mlp_delta,
            &mut losses,
            share,
            labels,
        );

        // The way back.
        self.weight_gradient(h + MLP_W, &mlp_input, n, dim, &mlp_delta, wide);
        self.bias_gradient(h + MLP_B, &mlp_delta, wide);
        let mut dx = self.input_gradient(h + MLP_W, &mlp_delta, n, dim, wide);
        mask_by(&mut dx, &mlp_mask);
        for layer in (0..layers).rev() {
            if layer + 1 == tag_layer {
                // Through the tags that were fed back.
                self.weight_gradient(h + TAG_E, &tag_probs, n, tags, &dx, dim);
                let back = self.input_gradient(h + TAG_E, &dx, n, tags, dim);
                for ((delta, p), b) in tag_delta
                    .chunks_exact_mut(tags)
                    .zip(tag_probs.chunks_exact(tags))
                    .zip(back.chunks_exact(tags))
                {
                    let mean: f32 = p.iter().zip(b).map(|(p, b)| p * b).sum();
                    for k in 0..tags {
                        delta[k] += p[k] * (b[k] - mean);
                    }
                }
                self.weight_gradient(h + TAG_W, &tag_input, n, dim, &tag_delta, tags);
                self.bias_gradient(h + TAG_B, &tag_delta, tags);
                let mut back = self.input_gradient(h + TAG_W, &tag_delta, n, dim, tags);
                mask_by(&mut back, &tag_mask);
                dx.iter_mut().zip(&back).for_each(|(a, b)| *a += b);
            }
            dx = self.layer_backward(layer, dx, &kept[layer], &starts);
        }
        mask_by(&mut dx, &word_mask);
        for (rows, delta) in used.iter().zip(dx.chunks_exact(dim)) {
            for &row in rows {
                let sum = self.touched.entry(row).or_insert_with(|| vec![0.0; dim]);
                sum.iter_mut().zip(delta).for_each(|(s, d)| *s += d);
            }
        }
        self.adam(rate);
        losses
    }

    fn layer_forward(
        &mut self,
        layer: usize,
        input: Vec<f32>,
        starts: &[usize],
    ) -> (Vec<f32>, Kept) {
        let dim = self.sizes.dim;
        let half = dim / 2;
        let n = starts[starts.len() - 1];
        let mask = self.sentence_mask(starts, dim);
        let mut dropped = input.clone();
        mask_by(&mut dropped, &mask);
        let mut u = Vec::new();
        fill_rows(n, &self.tensors[2 * layer + 1], &mut u);
        multiply(n, dim, 3 * dim, &dropped, &self.tensors[2 * layer], &mut u);
        let mut value = vec![0f32; n * dim];
        let mut forget = vec![0f32; n * dim];
        let mut reset = vec![0f32; n * dim];
        for (t, u) in u.chunks_exact(3 * dim).enumerate() {
            let at = t * dim;
            value[at..at + dim].copy_from_slice(&u[..dim]);
            for d in 0..dim {
                forget[at + d] = sigmoid(u[dim + d]);
                reset[at + d] = sigmoid(u[2 * dim + d]);
            }
        }
        let mut state = vec![0f32; n * dim];
        let mut out = vec![0f32; n * dim];
        for s in starts.windows(2) {
            for (from, backwards) in [(0, false), (half, true)] {
                let mut c = vec![0f32; half];
                for step in 0..s[1] - s[0] {
                    let t = if backwards {
                        s[1] - 1 - step
                    } else {
                        s[0] + step
                    };
                    let at = t * dim + from;
                    for d in 0..half {
                        let v = value[at + d];
                        c[d] = v + forget[at + d] * (c[d] - v);
                        state[at + d] = c[d];
                        let x = input[at + d];
                        out[at + d] = x + reset[at + d] * (c[d] - x);
                    }
                }
            }
        }
        let keep = Kept {
            input,
            dropped,
            mask,
            value,
            forget,
            reset,
            state,
        };
        (out, keep)
    }

    fn layer_backward(
        &mut self,
        layer: usize,
        d_out: Vec<f32>,
        k: &Kept,
        starts: &[usize],
    ) -> Vec<f32> {
        let dim = self.sizes.dim;
        let half = dim / 2;
        let n = starts[starts.len() - 1];
        let mut du = vec![0f32; n * 3 * dim];
        let mut dx = vec![0f32; n * dim];
        for s in starts.windows(2) {
            let length = s[1] - s[0];
            for (from, backwards) in [(0, false), (half, true)] {
                let mut dc = vec![0f32; half];
                for step in (0..length).rev() {
                    let t = if backwards {
                        s[1] - 1 - step
                    } else {
                        s[0] + step
                    };
                    let before = if backwards { t + 1 } else { t.wrapping_sub(1) };
                    let at = t * dim + from;
                    let up = t * 3 * dim + from;
                    for d in 0..half {
                        let i = at + d;
                        let g = d_out[i];
                        let (r, f) = (k.reset[i], k.forget[i]);
                        let x = k.input[i];
                        du[up + 2 * dim + d] = g * (k.state[i] - x) * r * (1.0 - r);
                        dx[i] = g * (1.0 - r);
                        let total = dc[d] + g * r;
                        let c_before = if step == 0 {
                            0.0
                        } else {
                            k.state[before * dim + from + d]
                        };
                        du[up + d] = total * (1.0 - f);
                        du[up + dim + d] = total * (c_before - k.value[i]) * f * (1.0 - f);
                        dc[d] = total * f;
                    }
                }
            }
        }
        self.weight_gradient(2 * layer, &k.dropped, n, dim, &du, 3 * dim);
        self.bias_gradient(2 * layer + 1, &du, 3 * dim);
        let mut back = self.input_gradient(2 * layer, &du, n, dim, 3 * dim);
        mask_by(&mut back, &k.mask);
        dx.iter_mut().zip(&back).for_each(|(a, b)| *a += b);
        dx
    }

    #[allow(clippy::too_many_arguments)]
    fn arcs(
        &mut self,
        items: &[&Item],
        starts: &[usize],
        mlp: &[f32],
        mask: &[f32],
        mlp_delta: &mut [f32],
        losses: &mut [f64; 3],
        share: f32,
    ) {
        let Sizes { arc, rel, .. } = self.sizes;
        let h = self.sizes.heads();
        let wide = 2 * arc + 2 * rel;
        let (mut u_t, mut deps_t, mut keys_t, mut q_t) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        transpose(arc, arc, &self.tensors[h + ARC_U], &mut u_t);
        for s in starts.windows(2) {
            let n = s[1] - s[0];
            let mut deps = vec![0f32; n * arc];
            // Row 0 is the root.
            let mut keys = vec![0f32; (n + 1) * arc];
            keys[..arc].copy_from_slice(&self.tensors[h + ROOT][..arc]);
            for i in 0..n {
                let row = (s[0] + i) * wide;
                for a in 0..arc {
                    deps[i * arc + a] = leaky(mlp[row + a]) * mask[row + a];
                    keys[(i + 1) * arc + a] = leaky(mlp[row + arc + a]) * mask[row + arc + a];
                }
            }
            let mut query = Vec::new();
            fill_rows(n, &self.tensors[h + ARC_B], &mut query);
            multiply(n, arc, arc, &deps, &self.tensors[h + ARC_U], &mut query);
            transpose(n + 1, arc, &keys, &mut keys_t);
            let mut scores = vec![0f32; n * (n + 1)];
            multiply(n, arc, n + 1, &query, &keys_t, &mut scores);
            for (i, row) in scores.chunks_exact_mut(n + 1).enumerate() {
                for (j, score) in row[1..].iter_mut().enumerate() {
                    *score += self.tensors[h + DIST][distance(i, j)];
                }
                row[i + 1] = -1e9;
                softmax(row);
                let right = items[s[0] + i].head as usize;
                losses[1] -= f64::from(row[right].max(1e-9).ln());
                row[right] -= 1.0;
                row.iter_mut().for_each(|d| *d *= share);
                row[i + 1] = 0.0;
                for (j, d) in row[1..].iter().enumerate() {
                    self.gradients[h + DIST][distance(i, j)] += d;
                }
            }
            // scores = query · keysᵀ
            let mut d_query = vec![0f32; n * arc];
            multiply(n, n + 1, arc, &scores, &keys, &mut d_query);
            let mut scores_t = Vec::new();
            transpose(n, n + 1, &scores, &mut scores_t);
            let mut d_keys = vec![0f32; (n + 1) * arc];
            multiply(n + 1, n, arc, &scores_t, &query, &mut d_keys);
            // query = deps · U + b
            transpose(n, arc, &deps, &mut deps_t);
            multiply(
                arc,
                n,
                arc,
                &deps_t,
                &d_query,
                &mut self.gradients[h + ARC_U],
            );
            for row in d_query.chunks_exact(arc) {
                self.gradients[h + ARC_B]
                    .iter_mut()
                    .zip(row)
                    .for_each(|(g, d)| *g += d);
            }
            q_t.clear();
            q_t.resize(n * arc, 0.0);
            multiply(n, arc, arc, &d_query, &u_t, &mut q_t);
            let d_deps = &q_t;
            let root = &mut self.gradients[h + ROOT][..arc];
            root.iter_mut().zip(&d_keys).for_each(|(g, d)| *g += d);
            for i in 0..n {
                let row = (s[0] + i) * wide;
                for a in 0..arc {
                    mlp_delta[row + a] += d_deps[i * arc + a] * mask[row + a] * slope(mlp[row + a]);
                    mlp_delta[row + arc + a] +=
                        d_keys[(i + 1) * arc + a] * mask[row + arc + a] * slope(mlp[row + arc + a]);
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn relations(
        &mut self,
        items: &[&Item],
        starts: &[usize],
        mlp: &[f32],
        mask: &[f32],
        mlp_delta: &mut [f32],
        losses: &mut [f64; 3],
        share: f32,
        labels: usize,
    ) {
        let Sizes { arc, rel, .. } = self.sizes;
        let h = self.sizes.heads();
        let wide = 2 * arc + 2 * rel;
        let n = items.len();
        let mut sum = vec![0f32; n * rel];
        let mut own_mask = vec![0f32; n * rel];
        let mut head_of: Vec<Option<usize>> = Vec::with_capacity(n);
        for s in starts.windows(2) {
            for i in s[0]..s[1] {
                let head = items[i].head.checked_sub(1).map(|k| s[0] + k as usize);
                head_of.push(head);
                let own = i * wide + 2 * arc;
                for r in 0..rel {
                    let of_head = match head {
                        Some(j) => mlp[j * wide + 2 * arc + rel + r],
                        None => self.tensors[h + ROOT][arc + r],
                    };
                    sum[i * rel + r] = mlp[own + r] + of_head;
                    own_mask[i * rel + r] = mask[own + r];
                }
            }
        }
        let mut z: Vec<f32> = sum.iter().map(|&x| leaky(x)).collect();
        mask_by(&mut z, &own_mask);
        let mut logits = Vec::new();
        fill_rows(n, &self.tensors[h + REL_B], &mut logits);
        multiply(n, rel, labels, &z, &self.tensors[h + REL_W], &mut logits);
        for (row, item) in logits.chunks_exact_mut(labels).zip(items) {
            softmax(row);
            let right = usize::from(item.label);
            losses[2] -= f64::from(row[right].max(1e-9).ln());
            row[right] -= 1.0;
            row.iter_mut().for_each(|d| *d *= share);
        }
        self.weight_gradient(h + REL_W, &z, n, rel, &logits, labels);
        self.bias_gradient(h + REL_B, &logits, labels);
        let dz = self.input_gradient(h + REL_W, &logits, n, rel, labels);
        for i in 0..n {
            for r in 0..rel {
                let d = dz[i * rel + r] * own_mask[i * rel + r] * slope(sum[i * rel + r]);
                mlp_delta[i * wide + 2 * arc + r] += d;
                match head_of[i] {
                    Some(j) => mlp_delta[j * wide + 2 * arc + rel + r] += d,
                    None => self.gradients[h + ROOT][arc + r] += d,
                }
            }
        }
    }

    /// Adds `inputᵀ · delta` to the gradient of a tensor.
    fn weight_gradient(
        &mut self,
        tensor: usize,
        input: &[f32],
        n: usize,
        k: usize,
        delta: &[f32],
        m: usize,
    ) {
        let mut t = Vec::new();
        transpose(n, k, input, &mut t);
        multiply(k, n, m, &t, delta, &mut self.gradients[tensor]);
    }

    fn bias_gradient(&mut self, tensor: usize, delta: &[f32], m: usize) {
        let gradient = &mut self.gradients[tensor];
        for row in delta.chunks_exact(m) {
            gradient.iter_mut().zip(row).for_each(|(g, d)| *g += d);
        }
    }

    /// `delta · tensorᵀ`.
    fn input_gradient(
        &self,
        tensor: usize,
        delta: &[f32],
        n: usize,
        k: usize,
        m: usize,
    ) -> Vec<f32> {
        let mut t = Vec::new();
        transpose(k, m, &self.tensors[tensor], &mut t);
        let mut out = vec![0f32; n * k];
        multiply(n, m, k, delta, &t, &mut out);
        out
    }

    /// One step of Adam; rows of words that the batch lacks stay as they are.
    fn adam(&mut self, rate: f32) {
        const B1: f32 = 0.9;
        const B2: f32 = 0.98;
        self.step += 1;
        let c1 = 1.0 - power(B1, self.step);
        let c2 = 1.0 - power(B2, self.step);
        // Gradients are cut to a norm of at most `LIMIT`.
        const LIMIT: f64 = 5.0;
        let dense: f64 = self
            .gradients
            .iter()
            .flatten()
            .map(|g| f64::from(g * g))
            .sum();
        let norm = dense.sqrt();
        let scale = if norm > LIMIT {
            (LIMIT / norm) as f32
        } else {
            1.0
        };
        let update = |w: &mut f32, m: &mut f32, v: &mut f32, g: f32| {
            *m = B1 * *m + (1.0 - B1) * g;
            *v = B2 * *v + (1.0 - B2) * g * g;
            *w -= rate * (*m / c1) / ((*v / c2).sqrt() + 1e-8);
        };
        for ((tensor, gradient), (m, v)) in self
            .tensors
            .iter_mut()
            .zip(&mut self.gradients)
            .zip(&mut self.moments)
        {
            for i in 0..tensor.len() {
                update(&mut tensor[i], &mut m[i], &mut v[i], gradient[i] * scale);
                gradient[i] = 0.0;
            }
        }
        let dim = self.sizes.dim;
        let (m, v) = &mut self.vector_moments;
        for (row, gradient) in std::mem::take(&mut self.touched) {
            let at = row as usize * dim;
            for (d, g) in gradient.iter().enumerate() {
                let i = at + d;
                update(&mut self.vectors[i], &mut m[i], &mut v[i], g * scale);
            }
        }
    }
}

/// `c += a · b`.
fn multiply(m: usize, k: usize, n: usize, a: &[f32], b: &[f32], c: &mut [f32]) {
    let panels = Panels::new(k, n, b);
    dispatch!(level(), simd => multiply_add(simd, m, a, &panels, c));
}

fn power(x: f32, n: i32) -> f32 {
    // By squaring; `powi` may differ between machines.
    let (mut result, mut base, mut n) = (1.0, x, n);
    while n > 0 {
        if n & 1 == 1 {
            result *= base;
        }
        base *= base;
        n >>= 1;
    }
    result
}

fn mask_by(xs: &mut [f32], mask: &[f32]) {
    xs.iter_mut().zip(mask).for_each(|(x, m)| *x *= m);
}

#[inline(always)]
fn leaky(x: f32) -> f32 {
    if x > 0.0 { x } else { LEAK * x }
}

#[inline(always)]
fn slope(x: f32) -> f32 {
    if x > 0.0 { 1.0 } else { LEAK }
}

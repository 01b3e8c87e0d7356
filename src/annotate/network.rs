//! The network that tags and parses a sentence.
//!
//! Each word is a sum of vectors for its form, its ends and its shape. Layers of simple recurrent
//! units run over them in both directions ([Lei et al. 2018](https://arxiv.org/abs/1709.02755)); the tags are
//! read off a middle layer and fed back; heads and relations are read off the last one by a
//! biaffine scorer ([Dozat & Manning 2017](https://arxiv.org/abs/1611.01734)).

use super::lemma::HashedMap;
use super::matrix::{Panels, argmax, fill_rows, level, multiply_add, sigmoid, softmax};
use crate::error::Result;
use crate::parameters::file::{Reader, Writer};
use crate::parameters::letters::{hash, normal_into, shape_into};
use fearless_simd::{Simd, dispatch};

/// The sizes of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Of a word's vector in every layer: half for each direction.
    pub(crate) dim: usize,
    pub(crate) layers: usize,
    /// After how many layers the tags are read.
    pub(crate) tag_layer: usize,
    pub(crate) tags: usize,
    pub(crate) arc: usize,
    pub(crate) rel: usize,
    pub(crate) labels: usize,
}

/// Distances between dependent and head are told apart up to this bucket, on either side.
pub(crate) const DISTANCES: usize = 8;

/// The bucket of a distance, `head - dependent`.
pub(crate) fn distance(dependent: usize, head: usize) -> usize {
    let bucket = |d: usize| match d {
        0..=4 => d,
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        _ => 8,
    };
    if head > dependent {
        DISTANCES + bucket(head - dependent)
    } else {
        DISTANCES - bucket(dependent - head)
    }
}

impl Sizes {
    /// Rows and columns of every tensor, in the order of [`Network::tensors`].
    pub(crate) fn shapes(&self) -> Vec<(usize, usize)> {
        let Sizes {
            dim,
            layers,
            tag_layer: _,
            tags,
            arc,
            rel,
            labels,
        } = *self;
        let mut shapes = Vec::new();
        for _ in 0..layers {
            shapes.push((dim, 3 * dim));
            shapes.push((1, 3 * dim));
        }
        shapes.extend([
            (dim, tags),
            (1, tags),
            (tags, dim),
            (dim, 2 * arc + 2 * rel),
            (1, 2 * arc + 2 * rel),
            (1, arc + rel),
            (arc, arc),
            (1, arc),
            (1, 2 * DISTANCES + 1),
            (rel, labels),
            (1, labels),
        ]);
        shapes
    }

    /// The number of the first tensor after the layers.
    pub(crate) fn heads(&self) -> usize {
        2 * self.layers
    }
}

// The tensors after the layers.
pub(crate) const TAG_W: usize = 0;
pub(crate) const TAG_B: usize = 1;
pub(crate) const TAG_E: usize = 2;
pub(crate) const MLP_W: usize = 3;
pub(crate) const MLP_B: usize = 4;
pub(crate) const ROOT: usize = 5;
pub(crate) const ARC_U: usize = 6;
pub(crate) const ARC_B: usize = 7;
pub(crate) const DIST: usize = 8;
pub(crate) const REL_W: usize = 9;
pub(crate) const REL_B: usize = 10;

/// The slope of an activation below zero.
pub(crate) const LEAK: f32 = 0.1;

/// The features of a word as hashes; the first two are the form itself, in small letters and as it
/// is.
pub(crate) fn word_features(word: &str, buffer: &mut String, out: &mut Vec<u64>) {
    out.clear();
    shape_into(word, buffer);
    let shape = hash(100, buffer.as_bytes());
    normal_into(word, buffer);
    out.extend([
        hash(101, buffer.as_bytes()),
        hash(106, word.as_bytes()),
        shape,
    ]);
    let ends = buffer.char_indices().map(|(at, c)| at + c.len_utf8());
    out.extend(
        (102..106)
            .zip(ends)
            .map(|(seed, end)| hash(seed, &buffer.as_bytes()[..end])),
    );
    let starts = buffer.char_indices().rev().map(|(at, _)| at);
    out.extend(
        (111..116)
            .zip(starts)
            .map(|(seed, start)| hash(seed, &buffer.as_bytes()[start..])),
    );
}

/// The trained network.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Network {
    pub(crate) sizes: Sizes,
    /// From a feature's hash to its row.
    pub(crate) rows: HashedMap<u32>,
    /// Vectors in steps of their row's scale.
    pub(crate) vectors: Vec<i8>,
    pub(crate) scales: Vec<f32>,
    pub(crate) tensors: Vec<Vec<f32>>,
    /// Those of the tensors that others are multiplied by, as they are needed for it.
    panels: Vec<Panels>,
}

/// How many words a [`Scratch`] remembers before it forgets all; at 2 kB each.
const MEMORY: usize = 8192;

/// Room for the numbers of one sentence, used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    /// Which words are in `memory`, by their hash, and where.
    known: HashedMap<u32>,
    /// For each known word its vector and what the first layer's product makes of it.
    memory: Vec<f32>,
    /// Where in `memory` each word of the sentence is.
    places: Vec<u32>,
    x: Vec<f32>,
    u: Vec<f32>,
    /// The probabilities of the tags, a row for each word.
    pub(crate) tags: Vec<f32>,
    mlp: Vec<f32>,
    dependents: Vec<f32>,
    query: Vec<f32>,
    keys: Panels,
    pairs: Vec<f32>,
    pub(crate) arcs: Vec<f32>,
    rel: Vec<f32>,
    /// The scores of the relations, a row for each word.
    pub(crate) logits: Vec<f32>,
    features: Vec<u64>,
    text: String,
}

impl Network {
    /// A network of its parts.
    pub(crate) fn new(
        sizes: Sizes,
        rows: HashedMap<u32>,
        vectors: Vec<i8>,
        scales: Vec<f32>,
        tensors: Vec<Vec<f32>>,
    ) -> Network {
        let shapes = sizes.shapes();
        let panel = |((k, n), tensor): (&(usize, usize), &Vec<f32>)| Panels::new(*k, *n, tensor);
        Network {
            panels: shapes.iter().zip(&tensors).map(panel).collect(),
            sizes,
            rows,
            vectors,
            scales,
            tensors,
        }
    }

    fn head_panels(&self, which: usize) -> &Panels {
        &self.panels[self.sizes.heads() + which]
    }

    fn head(&self, which: usize) -> &[f32] {
        &self.tensors[self.sizes.heads() + which]
    }

    /// Tags the words of a sentence and scores every pair of dependent and head into
    /// `scratch.arcs`: row `i` is word `i`, column 0 the root, column `j + 1` word `j`.
    pub(crate) fn read_sentence<'w>(
        &self,
        words: impl ExactSizeIterator<Item = &'w str>,
        s: &mut Scratch,
        tags: &mut Vec<u16>,
    ) {
        let n = words.len();
        dispatch!(level(), simd => self.look_up(simd, words, s));
        dispatch!(level(), simd => self.score(simd, n, s, tags));
    }

    /// The words' vectors and what the first layer makes of them, which depends on nothing but the
    /// word: kept for the next time it comes.
    #[inline(always)]
    fn look_up<'w, S: Simd>(
        &self,
        simd: S,
        words: impl ExactSizeIterator<Item = &'w str>,
        s: &mut Scratch,
    ) {
        let dim = self.sizes.dim;
        let wide = 4 * dim;
        if s.known.len() >= MEMORY {
            s.known.clear();
            s.memory.clear();
        }
        s.places.clear();
        let first_new = s.memory.len();
        for word in words {
            let key = hash(120, word.as_bytes());
            let next = (s.memory.len() / wide) as u32;
            let at = *s.known.entry(key).or_insert(next);
            if at == next {
                let start = s.memory.len();
                s.memory.resize(start + wide, 0.0);
                self.vector(word, start, s);
            }
            s.places.push(at);
        }
        // The words that are new, all in one product.
        let new = s.memory[first_new..].chunks_exact_mut(wide);
        if new.len() > 0 {
            let count = new.len();
            s.x.clear();
            new.for_each(|row| s.x.extend_from_slice(&row[..dim]));
            fill_rows(count, &self.tensors[1], &mut s.u);
            multiply_add(simd, count, &s.x, &self.panels[0], &mut s.u);
            let new = s.memory[first_new..].chunks_exact_mut(wide);
            for (row, u) in new.zip(s.u.chunks_exact(3 * dim)) {
                row[dim..].copy_from_slice(u);
            }
        }
        s.x.clear();
        s.u.clear();
        for &at in &s.places {
            let row = &s.memory[at as usize * wide..][..wide];
            s.x.extend_from_slice(&row[..dim]);
            s.u.extend_from_slice(&row[dim..]);
        }
    }

    /// The sum of the vectors of a word's features, into `s.memory[at..]`.
    #[inline(always)]
    fn vector(&self, word: &str, at: usize, s: &mut Scratch) {
        let dim = self.sizes.dim;
        word_features(word, &mut s.text, &mut s.features);
        let x = &mut s.memory[at..at + dim];
        for feature in &s.features {
            if let Some(&row) = self.rows.get(feature) {
                let row = row as usize;
                let scale = self.scales[row];
                for (x, &v) in x.iter_mut().zip(&self.vectors[row * dim..(row + 1) * dim]) {
                    *x += f32::from(v) * scale;
                }
            }
        }
    }

    #[inline(always)]
    fn score<S: Simd>(&self, simd: S, n: usize, s: &mut Scratch, tags: &mut Vec<u16>) {
        let Sizes {
            dim,
            layers,
            tag_layer,
            tags: tag_count,
            arc,
            rel,
            ..
        } = self.sizes;
        for layer in 0..layers {
            self.run_layer(simd, layer, n, s);
            if layer + 1 == tag_layer {
                fill_rows(n, self.head(TAG_B), &mut s.tags);
                multiply_add(simd, n, &s.x, self.head_panels(TAG_W), &mut s.tags);
                tags.clear();
                let fed_back = self.head(TAG_E);
                for (scores, x) in s
                    .tags
                    .chunks_exact_mut(tag_count)
                    .zip(s.x.chunks_exact_mut(dim))
                {
                    tags.push(argmax(scores) as u16);
                    softmax(scores);
                    // All but one or two are next to nothing.
                    for (&p, vector) in scores.iter().zip(fed_back.chunks_exact(dim)) {
                        if p > 1e-4 {
                            x.iter_mut().zip(vector).for_each(|(x, v)| *x += p * v);
                        }
                    }
                }
            }
        }
        let wide = 2 * arc + 2 * rel;
        fill_rows(n, self.head(MLP_B), &mut s.mlp);
        multiply_add(simd, n, &s.x, self.head_panels(MLP_W), &mut s.mlp);
        s.dependents.clear();
        s.keys.clear(arc, n + 1);
        for (a, &x) in self.head(ROOT)[..arc].iter().enumerate() {
            s.keys.set(a, 0, x);
        }
        for (i, row) in s.mlp.chunks_exact(wide).enumerate() {
            s.dependents.extend(row[..arc].iter().map(|&x| leaky(x)));
            for (a, &x) in row[arc..2 * arc].iter().enumerate() {
                s.keys.set(a, i + 1, leaky(x));
            }
        }
        fill_rows(n, self.head(ARC_B), &mut s.query);
        multiply_add(
            simd,
            n,
            &s.dependents,
            self.head_panels(ARC_U),
            &mut s.query,
        );
        s.pairs.clear();
        s.pairs.resize(n * (n + 1), 0.0);
        multiply_add(simd, n, &s.query, &s.keys, &mut s.pairs);
        let bias = self.head(DIST);
        s.arcs.clear();
        for (i, row) in s.pairs.chunks_exact(n + 1).enumerate() {
            s.arcs.push(row[0]);
            let scored = row[1..=n].iter().enumerate();
            s.arcs
                .extend(scored.map(|(j, score)| score + bias[distance(i, j)]));
            s.arcs[i * (n + 1) + i + 1] = f32::NEG_INFINITY;
        }
    }

    #[inline(always)]
    fn run_layer<S: Simd>(&self, simd: S, layer: usize, n: usize, s: &mut Scratch) {
        let dim = self.sizes.dim;
        let half = dim / 2;
        if layer > 0 {
            fill_rows(n, &self.tensors[2 * layer + 1], &mut s.u);
            multiply_add(simd, n, &s.x, &self.panels[2 * layer], &mut s.u);
        }
        for u in s.u.chunks_exact_mut(3 * dim) {
            for gate in &mut u[dim..] {
                *gate = sigmoid(*gate);
            }
        }
        let mut state = [0f32; 256];
        for (from, backwards) in [(0, false), (half, true)] {
            let c = &mut state[..half];
            c.fill(0.0);
            for step in 0..n {
                let t = if backwards { n - 1 - step } else { step };
                let u = &s.u[t * 3 * dim..(t + 1) * 3 * dim];
                let value = &u[from..from + half];
                let forget = &u[dim + from..dim + from + half];
                let reset = &u[2 * dim + from..2 * dim + from + half];
                let x = &mut s.x[t * dim + from..t * dim + from + half];
                for d in 0..half {
                    c[d] = value[d] + forget[d] * (c[d] - value[d]);
                    x[d] += reset[d] * (c[d] - x[d]);
                }
            }
        }
    }

    /// The best relation of each word to its head (`None`: the root), after
    /// [`read_sentence`](Network::read_sentence).
    pub(crate) fn relations(&self, heads: &[Option<u32>], s: &mut Scratch, out: &mut Vec<u8>) {
        let Sizes {
            arc, rel, labels, ..
        } = self.sizes;
        let n = heads.len();
        let wide = 2 * arc + 2 * rel;
        s.rel.clear();
        for (i, head) in heads.iter().enumerate() {
            let own = &s.mlp[i * wide + 2 * arc..i * wide + 2 * arc + rel];
            let of_head = match head {
                Some(h) => &s.mlp[*h as usize * wide + 2 * arc + rel..(*h as usize + 1) * wide],
                None => &self.head(ROOT)[arc..],
            };
            s.rel
                .extend(own.iter().zip(of_head).map(|(a, b)| leaky(a + b)));
        }
        fill_rows(n, self.head(REL_B), &mut s.logits);
        let (z, logits) = (&s.rel, &mut s.logits);
        let weights = self.head_panels(REL_W);
        dispatch!(level(), simd => multiply_add(simd, n, z, weights, logits));
        out.clear();
        out.extend(s.logits.chunks_exact(labels).map(|row| argmax(row) as u8));
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        let Sizes {
            dim,
            layers,
            tag_layer,
            tags,
            arc,
            rel,
            labels,
        } = self.sizes;
        to.u32s(&[dim, layers, tag_layer, tags, arc, rel, labels].map(|n| n as u32));
        let mut rows: Vec<(u32, u64)> = self.rows.iter().map(|(&k, &v)| (v, k)).collect();
        rows.sort_unstable();
        to.u64s(&rows.iter().map(|r| r.1).collect::<Vec<_>>());
        to.i8s(&self.vectors);
        to.f32s(&self.scales);
        for tensor in &self.tensors {
            let (scale, steps) = in_steps(tensor);
            to.f32s(&[scale]);
            to.i16s(&steps);
        }
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Network> {
        let sizes = from.u32s()?;
        let [dim, layers, tag_layer, tags, arc, rel, labels] = sizes[..] else {
            return Err(from.damaged("the network's sizes are not seven numbers"));
        };
        let sizes = Sizes {
            dim: dim as usize,
            layers: layers as usize,
            tag_layer: tag_layer as usize,
            tags: tags as usize,
            arc: arc as usize,
            rel: rel as usize,
            labels: labels as usize,
        };
        let whole = dim > 0 && dim % 2 == 0 && (1..=layers).contains(&tag_layer) && tags > 0;
        if !whole
            || dim > 512
            || layers > 16
            || tags > 4096
            || arc > 4096
            || rel > 4096
            || labels > 255
        {
            return Err(from.damaged("the network's sizes are out of bounds"));
        }
        let keys = from.u64s()?;
        let vectors = from.i8s()?;
        let scales = from.f32s()?;
        if vectors.len() != keys.len() * sizes.dim || scales.len() != keys.len() {
            return Err(from.damaged("the word vectors do not fit their index"));
        }
        let mut tensors = Vec::new();
        for (rows, columns) in sizes.shapes() {
            let scale = from.f32s()?;
            let steps = from.i16s()?;
            let scale = scale.first().copied().unwrap_or(0.0);
            let tensor: Vec<f32> = steps.iter().map(|&x| f32::from(x) * scale).collect();
            if tensor.len() != rows * columns {
                return Err(from.damaged("a tensor does not have the size of its place"));
            }
            tensors.push(tensor);
        }
        let rows = keys.into_iter().zip(0..).collect();
        Ok(Network::new(sizes, rows, vectors, scales, tensors))
    }
}

/// A tensor as whole steps of a scale: how it lies in a file.
fn in_steps(tensor: &[f32]) -> (f32, Vec<i16>) {
    let top = tensor.iter().fold(1e-9f32, |m, x| m.max(x.abs()));
    let scale = top / 32_000.0;
    (
        scale,
        tensor.iter().map(|x| (x / scale).round() as i16).collect(),
    )
}

/// A tensor as it will be read from a file.
pub(crate) fn rounded(tensor: &[f32]) -> Vec<f32> {
    let (scale, steps) = in_steps(tensor);
    steps.iter().map(|&x| f32::from(x) * scale).collect()
}

#[inline(always)]
fn leaky(x: f32) -> f32 {
    if x > 0.0 { x } else { LEAK * x }
}

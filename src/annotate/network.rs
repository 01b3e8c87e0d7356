//! The network that tags and parses a sentence.
//!
//! Each word is a sum of vectors for its form, its ends and its shape. Layers of simple recurrent
//! units run over them in both directions ([Lei et al. 2018](https://arxiv.org/abs/1709.02755)); the tags are
//! read off a middle layer and fed back; heads and relations are read off the last one by a
//! biaffine scorer ([Dozat & Manning 2017](https://arxiv.org/abs/1611.01734)).

use super::letters::{hash, normal_into, shape_into};
use super::matrix::{argmax, fill_rows, multiply_add, sigmoid, softmax};
use super::model::{Reader, Writer};
use super::lemma::HashedMap;
use crate::error::Result;

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
        let Sizes { dim, layers, tag_layer: _, tags, arc, rel, labels } = *self;
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
    out.extend((102..106).zip(ends).map(|(seed, end)| hash(seed, &buffer.as_bytes()[..end])));
    let starts = buffer.char_indices().rev().map(|(at, _)| at);
    out.extend((111..116).zip(starts).map(|(seed, start)| hash(seed, &buffer.as_bytes()[start..])));
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
}

/// Room for the numbers of one sentence, used again for the next.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    x: Vec<f32>,
    u: Vec<f32>,
    /// The probabilities of the tags, a row for each word.
    pub(crate) tags: Vec<f32>,
    mlp: Vec<f32>,
    dependents: Vec<f32>,
    query: Vec<f32>,
    keys: Vec<f32>,
    pub(crate) arcs: Vec<f32>,
    rel: Vec<f32>,
    /// The scores of the relations, a row for each word.
    pub(crate) logits: Vec<f32>,
    features: Vec<u64>,
    text: String,
}

impl Network {
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
        let Sizes { dim, layers, tag_layer, tags: tag_count, arc, rel, .. } = self.sizes;
        let n = words.len();
        s.x.clear();
        s.x.resize(n * dim, 0.0);
        for (word, x) in words.zip(s.x.chunks_exact_mut(dim)) {
            word_features(word, &mut s.text, &mut s.features);
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
        for layer in 0..layers {
            self.run_layer(layer, n, s);
            if layer + 1 == tag_layer {
                fill_rows(n, self.head(TAG_B), &mut s.tags);
                multiply_add(n, dim, tag_count, &s.x, self.head(TAG_W), &mut s.tags);
                tags.clear();
                for scores in s.tags.chunks_exact_mut(tag_count) {
                    tags.push(argmax(scores) as u16);
                    softmax(scores);
                }
                multiply_add(n, tag_count, dim, &s.tags, self.head(TAG_E), &mut s.x);
            }
        }
        let wide = 2 * arc + 2 * rel;
        fill_rows(n, self.head(MLP_B), &mut s.mlp);
        multiply_add(n, dim, wide, &s.x, self.head(MLP_W), &mut s.mlp);
        s.dependents.clear();
        // The keys are laid out as columns, the root first.
        s.keys.clear();
        s.keys.resize(arc * (n + 1), 0.0);
        for (a, &x) in self.head(ROOT)[..arc].iter().enumerate() {
            s.keys[a * (n + 1)] = x;
        }
        for (i, row) in s.mlp.chunks_exact(wide).enumerate() {
            s.dependents.extend(row[..arc].iter().map(|&x| leaky(x)));
            for (a, &x) in row[arc..2 * arc].iter().enumerate() {
                s.keys[a * (n + 1) + i + 1] = leaky(x);
            }
        }
        fill_rows(n, self.head(ARC_B), &mut s.query);
        multiply_add(n, arc, arc, &s.dependents, self.head(ARC_U), &mut s.query);
        s.arcs.clear();
        s.arcs.resize(n * (n + 1), 0.0);
        multiply_add(n, arc, n + 1, &s.query, &s.keys, &mut s.arcs);
        let bias = self.head(DIST);
        for (i, row) in s.arcs.chunks_exact_mut(n + 1).enumerate() {
            for (j, score) in row[1..].iter_mut().enumerate() {
                *score += bias[distance(i, j)];
            }
            row[i + 1] = f32::NEG_INFINITY;
        }
    }

    fn run_layer(&self, layer: usize, n: usize, s: &mut Scratch) {
        let dim = self.sizes.dim;
        let half = dim / 2;
        fill_rows(n, &self.tensors[2 * layer + 1], &mut s.u);
        multiply_add(n, dim, 3 * dim, &s.x, &self.tensors[2 * layer], &mut s.u);
        let mut c = [0f32; 256];
        for (part, backwards) in [(0..half, false), (half..dim, true)] {
            let c = &mut c[..half];
            c.fill(0.0);
            for step in 0..n {
                let t = if backwards { n - 1 - step } else { step };
                let u = &s.u[t * 3 * dim..(t + 1) * 3 * dim];
                let (value, rest) = u.split_at(dim);
                let (forget, reset) = rest.split_at(dim);
                let x = &mut s.x[t * dim..(t + 1) * dim][part.clone()];
                let (value, forget, reset) =
                    (&value[part.clone()], &forget[part.clone()], &reset[part.clone()]);
                for d in 0..half {
                    let f = sigmoid(forget[d]);
                    let r = sigmoid(reset[d]);
                    c[d] = value[d] + f * (c[d] - value[d]);
                    x[d] += r * (c[d] - x[d]);
                }
            }
        }
    }

    /// The best relation of each word to its head (`None`: the root), after
    /// [`read_sentence`](Network::read_sentence).
    pub(crate) fn relations(&self, heads: &[Option<u32>], s: &mut Scratch, out: &mut Vec<u8>) {
        let Sizes { arc, rel, labels, .. } = self.sizes;
        let n = heads.len();
        let wide = 2 * arc + 2 * rel;
        s.rel.clear();
        for (i, head) in heads.iter().enumerate() {
            let own = &s.mlp[i * wide + 2 * arc..i * wide + 2 * arc + rel];
            let of_head = match head {
                Some(h) => &s.mlp[*h as usize * wide + 2 * arc + rel..(*h as usize + 1) * wide],
                None => &self.head(ROOT)[arc..],
            };
            s.rel.extend(own.iter().zip(of_head).map(|(a, b)| leaky(a + b)));
        }
        fill_rows(n, self.head(REL_B), &mut s.logits);
        multiply_add(n, rel, labels, &s.rel, self.head(REL_W), &mut s.logits);
        out.clear();
        out.extend(s.logits.chunks_exact(labels).map(|row| argmax(row) as u8));
    }

    pub(crate) fn write(&self, to: &mut Writer) {
        let Sizes { dim, layers, tag_layer, tags, arc, rel, labels } = self.sizes;
        to.u32s(&[dim, layers, tag_layer, tags, arc, rel, labels].map(|n| n as u32));
        let mut rows: Vec<(u32, u64)> = self.rows.iter().map(|(&k, &v)| (v, k)).collect();
        rows.sort_unstable();
        to.u64s(&rows.iter().map(|r| r.1).collect::<Vec<_>>());
        to.i8s(&self.vectors);
        to.f32s(&self.scales);
        for tensor in &self.tensors {
            to.f32s(tensor);
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
        if dim > 512 || layers > 16 || tags > 4096 || arc > 4096 || rel > 4096 || labels > 255 {
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
            let tensor = from.f32s()?;
            if tensor.len() != rows * columns {
                return Err(from.damaged("a tensor does not have the size of its place"));
            }
            tensors.push(tensor);
        }
        Ok(Network {
            sizes,
            rows: keys.into_iter().zip(0..).collect(),
            vectors,
            scales,
            tensors,
        })
    }
}

#[inline(always)]
fn leaky(x: f32) -> f32 {
    if x > 0.0 { x } else { LEAK * x }
}

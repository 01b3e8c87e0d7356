//! Learns the weights: a conditional random field over the labels of a sentence, by stochastic
//! gradient descent with a step for each weight (AdaGrad), weights that say little cut to zero.
//!
//! Where the annotation leaves several labels open, the likelihood of them all together is raised.
//! A word of a name can be made to need more than the likelihood: it has to win over "no name" by a
//! margin (softmax margin), where otherwise too many names would be passed over.

use super::Recipe;
use super::examples::{Examples, Sentence};
use crate::parameters::random::Random;
use crate::recognize::tagger::labels::{ALL, LABELS, LabelSet, OUTSIDE, may_follow};
use crate::recognize::tagger::weights::Weights;

/// How far the first step goes.
const RATE: f32 = 0.15;
/// How strongly weights are drawn to zero with every step.
const SHRINK: f32 = 0.001;

type Row = [f32; LABELS];

/// Weights on the way.
struct Learner {
    weights: Vec<Row>,
    squares: Vec<Row>,
    sums: Vec<Row>,
    transitions: Vec<Row>,
    transition_squares: Vec<Row>,
    transition_sums: Vec<Row>,
    snapshots: f32,
}

/// Trains on the examples.
pub(super) fn train(examples: &Examples, recipe: Recipe, report: &mut impl FnMut(&str)) -> Weights {
    let zeros = || vec![[0.0; LABELS]; examples.features.len()];
    let few = || vec![[0.0; LABELS]; LABELS + 1];
    let mut learner = Learner {
        weights: zeros(),
        squares: zeros(),
        sums: zeros(),
        transitions: few(),
        transition_squares: few(),
        transition_sums: few(),
        snapshots: 0.0,
    };
    let mut order: Vec<usize> = (0..examples.sentences.len()).collect();
    let mut random = Random::new(7);
    let mut lattice = Lattice::default();
    for epoch in 0..recipe.epochs {
        random.shuffle(&mut order);
        let mut loss = 0.0;
        for &index in &order {
            loss += learner.learn(&examples.sentences[index], &mut lattice);
        }
        if epoch * 2 >= recipe.epochs {
            learner.remember();
        }
        report(&format!(
            "round {}: loss {:.4}",
            epoch + 1,
            loss / order.len().max(1) as f64
        ));
    }
    learner.finish(&examples.features, recipe.features)
}

/// Probabilities of labels and of pairs of labels in one sentence.
#[derive(Default)]
struct Lattice {
    scores: Vec<[f64; LABELS]>,
    /// With all labels, and with those that the annotation allows.
    free: Marginals,
    bound: Marginals,
    steps: Vec<[f64; LABELS]>,
}

#[derive(Default)]
struct Marginals {
    ahead: Vec<[f64; LABELS]>,
    behind: Vec<[f64; LABELS]>,
    scales: Vec<f64>,
    tokens: Vec<[f64; LABELS]>,
    pairs: Vec<[f64; LABELS]>,
    log_sum: f64,
}

impl Marginals {
    #[expect(
        clippy::needless_range_loop,
        reason = "the recurrences are read as they are written in books: by token and label"
    )]
    /// Forward and backward over `scores` (as factors) and `steps` (likewise).
    fn read(
        &mut self,
        scores: &[[f64; LABELS]],
        steps: &[[f64; LABELS]],
        allowed: impl Fn(usize) -> LabelSet,
    ) {
        let n = scores.len();
        let may = |token: usize, label: usize| allowed(token) & (1 << label) != 0;
        self.ahead.clear();
        self.scales.clear();
        self.log_sum = 0.0;
        for token in 0..n {
            let mut row = [0.0; LABELS];
            for label in (0..LABELS).filter(|&label| may(token, label)) {
                let reached = match token.checked_sub(1) {
                    None => steps[LABELS][label],
                    Some(before) => (0..LABELS)
                        .map(|from| self.ahead[before][from] * steps[from][label])
                        .sum(),
                };
                row[label] = reached * scores[token][label];
            }
            let scale: f64 = row.iter().sum::<f64>().max(1e-300);
            row.iter_mut().for_each(|x| *x /= scale);
            self.log_sum += scale.ln();
            self.ahead.push(row);
            self.scales.push(scale);
        }
        self.behind.clear();
        self.behind.resize(n, [1.0; LABELS]);
        for token in (0..n.saturating_sub(1)).rev() {
            let next = token + 1;
            let mut weighted = [0.0; LABELS];
            for label in (0..LABELS).filter(|&label| may(next, label)) {
                weighted[label] = scores[next][label] * self.behind[next][label];
            }
            for label in 0..LABELS {
                let sum: f64 = (0..LABELS).map(|to| steps[label][to] * weighted[to]).sum();
                self.behind[token][label] = sum / self.scales[next];
            }
        }
        self.tokens.clear();
        self.pairs.clear();
        self.pairs.resize(LABELS + 1, [0.0; LABELS]);
        for token in 0..n {
            let mut row = [0.0; LABELS];
            for label in 0..LABELS {
                row[label] = self.ahead[token][label] * self.behind[token][label];
            }
            match token.checked_sub(1) {
                None => (0..LABELS).for_each(|label| self.pairs[LABELS][label] += row[label]),
                Some(before) => {
                    for label in (0..LABELS).filter(|&label| may(token, label)) {
                        let onward =
                            scores[token][label] * self.behind[token][label] / self.scales[token];
                        for from in 0..LABELS {
                            self.pairs[from][label] +=
                                self.ahead[before][from] * steps[from][label] * onward;
                        }
                    }
                }
            }
            self.tokens.push(row);
        }
    }
}

impl Learner {
    /// One step on a sentence; gives its loss before the step.
    fn learn(&mut self, sentence: &Sentence, lattice: &mut Lattice) -> f64 {
        let Lattice {
            scores,
            free,
            bound,
            steps,
        } = lattice;
        scores.clear();
        let mut start = 0;
        for &end in &sentence.ends {
            let mut sums = [0f32; LABELS];
            for &number in &sentence.numbers[start..end as usize] {
                for (sum, weight) in sums.iter_mut().zip(&self.weights[number as usize]) {
                    *sum += weight;
                }
            }
            start = end as usize;
            let top = sums.iter().copied().fold(f32::MIN, f32::max);
            let mut row = sums.map(|sum| f64::from(sum - top).exp());
            if sentence.allowed[scores.len()] & (1 << OUTSIDE) == 0 {
                row[OUTSIDE] *= f64::from(sentence.margin).exp();
            }
            scores.push(row);
        }
        steps.clear();
        for (before, row) in self.transitions.iter().enumerate() {
            let before = (before < LABELS).then_some(before);
            let mut factors = [0.0; LABELS];
            for (label, factor) in factors.iter_mut().enumerate() {
                if may_follow(before, label) {
                    *factor = f64::from(row[label]).exp();
                }
            }
            steps.push(factors);
        }
        free.read(scores, steps, |_| ALL);
        bound.read(scores, steps, |token| sentence.allowed[token]);
        let mut start = 0;
        for (token, &end) in sentence.ends.iter().enumerate() {
            let mut step = [0f32; LABELS];
            let mut largest = 0f32;
            for (label, step) in step.iter_mut().enumerate() {
                let there = bound.tokens[token][label] - free.tokens[token][label];
                *step = sentence.weight * there as f32;
                largest = largest.max(step.abs());
            }
            if largest > 1e-4 {
                for &number in &sentence.numbers[start..end as usize] {
                    let at = number as usize;
                    climb(&mut self.weights[at], &mut self.squares[at], &step, SHRINK);
                }
            }
            start = end as usize;
        }
        for before in 0..=LABELS {
            let mut step = [0f32; LABELS];
            for (label, step) in step.iter_mut().enumerate() {
                let there = bound.pairs[before][label] - free.pairs[before][label];
                *step = sentence.weight * there as f32;
            }
            climb(
                &mut self.transitions[before],
                &mut self.transition_squares[before],
                &step,
                0.0,
            );
        }
        free.log_sum - bound.log_sum
    }

    /// Adds the weights as they are to the mean.
    fn remember(&mut self) {
        let add = |sums: &mut [Row], weights: &[Row]| {
            for (sum, weight) in sums.iter_mut().flatten().zip(weights.iter().flatten()) {
                *sum += weight;
            }
        };
        add(&mut self.sums, &self.weights);
        add(&mut self.transition_sums, &self.transitions);
        self.snapshots += 1.0;
    }

    /// The mean weights as small integers, of the features that say most.
    fn finish(self, features: &[u64], limit: usize) -> Weights {
        let largest = |row: &Row| row.iter().fold(0f32, |most, x| most.max(x.abs()));
        let mut strengths: Vec<(f32, usize)> = self.sums.iter().map(largest).zip(0..).collect();
        strengths.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        strengths.truncate(limit);
        // A few weights far above the others are cut off; they decide as they are.
        let top = strengths.get(strengths.len() / 1000);
        let scale = f32::from(i8::MAX) / top.map_or(1.0, |s| s.0.max(1e-9));
        let kept: Vec<(u64, [i8; LABELS])> = strengths
            .iter()
            .map(|&(_, at)| (features[at], self.sums[at].map(|x| rounded(x, scale))))
            .filter(|(_, row)| row.iter().any(|&x| x != 0))
            .collect();
        let transitions = self.transition_sums.iter().flatten();
        let limit = f32::from(i16::MAX);
        let rounded = transitions.map(|x| (x * scale).clamp(-limit, limit).round() as i16);
        Weights::new(&kept, rounded.collect())
    }
}

/// A weight as a small integer.
fn rounded(weight: f32, scale: f32) -> i8 {
    let limit = f32::from(i8::MAX);
    (weight * scale).round().clamp(-limit, limit) as i8
}

/// One step uphill, shorter the more steps there were, and back towards zero by `shrink` of it.
fn climb(weights: &mut Row, squares: &mut Row, step: &Row, shrink: f32) {
    for ((weight, square), &step) in weights.iter_mut().zip(squares).zip(step) {
        *square += step * step;
        let rate = RATE / (1e-2 + *square).sqrt();
        *weight += rate * step;
        let back = rate * shrink;
        *weight = weight.signum() * (weight.abs() - back).max(0.0);
    }
}

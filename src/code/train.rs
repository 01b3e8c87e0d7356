//! Learns the weights: multinomial logistic regression over the signs of labelled pairs, by
//! stochastic gradient descent with a step for each weight (AdaGrad). The order of the examples is
//! fixed, so that the same examples give the same weights.

use super::Weights;

/// A labelled pair.
#[derive(Debug, Clone)]
pub struct Example {
    /// Its signs.
    pub features: Vec<u64>,
    /// The index of its class.
    pub class: usize,
}

const BITS: u32 = 15;
const EPOCHS: usize = 30;
const RATE: f32 = 0.3;
/// How strongly weights are drawn towards zero.
const DECAY: f32 = 0.001;
/// A sign that fewer examples bear says nothing of others.
const LEAST: u32 = 2;

/// Trains on examples of these classes.
pub fn train(classes: Vec<String>, examples: &[Example]) -> Weights {
    let count = classes.len();
    let bucket = |&feature: &u64| Weights::bucket(BITS, feature);
    let mut seen = vec![0u32; 1 << BITS];
    let all: Vec<Vec<usize>> = examples
        .iter()
        .map(|example| {
            let mut buckets: Vec<usize> = example.features.iter().map(bucket).collect();
            buckets.sort_unstable();
            buckets.dedup();
            buckets.iter().for_each(|&at| seen[at] += 1);
            buckets
        })
        .collect();
    let mut weights = vec![0f32; count << BITS];
    let mut squares = vec![0f32; count << BITS];
    for epoch in 0..EPOCHS {
        for index in shuffled(examples.len(), epoch) {
            let known = all[index].iter().filter(|&&at| seen[at] >= LEAST);
            let known: Vec<usize> = known.map(|&at| at * count).collect();
            let mut scores = vec![0f32; count];
            for &at in &known {
                for (score, weight) in scores.iter_mut().zip(&weights[at..at + count]) {
                    *score += weight;
                }
            }
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            scores
                .iter_mut()
                .for_each(|score| *score = (*score - top).exp());
            let sum: f32 = scores.iter().sum();
            for (class, score) in scores.iter().enumerate() {
                let right = f32::from(class == examples[index].class);
                let slope = score / sum - right;
                for &at in &known {
                    let at = at + class;
                    let slope = slope + DECAY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] -= RATE * slope / (squares[at].sqrt() + 1e-3);
                }
            }
        }
    }
    Weights::rounded(classes, BITS, &weights)
}

/// The numbers below `count` in an order that looks like none, another one in each round.
fn shuffled(count: usize, round: usize) -> impl Iterator<Item = usize> {
    const STRIDES: [usize; 5] = [7919, 104_729, 1_299_709, 15_485_863, 32_452_843];
    let stride = STRIDES[round % STRIDES.len()];
    (0..count).map(move |index| (index * stride + round) % count.max(1))
}

/// For each example its part of `parts`, so that examples of one group stay together; groups come
/// in the order of their first examples.
pub fn parts<'t>(groups: impl Iterator<Item = &'t str>, parts: usize) -> Vec<usize> {
    let mut known = std::collections::BTreeMap::new();
    groups
        .map(|group| {
            let next = known.len();
            *known.entry(group).or_insert(next) % parts.max(1)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_divides_the_examples_is_learned() {
        let example = |features: &[u64], class| Example {
            features: features.to_vec(),
            class,
        };
        let examples: Vec<Example> = (0..20)
            .map(|i| example(&[1, 2 + i % 2], (i % 2) as usize))
            .collect();
        let weights = train(vec!["a".to_owned(), "b".to_owned()], &examples);
        assert_eq!(weights.best(&[1, 2]).0, 0);
        assert_eq!(weights.best(&[1, 3]).0, 1);
        assert!(weights.best(&[3]).1 > 0.8);
    }

    #[test]
    fn a_round_takes_each_example_once() {
        let mut all: Vec<usize> = shuffled(1050, 3).collect();
        all.sort_unstable();
        assert!(all.into_iter().eq(0..1050));
        let split = parts(["a", "b", "a", "c"].into_iter(), 2);
        assert_eq!(split, [0, 1, 0, 0]);
    }
}

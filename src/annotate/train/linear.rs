//! Learns the linear classifiers: an averaged perceptron with a margin, in the order of the data.

use crate::annotate::linear::Linear;

/// One place to decide: its features and the right class.
#[derive(Debug, Clone)]
pub(super) struct Example {
    pub(super) features: Vec<u64>,
    pub(super) class: usize,
}

/// Trains over the examples a number of times.
pub(super) fn train(examples: &[Example], classes: usize, bits: u32, epochs: usize) -> Linear {
    let size = classes << bits;
    let mut weights = vec![0f32; size];
    let mut sums = vec![0f64; size];
    let mut step = 0f64;
    let buckets: Vec<Vec<usize>> = examples
        .iter()
        .map(|e| {
            e.features
                .iter()
                .map(|&f| Linear::bucket(bits, f) * classes)
                .collect()
        })
        .collect();
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = crate::parameters::random::Random::new(17);
    for _ in 0..epochs {
        random.shuffle(&mut order);
        for &i in &order {
            step += 1.0;
            let mut scores = [0f32; 3];
            for &at in &buckets[i] {
                for c in 0..classes {
                    scores[c] += weights[at + c];
                }
            }
            let right = examples[i].class;
            let rival = (0..classes)
                .filter(|&c| c != right)
                .max_by(|&a, &b| scores[a].total_cmp(&scores[b]))
                .expect("two classes");
            if scores[right] < scores[rival] + 4.0 {
                for &at in &buckets[i] {
                    weights[at + right] += 1.0;
                    sums[at + right] += step;
                    weights[at + rival] -= 1.0;
                    sums[at + rival] -= step;
                }
            }
        }
    }
    let average = |i: usize| f64::from(weights[i]) - sums[i] / (step + 1.0);
    let largest = (0..size).map(|i| average(i).abs()).fold(1e-9, f64::max);
    let scale = (f64::from(i16::MAX) / largest).min(256.0);
    let rounded = (0..size).map(|i| (average(i) * scale).round() as i16);
    Linear::new(bits, classes, rounded.collect())
}

//! The best row of labels for a sentence.

use super::labels::{ALL, LABELS, LabelSet};
use super::weights::{Scores, Weights};

/// Finds the labels with the highest sum of scores among those that `allowed` allows at each
/// token; of equals the lower label. Each set holds at least the label of what is no name.
pub(crate) fn best(weights: &Weights, scores: &[Scores], allowed: &[LabelSet], out: &mut Vec<u8>) {
    out.clear();
    if scores.is_empty() {
        return;
    }
    let may = |token: usize, label: usize| allowed[token] & ALL & (1 << label) != 0;
    const LOW: i32 = i32::MIN / 2;
    let mut totals = [LOW; LABELS];
    for (label, total) in totals.iter_mut().enumerate().filter(|(l, _)| may(0, *l)) {
        *total = scores[0][label] + weights.transition(None, label);
    }
    let mut back: Vec<[u8; LABELS]> = vec![[0; LABELS]; scores.len()];
    for token in 1..scores.len() {
        let mut next = [LOW; LABELS];
        for label in (0..LABELS).filter(|&label| may(token, label)) {
            let mut from = 0;
            let mut highest = LOW;
            for (before, &total) in totals.iter().enumerate() {
                let sum = total + weights.transition(Some(before), label);
                if sum > highest {
                    (from, highest) = (before, sum);
                }
            }
            next[label] = highest + scores[token][label];
            back[token][label] = from as u8;
        }
        totals = next;
    }
    let mut label = 0;
    for (other, &total) in totals.iter().enumerate() {
        if total > totals[label] {
            label = other;
        }
    }
    for back in back.iter().rev() {
        out.push(label as u8);
        label = usize::from(back[label]);
    }
    out.reverse();
}

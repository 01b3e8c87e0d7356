//! Learns the lemmatizer's tables by counting.

use crate::annotate::lemma::{Edit, LONGEST_ENDING, Lemmatizer, ending_key, form_key, word_key};
use crate::parameters::letters::key_into;
use std::collections::BTreeMap;

type Counts = BTreeMap<Edit, u32>;

/// Learns from words: form, lemma, the number of the tag and its Penn name; `known` are words that
/// occur in running text.
pub(super) fn train<'w>(
    words: impl Iterator<Item = (&'w str, &'w str, u64, &'w str)>,
    known: impl Iterator<Item = &'w str>,
) -> Lemmatizer {
    let mut names: BTreeMap<u64, bool> = BTreeMap::new();
    let mut exist: BTreeMap<u64, ()> = known.map(|word| (word_key(word), ())).collect();
    let mut forms: BTreeMap<(String, u64), Counts> = BTreeMap::new();
    let mut key = String::new();
    for (form, lemma, tag, xpos) in words {
        key_into(form, &mut key);
        let counts = forms.entry((key.clone(), tag)).or_default();
        for edit in Edit::between(form, lemma) {
            *counts.entry(edit).or_default() += 1;
        }
        names.insert(tag, xpos.starts_with("NNP"));
        if xpos.starts_with("VB") || xpos.starts_with("NN") {
            exist.insert(word_key(lemma), ());
        }
    }
    let mut endings: BTreeMap<(String, u64), Counts> = BTreeMap::new();
    for ((form, tag), counts) in &forms {
        // Each form speaks once or twice for its ending, however frequent it is.
        let (edit, &n) = best(counts);
        let starts: Vec<usize> = form.char_indices().map(|(at, _)| at).rev().collect();
        let ends = [form.len()].into_iter().chain(starts);
        for at in ends.take(LONGEST_ENDING + 1) {
            let counts = endings.entry((form[at..].to_owned(), *tag)).or_default();
            *counts.entry(edit.clone()).or_default() += n.min(2);
        }
    }
    let mut edits: BTreeMap<Edit, u16> = BTreeMap::new();
    let mut rules = crate::annotate::lemma::HashedMap::default();
    let mut known: BTreeMap<(&str, u64), &Edit> = BTreeMap::new();
    let mut number = |edit: &Edit| {
        let next = edits.len() as u16;
        *edits.entry(edit.clone()).or_insert(next)
    };
    // Shorter endings first, so that a longer one is kept only where it says something else.
    let mut by_length: Vec<(&(String, u64), &Counts)> = endings.iter().collect();
    by_length.sort_by_key(|((ending, _), _)| ending.chars().count());
    let shorter = |known: &BTreeMap<(&str, u64), &Edit>, ending: &str, tag: u64| {
        let starts = ending
            .char_indices()
            .map(|(at, _)| at)
            .skip(1)
            .chain([ending.len()]);
        starts
            .filter_map(|at| known.get(&(&ending[at..], tag)).copied().cloned())
            .next()
    };
    for ((ending, tag), counts) in by_length {
        let (edit, &n) = best(counts);
        if (n < 2 && !ending.is_empty()) || edit.cut.is_none() && !ending.is_empty() && n < 3 {
            continue;
        }
        if !ending.is_empty() && shorter(&known, ending, *tag).as_ref() == Some(edit) {
            continue;
        }
        known.insert((ending, *tag), edit);
        rules.insert(ending_key(ending, *tag), number(edit));
    }
    for ((form, tag), counts) in &forms {
        let (edit, &n) = best(counts);
        // A name that occurs once says little about its letter case.
        if n < 2 && names.get(tag) == Some(&true) {
            continue;
        }
        let from = form
            .char_indices()
            .rev()
            .take(LONGEST_ENDING)
            .last()
            .map_or(0, |(at, _)| at);
        let tail = &form[from..];
        let guess = known
            .get(&(tail, *tag))
            .copied()
            .cloned()
            .or_else(|| shorter(&known, tail, *tag));
        // Names aside, frequent forms are kept though their ending says the same: the regular
        // endings of known words come before the rules.
        if guess.as_ref() != Some(edit) || n > 1 && edit.cut != Some(0) {
            rules.insert(form_key(form, *tag), number(edit));
        }
    }
    let mut list: Vec<(Edit, u16)> = edits.into_iter().collect();
    list.sort_by_key(|(_, n)| *n);
    Lemmatizer {
        edits: list.into_iter().map(|(edit, _)| edit).collect(),
        rules,
        known: exist.into_iter().collect(),
    }
}

/// The most frequent edit, the first of equals.
fn best(counts: &Counts) -> (&Edit, &u32) {
    let mut best = None;
    for (edit, n) in counts {
        if best.is_none_or(|(_, most)| n > most) {
            best = Some((edit, n));
        }
    }
    best.expect("counts are never empty")
}

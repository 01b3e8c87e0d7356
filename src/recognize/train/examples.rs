//! Sentences as the model learns from them: numbered features for each token, and the labels that
//! the annotation allows.

use super::{Name, Sample};
use crate::parameters::letters::{finish, hash, mix};
use crate::recognize::index::{Form, Found};
use crate::recognize::tagger::clues::kind_index;
use crate::recognize::tagger::features_of;
use crate::recognize::tagger::labels::{ALL, LABELS, LabelSet, OUTSIDE, begin, inside, may_follow};
use crate::recognize::{NAMED_TYPES, Recognizer};
use crate::text::Tree;
use std::collections::HashMap;
use std::ops::Range;

/// A feature must occur this often, in both readings together, to be learned.
const RARE: u32 = 6;

/// One sentence.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Where the features of each token end in `numbers`.
    pub ends: Vec<u32>,
    /// The features of all tokens.
    pub numbers: Vec<u32>,
    /// The labels that each token may have.
    pub allowed: Vec<LabelSet>,
    pub weight: f32,
    pub margin: f32,
}

/// All sentences to learn from.
#[derive(Debug)]
pub(super) struct Examples {
    pub sentences: Vec<Sentence>,
    /// The hash of each numbered feature.
    pub features: Vec<u64>,
}

impl Examples {
    /// Reads the samples, each with the whole gazetteer and with a part of it hidden.
    pub fn new(rules: &Recognizer<'_>, samples: &[&Sample]) -> Examples {
        let mut numbers: HashMap<u64, u32> = HashMap::new();
        let mut counts: Vec<u32> = Vec::new();
        let mut features: Vec<u64> = Vec::new();
        let mut sentences = Vec::new();
        for sample in samples {
            let tree = Tree::new(&sample.document);
            let whole = rules.found(&tree, |_| true);
            for reading in 0..2u64 {
                let seed = hash(reading, sample.document.id().as_bytes());
                let country = rules.types.country;
                let found = rules.found(&tree, |row| {
                    let gazetteer = &rules.schema.gazetteer;
                    let chance = finish(mix(seed, u64::from(row.number()))) % 100;
                    let hidden = if gazetteer.row(row).kind == country {
                        3
                    } else {
                        50
                    };
                    reading == 0 || chance >= hidden
                });
                let proposals = rules.proposals(&tree, &found);
                let allowed = allowed(rules, sample, &whole);
                features_of(rules, &tree, &found, &proposals, |tokens, rows| {
                    let mut sentence = Sentence {
                        ends: Vec::with_capacity(rows.len()),
                        numbers: Vec::new(),
                        allowed: possible(&allowed[tokens]),
                        weight: sample.weight / 2.0,
                        margin: sample.margin,
                    };
                    for row in rows {
                        for &feature in row {
                            let number = *numbers.entry(feature).or_insert_with(|| {
                                features.push(feature);
                                counts.push(0);
                                features.len() as u32 - 1
                            });
                            counts[number as usize] += 1;
                            sentence.numbers.push(number);
                        }
                        sentence.ends.push(sentence.numbers.len() as u32);
                    }
                    sentences.push(sentence);
                });
            }
        }
        drop(numbers);
        let mut examples = Examples {
            sentences,
            features,
        };
        examples.forget_rare(&counts);
        examples
    }

    fn forget_rare(&mut self, counts: &[u32]) {
        let mut renumbered = vec![None; counts.len()];
        let mut kept = Vec::new();
        for (number, &count) in counts.iter().enumerate() {
            if count >= RARE {
                renumbered[number] = Some(kept.len() as u32);
                kept.push(self.features[number]);
            }
        }
        self.features = kept;
        for sentence in &mut self.sentences {
            let (mut start, mut numbers) = (0, Vec::with_capacity(sentence.numbers.len()));
            for end in &mut sentence.ends {
                let row = &sentence.numbers[start..*end as usize];
                start = *end as usize;
                numbers.extend(row.iter().filter_map(|&n| renumbered[n as usize]));
                *end = numbers.len() as u32;
            }
            sentence.numbers = numbers;
            sentence.numbers.shrink_to_fit();
        }
    }
}

/// The labels that the annotation allows at each token.
fn allowed(rules: &Recognizer<'_>, sample: &Sample, found: &[Found<'_>]) -> Vec<LabelSet> {
    let document = &sample.document;
    let mut allowed: Vec<LabelSet> = vec![1 << OUTSIDE; document.tokens.len()];
    for span in &sample.unknown {
        allowed[document.tokens_in(*span)].fill(ALL);
    }
    if sample.lacks_adjectives {
        for found in found {
            if found.entries.iter().any(|e| e.form == Form::Adjective) {
                allowed[found.tokens.clone()].fill(ALL);
            }
        }
    }
    for name in &sample.names {
        let tokens = document.tokens_in(name.span);
        let open = name.kinds.len() > 1;
        let kinds = match open {
            true => likely_kinds(rules, name, tokens.clone(), found),
            false => name.kinds.clone(),
        };
        let set = |label: fn(usize) -> usize| {
            kinds.iter().fold(0, |set, &kind| set | 1 << label(kind)) as LabelSet
        };
        allowed[tokens.clone()].fill(set(inside));
        if let Some(first) = allowed.get_mut(tokens.start).filter(|_| !tokens.is_empty()) {
            *first = set(begin);
        }
    }
    allowed
}

/// Label sets of a sentence that at least one row of labels fits: a name that the end of a sentence
/// cuts, or another one, would fit none.
fn possible(allowed: &[LabelSet]) -> Vec<LabelSet> {
    let mut before: Vec<Option<usize>> = vec![None];
    let mut sets = Vec::with_capacity(allowed.len());
    for &set in allowed {
        let reached = |set: LabelSet| -> Vec<Option<usize>> {
            let labels = (0..LABELS).filter(|label| set & (1 << label) != 0);
            labels
                .filter(|&label| before.iter().any(|&before| may_follow(before, label)))
                .map(Some)
                .collect()
        };
        let (set, now) = match reached(set) {
            none if none.is_empty() => (ALL, reached(ALL)),
            some => (set, some),
        };
        sets.push(set);
        before = now;
    }
    sets
}

/// Of the types that a name may have those that the gazetteer knows of it; where it knows none, not
/// those whose names it has all, countries and coalitions.
fn likely_kinds(
    rules: &Recognizer<'_>,
    name: &Name,
    tokens: Range<usize>,
    found: &[Found<'_>],
) -> Vec<usize> {
    let types = &rules.types;
    let at = found.partition_point(|found| found.tokens.start < tokens.start);
    let entries = found.get(at).filter(|found| found.tokens == tokens);
    let known: Vec<usize> = entries
        .iter()
        .flat_map(|found| &found.entries)
        .map(|entry| kind_index(types, rules.schema.gazetteer.row(entry.row).kind))
        .filter(|kind| name.kinds.contains(kind))
        .collect();
    let listed = |kind: &usize| matches!(NAMED_TYPES[*kind], "Country" | "Coalition");
    let kinds = name.kinds.iter().copied();
    match known.is_empty() {
        true => kinds.filter(|kind| !listed(kind)).collect(),
        false => known,
    }
}

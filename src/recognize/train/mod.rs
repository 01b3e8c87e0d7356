//! Trains the name tagger from annotated documents: the same documents in the same order give the
//! same bytes.
//!
//! Every document is read twice, the second time with a part of the gazetteer hidden, as most
//! names of tomorrow's news stand in no gazetteer. Annotations that know fewer types than the
//! tagger ([`Name::kinds`]) leave open which of several it is, and the model learns from what they
//! do say.

mod crf;
mod examples;

use super::Recognizer;
use super::tagger::Tagger;
use super::tagger::labels::TYPES;
use crate::schema::Schema;
use crate::text::{Document, MentionKind, Span, Tree};
use examples::Examples;
use std::collections::BTreeSet;

/// A document with its names.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The document.
    pub document: Document,
    /// Its names, in text order; none overlaps another.
    pub names: Vec<Name>,
    /// Stretches of text that the annotation says nothing of.
    pub unknown: Vec<Span>,
    /// Whether a national adjective outside of the names may be one all the same.
    pub lacks_adjectives: bool,
    /// How much it counts.
    pub weight: f32,
    /// By how much, in the logarithm, a name in it has to win over being none.
    pub margin: f32,
}

/// A name of a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Where it stands.
    pub span: Span,
    /// The types that it may have, as indices into [`NAMED_TYPES`](super::NAMED_TYPES).
    pub kinds: Vec<usize>,
}

/// How to train.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    /// How often the documents are read.
    pub epochs: usize,
    /// How many features are kept at the most.
    pub features: usize,
}

impl Default for Recipe {
    fn default() -> Recipe {
        Recipe {
            epochs: 12,
            features: 150_000,
        }
    }
}

/// Trains the parameters; gives the bytes of a file of them. `report` is told a line now and then.
pub fn train(
    schema: &Schema,
    samples: &[Sample],
    recipe: Recipe,
    mut report: impl FnMut(&str),
) -> Vec<u8> {
    let all: Vec<&Sample> = samples.iter().collect();
    learn(schema, &all, recipe, &mut report).write()
}

fn learn(
    schema: &Schema,
    samples: &[&Sample],
    recipe: Recipe,
    report: &mut impl FnMut(&str),
) -> Tagger {
    let rules = Recognizer::of_rules(schema);
    let examples = Examples::new(&rules, samples);
    report(&format!(
        "{} documents, {} sentences, {} features",
        samples.len(),
        examples.sentences.len(),
        examples.features.len()
    ));
    Tagger::new(crf::train(&examples, recipe, report))
}

/// How many names were found, and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// In the annotation and found, with the same span and type.
    pub right: usize,
    /// In the annotation.
    pub annotated: usize,
    /// Found.
    pub found: usize,
}

impl Count {
    /// The harmonic mean of precision and recall, in percent.
    pub fn f1(self) -> f64 {
        200.0 * self.right as f64 / (self.annotated + self.found).max(1) as f64
    }
}

/// Compares what a recognizer finds in samples with what stands in them, for each type and, in the
/// last place, for all.
pub fn measure(recognizer: &Recognizer<'_>, samples: &[&Sample]) -> Vec<Count> {
    let mut counts = vec![Count::default(); TYPES.len() + 1];
    for sample in samples {
        let tree = Tree::new(&sample.document);
        let names = recognizer.names(&tree).into_iter();
        let found: BTreeSet<(Span, usize)> = names
            .filter(|mention| mention.kind == MentionKind::Name)
            .filter_map(|mention| {
                let kind = super::tagger::clues::kind_index(&recognizer.types, mention.entity_type);
                (kind < TYPES.len()).then_some((mention.span, kind))
            })
            .collect();
        for name in &sample.names {
            let kind = name.kinds[0];
            counts[kind].annotated += 1;
            counts[kind].right += usize::from(found.contains(&(name.span, kind)));
        }
        found.iter().for_each(|(_, kind)| counts[*kind].found += 1);
    }
    for kind in 0..TYPES.len() {
        let part = counts[kind];
        let total = &mut counts[TYPES.len()];
        total.right += part.right;
        total.annotated += part.annotated;
        total.found += part.found;
    }
    counts
}

/// Trains on all but each of several parts of `samples` (and on all of `beside`) and measures on
/// the part; gives the counts by rules alone and by the tagger.
pub fn cross_validate(
    schema: &Schema,
    samples: &[Sample],
    beside: &[Sample],
    folds: usize,
    recipe: Recipe,
    mut report: impl FnMut(&str),
) -> [Vec<Count>; 2] {
    let mut totals = [(); 2].map(|()| vec![Count::default(); TYPES.len() + 1]);
    for fold in 0..folds {
        let part = |there: bool| {
            let all = samples.iter().enumerate();
            all.filter(move |(index, _)| (index % folds == fold) == there)
                .map(|(_, sample)| sample)
        };
        let others: Vec<&Sample> = part(false).chain(beside).collect();
        let own: Vec<&Sample> = part(true).collect();
        let mut recognizer = Recognizer::of_rules(schema);
        let by_rules = measure(&recognizer, &own);
        recognizer.tagger = Some(learn(schema, &others, recipe, &mut |_| ()));
        let by_tagger = measure(&recognizer, &own);
        report(&format!(
            "part {} of {folds}: rules {:.2}, tagger {:.2}",
            fold + 1,
            by_rules[TYPES.len()].f1(),
            by_tagger[TYPES.len()].f1()
        ));
        for (total, counts) in totals.iter_mut().zip([by_rules, by_tagger]) {
            for (sum, count) in total.iter_mut().zip(counts) {
                sum.right += count.right;
                sum.annotated += count.annotated;
                sum.found += count.found;
            }
        }
    }
    totals
}

//! The name tagger: which words are a name, and of which type, decided for a sentence as a whole.
//!
//! A linear model over hashed features, among them what the gazetteer knows and what the rules
//! propose (`clues`), gives each token a score for each label; the best row of labels is read off
//! (`viterbi`). The rules propose, the tagger decides; only names of a user's own gazetteer and
//! those of types that the tagger was not taught stand whatever it says. It is trained by
//! [`train`](super::train).

pub(crate) mod clues;
mod evidence;
mod features;
pub(crate) mod labels;
pub(crate) mod viterbi;
pub(crate) mod weights;

use super::index::Found;
use super::{Recognizer, head_of, is_capitalized};
use crate::error::Result;
use crate::parameters::file::{Kind, Reader, Writer};
use crate::text::{Document, Mention, MentionKind, Tree, Upos};
use clues::{Clues, kind_index};
use labels::{ALL, LabelSet, OUTSIDE, TYPES};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use weights::{Scores, WIDTH, Weights};

/// What a file of the tagger's parameters is marked with.
const KIND: Kind = Kind {
    magic: b"DEMARNAM",
    version: 2,
    stage: "names",
    command: "demarche train names",
};

static BUILT_IN: &[u8] = include_bytes!("../../../models/names.bin");

/// Decides over the names of a document; cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tagger {
    weights: Arc<Weights>,
}

impl Tagger {
    /// The tagger with the parameters that are compiled in.
    pub(crate) fn built_in() -> Tagger {
        static TAGGER: OnceLock<Tagger> = OnceLock::new();
        let read = || Tagger::read(Path::new("models/names.bin (built in)"), BUILT_IN);
        TAGGER
            .get_or_init(|| read().unwrap_or_else(|error| panic!("{error}")))
            .clone()
    }

    pub(crate) fn new(weights: Weights) -> Tagger {
        Tagger {
            weights: Arc::new(weights),
        }
    }

    /// The bytes of a file of parameters.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut to = Writer::default();
        self.weights.write(&mut to);
        to.finish(KIND)
    }

    /// Reads the bytes of a file of parameters.
    pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Tagger> {
        let mut from = Reader::new(KIND, path, bytes)?;
        let weights = Weights::read(&mut from)?;
        from.end()?;
        Ok(Tagger::new(weights))
    }

    /// The names of a document, in text order; none overlaps another.
    pub(super) fn decide(
        &self,
        recognizer: &Recognizer<'_>,
        tree: &Tree<'_>,
        found: &[Found<'_>],
        proposals: Vec<Mention>,
    ) -> Vec<Mention> {
        let document = tree.document();
        let clues = Clues::new(recognizer, tree, found, &proposals);
        let taught = recognizer.taught_labels();
        let mut allowed = vec![taught; document.tokens.len()];
        let (mut kept, proposals) = settled(recognizer, document, found, proposals);
        for mention in &kept {
            allowed[mention.tokens.clone()].fill(1 << OUTSIDE);
        }
        let mut labels = Vec::with_capacity(document.tokens.len());
        let (mut scores, mut row, mut buffer) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in &document.sentences {
            let tokens = sentence.tokens.clone();
            self.score(document, &clues, tokens.clone(), &mut scores, &mut buffer);
            viterbi::best(&self.weights, &scores, &allowed[tokens], &mut row);
            labels.extend_from_slice(&row);
        }
        let mut by_start: Vec<Option<Mention>> = vec![None; document.tokens.len()];
        for mention in proposals {
            let start = mention.tokens.start;
            by_start[start] = Some(mention);
        }
        for (tokens, kind) in labels::names(&labels) {
            let tokens = without_address(document, tokens);
            let proposal = by_start[tokens.start].take();
            kept.extend(mention(recognizer, tree, found, proposal, tokens, kind));
        }
        let missed: Vec<Mention> = by_start
            .into_iter()
            .flatten()
            .filter(|proposal| is_plain(document, found, proposal))
            .filter(|proposal| {
                let overlaps = |other: &Mention| other.span.overlaps(proposal.span);
                !kept.iter().any(overlaps)
            })
            .collect();
        kept.extend(missed);
        kept.sort_by_key(|mention| mention.span);
        kept
    }

    fn score(
        &self,
        document: &Document,
        clues: &Clues,
        tokens: Range<usize>,
        scores: &mut Vec<Scores>,
        buffer: &mut Vec<u64>,
    ) {
        let style = style(document, tokens.clone());
        scores.clear();
        for token in tokens.clone() {
            features::of(clues, &tokens, token, style, buffer);
            let mut sums = [0; WIDTH];
            for &feature in buffer.iter() {
                self.weights.add(feature, &mut sums);
            }
            scores.push(sums);
        }
    }
}

/// Whether a proposal is a name whatever the tagger says: one of the gazetteer that the part-of-speech
/// tagger takes for a proper noun, with its capital in the middle of a sentence that is no headline.
fn is_plain(document: &Document, found: &[Found<'_>], proposal: &Mention) -> bool {
    let tokens = proposal.tokens.clone();
    let sentence = document.sentence_of(proposal.span);
    let Some(sentence) = sentence.map(|index| &document.sentences[index]) else {
        return false;
    };
    let proper = tokens.clone().all(|token| {
        let small = !is_capitalized(document.word(token));
        small || document.tokens[token].upos == Upos::Propn
    });
    let ends = sentence.tokens.clone().rev().take(2);
    let running = !sentence.heading
        && ends
            .into_iter()
            .any(|token| is_full_stop(document.word(token)));
    let at = found.partition_point(|found| found.tokens.start < tokens.start);
    let known = found.get(at).is_some_and(|found| found.tokens == tokens);
    known
        && proper
        && running
        && tokens.start > sentence.tokens.start
        && is_capitalized(document.word(tokens.start))
}

/// The mentions that are no matter of the tagger's, and the proposals that are. Names of a user's
/// own gazetteer stand as it has them; so do proposals of types that the tagger was not taught.
fn settled(
    recognizer: &Recognizer<'_>,
    document: &Document,
    found: &[Found<'_>],
    proposals: Vec<Mention>,
) -> (Vec<Mention>, Vec<Mention>) {
    let own = found.iter().filter(|found| found.is_own());
    let own: Vec<Mention> = own
        .filter_map(|found| {
            let entry = found.entries.first()?;
            Some(Mention {
                span: document.span(found.tokens.clone()),
                head: found.tokens.end - 1,
                tokens: found.tokens.clone(),
                kind: MentionKind::Name,
                entity_type: recognizer.schema.gazetteer.row(entry.row).kind,
                row: Some(entry.row),
            })
        })
        .collect();
    let apart = |mention: &Mention| {
        let overlaps = |own: &Mention| {
            own.tokens.start < mention.tokens.end && mention.tokens.start < own.tokens.end
        };
        !own.iter().any(overlaps)
    };
    let untaught =
        |mention: &Mention| kind_index(&recognizer.types, mention.entity_type) >= TYPES.len();
    let (mut kept, proposals): (Vec<Mention>, Vec<Mention>) =
        proposals.into_iter().filter(apart).partition(untaught);
    kept.extend(own);
    (kept, proposals)
}

/// A name without "Mr", "Mrs" or another form of address before it, which is no part of it.
fn without_address(document: &Document, tokens: Range<usize>) -> Range<usize> {
    let word = document.word(tokens.start).trim_end_matches('.');
    let address = matches!(word, "Mr" | "Mrs" | "Ms" | "Miss");
    match address && tokens.len() > 1 {
        true => tokens.start + 1..tokens.end,
        false => tokens,
    }
}

/// A decided name, with the row that it names.
fn mention(
    recognizer: &Recognizer<'_>,
    tree: &Tree<'_>,
    found: &[Found<'_>],
    proposal: Option<Mention>,
    tokens: Range<usize>,
    kind: usize,
) -> Option<Mention> {
    let entity_type = recognizer.types.named[kind]?;
    let same = |m: &Mention| m.tokens == tokens && m.entity_type == entity_type;
    if let Some(proposal) = proposal.filter(same) {
        return Some(proposal);
    }
    let document = tree.document();
    let gazetteer = &recognizer.schema.gazetteer;
    let span = document.span(tokens.clone());
    let at = found.partition_point(|found| found.tokens.start < tokens.start);
    let row = match found.get(at).filter(|found| found.tokens == tokens) {
        Some(found) => {
            let mut rows = found.entries.iter().map(|entry| entry.row);
            rows.find(|&row| gazetteer.row(row).kind == entity_type)
        }
        None => gazetteer.named(document.text(span)).filter(|&row| {
            let row = gazetteer.row(row);
            row.kind == entity_type && row.is_valid_on(document.meta().date.as_deref())
        }),
    };
    Some(Mention {
        span,
        head: head_of(tree, tokens.clone()),
        tokens,
        kind: MentionKind::Name,
        entity_type,
        row,
    })
}

fn is_full_stop(word: &str) -> bool {
    matches!(word, "." | "?" | "!")
}

/// How a sentence as a whole is written: a heading or not, with capitals on nearly all words, on
/// some, or throughout.
fn style(document: &Document, tokens: Range<usize>) -> u64 {
    let (mut words, mut capitals, mut shouted) = (0, 0, 0);
    for token in tokens.clone() {
        let word = document.word(token);
        if word.len() > 3 && word.chars().all(char::is_alphabetic) {
            words += 1;
            capitals += usize::from(is_capitalized(word));
            shouted += usize::from(!word.chars().any(char::is_lowercase));
        }
    }
    let manner = match (capitals * 10 > words * 8, shouted * 10 > words * 8) {
        _ if words < 3 => 0,
        (_, true) => 1,
        (true, false) => 2,
        (false, false) => 3,
    };
    let first = document
        .sentences
        .partition_point(|s| s.tokens.start < tokens.start);
    let heading = document.sentences.get(first).is_some_and(|s| s.heading);
    manner * 2 + u64::from(heading)
}

/// The features of every token of a document, sentence by sentence, for training.
pub(crate) fn features_of(
    recognizer: &Recognizer<'_>,
    tree: &Tree<'_>,
    found: &[Found<'_>],
    proposals: &[Mention],
    mut each: impl FnMut(Range<usize>, &[Vec<u64>]),
) {
    let document = tree.document();
    let clues = Clues::new(recognizer, tree, found, proposals);
    for sentence in &document.sentences {
        let tokens = sentence.tokens.clone();
        let style = style(document, tokens.clone());
        let rows: Vec<Vec<u64>> = tokens
            .clone()
            .map(|token| {
                let mut row = Vec::new();
                features::of(&clues, &tokens, token, style, &mut row);
                row
            })
            .collect();
        each(tokens, &rows);
    }
}

/// The labels that a recognizer's types allow.
pub(super) fn taught(types: &super::Types) -> LabelSet {
    let untaught = types.named.iter().enumerate().filter(|(_, t)| t.is_none());
    untaught.fold(ALL, |set, (kind, _)| {
        set & !(1 << labels::begin(kind)) & !(1 << labels::inside(kind))
    })
}

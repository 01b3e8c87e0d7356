//! Learns where tokens and sentences end.

use super::linear::{self, Example};
use crate::annotate::conllu::TreeSentence;
use crate::annotate::sentences::{Paragraph, Splitter};
use crate::annotate::tokenize::{CUT, Chunk, JOINT, Piece, Tokenizer, WHOLE};
use std::collections::BTreeMap;

/// A paragraph of a treebank as text with its cuts.
struct Plain {
    text: String,
    pieces: Vec<Piece>,
    /// Indices after the last token of each sentence.
    ends: Vec<usize>,
}

pub(super) fn train(
    trees: &[TreeSentence],
    dev: &[TreeSentence],
    report: &mut impl FnMut(&str),
) -> (Tokenizer, Splitter) {
    let paragraphs = plain(trees);
    let mut examples = Vec::new();
    for paragraph in &paragraphs {
        cut_examples(paragraph, &mut examples);
    }
    report(&format!("tokenizer: {} places", examples.len()));
    let tokenizer = Tokenizer {
        cuts: linear::train(&examples, 3, 17, 8),
        contracted: contractions(trees),
    };
    let mut examples = Vec::new();
    for paragraph in &paragraphs {
        end_examples(paragraph, &mut examples);
    }
    report(&format!("splitter: {} places", examples.len()));
    let splitter = Splitter {
        ends: linear::train(&examples, 2, 17, 10),
    };
    let (mut right, mut ours, mut gold) = (0, 0, 0);
    let (mut right_s, mut ours_s, mut gold_s) = (0, 0, 0);
    for paragraph in plain(dev) {
        let mut pieces = Vec::new();
        tokenizer.tokenize(&paragraph.text, 0, paragraph.text.len(), &mut pieces);
        right += pieces
            .iter()
            .filter(|p| paragraph.pieces.contains(p))
            .count();
        ours += pieces.len();
        gold += paragraph.pieces.len();
        let mut ends = Vec::new();
        splitter.split(&paragraph.text, &paragraph.pieces, 0, &mut ends);
        let spans = |ends: &[usize]| -> Vec<(usize, usize)> {
            let starts = [0].into_iter().chain(ends.iter().copied());
            starts.zip(ends.iter().copied()).collect()
        };
        let (a, b) = (spans(&ends), spans(&paragraph.ends));
        right_s += a.iter().filter(|s| b.contains(s)).count();
        ours_s += a.len();
        gold_s += b.len();
    }
    let f1 = |right: usize, a: usize, b: usize| 200.0 * right as f64 / (a + b).max(1) as f64;
    report(&format!(
        "dev: words {:.2}, sentences (gold words) {:.2}",
        f1(right, ours, gold),
        f1(right_s, ours_s, gold_s)
    ));
    (tokenizer, splitter)
}

/// The paragraphs as running text.
fn plain(trees: &[TreeSentence]) -> Vec<Plain> {
    let mut out: Vec<Plain> = Vec::new();
    let mut space = false;
    for tree in trees {
        if tree.opens_paragraph || out.is_empty() {
            out.push(Plain {
                text: String::new(),
                pieces: Vec::new(),
                ends: Vec::new(),
            });
            space = false;
        }
        let plain = out.last_mut().expect("just pushed");
        for (i, word) in tree.words.iter().enumerate() {
            // Sentences are told apart by white space in the raw text of a treebank.
            if space || (i == 0 && !plain.text.is_empty()) {
                plain.text.push(' ');
            }
            let start = plain.text.len() as u32;
            plain.text.push_str(&word.form);
            plain.pieces.push(Piece {
                start,
                end: plain.text.len() as u32,
                joined: word.joined,
            });
            space = word.space_after;
        }
        plain.ends.push(plain.pieces.len());
    }
    out
}

fn cut_examples(paragraph: &Plain, out: &mut Vec<Example>) {
    let starts: BTreeMap<u32, bool> = paragraph
        .pieces
        .iter()
        .map(|p| (p.start, p.joined))
        .collect();
    let mut chunk = Chunk::default();
    let mut at = 0;
    for word in paragraph.text.split(' ') {
        if !word.bytes().all(|b| b.is_ascii_alphabetic()) && !word.contains(char::is_whitespace) {
            chunk.read(word);
            for i in 1..chunk.chars.len() {
                if !chunk.is_candidate(i) {
                    continue;
                }
                chunk.features(i);
                let class = match starts.get(&(at + chunk.bytes[i])) {
                    None => WHOLE,
                    Some(false) => CUT,
                    Some(true) => JOINT,
                };
                out.push(Example {
                    features: chunk.found.clone(),
                    class,
                });
            }
        }
        at += word.len() as u32 + 1;
    }
}

/// Words of letters that are two words more often than one.
fn contractions(trees: &[TreeSentence]) -> BTreeMap<String, u32> {
    let mut whole: BTreeMap<String, i32> = BTreeMap::new();
    let mut cut: BTreeMap<(String, u32), i32> = BTreeMap::new();
    for tree in trees {
        for (i, word) in tree.words.iter().enumerate() {
            let next = tree.words.get(i + 1).filter(|next| next.joined);
            let plain = |form: &str| form.bytes().all(|b| b.is_ascii_alphabetic());
            if let Some(next) = next {
                let more = tree.words.get(i + 2).is_some_and(|w| w.joined);
                if !word.joined && !more && plain(&word.form) && plain(&next.form) {
                    let form = format!("{}{}", word.form, next.form).to_lowercase();
                    *cut.entry((form, word.form.len() as u32)).or_default() += 1;
                }
            } else if !word.joined && plain(&word.form) {
                *whole.entry(word.form.to_lowercase()).or_default() += 1;
            }
        }
    }
    cut.into_iter()
        .filter(|((form, _), n)| {
            *n >= 2 && form.len() <= 8 && *n > whole.get(form).copied().unwrap_or(0)
        })
        .map(|(key, _)| key)
        .collect()
}

fn end_examples(paragraph: &Plain, out: &mut Vec<Example>) {
    let view = Paragraph::read(&paragraph.text, &paragraph.pieces);
    let mut start = 0;
    for i in 1..paragraph.pieces.len() {
        let ends = paragraph.ends.binary_search(&i).is_ok();
        if view.is_candidate(i) {
            let mut features = Vec::new();
            view.features(i, start, &mut features);
            out.push(Example {
                features,
                class: usize::from(ends),
            });
        }
        if ends {
            start = i;
        }
    }
}

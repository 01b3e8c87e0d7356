//! What a document says of a word elsewhere: which types the rules propose for names that it is
//! part of, whether it stands behind a title, whether it occurs in small letters. A name that is
//! clear once helps where it is not.

use super::clues::Token;
use super::labels::TYPES;
use crate::recognize::is_capitalized;
use crate::text::Document;
use std::collections::HashMap;
use std::ops::Range;

/// Where in a proposed name a word stands.
const ROLES: usize = 3;
/// Counted things: a word of each type in each role, then the ones below.
const KINDS: usize = TYPES.len() * ROLES;
const SMALL: usize = KINDS;
const TITLED: usize = KINDS + 1;
const PLAIN: usize = KINDS + 2;
const COUNTS: usize = KINDS + 3;

/// Counts for each word that has a capital somewhere.
#[derive(Debug)]
pub(super) struct Evidence {
    counts: HashMap<String, [u16; COUNTS]>,
    /// What each token has added itself.
    own: Vec<Option<usize>>,
}

impl Evidence {
    pub fn new(document: &Document) -> Evidence {
        let mut counts = HashMap::new();
        for token in 0..document.tokens.len() {
            let word = document.word(token);
            if is_capitalized(word) {
                counts.entry(word.to_lowercase()).or_insert([0; COUNTS]);
            }
        }
        Evidence {
            counts,
            own: vec![None; document.tokens.len()],
        }
    }

    /// Adds a proposal.
    pub fn add(&mut self, document: &Document, tokens: Range<usize>, kind: usize) {
        if kind >= TYPES.len() {
            return;
        }
        for token in tokens.clone() {
            let role = match (tokens.len(), token + 1 == tokens.end) {
                (1, _) => 0,
                (_, true) => 2,
                (_, false) => 1,
            };
            let Some(counts) = self.counts.get_mut(&document.word(token).to_lowercase()) else {
                continue;
            };
            counts[kind * ROLES + role] += 1;
            self.own[token] = Some(kind * ROLES + role);
        }
    }

    /// Writes what was counted elsewhere to each token with a capital, a bit for each count.
    pub fn read(mut self, document: &Document, tokens: &mut [Token]) {
        for (index, token) in tokens.iter().enumerate() {
            let word = document.word(index);
            let Some(counts) = self.counts.get_mut(&word.to_lowercase()) else {
                continue;
            };
            match is_capitalized(word) {
                false => counts[SMALL] += 1,
                true if token.after_title => counts[TITLED] += 1,
                true if token.proposal.is_none() => counts[PLAIN] += 1,
                true => {}
            }
        }
        for (index, token) in tokens.iter_mut().enumerate() {
            let word = document.word(index);
            if !is_capitalized(word) {
                continue;
            }
            let Some(counts) = self.counts.get(&word.to_lowercase()) else {
                continue;
            };
            let mut elsewhere = *counts;
            if let Some(own) = self.own[index] {
                elsewhere[own] -= 1;
            }
            if token.after_title {
                elsewhere[TITLED] -= 1;
            } else if token.proposal.is_none() {
                elsewhere[PLAIN] -= 1;
            }
            for (bit, &count) in elsewhere.iter().enumerate() {
                token.evidence |= u32::from(count > 0) << bit;
            }
        }
    }
}

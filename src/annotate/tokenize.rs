//! Text becomes tokens: white space cuts it into chunks, a classifier cuts chunks beside marks and
//! between letters and digits, a dictionary cuts the few words that hide two ("cannot").
//!
//! A cut is either between tokens or inside a multi-word token (`do|n't`, `China|'s`), as the
//! English treebanks have it. Every character that is not white space lies in exactly one token.

use super::linear::Linear;
use crate::error::Result;
use crate::parameters::file::{Reader, Writer};
use crate::parameters::letters::{class, folded, is_space, mix};
use std::collections::BTreeMap;

/// A token as it was cut: bytes of the text, and how it follows the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// Whether it belongs to the same multi-word token as the piece before.
    pub(crate) joined: bool,
}

/// What may happen at a place within a chunk.
pub(crate) const WHOLE: usize = 0;
pub(crate) const CUT: usize = 1;
pub(crate) const JOINT: usize = 2;

/// Cuts text into tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tokenizer {
    pub(crate) cuts: Linear,
    /// Words of letters alone that are two words: lower-cased form to the length in bytes of the
    /// first.
    pub(crate) contracted: BTreeMap<String, u32>,
}

impl Tokenizer {
    pub(crate) fn write(&self, to: &mut Writer) {
        self.cuts.write(to);
        let forms: Vec<&String> = self.contracted.keys().collect();
        to.texts(&forms);
        to.u32s(&self.contracted.values().copied().collect::<Vec<_>>());
    }

    pub(crate) fn read(from: &mut Reader<'_>) -> Result<Tokenizer> {
        let cuts = Linear::read(from)?;
        let forms = from.texts()?;
        let at = from.u32s()?;
        let fits = |(form, &at): (&String, &u32)| form.is_ascii() && (at as usize) < form.len();
        if forms.len() != at.len() || !forms.iter().zip(&at).all(fits) {
            return Err(from.damaged("a contraction is cut outside of itself"));
        }
        Ok(Tokenizer {
            cuts,
            contracted: forms.into_iter().zip(at).collect(),
        })
    }

    /// Appends the tokens of `text[start..end]`.
    pub(crate) fn tokenize(&self, text: &str, start: usize, end: usize, out: &mut Vec<Piece>) {
        let mut chunk = Chunk::default();
        let mut at = start;
        while at < end {
            let rest = &text[at..end];
            let skip = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
            at += skip;
            let rest = &text[at..end];
            let length = rest.find(is_space).unwrap_or(rest.len());
            if length > 0 {
                self.cut_chunk(text, at, at + length, &mut chunk, out);
            }
            at += length;
        }
    }

    fn cut_chunk(
        &self,
        text: &str,
        start: usize,
        end: usize,
        chunk: &mut Chunk,
        out: &mut Vec<Piece>,
    ) {
        let word = &text[start..end];
        let mut from = start;
        let mut joined = false;
        if !word.bytes().all(|b| b.is_ascii_alphabetic()) {
            chunk.read(word);
            let mut hyphen = WHOLE;
            for i in 1..chunk.chars.len() {
                if !chunk.is_candidate(i) {
                    continue;
                }
                // A hyphen within a word is cut on both sides or on none.
                let what = if chunk.follows_inner_hyphen(i) {
                    hyphen
                } else {
                    chunk.features(i);
                    self.cuts.best(&chunk.found)
                };
                hyphen = what;
                if what != WHOLE {
                    let at = start + chunk.bytes[i] as usize;
                    self.push(text, from, at, joined, out);
                    (from, joined) = (at, what == JOINT);
                }
            }
        }
        self.push(text, from, end, joined, out);
    }

    /// One token, or two where it is a contraction.
    fn push(&self, text: &str, start: usize, end: usize, joined: bool, out: &mut Vec<Piece>) {
        let word = &text[start..end];
        let mut from = start;
        let mut inside = joined;
        if (2..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_alphabetic()) {
            let mut lower = [0u8; 8];
            let lower = &mut lower[..word.len()];
            lower.copy_from_slice(word.as_bytes());
            lower.make_ascii_lowercase();
            let lower = std::str::from_utf8(lower).expect("ASCII");
            if let Some(&at) = self.contracted.get(lower) {
                let at = start + at as usize;
                out.push(Piece {
                    start: start as u32,
                    end: at as u32,
                    joined,
                });
                (from, inside) = (at, true);
            }
        }
        out.push(Piece {
            start: from as u32,
            end: end as u32,
            joined: inside,
        });
    }
}

/// A run of characters without white space, laid open for the classifier.
#[derive(Debug, Default)]
pub(crate) struct Chunk {
    /// Folded characters, letter case kept.
    pub(crate) chars: Vec<char>,
    classes: Vec<char>,
    pub(crate) bytes: Vec<u32>,
    special: u64,
    /// What is never cut: a web or mail address, an initial.
    solid: std::ops::Range<usize>,
    pub(crate) found: Vec<u64>,
}

fn is_word(class: char) -> bool {
    matches!(class, 'x' | 'X' | 'o' | 'd')
}

impl Chunk {
    pub(crate) fn read(&mut self, word: &str) {
        self.chars.clear();
        self.classes.clear();
        self.bytes.clear();
        for (at, c) in word.char_indices() {
            self.chars.push(folded(c).to_ascii_lowercase());
            self.classes.push(class(c));
            self.bytes.push(at as u32);
        }
        let has = |what: &str| word.contains(what);
        self.special = u64::from(has("://") || has("www."))
            + 2 * u64::from(has("@"))
            + 4 * u64::from(
                [".com", ".org", ".net", ".gov", ".edu", ".html"]
                    .iter()
                    .any(|e| has(e)),
            );
        self.solid = self.find_solid(word);
    }

    /// The part that is cut nowhere: a web or mail address without the marks around it, an initial
    /// or an abbreviation with its dot.
    fn find_solid(&self, word: &str) -> std::ops::Range<usize> {
        let n = self.chars.len();
        let is_mark = |&c: &char| {
            matches!(
                c,
                '.' | ','
                    | ';'
                    | ':'
                    | '!'
                    | '?'
                    | '"'
                    | '\''
                    | '('
                    | ')'
                    | '<'
                    | '>'
                    | '['
                    | ']'
                    | '{'
                    | '}'
            )
        };
        let start = self
            .chars
            .iter()
            .take_while(|c| is_mark(c) || **c == '*')
            .count();
        if start == n {
            return 0..0;
        }
        let end = n - self
            .chars
            .iter()
            .rev()
            .take_while(|c| is_mark(c) || matches!(c, '*'))
            .count();
        if self.special & 2 != 0
            && let Some(mail) = self.mail_address()
        {
            return mail;
        }
        let bracket = |c: &char| matches!(c, '<' | '>' | '[' | ']');
        if self.special & 1 != 0 && !self.chars[start..end].iter().any(bracket) {
            // A bracket that was opened within belongs to the address.
            let open = self.chars[start..end].contains(&'(');
            let closed = open && self.chars.get(end) == Some(&')');
            return start..end + usize::from(closed);
        }
        // The dot of an initial or a title, where nothing but marks follows.
        if self.chars.get(end) == Some(&'.') && end - start <= 7 {
            let single = end - start == 1 && self.classes[start] == 'X';
            let stem: String = self.chars[start..end].iter().collect();
            let ends_there = end + 1 == n || !is_word(self.classes[end + 1]);
            if ends_there
                && !word.ends_with("..")
                && (single || super::sentences::is_abbreviation(&stem))
            {
                return start..end + 1;
            }
        }
        0..0
    }

    /// What stands around an `@`, where both sides could be parts of a mail address.
    fn mail_address(&self) -> Option<std::ops::Range<usize>> {
        let at = self.chars.iter().position(|&c| c == '@')?;
        let part = |i: &usize| {
            is_word(self.classes[*i]) || matches!(self.chars[*i], '.' | '_' | '-' | '+' | '%')
        };
        let left = (0..at).rev().take_while(part).count();
        let mut right = (at + 1..self.chars.len()).take_while(part).count();
        while right > 0 && !is_word(self.classes[at + right]) {
            right -= 1;
        }
        let mut start = at - left;
        while start < at && !is_word(self.classes[start]) {
            start += 1;
        }
        (start < at && right > 2).then_some(start..at + right + 1)
    }

    /// Whether the cut before `i` comes after a hyphen that stands between letters.
    pub(crate) fn follows_inner_hyphen(&self, i: usize) -> bool {
        i >= 2
            && self.classes[i - 1] == '-'
            && matches!(self.classes[i], 'x' | 'X' | 'o')
            && matches!(self.classes[i - 2], 'x' | 'X' | 'o')
    }

    /// Whether a cut before character `i` is thinkable.
    pub(crate) fn is_candidate(&self, i: usize) -> bool {
        if self.solid.start < i && i < self.solid.end {
            return false;
        }
        let (a, b) = (self.classes[i - 1], self.classes[i]);
        if !is_word(a) || !is_word(b) {
            return true;
        }
        // "10MM" may be two words; "G7" and "M23" are one.
        if a == 'd' && b != 'd' || a == 'x' && b == 'd' {
            return true;
        }
        // do|n't
        self.chars[i] == 'n'
            && self.chars.get(i + 1) == Some(&'\'')
            && self.chars.get(i + 2) == Some(&'t')
            && self.classes.get(i + 3).is_none_or(|&k| !is_word(k))
    }

    /// The characters of the word that ends before or starts at `i`, at most twelve.
    fn run(&self, i: usize, forwards: bool) -> (u64, usize) {
        let mut h = if forwards { 11 } else { 13 };
        let mut n = 0;
        while n < 12 {
            let at = if forwards {
                i + n
            } else {
                match i.checked_sub(n + 1) {
                    Some(at) => at,
                    None => break,
                }
            };
            match self.classes.get(at) {
                Some(&k) if is_word(k) => h = mix(h, self.chars[at] as u64),
                _ => break,
            }
            n += 1;
        }
        (h, n)
    }

    /// Writes the features of a cut before character `i` into `found`.
    pub(crate) fn features(&mut self, i: usize) {
        let n = self.chars.len();
        let char_at = |d: isize| -> u64 {
            let at = i as isize + d;
            if at < 0 || at >= n as isize {
                1
            } else {
                self.chars[at as usize] as u64
            }
        };
        let class_at = |d: isize| -> u64 {
            let at = i as isize + d;
            if at < 0 || at >= n as isize {
                1
            } else {
                self.classes[at as usize] as u64
            }
        };
        let (left, left_n) = self.run(i, false);
        let (right, right_n) = self.run(i, true);
        // The words on the far sides of the marks at the cut.
        let (left2, _) = self.run(i - 1, false);
        let (right2, right2_n) = self.run(i + 1, true);
        let (right3, _) = self.run((i + 1 + right2_n + 1).min(n), true);
        let f = |t: u64, xs: &[u64]| {
            xs.iter()
                .fold(t.wrapping_mul(0x1234_5678_9ABC_DEF1), |h, &x| mix(h, x))
        };
        let ends = u64::from(i == 1) + 2 * u64::from(i + 1 == n) + 4 * u64::from(i == n);
        let (a, b) = (char_at(-1), char_at(0));
        let (ka, kb) = (class_at(-1), class_at(0));
        let found = &mut self.found;
        found.clear();
        found.extend([
            f(1, &[0]),
            f(2, &[a, b]),
            f(3, &[ka, kb]),
            f(4, &[char_at(-2), a, b]),
            f(5, &[a, b, char_at(1)]),
            f(6, &[char_at(-2), a, b, char_at(1)]),
            f(7, &[class_at(-2), ka, kb, class_at(1)]),
            f(
                8,
                &[class_at(-3), class_at(-2), ka, kb, class_at(1), class_at(2)],
            ),
            f(9, &[left, b]),
            f(10, &[a, right]),
            f(11, &[left, b, right2]),
            f(12, &[left2, a, right]),
            f(13, &[a, b, ends]),
            f(14, &[ka, kb, ends, self.special]),
            f(15, &[ka, kb, left_n as u64, right_n as u64]),
            f(16, &[left2, a, kb]),
            f(17, &[ka, b, right2]),
            f(18, &[a, b, self.special]),
            f(19, &[ka, kb, class_at(1), class_at(2), class_at(3), ends]),
            f(
                20,
                &[class_at(-4), class_at(-3), class_at(-2), ka, kb, ends],
            ),
            f(21, &[b, right2, right3]),
            f(22, &[a, b, (n.min(12)) as u64]),
            f(23, &[left, b, char_at(1), char_at(2)]),
        ]);
        if n <= 10 {
            let whole = self.chars.iter().fold(7, |h, &c| mix(h, c as u64));
            let shape = self.classes.iter().fold(9, |h, &c| mix(h, c as u64));
            found.push(f(24, &[whole, i as u64]));
            found.push(f(25, &[shape, i as u64]));
        }
    }
}

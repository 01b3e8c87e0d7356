//! Tokens become sentences: a classifier looks at every place between two tokens of a paragraph
//! where a sentence may end. What may never be crossed (a blank line, the edge of a headline) is
//! the caller's; a few things that never end a sentence (titles, months before a day) are rules.

use super::linear::Linear;
use super::tokenize::Piece;
use crate::parameters::letters::{class, mix, normal_into, shape_into};

/// No sentence has more tokens; a longer one is cut at its last mark before the limit.
pub(crate) const LONGEST: usize = 240;

/// Abbreviations that stand before what they belong to: a sentence does not end after them.
const BEFORE: &[&str] = &[
    "adm", "amb", "brig", "capt", "cardinal", "cmdr", "col", "comdr", "cpl", "cpt", "det", "dr",
    "fr", "gen", "gov", "hon", "insp", "lt", "maj", "messrs", "mr", "mrs", "ms", "mt", "pfc",
    "pres", "prof", "pvt", "rep", "reps", "rev", "sen", "sens", "sgt", "st", "supt", "vs", "lieut",
    "mme", "mlle", "ft", "gens", "drs", "profs", "secy", "amb", "c.f", "cf", "e.g", "i.e", "fig",
    "approx",
];

/// Abbreviations of months: a sentence does not end between them and a number.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no",
    "nos", "art", "sec", "vol", "pp", "p",
];

/// Whether a word with its dot cut off is an abbreviation that its dot belongs to.
pub(crate) fn is_abbreviation(stem: &str) -> bool {
    BEFORE.contains(&stem)
        || (MONTHS.contains(&stem) && !matches!(stem, "no" | "mar" | "art" | "p"))
}

/// What the classifier sees of one token.
#[derive(Debug, Clone, Copy, Default)]
struct View {
    word: u64,
    shape: u64,
    /// The first character's class.
    first: char,
    /// The last character, folded.
    last: char,
    length: u32,
    /// Whether white space stands before it.
    space: u64,
}

/// Finds the ends of sentences.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Splitter {
    pub(crate) ends: Linear,
}

impl Splitter {
    /// Appends, for the paragraph `tokens`, the index after the last token of each sentence.
    pub(crate) fn split(&self, text: &str, tokens: &[Piece], offset: usize, out: &mut Vec<usize>) {
        let paragraph = Paragraph::read(text, tokens);
        let mut start = 0;
        let mut features = Vec::new();
        let dateline = paragraph.dateline();
        for i in 1..=tokens.len() {
            let ends = i == tokens.len()
                || i == dateline
                || (i > dateline && paragraph.is_candidate(i) && {
                    paragraph.features(i, start, &mut features);
                    self.ends.best(&features) == 1
                });
            if ends {
                while i - start > LONGEST {
                    let limit = start + LONGEST;
                    let is_mark = |&at: &usize| {
                        paragraph.views[at - 1].length == 1
                            && !paragraph.views[at - 1].first.is_alphanumeric()
                    };
                    let at = (start + LONGEST / 2..=limit)
                        .rev()
                        .find(|at| is_mark(at) && !tokens[*at].joined)
                        .unwrap_or(limit);
                    out.push(offset + at);
                    start = at;
                }
                out.push(offset + i);
                start = i;
            }
        }
    }
}

/// A paragraph's tokens laid open for the classifier.
pub(crate) struct Paragraph<'t> {
    text: &'t str,
    tokens: &'t [Piece],
    views: Vec<View>,
    /// Before each token: how many quotes and brackets are open.
    quotes: Vec<u8>,
    brackets: Vec<u8>,
}

impl<'t> Paragraph<'t> {
    pub(crate) fn read(text: &'t str, tokens: &'t [Piece]) -> Paragraph<'t> {
        let mut buffer = String::new();
        let mut views = Vec::with_capacity(tokens.len());
        let (mut quotes, mut brackets) = (Vec::new(), Vec::new());
        let (mut quote, mut bracket) = (0u8, 0u8);
        let mut before = tokens.first().map_or(0, |t| t.start);
        for token in tokens {
            let word = &text[token.start as usize..token.end as usize];
            quotes.push(quote);
            brackets.push(bracket);
            match word {
                "\"" | "''" | "``" => quote ^= 1,
                "“" => quote = 1,
                "”" => quote = 0,
                "(" | "[" => bracket = (bracket + 1).min(3),
                ")" | "]" => bracket = bracket.saturating_sub(1),
                _ => {}
            }
            // A line break within a paragraph is a space like any other.
            let space = &text[before as usize..token.start as usize];
            normal_into(word, &mut buffer);
            let hash = crate::parameters::letters::hash(5, buffer.as_bytes());
            let last = buffer.chars().last().unwrap_or(' ');
            shape_into(word, &mut buffer);
            views.push(View {
                word: hash,
                shape: crate::parameters::letters::hash(6, buffer.as_bytes()),
                first: word.chars().next().map_or(' ', class),
                last,
                length: word.len() as u32,
                space: u64::from(!space.is_empty()),
            });
            before = token.end;
        }
        Paragraph {
            text,
            tokens,
            views,
            quotes,
            brackets,
        }
    }

    fn word(&self, i: usize) -> &str {
        &self.text[self.tokens[i].start as usize..self.tokens[i].end as usize]
    }

    /// How many tokens at the start are a dateline with its dash: `PARIS (AP) —`, `GENEVA, Jan. 5
    /// (Reuters) -`. It is a sentence of its own, as in the treebanks.
    pub(crate) fn dateline(&self) -> usize {
        const LONGEST: usize = 16;
        let limit = self.tokens.len().min(LONGEST);
        let Some(dash) = (1..limit).find(|&i| matches!(self.word(i), "-" | "–" | "—" | "--" | "―"))
        else {
            return 0;
        };
        let spaced = self.views[dash].space > 0 || self.word(dash) != "-";
        if dash + 2 >= self.tokens.len()
            || !spaced
            || self.views[dash + 1].space == 0 && self.word(dash) == "-"
        {
            return 0;
        }
        let fits = |i: usize| {
            matches!(self.views[i].first, 'X' | 'd' | 'o')
                || matches!(
                    self.word(i),
                    "," | "(" | ")" | "/" | "." | "and" | "of" | "de" | "la"
                )
        };
        if !(0..dash).all(fits) {
            return 0;
        }
        let loud = |i: usize| {
            let word = self.word(i);
            word.chars().filter(|c| c.is_uppercase()).count() > 1
                && !word.chars().any(char::is_lowercase)
        };
        let agency = self.word(dash - 1) == ")" && (0..dash).any(|i| self.word(i) == "(");
        // "IAEA - ..." may be anything; a place alone must be written large and be a word.
        let place = loud(0)
            && self.views[0].length >= 4
            && !self.word(0).contains(|c: char| c.is_ascii_digit());
        if agency && self.views[0].first == 'X' || place {
            dash + 1
        } else {
            0
        }
    }

    /// Whether a sentence may end before token `i`.
    pub(crate) fn is_candidate(&self, i: usize) -> bool {
        let (a, b) = (&self.views[i - 1], &self.views[i]);
        if self.tokens[i].joined {
            return false;
        }
        let mark = |c: char| !c.is_alphanumeric();
        let thinkable = mark(a.last) || b.first != 'x';
        thinkable && !self.is_barred(i)
    }

    /// The rules: a title before a name, a month before a day, an initial between names.
    fn is_barred(&self, i: usize) -> bool {
        if self.views[i - 1].last != '.' || self.views[i - 1].length < 2 {
            return false;
        }
        let word = self.word(i - 1);
        let stem = word.trim_end_matches('.').to_lowercase();
        let next = self.views[i].first;
        if BEFORE.contains(&stem.as_str()) {
            return matches!(next, 'X' | 'd' | 'o' | 'x');
        }
        MONTHS.contains(&stem.as_str()) && next == 'd'
    }

    /// Writes the features of an end before token `i`, in a sentence that began at `start`.
    pub(crate) fn features(&self, i: usize, start: usize, found: &mut Vec<u64>) {
        let at = |d: isize| -> View {
            let k = i as isize + d;
            if k < 0 || k >= self.views.len() as isize {
                View::default()
            } else {
                self.views[k as usize]
            }
        };
        let f = |t: u64, xs: &[u64]| {
            xs.iter()
                .fold(t.wrapping_mul(0x51AF_D7ED_558C_CD31), |h, &x| mix(h, x))
        };
        let (p2, p, a, b, c, d) = (at(-3), at(-2), at(-1), at(0), at(1), at(2));
        let length = (i - start).min(63) as u64;
        let bin = match length {
            0..=3 => length,
            4..=6 => 4,
            7..=12 => 5,
            13..=25 => 6,
            26..=40 => 7,
            _ => 8,
        };
        let quote = u64::from(self.quotes[i]);
        let bracket = u64::from(self.brackets[i]);
        let space = b.space;
        let rest = (self.views.len() - i).min(4) as u64;
        let opener = self.views[start].word;
        found.clear();
        found.extend([
            f(1, &[space]),
            f(2, &[a.word, space]),
            f(3, &[b.word, space]),
            f(4, &[a.word, b.word]),
            f(5, &[a.word, b.shape, space]),
            f(6, &[a.shape, b.shape, space]),
            f(7, &[a.last as u64, b.first as u64, space]),
            f(8, &[a.last as u64, b.word]),
            f(9, &[p.word, a.word, b.first as u64]),
            f(10, &[p.shape, a.word, b.shape]),
            f(11, &[a.last as u64, b.word, c.word]),
            f(12, &[a.last as u64, b.shape, c.shape]),
            f(13, &[a.word, bin, b.first as u64]),
            f(14, &[a.word, quote, bracket, b.first as u64]),
            f(15, &[a.word, u64::from(a.length.min(8)), b.shape]),
            f(16, &[p2.shape, p.shape, a.shape, b.shape]),
            f(17, &[a.shape, b.shape, c.shape, d.shape]),
            f(18, &[a.word, b.word, rest]),
            f(19, &[a.word, rest, bin]),
            f(20, &[p.word, a.shape, b.shape, length.min(6)]),
            f(21, &[opener, a.word, b.first as u64]),
            f(22, &[a.space, a.word, space, b.first as u64, b.last as u64]),
            f(23, &[a.space, p.last as u64, a.word, space, b.first as u64]),
            f(
                24,
                &[
                    p.first as u64,
                    a.first as u64,
                    a.last as u64,
                    b.first as u64,
                    c.first as u64,
                    space,
                ],
            ),
            f(25, &[b.word, c.word, a.first as u64]),
            f(26, &[a.word, b.first as u64, c.word]),
            f(27, &[b.shape, a.shape, bin, quote]),
            f(28, &[opener, b.word, a.last as u64]),
            f(29, &[b.word, c.word, d.word]),
            f(30, &[p.word, a.word, b.word]),
        ]);
    }
}

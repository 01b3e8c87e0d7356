//! The marks inside a paragraph of Markdown: emphasis, links, images, code, tags, comments. Takes
//! time in proportion to the text, whatever the text is.

use crate::text::Span;
use std::collections::BTreeSet;
use std::ops::Range;

/// Adds to `skipped` what is a mark in the lines of one paragraph.
pub fn scan(text: &str, lines: &[Range<usize>], skipped: &mut Vec<Span>) {
    let mut inline = Inline {
        characters: Vec::new(),
        skipped,
        at: 0,
        open: Default::default(),
        brackets: Vec::new(),
        unclosed_code: BTreeSet::new(),
        unclosed_comment: false,
    };
    for line in lines {
        if !inline.characters.is_empty() {
            inline.characters.push((line.start, '\n'));
        }
        let characters = text[line.clone()].char_indices();
        let characters = characters.map(|(offset, c)| (line.start + offset, c));
        inline.characters.extend(characters);
    }
    inline.run();
}

/// The longest target of a link and the longest tag, in characters.
const LONGEST_TARGET: usize = 2000;

struct Inline<'s> {
    /// The characters with their offsets in the text; a line end between lines.
    characters: Vec<(usize, char)>,
    skipped: &'s mut Vec<Span>,
    at: usize,
    /// The marks of emphasis that wait for their partner, by kind: offset and length.
    open: [Vec<(usize, usize)>; 3],
    /// The brackets that wait: index, and whether a `!` stands before.
    brackets: Vec<(usize, bool)>,
    /// Lengths of runs of backticks that have no partner further on.
    unclosed_code: BTreeSet<usize>,
    unclosed_comment: bool,
}

impl Inline<'_> {
    fn peek(&self, index: usize) -> Option<char> {
        self.characters.get(index).map(|&(_, c)| c)
    }

    /// Skips the characters from one index to before another; they are not of more than one line.
    fn skip(&mut self, from: usize, to: usize) {
        if from < to {
            let (start, _) = self.characters[from];
            let (last, c) = self.characters[to - 1];
            self.skipped.push(Span::new(start, last + c.len_utf8()));
        }
    }

    fn run_length(&self, from: usize) -> usize {
        let mark = self.peek(from);
        (from..)
            .take_while(|&at| self.peek(at) == mark && mark.is_some())
            .count()
    }

    fn run(&mut self) {
        while let Some(c) = self.peek(self.at) {
            let at = self.at;
            self.at = match c {
                '\\' => self.escape(at),
                '`' => self.code(at),
                '<' => self.tag(at),
                '!' if self.peek(at + 1) == Some('[') => {
                    self.brackets.push((at, true));
                    at + 2
                }
                '[' => {
                    self.brackets.push((at, false));
                    at + 1
                }
                ']' => self.bracket(at),
                '*' | '_' | '~' => self.emphasis(at, c),
                _ => at + 1,
            };
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.peek(at + 1) {
            Some(c) if c.is_ascii_punctuation() || c == '\n' => {
                self.skip(at, at + 1);
                at + 2
            }
            _ => at + 1,
        }
    }

    fn code(&mut self, at: usize) -> usize {
        let length = self.run_length(at);
        let inside = at + length;
        if self.unclosed_code.contains(&length) {
            return inside;
        }
        let mut end = inside;
        while end < self.characters.len() {
            if self.peek(end) != Some('`') {
                end += 1;
                continue;
            }
            let run = self.run_length(end);
            if run == length {
                self.skip(at, inside);
                self.skip(end, end + run);
                return end + run;
            }
            end += run;
        }
        self.unclosed_code.insert(length);
        inside
    }

    /// A comment, a tag or a link in angle brackets.
    fn tag(&mut self, at: usize) -> usize {
        let begins = |mark: &str| {
            (at..)
                .zip(mark.chars())
                .all(|(at, c)| self.peek(at) == Some(c))
        };
        if begins("<!--") && !self.unclosed_comment {
            let rest = &self.characters[at + 4..];
            let end = rest
                .windows(3)
                .position(|w| (w[0].1, w[1].1, w[2].1) == ('-', '-', '>'));
            if let Some(length) = end {
                self.skip(at, at + 4 + length + 3);
                return at + 4 + length + 3;
            }
            self.unclosed_comment = true;
        }
        let next = self.peek(at + 1);
        if !next.is_some_and(|c| c.is_ascii_alphabetic() || c == '/') {
            return at + 1;
        }
        let rest = self.characters[at + 1..].iter().take(LONGEST_TARGET);
        let mut rest = rest.map(|&(_, c)| c);
        match rest.position(|c| matches!(c, '<' | '>' | '\n')) {
            Some(length) if self.peek(at + 1 + length) == Some('>') => {
                self.skip(at, at + length + 2);
                at + length + 2
            }
            _ => at + 1,
        }
    }

    /// The end of a link's text or of an image's description.
    fn bracket(&mut self, at: usize) -> usize {
        let Some((open, image)) = self.brackets.pop() else {
            return at + 1;
        };
        if !image && self.peek(open + 1) == Some('^') && at - open <= 40 {
            self.skip(open, at + 1);
            return at + 1;
        }
        let target = match self.peek(at + 1) {
            Some('(') => self.closing(at + 1, '(', ')'),
            Some('[') => self.closing(at + 1, '[', ']'),
            _ => None,
        };
        let Some(close) = target else {
            return at + 1;
        };
        if image {
            self.skip(open, close + 1);
        } else {
            self.skip(open, open + 1);
            self.skip(at, close + 1);
        }
        close + 1
    }

    /// The bracket that closes the one at an index.
    fn closing(&self, at: usize, open: char, close: char) -> Option<usize> {
        let mut depth = 0usize;
        let mut escaped = false;
        for (index, &(_, c)) in self
            .characters
            .iter()
            .enumerate()
            .skip(at)
            .take(LONGEST_TARGET)
        {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == open {
                depth += 1;
                if depth > 32 {
                    return None;
                }
            } else if c == close {
                depth -= 1;
                if depth == 0 {
                    return Some(index);
                }
            }
        }
        None
    }

    /// A run of `*`, `_` or `~~`: closes what is open, or opens.
    fn emphasis(&mut self, at: usize, mark: char) -> usize {
        let length = self.run_length(at);
        let before = at
            .checked_sub(1)
            .and_then(|at| self.peek(at))
            .unwrap_or(' ');
        let after = self.peek(at + length).unwrap_or(' ');
        let punctuation = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let left = !after.is_whitespace()
            && (!punctuation(after) || before.is_whitespace() || punctuation(before));
        let right = !before.is_whitespace()
            && (!punctuation(before) || after.is_whitespace() || punctuation(after));
        let (opens, closes) = match mark {
            '_' => (
                left && (!right || punctuation(before)),
                right && (!left || punctuation(after)),
            ),
            '~' => (left && length == 2, right && length == 2),
            _ => (left, right),
        };
        let open = &mut self.open[match mark {
            '*' => 0,
            '_' => 1,
            _ => 2,
        }];
        let (mut start, mut left_over) = (self.characters[at].0, length);
        while closes && left_over > 0 {
            let Some((partner, waiting)) = open.pop() else {
                break;
            };
            let count = waiting.min(left_over);
            let inner = partner + waiting - count;
            self.skipped.push(Span::new(inner, inner + count));
            self.skipped.push(Span::new(start, start + count));
            if waiting > count {
                open.push((partner, waiting - count));
            }
            start += count;
            left_over -= count;
        }
        if opens && left_over > 0 {
            open.push((start, left_over));
        }
        at + length
    }
}

#[cfg(test)]
mod tests {
    use super::super::header::in_order;
    use super::*;

    fn prose(text: &str) -> String {
        let mut skipped = Vec::new();
        scan(text, &super::super::lines::ranges(text), &mut skipped);
        let mut prose = text.to_owned();
        for span in in_order(skipped).into_iter().rev() {
            prose.replace_range(span.range(), "");
        }
        prose
    }

    #[test]
    fn marks_go_and_words_stay() {
        for (text, expected) in [
            ("the **Minsk _II_** deal", "the Minsk II deal"),
            ("***both***", "both"),
            ("*over\ntwo lines*", "over\ntwo lines"),
            (
                "snake_case_name and 2 * 3 * 4",
                "snake_case_name and 2 * 3 * 4",
            ),
            ("Smith* said; *see note", "Smith* said; *see note"),
            ("~~no~~ ~ yes", "no ~ yes"),
            (
                "[Reuters](https://a.example/x_(y) \"R\") said",
                "Reuters said",
            ),
            ("[Reuters][1] and [AP][]", "Reuters and AP"),
            ("the [acting] president", "the [acting] president"),
            ("[![photo](a.png)](b) Text", " Text"),
            ("![A *photo*](a.png)Text", "Text"),
            ("said.[^1] Then", "said. Then"),
            ("`code *x*` and ``a ` b``", "code *x* and a ` b"),
            (
                "a<br/>b <https://a.example> <b>c</b> 1 < 2 > 0",
                "ab  c 1 < 2 > 0",
            ),
            ("a <!-- no\n- -> more --> b", "a  b"),
            (r"5 \* 3 \[x\]", "5 * 3 [x]"),
            ("*Erdoğan* — **“yes”**", "Erdoğan — “yes”"),
            ("[open ![ `x **y", "[open ![ `x **y"),
        ] {
            assert_eq!(prose(text), expected, "{text}");
        }
    }

    #[test]
    fn hostile_text_takes_no_long_time() {
        for unit in [
            "*a _b ", "[", "![", "](", "`", "` `` ", "<!-- ", "<a ", "[x]((((",
        ] {
            prose(&unit.repeat(50_000));
        }
    }
}

//! Where something stands in a text.
//!
//! Inside the program a place is a [`Span`] of bytes. Everything that leaves the program counts
//! Unicode code points ([`CodeSpan`]), as Python and annotators do; [`CodePoints`] converts.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A half-open range of bytes, `start..end`, in a text; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`.
    ///
    /// # Panics
    /// When `end < start`, or when the text is longer than 4 GiB.
    pub fn new(start: usize, end: usize) -> Span {
        assert!(start <= end, "a span ends before it starts: {start}..{end}");
        let narrow = |at: usize| u32::try_from(at).expect("a text of more than 4 GiB");
        Span {
            start: narrow(start),
            end: narrow(end),
        }
    }

    /// As a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text of the span.
    ///
    /// # Panics
    /// When the span does not lie in `text` or cuts a character.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Bytes covered.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly within.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }
}

/// A half-open range of Unicode code points in a document's text.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
pub struct CodeSpan {
    /// The first code point, counted from zero.
    pub start: u32,
    /// One past the last code point.
    pub end: u32,
}

/// Converts between bytes and code points of one text; costs nothing for ASCII.
///
/// ```
/// use demarche::text::{CodePoints, CodeSpan, Span};
/// let text = "Erdoğan said";
/// let points = CodePoints::new(text);
/// let said = Span::new(9, 13);
/// assert_eq!(said.of(text), "said");
/// assert_eq!(points.span(said), CodeSpan { start: 8, end: 12 });
/// assert_eq!(points.bytes(CodeSpan { start: 8, end: 12 }), Some(said));
/// ```
#[derive(Debug, Clone)]
pub struct CodePoints {
    /// For each character of more than one byte, the byte and the code point that follow it, in
    /// order. Between two of these both counts run in step.
    wide: Vec<(u32, u32)>,
    bytes: u32,
    points: u32,
}

impl CodePoints {
    /// Reads the text once.
    ///
    /// # Panics
    /// When the text is longer than 4 GiB.
    pub fn new(text: &str) -> CodePoints {
        let bytes = u32::try_from(text.len()).expect("a text of more than 4 GiB");
        let mut wide = Vec::new();
        let mut point = 0u32;
        for (at, c) in text.char_indices() {
            if c.len_utf8() > 1 {
                wide.push(((at + c.len_utf8()) as u32, point + 1));
            }
            point += 1;
        }
        CodePoints {
            wide,
            bytes,
            points: point,
        }
    }

    /// The code point at which byte `at` starts; it must lie on a character boundary.
    pub fn point(&self, at: u32) -> u32 {
        let after = self.wide.partition_point(|&(byte, _)| byte <= at);
        match after.checked_sub(1) {
            None => at,
            Some(last) => {
                let (byte, point) = self.wide[last];
                point + (at - byte)
            }
        }
    }

    /// A byte span in code points.
    pub fn span(&self, span: Span) -> CodeSpan {
        CodeSpan {
            start: self.point(span.start),
            end: self.point(span.end),
        }
    }

    /// A code-point span in bytes; `None` when it does not lie in the text.
    pub fn bytes(&self, span: CodeSpan) -> Option<Span> {
        if span.start > span.end || span.end > self.points {
            return None;
        }
        let byte = |point: u32| {
            let after = self.wide.partition_point(|&(_, p)| p <= point);
            match after.checked_sub(1) {
                None => point,
                Some(last) => {
                    let (byte, p) = self.wide[last];
                    byte + (point - p)
                }
            }
        };
        let (start, end) = (byte(span.start), byte(span.end));
        (end <= self.bytes).then_some(Span { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(start: u32, end: u32) -> CodeSpan {
        CodeSpan { start, end }
    }

    #[test]
    fn counts_code_points_as_python_does() {
        // A letter of two bytes, a letter with a combining mark, an emoji of four code points
        // joined by U+200D, an Arabic word.
        let text = "ğ e\u{301} 👩\u{200d}👩\u{200d}👧 سلام!";
        let points = CodePoints::new(text);
        let cases = [
            ("ğ", code(0, 1)),
            ("e", code(2, 3)),
            ("\u{301}", code(3, 4)),
            ("👩\u{200d}👩\u{200d}👧", code(5, 10)),
            ("سلام", code(11, 15)),
            ("!", code(15, 16)),
        ];
        for (part, expected) in cases {
            let start = text.find(part).unwrap();
            let span = Span::new(start, start + part.len());
            assert_eq!(points.span(span), expected, "{part}");
            assert_eq!(points.bytes(expected), Some(span), "{part}");
        }
    }

    #[test]
    fn the_empty_text_has_the_empty_span_alone() {
        let points = CodePoints::new("");
        assert_eq!(points.span(Span::new(0, 0)), code(0, 0));
        assert_eq!(points.bytes(code(0, 0)), Some(Span::new(0, 0)));
        assert_eq!(points.bytes(code(0, 1)), None);
    }

    #[test]
    fn what_lies_outside_has_no_bytes() {
        let points = CodePoints::new("añ");
        assert_eq!(points.bytes(code(0, 2)), Some(Span::new(0, 3)));
        assert_eq!(points.bytes(code(2, 2)), Some(Span::new(3, 3)));
        assert_eq!(points.bytes(code(0, 3)), None);
        assert_eq!(points.bytes(code(2, 1)), None);
        assert_eq!(points.bytes(code(u32::MAX, u32::MAX)), None);
    }

    #[test]
    fn spans_touch_hold_and_cover() {
        let [a, b, c] = [(0, 4), (4, 6), (1, 3)].map(|(start, end)| Span::new(start, end));
        assert!(!a.overlaps(b) && a.overlaps(c) && a.contains(c) && !c.contains(a));
        assert_eq!(b.cover(c), Span::new(1, 6));
        assert!(Span::new(2, 2).is_empty() && !Span::new(2, 2).overlaps(Span::new(2, 2)));
        assert_eq!((b.len(), a.of("Kyiv says")), (2, "Kyiv"));
    }

    #[test]
    #[should_panic(expected = "ends before it starts")]
    fn no_span_ends_before_it_starts() {
        Span::new(2, 1);
    }

    proptest! {
        #[test]
        fn bytes_and_code_points_go_round(text in "(?s)[a-zğ é\u{301}習😀\n\u{200f}]{0,60}|.{0,40}") {
            let points = CodePoints::new(&text);
            let bounds: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (i, &start) in bounds.iter().enumerate() {
                for (j, &end) in bounds.iter().enumerate().skip(i) {
                    let (span, expected) = (Span::new(start, end), code(i as u32, j as u32));
                    prop_assert_eq!(points.span(span), expected);
                    prop_assert_eq!(points.bytes(expected), Some(span));
                }
            }
            let beyond = bounds.len() as u32;
            prop_assert_eq!(points.bytes(code(0, beyond)), None);
        }
    }
}

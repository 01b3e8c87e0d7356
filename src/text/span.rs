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
    pub fn new(text: &str) -> CodePoints {
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
            bytes: text.len() as u32,
            points: point,
        }
    }

    /// The code point at which byte `at` starts.
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

//! A quoted sentence with the words marked that matter: source, trigger and target.
//!
//! In colours where they are wanted, else in brackets with a label: `[Russia|source] [attacked|trigger]
//! [the port|target]`. Marks may lie in one another or cross; one that crosses is reopened.

use super::style::{Paint, Style, safe};
use crate::graph::Evidence;
use crate::text::CodeSpan;

/// What a mark says, in the order in which labels are joined.
const PARTS: [(&str, Style); 3] = [
    ("source", Style::Source),
    ("trigger", Style::Trigger),
    ("target", Style::Target),
];

/// A stretch of the quote, in characters from its beginning, with the parts that it is.
struct Mark {
    start: usize,
    end: usize,
    parts: Vec<usize>,
}

/// The quote of a piece of evidence on one line, marked; where it has none, the place it points at.
pub fn quote(evidence: &Evidence, paint: Paint) -> String {
    if evidence.quote.is_empty() {
        let CodeSpan { start, end } = evidence.span;
        return format!("(no quote in the record; characters {start} to {end})");
    }
    let text: Vec<char> = evidence.quote.chars().map(safe).collect();
    let marks = marks(evidence, text.len());
    match paint.is_on() {
        true => coloured(&text, &marks, paint),
        false => bracketed(&text, &marks),
    }
}

/// The marks by their beginning, the longer first. A span outside the quote is left out.
fn marks(evidence: &Evidence, length: usize) -> Vec<Mark> {
    let spans = [
        evidence.source_mention,
        evidence.trigger,
        evidence.target_mention,
    ];
    let mut marks: Vec<Mark> = Vec::new();
    for (part, span) in spans.into_iter().enumerate() {
        let Some(span) = span else { continue };
        let within = |at: u32| at.checked_sub(evidence.span.start).map(|at| at as usize);
        let (Some(start), Some(end)) = (within(span.start), within(span.end)) else {
            continue;
        };
        if start >= end || end > length {
            continue;
        }
        match marks.iter_mut().find(|m| (m.start, m.end) == (start, end)) {
            Some(mark) => mark.parts.push(part),
            None => marks.push(Mark {
                start,
                end,
                parts: vec![part],
            }),
        }
    }
    marks.sort_by_key(|mark| (mark.start, usize::MAX - mark.end));
    marks
}

/// Each run of characters in the style of the shortest mark around it.
fn coloured(text: &[char], marks: &[Mark], paint: Paint) -> String {
    let style = |at: usize| {
        let around = marks.iter().filter(|m| m.start <= at && at < m.end);
        let inner = around.min_by_key(|m| m.end - m.start);
        inner.map(|mark| PARTS[mark.parts[0]].1)
    };
    let mut out = String::new();
    let mut start = 0;
    while start < text.len() {
        let now = style(start);
        let length = (start..text.len())
            .take_while(|&at| style(at) == now)
            .count();
        let run: String = text[start..start + length].iter().collect();
        out += &now.map_or(run.clone(), |style| paint.apply(style, &run));
        start += length;
    }
    out
}

/// With brackets and labels.
fn bracketed(text: &[char], marks: &[Mark]) -> String {
    let label = |mark: &Mark| {
        let names: Vec<&str> = mark.parts.iter().map(|&part| PARTS[part].0).collect();
        names.join(",")
    };
    let mut out = String::new();
    let mut open: Vec<&Mark> = Vec::new();
    for at in 0..=text.len() {
        // What ends here closes everything opened within it, which is opened again if it goes on.
        while let Some(ends) = open.iter().position(|mark| mark.end == at) {
            let within = open.split_off(ends);
            for mark in within.iter().rev() {
                out += &format!("|{}]", label(mark));
            }
            let going_on = within.into_iter().filter(|mark| mark.end > at);
            for mark in going_on {
                out.push('[');
                open.push(mark);
            }
        }
        for mark in marks.iter().filter(|mark| mark.start == at) {
            out.push('[');
            open.push(mark);
        }
        if let Some(&c) = text.get(at) {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(quote: &str, spans: [Option<(u32, u32)>; 3]) -> Evidence {
        let span = |span: Option<(u32, u32)>| {
            span.map(|(start, end)| CodeSpan {
                start: start + 100,
                end: end + 100,
            })
        };
        let length = quote.chars().count() as u32;
        serde_json::from_value(serde_json::json!({
            "document": "d", "quote": quote,
            "span": span(Some((0, length))),
            "source_mention": span(spans[0]), "trigger": span(spans[1]), "target_mention": span(spans[2]),
        }))
        .expect("evidence")
    }

    fn marked(text: &str, spans: [Option<(u32, u32)>; 3]) -> String {
        quote(&evidence(text, spans), Paint::new(false))
    }

    #[test]
    fn labels_stand_at_the_words() {
        let spans = [Some((0, 7)), Some((8, 12)), Some((13, 20))];
        let text = "Erdoğan\u{a0}met\u{1b} Ukraine\nagain";
        assert_eq!(
            marked(text, spans),
            "[Erdoğan|source]\u{a0}[met\u{fffd}|trigger] [Ukraine|target] again"
        );
    }

    #[test]
    fn marks_may_lie_in_one_another_be_the_same_or_cross() {
        let text = "abcdefgh";
        assert_eq!(
            marked(text, [Some((2, 4)), Some((0, 8)), None]),
            "[ab[cd|source]efgh|trigger]"
        );
        assert_eq!(
            marked(text, [Some((0, 2)), None, Some((0, 2))]),
            "[ab|source,target]cdefgh"
        );
        assert_eq!(
            marked(text, [Some((0, 4)), Some((2, 6)), None]),
            "[ab[cd|trigger]|source][ef|trigger]gh"
        );
    }

    #[test]
    fn a_span_outside_the_quote_is_not_marked() {
        assert_eq!(marked("abc", [Some((1, 9)), None, Some((2, 2))]), "abc");
    }

    #[test]
    fn colours_replace_the_brackets() {
        let evidence = evidence("a b", [Some((0, 1)), None, Some((2, 3))]);
        assert_eq!(
            quote(&evidence, Paint::new(true)),
            "\u{1b}[4;34ma\u{1b}[0m \u{1b}[4;35mb\u{1b}[0m"
        );
    }
}

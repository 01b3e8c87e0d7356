//! What plain and Markdown files say about themselves: `Key: value` lines at the top or after the
//! headline, and which line is the headline. Only known keys count: any other line is prose.

use super::{Fault, date};
use crate::text::{Meta, Span};
use std::ops::Range;

/// What a header line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The document's id.
    Id,
    /// The headline.
    Title,
    /// The publication date.
    Date,
    /// Who published it.
    Source,
    /// Where it was published.
    Url,
    /// The language.
    Language,
    /// Known to be no prose, and not kept: who wrote it, its section.
    Other,
}

impl Key {
    /// The key of a name in any case.
    pub fn of(name: &str) -> Option<Key> {
        let name = name.trim().to_ascii_lowercase().replace(['_', '-'], " ");
        Some(match name.as_str() {
            "id" => Key::Id,
            "title" | "headline" => Key::Title,
            "date" | "published" | "published at" | "published on" | "publication date"
            | "pubdate" => Key::Date,
            "source" | "publisher" | "agency" | "outlet" => Key::Source,
            "url" | "link" | "permalink" => Key::Url,
            "language" | "lang" => Key::Language,
            "author" | "authors" | "byline" | "section" | "category" | "tags" | "keywords"
            | "copyright" | "updated" | "last updated" | "modified" | "word count" => Key::Other,
            _ => return None,
        })
    }
}

/// The key of a header line, and where its value stands in the line.
pub fn header_line(line: &str) -> Option<(Key, Range<usize>)> {
    let colon = line.find(':').filter(|&colon| colon <= 40)?;
    // `**Date:** 2022-08-03` is a header line of Markdown.
    let mark = |c: char| c == '*' || c == '_';
    let key = Key::of(
        line[..colon]
            .trim_start()
            .trim_start_matches(mark)
            .trim_end_matches(mark),
    )?;
    let after = &line[colon + 1..];
    let unmarked = after.trim_start_matches(mark);
    let value = if unmarked.len() < after.len() || line.trim_start().starts_with(mark) {
        unmarked.trim().trim_end_matches(mark).trim_end()
    } else {
        after.trim()
    };
    let start = value.as_ptr() as usize - line.as_ptr() as usize;
    Some((key, start..start + value.len()))
}

/// What is known about an article from its own header.
#[derive(Debug, Default)]
pub struct Head {
    /// The `id` field.
    pub id: Option<String>,
    /// Title, date and so on.
    pub meta: Meta,
    /// Where the headline stands.
    pub headline: Option<Span>,
    /// What is no prose.
    pub skipped: Vec<Span>,
    /// What could not be read.
    pub notes: Vec<Fault>,
    /// A line that says what the title is, and the title in it.
    title_line: Option<(Span, Span)>,
}

impl Head {
    /// Takes in a key and its value; the first one of a key holds.
    pub fn set(&mut self, key: Key, value: &str, line: usize) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let meta = &mut self.meta;
        let place = match key {
            Key::Id => &mut self.id,
            Key::Title => &mut meta.title,
            Key::Source => &mut meta.source,
            Key::Url => &mut meta.url,
            Key::Language => &mut meta.language,
            Key::Date => {
                if meta.date.is_none() {
                    meta.date = date::parse(value);
                    if meta.date.is_none() {
                        let message = format!("the date \"{value}\" {}", date::EXPECTED);
                        self.notes.push(Fault::at(line, message));
                    }
                }
                return;
            }
            Key::Other => return,
        };
        place.get_or_insert_with(|| value.to_owned());
    }

    /// Takes in a line that says what the title is. When the title stands nowhere else, the value
    /// in this line is the headline and is read. False when an earlier line has said it.
    pub fn set_title_line(&mut self, line: Span, value: Span) -> bool {
        let first = self.title_line.is_none();
        self.title_line.get_or_insert((line, value));
        first
    }

    /// Takes in the header lines from `at` on; gives the first line that is none.
    pub fn block(&mut self, text: &str, lines: &[Range<usize>], mut at: usize) -> usize {
        while let Some(line) = lines.get(at)
            && let Some((key, value)) = header_line(&text[line.clone()])
        {
            let value = line.start + value.start..line.start + value.end;
            self.set(key, &text[value.clone()], at + 1);
            let whole = Span::new(line.start, line.end);
            let of_title = key == Key::Title && !value.is_empty();
            if !(of_title && self.set_title_line(whole, Span::new(value.start, value.end))) {
                self.skipped.push(whole);
            }
            at += 1;
        }
        at
    }

    /// Takes in the headline if the line at `at` is it, and the header lines after it; gives the
    /// first line after them.
    pub fn headline_line(&mut self, text: &str, lines: &[Range<usize>], at: usize) -> usize {
        let Some(line) = lines.get(at) else {
            return at;
        };
        let words = text[line.clone()].trim();
        let is_title = match &self.meta.title {
            Some(title) => fold(title) == fold(words),
            None => is_headline(text, lines, at),
        };
        if !is_title {
            return at;
        }
        let start = line.start + (text[line.clone()].len() - text[line.clone()].trim_start().len());
        self.headline = Some(Span::new(start, start + words.len()));
        self.meta.title.get_or_insert_with(|| fold(words));
        self.after_headline(text, lines, at + 1)
    }

    /// Takes in the header lines below the headline, with or without a blank line between.
    pub fn after_headline(&mut self, text: &str, lines: &[Range<usize>], at: usize) -> usize {
        let first = skip_blank(text, lines, at);
        let end = self.block(text, lines, first);
        if end > first { end } else { at }
    }

    /// Settles where the title is read, and puts what is skipped in order.
    pub fn finish(&mut self) {
        if let Some((line, value)) = self.title_line.take() {
            if self.headline.is_none() {
                self.headline = Some(value);
                self.skipped.push(Span {
                    end: value.start,
                    ..line
                });
                self.skipped.push(Span {
                    start: value.end,
                    ..line
                });
            } else {
                self.skipped.push(line);
            }
        }
        self.skipped = in_order(std::mem::take(&mut self.skipped));
    }
}

/// Spans sorted, joined where they touch or overlap, without empty ones.
pub fn in_order(mut spans: Vec<Span>) -> Vec<Span> {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

/// The text of a span without what is skipped in it; blanks are folded.
pub fn visible(text: &str, span: Span, skipped: &[Span]) -> String {
    let mut seen = String::new();
    let mut at = span.start;
    for skip in skipped.iter().filter(|skip| skip.overlaps(span)) {
        if skip.start > at {
            seen.push_str(
                Span {
                    start: at,
                    end: skip.start,
                }
                .of(text),
            );
        }
        at = at.max(skip.end);
    }
    if at < span.end {
        seen.push_str(Span { start: at, ..span }.of(text));
    }
    fold(&seen)
}

/// The first line from `at` on that is not blank.
pub fn skip_blank(text: &str, lines: &[Range<usize>], mut at: usize) -> usize {
    while lines
        .get(at)
        .is_some_and(|line| text[line.clone()].trim().is_empty())
    {
        at += 1;
    }
    at
}

fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a line (the first with words) is a headline: header lines follow, or it stands alone
/// and does not look like a paragraph, or it is a short line that was not broken for its length.
fn is_headline(text: &str, lines: &[Range<usize>], at: usize) -> bool {
    let words = |at: usize| lines.get(at).map_or("", |line| text[line.clone()].trim());
    let line = words(at);
    let length = line.chars().count();
    let sentence = line
        .trim_end_matches(['"', '\'', '”', '’', ')', '»'])
        .ends_with(['.', '!', '?', '…', ';', ',', ':']);
    if length > 300 {
        return false;
    }
    if header_line(words(at + 1)).is_some() {
        return true;
    }
    if skip_blank(text, lines, at + 1) >= lines.len() {
        return length <= 120 && !sentence;
    }
    if words(at + 1).is_empty() {
        return length <= 120 || !sentence;
    }
    // A line of a wrapped paragraph ends where the next word would have been too much.
    let paragraph = (at..).map(words).take_while(|line| !line.is_empty());
    let width = paragraph
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    let next = words(at + 1).split_whitespace().next().unwrap_or_default();
    let wrapped = length + 1 + next.chars().count() > width;
    let lower = next.chars().next().is_some_and(char::is_lowercase);
    length <= 120 && !sentence && !wrapped && !lower
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_have_known_keys() {
        let read = |line: &'static str| header_line(line).map(|(key, value)| (key, &line[value]));
        assert_eq!(read("Date: 2022-08-03 "), Some((Key::Date, "2022-08-03")));
        assert_eq!(read("PUBLICATION_DATE:2022"), Some((Key::Date, "2022")));
        assert_eq!(read("**Source:** AP"), Some((Key::Source, "AP")));
        assert_eq!(read("*Date: 2022*"), Some((Key::Date, "2022")));
        assert_eq!(
            read("url: https://a.example"),
            Some((Key::Url, "https://a.example"))
        );
        assert_eq!(read("Author:"), Some((Key::Other, "")));
        assert_eq!(read("Putin: no troops will leave"), None);
        assert_eq!(read("https://a.example"), None);
        assert_eq!(read("No colon"), None);
    }

    #[test]
    fn spans_in_order() {
        let span = |(start, end)| Span::new(start, end);
        let joined = in_order([(8, 9), (0, 3), (3, 5), (4, 4), (1, 2)].map(span).into());
        assert_eq!(joined, [(0, 5), (8, 9)].map(span));
    }

    #[test]
    fn headlines() {
        let is = |text: &str| is_headline(text, &super::super::lines::ranges(text), 0);
        assert!(is("Talks open in Geneva\n\nThe talks have begun."));
        assert!(is(
            "Talks open in Geneva\nDate: 2022\nThe talks have begun."
        ));
        assert!(is(
            "Talks open in Geneva\nThe two sides met for the first time in four years on Monday."
        ));
        assert!(is("Talks open in Geneva"));
        assert!(is("What the U.S. wants from the U.N.\n\nIt wants much."));
        // One sentence alone, and a paragraph that is wrapped.
        assert!(!is("Macron met Scholz in Paris."));
        assert!(!is(
            "PARIS (AP) - The president of France met the chancellor of\nGermany on Monday and said that he would not\nyield."
        ));
        assert!(!is(
            "The president of France met the chancellor\nof Germany."
        ));
        let long =
            "The ministers met in Geneva and signed the agreement that they had made. ".repeat(3);
        assert!(!is(&format!("{long}\n\nThey left.")));
    }
}

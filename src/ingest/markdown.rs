//! Markdown. The text is the decoded file as it stands; marks (`#`, `*`, `>`, bullets, link
//! targets, fences, table rules) are skipped and everything else keeps its offset. This file knows
//! the blocks, `markdown_inline` what stands in a line.
//!
//! Format: <https://spec.commonmark.org>, of it what bears on what is prose.

use super::header::{Head, in_order, skip_blank, visible};
use super::raw::lost;
use super::{Found, Options, RawFile, Reader, front_matter, lines, markdown_inline, plain, single};
use crate::text::Span;
use std::ops::Range;

/// `.md` files.
pub struct Markdown;

impl Reader for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn about(&self) -> &'static str {
        "Markdown: front matter or `Date: ...` lines, the first heading is the title"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn read<'a>(&self, file: RawFile<'a>, _options: &'a Options) -> Found<'a> {
        let decoded = match file.text(|_| None) {
            Ok(decoded) => decoded,
            Err(fault) => return lost(fault),
        };
        single(Ok(plain::draft(&file, decoded.text, decoded.note, head)))
    }
}

fn head(text: &str) -> Head {
    let lines = lines::ranges(text);
    let mut head = Head::default();
    let at = front_matter::take(&mut head, text, &lines);
    let at = skip_blank(text, &lines, at);
    let at = head.block(text, &lines, at);
    let first = skip_blank(text, &lines, at);

    let mut blocks = Blocks::new(text, &lines);
    blocks.scan(first);
    let skipped = in_order(blocks.skipped);
    let known = head.meta.title.clone();
    let fits = |heading: &&Heading| match &known {
        Some(title) => *title == visible(text, heading.span, &skipped) || heading.level == 1,
        None => heading.level == 1 || heading.line == first,
    };
    if let Some(heading) = blocks.headings.iter().find(fits) {
        head.headline = Some(heading.span);
        let title = visible(text, heading.span, &skipped);
        head.meta.title.get_or_insert(title);
        head.after_headline(text, &lines, heading.after);
    } else {
        head.headline_line(text, &lines, first);
        if let (None, Some(span)) = (known, head.headline) {
            head.meta.title = Some(visible(text, span, &skipped));
        }
    }
    head.skipped.extend(skipped);
    head
}

struct Heading {
    level: usize,
    /// The line it stands in, and the first line after it.
    line: usize,
    after: usize,
    span: Span,
}

/// The blocks of a text, line by line.
struct Blocks<'t> {
    text: &'t str,
    lines: &'t [Range<usize>],
    /// The lines of the paragraph that is open, without marks.
    paragraph: Vec<Range<usize>>,
    headings: Vec<Heading>,
    skipped: Vec<Span>,
}

impl<'t> Blocks<'t> {
    fn new(text: &'t str, lines: &'t [Range<usize>]) -> Blocks<'t> {
        Blocks {
            text,
            lines,
            paragraph: Vec::new(),
            headings: Vec::new(),
            skipped: Vec::new(),
        }
    }

    fn scan(&mut self, from: usize) {
        let mut at = from;
        while at < self.lines.len() {
            at = self.block(at);
        }
        self.end_paragraph();
    }

    fn skip(&mut self, range: Range<usize>) {
        self.skipped.push(Span::new(range.start, range.end));
    }

    fn end_paragraph(&mut self) {
        markdown_inline::scan(self.text, &self.paragraph, &mut self.skipped);
        self.paragraph.clear();
    }

    /// Takes in what begins in a line; gives the next line.
    fn block(&mut self, at: usize) -> usize {
        let mut rest = trimmed(self.text, self.lines[at].clone());
        while self.text[rest.clone()].starts_with('>') {
            self.skip(rest.start..rest.start + 1);
            rest = trimmed(self.text, rest.start + 1..rest.end);
        }
        let line = &self.text[rest.clone()];
        if line.is_empty() {
            self.end_paragraph();
            return at + 1;
        }
        if let Some(next) = self.fence(at, rest.clone()) {
            return next;
        }
        if line.starts_with("<!--")
            && let Some(length) = self.text[rest.start..].find("-->")
        {
            self.end_paragraph();
            return self.comment(at, rest.start, rest.start + length + 3);
        }
        if self.heading(at, rest.clone()) || self.underline(at, rest.clone()) {
            return at + 1;
        }
        if is_rule(line) || (self.paragraph.is_empty() && is_definition(line)) {
            self.end_paragraph();
            self.skip(rest);
            return at + 1;
        }
        if line.contains('|') && self.is_table_rule(at + 1) {
            return self.table(at);
        }
        let length = bullet(line, self.paragraph.is_empty());
        if length > 0 {
            self.end_paragraph();
            self.skip(rest.start..rest.start + length);
            rest.start += length;
        }
        self.paragraph.push(rest);
        at + 1
    }

    /// A block of code, from fence to fence or to the end.
    fn fence(&mut self, at: usize, rest: Range<usize>) -> Option<usize> {
        let line = &self.text[rest.clone()];
        let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = line.len() - line.trim_start_matches(mark).len();
        if length < 3 || (mark == '`' && line[length..].contains('`')) {
            return None;
        }
        self.end_paragraph();
        let closes = |line: &Range<usize>| {
            let line = self.text[line.clone()]
                .trim()
                .trim_start_matches(['>', ' ']);
            line.len() >= length && line.chars().all(|c| c == mark)
        };
        let close = (at + 1..self.lines.len()).find(|&at| closes(&self.lines[at]));
        let last = close.unwrap_or(self.lines.len() - 1);
        self.skip(rest.start..self.lines[last].end);
        Some(last + 1)
    }

    fn comment(&mut self, at: usize, start: usize, end: usize) -> usize {
        self.skip(start..end);
        let last = self.lines[at..].partition_point(|line| line.start < end) + at - 1;
        let line_end = self.lines[last].end;
        if end < line_end && !self.text[end..line_end].trim().is_empty() {
            self.paragraph.push(end..line_end);
        }
        last + 1
    }

    /// `## Heading ##`
    fn heading(&mut self, at: usize, rest: Range<usize>) -> bool {
        let line = &self.text[rest.clone()];
        let level = line.len() - line.trim_start_matches('#').len();
        let title = &line[level..];
        if !(1..=6).contains(&level) || !(title.is_empty() || title.starts_with([' ', '\t'])) {
            return false;
        }
        self.end_paragraph();
        let closed = title.trim_end_matches('#');
        let title = match closed.is_empty() || closed.ends_with([' ', '\t']) {
            true => closed.trim(),
            false => title.trim(),
        };
        let start = rest.start + level + (line[level..].len() - line[level..].trim_start().len());
        let start = start.min(rest.end);
        let end = start + title.len();
        self.skip(rest.start..start);
        self.skip(end..rest.end);
        self.add_heading(level, at, at + 1, start..end);
        true
    }

    /// A line of `===` or `---` makes the one line above it a heading.
    fn underline(&mut self, at: usize, rest: Range<usize>) -> bool {
        let line = &self.text[rest.clone()];
        let level = match line.as_bytes()[0] {
            b'=' => 1,
            b'-' => 2,
            _ => return false,
        };
        let same = line.bytes().all(|byte| byte == line.as_bytes()[0]);
        if !same || self.paragraph.len() != 1 {
            return false;
        }
        let title = trimmed(self.text, self.paragraph[0].clone());
        self.paragraph.clear();
        self.skip(rest);
        self.add_heading(level, at - 1, at + 1, title);
        true
    }

    fn add_heading(&mut self, level: usize, line: usize, after: usize, title: Range<usize>) {
        markdown_inline::scan(self.text, std::slice::from_ref(&title), &mut self.skipped);
        if !title.is_empty() {
            self.headings.push(Heading {
                level,
                line,
                after,
                span: Span::new(title.start, title.end),
            });
        }
    }

    /// `|---|:--:|`
    fn is_table_rule(&self, at: usize) -> bool {
        let line = self
            .lines
            .get(at)
            .map_or("", |line| &self.text[line.clone()]);
        line.contains('-')
            && line.contains('|')
            && line.bytes().all(|byte| b"|:- \t".contains(&byte))
    }

    /// A table: its rules are skipped, each of its rows is read for itself.
    fn table(&mut self, mut at: usize) -> usize {
        self.end_paragraph();
        let rule = at + 1;
        while let Some(line) = self.lines.get(at).cloned()
            && self.text[line.clone()].contains('|')
        {
            if at == rule {
                self.skip(line);
            } else {
                let mut cell = line.start;
                for (offset, _) in self.text[line.clone()].match_indices('|') {
                    let pipe = line.start + offset;
                    if self.text[..pipe].ends_with('\\') {
                        continue;
                    }
                    self.paragraph.push(cell..pipe);
                    self.end_paragraph();
                    self.skip(pipe..pipe + 1);
                    cell = pipe + 1;
                }
                self.paragraph.push(cell..line.end);
                self.end_paragraph();
            }
            at += 1;
        }
        at
    }
}

/// A range without the blanks around its text.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].trim_start();
    let start = range.end - inner.len();
    start..start + inner.trim_end().len()
}

/// `---`, `* * *`, `___`
fn is_rule(line: &str) -> bool {
    let mark = line.as_bytes()[0];
    let marks = line.bytes().filter(|&byte| byte == mark).count();
    let only = line
        .bytes()
        .all(|byte| byte == mark || byte == b' ' || byte == b'\t');
    b"-*_".contains(&mark) && marks >= 3 && only
}

/// `[name]: target`
fn is_definition(line: &str) -> bool {
    let name = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"));
    name.is_some_and(|(name, target)| {
        let target = target.trim();
        !name.is_empty()
            && !name.starts_with('^')
            && !name.contains([']', '['])
            && (target.starts_with(['<', '/', '#', '.']) || target.contains("://"))
    })
}

/// The length of a bullet, number, task box or footnote mark at the start of a line; a number in a
/// running paragraph ("... of\n1995. Then") is none.
fn bullet(line: &str, begins: bool) -> usize {
    let blanks = |at: usize| line[at..].len() - line[at..].trim_start_matches([' ', '\t']).len();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match line.as_bytes()[digits..] {
        [b'-' | b'*' | b'+', ..] if digits == 0 => 1,
        [b'.' | b')', ..] if (1..=3).contains(&digits) && (begins || &line[..digits] == "1") => {
            digits + 1
        }
        [b'[', b'^', ..] if digits == 0 && begins => match line.find("]:") {
            Some(end) => end + 2,
            None => return 0,
        },
        _ => return 0,
    };
    let length = mark + blanks(mark);
    if length == mark && mark < line.len() {
        return 0;
    }
    let task = ["[ ] ", "[x] ", "[X] "]
        .iter()
        .any(|task| line[length..].starts_with(task));
    if task { length + 4 } else { length }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> crate::text::Article {
        let file = RawFile::memory("news.md", "news", text.as_bytes());
        let options = Options::default();
        let draft = Markdown.read(file, &options).next().unwrap().unwrap();
        assert_eq!(draft.article.text, text);
        draft.article
    }

    /// The text without what is skipped.
    fn prose(text: &str) -> String {
        let article = read(text);
        let mut prose = String::new();
        let mut at = 0;
        for span in &article.skipped {
            prose.push_str(&text[at..span.start as usize]);
            at = span.end as usize;
        }
        prose + &text[at..]
    }

    fn headline(text: &str) -> Option<String> {
        let article = read(text);
        article.headline.map(|span| span.of(text).to_owned())
    }

    #[test]
    fn front_matter_and_heading() {
        let text = "---\ntitle: \"Greece signs\"\ndate: 2018-06-17\nsource: AP\n---\n\n# Greece signs\n\nPSARADES.\n";
        let article = read(text);
        assert_eq!(article.meta.title.as_deref(), Some("Greece signs"));
        assert_eq!(article.meta.date.as_deref(), Some("2018-06-17"));
        assert_eq!(article.meta.source.as_deref(), Some("AP"));
        assert_eq!(article.headline.unwrap().range(), 61..73);
        assert_eq!(prose(text), "\n\nGreece signs\n\nPSARADES.\n");
    }

    #[test]
    fn titles() {
        assert_eq!(
            headline("Talks *open*\n===\n\nThey met.").as_deref(),
            Some("Talks *open*")
        );
        assert_eq!(
            read("# Talks **open** #\nDate: 2022\n\nThey met.")
                .meta
                .title
                .as_deref(),
            Some("Talks open")
        );
        assert_eq!(
            headline("## Talks ##\n\nThey met.").as_deref(),
            Some("Talks")
        );
        assert_eq!(
            headline("By a writer\n\n# Talks open\n\nThey met.").as_deref(),
            Some("Talks open")
        );
        assert_eq!(
            headline("**Talks open**\n\nThey met.\n\n## Background\n\nOld.").as_deref(),
            Some("**Talks open**")
        );
        assert_eq!(
            read("**Talks open**\n\nThey met.").meta.title.as_deref(),
            Some("Talks open")
        );
        assert_eq!(
            headline("---\ntitle: Talks open\n---\nThey met.\n\n## Background\n").as_deref(),
            Some("Talks open")
        );
        assert_eq!(headline("They met in Geneva on Monday."), None);
    }

    #[test]
    fn marks_are_skipped() {
        for (text, expected) in [
            (
                "They met.\n\n> *Peace*, he\n> said\n",
                "They met.\n\n Peace, he\n said\n",
            ),
            (
                "They met.\n\n- one\n* two\n1. three\n- [x] four",
                "They met.\n\none\ntwo\nthree\nfour",
            ),
            (
                "They met in\n1995. Then war.",
                "They met in\n1995. Then war.",
            ),
            (
                "They met.\n\n```rust\n# no\n```\nEnd.",
                "They met.\n\n\nEnd.",
            ),
            ("They met.\n\n* * *\n\nEnd.", "They met.\n\n\n\nEnd."),
            (
                "They met.\n\n| A | B |\n|---|---|\n| x \\| y | *z* |\n\nEnd.",
                "They met.\n\n A  B \n\n x | y  z \n\nEnd.",
            ),
            ("They met.\n\n<!-- a\n\nb --> End.", "They met.\n\n End."),
            (
                "They met.\n\n[1]: https://a.example \"A\"\n[^1]: Note.",
                "They met.\n\n\nNote.",
            ),
            ("#hashtag they met", "#hashtag they met"),
        ] {
            assert_eq!(prose(text), expected, "{text}");
        }
    }
}

//! The front matter of Markdown files: `key: value` lines between two lines of `---` (or
//! `key = "value"` between two of `+++`). Lists and nested values are passed over.

use super::header::{Head, Key};
use crate::text::Span;
use std::ops::Range;

/// Takes in the front matter if a text begins with one; gives the first line after it.
pub fn take(head: &mut Head, text: &str, lines: &[Range<usize>]) -> usize {
    let line = |at: usize| &text[lines[at].clone()];
    let fence = match lines.first().map(|_| line(0).trim_end()) {
        Some(fence @ ("---" | "+++")) => fence,
        _ => return 0,
    };
    let close = |line: &str| line == fence || (fence == "---" && line == "...");
    let Some(end) = (1..lines.len()).find(|&at| close(line(at).trim_end())) else {
        return 0;
    };
    let separator = if fence == "---" { ':' } else { '=' };
    let mut from = lines[0].start;
    for at in 1..end {
        let Some((key, value)) = pair(line(at), separator) else {
            continue;
        };
        let (Some(key), Some(read)) = (Key::of(key), unquoted(value)) else {
            continue;
        };
        head.set(key, &read, at + 1);
        // The title may be the headline if it stands here letter by letter.
        if key == Key::Title
            && let Some(offset) = line(at).rfind(&read)
            && !read.is_empty()
        {
            let start = lines[at].start + offset;
            let whole = Span::new(lines[at].start, lines[at].end);
            if head.set_title_line(whole, Span::new(start, start + read.len())) {
                head.skipped.push(Span::new(from, lines[at].start));
                from = lines[at].end;
            }
        }
    }
    head.skipped.push(Span::new(from, lines[end].end));
    end + 1
}

/// Key and value of a line that begins with a key.
fn pair(line: &str, separator: char) -> Option<(&str, &str)> {
    if line.starts_with([' ', '\t', '#', '-']) {
        return None;
    }
    let (key, value) = line.split_once(separator)?;
    Some((key.trim().trim_matches(['"', '\'']), value.trim()))
}

/// The value without quotes and comment; `None` for a list, a nested value or a text block.
fn unquoted(value: &str) -> Option<String> {
    if let Some(rest) = value.strip_prefix('"') {
        let mut read = String::new();
        let mut characters = rest.chars();
        while let Some(c) = characters.next() {
            match c {
                '"' => return Some(read),
                '\\' => match characters.next()? {
                    'n' | 't' => read.push(' '),
                    other => read.push(other),
                },
                _ => read.push(c),
            }
        }
        return None;
    }
    if let Some(rest) = value.strip_prefix('\'') {
        let doubled = rest.replace("''", "\0");
        let (read, _) = doubled.split_once('\'')?;
        return Some(read.replace('\0', "'"));
    }
    if value.starts_with(['[', '{', '|', '>', '&', '*', '!']) {
        return None;
    }
    let end = value.find(" #").unwrap_or(value.len());
    let plain = value[..end].trim();
    (!matches!(plain, "null" | "~")).then(|| plain.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        assert_eq!(
            unquoted("Talks: day 2 # draft").as_deref(),
            Some("Talks: day 2")
        );
        assert_eq!(
            unquoted(r#""Greece \"signs\" deal" # x"#).as_deref(),
            Some("Greece \"signs\" deal")
        );
        assert_eq!(unquoted("'It''s over'").as_deref(), Some("It's over"));
        assert_eq!(unquoted("#3 talks").as_deref(), Some("#3 talks"));
        for value in ["[a, b]", ">", "|-", "null", "\"open"] {
            assert_eq!(unquoted(value), None, "{value}");
        }
    }

    #[test]
    fn without_an_end_it_is_none() {
        let text = "---\ntitle: x\n";
        let mut head = Head::default();
        assert_eq!(take(&mut head, text, &super::super::lines::ranges(text)), 0);
        assert_eq!(head.meta.title, None);
    }

    #[test]
    fn nested_values_are_passed_over() {
        let text = "---\ntags:\n  - a\n  title: no\nauthor: {name: X}\ntitle: yes\ndate: 2022-08-03T10:00:00Z\n---\n";
        let mut head = Head::default();
        assert_eq!(take(&mut head, text, &super::super::lines::ranges(text)), 8);
        head.finish();
        assert_eq!(head.meta.title.as_deref(), Some("yes"));
        assert_eq!(head.meta.date.as_deref(), Some("2022-08-03"));
        assert_eq!(head.headline.unwrap().of(text), "yes");
        assert_eq!(head.skipped.len(), 2);
    }
}

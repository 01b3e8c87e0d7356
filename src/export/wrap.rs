//! Long text in a small box: broken between words into lines, and cut with an ellipsis.

use unicode_normalization::char::is_combining_mark;

/// Breaks a text into lines of about `width` columns, at most `lines` of them; a word that is
/// wider than a line (Chinese has no spaces) is broken inside. White space becomes one space.
pub(super) fn wrap(text: &str, width: usize, lines: usize) -> String {
    let mut wrapped: Vec<String> = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let wide = columns(word);
        if used > 0 && used + 1 + wide > width {
            wrapped.push(String::new());
            used = 0;
        }
        let line = wrapped.last_mut().expect("there is always a line");
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        if used + wide <= width {
            line.push_str(word);
            used += wide;
            continue;
        }
        for c in word.chars() {
            if used >= width && !belongs_to_the_one_before(c) {
                wrapped.push(String::new());
                used = 0;
            }
            wrapped.last_mut().expect("there is always a line").push(c);
            used += column(c);
        }
    }
    if wrapped.len() > lines {
        wrapped.truncate(lines);
        let last = wrapped.last_mut().expect("at least one line is asked for");
        last.push('…');
    }
    wrapped.join("\n")
}

/// The beginning of a text, up to `length` characters, with an ellipsis where more follows; cut
/// after a word where one ends in the last third. White space becomes one space.
pub(super) fn shorten(text: &str, length: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(length) else {
        return text;
    };
    let cut = &text[..end];
    let cut = match cut.rfind(' ') {
        Some(space) if space * 3 > end * 2 => &cut[..space],
        _ => cut,
    };
    format!("{cut}…")
}

/// How wide a text is drawn, roughly.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// How wide a character is drawn, roughly.
fn column(c: char) -> usize {
    match c {
        _ if belongs_to_the_one_before(c) => 0,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' => 2,
        '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FF60}' => 2,
        '\u{1F300}'..='\u{1FAFF}' | '\u{20000}'..='\u{3FFFD}' => 2,
        _ => 1,
    }
}

/// Marks, joiners, variation selectors and skin tones, which a break must not tear off.
fn belongs_to_the_one_before(c: char) -> bool {
    let joins = matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}');
    joins || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        assert_eq!(wrap("Kyiv", 24, 4), "Kyiv");
        assert_eq!(wrap("", 24, 4), "");
        assert_eq!(
            wrap(
                "Organization for Security and Co-operation in Europe",
                24,
                4
            ),
            "Organization for\nSecurity and\nCo-operation in Europe"
        );
        assert_eq!(wrap("a b\n c  d e f", 3, 2), "a b\nc d…");
    }

    #[test]
    fn a_word_without_end_breaks_inside() {
        assert_eq!(wrap("abcdefgh", 3, 9), "abc\ndef\ngh");
        assert_eq!(wrap("中华人民共和国", 6, 9), "中华人\n民共和\n国");
        let joined = "👩\u{200D}e\u{301}".repeat(3);
        assert_eq!(wrap(&joined, 1, 9).replace('\n', ""), joined);
        assert!(!wrap(&joined, 1, 9).contains("\n\u{301}"));
    }

    #[test]
    fn a_long_text_is_cut_after_a_word() {
        assert_eq!(shorten("one two", 7), "one two");
        assert_eq!(shorten("one two three four", 10), "one two…");
        assert_eq!(shorten("abcdefghij", 4), "abcd…");
        assert_eq!(shorten("😀😀😀", 2), "😀😀…");
    }
}

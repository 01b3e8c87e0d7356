//! Text made safe for a format, by scanning for the few bytes that matter to it.
//!
//! What a format cannot hold at all (control characters, the noncharacters U+FFFE and U+FFFF) is
//! written as U+FFFD, the replacement character: a reader sees that something stood there, and no
//! two texts of different length become one.

use std::borrow::Cow;

/// What stands for a character that cannot be written.
pub(super) const REPLACEMENT: char = '\u{FFFD}';

/// U+FFFE and U+FFFF begin with this byte in UTF-8.
const NONCHARACTER: u8 = 0xEF;

/// Bytes that matter to a format: a test, and its answer for each byte.
macro_rules! special {
    ($name:ident, $byte:ident => $test:expr) => {
        struct $name;

        impl Special for $name {
            const TABLE: [bool; 256] = {
                let mut table = [false; 256];
                let mut next = 0;
                while next < 256 {
                    let $byte = next as u8;
                    table[next] = $test;
                    next += 1;
                }
                table
            };

            #[inline(always)]
            fn is($byte: u8) -> bool {
                $test
            }
        }
    };
}

trait Special {
    const TABLE: [bool; 256];
    fn is(byte: u8) -> bool;
}

/// Where the first byte stands that matters. Sixteen are judged at a time, in a form that
/// compilers turn into vector instructions: most text is plain, and of large graphs most is text.
#[inline(always)]
fn first_special<S: Special>(bytes: &[u8]) -> Option<usize> {
    let is_plain = |block: &[u8; 16]| !block.iter().fold(false, |any, &byte| any | S::is(byte));
    if bytes.len() < 16 && (bytes.is_empty() || is_plain(&block_of(bytes))) {
        return None;
    }
    let (blocks, rest) = bytes.as_chunks::<16>();
    let mut plain = 0;
    for block in blocks {
        if !is_plain(block) {
            break;
        }
        plain += block.len();
    }
    let after = &bytes[plain..];
    if after.len() == rest.len() && bytes.last_chunk().is_some_and(is_plain) {
        return None;
    }
    let within = after.iter().position(|&byte| S::TABLE[usize::from(byte)])?;
    Some(plain + within)
}

/// All bytes of a short text in one block, some of them twice and in any order. Most values are
/// short: a date, a word, a name.
#[inline(always)]
fn block_of(bytes: &[u8]) -> [u8; 16] {
    let mut block = [0; 16];
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        block[..8].copy_from_slice(first);
        block[8..].copy_from_slice(last);
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let mut half = [0; 8];
        half[..4].copy_from_slice(first);
        half[4..].copy_from_slice(last);
        block[..8].copy_from_slice(&half);
        block[8..].copy_from_slice(&half);
    } else {
        block = [bytes[0]; 16];
        block[1] = bytes[bytes.len() / 2];
        block[2] = bytes[bytes.len() - 1];
    }
    block
}

special!(XmlText, byte => {
    let markup = (byte == b'&') | (byte == b'<') | (byte == b'>');
    markup | (byte < 0x20) | (byte == 0xC2) | (byte == 0xE2) | (byte == NONCHARACTER)
});
special!(XmlAttribute, byte => {
    let markup = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"');
    markup | (byte < 0x20) | (byte == 0xC2) | (byte == 0xE2) | (byte == NONCHARACTER)
});
// U+0085 and the other C1 controls begin with 0xC2, U+2028 and U+2029 with 0xE2.
special!(Line, byte => {
    let control = (byte < 0x20) | (byte == 0x7F);
    control | (byte == 0xC2) | (byte == 0xE2) | (byte == NONCHARACTER)
});
special!(Dot, byte => {
    let markup = (byte == b'"') | (byte == b'\\') | (byte == b'&');
    markup | (byte < 0x20) | (byte == 0x7F) | (byte == 0xC2) | (byte == NONCHARACTER)
});
special!(Cypher, byte => {
    let markup = (byte == b'\'') | (byte == b'\\') | (byte < 0x20) | (byte == 0x7F);
    markup | (byte == 0xC2) | (byte == 0xE2) | (byte == NONCHARACTER)
});

/// Text between two tags of XML 1.0. Line ends and tabs stand as character references, so that
/// no parser normalizes them and an element stays on its line; so do the two further line ends of
/// XML 1.1, which some parsers know in XML 1.0 too.
pub(super) fn xml_text(text: &str, to: &mut Vec<u8>) {
    xml::<XmlText>(text, to);
}

/// The value of an XML attribute, to stand between double quotes.
pub(super) fn xml_attribute(text: &str, to: &mut Vec<u8>) {
    xml::<XmlAttribute>(text, to);
}

#[inline(always)]
fn xml<S: Special>(text: &str, to: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let (mut plain, mut at) = (0, 0);
    while let Some(step) = first_special::<S>(&bytes[at..]) {
        at += step;
        let (instead, length) = match bytes[at..] {
            [b'&', ..] => ("&amp;", 1),
            [b'<', ..] => ("&lt;", 1),
            [b'>', ..] => ("&gt;", 1),
            [b'"', ..] => ("&quot;", 1),
            [b'\t', ..] => ("&#9;", 1),
            [b'\n', ..] => ("&#10;", 1),
            [b'\r', ..] => ("&#13;", 1),
            [0xC2, 0x85, ..] => ("&#x85;", 2),
            [0xE2, 0x80, 0xA8, ..] => ("&#x2028;", 3),
            [NONCHARACTER, 0xBF, 0xBE | 0xBF, ..] => ("\u{FFFD}", 3),
            [0xC2, ..] => {
                at += 2;
                continue;
            }
            [0xE2 | NONCHARACTER, ..] => {
                at += 3;
                continue;
            }
            _ => ("\u{FFFD}", 1),
        };
        to.extend_from_slice(&bytes[plain..at]);
        to.extend_from_slice(instead.as_bytes());
        at += length;
        plain = at;
    }
    to.extend_from_slice(&bytes[plain..]);
}

/// A number in decimal.
pub(super) fn decimal(mut number: u64, to: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut first = digits.len();
    loop {
        first -= 1;
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    to.extend_from_slice(&digits[first..]);
}

/// A share from 0 to 1 that is known to the thousandth, with a point.
pub(super) fn thousandths(share: f64, to: &mut Vec<u8>) {
    let thousandths = (share * 1000.0).round() as u64;
    decimal(thousandths / 1000, to);
    to.push(b'.');
    let mut digits = 1000 + thousandths % 1000;
    while digits.is_multiple_of(10) && digits > 10 {
        digits /= 10;
    }
    let first = to.len();
    decimal(digits, to);
    to.remove(first);
}

/// One line: each line end, tab or other break is a space, other control characters and
/// noncharacters are U+FFFD.
pub(super) fn flatten(text: &str) -> Cow<'_, str> {
    let Some(mut at) = first_special::<Line>(text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut to = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        to.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        let c = chars.next().unwrap_or(REPLACEMENT);
        rest = chars.as_str();
        match c {
            '\r' if rest.starts_with('\n') => {}
            '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => to.push(' '),
            '\u{FFFE}' | '\u{FFFF}' => to.push(REPLACEMENT),
            c if c.is_control() => to.push(REPLACEMENT),
            c => to.push(c),
        }
        match first_special::<Line>(rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    to.push_str(rest);
    Cow::Owned(to)
}

// What matters to either, so that most cells are looked at once.
special!(Cell, byte => {
    let control = (byte < 0x20) | (byte == 0x7F) | (byte == b',') | (byte == b'"');
    control | (byte == 0xC2) | (byte == 0xE2) | (byte == NONCHARACTER)
});

/// Whether a text can stand between commas as it is.
#[inline]
pub(super) fn is_plain_cell(text: &str) -> bool {
    first_special::<Cell>(text.as_bytes()).is_none()
}

special!(Quotable, byte => {
    (byte == b',') | (byte == b'"') | (byte == b'\r') | (byte == b'\n')
});

/// A cell of CSV between commas, quoted where it must be
/// ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)).
pub(super) fn csv_cell(text: &str, to: &mut Vec<u8>) {
    match first_special::<Quotable>(text.as_bytes()) {
        None => to.extend_from_slice(text.as_bytes()),
        Some(_) => {
            to.push(b'"');
            csv_quoted(text, to);
            to.push(b'"');
        }
    }
}

/// What stands between the quotes of a cell of CSV.
pub(super) fn csv_quoted(text: &str, to: &mut Vec<u8>) {
    let mut pieces = text.split('"');
    let first = pieces.next().unwrap_or_default();
    to.extend_from_slice(first.as_bytes());
    for piece in pieces {
        to.extend_from_slice(b"\"\"");
        to.extend_from_slice(piece.as_bytes());
    }
}

/// A quoted string of DOT that is drawn as it is: quotes and backslashes escaped, an ampersand too
/// where Graphviz would read an HTML entity; a line feed breaks the line.
pub(super) fn dot_quoted(text: &str, to: &mut String) {
    to.push('"');
    let mut rest = text;
    while let Some(at) = first_special::<Dot>(rest.as_bytes()) {
        to.push_str(&rest[..at]);
        let from = &rest[at..];
        let mut chars = from.chars();
        let c = chars.next().unwrap_or(REPLACEMENT);
        rest = chars.as_str();
        match c {
            '"' => to.push_str("\\\""),
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\t' => to.push(' '),
            '&' if is_entity(from) => to.push_str("&amp;"),
            '\u{FFFE}' | '\u{FFFF}' => to.push(REPLACEMENT),
            c if c.is_control() => to.push(REPLACEMENT),
            c => to.push(c),
        }
    }
    to.push_str(rest);
    to.push('"');
}

/// A string of Cypher, as an expression; every character stands as itself or as an escape. A
/// backslash never stands before a `u` in one string: see the head of `cypher.rs`.
pub(super) fn cypher_quoted(text: &str, to: &mut String) {
    to.push('\'');
    let mut rest = text;
    while let Some(at) = first_special::<Cypher>(rest.as_bytes()) {
        to.push_str(&rest[..at]);
        let mut chars = rest[at..].chars();
        let c = chars.next().unwrap_or(REPLACEMENT);
        rest = chars.as_str();
        let escaped = match c {
            '\t' | '\n' | '\r' => false,
            '\u{2028}' | '\u{2029}' | '\u{FFFE}' | '\u{FFFF}' => true,
            c => c.is_control(),
        };
        if escaped && to.ends_with('\\') {
            to.push_str("' + '");
        }
        match c {
            '\\' => to.push_str("\\\\"),
            '\'' => to.push_str("\\'"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            c if escaped => to.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => to.push(c),
        }
        if to.ends_with('\\') && rest.starts_with(['u', 'U']) {
            to.push_str("' + '");
        }
    }
    to.push_str(rest);
    to.push('\'');
}

/// Whether text that begins with `&` looks like `&name;` or `&#123;`.
fn is_entity(text: &str) -> bool {
    let inner = &text[1..];
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    end.is_some_and(|end| end > 0 && inner[end..].starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(escape: impl Fn(&str, &mut Vec<u8>), text: &str) -> String {
        let mut to = Vec::new();
        escape(text, &mut to);
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn xml_has_no_character_that_it_may_not_have() {
        assert_eq!(
            with(xml_text, "a]]><b> & \"c\""),
            "a]]&gt;&lt;b&gt; &amp; \"c\""
        );
        assert_eq!(with(xml_attribute, "\"\t\n\r"), "&quot;&#9;&#10;&#13;");
        assert_eq!(
            with(xml_text, "\0x\u{1F}\u{FFFE}y\u{FFFF}"),
            "\u{FFFD}x\u{FFFD}\u{FFFD}y\u{FFFD}"
        );
        assert_eq!(
            with(xml_text, "a\u{85}b\u{2028}c\u{2029}\u{86}—"),
            "a&#x85;b&#x2028;c\u{2029}\u{86}—"
        );
        // U+FFFD itself, its neighbours with the same first byte, and an astral character stay.
        let kept = "\u{FFFD}\u{FEFF}\u{F8FF}\u{FB01}｡😀\u{10FFFF}é";
        assert_eq!(with(xml_text, kept), kept);
    }

    #[test]
    fn what_matters_is_seen_at_any_place() {
        for length in 0..70 {
            let plain = "x".repeat(length);
            assert_eq!(first_special::<XmlText>(plain.as_bytes()), None, "{plain}");
            for at in 0..length {
                let mut text = plain.clone();
                text.replace_range(at..=at, "<");
                assert_eq!(
                    first_special::<XmlText>(text.as_bytes()),
                    Some(at),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(with(csv_cell, "it's plain; né\\"), "it's plain; né\\");
        assert_eq!(with(csv_cell, "a, b"), "\"a, b\"");
        assert_eq!(with(csv_cell, "\"a\""), "\"\"\"a\"\"\"");
        assert_eq!(with(csv_cell, ""), "");
    }

    #[test]
    fn decimals() {
        for number in [0, 7, 10, 1999, u64::MAX] {
            assert_eq!(with(|_, to| decimal(number, to), ""), number.to_string());
        }
    }

    #[test]
    fn flattened_text_is_one_line() {
        let line = flatten("a\r\nb\n\nc\td\u{2028}e\u{7}f\u{85}");
        assert_eq!(line, "a b  c d e\u{FFFD}f ");
        assert!(matches!(flatten("as it is"), Cow::Borrowed("as it is")));
    }

    #[test]
    fn cypher_strings_hold_no_instruction() {
        let quoted = |text| {
            let mut to = String::new();
            cypher_quoted(text, &mut to);
            to
        };
        assert_eq!(quoted("it's\n\"x\" \\"), r#"'it\'s\n"x" \\'"#);
        assert_eq!(quoted("\\u0027 \\n"), r"'\\' + 'u0027 \\n'");
        assert_eq!(quoted("\0\u{85}\u{2028}é😀"), r"'\u0000\u0085\u2028é😀'");
    }

    #[test]
    fn dot_strings_are_closed() {
        let quoted = |text| {
            let mut to = String::new();
            dot_quoted(text, &mut to);
            to
        };
        assert_eq!(quoted("a \"b\" \\"), r#""a \"b\" \\""#);
        assert_eq!(quoted("\\N\n\u{0}"), "\"\\\\N\\n\u{FFFD}\"");
        assert_eq!(
            quoted("R&D &amp; &#65; &; & b;"),
            "\"R&D &amp;amp; &amp;#65; &; & b;\""
        );
    }
}

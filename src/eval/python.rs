//! Where the reference script's output hangs on how Python rounds, cases, splits and quotes: the
//! same in Rust, each checked against what Python answers.

use std::fmt::Write;

/// `round(x, 4)`: to the nearest decimal of four places of the exact binary value, a tie to the
/// even digit.
pub fn round4(x: f64) -> f64 {
    // Formatting rounds in just this way, and the shortest decimal parses back to one value.
    format!("{x:.4}").parse().expect("a formatted number")
}

/// `" ".join(name.lower().split())` without a leading "the ".
pub fn plain_name(name: &str) -> String {
    // `str.split` takes the four ASCII separators for white space, Unicode's property does not.
    let space = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(space).filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    match name.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => name,
    }
}

/// `str(("?", id))`: how an end of a relation is written that is no entity of gold.
pub fn unknown_end(id: &str) -> String {
    format!("('?', {})", repr(id))
}

/// `repr(text)`.
fn repr(text: &str) -> String {
    let quote = match text.contains('\'') && !text.contains('"') {
        true => '"',
        false => '\'',
    };
    let mut quoted = String::from(quote);
    for c in text.chars() {
        let code = u32::from(c);
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c == quote => quoted.extend(['\\', c]),
            c if is_printable(c) => quoted.push(c),
            _ if code <= 0xff => quoted.push_str(&format!("\\x{code:02x}")),
            _ if code <= 0xffff => quoted.push_str(&format!("\\u{code:04x}")),
            _ => quoted.push_str(&format!("\\U{code:08x}")),
        }
    }
    quoted.push(quote);
    quoted
}

/// `c.isprintable()`: no control, format, private, unassigned or separator character but the
/// space. Rust's own quoting goes by the same classes; after a first character it also leaves
/// combining marks alone.
fn is_printable(c: char) -> bool {
    let text = format!("a{c}");
    matches!(c, '"' | '\'' | '\\') || text.escape_debug().eq(text.chars())
}

/// Makes JSON text ASCII as `json.dumps` does: any other character can only stand in a string and
/// becomes one or two `\uXXXX`.
pub fn ascii_json(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}' => ascii.push_str("\\u007f"),
            c if c.is_ascii() => ascii.push(c),
            c => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(ascii, "\\u{unit:04x}");
                }
            }
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_ties_to_even_and_by_the_binary_value() {
        // 1/32 and 3/32 are ties in binary; 0.00005 is a little more, 0.00015 a little less.
        let cases = [
            (0.03125, 0.0312),
            (0.09375, 0.0938),
            (0.15625, 0.1562),
            (0.96875, 0.9688),
            (0.00005, 0.0001),
            (0.00015, 0.0001),
            (2.0 / 3.0, 0.6667),
            (1.0, 1.0),
            (0.0, 0.0),
        ];
        for (exact, rounded) in cases {
            assert_eq!(round4(exact), rounded, "{exact}");
        }
    }

    #[test]
    fn plain_names() {
        let cases = [
            ("The  United\u{a0}Nations ", "united nations"),
            ("the the", "the"),
            ("the ", "the"),
            ("a\u{1f}b\u{85}c\u{3000}d\u{200b}e", "a b c d\u{200b}e"),
            ("ΟΔΟΣ", "οδος"),
            ("İzmir", "i\u{307}zmir"),
            ("", ""),
        ];
        for (name, plain) in cases {
            assert_eq!(plain_name(name), plain);
        }
    }

    #[test]
    fn quotes_like_python() {
        let cases = [
            ("e1", r"('?', 'e1')"),
            ("o'brien", r#"('?', "o'brien")"#),
            (r#"both ' and ""#, r#"('?', 'both \' and "')"#),
            (r"a\b", r"('?', 'a\\b')"),
            (
                "tab\t nl\n cr\r nul\0 del\u{7f} nbsp\u{a0} shy\u{ad}",
                r"('?', 'tab\t nl\n cr\r nul\x00 del\x7f nbsp\xa0 shy\xad')",
            ),
            (
                "\u{200b}\u{2028}\u{e000}\u{10ffff}",
                r"('?', '\u200b\u2028\ue000\U0010ffff')",
            ),
            (
                "Erdoğan \u{301}e\u{301} 习近平 😀",
                "('?', 'Erdoğan \u{301}e\u{301} 习近平 😀')",
            ),
        ];
        for (id, quoted) in cases {
            assert_eq!(unknown_end(id), quoted);
        }
    }

    #[test]
    fn json_is_ascii() {
        assert_eq!(
            ascii_json("{\"Städte 😀\u{7f}\": 1}"),
            r#"{"St\u00e4dte \ud83d\ude00\u007f": 1}"#
        );
    }
}

//! The marks at the beginning of a line of Markdown: rules, definitions of links, bullets.

use std::ops::Range;

/// A range without the blanks around its text.
pub fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let inner = text[range.clone()].trim_start();
    let start = range.end - inner.len();
    start..start + inner.trim_end().len()
}

/// `---`, `* * *`, `___`
pub fn is_rule(line: &str) -> bool {
    let mark = line.as_bytes()[0];
    let marks = line.bytes().filter(|&byte| byte == mark).count();
    let only = line
        .bytes()
        .all(|byte| byte == mark || byte == b' ' || byte == b'\t');
    b"-*_".contains(&mark) && marks >= 3 && only
}

/// `[name]: target`
pub fn is_definition(line: &str) -> bool {
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
pub fn bullet(line: &str, begins: bool) -> usize {
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

    #[test]
    fn bullets() {
        for (line, mark) in [
            ("- one", "- "),
            ("*  one", "*  "),
            ("12. one", "12. "),
            ("- [x] one", "- [x] "),
            ("[^2]: one", "[^2]: "),
            ("-", "-"),
            ("-5 degrees", ""),
            ("*emphasis*", ""),
            ("1995. Then", ""),
            ("3.5 million", ""),
        ] {
            assert_eq!(&line[..bullet(line, true)], mark, "{line}");
        }
        // In a running paragraph only the number one begins a list.
        assert_eq!(bullet("27. Then", false), 0);
        assert_eq!(bullet("1. Then", false), 3);
    }

    #[test]
    fn rules_and_definitions() {
        assert!(is_rule("---") && is_rule("* * *") && is_rule("____"));
        assert!(!is_rule("--") && !is_rule("--- x") && !is_rule("-*-"));
        assert!(is_definition("[1]: https://a.example") && is_definition("[a b]: <x>"));
        assert!(!is_definition("[Editor]: he resigned") && !is_definition("[^1]: /x"));
    }
}

//! Lines: of a text in memory with their offsets, and of a file that may be larger than memory.
//!
//! A file of lines is read twice: once to see whether it is UTF-8, once for its lines. Only a file
//! in another encoding is held whole. A few lines that are not UTF-8 in a file that otherwise is
//! cost only these lines.

use super::raw::LONGEST;
use super::unpack::Input;
use super::{Fault, RawFile, encoding};
use std::io::{BufRead, Read};
use std::ops::Range;

/// The lines of a text as byte ranges without their ends (`\n`, `\r\n` or `\r`).
pub fn ranges(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let end = at;
        at += 1;
        match bytes[end] {
            b'\n' => {}
            b'\r' if bytes.get(at) == Some(&b'\n') => at += 1,
            b'\r' => {}
            _ => continue,
        }
        lines.push(start..end);
        start = at;
    }
    if start < bytes.len() {
        lines.push(start..bytes.len());
    }
    lines
}

/// The lines of a file, decoded, one at a time.
pub struct Lines<'a> {
    from: From<'a>,
    number: usize,
    /// What had to be guessed about the encoding.
    pub note: Option<String>,
}

enum From<'a> {
    Stream {
        input: Input<'a>,
        line: Vec<u8>,
        over: bool,
    },
    Text {
        text: String,
        at: usize,
    },
}

impl<'a> Lines<'a> {
    pub(super) fn of(file: &RawFile<'a>) -> Result<Lines<'a>, Fault> {
        let (from, note) = if is_utf8(file.open()?) {
            let stream = From::Stream {
                input: file.open()?,
                line: Vec::new(),
                over: false,
            };
            (stream, None)
        } else {
            let decoded = encoding::decode(file.bytes()?, None).map_err(Fault::new)?;
            let text = decoded.text;
            (From::Text { text, at: 0 }, decoded.note)
        };
        Ok(Lines {
            from,
            number: 0,
            note,
        })
    }

    /// The next line that is not blank, with its number counted from one. A fault in one line
    /// leaves the next ones readable; when the file itself breaks off, there are none.
    pub fn next(&mut self) -> Option<Result<(usize, &str), Fault>> {
        match &mut self.from {
            From::Text { text, at } => loop {
                let rest = &text[*at..];
                if rest.is_empty() {
                    return None;
                }
                let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
                let line = *at..*at + length;
                *at = line.end;
                self.number += 1;
                if !text[line.clone()].trim().is_empty() {
                    return Some(Ok((self.number, text[line].trim())));
                }
            },
            From::Stream { over: true, .. } => None,
            From::Stream { input, line, over } => {
                loop {
                    match next_line(input, line) {
                        Ok(0) => return None,
                        Ok(_) => {}
                        Err(message) => {
                            *over = true;
                            return Some(Err(Fault::at(self.number + 1, message)));
                        }
                    }
                    self.number += 1;
                    if self.number == 1 && line.starts_with(b"\xEF\xBB\xBF") {
                        line.drain(..3);
                    }
                    if !line.trim_ascii().is_empty() {
                        break;
                    }
                }
                let number = self.number;
                let decoded = std::str::from_utf8(line);
                Some(decoded.map(|line| (number, line.trim())).map_err(|error| {
                    let column = error.valid_up_to() + 1;
                    Fault::at(
                        number,
                        format!("not valid UTF-8 at byte {column} of the line"),
                    )
                }))
            }
        }
    }
}

/// Reads a line with its end into `line`, whose old content it drops; 0 at the end of the file.
fn next_line(input: &mut Input<'_>, line: &mut Vec<u8>) -> Result<usize, String> {
    line.clear();
    let read = input.take(LONGEST + 1).read_until(b'\n', line);
    let length = read.map_err(|error| format!("cannot read: {error}"))?;
    if length as u64 > LONGEST {
        return Err(format!("the line is longer than {LONGEST} bytes"));
    }
    Ok(length)
}

/// Whether a file of lines is to be read as UTF-8: nearly all of it is, or the odd lines are fewer
/// than those that have valid characters beyond ASCII. What cannot be read shows in the reading.
fn is_utf8(mut input: Input<'_>) -> bool {
    let (mut lines, mut zero, mut valid, mut invalid) = (0usize, 0usize, 0usize, 0usize);
    let mut line = Vec::new();
    while let Ok(1..) = next_line(&mut input, &mut line) {
        if lines == 0 && (line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF")) {
            return false;
        }
        lines += 1;
        zero += usize::from(line.contains(&0));
        match std::str::from_utf8(&line) {
            Ok(text) => valid += usize::from(!text.is_ascii()),
            Err(_) => invalid += 1,
        }
    }
    zero * 2 <= lines && invalid <= valid
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (Vec<Result<(usize, String), Fault>>, Option<String>) {
        let file = RawFile::memory("-", "stdin", bytes);
        let mut lines = file.lines().unwrap();
        let mut all = Vec::new();
        while let Some(line) = lines.next() {
            all.push(line.map(|(number, line)| (number, line.to_owned())));
        }
        (all, lines.note)
    }

    #[test]
    fn ranges_know_all_ends() {
        let text = "a\r\nb\n\nc\rd";
        let lines: Vec<&str> = ranges(text).into_iter().map(|line| &text[line]).collect();
        assert_eq!(lines, ["a", "b", "", "c", "d"]);
        assert_eq!(ranges("a\n"), [0..1]);
        assert!(ranges("").is_empty());
    }

    #[test]
    fn numbers_count_blank_lines() {
        let (lines, _) = read("\u{feff}one\r\n\n  \ntwo – zwei\n".as_bytes());
        assert_eq!(lines, [Ok((1, "one".into())), Ok((4, "two – zwei".into()))]);
    }

    #[test]
    fn one_odd_line_costs_only_itself() {
        let (lines, note) = read(b"Erdo\xC4\x9Fan\nbroken \xE4\nGuterres\n");
        assert_eq!(lines[0], Ok((1, "Erdoğan".into())));
        assert_eq!(lines[1].as_ref().unwrap_err().line, Some(2));
        assert_eq!(lines[2], Ok((3, "Guterres".into())));
        assert_eq!(note, None);
    }

    #[test]
    fn another_encoding_is_guessed_over_the_whole() {
        let (lines, note) = read(b"ASCII first\nthe \x93d\xe9marche\x94 of Paris\n");
        assert_eq!(lines[1], Ok((2, "the “démarche” of Paris".into())));
        assert!(note.unwrap().contains("windows-1252"));
        let utf16: Vec<u8> = "one\ntwo\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_eq!(
            read(&utf16).0,
            [Ok((1, "one".into())), Ok((2, "two".into()))]
        );
    }
}

//! Records as JSON Lines, or as JSON objects of many lines (a `.json` file with a single record).

use super::Record;
use crate::error::{Error, Result};
use serde::de::{DeserializeOwned, IgnoredAny};
use std::io::{BufRead, Write};
use std::path::Path;

/// Reads records: JSON Lines, or JSON objects over many lines. Blank lines are passed over.
///
/// # Errors
/// [`Error::Record`] with the line of the first thing that is not a record.
pub fn read(mut from: impl BufRead, path: &Path) -> Result<Vec<Record>> {
    let mut bytes = Vec::new();
    from.read_to_end(&mut bytes)
        .map_err(Error::io("read", path))?;
    rows(&bytes, path)?.iter().map(Row::record).collect()
}

/// The JSON values of a file, one a line or one over many lines, not yet parsed.
///
/// # Errors
/// [`Error::Record`] with the line of the first bytes that are not UTF-8, or, in a file of values
/// over many lines, of the first mistake in the JSON.
pub fn rows<'a>(bytes: &'a [u8], path: &'a Path) -> Result<Vec<Row<'a>>> {
    let text = utf8(bytes, path)?;
    let row = |line, text| Row { path, line, text };
    let mut lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| row(index + 1, line));
    // An object over many lines is incomplete after its first. So is a line that was cut off, but
    // then the next one is a whole object.
    let mut ahead = lines.clone();
    let over_many_lines = ahead.next().is_some_and(|first| first.is_cut_off())
        && ahead.next().is_some_and(|second| !second.is_object());
    if !over_many_lines {
        return Ok(lines.by_ref().collect());
    }
    let mut values = Vec::new();
    let mut rest = text;
    while !rest.trim_start().is_empty() {
        let at = rest.trim_start();
        let whole = row(line_of(text, at), at);
        let mut stream = serde_json::Deserializer::from_str(at).into_iter::<IgnoredAny>();
        if let Some(Err(error)) = stream.next() {
            return Err(whole.mistake(error));
        }
        let (value, after) = at.split_at(stream.byte_offset());
        values.push(row(whole.line, value));
        rest = after;
    }
    Ok(values)
}

/// One JSON value of a file of records, with its place.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    path: &'a Path,
    line: usize,
    text: &'a str,
}

impl Row<'_> {
    /// The line that it begins at, counted from one.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Reads the value as a record.
    ///
    /// # Errors
    /// [`Error::Record`] with the line and column of what does not fit.
    pub fn record(&self) -> Result<Record> {
        if self.text.trim_start().starts_with('[') {
            return Err(self.wrong("a list; expected one record, an object {...}, a line"));
        }
        self.parse()
    }

    /// Reads the value as any `T`.
    ///
    /// # Errors
    /// [`Error::Record`] with the line and column of what does not fit.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(self.text).map_err(|error| self.mistake(error))
    }

    /// An [`Error::Record`] about the value as a whole.
    pub fn wrong(&self, message: impl Into<String>) -> Error {
        self.wrong_at(self.line, message.into())
    }

    fn wrong_at(&self, line: usize, message: String) -> Error {
        Error::Record {
            path: self.path.to_path_buf(),
            line: Some(line),
            message,
        }
    }

    fn mistake(&self, error: serde_json::Error) -> Error {
        if error.is_eof() {
            return self.wrong(
                "the record that begins here ends in the middle: it was cut off, or a bracket is \
                 missing",
            );
        }
        // The library counts lines from the value's first; the file's line stands before.
        let mut what = error.to_string();
        if let Some(at) = what.rfind(" at line ") {
            what.truncate(at);
        }
        let (line, column) = (self.line + error.line().max(1) - 1, error.column());
        self.wrong_at(line, format!("not a record: {what} (column {column})"))
    }

    fn is_cut_off(&self) -> bool {
        serde_json::from_str::<IgnoredAny>(self.text).is_err_and(|error| error.is_eof())
    }

    fn is_object(&self) -> bool {
        self.text.trim_start().starts_with('{')
            && serde_json::from_str::<IgnoredAny>(self.text).is_ok()
    }
}

/// The text without a byte order mark.
fn utf8<'a>(bytes: &'a [u8], path: &Path) -> Result<&'a str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
        Error::Record {
            path: path.to_path_buf(),
            line: Some(line),
            message: "bytes that are not UTF-8; records are UTF-8 JSON Lines".to_owned(),
        }
    })
}

/// The line, counted from one, at which the tail `rest` of `text` begins.
fn line_of(text: &str, rest: &str) -> usize {
    let before = &text.as_bytes()[..text.len() - rest.len()];
    1 + before.iter().filter(|&&b| b == b'\n').count()
}

/// Writes one record as a line.
///
/// # Errors
/// What the writer answers.
pub fn write(record: &Record, mut to: impl Write) -> std::io::Result<()> {
    serde_json::to_writer(&mut to, record)?;
    to.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Vec<Record>> {
        read(text.as_bytes(), Path::new("r.jsonl"))
    }

    /// The ids of what is read, or the message.
    fn ids(text: &str) -> String {
        match read_text(text) {
            Ok(records) => records.iter().map(|r| format!("{} ", r.id)).collect(),
            Err(error) => error.to_string(),
        }
    }

    const A: &str = r#"{"id": "a", "entities": []}"#;
    const B: &str = r#"{"id": "b", "entities": [], "relations": []}"#;

    /// `a`, over many lines.
    const LONG: &str = "{\n \"id\": \"a\",\n\n \"entities\": [\n ]\n}\n";

    #[test]
    fn a_record_a_line() {
        assert_eq!(ids(&format!("{A}\n{B}\n")), "a b ");
        assert_eq!(ids(&format!("\n  \n{A}\r\n\r\n\t\n{B}")), "a b ");
        assert_eq!(ids(&format!("\u{feff}{A}\n{B}\n")), "a b ");
        assert_eq!(ids(""), "");
        assert_eq!(ids("\n \n"), "");
    }

    #[test]
    fn a_record_over_many_lines() {
        assert_eq!(ids(LONG), "a ");
        assert_eq!(ids(&format!("\n{LONG}")), "a ");
        assert_eq!(ids(&format!("{LONG}{LONG}")), "a a ");
        assert_eq!(ids(&format!("{LONG}\n{B}\n{LONG}")), "a b a ");
        assert_eq!(ids("{\n\"id\": \"a\", \"entities\": []}"), "a ");
    }

    #[test]
    fn ids_may_be_numbers() {
        let id = |id: &str| ids(&format!("{{\"id\": {id}, \"entities\": []}}"));
        assert_eq!(id("7"), "7 ");
        assert_eq!(id("-7"), "-7 ");
        assert_eq!(id("18446744073709551615"), "18446744073709551615 ");
        assert_eq!(id("7.0"), "7.0 ");
        assert_eq!(id("\"07\""), "07 ");
        let expected = "r.jsonl:1: not a record: invalid type: null, expected a string or a number";
        assert!(id("null").starts_with(expected), "{}", id("null"));
    }

    #[test]
    fn a_mistake_has_its_line_and_column() {
        let entity = r#"{"id": "c", "entities": [{"id": "x"}]}"#;
        let cases = [
            (
                format!("{A}\n\n{entity}\n{B}"),
                "r.jsonl:3: not a record: missing field `type` (column 36)",
            ),
            (
                format!("{A}\n{{\"id\": \"b\" \"entities\": []}}"),
                "r.jsonl:2: not a record: expected `,` or `}` (column 12)",
            ),
            (
                format!("{A}\n{}\n{B}", &B[..30]),
                "r.jsonl:2: the record that begins here ends in the middle: it was cut off, or a bracket is missing",
            ),
            // The first line cut off does not make the file one long record.
            (
                format!("{}\n{A}\n{B}", &B[..20]),
                "r.jsonl:1: the record that begins here ends in the middle: it was cut off, or a bracket is missing",
            ),
            (
                B[..20].to_owned(),
                "r.jsonl:1: the record that begins here ends in the middle: it was cut off, or a bracket is missing",
            ),
            (
                LONG.replace("[\n ]", "[\n {\"id\":\n 7}]"),
                "r.jsonl:6: not a record: invalid type: integer `7`, expected a string (column 2)",
            ),
            (
                format!("{LONG}\n{}", LONG.replace("\"a\",", "\"a\"")),
                "r.jsonl:11: not a record: expected `,` or `}` (column 2)",
            ),
            (
                format!("{LONG}{}", &LONG[..15]),
                "r.jsonl:7: the record that begins here ends in the middle: it was cut off, or a bracket is missing",
            ),
            (
                format!("[{A}, {B}]"),
                "r.jsonl:1: a list; expected one record, an object {...}, a line",
            ),
            (
                "id,title\n".to_owned(),
                "r.jsonl:1: not a record: expected value (column 1)",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(ids(&text), expected, "{text}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_have_a_line() {
        let text = [A.as_bytes(), b"\n\n{\"id\": \"caf\xe9\"}\n"].concat();
        let error = read(&text[..], Path::new("-")).unwrap_err().to_string();
        assert_eq!(
            error,
            "-:3: bytes that are not UTF-8; records are UTF-8 JSON Lines"
        );
    }

    #[test]
    fn a_list_of_lists_is_no_long_record() {
        assert!(ids("[\n[\"a\", null]\n]").starts_with("r.jsonl:1: a list"));
    }

    #[test]
    fn what_is_written_is_a_line_and_is_read_again() {
        let line = concat!(
            r#"{"id":"a\u2028b","text":"one\ntwo \u0000 \"\\","entities":[{"id":"x","#,
            r#""type":"Event","name":"","mentions":[{"start":0,"end":3}]}]}"#
        );
        let records = read_text(line).unwrap();
        let mut written = Vec::new();
        write(&records[0], &mut written).unwrap();
        let newlines = written.iter().filter(|&&byte| byte == b'\n').count();
        assert_eq!((newlines, written.last()), (1, Some(&b'\n')));
        assert_eq!(read(&written[..], Path::new("-")).unwrap(), records);
    }
}

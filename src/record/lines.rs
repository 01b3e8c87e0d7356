//! Records as JSON Lines, or a single record as a `.json` file.

use super::Record;
use crate::error::{Error, Result};
use std::io::{BufRead, Write};
use std::path::Path;

/// Reads records: JSON Lines, or one JSON object over many lines. Blank lines are passed over.
///
/// # Errors
/// [`Error::Record`] with the line of the first thing that is not a record.
pub fn read(mut from: impl BufRead, path: &Path) -> Result<Vec<Record>> {
    let mut text = String::new();
    from.read_to_string(&mut text)
        .map_err(Error::io("read", path))?;
    let wrong = |line: usize, error: serde_json::Error| Error::Record {
        path: path.to_path_buf(),
        line: Some(line),
        message: format!("not a record: {error}"),
    };
    // A pretty-printed object is one value over many lines: its first line alone is incomplete.
    let first = text.lines().find(|line| !line.trim().is_empty());
    let whole = first.is_some_and(|line| {
        serde_json::from_str::<serde::de::IgnoredAny>(line).is_err_and(|error| error.is_eof())
    });
    if whole && text.lines().filter(|line| !line.trim().is_empty()).count() > 1 {
        return match serde_json::from_str::<Record>(&text) {
            Ok(record) => Ok(vec![record]),
            Err(error) => Err(wrong(error.line(), error)),
        };
    }
    let mut records = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        records.push(serde_json::from_str(line).map_err(|error| wrong(index + 1, error))?);
    }
    Ok(records)
}

/// Writes one record as a line.
///
/// # Errors
/// What the writer answers.
pub fn write(record: &Record, mut to: impl Write) -> std::io::Result<()> {
    serde_json::to_writer(&mut to, record)?;
    to.write_all(b"\n")
}

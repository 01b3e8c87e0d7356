//! JSON Lines: an article a line. A broken line costs only itself.
//!
//! Format: <https://jsonlines.org>.

use super::json_object::{Place, article};
use super::lines::Lines;
use super::raw::lost;
use super::{Draft, Fault, Found, Options, RawFile, Reader, json};
use serde_json::Value;

/// `.jsonl` and `.ndjson` files.
pub struct JsonLines;

impl Reader for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn about(&self) -> &'static str {
        "JSON Lines: an object with text, title, date, ... in each line"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn read<'a>(&self, file: RawFile<'a>, options: &'a Options) -> Found<'a> {
        let mut lines = match file.lines() {
            Ok(lines) => lines,
            Err(fault) => return lost(fault),
        };
        // A bracket alone in the first line is the beginning of one value over many lines.
        if matches!(lines.next(), Some(Ok((_, "{" | "[" | "[{")))) {
            return json::Json.read(file, options);
        }
        match file.lines() {
            Ok(lines) => objects(lines, file, options),
            Err(fault) => lost(fault),
        }
    }
}

/// The articles of lines.
pub fn objects<'a>(mut lines: Lines<'a>, file: RawFile<'a>, options: &'a Options) -> Found<'a> {
    let mut note = lines.note.take();
    let mut any = false;
    Box::new(std::iter::from_fn(move || {
        let Some(line) = lines.next() else {
            let empty = !std::mem::replace(&mut any, true);
            return empty.then(|| Err(Fault::new("the file is empty: no article in it")));
        };
        any = true;
        let mut draft = line.and_then(|(number, line)| object(number, line, &file, options));
        if let Ok(draft) = &mut draft {
            draft.notes.extend(note.take().map(Fault::new));
        }
        Some(draft)
    }))
}

fn object(
    number: usize,
    line: &str,
    file: &RawFile<'_>,
    options: &Options,
) -> Result<Draft, Fault> {
    let value: Value = serde_json::from_str(line).map_err(|error| {
        let message = format!(
            "broken JSON at column {}: {}; expected one whole object in the line",
            error.column(),
            json::cause(&error)
        );
        Fault::at(number, message)
    })?;
    let place = Place {
        origin: file.origin(),
        stem: file.stem(),
        number: Some(number),
        line: Some(number),
    };
    article(&value, &place, options)
}

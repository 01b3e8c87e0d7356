//! Files of queries with expected results: Markdown that a person reads and a program checks.
//!
//! A heading begins a case and names it. A fenced block marked `cypher` holds the query, one marked `json`
//! its parameters, if it has any. A table holds the rows that are expected, in that order where the
//! query ends in an `ORDER BY` and else in any; a line `Error: text` an error that says this. All else is prose.
//! Nothing here runs a query: whoever does hands over what came.
//!
//! ````
//! use demarche::testing::cases::{Answer, read};
//!
//! let text = "
//! ## Who controls Donetsk
//!
//! ```cypher
//! MATCH (c:Country)-[:CONTROLS]->(:Region {name: 'Donetsk'}) RETURN c.name AS country
//! ```
//!
//! | country |
//! | --- |
//! | Russia |
//! ";
//! let cases = read("queries.md", text)?;
//! let came = |rows: &[&str]| Ok(Answer {
//!     columns: vec!["country".to_owned()],
//!     rows: rows.iter().map(|&cell| vec![cell.to_owned()]).collect(),
//! });
//! assert_eq!(cases[0].difference(&came(&["Russia"])), None);
//! assert_eq!(
//!     cases[0].difference(&came(&["Ukraine"])).unwrap(),
//!     "the rows differ (- expected, + came):\n- Russia\n+ Ukraine\n",
//! );
//! # Ok::<(), demarche::error::Error>(())
//! ````

mod read;

pub use read::read;

use serde_json::{Map, Value};
use std::ops::Range;
use std::path::PathBuf;

/// A query and what it should give.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The file.
    pub path: PathBuf,
    /// The line of its heading, or of its query where it has none, counted from one.
    pub line: usize,
    /// The heading.
    pub name: String,
    /// The query.
    pub query: String,
    /// Its parameters.
    pub parameters: Map<String, Value>,
    /// What should come.
    pub expected: Expected,
    /// The lines of the file that say what should come, counted from zero.
    pub expected_lines: Range<usize>,
}

/// What a query should give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Rows, as a table.
    Rows(Answer),
    /// An error whose text holds this.
    Error(String),
}

/// Rows with the names of their columns; cells are text as a Markdown table shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, each with a cell for each column.
    pub rows: Vec<Vec<String>>,
}

/// The text of a file with other expectations: for each case the lines that take the place of its own.
/// The cases stand in the order of the file.
pub fn updated<'c>(text: &str, changes: impl IntoIterator<Item = (&'c Case, String)>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    let keep = |new: &mut String, range: Range<usize>| {
        new.extend(lines[range].iter().flat_map(|line| [*line, "\n"]));
    };
    for (case, expected) in changes {
        keep(&mut new, at..case.expected_lines.start);
        new.push_str(&expected);
        at = case.expected_lines.end;
    }
    keep(&mut new, at..lines.len());
    new
}

/// Text whose runs of space are one: a table cannot tell them apart.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Case {
    /// How what came differs from what is expected, in lines; `None` where it does not.
    pub fn difference(&self, came: &std::result::Result<Answer, String>) -> Option<String> {
        match (&self.expected, came) {
            (Expected::Rows(expected), Ok(came)) => self.rows(expected, came),
            (Expected::Rows(_), Err(error)) => {
                Some(format!("an error came instead of rows: {error}\n"))
            }
            (Expected::Error(expected), Ok(came)) => {
                let count = came.rows.len();
                Some(format!(
                    "the error {expected:?} was expected; {count} rows came\n"
                ))
            }
            (Expected::Error(expected), Err(error)) => {
                let same = plain(&error.to_lowercase()).contains(&plain(&expected.to_lowercase()));
                (!same).then(|| format!("another error was expected:\n- {expected}\n+ {error}\n"))
            }
        }
    }

    fn rows(&self, expected: &Answer, came: &Answer) -> Option<String> {
        let line = |row: &[String]| row.join(" | ");
        if expected.columns != came.columns {
            let (expected, came) = (line(&expected.columns), line(&came.columns));
            return Some(format!(
                "the columns differ (- expected, + came):\n- {expected}\n+ {came}\n"
            ));
        }
        let came: Vec<Vec<String>> = came
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| plain(cell)).collect())
            .collect();
        let mut surplus: Vec<&Vec<String>> = came.iter().collect();
        let mut missing = Vec::new();
        for row in &expected.rows {
            match surplus.iter().position(|other| *other == row) {
                Some(place) => drop(surplus.remove(place)),
                None => missing.push(row),
            }
        }
        if !missing.is_empty() || !surplus.is_empty() {
            let mut text = "the rows differ (- expected, + came):\n".to_owned();
            text.extend(missing.iter().map(|row| format!("- {}\n", line(row))));
            text.extend(surplus.iter().map(|row| format!("+ {}\n", line(row))));
            return Some(text);
        }
        if is_ordered(&self.query) && came != expected.rows {
            let mut text = "the rows came in another order:\n".to_owned();
            text.extend(came.iter().map(|row| format!("+ {}\n", line(row))));
            return Some(text);
        }
        None
    }
}

/// Whether the last `RETURN` of a query is ordered.
fn is_ordered(query: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    let mut rest = query;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\'' | '"' | '`' => quoted(rest, c),
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            c if c.is_alphanumeric() || c == '_' => {
                let word = |c: char| c.is_alphanumeric() || c == '_';
                let length = rest.find(|c| !word(c)).unwrap_or(rest.len());
                words.push(rest[..length].to_lowercase());
                length
            }
            c => c.len_utf8(),
        };
        rest = &rest[length..];
    }
    let last = words.iter().rposition(|word| word == "return").unwrap_or(0);
    words[last..].windows(2).any(|pair| pair == ["order", "by"])
}

/// How long the quoted text at the beginning of `text` is, in bytes.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '`' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests;

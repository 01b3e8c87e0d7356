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

use crate::error::{Error, Result};
use serde_json::{Map, Value};
use std::ops::Range;
use std::path::{Path, PathBuf};

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

/// Reads the cases of a file.
///
/// # Errors
/// [`Error::Cases`] with the line, when a case lacks its query or what is expected of it, or the file has
/// no case at all.
pub fn read(path: impl AsRef<Path>, text: &str) -> Result<Vec<Case>> {
    let mut reader = Reader {
        path: path.as_ref(),
        heading: (1, String::new()),
        open: None,
        cases: Vec::new(),
    };
    let mut lines = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line))
        .peekable();
    while let Some((number, line)) = lines.next() {
        if let Some(mark) = line.trim_start().strip_prefix("```") {
            let block: Vec<&str> = lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| line.trim() != "```")
                .collect();
            reader.block(number, mark.trim(), &block.join("\n"))?;
        } else if let Some(heading) = heading(line) {
            reader.close()?;
            reader.heading = (number, heading.to_owned());
        } else if line.trim_start().starts_with('|') && reader.open.is_some() {
            let mut rows = vec![cells(line)];
            while let Some((_, line)) =
                lines.next_if(|(_, line)| line.trim_start().starts_with('|'))
            {
                rows.push(cells(line));
            }
            reader.table(number, rows)?;
        } else if let Some(error) = line.strip_prefix("Error:") {
            let lines = number - 1..number;
            reader.expect(lines, Expected::Error(error.trim().to_owned()))?;
        }
    }
    reader.close()?;
    match reader.cases.is_empty() {
        true => Err(reader.wrong(
            1,
            "no case: a block that begins with ```cypher holds a query",
        )),
        false => Ok(reader.cases),
    }
}

struct Reader<'t> {
    path: &'t Path,
    heading: (usize, String),
    open: Option<Open>,
    cases: Vec<Case>,
}

/// A case of which the query is known.
struct Open {
    line: usize,
    query: String,
    parameters: Map<String, Value>,
    expected: Option<(Expected, Range<usize>)>,
}

impl Reader<'_> {
    fn wrong(&self, line: usize, message: impl Into<String>) -> Error {
        Error::Cases {
            path: self.path.to_path_buf(),
            line: Some(line),
            message: message.into(),
        }
    }

    fn block(&mut self, line: usize, mark: &str, content: &str) -> Result<()> {
        match (mark, &mut self.open) {
            ("cypher", _) => {
                self.close()?;
                self.open = Some(Open {
                    line,
                    query: content.to_owned(),
                    parameters: Map::new(),
                    expected: None,
                });
            }
            ("json", Some(open)) => match serde_json::from_str(content) {
                Ok(parameters) => open.parameters = parameters,
                Err(error) => {
                    let message =
                        format!("parameters are a JSON object, {{\"name\": value}}: {error}");
                    return Err(self.wrong(line, message));
                }
            },
            _ => {}
        }
        Ok(())
    }

    fn table(&mut self, line: usize, mut rows: Vec<Vec<String>>) -> Result<()> {
        let is_rule = |cell: &String| !cell.is_empty() && cell.chars().all(|c| "-: ".contains(c));
        if !rows.get(1).is_some_and(|row| row.iter().all(is_rule)) {
            return Err(self.wrong(
                line,
                "the second line of a table is | --- |, with a cell for each column",
            ));
        }
        let columns = rows.remove(0);
        rows.remove(0);
        if let Some(index) = rows.iter().position(|row| row.len() != columns.len()) {
            let message = format!(
                "{} cells in a table of {} columns; a | in a cell is written \\|",
                rows[index].len(),
                columns.len()
            );
            return Err(self.wrong(line + 2 + index, message));
        }
        let lines = line - 1..line + 1 + rows.len();
        self.expect(lines, Expected::Rows(Answer { columns, rows }))
    }

    fn expect(&mut self, lines: Range<usize>, expected: Expected) -> Result<()> {
        let line = lines.start + 1;
        match &mut self.open {
            Some(open) if open.expected.is_none() => {
                open.expected = Some((expected, lines));
                Ok(())
            }
            Some(_) => Err(self.wrong(
                line,
                "a second result for one query; one table or one error is expected",
            )),
            None => Err(self.wrong(
                line,
                "a result without a query; a ```cypher block goes before it",
            )),
        }
    }

    fn close(&mut self) -> Result<()> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        let Some((expected, expected_lines)) = open.expected else {
            let message =
                "a query without what it should give: a table of rows, or a line \"Error: text\"";
            return Err(self.wrong(open.line, message));
        };
        let (line, name) = match self.heading.1.is_empty() {
            true => (open.line, "query".to_owned()),
            false => self.heading.clone(),
        };
        self.cases.push(Case {
            path: self.path.to_path_buf(),
            line,
            name,
            query: open.query,
            parameters: open.parameters,
            expected,
            expected_lines,
        });
        Ok(())
    }
}

/// The text of a file with other expectations: for each case the lines that take the place of its own.
/// The cases stand in the order of the file.
pub fn updated<'c>(text: &str, changes: impl IntoIterator<Item = (&'c Case, String)>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    let mut keep = |new: &mut String, range: Range<usize>| {
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

/// The text of a heading of any level.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with(' ')).then(|| text.trim())
}

/// The cells of a line of a table.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        let cell = cells.last_mut().expect("there is one");
        match c {
            '|' if !escaped => {
                cells.push(String::new());
                continue;
            }
            '\\' if !escaped => {
                escaped = true;
                continue;
            }
            // What needs no backslash may have one before it that means itself.
            c if escaped && !c.is_ascii_punctuation() => cell.extend(['\\', c]),
            c => cell.push(c),
        }
        escaped = false;
    }
    if escaped {
        cells.last_mut().expect("there is one").push('\\');
    }
    // What stands behind the last bar is no cell.
    if cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    cells
        .iter()
        .map(|cell| plain(&cell.replace("<br>", " ")))
        .collect()
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
mod tests {
    use super::*;

    fn answer(columns: &[&str], rows: &[&[&str]]) -> Answer {
        let own = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
        Answer {
            columns: own(columns),
            rows: rows.iter().map(|row| own(row)).collect(),
        }
    }

    fn one(query: &str, expected: &str) -> Case {
        let text = format!("# A case\n```cypher\n{query}\n```\n{expected}\n");
        read("a.md", &text).expect("a case").remove(0)
    }

    #[test]
    fn a_file_is_read_with_its_places() {
        let text = "# All\n\nProse | with a bar.\n\n## One\n```cypher\nRETURN $a\n```\n```json\n{\"a\": 1}\n```\n\
                    | a |\n|---|\n| x \\| y<br>z |\n\n## Two\n```cypher\nRETURN\n```\nError: unexpected end\n";
        let cases = read("a.md", text).expect("cases");
        assert_eq!((cases[0].line, cases[0].name.as_str()), (5, "One"));
        assert_eq!(cases[0].parameters["a"], 1);
        assert_eq!(
            cases[0].expected,
            Expected::Rows(answer(&["a"], &[&["x | y z"]]))
        );
        assert_eq!(
            cases[1].expected,
            Expected::Error("unexpected end".to_owned())
        );
    }

    #[test]
    fn what_cannot_be_a_case_says_its_line() {
        for (text, message) in [
            ("# Nothing", "a.md:1: no case"),
            (
                "```cypher\nRETURN 1\n```\n\n# Next",
                "a.md:1: a query without",
            ),
            ("Error: x", "a.md:1: a result without a query"),
            (
                "```cypher\nRETURN 1\n```\n| a |\n| b |",
                "a.md:4: the second line",
            ),
            (
                "```cypher\nRETURN 1\n```\n| a |\n| - |\n| 1 | 2 |",
                "a.md:6: 2 cells",
            ),
            (
                "```cypher\nRETURN 1\n```\n```json\n[1]\n```",
                "a.md:4: parameters are",
            ),
            (
                "```cypher\nRETURN 1\n```\nError: a\nError: b",
                "a.md:5: a second result",
            ),
        ] {
            let error = read("a.md", text).expect_err(text).to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn order_counts_only_where_the_query_orders() {
        let table = "| a |\n| - |\n| 1 |\n| 2 |";
        let came = Ok(answer(&["a"], &[&["2"], &["1"]]));
        assert_eq!(one("MATCH (a) RETURN a", table).difference(&came), None);
        let ordered = one("MATCH (a) RETURN a Order /* x */ By a", table).difference(&came);
        assert_eq!(
            ordered.as_deref(),
            Some("the rows came in another order:\n+ 2\n+ 1\n")
        );
        let quoted = "WITH 1 AS x ORDER BY x RETURN 'ORDER BY' // ORDER BY";
        assert_eq!(one(quoted, table).difference(&came), None);
    }

    #[test]
    fn rows_count_as_often_as_they_come() {
        let case = one("RETURN 1", "| a |\n| - |\n| 1 |\n| 1 |");
        let came = Ok(answer(&["a"], &[&["1"]]));
        assert!(
            case.difference(&came)
                .expect("one is missing")
                .ends_with("\n- 1\n")
        );
        let came = Ok(answer(&["b"], &[]));
        assert!(
            case.difference(&came)
                .expect("another column")
                .contains("- a\n+ b")
        );
        let failed = Err("no such label".to_owned());
        assert!(
            case.difference(&failed)
                .expect("an error")
                .contains("no such label")
        );
        let case = one("RETURN 1", "Error: Such LABEL");
        assert_eq!(case.difference(&failed), None);
        assert!(
            case.difference(&came)
                .expect("rows")
                .contains("0 rows came")
        );
    }
}

//! Reading a file of cases: headings, blocks, tables and errors, with their lines.

use super::{Answer, Case, Expected, plain};
use crate::error::{Error, Result};
use serde_json::{Map, Value};
use std::ops::Range;
use std::path::Path;

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

//! A table of the gazetteer: CSV whose every mistake is named with its line.

use crate::error::{Error, Result};
use crate::schema::csv_lines::{Lines, line_of_row, message};
use std::path::Path;

/// A CSV file with the line of each row.
pub(super) struct Table<'a> {
    pub file: &'a Path,
    header_line: usize,
    header: Vec<String>,
    pub lines: Vec<Line>,
}

pub(super) struct Line {
    pub number: usize,
    cells: csv::StringRecord,
}

impl<'a> Table<'a> {
    pub fn read(file: &'a Path, text: &str) -> Result<Table<'a>> {
        let line = |position: &csv::Position| line_of_row(text, position.byte());
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .flexible(false)
            .from_reader(text.as_bytes());
        let failed = |error: csv::Error| Error::Schema {
            file: file.to_path_buf(),
            line: error.position().map(line),
            message: message(&error),
        };
        let header = reader.headers().map_err(failed)?;
        let header_line = header.position().map_or(1, line);
        let header = header.iter().map(str::to_owned).collect();
        let mut lines = Vec::new();
        let mut numbers = Lines::new(text);
        for cells in reader.records() {
            let cells = cells.map_err(failed)?;
            let number = cells.position().map_or(0, |at| numbers.of_row(at.byte()));
            lines.push(Line { number, cells });
        }
        Ok(Table {
            file,
            header_line,
            header,
            lines,
        })
    }

    pub fn check_columns(&self, known: &[&str], required: &[&str]) -> Result<()> {
        let wrong = |message: String| Error::Schema {
            file: self.file.to_path_buf(),
            line: Some(self.header_line),
            message,
        };
        for column in &self.header {
            if !known.contains(&column.as_str()) {
                let message = format!(
                    "unknown column {column:?}; there may be {}",
                    known.join(", ")
                );
                return Err(wrong(message));
            }
        }
        for column in required {
            if !self.header.iter().any(|name| name == column) {
                return Err(wrong(format!("the column {column:?} is missing")));
            }
        }
        Ok(())
    }

    pub fn wrong(&self, line: &Line, message: String) -> Error {
        Error::Schema {
            file: self.file.to_path_buf(),
            line: Some(line.number),
            message,
        }
    }

    /// The cell of a column; empty where the file has no such column.
    pub fn cell<'l>(&self, line: &'l Line, column: &str) -> &'l str {
        let index = self.header.iter().position(|name| name == column);
        index.and_then(|index| line.cells.get(index)).unwrap_or("")
    }

    pub fn required<'l>(&self, line: &'l Line, column: &str) -> Result<&'l str> {
        match self.cell(line, column) {
            "" => Err(self.wrong(line, format!("{column} is empty"))),
            text if text.trim() != text => {
                Err(self.wrong(line, format!("{column} {text:?} has spaces at an end")))
            }
            text => Ok(text),
        }
    }

    /// A date or a part of one: `2022-08-03`, `2022-08` or `2022`.
    pub fn date(&self, line: &Line, column: &str) -> Result<Option<String>> {
        let cell = self.cell(line, column);
        if cell.is_empty() {
            return Ok(None);
        }
        let whole = match cell.len() {
            4 => format!("{cell}-01-01"),
            7 => format!("{cell}-01"),
            _ => cell.to_owned(),
        };
        match whole.parse::<jiff::civil::Date>() {
            Ok(date) if date.to_string() == whole => Ok(Some(cell.to_owned())),
            _ => {
                let message = format!("{column} is {cell:?}; expected YYYY-MM-DD, YYYY-MM or YYYY");
                Err(self.wrong(line, message))
            }
        }
    }

    /// The cells `valid_from` and `valid_to`.
    pub fn bounds(&self, line: &Line) -> Result<(Option<String>, Option<String>)> {
        let from = self.date(line, "valid_from")?;
        let to = self.date(line, "valid_to")?;
        match (&from, &to) {
            (Some(first), Some(last)) if first > last && !first.starts_with(last.as_str()) => {
                let message = format!("valid_from {first} comes after valid_to {last}");
                Err(self.wrong(line, message))
            }
            _ => Ok((from, to)),
        }
    }

    pub fn list(&self, line: &Line, column: &str) -> Result<Vec<String>> {
        let cell = self.cell(line, column);
        if cell.is_empty() {
            return Ok(Vec::new());
        }
        let items: Vec<String> = cell.split('|').map(str::to_owned).collect();
        match items
            .iter()
            .find(|item| item.is_empty() || item.trim() != *item)
        {
            Some(item) => {
                let message = format!("{column} has the item {item:?}: empty or with spaces");
                Err(self.wrong(line, message))
            }
            None => Ok(items),
        }
    }
}

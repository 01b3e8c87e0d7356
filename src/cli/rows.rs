//! Rows with named columns: a table for people, or a format for programs. Whatever a subcommand
//! answers in rows is printed here.
//!
//! A table on a terminal is no wider than the terminal: long cells go on below. Into a pipe every row
//! is a line. What articles say cannot do harm: control characters are replaced, in CSV what a
//! spreadsheet would take for a formula begins with an apostrophe.

use super::style::{Paint, Style, line};
use super::terminal::Terminal;
use super::{Outcome, sink};
use crate::error::Result;
use crate::export::is_formula;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// In which format rows are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
#[allow(missing_docs)]
pub enum Format {
    #[default]
    Table,
    Csv,
    Json,
    Jsonl,
    Markdown,
}

/// The choice of a format.
#[derive(Debug, clap::Args)]
pub struct FormatArgs {
    /// How to print the rows: an aligned table, or for programs and pages
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,
}

/// Rows; each has a cell for each column.
#[derive(Debug, Default)]
pub struct Rows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Value>>,
}

impl Rows {
    /// No rows yet.
    pub fn new<const N: usize>(columns: [&str; N]) -> Rows {
        Rows {
            columns: columns.map(str::to_owned).to_vec(),
            rows: Vec::new(),
        }
    }

    /// For people, without columns that say nothing; programs get every column.
    #[must_use]
    pub fn without_empty(mut self, format: Format) -> Rows {
        if !matches!(format, Format::Table | Format::Markdown) {
            return self;
        }
        for column in (0..self.columns.len()).rev() {
            if self.rows.iter().all(|row| row[column].is_null()) {
                self.columns.remove(column);
                self.rows
                    .iter_mut()
                    .for_each(|row| drop(row.remove(column)));
            }
        }
        self
    }

    /// Prints them to standard output; none are [`Outcome::Nothing`].
    ///
    /// # Errors
    /// When standard output takes no more.
    pub fn print(&self, format: Format, terminal: &Terminal) -> Result<Outcome> {
        sink::print(|to| match format {
            Format::Table if self.rows.is_empty() => Ok(()),
            Format::Table => self.table(terminal.width(), terminal.paint, to),
            Format::Csv => self.csv(to),
            Format::Json => self.json(to),
            Format::Jsonl => self.jsonl(to),
            Format::Markdown => self.markdown(to),
        })?;
        Ok(match self.rows.is_empty() {
            true => Outcome::Nothing,
            false => Outcome::Done,
        })
    }

    /// An aligned table, at most so many columns of a terminal wide.
    pub fn table(&self, most: Option<usize>, paint: Paint, to: &mut dyn Write) -> io::Result<()> {
        let head: Vec<String> = self.columns.iter().map(|name| line(name)).collect();
        let cells = self.rows.iter();
        let cells: Vec<Vec<String>> = cells
            .map(|row| row.iter().map(|cell| line(&text(cell))).collect())
            .collect();
        let wide = |column: usize| {
            let cells = cells.iter().map(|row| row[column].width());
            cells.max().unwrap_or(0).max(head[column].width())
        };
        let mut widths: Vec<usize> = (0..head.len()).map(wide).collect();
        if let Some(most) = most {
            narrow(&mut widths, most);
        }
        let right: Vec<bool> = (0..head.len())
            .map(|column| {
                let mut filled = self
                    .rows
                    .iter()
                    .map(|row| &row[column])
                    .filter(|cell| !cell.is_null())
                    .peekable();
                filled.peek().is_some() && filled.all(Value::is_number)
            })
            .collect();
        let mut print = |row: &[String], style: Option<Style>| -> io::Result<()> {
            let parts: Vec<Vec<String>> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| wrapped(cell, *width))
                .collect();
            for index in 0..parts.iter().map(Vec::len).max().unwrap_or(0) {
                let mut text = String::new();
                for ((part, width), right) in parts.iter().zip(&widths).zip(&right) {
                    let part = part.get(index).map_or("", String::as_str);
                    let space = " ".repeat(width.saturating_sub(part.width()));
                    let _ = match right {
                        true => write!(text, "{space}{part}  "),
                        false => write!(text, "{part}{space}  "),
                    };
                }
                let text = text.trim_end();
                match style {
                    Some(style) => writeln!(to, "{}", paint.apply(style, text))?,
                    None => writeln!(to, "{text}")?,
                }
            }
            Ok(())
        };
        print(&head, Some(Style::Bold))?;
        cells.iter().try_for_each(|row| print(row, None))
    }

    fn csv(&self, to: &mut dyn Write) -> io::Result<()> {
        let guarded = |text: String| match is_formula(&text) {
            true => format!("'{text}"),
            false => text,
        };
        let cell = |cell: &Value| match cell {
            Value::Number(number) => number.to_string(),
            cell => guarded(text(cell)),
        };
        let mut to = csv::Writer::from_writer(to);
        to.write_record(self.columns.iter().map(|name| guarded(name.clone())))?;
        for row in &self.rows {
            to.write_record(row.iter().map(cell))?;
        }
        to.flush()
    }

    fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        let columns = &self.columns;
        self.rows.iter().map(move |row| Object { columns, row })
    }

    /// One array, an object on each line.
    fn json(&self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(b"[")?;
        for (index, object) in self.objects().enumerate() {
            to.write_all(if index == 0 { b"\n  " } else { b",\n  " })?;
            serde_json::to_writer(&mut *to, &object)?;
        }
        to.write_all(if self.rows.is_empty() {
            b"]\n"
        } else {
            b"\n]\n"
        })
    }

    fn jsonl(&self, to: &mut dyn Write) -> io::Result<()> {
        for object in self.objects() {
            serde_json::to_writer(&mut *to, &object)?;
            to.write_all(b"\n")?;
        }
        Ok(())
    }

    /// A table of Markdown, as `demarche test` reads it.
    pub fn markdown(&self, to: &mut dyn Write) -> io::Result<()> {
        let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
        writeln!(
            to,
            "{}",
            row(self.columns.iter().map(|name| escaped(name)).collect())
        )?;
        writeln!(to, "{}", row(vec!["---".to_owned(); self.columns.len()]))?;
        for cells in &self.rows {
            writeln!(
                to,
                "{}",
                row(cells.iter().map(|cell| escaped(&text(cell))).collect())
            )?;
        }
        Ok(())
    }
}

/// A row as JSON, its fields in the order of the columns.
struct Object<'a> {
    columns: &'a [String],
    row: &'a [Value],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.row.len()))?;
        for (name, cell) in self.columns.iter().zip(self.row) {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

/// A cell as text: nothing for null, a text without quotes, lists and maps as JSON.
pub fn text(cell: &Value) -> String {
    match cell {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        cell => nested(cell),
    }
}

/// JSON on one line, with spaces to read it by.
fn nested(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(nested).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{}: {}", Value::from(&**name), nested(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(", "))
        }
        value => value.to_string(),
    }
}

/// Text for a cell of a Markdown table: a bar, a backslash and what begins a mark or a tag escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut within_word = false;
    for c in line(text).chars() {
        // `_` marks nothing within a word, which is where it nearly always stands.
        let marks =
            matches!(c, '|' | '\\' | '<' | '`' | '*' | '[' | ']') || c == '_' && !within_word;
        if marks {
            escaped.push('\\');
        }
        escaped.push(c);
        within_word = c.is_alphanumeric();
    }
    escaped
}

/// No column of a narrowed table is narrower, if it was not before.
const NARROWEST: usize = 8;

/// Takes from the widest columns until all, two spaces apart, fit.
fn narrow(widths: &mut [usize], most: usize) {
    let room = most.saturating_sub(2 * widths.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let surplus = widths.iter().sum::<usize>() - room;
        let widest = widths.iter().copied().max().unwrap_or(0);
        if widest <= NARROWEST {
            return;
        }
        let count = widths.iter().filter(|width| **width == widest).count();
        let next = widths
            .iter()
            .copied()
            .filter(|width| *width < widest)
            .max()
            .unwrap_or(0);
        let step = (widest - next.max(NARROWEST))
            .min(surplus.div_ceil(count))
            .max(1);
        widths
            .iter_mut()
            .filter(|width| **width == widest)
            .for_each(|width| *width -= step);
    }
}

/// A text in lines of at most so many columns, broken at spaces where there are any.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    if text.width() <= width {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split(' ') {
        let gap = usize::from(used > 0);
        if used > 0 && used + gap + word.width() > width {
            lines.push(String::new());
            used = 0;
        } else if gap == 1 {
            lines.last_mut().expect("there is one").push(' ');
            used += 1;
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used > 0 && used + wide > width {
                lines.push(String::new());
                used = 0;
            }
            lines.last_mut().expect("there is one").push(c);
            used += wide;
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rows() -> Rows {
        let mut rows = Rows::new(["name", "n", "more"]);
        rows.rows.push(vec![
            json!("Erdoğan\u{1b}"),
            json!(1.5),
            json!(["a|b", null]),
        ]);
        rows.rows
            .push(vec![json!("=1+习近平"), json!(22), json!(null)]);
        rows
    }

    fn printed(print: impl Fn(&Rows, &mut dyn Write) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        print(&rows(), &mut bytes).expect("memory takes all");
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn a_table_is_aligned_by_what_a_terminal_shows() {
        let plain = Paint::new(false);
        assert_eq!(
            printed(|rows, to| rows.table(None, plain, to)),
            "name         n  more\nErdoğan\u{fffd}   1.5  [\"a|b\", null]\n=1+习近平   22\n",
        );
    }

    #[test]
    fn a_narrow_table_goes_on_below() {
        let mut rows = Rows::new(["a", "quote"]);
        rows.rows.push(vec![
            json!("x"),
            json!("The quick brown fox jumpsoverthelazydog."),
        ]);
        let mut bytes = Vec::new();
        rows.table(Some(16), Paint::new(false), &mut bytes)
            .expect("memory");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert_eq!(
            text,
            "a  quote\nx  The quick\n   brown fox\n   jumpsoverthel\n   azydog.\n"
        );
    }

    #[test]
    fn programs_get_all_of_it() {
        let json = printed(Rows::json);
        let read: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read[0]["name"], "Erdoğan\u{1b}");
        assert!(
            json.contains("{\"name\":\"=1+习近平\",\"n\":22,\"more\":null}"),
            "{json}"
        );
        assert_eq!(printed(Rows::jsonl).lines().count(), 2);
        let csv = printed(Rows::csv);
        assert!(csv.contains("\n'=1+习近平,22,\n"), "{csv}");
        let markdown = printed(Rows::markdown);
        assert!(markdown.contains("| \\[\"a\\|b\", null\\] |"), "{markdown}");
    }
}

//! Reading CSV so that every mistake names its line.

use super::toml_lines::line_of;

/// The line, counted from one, of the row that a CSV reader began to look for at byte `byte`: it
/// gives the place before the comments and the blank lines that it passes over.
pub fn line_of_row(text: &str, byte: u64) -> usize {
    line_of(text, start_of_row(text, byte))
}

/// The lines of rows that are asked for in the order of the text, counted on from row to row.
pub struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    /// Before the first row.
    pub fn new(text: &'t str) -> Lines<'t> {
        Lines {
            text,
            at: 0,
            line: 1,
        }
    }

    /// As [`line_of_row`].
    pub fn of_row(&mut self, byte: u64) -> usize {
        let at = start_of_row(self.text, byte).max(self.at);
        self.line += line_of(&self.text[self.at..at], usize::MAX) - 1;
        self.at = at;
        self.line
    }
}

/// The place of a row behind the comments and blank lines before it.
fn start_of_row(text: &str, byte: u64) -> usize {
    let mut at = usize::try_from(byte).map_or(text.len(), |byte| byte.min(text.len()));
    while let Some(rest) = text.get(at..) {
        let blank = rest.starts_with(['\n', '\r']);
        at += match rest.find('\n') {
            Some(end) if blank || rest.starts_with('#') => end + 1,
            _ => break,
        };
    }
    at
}

/// What is wrong with a table, without the place, which stands before the message.
pub fn message(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("the row has {len} cells, the header {expected_len}; quote cells with commas"),
        _ => format!("not a CSV table: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, line_of_row};

    #[test]
    fn comments_and_blank_lines_before_a_row_are_passed_over() {
        let text = "name\n# one\n\r\n\n# two\nKenya\nTogo\n# end";
        let row = |after: &str| text.find(after).unwrap() + after.len();
        let mut lines = Lines::new(text);
        let rows = [0, row("name\n"), row("Kenya\n"), row("Togo\n")];
        assert_eq!(rows.map(|at| lines.of_row(at as u64)), [1, 6, 7, 8]);
        assert_eq!(line_of_row(text, 0), 1);
        assert_eq!(line_of_row(text, row("name\n") as u64), 6);
        assert_eq!(line_of_row(text, row("Kenya\n") as u64), 7);
        assert_eq!(line_of_row(text, row("Togo\n") as u64), 8);
        assert_eq!(line_of_row(text, u64::MAX), 8);
        assert_eq!(line_of_row("a\r\nb", 2), 2);
    }
}

//! Where a question ends: behind a line that ends with `;`, or at an empty line. A command (`\help`) is
//! one line.

/// Lines that do not end a question yet.
#[derive(Debug, Default)]
pub struct Statement {
    lines: String,
}

impl Statement {
    /// Adds a line; the question, where this ends it.
    pub fn push(&mut self, line: &str) -> Option<String> {
        if !self.lines.is_empty() {
            self.lines.push('\n');
        }
        self.lines.push_str(line);
        // What has just one line has no empty line behind it yet.
        let blank = line.trim().is_empty();
        match blank || is_whole(&self.lines) {
            true => self.rest(),
            false => None,
        }
    }

    /// What is there, if anything.
    pub fn rest(&mut self) -> Option<String> {
        let text = std::mem::take(&mut self.lines);
        (!text.trim().is_empty()).then_some(text)
    }
}

/// Whether a text is a whole question, a command, or nothing at all.
pub fn is_whole(text: &str) -> bool {
    let text_at_all = text.trim();
    text_at_all.is_empty()
        || text_at_all.starts_with('\\')
        || text_at_all.ends_with(';')
        || text.ends_with('\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_ends_with_a_semicolon_or_an_empty_line() {
        let mut statement = Statement::default();
        let lines = [
            "",
            "MATCH (a)",
            "RETURN a; ",
            "\\help",
            "RETURN 1",
            " ",
            "RETURN",
            "2",
        ];
        let whole: Vec<String> = lines
            .iter()
            .filter_map(|line| statement.push(line))
            .collect();
        assert_eq!(whole, ["MATCH (a)\nRETURN a; ", "\\help", "RETURN 1\n "]);
        assert_eq!(statement.rest().as_deref(), Some("RETURN\n2"));
        assert_eq!(statement.rest(), None);
    }
}

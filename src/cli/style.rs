//! Colours as ANSI escapes, and text from documents made safe for a terminal.

/// What a stretch of output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The mention of an edge's source.
    Source,
    /// The words that gave an edge.
    Trigger,
    /// The mention of an edge's target.
    Target,
    /// A name or heading.
    Bold,
    /// What is there but rarely looked at.
    Dim,
    /// The word "warning".
    Warning,
    /// The word "error"; what was taken away.
    Error,
    /// What was added.
    Added,
}

impl Style {
    /// The parameters of the escape sequence (ECMA-48, "select graphic rendition").
    fn code(self) -> &'static str {
        match self {
            Style::Source => "4;34",
            Style::Trigger => "1;4",
            Style::Target => "4;35",
            Style::Bold => "1",
            Style::Dim => "2",
            Style::Warning => "1;33",
            Style::Error => "1;31",
            Style::Added => "32",
        }
    }
}

/// Whether to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paint {
    on: bool,
}

impl Paint {
    /// Colours, or none.
    pub fn new(on: bool) -> Paint {
        Paint { on }
    }

    /// Whether it colours.
    pub fn is_on(self) -> bool {
        self.on
    }

    /// The text in a style.
    pub fn apply(self, style: Style, text: &str) -> String {
        match self.on {
            true => format!("\u{1b}[{}m{text}\u{1b}[0m", style.code()),
            false => text.to_owned(),
        }
    }
}

/// A character of a document as it may go to a terminal: line ends and tabs become spaces, and
/// control characters, which could recolour the screen or turn the text round, a replacement mark.
pub fn safe(c: char) -> char {
    match c {
        '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
        c if c.is_control() => '\u{fffd}',
        c => c,
    }
}

/// A text of a document as it may go to a terminal, on one line.
pub fn line(text: &str) -> String {
    text.chars().map(safe).collect()
}

/// "1 document", "2 documents".
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_cannot_send_escapes_to_the_terminal() {
        assert_eq!(line("a\u{1b}[2Jb\nc\u{202e}d"), "a\u{fffd}[2Jb c\u{fffd}d");
        assert_eq!(line("Erdoğan – 习近平"), "Erdoğan – 习近平");
    }

    #[test]
    fn nothing_is_coloured_where_colours_are_off() {
        assert_eq!(Paint::new(false).apply(Style::Error, "x"), "x");
        assert_eq!(
            Paint::new(true).apply(Style::Bold, "x"),
            "\u{1b}[1mx\u{1b}[0m"
        );
    }
}

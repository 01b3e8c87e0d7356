//! XML by hand, a node or an edge a line: these are the formats of large graphs.

use super::attributes::Value;
use super::escape::{decimal, thousandths, xml_attribute, xml_text};
use std::io::{self, Write};

/// The line that is being made.
pub(super) struct Line(Vec<u8>);

impl Line {
    pub(super) fn new() -> Line {
        Line(Vec::with_capacity(1 << 12))
    }

    /// Writes the line and begins the next.
    pub(super) fn send(&mut self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(&self.0)?;
        self.0.clear();
        Ok(())
    }

    /// Markup as it stands.
    pub(super) fn raw(&mut self, markup: &str) {
        self.0.extend_from_slice(markup.as_bytes());
    }

    /// Text between tags.
    pub(super) fn text(&mut self, text: &str) {
        xml_text(text, &mut self.0);
    }

    /// An attribute of a tag, with the space before it.
    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        xml_attribute(value, &mut self.0);
        self.raw("\"");
    }

    /// The same for a word of ASCII letters, digits and `_`.
    pub(super) fn word(&mut self, name: &str, word: &str) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.raw(word);
        self.raw("\"");
    }

    pub(super) fn number(&mut self, number: u64) {
        decimal(number, &mut self.0);
    }

    /// A value to stand between tags; lists are joined with `"; "`.
    pub(super) fn content(&mut self, value: &Value<'_>) {
        self.value(value, xml_text);
    }

    /// A value as an attribute of a tag.
    pub(super) fn attribute_value(&mut self, name: &str, value: &Value<'_>) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.value(value, xml_attribute);
        self.raw("\"");
    }

    fn value(&mut self, value: &Value<'_>, escape: fn(&str, &mut Vec<u8>)) {
        match value {
            Value::Missing => {}
            Value::Word(word) => self.raw(word),
            Value::Text(text) => escape(text, &mut self.0),
            Value::Number(number) => self.number(*number),
            Value::Share(share) => thousandths(*share, &mut self.0),
            Value::Truth(truth) => self.raw(if *truth { "true" } else { "false" }),
            Value::List(texts) => {
                for (index, text) in texts.iter().enumerate() {
                    if index > 0 {
                        self.raw("; ");
                    }
                    escape(text, &mut self.0);
                }
            }
        }
    }
}

//! Which parts of a text are quoted speech.

use super::Span;

/// The quotations of a text, marks included, in text order. A quotation ends at its closing mark,
/// or at a blank line where none comes. Single marks are not read: they are apostrophes too often.
///
/// ```
/// use demarche::text::quotations;
/// let text = "He said: “We will go.” They did.";
/// assert_eq!(quotations(text)[0].of(text), "“We will go.”");
/// ```
pub fn quotations(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let mut newline = false;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('\n', Some(start)) if newline => {
                found.push(Span::new(start, at));
                open = None;
            }
            ('“' | '„' | '«', _) => open = open.or(Some(at)),
            ('"', None) => open = Some(at),
            ('”' | '"' | '»', Some(start)) => {
                found.push(Span::new(start, at + c.len_utf8()));
                open = None;
            }
            _ => {}
        }
        newline = c == '\n' || (newline && c.is_whitespace());
    }
    found.extend(open.map(|start| Span::new(start, text.len())));
    found
}

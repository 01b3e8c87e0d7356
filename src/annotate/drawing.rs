//! Dependency trees drawn with lines, a word to a row in the order of the text: what depends on a
//! word stands above it when it comes before and below it when it comes after.

use crate::text::Document;
use std::fmt::Write;

/// Draws the tree of every sentence, for people to read.
///
/// ```
/// use demarche::annotate::{Annotator, drawing};
/// use demarche::text::Article;
/// let document = Annotator::built_in().annotate(Article::new("a", "Talks open in Geneva."));
/// let drawn = drawing(&document);
/// assert!(drawn.contains("┌─ Talks"), "{drawn}");
/// ```
pub fn drawing(document: &Document) -> String {
    let mut out = String::new();
    for sentence in &document.sentences {
        let text = document.text(sentence.span);
        let _ = writeln!(
            out,
            "{}\n",
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        );
        let first = sentence.tokens.start;
        let mut dependents: Vec<Vec<usize>> = vec![Vec::new(); sentence.tokens.len()];
        let mut root = first;
        for i in sentence.tokens.clone() {
            match document.tokens[i].head {
                Some(head) => dependents[head as usize - first].push(i),
                None => root = i,
            }
        }
        let mut rows = Rows {
            document,
            first,
            dependents,
            rows: Vec::new(),
        };
        rows.draw(root, "", "", "");
        let width = |text: &str| text.chars().count();
        let widest = rows.rows.iter().map(|row| width(&row.0)).max().unwrap_or(0);
        for (left, token) in &rows.rows {
            let token = &document.tokens[*token];
            let pad = widest - width(left);
            let _ = writeln!(
                out,
                "  {left}{:pad$}  {:<5} {:<5} {:<14} {}",
                "",
                token.upos.as_str(),
                token.xpos,
                token.deprel.as_str(),
                token.lemma,
            );
        }
        out.push('\n');
    }
    out
}

struct Rows<'d> {
    document: &'d Document,
    first: usize,
    dependents: Vec<Vec<usize>>,
    /// The drawing up to the word, and the token.
    rows: Vec<(String, usize)>,
}

impl Rows<'_> {
    /// Draws a word with all below it: what stands before the rows above the word, before its own,
    /// and before the rows under it.
    fn draw(&mut self, token: usize, above: &str, here: &str, below: &str) {
        let all = std::mem::take(&mut self.dependents[token - self.first]);
        let (before, after): (Vec<usize>, Vec<usize>) = all.into_iter().partition(|&d| d < token);
        for (k, &d) in before.iter().enumerate() {
            let (up, corner) = if k == 0 {
                ("   ", "┌─ ")
            } else {
                ("│  ", "├─ ")
            };
            self.draw(
                d,
                &format!("{above}{up}"),
                &format!("{above}{corner}"),
                &format!("{above}│  "),
            );
        }
        self.rows
            .push((format!("{here}{}", self.document.word(token)), token));
        for (k, &d) in after.iter().enumerate() {
            let last = k + 1 == after.len();
            let (down, corner) = if last {
                ("   ", "└─ ")
            } else {
                ("│  ", "├─ ")
            };
            self.draw(
                d,
                &format!("{below}│  "),
                &format!("{below}{corner}"),
                &format!("{below}{down}"),
            );
        }
    }
}

//! Universal NER: names in the sentences of a Universal Dependencies treebank.

use super::{Text, kinds};
use crate::error::{Error, Result};
use crate::recognize::train::Name;
use crate::text::{Article, Span};
use std::path::Path;

/// A token a line with number, form and tag, `# text = ...` before each sentence.
pub(super) fn read(text: &str, path: &Path) -> Result<Vec<Text>> {
    let wrong = |line: usize, message: &str| Error::Article {
        path: path.to_path_buf(),
        line: Some(line + 1),
        message: message.to_owned(),
    };
    let mut texts: Vec<Text> = Vec::new();
    let mut at = 0;
    for (number, line) in text.lines().enumerate() {
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            texts.push(Text {
                article: Article::new(id, ""),
                names: Vec::new(),
                unknown: Vec::new(),
            });
        }
        let Some(current) = texts.last_mut() else {
            if !line.trim().is_empty() && !line.starts_with('#') {
                return Err(wrong(
                    number,
                    "expected `# newdoc id = ...` before the first token",
                ));
            }
            continue;
        };
        let whole = &mut current.article.text;
        if let Some(sentence) = line.strip_prefix("# text = ") {
            if !whole.is_empty() {
                whole.push_str("\n\n");
            }
            at = whole.len();
            whole.push_str(sentence);
        }
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, form, tag, ..] = cells[..] else {
            return Err(wrong(
                number,
                "expected number, form and tag, parted by tabs",
            ));
        };
        // A form that the text spells otherwise is passed over.
        let Some(found) = whole[at..].find(form) else {
            continue;
        };
        let span = Span::new(at + found, at + found + form.len());
        at = span.end as usize;
        match tag.split_once('-') {
            Some(("B", kind)) => match kinds(kind) {
                Some(kinds) => current.names.push(Name { span, kinds }),
                None => current.unknown.push(span),
            },
            Some(("I", kind)) if kinds(kind).is_some() => {
                if let Some(name) = current.names.last_mut() {
                    name.span = name.span.cover(span);
                }
            }
            Some(_) => current.unknown.push(span),
            None => {}
        }
    }
    Ok(texts)
}

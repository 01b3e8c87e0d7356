//! Re-DocRED: paragraphs of an encyclopedia with their entities.

use super::{Text, kinds, without_overlap};
use crate::error::{Error, Result};
use crate::recognize::train::Name;
use crate::text::{Article, Span};
use serde::Deserialize;
use std::path::Path;

/// A paragraph of Re-DocRED.
#[derive(Deserialize)]
struct Paragraph {
    title: String,
    sents: Vec<Vec<String>>,
    #[serde(rename = "vertexSet")]
    entities: Vec<Vec<Vertex>>,
}

/// A mention of Re-DocRED.
#[derive(Deserialize)]
struct Vertex {
    #[serde(rename = "type")]
    kind: String,
    pos: [usize; 2],
    sent_id: usize,
}

/// Paragraphs as lists of words, entities as lists of mentions.
pub(super) fn read(text: &str, path: &Path) -> Result<Vec<Text>> {
    let paragraphs: Vec<Paragraph> =
        serde_json::from_str(text).map_err(|error| Error::Article {
            path: path.to_path_buf(),
            line: Some(error.line()),
            message: format!("is not in the form of Re-DocRED: {error}"),
        })?;
    Ok(paragraphs.into_iter().map(paragraph).collect())
}

fn paragraph(paragraph: Paragraph) -> Text {
    let mut whole = String::new();
    let mut spans: Vec<Vec<Span>> = Vec::new();
    for sentence in &paragraph.sents {
        let mut row = Vec::new();
        let mut open = false;
        for word in sentence {
            let tight = matches!(
                word.as_str(),
                "," | "." | ";" | ":" | ")" | "]" | "!" | "?" | "'s" | "n't" | "%"
            );
            if !whole.is_empty() && !tight && !open {
                whole.push(' ');
            }
            open = matches!(word.as_str(), "(" | "[");
            let start = whole.len();
            whole.push_str(word);
            row.push(Span::new(start, whole.len()));
        }
        spans.push(row);
    }
    let (mut names, mut unknown) = (Vec::new(), Vec::new());
    for vertex in paragraph.entities.iter().flatten() {
        let row = spans.get(vertex.sent_id);
        let ends = row.and_then(|row| {
            let last = vertex.pos[1].checked_sub(1)?;
            Some((*row.get(vertex.pos[0])?, *row.get(last)?))
        });
        let Some((first, last)) = ends.filter(|(first, last)| first <= last) else {
            continue;
        };
        let span = first.cover(last);
        match kinds(&vertex.kind) {
            Some(kinds) => names.push(Name { span, kinds }),
            None if vertex.kind == "MISC" => unknown.push(span),
            None => {}
        }
    }
    Text {
        article: Article::new(paragraph.title, whole),
        names: without_overlap(names),
        unknown,
    }
}

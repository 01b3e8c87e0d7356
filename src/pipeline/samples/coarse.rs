//! Corpora that know fewer types than we do. A person is a Person; an organization may be an
//! Organization or a Coalition; a location may be a Country, a Region or a Place.

use crate::error::{Error, Result};
use crate::recognize::NAMED_TYPES;
use crate::recognize::train::Name;
use crate::text::{Article, Span};
use serde::Deserialize;
use std::path::Path;

/// A text with its names and the stretches that may be anything.
pub(super) struct Text {
    pub article: Article,
    pub names: Vec<Name>,
    pub unknown: Vec<Span>,
}

/// The types that a type of the corpus may be; `None` for one that may be anything.
fn kinds(coarse: &str) -> Option<Vec<usize>> {
    let names: &[&str] = match coarse {
        "PER" => &["Person"],
        "ORG" => &["Organization", "Coalition"],
        "LOC" => &["Country", "Region", "Place"],
        _ => return None,
    };
    let index = |name: &&str| NAMED_TYPES.iter().position(|kind| kind == name);
    Some(names.iter().filter_map(index).collect())
}

/// Universal NER: a token a line with number, form and tag, `# text = ...` before each sentence.
pub(super) fn iob2(text: &str, path: &Path) -> Result<Vec<Text>> {
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

/// Re-DocRED: paragraphs as lists of words, entities as lists of mentions.
pub(super) fn redocred(text: &str, path: &Path) -> Result<Vec<Text>> {
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
        names: super::without_overlap(names),
        unknown,
    }
}

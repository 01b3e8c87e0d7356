//! Descriptions that may stand for somebody named before: "the two countries", "the prime
//! minister". Whether they do is left to `resolve`.

use super::Recognizer;
use crate::text::{Mention, MentionKind, Tree, Upos};
use std::ops::Range;

/// The descriptions of a document.
pub(super) fn find(recognizer: &Recognizer<'_>, tree: &Tree<'_>) -> Vec<Mention> {
    let tokens = 0..tree.document().tokens.len();
    tokens
        .filter_map(|token| {
            pair(recognizer, tree, token).or_else(|| holder(recognizer, tree, token))
        })
        .collect()
}

/// "The two countries", "both leaders": whoever was named together before.
fn pair(recognizer: &Recognizer<'_>, tree: &Tree<'_>, number: usize) -> Option<Mention> {
    let document = tree.document();
    if !matches!(tree.lemma(number), "two" | "both") || number + 1 >= document.tokens.len() {
        return None;
    }
    let types = &recognizer.types;
    let kind = match document.word(number + 1) {
        "countries" | "nations" | "sides" | "governments" | "neighbours" | "neighbors"
        | "states" => types.country,
        "leaders" | "presidents" | "men" | "ministers" => types.person,
        _ => return None,
    };
    let definite = tree.lemma(number) == "both"
        || number.checked_sub(1).is_some_and(|before| {
            matches!(
                document.word(before),
                "the" | "The" | "these" | "These" | "our" | "Our"
            )
        });
    definite.then(|| nominal(tree, number..number + 2, number + 1, kind))
}

/// "The president", with no name or country in the same phrase.
fn holder(recognizer: &Recognizer<'_>, tree: &Tree<'_>, the: usize) -> Option<Mention> {
    let document = tree.document();
    if !matches!(document.word(the), "the" | "The") {
        return None;
    }
    let gazetteer = &recognizer.schema.gazetteer;
    let limit = document
        .tokens
        .len()
        .min(the + 1 + gazetteer.longest_title());
    let end = (the + 2..=limit).rev().find(|&end| {
        let text = document.text(document.span(the + 1..end));
        gazetteer.title(text).is_some_and(|title| title.office)
    })?;
    let alone = document.tokens.get(end).is_none_or(|next| {
        !matches!(next.upos, Upos::Propn | Upos::Noun | Upos::Adj)
            && next.lemma != "of"
            && next.lemma != "'s"
    });
    let plural = document.tokens[end - 1].xpos.ends_with('S');
    let inside = document.sentence_of(document.span(the..end)).is_some();
    (alone && !plural && inside)
        .then(|| nominal(tree, the + 1..end, end - 1, recognizer.types.person))
}

fn nominal(
    tree: &Tree<'_>,
    tokens: Range<usize>,
    head: usize,
    entity_type: crate::schema::EntityType,
) -> Mention {
    Mention {
        span: tree.document().span(tokens.clone()),
        head,
        tokens,
        kind: MentionKind::Nominal,
        entity_type,
        row: None,
    }
}

//! Pronouns that may stand for an actor.

use super::Recognizer;
use crate::text::{Deprel, Mention, MentionKind, Tree, Upos};

/// Pronouns of a person, of a thing or body, and of the speaker.
const PERSON: [&str; 6] = ["he", "him", "his", "she", "her", "hers"];
const BODY: [&str; 2] = ["it", "its"];
const SPEAKER: [&str; 4] = ["we", "us", "our", "ours"];

/// The pronouns of a document that may stand for an actor. Their type is the likeliest; `resolve`
/// says whom they mean, and drops those that mean nobody.
pub(super) fn find(recognizer: &Recognizer<'_>, tree: &Tree<'_>) -> Vec<Mention> {
    let document = tree.document();
    let mut mentions = Vec::new();
    for (index, token) in document.tokens.iter().enumerate() {
        mentions.extend(pair(recognizer, tree, index));
        if !matches!(token.upos, Upos::Pron | Upos::Det) || token.deprel == Deprel::Expl {
            continue;
        }
        let word = document.word(index);
        // "US" is a country, "us" the speaker.
        let lower = word.to_lowercase();
        let entity_type = match lower.as_str() {
            "us" if word == "US" => continue,
            w if PERSON.contains(&w) => recognizer.types.person,
            w if BODY.contains(&w) || SPEAKER.contains(&w) => recognizer.types.country,
            _ => continue,
        };
        mentions.push(Mention {
            span: token.span,
            tokens: index..index + 1,
            head: index,
            kind: MentionKind::Pronoun,
            entity_type,
            row: None,
        });
    }
    mentions
}

/// "The two countries", "both leaders": whoever was named together before.
fn pair(recognizer: &Recognizer<'_>, tree: &Tree<'_>, number: usize) -> Option<Mention> {
    let document = tree.document();
    if !matches!(tree.lemma(number), "two" | "both") || number + 1 >= document.tokens.len() {
        return None;
    }
    let types = &recognizer.types;
    let entity_type = match document.word(number + 1) {
        "countries" | "nations" | "sides" | "governments" | "neighbours" | "neighbors" | "states" => {
            types.country
        }
        "leaders" | "presidents" | "men" | "ministers" => types.person,
        _ => return None,
    };
    let definite = tree.lemma(number) == "both"
        || number.checked_sub(1).is_some_and(|before| {
            matches!(document.word(before), "the" | "The" | "these" | "These" | "our" | "Our")
        });
    let tokens = number..number + 2;
    definite.then(|| Mention {
        span: document.span(tokens.clone()),
        head: number + 1,
        tokens,
        kind: MentionKind::Nominal,
        entity_type,
        row: None,
    })
}

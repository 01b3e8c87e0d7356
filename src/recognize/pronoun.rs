//! Pronouns that may stand for an actor.

use super::Recognizer;
use crate::text::{Deprel, Mention, MentionKind, Tree, Upos};

/// Pronouns of a person, of a thing or body, of several, and of the speaker.
const PERSON: [&str; 13] = [
    "he", "him", "his", "himself", "she", "her", "hers", "herself", "i", "me", "my", "mine",
    "myself",
];
const BODY: [&str; 8] = [
    "it",
    "its",
    "itself",
    "they",
    "them",
    "their",
    "theirs",
    "themselves",
];
const SPEAKER: [&str; 5] = ["we", "us", "our", "ours", "ourselves"];

/// The pronouns of a document that may stand for an actor. Their type is the likeliest; `resolve`
/// says whom they mean, and drops those that mean nobody.
pub(super) fn find(recognizer: &Recognizer<'_>, tree: &Tree<'_>) -> Vec<Mention> {
    let document = tree.document();
    let mut mentions = Vec::new();
    for (index, token) in document.tokens.iter().enumerate() {
        if !matches!(token.upos, Upos::Pron | Upos::Det) || token.deprel == Deprel::Expl {
            continue;
        }
        let word = document.word(index);
        // "US" is a country, "us" the speaker; "I" a person, "i" the number of a list.
        let lower = word.to_lowercase();
        let entity_type = match lower.as_str() {
            "us" if word == "US" => continue,
            "i" if word == "i" => continue,
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

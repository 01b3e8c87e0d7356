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

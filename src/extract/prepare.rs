//! What is made ready of a document before anything is read off it: whose the titles are, the lemmas
//! of rare verbs, and the datelines.

use crate::schema::Schema;
use crate::text::{Document, Mention, MentionKind};

/// For each token of "US Secretary of State" before "Mike Pompeo" that person: parsers differ on
/// what such a phrase hangs on.
pub(super) fn titled(
    schema: &Schema,
    document: &Document,
    mentions: &[Mention],
    covering: &[Option<usize>],
) -> Vec<Option<usize>> {
    let mut titled = vec![None; document.tokens.len()];
    let person = schema.ontology.entity("Person");
    let longest = schema.gazetteer.longest_title();
    for (index, mention) in mentions.iter().enumerate() {
        if mention.kind != MentionKind::Name || Some(mention.entity_type) != person {
            continue;
        }
        let end = mention.tokens.start;
        let free = (end.saturating_sub(longest)..end)
            .rev()
            .take_while(|&token| covering[token].is_none())
            .last();
        let start = free.and_then(|free| {
            (free..end).find(|&start| {
                let text = document.text(document.span(start..end));
                schema.gazetteer.title(text).is_some()
            })
        });
        let Some(start) = start else { continue };
        titled[start..end].fill(Some(index));
        let owner = start.checked_sub(1).and_then(|before| covering[before]);
        if let Some(owner) = owner.filter(|&owner| mentions[owner].kind == MentionKind::Name)
            && Some(mentions[owner].entity_type) != person
        {
            titled[mentions[owner].tokens.clone()].fill(Some(index));
        }
    }
    titled
}

/// Verbs whose lemma no frame knows, though their form is a regular one of a verb that a frame
/// knows: rare verbs are lemmatized by guess ("shelled").
pub(super) fn repaired(
    schema: &Schema,
    document: &Document,
) -> std::collections::BTreeMap<usize, String> {
    let mut repaired = std::collections::BTreeMap::new();
    for (index, token) in document.tokens.iter().enumerate() {
        if token.upos != crate::text::Upos::Verb || schema.frames.is_verb(&token.lemma) {
            continue;
        }
        let form = document.word(index).to_lowercase();
        let irregular = IRREGULAR
            .iter()
            .find(|(past, _)| *past == form)
            .map(|(_, base)| (*base).to_owned());
        let known = base_forms(&form)
            .into_iter()
            .chain(irregular)
            .find(|base| schema.frames.is_verb(base));
        repaired.extend(known.map(|base| (index, base)));
    }
    repaired
}

/// Irregular forms that a guess at the lemma gets wrong.
const IRREGULAR: &[(&str, &str)] = &[
    ("shot", "shoot"),
    ("tore", "tear"),
    ("torn", "tear"),
    ("struck", "strike"),
    ("sought", "seek"),
    ("fought", "fight"),
    ("drew", "draw"),
    ("drawn", "draw"),
    ("withdrew", "withdraw"),
    ("withdrawn", "withdraw"),
    ("fled", "flee"),
    ("froze", "freeze"),
    ("frozen", "freeze"),
    ("sank", "sink"),
    ("sunk", "sink"),
    ("overran", "overrun"),
    ("retook", "retake"),
    ("retaken", "retake"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("swore", "swear"),
    ("forswore", "forswear"),
    ("laid", "lay"),
    ("lent", "lend"),
];

/// The verbs of which a form may be a regular inflection.
fn base_forms(form: &str) -> Vec<String> {
    let mut bases = Vec::new();
    for ending in ["ed", "ing", "es", "s", "d"] {
        let Some(stem) = form.strip_suffix(ending).filter(|stem| stem.len() > 2) else {
            continue;
        };
        bases.push(stem.to_owned());
        bases.push(format!("{stem}e"));
        let mut letters = stem.chars().rev();
        if let (Some(last), Some(before)) = (letters.next(), letters.next()) {
            if last == before {
                bases.push(stem[..stem.len() - last.len_utf8()].to_owned());
            }
            if last == 'i' {
                bases.push(format!("{}y", &stem[..stem.len() - 1]));
            }
        }
    }
    bases
}

/// The tokens of "GOMA, Congo (Agencies) -" at the head of a report: its place does nothing.
pub(super) fn datelines(document: &Document) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for sentence in document.sentences.iter().take(4) {
        let tokens = sentence.tokens.clone();
        let first = document.word(tokens.start);
        let capitals = first.chars().count() > 2 && first.chars().all(|c| !c.is_lowercase());
        let mut near = tokens.clone().take(14);
        let dash = near.find(|&token| matches!(document.word(token), "-" | "--" | "—" | "–"));
        if let Some(dash) = dash.filter(|_| capitals) {
            let spaced = document.tokens[dash - 1].span.end < document.tokens[dash].span.start;
            let plain = (tokens.start..dash).all(|token| {
                let word = document.word(token);
                word.starts_with(|c: char| c.is_uppercase() || !c.is_alphabetic())
            });
            if spaced && plain {
                found.push(tokens.start..dash);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::base_forms;

    #[test]
    fn regular_forms_lead_back_to_their_verb() {
        for (form, verb) in [
            ("shelled", "shell"),
            ("shelling", "shell"),
            ("bombed", "bomb"),
            ("seizes", "seize"),
            ("denied", "deny"),
            ("dropped", "drop"),
            ("urges", "urge"),
        ] {
            assert!(
                base_forms(form).iter().any(|base| base == verb),
                "{form}: {:?}",
                base_forms(form)
            );
        }
    }
}

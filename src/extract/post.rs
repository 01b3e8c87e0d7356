//! Titles and posts as words: which words before a token name an office, by the table of titles or
//! by the noun that ends them.

use super::Reading;
use crate::text::Upos;
use std::ops::Range;

/// Nouns for an office or a post that no table of titles needs to name: "military spokesperson",
/// "deputy chief", "aide".
const ROLES: &[&str] = &[
    "adviser",
    "advisor",
    "aide",
    "ambassador",
    "attorney",
    "boss",
    "chair",
    "chairman",
    "chairperson",
    "chairwoman",
    "chancellor",
    "chief",
    "commander",
    "commissioner",
    "coordinator",
    "counterpart",
    "delegate",
    "deputy",
    "diplomat",
    "director",
    "emir",
    "envoy",
    "founder",
    "general",
    "governor",
    "head",
    "judge",
    "king",
    "lawmaker",
    "lawyer",
    "leader",
    "legislator",
    "mayor",
    "minister",
    "monarch",
    "negotiator",
    "official",
    "premier",
    "president",
    "prince",
    "prosecutor",
    "queen",
    "rapporteur",
    "representative",
    "ruler",
    "secretary",
    "senator",
    "speaker",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "sultan",
    "vice-president",
];

/// Nouns for a post that is held for a person: "Trump's envoy", "an aide to the president".
const PERSONAL: &[&str] = &[
    "adviser",
    "advisor",
    "aide",
    "attorney",
    "deputy",
    "envoy",
    "lawyer",
    "negotiator",
    "representative",
    "secretary",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

/// Whether the last word of a title is a post that is held for a person.
pub(super) fn is_personal(reading: &Reading<'_>, title: &Range<usize>) -> bool {
    let mut words = title.clone();
    words.any(|token| PERSONAL.contains(&reading.tree.lemma(token)))
}

/// A post that ends before a token, with the plain words that belong to it: "chief nuclear
/// negotiator".
pub(super) fn role_ending_at(reading: &Reading<'_>, end: usize) -> Option<Range<usize>> {
    let document = reading.document();
    let last = end.checked_sub(1)?;
    let lemma = reading.tree.lemma(last).to_lowercase();
    let free = |&token: &usize| {
        let word = document.word(token);
        reading.mention_at(token).is_none()
            && matches!(
                document.tokens[token].upos,
                Upos::Noun | Upos::Adj | Upos::Propn
            )
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
    };
    // "The Russian opposition leader" leads no state; "the president's brother" is no president.
    let next = (end < document.tokens.len()).then(|| document.tokens[end].xpos);
    let own = ROLES.contains(&lemma.as_str())
        && free(&last)
        && next != Some("POS")
        && last.checked_sub(1).is_none_or(|before| {
            !matches!(
                document.word(before),
                "opposition" | "rebel" | "protest" | "separatist" | "party" | "union"
            )
        });
    let first = (end.saturating_sub(4)..last).rev().take_while(free).last();
    own.then(|| first.unwrap_or(last)..end)
}

/// The longest title that ends before a token, and whether it is an office.
pub(super) fn title_ending_at(reading: &Reading<'_>, end: usize) -> Option<(Range<usize>, bool)> {
    let gazetteer = &reading.schema.gazetteer;
    let document = reading.document();
    let first = end.saturating_sub(gazetteer.longest_title() + 2);
    let mut found = None;
    for start in (first..end).rev() {
        if reading.mention_at(start).is_some() {
            break;
        }
        let text = document.text(document.span(start..end));
        if let Some(title) = gazetteer.title(text) {
            found = Some((start..end, title.office));
        }
    }
    let office = found.as_ref().is_some_and(|(_, office)| *office);
    match role_ending_at(reading, end).filter(|_| !office) {
        Some(role) => Some((role, true)),
        None => found,
    }
}

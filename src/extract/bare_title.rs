//! Whose a bare title is, where the text leaves one reading: the officials of the state that issues
//! a release ("Secretary of State Antony Blinken"), and of the country whose visit or talks the
//! sentence tells of ("in Luxembourg ... Prime Minister Xavier Bettel"); "Italy's Giorgia Meloni",
//! "Wang Yi of China".

use super::neighbours::between;
use super::{Argument, Extractor, Fact, Findings, Reading, office};
use crate::schema::{Modality, Polarity};
use crate::text::{MentionKind, Span};

/// Finds for whom persons with a bare title stand.
#[derive(Debug)]
pub(super) struct BareTitleExtractor;

impl Extractor for BareTitleExtractor {
    fn name(&self) -> &'static str {
        "title"
    }

    fn about(&self) -> &'static str {
        "for whom a person with a bare title stands"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        let mut seen = std::collections::BTreeSet::new();
        for (index, mention) in reading.mentions.iter().enumerate() {
            let person = reading.is_a(mention.entity_type, "Person");
            let referent = reading.resolution.of_mention[index];
            let (true, MentionKind::Name, Some(referent)) = (person, mention.kind, referent) else {
                continue;
            };
            if !seen.contains(&referent)
                && !office::holds_any(reading, referent)
                && read(reading, index, findings)
            {
                seen.insert(referent);
            }
        }
    }
}

/// How many sentences may lie between an official and the name of the state that speaks.
const REACH: usize = 4;

fn read(reading: &Reading<'_>, person: usize, findings: &mut Findings) -> bool {
    if let Some(body) = tied(reading, person) {
        let span = reading.mentions[person]
            .span
            .cover(reading.mentions[body].span);
        return push(reading, person, body, (span, None), 0.6, findings);
    }
    let Some(title) = office::bare_title(reading, person) else {
        return false;
    };
    let document = reading.document();
    let span = document.span(title);
    let role = document.text(span).to_owned();
    let secretary = role.split(' ').any(|word| {
        matches!(
            word,
            "Secretary"
                | "Spokesperson"
                | "Spokesman"
                | "Spokeswoman"
                | "Counselor"
                | "Counsellor"
                | "Administrator"
        )
    });
    let own = secretary.then(|| issuer(reading, person)).flatten();
    match own.or_else(|| visited(reading, person).filter(|_| !secretary)) {
        Some(body) => push(reading, person, body, (span, Some(role)), 0.6, findings),
        None => false,
    }
}

/// "Italy's Giorgia Meloni", "Giorgia Meloni of Italy".
fn tied(reading: &Reading<'_>, person: usize) -> Option<usize> {
    let country = |mention: usize| {
        let kind = reading.type_of(mention);
        kind.is_some_and(|kind| reading.is_a(kind, "Country")) && !reading.is_pronoun(mention)
    };
    let next = person + 1;
    let of = (next < reading.mentions.len())
        .then(|| between(reading, person, next))
        .flatten()
        .filter(|words| words == &["of"] || words == &["of", "the"]);
    if of.is_some() && country(next) {
        return Some(next);
    }
    let before = person.checked_sub(1)?;
    let words = between(reading, before, person)?;
    let owner = words.len() == 1 && matches!(words[0], "'s" | "’s" | "'" | "’");
    (owner && country(before)).then_some(before)
}

/// The nearest name of the state that issues the text, if it speaks for one.
fn issuer(reading: &Reading<'_>, person: usize) -> Option<usize> {
    let referent = reading.issuing_state()?;
    let document = reading.document();
    let here = document.sentence_of(reading.mentions[person].span)?;
    let near = |&mention: &usize| {
        let sentence = document.sentence_of(reading.mentions[mention].span);
        sentence.is_some_and(|sentence| sentence.abs_diff(here) <= REACH)
            && !reading.is_pronoun(mention)
    };
    let mentions = reading.resolution.referents[referent]
        .mentions
        .iter()
        .copied();
    mentions
        .filter(near)
        .min_by_key(|&mention| mention.abs_diff(person))
}

/// The one country that the sentence names before an official, the issuer aside.
fn visited(reading: &Reading<'_>, person: usize) -> Option<usize> {
    let document = reading.document();
    let sentence = document.sentence_of(reading.mentions[person].span)?;
    let from = document.sentences[sentence].span.start;
    let mut countries: Vec<usize> = (0..person)
        .filter(|&m| reading.mentions[m].span.start >= from && !reading.is_pronoun(m))
        .filter(|&m| {
            let kind = reading.type_of(m);
            kind.is_some_and(|kind| reading.is_a(kind, "Country"))
        })
        .filter(|&m| reading.resolution.of_mention[m] != reading.issuing_state())
        .collect();
    let last = countries.pop()?;
    let same = |m: &usize| reading.resolution.of_mention[*m] == reading.resolution.of_mention[last];
    (reading.issuing_state().is_some() && countries.iter().all(same)).then_some(last)
}

fn push(
    reading: &Reading<'_>,
    person: usize,
    body: usize,
    (trigger, role): (Span, Option<String>),
    confidence: f64,
    findings: &mut Findings,
) -> bool {
    let ends: Option<(Argument, Argument)> = reading.argument(person).zip(reading.argument(body));
    let (Some(kind), Some((source, target))) = (reading.relation("represents"), ends) else {
        return false;
    };
    let sentence = |mention: usize| reading.sentence_of(reading.mentions[mention].tokens.start);
    let Some((one, other)) = sentence(person).zip(sentence(body)) else {
        return false;
    };
    findings.facts.push(Fact {
        kind,
        source,
        target,
        evidence: one.cover(other),
        trigger,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        attributed_to: None,
        value: None,
        role,
        date: None,
        found_by: "title".to_owned(),
        plover: None,
        confidence,
    });
    true
}

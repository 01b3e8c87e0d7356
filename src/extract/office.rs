//! Who holds which office: "French President Emmanuel Macron", "Ali Shamkhani, the secretary of
//! the council", "Russia's foreign minister, Sergei Lavrov". The office needs its country or body
//! in the same words; a bare "President Putin" gives nothing.

use super::{Argument, Extractor, Fact, Findings, Reading};
use crate::schema::{Modality, Polarity};
use crate::text::{Deprel, MentionKind, Span};
use std::ops::Range;

/// Finds offices in titles and appositions.
#[derive(Debug)]
pub(super) struct OfficeExtractor;

impl Extractor for OfficeExtractor {
    fn name(&self) -> &'static str {
        "office"
    }

    fn about(&self) -> &'static str {
        "the office that a title or an apposition gives a person"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for (index, mention) in reading.mentions.iter().enumerate() {
            let person = reading.is_a(mention.entity_type, "Person");
            if !person || mention.kind != MentionKind::Name {
                continue;
            }
            let Some(argument) = reading.argument(index) else { continue };
            for office in offices(reading, index) {
                push(self.name(), reading, argument, office, findings);
            }
        }
    }
}

/// An office with the mention of the body that it is held in.
#[derive(Debug, PartialEq, Eq)]
struct Office {
    title: Range<usize>,
    body: usize,
}

fn offices(reading: &Reading<'_>, person: usize) -> Vec<Office> {
    let mention = &reading.mentions[person];
    let mut found = Vec::new();
    if let Some(title) = title_before(reading, mention.tokens.start) {
        let body = body_before(reading, title.start).or_else(|| body_behind(reading, mention.head));
        found.extend(body.map(|body| Office { title, body }));
    }
    // An apposition either way, and "X is the president of Y".
    let tree = reading.tree;
    let mut nouns: Vec<usize> = tree.children_by(mention.head, &[Deprel::Appos]).collect();
    let up = tree.head(mention.head);
    if let Some(head) = up {
        match tree.deprel(mention.head) {
            Deprel::Appos | Deprel::Flat | Deprel::NmodDesc => nouns.push(head),
            Deprel::Nsubj if tree.child_by(head, &[Deprel::Cop]).is_some() => nouns.push(head),
            Deprel::Conj => {
                // "his envoys, Witkoff and Kushner"
                let first = head;
                if tree.deprel(first) == Deprel::Appos {
                    nouns.extend(tree.head(first));
                }
            }
            _ => {}
        }
    }
    for noun in nouns {
        if reading.mention_at(noun).is_some() {
            continue;
        }
        let Some(title) = title_around(reading, noun) else { continue };
        let body = body_before(reading, title.start)
            .or_else(|| body_behind(reading, noun))
            .or_else(|| possessor(reading, noun));
        if let Some(body) = body {
            let office = Office { title, body };
            if !found.contains(&office) {
                found.push(office);
            }
        }
    }
    found.retain(|office| reading.resolution.of_mention[office.body] != reading.resolution.of_mention[person]);
    found.dedup_by_key(|office| reading.resolution.of_mention[office.body]);
    found
}

/// The office that ends right before a name, forms of address passed over ("Prime Minister Sir").
fn title_before(reading: &Reading<'_>, start: usize) -> Option<Range<usize>> {
    let mut end = start;
    for _ in 0..3 {
        // "Special Envoy for Yemen Hans Grundberg"
        if let Some(area) = end.checked_sub(1).and_then(|t| reading.mention_at(t)) {
            let begin = reading.mentions[area].tokens.start;
            let preposition = begin.checked_sub(1)?;
            if !["for", "to", "on"].contains(&reading.tree.lemma(preposition)) {
                return None;
            }
            end = preposition;
            continue;
        }
        let (title, office) = title_ending_at(reading, end)?;
        if office {
            return (!is_former(reading, title.start)).then_some(title);
        }
        end = title.start;
    }
    None
}

/// The longest title that ends before a token, and whether it is an office.
fn title_ending_at(reading: &Reading<'_>, end: usize) -> Option<(Range<usize>, bool)> {
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
    found
}

/// The title that a noun heads: "foreign minister", "minister of defence".
fn title_around(reading: &Reading<'_>, noun: usize) -> Option<Range<usize>> {
    let end = reading.document().tokens.len().min(noun + 6);
    let whole = (noun + 1..end).rev().find_map(|end| {
        let (title, office) = title_ending_at(reading, end)?;
        (office && title.contains(&noun)).then_some(title)
    });
    whole.filter(|title| !is_former(reading, title.start))
}

fn is_former(reading: &Reading<'_>, start: usize) -> bool {
    let document = reading.document();
    let sentence = document
        .sentence_of(document.tokens[start].span)
        .map_or(start, |sentence| document.sentences[sentence].tokens.start);
    (sentence.max(start.saturating_sub(3))..start).any(|token| {
        let word = document.word(token).to_lowercase();
        ["former", "ex", "late", "then", "onetime", "ousted", "deposed"].contains(&word.as_str())
    })
}

/// The country or body right before a title: "French President", "Russia's foreign minister".
fn body_before(reading: &Reading<'_>, start: usize) -> Option<usize> {
    let document = reading.document();
    let mut token = start.checked_sub(1)?;
    // An adjective may stand between: "Israel's new prime minister".
    for _ in 0..3 {
        if let Some(mention) = reading.mention_at(token) {
            return is_body(reading, mention).then_some(mention);
        }
        let passed = matches!(document.tokens[token].xpos, "POS" | "JJ")
            || ["'s", "’s", "'", "’", "acting", "interim", "new"].contains(&document.word(token));
        if !passed {
            return None;
        }
        token = token.checked_sub(1)?;
    }
    None
}

/// The body that an "of" ties to a noun or name.
fn body_behind(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let tree = reading.tree;
    let body = |kind| reading.is_a(kind, "Actor") && !reading.is_a(kind, "Person");
    tree.children_by(head, &[Deprel::Nmod]).find_map(|part| {
        let of = ["of", "at", "to", "in", "with"].iter().any(|case| tree.has_case(part, case));
        of.then(|| reading.meant_by(part, &body))?
    })
}

/// "Trump's envoys", "its president".
fn possessor(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let owner = |kind| reading.is_a(kind, "Actor");
    let mut possessors = tree.children_by(noun, &[Deprel::NmodPoss, Deprel::Amod, Deprel::Compound]);
    possessors.find_map(|token| reading.meant_by(token, &owner))
}

fn is_body(reading: &Reading<'_>, mention: usize) -> bool {
    let kind = reading.type_of(mention);
    kind.is_some_and(|kind| reading.is_a(kind, "Actor") && !reading.is_a(kind, "Person"))
}

fn push(
    name: &str,
    reading: &Reading<'_>,
    person: Argument,
    office: Office,
    findings: &mut Findings,
) {
    let document = reading.document();
    let (Some(kind), Some(target)) = (reading.relation("represents"), reading.argument(office.body))
    else {
        return;
    };
    let trigger: Span = document.span(office.title.clone());
    let Some(evidence) = reading.sentence_of(office.title.start) else { return };
    if !evidence.contains(person.span) || !evidence.contains(target.span) {
        return;
    }
    findings.facts.push(Fact {
        kind,
        source: person,
        target,
        evidence,
        trigger,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        attributed_to: None,
        value: None,
        role: Some(document.text(trigger).to_owned()),
        found_by: name.to_owned(),
        plover: None,
        confidence: 0.9,
    });
}

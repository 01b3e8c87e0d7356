//! Who holds which office: "French President Emmanuel Macron", "Ali Shamkhani, the secretary of
//! the council", "Russia's foreign minister, Sergei Lavrov". The office needs its country or body
//! in the same words; a bare "President Putin" gives nothing.

use super::{Argument, Extractor, Fact, Findings, Reading};
use crate::schema::{Modality, Polarity};
use crate::text::{Deprel, MentionKind, Span, Upos};
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
            let Some(argument) = reading.argument(index) else {
                continue;
            };
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
    let mut found: Vec<Office> = Vec::new();
    found.extend(office_before(reading, person));
    found.extend(office_behind(reading, mention.tokens.end));
    // An apposition either way, and "X is the president of Y".
    let tree = reading.tree;
    let mut nouns: Vec<usize> = tree.children_by(mention.head, &[Deprel::Appos]).collect();
    if let Some(head) = tree.head(mention.head) {
        match tree.deprel(mention.head) {
            Deprel::Appos | Deprel::Flat | Deprel::NmodDesc => nouns.push(head),
            Deprel::Nsubj if tree.child_by(head, &[Deprel::Cop]).is_some() => nouns.push(head),
            // "his envoys, Witkoff and Kushner"
            Deprel::Conj if tree.deprel(head) == Deprel::Appos => nouns.extend(tree.head(head)),
            _ => {}
        }
    }
    for noun in nouns {
        // The apposition of the last of several persons is the last one's.
        let between = mention.tokens.end.min(noun)..mention.tokens.start.max(noun);
        let another = between
            .filter_map(|token| reading.mention_at(token))
            .any(|other| {
                other != person && reading.is_a(reading.mentions[other].entity_type, "Person")
            });
        let listed = another && noun > mention.tokens.start;
        if reading.mention_at(noun).is_some() || listed {
            continue;
        }
        let Some(title) = title_around(reading, noun) else {
            continue;
        };
        let body = body_before(reading, title.start)
            .or_else(|| body_behind(reading, noun))
            .or_else(|| possessor(reading, noun));
        found.extend(body.map(|body| Office { title, body }));
    }
    let referent = |mention: usize| reading.resolution.of_mention[mention];
    found.retain(|office| referent(office.body) != referent(person));
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|office| seen.insert(referent(office.body)));
    found
}

/// The office that stands before a name, forms of address passed over: "French Prime Minister Sir
/// X", "President of Ukraine X", "Special Envoy for Yemen X", "Iranian general, X".
fn office_before(reading: &Reading<'_>, person: usize) -> Option<Office> {
    let mention = &reading.mentions[person];
    let document = reading.document();
    let mut end = mention.tokens.start;
    let mut owner = None;
    for _ in 0..3 {
        let last = end.checked_sub(1)?;
        if document.word(last) == "," && end == mention.tokens.start {
            end = last;
            continue;
        }
        if let Some(area) = reading.mention_at(last) {
            let begin = reading.mentions[area].tokens.start;
            let article = begin
                .checked_sub(1)
                .filter(|&t| reading.tree.lemma(t) == "the");
            let preposition = article.unwrap_or(begin).checked_sub(1)?;
            match reading.tree.lemma(preposition) {
                "of" if is_body(reading, area) => owner = Some(area),
                "for" | "to" | "on" => {}
                _ => return None,
            }
            end = preposition;
            continue;
        }
        let (title, office) = title_ending_at(reading, end)?;
        if office {
            let body = owner
                .or_else(|| body_before(reading, title.start))
                .or_else(|| body_of_name(reading, mention.tokens.end))
                .or_else(|| body_behind(reading, mention.head))?;
            return Some(Office { title, body });
        }
        end = title.start;
    }
    None
}

/// "President Isaias Afwerki of Eritrea".
fn body_of_name(reading: &Reading<'_>, end: usize) -> Option<usize> {
    let document = reading.document();
    document
        .tokens
        .get(end)
        .filter(|token| token.lemma == "of")?;
    let next = document
        .tokens
        .get(end + 1)
        .map(|token| usize::from(token.lemma == "the"))?;
    let body =
        (end + 1 + next < document.tokens.len()).then(|| reading.mention_at(end + 1 + next))??;
    is_body(reading, body).then_some(body)
}

/// The office in an apposition behind a name: ", the foreign minister of Egypt", ", head of NATO".
fn office_behind(reading: &Reading<'_>, end: usize) -> Option<Office> {
    let document = reading.document();
    let sentence = document.sentence_of(document.tokens[end.checked_sub(1)?].span)?;
    let limit = document.sentences[sentence].tokens.end;
    if end + 1 >= limit || document.word(end) != "," {
        return None;
    }
    let gazetteer = &reading.schema.gazetteer;
    for start in end + 1..limit.min(end + 9) {
        if document.word(start) == "," || document.tokens[start].upos == Upos::Verb {
            return None;
        }
        if reading.mention_at(start).is_some() {
            continue;
        }
        let longest = gazetteer.longest_title().min(limit - start);
        let title = (1..=longest).rev().find_map(|count| {
            let text = document.text(document.span(start..start + count));
            gazetteer
                .title(text)
                .filter(|title| title.office)
                .map(|_| start..start + count)
        });
        if let Some(title) = title {
            // "Pashinyan, Azerbaijani President Aliyev": the next one's title.
            let next = (title.end < limit)
                .then(|| reading.mention_at(title.end))
                .flatten();
            if next.is_some_and(|next| reading.is_a(reading.mentions[next].entity_type, "Person")) {
                return None;
            }
            let body = body_before(reading, title.start)
                .or_else(|| body_of_name(reading, title.end))
                .or_else(|| body_behind(reading, title.end - 1))?;
            return Some(Office { title, body });
        }
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
    (noun + 1..end).rev().find_map(|end| {
        let (title, office) = title_ending_at(reading, end)?;
        (office && title.contains(&noun)).then_some(title)
    })
}

/// The country or body right before a title: "French President", "Russia's foreign minister".
fn body_before(reading: &Reading<'_>, start: usize) -> Option<usize> {
    let document = reading.document();
    let mut token = start.checked_sub(1)?;
    // An adjective may stand between: "Israel's new prime minister".
    for _ in 0..3 {
        if let Some(mention) = reading.mention_at(token) {
            // "In Turkey Minister Ellwood met ...": a place, not whose minister he is.
            let first = reading.mentions[mention].tokens.start;
            let placed = first.checked_sub(1).is_some_and(|before| {
                document.tokens[before].upos == Upos::Adp
                    && reading.tree.head(before) == Some(reading.mentions[mention].head)
            });
            return (is_body(reading, mention) && !placed).then_some(mention);
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
        let of = ["of", "for"].iter().any(|case| tree.has_case(part, case));
        of.then(|| reading.meant_by(part, &body))?
    })
}

/// "Trump's envoys", "its president".
fn possessor(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let owner = |kind| reading.is_a(kind, "Actor");
    let mut possessors = tree.children_by(noun, &[Deprel::NmodPoss]);
    let named = |owner: &usize| !reading.is_pronoun(*owner);
    possessors.find_map(|token| reading.meant_by(token, &owner).filter(named))
}

fn is_body(reading: &Reading<'_>, mention: usize) -> bool {
    let kind = reading.type_of(mention);
    // Whose office "its speaker" is, a pronoun leaves open.
    let body = |kind| reading.is_a(kind, "Actor") && !reading.is_a(kind, "Person");
    kind.is_some_and(body) && !reading.is_pronoun(mention)
}

fn push(
    name: &str,
    reading: &Reading<'_>,
    person: Argument,
    office: Office,
    findings: &mut Findings,
) {
    let document = reading.document();
    let (Some(kind), Some(target)) = (
        reading.relation("represents"),
        reading.argument(office.body),
    ) else {
        return;
    };
    let trigger: Span = document.span(office.title.clone());
    let Some(evidence) = reading.sentence_of(office.title.start) else {
        return;
    };
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
        date: None,
        found_by: name.to_owned(),
        plover: None,
        confidence: 0.9,
    });
}

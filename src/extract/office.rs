//! Who holds which office: "French President Emmanuel Macron", "Ali Shamkhani, the secretary of
//! the council", "Russia's foreign minister, Sergei Lavrov". The office needs its country or body
//! in the same words; a bare "President Putin" gives nothing.

use super::post::{is_personal, role_ending_at, title_ending_at};
use super::{Argument, Extractor, Fact, Findings, Reading, neighbours};
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

/// Whether some mention of a person shows an office with its body.
pub(super) fn holds_any(reading: &Reading<'_>, referent: usize) -> bool {
    let mentions = reading.resolution.referents[referent].mentions.iter();
    mentions
        .filter(|&&m| reading.mentions[m].kind == MentionKind::Name)
        .any(|&m| !offices(reading, m).is_empty())
}

/// The title right before a name, or behind it and a comma, whosever it is.
pub(super) fn bare_title(reading: &Reading<'_>, person: usize) -> Option<Range<usize>> {
    let mention = &reading.mentions[person];
    let before = title_ending_at(reading, mention.tokens.start).filter(|(_, office)| *office);
    if let Some((title, _)) = before {
        return Some(title);
    }
    let document = reading.document();
    let start = mention.tokens.end + 1;
    let comma = start < document.tokens.len() && document.word(start - 1) == ",";
    let sentence = document.sentence_of(mention.span)?;
    let limit = document.sentences[sentence].tokens.end.min(start + 5);
    let end = comma.then(|| {
        (start + 1..=limit).rev().find(|&end| {
            let title = title_ending_at(reading, end);
            title.is_some_and(|(title, office)| office && title.start == start)
        })
    })??;
    Some(start..end)
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
        let body = body_before(reading, &title)
            .or_else(|| body_behind(reading, noun))
            .or_else(|| served_by(reading, &title))
            .or_else(|| possessor(reading, noun));
        found.extend(body.map(|body| Office { title, body }));
    }
    if found.is_empty() {
        found.extend(shared_title(reading, person));
        found.extend(respective(reading, person));
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
                // An envoy for a body is its envoy; one for a country is sent there.
                "for" if is_body(reading, area) && !is_country(reading, area) => {
                    owner = Some(area);
                }
                "for" | "to" | "on" => {}
                _ => return None,
            }
            end = preposition;
            continue;
        }
        let (title, office) = title_ending_at(reading, end)?;
        if office {
            let body = owner
                .or_else(|| body_before(reading, &title))
                .or_else(|| body_of_name(reading, mention.tokens.end))
                .or_else(|| body_behind(reading, mention.head))?;
            return Some(Office { title, body });
        }
        end = title.start;
    }
    None
}

/// "Presidents Paul Kagame of Rwanda and Felix Tshisekedi of Congo": the title of the first is that
/// of the second too.
fn shared_title(reading: &Reading<'_>, person: usize) -> Option<Office> {
    let is_person = |m: usize| reading.is_a(reading.mentions[m].entity_type, "Person");
    let other = (0..person).rev().take(3).find(|&m| is_person(m))?;
    let words = neighbours::between(reading, other, person)?;
    let joined = words.contains(&"and")
        && words.iter().all(|word| {
            matches!(*word, "and" | "of" | "the" | ",") || word.starts_with(char::is_uppercase)
        });
    let (title, _) = title_ending_at(reading, reading.mentions[other].tokens.start)?;
    let plural = reading.document().word(title.end - 1).ends_with('s');
    let body = body_of_name(reading, mention_end(reading, person))?;
    (joined && plural).then_some(Office { title, body })
}

/// "The leaders of Denmark and the Netherlands, Mette Frederiksen and Dick Schoof": each of his own.
fn respective(reading: &Reading<'_>, person: usize) -> Option<Office> {
    let is_person = |m: usize| reading.is_a(reading.mentions[m].entity_type, "Person");
    let bodies_end = (0..person).rev().take(6).find(|&m| !is_person(m))?;
    let persons = neighbours::list_from(reading, bodies_end + 1, &is_person);
    let bodies = neighbours::list_to(reading, bodies_end, &|m| is_body(reading, m));
    let place = persons.iter().position(|&m| m == person)?;
    let comma = neighbours::between(reading, bodies_end, bodies_end + 1)?;
    let of = reading.mentions[bodies[0]].tokens.start.checked_sub(1)?;
    let article = usize::from(reading.tree.lemma(of) == "the");
    let of = of.checked_sub(article)?;
    let (title, office) = title_ending_at(reading, of)?;
    let paired = persons.len() == bodies.len()
        && persons.len() > 1
        && comma == [","]
        && reading.tree.lemma(of) == "of";
    (paired && office).then(|| Office {
        title,
        body: bodies[place],
    })
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
    // "Head of Iran's Quds Force": of the force.
    let owned = mention_end(reading, body);
    let inner = (owned + 1 < document.tokens.len() && document.tokens[owned].xpos == "POS")
        .then(|| reading.mention_at(owned + 1))
        .flatten()
        .filter(|&inner| is_body(reading, inner));
    is_body(reading, body).then(|| inner.unwrap_or(body))
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
        let title = title.or_else(|| role_ending_at(reading, start + 1));
        if let Some(title) = title {
            // "Pashinyan, Azerbaijani President Aliyev": the next one's title.
            let next = (title.end < limit)
                .then(|| reading.mention_at(title.end))
                .flatten();
            if next.is_some_and(|next| reading.is_a(reading.mentions[next].entity_type, "Person")) {
                return None;
            }
            let body = body_before(reading, &title)
                .or_else(|| body_of_name(reading, title.end))
                .or_else(|| served_by(reading, &title))
                .or_else(|| body_behind(reading, title.end - 1))?;
            return Some(Office { title, body });
        }
    }
    None
}

/// The title that a noun heads: "foreign minister", "minister of defence".
fn title_around(reading: &Reading<'_>, noun: usize) -> Option<Range<usize>> {
    let end = reading.document().tokens.len().min(noun + 6);
    (noun + 1..end).rev().find_map(|end| {
        let (title, office) = title_ending_at(reading, end)?;
        (office && title.contains(&noun)).then_some(title)
    })
}

/// "An adviser to Supreme Leader Ali Khamenei", "a spokesman for the ministry": whom one serves.
fn served_by(reading: &Reading<'_>, title: &Range<usize>) -> Option<usize> {
    let document = reading.document();
    let sentence = document.sentence_of(document.tokens[title.start].span)?;
    let limit = document.sentences[sentence].tokens.end.min(title.end + 8);
    let mut token = title.end;
    let tied = (token < limit)
        .then(|| reading.tree.lemma(token))
        .is_some_and(|word| matches!(word, "of" | "to" | "for"));
    while tied && token + 1 < limit {
        token += 1;
        if let Some(mention) = reading.mention_at(token) {
            let person = reading
                .type_of(mention)
                .is_some_and(|kind| reading.is_a(kind, "Person"));
            // The country in the title of whom one serves: "to US President X".
            if !person && reading.is_in_title(token) {
                continue;
            }
            let served = person && is_personal(reading, title);
            let sent = reading.tree.lemma(title.end) == "to";
            return (served || is_body(reading, mention) && !sent).then_some(mention);
        }
        let tag = document.tokens[token].upos;
        if !matches!(tag, Upos::Det | Upos::Adj | Upos::Noun | Upos::Propn) {
            return None;
        }
    }
    None
}

fn is_country(reading: &Reading<'_>, mention: usize) -> bool {
    let kind = reading.type_of(mention);
    kind.is_some_and(|kind| reading.is_a(kind, "Country"))
}

/// The country or body right before a title: "French President", "Russia's foreign minister".
fn body_before(reading: &Reading<'_>, title: &Range<usize>) -> Option<usize> {
    let document = reading.document();
    let mut token = title.start.checked_sub(1)?;
    // An adjective may stand between: "Israel's new prime minister".
    for _ in 0..3 {
        if let Some(mention) = reading.mention_at(token) {
            // "In Turkey Minister Ellwood met ...": a place, not whose minister he is.
            let first = reading.mentions[mention].tokens.start;
            let placed = first.checked_sub(1).is_some_and(|before| {
                document.tokens[before].upos == Upos::Adp
                    && reading.tree.head(before) == Some(reading.mentions[mention].head)
            });
            let person = || {
                let kind = reading.type_of(mention);
                let owned = (mention_end(reading, mention)..title.start)
                    .any(|t| document.tokens[t].xpos == "POS");
                owned
                    && is_personal(reading, title)
                    && kind.is_some_and(|kind| reading.is_a(kind, "Person"))
            };
            let body = is_body(reading, mention) && !placed || person();
            return body.then_some(mention);
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

fn mention_end(reading: &Reading<'_>, mention: usize) -> usize {
    reading.mentions[mention].tokens.end
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
    // An opposition leader leads no state; the president's brother is no president.
    let possessor = document.tokens.get(office.title.end).map(|next| next.xpos) == Some("POS");
    let opposed = document.text(trigger).to_lowercase().contains("opposition");
    let country = is_country(reading, office.body);
    if possessor || opposed && country {
        return;
    }
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

//! Who takes part in an event without a verb that says so, where it takes place, and who is a
//! party to an instrument: "at talks in Geneva, Iran agreed ...", "the talks were held in Vienna",
//! "the summit of A and B in Riga", "the pact between A and B", "a deal on Crimea".

use super::described::{self, is_dated, location_of, push_location};
use super::{Argument, Extractor, Fact, Findings, Reading, role, stance};
use crate::schema::{Modality, Polarity};
use crate::text::{Deprel, Span, Upos};

/// Finds the parties, places and topics of events and instruments.
#[derive(Debug)]
pub(super) struct EventExtractor;

impl Extractor for EventExtractor {
    fn name(&self) -> &'static str {
        "event"
    }

    fn about(&self) -> &'static str {
        "the parties, the place and the topic of an event or an agreement"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for noun in 0..reading.document().tokens.len() {
            if reading.document().tokens[noun].upos != Upos::Noun
                || reading.mention_at(noun).is_some()
            {
                continue;
            }
            let Some(kind) = reading.kind_of_noun(noun) else {
                continue;
            };
            if reading.is_a(kind, "Event") {
                read_event(reading, noun, findings);
            } else if reading.is_a(kind, "Agreement") {
                read_agreement(reading, noun, findings);
            }
        }
    }
}

/// Nouns for events at which people sit together.
const MEETINGS: [&str; 15] = [
    "assembly",
    "ceremony",
    "conference",
    "congress",
    "consultation",
    "dialogue",
    "forum",
    "funeral",
    "meeting",
    "negotiation",
    "rally",
    "round",
    "session",
    "summit",
    "talk",
];

/// Nouns for events that have the name of a country as their place: "the Syrian conflict".
const OF_COUNTRIES: [&str; 7] = [
    "conflict",
    "coup",
    "crisis",
    "election",
    "referendum",
    "uprising",
    "war",
];

/// Nouns for events that a place singles out.
const PLACED: [&str; 16] = [
    "assault",
    "attack",
    "battle",
    "bombing",
    "conflict",
    "coup",
    "crisis",
    "election",
    "massacre",
    "offensive",
    "operation",
    "parade",
    "referendum",
    "siege",
    "uprising",
    "war",
];

/// Verbs that say of an event that it takes place.
const HAPPENING: [&str; 14] = [
    "begin", "conclude", "continue", "convene", "end", "happen", "hold", "kick", "occur", "open",
    "resume", "schedule", "start", "take",
];

/// Verbs with which a meeting is attended or arranged.
const ATTENDING: [&str; 12] = [
    "address", "attend", "chair", "convene", "gather", "hold", "host", "join", "meet", "open",
    "organize", "skip",
];

struct Source<'r> {
    name: &'r str,
    relation: &'r str,
    trigger: Span,
    modality: Modality,
    polarity: Polarity,
}

fn push(reading: &Reading<'_>, how: &Source<'_>, ends: [Argument; 2], findings: &mut Findings) {
    let Some(kind) = reading.relation(how.relation) else {
        return;
    };
    let token = reading.document().tokens_in(how.trigger).start;
    let Some(evidence) = reading.sentence_of(token) else {
        return;
    };
    let [source, target] = ends;
    if !evidence.contains(source.span) || !evidence.contains(target.span) {
        return;
    }
    findings.facts.push(Fact {
        kind,
        source,
        target,
        evidence,
        trigger: how.trigger,
        polarity: how.polarity,
        modality: how.modality,
        attributed_to: None,
        value: None,
        role: None,
        date: None,
        found_by: how.name.to_owned(),
        plover: None,
        confidence: 0.7,
    });
}

fn read_event(reading: &Reading<'_>, noun: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let lemma = tree.lemma(noun);
    let event = |findings: &mut Findings| {
        let kind = reading.schema.ontology.entity("Event")?;
        Some(described::described_entity(reading, noun, kind, findings))
    };
    let clause = stance::of_noun(reading, noun);
    if clause.is_content || clause.modality == Modality::Possible {
        return;
    }
    let meeting = MEETINGS.contains(&lemma);
    let near = location_of(reading, noun);
    let place = near
        .or_else(|| place_of_clause(reading, noun))
        .or_else(|| country_of(reading, noun));
    let placed = place.is_some() && (meeting || PLACED.contains(&lemma));
    if placed
        && clause.polarity == Polarity::Positive
        && !is_generic(reading, noun)
        && let Some(event) = event(findings)
    {
        if let Some(place) = place.filter(|_| near.is_none()) {
            push_location(reading, event, place, findings);
        }
        if meeting {
            take_part(reading, noun, event, clause.modality, findings);
            topics(reading, noun, event, findings);
        }
    }
    if meeting {
        sit_at(reading, noun, findings);
    }
}

/// A plural without a number or an article names no single event: "attacks in Syria".
fn is_generic(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    let plural = matches!(reading.document().tokens[noun].xpos, "NNS");
    let usual = matches!(
        tree.lemma(noun),
        "talk" | "negotiation" | "election" | "consultation"
    );
    let told = tree
        .children_by(noun, &[Deprel::Det, Deprel::Nummod])
        .any(|word| {
            !matches!(
                tree.lemma(word),
                "any" | "some" | "all" | "no" | "every" | "such"
            )
        });
    plural && !usual && !told && !is_dated(reading, noun)
}

/// Where the clause of an event takes place: "the talks were held in Vienna", "attended the summit
/// in Lisbon" with the place on the verb.
fn place_of_clause(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let verb = tree.head(noun)?;
    let lemma = tree.lemma(verb);
    let held = match tree.deprel(noun) {
        Deprel::Nsubj => HAPPENING.contains(&lemma),
        Deprel::NsubjPass => HAPPENING.contains(&lemma) || ATTENDING.contains(&lemma),
        Deprel::Obj => ATTENDING.contains(&lemma),
        _ => false,
    };
    let area = |kind| reading.is_a(kind, "Location") || reading.is_a(kind, "Country");
    let places = || {
        tree.children_by(verb, &[Deprel::Obl]).find_map(|part| {
            let local = part > noun && ["in", "at"].iter().any(|case| tree.has_case(part, case));
            local.then(|| reading.meant_by(part, &area))?
        })
    };
    held.then(places)?
}

/// The country of "the Syrian conflict", "Turkey's referendum".
fn country_of(reading: &Reading<'_>, noun: usize) -> Option<usize> {
    let tree = reading.tree;
    let country = |kind| reading.is_a(kind, "Country");
    OF_COUNTRIES.contains(&tree.lemma(noun)).then(|| {
        let mut before =
            tree.children_by(noun, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss]);
        before.find_map(|part| {
            reading
                .mention_at(part)
                .filter(|&m| reading.type_of(m).is_some_and(country))
        })
    })?
}

/// The parties that a meeting's noun names: "talks between A and B in Riga".
fn take_part(
    reading: &Reading<'_>,
    noun: usize,
    event: Argument,
    modality: Modality,
    findings: &mut Findings,
) {
    for party in parties(reading, noun, &["between", "with", "among"]) {
        let how = Source {
            name: "event.parties",
            relation: "participates_in",
            trigger: reading.document().tokens[noun].span,
            modality,
            polarity: Polarity::Positive,
        };
        push(reading, &how, [party, event], findings);
    }
}

/// Those whom prepositions tie to a noun as its parties.
fn parties(reading: &Reading<'_>, noun: usize, prepositions: &[&str]) -> Vec<Argument> {
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let parts = tree.children_by(noun, &[Deprel::Nmod, Deprel::Obl]);
    let parts = parts.filter(|&part| prepositions.iter().any(|case| tree.has_case(part, case)));
    let mentions = parts.flat_map(|part| reading.named_by(part, &actor));
    mentions
        .flat_map(|mention| reading.arguments(mention))
        .collect()
}

/// "At talks in Geneva, Iran agreed ...": who does something at a meeting takes part in it.
fn sit_at(reading: &Reading<'_>, noun: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let Some(verb) = tree.head(noun).filter(|_| tree.deprel(noun) == Deprel::Obl) else {
        return;
    };
    let at = ["at", "during"]
        .iter()
        .any(|case| tree.has_case(noun, case));
    let verbal = reading.document().tokens[verb].upos == Upos::Verb;
    if !at || !verbal || role::is_passive(tree, verb) {
        return;
    }
    let person = |kind| reading.is_a(kind, "Actor");
    let stance = stance::of(reading, verb);
    if stance.is_content || stance.modality == Modality::Possible {
        return;
    }
    let guests: Vec<Argument> = role::agents(tree, verb)
        .into_iter()
        .flat_map(|head| reading.named_by(head, &person))
        .flat_map(|mention| reading.arguments(mention))
        .collect();
    let Some(kind) = reading
        .schema
        .ontology
        .entity("Event")
        .filter(|_| !guests.is_empty())
    else {
        return;
    };
    let event = described::described_entity(reading, noun, kind, findings);
    for guest in guests {
        let how = Source {
            name: "event.at",
            relation: "participates_in",
            trigger: reading.document().tokens[noun].span,
            modality: stance.modality,
            polarity: Polarity::Positive,
        };
        push(reading, &how, [guest, event], findings);
    }
}

/// What an event or an instrument is about: "talks on Crimea", "a deal over the canal".
pub(super) fn topics(reading: &Reading<'_>, noun: usize, thing: Argument, findings: &mut Findings) {
    let tree = reading.tree;
    let any = |kind| !reading.is_a(kind, "Person");
    let parts = tree
        .children_by(noun, &[Deprel::Nmod, Deprel::Obl])
        .filter(|&part| {
            ["on", "over", "about", "regarding", "concerning"]
                .iter()
                .any(|case| tree.has_case(part, case))
        });
    let mut named = Vec::new();
    for part in parts {
        named.extend(reading.named_by(part, &any));
        // "a deal on the status of Kosovo"
        if reading.mention_at(part).is_none() {
            let below = tree.children_by(
                part,
                &[
                    Deprel::Nmod,
                    Deprel::NmodPoss,
                    Deprel::Amod,
                    Deprel::Compound,
                ],
            );
            named.extend(below.flat_map(|inner| reading.named_by(inner, &any)));
        }
    }
    named.dedup();
    for mention in named.into_iter().take(2) {
        let Some(topic) = reading
            .argument(mention)
            .filter(|_| !reading.is_pronoun(mention))
        else {
            continue;
        };
        let how = Source {
            name: "event.topic",
            relation: "concerns",
            trigger: reading.document().tokens[noun].span,
            modality: Modality::Actual,
            polarity: Polarity::Positive,
        };
        push(reading, &how, [thing, topic], findings);
    }
}

/// "The pact between A and B" has been concluded by both, unless it is still wanted.
fn read_agreement(reading: &Reading<'_>, noun: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let clause = stance::of_noun(reading, noun);
    if clause.is_content
        || clause.modality != Modality::Actual
        || clause.polarity == Polarity::Negative
    {
        return;
    }
    let definite = tree
        .children_by(noun, &[Deprel::Det])
        .any(|det| tree.lemma(det) != "any")
        || tree
            .child_by(noun, &[Deprel::NmodPoss, Deprel::Nummod])
            .is_some();
    let parties = parties(reading, noun, &["between", "among"]);
    let wanted = ["seek", "want", "reach", "negotiate", "discuss", "propose"];
    let open = tree
        .head(noun)
        .is_some_and(|head| wanted.contains(&tree.lemma(head)));
    let Some(kind) = reading.kind_of_noun(noun) else {
        return;
    };
    if parties.len() >= 2 && definite && !open {
        let instrument = described::described_entity(reading, noun, kind, findings);
        for party in parties {
            let how = Source {
                name: "agreement.parties",
                relation: "signed",
                trigger: reading.document().tokens[noun].span,
                modality: Modality::Actual,
                polarity: Polarity::Positive,
            };
            push(reading, &how, [party, instrument], findings);
        }
    }
    let span = reading.document().tokens[noun].span;
    let known = findings.entities.iter().position(|entity| {
        entity.entity_type == kind && entity.mentions.iter().any(|mention| mention.contains(span))
    });
    if let Some(index) = known {
        let mentions = &findings.entities[index].mentions;
        if let Some(&mention) = mentions.iter().find(|mention| mention.contains(span)) {
            let instrument = Argument {
                entity: super::EntityRef::New(index),
                span: mention,
            };
            topics(reading, noun, instrument, findings);
        }
    }
}

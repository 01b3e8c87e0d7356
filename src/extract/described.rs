//! Agreements and events that no name stands for: which phrases speak of one thing, and where an
//! event takes place.

use super::noun_phrase::nominal_span;
use super::{Argument, EntityRef, Fact, Findings, NewEntity, Reading};
use crate::schema::{EntityType, Modality, Polarity};
use crate::text::{Deprel, Span, Upos};

/// What a phrase stands for at the end of a relation: a named entity, or an agreement or event
/// that its noun describes.
pub(super) fn target(
    reading: &Reading<'_>,
    head: usize,
    wanted: &dyn Fn(EntityType) -> bool,
    findings: &mut Findings,
) -> Option<Argument> {
    if let Some(mention) = reading.meant_by(head, wanted) {
        return reading.argument(mention);
    }
    let instrument = reading
        .schema
        .ontology
        .entity("Agreement")
        .filter(|&kind| wanted(kind));
    let event = reading.schema.ontology.entity("Event").is_some_and(wanted);
    let proposal = reading
        .schema
        .ontology
        .entity("Proposal")
        .is_some_and(wanted);
    // "Neither side signed it": what can only be an instrument is the last one.
    if let Some(kind) =
        instrument.filter(|_| !event && !proposal && reading.tree.lemma(head) == "it")
    {
        return instrument_before(reading, head, kind, findings);
    }
    if reading.mention_at(head).is_some() || reading.document().tokens[head].upos == Upos::Pron {
        return None;
    }
    let kind = reading.kind_of_noun(head)?;
    let described = !reading.schema.ontology.entity_info(kind).named;
    (described && wanted(kind)).then(|| described_entity(reading, head, kind, findings))
}

/// An agreement or event that no name stands for; the same noun in one document is the same thing,
/// unless the names in its two phrases differ.
pub(super) fn described_entity(
    reading: &Reading<'_>,
    head: usize,
    kind: EntityType,
    findings: &mut Findings,
) -> Argument {
    let span = nominal_span(reading, head);
    let lemma = reading.tree.lemma(head);
    let names = names_in(reading, span);
    let same = |entity: &NewEntity| {
        let first = entity.mentions[0];
        let tokens = reading.document().tokens_in(first);
        let noun = tokens
            .clone()
            .any(|token| reading.tree.lemma(token) == lemma);
        let others = names_in(reading, first);
        let shared = names.iter().any(|n| others.contains(n));
        let fits = names.is_empty() || others.is_empty() || shared;
        let alike = || {
            tokens
                .clone()
                .any(|t| is_akin(reading.tree.lemma(t), lemma))
        };
        entity.entity_type == kind && (noun && fits || shared && alike())
    };
    let known = findings.entities.iter().position(same);
    let known = known.or_else(|| meant_before(reading, head, kind, span, findings));
    let index = known.unwrap_or(findings.entities.len());
    match known {
        Some(known) => {
            let mentions = &mut findings.entities[known].mentions;
            if !mentions.contains(&span) {
                mentions.push(span);
            }
        }
        None => findings.entities.push(NewEntity {
            entity_type: kind,
            mentions: vec![span],
        }),
    }
    let argument = Argument {
        entity: EntityRef::New(index),
        span,
    };
    if reading.is_a(kind, "Event") {
        for location in locations_of(reading, head) {
            push_location(reading, argument, location, findings);
        }
    }
    argument
}

/// Whether two nouns may name one event: "the bombing", "the attack" of one town.
fn is_akin(one: &str, other: &str) -> bool {
    const WARS: [&str; 5] = ["conflict", "crisis", "fighting", "insurgency", "war"];
    let classes: [&[&str]; 3] = [super::words::MEETINGS, super::words::ASSAULTS, &WARS];
    classes
        .iter()
        .any(|class| class.contains(&one) && class.contains(&other))
}

/// "The deal", with nothing that tells it from another: the last thing of its kind before it.
fn meant_before(
    reading: &Reading<'_>,
    head: usize,
    kind: EntityType,
    span: Span,
    findings: &Findings,
) -> Option<usize> {
    let tree = reading.tree;
    let bare = reading.document().tokens[head].span == span;
    let definite = tree
        .children_by(head, &[Deprel::Det])
        .any(|det| matches!(tree.lemma(det), "the" | "this" | "that"));
    let instrument = reading.is_a(kind, "Agreement");
    if !(bare && definite) {
        return None;
    }
    let alike = |entity: &NewEntity| {
        let tokens = reading.document().tokens_in(entity.mentions[0]);
        let mut nouns = tokens.map(|token| tree.lemma(token));
        instrument || nouns.any(|noun| is_akin(noun, tree.lemma(head)))
    };
    let entities = findings.entities.iter().enumerate();
    let before = entities
        .filter(|(_, entity)| entity.entity_type == kind && alike(entity))
        .filter_map(|(index, entity)| {
            let last = entity
                .mentions
                .iter()
                .filter(|mention| mention.end <= span.start)
                .max()?;
            Some((*last, index))
        });
    before.max().map(|(_, index)| index)
}

/// The last instrument spoken of before a pronoun, in its sentence or the one before.
fn instrument_before(
    reading: &Reading<'_>,
    pronoun: usize,
    kind: EntityType,
    findings: &Findings,
) -> Option<Argument> {
    let document = reading.document();
    let span = document.tokens[pronoun].span;
    let first = document.sentence_of(span)?.saturating_sub(1);
    let from = document.sentences[first].span.start;
    let near = |mention: &&Span| mention.end <= span.start && mention.start >= from;
    let entities = findings.entities.iter().enumerate();
    let before = entities
        .filter(|(_, entity)| entity.entity_type == kind)
        .filter_map(|(index, entity)| Some((entity.mentions.iter().filter(near).max()?, index)));
    before.max().map(|(_, index)| Argument {
        entity: EntityRef::New(index),
        span,
    })
}

/// The referents that are named within a span.
fn names_in(reading: &Reading<'_>, span: Span) -> Vec<usize> {
    let tokens = reading.document().tokens_in(span);
    let mentions = tokens.filter_map(|token| reading.mention_at(token));
    mentions
        .filter_map(|mention| reading.resolution.of_mention[mention])
        .collect()
}

/// Where an event takes place: "talks in Geneva", "attacks in Homs and Hama", "the Paris talks".
pub(super) fn locations_of(reading: &Reading<'_>, head: usize) -> Vec<usize> {
    let tree = reading.tree;
    let place = |kind| reading.is_a(kind, "Location") || reading.is_a(kind, "Country");
    let local = |part: &usize| {
        let case = tree.case(*part).unwrap_or_default();
        let inside = ["in", "at", "near", "inside", "across", "outside", "within"];
        // What an attack is on is where it happens.
        let on = super::words::ASSAULTS.contains(&tree.lemma(head))
            && ["on", "against"].contains(&case.as_str());
        inside.contains(&case.as_str()) || on
    };
    let parts = super::role::behind(tree, head).into_iter().filter(local);
    // "An attack on an Iraqi base" does not say where in Iraq.
    let plain = |&mention: &usize| {
        let head = reading.mentions[mention].head;
        !reading.is_pronoun(mention) && reading.document().tokens[head].upos != Upos::Adj
    };
    let mut found: Vec<usize> = parts
        .flat_map(|part| reading.named_by(part, &place))
        .filter(plain)
        .collect();
    let town = |kind| reading.is_a(kind, "Location");
    if found.is_empty() {
        let before = tree.children_by(
            head,
            &[Deprel::Compound, Deprel::NmodDesc, Deprel::NmodPoss],
        );
        found.extend(
            before
                .filter(|&b| b < head)
                .flat_map(|part| reading.named_by(part, &town)),
        );
    }
    found
}

/// What a noun that no name covers describes, if it is a thing that needs no name.
pub(super) fn is_described(reading: &Reading<'_>, noun: usize) -> Option<EntityType> {
    let tag = reading.document().tokens[noun].upos;
    if !matches!(tag, Upos::Noun | Upos::Propn) || reading.mention_at(noun).is_some() {
        return None;
    }
    // The first word of "Summit Declaration" is no summit.
    let part = matches!(reading.tree.deprel(noun), Deprel::Compound | Deprel::Flat);
    let kind = reading.kind_of_noun(noun).filter(|_| !part)?;
    (!reading.schema.ontology.entity_info(kind).named).then_some(kind)
}

pub(super) fn push_location(
    reading: &Reading<'_>,
    event: Argument,
    place: usize,
    findings: &mut Findings,
) {
    let (Some(kind), Some(target)) = (reading.relation("located_in"), reading.argument(place))
    else {
        return;
    };
    let token = reading.document().tokens_in(event.span).start;
    let Some(evidence) = reading.sentence_of(token) else {
        return;
    };
    findings.facts.push(Fact {
        kind,
        source: event,
        target,
        evidence,
        trigger: event.span,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        attributed_to: None,
        value: None,
        role: None,
        date: None,
        found_by: "event.location".to_owned(),
        plover: None,
        confidence: 0.8,
    });
}

/// Whether a day, month or year singles a thing out: "the 2020 war", "Tuesday's attacks".
pub(super) fn is_dated(reading: &Reading<'_>, noun: usize) -> bool {
    reading
        .tree
        .children(noun)
        .filter(|&part| part < noun)
        .any(|part| {
            let word = reading.document().word(part);
            let year = word.len() == 4 && word.chars().all(|c| c.is_ascii_digit());
            year || word.ends_with("day") && word.starts_with(char::is_uppercase)
        })
}

/// Whether an article, a possessor or a name singles out one agreement or event.
pub(super) fn is_definite(reading: &Reading<'_>, noun: usize) -> bool {
    let tree = reading.tree;
    let the = tree
        .children_by(noun, &[Deprel::Det])
        .any(|det| matches!(tree.lemma(det), "the" | "this" | "that" | "these"));
    let owned = tree.child_by(noun, &[Deprel::NmodPoss]).is_some();
    let named = || {
        let before = [Deprel::Compound, Deprel::Amod, Deprel::NmodDesc];
        tree.children_by(noun, &before)
            .any(|part| reading.mention_at(part).is_some())
    };
    the || owned || named() || is_dated(reading, noun)
}

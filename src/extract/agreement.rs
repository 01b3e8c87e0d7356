//! Who is a party to an instrument without a verb that says so, and what it is about: "the pact
//! between A and B", "Japan's treaty with Peru", "a statement by the two governments", "a deal on
//! the canal".

use super::event::{Found, parties, topics};
use super::{Argument, Extractor, Findings, Reading, described, stance};
use crate::schema::{EntityType, Modality, Polarity};
use crate::text::Deprel;

/// Finds the parties and topics of instruments.
#[derive(Debug)]
pub(super) struct AgreementExtractor;

impl Extractor for AgreementExtractor {
    fn name(&self) -> &'static str {
        "agreement"
    }

    fn about(&self) -> &'static str {
        "the parties and the topic of an agreement"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        let Some(kind) = reading.schema.ontology.entity("Agreement") else {
            return;
        };
        for noun in 0..reading.document().tokens.len() {
            if described::is_described(reading, noun) == Some(kind) {
                read(reading, noun, kind, findings);
            }
        }
    }
}

/// Verbs whose object is not yet an instrument.
const WANTED: [&str; 14] = [
    "seek",
    "want",
    "negotiate",
    "discuss",
    "propose",
    "demand",
    "need",
    "urge",
    "pursue",
    "offer",
    "suggest",
    "reject",
    "refuse",
    "hope",
];

fn read(reading: &Reading<'_>, noun: usize, kind: EntityType, findings: &mut Findings) {
    let tree = reading.tree;
    let clause = stance::of_noun(reading, noun);
    let open = tree
        .head(noun)
        .is_some_and(|head| WANTED.contains(&tree.lemma(head)));
    let real = !clause.is_content
        && !open
        && clause.modality == Modality::Actual
        && clause.polarity == Polarity::Positive;
    let definite = described::is_definite(reading, noun)
        || tree
            .child_by(noun, &[Deprel::Det, Deprel::Nummod])
            .is_some();
    let mut parties = parties(reading, noun, &["between", "among"]);
    if parties.len() < 2 {
        parties = with(reading, noun);
    }
    if parties.is_empty() {
        parties = by(reading, noun);
    }
    if !parties.is_empty() && definite && real {
        let instrument = described::described_entity(reading, noun, kind, findings);
        let mut found = Found {
            reading,
            trigger: reading.document().tokens[noun].span,
            modality: Modality::Actual,
            findings: &mut *findings,
        };
        for party in parties {
            found.put("agreement.parties", "signed", [party, instrument], 0.65);
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

/// "Japan's treaty with Peru": the possessor or adjective, and whom "with" names.
fn with(reading: &Reading<'_>, noun: usize) -> Vec<Argument> {
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let other = parties(reading, noun, &["with"]);
    let before = [Deprel::NmodPoss, Deprel::Amod, Deprel::Compound];
    let owners = tree.children_by(noun, &before).filter(|&part| part < noun);
    let own = owners.flat_map(|part| reading.named_by(part, &actor));
    let own: Vec<Argument> = own.flat_map(|m| reading.arguments(m)).collect();
    match other.is_empty() || own.is_empty() {
        true => Vec::new(),
        false => own.into_iter().chain(other).collect(),
    }
}

/// "A declaration by the government of Ethiopia".
fn by(reading: &Reading<'_>, noun: usize) -> Vec<Argument> {
    let issued = [
        "declaration",
        "statement",
        "communique",
        "resolution",
        "decree",
    ];
    match issued.contains(&reading.tree.lemma(noun)) {
        true => parties(reading, noun, &["by"]),
        false => Vec::new(),
    }
}

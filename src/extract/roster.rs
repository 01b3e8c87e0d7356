//! Lists of members in a copula: "the other signatories of the accord are Chad, Mali and Niger",
//! "the participants in the talks were A and B".

use super::{Argument, Extractor, Fact, Findings, Reading, described, role, stance};
use crate::schema::EntityType;
use crate::text::{Deprel, Upos};

/// Finds who is on a list of signatories, members or participants.
#[derive(Debug)]
pub(super) struct RosterExtractor;

impl Extractor for RosterExtractor {
    fn name(&self) -> &'static str {
        "roster"
    }

    fn about(&self) -> &'static str {
        "who is on a list of signatories, members or participants"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for noun in 0..reading.document().tokens.len() {
            let relation = match reading.tree.lemma(noun) {
                "signatory" => "signed",
                "member" => "member_of",
                "participant" => "participates_in",
                "mediator" | "guarantor" => "mediates",
                _ => continue,
            };
            if reading.document().tokens[noun].upos == Upos::Noun {
                read(self.name(), reading, noun, relation, findings);
            }
        }
    }
}

fn read(name: &str, reading: &Reading<'_>, noun: usize, relation: &str, findings: &mut Findings) {
    let tree = reading.tree;
    let predicate = tree
        .head(noun)
        .filter(|_| tree.deprel(noun) == Deprel::Nsubj)
        .filter(|&head| tree.child_by(head, &[Deprel::Cop]).is_some());
    let parts = (
        predicate,
        reading.relation(relation),
        reading.sentence_of(noun),
    );
    let (Some(predicate), Some(kind), Some(evidence)) = parts else {
        return;
    };
    let ontology = &reading.schema.ontology;
    let can_end = |t: EntityType| {
        ontology
            .entities()
            .any(|other| ontology.allows(other, kind, t))
    };
    let actor = |kind| reading.is_a(kind, "Actor");
    let of = role::behind(tree, noun).into_iter().find(|&part| {
        ["of", "to", "in"]
            .iter()
            .any(|case| tree.has_case(part, case))
    });
    let Some(target) = of.and_then(|part| described::target(reading, part, &can_end, findings))
    else {
        return;
    };
    let members = reading.named_by(predicate, &actor).into_iter();
    let members: Vec<Argument> = members.flat_map(|m| reading.arguments(m)).collect();
    let stance = stance::of(reading, predicate);
    for source in members {
        findings.facts.push(Fact {
            kind,
            source,
            target,
            evidence,
            trigger: reading.document().tokens[noun].span,
            polarity: stance.polarity,
            modality: stance.modality,
            attributed_to: None,
            value: None,
            role: None,
            date: None,
            found_by: name.to_owned(),
            plover: None,
            confidence: 0.75,
        });
    }
}

//! What somebody says that another must do: "Russia, Rice said, must withdraw its forces", and what
//! is made a condition: "will not leave until ...".

use super::content::{self, Content};
use super::noun_phrase::clause_span;
use super::{Argument, Extractor, Fact, Findings, Reading, role, stance};
use crate::schema::{Governor, Modality, Polarity};
use crate::text::{Deprel, Span, Upos};

/// Finds demands in the form of an obligation.
#[derive(Debug)]
pub(super) struct ObligationExtractor;

impl Extractor for ObligationExtractor {
    fn name(&self) -> &'static str {
        "obligation"
    }

    fn about(&self) -> &'static str {
        "what a speaker says that somebody must do"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for verb in 0..reading.document().tokens.len() {
            if reading.document().tokens[verb].upos == Upos::Verb {
                read(self.name(), reading, verb, findings);
                read_condition(self.name(), reading, verb, findings);
            }
        }
    }
}

/// "Israel will not withdraw until Hamas frees the hostages": what is made the condition of a
/// refusal or a threat is demanded.
fn read_condition(name: &str, reading: &Reading<'_>, verb: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let Some(marker) = tree
        .children_by(verb, &[Deprel::Mark])
        .find(|&mark| matches!(tree.lemma(mark), "unless" | "until"))
    else {
        return;
    };
    let Some(main) = tree
        .head(verb)
        .filter(|_| tree.deprel(verb) == Deprel::Advcl)
    else {
        return;
    };
    let (subject, evidence) = (
        tree.child_by(verb, &[Deprel::Nsubj]),
        reading.sentence_of(verb),
    );
    let (Some(subject), Some(evidence)) = (subject, evidence) else {
        return;
    };
    let stance = stance::of(reading, main);
    let frames = &reading.schema.frames;
    let threat = tree.head(main).map(|above| reading.verb(above)) == Some("threaten")
        || reading.verb(main) == "threaten";
    let refusal = stance.polarity == Polarity::Negative
        || frames.governs(reading.verb(main), Governor::Negative)
        || threat;
    let actor = |kind| reading.is_a(kind, "Actor");
    let asked = reading.named_by(subject, &actor);
    let speaker = role::agents(tree, main).into_iter().chain(stance.speaker);
    let source = speaker
        .filter_map(|head| reading.meant_by(head, &actor))
        .next();
    let Some(source) = source.and_then(|mention| reading.argument(mention)) else {
        return;
    };
    let other = |&mention: &usize| {
        reading
            .argument(mention)
            .is_some_and(|a| a.entity != source.entity)
    };
    let addressees: Vec<usize> = asked.into_iter().filter(other).collect();
    if !refusal || addressees.is_empty() {
        return;
    }
    let content = Content {
        head: verb,
        span: clause_span(reading, verb, false),
        addressees,
    };
    put(name, reading, (source, content), marker, evidence, findings);
}

fn read(name: &str, reading: &Reading<'_>, verb: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let must = tree
        .children_by(verb, &[Deprel::Aux])
        .find(|&aux| matches!(tree.lemma(aux), "must" | "should"));
    let (Some(must), Some(evidence)) = (must, reading.sentence_of(verb)) else {
        return;
    };
    let actor = |kind| reading.is_a(kind, "Actor");
    let Some(speaker) = stance::of(reading, verb).speaker else {
        return;
    };
    let Some(source) = reading
        .meant_by(speaker, &actor)
        .and_then(|m| reading.argument(m))
    else {
        return;
    };
    let subject = tree.child_by(verb, &[Deprel::Nsubj, Deprel::NsubjPass]);
    let passive = tree.child_by(verb, &[Deprel::NsubjPass]).is_some();
    let addressees: Vec<usize> = subject
        .filter(|_| !passive)
        .map(|head| reading.named_by(head, &actor))
        .unwrap_or_default();
    let addressees: Vec<usize> = addressees
        .into_iter()
        .filter(|&m| {
            reading
                .argument(m)
                .is_some_and(|a| a.entity != source.entity)
        })
        .collect();
    let content = Content {
        head: verb,
        span: clause_span(reading, verb, addressees.is_empty()),
        addressees,
    };
    put(name, reading, (source, content), must, evidence, findings);
}

/// Puts a demand into the bag.
fn put(
    name: &str,
    reading: &Reading<'_>,
    (source, content): (Argument, Content),
    trigger: usize,
    evidence: Span,
    findings: &mut Findings,
) {
    let (Some(demands), Some(addressed_to)) = (
        reading.relation("demands"),
        reading.relation("addressed_to"),
    ) else {
        return;
    };
    let Some(proposal) = content::propose(reading, findings, &content) else {
        return;
    };
    let fact = Fact {
        kind: demands,
        source,
        target: proposal,
        evidence,
        trigger: reading.document().tokens[trigger].span,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        attributed_to: None,
        value: None,
        role: None,
        date: None,
        found_by: name.to_owned(),
        plover: None,
        confidence: 0.7,
    };
    let to = content
        .addressees
        .iter()
        .filter_map(|&mention| reading.argument(mention));
    findings.facts.extend(to.map(|target| Fact {
        kind: addressed_to,
        source: proposal,
        target,
        ..fact.clone()
    }));
    findings.facts.push(fact);
}

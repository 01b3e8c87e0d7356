//! Participles with a name before them: "Iranian-backed militias", "rebel-held Aleppo", "a
//! Qatar-brokered truce", "a U.S.-drafted plan".

use super::{Argument, Extractor, Fact, Findings, Reading, content, described};
use crate::schema::{EntityType, Modality, Polarity};
use crate::text::{Deprel, Upos};

/// Finds who did what to the thing that a compound participle describes.
#[derive(Debug)]
pub(super) struct CompoundExtractor;

impl Extractor for CompoundExtractor {
    fn name(&self) -> &'static str {
        "compound"
    }

    fn about(&self) -> &'static str {
        "participles with a name before them: Iranian-backed, rebel-held"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for token in 0..reading.document().tokens.len() {
            let word = reading.document().word(token).to_lowercase();
            let joined = word.strip_prefix('-');
            if let Some(relation) = relation_of(joined.unwrap_or(&word)) {
                read(
                    self.name(),
                    reading,
                    (token, joined.is_some()),
                    relation,
                    findings,
                );
            }
        }
    }
}

/// The relation that a participle gives.
fn relation_of(participle: &str) -> Option<&'static str> {
    Some(match participle {
        "backed" | "supported" | "funded" | "armed" | "trained" | "equipped" | "financed"
        | "aligned" | "allied" | "supplied" | "sponsored" => "supports",
        "held" | "controlled" | "occupied" | "administered" | "ruled" | "run" | "annexed"
        | "governed" => "controls",
        "claimed" => "claims",
        "brokered" | "mediated" | "facilitated" => "mediates",
        "drafted" | "proposed" => "proposes",
        _ => return None,
    })
}

fn read(
    name: &str,
    reading: &Reading<'_>,
    (token, joined): (usize, bool),
    relation: &str,
    findings: &mut Findings,
) {
    let document = reading.document();
    let hyphen = token
        .checked_sub(1)
        .filter(|&t| !joined && document.word(t) == "-");
    let Some(last) = hyphen
        .or(joined.then_some(token))
        .and_then(|t| t.checked_sub(1))
    else {
        return;
    };
    let Some(source) = reading.mention_at(last).and_then(|m| reading.argument(m)) else {
        return;
    };
    let (Some(kind), Some(evidence)) = (reading.relation(relation), reading.sentence_of(token))
    else {
        return;
    };
    let Some(target) = described_by(reading, token, kind, findings) else {
        return;
    };
    if target.entity == source.entity {
        return;
    }
    findings.facts.push(Fact {
        kind,
        source,
        target,
        evidence,
        trigger: document.tokens[token].span,
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        attributed_to: None,
        value: None,
        role: None,
        date: None,
        found_by: name.to_owned(),
        plover: None,
        confidence: 0.65,
    });
}

/// The noun that a participle describes, and what it stands for: the nearest noun behind it that
/// the tree or the order of words ties to it.
fn described_by(
    reading: &Reading<'_>,
    participle: usize,
    kind: crate::schema::RelationType,
    findings: &mut Findings,
) -> Option<Argument> {
    let tree = reading.tree;
    let ontology = &reading.schema.ontology;
    let can_end = |t: EntityType| {
        ontology
            .entities()
            .any(|other| ontology.allows(other, kind, t))
    };
    let mut noun = tree.head(participle).filter(|&head| head > participle)?;
    // "Iran-backed" may hang on a word of the name behind it, or on a noun before the head.
    for _ in 0..2 {
        if tree.deprel(noun) == Deprel::Compound && reading.mention_at(noun).is_none() {
            noun = tree.head(noun)?;
        }
    }
    let heads = reading.coordination(noun);
    for head in heads {
        if let Some(target) = described::target(reading, head, &can_end, findings) {
            return Some(target);
        }
    }
    // "the Houthis, an Iranian-backed militia", "the Iranian-backed group Hezbollah"
    let apposed = tree.child_by(noun, &[Deprel::Appos]);
    let above = tree
        .head(noun)
        .filter(|_| tree.deprel(noun) == Deprel::Appos);
    for other in apposed.into_iter().chain(above) {
        if let Some(target) = described::target(reading, other, &can_end, findings) {
            return Some(target);
        }
    }
    let plain = reading.document().tokens[noun].upos == Upos::Noun;
    let content = content::Content {
        head: noun,
        span: super::noun_phrase::nominal_span(reading, noun),
        addressees: Vec::new(),
    };
    let proposed = reading.relation("proposes") == Some(kind) && plain;
    proposed.then(|| content::propose(reading, findings, &content))?
}

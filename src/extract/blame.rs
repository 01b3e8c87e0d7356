//! Blame without a verb of blame: whoever calls another's act brutal, illegal or unprovoked opposes
//! him. "They discussed Russia's unprovoked war", said by one who speaks for himself.

use super::{Argument, Extractor, Fact, Findings, Reading, role, speaker};
use crate::schema::{Modality, Polarity};
use crate::text::{Deprel, Upos};

/// Finds who blames whom by the words for an act.
#[derive(Debug)]
pub(super) struct BlameExtractor;

impl Extractor for BlameExtractor {
    fn name(&self) -> &'static str {
        "blame"
    }

    fn about(&self) -> &'static str {
        "who calls the act of another brutal, illegal or unprovoked"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for noun in 0..reading.document().tokens.len() {
            if reading.document().tokens[noun].upos == Upos::Noun
                && reading.mention_at(noun).is_none()
            {
                read(self.name(), reading, noun, findings);
            }
        }
    }
}

/// Adjectives that condemn the act of which they are said.
const CONDEMNING: &[&str] = &[
    "abhorrent",
    "aggressive",
    "appalling",
    "atrocious",
    "barbaric",
    "brazen",
    "brutal",
    "coercive",
    "cowardly",
    "criminal",
    "cruel",
    "destabilizing",
    "destabilising",
    "despicable",
    "egregious",
    "heinous",
    "horrific",
    "illegal",
    "illegitimate",
    "inhumane",
    "irresponsible",
    "malicious",
    "malign",
    "murderous",
    "outrageous",
    "provocative",
    "reckless",
    "reprehensible",
    "ruthless",
    "senseless",
    "sham",
    "shameful",
    "unacceptable",
    "unconscionable",
    "unjust",
    "unjustifiable",
    "unjustified",
    "unlawful",
    "unprovoked",
    "unwarranted",
    "vicious",
];

/// Acts that condemn themselves.
const CRIMES: &[&str] = &[
    "aggression",
    "atrocity",
    "brutality",
    "war crime",
    "genocide",
    "repression",
];

fn read(name: &str, reading: &Reading<'_>, noun: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let condemned = tree
        .children_by(noun, &[Deprel::Amod])
        .flat_map(|word| tree.coordination(word))
        .any(|word| CONDEMNING.contains(&tree.lemma(word)));
    if !condemned && !CRIMES.contains(&tree.lemma(noun)) {
        return;
    }
    let actor = |kind| reading.is_a(kind, "Actor");
    let owners = role::owners(tree, noun).into_iter();
    let by = role::behind(tree, noun)
        .into_iter()
        .filter(|&part| tree.has_case(part, "by"));
    let named = owners
        .chain(by)
        .flat_map(|head| reading.named_by(head, &actor));
    let targets: Vec<Argument> = named
        .filter(|&m| !reading.is_pronoun(m))
        .flat_map(|m| reading.arguments(m))
        .collect();
    let (Some(kind), false) = (reading.relation("opposes"), targets.is_empty()) else {
        return;
    };
    let Some((sources, evidence, confidence)) = blamers(reading, noun) else {
        return;
    };
    for &source in &sources {
        for &target in targets
            .iter()
            .filter(|target| target.entity != source.entity)
        {
            findings.facts.push(Fact {
                kind,
                source,
                target,
                evidence,
                trigger: reading.document().tokens[noun].span,
                polarity: Polarity::Positive,
                modality: Modality::Actual,
                attributed_to: None,
                value: None,
                role: None,
                date: None,
                found_by: name.to_owned(),
                plover: None,
                confidence,
            });
        }
    }
}

/// Those in whose mouth the words are: who says the sentence, or who acts in it where the issuer
/// of the text reports his own officials' talks.
fn blamers(reading: &Reading<'_>, noun: usize) -> Option<(Vec<Argument>, crate::text::Span, f64)> {
    if let Some(speech) = speaker::of(reading, noun) {
        return Some((speech.sources, speech.evidence, 0.55));
    }
    let tree = reading.tree;
    let mut at = noun;
    for _ in 0..10 {
        at = tree.head(at)?;
        let spoken = reading.document().tokens[at].upos == Upos::Verb
            && matches!(
                tree.lemma(at),
                "discuss"
                    | "condemn"
                    | "reaffirm"
                    | "emphasize"
                    | "underscore"
                    | "stress"
                    | "address"
                    | "review"
                    | "exchange"
                    | "reiterate"
                    | "express"
                    | "highlight"
                    | "denounce"
                    | "note"
            );
        if !spoken {
            continue;
        }
        let actor = |kind| reading.is_a(kind, "Actor");
        let heads = role::agents(tree, at).into_iter();
        let named = heads.flat_map(|head| reading.named_by(head, &actor));
        let sources: Vec<Argument> = named.flat_map(|m| reading.arguments(m)).collect();
        let evidence = reading.sentence_of(noun)?;
        return (!sources.is_empty()).then_some((sources, evidence, 0.55));
    }
    None
}

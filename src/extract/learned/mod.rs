//! What the rules do not say: linear models that read the same trees.
//!
//! In each sentence stand *nodes* (`node`): mentions, what the rules found, nouns for agreements and
//! events, phrases that may be proposals, and whoever says the sentence. A first model says which
//! phrases are anything at all, a second one which relations hold between two nodes; what the rules
//! found is evidence among other (`features`). Trees judge each candidate again among the others
//! of its document (`context`, `boost`). A fact of the rules stays where they believe it, and
//! every fact bears their probability as its confidence. A model of its own says whether the text
//! affirms it, and whether it holds or is to come (`manner`). [`Trainer`] and [`MannerTrainer`] learn
//! the models from annotated documents; docs/relations.md tells how well.

mod annotated;
mod bag;
mod boost;
mod context;
mod features;
mod linear;
mod manner;
mod node;
mod train;

pub use manner::{Agreement, MannerTrainer, Manners, Marked};
pub use train::Trainer;

use super::{EntityRef, Fact, Findings, Reading, tidy};
use crate::error::Result;
use crate::parameters::file::{Kind, Reader, Writer};
use crate::schema::{Ontology, RelationType};
use crate::text::Span;
use bag::Bag;
use boost::Boosted;
use context::Scored;
use features::{Rules, Sight};
use linear::{Linear, logistic};
use manner::{Manner, Ruled};
use node::{Form, Node, What};
use std::path::Path;

const KIND: Kind = Kind {
    magic: b"DEMARREL",
    version: 1,
    stage: "relations",
    command: "demarche train relations",
};

/// Below this a phrase is nothing.
const GATE: f32 = 0.05;

/// The log-odds that a mention is something.
const SURE: f32 = 9.0;

/// From this probability on a relation is believed where nothing else is asked for: two of three
/// are right then. F1 is highest at about 0.3.
const BELIEF: f32 = 0.45;

/// The relations that people read such a graph for are believed from a little less on: they would
/// rather see a doubtful demand than miss it.
const CORE: [&str; 4] = ["signed", "demands", "proposes", "controls"];
const BELIEF_OF_CORE: f32 = 0.4;

/// From which probability on a relation is believed.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Belief {
    /// From what suits its type: 0.4 for signed, demands, proposes and controls, 0.45 for others.
    #[default]
    Usual,
    /// From this one.
    From(f32),
}

impl Belief {
    fn least(self, ontology: &Ontology, kind: RelationType) -> f32 {
        let core = || CORE.contains(&ontology.relation_info(kind).name.as_str());
        match self {
            Belief::From(least) => least,
            Belief::Usual if core() => BELIEF_OF_CORE,
            Belief::Usual => BELIEF,
        }
    }
}

/// What was learned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learned {
    /// One label: the phrase is an entity of its kind.
    gate: Linear,
    /// A label for each relation.
    pairs: Linear,
    /// Judges a candidate again among the others of its document.
    context: Boosted,
    /// The relations by name.
    relations: Vec<String>,
    /// How a relation is said; a file of its own.
    manners: Manners,
}

/// A relation that may hold between two nodes of a sentence.
struct Candidate {
    kind: RelationType,
    from: usize,
    to: usize,
    scored: Scored,
    probability: f32,
}

impl Learned {
    /// The parameters that come with the program.
    pub fn built_in() -> Learned {
        let bytes = include_bytes!("../../../models/relations.bin");
        let learned = Learned::read(Path::new("models/relations.bin"), bytes)
            .unwrap_or_else(|error| panic!("the built-in parameters: {error}"));
        learned.with_manners(Manners::built_in())
    }

    /// With what was learned of how relations are said; where nothing was, the rules and the clauses
    /// tell it.
    #[must_use]
    pub fn with_manners(self, manners: Manners) -> Learned {
        Learned { manners, ..self }
    }

    /// Reads a file of parameters, without those of how relations are said.
    ///
    /// # Errors
    /// When it is no such file, one of another version, or damaged.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Learned> {
        let mut reader = Reader::new(KIND, path, bytes)?;
        let learned = Learned {
            relations: reader.texts()?,
            gate: Linear::read(&mut reader)?,
            pairs: Linear::read(&mut reader)?,
            context: Boosted::read(&mut reader, context::WIDTH)?,
            manners: Manners::default(),
        };
        reader.end()?;
        Ok(learned)
    }

    /// As a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.texts(&self.relations);
        self.gate.write(&mut writer);
        self.pairs.write(&mut writer);
        self.context.write(&mut writer);
        writer.finish(KIND)
    }

    /// Judges what the rules found and adds what they did not; keeps what is likely enough for
    /// `belief`.
    pub fn revise(&self, reading: &Reading<'_>, findings: &mut Findings, belief: Belief) {
        let ontology = &reading.schema.ontology;
        // An ontology of one's own may lack a relation that was learned.
        let relations: Vec<Option<RelationType>> = self
            .relations
            .iter()
            .map(|name| ontology.relation(name))
            .collect();
        if relations.iter().all(Option::is_none) {
            return;
        }
        let before = findings.clone();
        let rules = Rules::new(reading, &before);
        let mut judged: Vec<Option<(f32, Option<Manner>)>> = vec![None; before.facts.len()];
        let mut added: Vec<Fact> = Vec::new();
        let (nodes, gates) = self.nodes(reading, &before, &rules);
        let sights = nodes.iter().enumerate();
        let sights: Vec<Sight<'_>> = sights
            .map(|(sentence, nodes)| Sight::new(reading, &rules, nodes, sentence))
            .collect();
        let mut found = Vec::new();
        for ((nodes, gates), sight) in nodes.iter().zip(&gates).zip(&sights) {
            self.candidates(ontology, &relations, sight, (nodes, gates), &mut found);
        }
        self.judge(&mut found);
        for candidate in found {
            let sentence = candidate.scored.sentence;
            let span = reading.document().sentences[sentence].span;
            let ends = [candidate.from, candidate.to].map(|index| &nodes[sentence][index]);
            let info = ontology.relation_info(candidate.kind);
            let manner = |ruled| {
                let ends = (candidate.from, candidate.to);
                let features = manner::features(&sights[sentence], ends, &info.name, ruled);
                self.manners.judge(&features)
            };
            let mut ruled = false;
            for (fact, judged) in before.facts.iter().zip(&mut judged) {
                if is_said(fact, candidate.kind, ends, span, info.symmetric) {
                    ruled = true;
                    if judged.is_none_or(|(known, _)| known < candidate.probability) {
                        *judged = Some((candidate.probability, manner(Some(fact))));
                    }
                }
            }
            if !ruled && candidate.probability >= belief.least(ontology, candidate.kind) {
                let manner = manner(None);
                added.extend(fact(reading, (&candidate, manner), ends, span, findings));
            }
        }
        // What no pair of nodes stands for the rules decide alone.
        let ruled = before.facts.into_iter().zip(judged);
        let kept = ruled.filter_map(|(fact, judged)| {
            let own = (fact.confidence, fact.modality);
            let (confidence, modality) = judged.map_or(own, |(probability, manner)| {
                (
                    probability.into(),
                    Ruled::of(reading, &fact).weigh(manner).modality,
                )
            });
            let least = belief.least(ontology, fact.kind);
            (confidence >= f64::from(least)).then_some(Fact {
                confidence,
                modality,
                ..fact
            })
        });
        findings.facts = kept.chain(added).collect();
        tidy(reading, findings);
    }

    /// The nodes of each sentence without the phrases that are nothing, and the log-odds that they
    /// are something.
    fn nodes(
        &self,
        reading: &Reading<'_>,
        findings: &Findings,
        rules: &Rules<'_>,
    ) -> (Vec<Vec<Node>>, Vec<Vec<f32>>) {
        let mut all = node::nodes(reading, findings);
        let mut gates = Vec::with_capacity(all.len());
        for (sentence, nodes) in all.iter_mut().enumerate() {
            let sight = Sight::new(reading, rules, nodes, sentence);
            let phrases: Vec<usize> = (0..nodes.len())
                .filter(|&index| nodes[index].form == Form::Phrase)
                .collect();
            let sum = |&index: &usize| {
                let mut bag = Bag::default();
                sight.node(index, &mut bag);
                self.gate.sum(&bag.features)
            };
            let sums: Vec<f32> = phrases.iter().map(sum).collect();
            let beliefs: Vec<f32> = sums.iter().map(|&sum| logistic(sum)).collect();
            let places: Vec<_> = phrases.iter().map(|&index| nodes[index].phrase()).collect();
            let mut alive = vec![Some(SURE); nodes.len()];
            let kept = node::distinct(&places, &beliefs, GATE);
            for ((&index, &sum), kept) in phrases.iter().zip(&sums).zip(kept) {
                alive[index] = kept.then_some(sum);
            }
            gates.push(alive.iter().flatten().copied().collect());
            let mut alive = alive.into_iter();
            nodes.retain(|_| alive.next().flatten().is_some());
        }
        (all, gates)
    }

    /// The probabilities of all candidates of a document, each among the others.
    fn judge(&self, found: &mut [Candidate]) {
        let again: Vec<usize> = (0..found.len())
            .filter(|&index| found[index].scored.sum > context::LEAST)
            .collect();
        let scored: Vec<Scored> = again.iter().map(|&index| found[index].scored).collect();
        let rows = context::rows(&scored, &put_forward(&self.relations));
        let judged = rows.iter().map(|row| logistic(self.context.sum(row)));
        let mut beliefs: Vec<f32> = judged.collect();
        context::level(&scored, &mut beliefs);
        for (index, belief) in again.into_iter().zip(beliefs) {
            found[index].probability = belief;
        }
    }

    fn candidates(
        &self,
        ontology: &Ontology,
        relations: &[Option<RelationType>],
        sight: &Sight<'_>,
        (nodes, gates): (&[Node], &[f32]),
        found: &mut Vec<Candidate>,
    ) {
        let known: Vec<RelationType> = relations.iter().flatten().copied().collect();
        let (mut bag, mut sums) = (Bag::default(), Vec::new());
        for (from, to) in pairs(ontology, &known, nodes) {
            bag.features.clear();
            sight.pair(from, to, &mut bag);
            self.pairs.sums(&bag.features, &mut sums);
            let pair = sight.scored(from, to);
            let gate = gates[from].min(gates[to]);
            let allowed = |kind: RelationType| is_allowed(ontology, kind, nodes, from, to);
            let sums = relations.iter().zip(&sums).enumerate();
            let sums: Vec<(usize, RelationType, f32)> = sums
                .filter_map(|(label, (kind, &sum))| Some((label, (*kind)?, sum)))
                .filter(|&(_, kind, _)| allowed(kind))
                .collect();
            let highest = sums.iter().fold(-9.0, |best: f32, sum| best.max(sum.2));
            for (label, kind, sum) in sums {
                let scored = Scored {
                    label,
                    sum,
                    highest,
                    gate,
                    ruled: sight.is_ruled(from, to, kind),
                    ..pair
                };
                found.push(Candidate {
                    kind,
                    from,
                    to,
                    scored,
                    probability: 0.0,
                });
            }
        }
    }
}

/// Which relations make somebody the source of a proposal.
fn put_forward(relations: &[String]) -> Vec<bool> {
    let names = relations.iter();
    names
        .map(|name| context::PUT_FORWARD.contains(&&**name))
        .collect()
}

/// Whether a relation may join two nodes in this order; what holds either way round is said in the
/// order of the text.
fn is_allowed(
    ontology: &Ontology,
    kind: RelationType,
    nodes: &[Node],
    from: usize,
    to: usize,
) -> bool {
    let turned = ontology.relation_info(kind).symmetric && from > to;
    !turned && ontology.allows(nodes[from].kind, kind, nodes[to].kind)
}

/// Whether a fact of the rules says in a sentence that a relation holds between two nodes.
fn is_said(
    fact: &Fact,
    kind: RelationType,
    [a, b]: [&Node; 2],
    sentence: Span,
    symmetric: bool,
) -> bool {
    let ends = [fact.source, fact.target].map(|end| What::Known(end.entity));
    let ends = (ends[0], ends[1]);
    fact.kind == kind
        && fact.evidence.overlaps(sentence)
        && (ends == (a.what, b.what) || symmetric && ends == (b.what, a.what))
}

/// A candidate that no rule knows, as a fact.
fn fact(
    reading: &Reading<'_>,
    (candidate, manner): (&Candidate, Option<Manner>),
    [a, b]: [&Node; 2],
    sentence: Span,
    findings: &mut Findings,
) -> Option<Fact> {
    let source = node::argument(reading, a, findings)?;
    let target = node::argument(reading, b, findings)?;
    let predicate = manner::predicate(reading, a, b);
    let tokens = &reading.document().tokens;
    let stance = manner::stance_of(reading, predicate);
    let manner = manner.unwrap_or_else(|| Manner::of_stance(&stance));
    let actor = |kind| reading.is_a(kind, "Actor");
    let speaker = stance
        .speaker
        .and_then(|head| reading.meant_by(head, &actor))
        .and_then(|mention| reading.resolution.of_mention[mention])
        .filter(|&speaker| EntityRef::Referent(speaker) != source.entity);
    let shown = [a.evidence, b.evidence].into_iter().flatten();
    Some(Fact {
        kind: candidate.kind,
        source,
        target,
        evidence: shown.fold(sentence, Span::cover),
        trigger: tokens[predicate].span,
        polarity: manner.polarity,
        modality: manner.modality,
        attributed_to: speaker,
        value: None,
        role: None,
        date: None,
        found_by: Fact::LEARNED.to_owned(),
        plover: None,
        confidence: f64::from(candidate.probability),
    })
}

/// The ordered pairs of nodes that some relation may join.
fn pairs(ontology: &Ontology, relations: &[RelationType], nodes: &[Node]) -> Vec<(usize, usize)> {
    let joinable = |a: &Node, b: &Node| {
        let one = matches!((a.what, b.what), (What::Known(x), What::Known(y)) if x == y);
        let phrase = a.what == b.what && a.head == b.head;
        let mut kinds = relations.iter();
        !one && !phrase
            && b.form != Form::Speaker
            && kinds.any(|&kind| ontology.allows(a.kind, kind, b.kind))
    };
    let all = (0..nodes.len()).flat_map(|from| (0..nodes.len()).map(move |to| (from, to)));
    all.filter(|&(from, to)| from != to && joinable(&nodes[from], &nodes[to]))
        .collect()
}

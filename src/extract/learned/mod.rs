//! What the rules do not say: linear models that read the same trees.
//!
//! In each sentence stand *nodes* (mentions, what the rules found, nouns for agreements and events,
//! phrases that may be proposals). A first model says which phrases are anything at all, a second
//! one which relations hold between two nodes; what the rules found is evidence among other. A
//! fact of the rules stays where the model believes it, with its probability as its confidence.

mod bag;
mod features;
mod linear;
mod node;
mod train;

pub use train::{Lesson, Trainer};

use super::{EntityRef, Fact, Findings, Reading, stance, tidy};
use crate::schema::{Ontology, RelationType};
use crate::text::{Deprel, Span, Upos};
use bag::Bag;
use features::{Rules, Sight};
use linear::{Linear, logistic};
use node::{Form, Node};

/// Below this a phrase is nothing.
const GATE: f32 = 0.04;

/// What was learned.
#[derive(Debug, Clone, Default)]
pub struct Learned {
    /// One label: the phrase is an entity of its kind.
    gate: Linear,
    /// A label for each relation of `relations`.
    pairs: Linear,
    relations: Vec<RelationType>,
    threshold: f32,
}

/// A relation that may hold between two nodes of a sentence.
struct Candidate {
    kind: RelationType,
    from: usize,
    to: usize,
    probability: f32,
}

impl Learned {
    /// Judges what the rules found and adds what they did not.
    pub fn revise(&self, reading: &Reading<'_>, findings: &mut Findings) {
        if self.relations.is_empty() {
            return;
        }
        let before = findings.clone();
        let rules = Rules::new(reading, &before);
        let mut kept: Vec<Fact> = Vec::new();
        let mut seen = vec![false; before.facts.len()];
        let nodes = self.live_nodes(reading, &before, &rules);
        for (sentence, nodes) in nodes.iter().enumerate() {
            let sight = Sight::new(reading, &rules, nodes, sentence);
            let span = reading.document().sentences[sentence].span;
            for candidate in self.candidates(reading, &sight, nodes) {
                let [a, b] = [&nodes[candidate.from], &nodes[candidate.to]];
                let mut ruled = false;
                for (index, fact) in before.facts.iter().enumerate() {
                    let same = fact.kind == candidate.kind
                        && fact.evidence.overlaps(span)
                        && node::What::Known(fact.source.entity) == a.what
                        && node::What::Known(fact.target.entity) == b.what;
                    if same {
                        ruled = true;
                        let first = !std::mem::replace(&mut seen[index], true);
                        if candidate.probability >= self.threshold {
                            if first {
                                kept.push(fact.clone());
                            }
                            let known = kept.iter_mut().find(|k| {
                                k.trigger == fact.trigger
                                    && k.kind == fact.kind
                                    && k.source.entity == fact.source.entity
                                    && k.target.entity == fact.target.entity
                            });
                            if let Some(known) = known {
                                let better = f64::from(candidate.probability);
                                known.confidence = match first {
                                    true => better,
                                    false => known.confidence.max(better),
                                };
                            } else {
                                kept.push(Fact {
                                    confidence: f64::from(candidate.probability),
                                    ..fact.clone()
                                });
                            }
                        }
                    }
                }
                if !ruled && candidate.probability >= self.threshold {
                    let evidence = [a, b].iter().filter_map(|node| node.evidence).fold(span, Span::cover);
                    kept.extend(self.fact(reading, &candidate, nodes, evidence, findings));
                }
            }
        }
        // What no pair of nodes stands for, as evidence of two sentences, the rules decide alone.
        let unseen = before.facts.into_iter().zip(seen).filter(|(_, seen)| !seen);
        kept.extend(unseen.map(|(fact, _)| fact));
        findings.facts = kept;
        tidy(reading, findings);
    }

    /// The nodes of each sentence without the phrases that are nothing.
    fn live_nodes(
        &self,
        reading: &Reading<'_>,
        findings: &Findings,
        rules: &Rules<'_>,
    ) -> Vec<Vec<Node>> {
        let mut all = node::nodes(reading, findings);
        for (sentence, nodes) in all.iter_mut().enumerate() {
            let alive: Vec<bool> = {
                let sight = Sight::new(reading, rules, nodes, sentence);
                let alive = (0..nodes.len()).map(|index| {
                    if nodes[index].form != Form::Phrase {
                        return true;
                    }
                    let mut bag = Bag::default();
                    sight.node(index, &mut bag);
                    logistic(self.gate.sums(&bag.features)[0]) >= GATE
                });
                alive.collect()
            };
            let mut alive = alive.into_iter();
            nodes.retain(|_| alive.next().unwrap_or(false));
        }
        all
    }

    fn candidates(
        &self,
        reading: &Reading<'_>,
        sight: &Sight<'_>,
        nodes: &[Node],
    ) -> Vec<Candidate> {
        let mut found = Vec::new();
        for (from, to) in pairs(&reading.schema.ontology, &self.relations, nodes) {
            let features = pair_features(sight, from, to);
            let sums = self.pairs.sums(&features);
            for (label, &kind) in self.relations.iter().enumerate() {
                let [a, b] = [&nodes[from], &nodes[to]];
                if !reading.schema.ontology.allows(a.kind, kind, b.kind) {
                    continue;
                }
                found.push(Candidate {
                    kind,
                    from,
                    to,
                    probability: logistic(sums[label]),
                });
            }
        }
        found
    }

    fn fact(
        &self,
        reading: &Reading<'_>,
        candidate: &Candidate,
        nodes: &[Node],
        evidence: Span,
        findings: &mut Findings,
    ) -> Option<Fact> {
        let source = node::argument(reading, &nodes[candidate.from], findings)?;
        let target = node::argument(reading, &nodes[candidate.to], findings)?;
        let predicate = predicate(reading, &nodes[candidate.from], &nodes[candidate.to]);
        let tokens = &reading.document().tokens;
        let stance = match tokens[predicate].upos {
            Upos::Verb | Upos::Aux => stance::of(reading, predicate),
            _ => stance::of_noun(reading, predicate),
        };
        let actor = |kind| reading.is_a(kind, "Actor");
        let speaker = stance
            .speaker
            .and_then(|head| reading.meant_by(head, &actor))
            .and_then(|mention| reading.resolution.of_mention[mention])
            .filter(|&speaker| EntityRef::Referent(speaker) != source.entity);
        Some(Fact {
            kind: candidate.kind,
            source,
            target,
            evidence,
            trigger: tokens[predicate].span,
            polarity: stance.polarity,
            modality: stance.modality,
            attributed_to: speaker,
            value: None,
            role: None,
            date: None,
            found_by: "learned".to_owned(),
            plover: None,
            confidence: f64::from(candidate.probability),
        })
    }
}

/// The ordered pairs of nodes that some relation may join.
fn pairs(
    ontology: &Ontology,
    relations: &[RelationType],
    nodes: &[Node],
) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for from in 0..nodes.len() {
        for to in 0..nodes.len() {
            let [a, b] = [&nodes[from], &nodes[to]];
            let joinable = a.what != b.what || a.head != b.head;
            let silent = b.form == Form::Speaker;
            let same = matches!((a.what, b.what), (node::What::Known(x), node::What::Known(y)) if x == y);
            if from != to
                && joinable
                && !same
                && !silent
                && relations.iter().any(|&kind| ontology.allows(a.kind, kind, b.kind))
            {
                found.push((from, to));
            }
        }
    }
    found
}

fn pair_features(sight: &Sight<'_>, from: usize, to: usize) -> Vec<u64> {
    let mut bag = Bag::default();
    sight.pair(from, to, &mut bag);
    bag.features
}

/// The word that says most of what joins two nodes: the lowest token above both that belongs to
/// neither, else the head of the one that holds the other.
fn predicate(reading: &Reading<'_>, a: &Node, b: &Node) -> usize {
    let tree = reading.tree;
    let mut above = vec![a.head];
    while let Some(head) = tree.head(above[above.len() - 1]) {
        above.push(head);
    }
    let mut at = b.head;
    while !above.contains(&at) {
        match tree.head(at) {
            Some(head) => at = head,
            None => return b.head,
        }
    }
    let named = reading.mention_at(at).is_some();
    if named && let Some(head) = tree.head(at) {
        let clause = matches!(tree.deprel(at), Deprel::Nsubj | Deprel::Obj | Deprel::Obl);
        if clause && reading.document().tokens[head].upos == Upos::Verb {
            return head;
        }
    }
    at
}

//! What an annotated document says, as a teacher of the nodes of its sentences.

use super::super::{EntityRef, Reading};
use super::manner::Manner;
use super::node::{Form, Node, What};
use crate::record::Record;
use crate::schema::EntityType;
use crate::text::{CodePoints, MentionKind, Span};
use std::collections::BTreeMap;

/// A record as a teacher of the nodes of its document.
pub(super) struct Annotated<'r> {
    gold: &'r Record,
    /// The mentions of each entity in bytes.
    places: Vec<Vec<Span>>,
    kinds: Vec<Option<EntityType>>,
    /// Where each relation is said, by type, source and target, and how.
    said: BTreeMap<(String, usize, usize), Vec<(Span, Manner)>>,
}

impl<'r> Annotated<'r> {
    pub fn new(reading: &Reading<'_>, gold: &'r Record) -> Annotated<'r> {
        let points = CodePoints::new(&reading.document().article.text);
        let bytes = |start, end| points.bytes(crate::text::CodeSpan { start, end });
        let index: BTreeMap<&str, usize> = gold
            .entities
            .iter()
            .enumerate()
            .map(|(index, entity)| (&*entity.id, index))
            .collect();
        let mut said: BTreeMap<_, Vec<(Span, Manner)>> = BTreeMap::new();
        for relation in &gold.relations {
            let ends = (index.get(&*relation.source), index.get(&*relation.target));
            let place = points.bytes(relation.evidence);
            if let ((Some(&source), Some(&target)), Some(place)) = (ends, place) {
                let manner = Manner {
                    polarity: relation.polarity,
                    modality: relation.modality,
                };
                let key = (relation.kind.clone(), source, target);
                said.entry(key).or_default().push((place, manner));
            }
        }
        let mentions = |entity: &crate::record::EntityRecord| {
            let spans = entity.mentions.iter();
            spans.filter_map(|m| bytes(m.start, m.end)).collect()
        };
        Annotated {
            gold,
            places: gold.entities.iter().map(mentions).collect(),
            kinds: gold
                .entities
                .iter()
                .map(|entity| reading.schema.ontology.entity(&entity.kind))
                .collect(),
            said,
        }
    }

    /// The annotated entity that a node stands for by its own words, or else by whom it means.
    pub fn stands_for(&self, node: &Node, of_referents: &[Option<usize>]) -> Option<usize> {
        let spoken = (node.form != Form::Speaker)
            .then(|| self.entity_of(node))
            .flatten();
        spoken.or_else(|| match node.what {
            What::Known(EntityRef::Referent(referent)) => of_referents[referent],
            _ => None,
        })
    }

    /// The annotated entity that a node stands for: its span is a mention of it, or shares most of
    /// one with it.
    fn entity_of(&self, node: &Node) -> Option<usize> {
        self.share(node).map(|(_, entity)| entity)
    }

    /// The annotated entity that a node stands for, and how much of a mention of it the node shares.
    fn share(&self, node: &Node) -> Option<(f64, usize)> {
        let mut best: Option<(f64, usize)> = None;
        for index in 0..self.gold.entities.len() {
            if self.kinds[index] != Some(node.kind) {
                continue;
            }
            for place in &self.places[index] {
                let common = node
                    .span
                    .end
                    .min(place.end)
                    .saturating_sub(node.span.start.max(place.start));
                let (shorter, longer) = {
                    let (a, b) = (node.span.len(), place.len());
                    (a.min(b).max(1), a.max(b).max(1))
                };
                let enough = match node.form {
                    Form::Phrase => f64::from(common) >= 0.6 * shorter as f64,
                    _ => 2.0 * f64::from(common) >= longer as f64,
                };
                let share = f64::from(common) / longer as f64;
                if enough && best.is_none_or(|(known, _)| share > known) {
                    best = Some((share, index));
                }
            }
        }
        best
    }

    /// Which of the phrases of a sentence stand for an annotated entity better than the others.
    pub fn best_phrases(&self, nodes: &[Node]) -> Vec<bool> {
        let shares: Vec<Option<(f64, usize)>> = nodes
            .iter()
            .map(|node| self.share(node).filter(|_| node.form == Form::Phrase))
            .collect();
        let best = |&(share, entity): &(f64, usize)| {
            let others = shares.iter().flatten();
            others
                .filter(|(_, of)| *of == entity)
                .all(|(other, _)| *other <= share)
        };
        shares
            .iter()
            .map(|own| own.as_ref().is_some_and(best))
            .collect()
    }

    /// For each referent the annotated entity that most of its names are mentions of.
    pub fn of_referents(&self, reading: &Reading<'_>) -> Vec<Option<usize>> {
        let mut votes: Vec<BTreeMap<usize, usize>> =
            vec![BTreeMap::new(); reading.resolution.referents.len()];
        for (index, referent) in reading.resolution.of_mention.iter().enumerate() {
            let mention = &reading.mentions[index];
            let Some(referent) = referent.filter(|_| mention.kind == MentionKind::Name) else {
                continue;
            };
            let node = Node {
                kind: reading.resolution.referents[referent].entity_type,
                what: What::Known(EntityRef::Referent(referent)),
                head: mention.head,
                span: mention.span,
                form: Form::Name,
                evidence: None,
            };
            if let Some(entity) = self.entity_of(&node) {
                *votes[referent].entry(entity).or_insert(0) += 1;
            }
        }
        let most = |votes: BTreeMap<usize, usize>| {
            let best = votes
                .into_iter()
                .max_by_key(|&(entity, count)| (count, usize::MAX - entity));
            best.map(|(entity, _)| entity)
        };
        votes.into_iter().map(most).collect()
    }

    /// The places that say a relation, and how each says it.
    pub fn said(&self, kind: &str, source: usize, target: usize) -> Option<&[(Span, Manner)]> {
        let places = self.said.get(&(kind.to_owned(), source, target));
        places.map(Vec::as_slice)
    }
}

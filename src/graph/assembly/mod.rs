//! Gathering records into a graph.
//!
//! All that is gathered sits in tables that only ever grow to a join of what came in, so
//! gathering is associative, commutative and idempotent: property tests in `tests/assembly.rs`
//! hold it to that. Entities and relations are found by hash and put in order at the end.

mod checks;
mod records;
mod tables;

pub(super) use checks::{Members, check_places, check_signature, edited};

use self::tables::{Entities, RelationKey, Relations};
use super::hash::HashMap;
use super::identity::Moves;
use super::shared::{Pool, Shared};
use super::{Appearance, DocumentInfo, EntityId, Evidence, Graph};
use crate::schema::{EntityType, Modality, Ontology, Polarity, RelationType};
use petgraph::graph::{DiGraph, NodeIndex};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

/// Gathers records, graphs and single pieces; [`finish`](Assembly::finish) makes the graph.
#[derive(Debug, Clone)]
pub struct Assembly {
    ontology: Arc<Ontology>,
    pool: Pool,
    documents: BTreeMap<Shared, DocumentInfo>,
    entities: Entities,
    relations: Relations,
}

/// Source, type and target of a relation, the two by id.
type Ends<'a> = (&'a str, RelationType, &'a str);

/// An end of a relation: an entity that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct End<'a> {
    id: &'a str,
    /// Where it stands among the entities.
    place: u32,
}

impl Assembly {
    /// An empty one; nothing outside this ontology will get in.
    pub fn new(ontology: Arc<Ontology>) -> Assembly {
        Assembly {
            ontology,
            pool: Pool::default(),
            documents: BTreeMap::new(),
            entities: Entities::default(),
            relations: Relations::default(),
        }
    }

    /// Adds all that a graph of the same ontology holds.
    ///
    /// # Errors
    /// A message when the ontologies differ.
    pub fn add_graph(&mut self, graph: &Graph) -> Result<(), String> {
        if *graph.ontology != *self.ontology {
            return Err("the graphs were built with different ontologies".to_owned());
        }
        for (id, info) in graph.documents() {
            self.add_document(id, info.clone());
        }
        let moves = Moves::to_bases(graph.entities(), &self.ontology);
        for entity in graph.entities() {
            for (document, appearance) in entity.appearances() {
                let id = moves.id(&entity.id, document);
                let key = entity.key.as_deref();
                let document = self.pool.share(document);
                self.add_entity((id, entity.kind, key), &document, (**appearance).clone());
            }
        }
        for edge in graph.relations() {
            let relation = edge.relation;
            let ends = (edge.source.id(), relation.kind(), edge.target.id());
            let manner = (relation.polarity(), relation.modality());
            for evidence in relation.evidence() {
                let mut evidence = evidence.clone();
                self.share(&mut evidence);
                self.add_moved(&moves, ends, manner, evidence);
            }
        }
        Ok(())
    }

    /// Takes a document out: what only it said goes, what others say too stays, and the rest is as
    /// if it had never been there. Answers whether it was there.
    pub fn remove_document(&mut self, id: &str) -> bool {
        let known = self.documents.remove(id).is_some();
        self.refill(&Moves::default(), |document| document != id);
        known
    }

    /// Gives each document's share in a person to whom it belongs, now that all are in; then tells
    /// where the entities stand, by id.
    fn identify(&mut self) -> Vec<u32> {
        let order = self.entities.order();
        let moves = Moves::of_bases(&self.entities.at(&order), &self.ontology);
        if moves.is_empty() {
            return order;
        }
        self.refill(&moves, |_| true);
        self.entities.order()
    }

    /// Gathers everything anew that some documents say, each share at whom it belongs to.
    fn refill(&mut self, moves: &Moves, keep: impl Fn(&str) -> bool) {
        let entities = std::mem::take(&mut self.entities).into_list();
        let relations = std::mem::take(&mut self.relations);
        let ids: Vec<EntityId> = entities.iter().map(|entity| entity.id.clone()).collect();
        for entity in entities {
            for (document, appearance) in entity.appearances {
                if keep(&document) {
                    let id = moves.id(&entity.id, &document);
                    let key = entity.key.as_deref();
                    self.add_entity((id, entity.kind, key), &document, *appearance);
                }
            }
        }
        for (key, relation) in relations.into_list() {
            let [source, target] = [key.source, key.target].map(|place| &ids[place as usize]);
            let ends = (source, key.kind, target);
            for evidence in relation.into_evidence() {
                if keep(&evidence.document) {
                    self.add_moved(moves, ends, (key.polarity, key.modality), evidence);
                }
            }
        }
    }

    /// Adds a piece of evidence between those whom its document speaks of.
    fn add_moved(
        &mut self,
        moves: &Moves,
        (source, kind, target): (&EntityId, RelationType, &EntityId),
        manner: (Polarity, Modality),
        mut evidence: Evidence,
    ) {
        let document = evidence.document.clone();
        if let Some(speaker) = &mut evidence.attributed_to {
            *speaker = moves.id(speaker, &document).clone();
        }
        let [source, target] = [source, target].map(|id| self.end(moves.id(id, &document)));
        self.add_relation((source, kind, target), manner, evidence);
    }

    /// Makes the graph.
    pub fn finish(mut self) -> Graph {
        let order = self.identify();
        let mut dates = Dates::default();
        for (id, info) in &self.documents {
            if let Some(date) = &info.date {
                dates.insert(id.clone(), date.as_str().into());
            }
        }
        let (entities, ranks) = self.entities.into_sorted(&order);
        let mut inner = DiGraph::with_capacity(entities.len(), self.relations.len());
        for mut entity in entities {
            let of_documents = entity.appearances.keys();
            let first_and_last = first_and_last(of_documents.filter_map(|id| dates.get(id)));
            entity.settle(first_and_last);
            inner.add_node(entity);
        }
        let id = |node: u32| inner[NodeIndex::new(node as usize)].id();
        let names = |key: &RelationKey| -> (&str, &str, &str) {
            let name = &self.ontology.relation_info(key.kind).name;
            (id(key.source), name, id(key.target))
        };
        let relations = self.relations.into_sorted(&ranks, &dates, &names);
        for (key, relation) in relations {
            let [source, target] = [key.source, key.target].map(|n| NodeIndex::new(n as usize));
            inner.add_edge(source, target, relation);
        }
        Graph {
            ontology: self.ontology,
            inner,
            documents: self.documents,
        }
    }

    pub(super) fn add_document(&mut self, id: &str, info: DocumentInfo) {
        let id = self.pool.share(id);
        self.documents.entry(id).or_default().join(info);
    }

    /// Adds what a document says of an entity, and tells where that stands.
    fn add_entity(
        &mut self,
        (id, kind, key): (&EntityId, EntityType, Option<&str>),
        document: &Shared,
        appearance: Appearance,
    ) -> u32 {
        let (place, entity) = self.entities.entry(id, kind, key);
        match entity.appearances.entry(document.clone()) {
            Entry::Occupied(known) => known.into_mut().join(appearance),
            Entry::Vacant(place) => {
                place.insert(Box::new(appearance));
            }
        }
        place
    }

    /// Adds evidence, whose texts are shared, between two entities that are there. A symmetric
    /// relation is written once, from the lesser id to the greater.
    fn add_relation(
        &mut self,
        (source, kind, target): (End<'_>, RelationType, End<'_>),
        (polarity, modality): (Polarity, Modality),
        mut evidence: Evidence,
    ) {
        // The mentions decide where somebody meets himself.
        let mut ends = [
            (source, evidence.source_mention),
            (target, evidence.target_mention),
        ];
        if self.ontology.relation_info(kind).symmetric {
            ends.sort();
        }
        [evidence.source_mention, evidence.target_mention] = ends.map(|(_, mention)| mention);
        let [source, target] = ends.map(|(end, _)| end.place);
        let key = RelationKey {
            source,
            kind,
            target,
            polarity,
            modality,
        };
        self.relations.add(key, evidence);
    }

    /// An entity that is there.
    fn end<'a>(&self, id: &'a str) -> End<'a> {
        let place = self.entities.place(id).expect("both ends are there");
        End { id, place }
    }

    /// Lets a piece of evidence bear the texts that are there already.
    fn share(&mut self, evidence: &mut Evidence) {
        let pool = &mut self.pool;
        evidence.document = pool.share(&evidence.document);
        let speaker = evidence.attributed_to.iter_mut();
        let texts = speaker
            .chain(&mut evidence.frame)
            .chain(&mut evidence.plover);
        texts.for_each(|text| *text = pool.share(text));
    }
}

/// The date of each dated document.
pub(super) type Dates = HashMap<Shared, Shared>;

/// The first and the last of some dates.
pub(super) fn first_and_last<'a>(
    mut dates: impl Iterator<Item = &'a Shared>,
) -> Option<(Shared, Shared)> {
    let first = dates.next()?;
    let (first, last) = dates.fold((first, first), |(first, last), date| {
        (first.min(date), last.max(date))
    });
    Some((first.clone(), last.clone()))
}

//! The entities and relations that are being gathered, found by hash.

use super::super::hash::HashMap;
use super::super::{Entity, EntityId, Evidence, Relation};
use super::{Dates, first_and_last};
use crate::schema::{EntityType, Modality, Polarity, RelationType};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The entities, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(super) struct Entities {
    places: HashMap<EntityId, u32>,
    list: Vec<Entity>,
}

impl Entities {
    /// Where an entity stands.
    pub(super) fn place(&self, id: &str) -> Option<u32> {
        self.places.get(id).copied()
    }

    pub(super) fn get(&self, id: &str) -> Option<&Entity> {
        self.place(id).map(|place| &self.list[place as usize])
    }

    /// The entity of an id and where it stands; it is new if it was not there.
    pub(super) fn entry(
        &mut self,
        id: &EntityId,
        kind: EntityType,
        key: Option<&str>,
    ) -> (u32, &mut Entity) {
        let place = self.place(id).unwrap_or_else(|| {
            let place = self.list.len() as u32;
            self.places.insert(id.clone(), place);
            self.list.push(Entity {
                id: id.clone(),
                kind,
                key: key.map(str::to_owned),
                appearances: BTreeMap::new(),
                name: String::new(),
                dates: None,
            });
            place
        });
        (place, &mut self.list[place as usize])
    }

    /// Where the entities stand, by id.
    pub(super) fn order(&self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.list.len() as u32).collect();
        let id = |place: &u32| &self.list[*place as usize].id;
        order.sort_unstable_by(|a, b| id(a).cmp(id(b)));
        order
    }

    /// The entities at some places.
    pub(super) fn at(&self, places: &[u32]) -> Vec<&Entity> {
        let places = places.iter();
        places.map(|place| &self.list[*place as usize]).collect()
    }

    /// In the order in which they came, which their places count.
    pub(super) fn into_list(self) -> Vec<Entity> {
        self.list
    }

    /// In an order of all places, and for each place its rank in that.
    pub(super) fn into_sorted(self, order: &[u32]) -> (Vec<Entity>, Vec<u32>) {
        drop(self.places);
        let mut list: Vec<Option<Entity>> = self.list.into_iter().map(Some).collect();
        let mut ranks = vec![0; list.len()];
        for (rank, place) in (0..).zip(order) {
            ranks[*place as usize] = rank;
        }
        let taken = order
            .iter()
            .filter_map(|place| list[*place as usize].take());
        (taken.collect(), ranks)
    }
}

/// What makes a relation this one; the ends are places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RelationKey {
    pub(super) source: u32,
    pub(super) kind: RelationType,
    pub(super) target: u32,
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
}

/// The relations, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(super) struct Relations {
    places: HashMap<RelationKey, u32>,
    list: Vec<(RelationKey, Relation)>,
}

impl Relations {
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn add(&mut self, key: RelationKey, evidence: Evidence) {
        let next = self.list.len() as u32;
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            let relation = Relation::new(key.kind, key.polarity, key.modality, evidence);
            self.list.push((key, relation));
        } else {
            self.list[place as usize].1.add(evidence);
        }
    }

    pub(super) fn into_list(self) -> Vec<(RelationKey, Relation)> {
        self.list
    }

    /// Whole, in the order of their keys, whose places become `ranks`; `names` gives what a
    /// relation's id is made from beside polarity and modality.
    pub(super) fn into_sorted<'a>(
        self,
        ranks: &[u32],
        dates: &Dates,
        names: &(dyn Fn(&RelationKey) -> (&'a str, &'a str, &'a str) + Sync),
    ) -> impl Iterator<Item = (RelationKey, Relation)> + use<> {
        drop(self.places);
        let mut list: Vec<Option<(RelationKey, Relation)>> =
            self.list.into_iter().map(Some).collect();
        list.par_iter_mut().flatten().for_each(|(key, relation)| {
            key.source = ranks[key.source as usize];
            key.target = ranks[key.target as usize];
            let (source, kind, target) = names(key);
            relation.settle();
            let documents = relation.evidence().map(|piece| &piece.document);
            let dates = first_and_last(documents.filter_map(|id| dates.get(id)));
            relation.finish((source, kind, target), dates);
        });
        let keys = list.iter().flatten().map(|(key, _)| *key);
        let mut order: Vec<(RelationKey, u32)> = keys.zip(0..).collect();
        order.par_sort_unstable();
        // The list is emptied in order, for a relation is large and sorting would move it often.
        order
            .into_iter()
            .filter_map(move |(_, place)| list[place as usize].take())
    }
}

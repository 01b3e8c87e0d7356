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

    /// By id.
    pub(super) fn sorted(&self) -> Vec<&Entity> {
        let mut sorted: Vec<&Entity> = self.list.iter().collect();
        sorted.sort_unstable_by_key(|entity| &entity.id);
        sorted
    }

    /// In the order in which they came, which their places count.
    pub(super) fn into_list(self) -> Vec<Entity> {
        self.list
    }

    /// By id, and for each place the place in that order.
    pub(super) fn into_sorted(self) -> (Vec<Entity>, Vec<u32>) {
        drop(self.places);
        let mut sorted: Vec<(u32, Entity)> = (0..).zip(self.list).collect();
        sorted.sort_unstable_by(|(_, a), (_, b)| a.id.cmp(&b.id));
        let mut ranks = vec![0; sorted.len()];
        for (rank, (place, _)) in (0..).zip(&sorted) {
            ranks[*place as usize] = rank;
        }
        (
            sorted.into_iter().map(|(_, entity)| entity).collect(),
            ranks,
        )
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

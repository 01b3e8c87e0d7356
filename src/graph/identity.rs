//! Which of the people of one name are one person, across documents.
//!
//! What a document gives has an id made from type and name, its *base*. Two documents that speak of
//! people of one name as of different countries speak of two people, unless the gazetteer knows
//! the name: then each document's goes to a node of its own, `person/john-smith@GB`, and one that
//! says no country to `person/john-smith`. So do two of which one speaks of a footballer and the
//! other of a minister, unless a third says that the minister was a footballer:
//! `person/john-smith@sport`, of two countries besides `person/john-smith@GB.sport`. A surname alone is
//! the only person of the graph who bears it, if both are said to be of the same country; so is a
//! name with the initial of a second one, `person/john-q-smith`, the one without it.
//!
//! Who is who is decided when all documents are in, from all that they say, and the base of each
//! document's share can be read off its names. So the order of the documents does not matter, two
//! finished graphs join as their documents would, and a document can be taken out again.

use super::shared::Shared;
use super::{Appearance, Entity, EntityId, entity_id};
use crate::schema::{EntityType, Ontology, Sphere};
use crate::text::Reason;
use std::collections::{BTreeMap, BTreeSet};

/// How sure it must be that somebody is of another country than a namesake.
const CERTAIN: f64 = 0.9;

/// Where the share that a document has in an entity belongs.
#[derive(Debug, Default)]
pub(super) struct Moves(BTreeMap<EntityId, BTreeMap<Shared, EntityId>>);

impl Moves {
    /// The id under which a document speaks of an entity.
    pub fn id<'a>(&'a self, id: &'a EntityId, document: &str) -> &'a EntityId {
        let moved = self.0.get(id).and_then(|moved| moved.get(document));
        moved.unwrap_or(id)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn insert(&mut self, from: &EntityId, document: &Shared, to: EntityId) {
        if *from != to {
            let moved = self.0.entry(from.clone()).or_default();
            moved.insert(document.clone(), to);
        }
    }

    /// Documents that call somebody by less, or by more, of the name than `bearer` has, and that speak
    /// of one of the same country, speak of `bearer`.
    fn join(&mut self, entity: &Entity, bearer: &Entity) {
        let namesakes = Namesakes::of(bearer);
        for (document, appearance) in &entity.appearances {
            let Some(country) = sole_country(appearance) else {
                continue;
            };
            let mut theirs = bearer.appearances.values();
            let same = theirs.any(|a| a.countries.contains_key(country));
            if same && !bearer.appearances.contains_key(document) {
                self.insert(&entity.id, document, namesakes.id(appearance));
            }
        }
    }

    /// From the bases of all documents, in the order of their ids, to the nodes of the graph.
    pub fn of_bases(entities: &[&Entity], ontology: &Ontology) -> Moves {
        let person = ontology.entity("Person");
        let known = |id: &EntityId| {
            entities
                .binary_search_by(|entity| entity.id.cmp(id))
                .is_ok()
        };
        let people: Vec<&Entity> = entities
            .iter()
            .copied()
            .filter(|entity| Some(entity.kind) == person && entity.key.is_none())
            .filter(|entity| entity.id.matches('/').count() == 1)
            .collect();
        let mut moves = Moves::default();
        for &entity in &people {
            let namesakes = Namesakes::of(entity);
            if namesakes.are_one() {
                continue;
            }
            for (document, appearance) in &entity.appearances {
                moves.insert(&entity.id, document, namesakes.id(appearance));
            }
        }
        let mut bearers: BTreeMap<&str, Vec<&Entity>> = BTreeMap::new();
        let mut with_initials: BTreeMap<EntityId, Vec<&Entity>> = BTreeMap::new();
        for &entity in &people {
            let bare = without_initials(&entity.id).filter(known);
            if let Some(bare) = bare {
                with_initials.entry(bare).or_default().push(entity);
            } else if let Some((_, surname)) = entity.id.rsplit_once('-') {
                bearers.entry(surname).or_default().push(entity);
            }
        }
        for &entity in &people {
            if let Some(&[other]) = with_initials.get(&entity.id).map(Vec::as_slice) {
                moves.join(other, entity);
            }
            let surname = entity.id.rsplit('/').next().unwrap_or_default();
            if let Some(&[bearer]) = bearers.get(surname).map(Vec::as_slice) {
                moves.join(entity, bearer);
            }
        }
        moves
    }

    /// From the nodes of a finished graph back to the bases of its documents.
    pub fn to_bases<'a>(entities: impl Iterator<Item = &'a Entity>, ontology: &Ontology) -> Moves {
        let mut moves = Moves::default();
        for entity in entities {
            for (document, appearance) in &entity.appearances {
                let kind = &ontology.entity_info(entity.kind).name;
                let base = base(
                    kind,
                    entity.key.as_deref(),
                    &entity.id,
                    document,
                    appearance,
                );
                if let Some(base) = base {
                    moves.insert(&entity.id, document, base);
                }
            }
        }
        moves
    }
}

/// The id that a document alone gives a node; `None` where its names do not give that node's.
pub(super) fn base(
    kind: &str,
    key: Option<&str>,
    id: &EntityId,
    document: &str,
    appearance: &Appearance,
) -> Option<EntityId> {
    let all_give = |document: Option<&str>, expected: &str| {
        let mut names = appearance.names.iter();
        names.all(|name| entity_id(kind, key, name, document) == expected)
    };
    let first = appearance.names.first()?;
    let base = entity_id(kind, key, first, None);
    let same = *id == base;
    // By far the most are the first of these.
    if (same && all_give(None, &base)) || all_give(Some(document), id) {
        return Some(id.clone());
    }
    let surname = base.rsplit('/').next().unwrap_or_default();
    let moved = key.is_none()
        && (id
            .strip_prefix(base.as_str())
            .is_some_and(|rest| rest.starts_with('@'))
            || id.split('@').next().is_some_and(|full| {
                let same_kind = full.split('/').next() == base.split('/').next();
                let by_surname = same_kind && full.ends_with(&format!("-{surname}"));
                by_surname || without_initials(&base).is_some_and(|bare| bare == full)
            }));
    (moved && all_give(None, &base)).then(|| base.into())
}

/// The people of one name that the documents of an entity tell apart.
struct Namesakes<'a> {
    entity: &'a Entity,
    /// Whether they are of several countries.
    by_country: bool,
    /// For each country that a document may say, or none, the walks of life that go together.
    spheres: BTreeMap<Option<&'a str>, Vec<BTreeSet<Sphere>>>,
}

impl<'a> Namesakes<'a> {
    /// What the documents say; the gazetteer, which knows one of that name, knows better.
    fn of(entity: &'a Entity) -> Namesakes<'a> {
        let mut found = Namesakes {
            entity,
            by_country: false,
            spheres: BTreeMap::new(),
        };
        let mut all = entity.appearances.values();
        if all.any(|a| a.reasons.contains_key(&Reason::Gazetteer)) {
            return found;
        }
        let countries = entity
            .appearances
            .values()
            .filter_map(|a| certain_country(a));
        found.by_country = countries.collect::<BTreeSet<&str>>().len() > 1;
        for appearance in entity.appearances.values() {
            if appearance.spheres.is_empty() {
                continue;
            }
            let groups = found.spheres.entry(found.country(appearance)).or_default();
            let mut joined = appearance.spheres.clone();
            groups.retain(|group| {
                let apart = group.is_disjoint(&joined);
                if !apart {
                    joined.extend(group);
                }
                apart
            });
            groups.push(joined);
        }
        found
    }

    /// Whether nothing tells them apart, so that all documents speak of the one.
    fn are_one(&self) -> bool {
        !self.by_country && self.spheres.values().all(|groups| groups.len() < 2)
    }

    /// The country by which somebody is told from others.
    fn country<'b>(&self, appearance: &'b Appearance) -> Option<&'b str> {
        certain_country(appearance).filter(|_| self.by_country)
    }

    /// The id of the one of whom a document speaks. A slug has no `@`.
    fn id(&self, appearance: &Appearance) -> EntityId {
        let country = self.country(appearance);
        let groups = self.spheres.get(&country).map_or(&[][..], Vec::as_slice);
        let own = groups
            .iter()
            .find(|group| !group.is_disjoint(&appearance.spheres));
        let sphere = own.filter(|_| groups.len() > 1).and_then(BTreeSet::first);
        let sphere = sphere.map(|sphere| sphere.as_str());
        let marks: Vec<&str> = country.into_iter().chain(sphere).collect();
        match marks.is_empty() {
            true => self.entity.id.clone(),
            false => format!("{}@{}", self.entity.id, marks.join(".")).into(),
        }
    }
}

/// The only country that a document says somebody is of.
fn sole_country(appearance: &Appearance) -> Option<&str> {
    match appearance.countries.len() {
        1 => appearance.countries.keys().next().map(String::as_str),
        _ => None,
    }
}

/// The only country that a document says somebody is of, if it says so plainly: a doubtful reading
/// must not make two people of one.
fn certain_country(appearance: &Appearance) -> Option<&str> {
    let country = sole_country(appearance)?;
    let confidence = f64::from(appearance.countries[country]);
    (confidence >= CERTAIN).then_some(country)
}

/// The id of a person without the initials between first name and surname, if it has some.
fn without_initials(id: &str) -> Option<EntityId> {
    let (kind, slug) = id.split_once('/')?;
    let is_initial = |word: &str| word.chars().count() == 1;
    if !slug.split('-').any(is_initial) {
        return None;
    }
    let words: Vec<&str> = slug.split('-').collect();
    let [first, between @ .., last] = words.as_slice() else {
        return None;
    };
    let rest = between.iter().filter(|word| !is_initial(word)).copied();
    let bare: Vec<&str> = std::iter::once(*first).chain(rest).chain([*last]).collect();
    (bare.len() < words.len()).then(|| format!("{kind}/{}", bare.join("-")).into())
}

/// The relation that says of which country somebody is, if the ontology has it.
pub(super) fn says_country(ontology: &Ontology, kind: &str, target: EntityType) -> bool {
    kind == "represents" && ontology.entity("Country") == Some(target)
}

//! How texts speak of the same thing again: `coreference.toml`.
//!
//! The words that `recognize` and `resolve` need beside the names: which noun describes what, for
//! whom a publisher speaks, what tells a man from a woman. The head of the file says what its parts
//! mean. A folder without the file has none of it.

use super::gazetteer::{Gazetteer, RowId};
use super::ontology::{EntityType, Ontology};
use super::skeleton;
use super::toml_lines::{parse, wrong};
use crate::error::Result;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::Spanned;

/// Words that lead from one mention of a thing to another.
#[derive(Debug, Clone, Default)]
pub struct Coreference {
    speaks_for: BTreeMap<String, RowId>,
    descriptions: BTreeMap<String, Vec<EntityType>>,
    rebels: BTreeSet<String>,
    state_forces: BTreeSet<String>,
    men: BTreeSet<String>,
    women: BTreeSet<String>,
    names_of_women: BTreeSet<String>,
    namesakes: BTreeSet<String>,
    people: BTreeMap<String, Option<RowId>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    speaks_for: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(default)]
    descriptions: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(default)]
    forces: Forces,
    #[serde(default)]
    forms_of_address: FormsOfAddress,
    #[serde(default)]
    women: Women,
    #[serde(default)]
    namesakes: Namesakes,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Forces {
    rebel: Vec<String>,
    state: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct FormsOfAddress {
    man: Vec<String>,
    woman: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Namesakes {
    given_names: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Women {
    names: Vec<String>,
}

impl Coreference {
    pub(super) fn parse(
        (file, text): (&Path, &str),
        ontology: &Ontology,
        gazetteer: &Gazetteer,
    ) -> Result<Coreference> {
        let read: File = parse(file, text)?;
        let mut words = Coreference::default();
        for (name, publishers) in read.speaks_for {
            let row = gazetteer.named(name.get_ref()).ok_or_else(|| {
                let message = format!("speaks_for: no {:?} in the gazetteer", name.get_ref());
                wrong(file, text, name.span().start, message)
            })?;
            let publishers = publishers.iter().map(|name| (plain(name), row));
            words.speaks_for.extend(publishers);
        }
        for (kind, nouns) in read.descriptions {
            let entity = ontology.entity(kind.get_ref()).ok_or_else(|| {
                let name = kind.get_ref();
                let message = format!("descriptions: no entity type {name:?} in ontology.toml");
                wrong(file, text, kind.span().start, message)
            })?;
            for noun in nouns {
                words.descriptions.entry(noun).or_default().push(entity);
            }
        }
        words.rebels = read.forces.rebel.into_iter().collect();
        words.state_forces = read.forces.state.into_iter().collect();
        words.men = read.forms_of_address.man.into_iter().collect();
        words.women = read.forms_of_address.woman.into_iter().collect();
        words.names_of_women = read.women.names.into_iter().collect();
        words.namesakes = read.namesakes.given_names.into_iter().collect();
        words.people = people(ontology, gazetteer);
        Ok(words)
    }

    /// For whom a publisher speaks.
    pub fn speaks_for(&self, publisher: &str) -> Option<RowId> {
        self.speaks_for.get(&plain(publisher)).copied()
    }

    /// What a noun may describe; nothing where it is no such noun.
    pub fn described_by(&self, noun: &str) -> &[EntityType] {
        self.descriptions.get(noun).map_or(&[], Vec::as_slice)
    }

    /// Whether a noun, or two words, name an armed or political group that is an actor of its own.
    pub fn is_rebel(&self, noun: &str) -> bool {
        self.rebels.contains(noun)
    }

    /// Whether a noun names forces or authorities that are a state's behind a national adjective.
    pub fn is_state_force(&self, noun: &str) -> bool {
        self.state_forces.contains(noun)
    }

    /// Whether a form of address or a title is a man's (`Some(false)`) or a woman's (`Some(true)`).
    pub fn is_address_of_woman(&self, title: &str) -> Option<bool> {
        match (self.women.contains(title), self.men.contains(title)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    /// Whether a given name is a woman's.
    pub fn is_name_of_woman(&self, name: &str) -> bool {
        self.names_of_women.contains(name)
    }

    /// Whether the name of a place is a given name too.
    pub fn is_namesake(&self, name: &str) -> bool {
        self.namesakes.contains(name)
    }

    /// The only person of the gazetteer whose full name, spelt in any way, is this one.
    pub fn person_spelt(&self, name: &str) -> Option<RowId> {
        self.people.get(&skeleton(name)).copied().flatten()
    }
}

/// The people of the gazetteer by the skeletons of their names of two words and more; those that
/// several share lead to none.
fn people(ontology: &Ontology, gazetteer: &Gazetteer) -> BTreeMap<String, Option<RowId>> {
    let mut people: BTreeMap<String, Option<RowId>> = BTreeMap::new();
    let person = ontology.entity("Person");
    for (id, row) in gazetteer.rows().filter(|(_, row)| Some(row.kind) == person) {
        for name in std::iter::once(&row.name).chain(&row.aliases) {
            let name = skeleton(name);
            if name.contains(' ') {
                let known = people.entry(name).or_insert(Some(id));
                *known = known.filter(|&known| known == id);
            }
        }
    }
    people
}

/// A publisher's name as it is compared.
fn plain(name: &str) -> String {
    let lower = name.trim().to_lowercase();
    lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
}

//! A node: somebody or something, with what each document contributed to it.

use super::set::Few;
use super::shared::Shared;
use super::{Confidence, EntityId};
use crate::schema::{EntityType, Sphere};
use crate::text::Reason;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What one document contributed to an entity.
#[derive(
    Debug,
    Clone,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Appearance {
    /// The canonical names that the document's record gave it (nearly always one).
    pub names: Few<String>,
    /// How many mentions.
    pub mentions: u32,
    /// The texts of its `name` mentions.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub aliases: Few<String>,
    /// Why its mentions were joined: for each reason the words, and how often.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<Reason, BTreeMap<String, u32>>,
    /// The keys of the countries that the document says a person represents, and how sure that is.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub countries: BTreeMap<String, Confidence>,
    /// The walks of life that the titles which the document gives a person belong to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub spheres: BTreeSet<Sphere>,
}

impl Appearance {
    /// Joins two readings of one document: names united, the greater count kept.
    pub(super) fn join(&mut self, other: Appearance) {
        self.names.extend(other.names);
        self.aliases.extend(other.aliases);
        for (country, confidence) in other.countries {
            let known = self.countries.entry(country).or_default();
            *known = confidence.max(*known);
        }
        self.spheres.extend(other.spheres);
        for (reason, words) in other.reasons {
            let mine = self.reasons.entry(reason).or_default();
            for (word, count) in words {
                let known = mine.entry(word).or_default();
                *known = count.max(*known);
            }
        }
        self.mentions = self.mentions.max(other.mentions);
    }
}

/// A node of the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    pub(super) id: EntityId,
    pub(super) kind: EntityType,
    pub(super) key: Option<String>,
    /// By document id; never empty.
    pub(super) appearances: BTreeMap<Shared, Box<Appearance>>,
    /// Chosen by [`settle`](Entity::settle).
    pub(super) name: String,
    /// The dates of the first and the last dated document.
    pub(super) dates: Option<(Shared, Shared)>,
}

impl Entity {
    /// Its id, made from its content.
    pub fn id(&self) -> &EntityId {
        &self.id
    }

    /// Its type.
    pub fn kind(&self) -> EntityType {
        self.kind
    }

    /// ISO 3166-1 alpha-2 for a country.
    pub fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    /// The canonical name: the one that most documents give, then the longest, then the first in
    /// code-point order.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Makes it whole, when all documents are in; `dates` are those of the first and the last of them.
    pub(super) fn settle(&mut self, dates: Option<(Shared, Shared)>) {
        self.name = self.best_name().to_owned();
        self.dates = dates;
    }

    fn best_name(&self) -> &str {
        // Nearly always all documents agree: no votes to count then.
        let mut names = self.appearances.values().flat_map(|a| &a.names);
        let first = names.next().map_or("", String::as_str);
        if names.all(|name| name == first) {
            return first;
        }
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for appearance in self.appearances.values() {
            for name in &appearance.names {
                *votes.entry(name).or_default() += 1;
            }
        }
        let best = votes
            .into_iter()
            .rev()
            .max_by_key(|(name, documents)| (*documents, name.chars().count()));
        best.map_or("", |(name, _)| name)
    }

    /// The other names that documents use for it, in code-point order.
    pub fn aliases(&self) -> Vec<&str> {
        let all = self.appearances.values();
        let all = all.flat_map(|a| a.aliases.iter().chain(&a.names));
        let mut others: Vec<&str> = all
            .map(String::as_str)
            .filter(|alias| *alias != self.name && !alias.is_empty())
            .collect();
        others.sort_unstable();
        others.dedup();
        others
    }

    /// What each document contributed, by document id.
    pub fn appearances(&self) -> &BTreeMap<Shared, Box<Appearance>> {
        &self.appearances
    }

    /// Why its mentions were joined, over all documents: for each reason the words, and how often.
    pub fn reasons(&self) -> BTreeMap<Reason, BTreeMap<&str, u32>> {
        let mut all: BTreeMap<Reason, BTreeMap<&str, u32>> = BTreeMap::new();
        for (&reason, words) in self.appearances.values().flat_map(|a| &a.reasons) {
            for (word, count) in words {
                *all.entry(reason).or_default().entry(word).or_default() += count;
            }
        }
        all
    }

    /// Mentions in all documents.
    pub fn mention_count(&self) -> u64 {
        self.appearances
            .values()
            .map(|a| u64::from(a.mentions))
            .sum()
    }

    /// The date of the first dated document that speaks of it.
    pub fn first_date(&self) -> Option<&str> {
        self.dates.as_ref().map(|(first, _)| first.as_str())
    }

    /// The date of the last dated document that speaks of it.
    pub fn last_date(&self) -> Option<&str> {
        self.dates.as_ref().map(|(_, last)| last.as_str())
    }
}

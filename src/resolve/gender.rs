//! Whether "he" or "she" may mean a person: by form of address, title and given name.

use super::clusters::Clusters;
use super::office;
use std::collections::BTreeMap;

/// What is known of the people of a document: whether each one is a woman.
pub(super) struct Genders {
    known: BTreeMap<usize, bool>,
    named: BTreeMap<usize, bool>,
}

impl Genders {
    pub fn of(clusters: &Clusters<'_>) -> Genders {
        let mut genders = Genders {
            known: BTreeMap::new(),
            named: BTreeMap::new(),
        };
        let words = &clusters.schema.coreference;
        for (index, mention) in clusters.mentions.iter().enumerate() {
            let person = mention.entity_type == clusters.types.person;
            let Some(cluster) = clusters.of(index).filter(|_| person) else {
                continue;
            };
            if !clusters.is_name(index) {
                continue;
            }
            let document = clusters.document;
            let before = office::title_ending_at(clusters, mention.tokens.start);
            for token in before.into_iter().flatten() {
                let word = document.word(token);
                let told = words.is_address_of_woman(word).or_else(|| {
                    let lower = word.to_lowercase();
                    lower.ends_with("woman").then_some(true)
                });
                if let Some(woman) = told {
                    genders.known.entry(cluster).or_insert(woman);
                }
            }
            let name = &clusters.cluster(cluster).name;
            for name in [name.as_str(), &clusters.text(index)] {
                let given = name.split(' ').next().unwrap_or_default();
                if words.is_name_of_woman(given) {
                    genders.named.insert(cluster, true);
                } else if clusters.schema.gazetteer.is_given_name(given) {
                    genders.named.entry(cluster).or_insert(false);
                }
            }
        }
        genders
    }

    /// How well "she" (`woman`) or "he" fits a person, from 0 to 1.
    pub fn fit(&self, cluster: usize, woman: bool) -> f64 {
        match (self.known.get(&cluster), self.named.get(&cluster)) {
            (Some(&known), _) => f64::from(u8::from(known == woman)),
            (None, Some(true)) => {
                if woman {
                    1.0
                } else {
                    0.05
                }
            }
            (None, Some(false)) => {
                if woman {
                    0.15
                } else {
                    1.0
                }
            }
            (None, None) => {
                if woman {
                    0.6
                } else {
                    0.9
                }
            }
        }
    }

    /// A pronoun has told.
    pub fn learn(&mut self, cluster: usize, woman: bool) {
        self.known.entry(cluster).or_insert(woman);
    }
}

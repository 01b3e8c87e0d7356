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
            let before = office::title_right_before(clusters, mention.tokens.start);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::tests::of_names;

    /// Whether "she" fits a person better than "he".
    fn is_woman(text: &str, name: &str) -> bool {
        of_names(text, None, |clusters| {
            let genders = Genders::of(clusters);
            let ids = clusters.ids();
            let person = ids
                .into_iter()
                .find(|&id| clusters.cluster(id).name == name);
            let person = person.unwrap_or_else(|| panic!("{name} in {text}"));
            genders.fit(person, true) > genders.fit(person, false)
        })
    }

    #[test]
    fn forms_of_address_and_given_names_tell() {
        assert!(is_woman(
            "The bank is led by Christine Lagarde.",
            "Christine Lagarde"
        ));
        assert!(is_woman("The panel heard Mrs Obuya and left.", "Obuya"));
        assert!(is_woman(
            "Spokeswoman Morgan Ortagus rejected the report.",
            "Morgan Ortagus"
        ));
    }

    #[test]
    fn a_man_or_an_unknown_name_is_no_woman() {
        assert!(!is_woman(
            "The bank is led by David Malpass.",
            "David Malpass"
        ));
        assert!(!is_woman("The panel heard Mr Obuya and left.", "Obuya"));
        // What a form of address says weighs more than the given name.
        assert!(!is_woman(
            "The panel heard Mr Maria Obuya and left.",
            "Maria Obuya"
        ));
    }

    #[test]
    fn what_a_pronoun_told_is_kept_and_the_first_word_stands() {
        of_names("The bank is led by Akinwumi Adesina.", None, |clusters| {
            let mut genders = Genders::of(clusters);
            let id = clusters.ids()[0];
            genders.learn(id, true);
            genders.learn(id, false);
            assert_eq!(genders.fit(id, true), 1.0);
        });
    }
}

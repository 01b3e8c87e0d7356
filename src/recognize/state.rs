//! States of the United States and their towns, which share names with others: Georgia is a country
//! and a state, Paris lies in Texas too, Washington is a city, a government and a state.
//!
//! What stands beside a name says which is meant: the town before it ("Atlanta, Georgia"), an office
//! that only a state has ("the governor of Georgia") or only a country ("the president of
//! Georgia"), other states in a list. A document means one of the two throughout, unless it speaks of
//! the other under another name as well. A town that a state stands behind is none that the
//! gazetteer knows elsewhere, nor a country of its name.

use super::Recognizer;
use crate::schema::{EntityType, Gazetteer, RowId};
use crate::text::{Mention, MentionKind, Tree, Upos};
use std::collections::BTreeMap;

/// Offices and bodies of a state that no country has, by lemma: "Georgia Governor Brian Kemp".
const OF_STATES: [&str; 13] = [
    "governor",
    "gov.",
    "senator",
    "sen.",
    "senate",
    "congressman",
    "congresswoman",
    "sheriff",
    "republican",
    "republicans",
    "democrat",
    "democrats",
    "legislature",
];

/// Offices of a country that no state has, by lemma.
const OF_COUNTRIES: [&str; 10] = [
    "president",
    "prime",
    "premier",
    "foreign",
    "minister",
    "ministry",
    "ambassador",
    "embassy",
    "parliament",
    "army",
];

/// The states by every name that they bear.
#[derive(Debug, Clone, Default)]
pub(super) struct States(BTreeMap<String, RowId>);

impl States {
    pub fn new(gazetteer: &Gazetteer, region: EntityType) -> States {
        let union = |name: &String| {
            let union = gazetteer.named(name).map(|union| gazetteer.row(union));
            union.is_some_and(|union| union.key.as_deref() == Some("US"))
        };
        let states = gazetteer
            .rows()
            .filter(|(_, row)| row.kind == region && row.members.iter().any(union));
        let named = states.flat_map(|(id, row)| {
            let names = std::iter::once(&row.name).chain(&row.aliases);
            names.map(move |name| (name.clone(), id))
        });
        States(named.collect())
    }

    fn named(&self, name: &str) -> Option<RowId> {
        self.0.get(name).copied()
    }

    fn has(&self, row: RowId) -> bool {
        self.0.values().any(|&state| state == row)
    }
}

/// What a name stands for that a state and a country bear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    State,
    Country,
}

/// Decides on the names that states and countries, or towns here and there, have in common.
pub(super) fn settle(recognizer: &Recognizer<'_>, tree: &Tree<'_>, mentions: &mut [Mention]) {
    let beside = Beside { recognizer, tree };
    beside.name_states(mentions);
    beside.part_states_from_countries(mentions);
    beside.part_towns(mentions);
}

struct Beside<'a> {
    recognizer: &'a Recognizer<'a>,
    tree: &'a Tree<'a>,
}

impl<'a> Beside<'a> {
    fn gazetteer(&self) -> &'a Gazetteer {
        &self.recognizer.schema.gazetteer
    }

    fn word(&self, token: usize) -> &'a str {
        let document = self.tree.document();
        match document.tokens.get(token) {
            Some(_) => document.word(token),
            None => "",
        }
    }

    fn text(&self, mention: &Mention) -> &'a str {
        self.tree.document().text(mention.span)
    }

    fn is_area(&self, mention: &Mention) -> bool {
        let types = &self.recognizer.types;
        let areas = [types.country, types.region, types.place];
        mention.kind == MentionKind::Name && areas.contains(&mention.entity_type)
    }

    /// The state that a mention stands for as it was decided so far.
    fn state(&self, mention: &Mention) -> Option<RowId> {
        let region = mention.entity_type == self.recognizer.types.region;
        let states = &self.recognizer.states;
        states.named(self.text(mention)).filter(|_| region)
    }

    /// "Washington state": the name is the state's, whatever it is without that word.
    fn name_states(&self, mentions: &mut [Mention]) {
        for mention in mentions.iter_mut().filter(|m| self.is_area(m)) {
            let next = mention.tokens.end;
            let proper = self
                .tree
                .document()
                .tokens
                .get(next + 1)
                .is_some_and(|token| token.upos == Upos::Propn);
            let spelt = self.word(next) == "state" || self.word(next) == "State" && !proper;
            let name = format!("{} state", self.text(mention));
            if let Some(row) = self.recognizer.states.named(&name).filter(|_| spelt) {
                mention.entity_type = self.recognizer.types.region;
                mention.row = Some(row);
            }
        }
    }

    /// "Georgia": which of the two, by what stands beside it, then by what it is elsewhere.
    fn part_states_from_countries(&self, mentions: &mut [Mention]) {
        let types = &self.recognizer.types;
        let shared: Vec<(usize, RowId, RowId)> = (0..mentions.len())
            .filter(|&index| self.is_area(&mentions[index]))
            .filter_map(|index| {
                let name = self.text(&mentions[index]);
                let (state, first) = (
                    self.recognizer.states.named(name)?,
                    self.gazetteer().named(name)?,
                );
                let country = self.gazetteer().row(first).kind == types.country;
                country.then_some((index, state, first))
            })
            .collect();
        let told: Vec<Option<Sense>> = shared
            .iter()
            .map(|&(index, ..)| self.sense(mentions, index))
            .collect();
        for (&(index, state, country), own) in shared.iter().zip(&told) {
            let of_name = || {
                shared
                    .iter()
                    .zip(&told)
                    .filter(|(other, _)| other.1 == state)
            };
            let means = |sense| of_name().any(|(_, told)| *told == Some(sense));
            // "Georgian", "Tbilisi"
            let country_else = mentions.iter().any(|other| {
                let same =
                    other.row == Some(country) && self.text(other) != self.text(&mentions[index]);
                same || self.lies_in(other) == Some(country)
            });
            let everywhere = (means(Sense::State) && !means(Sense::Country) && !country_else)
                .then_some(Sense::State);
            let (kind, row) = match own.or(everywhere) {
                Some(Sense::State) => (types.region, state),
                Some(Sense::Country) => (types.country, country),
                None => continue,
            };
            mentions[index].entity_type = kind;
            mentions[index].row = Some(row);
        }
    }

    /// The state or country that the gazetteer says a town lies in.
    fn lies_in(&self, mention: &Mention) -> Option<RowId> {
        let row = self.gazetteer().named(self.text(mention))?;
        let row = self.gazetteer().row(row);
        let place = row.kind == self.recognizer.types.place;
        self.gazetteer()
            .named(row.members.first().filter(|_| place)?)
    }

    /// What stands beside a name that a state and a country bear.
    fn sense(&self, mentions: &[Mention], index: usize) -> Option<Sense> {
        let mention = &mentions[index];
        let (start, end) = (mention.tokens.start, mention.tokens.end);
        let of = |words: &[&str], token: usize| {
            let lemma = self.word(token).to_lowercase();
            words.contains(&lemma.as_str())
        };
        let by_office = |token: usize| {
            if of(&OF_STATES, token) {
                return Some(Sense::State);
            }
            of(&OF_COUNTRIES, token).then_some(Sense::Country)
        };
        let owned = matches!(self.word(end), "'s" | "’s");
        let state_s = self.word(end) == "state"
            && [
                "senator",
                "senators",
                "lawmakers",
                "legislature",
                "capitol",
                "house",
            ]
            .contains(&self.word(end + 1));
        if state_s {
            return Some(Sense::State);
        }
        if let Some(sense) = by_office(end + usize::from(owned)) {
            return Some(sense);
        }
        let before = start.checked_sub(1)?;
        if matches!(self.word(before), "of" | "from" | "for" | "in")
            && let Some(noun) = before.checked_sub(1)
        {
            if self.word(noun) == "state" && self.word(before) == "of" {
                return Some(Sense::State);
            }
            // "President Mikheil Saakashvili of Georgia": what the bearer of the office bears.
            let person = mentions[..index]
                .last()
                .filter(|m| m.tokens.contains(&noun));
            let titled = person.filter(|m| m.entity_type == self.recognizer.types.person);
            let noun = match titled {
                Some(person) => person.tokens.start.checked_sub(1)?,
                None => noun,
            };
            if let Some(sense) = by_office(noun) {
                return Some(sense);
            }
        }
        self.by_neighbours(mentions, index)
    }

    /// "Atlanta, Georgia"; "Alabama, Georgia and Florida"; "Armenia, Georgia and Azerbaijan".
    fn by_neighbours(&self, mentions: &[Mention], index: usize) -> Option<Sense> {
        let mention = &mentions[index];
        let types = &self.recognizer.types;
        let near = |one: &Mention, other: &Mention| {
            let mut between = one.tokens.end..other.tokens.start;
            between.len() <= 2 && between.all(|t| matches!(self.word(t), "," | "and" | "or" | "&"))
        };
        let before = mentions[..index].last().filter(|m| near(m, mention));
        let after = mentions.get(index + 1).filter(|m| near(mention, m));
        if let Some(town) = before {
            let comma =
                self.word(town.tokens.end) == "," && town.tokens.end + 1 == mention.tokens.start;
            let row = self.gazetteer().named(self.text(town));
            let place = row.filter(|&row| self.gazetteer().row(row).kind == types.place);
            if let (true, Some(row)) = (comma, place) {
                let lies_in = self.lies_in(town);
                if lies_in.is_some() && lies_in == self.gazetteer().named(self.text(mention)) {
                    return Some(Sense::Country);
                }
                // The capital of another country lies in no other, nor does a town of the United
                // States: towns of their names lie in the state.
                let name = &self.gazetteer().row(row).name;
                let capital = self
                    .gazetteer()
                    .rows()
                    .any(|(_, country)| country.capital.contains(name));
                if capital || lies_in.is_some_and(|row| self.recognizer.states.has(row)) {
                    return Some(Sense::State);
                }
            }
        }
        let neighbours = || before.into_iter().chain(after);
        let shared = |m: &Mention| self.text(m) == self.text(mention);
        let states = neighbours().any(|m| self.state(m).is_some() && !shared(m));
        let countries = neighbours().any(|m| m.entity_type == types.country && !shared(m));
        match (states, countries) {
            (true, false) => Some(Sense::State),
            (false, true) => Some(Sense::Country),
            _ => None,
        }
    }

    /// "Paris, Texas" is a town that the gazetteer does not know, and so is "Paris" from there on.
    fn part_towns(&self, mentions: &mut [Mention]) {
        let types = self.recognizer.types;
        for index in 0..mentions.len().saturating_sub(1) {
            let (town, state) = (&mentions[index], &mentions[index + 1]);
            let comma =
                self.word(town.tokens.end) == "," && state.tokens.start == town.tokens.end + 1;
            let Some(row) = self.state(state).filter(|_| comma && self.is_area(town)) else {
                continue;
            };
            let known = self.gazetteer().named(self.text(town));
            let Some(known) =
                known.filter(|_| self.recognizer.states.named(self.text(town)).is_none())
            else {
                continue;
            };
            if self.lies_in(town) == Some(row) || self.is_listed(mentions, index) {
                continue;
            }
            let name = self.text(town).to_owned();
            let elsewhere = mentions
                .iter()
                .any(|m| m.row == Some(known) && self.text(m) != name);
            let placed: Vec<bool> = (0..mentions.len())
                .map(|other| {
                    let next = mentions.get(other + 1);
                    next.is_some_and(|m| {
                        self.word(mentions[other].tokens.end) == "," && self.state(m).is_some()
                    })
                })
                .collect();
            for (other, mention) in mentions.iter_mut().enumerate().skip(index) {
                let same = mention.kind == MentionKind::Name && self.text(mention) == name;
                let free = same && !elsewhere && !placed[other] && self.is_area(mention);
                if other == index || free {
                    mention.entity_type = types.place;
                    mention.row = None;
                }
            }
        }
    }

    /// Whether an area and the state behind it are members of a list: "Canada, Mexico, Texas and
    /// Arizona".
    fn is_listed(&self, mentions: &[Mention], index: usize) -> bool {
        let (first, last) = (&mentions[index], &mentions[index + 1]);
        let behind = last.tokens.end;
        let goes_on = |token: usize| matches!(self.word(token), "and" | "or" | "&");
        let comma = self.word(behind) == ",";
        let further = mentions.get(index + 2).is_some_and(|m| {
            let next = behind + 1 + usize::from(goes_on(behind + 1));
            comma && m.tokens.start == next && self.is_area(m)
        });
        let before = first.tokens.start.checked_sub(1);
        let listed = before.is_some_and(|comma| {
            let area = |m: &&Mention| m.tokens.end == comma && self.is_area(m);
            self.word(comma) == "," && mentions[..index].last().filter(area).is_some()
        });
        let place = first.entity_type == self.recognizer.types.place;
        goes_on(behind) || !place && (further || listed)
    }
}

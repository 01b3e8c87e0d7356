//! The verb *recognize*: the mentions of people, countries, coalitions, regions, places and
//! organizations in a document are found, and its pronouns.
//!
//! Names of the gazetteer come first (`index`), then other capitalised names by the words in and
//! about them (`name`), with people who are called like places (`namesake`), then pronouns and
//! descriptions (`nominal`). Whether a capital means its government is decided by
//! syntax (`metonym`). Who is meant is left to `resolve`; agreements, events and proposals that
//! bear no name are found by `extract`, where something is said of them.

mod index;
mod metonym;
mod name;
mod namesake;
mod nominal;
mod pronoun;

use crate::schema::{EntityType, Schema};
use crate::text::{Mention, MentionKind, Tree, Upos};
use index::{Form, NameIndex};
use std::ops::Range;

/// Finds mentions; made once for a schema, used from any thread.
#[derive(Debug)]
pub struct Recognizer<'s> {
    schema: &'s Schema,
    index: NameIndex,
    types: Types,
}

/// The entity types that the rules speak of.
#[derive(Debug, Clone, Copy)]
struct Types {
    person: EntityType,
    country: EntityType,
    region: EntityType,
    place: EntityType,
    organization: EntityType,
}

impl<'s> Recognizer<'s> {
    /// A recognizer of the schema's names.
    pub fn new(schema: &'s Schema) -> Recognizer<'s> {
        let kind = |name: &str| schema.ontology.entity(name).expect("checked by Schema");
        Recognizer {
            schema,
            index: NameIndex::new(&schema.gazetteer),
            types: Types {
                person: kind("Person"),
                country: kind("Country"),
                region: kind("Region"),
                place: kind("Place"),
                organization: kind("Organization"),
            },
        }
    }

    /// The mentions of a document, in text order; none overlaps another.
    pub fn recognize(&self, tree: &Tree<'_>) -> Vec<Mention> {
        let known = self.known_names(tree);
        let mut mentions = name::complete(self, tree, known);
        namesake::settle(self, tree, &mut mentions);
        mentions.extend(pronoun::find(self, tree));
        mentions.sort_by_key(|mention| mention.span);
        mentions.extend(nominal::find(self, tree, &mentions));
        mentions.sort_by_key(|mention| mention.tokens.start);
        mentions
    }

    /// The gazetteer's names, with the sense that the syntax suggests.
    fn known_names(&self, tree: &Tree<'_>) -> Vec<Mention> {
        let document = tree.document();
        let date = document.meta().date.as_deref();
        let mut mentions = Vec::new();
        for found in self.index.find(document) {
            let entries = found.entries.iter().copied();
            let valid: Vec<_> = entries
                .filter(|entry| self.schema.gazetteer.row(entry.row).is_valid_on(date))
                .collect();
            let Some(&first) = valid.first() else {
                continue;
            };
            if first.form == Form::Adjective && !self.is_national(tree, &found.tokens) {
                continue;
            }
            let head = head_of(tree, found.tokens.clone());
            let capital = valid.iter().find(|entry| entry.form == Form::Capital);
            let other = valid.iter().find(|entry| entry.form != Form::Capital);
            let (kind, row) = match (capital, other) {
                (Some(capital), place) => match metonym::means_government(self, tree, head) {
                    true => (self.types.country, Some(capital.row)),
                    false => (self.types.place, place.map(|place| place.row)),
                },
                (None, Some(entry)) => {
                    let kind = self.schema.gazetteer.row(entry.row).kind;
                    let seat = kind == self.types.country
                        && self.is_building(tree, found.tokens.end - 1)
                        && metonym::is_located_at(tree, head);
                    match seat {
                        true => (self.types.place, None),
                        false => (kind, Some(entry.row)),
                    }
                }
                (None, None) => continue,
            };
            mentions.push(Mention {
                span: document.span(found.tokens.clone()),
                head,
                tokens: found.tokens,
                kind: MentionKind::Name,
                entity_type: kind,
                row,
            });
        }
        mentions
    }

    /// Whether a name for a government is that of a building: "the White House", "the Kremlin".
    fn is_building(&self, tree: &Tree<'_>, last: usize) -> bool {
        let word = tree.document().word(last).to_lowercase();
        self.schema.frames.head_noun(&word) == Some(self.types.place)
    }

    /// "American" is national; in "South American" or "Latin American" it is not.
    fn is_national(&self, tree: &Tree<'_>, tokens: &Range<usize>) -> bool {
        let Some(before) = tokens.start.checked_sub(1) else {
            return true;
        };
        let document = tree.document();
        let gap = document.tokens[tokens.start].span.start - document.tokens[before].span.end;
        let word = document.word(before).to_lowercase();
        let compass = [
            "north", "south", "east", "west", "latin", "central", "native", "african", "pan",
        ];
        gap > 1 || !compass.contains(&word.as_str())
    }
}

/// The token of a run whose head lies outside the run; the last such one.
fn head_of(tree: &Tree<'_>, tokens: Range<usize>) -> usize {
    let outside = |token: usize| tree.head(token).is_none_or(|head| !tokens.contains(&head));
    tokens
        .clone()
        .rev()
        .find(|&token| outside(token))
        .unwrap_or(tokens.end - 1)
}

/// Whether a token begins with a capital letter.
fn is_capitalized(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// Whether a token can be part of a proper name.
fn is_name_word(tree: &Tree<'_>, token: usize) -> bool {
    let document = tree.document();
    let tag = document.tokens[token].upos;
    let nominal = matches!(
        tag,
        Upos::Propn | Upos::Noun | Upos::Adj | Upos::Verb | Upos::X
    );
    is_capitalized(document.word(token)) && nominal
}

//! The verb *recognize*: the mentions of people, countries, coalitions, regions, places and
//! organizations in a document are found, and its pronouns.
//!
//! Names of the gazetteer come first (`index`), then other capitalised names by the words in and
//! about them (`name`); whether a capital means its government is proposed by syntax (`metonym`).
//! Over all these proposals a trained tagger decides (`tagger`), which [`train`] makes; people who
//! are called like places are told from them (`namesake`), states of the United States and their
//! towns from countries and towns elsewhere (`state`). Then come pronouns and descriptions
//! (`nominal`). Who is meant is left to `resolve`; agreements, events and proposals that bear no
//! name are found by `extract`, where something is said of them.

mod index;
mod metonym;
mod name;
mod namesake;
mod nominal;
mod pronoun;
mod state;
mod tagger;
pub mod train;

pub use tagger::labels::TYPES as NAMED_TYPES;

use crate::error::Result;
use crate::schema::{EntityType, RowId, Schema};
use crate::text::{Mention, MentionKind, Tree, Upos};
use index::{Form, Found, NameIndex};
use std::ops::Range;
use std::path::Path;
use tagger::Tagger;

/// Finds mentions; made once for a schema, used from any thread.
#[derive(Debug)]
pub struct Recognizer<'s> {
    schema: &'s Schema,
    index: NameIndex,
    types: Types,
    states: state::States,
    /// Without one, the rules decide.
    tagger: Option<Tagger>,
}

/// The entity types that the rules speak of.
#[derive(Debug, Clone, Copy)]
struct Types {
    person: EntityType,
    country: EntityType,
    region: EntityType,
    place: EntityType,
    organization: EntityType,
    /// Those of [`NAMED_TYPES`], where the ontology has them.
    named: [Option<EntityType>; NAMED_TYPES.len()],
}

impl<'s> Recognizer<'s> {
    /// A recognizer of the schema's names with the parameters that are compiled in.
    pub fn new(schema: &'s Schema) -> Recognizer<'s> {
        Recognizer {
            tagger: Some(Tagger::built_in()),
            ..Recognizer::of_rules(schema)
        }
    }

    /// A recognizer with the parameters of a file's bytes, as [`train`] makes them.
    ///
    /// # Errors
    /// When the bytes are no parameters of names, of another version, or damaged; `path` is named.
    pub fn from_bytes(schema: &'s Schema, path: &Path, bytes: &[u8]) -> Result<Recognizer<'s>> {
        Ok(Recognizer {
            tagger: Some(Tagger::read(path, bytes)?),
            ..Recognizer::of_rules(schema)
        })
    }

    /// A recognizer that goes by rules and gazetteer alone.
    pub fn of_rules(schema: &'s Schema) -> Recognizer<'s> {
        let kind = |name: &str| schema.ontology.entity(name).expect("checked by Schema");
        Recognizer {
            schema,
            index: NameIndex::new(&schema.gazetteer),
            states: state::States::new(&schema.gazetteer, kind("Region")),
            types: Types {
                person: kind("Person"),
                country: kind("Country"),
                region: kind("Region"),
                place: kind("Place"),
                organization: kind("Organization"),
                named: NAMED_TYPES.map(|name| schema.ontology.entity(name)),
            },
            tagger: None,
        }
    }

    /// The mentions of a document, in text order; none overlaps another.
    pub fn recognize(&self, tree: &Tree<'_>) -> Vec<Mention> {
        let mut mentions = self.names(tree);
        namesake::settle(self, tree, &mut mentions);
        state::settle(self, tree, &mut mentions);
        mentions.extend(pronoun::find(self, tree));
        mentions.sort_by_key(|mention| mention.span);
        mentions.extend(nominal::find(self, tree, &mentions));
        mentions.sort_by_key(|mention| mention.tokens.start);
        mentions
    }

    /// The names of a document, in text order.
    fn names(&self, tree: &Tree<'_>) -> Vec<Mention> {
        let found = self.found(tree, |_| true);
        let proposals = self.proposals(tree, &found);
        let mut names = match &self.tagger {
            Some(tagger) => tagger.decide(self, tree, &found, proposals),
            None => proposals,
        };
        metonym::settle(self, tree, &found, &mut names);
        self.widen_parts_of_areas(tree, &mut names);
        names
    }

    /// "Northern Iraq" is a region, also where the tagger saw the country alone. In small letters the
    /// word says where in the country, and the tagger decides whether that is a name.
    fn widen_parts_of_areas(&self, tree: &Tree<'_>, names: &mut [Mention]) {
        let document = tree.document();
        for index in 0..names.len() {
            let Some(tokens) = name::part_of_area(self, tree, &names[index]) else {
                continue;
            };
            let free = index == 0 || names[index - 1].tokens.end <= tokens.start;
            let named = is_capitalized(document.word(tokens.start))
                || document.word(tokens.start + 1) == "-";
            if free && named {
                let span = document.span(tokens.clone());
                names[index] = Mention {
                    span,
                    head: head_of(tree, tokens.clone()),
                    tokens,
                    entity_type: self.types.region,
                    row: self.schema.gazetteer.named(document.text(span)),
                    ..names[index].clone()
                };
            }
        }
    }

    /// The gazetteer's names in a document, by the rows that count at its date and that `counts`
    /// accepts.
    fn found(&self, tree: &Tree<'_>, counts: impl Fn(RowId) -> bool) -> Vec<Found<'_>> {
        let document = tree.document();
        let date = document.meta().date.as_deref();
        let gazetteer = &self.schema.gazetteer;
        self.index.find(document, |row| {
            gazetteer.row(row).is_valid_on(date) && counts(row)
        })
    }

    /// The names that the rules make out.
    fn proposals(&self, tree: &Tree<'_>, found: &[Found<'_>]) -> Vec<Mention> {
        name::complete(self, tree, self.known_names(tree, found))
    }

    /// The labels of the tagger that the ontology has types for.
    fn taught_labels(&self) -> tagger::labels::LabelSet {
        tagger::taught(&self.types)
    }

    /// The type of the things that a word heads the names of ("Ministry", "Treaties").
    fn head_noun(&self, word: &str) -> Option<EntityType> {
        let word = word.to_lowercase();
        let frames = &self.schema.frames;
        frames.head_noun(&word).or_else(|| {
            let singular = word.strip_suffix('s')?;
            frames.head_noun(singular)
        })
    }

    /// The gazetteer's names, with the sense that the syntax suggests.
    fn known_names(&self, tree: &Tree<'_>, found: &[Found<'_>]) -> Vec<Mention> {
        let document = tree.document();
        let mut mentions = Vec::new();
        for found in found {
            let valid = &found.entries;
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
                tokens: found.tokens.clone(),
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

//! `events.toml`: the classes of political events, and the words that speak of them.

use super::toml_lines::{parse, wrong};
use crate::error::Result;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A class of events: a root of PLOVER.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventType {
    /// The PLOVER event type.
    pub name: String,
    /// Names of the same or of a narrower class.
    pub also: Vec<String>,
    /// The root codes of CAMEO that it holds.
    pub cameo: Vec<String>,
    /// The index of the class that the act belongs to when it is only announced.
    pub future: Option<usize>,
}

/// What a verb does to the class of what it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sway {
    /// "refused to meet".
    Refuse,
    /// "suspended aid", "lifted sanctions".
    Stop,
    /// "plans to meet".
    Announce,
}

/// The words that ask for other words beside them, and the class that they then speak of.
type Words = BTreeMap<String, Vec<(Vec<String>, usize)>>;

/// The classes with their words.
#[derive(Debug, Clone, Default)]
pub struct EventTypes {
    types: Vec<EventType>,
    verbs: Words,
    nouns: Words,
    refuse: BTreeSet<String>,
    stop: BTreeSet<String>,
    announce: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    refuse: BTreeSet<String>,
    #[serde(default)]
    stop: BTreeSet<String>,
    #[serde(default)]
    announce: BTreeSet<String>,
    event: Vec<toml::Spanned<EventFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventFile {
    name: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    cameo: Vec<String>,
    future: Option<String>,
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
}

impl EventTypes {
    pub(super) fn parse((file, text): (&Path, &str)) -> Result<EventTypes> {
        let read: File = parse(file, text)?;
        let names: Vec<String> = read
            .event
            .iter()
            .map(|e| e.get_ref().name.clone())
            .collect();
        let mut events = EventTypes {
            refuse: read.refuse,
            stop: read.stop,
            announce: read.announce,
            ..EventTypes::default()
        };
        for event in read.event {
            let start = event.span().start;
            let event = event.into_inner();
            let index = events.types.len();
            if names[..index].contains(&event.name) {
                let message = format!("two events have the name {:?}", event.name);
                return Err(wrong(file, text, start, message));
            }
            let future = match &event.future {
                None => None,
                Some(name) => {
                    let known = names.iter().position(|known| known == name);
                    Some(known.ok_or_else(|| {
                        let message = format!("event {:?}: no event {name:?}", event.name);
                        wrong(file, text, start, message)
                    })?)
                }
            };
            // A verb stands before the words that hang on it, a noun behind.
            for words in &event.verbs {
                let mut words = words.split(' ').map(str::to_owned);
                let Some(verb) = words.next() else { continue };
                let known = events.verbs.entry(verb).or_default();
                known.push((words.collect(), index));
            }
            for words in &event.nouns {
                let mut words: Vec<String> = words.split(' ').map(str::to_owned).collect();
                let Some(noun) = words.pop() else { continue };
                events.nouns.entry(noun).or_default().push((words, index));
            }
            events.types.push(EventType {
                name: event.name,
                also: event.also,
                cameo: event.cameo,
                future,
            });
        }
        Ok(events)
    }

    /// The classes, in the order of the file.
    pub fn types(&self) -> &[EventType] {
        &self.types
    }

    /// The class that bears a name, or that holds a narrower one of that name.
    pub fn index(&self, name: &str) -> Option<usize> {
        let called = |event: &EventType| event.name == name || event.also.iter().any(|a| a == name);
        self.types.iter().position(called)
    }

    /// What a verb asks for beside it and the class that it then speaks of.
    pub fn of_verb(&self, lemma: &str) -> &[(Vec<String>, usize)] {
        self.verbs.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// What a noun asks for beside it and the class that it then names.
    pub fn of_noun(&self, lemma: &str) -> &[(Vec<String>, usize)] {
        self.nouns.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// Whether a verb does this to what it governs.
    pub fn sways(&self, lemma: &str, sway: Sway) -> bool {
        match sway {
            Sway::Refuse => self.refuse.contains(lemma),
            Sway::Stop => self.stop.contains(lemma),
            Sway::Announce => self.announce.contains(lemma),
        }
    }
}

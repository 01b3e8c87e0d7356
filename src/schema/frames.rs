//! Predicates that give relations: `frames.toml`.
//!
//! A frame is a set of predicates that behave alike, and says which syntactic role of theirs is
//! the source and which the target of a relation, or how the content of a demand is put. The file
//! itself documents the format for those who write frames.

use super::ontology::{EntityType, Modality, Ontology, Polarity, RelationType};
use super::toml_lines::{parse, wrong};
use crate::error::Result;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml::Spanned;

/// A syntactic role of a predicate, the same for active and passive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// Who does it: the subject of an active verb, the `by` of a passive one.
    Subject,
    /// Whom it is done to: the object of an active verb, the subject of a passive one. Of a
    /// predicate that ends in a preposition ("call on"), what that preposition governs.
    Object,
    /// Whose the object is: "condemned (Russia's) attack", "backs (Ukrainian) sovereignty".
    Owner,
    /// What this preposition governs.
    Oblique(String),
}

/// A way in which the content of a demand, an offer or a plan is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Complement {
    /// A noun phrase: "demanded the withdrawal of all troops".
    Object,
    /// "urged Russia to withdraw", "offered to mediate".
    Infinitive,
    /// "demanded that Russia withdraw", "called for Russia to withdraw".
    Clause,
    /// "suggested holding talks", "insisted on keeping the base".
    Gerund,
}

/// What gives a relation: a verb, or a verb with a particle, a noun and a preposition that belong
/// to it, all as lemmas ("sign", "call for", "take control of").
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// The lemma of the verb.
    pub verb: String,
    /// The lemmas that must hang on it, in order.
    pub rest: Vec<String>,
}

/// An adjective or noun that says of somebody how he stands to another: "(is) grateful to", "(is)
/// a member of", "(is) in control of".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The preposition before it ("in").
    pub case: Option<String>,
    /// The lemma of the adjective or noun.
    pub head: String,
    /// The preposition behind it ("of"); none where a clause follows ("ready to").
    pub after: Option<String>,
}

/// Predicates that behave alike, and what they say.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Its name, as it stands in a record.
    pub name: String,
    /// The relation that it gives.
    pub relation: RelationType,
    /// What gives it.
    pub predicates: Vec<Predicate>,
    /// Nouns that give it too, with the preposition of their target ("call for", "attack on").
    pub nouns: Vec<Predicate>,
    /// States that give it too, with a copula, in apposition, or after "as".
    pub states: Vec<State>,
    /// Who stands at the source; the first role that is filled counts.
    pub source: Vec<Role>,
    /// Who stands at the target; unused where `content` says how the target is put.
    pub target: Vec<Role>,
    /// How the content is put that becomes a Proposal; empty for a relation between entities.
    pub content: Vec<Complement>,
    /// Nouns that are no content: "offered (condolences)".
    pub except: Vec<String>,
    /// Who is asked, or to whom it is offered.
    pub addressee: Vec<Role>,
    /// What the predicate says of the relation ("boycott" denies taking part).
    pub polarity: Polarity,
    /// What the predicate says of the relation.
    pub modality: Modality,
    /// PLOVER event type, where it is not the relation's own.
    pub plover: Option<String>,
    /// How often the frame is right when it fires, as a share.
    pub confidence: f64,
}

/// What a verb says of the clause below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Governor {
    /// What hangs below does not happen: "refused to sign".
    Negative,
    /// It is planned or promised: "agreed to withdraw".
    Future,
    /// It is merely thinkable: "considered signing".
    Possible,
    /// It happens: "managed to seize", "began to shell".
    Actual,
    /// Somebody says so: "said that ...".
    Report,
}

/// All frames, and the lists of words that the engine needs beside them.
#[derive(Debug, Clone, Default)]
pub struct Frames {
    frames: Vec<Frame>,
    by_verb: BTreeMap<String, Vec<(usize, usize)>>,
    by_noun: BTreeMap<String, Vec<(usize, usize)>>,
    by_state: BTreeMap<String, Vec<(usize, usize)>>,
    governors: BTreeMap<String, BTreeSet<Governor>>,
    heads: BTreeMap<String, EntityType>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    heads: BTreeMap<Spanned<String>, Vec<String>>,
    #[serde(default)]
    governors: BTreeMap<Spanned<String>, Vec<String>>,
    frame: Vec<Spanned<FrameFile>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrameFile {
    name: String,
    relation: String,
    #[serde(default)]
    predicates: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    states: Vec<String>,
    #[serde(default)]
    source: Vec<String>,
    #[serde(default)]
    target: Vec<String>,
    #[serde(default)]
    content: Vec<Complement>,
    #[serde(default)]
    except: Vec<String>,
    #[serde(default)]
    addressee: Vec<String>,
    #[serde(default)]
    polarity: Polarity,
    #[serde(default)]
    modality: Modality,
    plover: Option<String>,
    confidence: f64,
}

impl Frames {
    pub(super) fn parse((file, text): (&Path, &str), ontology: &Ontology) -> Result<Frames> {
        let read: File = parse(file, text)?;
        let mut frames = Frames::default();
        for (kind, nouns) in &read.heads {
            let found = ontology.entity(kind.get_ref());
            let entity = found.ok_or_else(|| {
                let message = format!(
                    "heads: no entity type {:?} in ontology.toml",
                    kind.get_ref()
                );
                wrong(file, text, kind.span().start, message)
            })?;
            frames
                .heads
                .extend(nouns.iter().map(|noun| (noun.clone(), entity)));
        }
        for (kind, verbs) in &read.governors {
            let governor = match kind.get_ref().as_str() {
                "negative" => Governor::Negative,
                "future" => Governor::Future,
                "possible" => Governor::Possible,
                "actual" => Governor::Actual,
                "report" => Governor::Report,
                other => {
                    let message = format!(
                        "governors: {other:?} is none of negative, future, possible, actual, report"
                    );
                    return Err(wrong(file, text, kind.span().start, message));
                }
            };
            for verb in verbs {
                frames
                    .governors
                    .entry(verb.clone())
                    .or_default()
                    .insert(governor);
            }
        }
        for frame in read.frame {
            let start = frame.span().start;
            let name = frame.get_ref().name.clone();
            if frames.frames.iter().any(|known| known.name == name) {
                let message = format!("two frames have the name {name:?}");
                return Err(wrong(file, text, start, message));
            }
            let checked = frame.into_inner().check(ontology);
            let checked =
                checked.map_err(|m| wrong(file, text, start, format!("frame {name:?}: {m}")))?;
            for (index, predicate) in checked.predicates.iter().enumerate() {
                let verb = frames.by_verb.entry(predicate.verb.clone()).or_default();
                verb.push((frames.frames.len(), index));
            }
            for (index, predicate) in checked.nouns.iter().enumerate() {
                let noun = frames.by_noun.entry(predicate.verb.clone()).or_default();
                noun.push((frames.frames.len(), index));
            }
            for (index, state) in checked.states.iter().enumerate() {
                let head = frames.by_state.entry(state.head.clone()).or_default();
                head.push((frames.frames.len(), index));
            }
            frames.frames.push(checked);
        }
        // Of several predicates with one verb, the one that asks for more words comes first.
        let all = &frames.frames;
        for found in frames.by_verb.values_mut() {
            let length = |&(frame, index): &(usize, usize)| {
                let predicate: &Predicate = &all[frame].predicates[index];
                std::cmp::Reverse(predicate.rest.len())
            };
            found.sort_by_key(length);
        }
        Ok(frames)
    }

    /// All frames, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Frame> {
        self.frames.iter()
    }

    /// The frames and predicates that a verb may give, those that ask for more words first.
    pub fn of_verb(&self, lemma: &str) -> impl Iterator<Item = (&Frame, &Predicate)> {
        let found = self
            .by_verb
            .get(lemma)
            .map(Vec::as_slice)
            .unwrap_or_default();
        found.iter().map(|&(frame, predicate)| {
            let frame = &self.frames[frame];
            (frame, &frame.predicates[predicate])
        })
    }

    /// Whether a frame has a predicate with this verb.
    pub fn is_verb(&self, lemma: &str) -> bool {
        self.by_verb.contains_key(lemma)
    }

    /// The frames and predicates that a noun may give.
    pub fn of_noun(&self, lemma: &str) -> impl Iterator<Item = (&Frame, &Predicate)> {
        let found = self
            .by_noun
            .get(lemma)
            .map(Vec::as_slice)
            .unwrap_or_default();
        found.iter().map(|&(frame, predicate)| {
            let frame = &self.frames[frame];
            (frame, &frame.nouns[predicate])
        })
    }

    /// The frames and states that an adjective or noun may give.
    pub fn of_state(&self, lemma: &str) -> impl Iterator<Item = (&Frame, &State)> {
        let found = self
            .by_state
            .get(lemma)
            .map(Vec::as_slice)
            .unwrap_or_default();
        found.iter().map(|&(frame, state)| {
            let frame = &self.frames[frame];
            (frame, &frame.states[state])
        })
    }

    /// Whether a verb says this of the clause below it.
    pub fn governs(&self, lemma: &str, governor: Governor) -> bool {
        self.governors
            .get(lemma)
            .is_some_and(|set| set.contains(&governor))
    }

    /// The type of thing that a noun names when it heads a description ("ceasefire": Agreement), or
    /// an adjective and a noun together ("joint statement": Agreement).
    pub fn head_noun(&self, lemma: &str) -> Option<EntityType> {
        self.heads.get(lemma).copied()
    }
}

impl FrameFile {
    fn check(self, ontology: &Ontology) -> Result<Frame, String> {
        let relation = ontology
            .relation(&self.relation)
            .ok_or_else(|| format!("no relation type {:?} in ontology.toml", self.relation))?;
        if self.predicates.is_empty() && self.nouns.is_empty() && self.states.is_empty() {
            return Err("it has neither predicates nor nouns nor states".to_owned());
        }
        if !(0.0..=1.0).contains(&self.confidence) {
            return Err(format!("confidence {} is not from 0 to 1", self.confidence));
        }
        let targets = &ontology.relation_info(relation).target;
        if !self.content.is_empty() && !targets.iter().any(|t| t == "Proposal") {
            return Err(format!(
                "{} may not lead to a Proposal, so content has no use",
                self.relation
            ));
        }
        let roles = |names: Vec<String>, default: Role| match names.is_empty() {
            true => vec![default],
            false => names.into_iter().map(Role::from).collect(),
        };
        Ok(Frame {
            relation,
            predicates: read_predicates(&self.predicates)?,
            nouns: read_predicates(&self.nouns)?,
            states: self
                .states
                .iter()
                .map(|text| read_state(text))
                .collect::<Result<_, _>>()?,
            name: self.name,
            source: roles(self.source, Role::Subject),
            target: roles(self.target, Role::Object),
            content: self.content,
            except: self.except,
            addressee: self.addressee.into_iter().map(Role::from).collect(),
            polarity: self.polarity,
            modality: self.modality,
            plover: self.plover,
            confidence: self.confidence,
        })
    }
}

/// Predicates from their texts: "take control of".
fn read_predicates(texts: &[String]) -> Result<Vec<Predicate>, String> {
    let read = |text: &String| {
        let mut words = text.split(' ').map(str::to_owned);
        let verb = words.next().filter(|verb| !verb.is_empty());
        let verb =
            verb.ok_or_else(|| format!("the predicate {text:?} does not begin with a word"))?;
        let rest: Vec<String> = words.collect();
        match rest.iter().any(String::is_empty) {
            true => Err(format!("the predicate {text:?} has a space too many")),
            false => Ok(Predicate { verb, rest }),
        }
    };
    texts.iter().map(read).collect()
}

/// A state from its text: "member of", "in control of", "ready".
fn read_state(text: &str) -> Result<State, String> {
    const BEFORE: [&str; 5] = ["at", "in", "on", "under", "behind"];
    let words: Vec<&str> = text.split(' ').collect();
    let (case, words) = match words.split_first() {
        Some((first, rest)) if BEFORE.contains(first) && !rest.is_empty() => (Some(*first), rest),
        _ => (None, words.as_slice()),
    };
    match words {
        [head] | [head, _] if !head.is_empty() => Ok(State {
            case: case.map(str::to_owned),
            head: (*head).to_owned(),
            after: words.get(1).map(|word| (*word).to_owned()),
        }),
        _ => Err(format!(
            "the state {text:?} is not a word with at most a preposition before and behind it"
        )),
    }
}

impl From<String> for Role {
    fn from(name: String) -> Role {
        match name.as_str() {
            "subject" => Role::Subject,
            "object" => Role::Object,
            "owner" => Role::Owner,
            _ => Role::Oblique(name),
        }
    }
}

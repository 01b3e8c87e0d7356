//! Whether a text affirms or denies a relation, and whether that holds, is planned or merely thinkable:
//! what the clauses say (`stance`), weighed by what was learned of it. In the words of the field it is
//! the factuality of an event ([Saurí & Pustejovsky 2009](https://doi.org/10.1007/s10579-009-9089-9)).

mod features;
mod train;

pub use train::{Agreement, MannerTrainer, Marked};

pub(super) use features::features;

use super::super::{Fact, Reading, stance, stance::Stance};
use super::features::ancestors;
use super::linear::Linear;
use super::node::Node;
use crate::error::Result;
use crate::parameters::file::{Kind, Reader, Writer};
use crate::schema::{Modality, Polarity};
use crate::text::{Deprel, Upos};
use std::path::Path;

const KIND: Kind = Kind {
    magic: b"DEMARMAN",
    version: 1,
    stage: "manners",
    command: "demarche train manners",
};

/// How something is said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Manner {
    pub polarity: Polarity,
    pub modality: Modality,
}

impl Manner {
    pub fn of_fact(fact: &Fact) -> Manner {
        Manner {
            polarity: fact.polarity,
            modality: fact.modality,
        }
    }

    pub fn of_stance(stance: &Stance) -> Manner {
        Manner {
            polarity: stance.polarity,
            modality: stance.modality,
        }
    }
}

/// The labels of the model.
const NEGATIVE: usize = 0;
const FUTURE: usize = 1;
const POSSIBLE: usize = 2;
const LABELS: usize = 3;

/// From these log-odds on, a probability of 0.38, something is denied, planned or thinkable: by
/// cross-validation as many are right as from one half on, and more of what is rare is told.
const LEAST: f32 = -0.5;

/// What was learned of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Manners(Linear);

impl Manners {
    /// The parameters that come with the program.
    pub fn built_in() -> Manners {
        let bytes = include_bytes!("../../../../models/manners.bin");
        Manners::read(Path::new("models/manners.bin"), bytes)
            .unwrap_or_else(|error| panic!("the built-in parameters: {error}"))
    }

    /// Reads a file of parameters.
    ///
    /// # Errors
    /// When it is no such file, one of another version, or damaged.
    pub fn read(path: &Path, bytes: &[u8]) -> Result<Manners> {
        let mut reader = Reader::new(KIND, path, bytes)?;
        let linear = Linear::read(&mut reader)?;
        reader.end()?;
        Ok(Manners(linear))
    }

    /// As a file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        self.0.write(&mut writer);
        writer.finish(KIND)
    }

    /// The manner of what has these features, if anything was learned.
    pub(super) fn judge(&self, features: &[u32]) -> Option<Manner> {
        let mut sums = Vec::with_capacity(LABELS);
        self.0.sums(features, &mut sums);
        let sum = |label: usize| sums.get(label).map(|sum| sum - LEAST);
        let (future, possible) = (sum(FUTURE)?, sum(POSSIBLE)?);
        Some(Manner {
            polarity: match sum(NEGATIVE)? > 0.0 {
                true => Polarity::Negative,
                false => Polarity::Positive,
            },
            modality: match future.max(possible) > 0.0 {
                false => Modality::Actual,
                true if future > possible => Modality::Future,
                true => Modality::Possible,
            },
        })
    }
}

/// What a rule says of how a fact is said, and how much that counts beside what is learned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruled {
    manner: Manner,
    /// What is denied is too rare to be learned well, and what a name says holds whatever its clause is
    /// about: of both the rule speaks.
    is_final: bool,
    /// What has a word of its own for it in its clause is no fact yet.
    is_marked: bool,
}

impl Ruled {
    pub fn of(reading: &Reading<'_>, fact: &Fact) -> Ruled {
        let document = reading.document();
        let trigger = document.tokens_in(fact.trigger).start;
        Ruled {
            manner: Manner::of_fact(fact),
            is_final: fact.polarity == Polarity::Negative
                || document.tokens[trigger].upos == Upos::Propn,
            is_marked: stance::is_marked(reading, trigger),
        }
    }

    /// How the fact is said that was judged so.
    pub fn weigh(self, judged: Option<Manner>) -> Manner {
        let yields = |judged: &Manner| match judged.modality {
            Modality::Actual => !self.is_final && !self.is_marked,
            _ => !self.is_final,
        };
        let judged = judged.filter(yields).unwrap_or(self.manner);
        Manner {
            modality: judged.modality,
            ..self.manner
        }
    }
}

/// The stance of a predicate, be it verb or noun.
pub(super) fn stance_of(reading: &Reading<'_>, predicate: usize) -> Stance {
    match reading.document().tokens[predicate].upos {
        Upos::Verb | Upos::Aux => stance::of(reading, predicate),
        _ => stance::of_noun(reading, predicate),
    }
}

/// The word that says most of what joins two nodes: the lowest token above both; a verb above it
/// where it belongs to one of them.
pub(super) fn predicate(reading: &Reading<'_>, a: &Node, b: &Node) -> usize {
    let tree = reading.tree;
    let above = ancestors(reading, a.head);
    let below = ancestors(reading, b.head);
    let Some(&at) = below.iter().find(|token| above.contains(token)) else {
        return b.head;
    };
    let head = tree.head(at).filter(|_| reading.mention_at(at).is_some());
    let verb = head.filter(|&head| {
        let clause = matches!(tree.deprel(at), Deprel::Nsubj | Deprel::Obj | Deprel::Obl);
        clause && reading.document().tokens[head].upos == Upos::Verb
    });
    verb.unwrap_or(at)
}

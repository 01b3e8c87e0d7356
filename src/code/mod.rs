//! The verb *code*: a sentence with a marked source and target gives the class of event that passes
//! between them, a root of PLOVER.
//!
//! What the words mean is data (`schema/events.toml`); how much each sign weighs is learned
//! (`models/events.bin`, see docs/events.md). Without parameters that fit the schema, the words
//! alone decide.

mod chain;
mod features;
mod marked;
mod score;
pub mod train;
mod weights;

pub use features::Signs;
pub use marked::{Marked, unmark};
pub use score::{ClassScore, Score};
pub use weights::Weights;

use crate::schema::{EventTypes, Schema};
use crate::text::Tree;
use std::ops::Range;
use std::path::Path;

/// The parameters that come with the program.
const BUILT_IN: &[u8] = include_bytes!("../../models/events.bin");

/// Below this the class is a guess, and none is given.
const LEAST: f64 = 0.15;

/// The class of an event.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Code {
    /// Its index among the schema's classes.
    pub event: usize,
    /// How sure the coder is, 0 to 1.
    pub confidence: f64,
}

/// Codes pairs.
#[derive(Debug)]
pub struct Coder<'s> {
    events: &'s EventTypes,
    weights: Option<Weights>,
}

impl<'s> Coder<'s> {
    /// With the program's parameters, where they are for the classes of this schema.
    pub fn new(schema: &'s Schema) -> Coder<'s> {
        let weights = Weights::read(Path::new("models/events.bin"), BUILT_IN).ok();
        let fits = |weights: &Weights| {
            let names = schema.events.types().iter().map(|event| &event.name);
            weights.classes().iter().eq(names)
        };
        Coder {
            events: &schema.events,
            weights: weights.filter(fits),
        }
    }

    /// With parameters of one's own, or with none: the words alone decide.
    pub fn with(schema: &'s Schema, weights: Option<Weights>) -> Coder<'s> {
        Coder {
            events: &schema.events,
            weights,
        }
    }

    /// The classes.
    pub fn events(&self) -> &'s EventTypes {
        self.events
    }

    /// What the text says of a pair, for [`code_signs`](Coder::code_signs) and for training.
    pub fn signs(&self, tree: &Tree<'_>, source: Range<usize>, target: Range<usize>) -> Signs {
        features::signs(self.events, tree, source, target)
    }

    /// The class of what the tokens `source` do to the tokens `target`; either may be empty.
    pub fn code(
        &self,
        tree: &Tree<'_>,
        source: Range<usize>,
        target: Range<usize>,
    ) -> Option<Code> {
        self.code_signs(&self.signs(tree, source, target))
    }

    /// The class that signs speak for.
    pub fn code_signs(&self, signs: &Signs) -> Option<Code> {
        match &self.weights {
            Some(weights) => {
                let (event, confidence) = weights.best(&signs.features);
                (confidence >= LEAST).then_some(Code { event, confidence })
            }
            None => signs.spoken.map(|event| Code {
                event,
                confidence: 0.5,
            }),
        }
    }
}

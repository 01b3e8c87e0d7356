//! The stages in order: an article becomes a [`Record`].

mod codes;
mod pairs;
mod record;
mod run;
pub mod samples;

pub use pairs::PairCoder;
pub use run::Step;

use crate::annotate::Annotator;
use crate::code::Coder;
use crate::error::Warning;
use crate::extract::learned::{Belief, Learned, MannerTrainer, Trainer};
use crate::extract::{self, Findings, Reading};
use crate::recognize::Recognizer;
use crate::record::Record;
use crate::resolve;
use crate::schema::Schema;
use crate::text::{Article, Document, Tree, Upos};

/// All stages from text to record with what they know; made once, used from any thread.
#[derive(Debug)]
pub struct Pipeline<'s> {
    schema: &'s Schema,
    annotator: Annotator,
    recognizer: Recognizer<'s>,
    learned: Learned,
    belief: Belief,
    coder: Coder<'s>,
    coded: bool,
}

/// What came of one article.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// What the article says.
    pub record: Record,
    /// What a reader of the record should know.
    pub warnings: Vec<Warning>,
    /// How many words (tokens that are no punctuation) were read.
    pub words: usize,
}

/// A predicate between two actors that no frame covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The verb, its particle and the preposition before the second actor.
    pub predicate: String,
    /// The document that it stands in.
    pub document: String,
    /// The sentence.
    pub sentence: String,
    /// The first actor as written.
    pub source: String,
    /// The second actor as written.
    pub target: String,
}

impl<'s> Pipeline<'s> {
    /// The stages with this schema and the parameters that come with the program.
    pub fn new(schema: &'s Schema) -> Pipeline<'s> {
        Pipeline::with_learned(schema, Learned::built_in())
    }

    /// The stages with other parameters for what is learned beside the rules; with
    /// `Learned::default()` the rules stand alone.
    pub fn with_learned(schema: &'s Schema, learned: Learned) -> Pipeline<'s> {
        Pipeline {
            schema,
            annotator: Annotator::built_in(),
            recognizer: Recognizer::new(schema),
            learned,
            belief: Belief::Usual,
            coder: Coder::new(schema),
            coded: false,
        }
    }

    /// Leaves out relations with a lower confidence, from 0 to 1: the higher, the fewer and the surer;
    /// [`Belief::Usual`] where nothing is said.
    #[must_use]
    pub fn believing(mut self, confidence: f32) -> Pipeline<'s> {
        self.belief = Belief::From(confidence);
        self
    }

    /// Puts event codes beside each relation: what passes between two actors is coded by its own
    /// words, anything else by its relation type; CAMEO roots as well as PLOVER types.
    #[must_use]
    pub fn coded(mut self) -> Pipeline<'s> {
        self.coded = true;
        self
    }

    /// The schema it was made with.
    pub fn schema(&self) -> &'s Schema {
        self.schema
    }

    /// Only the first stage: sentences, tokens and trees.
    pub fn annotate(&self, article: Article) -> Document {
        self.annotator.annotate(article)
    }

    /// What an annotated article teaches the relation stage.
    pub fn teach(&self, article: Article, gold: &Record, trainer: &mut Trainer) {
        self.prepare(article, |reading| {
            trainer.add(reading, &extract::by_rules(reading), gold);
        });
    }

    /// What an annotated article teaches of how relations are said.
    pub fn teach_manners(&self, article: Article, gold: &Record, trainer: &mut MannerTrainer) {
        self.prepare(article, |reading| {
            trainer.add(reading, &extract::by_rules(reading), gold);
        });
    }

    /// The stages up to whom the mentions stand for.
    fn prepare<T>(&self, article: Article, with: impl FnOnce(&Reading<'_>) -> T) -> T {
        let document = self.annotate(article);
        let tree = Tree::new(&document);
        let mut mentions = self.recognizer.recognize(&tree);
        let resolution = resolve::resolve(self.schema, &tree, &mut mentions);
        with(&Reading::new(self.schema, &tree, &mentions, &resolution))
    }

    /// All stages.
    pub fn extract(&self, article: Article) -> Extraction {
        self.read(article, |reading, findings| {
            let mut record = record::of(reading, findings);
            if self.coded {
                codes::put(self.schema, &self.coder, reading, findings, &mut record);
            }
            let tokens = reading.document().tokens.iter();
            Extraction {
                record,
                warnings: Vec::new(),
                words: tokens.filter(|t| t.upos != Upos::Punct).count(),
            }
        })
    }

    /// The predicates between two actors that no frame covers, each with the words that show it.
    pub fn uncovered(&self, article: Article) -> Vec<Missing> {
        self.read(article, |reading, findings| {
            let document = reading.document();
            let text = |span| {
                let words = document.text(span).split_whitespace();
                words.collect::<Vec<_>>().join(" ")
            };
            let found = extract::uncovered(reading, findings).into_iter();
            let missing = found.map(|found| Missing {
                document: document.id().to_owned(),
                sentence: text(found.sentence),
                source: text(found.source),
                target: text(found.target),
                predicate: found.predicate,
            });
            missing.collect()
        })
    }

    /// Reads an article and hands over what was found.
    fn read<T>(&self, article: Article, with: impl FnOnce(&Reading<'_>, &Findings) -> T) -> T {
        self.prepare(article, |reading| {
            with(
                reading,
                &extract::extract(reading, &self.learned, self.belief),
            )
        })
    }
}

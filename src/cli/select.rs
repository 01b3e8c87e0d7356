//! The filters of every export: which part of a graph is meant.

use super::explain::hint;
use super::input::share;
use crate::error::{Error, Result};
use crate::graph::{Graph, Selection};
use crate::schema::{Modality, Polarity};
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Which part of the graph.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct SelectArgs {
    /// Only entities of these types, and what joins them; Actor means all kinds of actors
    #[arg(long = "type", value_name = "TYPE,...", value_delimiter = ',')]
    types: Vec<String>,
    #[command(flatten)]
    part: PartArgs,
    /// Only the N entities with most edges, and what joins them
    #[arg(long, value_name = "N")]
    top: Option<usize>,
}

/// The filters of what says `--type` and `--top` of its rows.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct PartArgs {
    /// Only relations of these types, and whom they join
    #[arg(long = "relation", value_name = "TYPE,...", value_delimiter = ',')]
    relations: Vec<String>,
    /// Only what documents of this date or later say: 2024, 2024-05 or 2024-05-06
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only what documents of this date or earlier say
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only what is affirmed (positive) or denied (negative)
    #[arg(long, value_name = "POLARITY", value_parser = polarity())]
    polarity: Option<Polarity>,
    /// Only what is actual, future or possible
    #[arg(long = "modality", value_name = "MODALITY,...", value_delimiter = ',', value_parser = modality())]
    modalities: Vec<Modality>,
    /// Only what is at least so sure, from 0 to 1
    #[arg(long, value_name = "0..1", value_parser = share)]
    min_confidence: Option<f64>,
    /// Only what this document says; may be given several times
    #[arg(long = "document", value_name = "ID")]
    documents: Vec<String>,
    /// Only what is near this entity; may be given several times
    #[arg(long, value_name = "NAME")]
    around: Vec<String>,
    /// How many edges away from it
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    depth: usize,
    /// Edges from actor to actor, with the content as an attribute, in place of proposals
    #[arg(long)]
    flatten: bool,
}

fn polarity() -> impl TypedValueParser<Value = Polarity> {
    let all = [Polarity::Positive, Polarity::Negative];
    let names = PossibleValuesParser::new(all.map(Polarity::as_str));
    names.map(move |name| all[usize::from(name != all[0].as_str())])
}

fn modality() -> impl TypedValueParser<Value = Modality> {
    let all = [Modality::Actual, Modality::Future, Modality::Possible];
    let names = PossibleValuesParser::new(all.map(Modality::as_str));
    names.map(move |name| {
        let found = all.into_iter().find(|modality| modality.as_str() == name);
        found.expect("only these are let through")
    })
}

impl SelectArgs {
    /// The part that is meant.
    ///
    /// # Errors
    /// [`Error::Argument`] when something is not there, with what was probably meant.
    pub fn select(&self, graph: Graph) -> Result<Graph> {
        let selection = Selection {
            types: self.types.clone(),
            top: self.top,
            ..self.part.selection()
        };
        self.part.selected(graph, &selection)
    }
}

impl PartArgs {
    /// The part that is meant.
    ///
    /// # Errors
    /// [`Error::Argument`] when something is not there, with what was probably meant.
    pub fn select(&self, graph: Graph) -> Result<Graph> {
        self.selected(graph, &self.selection())
    }

    fn selection(&self) -> Selection {
        Selection {
            documents: self.documents.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            flatten: self.flatten,
            min_confidence: self.min_confidence,
            polarity: self.polarity,
            modalities: self.modalities.clone(),
            relations: self.relations.clone(),
            around: self.around.clone(),
            depth: if self.around.is_empty() {
                0
            } else {
                self.depth
            },
            ..Selection::default()
        }
    }

    fn selected(&self, graph: Graph, selection: &Selection) -> Result<Graph> {
        for name in &self.around {
            if graph.find(name).is_empty() {
                let hint = hint(&graph, name);
                let message = format!("--around: no entity {name:?} in the graph; {hint}");
                return Err(Error::Argument(message));
            }
        }
        match *selection == Selection::default() {
            true => Ok(graph),
            false => graph.select(selection),
        }
    }
}

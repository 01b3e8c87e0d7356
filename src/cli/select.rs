//! The filters of every export: which part of a graph is meant.

use super::explain::hint;
use super::input::share;
use crate::error::{Error, Result};
use crate::graph::{Graph, Selection};

/// Which part of the graph.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Filters")]
pub struct SelectArgs {
    /// Only entities of these types, and what joins them; Actor means all kinds of actors
    #[arg(long = "type", value_name = "TYPE,...", value_delimiter = ',')]
    types: Vec<String>,
    /// Only relations of these types, and whom they join
    #[arg(long = "relation", value_name = "TYPE,...", value_delimiter = ',')]
    relations: Vec<String>,
    /// Only what documents of this date or later say: 2024, 2024-05 or 2024-05-06
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only what documents of this date or earlier say
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
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
    /// Only the N entities with most edges, and what joins them
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Edges from actor to actor, with the content as an attribute, in place of proposals
    #[arg(long)]
    flatten: bool,
}

impl SelectArgs {
    /// The part that is meant.
    ///
    /// # Errors
    /// [`Error::Argument`] when something is not there, with what was probably meant.
    pub fn select(&self, graph: Graph) -> Result<Graph> {
        for name in &self.around {
            if graph.find(name).is_empty() {
                let hint = hint(&graph, name);
                let message = format!("--around: no entity {name:?} in the graph; {hint}");
                return Err(Error::Argument(message));
            }
        }
        let selection = Selection {
            documents: self.documents.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            flatten: self.flatten,
            min_confidence: self.min_confidence,
            relations: self.relations.clone(),
            types: self.types.clone(),
            around: self.around.clone(),
            depth: if self.around.is_empty() {
                0
            } else {
                self.depth
            },
            top: self.top,
        };
        match selection == Selection::default() {
            true => Ok(graph),
            false => graph.select(&selection),
        }
    }
}

//! The verb *testing*: what a graph is expected to say, and how it differs.
//!
//! [`assert_edge!`](crate::assert_edge) and [`assert_no_edge!`](crate::assert_no_edge) are for tests in
//! Rust; [`cases`] reads files of queries with the rows that they should give.

pub mod cases;

use crate::graph::Graph;
use crate::schema::{Modality, Polarity};

/// Fails unless an edge is there; the message shows what edges there are instead, with their quotes.
///
/// An edge that is affirmed and actual is meant; `negative`, `future` or `possible` behind it mean another,
/// `any` means any of the type. Names are strings, or variables, or expressions in brackets: ids, keys, names
/// or aliases.
///
/// ```
/// use demarche::testing::{assert_edge, assert_no_edge};
/// # use demarche::{graph::Assembly, pipeline::Pipeline, schema::Schema, text::Article};
/// # let schema = Schema::built_in();
/// # let text = "Russia controls 75% of Donetsk. Ukraine will not accept the demand.";
/// # let record = Pipeline::new(schema).extract(Article::new("story", text)).record;
/// # let mut assembly = Assembly::new(schema.ontology.clone());
/// # assembly.add_record(&record).unwrap();
/// # let graph = assembly.finish();
/// assert_edge!(graph, "Russia" -controls-> "Donetsk");
/// assert_no_edge!(graph, "Russia" -controls-> "Donetsk", negative);
/// assert_no_edge!(graph, "Ukraine" -controls-> "Donetsk", any);
/// ```
///
/// ```should_panic
/// # use demarche::{assert_edge, graph::Assembly, schema::Schema};
/// # let graph = Assembly::new(Schema::built_in().ontology.clone()).finish();
/// assert_edge!(graph, "Russia" -controls-> "Donetsk");
/// ```
#[macro_export]
macro_rules! assert_edge {
    ($graph:expr, $source:tt - $kind:ident -> $target:tt $(, $manner:ident)? $(,)?) => {
        if let Err(message) = $crate::testing::edge(
            &$graph, &$source, stringify!($kind), &$target, concat!($(stringify!($manner))?),
        ) {
            panic!("{message}");
        }
    };
}

/// Fails where an edge is there that should not; the opposite of [`assert_edge!`](crate::assert_edge).
///
/// A name that no entity bears makes it fail too: a misspelt name would else pass for ever.
#[macro_export]
macro_rules! assert_no_edge {
    ($graph:expr, $source:tt - $kind:ident -> $target:tt $(, $manner:ident)? $(,)?) => {
        if let Err(message) = $crate::testing::no_edge(
            &$graph, &$source, stringify!($kind), &$target, concat!($(stringify!($manner))?),
        ) {
            panic!("{message}");
        }
    };
}

#[doc(inline)]
pub use assert_edge;
#[doc(inline)]
pub use assert_no_edge;

/// What [`assert_edge!`](crate::assert_edge) asks.
///
/// # Errors
/// A message when the edge is not there, with what is.
pub fn edge(
    graph: &Graph,
    source: impl AsRef<str>,
    kind: &str,
    target: impl AsRef<str>,
    manner: &str,
) -> Result<(), String> {
    let found = walk(graph, source.as_ref(), kind, target.as_ref(), manner)?.some();
    found.map(drop).map_err(|error| error.to_string())
}

/// What [`assert_no_edge!`](crate::assert_no_edge) asks.
///
/// # Errors
/// A message when the edge is there, with the sentences that say it.
pub fn no_edge(
    graph: &Graph,
    source: impl AsRef<str>,
    kind: &str,
    target: impl AsRef<str>,
    manner: &str,
) -> Result<(), String> {
    let walk = walk(graph, source.as_ref(), kind, target.as_ref(), manner)?;
    let found = walk.all().map_err(|error| error.to_string())?;
    let lines = found.iter().filter_map(|edge| {
        let edge = graph.relation(edge.relation.id())?;
        Some(format!("\n  {}", graph.describe(edge)))
    });
    match found.is_empty() {
        true => Ok(()),
        false => Err(format!(
            "an edge that should not be there:{}",
            lines.collect::<String>()
        )),
    }
}

fn walk<'g>(
    graph: &'g Graph,
    source: &str,
    kind: &str,
    target: &str,
    manner: &str,
) -> Result<crate::graph::walk::Walk<'g>, String> {
    let walk = graph.from(source).out(kind).to(target);
    let (polarity, modality) = match manner {
        "any" => return Ok(walk),
        "" | "positive" | "actual" => (Polarity::Positive, Modality::Actual),
        "negative" => (Polarity::Negative, Modality::Actual),
        "future" => (Polarity::Positive, Modality::Future),
        "possible" => (Polarity::Positive, Modality::Possible),
        _ => {
            return Err(format!(
                "{manner:?} behind an edge; negative, future, possible or any can stand there"
            ));
        }
    };
    Ok(walk.polarity(polarity).modality(modality))
}

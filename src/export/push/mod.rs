//! A graph straight into a Neo4j server, by the statements of `merge`, so that what is in the database
//! then is what a run of the script leaves there.
//!
//! - A batch of rows is one statement and one transaction. What is there as it should be is not
//!   written: the statement compares before it merges. So a run that was broken off is gone on with
//!   by running it again, and nothing about its progress is kept in the database.
//! - Properties of these names that the graph has no value for are removed; other properties, labels,
//!   nodes and edges stay, also those that an earlier graph brought.
//! - The server is behind [`CypherSink`]; [`connect`] gives the one that speaks Bolt, in a build with
//!   the feature `neo4j`.

#[cfg(feature = "neo4j")]
mod bolt;
mod target;
#[cfg(test)]
mod tests;

pub use target::{Login, Target};

use super::attributes::Value;
use super::merge::{Part, Row, merges};
use super::neo4j::CONSTRAINTS;
use crate::error::Result;
use crate::graph::Graph;
use serde_json::{Map, Value as Json};
use std::num::NonZeroUsize;

/// What runs statements of Cypher.
pub trait CypherSink {
    /// Runs a statement in a transaction of its own, with the parameter `$rows`, again where that may
    /// help. Answers the number that the statement returns, 0 where it returns none.
    ///
    /// # Errors
    /// [`Error::Server`](crate::error::Error::Server) when the server refuses or is gone.
    fn run(&mut self, statement: &str, rows: Vec<Json>) -> Result<u64>;
}

/// What a push did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pushed {
    /// Entities and documents.
    pub nodes: Counts,
    /// Relations and mentions.
    pub edges: Counts,
}

/// Of nodes or of edges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// New, or changed.
    pub written: u64,
    /// There as they should be, and left alone.
    pub unchanged: u64,
}

/// Opens the server.
///
/// # Errors
/// [`Error::Server`](crate::error::Error::Server) when nothing answers there or the login is refused;
/// [`Error::Argument`](crate::error::Error::Argument) in a build without the feature `neo4j`.
pub fn connect(target: &Target, login: &Login) -> Result<Box<dyn CypherSink>> {
    available()?;
    #[cfg(feature = "neo4j")]
    return Ok(Box::new(bolt::Bolt::connect(target, login)?));
    #[cfg(not(feature = "neo4j"))]
    unreachable!("{target}, {login:?}: not available")
}

/// Whether this build can push.
///
/// # Errors
/// [`Error::Argument`](crate::error::Error::Argument) that says which feature brings it.
pub fn available() -> Result<()> {
    match cfg!(feature = "neo4j") {
        true => Ok(()),
        false => Err(crate::error::Error::Argument(
            "push is not in this build; install with `--features neo4j`".to_owned(),
        )),
    }
}

/// How many rows a push of the graph has.
pub fn rows(graph: &Graph) -> u64 {
    let mentions = graph.entities().map(|entity| entity.appearances().len());
    let nodes = graph.entity_count() + graph.documents().len();
    (nodes + graph.relation_count() + mentions.sum::<usize>()) as u64
}

/// Writes the graph, `batch` rows in a transaction; `progress` hears how many rows are done.
///
/// # Errors
/// Those of the sink; what was written until then stays.
pub fn push(
    graph: &Graph,
    sink: &mut dyn CypherSink,
    batch: NonZeroUsize,
    progress: &mut dyn FnMut(u64),
) -> Result<Pushed> {
    for statement in CONSTRAINTS.split_terminator(";\n") {
        sink.run(statement, Vec::new())?;
    }
    let (mut pushed, mut done) = (Pushed::default(), 0);
    for merge in merges(graph) {
        let statement = statement(&merge.pattern, &merge.statement);
        let mut rows = merge.rows.map(parameter).peekable();
        while rows.peek().is_some() {
            let rows: Vec<Json> = rows.by_ref().take(batch.get()).collect();
            let count = rows.len() as u64;
            let written = sink.run(&statement, rows)?;
            let counts = match merge.part {
                Part::Node => &mut pushed.nodes,
                Part::Edge => &mut pushed.edges,
            };
            counts.written += written;
            counts.unchanged += count.saturating_sub(written);
            done += count;
            progress(done);
        }
    }
    Ok(pushed)
}

/// Leaves out the rows that are there as they should be, merges the others and counts them. Nothing
/// equals null in Cypher, a property that is missing on both sides is the second case.
fn statement(pattern: &str, merge: &str) -> String {
    format!(
        "UNWIND $rows AS row\n\
         WITH row WHERE NOT EXISTS {{\n  \
           MATCH {pattern}\n  \
           WHERE all(key IN keys(row.properties) WHERE coalesce(\n    \
             x[key] = row.properties[key], x[key] IS NULL AND row.properties[key] IS NULL))\n\
         }}\n\
         {merge}\n\
         RETURN count(*) AS written"
    )
}

/// A row as a parameter. What is missing is null, which removes what an earlier graph had to say.
fn parameter(row: Row<'_>) -> Json {
    let text = |text: &str| Json::String(text.to_owned());
    let value = |value: Value<'_>| match value {
        Value::Missing => Json::Null,
        Value::Word(word) => text(word),
        Value::Text(text) => Json::String(text.into_owned()),
        Value::Number(number) => number.into(),
        Value::Share(share) => share.into(),
        Value::Truth(truth) => truth.into(),
        Value::List(texts) => texts.into_iter().map(text).collect(),
    };
    let ids = row.ids.into_iter();
    let mut map: Map<String, Json> = ids.map(|(name, id)| (name.to_owned(), text(id))).collect();
    let properties = row.properties.into_iter();
    let properties = properties.map(|(name, of)| (name.to_owned(), value(of)));
    map.insert("properties".to_owned(), Json::Object(properties.collect()));
    Json::Object(map)
}

//! `demarche timeline`: what is said of an entity, or of two, in the order of time.

use super::explain::unknown;
use super::path::{manner, said_by};
use super::rank::called;
use super::rows::{FormatArgs, Rows};
use super::select::SelectArgs;
use super::style::line;
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::analyze::timeline::timeline;
use crate::error::Result;
use petgraph::graph::EdgeIndex;
use serde_json::json;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// List what is said of an entity, or of what passes between two, by date
///
/// A row for each sentence. Its date is the one that the sentence gives, else that of its document, as
/// the column `dated_by` says; sentences without a date come last.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche timeline out/graph.json Ukraine --relation attacks,controls\n  \
        demarche timeline out/graph.json Greece \"North Macedonia\" --format markdown\n\n\
        Exit status: 1 when nothing is said")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// An entity's id, ISO code, name or alias
    entity: String,
    /// A second entity: only what passes between the two
    other: Option<String>,
    #[command(flatten)]
    rows: FormatArgs,
    #[command(flatten)]
    select: SelectArgs,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let graph = args.select.select(source::graph(&args.graph)?)?;
    let mut found = Vec::new();
    for name in std::iter::once(&args.entity).chain(&args.other) {
        let nodes = graph.find(name);
        if nodes.is_empty() {
            return Ok(unknown(&graph, name, terminal));
        }
        found.push(nodes);
    }
    let edges: BTreeSet<EdgeIndex> = match &found[..] {
        [here, there] => {
            let pairs = here
                .iter()
                .flat_map(|&a| there.iter().map(move |&b| (a, b)));
            pairs.flat_map(|(a, b)| graph.edges_between(a, b)).collect()
        }
        _ => found[0]
            .iter()
            .flat_map(|&node| graph.edges_of(node))
            .collect(),
    };
    let edges: Vec<EdgeIndex> = edges.into_iter().collect();
    if edges.is_empty() {
        let name = line(&args.entity);
        match &args.other {
            Some(other) => {
                terminal.nothing(format_args!("no edge between {name} and {}", line(other)))
            }
            None => terminal.nothing(format_args!("no edge at {name}")),
        }
    }
    let mut rows = Rows::new([
        "date", "dated_by", "source", "relation", "target", "manner", "value", "said_by",
        "document", "quote",
    ]);
    for moment in timeline(&graph, &edges) {
        let edge = graph.edge(moment.edge);
        let info = graph.ontology().relation_info(edge.relation.kind());
        let dated_by = moment
            .date
            .map(|_| if moment.told { "sentence" } else { "document" });
        rows.rows.push(vec![
            json!(moment.date),
            json!(dated_by),
            json!(called(edge.source)),
            json!(info.name),
            json!(called(edge.target)),
            manner(edge.relation),
            json!(moment.evidence.value),
            said_by(&graph, moment.evidence),
            json!(moment.evidence.document),
            json!(moment.evidence.quote),
        ]);
    }
    rows.without_empty(args.rows.format)
        .print(args.rows.format, terminal)
}

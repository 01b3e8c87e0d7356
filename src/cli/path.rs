//! `demarche path`: how two entities are joined, with the sentences along the way.

use super::explain::unknown;
use super::rank::called;
use super::rows::{FormatArgs, Rows};
use super::select::SelectArgs;
use super::style::line;
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::analyze::paths::{Options, Path, shortest_paths};
use crate::error::Result;
use crate::graph::{Evidence, Graph, Relation};
use crate::schema::{Modality, Polarity};
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Show the shortest path between two entities, with the sentence that says each step
///
/// Edges are followed either way unless --directed is given. Of several paths of one length the one
/// that most sentences affirm is shown; of several edges of one step, the best supported.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche path out/graph.json Zelensky Israel\n  \
        demarche path out/graph.json UA RU --all --polarity positive --modality actual\n  \
        demarche path out/graph.json Ukraine Russia --directed --max-length 3 --format markdown\n\n\
        Exit status: 1 when nothing joins the two")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// Where the path begins: an entity's id, ISO code, name or alias
    from: String,
    /// Where it ends
    to: String,
    /// Show all paths of the shortest length
    #[arg(long)]
    all: bool,
    /// With --all, show at most so many paths
    #[arg(long, value_name = "N", default_value_t = 100)]
    limit: usize,
    /// Look for paths of at most so many steps
    #[arg(long, value_name = "N", default_value_t = 20)]
    max_length: usize,
    /// Follow edges only from source to target
    #[arg(long)]
    directed: bool,
    #[command(flatten)]
    rows: FormatArgs,
    #[command(flatten)]
    select: SelectArgs,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let graph = args.select.select(source::graph(&args.graph)?)?;
    let (from, to) = (graph.find(&args.from), graph.find(&args.to));
    for (nodes, name) in [(&from, &args.from), (&to, &args.to)] {
        if nodes.is_empty() {
            return Ok(unknown(&graph, name, terminal));
        }
    }
    if from.iter().any(|node| to.contains(node)) {
        let name = line(called(graph.entity(from[0])));
        terminal.nothing(format_args!(
            "both names mean {name}; two entities are needed for a path"
        ));
        return Ok(Outcome::Nothing);
    }
    let limit = if args.all { args.limit.max(1) } else { 1 };
    let options = Options {
        directed: args.directed,
        max_length: args.max_length,
        // One more, to see whether there are more.
        limit: limit.saturating_add(1),
    };
    let mut paths = shortest_paths(&graph, &from, &to, &options);
    if paths.is_empty() {
        let way = if args.directed {
            " along the direction of edges"
        } else {
            ""
        };
        let (from, to, most) = (line(&args.from), line(&args.to), args.max_length);
        terminal.nothing(format_args!(
            "no path of at most {most} steps from {from} to {to}{way}"
        ));
        return Ok(Outcome::Nothing);
    }
    if paths.len() > limit {
        paths.truncate(limit);
        match args.all {
            true => terminal.nothing(format_args!(
                "there are more; --limit shows more than {limit}"
            )),
            false => terminal.note("there are more paths of that length; --all shows them"),
        }
    }
    let mut rows = Rows::new([
        "path",
        "step",
        "from",
        "direction",
        "relation",
        "to",
        "manner",
        "date",
        "said_by",
        "document",
        "quote",
    ]);
    for (index, path) in paths.iter().enumerate() {
        rows.rows.extend(steps(&graph, path).map(|mut row| {
            row.insert(0, json!(index + 1));
            row
        }));
    }
    if !args.all {
        rows.columns.remove(0);
        rows.rows.iter_mut().for_each(|row| drop(row.remove(0)));
    }
    rows.without_empty(args.rows.format)
        .print(args.rows.format, terminal)
}

/// A row for each step.
fn steps<'a>(graph: &'a Graph, path: &'a Path) -> impl Iterator<Item = Vec<Value>> + 'a {
    let pairs = path.nodes.windows(2).zip(&path.steps).enumerate();
    pairs.map(|(index, (pair, edges))| {
        let edge = edges[0];
        let relation = graph.edge(edge).relation;
        let evidence = relation.evidence().find(|piece| !piece.quote.is_empty());
        let evidence = evidence.or_else(|| relation.evidence().next());
        let evidence = evidence.expect("no relation is without");
        let info = graph.ontology().relation_info(relation.kind());
        let name = |node: NodeIndex| json!(called(graph.entity(node)));
        vec![
            json!(index + 1),
            name(pair[0]),
            json!(direction(graph, edge, pair[0])),
            json!(info.name),
            name(pair[1]),
            manner(relation),
            json!(
                evidence
                    .date
                    .as_deref()
                    .or_else(|| document_date(graph, evidence))
            ),
            said_by(graph, evidence),
            json!(evidence.document),
            json!(evidence.quote),
        ]
    })
}

/// Which way an edge is walked from one of its ends.
fn direction(graph: &Graph, edge: EdgeIndex, from: NodeIndex) -> &'static str {
    let edge = graph.edge(edge);
    match graph
        .ontology()
        .relation_info(edge.relation.kind())
        .symmetric
    {
        true => "<->",
        false if edge.source.id() == graph.entity(from).id() => "->",
        false => "<-",
    }
}

/// The date of the document of a piece of evidence.
fn document_date<'g>(graph: &'g Graph, evidence: &Evidence) -> Option<&'g str> {
    graph.documents().get(&evidence.document)?.date.as_deref()
}

/// Whether an edge is denied, planned or possible; null for what is so.
pub fn manner(relation: &Relation) -> Value {
    let not = (relation.polarity() == Polarity::Negative).then_some("not");
    let when = (relation.modality() != Modality::Actual).then(|| relation.modality().as_str());
    let words: Vec<&str> = not.into_iter().chain(when).collect();
    match words.is_empty() {
        true => Value::Null,
        false => json!(words.join(" ")),
    }
}

/// The name of the entity that says so; null for the document's own voice.
pub fn said_by(graph: &Graph, evidence: &Evidence) -> Value {
    let speaker = evidence.attributed_to.as_deref().map(|id| {
        let node = graph.node(id);
        node.map_or(id, |node| called(graph.entity(node)))
    });
    json!(speaker)
}

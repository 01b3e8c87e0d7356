//! `demarche rank`: the entities that matter most, by one measure or another.

use super::rows::{Format, FormatArgs, Rows};
use super::select::PartArgs;
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::analyze::{Network, betweenness::betweenness, degree::degrees, pagerank::pagerank};
use crate::error::Result;
use crate::graph::{Entity, Graph};
use petgraph::graph::NodeIndex;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Rank entities by degree, betweenness or PageRank
///
/// The filters choose the part of the graph that is measured; --type and --top, what is shown of it.
/// A denied edge counts like any other unless --polarity positive leaves it out.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche rank out/graph.json --top 10\n  \
        demarche rank out/graph.json --by pagerank --type Person\n  \
        demarche rank out/graph.json --by betweenness --since 2022 --format csv > ranks.csv\n\n\
        Measures:\n  \
        degree        relations, in and out; a relation without direction counts as both\n  \
        evidence      sentences that say a relation: the weighted degree\n  \
        betweenness   the share of the shortest paths between others that lead through it\n  \
                      (Brandes 2001); relations count once and without direction\n  \
        pagerank      how often a walker along the relations comes by (Brin and Page 1998),\n  \
                      who follows what is said more often more often")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// The measure
    #[arg(long, value_name = "MEASURE", value_enum, default_value_t)]
    by: Measure,
    /// Show the first N; 20 in a table and all in other formats if not given
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// Show only entities of these types; Actor means all kinds of actors
    #[arg(long = "type", value_name = "TYPE,...", value_delimiter = ',')]
    types: Vec<String>,
    /// PageRank: the chance of going on along an edge instead of beginning anew
    #[arg(long, value_name = "0..1", default_value_t = 0.85, value_parser = below_one)]
    damping: f64,
    /// Betweenness: follow relations only from source to target
    #[arg(long)]
    directed: bool,
    /// Betweenness: estimate it by the paths from N entities; for very large graphs
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pivots: Option<u32>,
    #[command(flatten)]
    rows: FormatArgs,
    #[command(flatten)]
    part: PartArgs,
}

/// What is measured. (Plain comments: the help explains them together.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Measure {
    #[default]
    Degree,
    InDegree,
    OutDegree,
    Evidence,
    Betweenness,
    Pagerank,
}

fn below_one(text: &str) -> Result<f64, String> {
    let share = text.parse().ok().filter(|share| (0.0..1.0).contains(share));
    share.ok_or_else(|| "a number from 0 to less than 1 is needed".to_owned())
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let graph = args.part.select(source::graph(&args.graph)?)?;
    graph.check_types(&args.types)?;
    let (names, scores) = scores(args, &graph, terminal);
    let mut nodes: Vec<NodeIndex> = graph.petgraph().node_indices().collect();
    let is_shown = |entity: &Entity| {
        let mut types = args.types.iter();
        args.types.is_empty() || types.any(|name| graph.ontology().is_a(entity.kind(), name))
    };
    nodes.retain(|&node| is_shown(graph.entity(node)));
    // The order of nodes, which is that of ids, parts those that are equal.
    nodes.sort_by(|a, b| scores[b.index()].0.total_cmp(&scores[a.index()].0));
    let top = match (args.top, args.rows.format) {
        (Some(top), _) => top,
        (None, Format::Table) => 20,
        (None, _) => usize::MAX,
    };
    let mut rows = Rows::new(["rank", "name", "type"]);
    rows.columns
        .extend(names.iter().map(|&name| name.to_owned()));
    rows.columns.push("id".to_owned());
    for (index, &node) in nodes.iter().take(top).enumerate() {
        let mut row = vec![json!(index + 1)];
        row.extend(name_and_type(&graph, node));
        row.extend(scores[node.index()].1.iter().cloned());
        row.push(json!(graph.entity(node).id()));
        rows.rows.push(row);
    }
    if rows.rows.is_empty() {
        terminal.nothing("nothing to rank: the part that is asked for has no such entity");
    }
    rows.print(args.rows.format, terminal)
}

/// The name of an entity, or the id of what has none, and its type.
pub fn name_and_type(graph: &Graph, node: NodeIndex) -> [Value; 2] {
    let entity = graph.entity(node);
    let kind = &graph.ontology().entity_info(entity.kind()).name;
    [json!(called(entity)), json!(kind)]
}

/// The name of an entity, or the id of what has none.
pub fn called(entity: &Entity) -> &str {
    match entity.name() {
        "" => entity.id(),
        name => name,
    }
}

/// By which number a node is ranked, and what is shown of it.
type Score = (f64, Vec<Value>);

/// The names of the columns, and the scores by node.
fn scores(args: &Args, graph: &Graph, terminal: &Terminal) -> (Vec<&'static str>, Vec<Score>) {
    let shown = |score: f64| (score, vec![json!(significant(score))]);
    match args.by {
        Measure::Betweenness => {
            let network = match args.directed {
                true => Network::directed(graph),
                false => Network::undirected(graph),
            };
            let scores = betweenness(&network, args.pivots.map(|count| count as usize));
            (vec!["betweenness"], scores.into_iter().map(shown).collect())
        }
        Measure::Pagerank => {
            let ranks = pagerank(&Network::directed(graph), args.damping);
            let rounds = ranks.rounds;
            match ranks.converged {
                true => terminal.note(format_args!("PageRank came to rest in {rounds} rounds")),
                false => terminal.nothing(format_args!(
                    "PageRank had not come to rest after {rounds} rounds; a --damping nearer to 0.85 ends sooner"
                )),
            }
            (
                vec!["pagerank"],
                ranks.scores.into_iter().map(shown).collect(),
            )
        }
        Measure::Degree | Measure::InDegree | Measure::OutDegree | Measure::Evidence => {
            let scores = degrees(graph).into_iter().map(|degree| {
                let (total, incoming) = (degree.total, degree.incoming);
                let (outgoing, evidence) = (degree.outgoing, degree.evidence);
                let by = match args.by {
                    Measure::InDegree => incoming,
                    Measure::OutDegree => outgoing,
                    Measure::Evidence => evidence,
                    _ => total,
                };
                let cells = [total, incoming, outgoing, evidence].map(|n| json!(n));
                (by as f64, cells.to_vec())
            });
            (vec!["degree", "in", "out", "evidence"], scores.collect())
        }
    }
}

/// A number to six significant digits; the rest is rounding.
fn significant(number: f64) -> f64 {
    format!("{number:.5e}").parse().unwrap_or(number)
}

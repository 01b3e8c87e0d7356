//! `demarche communities` and `demarche components`: which entities belong together.

use super::rank::{called, name_and_type};
use super::rows::{FormatArgs, Rows};
use super::select::SelectArgs;
use super::terminal::Terminal;
use super::{Outcome, source};
use crate::analyze::communities::communities;
use crate::analyze::{Network, components};
use crate::error::Result;
use crate::graph::Graph;
use petgraph::graph::NodeIndex;
use serde_json::json;
use std::cmp::Reverse;
use std::path::PathBuf;

/// Part the graph into communities: groups with more edges within than between them
///
/// The Leiden algorithm (Traag, Waltman and van Eck 2019) for modularity. An edge counts by its pieces
/// of evidence and without direction. The same graph has the same communities.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche communities out/graph.json\n  \
        demarche communities out/graph.json --type Actor --resolution 0.5\n  \
        demarche communities out/graph.json --each --format csv > communities.csv")]
pub struct CommunityArgs {
    #[command(flatten)]
    group: GroupArgs,
    /// Above 1 for more and smaller communities, below 1 for fewer and larger ones
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = above_zero)]
    resolution: f64,
    #[command(flatten)]
    select: SelectArgs,
}

/// List what hangs together at all: the connected components of the graph
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche components out/graph.json\n  \
        demarche components out/graph.json --strong --each --format csv > components.csv")]
pub struct ComponentArgs {
    #[command(flatten)]
    group: GroupArgs,
    /// Only what edges lead to and back from belongs together
    #[arg(long)]
    strong: bool,
    #[command(flatten)]
    select: SelectArgs,
}

/// What both understand.
#[derive(Debug, clap::Args)]
struct GroupArgs {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// Print a row for each entity instead of one for each group
    #[arg(long)]
    each: bool,
    /// Leave out groups of fewer entities
    #[arg(long, value_name = "N", default_value_t = 2)]
    min_size: usize,
    #[command(flatten)]
    rows: FormatArgs,
}

fn above_zero(text: &str) -> Result<f64, String> {
    let number = text
        .parse()
        .ok()
        .filter(|x: &f64| *x > 0.0 && x.is_finite());
    number.ok_or_else(|| "a number above 0 is needed".to_owned())
}

pub fn run_communities(args: &CommunityArgs, terminal: &Terminal) -> Result<Outcome> {
    let graph = args.select.select(source::graph(&args.group.graph)?)?;
    let found = communities(&Network::undirected(&graph), args.resolution);
    terminal.note(format_args!("modularity {:.4}", found.modularity));
    print(&args.group, &graph, &found.of, "community", terminal)
}

pub fn run_components(args: &ComponentArgs, terminal: &Terminal) -> Result<Outcome> {
    let graph = args.select.select(source::graph(&args.group.graph)?)?;
    let network = Network::directed(&graph);
    let groups = match args.strong {
        true => components::strong(&network),
        false => components::weak(&network),
    };
    print(&args.group, &graph, &groups, "component", terminal)
}

/// Prints groups, the best connected members first.
fn print(
    args: &GroupArgs,
    graph: &Graph,
    of: &[u32],
    what: &str,
    terminal: &Terminal,
) -> Result<Outcome> {
    let count = of.iter().max().map_or(0, |&last| last as usize + 1);
    let mut groups: Vec<Vec<NodeIndex>> = vec![Vec::new(); count];
    for node in graph.petgraph().node_indices() {
        groups[of[node.index()] as usize].push(node);
    }
    // The largest come first, so that those left out are behind all others.
    groups.retain(|members| members.len() >= args.min_size);
    for members in &mut groups {
        members.sort_by_key(|&node| (Reverse(graph.degree(node)), node));
    }
    let mut rows = match args.each {
        true => Rows::new([what, "name", "type", "degree", "id"]),
        false => Rows::new([what, "entities", "members"]),
    };
    for (index, members) in groups.iter().enumerate() {
        if args.each {
            let row = |&node: &NodeIndex| {
                let [name, kind] = name_and_type(graph, node);
                vec![
                    json!(index + 1),
                    name,
                    kind,
                    json!(graph.degree(node)),
                    json!(graph.entity(node).id()),
                ]
            };
            rows.rows.extend(members.iter().map(row));
            continue;
        }
        let names: Vec<&str> = members
            .iter()
            .map(|&node| called(graph.entity(node)))
            .collect();
        rows.rows
            .push(vec![json!(index + 1), json!(members.len()), json!(names)]);
    }
    if rows.rows.is_empty() {
        terminal.nothing(format_args!(
            "no {what} of {} entities or more",
            args.min_size
        ));
    }
    rows.print(args.rows.format, terminal)
}

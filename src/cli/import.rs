//! `demarche import`: what another program made of a graph comes home.

use super::sink::Sink;
use super::style::counted;
use super::terminal::Terminal;
use super::{Outcome, schema, source};
use crate::error::Result;
use crate::import::{Changes, import};
use std::path::PathBuf;

/// Read a graph that Gephi, yEd, Cytoscape or another program saved as GraphML or GEXF
///
/// Nodes need an attribute `type` and edges one called `relation`, `interaction` or `label`, as an export
/// writes them. With the graph that the file was exported from, everything that is still in the file
/// keeps all its evidence, also under a new label; without it, an edge keeps one quote. What cannot
/// be mapped is a warning.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche import edited.gexf --base out/graph.json -o graph.json\n  \
        demarche import drawn.graphml > graph.json\n\n\
        Exit status: 1 when nothing could be mapped")]
pub struct Args {
    /// GraphML, GEXF or a graph of this program, or - for standard input
    file: PathBuf,
    /// The graph.json or graph.demarche that the file was exported from
    #[arg(long, value_name = "GRAPH")]
    base: Option<PathBuf>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A schema folder of your own instead of the built-in one (or that of --base)
    #[arg(long, value_name = "DIR", conflicts_with = "base")]
    schema: Option<PathBuf>,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let schema = schema::load(args.schema.as_deref())?;
    let base = args.base.as_deref().map(source::graph).transpose()?;
    let bytes = source::bytes(&args.file)?;
    let imported = import(&bytes, &args.file, schema.ontology.clone(), base.as_ref())?;
    for warning in &imported.warnings {
        terminal.warn(warning);
    }
    let graph = imported.graph;
    let mut sink = Sink::open(args.output.as_deref())?;
    sink.put(|to| graph.write_json(to))?;
    sink.finish()?;
    if graph.entity_count() == 0 {
        terminal.nothing("nothing was imported: no node of the file could be mapped");
        return Ok(Outcome::Nothing);
    }
    if base.is_some() {
        terminal.note(summary(imported.changes));
    }
    Ok(Outcome::Done)
}

fn summary(of: Changes) -> String {
    format!(
        "{} added, {} removed, {} changed; {} added, {} removed",
        counted(of.entities_added, "node"),
        of.entities_removed,
        of.entities_changed,
        counted(of.relations_added, "edge"),
        of.relations_removed
    )
}

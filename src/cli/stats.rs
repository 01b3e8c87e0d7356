//! `demarche stats`: what a graph holds, in numbers.

use super::style::line;
use super::terminal::Terminal;
use super::{Outcome, sink, source};
use crate::error::Result;
use crate::graph::Graph;
use petgraph::graph::NodeIndex;
use petgraph::unionfind::UnionFind;
use petgraph::visit::EdgeRef;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::PathBuf;

/// Count what a graph holds: types, documents, dates, the best-connected entities, components
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche stats out/graph.json\n  \
        demarche stats out/graph.json --json")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// How many of the best-connected entities to name
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let graph = source::lasting_graph(&args.graph)?;
    let stats = Stats::of(graph, args.top);
    match args.json {
        true => sink::print_json(&stats)?,
        false => sink::print(|to| stats.print(to))?,
    }
    if graph.entity_count() == 0 {
        terminal.nothing("the graph is empty");
        return Ok(Outcome::Nothing);
    }
    Ok(Outcome::Done)
}

/// How many of each type, the most first.
pub type Counts = Vec<(String, usize)>;

/// How many entities there are of each type that occurs, the most first, then by name.
pub fn entity_counts(graph: &Graph) -> Counts {
    let kinds = graph.entities().map(|entity| entity.kind());
    counted(kinds.map(|kind| &*graph.ontology().entity_info(kind).name))
}

/// How many relations there are of each type that occurs, the most first, then by name.
pub fn relation_counts(graph: &Graph) -> Counts {
    let kinds = graph.relations().map(|edge| edge.relation.kind());
    counted(kinds.map(|kind| &*graph.ontology().relation_info(kind).name))
}

fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Counts {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let mut counts: Counts = counts
        .into_iter()
        .map(|(name, n)| (name.to_owned(), n))
        .collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

/// Prints two tables side by side: entities by type, relations by type.
pub fn print_counts(entities: &Counts, relations: &Counts, to: &mut dyn Write) -> io::Result<()> {
    let total = |counts: &Counts| counts.iter().map(|(_, count)| count).sum::<usize>();
    let head = |name: &str, counts: &Counts| (name.to_owned(), total(counts));
    let left = std::iter::once(head("entities", entities)).chain(entities.iter().cloned());
    let right = std::iter::once(head("relations", relations)).chain(relations.iter().cloned());
    let (left, right): (Counts, Counts) = (left.collect(), right.collect());
    let width = |counts: &Counts| counts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    let (wide_left, wide_right) = (width(&left), width(&right));
    for row in 0..left.len().max(right.len()) {
        let cell = |counts: &Counts, width: usize| match counts.get(row) {
            Some((name, count)) => format!("{name:<width$} {count:>7}"),
            None => " ".repeat(width + 8),
        };
        let text = format!("{}    {}", cell(&left, wide_left), cell(&right, wide_right));
        writeln!(to, "{}", text.trim_end())?;
    }
    Ok(())
}

/// The numbers of one graph.
#[derive(Debug, Serialize)]
struct Stats {
    documents: usize,
    dated_documents: usize,
    first_date: Option<String>,
    last_date: Option<String>,
    entities: usize,
    relations: usize,
    evidence: usize,
    entity_types: BTreeMap<String, usize>,
    relation_types: BTreeMap<String, usize>,
    negative: usize,
    not_actual: usize,
    attributed: usize,
    components: usize,
    largest_component: usize,
    isolated: usize,
    top: Vec<Top>,
    #[serde(skip)]
    counts: (Counts, Counts),
}

/// A well-connected entity.
#[derive(Debug, Serialize)]
struct Top {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    degree: usize,
    documents: usize,
}

impl Stats {
    fn of(graph: &Graph, top: usize) -> Stats {
        use crate::schema::{Modality, Polarity};
        let dates = graph.documents().values().filter_map(|d| d.date.as_deref());
        let dates: Vec<&str> = dates.collect();
        let counts = (entity_counts(graph), relation_counts(graph));
        let relations = || graph.relations().map(|edge| edge.relation);
        let components = component_sizes(graph);
        Stats {
            documents: graph.documents().len(),
            dated_documents: dates.len(),
            first_date: dates.iter().min().map(|&date| date.to_owned()),
            last_date: dates.iter().max().map(|&date| date.to_owned()),
            entities: graph.entity_count(),
            relations: graph.relation_count(),
            evidence: relations().map(|r| r.weight()).sum(),
            entity_types: counts.0.iter().cloned().collect(),
            relation_types: counts.1.iter().cloned().collect(),
            negative: relations()
                .filter(|r| r.polarity() == Polarity::Negative)
                .count(),
            not_actual: relations()
                .filter(|r| r.modality() != Modality::Actual)
                .count(),
            attributed: relations()
                .filter(|r| !r.attributed_to().is_empty())
                .count(),
            components: components.len(),
            largest_component: components.first().copied().unwrap_or(0),
            isolated: components.iter().filter(|&&size| size == 1).count(),
            top: best_connected(graph, top),
            counts,
        }
    }

    fn print(&self, to: &mut dyn Write) -> io::Result<()> {
        let dates = match (&self.first_date, &self.last_date) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "no dates".to_owned(),
        };
        let row = |to: &mut dyn Write, label: &str, text: String| writeln!(to, "{label:<14}{text}");
        let documents = match self.documents - self.dated_documents {
            0 => format!("{}, {dates}", self.documents),
            undated => format!("{}, {dates}, {undated} without a date", self.documents),
        };
        row(to, "documents", documents)?;
        row(
            to,
            "evidence",
            format!("{} for {} edges", self.evidence, self.relations),
        )?;
        let (negative, not_actual, attributed) = (self.negative, self.not_actual, self.attributed);
        row(
            to,
            "of the edges",
            format!(
                "{negative} denied, {not_actual} planned or possible, {attributed} said by somebody"
            ),
        )?;
        row(
            to,
            "components",
            format!(
                "{}, the largest of {} entities, {} of one",
                self.components, self.largest_component, self.isolated
            ),
        )?;
        writeln!(to)?;
        print_counts(&self.counts.0, &self.counts.1, to)?;
        if !self.top.is_empty() {
            writeln!(to, "\n{:>6} {:>9}  best connected", "edges", "documents")?;
        }
        for top in &self.top {
            let (name, kind) = (line(&top.name), &top.kind);
            writeln!(
                to,
                "{:>6} {:>9}  {name} ({kind})",
                top.degree, top.documents
            )?;
        }
        Ok(())
    }
}

/// The entities with most edges, then by id; those without an edge are left out.
fn best_connected(graph: &Graph, limit: usize) -> Vec<Top> {
    let nodes = graph.petgraph().node_indices();
    let mut ranked: Vec<(usize, NodeIndex)> = nodes.map(|n| (graph.degree(n), n)).collect();
    ranked.retain(|(degree, _)| *degree > 0);
    ranked.sort_by_key(|&(degree, node)| (usize::MAX - degree, node));
    let top = ranked.into_iter().take(limit);
    top.map(|(degree, node)| {
        let entity = graph.entity(node);
        Top {
            id: entity.id().to_string(),
            name: entity.name().to_owned(),
            kind: graph.ontology().entity_info(entity.kind()).name.clone(),
            degree,
            documents: entity.appearances().len(),
        }
    })
    .collect()
}

/// The sizes of the weakly connected components, the greatest first.
fn component_sizes(graph: &Graph) -> Vec<usize> {
    let inner = graph.petgraph();
    let mut union = UnionFind::new(inner.node_count());
    for edge in inner.edge_references() {
        union.union(edge.source().index(), edge.target().index());
    }
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for root in union.into_labeling() {
        *sizes.entry(root).or_default() += 1;
    }
    let mut sizes: Vec<usize> = sizes.into_values().collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    sizes
}

//! `demarche explain`: every piece of evidence of an edge, an entity, or all between two entities.

use super::mark;
use super::style::{Paint, Style, counted, line};
use super::terminal::Terminal;
use super::{Outcome, sink, source};
use crate::error::Result;
use crate::graph::{Edge, Entity, Evidence, Graph};
use crate::schema::{Modality, Polarity};
use petgraph::graph::{EdgeIndex, NodeIndex};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

/// Show the sentences that say an edge, what is known of an entity, or what passes between two
///
/// Each sentence stands with its document and date, with source, trigger and target marked, and
/// with who says it. A name may be an entity's id, its ISO code, its name or any alias; of several
/// entities of one name all are shown. Without a name the whole graph is shown, edge by edge.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche explain out/graph.json Ukraine\n  \
        demarche explain out/graph.json \"Volodymyr Zelensky\" Russia\n  \
        demarche explain out/graph.json --color always | less -R")]
pub struct Args {
    /// The graph.json or graph.demarche, or - for standard input
    graph: PathBuf,
    /// An entity, or the id of an edge
    name: Option<String>,
    /// A second entity: show only what passes between the two
    other: Option<String>,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let graph = source::graph(&args.graph)?;
    let page = Page {
        graph: &graph,
        paint: terminal.paint,
    };
    let Some(name) = &args.name else {
        if graph.relation_count() == 0 {
            terminal.nothing("the graph has no edges");
            return Ok(Outcome::Nothing);
        }
        let edges: Vec<EdgeIndex> = graph.petgraph().edge_indices().collect();
        sink::print(|to| page.edges(&edges, to))?;
        return Ok(Outcome::Done);
    };
    let Some(other) = &args.other else {
        if let Some(edge) = graph.relation(name) {
            sink::print(|to| page.edges(&[edge], to))?;
            return Ok(Outcome::Done);
        }
        let nodes = graph.find(name);
        if nodes.is_empty() {
            return Ok(unknown(&graph, name, terminal));
        }
        sink::print(|to| page.entities(&nodes, to))?;
        return Ok(Outcome::Done);
    };
    let (here, there) = (graph.find(name), graph.find(other));
    for (nodes, name) in [(&here, name), (&there, other)] {
        if nodes.is_empty() {
            return Ok(unknown(&graph, name, terminal));
        }
    }
    let pairs = here
        .iter()
        .flat_map(|&a| there.iter().map(move |&b| (a, b)));
    let between: BTreeSet<EdgeIndex> = pairs.flat_map(|(a, b)| graph.edges_between(a, b)).collect();
    if between.is_empty() {
        let name = |nodes: &[NodeIndex]| line(graph.entity(nodes[0]).name());
        let (a, b) = (name(&here), name(&there));
        terminal.nothing(format_args!("no edge between {a} and {b}"));
        return Ok(Outcome::Nothing);
    }
    let between: Vec<EdgeIndex> = between.into_iter().collect();
    sink::print(|to| page.edges(&between, to))?;
    Ok(Outcome::Done)
}

/// Says that nothing bears the name, and what comes near.
pub fn unknown(graph: &Graph, name: &str, terminal: &Terminal) -> Outcome {
    let hint = hint(graph, name);
    terminal.nothing(format_args!(
        "no entity or edge {name:?} in the graph; {hint}"
    ));
    Outcome::Nothing
}

/// What comes near a name that nothing bears.
pub fn hint(graph: &Graph, name: &str) -> String {
    let near = graph.nearest(name, 5);
    let near: Vec<String> = near
        .into_iter()
        .map(|name| format!("{:?}", line(name)))
        .collect();
    match near.is_empty() {
        true => "`demarche stats` shows the entities with most edges".to_owned(),
        false => format!("did you mean {}?", near.join(" or ")),
    }
}

/// How many different words are shown for a reason.
const WORDS: usize = 8;

/// Writes parts of a graph.
struct Page<'g> {
    graph: &'g Graph,
    paint: Paint,
}

impl Page<'_> {
    fn entities(&self, nodes: &[NodeIndex], to: &mut dyn Write) -> io::Result<()> {
        for (index, &node) in nodes.iter().enumerate() {
            if index > 0 {
                writeln!(to)?;
            }
            self.entity(self.graph.entity(node), to)?;
            let edges = self.graph.edges_of(node);
            if edges.is_empty() {
                writeln!(to, "  no edges")?;
                continue;
            }
            writeln!(to)?;
            self.edges(&edges, to)?;
        }
        Ok(())
    }

    fn entity(&self, entity: &Entity, to: &mut dyn Write) -> io::Result<()> {
        let kind = &self.graph.ontology().entity_info(entity.kind()).name;
        let name = self.name(entity);
        let id = self.paint.apply(Style::Dim, &line(entity.id()));
        writeln!(to, "{name}, {kind}  {id}")?;
        let aliases: Vec<String> = entity.aliases().into_iter().map(line).collect();
        if !aliases.is_empty() {
            writeln!(to, "  also {}", aliases.join("; "))?;
        }
        let mentions = counted(entity.mention_count() as usize, "mention");
        let documents = counted(entity.appearances().len(), "document");
        let dates = match (entity.first_date(), entity.last_date()) {
            (Some(first), Some(last)) if first != last => format!(", {first} to {last}"),
            (Some(date), _) => format!(", {date}"),
            _ => String::new(),
        };
        writeln!(to, "  {mentions} in {documents}{dates}")?;
        self.reasons(entity, to)
    }

    /// Why the mentions were joined: a line for each reason, with the words, most frequent first.
    fn reasons(&self, entity: &Entity, to: &mut dyn Write) -> io::Result<()> {
        for (reason, words) in entity.reasons() {
            let total: u32 = words.values().sum();
            let mut words: Vec<(&str, u32)> = words.into_iter().collect();
            words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
            let more = words.len().saturating_sub(WORDS);
            let shown = words.iter().take(WORDS).map(|(word, count)| match count {
                1 => format!("“{}”", line(word)),
                count => format!("“{}” × {count}", line(word)),
            });
            let mut shown: Vec<String> = shown.collect();
            if more > 0 {
                shown.push(format!("{more} more"));
            }
            let what = reason.describe();
            let text = format!("{total:>5} by {what}: {}", shown.join(", "));
            writeln!(to, "{}", self.paint.apply(Style::Dim, &text))?;
        }
        Ok(())
    }

    fn edges(&self, edges: &[EdgeIndex], to: &mut dyn Write) -> io::Result<()> {
        for (index, &edge) in edges.iter().enumerate() {
            if index > 0 {
                writeln!(to)?;
            }
            self.edge(self.graph.edge(edge), to)?;
        }
        Ok(())
    }

    fn edge(&self, edge: Edge<'_>, to: &mut dyn Write) -> io::Result<()> {
        let relation = edge.relation;
        let info = self.graph.ontology().relation_info(relation.kind());
        let (from, arrow) = match info.symmetric {
            true => ("<--", "-->"),
            false => ("--", "-->"),
        };
        let mut manner = String::new();
        if relation.polarity() == Polarity::Negative {
            manner += "  not so";
        }
        if relation.modality() != Modality::Actual {
            manner = format!("{manner}  {}", relation.modality().as_str());
        }
        let id = self.paint.apply(Style::Dim, relation.id());
        let (source, target) = (self.name(edge.source), self.name(edge.target));
        writeln!(
            to,
            "{source} {from}{}{arrow} {target}{manner}  {id}",
            info.name
        )?;
        for evidence in relation.evidence() {
            self.evidence(edge, evidence, to)?;
        }
        Ok(())
    }

    fn evidence(&self, edge: Edge<'_>, evidence: &Evidence, to: &mut dyn Write) -> io::Result<()> {
        writeln!(to, "    {}", mark::quote(evidence, self.paint))?;
        let info = self.graph.documents().get(&evidence.document);
        let mut document = vec![line(&evidence.document)];
        document.extend(info.and_then(|info| info.date.as_deref()).map(line));
        document.extend(info.and_then(|info| info.source.as_deref()).map(line));
        let title = info.and_then(|info| info.title.as_deref());
        document.extend(title.map(|title| format!("“{}”", line(title))));
        writeln!(
            to,
            "      {}",
            self.paint.apply(Style::Dim, &document.join(", "))
        )?;
        let details = self.details(edge, evidence).join(", ");
        writeln!(to, "      {}", self.paint.apply(Style::Dim, &details))
    }

    /// Who says it, whether it is so, and what else this place says.
    fn details(&self, edge: Edge<'_>, evidence: &Evidence) -> Vec<String> {
        let speaker = evidence.attributed_to.as_deref().map(|id| {
            let node = self.graph.node(id);
            line(node.map_or(id, |node| self.graph.entity(node).name()))
        });
        let mut details = vec![
            match speaker {
                Some(name) => format!("said by {name}"),
                None => "in the document's own voice".to_owned(),
            },
            edge.relation.polarity().as_str().to_owned(),
            edge.relation.modality().as_str().to_owned(),
        ];
        let fields = [
            ("value", evidence.value.as_deref()),
            ("when", evidence.date.as_deref()),
            ("role", evidence.role.as_deref()),
            ("frame", evidence.frame.as_deref()),
            ("PLOVER", evidence.plover.as_deref()),
        ];
        for (label, text) in fields {
            details.extend(text.map(|text| format!("{label} {}", line(text))));
        }
        let confidence = evidence.confidence.map(f64::from);
        details.extend(confidence.map(|share| format!("confidence {share}")));
        details
    }

    fn name(&self, entity: &Entity) -> String {
        self.paint.apply(Style::Bold, &line(entity.name()))
    }
}

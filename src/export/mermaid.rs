//! A [Mermaid](https://mermaid.js.org/syntax/flowchart.html) flowchart, for a small graph in a README
//! or an issue: a block that begins with ```` ```mermaid ````.
//!
//! - Colours and shapes come from the ontology. A dotted line is planned or possible, a cross at its
//!   end says that it is denied, no arrowhead that it is mutual.
//! - Mermaid draws no more than 500 edges and 50,000 characters. Of a larger graph the best connected
//!   entities are drawn, and a comment says how many are left out.
//! - Names stand in quotes, and every character that means something to Mermaid, to Markdown or to
//!   HTML is a code (`#35;`). Long names are cut, a line end is a space, control characters are U+FFFD.

use super::attributes::drawn_name;
use super::color::Color;
use super::escape::flatten;
use super::wrap::shorten;
use super::{Exporter, Options, Output, write_file};
use crate::error::Result;
use crate::graph::{Entity, Graph, Relation};
use crate::schema::{Modality, Polarity};
use petgraph::graph::NodeIndex;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// Mermaid.
pub(super) struct Mermaid;

impl Exporter for Mermaid {
    fn name(&self) -> &'static str {
        "mermaid"
    }

    fn about(&self) -> &'static str {
        "a flowchart of a small graph for Markdown"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.mmd"]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.mmd", |to| write(graph, to))
    }
}

/// Below the limits of Mermaid: so many nodes and edges of long names are about 40,000 characters.
const NODES: usize = 150;
const EDGES: usize = 250;

/// The longest name.
const NAME: usize = 60;

fn write(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let drawn = drawn(graph);
    let ontology = graph.ontology();
    writeln!(to, "flowchart LR")?;
    let left_out = graph.entity_count() - drawn.len();
    if left_out > 0 {
        writeln!(
            to,
            "  %% the best connected; {left_out} entities are left out"
        )?;
    }
    let mut kinds = BTreeSet::new();
    for &node in &drawn {
        let entity = graph.entity(node);
        let info = ontology.entity_info(entity.kind());
        let (open, close) = shape(&info.shape);
        let (index, name, kind) = (node.index(), quoted(entity), &info.name);
        writeln!(to, "  n{index}{open}{name}{close}:::T_{kind}")?;
        kinds.insert(entity.kind());
    }
    let mut colors: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut count = 0;
    for edge in graph.petgraph().raw_edges() {
        let (source, target) = (edge.source(), edge.target());
        if !drawn.contains(&source) || !drawn.contains(&target) {
            continue;
        }
        let info = ontology.relation_info(edge.weight.kind());
        let not = match edge.weight.polarity() {
            Polarity::Positive => "",
            Polarity::Negative => "not ",
        };
        let arrow = arrow(&edge.weight, info.symmetric);
        let name = info.name.replace('_', " ");
        let (source, target) = (source.index(), target.index());
        writeln!(to, "  n{source} {arrow}|\"{not}{name}\"| n{target}")?;
        colors
            .entry(&info.color)
            .or_default()
            .push(count.to_string());
        count += 1;
    }
    for kind in kinds {
        let info = ontology.entity_info(kind);
        let fill = Color::parse(&info.color);
        let (ink, line) = (fill.on_top(), fill.darker(70));
        let name = &info.name;
        writeln!(
            to,
            "  classDef T_{name} fill:{fill},color:{ink},stroke:{line}"
        )?;
    }
    for (color, edges) in colors {
        let color = Color::parse(color);
        writeln!(to, "  linkStyle {} stroke:{color}", edges.join(","))?;
    }
    Ok(())
}

/// All nodes, or the best connected of them that Mermaid can draw.
fn drawn(graph: &Graph) -> BTreeSet<NodeIndex> {
    let mut nodes: Vec<NodeIndex> = graph.petgraph().node_indices().collect();
    if nodes.len() <= NODES && graph.relation_count() <= EDGES {
        return nodes.into_iter().collect();
    }
    nodes.sort_by_cached_key(|&node| (Reverse(graph.degree(node)), node));
    let mut drawn = BTreeSet::new();
    let mut edges = 0;
    for node in nodes.into_iter().take(NODES) {
        drawn.insert(node);
        let ends = |edge| graph.petgraph().edge_endpoints(edge);
        let inside = graph.edges_of(node).into_iter().filter_map(ends);
        edges += inside
            .filter(|(a, b)| drawn.contains(a) && drawn.contains(b))
            .count();
        if edges > EDGES {
            drawn.remove(&node);
            break;
        }
    }
    drawn
}

/// What stands around a name for the shape that comes nearest to one of Graphviz.
fn shape(graphviz: &str) -> (&'static str, &'static str) {
    match graphviz {
        "box" | "rect" | "rectangle" | "square" => ("[", "]"),
        "ellipse" | "oval" | "circle" => ("([", "])"),
        "doubleoctagon" | "component" => ("[[", "]]"),
        "octagon" | "hexagon" => ("{{", "}}"),
        "diamond" | "Mdiamond" => ("{", "}"),
        "note" => (">", "]"),
        "house" | "triangle" => ("[/", "\\]"),
        _ => ("(", ")"),
    }
}

fn arrow(relation: &Relation, symmetric: bool) -> &'static str {
    let actual = relation.modality() == Modality::Actual;
    match (actual, relation.polarity(), symmetric) {
        (true, Polarity::Negative, _) => "--x",
        (true, Polarity::Positive, false) => "-->",
        (true, Polarity::Positive, true) => "---",
        (false, Polarity::Negative, _) => "-.-x",
        (false, Polarity::Positive, false) => "-.->",
        (false, Polarity::Positive, true) => "-.-",
    }
}

/// A name in quotes.
fn quoted(entity: &Entity) -> String {
    let name = shorten(drawn_name(entity), NAME);
    let mut quoted = String::from("\"");
    for c in flatten(&name).chars() {
        match c {
            c if c.is_alphanumeric() || !c.is_ascii() || " .,:!?/()+-='".contains(c) => {
                quoted.push(c);
            }
            c => quoted.push_str(&format!("#{};", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

//! DOT for [Graphviz](https://graphviz.org/doc/info/lang.html): a picture, not an exchange format.
//!
//! - Colour and shape of an entity and colour of a relation come from the ontology; lettering is
//!   black or white, as the fill asks for. More mentions make a larger name, more evidence a
//!   thicker edge. Dashed is planned, dotted possible; a denied relation says "not" and ends in a
//!   bar. A symmetric one has no arrowhead. Pointing at an edge shows what documents say of it.
//! - Below 150 nodes `dot` lays it out in layers, above `sfdp` by forces (`fdp` where boxes are asked
//!   for, which `sfdp` does not draw). Above 400 relations the edges bear no names, only their
//!   colours and tooltips: what is drawn then is the shape of the whole.
//! - Every id is quoted, every label given, text escaped so that nothing in it is an instruction:
//!   `\N` and `&lt;` are drawn as they stand. Control characters are U+FFFD. Long names, values
//!   and quotes are cut: Graphviz refuses strings of more than 16,384 characters.

/// `write!` into a string, which takes everything.
macro_rules! add {
    ($to:expr, $($what:tt)*) => {{
        use std::fmt::Write as _;
        write!($to, $($what)*).expect("a string takes all")
    }};
}

mod clusters;
mod legend;
mod tooltip;

use super::attributes::drawn_name;
use super::color::Color;
use super::escape::dot_quoted;
use super::wrap::{shorten, wrap};
use super::{Exporter, Layout, Options, Output, write_file};
use crate::error::Result;
use crate::graph::{Edge, Entity, Graph};
use crate::schema::{EntityTypeInfo, Modality, Polarity};
use std::collections::BTreeSet;
use std::io::{self, Write};

/// Graphviz.
pub(super) struct Dot;

impl Exporter for Dot {
    fn name(&self) -> &'static str {
        "dot"
    }

    fn about(&self) -> &'static str {
        "a drawing for Graphviz: dot -Tsvg graph.dot -o graph.svg"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.dot"]
    }

    fn export_with(&self, graph: &Graph, options: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.dot", |to| Drawing::of(graph, options).write(to))
    }
}

/// From so many nodes on, layers become unreadable and slow.
const MANY: usize = 150;

/// Columns of a name before it is broken into lines.
const NAME: usize = 24;

/// From so many relations on, their names would cover what they join.
const DENSE: usize = 400;

/// A graph on its way to paper.
struct Drawing<'a> {
    graph: &'a Graph,
    options: &'a Options,
    layout: Layout,
    /// Whether edges go without names.
    dense: bool,
}

impl Drawing<'_> {
    fn of<'a>(graph: &'a Graph, options: &'a Options) -> Drawing<'a> {
        let many = graph.entity_count() >= MANY;
        let fitting = match (many, options.clusters) {
            (false, _) => Layout::Dot,
            (true, Some(_)) => Layout::Fdp,
            (true, None) => Layout::Sfdp,
        };
        Drawing {
            graph,
            options,
            layout: options.layout.unwrap_or(fitting),
            dense: graph.relation_count() >= DENSE,
        }
    }

    fn write(&self, to: &mut dyn Write) -> io::Result<()> {
        let mut line = String::new();
        self.header(&mut line);
        let (boxes, loose) = clusters::boxes(self.graph, self.options.clusters);
        for (index, cluster) in boxes.iter().enumerate() {
            let color = Color::parse(cluster.color);
            add!(line, "  subgraph cluster_{index} {{\n    graph [label=");
            dot_quoted(&wrap(cluster.title, NAME, 2), &mut line);
            add!(
                line,
                ", labelloc=t, fontsize=14, style=\"rounded\", penwidth=1.5, color=\"{color}\", \
                 fontcolor=\"{}\"];\n",
                color.on_paper()
            );
            for node in &cluster.nodes {
                line.push_str("  ");
                self.node(self.graph.entity(*node), &mut line);
                to.write_all(line.as_bytes())?;
                line.clear();
            }
            line.push_str("  }\n");
        }
        for node in loose {
            self.node(self.graph.entity(node), &mut line);
            to.write_all(line.as_bytes())?;
            line.clear();
        }
        for relation in self.graph.relations() {
            self.edge(relation, &mut line);
            to.write_all(line.as_bytes())?;
            line.clear();
        }
        if self.options.legend && self.layout == Layout::Dot {
            legend::cluster(self.graph, &mut line);
        }
        line.push_str("}\n");
        to.write_all(line.as_bytes())
    }

    fn header(&self, to: &mut String) {
        to.push_str("digraph demarche {\n  graph [");
        add!(to, "layout={}, ", self.layout.as_str());
        to.push_str(match self.layout {
            Layout::Dot => "rankdir=LR, nodesep=0.25, ranksep=0.9",
            // Curves: true splines around hundreds of nodes take fifty times as long.
            _ if !self.dense => "overlap=prism, sep=\"+12\", splines=curved",
            _ => "overlap=prism, sep=\"+4\", splines=line",
        });
        to.push_str(", outputorder=edgesfirst, pad=0.4, bgcolor=\"white\", charset=\"UTF-8\",\n");
        to.push_str("    labelloc=t, fontname=\"Helvetica,Arial,sans-serif\", fontsize=20, label=");
        let title = title(self.graph);
        match self.options.legend && self.layout != Layout::Dot {
            true => legend::table(&title, self.graph, to),
            false => dot_quoted(&title, to),
        }
        to.push_str(
            "];\n  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, style=filled, \
             margin=\"0.12,0.07\", height=0.35];\n  edge [fontname=\"Helvetica,Arial,sans-serif\", \
             fontsize=9, arrowsize=",
        );
        to.push_str(if self.dense { "0.5];\n" } else { "0.7];\n" });
    }

    fn node(&self, entity: &Entity, to: &mut String) {
        let info = self.graph.ontology().entity_info(entity.kind());
        to.push_str("  ");
        dot_quoted(entity.id(), to);
        to.push_str(" [label=");
        // A diamond has room for half as much as the box around it.
        let (width, lines) = match info.shape.as_str() {
            "diamond" | "Mdiamond" => (NAME * 2 / 3, 6),
            _ => (NAME, 5),
        };
        dot_quoted(&wrap(drawn_name(entity), width, lines), to);
        look(info, to);
        if width < NAME {
            to.push_str(", margin=\"0.05,0.03\", height=0.6");
        }
        // The logarithm in whole numbers: the same everywhere. Among many, who stands out must be
        // seen from afar.
        let larger = (entity.mention_count() + 1).ilog2();
        let larger = if self.dense {
            3 * larger.min(10)
        } else {
            larger.min(5)
        };
        if larger > 1 {
            add!(to, ", fontsize={}", 10 + larger);
        }
        to.push_str(", tooltip=");
        tooltip::node(entity, &info.name, to);
        to.push_str("];\n");
    }

    fn edge(&self, edge: Edge<'_>, to: &mut String) {
        let relation = edge.relation;
        let info = self.graph.ontology().relation_info(relation.kind());
        to.push_str("  ");
        dot_quoted(edge.source.id(), to);
        to.push_str(" -> ");
        dot_quoted(edge.target.id(), to);
        let negative = relation.polarity() == Polarity::Negative;
        let not = if negative { "not " } else { "" };
        let mut label = format!("{not}{}", info.name).replace('_', " ");
        if let Some(value) = relation.value() {
            add!(label, "\n{}", shorten(value, 40));
        }
        if let Some(content) = relation.contents().first() {
            add!(label, "\n{}", shorten(content, 40));
        }
        let color = Color::parse(&info.color);
        let ink = color.on_paper();
        match self.dense {
            // Half transparent, so that a bundle is darker than a single edge.
            true => add!(to, " [color=\"{color}90\""),
            false => {
                to.push_str(" [label=");
                dot_quoted(&label, to);
                add!(to, ", color=\"{color}\", fontcolor=\"{ink}\"");
            }
        }
        match relation.modality() {
            Modality::Actual => {}
            Modality::Future => to.push_str(", style=dashed"),
            Modality::Possible => to.push_str(", style=dotted"),
        }
        match (negative, info.symmetric) {
            (true, true) => to.push_str(", dir=both, arrowhead=tee, arrowtail=tee"),
            (true, false) => to.push_str(", arrowhead=tee"),
            (false, true) => to.push_str(", dir=none"),
            (false, false) => {}
        }
        let thicker = relation.weight().ilog2();
        if thicker > 0 {
            add!(to, ", penwidth={}", 1 + thicker.min(5));
        }
        to.push_str(", tooltip=");
        tooltip::edge(edge, &label, self.graph, to);
        to.push_str("];\n");
    }
}

/// The headline of the one document, or how many there are and from when to when; then the counts.
fn title(graph: &Graph) -> String {
    let documents = graph.documents();
    let titles: Vec<&str> = documents
        .values()
        .filter_map(|d| d.title.as_deref())
        .collect();
    let dates: BTreeSet<&str> = documents
        .values()
        .filter_map(|d| d.date.as_deref())
        .collect();
    let mut title = match (documents.len(), &titles[..]) {
        (1, [title]) => wrap(title, 80, 2),
        (number, _) => count(number, "document", "documents"),
    };
    match (dates.first(), dates.last()) {
        (Some(first), Some(last)) if first == last => add!(title, ", {first}"),
        (Some(first), Some(last)) => add!(title, ", {first} to {last}"),
        _ => {}
    }
    let entities = count(graph.entity_count(), "entity", "entities");
    let relations = count(graph.relation_count(), "relation", "relations");
    add!(title, "\n{entities}, {relations}");
    title
}

/// Shape and colours of an entity type.
fn look(info: &EntityTypeInfo, to: &mut String) {
    // In a record shape, `{`, `|` and `<` of a name would be layout.
    let shape = match info.shape.as_str() {
        "record" | "Mrecord" => "box",
        shape => shape,
    };
    let fill = Color::parse(&info.color);
    to.push_str(", shape=");
    dot_quoted(shape, to);
    add!(
        to,
        ", fillcolor=\"{fill}\", color=\"{}\", fontcolor=\"{}\"",
        fill.darker(70),
        fill.on_top()
    );
}

fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}

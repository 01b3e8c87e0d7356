//! DOT for [Graphviz](https://graphviz.org/doc/info/lang.html): a picture, not an exchange format.
//!
//! - Colour and shape of an entity and colour of a relation come from the ontology; lettering is
//!   black or white, as the fill asks for. More mentions make a larger name, more evidence a
//!   thicker edge. Dashed is planned, dotted possible; a denied relation says "not" and ends in a
//!   bar. A symmetric one has no arrowhead. Pointing at an edge shows its quote.
//! - Below 150 nodes `dot` lays it out in layers, above `sfdp` by forces.
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

mod legend;

use super::color::Color;
use super::escape::dot_quoted;
use super::wrap::{shorten, wrap};
use super::{Exporter, Output, write_file};
use crate::error::Result;
use crate::graph::{Edge, Entity, Graph};
use crate::schema::{EntityTypeInfo, Modality, Ontology, Polarity};
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

    fn export(&self, graph: &Graph, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.dot", |to| write(graph, to))
    }
}

/// From so many nodes on, layers become unreadable and slow.
const MANY: usize = 150;

/// Columns of a name before it is broken into lines.
const NAME: usize = 24;

fn write(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    header(graph, &mut line);
    let ontology = graph.ontology();
    for entity in graph.entities() {
        node(entity, ontology, &mut line);
        to.write_all(line.as_bytes())?;
        line.clear();
    }
    for relation in graph.relations() {
        edge(relation, ontology, &mut line);
        to.write_all(line.as_bytes())?;
        line.clear();
    }
    if in_layers(graph) {
        legend::cluster(graph, &mut line);
    }
    line.push_str("}\n");
    to.write_all(line.as_bytes())
}

fn in_layers(graph: &Graph) -> bool {
    graph.entity_count() < MANY
}

fn header(graph: &Graph, to: &mut String) {
    to.push_str("digraph demarche {\n  graph [");
    let layout = match in_layers(graph) {
        true => "layout=dot, rankdir=LR, nodesep=0.25, ranksep=0.9",
        // Curves: true splines around hundreds of nodes take fifty times as long.
        false => "layout=sfdp, overlap=prism, sep=\"+12\", splines=curved",
    };
    to.push_str(layout);
    to.push_str(", outputorder=edgesfirst, pad=0.4, bgcolor=\"white\", charset=\"UTF-8\",\n");
    to.push_str("    labelloc=t, fontname=\"Helvetica,Arial,sans-serif\", fontsize=20, label=");
    match in_layers(graph) {
        true => dot_quoted(&title(graph), to),
        false => legend::table(&title(graph), graph, to),
    }
    to.push_str(
        "];\n  node [fontname=\"Helvetica,Arial,sans-serif\", fontsize=11, style=filled, \
         margin=\"0.12,0.07\", height=0.35];\n  edge [fontname=\"Helvetica,Arial,sans-serif\", \
         fontsize=9, arrowsize=0.7];\n",
    );
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

fn node(entity: &Entity, ontology: &Ontology, to: &mut String) {
    let info = ontology.entity_info(entity.kind());
    let name = match entity.name().trim() {
        "" => entity.id(),
        name => name,
    };
    to.push_str("  ");
    dot_quoted(entity.id(), to);
    to.push_str(" [label=");
    // A diamond has room for half as much as the box around it.
    let (width, lines) = match info.shape.as_str() {
        "diamond" | "Mdiamond" => (NAME * 2 / 3, 6),
        _ => (NAME, 5),
    };
    dot_quoted(&wrap(name, width, lines), to);
    look(info, to);
    if width < NAME {
        to.push_str(", margin=\"0.05,0.03\", height=0.6");
    }
    // The logarithm in whole numbers: the same everywhere.
    let larger = (entity.mention_count() + 1).ilog2().min(5);
    if larger > 1 {
        add!(to, ", fontsize={}", 10 + larger);
    }
    to.push_str(", tooltip=");
    let mentions = count(entity.mention_count() as usize, "mention", "mentions");
    let documents = count(entity.appearances().len(), "document", "documents");
    let mut tooltip = format!("{}: {name}\n{mentions} in {documents}", info.name);
    let aliases = entity.aliases();
    if !aliases.is_empty() {
        add!(tooltip, "\nalso: {}", aliases.join("; "));
    }
    quoted_tooltip(&tooltip, to);
    to.push_str("];\n");
}

fn edge(edge: Edge<'_>, ontology: &Ontology, to: &mut String) {
    let relation = edge.relation;
    let info = ontology.relation_info(relation.kind());
    to.push_str("  ");
    dot_quoted(edge.source.id(), to);
    to.push_str(" -> ");
    dot_quoted(edge.target.id(), to);
    let negative = relation.polarity() == Polarity::Negative;
    let mut label =
        format!("{}{}", if negative { "not " } else { "" }, info.name).replace('_', " ");
    if let Some(value) = relation.value() {
        add!(label, "\n{}", shorten(value, 40));
    }
    to.push_str(" [label=");
    dot_quoted(&label, to);
    let color = Color::parse(&info.color);
    let ink = color.on_paper();
    add!(to, ", color=\"{color}\", fontcolor=\"{ink}\"");
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
    let tooltip = match relation.quote() {
        Some(quote) => shorten(quote, 300),
        None => format!("{} {label} {}", edge.source.name(), edge.target.name()),
    };
    quoted_tooltip(&tooltip, to);
    to.push_str("];\n");
}

/// A tooltip of bearable length.
fn quoted_tooltip(text: &str, to: &mut String) {
    let lines: Vec<String> = text.lines().map(|line| shorten(line, 300)).collect();
    dot_quoted(&lines.join("\n"), to);
}

//! [GEXF 1.3](https://gexf.net/schema.html), Gephi's own format: colours, sizes, kinds of edges and
//! time. Valid against its XML Schema.
//!
//! - Colour and shape come from the ontology. More mentions make a node larger, more evidence an
//!   edge thicker; a planned relation is dashed, a possible one dotted.
//! - A node or edge lasts while dated documents speak of it: `start` and `end`, or spells where
//!   there are several; days that follow each other are one spell. Without a date it is always there.
//! - `kind` tells parallel edges apart (Gephi merges those of one kind), so it names polarity and
//!   modality too; NetworkX passes over it, so `statement` repeats it. Every edge is directed: Gephi
//!   drops what differs from the default. A symmetric relation has `symmetric` true.
//! - Nodes of a small graph have positions (ForceAtlas2), those of a large one if asked for.
//! - Lists are joined with `"; "`: Gephi's lists cannot hold every text. What is missing is left out.
//! - The schema has colours and sizes in the namespace of the format itself, so `viz` stands for
//!   that one; Gephi goes by the local names, scripts in browsers by the prefix.
//! - What XML cannot hold is U+FFFD, as in GraphML.

use super::attributes::{EDGES, Kind, NODES, OfEdge, Value, name_or_id, of_edge};
use super::color::Color;
use super::spells::{Calendar, Spell};
use super::xml::Line;
use super::{Exporter, Options, Output, statement, write_file};
use crate::error::Result;
use crate::graph::{Edge, Entity, Graph, Position};
use crate::schema::{Modality, Ontology};
use std::io::{self, Write};

/// GEXF.
pub(super) struct Gexf;

impl Exporter for Gexf {
    fn name(&self) -> &'static str {
        "gexf"
    }

    fn about(&self) -> &'static str {
        "GEXF 1.3 with colours, sizes, places and time; for Gephi, sigma.js"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.gexf"]
    }

    fn export_with(&self, graph: &Graph, options: &Options, out: &mut dyn Output) -> Result<()> {
        let places = options.place(graph, true).unwrap_or_default();
        write_file(out, "graph.gexf", |to| write(graph, &places, to))
    }
}

/// The bare relation, and what `kind` says too.
static RELATION: [OfEdge; 2] = [
    of_edge!("relation", Text, |e, o| {
        Value::Text(o.relation_info(e.relation.kind()).name.as_str().into())
    }),
    of_edge!("statement", Text, |e, o| {
        Value::Text(statement(e.relation, o))
    }),
];

/// `weight` is an attribute of the tag, which Gephi has a column of its own for.
fn edge_attributes() -> impl Iterator<Item = &'static OfEdge> {
    let all = RELATION.iter().chain(&EDGES);
    all.filter(|attribute| attribute.name != "weight")
}

fn write(graph: &Graph, places: &[Position], to: &mut dyn Write) -> io::Result<()> {
    let calendar = Calendar::of(graph);
    let edge_attributes: Vec<&OfEdge> = edge_attributes().collect();
    let mut line = Line::new();
    head(graph, &calendar, &mut line);
    line.raw("<attributes class=\"node\">\n");
    for attribute in &NODES {
        declare(attribute.name, attribute.kind, &mut line);
    }
    line.raw("</attributes>\n<attributes class=\"edge\">\n");
    for attribute in &edge_attributes {
        declare(attribute.name, attribute.kind, &mut line);
    }
    line.raw("</attributes>\n");
    open_list("nodes", graph.entity_count(), &mut line);
    line.send(to)?;
    let ontology = graph.ontology();
    for (index, entity) in graph.entities().enumerate() {
        node(entity, places.get(index), &calendar, ontology, &mut line);
        line.send(to)?;
    }
    line.raw("</nodes>\n");
    open_list("edges", graph.relation_count(), &mut line);
    for relation in graph.relations_to_read() {
        edge(relation, &edge_attributes, &calendar, ontology, &mut line);
        line.send(to)?;
    }
    line.raw("</edges>\n</graph>\n</gexf>\n");
    line.send(to)
}

fn head(graph: &Graph, calendar: &Calendar<'_>, line: &mut Line) {
    line.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3\" version=\"1.3\">\n\
         <meta><creator>demarche</creator><description>",
    );
    let documents = graph.documents().len();
    line.text(&format!("What {documents} documents say"));
    line.raw("</description></meta>\n<graph defaultedgetype=\"directed\" ");
    line.raw(match calendar.is_empty() {
        true => "mode=\"static\">\n",
        false => "mode=\"dynamic\" timeformat=\"date\" timerepresentation=\"interval\">\n",
    });
}

fn declare(name: &str, kind: Kind, line: &mut Line) {
    line.raw("<attribute");
    line.attribute("id", name);
    line.attribute("title", name);
    line.attribute(
        "type",
        match kind {
            Kind::Text | Kind::List => "string",
            Kind::Number => "integer",
            Kind::Share => "double",
            Kind::Truth => "boolean",
        },
    );
    line.raw("/>\n");
}

fn open_list(name: &str, count: usize, line: &mut Line) {
    line.raw("<");
    line.raw(name);
    line.raw(" count=\"");
    line.number(count as u64);
    line.raw("\">\n");
}

fn node(
    entity: &Entity,
    place: Option<&Position>,
    calendar: &Calendar<'_>,
    ontology: &Ontology,
    line: &mut Line,
) {
    let info = ontology.entity_info(entity.kind());
    let spells = calendar.entity(entity);
    line.raw("<node");
    line.attribute("id", entity.id());
    line.attribute("label", name_or_id(entity));
    time(&spells, line);
    line.raw(">");
    more_time(&spells, line);
    color(&info.color, line);
    if let Some(Position { x, y }) = place {
        line.raw(&format!(
            "<viz:position x=\"{x:.1}\" y=\"{y:.1}\" z=\"0.0\"/>"
        ));
    }
    line.raw("<viz:size value=\"");
    line.number(node_size(entity));
    line.raw("\"/><viz:shape");
    line.attribute("value", shape(&info.shape));
    line.raw("/><attvalues>");
    for attribute in &NODES {
        value(attribute.name, &(attribute.value)(entity, ontology), line);
    }
    line.raw("</attvalues></node>\n");
}

fn edge(
    edge: Edge<'_>,
    attributes: &[&OfEdge],
    calendar: &Calendar<'_>,
    ontology: &Ontology,
    line: &mut Line,
) {
    let relation = edge.relation;
    let info = ontology.relation_info(relation.kind());
    let spells = calendar.relation(relation);
    line.raw("<edge");
    line.word("id", relation.id());
    line.attribute("source", edge.source.id());
    line.attribute("target", edge.target.id());
    line.word("label", &info.name);
    line.attribute("kind", &statement(relation, ontology));
    line.raw(" weight=\"");
    line.number(relation.weight() as u64);
    line.raw("\"");
    time(&spells, line);
    line.raw(">");
    more_time(&spells, line);
    color(&info.color, line);
    line.raw("<viz:thickness value=\"");
    line.number(1 + u64::from(relation.weight().ilog2()));
    line.raw("\"/><viz:shape");
    line.attribute(
        "value",
        match relation.modality() {
            Modality::Actual => "solid",
            Modality::Future => "dashed",
            Modality::Possible => "dotted",
        },
    );
    line.raw("/><attvalues>");
    for attribute in attributes {
        value(attribute.name, &(attribute.value)(edge, ontology), line);
    }
    line.raw("</attvalues></edge>\n");
}

/// The only spell, as attributes of the tag.
fn time(spells: &[Spell], line: &mut Line) {
    if let [(first, last)] = spells {
        line.attribute("start", &first.to_string());
        line.attribute("end", &last.to_string());
    }
}

/// Several spells, as elements.
fn more_time(spells: &[Spell], line: &mut Line) {
    if spells.len() < 2 {
        return;
    }
    line.raw("<spells>");
    for (first, last) in spells {
        line.raw("<spell");
        line.attribute("start", &first.to_string());
        line.attribute("end", &last.to_string());
        line.raw("/>");
    }
    line.raw("</spells>");
}

fn color(color: &str, line: &mut Line) {
    let channels = Color::parse(color).channels();
    line.raw("<viz:color");
    for (name, channel) in ["r", "g", "b"].into_iter().zip(channels) {
        line.attribute(name, &channel.to_string());
    }
    line.raw("/>");
}

/// The logarithm in whole numbers: the same everywhere.
pub(super) fn node_size(entity: &Entity) -> u64 {
    8 + 4 * u64::from((entity.mention_count() + 1).ilog2())
}

/// The shape that comes nearest to one of Graphviz.
fn shape(graphviz: &str) -> &'static str {
    match graphviz {
        "box" | "rect" | "rectangle" | "square" | "note" | "component" | "folder" => "square",
        "diamond" | "Mdiamond" => "diamond",
        "triangle" | "house" => "triangle",
        _ => "disc",
    }
}

fn value(name: &str, value: &Value<'_>, line: &mut Line) {
    if !matches!(value, Value::Missing) {
        line.raw("<attvalue");
        line.attribute("for", name);
        line.attribute_value("value", value);
        line.raw("/>");
    }
}

//! GraphML in the profile that NetworkX, igraph, rustworkx, Gephi, yEd and Cytoscape all read:
//! keys first and each id once, only `int`, `double`, `boolean` and `string`, every edge directed
//! and with an id, what is missing left out ([GraphML primer](http://graphml.graphdrawing.org/primer/graphml-primer.html)).
//!
//! - Lists are joined with `"; "`; dates are ISO 8601 strings; the evidence beyond the first quote
//!   stands in `graph.json` and `evidence.csv`.
//! - A symmetric relation is one directed edge with `symmetric` true.
//! - `label` of an entity without a name is its id. `name` and `interaction` are what Cytoscape
//!   shows. The attribute `label` on `<edge>` is what Gephi takes for the kind of an edge: without
//!   it, it would merge parallel edges of different types.
//! - XML cannot hold control characters other than tab and line ends, nor U+FFFE and U+FFFF; each
//!   is written as U+FFFD.
//!
//! A node or an edge is one line. Bytes are written by hand: this is the format of large graphs.

use super::attributes::{EDGES, Kind, NODES, OfEdge, OfNode, Value, name_or_id, of_edge, of_node};
use super::xml::Line;
use super::{Exporter, Output, statement, write_file};
use crate::error::Result;
use crate::graph::{Edge, Entity, Graph};
use crate::schema::Ontology;
use std::io::{self, Write};

/// GraphML.
pub(super) struct Graphml;

impl Exporter for Graphml {
    fn name(&self) -> &'static str {
        "graphml"
    }

    fn about(&self) -> &'static str {
        "GraphML; for Gephi, yEd, Cytoscape, NetworkX, igraph"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.graphml"]
    }

    fn export(&self, graph: &Graph, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.graphml", |to| write(graph, to))
    }
}

/// What a node is shown as.
static NODE_LABEL: OfNode = of_node!("label", Text, |e, _| Value::Text(name_or_id(e).into()));

fn relation_name<'a>(edge: Edge<'a>, ontology: &'a Ontology) -> Value<'a> {
    let info = ontology.relation_info(edge.relation.kind());
    Value::Text(info.name.as_str().into())
}

/// What an edge is shown as.
static EDGE_LABEL: OfEdge = of_edge!("label", Text, relation_name);
/// The same where Cytoscape looks for it.
static INTERACTION: OfEdge = of_edge!("interaction", Text, relation_name);

fn write(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let nodes: Vec<&OfNode> = std::iter::once(&NODE_LABEL).chain(&NODES).collect();
    let edges: Vec<&OfEdge> = [&EDGE_LABEL, &INTERACTION]
        .into_iter()
        .chain(&EDGES)
        .collect();
    to.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    )?;
    for attribute in &nodes {
        key("node", attribute.name, attribute.kind, to)?;
    }
    for attribute in &edges {
        key("edge", attribute.name, attribute.kind, to)?;
    }
    to.write_all(b"<graph id=\"G\" edgedefault=\"directed\">\n")?;
    let ontology = graph.ontology();
    let mut line = Line::new();
    for entity in graph.entities() {
        node(entity, &nodes, ontology, &mut line);
        line.send(to)?;
    }
    for relation in graph.relations() {
        edge(relation, &edges, ontology, &mut line);
        line.send(to)?;
    }
    to.write_all(b"</graph>\n</graphml>\n")
}

fn key(side: &str, name: &str, kind: Kind, to: &mut dyn Write) -> io::Result<()> {
    let id = format!("{}_{name}", &side[..1]);
    let kind = match kind {
        Kind::Text | Kind::List => "string",
        Kind::Number => "int",
        Kind::Share => "double",
        Kind::Truth => "boolean",
    };
    writeln!(
        to,
        "<key id=\"{id}\" for=\"{side}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
    )
}

fn node(entity: &Entity, attributes: &[&OfNode], ontology: &Ontology, line: &mut Line) {
    line.raw("<node");
    line.attribute("id", entity.id());
    line.raw(">");
    for attribute in attributes {
        let value = (attribute.value)(entity, ontology);
        data("n_", attribute.name, &value, line);
    }
    line.raw("</node>\n");
}

fn edge(edge: Edge<'_>, attributes: &[&OfEdge], ontology: &Ontology, line: &mut Line) {
    line.raw("<edge");
    line.attribute("id", edge.relation.id());
    line.attribute("source", edge.source.id());
    line.attribute("target", edge.target.id());
    line.attribute("label", &statement(edge.relation, ontology));
    line.raw(">");
    for attribute in attributes {
        let value = (attribute.value)(edge, ontology);
        data("e_", attribute.name, &value, line);
    }
    line.raw("</edge>\n");
}

/// An attribute; a missing one is left out, for readers make `''`, NaN or nothing of an empty one.
fn data(side: &str, name: &str, value: &Value<'_>, line: &mut Line) {
    if *value == Value::Missing {
        return;
    }
    line.raw("<data key=\"");
    line.raw(side);
    line.raw(name);
    line.raw("\">");
    line.content(value);
    line.raw("</data>");
}

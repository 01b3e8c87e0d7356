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
//! Other profiles add to it what one program wants: `gephi` colours and sizes, `yed` the drawing in
//! [its own extension](https://yed.yworks.com/support/manual/graphml.html), without which it shows
//! bare boxes, `cytoscape` names for edges and columns that a style can map.
//!
//! A node or an edge is one line. Bytes are written by hand: this is the format of large graphs.

mod profile;
mod yed;

use self::profile::Attributes;
use super::attributes::{Kind, Value};
use super::xml::Line;
use super::{Exporter, Options, Output, Profile, statement, write_file};
use crate::error::Result;
use crate::graph::{Graph, Position};
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

    fn export_with(&self, graph: &Graph, options: &Options, out: &mut dyn Output) -> Result<()> {
        let has_place = matches!(options.profile, Profile::Gephi | Profile::Yed);
        let places = options.place(graph, has_place);
        write_file(out, "graph.graphml", |to| {
            write(graph, options.profile, places.as_deref(), to)
        })
    }
}

fn write(
    graph: &Graph,
    profile: Profile,
    places: Option<&[Position]>,
    to: &mut dyn Write,
) -> io::Result<()> {
    let Attributes { nodes, edges } = Attributes::of(profile);
    let is_yed = profile == Profile::Yed;
    // Of the tag of an edge, only Gephi and who is not known read more than id and ends.
    let has_kinds = matches!(profile, Profile::Generic | Profile::Gephi);
    let mut line = Line::new();
    line.raw(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\"",
    );
    line.raw(if is_yed { yed::NAMESPACE } else { "" });
    line.raw(">\n");
    for attribute in &nodes {
        key("node", attribute.name, attribute.kind, &mut line);
    }
    for attribute in &edges {
        key("edge", attribute.name, attribute.kind, &mut line);
    }
    if places.is_some() && !is_yed {
        for axis in ["x", "y"] {
            key("node", axis, Kind::Share, &mut line);
        }
    }
    line.raw(if is_yed { yed::KEYS } else { "" });
    line.raw("<graph id=\"G\" edgedefault=\"directed\">\n");
    let ontology = graph.ontology();
    let grid = graph.entity_count().isqrt() + 1;
    let nodes: Vec<_> = nodes
        .into_iter()
        .map(|of| (open("n_", of.name), of))
        .collect();
    let edges: Vec<_> = edges
        .into_iter()
        .map(|of| (open("e_", of.name), of))
        .collect();
    for (index, entity) in graph.entities().enumerate() {
        line.raw("<node");
        line.attribute("id", entity.id());
        line.raw(">");
        for (open, attribute) in &nodes {
            data(open, &(attribute.value)(entity, ontology), &mut line);
        }
        let place = places.map(|places| places[index]);
        if is_yed {
            let place = place.unwrap_or_else(|| yed::on_grid(index, grid));
            yed::node(entity, place, ontology, &mut line);
        } else if let Some(Position { x, y }) = place {
            line.raw(&format!(
                "<data key=\"n_x\">{x:.1}</data><data key=\"n_y\">{y:.1}</data>"
            ));
        }
        line.raw("</node>\n");
        line.send(to)?;
    }
    for edge in graph.relations_to_read() {
        line.raw("<edge");
        line.word("id", edge.relation.id());
        line.attribute("source", edge.source.id());
        line.attribute("target", edge.target.id());
        if has_kinds {
            line.attribute("label", &statement(edge.relation, ontology));
        }
        line.raw(">");
        for (open, attribute) in &edges {
            data(open, &(attribute.value)(edge, ontology), &mut line);
        }
        if is_yed {
            yed::edge(edge, ontology, &mut line);
        }
        line.raw("</edge>\n");
        line.send(to)?;
    }
    line.raw("</graph>\n</graphml>\n");
    line.send(to)
}

/// Declares an attribute; its key's id is the name after `n_` or `e_`.
fn key(side: &str, name: &str, kind: Kind, line: &mut Line) {
    line.raw("<key");
    line.attribute("id", &format!("{}_{name}", &side[..1]));
    line.attribute("for", side);
    line.attribute("attr.name", name);
    line.attribute(
        "attr.type",
        match kind {
            Kind::Text | Kind::List => "string",
            Kind::Number => "int",
            Kind::Share => "double",
            Kind::Truth => "boolean",
        },
    );
    line.raw("/>\n");
}

/// The tag that opens an attribute.
fn open(side: &str, name: &str) -> String {
    format!("<data key=\"{side}{name}\">")
}

/// An attribute; a missing one is left out, for readers make `''`, NaN or nothing of an empty one.
fn data(open: &str, value: &Value<'_>, line: &mut Line) {
    if !matches!(value, Value::Missing) {
        line.raw(open);
        line.content(value);
        line.raw("</data>");
    }
}

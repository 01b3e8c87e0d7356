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

use super::escape::{decimal, xml_attribute, xml_text};
use super::{Exporter, Output, documents, statement, write_file};
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

/// Name and type of each attribute; its key's id is the name after `n_`.
const OF_NODES: [(&str, &str); 9] = [
    ("label", "string"),
    ("name", "string"),
    ("type", "string"),
    ("key", "string"),
    ("aliases", "string"),
    ("mentions", "int"),
    ("documents", "int"),
    ("first_date", "string"),
    ("last_date", "string"),
];

/// The same for edges, after `e_`.
const OF_EDGES: [(&str, &str); 16] = [
    ("label", "string"),
    ("interaction", "string"),
    ("polarity", "string"),
    ("modality", "string"),
    ("weight", "int"),
    ("documents", "string"),
    ("first_date", "string"),
    ("last_date", "string"),
    ("value", "string"),
    ("role", "string"),
    ("date", "string"),
    ("attributed_to", "string"),
    ("confidence", "double"),
    ("plover", "string"),
    ("quote", "string"),
    ("symmetric", "boolean"),
];

fn write(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
          <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n",
    )?;
    let keys = [("node", &OF_NODES[..]), ("edge", &OF_EDGES[..])];
    for (side, attributes) in keys {
        for (name, kind) in attributes {
            let id = format!("{}_{name}", &side[..1]);
            writeln!(
                to,
                "<key id=\"{id}\" for=\"{side}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            )?;
        }
    }
    to.write_all(b"<graph id=\"G\" edgedefault=\"directed\">\n")?;
    let ontology = graph.ontology();
    let mut line = Line(Vec::with_capacity(1 << 12));
    for entity in graph.entities() {
        line.node(entity, ontology);
        line.send(to)?;
    }
    for edge in graph.relations() {
        line.edge(edge, ontology);
        line.send(to)?;
    }
    to.write_all(b"</graph>\n</graphml>\n")
}

/// The line of one node or edge.
struct Line(Vec<u8>);

impl Line {
    fn send(&mut self, to: &mut dyn Write) -> io::Result<()> {
        to.write_all(&self.0)?;
        self.0.clear();
        Ok(())
    }

    fn node(&mut self, entity: &Entity, ontology: &Ontology) {
        self.raw("<node id=\"");
        xml_attribute(entity.id(), &mut self.0);
        self.raw("\">");
        let name = entity.name();
        self.text("n_label", if name.is_empty() { entity.id() } else { name });
        self.text("n_name", name);
        self.text("n_type", &ontology.entity_info(entity.kind()).name);
        self.maybe("n_key", entity.key());
        self.list("n_aliases", entity.aliases().into_iter());
        self.number("n_mentions", entity.mention_count());
        self.number("n_documents", entity.appearances().len() as u64);
        self.maybe("n_first_date", entity.first_date());
        self.maybe("n_last_date", entity.last_date());
        self.raw("</node>\n");
    }

    fn edge(&mut self, edge: Edge<'_>, ontology: &Ontology) {
        let relation = edge.relation;
        let info = ontology.relation_info(relation.kind());
        self.raw("<edge id=\"");
        xml_attribute(relation.id(), &mut self.0);
        self.raw("\" source=\"");
        xml_attribute(edge.source.id(), &mut self.0);
        self.raw("\" target=\"");
        xml_attribute(edge.target.id(), &mut self.0);
        self.raw("\" label=\"");
        xml_attribute(&statement(relation, ontology), &mut self.0);
        self.raw("\">");
        self.text("e_label", &info.name);
        self.text("e_interaction", &info.name);
        self.text("e_polarity", relation.polarity().as_str());
        self.text("e_modality", relation.modality().as_str());
        self.number("e_weight", relation.weight() as u64);
        self.list("e_documents", documents(relation));
        self.maybe("e_first_date", relation.first_date());
        self.maybe("e_last_date", relation.last_date());
        self.maybe("e_value", relation.value());
        self.maybe("e_role", relation.role());
        self.maybe("e_date", relation.date());
        self.list("e_attributed_to", relation.attributed_to().into_iter());
        if let Some(confidence) = relation.confidence() {
            self.thousandths("e_confidence", confidence);
        }
        self.maybe("e_plover", relation.plover());
        self.maybe("e_quote", relation.quote());
        if info.symmetric {
            self.text("e_symmetric", "true");
        }
        self.raw("</edge>\n");
    }

    fn raw(&mut self, text: &str) {
        self.0.extend_from_slice(text.as_bytes());
    }

    fn open(&mut self, key: &str) {
        self.raw("<data key=\"");
        self.raw(key);
        self.raw("\">");
    }

    /// An attribute; an empty one is left out, for readers make `''`, NaN or nothing of it.
    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.open(key);
            xml_text(text, &mut self.0);
            self.raw("</data>");
        }
    }

    fn maybe(&mut self, key: &str, text: Option<&str>) {
        self.text(key, text.unwrap_or_default());
    }

    fn number(&mut self, key: &str, number: u64) {
        self.open(key);
        decimal(number, &mut self.0);
        self.raw("</data>");
    }

    /// A share from 0 to 1 that is known to the thousandth.
    fn thousandths(&mut self, key: &str, share: f64) {
        let thousandths = (share * 1000.0).round() as u64;
        self.open(key);
        decimal(thousandths / 1000, &mut self.0);
        self.raw(".");
        let mut digits = 1000 + thousandths % 1000;
        while digits.is_multiple_of(10) && digits > 10 {
            digits /= 10;
        }
        let first = self.0.len();
        decimal(digits, &mut self.0);
        self.0.remove(first);
        self.raw("</data>");
    }

    /// Texts joined with `"; "`; no attribute when there are none.
    fn list<'a>(&mut self, key: &str, texts: impl Iterator<Item = &'a str>) {
        let mut texts = texts.filter(|text| !text.is_empty());
        let Some(first) = texts.next() else { return };
        self.open(key);
        xml_text(first, &mut self.0);
        for text in texts {
            self.raw("; ");
            xml_text(text, &mut self.0);
        }
        self.raw("</data>");
    }
}

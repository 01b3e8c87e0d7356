//! The graph as triples, in [Turtle](https://www.w3.org/TR/turtle/) and
//! [JSON-LD](https://www.w3.org/TR/json-ld11/).
//!
//! - The vocabulary is our own and small, made of the ontology that the graph was built with and
//!   written into each file: a class for each entity type, a property for each relation type, with
//!   labels and comments.
//! - What is affirmed and actual is a plain triple, `country:FR demarche:signed agreement:…`. Every
//!   relation, also what is denied or planned, is a statement of its own with subject, predicate,
//!   object, polarity and modality.
//! - Evidence is told in [PROV-O](https://www.w3.org/TR/prov-o/): a statement was derived from
//!   quotations, a quotation was quoted from a document and attributed to who says so.
//! - A country whose key is a code of ISO 3166-1 is the same as that of [Lexvo](http://www.lexvo.org)
//!   with this code; nothing is said of other entities.
//! - IRIs are `urn:demarche:entity:` and the like with the id, in which all but ASCII letters, digits,
//!   `-`, `.`, `_`, `~` and `/` is percent-encoded. Texts are whole.

mod graph;
mod vocabulary;

use super::{Exporter, Options, Output, write_file};
use crate::error::Result;
use crate::graph::Graph;
use oxjsonld::JsonLdSerializer;
use oxrdf::vocab::{rdf, xsd};
use oxrdf::{GraphNameRef, Literal, LiteralRef, NamedNode, NamedNodeRef, TermRef, TripleRef};
use oxttl::TurtleSerializer;
use std::io;

/// Turtle.
pub(super) struct Turtle;

/// JSON-LD.
pub(super) struct JsonLd;

impl Exporter for Turtle {
    fn name(&self) -> &'static str {
        "turtle"
    }

    fn about(&self) -> &'static str {
        "RDF with evidence in PROV-O; for triple stores, SPARQL, Protégé"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.ttl"]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.ttl", |to| {
            let mut turtle = TurtleSerializer::new();
            for (name, iri) in PREFIXES {
                turtle = turtle.with_prefix(name, iri).expect("an IRI");
            }
            let mut turtle = turtle.for_writer(to);
            write(graph, &mut |triple| turtle.serialize_triple(triple))?;
            turtle.finish().map(drop)
        })
    }
}

impl Exporter for JsonLd {
    fn name(&self) -> &'static str {
        "jsonld"
    }

    fn about(&self) -> &'static str {
        "the same RDF as JSON-LD"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.jsonld"]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.jsonld", |to| {
            let mut json = JsonLdSerializer::new();
            for (name, iri) in PREFIXES {
                json = json.with_prefix(name, iri).expect("an IRI");
            }
            let mut json = json.for_writer(to);
            write(graph, &mut |triple| {
                json.serialize_quad(triple.in_graph(GraphNameRef::DefaultGraph))
            })?;
            json.finish()?.write_all(b"\n")
        })
    }
}

/// The prefix of our own vocabulary.
const OWN: &str = "urn:demarche:vocabulary:";
const RDFS: &str = "http://www.w3.org/2000/01/rdf-schema#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const PROV: &str = "http://www.w3.org/ns/prov#";
const DCTERMS: &str = "http://purl.org/dc/terms/";

const PREFIXES: [(&str, &str); 8] = [
    ("demarche", OWN),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", RDFS),
    ("owl", OWL),
    ("skos", SKOS),
    ("prov", PROV),
    ("dcterms", DCTERMS),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

fn write(graph: &Graph, to: Sink<'_>) -> io::Result<()> {
    vocabulary::write(graph.ontology(), to)?;
    graph::write(graph, to)
}

/// Takes triples, all of one subject and predicate after one another.
type Sink<'a> = &'a mut dyn FnMut(TripleRef<'_>) -> io::Result<()>;

/// Somebody of whom triples are being said.
struct Subject<'a> {
    node: NamedNode,
    to: Sink<'a>,
}

impl<'a> Subject<'a> {
    fn new(node: NamedNode, to: Sink<'a>) -> Subject<'a> {
        Subject { node, to }
    }

    fn say<'b>(&mut self, property: &str, object: impl Into<TermRef<'b>>) -> io::Result<()> {
        let property = NamedNodeRef::new_unchecked(property);
        let object: TermRef<'_> = object.into();
        (self.to)(TripleRef::new(&self.node, property, object))
    }

    fn is_a(&mut self, class: &str) -> io::Result<()> {
        self.say(rdf::TYPE.as_str(), NamedNodeRef::new_unchecked(class))
    }

    /// A text, unless it is empty.
    fn text(&mut self, property: &str, text: Option<&str>) -> io::Result<()> {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => self.say(property, LiteralRef::new_simple_literal(text)),
            None => Ok(()),
        }
    }

    fn english(&mut self, property: &str, text: &str) -> io::Result<()> {
        let text = Literal::new_language_tagged_literal_unchecked(text, "en");
        self.say(property, &text)
    }

    fn number(&mut self, property: &str, number: u64) -> io::Result<()> {
        let number = number.to_string();
        self.say(
            property,
            LiteralRef::new_typed_literal(&number, xsd::INTEGER),
        )
    }

    fn share(&mut self, property: &str, share: Option<f64>) -> io::Result<()> {
        let Some(share) = share else { return Ok(()) };
        let share = format!("{share:?}");
        self.say(
            property,
            LiteralRef::new_typed_literal(&share, xsd::DECIMAL),
        )
    }

    /// A day, a month or a year, or a mere text where it is none of them.
    fn date(&mut self, property: &str, date: Option<&str>) -> io::Result<()> {
        let Some(date) = date else { return Ok(()) };
        let form: String = date
            .chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        let real = super::spells::days(date).is_some();
        let kind = match form.as_str() {
            "0000-00-00" if real => xsd::DATE,
            "0000-00" if real => xsd::G_YEAR_MONTH,
            "0000" if real => xsd::G_YEAR,
            _ => return self.text(property, Some(date)),
        };
        self.say(property, LiteralRef::new_typed_literal(date, kind))
    }
}

/// `urn:demarche:SPACE:ID`.
fn iri(space: &str, id: &str) -> NamedNode {
    let mut iri = format!("urn:demarche:{space}:");
    for byte in id.bytes() {
        match byte {
            b if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) => iri.push(char::from(b)),
            b => iri.push_str(&format!("%{b:02X}")),
        }
    }
    NamedNode::new_unchecked(iri)
}

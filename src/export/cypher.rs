//! A [Cypher](https://neo4j.com/docs/cypher-manual/current/) script that writes the graph into a
//! running Neo4j (`cypher-shell -f graph.cypher`), in the shape of the tables of `neo4j`.
//!
//! - It begins with constraints, then merges by id: running it again changes nothing, and what else
//!   is in the database stays. A statement has at most 500 rows and is a transaction of its own.
//! - Text stands in single quotes with `\`, `'` and control characters escaped. Some versions read
//!   `\u0027` as a quote even behind another backslash, so that a backslash before a `u` ends its
//!   string: `'a\\' + 'u0027'` is the same text to all of them.
//! - Labels and types are words of ASCII; nothing of a text can become one.

use super::attributes::{NODES, Value};
use super::escape::cypher_quoted;
use super::neo4j::{CONSTRAINTS, document_properties, edge_properties, labels, relationship};
use super::{Exporter, Options, Output, write_file};
use crate::error::Result;
use crate::graph::Graph;
use std::fmt::Write as _;
use std::io::{self, Write};

/// A Cypher script.
pub(super) struct Cypher;

impl Exporter for Cypher {
    fn name(&self) -> &'static str {
        "cypher"
    }

    fn about(&self) -> &'static str {
        "a script that merges the graph into Neo4j: cypher-shell -f graph.cypher"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.cypher"]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.cypher", |to| write(graph, to))
    }
}

/// Rows of one statement.
const BATCH: usize = 500;

fn write(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(CONSTRAINTS.as_bytes())?;
    let ontology = graph.ontology();
    for kind in ontology.entities() {
        let labels = labels(ontology.entity_info(kind));
        let merge = format!(
            "MERGE (n:Entity {{id: row.id}})\nSET n:{}, n += row.properties",
            labels[1..].join(":")
        );
        let mut batch = Batch::new(&merge, to);
        for entity in graph.entities().filter(|entity| entity.kind() == kind) {
            let row = batch.begin()?;
            row.field("id", entity.id());
            row.open("properties");
            for attribute in &NODES {
                row.value(attribute.name, &(attribute.value)(entity, ontology));
            }
            row.close();
        }
        batch.finish()?;
    }
    let merge = "MERGE (n:Document {id: row.id})\nSET n += row.properties";
    let mut batch = Batch::new(merge, to);
    for (id, info) in graph.documents() {
        let row = batch.begin()?;
        row.field("id", id);
        row.open("properties");
        for (name, text) in document_properties(info) {
            if let Some(text) = text {
                row.field(name, text);
            }
        }
        row.close();
    }
    batch.finish()?;
    for kind in ontology.relations() {
        let merge = format!(
            "MATCH (a:Entity {{id: row.source}}), (b:Entity {{id: row.target}})\n\
             MERGE (a)-[r:{} {{id: row.id}}]->(b)\nSET r += row.properties",
            relationship(ontology.relation_info(kind))
        );
        let mut batch = Batch::new(&merge, to);
        let edges = graph
            .relations()
            .filter(|edge| edge.relation.kind() == kind);
        for edge in edges {
            let row = batch.begin()?;
            row.field("id", edge.relation.id());
            row.field("source", edge.source.id());
            row.field("target", edge.target.id());
            row.open("properties");
            for attribute in edge_properties() {
                row.value(attribute.name, &(attribute.value)(edge, ontology));
            }
            row.close();
        }
        batch.finish()?;
    }
    let merge = "MATCH (a:Entity {id: row.source}), (d:Document {id: row.target})\n\
                 MERGE (a)-[r:MENTIONED_IN]->(d)\nSET r.mentions = row.mentions";
    let mut batch = Batch::new(merge, to);
    for entity in graph.entities() {
        for (document, appearance) in entity.appearances() {
            let row = batch.begin()?;
            row.field("source", entity.id());
            row.field("target", document);
            row.value("mentions", &Value::Number(appearance.mentions.into()));
        }
    }
    batch.finish()
}

/// Statements that do the same with some hundred rows each.
struct Batch<'a> {
    to: &'a mut dyn Write,
    merge: &'a str,
    rows: usize,
    row: Row,
}

impl<'a> Batch<'a> {
    fn new(merge: &'a str, to: &'a mut dyn Write) -> Batch<'a> {
        let row = Row(String::new());
        Batch {
            to,
            merge,
            rows: 0,
            row,
        }
    }

    /// Begins a row, and a statement where the last one is full.
    fn begin(&mut self) -> io::Result<&mut Row> {
        if self.rows > 0 {
            self.row.0.push('}');
            self.to.write_all(self.row.0.as_bytes())?;
            self.row.0.clear();
        }
        if self.rows == BATCH {
            self.end_statement()?;
        }
        self.row.0.push_str(if self.rows == 0 {
            "UNWIND [\n  {"
        } else {
            ",\n  {"
        });
        self.rows += 1;
        Ok(&mut self.row)
    }

    fn end_statement(&mut self) -> io::Result<()> {
        self.rows = 0;
        writeln!(self.to, "\n] AS row\n{};", self.merge)
    }

    fn finish(mut self) -> io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        self.row.0.push('}');
        self.to.write_all(self.row.0.as_bytes())?;
        self.end_statement()
    }
}

/// A map on its way.
struct Row(String);

impl Row {
    fn key(&mut self, name: &str) {
        if !self.0.ends_with('{') {
            self.0.push_str(", ");
        }
        self.0.push_str(name);
        self.0.push_str(": ");
    }

    fn field(&mut self, name: &str, text: &str) {
        self.key(name);
        cypher_quoted(text, &mut self.0);
    }

    /// Begins a map in the map.
    fn open(&mut self, name: &str) {
        self.key(name);
        self.0.push('{');
    }

    fn close(&mut self) {
        self.0.push('}');
    }

    fn value(&mut self, name: &str, value: &Value<'_>) {
        if *value == Value::Missing {
            return;
        }
        self.key(name);
        match value {
            Value::Missing => {}
            Value::Text(text) => cypher_quoted(text, &mut self.0),
            Value::Number(number) => write!(self.0, "{number}").expect("a string takes all"),
            Value::Share(share) => write!(self.0, "{share:?}").expect("a string takes all"),
            Value::Truth(truth) => write!(self.0, "{truth}").expect("a string takes all"),
            Value::List(texts) => {
                for (index, text) in texts.iter().enumerate() {
                    self.0.push_str(if index == 0 { "[" } else { ", " });
                    cypher_quoted(text, &mut self.0);
                }
                self.0.push(']');
            }
        }
    }
}

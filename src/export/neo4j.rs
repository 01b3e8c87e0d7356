//! Tables for [`neo4j-admin database import`](https://neo4j.com/docs/operations-manual/current/import/),
//! the fastest way of a large graph into an empty database, with the command itself (`import.sh`)
//! and the constraints to create after it.
//!
//! - An entity is a node with the labels `Entity`, its type and the type's parent; a document is a
//!   node `Document`, and `MENTIONED_IN` leads to it. Ids of the two are spaces of their own.
//! - A relation is a relationship of its type in capitals. What is denied or planned is one too:
//!   ask for `polarity: 'positive', modality: 'actual'` where that matters.
//! - Lists are arrays, their elements parted by U+001F, which no text here can hold. Dates are
//!   strings, for Neo4j knows no date without a day.
//! - A row is one line and all text is quoted: a line end or tab is a space, other control
//!   characters are U+FFFD. What is missing is empty and gives no property.

use super::attributes::{EDGES, Kind, NODES, OfEdge, Value, list, of_edge};
use super::escape::{csv_quoted, decimal, flatten, thousandths};
use super::{Exporter, Options, Output, write_file};
use crate::error::Result;
use crate::graph::{DocumentInfo, Graph};
use crate::schema::{EntityTypeInfo, RelationTypeInfo};
use std::io::{self, Write};

/// Tables for an import into Neo4j.
pub(super) struct Neo4j;

impl Exporter for Neo4j {
    fn name(&self) -> &'static str {
        "neo4j"
    }

    fn about(&self) -> &'static str {
        "tables for neo4j-admin database import, and the command"
    }

    fn files(&self) -> &'static [&'static str] {
        &[
            "neo4j/entities.csv",
            "neo4j/documents.csv",
            "neo4j/relations.csv",
            "neo4j/mentions.csv",
            "neo4j/constraints.cypher",
            "neo4j/import.sh",
        ]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "neo4j/entities.csv", |to| entities(graph, to))?;
        write_file(out, "neo4j/documents.csv", |to| documents(graph, to))?;
        write_file(out, "neo4j/relations.csv", |to| relations(graph, to))?;
        write_file(out, "neo4j/mentions.csv", |to| mentions(graph, to))?;
        let constraints = |to: &mut dyn Write| to.write_all(CONSTRAINTS.as_bytes());
        write_file(out, "neo4j/constraints.cypher", constraints)?;
        let script = |to: &mut dyn Write| to.write_all(IMPORT.as_bytes());
        write_file(out, "neo4j/import.sh", script)
    }
}

/// Parts the elements of a list; an argument of the command too.
const LIST: u8 = 0x1F;

/// What must hold in the database, and what is looked up by name.
pub(super) const CONSTRAINTS: &str = "\
CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT document_id IF NOT EXISTS FOR (d:Document) REQUIRE d.id IS UNIQUE;
CREATE INDEX entity_name IF NOT EXISTS FOR (n:Entity) ON (n.name);
";

const IMPORT: &str = r#"#!/bin/sh
# Imports the tables beside this script into a new database of a Neo4j server (5 or later) that is
# not running. NEO4J_ADMIN names the program if it is not on the PATH.
#
# usage: sh import.sh [DATABASE [OPTION...]]
#
# DATABASE is neo4j if not given. The option --overwrite-destination replaces one that is there.
set -eu
cd "$(dirname "$0")"
database=${1:-neo4j}
[ $# -eq 0 ] || shift
"${NEO4J_ADMIN:-neo4j-admin}" database import full "$database" \
    --nodes=entities.csv --nodes=documents.csv \
    --relationships=relations.csv --relationships=mentions.csv \
    --id-type=string --array-delimiter=U+001F --input-encoding=UTF-8 "$@"
echo "Now start the server and create the constraints:"
echo "    cypher-shell -d $database -f $(pwd)/constraints.cypher"
"#;

/// All quotes, where an edge of a database has no evidence of its own to hang them on.
pub(super) static QUOTES: OfEdge = of_edge!("quotes", List, |e, _| {
    let quotes = e.relation.evidence().map(|piece| piece.quote.as_str());
    list(quotes)
});

/// The properties of a relationship.
pub(super) fn edge_properties() -> impl Iterator<Item = &'static OfEdge> {
    EDGES.iter().chain([&QUOTES])
}

/// What a database knows of a document.
pub(super) fn document_properties(info: &DocumentInfo) -> [(&'static str, Option<&str>); 5] {
    [
        ("title", info.title.as_deref()),
        ("date", info.date.as_deref()),
        ("source", info.source.as_deref()),
        ("url", info.url.as_deref()),
        ("language", info.language.as_deref()),
    ]
}

/// The labels of an entity of this type; names of types are words of ASCII.
pub(super) fn labels(info: &EntityTypeInfo) -> Vec<&str> {
    let mut labels = vec!["Entity", info.name.as_str()];
    labels.extend(info.parent.as_deref());
    labels.dedup();
    labels
}

/// The type of a relationship.
pub(super) fn relationship(info: &RelationTypeInfo) -> String {
    info.name.to_ascii_uppercase()
}

fn header(names: impl Iterator<Item = (&'static str, Kind)>, row: &mut Row) {
    for (name, kind) in names {
        let kind = match kind {
            Kind::Text => "",
            Kind::Number => ":int",
            Kind::Share => ":double",
            Kind::Truth => ":boolean",
            Kind::List => ":string[]",
        };
        row.raw(&format!("{name}{kind}"));
    }
}

fn entities(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let mut row = Row::of("id:ID(Entity)");
    header(NODES.iter().map(|of| (of.name, of.kind)), &mut row);
    row.raw(":LABEL");
    row.send(to)?;
    let ontology = graph.ontology();
    for entity in graph.entities() {
        row.text(entity.id());
        for attribute in &NODES {
            row.value(&(attribute.value)(entity, ontology));
        }
        row.list(&labels(ontology.entity_info(entity.kind())));
        row.send(to)?;
    }
    Ok(())
}

fn documents(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let unknown = DocumentInfo::default();
    let mut row = Row::of("id:ID(Document)");
    for (name, _) in document_properties(&unknown) {
        row.raw(name);
    }
    row.raw(":LABEL");
    row.send(to)?;
    for (id, info) in graph.documents() {
        row.text(id);
        for (_, text) in document_properties(info) {
            row.maybe(text);
        }
        row.raw("Document");
        row.send(to)?;
    }
    Ok(())
}

fn relations(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let mut row = Row::of(":START_ID(Entity),:END_ID(Entity),:TYPE,id");
    header(edge_properties().map(|of| (of.name, of.kind)), &mut row);
    row.send(to)?;
    let ontology = graph.ontology();
    for edge in graph.relations_to_read() {
        row.text(edge.source.id());
        row.text(edge.target.id());
        row.raw(&relationship(ontology.relation_info(edge.relation.kind())));
        row.text(edge.relation.id());
        for attribute in edge_properties() {
            row.value(&(attribute.value)(edge, ontology));
        }
        row.send(to)?;
    }
    Ok(())
}

fn mentions(graph: &Graph, to: &mut dyn Write) -> io::Result<()> {
    let mut row = Row::of(":START_ID(Entity),:END_ID(Document),:TYPE,mentions:int");
    row.send(to)?;
    for entity in graph.entities() {
        for (document, appearance) in entity.appearances() {
            row.text(entity.id());
            row.text(document);
            row.raw("MENTIONED_IN");
            row.value(&Value::Number(appearance.mentions.into()));
            row.send(to)?;
        }
    }
    Ok(())
}

/// A row on its way.
struct Row(Vec<u8>);

impl Row {
    /// A row of words, which begin with this one.
    fn of(word: &str) -> Row {
        Row(word.as_bytes().to_vec())
    }

    fn send(&mut self, to: &mut dyn Write) -> io::Result<()> {
        self.0.push(b'\n');
        to.write_all(&self.0)?;
        self.0.clear();
        Ok(())
    }

    /// Begins a cell.
    fn begin(&mut self) {
        if !self.0.is_empty() {
            self.0.push(b',');
        }
    }

    /// A cell of a word.
    fn raw(&mut self, word: &str) {
        self.begin();
        self.0.extend_from_slice(word.as_bytes());
    }

    fn text(&mut self, text: &str) {
        self.list(&[text]);
    }

    fn maybe(&mut self, text: Option<&str>) {
        match text.filter(|text| !text.is_empty()) {
            Some(text) => self.text(text),
            None => self.raw(""),
        }
    }

    fn list(&mut self, texts: &[&str]) {
        self.begin();
        self.0.push(b'"');
        for (index, text) in texts.iter().enumerate() {
            if index > 0 {
                self.0.push(LIST);
            }
            csv_quoted(&flatten(text), &mut self.0);
        }
        self.0.push(b'"');
    }

    fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Missing => self.raw(""),
            Value::Word(text) => self.text(text),
            Value::Text(text) => self.text(text),
            Value::List(texts) => self.list(texts),
            Value::Truth(truth) => self.raw(if *truth { "true" } else { "false" }),
            Value::Number(number) => {
                self.begin();
                decimal(*number, &mut self.0);
            }
            Value::Share(share) => {
                self.begin();
                thousandths(*share, &mut self.0);
            }
        }
    }
}

//! A [Cypher](https://neo4j.com/docs/cypher-manual/current/) script that writes the graph into a
//! running Neo4j (`cypher-shell -f graph.cypher`), by the statements of `merge`.
//!
//! - It begins with constraints, then merges by id: running it again changes nothing, and what else
//!   is in the database stays. A statement has at most 500 rows and is a transaction of its own.
//! - Text stands in single quotes with `\`, `'` and control characters escaped. Some versions read
//!   `\u0027` as a quote even behind another backslash, so that a backslash before a `u` ends its
//!   string: `'a\\' + 'u0027'` is the same text to all of them.

use super::attributes::Value;
use super::escape::cypher_quoted;
use super::merge::merges;
use super::neo4j::CONSTRAINTS;
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
    for merge in merges(graph) {
        let mut batch = Batch::new(&merge.statement, to);
        for of in merge.rows {
            let row = batch.begin()?;
            for (name, id) in &of.ids {
                row.field(name, id);
            }
            row.open("properties");
            for (name, value) in &of.properties {
                row.value(name, value);
            }
            row.close();
        }
        batch.finish()?;
    }
    Ok(())
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
            Value::Word(text) => cypher_quoted(text, &mut self.0),
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

//! The kit's notation for values. Expected cells and the engine's answers are both brought into one
//! spelling, in which equal values look equal: keys and labels in order, numbers as they are printed.

use crate::graph::Graph;
use demarche::query::{Path, Store, Symbol, Value};

/// Whether the elements of a list count in their order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Lists {
    Ordered,
    AnyOrder,
}

/// The spelling of an expected cell.
pub fn expected(cell: &str, lists: Lists) -> Result<String, String> {
    let mut reader = Reader {
        rest: cell.trim(),
        lists,
    };
    let value = reader.value()?;
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(format!("`{}` is left over in {cell}", reader.rest))
    }
}

/// The spelling of an answer.
pub fn answer(graph: &Graph, value: &Value<'_>, lists: Lists) -> String {
    let inner = |value: &Value<'_>| answer(graph, value, lists);
    match value {
        Value::Null => "null".to_owned(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Float(value) => float(*value),
        Value::String(text) => format!("{:?}", text.as_str()),
        Value::List(items) => list(items.iter().map(inner).collect(), lists),
        Value::Map(entries) => map(entries
            .iter()
            .map(|(key, value)| (key.as_str().to_owned(), inner(value)))
            .collect()),
        Value::Temporal(value) => format!("{:?}", value.to_string()),
        Value::Node(node) => {
            let labels = graph
                .labels(*node)
                .iter()
                .map(|label| graph.names().labels[label.0 as usize].clone());
            let entry = |key: Symbol| {
                (
                    graph.names().keys[key.0 as usize].clone(),
                    inner(&graph.node_property(*node, key)),
                )
            };
            element(
                '(',
                labels.collect(),
                graph.node_keys(*node).into_iter().map(entry).collect(),
            )
        }
        Value::Relationship(rel) => {
            let kind = graph.names().rel_types[graph.type_of(*rel).0 as usize].clone();
            let entry = |key: Symbol| {
                (
                    graph.names().keys[key.0 as usize].clone(),
                    inner(&graph.rel_property(*rel, key)),
                )
            };
            element(
                '[',
                vec![kind],
                graph.rel_keys(*rel).into_iter().map(entry).collect(),
            )
        }
        Value::Path(path) => walk(graph, path, lists),
    }
}

fn walk(graph: &Graph, path: &Path, lists: Lists) -> String {
    let mut text = answer(graph, &Value::Node(path.nodes[0]), lists);
    for (at, rel) in path.rels.iter().enumerate() {
        let forward = graph.ends(*rel).0 == path.nodes[at];
        let (left, right) = if forward { ("-", "->") } else { ("<-", "-") };
        let rel = answer(graph, &Value::Relationship(*rel), lists);
        let node = answer(graph, &Value::Node(path.nodes[at + 1]), lists);
        text.push_str(&format!("{left}{rel}{right}{node}"));
    }
    format!("<{text}>")
}

fn float(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value == 0.0 {
        // The kit has one zero only.
        "0.0".to_owned()
    } else {
        format!("{value:?}")
    }
}

fn list(mut items: Vec<String>, lists: Lists) -> String {
    if lists == Lists::AnyOrder {
        items.sort();
    }
    format!("[{}]", items.join(", "))
}

fn map(mut entries: Vec<(String, String)>) -> String {
    entries.sort();
    let entries: Vec<String> = entries
        .iter()
        .map(|(key, value)| format!("{key}: {value}"))
        .collect();
    format!("{{{}}}", entries.join(", "))
}

/// A node or a relationship.
fn element(open: char, mut labels: Vec<String>, properties: Vec<(String, String)>) -> String {
    labels.sort();
    let labels: String = labels.iter().map(|label| format!(":{label}")).collect();
    let properties = if properties.is_empty() {
        String::new()
    } else {
        map(properties)
    };
    let space = if labels.is_empty() || properties.is_empty() {
        ""
    } else {
        " "
    };
    let close = if open == '(' { ')' } else { ']' };
    format!("{open}{labels}{space}{properties}{close}")
}

/// Reads a cell from its front.
struct Reader<'c> {
    rest: &'c str,
    lists: Lists,
}

impl Reader<'_> {
    fn value(&mut self) -> Result<String, String> {
        self.space();
        match self.rest.chars().next() {
            Some('\'') => Ok(format!("{:?}", self.string()?)),
            Some('{') => Ok(map(self.entries()?)),
            Some('(') => self.element('('),
            Some('[') if self.rest[1..].trim_start().starts_with(':') => self.element('['),
            Some('[') => {
                self.take('[')?;
                let mut items = Vec::new();
                while !self.takes(']') {
                    items.push(self.value()?);
                    self.takes(',');
                }
                Ok(list(items, self.lists))
            }
            Some('<') => self.path(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<String, String> {
        let end = self
            .rest
            .find([',', ']', '}', ' '])
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        if matches!(word, "null" | "true" | "false") || word.parse::<i64>().is_ok() {
            return Ok(word.to_owned());
        }
        word.parse::<f64>()
            .map(float)
            .map_err(|_| format!("`{word}` is no value"))
    }

    fn string(&mut self) -> Result<String, String> {
        self.take('\'')?;
        let mut text = String::new();
        let mut letters = self.rest.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '\'' => {
                    self.rest = &self.rest[at + 1..];
                    return Ok(text);
                }
                '\\' => match letters.next() {
                    Some((_, escaped @ ('\'' | '\\'))) => text.push(escaped),
                    Some((_, other)) => text.extend(['\\', other]),
                    None => break,
                },
                other => text.push(other),
            }
        }
        Err("a text has no end".to_owned())
    }

    fn entries(&mut self) -> Result<Vec<(String, String)>, String> {
        self.take('{')?;
        let mut entries = Vec::new();
        while !self.takes('}') {
            let Some((key, rest)) = self.rest.split_once(':') else {
                return Err("a map has no end".to_owned());
            };
            self.rest = rest;
            entries.push((key.trim().trim_matches('`').to_owned(), self.value()?));
            self.takes(',');
        }
        Ok(entries)
    }

    fn element(&mut self, open: char) -> Result<String, String> {
        self.take(open)?;
        let close = if open == '(' { ')' } else { ']' };
        let mut labels = Vec::new();
        while self.takes(':') {
            let end = self
                .rest
                .find([':', ' ', ')', ']', '{'])
                .unwrap_or(self.rest.len());
            labels.push(self.rest[..end].trim_matches('`').to_owned());
            self.rest = &self.rest[end..];
        }
        self.space();
        let properties = if self.rest.starts_with('{') {
            self.entries()?
        } else {
            Vec::new()
        };
        self.take(close)?;
        Ok(element(open, labels, properties))
    }

    fn path(&mut self) -> Result<String, String> {
        self.take('<')?;
        let mut text = String::from("<");
        loop {
            text.push_str(&self.element('(')?);
            if self.takes('>') {
                return Ok(text + ">");
            }
            let left = self.takes('<');
            self.take('-')?;
            let rel = self.element('[')?;
            self.take('-')?;
            let right = self.takes('>');
            text.push_str(&format!(
                "{}{rel}{}",
                if left { "<-" } else { "-" },
                if right { "->" } else { "-" }
            ));
        }
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn takes(&mut self, letter: char) -> bool {
        self.space();
        match self.rest.strip_prefix(letter) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn take(&mut self, letter: char) -> Result<(), String> {
        if self.takes(letter) {
            Ok(())
        } else {
            Err(format!("`{letter}` is missing before `{}`", self.rest))
        }
    }
}

//! The query engine as the subcommands see it: a query and its parameters in, rows in JSON out, or what is
//! wrong with a pointer at the place. `query`, `shell` and `test` ask here and nowhere else.

use super::rank::called;
use super::rows::Rows;
use super::style::{Paint, Style, line};
use crate::graph::Graph;
use crate::query::{
    Instant, Limits, NodeId, Notice, Params, Prepared, QueryError, RelId, Store, Value, View,
};
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeSet;
use std::ops::Range;
use unicode_width::UnicodeWidthStr;

/// Who reads an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Entities, relations and paths are short texts.
    Person,
    /// They are objects with all that is known of them.
    Program,
}

/// What a query gives.
#[derive(Debug, Default)]
pub struct Answer {
    pub rows: Rows,
    /// The entities and relations among the values of the rows.
    pub nodes: BTreeSet<NodeIndex>,
    pub edges: BTreeSet<EdgeIndex>,
    /// What the query names that the graph does not have.
    pub notices: Vec<Problem>,
}

/// What is wrong with a query, or what it cannot have meant.
#[derive(Debug)]
pub struct Problem {
    pub message: String,
    /// In bytes of the query.
    pub span: Option<Range<usize>>,
    pub help: Option<String>,
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Problem {
        Problem {
            message: error.message,
            span: error.span,
            help: error.help,
        }
    }
}

impl From<Notice> for Problem {
    fn from(notice: Notice) -> Problem {
        Problem {
            message: notice.message,
            span: Some(notice.span),
            help: notice.help,
        }
    }
}

/// A graph that can be asked.
pub struct Engine<'g> {
    pub graph: &'g Graph,
    view: View<'g>,
    /// What `date()` and its kin give; without it they are an error.
    pub now: Option<Instant>,
}

impl<'g> Engine<'g> {
    /// Makes the indexes of a graph.
    pub fn new(graph: &'g Graph) -> Engine<'g> {
        Engine {
            graph,
            view: View::new(graph),
            now: None,
        }
    }

    /// The same for questions of today.
    pub fn now(self) -> Engine<'g> {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = since.ok().map(|since| Instant {
            seconds: since.as_secs() as i64,
            nanoseconds: since.subsec_nanos(),
        });
        Engine { now, ..self }
    }

    /// The labels of nodes, the types of relationships and the properties of both.
    pub fn names(&self) -> [Vec<String>; 3] {
        let names = self.view.names();
        [names.labels, names.rel_types, names.keys].map(<[String]>::to_vec)
    }

    /// Runs a query.
    pub fn run(
        &self,
        text: &str,
        parameters: &Map<String, Json>,
        limits: &Limits,
        reader: Reader,
    ) -> Result<Answer, Problem> {
        let parameters = parameters.iter();
        let parameters: Params = parameters
            .map(|(name, value)| (name.clone(), given(value)))
            .collect();
        // A fixed seed: the same question has the same answer.
        let query = Prepared::new(text)?.at(self.now, 0);
        let found = query.run(&self.view, &parameters, limits)?;
        let mut answer = Answer::default();
        answer.rows.columns = found.columns;
        let notices = query.notices(&self.view).into_iter();
        answer.notices = notices.map(Problem::from).collect();
        for row in &found.rows {
            let cells = row
                .iter()
                .map(|value| self.cell(value, reader, &mut answer));
            let cells = cells.collect();
            answer.rows.rows.push(cells);
        }
        Ok(answer)
    }

    /// A value as JSON; the entities and relations in it are noted.
    fn cell(&self, value: &Value, reader: Reader, answer: &mut Answer) -> Json {
        match value {
            Value::Null => Json::Null,
            Value::Boolean(value) => json!(value),
            Value::Integer(value) => json!(value),
            // JSON has no number for what is none or has no end.
            Value::Float(value) if !value.is_finite() => json!(value.to_string()),
            Value::Float(value) => json!(value),
            Value::String(text) => json!(text.as_str()),
            Value::Temporal(time) => json!(time.to_string()),
            Value::List(items) => items
                .iter()
                .map(|item| self.cell(item, reader, answer))
                .collect(),
            Value::Map(fields) => {
                let fields = fields.iter();
                let fields = fields
                    .map(|(name, value)| (name.to_string(), self.cell(value, reader, answer)));
                Json::Object(fields.collect())
            }
            Value::Node(node) => {
                answer.nodes.insert(NodeIndex::new(node.0 as usize));
                match reader {
                    Reader::Person => json!(self.node(*node)),
                    Reader::Program => self.node_object(*node, answer),
                }
            }
            Value::Relationship(rel) => {
                answer.edges.insert(EdgeIndex::new(rel.0 as usize));
                match reader {
                    Reader::Person => {
                        let (source, target) = self.view.ends(*rel);
                        let (source, target) = (self.node(source), self.node(target));
                        json!(format!("{source}-[:{}]->{target}", self.kind(*rel)))
                    }
                    Reader::Program => self.rel_object(*rel, answer),
                }
            }
            Value::Path(path) => {
                answer.nodes.extend(
                    path.nodes
                        .iter()
                        .map(|node| NodeIndex::new(node.0 as usize)),
                );
                answer
                    .edges
                    .extend(path.rels.iter().map(|rel| EdgeIndex::new(rel.0 as usize)));
                if reader == Reader::Program {
                    let nodes: Vec<Json> = path
                        .nodes
                        .iter()
                        .map(|node| self.node_object(*node, answer))
                        .collect();
                    let rels: Vec<Json> = path
                        .rels
                        .iter()
                        .map(|rel| self.rel_object(*rel, answer))
                        .collect();
                    return json!({"nodes": nodes, "relationships": rels});
                }
                let mut text = self.node(path.nodes[0]);
                for (rel, pair) in path.rels.iter().zip(path.nodes.windows(2)) {
                    let out = self.view.ends(*rel).0 == pair[0];
                    let (left, right) = if out { ("-", "->") } else { ("<-", "-") };
                    text += &format!("{left}[:{}]{right}{}", self.kind(*rel), self.node(pair[1]));
                }
                json!(text)
            }
        }
    }

    /// An entity in a few words: `(Ukraine:Country)`.
    fn node(&self, node: NodeId) -> String {
        let entity = self.graph.entity(NodeIndex::new(node.0 as usize));
        let kind = &self.graph.ontology().entity_info(entity.kind()).name;
        format!("({}:{kind})", called(entity))
    }

    fn kind(&self, rel: RelId) -> &str {
        &self.view.names().rel_types[self.view.type_of(rel).0 as usize]
    }

    fn node_object(&self, node: NodeId, answer: &mut Answer) -> Json {
        let names = self.view.names();
        let labels: Vec<&String> = self
            .view
            .labels(node)
            .iter()
            .map(|label| &names.labels[label.0 as usize])
            .collect();
        let keys = self.view.node_keys(node).into_iter();
        let properties: Map<String, Json> = keys
            .map(|key| {
                let value = self.view.node_property(node, key);
                (
                    names.keys[key.0 as usize].clone(),
                    self.cell(&value, Reader::Program, answer),
                )
            })
            .collect();
        json!({"labels": labels, "properties": properties})
    }

    fn rel_object(&self, rel: RelId, answer: &mut Answer) -> Json {
        let names = self.view.names();
        let (source, target) = self.view.ends(rel);
        let id = |node: NodeId| self.graph.entity(NodeIndex::new(node.0 as usize)).id();
        let keys = self.view.rel_keys(rel).into_iter();
        let properties: Map<String, Json> = keys
            .map(|key| {
                let value = self.view.rel_property(rel, key);
                (
                    names.keys[key.0 as usize].clone(),
                    self.cell(&value, Reader::Program, answer),
                )
            })
            .collect();
        json!({"type": self.kind(rel), "source": id(source), "target": id(target), "properties": properties})
    }
}

/// A parameter as the engine takes it.
fn given(value: &Json) -> Value<'static> {
    match value {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(*value),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => Value::Integer(whole),
            None => Value::Float(number.as_f64().unwrap_or(f64::NAN)),
        },
        Json::String(text) => Value::text(text.clone()),
        Json::Array(items) => Value::list(items.iter().map(given)),
        Json::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(name, value)| (name.clone().into(), given(value)));
            Value::Map(std::sync::Arc::new(fields.collect()))
        }
    }
}

impl Problem {
    /// The message, the line of the query with carets under the place, and what to do.
    pub fn shown(&self, query: &str, paint: Paint) -> String {
        let mut text = line(&self.message);
        let mut margin = 0;
        if let Some(span) = &self.span {
            let start = floor(query, span.start);
            let end = floor(query, span.end).max(start);
            let begin = query[..start].rfind('\n').map_or(0, |at| at + 1);
            let close = query[begin..]
                .find('\n')
                .map_or(query.len(), |at| begin + at);
            let number = query[..begin].matches('\n').count() + 1;
            let column = query[begin..start].chars().count() + 1;
            let label = number.to_string();
            margin = label.len();
            let before = " ".repeat(line(&query[begin..start]).width());
            let carets = "^".repeat(
                line(&query[start..end.min(close).max(start)])
                    .width()
                    .max(1),
            );
            let carets = paint.apply(Style::Error, &carets);
            let bar = paint.apply(Style::Dim, "|");
            let space = " ".repeat(margin);
            text += &format!(
                "\n{space}--> line {number}, column {column}\n{space} {bar}\n{label} {bar} {}\n{space} {bar} {before}{carets}",
                line(&query[begin..close]),
            );
        }
        if let Some(help) = &self.help {
            let space = " ".repeat(margin);
            text += &format!("\n{space} = help: {}", line(help));
        }
        text
    }
}

/// The nearest boundary of a character at or before a byte.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str, span: Option<Range<usize>>) -> String {
        let help = Some("did you mean DEMANDS?".to_owned());
        let problem = Problem {
            message: "no type DEMAND".to_owned(),
            span,
            help,
        };
        problem.shown(query, Paint::new(false))
    }

    #[test]
    fn carets_stand_under_the_place() {
        assert_eq!(
            shown("MATCH (习)\n\t-[:DEMAND]->()", Some(16..22)),
            "no type DEMAND\n --> line 2, column 5\n  |\n2 |  -[:DEMAND]->()\n  |     ^^^^^^\n  = help: did you mean DEMANDS?"
        );
        assert_eq!(
            shown("习 RETURN", Some(1..2)).lines().nth(4),
            Some("  | ^"),
            "within a character"
        );
        assert_eq!(
            shown("RETURN", Some(6..6)).lines().nth(4),
            Some("  |       ^"),
            "at the end"
        );
        assert_eq!(
            shown("RETURN", Some(60..90)).lines().nth(4),
            Some("  |       ^"),
            "behind it"
        );
        assert_eq!(
            shown("a", None),
            "no type DEMAND\n = help: did you mean DEMANDS?"
        );
    }
}

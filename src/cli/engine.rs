//! The query engine as the subcommands see it: a query and its parameters in, rows in JSON out, or what is
//! wrong with a pointer at the place. `query`, `shell` and `test` ask here and nowhere else.

use super::rows::Rows;
use super::style::{Paint, Style, line};
use crate::graph::Graph;
use petgraph::graph::{EdgeIndex, NodeIndex};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::ops::Range;
use std::time::Duration;
use unicode_width::UnicodeWidthStr;

/// What a query may cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct Limits {
    pub timeout: Option<Duration>,
    pub max_rows: Option<usize>,
}

/// What a query gives.
#[derive(Debug, Default)]
pub struct Answer {
    pub rows: Rows,
    /// The plan in lines, where `EXPLAIN` or `PROFILE` asks for it.
    pub plan: Option<String>,
    /// The entities and relations among the values of the rows.
    pub nodes: BTreeSet<NodeIndex>,
    pub edges: BTreeSet<EdgeIndex>,
}

/// What is wrong with a query.
#[derive(Debug)]
pub struct Problem {
    pub message: String,
    /// In bytes of the query.
    pub span: Option<Range<usize>>,
    pub help: Option<String>,
}

/// A graph that can be asked.
pub struct Engine<'g> {
    pub graph: &'g Graph,
}

impl<'g> Engine<'g> {
    /// Makes the indexes of a graph.
    pub fn new(graph: &'g Graph) -> Engine<'g> {
        Engine { graph }
    }

    /// The labels of nodes: entity types and their parents.
    pub fn labels(&self) -> Vec<String> {
        let ontology = self.graph.ontology();
        let infos = ontology.entities().map(|kind| ontology.entity_info(kind));
        let names = infos.flat_map(|info| info.parent.iter().chain([&info.name]).cloned());
        names.collect::<BTreeSet<String>>().into_iter().collect()
    }

    /// The types of relationships.
    pub fn types(&self) -> Vec<String> {
        let ontology = self.graph.ontology();
        ontology
            .relations()
            .map(|kind| ontology.relation_info(kind).name.to_uppercase())
            .collect()
    }

    /// The names of all properties, sorted.
    pub fn properties(&self) -> Vec<String> {
        Vec::new()
    }

    /// Runs a query.
    pub fn run(&self, _: &str, _: &Map<String, Value>, _: Limits) -> Result<Answer, Problem> {
        Err(Problem {
            message: "there is no engine yet".to_owned(),
            span: None,
            help: None,
        })
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

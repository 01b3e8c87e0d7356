//! One scenario: what is set up, what is asked, what is expected, and whether that is what comes.

use crate::cell::{self, Lists};
use crate::graph::Graph;
use crate::setup::{self, Answer};
use demarche::query::{Params, Phase, QueryError};

/// One scenario; of an outline, one for each row of its examples.
pub struct Scenario {
    /// The file, from the folder on and without its ending.
    pub file: String,
    /// Number and title.
    pub name: String,
    /// What is asked.
    pub query: String,
    /// The statements that set the graph up, in order.
    pub setup: Vec<String>,
    /// Parameters and their values as they are written.
    pub params: Vec<(String, String)>,
    /// What should come.
    pub expected: Option<Expected>,
    /// Why it is not run.
    pub skipped: Option<&'static str>,
}

/// What the kit expects.
pub enum Expected {
    Rows {
        columns: Vec<String>,
        rows: Vec<Vec<String>>,
        in_order: bool,
        lists: Lists,
    },
    Error {
        class: String,
        phase: Option<Phase>,
        detail: String,
    },
}

/// What became of a scenario.
pub enum Verdict {
    Passed,
    Failed(String),
    Skipped(String),
}

impl Scenario {
    /// Sets up, asks, compares.
    pub fn run(&self) -> Verdict {
        if let Some(why) = self.skipped {
            return Verdict::Skipped(why.to_owned());
        }
        let outcome = std::panic::catch_unwind(|| self.outcome()).unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            Err(format!(
                "panic: {}",
                said.or(panic.downcast_ref::<&str>().copied())
                    .unwrap_or("of an unknown kind")
            ))
        });
        match outcome {
            Ok(()) => Verdict::Passed,
            Err(why) => Verdict::Failed(why),
        }
    }

    fn outcome(&self) -> Result<(), String> {
        let mut graph = Graph::default();
        graph.index();
        let mut params = Params::new();
        for (name, value) in &self.params {
            let answer = setup::ask(&graph, &format!("RETURN {value} AS value"), &Params::new());
            let answer = answer.map_err(|error| format!("parameter {name}: {error}"))?;
            params.insert(name.clone(), answer.rows[0][0].clone());
        }
        for statement in &self.setup {
            setup::execute(&mut graph, statement, &params)
                .map_err(|why| format!("setup: {why}"))?;
        }
        let answer = setup::ask(&graph, &self.query, &params);
        match (self.expected.as_ref().ok_or("nothing is expected")?, answer) {
            (
                Expected::Error {
                    class,
                    phase,
                    detail,
                },
                Err(error),
            ) => {
                let same = format!("{:?}", error.class) == *class
                    && phase.is_none_or(|phase| phase == error.phase)
                    && (detail == "*" || detail == error.detail);
                if same {
                    Ok(())
                } else {
                    Err(format!(
                        "expected {class} {phase:?} {detail}\ngot      {}",
                        told(&error)
                    ))
                }
            }
            (Expected::Error { class, detail, .. }, Ok(answer)) => Err(format!(
                "expected {class} {detail}\ngot      {} rows",
                answer.rows.len()
            )),
            (Expected::Rows { .. }, Err(error)) => {
                Err(format!("expected rows\ngot      {}", told(&error)))
            }
            (
                Expected::Rows {
                    columns,
                    rows,
                    in_order,
                    lists,
                },
                Ok(answer),
            ) => compare(&graph, columns, rows, *in_order, *lists, &answer),
        }
    }
}

fn told(error: &QueryError) -> String {
    format!(
        "{:?} {:?} {}: {}",
        error.class, error.phase, error.detail, error
    )
}

fn compare(
    graph: &Graph,
    columns: &[String],
    rows: &[Vec<String>],
    in_order: bool,
    lists: Lists,
    answer: &Answer,
) -> Result<(), String> {
    if !columns.is_empty() && columns != answer.columns {
        return Err(format!(
            "expected columns {columns:?}\ngot      columns {:?}",
            answer.columns
        ));
    }
    let line = |row: &Vec<String>| {
        row.iter()
            .map(|cell| cell::expected(cell, lists))
            .collect::<Result<Vec<_>, _>>()
    };
    let mut wanted = rows.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    let line = |row: &Vec<_>| {
        row.iter()
            .map(|value| cell::answer(graph, value, lists))
            .collect::<Vec<_>>()
    };
    let mut got: Vec<Vec<String>> = answer.rows.iter().map(line).collect();
    if !in_order {
        wanted.sort();
        got.sort();
    }
    if wanted == got {
        return Ok(());
    }
    let shown = |rows: &[Vec<String>]| {
        rows.iter()
            .map(|row| format!("\n  | {} |", row.join(" | ")))
            .collect::<String>()
    };
    Err(format!("expected{}\ngot{}", shown(&wanted), shown(&got)))
}

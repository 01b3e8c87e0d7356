//! Questions to a graph in openCypher, which only read.
//!
//! A query is parsed and checked once, planned for the graph that it is put to, and run:
//!
//! ```text
//!   text ──syntax──► tree ──check──► tree, columns ──plan──► operators ──run──► rows
//! ```
//!
//! [`Prepared`] is a checked query; what it is put to is any [`Store`].

mod ast;
mod check;
mod compare;
mod error;
mod function;
mod nearest;
mod notice;
mod operator;
mod plan;
mod run;
mod store;
mod syntax;
mod temporal;
mod value;
mod view;
mod walk;

pub use ast::{Mode, Span};
pub use compare::Comparison;
pub use error::{Class, Phase, QueryError, Result};
pub use notice::Notice;
pub use plan::{Line, Params};
pub use store::{Names, NodeId, RelId, Step, Store, Symbol};
pub use temporal::{Instant, Temporal};
pub use value::{Path, Text, Value};
pub use view::View;

use function::Context;
use run::Run;
use std::ops::ControlFlow;
use std::time::Duration;

/// A query that is well formed and makes sense.
#[derive(Debug, Clone)]
pub struct Prepared {
    text: String,
    query: ast::Query,
    columns: Vec<String>,
    now: Option<Instant>,
    seed: u64,
}

/// How long a query may take and how much it may give.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// No longer than this.
    pub timeout: Option<Duration>,
    /// No more rows than these.
    pub max_rows: Option<usize>,
}

/// The answer to a query.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows<'g> {
    /// The names of the columns.
    pub columns: Vec<String>,
    /// As many values in each as there are columns.
    pub rows: Vec<Vec<Value<'g>>>,
}

impl Prepared {
    /// Reads and checks a query.
    pub fn new(text: &str) -> Result<Prepared> {
        let query = syntax::parse(text)?;
        let columns = check::check(&query)?;
        Ok(Prepared {
            text: text.to_owned(),
            query,
            columns,
            now: None,
            seed: 0,
        })
    }

    /// The same at a time, which `date()` and its kin give, and with a seed for `rand()`. Without
    /// this there is no current time.
    pub fn at(self, now: Option<Instant>, seed: u64) -> Prepared {
        Prepared { now, seed, ..self }
    }

    /// The names of the columns that it returns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// Whether it opens with `EXPLAIN` or `PROFILE`.
    pub fn mode(&self) -> Mode {
        self.query.mode
    }

    /// What it names that a graph does not have: labels, types, properties, and names that nobody
    /// bears. Such a query runs, and finds nothing there.
    pub fn notices<S: Store>(&self, store: &S) -> Vec<Notice> {
        notice::notices(&self.query, store)
    }

    /// The rows that it finds in a graph. Of a query that is to be explained or profiled, these
    /// are the lines of its plan.
    pub fn run<'g, S: Store>(
        &self,
        store: &'g S,
        params: &Params,
        limits: &Limits,
    ) -> Result<Rows<'g>> {
        match self.mode() {
            Mode::Run => self
                .rows(store, params, limits, false)
                .map(|(rows, _)| rows),
            Mode::Explain => Ok(Rows::of_plan(&self.explain(store, params)?)),
            Mode::Profile => Ok(Rows::of_plan(&self.profile(store, params, limits)?)),
        }
    }

    /// How it would be answered.
    pub fn explain<S: Store>(&self, store: &S, params: &Params) -> Result<Vec<Line>> {
        let context = Context::new(self.now, self.seed);
        let planned = plan::plan(&self.query, &self.text, store, params, &context)?;
        Ok(plan::lines(&planned.plan, None))
    }

    /// How it was answered, with the rows that passed.
    pub fn profile<S: Store>(
        &self,
        store: &S,
        params: &Params,
        limits: &Limits,
    ) -> Result<Vec<Line>> {
        self.rows(store, params, limits, true)
            .map(|(_, lines)| lines)
    }

    fn rows<'g, S: Store>(
        &self,
        store: &'g S,
        params: &Params,
        limits: &Limits,
        counted: bool,
    ) -> Result<(Rows<'g>, Vec<Line>)> {
        // Each run begins with the same seed.
        let context = Context::new(self.now, self.seed);
        let planned = plan::plan(&self.query, &self.text, store, params, &context)?;
        let counted = counted.then_some(planned.operators);
        let run = Run::new(store, &context, limits.timeout, counted);
        let mut row = vec![Value::Null; planned.slots];
        let mut rows = Vec::new();
        let _ = run.plan(&planned.plan, &mut row, &mut |row, columns| {
            if let Some(most) = limits.max_rows.filter(|most| rows.len() >= *most) {
                return Err(QueryError::runtime(
                    Class::LimitExceeded,
                    "TooManyRows",
                    format!("there are more than {most} rows"),
                )
                .with_help("add LIMIT, or allow more rows"));
            }
            rows.push(columns.iter().map(|slot| row[*slot].clone()).collect());
            Ok(ControlFlow::Continue(()))
        })?;
        let lines = match counted {
            Some(_) => plan::lines(&planned.plan, Some(&run.counts())),
            None => Vec::new(),
        };
        Ok((
            Rows {
                columns: self.columns.clone(),
                rows,
            },
            lines,
        ))
    }
}

impl<'g> Rows<'g> {
    /// The same, borrowing nothing from the graph.
    pub fn into_owned(self) -> Rows<'static> {
        let owned = |row: Vec<Value<'g>>| row.into_iter().map(Value::into_owned).collect();
        Rows {
            columns: self.columns,
            rows: self.rows.into_iter().map(owned).collect(),
        }
    }

    /// The lines of a plan as rows.
    fn of_plan(lines: &[Line]) -> Rows<'g> {
        let columns = ["operator", "detail", "estimated rows", "rows"]
            .map(String::from)
            .to_vec();
        let row = |line: &Line| {
            vec![
                Value::text(format!("{}{}", "  ".repeat(line.depth), line.operator)),
                Value::text(line.detail.clone()),
                Value::Integer(line.estimate.round() as i64),
                line.rows
                    .map_or(Value::Null, |rows| Value::Integer(rows as i64)),
            ]
        };
        Rows {
            columns,
            rows: lines.iter().map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests;

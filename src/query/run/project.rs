//! `WITH` and `RETURN` at work: rows are computed, gathered, made distinct, sorted, cut, asked, in
//! this order, as far as each is wanted.

use super::super::error::{Class, QueryError, Result};
use super::super::plan::{Expr, Projection, Stage};
use super::super::store::Store;
use super::super::value::Value;
use super::aggregate::Groups;
use super::{ENOUGH, Flow, ON, Row, Run, Sink};
use rustc_hash::FxHashSet;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A value to sort by.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'g> {
    Up(Value<'g>),
    Down(Reverse<Value<'g>>),
}

/// A row that waits to be sorted; equal ones stay in the order in which they came.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Waiting<'g> {
    keys: Vec<Key<'g>>,
    number: usize,
    kept: Box<Row<'g>>,
}

/// What becomes of rows behind the gathering.
struct Tail<'g> {
    seen: FxHashSet<Box<Row<'g>>>,
    waiting: BinaryHeap<Waiting<'g>>,
    number: usize,
    skip: usize,
    limit: usize,
    passed: usize,
    /// Whether whoever takes the rows has enough.
    enough: bool,
}

impl<'g, 'p, S: Store> Run<'g, 'p, S> {
    /// Rows of one stage after another: the last asks those before it for theirs.
    pub(super) fn stages(
        &self,
        stages: &'p [Stage],
        row: &mut Row<'g>,
        sink: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let Some((stage, before)) = stages.split_last() else {
            return sink(row);
        };
        // The rows of the stages before, extended by this one's operators.
        let feed = |row: &mut Row<'g>, take: Sink<'_, 'g>| {
            self.stages(before, row, &mut |row| {
                self.pipe(&stage.operators, row, &mut *take)
            })
        };
        let Some(projection) = &stage.projection else {
            return feed(row, sink);
        };
        let mut tail = Tail {
            seen: FxHashSet::default(),
            waiting: BinaryHeap::new(),
            number: 0,
            skip: self.bound(&projection.skip, "SKIP", row)?.unwrap_or(0),
            limit: self
                .bound(&projection.limit, "LIMIT", row)?
                .unwrap_or(usize::MAX),
            passed: 0,
            enough: false,
        };
        if tail.limit == 0 {
            return Ok(ON);
        }
        let mut last = |row: &mut Row<'g>| {
            self.count(projection.id, 1);
            sink(row)
        };
        if let Some(grouping) = &projection.grouping {
            let mut groups = Groups::new(grouping);
            let _ = feed(row, &mut |row| {
                groups.add(self, row, |row| self.compute(&projection.computed, row))?;
                Ok(ON)
            })?;
            let _ = groups.finish(self, row, &mut |row| {
                self.compute(&grouping.computed, row)?;
                self.gathered(projection, &mut tail, row, &mut last)
            })?;
        } else {
            let _ = feed(row, &mut |row| {
                self.compute(&projection.computed, row)?;
                self.gathered(projection, &mut tail, row, &mut last)
            })?;
        }
        if !projection.order.is_empty() {
            let waiting = std::mem::take(&mut tail.waiting).into_sorted_vec();
            for found in waiting {
                for (slot, value) in projection.kept.iter().zip(found.kept) {
                    row[*slot] = value;
                }
                if self.cut(projection, &mut tail, row, &mut last)?.is_break() {
                    break;
                }
            }
        }
        Ok(if tail.enough { ENOUGH } else { ON })
    }

    fn compute(&self, computed: &'p [(usize, Expr)], row: &mut Row<'g>) -> Result<()> {
        for (slot, expr) in computed {
            row[*slot] = self.eval(expr, row)?;
        }
        Ok(())
    }

    /// A row behind the gathering: it goes on, or waits to be sorted.
    fn gathered(
        &self,
        projection: &'p Projection,
        tail: &mut Tail<'g>,
        row: &mut Row<'g>,
        last: Sink<'_, 'g>,
    ) -> Result<Flow> {
        if projection.distinct {
            let columns = projection.columns.iter().map(|slot| row[*slot].clone());
            if !tail.seen.insert(columns.collect()) {
                return Ok(ON);
            }
        }
        if projection.order.is_empty() {
            return self.cut(projection, tail, row, last);
        }
        let mut keys = Vec::with_capacity(projection.order.len());
        for (expr, down) in &projection.order {
            let value = self.eval(expr, row)?;
            keys.push(if *down {
                Key::Down(Reverse(value))
            } else {
                Key::Up(value)
            });
        }
        tail.number += 1;
        let most = tail.skip.saturating_add(tail.limit);
        // Of many only the first are kept; the greatest of them is the first to go.
        if tail.waiting.len() >= most {
            if tail
                .waiting
                .peek()
                .is_some_and(|greatest| keys >= greatest.keys)
            {
                return Ok(ON);
            }
            tail.waiting.pop();
        }
        let kept = projection
            .kept
            .iter()
            .map(|slot| row[*slot].clone())
            .collect();
        tail.waiting.push(Waiting {
            keys,
            number: tail.number,
            kept,
        });
        Ok(ON)
    }

    /// `SKIP`, `LIMIT` and `WHERE`.
    fn cut(
        &self,
        projection: &'p Projection,
        tail: &mut Tail<'g>,
        row: &mut Row<'g>,
        last: Sink<'_, 'g>,
    ) -> Result<Flow> {
        tail.passed += 1;
        if tail.passed <= tail.skip {
            return Ok(ON);
        }
        let wanted = match &projection.predicate {
            Some(predicate) => self.holds(predicate, row)?,
            None => true,
        };
        if wanted && last(row)?.is_break() {
            tail.enough = true;
            return Ok(ENOUGH);
        }
        Ok(if tail.passed - tail.skip >= tail.limit {
            ENOUGH
        } else {
            ON
        })
    }

    /// The number of `SKIP` or `LIMIT`.
    fn bound(
        &self,
        expr: &'p Option<Expr>,
        word: &str,
        row: &mut Row<'g>,
    ) -> Result<Option<usize>> {
        let Some(expr) = expr else { return Ok(None) };
        let (detail, found) = match self.eval(expr, row)? {
            Value::Integer(number) if number >= 0 => {
                return Ok(Some(usize::try_from(number).unwrap_or(usize::MAX)));
            }
            Value::Integer(number) => ("NegativeIntegerArgument", number.to_string()),
            other => ("InvalidArgumentType", other.type_name().to_owned()),
        };
        Err(QueryError::runtime(
            Class::SyntaxError,
            detail,
            format!("{word} takes a whole number from 0 on, not {found}"),
        ))
    }
}

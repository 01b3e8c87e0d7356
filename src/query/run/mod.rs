//! Runs a plan. Each operator extends the one row in every way it can and hands it on each time;
//! only sorting, gathering and joining keep rows. Whoever takes a row may say that it is enough.

mod aggregate;
mod eval;
mod expand;
mod project;
mod shortest;
mod walk;

use super::error::{Class, QueryError, Result};
use super::function::Context;
use super::plan::{HashJoin, Kind, Operator, Plan, Slot};
use super::store::{NodeId, Store};
use super::value::Value;
use indexmap::IndexMap;
use rustc_hash::{FxBuildHasher, FxHashSet};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Values by slot.
pub type Row<'g> = [Value<'g>];

/// Whether more rows are wanted.
pub type Flow = ControlFlow<()>;

/// Takes rows.
pub type Sink<'s, 'g> = &'s mut dyn FnMut(&mut Row<'g>) -> Result<Flow>;

/// More rows are wanted.
const ON: Flow = ControlFlow::Continue(());
/// It is enough.
const ENOUGH: Flow = ControlFlow::Break(());

/// How many steps are taken between two looks at the clock.
const PATIENCE: u32 = 4096;

/// Goes on unless it is enough.
macro_rules! go {
    ($flow:expr) => {
        if $flow?.is_break() {
            return Ok($crate::query::run::ENOUGH);
        }
    };
}
use go;

/// Rows of a hash join by their keys.
type Table<'g> = IndexMap<Box<Row<'g>>, Vec<Box<Row<'g>>>, FxBuildHasher>;

/// A run of a plan.
pub struct Run<'g, 'p, S> {
    store: &'g S,
    context: &'p Context,
    started: Instant,
    timeout: Option<Duration>,
    steps: Cell<u32>,
    /// For how many rows the one at hand stands.
    weight: Cell<u64>,
    /// The rows that reached each operator, if they are counted.
    counts: Option<RefCell<Vec<u64>>>,
    tables: RefCell<BTreeMap<usize, Rc<Table<'g>>>>,
}

impl<'g, 'p, S: Store> Run<'g, 'p, S> {
    /// A run that ends with an error after some time.
    pub fn new(
        store: &'g S,
        context: &'p Context,
        timeout: Option<Duration>,
        counted: Option<usize>,
    ) -> Run<'g, 'p, S> {
        Run {
            store,
            context,
            started: Instant::now(),
            timeout,
            steps: Cell::new(0),
            weight: Cell::new(1),
            counts: counted.map(|operators| RefCell::new(vec![0; operators])),
            tables: RefCell::default(),
        }
    }

    /// How many rows left each operator.
    pub fn counts(self) -> Vec<u64> {
        self.counts.map(RefCell::into_inner).unwrap_or_default()
    }

    /// To be called with every step, so that none takes longer than is allowed.
    #[inline]
    fn tick(&self) -> Result<()> {
        let steps = self.steps.get().wrapping_add(1);
        self.steps.set(steps);
        if steps.is_multiple_of(PATIENCE)
            && let Some(timeout) = self.timeout
            && self.started.elapsed() > timeout
        {
            return Err(QueryError::runtime(
                Class::LimitExceeded,
                "Timeout",
                format!("the query took longer than {timeout:?}"),
            )
            .with_help("make the pattern narrower, or allow more time"));
        }
        Ok(())
    }

    fn count(&self, id: usize, rows: u64) {
        if let Some(counts) = &self.counts {
            counts.borrow_mut()[id] += rows;
        }
    }

    /// The rows of a query or subquery; the sink is told in which slots its columns stand.
    pub fn plan(
        &self,
        plan: &'p Plan,
        row: &mut Row<'g>,
        sink: &mut dyn FnMut(&mut Row<'g>, &[Slot]) -> Result<Flow>,
    ) -> Result<Flow> {
        let mut seen: FxHashSet<Box<Row<'g>>> = FxHashSet::default();
        for branch in &plan.branches {
            let columns = &branch.columns;
            let mut take = |row: &mut Row<'g>| {
                if plan.distinct
                    && !seen.insert(columns.iter().map(|slot| row[*slot].clone()).collect())
                {
                    return Ok(ON);
                }
                sink(row, columns)
            };
            go!(self.stages(&branch.stages, row, &mut take));
        }
        Ok(ON)
    }

    /// Hands a row through operators.
    fn pipe(
        &self,
        operators: &'p [Operator],
        row: &mut Row<'g>,
        sink: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let mut operators = operators;
        loop {
            self.tick()?;
            let Some((operator, rest)) = operators.split_first() else {
                return sink(row);
            };
            let id = operator.id;
            // Everything behind this operator.
            let mut next = |row: &mut Row<'g>| {
                if self.counts.is_some() {
                    self.count(id, self.weight.get());
                }
                self.pipe(rest, row, &mut *sink)
            };
            match &operator.kind {
                Kind::Filter(predicate) => {
                    if !self.holds(predicate, row)? {
                        return Ok(ON);
                    }
                    self.count(id, 1);
                    operators = rest;
                    continue;
                }
                Kind::Path { path, start, rels } => {
                    row[*path] = self.path(*start, rels, row);
                    self.count(id, 1);
                    operators = rest;
                    continue;
                }
                Kind::Nodes { node, label: None } => {
                    for id in 0..self.store.node_count() {
                        row[*node] = Value::Node(NodeId(id));
                        go!(next(row));
                    }
                }
                Kind::Nodes {
                    node,
                    label: Some(label),
                } => {
                    for id in self.store.nodes_with_label(*label) {
                        row[*node] = Value::Node(*id);
                        go!(next(row));
                    }
                }
                Kind::NodesByText {
                    node,
                    key,
                    value,
                    label,
                } => {
                    let value = self.eval(value, row)?;
                    let mut found = Vec::new();
                    let texts = match &value {
                        Value::List(items) if !items.is_empty() => items,
                        other => std::slice::from_ref(other),
                    };
                    for text in texts {
                        match text {
                            Value::Null => {}
                            Value::String(text) => {
                                found.extend(
                                    self.store.nodes_by_text(*key, text).unwrap_or_default(),
                                );
                            }
                            // Other values are in no index.
                            _ => found.extend(self.nodes(*label)),
                        }
                    }
                    if texts.len() > 1 {
                        found.sort_unstable();
                        found.dedup();
                    }
                    for id in found {
                        row[*node] = Value::Node(id);
                        go!(next(row));
                    }
                }
                Kind::NodeById { node, value } => {
                    let id = match self.eval(value, row)? {
                        Value::Integer(id) => u32::try_from(id).ok(),
                        Value::Float(id) if id.fract() == 0.0 => u32::try_from(id as i64).ok(),
                        Value::String(text) => {
                            text.strip_prefix('n').and_then(|id| id.parse().ok())
                        }
                        _ => None,
                    };
                    if let Some(id) = id.filter(|id| *id < self.store.node_count()) {
                        row[*node] = Value::Node(NodeId(id));
                        go!(next(row));
                    }
                }
                Kind::Rels(expand) => return self.rels(expand, row, &mut next),
                Kind::Expand(expand) => return self.expand(expand, row, &mut next),
                Kind::Ends(expand, known) => return self.ends(expand, *known, row, &mut next),
                Kind::Walk(walk) => return self.walk(walk, row, &mut next),
                Kind::Shortest(walk, all) => return self.shortest(walk, *all, row, &mut next),
                Kind::Count(kind) => {
                    let weight = self.degree(kind, row);
                    if weight == 0 {
                        return Ok(ON);
                    }
                    return self.weighted(weight, row, &mut next);
                }
                Kind::CountByType(expand) => {
                    return self.count_by_type(expand, row, &mut next);
                }
                Kind::Unwind { list, item } => return self.unwind(list, *item, row, &mut next),
                Kind::Optional {
                    operators: inner,
                    slots,
                } => {
                    let mut found = false;
                    go!(self.pipe(inner, row, &mut |row| {
                        found = true;
                        next(row)
                    }));
                    if !found {
                        slots.iter().for_each(|slot| row[*slot] = Value::Null);
                        go!(next(row));
                    }
                }
                Kind::Subquery { plan, into } => {
                    return self.plan(plan, row, &mut |row, columns| {
                        for (from, to) in columns.iter().zip(into) {
                            row[*to] = row[*from].clone();
                        }
                        next(row)
                    });
                }
                Kind::HashJoin(join) => {
                    let table = self.table(id, join, row)?;
                    let keys = join.probe_keys.iter().map(|key| self.eval(key, row));
                    let keys: Vec<Value<'g>> = keys.collect::<Result<_>>()?;
                    for found in table.get(&keys[..]).into_iter().flatten() {
                        for (slot, value) in join.slots.iter().zip(found) {
                            row[*slot] = value.clone();
                        }
                        go!(next(row));
                    }
                }
            }
            return Ok(ON);
        }
    }

    /// Hands on a row that stands for so many.
    fn weighted(&self, rows: u64, row: &mut Row<'g>, next: Sink<'_, 'g>) -> Result<Flow> {
        let before = self.weight.get();
        self.weight.set(before.saturating_mul(rows));
        let flow = next(row);
        self.weight.set(before);
        flow
    }

    /// The nodes of a label, or all.
    fn nodes(&self, label: Option<super::store::Symbol>) -> Vec<NodeId> {
        match label {
            Some(label) => self.store.nodes_with_label(label).to_vec(),
            None => (0..self.store.node_count()).map(NodeId).collect(),
        }
    }

    /// The table of a join, which is made when it is first asked for.
    fn table(&self, id: usize, join: &'p HashJoin, row: &mut Row<'g>) -> Result<Rc<Table<'g>>> {
        if let Some(table) = self.tables.borrow().get(&id) {
            return Ok(Rc::clone(table));
        }
        let mut table = Table::default();
        let _ = self.pipe(&join.build, row, &mut |row| {
            let keys = join.build_keys.iter().map(|key| self.eval(key, row));
            let keys: Box<Row<'g>> = keys.collect::<Result<_>>()?;
            let kept = join.slots.iter().map(|slot| row[*slot].clone()).collect();
            table.entry(keys).or_default().push(kept);
            Ok(ON)
        })?;
        let table = Rc::new(table);
        self.tables.borrow_mut().insert(id, Rc::clone(&table));
        Ok(table)
    }
}

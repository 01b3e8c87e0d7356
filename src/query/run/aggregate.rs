//! One value of many rows.

use super::super::ast::BinaryOp;
use super::super::error::{Class, QueryError, Result};
use super::super::operator::{as_float, binary, mistyped, overflow};
use super::super::plan::{Aggregate, Aggregator, Grouping};
use super::super::store::Store;
use super::super::value::Value;
use super::{Flow, ON, Row, Run, Sink, go};
use indexmap::IndexSet;
use rustc_hash::{FxBuildHasher, FxHashSet};

/// Groups of rows, in the order in which each first came.
pub(super) struct Groups<'g, 'p> {
    grouping: &'p Grouping,
    keys: IndexSet<Box<Row<'g>>, FxBuildHasher>,
    /// As many for each group as there are aggregates.
    states: Vec<State<'g>>,
    /// The keys of the row at hand.
    at_hand: Vec<Value<'g>>,
    /// The group of each node, where all keys follow from one: neither keys nor hashes are needed
    /// when it comes again.
    of_node: Vec<Option<u32>>,
}

/// What is known of one group for one aggregate.
struct State<'g> {
    count: u64,
    /// The sum, the least, the greatest, any.
    value: Value<'g>,
    /// Those whose number or order counts.
    values: Vec<Value<'g>>,
    /// Mean and sum of squared differences from it (Welford 1962).
    moments: (f64, f64),
    seen: FxHashSet<Value<'g>>,
    parameter: Value<'g>,
}

impl<'g, 'p> Groups<'g, 'p> {
    pub(super) fn new(grouping: &'p Grouping) -> Groups<'g, 'p> {
        let mut groups = Groups {
            grouping,
            keys: IndexSet::default(),
            states: Vec::new(),
            at_hand: Vec::new(),
            of_node: Vec::new(),
        };
        // Without keys there is one group, be there rows or not.
        if grouping.keys.is_empty() {
            groups.keys.insert(Box::default());
            groups.begin();
        }
        groups
    }

    fn begin(&mut self) {
        self.states
            .extend(self.grouping.aggregates.iter().map(|_| State {
                count: 0,
                value: Value::Null,
                values: Vec::new(),
                moments: (0.0, 0.0),
                seen: FxHashSet::default(),
                parameter: Value::Null,
            }));
    }

    /// Adds a row to its group; `compute` puts the keys into it.
    pub(super) fn add<S: Store>(
        &mut self,
        run: &Run<'g, 'p, S>,
        row: &mut Row<'g>,
        compute: impl FnOnce(&mut Row<'g>) -> Result<()>,
    ) -> Result<()> {
        let grouping = self.grouping;
        let node = match grouping.source.map(|slot| &row[slot]) {
            Some(Value::Node(node)) => Some(node.0 as usize),
            _ => None,
        };
        let known = node.and_then(|node| *self.of_node.get(node)?);
        let group = match known {
            Some(group) => group as usize,
            None => {
                compute(row)?;
                let group = self.group(row);
                if let Some(node) = node {
                    if self.of_node.len() <= node {
                        self.of_node.resize(run.store.node_count() as usize, None);
                    }
                    self.of_node[node] = u32::try_from(group).ok();
                }
                group
            }
        };
        let first = group * grouping.aggregates.len();
        for (at, aggregate) in grouping.aggregates.iter().enumerate() {
            let state = &mut self.states[first + at];
            let Some(argument) = &aggregate.argument else {
                state.count += run.weight.get();
                continue;
            };
            let value = run.eval(argument, row)?;
            if value.is_null() || (aggregate.distinct && !state.seen.insert(value.clone())) {
                continue;
            }
            if let (Some(parameter), 0) = (&aggregate.parameter, state.count) {
                state.parameter = run.eval(parameter, row)?;
            }
            state.add(aggregate.function, value)?;
        }
        Ok(())
    }

    /// The group of a row with its keys, which is new if it was not there.
    fn group(&mut self, row: &Row<'g>) -> usize {
        let keys = &self.grouping.keys;
        if keys.is_empty() {
            return 0;
        }
        self.at_hand.clear();
        self.at_hand
            .extend(keys.iter().map(|slot| row[*slot].clone()));
        match self.keys.get_index_of(&self.at_hand[..]) {
            Some(group) => group,
            None => {
                self.begin();
                self.keys.insert_full(self.at_hand.as_slice().into()).0
            }
        }
    }

    /// Puts each group's keys and values into the row and hands it on.
    pub(super) fn finish<S: Store>(
        self,
        _: &Run<'g, 'p, S>,
        row: &mut Row<'g>,
        sink: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let grouping = self.grouping;
        let mut states = self.states.into_iter();
        for keys in self.keys {
            for (slot, value) in grouping.keys.iter().zip(keys) {
                row[*slot] = value;
            }
            for (Aggregate { slot, function, .. }, state) in
                grouping.aggregates.iter().zip(states.by_ref())
            {
                row[*slot] = state.finish(*function)?;
            }
            go!(sink(row));
        }
        Ok(ON)
    }
}

impl<'g> State<'g> {
    /// Adds a value that is not null.
    fn add(&mut self, function: Aggregator, value: Value<'g>) -> Result<()> {
        self.count += 1;
        match function {
            Aggregator::Count => {}
            Aggregator::Collect => self.values.push(value),
            Aggregator::AnyValue if !self.value.is_null() => {}
            Aggregator::AnyValue => self.value = value,
            Aggregator::Minimum if !self.value.is_null() && self.value <= value => {}
            Aggregator::Maximum if !self.value.is_null() && self.value >= value => {}
            Aggregator::Minimum | Aggregator::Maximum => self.value = value,
            Aggregator::Sum | Aggregator::Average => self.sum(function, value)?,
            Aggregator::PercentileContinuous | Aggregator::PercentileDiscrete => {
                number(&value, "percentile")?;
                self.values.push(value);
            }
            Aggregator::Deviation | Aggregator::DeviationOfPopulation => {
                let number = number(&value, "stDev()")?;
                let (mean, squares) = self.moments;
                let distance = number - mean;
                let mean = mean + distance / self.count as f64;
                self.moments = (mean, squares + distance * (number - mean));
            }
        }
        Ok(())
    }

    fn sum(&mut self, function: Aggregator, value: Value<'g>) -> Result<()> {
        let name = if function == Aggregator::Sum {
            "sum()"
        } else {
            "avg()"
        };
        let value = match value {
            // A mean is no whole number, and its sum need not fit where one must.
            Value::Integer(number) if function == Aggregator::Average => {
                Value::Float(number as f64)
            }
            Value::Integer(_) | Value::Float(_) | Value::Temporal(_) => value,
            other => return Err(mistyped(name, "INTEGER, FLOAT or DURATION", &other)),
        };
        self.value = match (&self.value, &value) {
            (Value::Null, _) => value,
            (Value::Integer(sum), Value::Integer(number)) => {
                Value::Integer(sum.checked_add(*number).ok_or_else(|| overflow("sum()"))?)
            }
            (sum, value) => binary(BinaryOp::Add, sum, value)?,
        };
        Ok(())
    }

    fn finish(mut self, function: Aggregator) -> Result<Value<'g>> {
        let count = self.count as f64;
        Ok(match function {
            Aggregator::Count => Value::Integer(self.count as i64),
            Aggregator::Collect => Value::list(self.values),
            Aggregator::AnyValue | Aggregator::Minimum | Aggregator::Maximum => self.value,
            Aggregator::Sum if self.count == 0 => Value::Integer(0),
            Aggregator::Sum => self.value,
            Aggregator::Average if self.count == 0 => Value::Null,
            Aggregator::Average => binary(BinaryOp::Divide, &self.value, &Value::Float(count))?,
            Aggregator::Deviation if self.count < 2 => Value::Float(0.0),
            Aggregator::Deviation => Value::Float((self.moments.1 / (count - 1.0)).sqrt()),
            Aggregator::DeviationOfPopulation if self.count == 0 => Value::Float(0.0),
            Aggregator::DeviationOfPopulation => Value::Float((self.moments.1 / count).sqrt()),
            Aggregator::PercentileContinuous | Aggregator::PercentileDiscrete => {
                if self.values.is_empty() {
                    return Ok(Value::Null);
                }
                self.values.sort();
                let share = number(&self.parameter, "percentile")?;
                if !(0.0..=1.0).contains(&share) {
                    return Err(QueryError::runtime(
                        Class::ArgumentError,
                        "NumberOutOfRange",
                        format!("a percentile lies between 0.0 and 1.0, and {share} does not"),
                    ));
                }
                percentile(
                    &self.values,
                    share,
                    function == Aggregator::PercentileContinuous,
                )
            }
        })
    }
}

/// A percentile of sorted numbers: between two of them where it is continuous, else one of them.
fn percentile<'g>(values: &[Value<'g>], share: f64, continuous: bool) -> Value<'g> {
    let last = values.len() - 1;
    if !continuous {
        let rank = (share * values.len() as f64).ceil() as usize;
        return values[rank.saturating_sub(1).min(last)].clone();
    }
    let place = share * last as f64;
    let below = place.floor() as usize;
    let float = |at: usize| as_float(&values[at.min(last)]).unwrap_or(f64::NAN);
    let part = place - below as f64;
    Value::Float(if part == 0.0 {
        float(below)
    } else {
        float(below) * (1.0 - part) + float(below + 1) * part
    })
}

fn number(value: &Value, place: &str) -> Result<f64> {
    as_float(value).ok_or_else(|| mistyped(place, "INTEGER or FLOAT", value))
}

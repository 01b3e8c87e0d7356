//! Names and the slots that stand for them while a plan is made.

use super::super::error::{Class, QueryError, Result};
use super::super::function::Context;
use super::super::store::{Store, Symbol};
use super::super::value::Value;
use super::Slot;
use std::collections::{BTreeMap, BTreeSet};

/// Values for the parameters of a query, by name without `$`.
pub type Params = BTreeMap<String, Value<'static>>;

/// What is known while a plan is made.
pub struct Planner<'a, S> {
    pub(super) store: &'a S,
    pub(super) params: &'a Params,
    /// The text of the query, to say in its words what operators do.
    pub(super) text: &'a str,
    pub(super) context: &'a Context,
    /// The variables that can be named.
    pub(super) scope: Scope,
    /// A label that the node in a slot is known to have.
    pub(super) labels: BTreeMap<Slot, Symbol>,
    /// The slots that were named since this was last emptied.
    pub(super) used: BTreeSet<Slot>,
    slots: usize,
    operators: usize,
}

/// Variables by name.
pub type Scope = BTreeMap<String, Slot>;

impl<'a, S: Store> Planner<'a, S> {
    pub(super) fn new(
        store: &'a S,
        params: &'a Params,
        text: &'a str,
        context: &'a Context,
    ) -> Planner<'a, S> {
        Planner {
            store,
            params,
            text,
            context,
            scope: Scope::new(),
            labels: BTreeMap::new(),
            used: BTreeSet::new(),
            slots: 0,
            operators: 0,
        }
    }

    /// A slot that nothing else uses.
    pub(super) fn new_slot(&mut self) -> Slot {
        self.slots += 1;
        self.slots - 1
    }

    /// How many slots a row has.
    pub(super) fn slot_count(&self) -> usize {
        self.slots
    }

    /// How many operators there are.
    pub(super) fn operator_count(&self) -> usize {
        self.operators
    }

    pub(super) fn new_operator(&mut self) -> usize {
        self.operators += 1;
        self.operators - 1
    }

    /// The slot of a variable.
    pub(super) fn find(&mut self, name: &str) -> Result<Slot> {
        let slot = *self.scope.get(name).ok_or_else(|| {
            QueryError::runtime(
                Class::SyntaxError,
                "UndefinedVariable",
                format!("there is no variable {name} here"),
            )
        })?;
        self.used.insert(slot);
        Ok(slot)
    }

    /// A new slot for a variable, which hides any of that name.
    pub(super) fn bind(&mut self, name: &str) -> Slot {
        let slot = self.new_slot();
        self.scope.insert(name.to_owned(), slot);
        slot
    }

    /// Does something of which no binding stays.
    pub(super) fn scoped<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let scope = self.scope.clone();
        let result = work(self);
        self.scope = scope;
        result
    }

    /// Does something and says which slots were named meanwhile.
    pub(super) fn using<T>(
        &mut self,
        work: impl FnOnce(&mut Self) -> Result<T>,
    ) -> Result<(T, BTreeSet<Slot>)> {
        let outer = std::mem::take(&mut self.used);
        let result = work(self);
        let used = std::mem::replace(&mut self.used, outer);
        self.used.extend(&used);
        Ok((result?, used))
    }

    /// What stands at a place of the query, on one line.
    pub(super) fn words(&self, span: &std::ops::Range<usize>) -> String {
        let text = self.text.get(span.clone()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

//! In which order the parts of a pattern are matched: greedily the step that is expected to cost
//! least, by what the store tells of labels, types and degrees. Where nothing is bound, each node
//! that could be the first is tried to the end.

use super::super::ast::{Direction, Shortest};
use super::super::store::{NodeId, Store, Symbol};
use super::super::value::Value;
use super::expr::GraphFunction;
use super::pattern::{Condition, Pattern, Side};
use super::scope::Planner;
use super::{Expr, Slot, Types};
use std::collections::BTreeSet;

/// One thing to do next. Numbers are those of nodes, relationships and conditions in the pattern.
#[derive(Debug, Clone)]
pub(super) enum Action {
    /// Bind a node: of a label, or any.
    Nodes(usize, Option<Symbol>),
    /// Bind a node by a condition: its property is a text, or its id a number.
    Lookup(usize, usize),
    /// Bind a relationship and its ends.
    Rels(usize),
    /// Walk a relationship from that one of its ends.
    Step(usize, usize),
    /// Bind the ends of a relationship that is known.
    Ends(usize),
    /// Bind all of these, which need nothing from outside, and find them by conditions.
    Join(Vec<Action>, Vec<usize>),
}

/// How far a pattern is matched, and what that is expected to cost.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub bound: BTreeSet<Slot>,
    /// Relationships that are matched.
    pub done: Vec<bool>,
    /// Conditions that were asked.
    pub asked: Vec<bool>,
    pub rows: f64,
    cost: f64,
    pub actions: Vec<Action>,
}

/// How many nodes stand for all when degrees are measured.
const SAMPLE: usize = 64;

/// What a search may be thought to cost at most, so that numbers stay numbers.
const MOST: f64 = 1e15;

impl<S: Store> Planner<'_, S> {
    /// A state in which nothing is matched but what is bound.
    pub(super) fn state(&self, pattern: &Pattern, bound: BTreeSet<Slot>, rows: f64) -> State {
        let mut state = State {
            bound,
            done: vec![false; pattern.rels.len()],
            asked: vec![false; pattern.conditions.len()],
            rows,
            cost: 0.0,
            actions: Vec::new(),
        };
        self.settle(pattern, &mut state);
        state
    }

    /// The order in which a pattern is matched from a state on.
    pub(super) fn order(&self, pattern: &Pattern, mut state: State) -> Vec<Action> {
        loop {
            self.walk_on(pattern, &mut state);
            let starts = self.starts(pattern, &state);
            let tried = starts.into_iter().map(|start| {
                let mut tried = state.clone();
                self.advance(pattern, &mut tried, start);
                self.walk_on(pattern, &mut tried);
                tried
            });
            // The first of equals, so that plans are the same each time.
            let best = tried.min_by(|a, b| (a.cost + a.rows).total_cmp(&(b.cost + b.rows)));
            let Some(best) = best else {
                return state.actions;
            };
            state = self.joined(pattern, &state, &best).unwrap_or(best);
        }
    }

    /// Takes the cheapest step as long as there is one.
    fn walk_on(&self, pattern: &Pattern, state: &mut State) {
        loop {
            let steps = self.steps(pattern, state);
            if steps.is_empty() {
                return;
            }
            let lookups = self.lookups(pattern, state);
            let tried = steps.into_iter().chain(lookups).map(|action| {
                let mut tried = state.clone();
                self.advance(pattern, &mut tried, action);
                tried
            });
            let best = tried.min_by(|a, b| (a.cost + a.rows).total_cmp(&(b.cost + b.rows)));
            let Some(best) = best else { return };
            *state = best;
        }
    }

    /// A table instead of a product, where what was found apart can be found by equal values.
    fn joined(&self, pattern: &Pattern, before: &State, after: &State) -> Option<State> {
        let part = after.actions[before.actions.len()..].to_vec();
        let new: BTreeSet<Slot> = after.bound.difference(&before.bound).copied().collect();
        let keys: Vec<usize> = (0..pattern.conditions.len())
            .filter(|at| {
                !before.asked[*at]
                    && join_sides(&pattern.conditions[*at], &before.bound, &new).is_some()
            })
            .collect();
        let types = |done: &dyn Fn(usize) -> bool| -> Vec<&Types> {
            (0..pattern.rels.len())
                .filter(|at| done(*at))
                .map(|at| &pattern.rels[at].types)
                .collect()
        };
        let (inside, outside) = (
            types(&|at| after.done[at] && !before.done[at]),
            types(&|at| before.done[at]),
        );
        let overlap = inside.iter().any(|a| outside.iter().any(|b| a.overlaps(b)));
        if keys.is_empty() || overlap || before.rows <= 1.0 {
            return None;
        }
        let mut alone = self.state(pattern, BTreeSet::new(), 1.0);
        for action in &part {
            if let Action::Lookup(_, condition) = action
                && pattern.conditions[*condition]
                    .needs
                    .iter()
                    .any(|slot| !new.contains(slot))
            {
                return None;
            }
            self.advance(pattern, &mut alone, action.clone());
        }
        let cost = before.cost + alone.cost + alone.rows + before.rows;
        if cost >= after.cost {
            return None;
        }
        let mut joined = before.clone();
        self.advance(pattern, &mut joined, Action::Join(part, keys));
        joined.cost = cost;
        Some(joined)
    }

    /// The relationships that can be walked from what is bound.
    fn steps(&self, pattern: &Pattern, state: &State) -> Vec<Action> {
        let mut found = Vec::new();
        for (at, rel) in pattern
            .rels
            .iter()
            .enumerate()
            .filter(|(at, _)| !state.done[*at])
        {
            let ends = rel
                .ends
                .map(|end| state.bound.contains(&pattern.nodes[end].slot));
            if state.bound.contains(&rel.slot) {
                found.push(Action::Ends(at));
            } else if rel.shortest.is_some() {
                if ends == [true, true] {
                    found.push(Action::Step(at, 0));
                }
            } else {
                found.extend(
                    [0, 1]
                        .into_iter()
                        .filter(|end| ends[*end])
                        .map(|end| Action::Step(at, end)),
                );
            }
        }
        found
    }

    /// The nodes that an index finds from what is bound.
    fn lookups(&self, pattern: &Pattern, state: &State) -> Vec<Action> {
        let mut found = Vec::new();
        for (at, condition) in pattern.conditions.iter().enumerate() {
            for (number, node) in pattern.nodes.iter().enumerate() {
                if !state.bound.contains(&node.slot)
                    && let Some((_, value)) = self.lookup(condition, node.slot)
                    && value.needs.is_subset(&state.bound)
                {
                    found.push(Action::Lookup(number, at));
                }
            }
        }
        found
    }

    /// What may be bound first.
    fn starts(&self, pattern: &Pattern, state: &State) -> Vec<Action> {
        let mut found = self.lookups(pattern, state);
        for (at, node) in pattern.nodes.iter().enumerate() {
            if !state.bound.contains(&node.slot) {
                let count = |label: &Symbol| self.store.nodes_with_label(*label).len();
                found.push(Action::Nodes(
                    at,
                    node.labels.iter().copied().min_by_key(count),
                ));
            }
        }
        for (at, rel) in pattern.rels.iter().enumerate() {
            let single = rel.length.is_none() && rel.shortest.is_none();
            if !state.done[at] && single && rel.ends[0] != rel.ends[1] {
                found.push(Action::Rels(at));
            }
        }
        found
    }

    /// How an index finds a node by a condition: by the key of a text, or by its id; and by what.
    pub(super) fn lookup<'c>(
        &self,
        condition: &'c Condition,
        node: Slot,
    ) -> Option<(Option<Symbol>, &'c Side)> {
        let [left, right] = condition.sides.as_ref()?;
        // An index on a list finds by each of its items, so that `IN` is asked of either side.
        let ways = [(left, right), (right, left)];
        ways.iter().find_map(|(subject, value)| {
            if value.needs.contains(&node) {
                return None;
            }
            match &subject.expr {
                Expr::Property(base, _, Some(key)) => {
                    let indexed = matches!(**base, Expr::Slot(slot) if slot == node)
                        && self.store.nodes_by_text(*key, "").is_some();
                    indexed.then_some((Some(*key), *value))
                }
                Expr::Graph(GraphFunction::Id | GraphFunction::ElementId, base) => {
                    let is_node = matches!(**base, Expr::Slot(slot) if slot == node);
                    (is_node && condition.equality).then_some((None, *value))
                }
                _ => None,
            }
        })
    }

    /// How many nodes a lookup is expected to find.
    fn found_by(&self, condition: &Condition, node: Slot) -> f64 {
        let Some((Some(key), value)) = self.lookup(condition, node) else {
            return 1.0;
        };
        let count = |value: &Value| match value {
            Value::String(text) => self
                .store
                .nodes_by_text(key, text)
                .map_or(0, |found| found.len()),
            _ => 0,
        };
        match value.expr.constant() {
            Some(Value::List(items)) => items.iter().map(count).sum::<usize>() as f64,
            Some(value) => count(value) as f64,
            None => 1.0,
        }
    }

    /// Does one thing: what is bound behind it, how many rows there are, what it costs.
    pub(super) fn advance(&self, pattern: &Pattern, state: &mut State, action: Action) {
        let nodes = f64::from(self.store.node_count()).max(1.0);
        match &action {
            Action::Nodes(at, label) => {
                let node = &pattern.nodes[*at];
                let count = label.map_or(nodes, |label| {
                    self.store.nodes_with_label(label).len() as f64
                });
                state.bound.insert(node.slot);
                for (condition, asked) in pattern.conditions.iter().zip(&mut state.asked) {
                    *asked |=
                        label.is_some_and(|label| condition.label == Some((node.slot, label)));
                }
                state.rows *= count;
                state.cost += state.rows;
            }
            Action::Lookup(at, condition) => {
                let slot = pattern.nodes[*at].slot;
                state.rows *= self.found_by(&pattern.conditions[*condition], slot);
                state.cost += state.rows + 1.0;
                state.bound.insert(slot);
            }
            Action::Rels(at) => {
                let rel = &pattern.rels[*at];
                let count = self.count(&rel.types);
                state.rows *= if rel.direction == Direction::Either {
                    2.0 * count
                } else {
                    count
                };
                state.cost += state.rows;
                state.done[*at] = true;
                state.bound.extend([
                    rel.slot,
                    pattern.nodes[rel.ends[0]].slot,
                    pattern.nodes[rel.ends[1]].slot,
                ]);
            }
            Action::Step(at, end) => {
                let rel = &pattern.rels[*at];
                let (from, to) = (
                    &pattern.nodes[rel.ends[*end]],
                    &pattern.nodes[rel.ends[1 - end]],
                );
                let mut degree = self.degree(
                    pattern,
                    rel.ends[*end],
                    &rel.types,
                    turned(rel.direction, *end),
                );
                let into = state.bound.contains(&to.slot) || from.slot == to.slot;
                if into && rel.length.is_none() {
                    let other = self.degree(
                        pattern,
                        rel.ends[1 - end],
                        &rel.types,
                        turned(rel.direction, 1 - end),
                    );
                    degree = degree.min(other);
                }
                let mut reached = degree;
                if let Some(length) = rel.length {
                    let most = length
                        .most
                        .unwrap_or(length.least + 6)
                        .min(length.least + 12);
                    reached = (length.least..=most)
                        .map(|length| degree.powf(length as f64))
                        .sum::<f64>()
                        .min(MOST);
                }
                match rel.shortest {
                    Some(kind) => {
                        state.cost += state.rows * 1000.0;
                        state.rows *= if kind == Shortest::One { 1.0 } else { 2.0 };
                    }
                    None => {
                        state.cost += state.rows * reached.max(0.1);
                        state.rows *= if into {
                            (reached / nodes).min(1.0)
                        } else {
                            reached
                        };
                    }
                }
                state.done[*at] = true;
                state.bound.extend([rel.slot, to.slot]);
            }
            Action::Ends(at) => {
                let rel = &pattern.rels[*at];
                state.cost += state.rows;
                state.done[*at] = true;
                state
                    .bound
                    .extend(rel.ends.map(|end| pattern.nodes[end].slot));
            }
            Action::Join(part, _) => {
                let mut alone = self.state(pattern, BTreeSet::new(), 1.0);
                part.iter()
                    .for_each(|action| self.advance(pattern, &mut alone, action.clone()));
                state.cost += alone.cost + alone.rows;
                state.rows *= alone.rows;
                state.bound.extend(&alone.bound);
                let done = state.done.iter_mut().zip(&alone.done);
                done.for_each(|(done, alone)| *done |= alone);
                let asked = state.asked.iter_mut().zip(&alone.asked);
                asked.for_each(|(asked, alone)| *asked |= alone);
            }
        }
        state.rows = state.rows.min(MOST);
        state.cost = state.cost.min(MOST * MOST);
        state.actions.push(action);
        self.settle(pattern, state);
    }

    /// Binds paths that are complete and counts conditions that can be asked.
    fn settle(&self, pattern: &Pattern, state: &mut State) {
        for path in &pattern.paths {
            if path
                .nodes
                .iter()
                .chain(&path.rels)
                .all(|slot| state.bound.contains(slot))
            {
                state.bound.insert(path.slot);
            }
        }
        for (condition, asked) in pattern.conditions.iter().zip(&mut state.asked) {
            if !*asked && condition.needs.is_subset(&state.bound) {
                *asked = true;
                state.rows *= condition.share;
            }
        }
    }

    /// How many relationships have one of the types.
    fn count(&self, types: &Types) -> f64 {
        match types {
            Types::Any => f64::from(self.store.rel_count()),
            Types::Of(types) => types
                .iter()
                .map(|kind| self.store.rels_of_type(*kind).len())
                .sum::<usize>() as f64,
        }
    }

    /// How many relationships a node of the pattern has on average, measured on a few.
    fn degree(&self, pattern: &Pattern, node: usize, types: &Types, direction: Direction) -> f64 {
        let node = &pattern.nodes[node];
        let found = pattern.conditions.iter().find_map(|condition| {
            let (key, value) = self.lookup(condition, node.slot)?;
            match value.expr.constant()? {
                Value::String(text) => self.store.nodes_by_text(key?, text),
                _ => None,
            }
        });
        let count = |label: &Symbol| self.store.nodes_with_label(*label).len();
        let label = node.labels.iter().copied().min_by_key(count);
        let of_label = label.map(|label| self.store.nodes_with_label(label));
        let nodes: &[NodeId] = found.as_deref().or(of_label).unwrap_or_default();
        let known = !nodes.is_empty();
        let total = if known {
            nodes.len()
        } else {
            self.store.node_count() as usize
        };
        let sample = total.min(SAMPLE);
        if sample == 0 {
            return 0.0;
        }
        let degrees = (0..sample).map(|at| {
            let at = at * total / sample;
            let node = if known { nodes[at] } else { NodeId(at as u32) };
            let (out, back) = (self.store.out_steps(node), self.store.in_steps(node));
            match direction {
                Direction::Right => types.among(out).len(),
                Direction::Left => types.among(back).len(),
                Direction::Either => types.among(out).len() + types.among(back).len(),
            }
        });
        degrees.sum::<usize>() as f64 / sample as f64
    }
}

/// The side of an equality that is known and the one that is new, if it has such sides.
pub(super) fn join_sides<'c>(
    condition: &'c Condition,
    known: &BTreeSet<Slot>,
    new: &BTreeSet<Slot>,
) -> Option<(&'c Side, &'c Side)> {
    if !condition.equality {
        return None;
    }
    let [left, right] = condition.sides.as_ref()?;
    [(left, right), (right, left)]
        .into_iter()
        .find(|(probe, build)| {
            probe.needs.is_subset(known) && !build.needs.is_empty() && build.needs.is_subset(new)
        })
}

/// A direction as it is seen from one end: 0 is the left one.
pub(super) fn turned(direction: Direction, end: usize) -> Direction {
    match (direction, end) {
        (Direction::Right, 1) => Direction::Left,
        (Direction::Left, 1) => Direction::Right,
        (direction, _) => direction,
    }
}

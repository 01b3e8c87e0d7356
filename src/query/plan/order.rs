//! In which order the parts of a pattern are matched: greedily the step that is expected to cost
//! least, by what the store tells of labels, types and degrees. Where nothing is bound, each node
//! that could be the first is tried to the end.

use super::super::ast::Direction;
use super::super::store::{Store, Symbol};
use super::condition::{Condition, Side};
use super::expr::GraphFunction;
use super::pattern::Pattern;
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
    pub cost: f64,
    pub actions: Vec<Action>,
}

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
            let lookups = self.lookups(pattern, state).into_iter();
            let mut ways: Vec<Vec<Action>> = lookups.map(|lookup| vec![lookup]).collect();
            for step in steps {
                // Of a shortest path the other end may be bound first.
                if let Action::Step(at, end) = step
                    && pattern.rels[at].shortest.is_some()
                {
                    let other = self.scan(pattern, state, pattern.rels[at].ends[1 - end]);
                    ways.extend(other.map(|scan| vec![scan, Action::Step(at, 0)]));
                }
                ways.push(vec![step]);
            }
            let tried = ways.into_iter().map(|way| {
                let mut tried = state.clone();
                for action in way {
                    self.advance(pattern, &mut tried, action);
                }
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
                // From one end all others are found, unless they must be further than that.
                let further = rel.length.is_some_and(|length| length.least > 1);
                match ends {
                    [true, true] => found.push(Action::Step(at, 0)),
                    [true, false] if !further => found.push(Action::Step(at, 0)),
                    [false, true] if !further => found.push(Action::Step(at, 1)),
                    _ => {}
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

    /// All nodes that one of the pattern can be, unless it is bound.
    fn scan(&self, pattern: &Pattern, state: &State, at: usize) -> Option<Action> {
        let node = &pattern.nodes[at];
        let count = |label: &Symbol| self.store.nodes_with_label(*label).len();
        let label = node.labels.iter().copied().min_by_key(count);
        (!state.bound.contains(&node.slot)).then_some(Action::Nodes(at, label))
    }

    /// What may be bound first.
    fn starts(&self, pattern: &Pattern, state: &State) -> Vec<Action> {
        let mut found = self.lookups(pattern, state);
        found.extend((0..pattern.nodes.len()).filter_map(|at| self.scan(pattern, state, at)));
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

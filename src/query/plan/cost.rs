//! What steps through a pattern are expected to find and to cost, by what the store tells of
//! labels, types and degrees.

use super::super::ast::{Direction, Shortest};
use super::super::store::{NodeId, Store, Symbol};
use super::super::value::Value;
use super::condition::Condition;
use super::order::{Action, State, turned};
use super::pattern::Pattern;
use super::scope::Planner;
use super::{Slot, Types};
use std::collections::BTreeSet;

/// How many nodes stand for all when degrees are measured.
const SAMPLE: usize = 64;

/// How many steps it is thought to take from both ends until they meet.
const BOTH_ENDS: f64 = 1000.0;

/// What a search may be thought to cost at most, so that numbers stay numbers.
const MOST: f64 = 1e15;

impl<S: Store> Planner<'_, S> {
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
                let mut degree = self.degree(pattern, *at, *end);
                let into = state.bound.contains(&to.slot) || from.slot == to.slot;
                if into && rel.length.is_none() {
                    degree = degree.min(self.degree(pattern, *at, 1 - end));
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
                        let (steps, found) = if into {
                            (BOTH_ENDS, 1.0)
                        } else {
                            (nodes + self.count(&rel.types), nodes)
                        };
                        state.cost += state.rows * steps;
                        state.rows *= if kind == Shortest::One {
                            found
                        } else {
                            2.0 * found
                        };
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
    pub(super) fn settle(&self, pattern: &Pattern, state: &mut State) {
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

    /// How many relationships like one of the pattern a node at one of its ends has on average.
    fn degree(&self, pattern: &Pattern, at: usize, end: usize) -> f64 {
        if let Some(known) = pattern.degrees.borrow().get(&(at, end)) {
            return *known;
        }
        let degree = self.measure(pattern, at, end);
        pattern.degrees.borrow_mut().insert((at, end), degree);
        degree
    }

    /// The same, measured on a few nodes.
    fn measure(&self, pattern: &Pattern, at: usize, end: usize) -> f64 {
        let rel = &pattern.rels[at];
        let (types, direction) = (&rel.types, turned(rel.direction, end));
        let node = &pattern.nodes[rel.ends[end]];
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

//! Operators from the order in which a pattern is matched. Each condition is asked as soon as what
//! it needs is bound.

use super::super::ast::Shortest;
use super::super::error::Result;
use super::super::store::{Step, Store, Symbol};
use super::order::{Action, State, join_sides, turned};
use super::pattern::{Pattern, Rel};
use super::scope::Planner;
use super::{Expand, Expr, HashJoin, Kind, Operator, Slot, Types, Walk};
use std::collections::BTreeSet;

impl Types {
    /// Those of a node's steps that have one of the types, if the types are next to each other.
    fn range(first: Symbol, last: Symbol, steps: &[Step]) -> &[Step] {
        // Few are looked through faster than they are halved.
        let from = steps.partition_point(|step| step.kind < first);
        let to = from + steps[from..].partition_point(|step| step.kind <= last);
        &steps[from..to]
    }

    /// The steps among which are all of the types, and no other where the types are one or all.
    pub fn among<'s>(&self, steps: &'s [Step]) -> &'s [Step] {
        match self {
            Types::Any => steps,
            Types::Of(types) => match (types.first(), types.last()) {
                (Some(first), Some(last)) => Types::range(*first, *last, steps),
                _ => &[],
            },
        }
    }

    /// Whether one of these is a type.
    pub fn has(&self, kind: Symbol) -> bool {
        match self {
            Types::Any => true,
            Types::Of(types) => types.contains(&kind),
        }
    }

    /// Whether a relationship can have one of both.
    pub fn overlaps(&self, other: &Types) -> bool {
        match (self, other) {
            (Types::Of(a), Types::Of(b)) => a.iter().any(|kind| b.contains(kind)),
            _ => true,
        }
    }
}

impl<S: Store> Planner<'_, S> {
    /// Adds the operators that match a pattern.
    pub(super) fn arrange(
        &mut self,
        pattern: Pattern,
        operators: &mut Vec<Operator>,
        rows: &mut f64,
    ) -> Result<()> {
        // A node that is bound and stands alone must still be one.
        for node in pattern.nodes.iter().enumerate().filter(|(at, node)| {
            pattern.outside.contains(&node.slot)
                && !pattern.rels.iter().any(|rel| rel.ends.contains(at))
        }) {
            let known = Expr::IsNull(Box::new(Expr::Slot(node.1.slot)), true);
            operators.push(self.operator(
                Kind::Filter(known),
                format!("{} IS NOT NULL", node.1.name),
                *rows,
            ));
        }
        let mut outside = self.state(&pattern, pattern.outside.clone(), *rows);
        self.ask(
            &pattern,
            &vec![false; pattern.conditions.len()],
            &outside,
            operators,
        );
        let actions = self.order(&pattern, outside.clone());
        // Paths of nothing but what is bound.
        self.paths(&pattern, &BTreeSet::new(), &outside, operators);
        self.emit(&pattern, &mut outside, actions, operators);
        *rows = outside.rows;
        Ok(())
    }

    /// Does the actions one after another.
    fn emit(
        &mut self,
        pattern: &Pattern,
        state: &mut State,
        actions: Vec<Action>,
        operators: &mut Vec<Operator>,
    ) {
        for action in actions {
            let before = state.clone();
            let (kind, detail) = self.kind(pattern, &before, &action);
            self.advance(pattern, state, action);
            operators.push(self.operator(kind, detail, state.rows));
            self.paths(pattern, &before.bound, state, operators);
            self.ask(pattern, &before.asked, state, operators);
        }
    }

    /// Filters for the conditions that can be asked now.
    fn ask(
        &mut self,
        pattern: &Pattern,
        before: &[bool],
        state: &State,
        operators: &mut Vec<Operator>,
    ) {
        // A label by which nodes were found need not be asked.
        let known = match operators.last().map(|last| &last.kind) {
            Some(Kind::Nodes {
                node,
                label: Some(label),
            }) => Some((*node, *label)),
            _ => None,
        };
        for (at, condition) in pattern.conditions.iter().enumerate() {
            let found = known.is_some() && condition.label == known;
            if state.asked[at] && !before[at] && !found {
                let kind = Kind::Filter(condition.expr.clone());
                operators.push(self.operator(kind, condition.detail.clone(), state.rows));
            }
        }
    }

    /// Paths that have become complete.
    fn paths(
        &mut self,
        pattern: &Pattern,
        before: &BTreeSet<Slot>,
        state: &State,
        operators: &mut Vec<Operator>,
    ) {
        for path in &pattern.paths {
            if state.bound.contains(&path.slot) && !before.contains(&path.slot) {
                let kind = Kind::Path {
                    path: path.slot,
                    start: path.start,
                    rels: path.rels.clone(),
                };
                operators.push(self.operator(kind, path.name.clone(), state.rows));
            }
        }
    }

    fn kind(&mut self, pattern: &Pattern, state: &State, action: &Action) -> (Kind, String) {
        match action {
            Action::Nodes(at, label) => {
                let node = &pattern.nodes[*at];
                let label_name =
                    label.map(|label| self.store.names().labels[label.0 as usize].as_str());
                let detail = match label_name {
                    Some(label) => format!("({}:{label})", node.name),
                    None => format!("({})", node.name),
                };
                (
                    Kind::Nodes {
                        node: node.slot,
                        label: *label,
                    },
                    detail,
                )
            }
            Action::Lookup(at, condition) => {
                let node = &pattern.nodes[*at];
                let condition = &pattern.conditions[*condition];
                let detail = format!("({}) {}", node.name, condition.detail);
                match self.lookup(condition, node.slot) {
                    Some((Some(key), value)) => {
                        let (value, node_slot) = (value.expr.clone(), node.slot);
                        let label = node.labels.first().copied();
                        (
                            Kind::NodesByText {
                                node: node_slot,
                                key,
                                value,
                                label,
                            },
                            detail,
                        )
                    }
                    Some((None, value)) => (
                        Kind::NodeById {
                            node: node.slot,
                            value: value.expr.clone(),
                        },
                        detail,
                    ),
                    None => (
                        Kind::Nodes {
                            node: node.slot,
                            label: None,
                        },
                        detail,
                    ),
                }
            }
            Action::Rels(at) => {
                let rel = &pattern.rels[*at];
                (
                    Kind::Rels(self.expand(pattern, state, *at, 0)),
                    rel.detail.clone(),
                )
            }
            Action::Ends(at) => {
                let rel = &pattern.rels[*at];
                let known = state.bound.contains(&pattern.nodes[rel.ends[0]].slot);
                let mut expand = self.expand(pattern, state, *at, 0);
                expand.into = state.bound.contains(&expand.to);
                (Kind::Ends(expand, known), rel.detail.clone())
            }
            Action::Step(at, end) => {
                let rel = &pattern.rels[*at];
                let expand = self.expand(pattern, state, *at, *end);
                let detail = rel.detail.clone();
                if rel.length.is_none() && rel.shortest.is_none() {
                    return (Kind::Expand(expand), detail);
                }
                let mut walk = self.walk(rel, expand, *end == 1);
                // Those behind must differ from it.
                let overlaps =
                    |other: &Rel| other.slot != rel.slot && other.types.overlaps(&rel.types);
                walk.listed |= pattern.rels.iter().any(overlaps);
                match rel.shortest {
                    Some(kind) => (Kind::Shortest(walk, kind == Shortest::All), detail),
                    None => (Kind::Walk(walk), detail),
                }
            }
            Action::Join(part, keys) => {
                let mut inner = self.state(pattern, BTreeSet::new(), 1.0);
                let mut build = Vec::new();
                self.emit(pattern, &mut inner, part.clone(), &mut build);
                let mut join = HashJoin {
                    build,
                    slots: inner.bound.iter().copied().collect(),
                    build_keys: Vec::new(),
                    probe_keys: Vec::new(),
                };
                let mut details = Vec::new();
                for at in keys {
                    let condition = &pattern.conditions[*at];
                    if let Some((probe, build)) = join_sides(condition, &state.bound, &inner.bound)
                    {
                        join.probe_keys.push(probe.expr.clone());
                        join.build_keys.push(build.expr.clone());
                        details.push(condition.detail.clone());
                    }
                }
                (Kind::HashJoin(join), details.join(" AND "))
            }
        }
    }

    /// A step over a relationship of the pattern from one of its ends.
    fn expand(&self, pattern: &Pattern, state: &State, at: usize, end: usize) -> Expand {
        let rel = &pattern.rels[at];
        let (from, to) = (
            pattern.nodes[rel.ends[end]].slot,
            pattern.nodes[rel.ends[1 - end]].slot,
        );
        let earlier = pattern
            .rels
            .iter()
            .zip(&state.done)
            .filter(|(other, done)| {
                **done
                    && other.types.overlaps(&rel.types)
                    && other.shortest.is_none()
                    && rel.shortest.is_none()
            });
        Expand {
            from,
            rel: rel.slot,
            to,
            into: state.bound.contains(&to) || from == to,
            direction: turned(rel.direction, end),
            types: rel.types.clone(),
            apart: earlier.map(|(other, _)| other.slot).collect(),
        }
    }

    fn walk(&self, rel: &Rel, expand: Expand, backwards: bool) -> Walk {
        let (least, most) = rel
            .length
            .map_or((1, Some(1)), |length| (length.least, length.most));
        // No walk is longer than there are relationships.
        let all = self.store.rel_count() as usize;
        Walk {
            expand,
            least: usize::try_from(least).unwrap_or(usize::MAX),
            most: most
                .map_or(all, |most| usize::try_from(most).unwrap_or(all))
                .min(all),
            each: rel.each.clone(),
            each_node: rel.each_node.clone(),
            listed: rel.listed,
            backwards,
            ends_only: false,
            single: rel.length.is_none(),
        }
    }
}

//! Walks over several relationships, none of them twice.

use super::super::ast::Direction;
use super::super::error::Result;
use super::super::plan::{Slot, Walk};
use super::super::store::{NodeId, RelId, Step, Store};
use super::super::value::Value;
use super::expand::is_among;
use super::{Flow, ON, Row, Run, Sink, go};
use rustc_hash::FxHashSet;

/// A node on the way and its steps that are not yet taken.
struct Place<'g> {
    node: NodeId,
    sides: [&'g [Step]; 2],
}

/// What is done with each walk: the node at its end, and its relationships.
type OnWalk<'a, 'g> = &'a mut dyn FnMut(&mut Row<'g>, NodeId, &[RelId]) -> Result<Flow>;

impl<'g, 'p, S: Store> Run<'g, 'p, S> {
    /// All walks from a node, each before those that go on from it.
    pub(super) fn walk(
        &self,
        walk: &'p Walk,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let expand = &walk.expand;
        let Value::Node(from) = row[expand.from] else {
            return Ok(ON);
        };
        let target = match &row[expand.to] {
            Value::Node(to) if expand.into => Some(*to),
            _ if expand.into => return Ok(ON),
            _ => None,
        };
        if walk.ends_only {
            return self.reachable(walk, from, row, next);
        }
        self.trails(
            walk,
            (walk.least, walk.most),
            from,
            row,
            &mut |row, end, rels| {
                if target.is_some_and(|target| target != end) {
                    return Ok(ON);
                }
                if walk.listed {
                    row[expand.rel] = rel_list(rels, walk.backwards);
                }
                if target.is_none() {
                    row[expand.to] = Value::Node(end);
                }
                next(row)
            },
        )
    }

    /// Hands on each node that a walk leads to once, the nearest first.
    fn reachable(
        &self,
        walk: &'p Walk,
        from: NodeId,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let expand = &walk.expand;
        if !self.satisfies(&walk.each_node, || Value::Node(from), row)? {
            return Ok(ON);
        }
        let mut seen: FxHashSet<NodeId> = FxHashSet::default();
        if walk.least == 0 {
            seen.insert(from);
            row[expand.to] = Value::Node(from);
            go!(next(row));
        }
        let mut front = vec![from];
        for _ in 0..walk.most {
            for node in std::mem::take(&mut front) {
                let sides = self.steps(node, expand.direction, &expand.types);
                for step in sides.into_iter().flatten() {
                    self.tick()?;
                    if !expand.types.has(step.kind)
                        || seen.contains(&step.node)
                        || !self.satisfies(&walk.each, || Value::Relationship(step.rel), row)?
                        || !self.satisfies(&walk.each_node, || Value::Node(step.node), row)?
                    {
                        continue;
                    }
                    seen.insert(step.node);
                    // All steps from the first one were taken already.
                    if step.node != from {
                        front.push(step.node);
                    }
                    row[expand.to] = Value::Node(step.node);
                    go!(next(row));
                }
            }
            if front.is_empty() {
                break;
            }
        }
        Ok(ON)
    }

    /// Hands on each walk of a length within bounds.
    pub(super) fn trails(
        &self,
        walk: &'p Walk,
        (least, most): (usize, usize),
        from: NodeId,
        row: &mut Row<'g>,
        next: OnWalk<'_, 'g>,
    ) -> Result<Flow> {
        let expand = &walk.expand;
        if !self.satisfies(&walk.each_node, || Value::Node(from), row)? {
            return Ok(ON);
        }
        let mut rels: Vec<RelId> = Vec::new();
        if least == 0 {
            go!(next(row, from, &rels));
        }
        let place = |node| Place {
            node,
            sides: self.steps(node, expand.direction, &expand.types),
        };
        let mut places = if most > 0 {
            vec![place(from)]
        } else {
            Vec::new()
        };
        while let Some(last) = places.last_mut() {
            let side = usize::from(last.sides[0].is_empty());
            let Some((step, rest)) = last.sides[side].split_first() else {
                places.pop();
                rels.pop();
                continue;
            };
            last.sides[side] = rest;
            self.tick()?;
            // A loop is among the steps of both sides.
            let twice =
                side == 1 && expand.direction == Direction::Either && step.node == last.node;
            if twice
                || !expand.types.has(step.kind)
                || rels.contains(&step.rel)
                || is_among(step.rel, &expand.apart, row)
                || !self.satisfies(&walk.each, || Value::Relationship(step.rel), row)?
                || !self.satisfies(&walk.each_node, || Value::Node(step.node), row)?
            {
                continue;
            }
            rels.push(step.rel);
            if rels.len() >= least {
                go!(next(row, step.node, &rels));
            }
            if rels.len() < most {
                places.push(place(step.node));
            } else {
                rels.pop();
            }
        }
        Ok(ON)
    }

    /// Whether what must hold of each relationship or node holds of this one.
    pub(super) fn satisfies(
        &self,
        each: &'p Option<(Slot, super::super::plan::Expr)>,
        value: impl FnOnce() -> Value<'g>,
        row: &mut Row<'g>,
    ) -> Result<bool> {
        match each {
            None => Ok(true),
            Some((slot, predicate)) => {
                row[*slot] = value();
                self.holds(predicate, row)
            }
        }
    }
}

/// Relationships as a value, in the order in which the query reads them.
pub(super) fn rel_list<'g>(rels: &[RelId], backwards: bool) -> Value<'g> {
    let value = |rel: &RelId| Value::Relationship(*rel);
    if backwards {
        Value::list(rels.iter().rev().map(value))
    } else {
        Value::list(rels.iter().map(value))
    }
}

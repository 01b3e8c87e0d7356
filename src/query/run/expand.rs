//! Steps over single relationships, and what is counted instead of walked.

use super::super::ast::Direction;
use super::super::error::Result;
use super::super::operator::mistyped;
use super::super::plan::{Expand, Expr, Kind, Slot, Types};
use super::super::store::{NodeId, RelId, Step, Store, Symbol};
use super::super::value::{Path, Value};
use super::{Flow, ON, Row, Run, Sink, go};
use std::sync::Arc;

impl<'g, 'p, S: Store> Run<'g, 'p, S> {
    /// The steps of a node that may have the types, outwards and inwards.
    pub(super) fn steps(
        &self,
        node: NodeId,
        direction: Direction,
        types: &Types,
    ) -> [&'g [Step]; 2] {
        let out = || types.among(self.store.out_steps(node));
        let back = || types.among(self.store.in_steps(node));
        match direction {
            Direction::Right => [out(), &[]],
            Direction::Left => [&[], back()],
            Direction::Either => [out(), back()],
        }
    }

    /// A node's relationships.
    pub(super) fn expand(
        &self,
        expand: &Expand,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let Value::Node(from) = row[expand.from] else {
            return Ok(ON);
        };
        let target = if expand.into {
            let Value::Node(to) = row[expand.to] else {
                return Ok(ON);
            };
            Some(to)
        } else {
            None
        };
        let mut direction = expand.direction;
        let mut sides = self.steps(from, direction, &expand.types);
        let mut wanted = target;
        // Of two known ends the one with fewer relationships is looked through.
        if let Some(to) = target {
            let turned = match direction {
                Direction::Right => Direction::Left,
                Direction::Left => Direction::Right,
                Direction::Either => Direction::Either,
            };
            let others = self.steps(to, turned, &expand.types);
            let length = |sides: &[&[Step]; 2]| sides[0].len() + sides[1].len();
            if length(&others) < length(&sides) {
                (sides, direction, wanted) = (others, turned, Some(from));
            }
        }
        for (side, steps) in sides.into_iter().enumerate() {
            for step in steps {
                if wanted.is_some_and(|wanted| wanted != step.node) {
                    continue;
                }
                // A loop is among the steps of both sides.
                let twice = side == 1 && direction == Direction::Either && self.is_loop(step.rel);
                if twice || !expand.types.has(step.kind) || is_among(step.rel, &expand.apart, row) {
                    continue;
                }
                row[expand.rel] = Value::Relationship(step.rel);
                if target.is_none() {
                    row[expand.to] = Value::Node(step.node);
                }
                go!(next(row));
            }
        }
        Ok(ON)
    }

    pub(super) fn is_loop(&self, rel: RelId) -> bool {
        let (from, to) = self.store.ends(rel);
        from == to
    }

    /// All relationships of the types.
    pub(super) fn rels(
        &self,
        expand: &Expand,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let mut each = |rel: RelId, row: &mut Row<'g>| -> Result<Flow> {
            let (source, target) = self.store.ends(rel);
            let mut put = |from: NodeId, to: NodeId, row: &mut Row<'g>| {
                row[expand.rel] = Value::Relationship(rel);
                row[expand.from] = Value::Node(from);
                row[expand.to] = Value::Node(to);
                next(row)
            };
            if is_among(rel, &expand.apart, row) {
                return Ok(ON);
            }
            if expand.direction != Direction::Left {
                go!(put(source, target, row));
            }
            if expand.direction == Direction::Left
                || (expand.direction == Direction::Either && source != target)
            {
                go!(put(target, source, row));
            }
            Ok(ON)
        };
        match &expand.types {
            Types::Any => {
                for rel in 0..self.store.rel_count() {
                    go!(each(RelId(rel), row));
                }
            }
            Types::Of(types) => {
                for kind in types {
                    for rel in self.store.rels_of_type(*kind) {
                        go!(each(*rel, row));
                    }
                }
            }
        }
        Ok(ON)
    }

    /// The ends of a relationship that is known, or of several one after another.
    pub(super) fn ends(
        &self,
        expand: &Expand,
        known: bool,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let rels = match &row[expand.rel] {
            Value::Relationship(rel) => vec![*rel],
            Value::List(items) => {
                let rels = items.iter().map(|item| match item {
                    Value::Relationship(rel) => Some(*rel),
                    _ => None,
                });
                match rels.collect::<Option<Vec<_>>>() {
                    Some(rels) => rels,
                    None => return Ok(ON),
                }
            }
            _ => return Ok(ON),
        };
        if rels.iter().any(|rel| {
            !expand.types.has(self.store.type_of(*rel)) || is_among(*rel, &expand.apart, row)
        }) {
            return Ok(ON);
        }
        let starts = match (known, &row[expand.from], rels.first()) {
            (true, Value::Node(from), _) => vec![*from],
            (false, _, Some(first)) => {
                let (source, target) = self.store.ends(*first);
                match expand.direction {
                    Direction::Right => vec![source],
                    Direction::Left => vec![target],
                    Direction::Either if source == target => vec![source],
                    Direction::Either => vec![source, target],
                }
            }
            _ => return Ok(ON),
        };
        for start in starts {
            let mut at = Some(start);
            for rel in &rels {
                let (source, target) = self.store.ends(*rel);
                at = at.and_then(|at| match expand.direction {
                    Direction::Right => (at == source).then_some(target),
                    Direction::Left => (at == target).then_some(source),
                    Direction::Either if at == source => Some(target),
                    Direction::Either => (at == target).then_some(source),
                });
            }
            let Some(end) = at else { continue };
            let wanted = if expand.from == expand.to {
                Value::Node(start)
            } else {
                row[expand.to].clone()
            };
            if expand.into && !matches!(wanted, Value::Node(wanted) if wanted == end) {
                continue;
            }
            row[expand.from] = Value::Node(start);
            row[expand.to] = Value::Node(end);
            go!(next(row));
        }
        Ok(ON)
    }

    /// How many rows an operator would make.
    pub(super) fn degree(&self, kind: &Kind, row: &Row<'g>) -> u64 {
        match kind {
            Kind::Nodes { label: None, .. } => u64::from(self.store.node_count()),
            Kind::Nodes {
                label: Some(label), ..
            } => self.store.nodes_with_label(*label).len() as u64,
            Kind::Rels(expand) => {
                let rels = match &expand.types {
                    Types::Any => u64::from(self.store.rel_count()),
                    Types::Of(types) => {
                        let count = |kind| self.store.rels_of_type(kind).len() as u64;
                        types.iter().copied().map(count).sum()
                    }
                };
                if expand.direction != Direction::Either {
                    return rels;
                }
                let is_loop =
                    |rel: &RelId| expand.types.has(self.store.type_of(*rel)) && self.is_loop(*rel);
                let loops = (0..self.store.rel_count())
                    .map(RelId)
                    .filter(is_loop)
                    .count() as u64;
                2 * rels - loops
            }
            Kind::Expand(expand) => {
                let Value::Node(from) = row[expand.from] else {
                    return 0;
                };
                let either = expand.direction == Direction::Either;
                let count = |(side, steps): (usize, &[Step])| {
                    let several = matches!(&expand.types, Types::Of(types) if types.len() > 1);
                    if !(several || either && side == 1) {
                        return steps.len();
                    }
                    let counts = |step: &&Step| {
                        expand.types.has(step.kind)
                            && !(either && side == 1 && self.is_loop(step.rel))
                    };
                    steps.iter().filter(counts).count()
                };
                let sides = self.steps(from, expand.direction, &expand.types);
                sides.into_iter().enumerate().map(count).sum::<usize>() as u64
            }
            _ => 1,
        }
    }

    /// One relationship of each type for all of that type.
    pub(super) fn count_by_type(
        &self,
        expand: &Expand,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let kinds = (0..self.store.names().rel_types.len() as u32).map(Symbol);
        for kind in kinds.filter(|kind| expand.types.has(*kind)) {
            let rels = self.store.rels_of_type(kind);
            if let Some(first) = rels.first() {
                row[expand.rel] = Value::Relationship(*first);
                go!(self.weighted(rels.len() as u64, row, &mut *next));
            }
        }
        Ok(ON)
    }

    /// A path of what stands in slots; null where something of it is.
    pub(super) fn path(&self, start: Slot, rels: &[Slot], row: &Row<'g>) -> Value<'g> {
        let Value::Node(start) = row[start] else {
            return Value::Null;
        };
        let mut path = Path {
            nodes: vec![start],
            rels: Vec::new(),
        };
        let mut at = start;
        let mut step = |rel: &Value| {
            let Value::Relationship(rel) = rel else {
                return false;
            };
            let (source, target) = self.store.ends(*rel);
            at = if at == source { target } else { source };
            path.rels.push(*rel);
            path.nodes.push(at);
            true
        };
        for slot in rels {
            let complete = match &row[*slot] {
                Value::List(items) => items.iter().all(&mut step),
                other => step(other),
            };
            if !complete {
                return Value::Null;
            }
        }
        Value::Path(Arc::new(path))
    }

    /// Each item of a list; numbers of `range()` are not made before they are asked for.
    pub(super) fn unwind(
        &self,
        list: &'p Expr,
        item: Slot,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        if let Expr::Call(function, arguments) = list
            && function.name == "range"
        {
            let arguments = arguments.iter().map(|argument| self.eval(argument, row));
            let arguments = arguments.collect::<Result<Vec<_>>>()?;
            if let Some(numbers) = numbers(&arguments) {
                for number in numbers {
                    row[item] = Value::Integer(number);
                    go!(next(row));
                }
                return Ok(ON);
            }
        }
        match self.eval(list, row)? {
            Value::Null => {}
            Value::List(items) => {
                for value in items.iter() {
                    row[item] = value.clone();
                    go!(next(row));
                }
            }
            other => return Err(mistyped("UNWIND", "LIST", &other)),
        }
        Ok(ON)
    }
}

/// Whether a relationship stands in one of the slots, alone or in a list.
pub(super) fn is_among(rel: RelId, slots: &[Slot], row: &Row) -> bool {
    let is = |value: &Value| matches!(value, Value::Relationship(other) if *other == rel);
    slots.iter().any(|slot| match &row[*slot] {
        Value::List(items) => items.iter().any(is),
        other => is(other),
    })
}

/// The numbers of `range()`, unless its arguments are wrong.
pub(super) fn numbers(arguments: &[Value]) -> Option<impl Iterator<Item = i64> + use<>> {
    let (from, to, step) = match arguments {
        [Value::Integer(from), Value::Integer(to)] => (*from, *to, 1),
        [
            Value::Integer(from),
            Value::Integer(to),
            Value::Integer(step),
        ] if *step != 0 => (*from, *to, *step),
        _ => return None,
    };
    let within = move |at: &i64| if step > 0 { *at <= to } else { *at >= to };
    Some(std::iter::successors(Some(from), move |at| at.checked_add(step)).take_while(within))
}

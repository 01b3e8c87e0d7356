//! Shortest walks: between two nodes that are known breadth first from both ends, the smaller front
//! first, until the fronts meet; from one node breadth first to all others.

use super::super::ast::Direction;
use super::super::error::Result;
use super::super::plan::Walk;
use super::super::store::{NodeId, RelId, Store};
use super::super::value::Value;
use super::walk::rel_list;
use super::{Flow, ON, Row, Run, Sink, go};
use rustc_hash::FxHashMap;

/// What is reached from one end.
#[derive(Default)]
struct Side {
    /// Every node that was reached, with the step that led there, or all such steps.
    reached: FxHashMap<NodeId, Reached>,
    /// The nodes reached last, in the order in which they were.
    front: Vec<NodeId>,
    depth: usize,
}

struct Reached {
    depth: usize,
    /// From where, over what; none at the end itself.
    from: Vec<(NodeId, RelId)>,
}

impl Side {
    fn new(node: NodeId) -> Side {
        let mut side = Side {
            front: vec![node],
            ..Side::default()
        };
        side.reached.insert(
            node,
            Reached {
                depth: 0,
                from: Vec::new(),
            },
        );
        side
    }

    /// The ways from the end to a node, each as its relationships from the node on.
    fn ways(&self, node: NodeId, all: bool) -> Vec<Vec<RelId>> {
        let mut complete = Vec::new();
        let mut open = vec![(node, Vec::new())];
        while let Some((node, way)) = open.pop() {
            let from = self
                .reached
                .get(&node)
                .map_or(&[][..], |reached| &reached.from);
            if from.is_empty() {
                complete.push(way);
                if !all {
                    break;
                }
                continue;
            }
            // The last is taken first.
            for (before, rel) in from.iter().rev() {
                let mut longer = way.clone();
                longer.push(*rel);
                open.push((*before, longer));
            }
        }
        complete
    }
}

impl<'g, 'p, S: Store> Run<'g, 'p, S> {
    /// The shortest walk between two nodes, or all that are as short.
    pub(super) fn shortest(
        &self,
        walk: &'p Walk,
        all: bool,
        row: &mut Row<'g>,
        next: Sink<'_, 'g>,
    ) -> Result<Flow> {
        let expand = &walk.expand;
        let Value::Node(from) = row[expand.from] else {
            return Ok(ON);
        };
        let to = match (expand.into, &row[expand.to]) {
            (false, _) => None,
            (true, Value::Node(to)) => Some(*to),
            (true, _) => return Ok(ON),
        };
        let mut hand_on = |row: &mut Row<'g>, rels: &[RelId]| {
            row[expand.rel] = if walk.single {
                rels.first()
                    .map_or(Value::Null, |rel| Value::Relationship(*rel))
            } else {
                rel_list(rels, walk.backwards)
            };
            next(row)
        };
        let Some(to) = to else {
            return self.shortest_to_all(walk, all, from, row, &mut hand_on);
        };
        // Those that must be longer than the shortest are found by going all ways of a length.
        if walk.least > 1 {
            for length in walk.least..=walk.most {
                let mut longest = 0;
                let mut found = Vec::new();
                let _ = self.trails(
                    walk,
                    (length.min(1), length),
                    from,
                    row,
                    &mut |_, end, rels| {
                        longest = longest.max(rels.len());
                        if rels.len() == length && end == to && (all || found.is_empty()) {
                            found.push(rels.to_vec());
                        }
                        Ok(ON)
                    },
                )?;
                for rels in &found {
                    go!(hand_on(row, rels));
                }
                if !found.is_empty() || longest < length {
                    break;
                }
            }
            return Ok(ON);
        }
        if !self.satisfies(&walk.each_node, || Value::Node(from), row)?
            || !self.satisfies(&walk.each_node, || Value::Node(to), row)?
        {
            return Ok(ON);
        }
        // A node is no distance from itself.
        if from == to {
            return if walk.least == 0 {
                hand_on(row, &[])
            } else {
                Ok(ON)
            };
        }
        let mut sides = [Side::new(from), Side::new(to)];
        loop {
            if sides[0].depth + sides[1].depth >= walk.most {
                return Ok(ON);
            }
            let turn = usize::from(sides[1].front.len() < sides[0].front.len());
            let meetings = self.advance(walk, turn, &mut sides, all, row)?;
            if sides[turn].front.is_empty() {
                return Ok(ON);
            }
            if meetings.is_empty() {
                continue;
            }
            for node in meetings {
                let (first, second) = (sides[0].ways(node, all), sides[1].ways(node, all));
                for first in &first {
                    for second in &second {
                        let rels: Vec<RelId> = first.iter().rev().chain(second).copied().collect();
                        go!(hand_on(row, &rels));
                        if !all {
                            return Ok(ON);
                        }
                    }
                }
            }
            return Ok(ON);
        }
    }

    /// The shortest walks to each node that there are any to, the nearest first.
    fn shortest_to_all(
        &self,
        walk: &'p Walk,
        all: bool,
        from: NodeId,
        row: &mut Row<'g>,
        hand_on: &mut dyn FnMut(&mut Row<'g>, &[RelId]) -> Result<Flow>,
    ) -> Result<Flow> {
        if !self.satisfies(&walk.each_node, || Value::Node(from), row)? {
            return Ok(ON);
        }
        if walk.least == 0 {
            row[walk.expand.to] = Value::Node(from);
            go!(hand_on(row, &[]));
        }
        let mut sides = [Side::new(from), Side::default()];
        while sides[0].depth < walk.most && !sides[0].front.is_empty() {
            self.advance(walk, 0, &mut sides, all, row)?;
            for node in &sides[0].front {
                for mut rels in sides[0].ways(*node, all) {
                    rels.reverse();
                    row[walk.expand.to] = Value::Node(*node);
                    go!(hand_on(row, &rels));
                }
            }
        }
        Ok(ON)
    }

    /// Moves one front a step on and gives the nodes in which it meets the other.
    fn advance(
        &self,
        walk: &'p Walk,
        turn: usize,
        sides: &mut [Side; 2],
        all: bool,
        row: &mut Row<'g>,
    ) -> Result<Vec<NodeId>> {
        let direction = match (walk.expand.direction, turn) {
            (Direction::Right, 1) => Direction::Left,
            (Direction::Left, 1) => Direction::Right,
            (direction, _) => direction,
        };
        let [first, second] = sides;
        let (side, other) = if turn == 0 {
            (first, second)
        } else {
            (second, first)
        };
        let mut meetings = Vec::new();
        let front = std::mem::take(&mut side.front);
        side.depth += 1;
        let depth = side.depth;
        for node in front {
            for steps in self.steps(node, direction, &walk.expand.types) {
                for step in steps {
                    self.tick()?;
                    if !walk.expand.types.has(step.kind) {
                        continue;
                    }
                    if let Some(reached) = side.reached.get_mut(&step.node) {
                        let another = all
                            && reached.depth == depth
                            && self.satisfies(&walk.each, || Value::Relationship(step.rel), row)?;
                        if another {
                            reached.from.push((node, step.rel));
                        }
                        continue;
                    }
                    if !self.satisfies(&walk.each, || Value::Relationship(step.rel), row)?
                        || !self.satisfies(&walk.each_node, || Value::Node(step.node), row)?
                    {
                        continue;
                    }
                    let reached = Reached {
                        depth,
                        from: vec![(node, step.rel)],
                    };
                    side.reached.insert(step.node, reached);
                    side.front.push(step.node);
                    if other.reached.contains_key(&step.node) {
                        meetings.push(step.node);
                        if !all {
                            return Ok(meetings);
                        }
                    }
                }
            }
        }
        Ok(meetings)
    }
}

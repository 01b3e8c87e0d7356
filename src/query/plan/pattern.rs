//! The patterns of a `MATCH` as a graph of their own: nodes, relationships between them, and
//! conditions with what each of them needs.

use super::super::ast::{
    self, BinaryOp, Direction, LabelExpr, Length, NodePattern, PathPattern, RelationshipPattern,
    Shortest, Variable,
};
use super::super::error::Result;
use super::super::store::{Store, Symbol};
use super::condition::{Condition, label_text};
use super::fold::flatten;
use super::scope::Planner;
use super::{Expr, Kind, Operator, Slot, Types};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What is to be matched.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    pub nodes: Vec<Node>,
    pub rels: Vec<Rel>,
    pub paths: Vec<Path>,
    pub conditions: Vec<Condition>,
    /// The slots that are bound before.
    pub outside: BTreeSet<Slot>,
    /// Degrees that were measured, by relationship and end.
    pub degrees: RefCell<BTreeMap<(usize, usize), f64>>,
}

/// A node, wherever it stands in the patterns.
#[derive(Debug)]
pub(super) struct Node {
    pub slot: Slot,
    /// As messages name it.
    pub name: String,
    /// Labels that it is known to have.
    pub labels: Vec<Symbol>,
}

/// A relationship, or several one after another.
#[derive(Debug)]
pub(super) struct Rel {
    pub slot: Slot,
    /// As it is written.
    pub detail: String,
    /// The nodes' numbers, as it is written.
    pub ends: [usize; 2],
    pub direction: Direction,
    pub types: Types,
    pub length: Option<Length>,
    pub shortest: Option<Shortest>,
    /// What must hold of each, in its slot, where the length varies.
    pub each: Option<(Slot, Expr)>,
    pub each_node: Option<(Slot, Expr)>,
    /// Whether the list is asked for.
    pub listed: bool,
}

/// A path that has a variable.
#[derive(Debug)]
pub(super) struct Path {
    pub slot: Slot,
    pub name: String,
    pub start: Slot,
    pub rels: Vec<Slot>,
    pub nodes: Vec<Slot>,
}

impl<S: Store> Planner<'_, S> {
    /// Adds what matches the patterns.
    pub(super) fn match_clause(
        &mut self,
        found: &ast::Match,
        operators: &mut Vec<Operator>,
        rows: &mut f64,
    ) -> Result<()> {
        let pattern = self.pattern(found)?;
        if !found.optional {
            return self.arrange(pattern, operators, rows);
        }
        let mut slots: BTreeSet<Slot> = pattern.nodes.iter().map(|node| node.slot).collect();
        slots.extend(pattern.rels.iter().map(|rel| rel.slot));
        slots.extend(pattern.paths.iter().map(|path| path.slot));
        let slots = slots.difference(&pattern.outside).copied().collect();
        let mut inner = Vec::new();
        let mut inside = *rows;
        self.arrange(pattern, &mut inner, &mut inside)?;
        *rows = rows.max(inside);
        let kind = Kind::Optional {
            operators: inner,
            slots,
        };
        operators.push(self.operator(kind, String::new(), *rows));
        Ok(())
    }

    fn pattern(&mut self, found: &ast::Match) -> Result<Pattern> {
        let mut pattern = Pattern {
            outside: self.scope.values().copied().collect(),
            ..Pattern::default()
        };
        // All variables are bound before any condition is read, for it may name any of them.
        let mut steps = Vec::new();
        for path in &found.patterns {
            steps.push(self.bind_path(path, &mut pattern)?);
        }
        let mut relevant = pattern.outside.clone();
        relevant.extend(pattern.nodes.iter().map(|node| node.slot));
        relevant.extend(pattern.rels.iter().map(|rel| rel.slot));
        relevant.extend(pattern.paths.iter().map(|path| path.slot));
        for (path, (nodes, rels)) in found.patterns.iter().zip(steps) {
            for (written, at) in path.nodes().zip(nodes) {
                self.node_conditions(written, at, &mut pattern)?;
            }
            for ((written, _), at) in path.steps.iter().zip(rels) {
                self.rel_conditions(written, at, &mut pattern)?;
            }
        }
        let mut parts = Vec::new();
        if let Some(predicate) = &found.predicate {
            flatten(predicate, BinaryOp::And, &mut parts);
        }
        for part in parts {
            if !self.condition_of_steps(part, &mut pattern)? {
                self.condition(part, &mut pattern)?;
            }
        }
        for condition in &mut pattern.conditions {
            condition.needs.retain(|slot| relevant.contains(slot));
            for side in condition.sides.iter_mut().flatten() {
                side.needs.retain(|slot| relevant.contains(slot));
            }
        }
        for rel in &mut pattern.rels {
            rel.listed |= pattern
                .conditions
                .iter()
                .any(|found| found.needs.contains(&rel.slot))
                || pattern
                    .paths
                    .iter()
                    .any(|path| path.rels.contains(&rel.slot));
        }
        Ok(pattern)
    }

    /// The numbers of the nodes and relationships of a path.
    fn bind_path(
        &mut self,
        path: &PathPattern,
        pattern: &mut Pattern,
    ) -> Result<(Vec<usize>, Vec<usize>)> {
        let mut nodes = vec![self.bind_node(&path.start, pattern)];
        let mut rels = Vec::new();
        for (written, node) in &path.steps {
            let slot = self.variable(written.variable.as_ref());
            let from = nodes[nodes.len() - 1];
            let to = self.bind_node(node, pattern);
            nodes.push(to);
            let name = |at: usize| pattern.nodes[at].name.clone();
            let detail = format!("({}){}({})", name(from), self.arrow(written), name(to));
            rels.push(pattern.rels.len());
            pattern.rels.push(Rel {
                slot,
                detail,
                ends: [from, to],
                direction: written.direction,
                types: self.types(written.types.as_ref()),
                length: written.length,
                shortest: path.shortest,
                each: None,
                each_node: None,
                listed: written.variable.is_some(),
            });
        }
        if let Some(variable) = &path.variable {
            let slot = self.bind(&variable.name);
            pattern.paths.push(Path {
                slot,
                name: variable.name.clone(),
                start: pattern.nodes[nodes[0]].slot,
                rels: rels.iter().map(|at| pattern.rels[*at].slot).collect(),
                nodes: nodes.iter().map(|at| pattern.nodes[*at].slot).collect(),
            });
        }
        Ok((nodes, rels))
    }

    /// The slot of a variable that may be known, or of nothing that has a name.
    fn variable(&mut self, variable: Option<&Variable>) -> Slot {
        match variable {
            None => self.new_slot(),
            Some(variable) => match self.scope.get(&variable.name) {
                Some(slot) => {
                    self.used.insert(*slot);
                    *slot
                }
                None => self.bind(&variable.name),
            },
        }
    }

    fn bind_node(&mut self, written: &NodePattern, pattern: &mut Pattern) -> usize {
        let slot = self.variable(written.variable.as_ref());
        if let Some(at) = pattern.nodes.iter().position(|node| node.slot == slot) {
            return at;
        }
        let name = written
            .variable
            .as_ref()
            .map_or("", |variable| &variable.name);
        pattern.nodes.push(Node {
            slot,
            name: name.to_owned(),
            labels: self.labels.get(&slot).copied().into_iter().collect(),
        });
        pattern.nodes.len() - 1
    }

    /// How a relationship is written, without its properties.
    fn arrow(&self, written: &RelationshipPattern) -> String {
        let (left, right) = match written.direction {
            Direction::Right => ("-", "->"),
            Direction::Left => ("<-", "-"),
            Direction::Either => ("-", "-"),
        };
        let name = written
            .variable
            .as_ref()
            .map_or("", |variable| &variable.name);
        let types = written
            .types
            .as_ref()
            .map(|types| format!(":{}", label_text(types)));
        let length = written
            .length
            .map(|length| match (length.least, length.most) {
                (1, None) => String::from("*"),
                (least, None) => format!("*{least}.."),
                (least, Some(most)) if least == most => format!("*{least}"),
                (least, Some(most)) => format!("*{least}..{most}"),
            });
        let inside = [
            name,
            &types.unwrap_or_default(),
            &length.unwrap_or_default(),
        ]
        .concat();
        if inside.is_empty() {
            format!("{left}{right}")
        } else {
            format!("{left}[{inside}]{right}")
        }
    }

    /// The types of the store that satisfy an expression.
    fn types(&self, labels: Option<&LabelExpr>) -> Types {
        let Some(labels) = labels else {
            return Types::Any;
        };
        let test = self.label_test(labels);
        let count = self.store.names().rel_types.len() as u32;
        let is = |kind: &Symbol| test.holds(&|_, asked| asked == Some(*kind), true);
        let found: Vec<Symbol> = (0..count).map(Symbol).filter(is).collect();
        if found.len() == count as usize {
            Types::Any
        } else {
            Types::Of(found)
        }
    }
}

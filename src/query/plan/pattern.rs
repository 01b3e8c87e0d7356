//! The patterns of a `MATCH` as a graph of their own: nodes, relationships between them, and
//! conditions with what each of them needs.

use super::super::ast::{
    self, BinaryOp, Direction, ExprKind, LabelExpr, Length, NodePattern, PathPattern,
    RelationshipPattern, Shortest, Variable,
};
use super::super::error::Result;
use super::super::store::{Store, Symbol};
use super::super::value::{Text, Value};
use super::expr::LabelTest;
use super::fold::flatten;
use super::scope::Planner;
use super::{Expr, Kind, Operator, Slot, Types};
use std::collections::BTreeSet;

/// What is to be matched.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    pub nodes: Vec<Node>,
    pub rels: Vec<Rel>,
    pub paths: Vec<Path>,
    pub conditions: Vec<Condition>,
    /// The slots that are bound before.
    pub outside: BTreeSet<Slot>,
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

/// A condition, all of which must be true.
#[derive(Debug)]
pub(super) struct Condition {
    pub expr: Expr,
    pub detail: String,
    /// The variables that must be bound before.
    pub needs: BTreeSet<Slot>,
    /// Which share of the rows is expected to pass.
    pub share: f64,
    /// The node and its label, if it is only that.
    pub label: Option<(Slot, Symbol)>,
    /// The two sides of `=` or `IN`.
    pub sides: Option<[Side; 2]>,
    /// Whether it is `=`, not `IN`.
    pub equality: bool,
}

/// One side of an equality.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub expr: Expr,
    pub needs: BTreeSet<Slot>,
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

    fn node_conditions(
        &mut self,
        written: &NodePattern,
        at: usize,
        pattern: &mut Pattern,
    ) -> Result<()> {
        let (slot, name) = (pattern.nodes[at].slot, pattern.nodes[at].name.clone());
        let mut parts = Vec::new();
        match &written.labels {
            Some(LabelExpr::And(labels)) => parts.extend(labels),
            Some(other) => parts.push(other),
            None => {}
        }
        for labels in parts {
            let test = self.label_test(labels);
            let label = match &test {
                LabelTest::Is(Some(label), _) => Some(*label),
                _ => None,
            };
            let nodes = f64::from(self.store.node_count()).max(1.0);
            let share = match (&test, label) {
                (_, Some(label)) => self.store.nodes_with_label(label).len() as f64 / nodes,
                (LabelTest::Is(None, _), None) => 0.0,
                _ => 0.5,
            };
            if let Some(label) = label {
                pattern.nodes[at].labels.push(label);
                self.labels.entry(slot).or_insert(label);
            }
            pattern.conditions.push(Condition {
                expr: Expr::HasLabels(Box::new(Expr::Slot(slot)), test),
                detail: format!("{name}:{}", label_text(labels)),
                needs: BTreeSet::from([slot]),
                share,
                label: label.map(|label| (slot, label)),
                sides: None,
                equality: false,
            });
        }
        if let Some(properties) = &written.properties {
            self.properties(slot, &name, properties, &mut pattern.conditions)?;
        }
        if let Some(predicate) = &written.predicate {
            self.conditions(predicate, pattern)?;
        }
        Ok(())
    }

    fn rel_conditions(
        &mut self,
        written: &RelationshipPattern,
        at: usize,
        pattern: &mut Pattern,
    ) -> Result<()> {
        let slot = pattern.rels[at].slot;
        let name = written
            .variable
            .as_ref()
            .map_or("", |variable| &variable.name);
        if written.length.is_none() && pattern.rels[at].shortest.is_none() {
            if let Some(properties) = &written.properties {
                self.properties(slot, name, properties, &mut pattern.conditions)?;
            }
            if let Some(predicate) = &written.predicate {
                self.conditions(predicate, pattern)?;
            }
            return Ok(());
        }
        if written.properties.is_none() && written.predicate.is_none() {
            return Ok(());
        }
        // Of several, it must hold of each; meanwhile the variable stands for that one.
        let each = self.new_slot();
        let mut conditions = Vec::new();
        if let Some(properties) = &written.properties {
            self.properties(each, name, properties, &mut conditions)?;
        }
        let mut exprs: Vec<Expr> = conditions.into_iter().map(|found| found.expr).collect();
        if let Some(predicate) = &written.predicate {
            exprs.push(self.scoped(|planner| {
                planner.scope.insert(name.to_owned(), each);
                planner.expr(predicate)
            })?);
        }
        pattern.rels[at].each = Some((each, Expr::And(exprs)));
        Ok(())
    }

    /// `all(x IN relationships(p) WHERE ...)` and the like of nodes, of a path that is one walk:
    /// it is asked of each step, so that no way is followed, or taken for the shortest, in vain.
    fn condition_of_steps(&mut self, part: &ast::Expr, pattern: &mut Pattern) -> Result<bool> {
        let ExprKind::Quantifier(found) = &part.kind else {
            return Ok(false);
        };
        let ExprKind::Call(call) = &found.list.kind else {
            return Ok(false);
        };
        let [
            ast::Expr {
                kind: ExprKind::Variable(name),
                ..
            },
        ] = &call.arguments[..]
        else {
            return Ok(false);
        };
        let negated = match found.kind {
            ast::QuantifierKind::All => false,
            ast::QuantifierKind::None => true,
            _ => return Ok(false),
        };
        let of_nodes = call.name.eq_ignore_ascii_case("nodes");
        if !of_nodes && !call.name.eq_ignore_ascii_case("relationships") {
            return Ok(false);
        }
        let path = pattern
            .paths
            .iter()
            .find(|path| path.name == *name && path.rels.len() == 1);
        let Some(rel) = path.map(|path| path.rels[0]) else {
            return Ok(false);
        };
        let outside = pattern.outside.clone();
        let Some(rel) = pattern.rels.iter_mut().find(|found| found.slot == rel) else {
            return Ok(false);
        };
        let free = if of_nodes {
            rel.each_node.is_none()
        } else {
            rel.each.is_none()
        };
        if (rel.length.is_none() && rel.shortest.is_none()) || !free {
            return Ok(false);
        }
        let each = self.new_slot();
        let (expr, used) = self.using(|planner| {
            planner.scoped(|planner| {
                planner.scope.insert(found.variable.name.clone(), each);
                planner.expr(&found.predicate)
            })
        })?;
        let bound: BTreeSet<Slot> = self.scope.values().copied().collect();
        if used
            .iter()
            .any(|slot| bound.contains(slot) && !outside.contains(slot))
        {
            return Ok(false);
        }
        let expr = if negated {
            Expr::Not(Box::new(expr))
        } else {
            expr
        };
        *(if of_nodes {
            &mut rel.each_node
        } else {
            &mut rel.each
        }) = Some((each, expr));
        Ok(true)
    }

    fn conditions(&mut self, predicate: &ast::Expr, pattern: &mut Pattern) -> Result<()> {
        let mut parts = Vec::new();
        flatten(predicate, BinaryOp::And, &mut parts);
        parts
            .into_iter()
            .try_for_each(|part| self.condition(part, pattern))
    }

    fn condition(&mut self, part: &ast::Expr, pattern: &mut Pattern) -> Result<()> {
        let (expr, needs) = self.using(|planner| planner.expr(part))?;
        let mut condition = Condition {
            expr,
            detail: self.words(&part.span),
            needs,
            share: 0.3,
            label: None,
            sides: None,
            equality: false,
        };
        match &part.kind {
            ExprKind::Binary(op @ (BinaryOp::Equal | BinaryOp::In), left, right) => {
                condition.share = 0.1;
                condition.equality = *op == BinaryOp::Equal;
                condition.sides = Some([self.side(left)?, self.side(right)?]);
            }
            ExprKind::HasLabels(inner, LabelExpr::Name(label)) => {
                if let (ExprKind::Variable(name), Some(label)) =
                    (&inner.kind, self.store.label(&label.name))
                    && let Some(slot) = self.scope.get(name).copied()
                    && let Some(node) = pattern.nodes.iter_mut().find(|node| node.slot == slot)
                {
                    node.labels.push(label);
                    self.labels.entry(slot).or_insert(label);
                    condition.label = Some((slot, label));
                    condition.share = self.store.nodes_with_label(label).len() as f64
                        / f64::from(self.store.node_count()).max(1.0);
                }
            }
            _ => {}
        }
        pattern.conditions.push(condition);
        Ok(())
    }

    fn side(&mut self, expr: &ast::Expr) -> Result<Side> {
        let (expr, needs) = self.using(|planner| planner.expr(expr))?;
        Ok(Side { expr, needs })
    }

    /// One condition for each entry of a map.
    fn properties(
        &mut self,
        slot: Slot,
        name: &str,
        properties: &ast::Expr,
        into: &mut Vec<Condition>,
    ) -> Result<()> {
        let mut entries: Vec<(String, Side, String)> = Vec::new();
        match &properties.kind {
            ExprKind::Map(written) => {
                for (key, value) in written {
                    entries.push((key.clone(), self.side(value)?, self.words(&value.span)));
                }
            }
            // A parameter, whose entries are known.
            _ => {
                let side = self.side(properties)?;
                if let Some(Value::Map(known)) = side.expr.constant() {
                    for (key, value) in known.iter() {
                        let side = Side {
                            expr: Expr::Constant(value.clone()),
                            needs: BTreeSet::new(),
                        };
                        entries.push((Text::as_str(key).to_owned(), side, String::from("...")));
                    }
                }
            }
        }
        for (key, value, written) in entries {
            let property = self.property(Box::new(Expr::Slot(slot)), &key);
            let mut needs = value.needs.clone();
            needs.insert(slot);
            into.push(Condition {
                expr: Expr::Binary(
                    BinaryOp::Equal,
                    Box::new(property.clone()),
                    Box::new(value.expr.clone()),
                ),
                detail: format!("{name}.{key} = {written}"),
                needs,
                share: 0.1,
                label: None,
                sides: Some([
                    Side {
                        expr: property,
                        needs: BTreeSet::from([slot]),
                    },
                    value,
                ]),
                equality: true,
            });
        }
        Ok(())
    }
}

/// Labels as they are written.
fn label_text(labels: &LabelExpr) -> String {
    let joined = |parts: &[LabelExpr], sign: &str| {
        parts.iter().map(label_text).collect::<Vec<_>>().join(sign)
    };
    match labels {
        LabelExpr::Name(name) => name.name.clone(),
        LabelExpr::Any => String::from("%"),
        LabelExpr::Not(inner) => format!("!{}", label_text(inner)),
        LabelExpr::And(parts) => joined(parts, "&"),
        LabelExpr::Or(parts) => joined(parts, "|"),
    }
}

//! What a `MATCH` demands beside its shape: labels, properties and predicates, each with what it
//! needs, so that it can be asked as early as possible.

use super::super::ast::{self, BinaryOp, ExprKind, LabelExpr, NodePattern, RelationshipPattern};
use super::super::error::Result;
use super::super::store::{Store, Symbol};
use super::super::value::{Text, Value};
use super::expr::LabelTest;
use super::fold::flatten;
use super::pattern::Pattern;
use super::scope::Planner;
use super::{Expr, Slot};
use std::collections::BTreeSet;

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
    pub(super) fn node_conditions(
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
            // A label of all nodes asks nothing, unless a variable is null.
            if let Some(label) = label
                && !pattern.outside.contains(&slot)
                && self.store.nodes_with_label(label).len() == self.store.node_count() as usize
            {
                self.labels.entry(slot).or_insert(label);
                continue;
            }
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

    pub(super) fn rel_conditions(
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
    pub(super) fn condition_of_steps(
        &mut self,
        part: &ast::Expr,
        pattern: &mut Pattern,
    ) -> Result<bool> {
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

    pub(super) fn condition(&mut self, part: &ast::Expr, pattern: &mut Pattern) -> Result<()> {
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
pub(super) fn label_text(labels: &LabelExpr) -> String {
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

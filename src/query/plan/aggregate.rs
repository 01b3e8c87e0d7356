//! `WITH` and `RETURN`: what is computed of each row, how rows are gathered, sorted and cut.
//!
//! A column that holds an aggregate is taken apart: the aggregates and the columns that group the
//! rows get names of their own, which no query can write, and what is left of the expression is
//! computed of them behind the gathering.

use super::super::ast::{self, ExprKind, Item};
use super::super::check::by_name;
use super::super::error::{QueryError, Result};
use super::super::store::Store;
use super::super::value::Value;
use super::scope::Planner;
use super::{Aggregate, Aggregator, Expr, Grouping, Operator, Projection, Slot, count};
use std::collections::BTreeSet;

/// Columns: name and slot.
type Columns = Vec<(String, Slot)>;

impl<S: Store> Planner<'_, S> {
    /// A projection and the columns that are named behind it.
    pub(super) fn projection(
        &mut self,
        projection: &ast::Projection,
        operators: &mut Vec<Operator>,
        rows: &mut f64,
    ) -> Result<(Projection, Columns)> {
        let aggregates = projection
            .items
            .iter()
            .any(|item| item.expr.has_aggregate());
        let mut made = Projection {
            distinct: projection.distinct,
            detail: self.words(&projection.span),
            id: self.new_operator(),
            ..Projection::default()
        };
        let mut columns = Columns::new();
        if projection.star {
            columns.extend(self.scope.clone());
            self.used.extend(columns.iter().map(|(_, slot)| *slot));
        }
        let before = std::mem::take(&mut self.used);
        if aggregates {
            let named = self.gathered(projection, &mut columns, &mut made)?;
            self.begin_at_nodes(operators, &named);
            count::count_only(&mut made, operators, &named);
            let grouped = made
                .grouping
                .as_ref()
                .is_some_and(|found| !found.keys.is_empty());
            *rows = if grouped { rows.sqrt().max(1.0) } else { 1.0 };
        } else {
            for item in &projection.items {
                let (slot, computed) = self.column(&item.expr)?;
                made.computed.extend(computed);
                columns.push((item.name.clone(), slot));
            }
        }
        self.used.extend(before);
        if count::ignores_repetition(&made) {
            count::want_ends_only(operators);
        }
        made.columns = columns.iter().map(|(_, slot)| *slot).collect();

        let gathers = aggregates || projection.distinct;
        let outer = self.scope.clone();
        if gathers {
            self.scope.clear();
        }
        self.scope.extend(columns.iter().cloned());
        let named = |expr: &ast::Expr| {
            if gathers {
                by_name(expr, &projection.items)
            } else {
                expr.clone()
            }
        };
        for key in &projection.order {
            made.order
                .push((self.expr(&named(&key.expr))?, key.descending));
        }
        let mut kept: BTreeSet<Slot> = made.columns.iter().copied().collect();
        if let Some(predicate) = &projection.predicate {
            let (predicate, used) = self.using(|planner| planner.expr(&named(predicate)))?;
            made.predicate = Some(predicate);
            // What the predicate binds itself is kept needlessly, but does no harm.
            kept.extend(used);
        }
        made.kept = kept.into_iter().collect();
        self.scope = outer;
        made.skip = projection
            .skip
            .as_ref()
            .map(|expr| self.expr(expr))
            .transpose()?;
        made.limit = projection
            .limit
            .as_ref()
            .map(|expr| self.expr(expr))
            .transpose()?;
        if let Some(Expr::Constant(Value::Integer(limit))) = made.limit {
            *rows = rows.min(limit.max(0) as f64);
        }
        made.estimate = *rows;
        Ok((made, columns))
    }

    fn gathered(
        &mut self,
        projection: &ast::Projection,
        columns: &mut Columns,
        made: &mut Projection,
    ) -> Result<BTreeSet<Slot>> {
        let mut keys: Vec<Slot> = columns.iter().map(|(_, slot)| *slot).collect();
        let mut named: Vec<Item> = Vec::new();
        let mut used = BTreeSet::new();
        let mut slots = Vec::new();
        for item in &projection.items {
            if item.expr.has_aggregate() {
                slots.push(self.new_slot());
                continue;
            }
            let ((slot, computed), by_key) = self.using(|planner| planner.column(&item.expr))?;
            // A relationship of which only the type is asked for may be any of that type.
            let is_type = |(_, expr): &(Slot, Expr)| count::is_type(expr).is_some();
            if computed.as_ref().is_none_or(|computed| !is_type(computed)) {
                used.extend(by_key);
            }
            made.computed.extend(computed);
            slots.push(slot);
            keys.push(slot);
            named.push(Item {
                expr: item.expr.clone(),
                name: format!(" key {slot}"),
                aliased: true,
            });
        }
        let mut grouping = Grouping {
            keys,
            source: None,
            aggregates: Vec::new(),
            computed: Vec::new(),
        };
        for (item, slot) in projection.items.iter().zip(&slots) {
            columns.push((item.name.clone(), *slot));
            if !item.expr.has_aggregate() {
                continue;
            }
            let mut rest = item.expr.clone();
            let mut found = Vec::new();
            self.take_aggregates(&mut rest, &mut found)?;
            // An aggregate alone needs nothing computed of it.
            if let (ExprKind::Variable(_), [(_, aggregate)]) = (&rest.kind, &mut found[..]) {
                aggregate.slot = *slot;
                grouping
                    .aggregates
                    .extend(found.into_iter().map(|(_, aggregate)| aggregate));
                continue;
            }
            let rest = by_name(&rest, &named);
            let computed = self.scoped(|planner| {
                for (name, aggregate) in &found {
                    planner.scope.insert(name.clone(), aggregate.slot);
                }
                for item in &named {
                    let slot = item.name[" key ".len()..].parse().unwrap_or_default();
                    planner.scope.insert(item.name.clone(), slot);
                }
                planner.expr(&rest)
            })?;
            grouping
                .aggregates
                .extend(found.into_iter().map(|(_, aggregate)| aggregate));
            grouping.computed.push((*slot, computed));
        }
        used.extend(&grouping.keys);
        grouping.source = key_source(&grouping.keys, &made.computed);
        made.grouping = Some(grouping);
        Ok(used)
    }

    /// Puts variables in the place of the aggregates of an expression.
    fn take_aggregates(
        &mut self,
        expr: &mut ast::Expr,
        found: &mut Vec<(String, Aggregate)>,
    ) -> Result<()> {
        if !expr.is_aggregate() {
            return expr
                .children_mut()
                .into_iter()
                .try_for_each(|child| self.take_aggregates(child, found));
        }
        let slot = self.new_slot();
        let mut aggregate = Aggregate {
            slot,
            function: Aggregator::Count,
            argument: None,
            parameter: None,
            distinct: false,
        };
        if let ExprKind::Call(call) = &expr.kind {
            aggregate.function = Aggregator::of_name(&call.name).ok_or_else(|| {
                QueryError::runtime(
                    super::super::error::Class::SyntaxError,
                    "UnknownFunction",
                    format!("there is no aggregate {}", call.name),
                )
            })?;
            aggregate.distinct = call.distinct;
            let mut arguments = call.arguments.iter().map(|argument| self.expr(argument));
            aggregate.argument = arguments.next().transpose()?;
            aggregate.parameter = arguments.next().transpose()?;
        }
        let name = format!(" aggregate {slot}");
        expr.kind = ExprKind::Variable(name.clone());
        found.push((name, aggregate));
        Ok(())
    }
}

/// The variable from which alone the keys of groups follow, of which some are computed.
fn key_source(keys: &[Slot], computed: &[(Slot, Expr)]) -> Option<Slot> {
    let mut sources = keys
        .iter()
        .map(|key| match computed.iter().find(|(slot, _)| slot == key) {
            None => Some(*key),
            Some((_, Expr::Property(base, ..))) => match **base {
                Expr::Slot(slot) => Some(slot),
                _ => None,
            },
            Some(_) => None,
        });
    let first = sources.next()??;
    sources.all(|source| source == Some(first)).then_some(first)
}

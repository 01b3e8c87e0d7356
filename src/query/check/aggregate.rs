//! Where aggregates may stand, and what may stand beside them.

use super::super::ast::{Expr, ExprKind, Item};
use super::super::error::{QueryError, Result};
use super::super::function::{self, Body};
use super::{expression, projection, syntax};

/// Checks the columns of a projection: beside an aggregate stand only what groups the rows,
/// variables and properties that are columns themselves, and what is the same for all rows.
pub fn check_items(items: &[Item]) -> Result<()> {
    let keys: Vec<&Expr> = items
        .iter()
        .filter(|item| projection::is_simple(item))
        .map(|item| &item.expr)
        .collect();
    for item in items.iter().filter(|item| item.expr.has_aggregate()) {
        beside(&item.expr, &keys, &mut Vec::new())?;
    }
    Ok(())
}

/// Checks an expression that holds an aggregate, apart from the aggregates in it.
fn beside<'e>(expr: &'e Expr, keys: &[&Expr], bound: &mut Vec<&'e str>) -> Result<()> {
    if expr.is_aggregate() || keys.contains(&expr) {
        return Ok(());
    }
    if let ExprKind::Variable(name) = &expr.kind
        && !bound.contains(&name.as_str())
    {
        return Err(ambiguous(expr, name));
    }
    let depth = bound.len();
    bound.extend(expression::bound_names(expr));
    let result = expr
        .children()
        .into_iter()
        .try_for_each(|child| beside(child, keys, bound));
    bound.truncate(depth);
    result
}

fn ambiguous(expr: &Expr, what: &str) -> QueryError {
    let message = format!("{what} stands beside an aggregate, but differs from row to row");
    syntax("AmbiguousAggregationExpression", &expr.span, message)
        .with_help("make it a column of its own, with WITH before, and the rows are grouped by it")
}

/// Checks a key of `ORDER BY` that holds an aggregate: what groups the rows may stand beside it by
/// name or as it is, but not as part of a larger expression.
pub fn check_key(key: &Expr, items: &[Item]) -> Result<()> {
    if key.is_aggregate()
        || items
            .iter()
            .any(|item| item.expr == *key && item.expr.has_aggregate())
    {
        return Ok(());
    }
    if let Some(item) = items
        .iter()
        .find(|item| item.expr == *key && !projection::is_simple(item))
    {
        let constant = !matches!(key.kind, ExprKind::Parameter(_)) && !key.children().is_empty();
        if constant {
            return Err(ambiguous(key, &item.name));
        }
    }
    key.children()
        .into_iter()
        .try_for_each(|child| check_key(child, items))
}

/// An expression in which whatever is a column is named as one.
pub fn by_name(expr: &Expr, items: &[Item]) -> Expr {
    if let Some(item) = items.iter().find(|item| item.expr == *expr) {
        return Expr {
            kind: ExprKind::Variable(item.name.clone()),
            span: expr.span.clone(),
        };
    }
    let mut expr = expr.clone();
    expr.children_mut()
        .into_iter()
        .for_each(|child| *child = by_name(child, items));
    expr
}

/// The first aggregate of an expression.
pub fn find(expr: &Expr) -> Option<&Expr> {
    if expr.is_aggregate() {
        return Some(expr);
    }
    expr.children().into_iter().find_map(find)
}

/// The error of an aggregate where there are no rows to gather.
pub fn misplaced(expr: &Expr) -> QueryError {
    let found = find(expr).unwrap_or(expr);
    let message = "rows are gathered in the columns of WITH and RETURN only";
    syntax("InvalidAggregation", &found.span, message).with_help("gather with WITH before")
}

/// Checks the argument of an aggregate.
pub fn check_argument(argument: &Expr) -> Result<()> {
    if let Some(inner) = find(argument) {
        let message = "an aggregate cannot hold another";
        return Err(syntax("NestedAggregation", &inner.span, message)
            .with_help("gather the inner one with WITH before"));
    }
    if let Some(inner) = chance(argument) {
        let message = "what is gathered is the same whenever it is computed";
        return Err(syntax("NonConstantExpression", &inner.span, message));
    }
    Ok(())
}

/// A call below an expression that gives something else each time.
fn chance(expr: &Expr) -> Option<&Expr> {
    if let ExprKind::Call(call) = &expr.kind
        && function::lookup(&call.name).is_some_and(|found| matches!(found.body, Body::Impure(_)))
    {
        return Some(expr);
    }
    expr.children().into_iter().find_map(chance)
}

//! `WITH` and `RETURN`: the columns, what may be sorted by, how many rows.

use super::super::ast::{Expr, ExprKind, Item, Projection, Variable};
use super::super::error::Result;
use super::expression::{self, Place};
use super::types::Type;
use super::{Columns, Scope, aggregate, syntax};
use std::collections::BTreeSet;

/// Checks a `WITH` and gives the scope behind it.
pub fn with(with: &Projection, scope: &Scope) -> Result<Scope> {
    let columns = columns(with, scope)?;
    if let Some(item) = with
        .items
        .iter()
        .find(|item| !item.aliased && !is_variable(&item.expr))
    {
        let message = format!("behind WITH, {} needs a name", item.name);
        return Err(syntax("NoExpressionAlias", &item.expr.span, message)
            .with_help(format!("{} AS name", item.name)));
    }
    let mut after = Scope::default();
    columns
        .into_iter()
        .for_each(|(name, kind)| after.bind(&name, kind));
    if let Some(predicate) = &with.predicate {
        let visible = visible(with, scope, &after);
        if predicate.has_aggregate() {
            return Err(aggregate::misplaced(predicate));
        }
        if gathers(with) {
            let named = aggregate::by_name(predicate, &with.items);
            expression::predicate(&named, &visible, "WHERE")?;
        } else {
            expression::predicate(predicate, &visible, "WHERE")?;
        }
    }
    Ok(after)
}

/// Checks the body of `WITH` or `RETURN`, all but a `WHERE`, and gives its columns.
pub fn columns(projection: &Projection, scope: &Scope) -> Result<Columns> {
    let mut columns = Columns::new();
    if projection.star {
        columns.extend(scope.variables.clone());
        if columns.is_empty() && projection.items.is_empty() && projection.predicate.is_none() {
            let message = "`*` stands for all variables, and there are none";
            return Err(syntax("NoVariablesInScope", &projection.span, message));
        }
    }
    // With `*`, all variables group the rows.
    if !projection.star {
        aggregate::check_items(&projection.items)?;
    }
    for item in &projection.items {
        let kind = expression::infer(&item.expr, scope, Place::Item)?;
        columns.push((item.name.clone(), kind));
    }
    let mut names = BTreeSet::new();
    for (at, (name, _)) in columns.iter().enumerate() {
        if !names.insert(name) {
            let from_star = columns.len() - projection.items.len();
            let span = &projection.items[at - from_star].expr.span;
            let message = format!("there are two columns {name}");
            return Err(syntax("ColumnNameConflict", span, message).with_help("name them with AS"));
        }
    }
    check_order(projection, scope, &columns)?;
    for (count, word) in [(&projection.skip, "SKIP"), (&projection.limit, "LIMIT")] {
        if let Some(count) = count {
            check_count(count, word)?;
        }
    }
    Ok(columns)
}

/// Whether rows are gathered, so that what they came from is gone.
fn gathers(projection: &Projection) -> bool {
    projection.distinct
        || projection
            .items
            .iter()
            .any(|item| item.expr.has_aggregate())
}

/// What can be named behind the columns: they hide what they are called after, and everything where
/// rows are gathered.
fn visible(projection: &Projection, scope: &Scope, after: &Scope) -> Scope {
    if gathers(projection) {
        return after.clone();
    }
    let mut visible = scope.clone();
    visible.variables.extend(after.variables.clone());
    visible
}

fn check_order(projection: &Projection, scope: &Scope, columns: &Columns) -> Result<()> {
    let mut after = Scope::default();
    columns
        .iter()
        .for_each(|(name, kind)| after.bind(name, kind.clone()));
    let visible = visible(projection, scope, &after);
    let aggregates = projection
        .items
        .iter()
        .any(|item| item.expr.has_aggregate());
    for key in &projection.order {
        if !gathers(projection) {
            expression::infer(&key.expr, &visible, Place::Value)?;
            continue;
        }
        if key.expr.has_aggregate() {
            if !aggregates {
                return Err(
                    aggregate::misplaced(&key.expr).with_help("return it, and sort by its name")
                );
            }
            aggregate::check_key(&key.expr, &projection.items)?;
        }
        // What is projected can be named by what it says as well as by its name.
        let key = aggregate::by_name(&key.expr, &projection.items);
        expression::infer(&key, &visible, Place::Item)?;
        if let Some(left) = aggregate::find(&key) {
            return Err(aggregate::misplaced(left).with_help("return it, and sort by its name"));
        }
    }
    Ok(())
}

/// Checks the number of `SKIP` or `LIMIT`, which is the same for all rows.
fn check_count(count: &Expr, word: &str) -> Result<()> {
    if let Some(variable) = free_variable(count) {
        let message = format!(
            "{word} takes a number that is the same for all rows, and {} is not",
            variable.name
        );
        return Err(syntax("NonConstantExpression", &variable.span, message));
    }
    match (
        &count.kind,
        expression::infer(count, &Scope::default(), Place::Value)?,
    ) {
        (ExprKind::Integer(number), _) if *number < 0 => {
            let message = format!("{word} takes a number from 0 on, not {number}");
            Err(syntax("NegativeIntegerArgument", &count.span, message))
        }
        (_, Type::Any | Type::Integer) => Ok(()),
        (_, other) => {
            let message = format!("{word} takes a whole number, and this is {}", other.name());
            Err(syntax("InvalidArgumentType", &count.span, message))
        }
    }
}

/// A variable that an expression names and does not bind itself.
fn free_variable(expr: &Expr) -> Option<Variable> {
    if let ExprKind::Variable(name) = &expr.kind {
        return Some(Variable {
            name: name.clone(),
            span: expr.span.clone(),
        });
    }
    let bound = expression::bound_names(expr);
    expr.children()
        .into_iter()
        .filter_map(free_variable)
        .find(|found| !bound.contains(&found.name.as_str()))
}

/// Whether an item is a bare variable, which is its own name.
pub fn is_variable(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Variable(_))
}

/// Whether an item can group rows within a larger expression: a variable or a property of one.
pub fn is_simple(item: &Item) -> bool {
    let mut expr = &item.expr;
    while let ExprKind::Property(base, _) = &expr.kind {
        expr = base;
    }
    is_variable(expr)
}

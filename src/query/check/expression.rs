//! Expressions: that names are bound, functions known, operands of a type that can be right.

use super::super::ast::{BinaryOp, Expr, ExprKind, LabelExpr, MapItem, SubqueryKind, UnaryOp};
use super::super::error::{Class, QueryError, Result};
use super::types::{Type, names};
use super::{Ending, Scope, aggregate, pattern, syntax};

/// Where an expression stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A value.
    Value,
    /// A value in a column, where aggregates may stand.
    Item,
    /// A condition, where paths may stand.
    Condition,
}

/// Checks a condition.
pub fn predicate(expr: &Expr, scope: &Scope, place: &str) -> Result<()> {
    let kind = infer(expr, scope, Place::Condition)?;
    expect(&kind, &[Type::Boolean], expr, place)
}

/// Checks an expression and gives its type.
pub fn infer(expr: &Expr, scope: &Scope, place: Place) -> Result<Type> {
    // Below an operator paths cannot stand, unless the operator joins conditions.
    let value = if place == Place::Item {
        Place::Item
    } else {
        Place::Value
    };
    let all = |place: Place| {
        expr.children()
            .into_iter()
            .map(move |child| infer(child, scope, place))
    };
    Ok(match &expr.kind {
        ExprKind::Null => Type::Null,
        ExprKind::Boolean(_) => Type::Boolean,
        ExprKind::Integer(_) => Type::Integer,
        ExprKind::Float(_) => Type::Float,
        ExprKind::String(_) => Type::String,
        ExprKind::Parameter(_) => Type::Any,
        ExprKind::Variable(name) => scope.find(name, &expr.span)?,
        ExprKind::List(_) => Type::join_all(all(value).collect::<Result<Vec<_>>>()?).listed(),
        ExprKind::Map(_) => {
            all(value).try_for_each(|kind| kind.map(drop))?;
            Type::Map
        }
        ExprKind::MapProjection(base, items) => {
            let kind = infer(base, scope, value)?;
            expect(
                &kind,
                &[Type::Node, Type::Relationship, Type::Map],
                base,
                "{ ... }",
            )?;
            for item in items {
                match item {
                    MapItem::Variable(variable) => {
                        drop(scope.find(&variable.name, &variable.span)?)
                    }
                    MapItem::Entry(_, expr) => drop(infer(expr, scope, value)?),
                    MapItem::Property(_) | MapItem::All => {}
                }
            }
            Type::Map
        }
        ExprKind::Property(base, key) => property(base, key, &infer(base, scope, value)?)?,
        ExprKind::Index(base, _) => {
            all(value).try_for_each(|kind| kind.map(drop))?;
            infer(base, scope, value)?.element()
        }
        ExprKind::Slice(base, ..) => {
            all(value).try_for_each(|kind| kind.map(drop))?;
            infer(base, scope, value)?
        }
        ExprKind::Unary(UnaryOp::Not, inner) => {
            let kind = infer(inner, scope, place)?;
            expect(&kind, &[Type::Boolean], inner, "NOT")?;
            Type::Boolean
        }
        ExprKind::Unary(_, inner) => {
            let kind = infer(inner, scope, value)?;
            expect(&kind, &[Type::Integer, Type::Float], inner, "a sign")?;
            kind
        }
        ExprKind::Binary(op, left, right) => binary(*op, [left, right], scope, place)?,
        ExprKind::Comparison(..) | ExprKind::IsNull(..) => {
            all(value).try_for_each(|kind| kind.map(drop))?;
            Type::Boolean
        }
        ExprKind::HasLabels(inner, labels) => {
            let kind = infer(inner, scope, value)?;
            expect(
                &kind,
                &[Type::Node, Type::Relationship],
                inner,
                &format!(":{}", first_label(labels)),
            )?;
            Type::Boolean
        }
        ExprKind::CountStar => {
            if place != Place::Item {
                return Err(aggregate::misplaced(expr));
            }
            Type::Integer
        }
        ExprKind::Call(call) => super::call::infer(call, expr, scope, place)?,
        ExprKind::Case(case) => {
            let operand = case
                .operand
                .as_deref()
                .map(|operand| infer(operand, scope, value))
                .transpose()?;
            let condition = if value == Place::Item {
                Place::Item
            } else {
                Place::Condition
            };
            let mut kinds = Vec::new();
            for (when, then) in &case.alternatives {
                match operand {
                    Some(_) => drop(infer(when, scope, value)?),
                    None => {
                        let kind = infer(when, scope, condition)?;
                        expect(&kind, &[Type::Boolean], when, "WHEN")?;
                    }
                }
                kinds.push(infer(then, scope, value)?);
            }
            if let Some(otherwise) = &case.otherwise {
                kinds.push(infer(otherwise, scope, value)?);
            }
            Type::join_all(kinds)
        }
        ExprKind::ListComprehension(found) => {
            let element = items(&found.list, scope, value)?;
            let scope = scope.with(&found.variable.name, element.clone());
            if let Some(predicate) = &found.predicate {
                self::predicate(predicate, &scope, "WHERE")?;
            }
            let projected = found
                .projection
                .as_ref()
                .map(|expr| infer(expr, &scope, Place::Value));
            projected.transpose()?.unwrap_or(element).listed()
        }
        ExprKind::PatternComprehension(found) => {
            let patterns = std::slice::from_ref(&found.pattern);
            let mut scope = scope.clone();
            pattern::bind_all(patterns, &mut scope)?;
            pattern::check_exprs(patterns, &scope)?;
            if let Some(predicate) = &found.predicate {
                self::predicate(predicate, &scope, "WHERE")?;
            }
            infer(&found.projection, &scope, Place::Value)?.listed()
        }
        ExprKind::Reduce(found) => {
            infer(&found.initial, scope, value)?;
            let element = items(&found.list, scope, value)?;
            let scope = scope
                .with(&found.variable.name, element)
                .with(&found.accumulator.name, Type::Any);
            infer(&found.expr, &scope, Place::Value)?;
            Type::Any
        }
        ExprKind::Quantifier(found) => {
            let element = items(&found.list, scope, value)?;
            self::predicate(
                &found.predicate,
                &scope.with(&found.variable.name, element),
                "WHERE",
            )?;
            Type::Boolean
        }
        ExprKind::Pattern(path) => {
            if place != Place::Condition {
                let message = "a path is a condition, and here stands a value";
                return Err(syntax("UnexpectedSyntax", &expr.span, message).with_help(
                    "whether there is one: EXISTS { ... }; its values: [(a)-->(b) | b.name]",
                ));
            }
            pattern::check_predicate(path, scope)?;
            Type::Boolean
        }
        ExprKind::Subquery(kind, query) => {
            let ending = if *kind == SubqueryKind::Collect {
                Ending::Return
            } else {
                Ending::Any
            };
            let columns = super::query(query, scope, ending)?;
            match (kind, &columns[..]) {
                (SubqueryKind::Exists, _) => Type::Boolean,
                (SubqueryKind::Count, _) => Type::Integer,
                (SubqueryKind::Collect, [(_, kind)]) => kind.clone().listed(),
                (SubqueryKind::Collect, columns) => {
                    let message = format!(
                        "COLLECT {{ ... }} returns one column, not {}",
                        columns.len()
                    );
                    return Err(syntax("InvalidClauseComposition", &expr.span, message));
                }
            }
        }
    })
}

/// The type of the items of what must be a list.
fn items(list: &Expr, scope: &Scope, place: Place) -> Result<Type> {
    let kind = infer(list, scope, place)?;
    expect(&kind, &[Type::Any.listed()], list, "IN")?;
    Ok(kind.element())
}

fn property(base: &Expr, key: &str, kind: &Type) -> Result<Type> {
    let message = || {
        format!(
            "{} has no properties, so .{key} cannot be asked of it",
            kind.name()
        )
    };
    match kind {
        Type::Path => Err(syntax("InvalidArgumentType", &base.span, message())
            .with_help("nodes(path) and relationships(path) are what has properties")),
        Type::Boolean | Type::Integer | Type::Float | Type::String | Type::List(_) => {
            Err(QueryError::compile(
                Class::TypeError,
                "InvalidArgumentType",
                base.span.clone(),
                message(),
            ))
        }
        _ => Ok(Type::Any),
    }
}

fn binary(op: BinaryOp, operands: [&Expr; 2], scope: &Scope, place: Place) -> Result<Type> {
    use BinaryOp::{Add, And, Divide, In, Multiply, Or, Power, Remainder, Subtract, Xor};
    let logical = matches!(op, Or | Xor | And);
    let below = match place {
        Place::Condition if !logical => Place::Value,
        place => place,
    };
    let left = infer(operands[0], scope, below)?;
    let right = infer(operands[1], scope, below)?;
    let numbers = || {
        if left == right && left == Type::Integer {
            Type::Integer
        } else {
            Type::Any
        }
    };
    Ok(match op {
        Or | Xor | And => {
            let word = if op == Or {
                "OR"
            } else if op == And {
                "AND"
            } else {
                "XOR"
            };
            expect(&left, &[Type::Boolean], operands[0], word)?;
            expect(&right, &[Type::Boolean], operands[1], word)?;
            Type::Boolean
        }
        In => {
            expect(&right, &[Type::Any.listed()], operands[1], "IN")?;
            Type::Boolean
        }
        Subtract | Multiply | Divide | Remainder | Power => {
            for (kind, operand) in [(&left, operands[0]), (&right, operands[1])] {
                expect(kind, &[Type::Integer, Type::Float], operand, "arithmetic")?;
            }
            if op == Power { Type::Float } else { numbers() }
        }
        Add | BinaryOp::Concat => match (&left, &right) {
            (Type::List(_), Type::List(_)) => left.join(&right),
            (Type::String, Type::String) => Type::String,
            (Type::Integer, Type::Integer) => numbers(),
            _ => Type::Any,
        },
        _ => Type::Boolean,
    })
}

/// An error unless a value may be of one of the types.
pub fn expect(kind: &Type, wanted: &[Type], expr: &Expr, place: &str) -> Result<()> {
    if kind.may_be(wanted) {
        return Ok(());
    }
    let message = format!(
        "{place} takes {}, and this is {}",
        names(wanted),
        kind.name()
    );
    Err(syntax("InvalidArgumentType", &expr.span, message))
}

fn first_label(labels: &LabelExpr) -> &str {
    match labels {
        LabelExpr::Name(name) => &name.name,
        LabelExpr::Any => "%",
        LabelExpr::Not(inner) => first_label(inner),
        LabelExpr::And(parts) | LabelExpr::Or(parts) => parts.first().map_or("%", first_label),
    }
}

/// The names that an expression binds for what lies below it.
pub fn bound_names(expr: &Expr) -> Vec<&str> {
    match &expr.kind {
        ExprKind::ListComprehension(found) => vec![&found.variable.name],
        ExprKind::Quantifier(found) => vec![&found.variable.name],
        ExprKind::Reduce(found) => vec![&found.accumulator.name, &found.variable.name],
        ExprKind::PatternComprehension(found) => {
            let nodes = found
                .pattern
                .nodes()
                .filter_map(|node| node.variable.as_ref());
            let steps = found
                .pattern
                .steps
                .iter()
                .filter_map(|(step, _)| step.variable.as_ref());
            nodes
                .chain(steps)
                .chain(&found.pattern.variable)
                .map(|variable| variable.name.as_str())
                .collect()
        }
        _ => Vec::new(),
    }
}

//! From the syntax tree to expressions that can be computed.

use super::super::ast::{self, BinaryOp, ExprKind, MapItem, SubqueryKind, UnaryOp};
use super::super::error::{Class, QueryError, Result};
use super::super::function::{self, Body};
use super::super::operator;
use super::super::store::Store;
use super::super::value::{Text, Value};
use super::expr::{Entry, Expr, GraphFunction, LabelTest};
use super::scope::Planner;
use super::{Plan, count};
use std::sync::Arc;

impl<S: Store> Planner<'_, S> {
    /// An expression; what is the same for all rows is computed now.
    pub(super) fn expr(&mut self, expr: &ast::Expr) -> Result<Expr> {
        let made = self
            .unfolded(expr)
            .map_err(|error| error.at(expr.span.clone()))?;
        Ok(self.fold(made))
    }

    fn boxed(&mut self, expr: &ast::Expr) -> Result<Box<Expr>> {
        self.expr(expr).map(Box::new)
    }

    fn optional(&mut self, expr: Option<&ast::Expr>) -> Result<Option<Box<Expr>>> {
        expr.map(|expr| self.boxed(expr)).transpose()
    }

    fn all(&mut self, exprs: &[ast::Expr]) -> Result<Vec<Expr>> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn unfolded(&mut self, expr: &ast::Expr) -> Result<Expr> {
        Ok(match &expr.kind {
            ExprKind::Null => Expr::Constant(Value::Null),
            ExprKind::Boolean(value) => Expr::Constant(Value::Boolean(*value)),
            ExprKind::Integer(value) => Expr::Constant(Value::Integer(*value)),
            ExprKind::Float(value) => Expr::Constant(Value::Float(*value)),
            ExprKind::String(value) => Expr::Constant(Value::text(value.clone())),
            ExprKind::Variable(name) => Expr::Slot(self.find(name)?),
            ExprKind::Parameter(name) => Expr::Constant(self.parameter(name)?),
            ExprKind::List(items) => Expr::List(self.all(items)?),
            ExprKind::Map(entries) => {
                let entry =
                    |(key, value): &(String, ast::Expr)| Ok((key_text(key), self.expr(value)?));
                Expr::Map(entries.iter().map(entry).collect::<Result<_>>()?)
            }
            ExprKind::MapProjection(base, items) => {
                let base = self.expr(base)?;
                let Expr::Slot(slot) = base else {
                    return Err(QueryError::runtime(
                        Class::SyntaxError,
                        "InvalidArgumentType",
                        "a variable expected before { ... }",
                    ));
                };
                let entry = |item: &MapItem| self.entry(slot, item);
                let entries = items.iter().map(entry).collect::<Result<_>>()?;
                Expr::MapProjection(Box::new(Expr::Slot(slot)), entries)
            }
            ExprKind::Property(base, key) => {
                let base = self.boxed(base)?;
                self.property(base, key)
            }
            ExprKind::Index(base, index) => Expr::Index(self.boxed(base)?, self.boxed(index)?),
            ExprKind::Slice(base, from, to) => Expr::Slice(
                self.boxed(base)?,
                self.optional(from.as_deref())?,
                self.optional(to.as_deref())?,
            ),
            ExprKind::Unary(UnaryOp::Not, inner) => Expr::Not(self.boxed(inner)?),
            ExprKind::Unary(UnaryOp::Minus, inner) => Expr::Negate(self.boxed(inner)?),
            ExprKind::Unary(UnaryOp::Plus, inner) => self.expr(inner)?,
            ExprKind::Binary(op @ (BinaryOp::And | BinaryOp::Or), ..) => {
                let mut operands = Vec::new();
                flatten(expr, *op, &mut operands);
                let operands = operands.into_iter().map(|operand| self.expr(operand));
                let operands = operands.collect::<Result<_>>()?;
                if *op == BinaryOp::And {
                    Expr::And(operands)
                } else {
                    Expr::Or(operands)
                }
            }
            ExprKind::Binary(op, left, right) => self.binary(*op, left, right)?,
            ExprKind::Comparison(first, rest) => {
                let mut left = first.as_ref();
                let mut pairs = Vec::new();
                for (op, right) in rest {
                    pairs.push(self.binary(*op, left, right)?);
                    left = right;
                }
                Expr::And(pairs)
            }
            ExprKind::IsNull(inner, negated) => Expr::IsNull(self.boxed(inner)?, *negated),
            ExprKind::HasLabels(inner, labels) => {
                Expr::HasLabels(self.boxed(inner)?, self.label_test(labels))
            }
            ExprKind::CountStar => return Err(stray("count(*)")),
            ExprKind::Call(call) => self.call(call)?,
            ExprKind::Case(case) => Expr::Case {
                operand: self.optional(case.operand.as_deref())?,
                alternatives: case
                    .alternatives
                    .iter()
                    .map(|(when, then)| Ok((self.expr(when)?, self.expr(then)?)))
                    .collect::<Result<_>>()?,
                otherwise: self
                    .optional(case.otherwise.as_deref())?
                    .unwrap_or_else(|| Box::new(Expr::Constant(Value::Null))),
            },
            ExprKind::ListComprehension(found) => {
                let list = self.boxed(&found.list)?;
                self.scoped(|planner| {
                    Ok(Expr::ListComprehension {
                        list,
                        item: planner.bind(&found.variable.name),
                        predicate: planner.optional(found.predicate.as_ref())?,
                        projection: planner.optional(found.projection.as_ref())?,
                    })
                })?
            }
            ExprKind::Reduce(found) => {
                let (initial, list) = (self.boxed(&found.initial)?, self.boxed(&found.list)?);
                self.scoped(|planner| {
                    Ok(Expr::Reduce {
                        initial,
                        list,
                        accumulator: planner.bind(&found.accumulator.name),
                        item: planner.bind(&found.variable.name),
                        expr: planner.boxed(&found.expr)?,
                    })
                })?
            }
            ExprKind::Quantifier(found) => {
                let list = self.boxed(&found.list)?;
                self.scoped(|planner| {
                    Ok(Expr::Quantifier {
                        kind: found.kind,
                        list,
                        item: planner.bind(&found.variable.name),
                        predicate: planner.boxed(&found.predicate)?,
                    })
                })?
            }
            ExprKind::Pattern(pattern) => {
                let plan = self.path_plan(pattern, None, None)?;
                exists(plan)
            }
            ExprKind::PatternComprehension(found) => {
                let plan = self.path_plan(
                    &found.pattern,
                    found.predicate.as_ref(),
                    Some(&found.projection),
                )?;
                Expr::Collect(Box::new(plan))
            }
            ExprKind::Subquery(kind, query) => {
                let mut plan = self.scoped(|planner| planner.query(query))?;
                match kind {
                    SubqueryKind::Exists => exists(plan),
                    SubqueryKind::Count => {
                        plan.branches.iter_mut().for_each(count::count_last_step);
                        Expr::Count(Box::new(plan))
                    }
                    SubqueryKind::Collect => Expr::Collect(Box::new(plan)),
                }
            }
        })
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Result<Value<'static>> {
        self.params.get(name).cloned().ok_or_else(|| {
            let error = QueryError::runtime(
                Class::ParameterMissing,
                "MissingParameter",
                format!("the query asks for a parameter {name}, and there is none"),
            );
            let names: Vec<&str> = self.params.keys().map(String::as_str).collect();
            match super::super::nearest::nearest(name, names.iter().copied()) {
                Some(near) => error.with_help(format!("did you mean ${near}?")),
                None if names.is_empty() => error.with_help("no parameters were given"),
                None => error.with_help(format!("given were {}", names.join(", "))),
            }
        })
    }

    pub(super) fn property(&self, base: Box<Expr>, key: &str) -> Expr {
        Expr::Property(base, key_text(key), self.store.key(key))
    }

    fn entry(&mut self, base: super::Slot, item: &MapItem) -> Result<Entry> {
        Ok(match item {
            MapItem::All => Entry::All,
            MapItem::Property(key) => Entry::One(
                key_text(key),
                self.property(Box::new(Expr::Slot(base)), key),
            ),
            MapItem::Variable(variable) => Entry::One(
                key_text(&variable.name),
                Expr::Slot(self.find(&variable.name)?),
            ),
            MapItem::Entry(key, expr) => Entry::One(key_text(key), self.expr(expr)?),
        })
    }

    fn binary(&mut self, op: BinaryOp, left: &ast::Expr, right: &ast::Expr) -> Result<Expr> {
        let (left, right) = (self.boxed(left)?, self.boxed(right)?);
        if let (BinaryOp::Matches, Expr::Constant(Value::String(pattern))) = (op, right.as_ref()) {
            return Ok(Expr::Matches(left, operator::regex(pattern)?));
        }
        // What a text is searched for is prepared once, not for every row.
        if let (BinaryOp::Contains, None, Expr::Constant(Value::String(part))) =
            (op, left.constant(), right.as_ref())
            && let Some(part) = operator::literal(part)
        {
            return Ok(Expr::Matches(left, part));
        }
        Ok(self.fold(Expr::Binary(op, left, right)))
    }

    fn call(&mut self, call: &ast::Call) -> Result<Expr> {
        let function = function::lookup(&call.name).ok_or_else(|| stray(&call.name))?;
        let mut arguments = self.all(&call.arguments)?;
        Ok(match function.body {
            Body::Aggregate => return Err(stray(function.name)),
            Body::Graph if function.name == "nullIf" => {
                let second = arguments.pop().ok_or_else(|| stray(function.name))?;
                let first = arguments.pop().ok_or_else(|| stray(function.name))?;
                Expr::NullIf(Box::new(first), Box::new(second))
            }
            Body::Graph => {
                let found = GraphFunction::of_name(function.name);
                let (found, argument) = found
                    .zip(arguments.pop())
                    .ok_or_else(|| stray(function.name))?;
                Expr::Graph(found, Box::new(argument))
            }
            _ => Expr::Call(function, arguments),
        })
    }

    /// What is asked of labels or types.
    pub(super) fn label_test(&self, labels: &ast::LabelExpr) -> LabelTest {
        let all =
            |parts: &[ast::LabelExpr]| parts.iter().map(|part| self.label_test(part)).collect();
        match labels {
            ast::LabelExpr::Name(name) => LabelTest::Is(
                self.store.label(&name.name),
                self.store.rel_type(&name.name),
            ),
            ast::LabelExpr::Any => LabelTest::Any,
            ast::LabelExpr::Not(inner) => LabelTest::Not(Box::new(self.label_test(inner))),
            ast::LabelExpr::And(parts) => LabelTest::And(all(parts)),
            ast::LabelExpr::Or(parts) => LabelTest::Or(all(parts)),
        }
    }

    /// Computes what has no variables; where that fails, it is left to fail when it is asked for.
    fn fold(&self, expr: Expr) -> Expr {
        let folded = match &expr {
            Expr::List(items) => constants(items).map(|items| Ok(Value::list(items))),
            Expr::Map(entries) => {
                let values = entries
                    .iter()
                    .map(|(key, value)| Some((key.clone(), value.constant()?.clone())));
                values
                    .collect::<Option<_>>()
                    .map(|map| Ok(Value::Map(Arc::new(map))))
            }
            Expr::Binary(op, left, right) => left
                .constant()
                .zip(right.constant())
                .map(|(left, right)| operator::binary(*op, left, right)),
            Expr::Negate(inner) => inner.constant().map(operator::negate),
            Expr::Index(list, index) => list
                .constant()
                .zip(index.constant())
                .map(|(list, index)| operator::item(list, index)),
            Expr::Property(base, key, _) => {
                base.constant().map(|value| operator::property(value, key))
            }
            // Numbers are made one by one, when they are asked for.
            Expr::Call(function, arguments)
                if function.is_pure(arguments.len()) && function.name != "range" =>
            {
                constants(arguments).map(|arguments| function.call(&arguments, self.context))
            }
            _ => None,
        };
        match folded {
            Some(Ok(value)) => Expr::Constant(value),
            _ => expr,
        }
    }
}

fn constants(exprs: &[Expr]) -> Option<Vec<Value<'static>>> {
    exprs.iter().map(|expr| expr.constant().cloned()).collect()
}

/// Whether a plan has a row.
fn exists(mut plan: Plan) -> Expr {
    for stage in plan
        .branches
        .iter_mut()
        .flat_map(|branch| &mut branch.stages)
    {
        if stage.projection.is_none() {
            count::want_ends_only(&mut stage.operators);
        }
    }
    Expr::Exists(Box::new(plan))
}

/// Something that the check does not let through.
fn stray(what: &str) -> QueryError {
    QueryError::runtime(
        Class::SyntaxError,
        "InvalidAggregation",
        format!("{what} cannot stand here"),
    )
}

fn key_text(key: &str) -> Text<'static> {
    Text::from(key.to_owned())
}

/// The operands of one operator, however they are nested.
pub(super) fn flatten<'e>(expr: &'e ast::Expr, op: BinaryOp, into: &mut Vec<&'e ast::Expr>) {
    match &expr.kind {
        ExprKind::Binary(found, left, right) if *found == op => {
            flatten(left, op, into);
            flatten(right, op, into);
        }
        _ => into.push(expr),
    }
}

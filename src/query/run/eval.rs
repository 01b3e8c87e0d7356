//! The values of expressions.

use super::super::ast::{BinaryOp, QuantifierKind};
use super::super::error::{Class, QueryError, Result};
use super::super::operator::{self, binary, junction, logical, mistyped, truth};
use super::super::plan::{Entry, Expr, GraphFunction, LabelTest, Slot};
use super::super::store::{Store, Symbol};
use super::super::value::{Text, Value};
use super::{ENOUGH, ON, Row, Run};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The longest list that `range()` makes here; longer ones are left to the function.
const LONGEST: usize = 100_000_000;

impl<'g, 'p, S: Store> Run<'g, 'p, S> {
    /// Whether a predicate is true; null is not.
    pub(super) fn holds(&self, predicate: &'p Expr, row: &mut Row<'g>) -> Result<bool> {
        Ok(truth(&self.eval(predicate, row)?, "WHERE")? == Some(true))
    }

    /// The value of an expression.
    pub(super) fn eval(&self, expr: &'p Expr, row: &mut Row<'g>) -> Result<Value<'g>> {
        Ok(match expr {
            Expr::Constant(value) => value.clone(),
            Expr::Slot(slot) => row[*slot].clone(),
            Expr::Property(base, key, symbol) => match base.as_ref() {
                Expr::Slot(slot) => self.property(&row[*slot], key, *symbol)?,
                base => self.property(&self.eval(base, row)?, key, *symbol)?,
            },
            Expr::List(items) => Value::List(self.all(items, row)?.into()),
            Expr::Map(entries) => {
                let entry = |(key, value): &'p (Text<'static>, Expr)| {
                    Ok((key.clone() as Text<'g>, self.eval(value, row)?))
                };
                Value::Map(Arc::new(entries.iter().map(entry).collect::<Result<_>>()?))
            }
            Expr::MapProjection(base, entries) => {
                let base = self.eval(base, row)?;
                if base.is_null() {
                    return Ok(Value::Null);
                }
                let mut map = BTreeMap::new();
                for entry in entries {
                    match entry {
                        Entry::One(key, value) => {
                            map.insert(key.clone() as Text<'g>, self.eval(value, row)?);
                        }
                        Entry::All => {
                            if let Value::Map(all) = self.properties(&base)? {
                                map.extend(
                                    all.iter().map(|(key, value)| (key.clone(), value.clone())),
                                );
                            }
                        }
                    }
                }
                Value::Map(Arc::new(map))
            }
            Expr::Index(base, index) => {
                let (base, index) = (self.eval(base, row)?, self.eval(index, row)?);
                match (&base, &index) {
                    (Value::Node(_) | Value::Relationship(_), Value::String(key)) => {
                        self.property(&base, key, self.store.key(key))?
                    }
                    _ => operator::item(&base, &index)?,
                }
            }
            Expr::Slice(base, from, to) => {
                let base = self.eval(base, row)?;
                let from = from.as_ref().map(|from| self.eval(from, row)).transpose()?;
                let to = to.as_ref().map(|to| self.eval(to, row)).transpose()?;
                operator::slice(&base, from.as_ref(), to.as_ref())?
            }
            Expr::Not(inner) => logical(truth(&self.eval(inner, row)?, "NOT")?.map(|value| !value)),
            Expr::Negate(inner) => operator::negate(&self.eval(inner, row)?)?,
            Expr::And(operands) | Expr::Or(operands) => {
                let (deciding, word) = if matches!(expr, Expr::Or(_)) {
                    (true, "OR")
                } else {
                    (false, "AND")
                };
                let operands = operands
                    .iter()
                    .map(|operand| truth(&self.eval(operand, row)?, word));
                junction(operands, deciding)?
            }
            Expr::Binary(op, left, right) => {
                let left = self.eval(left, row)?;
                match (right.as_ref(), op) {
                    (Expr::Constant(right), _) => binary(*op, &left, right)?,
                    (right, BinaryOp::In) => {
                        // The list need not be copied.
                        let right = self.eval(right, row)?;
                        binary(*op, &left, &right)?
                    }
                    (right, _) => binary(*op, &left, &self.eval(right, row)?)?,
                }
            }
            Expr::Matches(inner, regex) => match self.eval(inner, row)? {
                Value::String(text) => Value::Boolean(regex.is_match(&text)),
                _ => Value::Null,
            },
            Expr::IsNull(inner, negated) => {
                Value::Boolean(self.eval(inner, row)?.is_null() != *negated)
            }
            Expr::HasLabels(inner, test) => self.has_labels(&self.eval(inner, row)?, test)?,
            Expr::Call(function, arguments) if function.name == "range" => {
                let arguments = self.all(arguments, row)?;
                let mut items = Vec::new();
                for number in super::expand::numbers(&arguments).into_iter().flatten() {
                    self.tick()?;
                    items.push(Value::Integer(number));
                    if items.len() > LONGEST {
                        break;
                    }
                }
                if items.is_empty() || items.len() > LONGEST {
                    // The function knows what is wrong with the arguments.
                    return function.call(&arguments, self.context);
                }
                Value::List(items.into())
            }
            Expr::Call(function, arguments) => match &arguments[..] {
                [one] => function.call(&[self.eval(one, row)?], self.context)?,
                arguments => function.call(&self.all(arguments, row)?, self.context)?,
            },
            Expr::Graph(function, argument) => self.graph(*function, self.eval(argument, row)?)?,
            Expr::NullIf(value, other) => {
                let value = self.eval(value, row)?;
                if value.equals(&self.eval(other, row)?) == Some(true) {
                    Value::Null
                } else {
                    value
                }
            }
            Expr::Case {
                operand,
                alternatives,
                otherwise,
            } => {
                let operand = operand
                    .as_ref()
                    .map(|operand| self.eval(operand, row))
                    .transpose()?;
                for (when, then) in alternatives {
                    let found = self.eval(when, row)?;
                    let chosen = match &operand {
                        Some(operand) => operand.equals(&found) == Some(true),
                        None => truth(&found, "WHEN")? == Some(true),
                    };
                    if chosen {
                        return self.eval(then, row);
                    }
                }
                self.eval(otherwise, row)?
            }
            Expr::ListComprehension {
                item,
                list,
                predicate,
                projection,
            } => {
                let Some(items) = self.items(list, row)? else {
                    return Ok(Value::Null);
                };
                let mut made = Vec::with_capacity(items.len());
                for value in items.iter() {
                    self.tick()?;
                    row[*item] = value.clone();
                    if let Some(predicate) = predicate
                        && !self.holds(predicate, row)?
                    {
                        continue;
                    }
                    made.push(match projection {
                        Some(projection) => self.eval(projection, row)?,
                        None => value.clone(),
                    });
                }
                Value::List(made.into())
            }
            Expr::Reduce {
                accumulator,
                initial,
                item,
                list,
                expr,
            } => {
                let Some(items) = self.items(list, row)? else {
                    return Ok(Value::Null);
                };
                let mut value = self.eval(initial, row)?;
                for next in items.iter() {
                    self.tick()?;
                    row[*accumulator] = value;
                    row[*item] = next.clone();
                    value = self.eval(expr, row)?;
                }
                value
            }
            Expr::Quantifier {
                kind,
                item,
                list,
                predicate,
            } => self.quantifier(*kind, *item, list, predicate, row)?,
            Expr::Exists(plan) => {
                let mut found = false;
                let _ = self.plan(plan, row, &mut |_, _| {
                    found = true;
                    Ok(ENOUGH)
                })?;
                Value::Boolean(found)
            }
            Expr::Count(plan) => {
                let mut count = 0;
                let _ = self.plan(plan, row, &mut |_, _| {
                    count += self.weight.get();
                    Ok(ON)
                })?;
                Value::Integer(count as i64)
            }
            Expr::Collect(plan) => {
                let mut values = Vec::new();
                let _ = self.plan(plan, row, &mut |row, columns| {
                    values.extend(columns.first().map(|slot| row[*slot].clone()));
                    Ok(ON)
                })?;
                Value::List(values.into())
            }
        })
    }

    fn all(&self, exprs: &'p [Expr], row: &mut Row<'g>) -> Result<Vec<Value<'g>>> {
        exprs.iter().map(|expr| self.eval(expr, row)).collect()
    }

    /// The items of a list; none of null.
    fn items(&self, list: &'p Expr, row: &mut Row<'g>) -> Result<Option<Arc<[Value<'g>]>>> {
        match self.eval(list, row)? {
            Value::Null => Ok(None),
            Value::List(items) => Ok(Some(items)),
            other => Err(mistyped("IN", "LIST", &other)),
        }
    }

    fn quantifier(
        &self,
        kind: QuantifierKind,
        item: Slot,
        list: &'p Expr,
        predicate: &'p Expr,
        row: &mut Row<'g>,
    ) -> Result<Value<'g>> {
        let Some(items) = self.items(list, row)? else {
            return Ok(Value::Null);
        };
        let asked = items.iter().map(|value| {
            self.tick()?;
            row[item] = value.clone();
            truth(&self.eval(predicate, row)?, "WHERE")
        });
        let negated = |answer: Result<Option<bool>>| Ok(answer?.map(|value| !value));
        match kind {
            QuantifierKind::All => junction(asked, false),
            QuantifierKind::Any => junction(asked, true),
            QuantifierKind::None => junction(asked.map(negated), false),
            QuantifierKind::Single => {
                let (mut found, mut unknown) = (0, false);
                for answer in asked {
                    match answer? {
                        Some(value) => found += usize::from(value),
                        None => unknown = true,
                    }
                    if found > 1 {
                        return Ok(Value::Boolean(false));
                    }
                }
                Ok(logical((!unknown).then_some(found == 1)))
            }
        }
    }

    /// A property of whatever has properties.
    fn property(&self, base: &Value<'g>, key: &str, symbol: Option<Symbol>) -> Result<Value<'g>> {
        Ok(match (base, symbol) {
            (Value::Node(node), Some(key)) => self.store.node_property(*node, key),
            (Value::Relationship(rel), Some(key)) => self.store.rel_property(*rel, key),
            (Value::Node(_) | Value::Relationship(_), None) => Value::Null,
            (other, _) => operator::property(other, key)?,
        })
    }

    fn has_labels(&self, value: &Value<'g>, test: &LabelTest) -> Result<Value<'g>> {
        Ok(Value::Boolean(match value {
            Value::Null => return Ok(Value::Null),
            Value::Node(node) => {
                let labels = self.store.labels(*node);
                let has =
                    |label: Option<Symbol>, _| label.is_some_and(|label| labels.contains(&label));
                test.holds(&has, !labels.is_empty())
            }
            Value::Relationship(rel) => {
                let kind = self.store.type_of(*rel);
                test.holds(&|_, asked| asked == Some(kind), true)
            }
            other => return Err(mistyped(":", "NODE or RELATIONSHIP", other)),
        }))
    }

    /// A function that asks the graph.
    fn graph(&self, function: GraphFunction, value: Value<'g>) -> Result<Value<'g>> {
        use GraphFunction as F;
        let name = |names: &'g [String], symbol: Symbol| {
            Value::String(Text::Borrowed(&names[symbol.0 as usize]))
        };
        let names = || self.store.names();
        Ok(match (function, &value) {
            (F::Exists, value) => Value::Boolean(match value {
                Value::Boolean(value) => *value,
                other => !other.is_null(),
            }),
            (_, Value::Null) => Value::Null,
            (F::Id, Value::Node(node)) => Value::Integer(node.0.into()),
            (F::Id, Value::Relationship(rel)) => Value::Integer(rel.0.into()),
            (F::ElementId, Value::Node(node)) => Value::text(format!("n{}", node.0)),
            (F::ElementId, Value::Relationship(rel)) => Value::text(format!("r{}", rel.0)),
            (F::Labels, Value::Node(node)) => {
                let labels = self.store.labels(*node).iter();
                Value::list(labels.map(|label| name(names().labels, *label)))
            }
            (F::Type, Value::Relationship(rel)) => {
                name(names().rel_types, self.store.type_of(*rel))
            }
            (F::Keys, Value::Map(entries)) => {
                Value::list(entries.keys().map(|key| Value::String(key.clone())))
            }
            (F::Keys, Value::Node(node)) => {
                let keys = self.store.node_keys(*node).into_iter();
                Value::list(keys.map(|key| name(names().keys, key)))
            }
            (F::Keys, Value::Relationship(rel)) => {
                let keys = self.store.rel_keys(*rel).into_iter();
                Value::list(keys.map(|key| name(names().keys, key)))
            }
            (F::Properties, Value::Map(_) | Value::Node(_) | Value::Relationship(_)) => {
                self.properties(&value)?
            }
            (F::Nodes, Value::Path(path)) => {
                Value::list(path.nodes.iter().copied().map(Value::Node))
            }
            (F::Relationships, Value::Path(path)) => {
                Value::list(path.rels.iter().copied().map(Value::Relationship))
            }
            (F::Length, Value::Path(path)) => Value::Integer(path.rels.len() as i64),
            (F::StartNode, Value::Relationship(rel)) => Value::Node(self.store.ends(*rel).0),
            (F::EndNode, Value::Relationship(rel)) => Value::Node(self.store.ends(*rel).1),
            (_, other) => {
                let (function, expected) = match function {
                    F::Id => ("id()", "NODE or RELATIONSHIP"),
                    F::ElementId => ("elementId()", "NODE or RELATIONSHIP"),
                    F::Labels => ("labels()", "NODE"),
                    F::Keys => ("keys()", "NODE, RELATIONSHIP or MAP"),
                    F::Properties => ("properties()", "NODE, RELATIONSHIP or MAP"),
                    F::Nodes => ("nodes()", "PATH"),
                    F::Relationships => ("relationships()", "PATH"),
                    F::Length => ("length()", "PATH"),
                    F::Type => ("type()", "RELATIONSHIP"),
                    F::StartNode => ("startNode()", "RELATIONSHIP"),
                    _ => ("endNode()", "RELATIONSHIP"),
                };
                let mut error = mistyped(function, expected, other);
                error.detail = "InvalidArgumentValue";
                return Err(error);
            }
        })
    }

    /// All properties, as a map.
    fn properties(&self, value: &Value<'g>) -> Result<Value<'g>> {
        let names = self.store.names().keys;
        let key = |symbol: Symbol| Text::Borrowed(names[symbol.0 as usize].as_str());
        let map = match value {
            Value::Node(node) => {
                let keys = self.store.node_keys(*node).into_iter();
                keys.map(|found| (key(found), self.store.node_property(*node, found)))
                    .collect()
            }
            Value::Relationship(rel) => {
                let keys = self.store.rel_keys(*rel).into_iter();
                keys.map(|found| (key(found), self.store.rel_property(*rel, found)))
                    .collect()
            }
            Value::Map(_) | Value::Null => return Ok(value.clone()),
            other => {
                return Err(QueryError::runtime(
                    Class::TypeError,
                    "InvalidArgumentType",
                    format!("{} has no properties", other.type_name()),
                ));
            }
        };
        Ok(Value::Map(Arc::new(map)))
    }
}

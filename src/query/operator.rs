//! What operators make of values: logic with a third value, arithmetic, text, parts of lists and
//! maps. Nothing here asks the graph.

use super::ast::BinaryOp;
use super::compare::Comparison;
use super::error::{Class, QueryError, Result};
use super::value::Value;
use std::cmp::Ordering;

/// An operand of the wrong type.
pub fn mistyped(place: &str, expected: &str, found: &Value) -> QueryError {
    QueryError::runtime(
        Class::TypeError,
        "InvalidArgumentType",
        format!(
            "{place} takes {expected}, and here stands {}",
            found.type_name()
        ),
    )
}

/// Whether a value is true; none for null.
pub fn truth(value: &Value, place: &str) -> Result<Option<bool>> {
    match value {
        Value::Boolean(value) => Ok(Some(*value)),
        Value::Null => Ok(None),
        other => Err(mistyped(place, "BOOLEAN", other)),
    }
}

/// What may be true, false or not known, as a value.
pub fn logical<'g>(value: Option<bool>) -> Value<'g> {
    value.map_or(Value::Null, Value::Boolean)
}

/// `AND` and `OR` of any number of operands: as soon as one decides, those behind it are not
/// looked at.
pub fn junction<'g>(
    operands: impl Iterator<Item = Result<Option<bool>>>,
    deciding: bool,
) -> Result<Value<'g>> {
    let mut known = Some(!deciding);
    for operand in operands {
        match operand? {
            Some(value) if value == deciding => return Ok(Value::Boolean(deciding)),
            Some(_) => {}
            None => known = None,
        }
    }
    Ok(logical(known))
}

/// An operator between two values.
pub fn binary<'g>(op: BinaryOp, left: &Value<'g>, right: &Value<'g>) -> Result<Value<'g>> {
    use BinaryOp as Op;
    Ok(match op {
        Op::Equal => logical(left.equals(right)),
        Op::NotEqual => logical(left.equals(right).map(|equal| !equal)),
        Op::Less | Op::LessEqual | Op::Greater | Op::GreaterEqual => {
            logical(compares(op, left, right))
        }
        Op::And | Op::Or => {
            let operands = [left, right]
                .into_iter()
                .map(|value| truth(value, name(op)));
            junction(operands, op == Op::Or)?
        }
        Op::Xor => {
            let (left, right) = (truth(left, "XOR")?, truth(right, "XOR")?);
            logical(left.zip(right).map(|(left, right)| left != right))
        }
        Op::In => contained(left, right)?,
        Op::StartsWith | Op::EndsWith | Op::Contains => match (left, right) {
            (Value::String(text), Value::String(part)) => Value::Boolean(match op {
                Op::StartsWith => text.starts_with(part.as_str()),
                Op::EndsWith => text.ends_with(part.as_str()),
                _ => text.contains(part.as_str()),
            }),
            _ => Value::Null,
        },
        Op::Matches => match (left, right) {
            (Value::String(text), Value::String(pattern)) => {
                Value::Boolean(regex(pattern)?.is_match(text))
            }
            _ => Value::Null,
        },
        Op::Concat => match (left, right) {
            (Value::Null, _) | (_, Value::Null) => Value::Null,
            (Value::String(_), Value::String(_)) | (Value::List(_), Value::List(_)) => {
                add(left, right)?
            }
            _ => return Err(undefined(op, left, right)),
        },
        _ if left.is_null() || right.is_null() => Value::Null,
        Op::Add => add(left, right)?,
        Op::Power => match (as_float(left), as_float(right)) {
            (Some(base), Some(exponent)) => Value::Float(base.powf(exponent)),
            _ => return Err(undefined(op, left, right)),
        },
        Op::Subtract | Op::Multiply | Op::Divide | Op::Remainder => arithmetic(op, left, right)?,
    })
}

/// How an operator is written.
pub fn name(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Or => "OR",
        BinaryOp::Xor => "XOR",
        BinaryOp::And => "AND",
        BinaryOp::Equal => "=",
        BinaryOp::NotEqual => "<>",
        BinaryOp::Less => "<",
        BinaryOp::LessEqual => "<=",
        BinaryOp::Greater => ">",
        BinaryOp::GreaterEqual => ">=",
        BinaryOp::Matches => "=~",
        BinaryOp::In => "IN",
        BinaryOp::StartsWith => "STARTS WITH",
        BinaryOp::EndsWith => "ENDS WITH",
        BinaryOp::Contains => "CONTAINS",
        BinaryOp::Add => "+",
        BinaryOp::Subtract => "-",
        BinaryOp::Multiply => "*",
        BinaryOp::Divide => "/",
        BinaryOp::Remainder => "%",
        BinaryOp::Power => "^",
        BinaryOp::Concat => "||",
    }
}

/// A regular expression that must match the whole text.
pub fn regex(pattern: &str) -> Result<regex::Regex> {
    regex::Regex::new(&format!("^(?:{pattern})$")).map_err(|error| {
        QueryError::runtime(
            Class::SyntaxError,
            "InvalidRegularExpression",
            format!("'{pattern}' is no regular expression: {error}"),
        )
    })
}

/// What finds a text as it stands; none where it is too long to be prepared.
pub fn literal(text: &str) -> Option<regex::Regex> {
    regex::Regex::new(&regex::escape(text)).ok()
}

fn compares(op: BinaryOp, left: &Value, right: &Value) -> Option<bool> {
    match left.compare(right) {
        Comparison::Unknown => None,
        Comparison::Unordered => Some(false),
        Comparison::Ordered(order) => Some(match op {
            BinaryOp::Less => order == Ordering::Less,
            BinaryOp::LessEqual => order != Ordering::Greater,
            BinaryOp::Greater => order == Ordering::Greater,
            _ => order != Ordering::Less,
        }),
    }
}

fn contained<'g>(item: &Value<'g>, list: &Value<'g>) -> Result<Value<'g>> {
    match list {
        Value::Null => Ok(Value::Null),
        Value::List(items) => junction(items.iter().map(|other| Ok(item.equals(other))), true),
        other => Err(mistyped("IN", "LIST", other)),
    }
}

/// `+`, of values that are not null.
fn add<'g>(left: &Value<'g>, right: &Value<'g>) -> Result<Value<'g>> {
    let joined = |left: &str, right: &str| Value::text([left, right].concat());
    let number = |value: &Value| match value {
        Value::Float(number) => super::function::float_text(*number),
        Value::Integer(number) => number.to_string(),
        _ => String::new(),
    };
    Ok(match (left, right) {
        (Value::List(a), Value::List(b)) => Value::list(a.iter().chain(b.iter()).cloned()),
        (Value::List(items), item) => Value::list(items.iter().chain([item]).cloned()),
        (item, Value::List(items)) => Value::list([item].into_iter().chain(items.iter()).cloned()),
        (Value::String(a), Value::String(b)) => joined(a, b),
        (Value::String(text), Value::Integer(_) | Value::Float(_)) => joined(text, &number(right)),
        (Value::Integer(_) | Value::Float(_), Value::String(text)) => joined(&number(left), text),
        _ => arithmetic(BinaryOp::Add, left, right)?,
    })
}

fn arithmetic<'g>(op: BinaryOp, left: &Value<'g>, right: &Value<'g>) -> Result<Value<'g>> {
    use BinaryOp as Op;
    Ok(match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => {
            if *b == 0 && matches!(op, Op::Divide | Op::Remainder) {
                return Err(QueryError::runtime(
                    Class::ArithmeticError,
                    "DivisionByZero",
                    format!("{a} {} 0 has no value", name(op)),
                ));
            }
            let result = match op {
                Op::Add => a.checked_add(*b),
                Op::Subtract => a.checked_sub(*b),
                Op::Multiply => a.checked_mul(*b),
                Op::Divide => a.checked_div(*b),
                _ => a.checked_rem(*b),
            };
            Value::Integer(result.ok_or_else(|| overflow(&format!("{a} {} {b}", name(op))))?)
        }
        (Value::Temporal(a), Value::Temporal(b)) if op == Op::Add => Value::Temporal(a.plus(b)?),
        (Value::Temporal(a), Value::Temporal(b)) if op == Op::Subtract => {
            Value::Temporal(a.minus(b)?)
        }
        (Value::Temporal(a), _) if op == Op::Multiply => Value::Temporal(a.times(right)?),
        (_, Value::Temporal(b)) if op == Op::Multiply => Value::Temporal(b.times(left)?),
        (Value::Temporal(a), _) if op == Op::Divide => Value::Temporal(a.divided_by(right)?),
        _ => match (as_float(left), as_float(right)) {
            (Some(a), Some(b)) => Value::Float(match op {
                Op::Add => a + b,
                Op::Subtract => a - b,
                Op::Multiply => a * b,
                Op::Divide => a / b,
                _ => a % b,
            }),
            _ => return Err(undefined(op, left, right)),
        },
    })
}

/// `-value`.
pub fn negate<'g>(value: &Value<'g>) -> Result<Value<'g>> {
    Ok(match value {
        Value::Null => Value::Null,
        Value::Integer(number) => Value::Integer(
            number
                .checked_neg()
                .ok_or_else(|| overflow(&format!("-({number})")))?,
        ),
        Value::Float(number) => Value::Float(-number),
        Value::Temporal(length) => Value::Temporal(length.times(&Value::Integer(-1))?),
        other => return Err(mistyped("-", "INTEGER or FLOAT", other)),
    })
}

/// A whole number beyond 64 bits.
pub fn overflow(what: &str) -> QueryError {
    QueryError::runtime(
        Class::ArithmeticError,
        "IntegerOverflow",
        format!("{what} does not fit into 64 bits"),
    )
    .with_help("toFloat() makes it a number that may be so great")
}

fn undefined(op: BinaryOp, left: &Value, right: &Value) -> QueryError {
    QueryError::runtime(
        Class::TypeError,
        "InvalidArgumentType",
        format!(
            "{} {} {} is not defined",
            left.type_name(),
            name(op),
            right.type_name()
        ),
    )
}

/// A number as a float.
pub fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

/// A part of a value that stands outside the graph: an entry of a map, a field of a date.
pub fn property<'g>(value: &Value<'g>, key: &str) -> Result<Value<'g>> {
    match value {
        Value::Null => Ok(Value::Null),
        Value::Map(entries) => Ok(entries.get(key).cloned().unwrap_or(Value::Null)),
        Value::Temporal(temporal) => temporal.component(key).ok_or_else(|| {
            QueryError::runtime(
                Class::TypeError,
                "InvalidArgumentType",
                format!("{} has no part {key}", temporal.type_name()),
            )
        }),
        other => Err(QueryError::runtime(
            Class::TypeError,
            "InvalidArgumentType",
            format!(
                "{} has no properties, so there is no .{key}",
                other.type_name()
            ),
        )),
    }
}

/// `list[index]`, negative from its end.
pub fn item<'g>(list: &Value<'g>, index: &Value<'g>) -> Result<Value<'g>> {
    match (list, index) {
        (Value::Null, _) | (_, Value::Null) => Ok(Value::Null),
        (Value::List(items), Value::Integer(index)) => {
            let at = if *index < 0 {
                items.len() as i64 + index
            } else {
                *index
            };
            let item = usize::try_from(at).ok().and_then(|at| items.get(at));
            Ok(item.cloned().unwrap_or(Value::Null))
        }
        (Value::List(_), other) => Err(mistyped("[ ... ] of a list", "INTEGER", other)),
        (Value::Map(entries), Value::String(key)) => {
            Ok(entries.get(key.as_str()).cloned().unwrap_or(Value::Null))
        }
        (Value::Map(_), other) => Err(QueryError::runtime(
            Class::TypeError,
            "MapElementAccessByNonString",
            format!(
                "[ ... ] of a map takes STRING, and here stands {}",
                other.type_name()
            ),
        )),
        (other, _) => Err(mistyped("[ ... ]", "a LIST or a MAP before it", other)),
    }
}

/// `list[from..to]`; an end that is not given is that of the list.
pub fn slice<'g>(list: &Value<'g>, from: Option<&Value>, to: Option<&Value>) -> Result<Value<'g>> {
    let items = match list {
        Value::Null => return Ok(Value::Null),
        Value::List(items) => items,
        other => return Err(mistyped("[ .. ]", "a LIST before it", other)),
    };
    let length = items.len() as i64;
    let end = |end: Option<&Value>, open: i64| match end {
        None => Ok(Some(open)),
        Some(Value::Null) => Ok(None),
        Some(Value::Integer(at)) if *at < 0 => Ok(Some((length + at).max(0))),
        Some(Value::Integer(at)) => Ok(Some((*at).min(length))),
        Some(other) => Err(mistyped("[ .. ]", "INTEGER", other)),
    };
    Ok(match (end(from, 0)?, end(to, length)?) {
        (Some(from), Some(to)) if from < to => {
            Value::list(items[from as usize..to as usize].iter().cloned())
        }
        (Some(_), Some(_)) => Value::list([]),
        _ => Value::Null,
    })
}

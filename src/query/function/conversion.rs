//! Functions from one type to another. What has no counterpart is null when it is text and an
//! error when it is of a type that never has one; the forms `...OrNull` give null for both.

use super::super::error::{Class, QueryError, Result};
use super::super::value::Value;
use super::Body::{Lenient, Strict};
use super::{Call, Context, Function, list, row};

pub(super) const TABLE: &[Function] = &[
    row("toBoolean", 1, 1, Strict(to_boolean)),
    row(
        "toBooleanOrNull",
        1,
        1,
        Strict(|a, c| Ok(to_boolean(a, c).unwrap_or(Value::Null))),
    ),
    row("toBooleanList", 1, 1, Strict(|a, c| each(a, c, to_boolean))),
    row("toInteger", 1, 1, Strict(to_integer)),
    row("toInt", 1, 1, Strict(to_integer)),
    row(
        "toIntegerOrNull",
        1,
        1,
        Strict(|a, c| Ok(to_integer(a, c).unwrap_or(Value::Null))),
    ),
    row("toIntegerList", 1, 1, Strict(|a, c| each(a, c, to_integer))),
    row("toFloat", 1, 1, Strict(to_float)),
    row(
        "toFloatOrNull",
        1,
        1,
        Strict(|a, c| Ok(to_float(a, c).unwrap_or(Value::Null))),
    ),
    row("toFloatList", 1, 1, Strict(|a, c| each(a, c, to_float))),
    row("toString", 1, 1, Strict(to_string)),
    row(
        "toStringOrNull",
        1,
        1,
        Strict(|a, c| Ok(to_string(a, c).unwrap_or(Value::Null))),
    ),
    row("toStringList", 1, 1, Strict(|a, c| each(a, c, to_string))),
    row(
        "valueType",
        1,
        1,
        Lenient(|a, _| Ok(Value::text(value_type(&a[0])))),
    ),
];

/// A type that cannot be converted.
fn inconvertible(target: &str, found: &Value) -> QueryError {
    QueryError::runtime(
        Class::TypeError,
        "InvalidArgumentValue",
        format!("{} cannot be converted to {target}", found.type_name()),
    )
}

/// Each item converted, or null.
fn each<'g>(arguments: &[Value<'g>], context: &Context, convert: Call) -> Result<Value<'g>> {
    let items = list(&arguments[0])?.iter();
    let converted =
        items.map(|item| convert(std::slice::from_ref(item), context).unwrap_or(Value::Null));
    Ok(Value::list(converted))
}

fn to_boolean<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    match &arguments[0] {
        Value::Boolean(value) => Ok(Value::Boolean(*value)),
        Value::Integer(number) => Ok(Value::Boolean(*number != 0)),
        Value::String(text) => Ok(match text.trim().to_ascii_lowercase().as_str() {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => Value::Null,
        }),
        other => Err(inconvertible("BOOLEAN", other)),
    }
}

/// A fraction is dropped. What no 64 bits hold is null as text and an error as a number.
fn to_integer<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    match &arguments[0] {
        Value::Integer(number) => Ok(Value::Integer(*number)),
        Value::Float(number) => whole(*number).map(Value::Integer).ok_or_else(|| {
            super::out_of_range(format!(
                "{} is too great for an INTEGER",
                float_text(*number)
            ))
        }),
        Value::String(text) => {
            let number = text.trim();
            let integer = number
                .parse()
                .ok()
                .or_else(|| decimal(number).and_then(whole));
            Ok(integer.map_or(Value::Null, Value::Integer))
        }
        other => Err(inconvertible("INTEGER", other)),
    }
}

fn to_float<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    match &arguments[0] {
        Value::Integer(number) => Ok(Value::Float(*number as f64)),
        Value::Float(number) => Ok(Value::Float(*number)),
        Value::String(text) => Ok(decimal(text.trim()).map_or(Value::Null, Value::Float)),
        other => Err(inconvertible("FLOAT", other)),
    }
}

fn to_string<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    match &arguments[0] {
        Value::Boolean(value) => Ok(Value::text(if *value { "true" } else { "false" })),
        Value::Integer(number) => Ok(Value::text(number.to_string())),
        Value::Float(number) => Ok(Value::text(float_text(*number))),
        Value::String(text) => Ok(Value::String(text.clone())),
        Value::Temporal(temporal) => Ok(Value::text(temporal.to_string())),
        other => Err(inconvertible("STRING", other)),
    }
}

/// A number as it is written; the words that a parser of floats takes too are none.
fn decimal(text: &str) -> Option<f64> {
    let digits = text
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'.' | b'+' | b'-' | b'e' | b'E'));
    if !digits && !matches!(text, "NaN" | "Infinity" | "-Infinity") {
        return None;
    }
    text.parse().ok()
}

/// Without its fraction, if it is then an integer of 64 bits.
fn whole(number: f64) -> Option<i64> {
    // 2^63, which a float holds exactly and an integer no more.
    const BOUND: f64 = 9_223_372_036_854_775_808.0;
    (-BOUND..BOUND).contains(&number).then_some(number as i64)
}

/// A float as text: the shortest that is read back as the same, never like an integer.
pub fn float_text(number: f64) -> String {
    if number.is_infinite() {
        return String::from(if number > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        });
    }
    format!("{number:?}")
}

/// The type as a query may name it; of a list, that of its items when they have the same.
fn value_type(value: &Value) -> String {
    match value {
        Value::Null => String::from("NULL"),
        Value::List(items) => {
            let mut types = items.iter().map(value_type);
            let first = types.next().unwrap_or_else(|| String::from("NOTHING"));
            let inner = if types.all(|other| other == first) {
                first
            } else {
                String::from("ANY")
            };
            format!("LIST<{inner}> NOT NULL")
        }
        other => format!("{} NOT NULL", other.type_name()),
    }
}

//! Functions of lists, and those that choose among values.

use super::super::error::{Class, Result};
use super::super::value::{Text, Value};
use super::Body::{Lenient, Strict};
use super::{Context, Function, integer, list, mistyped, out_of_range, row};

pub(super) const TABLE: &[Function] = &[
    row(
        "head",
        1,
        1,
        Strict(|a, _| Ok(list(&a[0])?.first().cloned().unwrap_or(Value::Null))),
    ),
    row(
        "last",
        1,
        1,
        Strict(|a, _| Ok(list(&a[0])?.last().cloned().unwrap_or(Value::Null))),
    ),
    row(
        "tail",
        1,
        1,
        Strict(|a, _| Ok(Value::list(list(&a[0])?.iter().skip(1).cloned()))),
    ),
    row("reverse", 1, 1, Strict(reverse)),
    row("size", 1, 1, Strict(size)),
    row("isEmpty", 1, 1, Strict(is_empty)),
    row("range", 2, 3, Strict(range)),
    row(
        "coalesce",
        1,
        usize::MAX,
        Lenient(|a, _| {
            Ok(a.iter()
                .find(|v| !v.is_null())
                .cloned()
                .unwrap_or(Value::Null))
        }),
    ),
];

fn reverse<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    match &arguments[0] {
        Value::List(items) => Ok(Value::list(items.iter().rev().cloned())),
        Value::String(text) => Ok(Value::text(text.chars().rev().collect::<String>())),
        other => Err(mistyped("LIST or STRING", other)),
    }
}

fn size<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    match &arguments[0] {
        Value::List(items) => Ok(Value::Integer(items.len() as i64)),
        Value::String(text) => super::string::length(text),
        other => Err(mistyped("LIST or STRING", other)),
    }
}

fn is_empty<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    Ok(Value::Boolean(match &arguments[0] {
        Value::List(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::String(text) => Text::as_str(text).is_empty(),
        other => return Err(mistyped("LIST, MAP or STRING", other)),
    }))
}

/// The most numbers that `range` makes: a limit of rows would come too late for a list.
const LONGEST: i128 = 100_000_000;

/// Whole numbers from a first to a last, both included.
fn range<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    let number = |index: usize| {
        arguments
            .get(index)
            .map_or(Ok(1), integer)
            .map_err(|mut error| {
                error.class = Class::ArgumentError;
                error
            })
    };
    let (first, last, step) = (number(0)?, number(1)?, number(2)?);
    if step == 0 {
        return Err(out_of_range("a step other than 0 expected"));
    }
    let length = ((i128::from(last) - i128::from(first)) / i128::from(step) + 1).max(0);
    // The division rounds towards zero, so that a last just before the first seems to be reached.
    let length = if (last < first) == (step < 0) || last == first {
        length
    } else {
        0
    };
    if length > LONGEST {
        return Err(out_of_range(format!(
            "at most {LONGEST} numbers expected, {length} asked for"
        )));
    }
    Ok(Value::list(
        (0..length as i64).map(|index| Value::Integer(first + index * step)),
    ))
}

//! Functions of numbers.

use super::super::error::Result;
use super::super::value::Value;
use super::Body::{Impure, Number, Strict};
use super::{Context, Function, float, integer, invalid, out_of_range, row, text};
use std::f64::consts;

pub(super) const TABLE: &[Function] = &[
    row("abs", 1, 1, Strict(abs)),
    row("sign", 1, 1, Strict(sign)),
    row("round", 1, 3, Strict(round)),
    row("ceil", 1, 1, Number(f64::ceil)),
    row("ceiling", 1, 1, Number(f64::ceil)),
    row("floor", 1, 1, Number(f64::floor)),
    row(
        "isNaN",
        1,
        1,
        Strict(|a, _| Ok(Value::Boolean(float(&a[0])?.is_nan()))),
    ),
    row(
        "rand",
        0,
        0,
        Impure(|_, context| Ok(Value::Float(context.random()))),
    ),
    row("e", 0, 0, Strict(|_, _| Ok(Value::Float(consts::E)))),
    row("pi", 0, 0, Strict(|_, _| Ok(Value::Float(consts::PI)))),
    row("sqrt", 1, 1, Number(f64::sqrt)),
    row("exp", 1, 1, Number(f64::exp)),
    row("log", 1, 1, Number(f64::ln)),
    row("ln", 1, 1, Number(f64::ln)),
    row("log10", 1, 1, Number(f64::log10)),
    row(
        "power",
        2,
        2,
        Strict(|a, _| Ok(Value::Float(float(&a[0])?.powf(float(&a[1])?)))),
    ),
    row("sin", 1, 1, Number(f64::sin)),
    row("cos", 1, 1, Number(f64::cos)),
    row("tan", 1, 1, Number(f64::tan)),
    row("cot", 1, 1, Number(|x| x.tan().recip())),
    row("asin", 1, 1, Number(f64::asin)),
    row("acos", 1, 1, Number(f64::acos)),
    row("atan", 1, 1, Number(f64::atan)),
    row(
        "atan2",
        2,
        2,
        Strict(|a, _| Ok(Value::Float(float(&a[0])?.atan2(float(&a[1])?)))),
    ),
    row("sinh", 1, 1, Number(f64::sinh)),
    row("cosh", 1, 1, Number(f64::cosh)),
    row("tanh", 1, 1, Number(f64::tanh)),
    row("coth", 1, 1, Number(|x| x.tanh().recip())),
    row("degrees", 1, 1, Number(f64::to_degrees)),
    row("radians", 1, 1, Number(f64::to_radians)),
    row("haversin", 1, 1, Number(|x| (1.0 - x.cos()) / 2.0)),
];

fn abs<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    match &arguments[0] {
        Value::Integer(number) => {
            let magnitude = number.checked_abs();
            magnitude
                .map(Value::Integer)
                .ok_or_else(|| out_of_range(format!("{number} has no opposite")))
        }
        other => Ok(Value::Float(float(other)?.abs())),
    }
}

fn sign<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    Ok(Value::Integer(match &arguments[0] {
        Value::Integer(number) => number.signum(),
        other => {
            let number = float(other)?;
            i64::from(number > 0.0) - i64::from(number < 0.0)
        }
    }))
}

/// To so many decimal places, none where nothing is said. Halves go up where neither places nor a
/// mode are named, else away from zero.
fn round<'g>(arguments: &[Value<'g>], _: &Context) -> Result<Value<'g>> {
    let number = float(&arguments[0])?;
    let places = arguments.get(1).map_or(Ok(0), integer)?;
    // A float has no digit that means something after the 340th place.
    let places = i32::try_from(places.min(340))
        .ok()
        .filter(|places| *places >= 0);
    let places = places.ok_or_else(|| out_of_range("a number of places, 0 or more, expected"))?;
    let scaled = shift(number, places);
    if !scaled.is_finite() {
        return Ok(Value::Float(number));
    }
    let half = scaled.fract().abs() == 0.5;
    let mode = arguments
        .get(2)
        .map(text)
        .transpose()?
        .map(|mode| mode.to_ascii_uppercase());
    let rounded = match mode.as_deref() {
        None if places == 0 && half => scaled.ceil(),
        None | Some("HALF_UP") => scaled.round(),
        Some("HALF_DOWN") if half => scaled.trunc(),
        Some("HALF_DOWN") => scaled.round(),
        Some("HALF_EVEN") => scaled.round_ties_even(),
        Some("UP") => scaled.abs().ceil().copysign(scaled),
        Some("DOWN") => scaled.trunc(),
        Some("CEILING") => scaled.ceil(),
        Some("FLOOR") => scaled.floor(),
        Some(other) => {
            const MODES: &str = "UP, DOWN, CEILING, FLOOR, HALF_UP, HALF_DOWN or HALF_EVEN";
            return Err(invalid(format!("{MODES} expected, '{other}' found")));
        }
    };
    Ok(Value::Float(shift(rounded, -places)))
}

/// Times a power of ten, as decimals: 1.005 becomes 100.5, which a multiplication of floats misses.
fn shift(number: f64, places: i32) -> f64 {
    let shifted = format!("{number:e}")
        .split_once('e')
        .and_then(|(digits, exponent)| {
            let exponent = exponent.parse::<i32>().ok()? + places;
            format!("{digits}e{exponent}").parse().ok()
        });
    // What is not finite has no digits to be shifted.
    shifted.unwrap_or(number)
}

//! The functions of the language, by name: one table for whoever checks a query and whoever runs
//! it. What needs the graph (`labels`, `nodes`) or many rows (`count`) is named here with its
//! arguments and computed by the executor; all else is computed here.

mod conversion;
mod graph;
mod list;
mod mathematical;
mod string;
mod temporal;

pub use conversion::float_text;

use super::error::{Class, QueryError, Result};
use super::temporal::Instant;
use super::value::{Text, Value};
use std::cell::Cell;

/// The families.
const TABLES: [&[Function]; 11] = [
    conversion::TABLE,
    graph::TABLE,
    list::TABLE,
    mathematical::TABLE,
    string::TABLE,
    temporal::TABLE,
    temporal::DATE,
    temporal::TIME,
    temporal::LOCAL_TIME,
    temporal::DATE_TIME,
    temporal::LOCAL_DATE_TIME,
];

/// The function of that name, whatever its case.
pub fn lookup(name: &str) -> Option<&'static Function> {
    TABLES
        .into_iter()
        .flatten()
        .find(|function| function.name.eq_ignore_ascii_case(name))
}

/// The names of all functions, for suggestions.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLES.into_iter().flatten().map(|function| function.name)
}

/// What a function may know beside its arguments. Nothing here reads a clock or a source of
/// chance, so that the same query gives the same rows.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The time for `date()` and its kin; without one they are errors.
    pub now: Option<Instant>,
    /// State of `rand()`: where it begins decides what it gives.
    random: Cell<u64>,
}

impl Context {
    /// A context of a given time and seed.
    pub fn new(now: Option<Instant>, seed: u64) -> Context {
        Context {
            now,
            random: Cell::new(seed),
        }
    }

    /// The time, or an error that says that nobody gave one.
    pub fn now(&self) -> Result<Instant> {
        self.now.ok_or_else(|| {
            QueryError::runtime(
                Class::ArgumentError,
                "NoClock",
                "the current time is not known here",
            )
            .with_help("give the time as an argument or a parameter")
        })
    }

    /// A number from 0 to below 1 (SplitMix64).
    pub fn random(&self) -> f64 {
        let state = self.random.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.random.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let bits = (mixed ^ (mixed >> 31)) >> 11;
        // 53 bits are what a float holds exactly.
        bits as f64 / (1_u64 << 53) as f64
    }
}

/// A function.
#[derive(Debug, Clone, Copy)]
pub struct Function {
    /// As the language's reference writes it; queries may use any case.
    pub name: &'static str,
    /// How many arguments, at least and at most.
    pub arity: (usize, usize),
    /// Who computes it.
    pub body: Body,
}

/// Who computes a function.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// This module; null when any argument is.
    Strict(Call),
    /// This module; nulls are passed to it.
    Lenient(Call),
    /// This module; null when any argument is, and the current time's when there is none.
    Clock(Call),
    /// This module; never from the arguments alone, so that it must not be computed beforehand.
    Impure(Call),
    /// This module: a number of a number; null of null.
    Number(fn(f64) -> f64),
    /// The executor, which knows the graph.
    Graph,
    /// The executor, of many rows.
    Aggregate,
}

/// What computes a value of arguments, as many as the arity allows.
pub type Call = for<'g> fn(&[Value<'g>], &Context) -> Result<Value<'g>>;

impl Function {
    /// Whether so many arguments alone decide the value.
    pub fn is_pure(&self, arguments: usize) -> bool {
        match self.body {
            Body::Strict(_) | Body::Lenient(_) | Body::Number(_) => true,
            Body::Clock(_) => arguments > 0,
            Body::Impure(_) | Body::Graph | Body::Aggregate => false,
        }
    }

    /// Whether it takes so many arguments.
    pub fn takes(&self, count: usize) -> bool {
        (self.arity.0..=self.arity.1).contains(&count)
    }

    /// The value, unless the executor computes it: then it is an error to ask here.
    pub fn call<'g>(&self, arguments: &[Value<'g>], context: &Context) -> Result<Value<'g>> {
        if !matches!(self.body, Body::Lenient(_)) && arguments.iter().any(Value::is_null) {
            return Ok(Value::Null);
        }
        match self.body {
            Body::Strict(call) | Body::Lenient(call) | Body::Clock(call) | Body::Impure(call) => {
                call(arguments, context)
            }
            Body::Number(number) => Ok(Value::Float(number(float(&arguments[0])?))),
            Body::Graph | Body::Aggregate => Err(QueryError::runtime(
                Class::SemanticError,
                "InvalidFunctionUse",
                format!("{}() cannot be computed of values alone", self.name),
            )),
        }
        .map_err(|mut error| {
            error.message = format!("{}(): {}", self.name, error.message);
            error
        })
    }
}

/// A row of a family's table.
const fn row(name: &'static str, least: usize, most: usize, body: Body) -> Function {
    Function {
        name,
        arity: (least, most),
        body,
    }
}

/// An argument of the wrong type.
fn mistyped(expected: &str, found: &Value) -> QueryError {
    QueryError::runtime(
        Class::TypeError,
        "InvalidArgumentType",
        format!("{expected} expected, {} found", found.type_name()),
    )
}

/// An argument of the right type with which nothing can be done.
fn invalid(message: impl Into<String>) -> QueryError {
    QueryError::runtime(Class::ArgumentError, "InvalidArgumentValue", message)
}

/// A number too great, too small or where none of its kind can be.
fn out_of_range(message: impl Into<String>) -> QueryError {
    QueryError::runtime(Class::ArgumentError, "NumberOutOfRange", message)
}

/// A text.
fn text<'a, 'g>(value: &'a Value<'g>) -> Result<&'a Text<'g>> {
    match value {
        Value::String(text) => Ok(text),
        other => Err(mistyped("STRING", other)),
    }
}

/// A whole number.
fn integer(value: &Value) -> Result<i64> {
    match value {
        Value::Integer(number) => Ok(*number),
        other => Err(mistyped("INTEGER", other)),
    }
}

/// How many of something: a whole number that is not negative.
fn count(value: &Value) -> Result<usize> {
    let number = integer(value)?;
    usize::try_from(number).map_err(|_| out_of_range(format!("{number} is negative")))
}

/// A number, whole or not.
fn float(value: &Value) -> Result<f64> {
    match value {
        Value::Integer(number) => Ok(*number as f64),
        Value::Float(number) => Ok(*number),
        other => Err(mistyped("INTEGER or FLOAT", other)),
    }
}

/// A list.
fn list<'a, 'g>(value: &'a Value<'g>) -> Result<&'a [Value<'g>]> {
    match value {
        Value::List(items) => Ok(items),
        other => Err(mistyped("LIST", other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of a call, as text; an error by its detail.
    fn call(name: &str, arguments: &[Value]) -> String {
        let function = lookup(name).expect("a function");
        assert!(
            function.takes(arguments.len()),
            "{name} with {} arguments",
            arguments.len()
        );
        fn show(value: &Value) -> String {
            match value {
                Value::List(items) => format!(
                    "[{}]",
                    items.iter().map(show).collect::<Vec<_>>().join(", ")
                ),
                Value::String(text) => format!("'{text}'"),
                Value::Float(number) => float_text(*number),
                Value::Integer(number) => number.to_string(),
                Value::Boolean(value) => value.to_string(),
                Value::Null => String::from("null"),
                other => other.type_name().to_owned(),
            }
        }
        function
            .call(arguments, &Context::default())
            .map_or_else(|error| error.detail.to_owned(), |value| show(&value))
    }

    fn s(text: &str) -> Value<'_> {
        Value::text(text)
    }

    const I: fn(i64) -> Value<'static> = Value::Integer;
    const F: fn(f64) -> Value<'static> = Value::Float;

    #[test]
    fn names_are_unique_in_any_case() {
        let all: std::collections::BTreeSet<_> = names().map(str::to_ascii_lowercase).collect();
        assert_eq!(all.len(), names().count());
        assert!(lookup("TOUPPER").is_some());
    }

    #[test]
    fn text() {
        assert_eq!(call("substring", &[s("Київ"), I(1), I(2)]), "'иї'");
        assert_eq!(call("substring", &[s("abc"), I(5)]), "''");
        assert_eq!(call("left", &[s("abc"), I(-1)]), "NumberOutOfRange");
        assert_eq!(call("right", &[s("Київ"), I(2)]), "'їв'");
        assert_eq!(call("split", &[s("a,b,,c"), s(",")]), "['a', 'b', '', 'c']");
        assert_eq!(call("split", &[s("abc"), s("")]), "['a', 'b', 'c']");
        assert_eq!(
            call("split", &[s("a,b;c"), Value::list([s(","), s(";")])]),
            "['a', 'b', 'c']"
        );
        assert_eq!(call("split", &[s(""), s(",")]), "['']");
        assert_eq!(call("trim", &[s(" a ")]), "'a'");
        assert_eq!(call("ltrim", &[s("xxaxx"), s("x")]), "'axx'");
        assert_eq!(call("reverse", &[s("їв")]), "'вї'");
        assert_eq!(call("toUpper", &[I(1)]), "InvalidArgumentType");
        assert_eq!(call("toUpper", &[Value::Null]), "null");
    }

    #[test]
    fn numbers() {
        assert_eq!(call("round", &[F(-1.5)]), "-1.0");
        assert_eq!(call("round", &[F(1.005), I(2)]), "1.01");
        assert_eq!(call("round", &[F(-1.55), I(1)]), "-1.6");
        assert_eq!(call("round", &[F(2.5), I(0), s("half_even")]), "2.0");
        assert_eq!(call("round", &[F(f64::INFINITY), I(2)]), "Infinity");
        assert_eq!(call("abs", &[I(i64::MIN)]), "NumberOutOfRange");
        assert_eq!(call("sign", &[F(-0.5)]), "-1");
        assert_eq!(call("sqrt", &[F(12.96)]), "3.6");
        assert_eq!(call("range", &[I(0), I(1), I(-1)]), "[]");
        assert_eq!(call("range", &[I(10), I(4), I(-3)]), "[10, 7, 4]");
        assert_eq!(call("range", &[I(0), I(i64::MAX)]), "NumberOutOfRange");
        assert_eq!(call("range", &[I(2), I(8), I(0)]), "NumberOutOfRange");
    }

    #[test]
    fn conversion() {
        assert_eq!(call("toInteger", &[s(" 82.9")]), "82");
        assert_eq!(
            call("toInteger", &[s("9223372036854775807")]),
            "9223372036854775807"
        );
        assert_eq!(call("toInteger", &[s("foo")]), "null");
        assert_eq!(
            call("toInteger", &[Value::Boolean(true)]),
            "InvalidArgumentValue"
        );
        assert_eq!(call("toInteger", &[F(1e300)]), "NumberOutOfRange");
        assert_eq!(call("toFloat", &[s("inf")]), "null");
        assert_eq!(call("toString", &[F(1.0)]), "'1.0'");
        assert_eq!(call("toBoolean", &[s("TRUE")]), "true");
        assert_eq!(call("toBooleanOrNull", &[F(1.0)]), "null");
        assert_eq!(
            call("toIntegerList", &[Value::list([s("1"), s("x")])]),
            "[1, null]"
        );
        assert_eq!(
            call("valueType", &[Value::list([I(1), I(2)])]),
            "'LIST<INTEGER NOT NULL> NOT NULL'"
        );
        assert_eq!(call("coalesce", &[Value::Null, I(1)]), "1");
    }

    #[test]
    fn chance_is_decided_by_its_seed() {
        let numbers = |seed| {
            let context = Context::new(None, seed);
            [context.random(), context.random()]
        };
        assert_eq!(numbers(1), numbers(1));
        assert_ne!(numbers(1), numbers(2));
        assert!(numbers(7).iter().all(|number| (0.0..1.0).contains(number)));
    }
}

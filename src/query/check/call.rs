//! Calls of functions: that there is one of that name, for so many arguments, of types that it takes.

use super::super::ast::{Call, Expr};
use super::super::error::Result;
use super::super::function;
use super::super::nearest::nearest;
use super::expression::{self, Place};
use super::types::Type;
use super::{Scope, aggregate, syntax};

/// Checks a call and gives the type of its value.
pub fn infer(call: &Call, expr: &Expr, scope: &Scope, place: Place) -> Result<Type> {
    let Some(function) = function::lookup(&call.name) else {
        let message = format!("there is no function {}", call.name);
        let error = syntax("UnknownFunction", &expr.span, message);
        return Err(match nearest(&call.name, function::names()) {
            Some(near) => error.with_help(format!("did you mean {near}?")),
            None => error,
        });
    };
    if !function.takes(call.arguments.len()) {
        let (least, most) = function.arity;
        let takes = match most {
            _ if least == most => least.to_string(),
            usize::MAX => format!("{least} or more"),
            _ => format!("{least} to {most}"),
        };
        let message = format!(
            "{} takes {takes} arguments, not {}",
            function.name,
            call.arguments.len()
        );
        return Err(syntax("InvalidNumberOfArguments", &expr.span, message));
    }
    let mut below = if place == Place::Item {
        Place::Item
    } else {
        Place::Value
    };
    if call.is_aggregate() {
        if place != Place::Item {
            return Err(aggregate::misplaced(expr));
        }
        call.arguments
            .iter()
            .try_for_each(aggregate::check_argument)?;
        below = Place::Value;
    }
    let kinds = call
        .arguments
        .iter()
        .map(|argument| expression::infer(argument, scope, below))
        .collect::<Result<Vec<_>>>()?;
    let first = || kinds.first().cloned().unwrap_or(Type::Any);
    let (wanted, result): (&[Type], Type) = match function.name {
        "labels" => (&[Type::Node], Type::String.listed()),
        "type" => (&[Type::Relationship], Type::String),
        "startNode" | "endNode" => (&[Type::Relationship], Type::Node),
        "id" | "elementId" => (&[Type::Node, Type::Relationship], Type::Any),
        "keys" => (
            &[Type::Node, Type::Relationship, Type::Map],
            Type::String.listed(),
        ),
        "properties" => (&[Type::Node, Type::Relationship, Type::Map], Type::Map),
        "length" => (&[Type::Path], Type::Integer),
        "nodes" => (&[Type::Path], Type::Node.listed()),
        "relationships" => (&[Type::Path], Type::Relationship.listed()),
        "size" => {
            if let [Type::Path] = kinds[..] {
                let message = "a path has no size";
                let error = syntax("InvalidArgumentType", &call.arguments[0].span, message);
                return Err(error.with_help("its length is length(path)"));
            }
            (&[], Type::Integer)
        }
        "count" => (&[], Type::Integer),
        "collect" => (&[], first().listed()),
        "range" => (&[], Type::Integer.listed()),
        "reverse" | "tail" | "min" | "max" => (&[], Type::Any),
        "head" | "last" => (&[], first().element()),
        "toString" | "toUpper" | "toLower" => (&[], Type::String),
        _ => (&[], Type::Any),
    };
    if let (false, Some(kind)) = (wanted.is_empty(), kinds.first()) {
        expression::expect(
            kind,
            wanted,
            &call.arguments[0],
            &format!("{}()", function.name),
        )?;
    }
    Ok(result)
}

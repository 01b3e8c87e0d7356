//! What is wrong with a query can mostly be known before it runs: names that nobody bound, values
//! where a node is wanted, aggregates where there is nothing to gather. This module finds it, with
//! just as much of types as that takes; what depends on values is left to whoever runs the query.
//!
//! Variables are followed clause by clause through a [`Scope`]. A type that is not known is
//! [`Type::Any`], which is never an error.

mod aggregate;
mod call;
mod expression;
mod pattern;
mod projection;
mod types;

use super::ast::{Branch, Clause, Query, Span, Subquery, Union, Variable};
use super::error::{Class, QueryError, Result};
use super::nearest::nearest;
pub use aggregate::by_name;
use expression::Place;
use std::collections::BTreeMap;
use types::Type;

/// Checks a query and gives the names of its columns.
pub fn check(query: &Query) -> Result<Vec<String>> {
    let columns = self::query(query, &Scope::default(), Ending::Return)?;
    Ok(columns.into_iter().map(|(name, _)| name).collect())
}

/// Columns with what is known of their types.
type Columns = Vec<(String, Type)>;

/// The variables that can be named at one point.
#[derive(Debug, Clone, Default)]
struct Scope {
    variables: BTreeMap<String, Type>,
}

impl Scope {
    fn get(&self, name: &str) -> Option<&Type> {
        self.variables.get(name)
    }

    fn bind(&mut self, name: &str, kind: Type) {
        self.variables.insert(name.to_owned(), kind);
    }

    fn with(&self, name: &str, kind: Type) -> Scope {
        let mut scope = self.clone();
        scope.bind(name, kind);
        scope
    }

    /// The type of a variable, or an error that names the nearest one there is.
    fn find(&self, name: &str, span: &Span) -> Result<Type> {
        self.get(name).cloned().ok_or_else(|| {
            let names = self.variables.keys().map(String::as_str);
            let message = format!("there is no variable {name} here");
            let error = syntax("UndefinedVariable", span, message);
            match (nearest(name, names), self.variables.is_empty()) {
                (Some(near), _) => error.with_help(format!("did you mean {near}?")),
                (None, true) => error.with_help(format!("a text stands between quotes: '{name}'")),
                (None, false) => {
                    let names: Vec<&str> = self.variables.keys().map(String::as_str).collect();
                    let verb = if names.len() == 1 { "is" } else { "are" };
                    error.with_help(format!("there {verb} {}", names.join(", ")))
                }
            }
        })
    }

    /// Binds a variable that must be new.
    fn bind_new(&mut self, variable: &Variable, kind: Type) -> Result<()> {
        if self.get(&variable.name).is_some() {
            let message = format!("there is a variable {} already", variable.name);
            return Err(syntax("VariableAlreadyBound", &variable.span, message)
                .with_help("choose another name"));
        }
        self.bind(&variable.name, kind);
        Ok(())
    }
}

/// How the branches of a query may end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// With `RETURN`.
    Return,
    /// With any clause: only whether there are rows counts, or how many.
    Any,
}

fn syntax(detail: &'static str, span: &Span, message: impl Into<String>) -> QueryError {
    QueryError::compile(Class::SyntaxError, detail, span.clone(), message)
}

/// Checks a query that sees the variables of `outer`.
fn query(query: &Query, outer: &Scope, ending: Ending) -> Result<Columns> {
    let mut first: Option<Columns> = None;
    for (at, branch) in query.branches.iter().enumerate() {
        let columns = self::branch(branch, outer, ending)?;
        if at >= 2 && query.unions[at - 1] != query.unions[0] {
            let message = "UNION and UNION ALL are not mixed in one query";
            return Err(syntax("InvalidClauseComposition", &branch.span, message)
                .with_help("put one of them into CALL { ... }"));
        }
        let Some(before) = &mut first else {
            first = Some(columns);
            continue;
        };
        let names = |columns: &Columns| {
            columns
                .iter()
                .map(|(name, _)| name.clone())
                .collect::<Vec<_>>()
        };
        if names(before) != names(&columns) {
            let word = if query.unions[at - 1] == Union::All {
                "UNION ALL"
            } else {
                "UNION"
            };
            let message = format!(
                "both sides of {word} have the same columns, but here they are {} and {}",
                names(before).join(", "),
                names(&columns).join(", ")
            );
            return Err(syntax("DifferentColumnsInUnion", &branch.span, message)
                .with_help("name them with AS"));
        }
        for ((_, kind), (_, other)) in before.iter_mut().zip(columns) {
            *kind = kind.join(&other);
        }
    }
    Ok(first.unwrap_or_default())
}

fn branch(branch: &Branch, outer: &Scope, ending: Ending) -> Result<Columns> {
    let mut scope = outer.clone();
    let mut columns = None;
    for (at, clause) in branch.clauses.iter().enumerate() {
        match clause {
            Clause::Match(found) => {
                pattern::bind_all(&found.patterns, &mut scope)?;
                pattern::check_exprs(&found.patterns, &scope)?;
                if let Some(predicate) = &found.predicate {
                    expression::predicate(predicate, &scope, "WHERE")?;
                }
            }
            Clause::Unwind(unwind) => {
                let list = expression::infer(&unwind.list, &scope, Place::Value)?;
                scope.bind_new(&unwind.variable, list.element())?;
            }
            Clause::With(with) => scope = projection::with(with, &scope)?,
            Clause::Return(found) => {
                columns = Some(projection::columns(found, &scope)?);
                if let Some(next) = branch.clauses.get(at + 1) {
                    let message = "RETURN is the last clause";
                    return Err(syntax("InvalidClauseComposition", &span(next), message));
                }
            }
            Clause::Subquery(subquery) => self::subquery(subquery, &mut scope)?,
        }
    }
    match (columns, ending) {
        (Some(columns), _) => Ok(columns),
        (None, Ending::Any) => Ok(Vec::new()),
        (None, Ending::Return) => {
            let last = branch
                .clauses
                .last()
                .map_or_else(|| branch.span.clone(), span);
            Err(syntax(
                "InvalidClauseComposition",
                &last,
                "the query ends without RETURN",
            )
            .with_help("say what is to be shown: ... RETURN *"))
        }
    }
}

fn subquery(subquery: &Subquery, scope: &mut Scope) -> Result<()> {
    let mut inner = Scope::default();
    match &subquery.imports {
        None => inner = scope.clone(),
        Some(names) => {
            for variable in names {
                let kind = scope.find(&variable.name, &variable.span)?;
                inner.bind(&variable.name, kind);
            }
        }
    }
    for (name, kind) in query(&subquery.query, &inner, Ending::Return)? {
        scope.bind_new(
            &Variable {
                name,
                span: subquery.span.clone(),
            },
            kind,
        )?;
    }
    Ok(())
}

fn span(clause: &Clause) -> Span {
    match clause {
        Clause::Match(found) => found.span.clone(),
        Clause::Unwind(found) => found.span.clone(),
        Clause::With(found) | Clause::Return(found) => found.span.clone(),
        Clause::Subquery(found) => found.span.clone(),
    }
}

#[cfg(test)]
mod tests;

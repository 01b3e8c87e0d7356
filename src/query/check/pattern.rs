//! The variables of patterns: which they bind, and what those bound before may stand for.

use super::super::ast::{Expr, ExprKind, PathPattern, RelationshipPattern, Variable};
use super::super::error::Result;
use super::expression::{self, Place};
use super::types::Type;
use super::{Scope, syntax};
use std::collections::BTreeSet;

/// Binds the variables of the patterns of one `MATCH`.
pub fn bind_all(patterns: &[PathPattern], scope: &mut Scope) -> Result<()> {
    let mut relationships = BTreeSet::new();
    for pattern in patterns {
        bind_elements(pattern, scope, &mut relationships)?;
        if let Some(variable) = &pattern.variable {
            scope.bind_new(variable, Type::Path)?;
        }
    }
    Ok(())
}

fn bind_elements(
    pattern: &PathPattern,
    scope: &mut Scope,
    relationships: &mut BTreeSet<String>,
) -> Result<()> {
    bind(pattern.start.variable.as_ref(), Type::Node, scope)?;
    for (relationship, node) in &pattern.steps {
        bind(relationship.variable.as_ref(), kind(relationship), scope)?;
        if let Some(variable) = &relationship.variable
            && !relationships.insert(variable.name.clone())
        {
            let message = format!(
                "the relationships of a MATCH differ, so none is twice {}",
                variable.name
            );
            return Err(
                syntax("RelationshipUniquenessViolation", &variable.span, message)
                    .with_help("use another name, or a second MATCH"),
            );
        }
        bind(node.variable.as_ref(), Type::Node, scope)?;
    }
    Ok(())
}

/// What the variable of a relationship stands for.
fn kind(relationship: &RelationshipPattern) -> Type {
    match relationship.length {
        Some(_) => Type::Relationship.listed(),
        None => Type::Relationship,
    }
}

fn bind(variable: Option<&Variable>, kind: Type, scope: &mut Scope) -> Result<()> {
    let Some(variable) = variable else {
        return Ok(());
    };
    match scope.get(&variable.name) {
        None => scope.bind(&variable.name, kind),
        Some(known) if known.may_be(std::slice::from_ref(&kind)) => {}
        Some(known) => {
            let message = format!(
                "{} is {}, and here stands {}",
                variable.name,
                known.name(),
                kind.name()
            );
            return Err(syntax("VariableTypeConflict", &variable.span, message)
                .with_help("choose another name"));
        }
    }
    Ok(())
}

/// Checks the properties and predicates of the patterns of a `MATCH`, whose variables are bound.
pub fn check_exprs(patterns: &[PathPattern], scope: &Scope) -> Result<()> {
    let nodes = patterns
        .iter()
        .flat_map(PathPattern::nodes)
        .map(|node| (&node.properties, &node.predicate));
    let steps = patterns.iter().flat_map(|pattern| &pattern.steps);
    let relationships = steps.map(|(found, _)| (&found.properties, &found.predicate));
    for (properties, predicate) in nodes.chain(relationships) {
        if let Some(properties) = properties {
            check_properties(properties, scope)?;
        }
        if let Some(predicate) = predicate {
            expression::predicate(predicate, scope, "WHERE")?;
        }
    }
    Ok(())
}

fn check_properties(properties: &Expr, scope: &Scope) -> Result<()> {
    if let ExprKind::Parameter(name) = &properties.kind {
        let message = format!("what ${name} holds is not known when the query is planned");
        return Err(syntax("InvalidParameterUse", &properties.span, message)
            .with_help(format!("name the properties: {{name: ${name}.name}}")));
    }
    expression::infer(properties, scope, Place::Value).map(drop)
}

/// Checks a path that stands as a predicate: all its variables are bound.
pub fn check_predicate(pattern: &PathPattern, scope: &Scope) -> Result<()> {
    let nodes = pattern.nodes().filter_map(|node| node.variable.as_ref());
    let relationships = pattern
        .steps
        .iter()
        .filter_map(|(found, _)| found.variable.as_ref());
    for variable in nodes.chain(relationships) {
        scope
            .find(&variable.name, &variable.span)
            .map_err(|error| {
                error.with_help("a path within an expression binds nothing; EXISTS { ... } does")
            })?;
    }
    let patterns = std::slice::from_ref(pattern);
    bind_all(patterns, &mut scope.clone())?;
    check_exprs(patterns, scope)
}

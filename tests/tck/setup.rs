//! Carries out the statements that set a scenario's graph up. What they read and compute is asked
//! of the engine; what they create goes into the graph.

use crate::graph::{Graph, Properties};
use demarche::query::{Instant, Limits, Params, Prepared, QueryError, Rows, Text, Value};
use open_cypher::ast::{
    ClauseKind, Expr, LabelExpression, LabelExpressionKind, PathFactorKind, Pattern, QueryKind,
    RelationshipDirection, StatementKind,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Variables and what they stand for.
type Row = BTreeMap<String, Value<'static>>;

/// The answer to a query, by itself.
pub type Answer = Rows<'static>;

/// Asks the engine.
pub fn ask(graph: &Graph, text: &str, params: &Params) -> Result<Answer, QueryError> {
    let now = Instant {
        seconds: 1_700_000_000,
        nanoseconds: 0,
    };
    let prepared = Prepared::new(text)?.at(Some(now), 0);
    let answer = prepared.run(graph, params, &Limits::default())?;
    Ok(answer.into_owned())
}

/// Carries out one statement.
pub fn execute(graph: &mut Graph, text: &str, params: &Params) -> Result<(), String> {
    let parsed = open_cypher::parse(text).map_err(|errors| errors.render(text))?;
    let statement = parsed
        .program
        .statements
        .first()
        .ok_or("there is no statement")?;
    let StatementKind::Query(statement) = &statement.kind else {
        return Err("this is no statement".to_owned());
    };
    let QueryKind::Regular(query) = &statement.query.kind else {
        return Err("this is no statement".to_owned());
    };
    let mut table = Table {
        graph,
        text,
        params,
        rows: vec![Row::new()],
    };
    let mut removed = Vec::new();
    for clause in &query.head.kind.clauses {
        match &clause.kind {
            ClauseKind::Match(_) | ClauseKind::Unwind(_) | ClauseKind::With(_) => {
                table.rows = table.ask(&format!(
                    "{} RETURN *",
                    &text[clause.span.start..clause.span.end]
                ))?;
            }
            ClauseKind::Create(create) => table.create(&create.pattern)?,
            ClauseKind::Delete(delete) => {
                for value in table
                    .values(&delete.expressions.iter().collect::<Vec<_>>())?
                    .into_iter()
                    .flatten()
                {
                    let Value::Relationship(rel) = value else {
                        return Err("only relationships are deleted here".to_owned());
                    };
                    removed.push(rel);
                }
            }
            ClauseKind::Return(_) => {}
            _ => {
                return Err(format!(
                    "no setup can do this: {}",
                    &text[clause.span.start..clause.span.end]
                ));
            }
        }
    }
    graph.remove_rels(&removed);
    graph.index();
    Ok(())
}

/// The rows between two clauses of a statement.
struct Table<'g> {
    graph: &'g mut Graph,
    text: &'g str,
    params: &'g Params,
    rows: Vec<Row>,
}

impl Table<'_> {
    /// Lets the engine go on from the rows.
    fn ask(&mut self, rest: &str) -> Result<Vec<Row>, String> {
        self.graph.index();
        let mut opening = "UNWIND $` rows` AS ` row` WITH ` row`".to_owned();
        for name in self
            .rows
            .first()
            .into_iter()
            .flat_map(BTreeMap::keys)
            .filter(|name| *name != " row")
        {
            opening.push_str(&format!(", ` row`.`{name}` AS `{name}`"));
        }
        let rows = self.rows.iter().map(|row| {
            let entries = row
                .iter()
                .map(|(name, value)| (Text::Shared(Arc::from(name.as_str())), value.clone()));
            Value::Map(Arc::new(
                entries
                    .filter(|(name, _)| name.as_str() != " row")
                    .collect(),
            ))
        });
        let mut params = self.params.clone();
        params.insert(" rows".to_owned(), Value::List(rows.collect()));
        let text = format!("{opening} {rest}");
        let answer = ask(self.graph, &text, &params).map_err(|error| format!("{text}: {error}"))?;
        let row = |row: Vec<Value<'static>>| answer.columns.iter().cloned().zip(row).collect();
        Ok(answer.rows.into_iter().map(row).collect())
    }

    /// The values of expressions, for each row.
    fn values(&mut self, exprs: &[&Expr]) -> Result<Vec<Vec<Value<'static>>>, String> {
        if exprs.is_empty() {
            return Ok(vec![Vec::new(); self.rows.len()]);
        }
        let columns: Vec<String> = exprs
            .iter()
            .enumerate()
            .map(|(at, expr)| format!("{} AS c{at:03}", &self.text[expr.span.start..expr.span.end]))
            .collect();
        let rows = self.ask(&format!("RETURN {}", columns.join(", ")))?;
        Ok(rows
            .into_iter()
            .map(|row| row.into_values().collect())
            .collect())
    }

    /// Creates the paths of a pattern one after another, for those behind may name those before.
    fn create(&mut self, pattern: &Pattern) -> Result<(), String> {
        for part in &pattern.parts {
            let factors = &part.kind.path.kind.factors;
            let given = factors.iter().filter_map(|factor| match &factor.kind {
                PathFactorKind::Node(node) => node.properties.as_deref(),
                PathFactorKind::Relationship(rel) => rel.properties.as_deref(),
                _ => None,
            });
            let values = self.values(&given.collect::<Vec<_>>())?;
            let mut rows = std::mem::take(&mut self.rows);
            for (row, values) in rows.iter_mut().zip(values) {
                self.create_path(factors, row, &mut values.into_iter())?;
            }
            self.rows = rows;
        }
        Ok(())
    }

    fn create_path(
        &mut self,
        factors: &[open_cypher::ast::PathFactor],
        row: &mut Row,
        values: &mut impl Iterator<Item = Value<'static>>,
    ) -> Result<(), String> {
        let mut before = None;
        let mut waiting = None;
        for factor in factors {
            match &factor.kind {
                PathFactorKind::Node(node) => {
                    let properties = properties(node.properties.is_some(), values)?;
                    let name = node.variable.as_ref().map(|name| name.kind.text.clone());
                    let known = name.as_ref().and_then(|name| row.get(name));
                    let id = match known {
                        Some(Value::Node(id)) => *id,
                        Some(_) => return Err("a relationship ends in no node".to_owned()),
                        None => self
                            .graph
                            .add_node(&labels(node.labels.as_ref()), properties),
                    };
                    row.extend(name.map(|name| (name, Value::Node(id))));
                    if let (Some((rel, properties)), Some(from)) = (waiting.take(), before) {
                        let rel: &open_cypher::ast::RelationshipPattern = rel;
                        let left = rel.direction.kind == RelationshipDirection::Left;
                        let ends = if left { (id, from) } else { (from, id) };
                        let kind = labels(rel.labels.as_ref()).concat();
                        let made = self.graph.add_rel(&kind, ends, properties);
                        row.extend(
                            rel.variable
                                .as_ref()
                                .map(|name| (name.kind.text.clone(), Value::Relationship(made))),
                        );
                    }
                    before = Some(id);
                }
                PathFactorKind::Relationship(rel) => {
                    waiting = Some((rel, properties(rel.properties.is_some(), values)?))
                }
                _ => return Err("no setup can create this".to_owned()),
            }
        }
        Ok(())
    }
}

/// The next map of properties, where there is one.
fn properties(
    given: bool,
    values: &mut impl Iterator<Item = Value<'static>>,
) -> Result<Properties, String> {
    match given.then(|| values.next()).flatten() {
        None => Ok(Properties::new()),
        Some(Value::Map(entries)) => Ok(entries
            .iter()
            .map(|(key, value)| (key.as_str().to_owned(), value.clone()))
            .collect()),
        Some(_) => Err("properties are a map".to_owned()),
    }
}

fn labels(labels: Option<&LabelExpression>) -> Vec<String> {
    match labels.map(|labels| &labels.kind) {
        Some(LabelExpressionKind::Name(name)) => vec![name.kind.text.clone()],
        Some(LabelExpressionKind::And(parts)) => parts
            .iter()
            .flat_map(|part| self::labels(Some(part)))
            .collect(),
        _ => Vec::new(),
    }
}

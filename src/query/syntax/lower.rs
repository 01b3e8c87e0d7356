//! Queries and clauses of the parser's tree, turned into ours; what would write is refused.

use super::super::ast::{
    Branch, Clause, Expr, Item, Match, Projection, Query, SortKey, Span, Subquery, Union, Unwind,
    Variable,
};
use super::super::error::{Class, QueryError, Result};
use super::{SubqueryText, as_match, only, parse_query};
use open_cypher::ast as source;
use std::cell::Cell;
use std::collections::BTreeMap;

/// How deep expressions may lie within each other; whatever walks the tree walks it recursively.
const DEEPEST: usize = 200;

/// Turns one parsed text into our tree.
pub struct Lower<'t> {
    text: &'t str,
    subqueries: BTreeMap<usize, SubqueryText>,
    depth: Cell<usize>,
}

impl<'t> Lower<'t> {
    /// A text, with what was taken out of it before it was parsed.
    pub fn new(text: &'t str, subqueries: BTreeMap<usize, SubqueryText>) -> Lower<'t> {
        Lower {
            text,
            subqueries,
            depth: Cell::new(0),
        }
    }

    /// The path that was taken out of `EXISTS { ... }` or `COUNT { ... }` at that place, as a query.
    pub fn bare_pattern(&self, at: usize) -> Result<Option<Query>> {
        let taken = self.subqueries.get(&at);
        taken
            .map(|taken| parse_query(&as_match(self.text, &taken.body)))
            .transpose()
    }

    /// The whole.
    pub fn program(&self, program: &source::Program) -> Result<Query> {
        match program.statements.first().map(|statement| &statement.kind) {
            Some(source::StatementKind::Query(statement)) => self.query(&statement.query, false),
            _ => {
                let end = self.text.len();
                Err(unexpected(end..end, "there is no query")
                    .with_help("begin with MATCH or RETURN"))
            }
        }
    }

    /// A query, on its own or within an expression.
    pub fn query(&self, query: &source::Query, in_expression: bool) -> Result<Query> {
        let source::QueryKind::Regular(regular) = &query.kind else {
            return Err(unexpected(span(query.span), "this is no query"));
        };
        let mut branches = vec![self.branch(&regular.head, in_expression)?];
        let mut unions = Vec::new();
        for part in &regular.unions {
            let all = matches!(part.operator.kind, source::UnionOperator::All);
            unions.push(if all { Union::All } else { Union::Distinct });
            branches.push(self.branch(&part.query, in_expression)?);
        }
        Ok(Query {
            mode: Default::default(),
            branches,
            unions,
        })
    }

    fn branch(&self, branch: &source::SingleQuery, in_expression: bool) -> Result<Branch> {
        let clauses = branch
            .kind
            .clauses
            .iter()
            .map(|clause| self.clause(clause, in_expression));
        Ok(Branch {
            clauses: clauses.collect::<Result<_>>()?,
            span: span(branch.span),
        })
    }

    fn clause(&self, clause: &source::Clause, in_expression: bool) -> Result<Clause> {
        use source::ClauseKind as Kind;
        let span = span(clause.span);
        match &clause.kind {
            Kind::Match(found) => {
                if let Some(mode) = &found.mode
                    && mode.kind != source::PathMode::Trail
                {
                    let message = "only trails are walked: the relationships of a MATCH differ";
                    return Err(unsupported(super::lower::span(mode.span), message));
                }
                Ok(Clause::Match(Match {
                    optional: found.optional,
                    patterns: self.patterns(&found.pattern)?,
                    predicate: self.optional(found.where_clause.as_ref())?,
                    span,
                }))
            }
            Kind::Unwind(unwind) => Ok(Clause::Unwind(Unwind {
                list: self.expr(&unwind.expression)?,
                variable: variable(&unwind.variable),
                span,
            })),
            Kind::With(with) => Ok(Clause::With(self.projection(
                &with.projection,
                with.where_clause.as_ref(),
                span,
            )?)),
            Kind::Return(found) => Ok(Clause::Return(self.projection(
                &found.projection,
                None,
                span,
            )?)),
            Kind::Call(call) => self.call(call, span),
            kind => Err(refusal(kind, self.text, span, in_expression)),
        }
    }

    fn projection(
        &self,
        projection: &source::ProjectionClause,
        predicate: Option<&source::Expr>,
        span: Span,
    ) -> Result<Projection> {
        let mut star = false;
        let mut items = Vec::new();
        for item in &projection.items {
            let source::ProjectionItemKind::Expression { expression, alias } = &item.kind else {
                star = true;
                continue;
            };
            let expr = self.expr(expression)?;
            let name = match (alias, &expression.kind) {
                (Some(name), _) | (None, source::ExprKind::Variable(name)) => {
                    name.kind.text.clone()
                }
                (None, _) => self.text[expr.span.clone()].to_owned(),
            };
            items.push(Item {
                expr,
                name,
                aliased: alias.is_some(),
            });
        }
        let order = projection
            .order_by
            .iter()
            .flat_map(|order| &order.items)
            .map(|item| {
                let descending = item.direction.as_ref().map(|direction| direction.kind);
                Ok(SortKey {
                    expr: self.expr(&item.expression)?,
                    descending: descending == Some(source::SortDirection::Descending),
                })
            });
        Ok(Projection {
            distinct: projection
                .quantifier
                .as_ref()
                .is_some_and(|found| found.kind == source::SetQuantifier::Distinct),
            star,
            items,
            order: order.collect::<Result<_>>()?,
            skip: self.optional(projection.skip.as_ref().or(projection.offset.as_ref()))?,
            limit: self.optional(projection.limit.as_ref())?,
            predicate: self.optional(predicate)?,
            span,
        })
    }

    fn call(&self, call: &source::CallClause, span: Span) -> Result<Clause> {
        if let Some(found) = self.subqueries.get(&span.start) {
            let query = parse_query(&only(self.text, &found.body))?;
            let imports = match &found.scope {
                Some(scope) => self.scope(scope)?,
                None => Some(opening_imports(&query)),
            };
            let span = span.start..found.body.end + 1;
            return Ok(Clause::Subquery(Subquery {
                query: Box::new(query),
                imports,
                span,
            }));
        }
        let source::CallTarget::Procedure { name, .. } = &call.target else {
            return Err(unsupported(span, "this form of CALL is not understood"));
        };
        let name = self.text[name.span.start..name.span.end].to_owned();
        let message = format!("there is no procedure {name}");
        Err(
            QueryError::compile(Class::ProcedureError, "ProcedureNotFound", span, message)
                .with_help("CALL runs a query for each row: CALL (n) { MATCH (n)-->(m) RETURN m }"),
        )
    }

    /// The variables in the parentheses of `CALL (a, b) { ... }`; all of them for `*`.
    fn scope(&self, scope: &Span) -> Result<Option<Vec<Variable>>> {
        let inner = self.text[scope.clone()].trim();
        if inner.is_empty() || inner == "*" {
            return Ok(inner.is_empty().then(Vec::new));
        }
        // A projection has the same list of names.
        let mut list = only(self.text, scope);
        list.replace_range(scope.start - 1..scope.start, " ");
        const KEYWORD: &str = "RETURN ";
        let wrapped = format!("{KEYWORD}{}", list.trim_start());
        let shift = scope.start
            + (self.text[scope.clone()].len() - self.text[scope.clone()].trim_start().len());
        let bad = || {
            unexpected(
                scope.clone(),
                "the parentheses of CALL hold names of variables",
            )
            .with_help("CALL (a, b) { ... }")
        };
        let query = parse_query(&wrapped).map_err(|_| bad())?;
        let [Clause::Return(names)] = &query.branches[0].clauses[..] else {
            return Err(bad());
        };
        let mut variables = Vec::new();
        for item in &names.items {
            let super::super::ast::ExprKind::Variable(name) = &item.expr.kind else {
                return Err(bad());
            };
            let from = item.expr.span.start - KEYWORD.len() + shift;
            variables.push(Variable {
                name: name.clone(),
                span: from..from + item.expr.span.len(),
            });
        }
        Ok(Some(variables))
    }

    /// An expression that may be missing.
    pub fn optional(&self, expr: Option<&source::Expr>) -> Result<Option<Expr>> {
        expr.map(|expr| self.expr(expr)).transpose()
    }

    /// Goes one level deeper, unless that is too deep.
    pub fn deeper<T>(&self, span: Span, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let depth = self.depth.get();
        if depth == DEEPEST {
            return Err(unexpected(
                span,
                format!("more than {DEEPEST} expressions lie within each other"),
            )
            .with_help("hand long lists over as a parameter and ask with IN"));
        }
        self.depth.set(depth + 1);
        let result = work();
        self.depth.set(depth);
        result
    }
}

/// The variables that a subquery without parentheses takes from outside: its branches open with
/// `WITH a, b`, and nothing else.
fn opening_imports(query: &Query) -> Vec<Variable> {
    let mut imports: Vec<Variable> = Vec::new();
    for branch in &query.branches {
        let Some(Clause::With(with)) = branch.clauses.first() else {
            continue;
        };
        let plain = !with.distinct
            && !with.star
            && with.order.is_empty()
            && with.skip.is_none()
            && with.limit.is_none();
        for item in with.items.iter().filter(|item| plain && !item.aliased) {
            if let super::super::ast::ExprKind::Variable(name) = &item.expr.kind
                && imports.iter().all(|known| known.name != *name)
            {
                imports.push(Variable {
                    name: name.clone(),
                    span: item.expr.span.clone(),
                });
            }
        }
    }
    imports
}

/// Why a clause is not run.
fn refusal(kind: &source::ClauseKind, text: &str, span: Span, in_expression: bool) -> QueryError {
    use source::ClauseKind as Kind;
    let writes = matches!(
        kind,
        Kind::Create(_)
            | Kind::Insert(_)
            | Kind::Merge(_)
            | Kind::Delete(_)
            | Kind::Set(_)
            | Kind::Remove(_)
            | Kind::Foreach(_)
    );
    let written = &text[span.clone()];
    let word = written
        .split(|c: char| !c.is_ascii_alphabetic())
        .next()
        .unwrap_or(written)
        .to_uppercase();
    if !writes {
        return unsupported(span, format!("{word} is not understood"));
    }
    if in_expression {
        let message = format!("{word} changes the graph, and an expression may only read");
        return QueryError::compile(
            Class::SyntaxError,
            "InvalidClauseComposition",
            span,
            message,
        );
    }
    write_refused(&word, span)
}

/// The refusal of a clause that would change the graph.
pub fn write_refused(word: &str, span: Span) -> QueryError {
    let message = format!(
        "{} changes the graph, and a query may only read",
        word.to_uppercase()
    );
    QueryError::compile(Class::WriteRefused, "WriteClause", span, message)
        .with_help("ask with MATCH ... RETURN; the graph itself comes from the articles")
}

/// A syntax error of the common kind.
pub fn unexpected(span: Span, message: impl Into<String>) -> QueryError {
    QueryError::compile(Class::SyntaxError, "UnexpectedSyntax", span, message)
}

/// A form that the grammar has and this engine has not.
pub fn unsupported(span: Span, message: impl Into<String>) -> QueryError {
    QueryError::compile(Class::SyntaxError, "UnsupportedSyntax", span, message)
}

/// The parser's span as ours.
pub fn span(span: open_cypher::Span) -> Span {
    span.start..span.end
}

/// The parser's name as our variable.
pub fn variable(name: &source::Name) -> Variable {
    Variable {
        name: name.kind.text.clone(),
        span: span(name.span),
    }
}

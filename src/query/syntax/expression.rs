//! Expressions of the parser's tree, turned into ours.

use super::super::ast::{
    BinaryOp, Branch, Call, Case, Clause, Expr, ExprKind, ListComprehension, MapItem, Match,
    PatternComprehension, Quantifier, QuantifierKind, Query, Reduce, Shortest, Span, SubqueryKind,
    UnaryOp, Variable,
};
use super::super::error::Result;
use super::literal;
use super::lower::{Lower, span, unexpected, variable};
use open_cypher::ast as source;

impl Lower<'_> {
    /// An expression; parentheses leave no trace but in how things nest.
    pub fn expr(&self, expr: &source::Expr) -> Result<Expr> {
        let at = span(expr.span);
        self.deeper(at.clone(), || {
            let mut lowered = self.kind(expr)?;
            lowered.span = at;
            Ok(lowered)
        })
    }

    fn boxed(&self, expr: &source::Expr) -> Result<Box<Expr>> {
        Ok(Box::new(self.expr(expr)?))
    }

    fn exprs(&self, exprs: &[source::Expr]) -> Result<Vec<Expr>> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    fn kind(&self, expr: &source::Expr) -> Result<Expr> {
        use source::ExprKind as Kind;
        let at = span(expr.span);
        let kind = match &expr.kind {
            Kind::Parenthesized(inner) => return self.expr(inner),
            Kind::Literal(found) => self.literal(&found.kind, at.clone())?,
            Kind::Variable(name) => ExprKind::Variable(name.kind.text.clone()),
            Kind::Parameter(parameter) => match &parameter.name {
                source::ParameterName::Named(name) | source::ParameterName::Positional(name) => {
                    ExprKind::Parameter(name.clone())
                }
                _ => return Err(unexpected(at, "this is no parameter")),
            },
            Kind::List(items) => ExprKind::List(self.exprs(items)?),
            Kind::Map(entries) => ExprKind::Map(
                entries
                    .iter()
                    .map(|entry| Ok((entry.key.kind.text.clone(), self.expr(&entry.value)?)))
                    .collect::<Result<_>>()?,
            ),
            Kind::MapProjection(projection) => {
                let items = projection.items.iter().map(|item| self.map_item(item));
                ExprKind::MapProjection(
                    self.boxed(&projection.base)?,
                    items.collect::<Result<_>>()?,
                )
            }
            Kind::Unary { operator, operand } => self.unary(operator.kind, operand)?,
            Kind::Binary {
                left,
                operator,
                right,
            } => self.binary(left, operator.kind, right)?,
            Kind::Is {
                expression,
                negated,
                predicate,
            } => {
                let inner = self.boxed(expression)?;
                match predicate {
                    source::IsPredicate::Null => ExprKind::IsNull(inner, *negated),
                    source::IsPredicate::Label(labels) => {
                        ExprKind::HasLabels(inner, self.labels(labels)?)
                    }
                    _ => {
                        return Err(super::lower::unsupported(
                            at,
                            "after IS stands NULL, NOT NULL or a label",
                        ));
                    }
                }
            }
            Kind::Property { expression, key } => {
                ExprKind::Property(self.boxed(expression)?, key.kind.text.clone())
            }
            Kind::DynamicProperty {
                expression,
                key: index,
            }
            | Kind::Index { expression, index } => {
                ExprKind::Index(self.boxed(expression)?, self.boxed(index)?)
            }
            Kind::Slice {
                expression,
                lower,
                upper,
            } => ExprKind::Slice(
                self.boxed(expression)?,
                self.optional(lower.as_deref())?.map(Box::new),
                self.optional(upper.as_deref())?.map(Box::new),
            ),
            Kind::Function(function) => self.function(function, at.clone())?,
            Kind::Case(case) => self.case(case)?,
            Kind::ListComprehension(found) => {
                ExprKind::ListComprehension(Box::new(ListComprehension {
                    variable: variable(&found.variable),
                    list: self.expr(&found.list)?,
                    predicate: self.optional(found.predicate.as_deref())?,
                    projection: self.optional(found.projection.as_deref())?,
                }))
            }
            Kind::PatternComprehension(found) => {
                let mut pattern = self.pattern(&found.pattern)?;
                pattern.variable = found.binding.as_ref().map(variable);
                ExprKind::PatternComprehension(Box::new(PatternComprehension {
                    pattern,
                    predicate: self.optional(found.predicate.as_deref())?,
                    projection: self.expr(&found.projection)?,
                }))
            }
            Kind::Reduce(found) => ExprKind::Reduce(Box::new(Reduce {
                accumulator: variable(&found.accumulator),
                initial: self.expr(&found.initial)?,
                variable: variable(&found.variable),
                list: self.expr(&found.list)?,
                expr: self.expr(&found.expression)?,
            })),
            Kind::QuantifiedPredicate(found) => ExprKind::Quantifier(Box::new(Quantifier {
                kind: match found.kind.kind {
                    source::QuantifiedPredicateKind::All => QuantifierKind::All,
                    source::QuantifiedPredicateKind::Any => QuantifierKind::Any,
                    source::QuantifiedPredicateKind::None => QuantifierKind::None,
                    _ => QuantifierKind::Single,
                },
                variable: variable(&found.variable),
                list: self.expr(&found.list)?,
                predicate: self.expr(&found.predicate)?,
            })),
            Kind::Subquery(found) => {
                let kind = match found.kind.kind {
                    source::SubqueryExpressionKind::Exists => SubqueryKind::Exists,
                    source::SubqueryExpressionKind::Count => SubqueryKind::Count,
                    _ => SubqueryKind::Collect,
                };
                let query = match self.bare_pattern(at.start)? {
                    Some(query) => query,
                    None => self.query(&found.query, true)?,
                };
                ExprKind::Subquery(kind, Box::new(query))
            }
            Kind::Pattern(pattern) => ExprKind::Pattern(Box::new(self.pattern(pattern)?)),
            _ => return Err(unexpected(at, "this is no expression")),
        };
        Ok(Expr { kind, span: at })
    }

    fn literal(&self, literal: &source::LiteralKind, at: Span) -> Result<ExprKind> {
        Ok(match literal {
            source::LiteralKind::Null => ExprKind::Null,
            source::LiteralKind::Boolean(value) => ExprKind::Boolean(*value),
            source::LiteralKind::Integer(found) => {
                ExprKind::Integer(literal::integer(found, false, at)?)
            }
            source::LiteralKind::Float(found) => ExprKind::Float(literal::float(&found.text, at)?),
            source::LiteralKind::String(found) => ExprKind::String(found.value.clone()),
            _ => return Err(unexpected(at, "this is no literal")),
        })
    }

    fn unary(&self, operator: source::UnaryOperator, operand: &source::Expr) -> Result<ExprKind> {
        if operator == source::UnaryOperator::Minus
            && let source::ExprKind::Literal(found) = &operand.kind
        {
            match &found.kind {
                source::LiteralKind::Integer(number) => {
                    return Ok(ExprKind::Integer(literal::integer(
                        number,
                        true,
                        span(found.span),
                    )?));
                }
                source::LiteralKind::Float(number) => {
                    return Ok(ExprKind::Float(-literal::float(
                        &number.text,
                        span(found.span),
                    )?));
                }
                _ => {}
            }
        }
        let operator = match operator {
            source::UnaryOperator::Plus => UnaryOp::Plus,
            source::UnaryOperator::Minus => UnaryOp::Minus,
            _ => UnaryOp::Not,
        };
        Ok(ExprKind::Unary(operator, self.boxed(operand)?))
    }

    /// An operator; comparisons that follow each other without parentheses become one chain.
    fn binary(
        &self,
        left: &source::Expr,
        operator: source::BinaryOperator,
        right: &source::Expr,
    ) -> Result<ExprKind> {
        let op = binary_op(operator);
        let mut chain = vec![(op, right)];
        let mut first = left;
        while is_comparison(op)
            && let source::ExprKind::Binary {
                left,
                operator,
                right,
            } = &first.kind
            && is_comparison(binary_op(operator.kind))
        {
            chain.push((binary_op(operator.kind), right));
            first = left;
        }
        if chain.len() == 1 {
            return Ok(ExprKind::Binary(op, self.boxed(left)?, self.boxed(right)?));
        }
        let first = self.boxed(first)?;
        let rest = chain
            .into_iter()
            .rev()
            .map(|(op, right)| Ok((op, self.expr(right)?)));
        Ok(ExprKind::Comparison(first, rest.collect::<Result<_>>()?))
    }

    fn map_item(&self, item: &source::MapProjectionItem) -> Result<MapItem> {
        Ok(match &item.kind {
            source::MapProjectionItemKind::Property(key) => {
                MapItem::Property(key.kind.text.clone())
            }
            source::MapProjectionItemKind::AllProperties => MapItem::All,
            source::MapProjectionItemKind::Variable(name) => MapItem::Variable(variable(name)),
            source::MapProjectionItemKind::Entry(entry) => {
                MapItem::Entry(entry.key.kind.text.clone(), self.expr(&entry.value)?)
            }
            _ => return Err(unexpected(span(item.span), "this is no entry of a map")),
        })
    }

    fn function(&self, function: &source::FunctionInvocation, at: Span) -> Result<ExprKind> {
        let parts: Vec<&str> = function
            .name
            .parts
            .iter()
            .map(|part| part.kind.text.as_str())
            .collect();
        let name = parts.join(".");
        let distinct = function
            .quantifier
            .as_ref()
            .is_some_and(|found| found.kind == source::SetQuantifier::Distinct);
        if let [argument] = &function.arguments[..] {
            match (&argument.kind, name.to_ascii_lowercase().as_str()) {
                (source::ExprKind::Wildcard, _) => return Ok(ExprKind::CountStar),
                (source::ExprKind::Pattern(pattern), "exists") => return self.exists(pattern, at),
                (_, "exists") => return Ok(ExprKind::IsNull(self.boxed(argument)?, true)),
                (source::ExprKind::Pattern(pattern), "shortestpath") => {
                    return self.shortest(pattern, Shortest::One, at);
                }
                (source::ExprKind::Pattern(pattern), "allshortestpaths") => {
                    return self.shortest(pattern, Shortest::All, at);
                }
                _ => {}
            }
        }
        Ok(ExprKind::Call(Call {
            name,
            distinct,
            arguments: self.exprs(&function.arguments)?,
        }))
    }

    /// `exists((a)-->(b))`: as `EXISTS { (a)-->(b) }`.
    fn exists(&self, pattern: &source::Pattern, at: Span) -> Result<ExprKind> {
        let clause = Clause::Match(Match {
            optional: false,
            patterns: self.patterns(pattern)?,
            predicate: None,
            span: at.clone(),
        });
        let branch = Branch {
            clauses: vec![clause],
            span: at,
        };
        let query = Query {
            mode: Default::default(),
            branches: vec![branch],
            unions: Vec::new(),
        };
        Ok(ExprKind::Subquery(SubqueryKind::Exists, Box::new(query)))
    }

    /// `shortestPath((a)-[*]->(b))` as a value: a comprehension over the paths, of which the first
    /// is taken where one is asked for. No query can write the name that it uses.
    fn shortest(
        &self,
        pattern: &source::Pattern,
        shortest: Shortest,
        at: Span,
    ) -> Result<ExprKind> {
        let mut pattern = self.pattern(pattern)?;
        let name = "shortest path".to_owned();
        pattern.shortest = Some(shortest);
        pattern.variable = Some(Variable {
            name: name.clone(),
            span: at.clone(),
        });
        let projection = Expr {
            kind: ExprKind::Variable(name),
            span: at.clone(),
        };
        let all = ExprKind::PatternComprehension(Box::new(PatternComprehension {
            pattern,
            predicate: None,
            projection,
        }));
        Ok(match shortest {
            Shortest::All => all,
            Shortest::One => ExprKind::Call(Call {
                name: "head".to_owned(),
                distinct: false,
                arguments: vec![Expr {
                    kind: all,
                    span: at,
                }],
            }),
        })
    }

    fn pattern(&self, pattern: &source::Pattern) -> Result<super::super::ast::PathPattern> {
        match &pattern.parts[..] {
            [part] => self.path(&part.kind.path),
            _ => Err(unexpected(
                span(pattern.span),
                "a pattern within an expression is one path",
            )),
        }
    }

    fn case(&self, case: &source::CaseExpression) -> Result<ExprKind> {
        let mut alternatives = Vec::new();
        for alternative in &case.alternatives {
            for when in &alternative.when {
                alternatives.push((self.expr(when)?, self.expr(&alternative.then)?));
            }
        }
        Ok(ExprKind::Case(Case {
            operand: self.optional(case.operand.as_deref())?.map(Box::new),
            alternatives,
            otherwise: self
                .optional(case.else_expression.as_deref())?
                .map(Box::new),
        }))
    }
}

fn is_comparison(op: BinaryOp) -> bool {
    use BinaryOp::{Equal, Greater, GreaterEqual, Less, LessEqual, NotEqual};
    matches!(
        op,
        Equal | NotEqual | Less | LessEqual | Greater | GreaterEqual
    )
}

fn binary_op(operator: source::BinaryOperator) -> BinaryOp {
    use source::BinaryOperator as From;
    match operator {
        From::Or => BinaryOp::Or,
        From::Xor => BinaryOp::Xor,
        From::And => BinaryOp::And,
        From::Equal => BinaryOp::Equal,
        From::NotEqual => BinaryOp::NotEqual,
        From::Less => BinaryOp::Less,
        From::LessEqual => BinaryOp::LessEqual,
        From::Greater => BinaryOp::Greater,
        From::GreaterEqual => BinaryOp::GreaterEqual,
        From::RegexMatch => BinaryOp::Matches,
        From::In => BinaryOp::In,
        From::StartsWith => BinaryOp::StartsWith,
        From::EndsWith => BinaryOp::EndsWith,
        From::Contains => BinaryOp::Contains,
        From::Add => BinaryOp::Add,
        From::Subtract => BinaryOp::Subtract,
        From::Multiply => BinaryOp::Multiply,
        From::Divide => BinaryOp::Divide,
        From::Remainder => BinaryOp::Remainder,
        From::Power => BinaryOp::Power,
        _ => BinaryOp::Concat,
    }
}

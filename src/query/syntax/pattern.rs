//! Patterns of the parser's tree, turned into ours: nodes and relationships in turn.

use super::super::ast::{
    Direction, LabelExpr, Length, NodePattern, PathPattern, RelationshipPattern, Shortest, Span,
};
use super::super::error::{Class, QueryError, Result};
use super::lower::{Lower, span, unexpected, unsupported, variable};
use open_cypher::ast as source;

impl Lower<'_> {
    /// The paths of a pattern.
    pub fn patterns(&self, pattern: &source::Pattern) -> Result<Vec<PathPattern>> {
        pattern.parts.iter().map(|part| self.part(part)).collect()
    }

    fn part(&self, part: &source::PatternPart) -> Result<PathPattern> {
        let mut path = self.path(&part.kind.path)?;
        path.variable = part.kind.binding.as_ref().map(variable).or(path.variable);
        path.span = span(part.span);
        if let Some(selector) = &part.kind.selector {
            path.shortest = shortest(&selector.kind, span(selector.span))?;
        }
        Ok(path)
    }

    /// A path without a name of its own.
    pub fn path(&self, path: &source::PathPattern) -> Result<PathPattern> {
        let mut factors = Vec::new();
        let mut kind = None;
        let mut name = None;
        flatten(path, &mut factors, &mut kind, &mut name)?;
        let mut factors = factors.into_iter();
        let mut start = None;
        let mut steps = Vec::new();
        let mut last = span(path.span);
        while let Some(factor) = factors.next() {
            let at = span(factor.span);
            match (&factor.kind, start.is_some()) {
                (source::PathFactorKind::Node(node), false) => {
                    start = Some(self.node(node, at.clone())?)
                }
                (source::PathFactorKind::Relationship(found), true) => {
                    let relationship = self.relationship(found, at.clone())?;
                    let Some(next) = factors.next() else {
                        return Err(unexpected(at, "a relationship ends in a node")
                            .with_help("-[:TYPE]->()"));
                    };
                    let source::PathFactorKind::Node(node) = &next.kind else {
                        return Err(unexpected(span(next.span), "a relationship ends in a node"));
                    };
                    steps.push((relationship, self.node(node, span(next.span))?));
                }
                (source::PathFactorKind::Node(_), true) => {
                    return Err(unexpected(at, "between two nodes stands a relationship")
                        .with_help("(a)-[:TYPE]->(b)"));
                }
                (source::PathFactorKind::Relationship(_), false) => {
                    return Err(
                        unexpected(at, "a path begins with a node").with_help("()-[:TYPE]->()")
                    );
                }
                _ => {
                    return Err(unsupported(
                        at,
                        "only single relationships are repeated, not parts of a path",
                    )
                    .with_help("-[:TYPE]->{1,3} or -[:TYPE*1..3]->"));
                }
            }
            last = span(factor.span);
        }
        let Some(start) = start else {
            return Err(unexpected(last, "a path begins with a node"));
        };
        Ok(PathPattern {
            variable: name,
            shortest: kind,
            start,
            steps,
            span: span(path.span),
        })
    }

    fn node(&self, node: &source::NodePattern, span: Span) -> Result<NodePattern> {
        Ok(NodePattern {
            variable: node.variable.as_ref().map(variable),
            labels: node
                .labels
                .as_ref()
                .map(|labels| self.labels(labels))
                .transpose()?,
            properties: self.optional(node.properties.as_deref())?,
            predicate: self.optional(node.where_clause.as_deref())?,
            span,
        })
    }

    fn relationship(
        &self,
        found: &source::RelationshipPattern,
        span: Span,
    ) -> Result<RelationshipPattern> {
        let length = match (&found.legacy_quantifier, &found.graph_quantifier) {
            (Some(_), Some(outer)) => {
                return Err(unexpected(
                    super::lower::span(outer.span),
                    "the length of this relationship is given twice",
                ));
            }
            (Some(quantifier), None) => Some(self.length(quantifier, 1)?),
            (None, Some(quantifier)) => Some(self.length(quantifier, 0)?),
            (None, None) => None,
        };
        Ok(RelationshipPattern {
            variable: found.variable.as_ref().map(variable),
            types: found
                .labels
                .as_ref()
                .map(|labels| self.labels(labels))
                .transpose()?,
            properties: self.optional(found.properties.as_deref())?,
            predicate: self.optional(found.where_clause.as_deref())?,
            direction: match found.direction.kind {
                source::RelationshipDirection::Left => Direction::Left,
                source::RelationshipDirection::Right => Direction::Right,
                _ => Direction::Either,
            },
            length,
            span,
        })
    }

    /// How many; `least` where nothing is said: the older `*` begins at one, the newer at zero.
    fn length(&self, quantifier: &source::Quantifier, least: u64) -> Result<Length> {
        let at = span(quantifier.span);
        let bound = |digits: &String| {
            digits.replace('_', "").parse::<u64>().map_err(|_| {
                let message = format!("{digits} is too large for a length");
                QueryError::compile(Class::SyntaxError, "IntegerOverflow", at.clone(), message)
            })
        };
        Ok(match &quantifier.kind {
            source::QuantifierKind::OneOrMore => Length {
                least: 1,
                most: None,
            },
            source::QuantifierKind::Optional => Length {
                least: 0,
                most: Some(1),
            },
            source::QuantifierKind::Fixed(count) => {
                let count = bound(count)?;
                Length {
                    least: count,
                    most: Some(count),
                }
            }
            source::QuantifierKind::Range { lower, upper } => Length {
                least: lower.as_ref().map(bound).transpose()?.unwrap_or(least),
                most: upper.as_ref().map(bound).transpose()?,
            },
            _ => Length { least, most: None },
        })
    }

    /// Labels or types and how they are combined.
    pub fn labels(&self, labels: &source::LabelExpression) -> Result<LabelExpr> {
        use source::LabelExpressionKind as Kind;
        self.deeper(span(labels.span), || {
            let several = |parts: &[source::LabelExpression]| {
                parts
                    .iter()
                    .map(|part| self.labels(part))
                    .collect::<Result<Vec<_>>>()
            };
            Ok(match &labels.kind {
                Kind::Name(name) => LabelExpr::Name(variable(name)),
                Kind::Wildcard => LabelExpr::Any,
                Kind::Not(inner) => LabelExpr::Not(Box::new(self.labels(inner)?)),
                Kind::Parenthesized(inner) => self.labels(inner)?,
                Kind::And(parts) => LabelExpr::And(flat(several(parts)?, |part| match part {
                    LabelExpr::And(parts) => Ok(parts),
                    other => Err(other),
                })),
                Kind::Or(parts) => LabelExpr::Or(flat(several(parts)?, |part| match part {
                    LabelExpr::Or(parts) => Ok(parts),
                    other => Err(other),
                })),
                _ => return Err(unexpected(span(labels.span), "this is no label")),
            })
        })
    }
}

/// `a & (b & c)` as one list.
fn flat(
    parts: Vec<LabelExpr>,
    open: impl Fn(LabelExpr) -> std::result::Result<Vec<LabelExpr>, LabelExpr>,
) -> Vec<LabelExpr> {
    parts
        .into_iter()
        .flat_map(|part| open(part).unwrap_or_else(|other| vec![other]))
        .collect()
}

/// The nodes and relationships of a path; parentheses that only group are opened.
fn flatten<'p>(
    path: &'p source::PathPattern,
    factors: &mut Vec<&'p source::PathFactor>,
    shortest: &mut Option<Shortest>,
    name: &mut Option<super::super::ast::Variable>,
) -> Result<()> {
    let single = path.kind.factors.len() == 1;
    for factor in &path.kind.factors {
        match &factor.kind {
            source::PathFactorKind::LegacyShortest { all, pattern } if single => {
                *shortest = Some(if *all { Shortest::All } else { Shortest::One });
                flatten(pattern, factors, &mut None, name)?;
            }
            source::PathFactorKind::Parenthesized {
                pattern,
                where_clause: None,
                quantifier: None,
            } => {
                flatten(pattern, factors, shortest, name)?;
            }
            source::PathFactorKind::Subpath {
                binding,
                pattern,
                where_clause: None,
                quantifier: None,
            } if single => {
                *name = Some(variable(binding));
                flatten(pattern, factors, shortest, name)?;
            }
            _ => factors.push(factor),
        }
    }
    Ok(())
}

/// Which paths a selector asks for.
fn shortest(selector: &source::PathSelector, span: Span) -> Result<Option<Shortest>> {
    use source::PathSelector as Selector;
    let is_one = |count: &Option<String>| count.as_deref().is_none_or(|count| count == "1");
    match selector {
        Selector::All => Ok(None),
        Selector::AllShortest => Ok(Some(Shortest::All)),
        Selector::Shortest {
            count,
            groups: true,
        } if is_one(count) => Ok(Some(Shortest::All)),
        // Any path will do, so the shortest does.
        Selector::AnyShortest => Ok(Some(Shortest::One)),
        Selector::Any { count } | Selector::Shortest { count, .. } if is_one(count) => {
            Ok(Some(Shortest::One))
        }
        _ => Err(unsupported(
            span,
            "only one shortest path or all of the least length can be asked for",
        )
        .with_help("SHORTEST 1, ANY SHORTEST or ALL SHORTEST")),
    }
}

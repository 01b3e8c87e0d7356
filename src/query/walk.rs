//! What an expression is made of, for whoever looks through a tree.

use super::ast::{Expr, ExprKind, MapItem, NodePattern, PathPattern};

impl Expr {
    /// The expressions right below this one, in the order in which they are written; those of
    /// patterns too, but not those of a subquery, which is a query of its own.
    pub fn children(&self) -> Vec<&Expr> {
        match &self.kind {
            ExprKind::Null
            | ExprKind::Boolean(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_)
            | ExprKind::Parameter(_)
            | ExprKind::CountStar
            | ExprKind::Subquery(..) => Vec::new(),
            ExprKind::List(items) => items.iter().collect(),
            ExprKind::Map(entries) => entries.iter().map(|(_, value)| value).collect(),
            ExprKind::MapProjection(base, items) => {
                let values = items.iter().filter_map(|item| match item {
                    MapItem::Entry(_, value) => Some(value),
                    _ => None,
                });
                std::iter::once(&**base).chain(values).collect()
            }
            ExprKind::Property(inner, _)
            | ExprKind::Unary(_, inner)
            | ExprKind::IsNull(inner, _)
            | ExprKind::HasLabels(inner, _) => vec![inner],
            ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => vec![left, right],
            ExprKind::Slice(base, from, to) => {
                let ends = [from, to].into_iter().flatten().map(|end| &**end);
                std::iter::once(&**base).chain(ends).collect()
            }
            ExprKind::Comparison(first, rest) => std::iter::once(&**first)
                .chain(rest.iter().map(|(_, next)| next))
                .collect(),
            ExprKind::Call(call) => call.arguments.iter().collect(),
            ExprKind::Case(case) => {
                let operand = case.operand.as_deref().into_iter();
                let pairs = case
                    .alternatives
                    .iter()
                    .flat_map(|(when, then)| [when, then]);
                operand
                    .chain(pairs)
                    .chain(case.otherwise.as_deref())
                    .collect()
            }
            ExprKind::ListComprehension(found) => std::iter::once(&found.list)
                .chain(&found.predicate)
                .chain(&found.projection)
                .collect(),
            ExprKind::PatternComprehension(found) => {
                let mut children = found.pattern.exprs();
                children.extend(&found.predicate);
                children.push(&found.projection);
                children
            }
            ExprKind::Reduce(found) => vec![&found.initial, &found.list, &found.expr],
            ExprKind::Quantifier(found) => vec![&found.list, &found.predicate],
            ExprKind::Pattern(pattern) => pattern.exprs(),
        }
    }

    /// Whether it, or anything below it, is an aggregate.
    pub fn has_aggregate(&self) -> bool {
        self.is_aggregate() || self.children().into_iter().any(Expr::has_aggregate)
    }

    /// Whether it is itself an aggregate: one value of many rows.
    pub fn is_aggregate(&self) -> bool {
        match &self.kind {
            ExprKind::CountStar => true,
            ExprKind::Call(call) => call.is_aggregate(),
            _ => false,
        }
    }
}

impl PathPattern {
    /// The nodes, in order.
    pub fn nodes(&self) -> impl Iterator<Item = &NodePattern> {
        std::iter::once(&self.start).chain(self.steps.iter().map(|(_, node)| node))
    }

    /// The expressions in it: properties and predicates.
    pub fn exprs(&self) -> Vec<&Expr> {
        let mut exprs: Vec<&Expr> = Vec::new();
        for node in self.nodes() {
            exprs.extend(node.properties.iter().chain(&node.predicate));
        }
        for (relationship, _) in &self.steps {
            exprs.extend(
                relationship
                    .properties
                    .iter()
                    .chain(&relationship.predicate),
            );
        }
        exprs
    }
}

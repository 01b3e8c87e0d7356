//! What an expression is made of, for whoever looks through a tree or changes it.

use super::ast::{Expr, ExprKind, MapItem, NodePattern, PathPattern};

/// The expressions right below one, borrowed in either way.
macro_rules! children {
    ($expr:expr, $exprs:ident, $as_deref:ident $(, $mutable:tt)?) => {
        match &$($mutable)? $expr.kind {
            ExprKind::Null
            | ExprKind::Boolean(_)
            | ExprKind::Integer(_)
            | ExprKind::Float(_)
            | ExprKind::String(_)
            | ExprKind::Variable(_)
            | ExprKind::Parameter(_)
            | ExprKind::CountStar
            | ExprKind::Subquery(..) => Vec::new(),
            ExprKind::List(items) => items.into_iter().collect(),
            ExprKind::Map(entries) => entries.into_iter().map(|(_, value)| value).collect(),
            ExprKind::MapProjection(base, items) => {
                let values = items.into_iter().filter_map(|item| match item {
                    MapItem::Entry(_, value) => Some(value),
                    _ => None,
                });
                std::iter::once(&$($mutable)? **base).chain(values).collect()
            }
            ExprKind::Property(inner, _)
            | ExprKind::Unary(_, inner)
            | ExprKind::IsNull(inner, _)
            | ExprKind::HasLabels(inner, _) => vec![inner],
            ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => vec![left, right],
            ExprKind::Slice(base, from, to) => {
                let ends = from.$as_deref().into_iter().chain(to.$as_deref());
                std::iter::once(&$($mutable)? **base).chain(ends).collect()
            }
            ExprKind::Comparison(first, rest) => {
                let rest = rest.into_iter().map(|(_, next)| next);
                std::iter::once(&$($mutable)? **first).chain(rest).collect()
            }
            ExprKind::Call(call) => (&$($mutable)? call.arguments).into_iter().collect(),
            ExprKind::Case(case) => {
                let operand = case.operand.$as_deref().into_iter();
                let pairs = (&$($mutable)? case.alternatives).into_iter();
                let pairs = pairs.flat_map(|(when, then)| [when, then]);
                operand.chain(pairs).chain(case.otherwise.$as_deref()).collect()
            }
            ExprKind::ListComprehension(found) => std::iter::once(&$($mutable)? found.list)
                .chain(&$($mutable)? found.predicate)
                .chain(&$($mutable)? found.projection)
                .collect(),
            ExprKind::PatternComprehension(found) => {
                let mut children = found.pattern.$exprs();
                children.extend(&$($mutable)? found.predicate);
                children.push(&$($mutable)? found.projection);
                children
            }
            ExprKind::Reduce(found) => vec![
                &$($mutable)? found.initial,
                &$($mutable)? found.list,
                &$($mutable)? found.expr,
            ],
            ExprKind::Quantifier(found) => {
                vec![&$($mutable)? found.list, &$($mutable)? found.predicate]
            }
            ExprKind::Pattern(pattern) => pattern.$exprs(),
        }
    };
}

/// The expressions of a pattern, borrowed in either way.
macro_rules! pattern_exprs {
    ($pattern:expr $(, $mutable:tt)?) => {{
        let start = &$($mutable)? $pattern.start;
        let mut exprs = Vec::new();
        exprs.extend(&$($mutable)? start.properties);
        exprs.extend(&$($mutable)? start.predicate);
        for (relationship, node) in &$($mutable)? $pattern.steps {
            exprs.extend(&$($mutable)? relationship.properties);
            exprs.extend(&$($mutable)? relationship.predicate);
            exprs.extend(&$($mutable)? node.properties);
            exprs.extend(&$($mutable)? node.predicate);
        }
        exprs
    }};
}

impl Expr {
    /// The expressions right below this one, in the order in which they are written; those of
    /// patterns too, but not those of a subquery, which is a query of its own.
    pub fn children(&self) -> Vec<&Expr> {
        children!(self, exprs, as_deref)
    }

    /// The same, to be changed.
    pub fn children_mut(&mut self) -> Vec<&mut Expr> {
        children!(self, exprs_mut, as_deref_mut, mut)
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
        pattern_exprs!(self)
    }

    /// The same, to be changed.
    pub fn exprs_mut(&mut self) -> Vec<&mut Expr> {
        pattern_exprs!(self, mut)
    }
}

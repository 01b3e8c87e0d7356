//! What need not be walked, because only the number of rows is asked for, or not even that.

use super::super::ast::Direction;
use super::super::store::Store;
use super::super::value::Value;
use super::order::turned;
use super::scope::Planner;
use super::{
    Aggregate, Aggregator, Branch, Expr, GraphFunction, Kind, Operator, Projection, Slot, Stage,
};
use std::collections::BTreeSet;

impl<S: Store> Planner<'_, S> {
    /// Where all relationships are counted by one of their ends, goes from node to node instead, so
    /// that each node's are counted at once.
    pub(super) fn begin_at_nodes(&mut self, operators: &mut Vec<Operator>, named: &BTreeSet<Slot>) {
        let [
            Operator {
                kind: Kind::Rels(rels),
                estimate,
                ..
            },
        ] = &mut operators[..]
        else {
            return;
        };
        let ends = [rels.from, rels.to].map(|end| named.contains(&end));
        let end = match ends {
            [true, false] => 0,
            [false, true] => 1,
            _ => return,
        };
        if named.contains(&rels.rel) || f64::from(self.store.node_count()) > *estimate {
            return;
        }
        let mut expand = rels.clone();
        if end == 1 {
            std::mem::swap(&mut expand.from, &mut expand.to);
            expand.direction = turned(expand.direction, 1);
        }
        let nodes = Kind::Nodes {
            node: expand.from,
            label: None,
        };
        operators[0].kind = Kind::Expand(expand);
        let count = f64::from(self.store.node_count());
        operators.insert(0, self.operator(nodes, String::from("()"), count));
    }
}

/// Where only the number of rows is asked for, the last step is counted, unless a key of the groups
/// names what it binds; of relationships a key may ask for the type.
pub(super) fn count_only(
    made: &mut Projection,
    operators: &mut [Operator],
    named: &BTreeSet<Slot>,
) {
    let Some(last) = operators.last_mut() else {
        return;
    };
    let Some(bound) = countable(&last.kind) else {
        return;
    };
    let Some(grouping) = &mut made.grouping else {
        return;
    };
    // The argument of `count(x)` alone may name what is bound; it is never null.
    let counts = |aggregate: &Aggregate| {
        aggregate.function == Aggregator::Count
            && !aggregate.distinct
            && match &aggregate.argument {
                None => true,
                Some(Expr::Slot(slot)) => bound.contains(slot),
                Some(_) => false,
            }
    };
    if !grouping.aggregates.iter().all(counts) || bound.iter().any(|slot| named.contains(slot)) {
        return;
    }
    let mut types = made.computed.iter().filter_map(|(_, expr)| is_type(expr));
    if types.any(|rel| bound.contains(&rel)) {
        match &last.kind {
            Kind::Rels(rels) if rels.direction != Direction::Either => {
                last.kind = Kind::CountByType(rels.clone());
            }
            _ => return,
        }
    } else {
        count_instead(last);
    }
    for aggregate in &mut grouping.aggregates {
        aggregate.argument = None;
    }
}

/// The relationship of `type(r)`.
pub(super) fn is_type(expr: &Expr) -> Option<Slot> {
    match expr {
        Expr::Graph(GraphFunction::Type, inner) => match **inner {
            Expr::Slot(rel) => Some(rel),
            _ => None,
        },
        _ => None,
    }
}

/// The same for the rows of a subquery, of which only the number is asked for.
pub(super) fn count_last_step(branch: &mut Branch) {
    if let Some(Stage {
        operators,
        projection: None,
    }) = branch.stages.last_mut()
        && let Some(last) = operators.last_mut()
        && countable(&last.kind).is_some()
    {
        count_instead(last);
    }
}

/// What a step binds, if its rows can be counted without it.
fn countable(kind: &Kind) -> Option<Vec<Slot>> {
    match kind {
        Kind::Nodes { node, .. } => Some(vec![*node]),
        Kind::Rels(found) if found.apart.is_empty() => Some(vec![found.rel, found.from, found.to]),
        Kind::Expand(found) if found.apart.is_empty() && !found.into => {
            Some(vec![found.rel, found.to])
        }
        _ => None,
    }
}

fn count_instead(operator: &mut Operator) {
    let nothing = Kind::Filter(Expr::Constant(Value::Null));
    let inner = std::mem::replace(&mut operator.kind, nothing);
    operator.kind = Kind::Count(Box::new(inner));
}

/// Whether a projection is the same however often a row comes.
pub(super) fn ignores_repetition(made: &Projection) -> bool {
    let ignores = |aggregate: &Aggregate| {
        let extreme = matches!(
            aggregate.function,
            Aggregator::Minimum | Aggregator::Maximum
        );
        extreme || (aggregate.distinct && aggregate.argument.is_some())
    };
    match &made.grouping {
        Some(grouping) => grouping.aggregates.iter().all(ignores),
        None => made.distinct,
    }
}

/// Lets walks give each end once, where whoever takes the rows does not mind how often. What is
/// reached at all in their direction is reached without passing a relationship twice.
pub(super) fn want_ends_only(operators: &mut [Operator]) {
    for operator in operators {
        if let Kind::Walk(walk) = &mut operator.kind {
            let expand = &walk.expand;
            walk.ends_only = !walk.listed
                && !expand.into
                && expand.apart.is_empty()
                && walk.least <= 1
                && expand.direction != Direction::Either;
        }
    }
}

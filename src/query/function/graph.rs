//! The names and arguments of the functions that the executor computes.

use super::Body::{Aggregate, Graph};
use super::{Function, row};

pub(super) const TABLE: &[Function] = &[
    row("id", 1, 1, Graph),
    row("elementId", 1, 1, Graph),
    row("labels", 1, 1, Graph),
    row("type", 1, 1, Graph),
    row("keys", 1, 1, Graph),
    row("properties", 1, 1, Graph),
    row("nodes", 1, 1, Graph),
    row("relationships", 1, 1, Graph),
    row("length", 1, 1, Graph),
    row("startNode", 1, 1, Graph),
    row("endNode", 1, 1, Graph),
    row("exists", 1, 1, Graph),
    // Equality is the executor's.
    row("nullIf", 2, 2, Graph),
    row("any_value", 1, 1, Aggregate),
    row("avg", 1, 1, Aggregate),
    row("collect", 1, 1, Aggregate),
    row("count", 1, 1, Aggregate),
    row("max", 1, 1, Aggregate),
    row("min", 1, 1, Aggregate),
    row("percentileCont", 2, 2, Aggregate),
    row("percentileDisc", 2, 2, Aggregate),
    row("stDev", 1, 1, Aggregate),
    row("stDevP", 1, 1, Aggregate),
    row("sum", 1, 1, Aggregate),
];

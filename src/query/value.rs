//! The values of the language.

use super::store::{NodeId, RelId};
use super::temporal::Temporal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A value. Text that stands in the graph is borrowed from it.
#[derive(Debug, Clone)]
pub enum Value<'g> {
    /// Nothing, or not known.
    Null,
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// Text.
    String(Text<'g>),
    /// Values in order.
    List(Arc<[Value<'g>]>),
    /// Values by name.
    Map(Arc<BTreeMap<Text<'g>, Value<'g>>>),
    /// A node.
    Node(NodeId),
    /// A relationship.
    Relationship(RelId),
    /// A walk: one node more than relationships.
    Path(Arc<Path>),
    /// A date, a time or a duration.
    Temporal(Temporal),
}

/// A walk through the graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The nodes, at least one.
    pub nodes: Vec<NodeId>,
    /// The relationships between them.
    pub rels: Vec<RelId>,
}

/// Text of the graph, of the query or made while it runs. Compared and hashed as the text alone.
#[derive(Debug, Clone)]
pub enum Text<'g> {
    /// It stands in the graph or in the query.
    Borrowed(&'g str),
    /// It was made.
    Shared(Arc<str>),
}

//! What the engine asks of a graph. [`View`](super::view::View) is the one of this project; the
//! tests have a second, which holds whatever a scenario creates.

use super::value::Value;

/// A node, dense from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A relationship, dense from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelId(pub u32);

/// A label, a relationship type or a property key of a store, by number. Each kind counts from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

/// A step from a node: the relationship and the node at its other end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The relationship.
    pub rel: RelId,
    /// The other end.
    pub node: NodeId,
    /// The relationship's type, so that most steps are judged without looking elsewhere.
    pub kind: Symbol,
}

/// A property graph to be read. All lookups but those named otherwise take constant time.
pub trait Store {
    /// How many nodes; their ids are below it.
    fn node_count(&self) -> u32;
    /// How many relationships; their ids are below it.
    fn rel_count(&self) -> u32;

    /// The number of a label, if any node can have it.
    fn label(&self, name: &str) -> Option<Symbol>;
    /// The number of a relationship type, if any relationship can have it.
    fn rel_type(&self, name: &str) -> Option<Symbol>;
    /// The number of a property key, if anything can have it.
    fn key(&self, name: &str) -> Option<Symbol>;
    /// All labels, relationship types and property keys by name, in the order of their numbers.
    fn names(&self) -> Names<'_>;

    /// The labels of a node.
    fn labels(&self, node: NodeId) -> &[Symbol];
    /// The type of a relationship.
    fn type_of(&self, rel: RelId) -> Symbol;
    /// Source and target of a relationship.
    fn ends(&self, rel: RelId) -> (NodeId, NodeId);

    /// A property of a node; null where it has none.
    fn node_property(&self, node: NodeId, key: Symbol) -> Value<'_>;
    /// A property of a relationship; null where it has none.
    fn rel_property(&self, rel: RelId, key: Symbol) -> Value<'_>;
    /// The keys of the properties that a node has, in the order in which they are shown.
    fn node_keys(&self, node: NodeId) -> Vec<Symbol>;
    /// The keys of the properties that a relationship has, in the order in which they are shown.
    fn rel_keys(&self, rel: RelId) -> Vec<Symbol>;

    /// Steps out of a node, ordered by type and then by relationship.
    fn out_steps(&self, node: NodeId) -> &[Step];
    /// Steps into a node (the other end is the source), ordered by type and then by relationship.
    fn in_steps(&self, node: NodeId) -> &[Step];

    /// The nodes of a label, in ascending order.
    fn nodes_with_label(&self, label: Symbol) -> &[NodeId];
    /// The relationships of a type, in ascending order.
    fn rels_of_type(&self, kind: Symbol) -> &[RelId];
    /// The nodes whose property equals a text, or is a list that holds it, in ascending order, where
    /// there is an index on that key; `None` where there is none.
    fn nodes_by_text(&self, key: Symbol, text: &str) -> Option<Vec<NodeId>>;
}

/// The names that a store knows.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs)]
pub struct Names<'a> {
    pub labels: &'a [String],
    pub rel_types: &'a [String],
    pub keys: &'a [String],
}

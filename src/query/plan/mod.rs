//! How a query is answered: a plan for one store, in which names are slots of a row, and labels,
//! types and keys the store's symbols.
//!
//! A branch is a row of [`Stage`]s. In each, operators extend the row one after another, and a
//! projection (`WITH`, `RETURN`) decides what of it goes on. Every variable has a slot of its own,
//! also within subqueries, so that one row serves the whole query.

mod aggregate;
mod condition;
mod cost;
mod count;
mod expr;
mod fold;
mod join;
mod order;
mod pattern;
mod query;
mod scope;
mod tree;

pub use expr::{Aggregator, Entry, Expr, GraphFunction, LabelTest};
pub use query::plan;
pub use scope::Params;
pub use tree::{Line, lines};

use super::ast::Direction;
use super::store::Symbol;

/// Where a variable's value stands in the row.
pub type Slot = usize;

/// A query, or a subquery.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Joined by `UNION`.
    pub branches: Vec<Branch>,
    /// Whether equal rows of all branches are given once.
    pub distinct: bool,
}

/// One branch of a query.
#[derive(Debug, Clone)]
pub struct Branch {
    /// Clauses up to a projection, each.
    pub stages: Vec<Stage>,
    /// The slots of the columns.
    pub columns: Vec<Slot>,
}

/// Operators and what becomes of their rows.
#[derive(Debug, Clone)]
pub struct Stage {
    /// In the order in which they extend the row.
    pub operators: Vec<Operator>,
    /// None where a subquery ends without `RETURN`.
    pub projection: Option<Projection>,
}

/// One step of a plan.
#[derive(Debug, Clone)]
pub struct Operator {
    /// What it does.
    pub kind: Kind,
    /// What it does, in words of the query.
    pub detail: String,
    /// How many rows are expected behind it.
    pub estimate: f64,
    /// Its number, by which rows are counted.
    pub id: usize,
}

/// What an operator does.
#[derive(Debug, Clone)]
pub enum Kind {
    /// Each node of a label, or each of all.
    Nodes { node: Slot, label: Option<Symbol> },
    /// The nodes whose property is a text, by an index; several texts where it is a list.
    NodesByText {
        node: Slot,
        key: Symbol,
        value: Expr,
        label: Option<Symbol>,
    },
    /// The node of an id.
    NodeById { node: Slot, value: Expr },
    /// Each relationship of some types, with its ends.
    Rels(Expand),
    /// Each relationship of a node.
    Expand(Expand),
    /// The ends of a relationship, or of a list of them one after another, that is known; and
    /// whether the node before it is known as well.
    Ends(Expand, bool),
    /// Several relationships one after another.
    Walk(Walk),
    /// The shortest of such walks.
    Shortest(Walk, bool),
    /// How many rows there would be, where only that counts: the row itself goes on once.
    Count(Box<Kind>),
    /// One relationship of each type, which stands for all of them.
    CountByType(Expand),
    /// Rows for which it is true.
    Filter(Expr),
    /// A path of a node and relationships, or lists of them.
    Path {
        path: Slot,
        start: Slot,
        rels: Vec<Slot>,
    },
    /// Each item of a list.
    Unwind { list: Expr, item: Slot },
    /// Operators that may find nothing: then these slots are null.
    Optional {
        operators: Vec<Operator>,
        slots: Vec<Slot>,
    },
    /// A subquery for each row, its columns into these slots.
    Subquery { plan: Plan, into: Vec<Slot> },
    /// Rows of a part that depends on nothing outside, found by equal keys.
    HashJoin(HashJoin),
}

/// A step from a node.
#[derive(Debug, Clone)]
pub struct Expand {
    /// The node that is known, except to [`Kind::Rels`].
    pub from: Slot,
    /// The relationship.
    pub rel: Slot,
    /// The other end.
    pub to: Slot,
    /// Whether the other end is known too.
    pub into: bool,
    /// Seen from the node that is known.
    pub direction: Direction,
    /// The types of which it must have one.
    pub types: Types,
    /// Relationships from which it differs, or lists of them.
    pub apart: Vec<Slot>,
}

/// Steps one after another.
#[derive(Debug, Clone)]
pub struct Walk {
    /// The ends; `rel` is the list of relationships.
    pub expand: Expand,
    /// At least so many.
    pub least: usize,
    /// At most so many.
    pub most: usize,
    /// What must hold of each relationship, which stands in this slot meanwhile.
    pub each: Option<(Slot, Expr)>,
    /// What must hold of each node, which stands in this slot meanwhile.
    pub each_node: Option<(Slot, Expr)>,
    /// Whether the list is asked for at all.
    pub listed: bool,
    /// Whether each end is wanted once, however many ways lead to it.
    pub ends_only: bool,
    /// Whether it is one relationship, not a list.
    pub single: bool,
    /// Whether the query reads it from the end that is not `from`.
    pub backwards: bool,
}

/// Types of relationships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Types {
    /// All.
    Any,
    /// These, in ascending order; none where no relationship has any of them.
    Of(Vec<Symbol>),
}

/// A table of one part of a pattern, made once, in which the other part looks up its rows.
#[derive(Debug, Clone)]
pub struct HashJoin {
    /// What finds the table's rows.
    pub build: Vec<Operator>,
    /// What is kept of them.
    pub slots: Vec<Slot>,
    /// What they are found by.
    pub build_keys: Vec<Expr>,
    /// What is looked up, of the row outside.
    pub probe_keys: Vec<Expr>,
}

/// `WITH` or `RETURN`.
#[derive(Debug, Clone, Default)]
pub struct Projection {
    /// Computed of each row that comes in.
    pub computed: Vec<(Slot, Expr)>,
    /// How rows are gathered, if they are.
    pub grouping: Option<Grouping>,
    /// Whether equal rows go on once.
    pub distinct: bool,
    /// What goes on.
    pub columns: Vec<Slot>,
    /// What the rows are sorted by, and whether downwards.
    pub order: Vec<(Expr, bool)>,
    /// How many rows are left out first.
    pub skip: Option<Expr>,
    /// How many go on at most.
    pub limit: Option<Expr>,
    /// Which go on, after all that.
    pub predicate: Option<Expr>,
    /// What must be kept of a row while it waits: the columns and what the predicate asks for.
    pub kept: Vec<Slot>,
    /// In words of the query.
    pub detail: String,
    /// Its number, by which rows are counted.
    pub id: usize,
    /// How many rows are expected behind it.
    pub estimate: f64,
}

/// How rows are gathered.
#[derive(Debug, Clone)]
pub struct Grouping {
    /// Rows with equal values in these slots are one group.
    pub keys: Vec<Slot>,
    /// The variable from which alone all keys follow: it itself, or its properties.
    pub source: Option<Slot>,
    /// What is computed of each group.
    pub aggregates: Vec<Aggregate>,
    /// Computed of each group's keys and aggregates.
    pub computed: Vec<(Slot, Expr)>,
}

/// One value of many rows.
#[derive(Debug, Clone)]
pub struct Aggregate {
    /// Where it goes.
    pub slot: Slot,
    /// Which.
    pub function: Aggregator,
    /// Of what; `count(*)` of nothing.
    pub argument: Option<Expr>,
    /// The second argument, of percentiles.
    pub parameter: Option<Expr>,
    /// Whether equal values count once.
    pub distinct: bool,
}

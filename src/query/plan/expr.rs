//! Expressions as they are computed: names are slots and symbols, functions are found, what is the
//! same for all rows is a constant.

use super::super::ast::{BinaryOp, QuantifierKind};
use super::super::function::Function;
use super::super::store::Symbol;
use super::super::value::{Text, Value};
use super::{Plan, Slot};
use regex::Regex;

/// An expression.
#[derive(Debug, Clone)]
pub enum Expr {
    /// The same for all rows.
    Constant(Value<'static>),
    /// A variable.
    Slot(Slot),
    /// A property of whatever has properties; the symbol is that of the store, if it has the key.
    Property(Box<Expr>, Text<'static>, Option<Symbol>),
    List(Vec<Expr>),
    Map(Vec<(Text<'static>, Expr)>),
    /// A map from a node, a relationship or a map.
    MapProjection(Box<Expr>, Vec<Entry>),
    Index(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    /// An operator between two, but for `AND` and `OR`.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `=~` or `CONTAINS` with a pattern or text that is known.
    Matches(Box<Expr>, Regex),
    /// Whether it is null, or, if true, is not.
    IsNull(Box<Expr>, bool),
    HasLabels(Box<Expr>, LabelTest),
    Call(&'static Function, Vec<Expr>),
    /// A function that asks the graph.
    Graph(GraphFunction, Box<Expr>),
    /// `nullIf`.
    NullIf(Box<Expr>, Box<Expr>),
    Case {
        operand: Option<Box<Expr>>,
        alternatives: Vec<(Expr, Expr)>,
        otherwise: Box<Expr>,
    },
    ListComprehension {
        item: Slot,
        list: Box<Expr>,
        predicate: Option<Box<Expr>>,
        projection: Option<Box<Expr>>,
    },
    Reduce {
        accumulator: Slot,
        initial: Box<Expr>,
        item: Slot,
        list: Box<Expr>,
        expr: Box<Expr>,
    },
    Quantifier {
        kind: QuantifierKind,
        item: Slot,
        list: Box<Expr>,
        predicate: Box<Expr>,
    },
    /// Whether a subquery has a row.
    Exists(Box<Plan>),
    /// How many it has.
    Count(Box<Plan>),
    /// The values of its one column.
    Collect(Box<Plan>),
}

/// An entry of a map projection.
#[derive(Debug, Clone)]
pub enum Entry {
    /// All properties.
    All,
    /// One entry.
    One(Text<'static>, Expr),
}

/// Labels of a node, or the type of a relationship, that are asked for.
#[derive(Debug, Clone)]
pub enum LabelTest {
    /// This label of nodes, this type of relationships; none where the store has no such.
    Is(Option<Symbol>, Option<Symbol>),
    /// Any.
    Any,
    Not(Box<LabelTest>),
    And(Vec<LabelTest>),
    Or(Vec<LabelTest>),
}

/// The functions that ask the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum GraphFunction {
    Id,
    ElementId,
    Labels,
    Type,
    Keys,
    Properties,
    Nodes,
    Relationships,
    Length,
    StartNode,
    EndNode,
    Exists,
}

impl GraphFunction {
    /// The function of that name, as the table of functions writes it.
    pub fn of_name(name: &str) -> Option<GraphFunction> {
        Some(match name {
            "id" => GraphFunction::Id,
            "elementId" => GraphFunction::ElementId,
            "labels" => GraphFunction::Labels,
            "type" => GraphFunction::Type,
            "keys" => GraphFunction::Keys,
            "properties" => GraphFunction::Properties,
            "nodes" => GraphFunction::Nodes,
            "relationships" => GraphFunction::Relationships,
            "length" => GraphFunction::Length,
            "startNode" => GraphFunction::StartNode,
            "endNode" => GraphFunction::EndNode,
            "exists" => GraphFunction::Exists,
            _ => return None,
        })
    }
}

/// The aggregates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Aggregator {
    AnyValue,
    Average,
    Collect,
    Count,
    Maximum,
    Minimum,
    PercentileContinuous,
    PercentileDiscrete,
    Deviation,
    DeviationOfPopulation,
    Sum,
}

impl Aggregator {
    /// The aggregate of that name, in any case.
    pub fn of_name(name: &str) -> Option<Aggregator> {
        Some(match name.to_ascii_lowercase().as_str() {
            "any_value" => Aggregator::AnyValue,
            "avg" => Aggregator::Average,
            "collect" => Aggregator::Collect,
            "count" => Aggregator::Count,
            "max" => Aggregator::Maximum,
            "min" => Aggregator::Minimum,
            "percentilecont" => Aggregator::PercentileContinuous,
            "percentiledisc" => Aggregator::PercentileDiscrete,
            "stdev" => Aggregator::Deviation,
            "stdevp" => Aggregator::DeviationOfPopulation,
            "sum" => Aggregator::Sum,
            _ => return None,
        })
    }
}

impl LabelTest {
    /// Whether it holds of what has some label or type by `is`, and any at all by `any`.
    pub fn holds(&self, is: &impl Fn(Option<Symbol>, Option<Symbol>) -> bool, any: bool) -> bool {
        match self {
            LabelTest::Is(label, kind) => is(*label, *kind),
            LabelTest::Any => any,
            LabelTest::Not(inner) => !inner.holds(is, any),
            LabelTest::And(parts) => parts.iter().all(|part| part.holds(is, any)),
            LabelTest::Or(parts) => parts.iter().any(|part| part.holds(is, any)),
        }
    }
}

impl Expr {
    /// The value, if it is the same for all rows.
    pub fn constant(&self) -> Option<&Value<'static>> {
        match self {
            Expr::Constant(value) => Some(value),
            _ => None,
        }
    }
}

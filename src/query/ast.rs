//! The syntax tree of a query: what the other modules know of the language, whoever parsed it.
//!
//! Names are as written, without backticks; nothing is resolved. Every expression and pattern
//! bears its span, in bytes of the query's text.

use std::ops::Range;

/// Where something stands in the text of a query, in bytes.
pub type Span = Range<usize>;

/// A whole query: one branch, or several joined by `UNION`.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Whether it is to be run, explained or profiled.
    pub mode: Mode,
    /// The branches, at least one.
    pub branches: Vec<Branch>,
    /// How each branch after the first is joined to those before it; one fewer than branches.
    pub unions: Vec<Union>,
}

/// What is asked of a query.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// Its rows.
    #[default]
    Run,
    /// Its plan (`EXPLAIN`).
    Explain,
    /// Its plan with the rows that passed (`PROFILE`).
    Profile,
}

/// How two branches are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Union {
    /// `UNION ALL`.
    All,
    /// `UNION`: each row once.
    Distinct,
}

/// Clauses one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// The clauses, in order.
    pub clauses: Vec<Clause>,
    /// Where it stands.
    pub span: Span,
}

/// A clause that reads.
#[derive(Debug, Clone, PartialEq)]
pub enum Clause {
    /// `MATCH` or `OPTIONAL MATCH`.
    Match(Match),
    /// `UNWIND list AS variable`.
    Unwind(Unwind),
    /// `WITH`.
    With(Projection),
    /// `RETURN`, the last of a branch.
    Return(Projection),
    /// `CALL { ... }`, a query run for each row.
    Subquery(Subquery),
}

/// `MATCH` or `OPTIONAL MATCH`.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// Whether a row stays, with nulls, when nothing matches.
    pub optional: bool,
    /// The paths, joined by the variables that they share; all relationships of one `MATCH` differ.
    pub patterns: Vec<PathPattern>,
    /// `WHERE`.
    pub predicate: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// `UNWIND`.
#[derive(Debug, Clone, PartialEq)]
pub struct Unwind {
    /// The list.
    pub list: Expr,
    /// The name of each item.
    pub variable: Variable,
    /// Where it stands.
    pub span: Span,
}

/// `CALL { ... }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Subquery {
    /// The query.
    pub query: Box<Query>,
    /// Variables of outside that it sees (`CALL (a, b) { ... }`, or an opening `WITH a, b`);
    /// none: it sees nothing; `None`: all.
    pub imports: Option<Vec<Variable>>,
    /// Where it stands.
    pub span: Span,
}

/// The body of `WITH` or `RETURN`.
#[derive(Debug, Clone, PartialEq)]
pub struct Projection {
    /// `DISTINCT`.
    pub distinct: bool,
    /// Whether it begins with `*`.
    pub star: bool,
    /// What is computed, after the `*` if there is one.
    pub items: Vec<Item>,
    /// `ORDER BY`.
    pub order: Vec<SortKey>,
    /// `SKIP`.
    pub skip: Option<Expr>,
    /// `LIMIT`.
    pub limit: Option<Expr>,
    /// `WHERE`, of `WITH` only.
    pub predicate: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// What it computes.
    pub expr: Expr,
    /// The column's name: the alias, or the expression as it was written.
    pub name: String,
    /// Whether `AS` gave the name.
    pub aliased: bool,
}

/// One key of `ORDER BY`.
#[derive(Debug, Clone, PartialEq)]
pub struct SortKey {
    /// What is compared.
    pub expr: Expr,
    /// `DESC`.
    pub descending: bool,
}

/// A variable where it is bound or named. Equal are those of one name, wherever they stand.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Without backticks.
    pub name: String,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Variable {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Variable {}

/// A path of a pattern: nodes and between them relationships.
#[derive(Debug, Clone, PartialEq)]
pub struct PathPattern {
    /// The variable of the whole path (`p = ...`).
    pub variable: Option<Variable>,
    /// Whether only shortest paths match.
    pub shortest: Option<Shortest>,
    /// The first node.
    pub start: NodePattern,
    /// Each step from there.
    pub steps: Vec<(RelationshipPattern, NodePattern)>,
    /// Where it stands.
    pub span: Span,
}

/// `shortestPath(...)`, `allShortestPaths(...)`, `ANY SHORTEST`, `ALL SHORTEST`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortest {
    /// One for each pair of ends.
    One,
    /// All of the least length for each pair of ends.
    All,
}

/// `(variable:Label {key: value} WHERE ...)`.
#[derive(Debug, Clone, PartialEq)]
pub struct NodePattern {
    /// Its variable.
    pub variable: Option<Variable>,
    /// The labels that it must have.
    pub labels: Option<LabelExpr>,
    /// A map or a parameter, each of whose entries the node must have.
    pub properties: Option<Expr>,
    /// `WHERE` within the parentheses.
    pub predicate: Option<Expr>,
    /// Where it stands.
    pub span: Span,
}

/// `-[variable:TYPE*1..3 {key: value}]->`.
#[derive(Debug, Clone, PartialEq)]
pub struct RelationshipPattern {
    /// Its variable: a relationship, or a list of them when the length varies.
    pub variable: Option<Variable>,
    /// The types of which it must have one.
    pub types: Option<LabelExpr>,
    /// Entries that it must have, all of them when the length varies.
    pub properties: Option<Expr>,
    /// `WHERE` within the brackets.
    pub predicate: Option<Expr>,
    /// Which way it is walked.
    pub direction: Direction,
    /// `*`, `*2`, `*1..3`, `+`, `{1,3}`: how many; `None` for exactly one, which is no list.
    pub length: Option<Length>,
    /// Where it stands.
    pub span: Span,
}

/// How many relationships, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Length {
    /// At least; 1 where nothing is said.
    pub least: u64,
    /// At most; without end where nothing is said.
    pub most: Option<u64>,
}

/// The way of a relationship, read from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// `-->`.
    Right,
    /// `<--`.
    Left,
    /// `--` or `<-->`.
    Either,
}

/// Labels or types and how they are combined.
#[derive(Debug, Clone, PartialEq)]
pub enum LabelExpr {
    /// One label.
    Name(Variable),
    /// `%`: any.
    Any,
    /// `!`.
    Not(Box<LabelExpr>),
    /// `:A:B`, `A&B`.
    And(Vec<LabelExpr>),
    /// `A|B`.
    Or(Vec<LabelExpr>),
}

/// An expression. Equal are those that say the same, wherever they stand.
#[derive(Debug, Clone)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands.
    pub span: Span,
}

impl PartialEq for Expr {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// `null`.
    Null,
    /// `true`, `false`.
    Boolean(bool),
    /// A whole number, its sign included where it stands right before.
    Integer(i64),
    /// A number with a point or an exponent.
    Float(f64),
    /// Text, escapes resolved.
    String(String),
    /// A variable.
    Variable(String),
    /// `$name`.
    Parameter(String),
    /// `[a, b]`.
    List(Vec<Expr>),
    /// `{key: value}`.
    Map(Vec<(String, Expr)>),
    /// `base {.name, .*, other, key: value}`.
    MapProjection(Box<Expr>, Vec<MapItem>),
    /// `expr.key`.
    Property(Box<Expr>, String),
    /// `expr[index]`.
    Index(Box<Expr>, Box<Expr>),
    /// `expr[from..to]`.
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    /// `NOT`, `-`, `+`.
    Unary(UnaryOp, Box<Expr>),
    /// An operator between two.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// `a < b <= c`: each neighbours' pair compared, joined by `AND`; at least two operators.
    Comparison(Box<Expr>, Vec<(BinaryOp, Expr)>),
    /// `expr IS NULL`; true: `IS NOT NULL`.
    IsNull(Box<Expr>, bool),
    /// `expr:Label` of a node or a relationship.
    HasLabels(Box<Expr>, LabelExpr),
    /// A function, an aggregate too.
    Call(Call),
    /// `count(*)`.
    CountStar,
    /// `CASE`.
    Case(Case),
    /// `[x IN list WHERE p | e]`.
    ListComprehension(Box<ListComprehension>),
    /// `[p = (a)-->(b) WHERE q | e]`.
    PatternComprehension(Box<PatternComprehension>),
    /// `reduce(acc = e, x IN list | e)`.
    Reduce(Box<Reduce>),
    /// `all(x IN list WHERE p)` and its kin.
    Quantifier(Box<Quantifier>),
    /// A path as a predicate: whether there is one. Its variables are all bound outside.
    Pattern(Box<PathPattern>),
    /// `EXISTS { ... }`, `COUNT { ... }`, `COLLECT { ... }`.
    Subquery(SubqueryKind, Box<Query>),
}

/// An entry of a map projection.
#[derive(Debug, Clone, PartialEq)]
pub enum MapItem {
    /// `.key`.
    Property(String),
    /// `.*`.
    All,
    /// `variable`.
    Variable(Variable),
    /// `key: value`.
    Entry(String, Expr),
}

/// An operator before one operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `NOT`.
    Not,
    /// `-`.
    Minus,
    /// `+`.
    Plus,
}

/// An operator between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Or,
    Xor,
    And,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    /// `=~`.
    Matches,
    In,
    StartsWith,
    EndsWith,
    Contains,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    /// `||`.
    Concat,
}

/// A function with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// As written, parts joined by a point (`duration.between`).
    pub name: String,
    /// `count(DISTINCT x)`.
    pub distinct: bool,
    /// The arguments.
    pub arguments: Vec<Expr>,
}

impl Call {
    /// Whether it makes one value of many rows.
    pub fn is_aggregate(&self) -> bool {
        const AGGREGATES: [&str; 11] = [
            "avg",
            "collect",
            "count",
            "max",
            "min",
            "percentilecont",
            "percentiledisc",
            "stdev",
            "stdevp",
            "sum",
            "any_value",
        ];
        let name = self.name.to_ascii_lowercase();
        AGGREGATES.contains(&name.as_str())
    }
}

/// `CASE operand WHEN ... THEN ... ELSE ... END`.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What each `WHEN` is compared with; without it each is a predicate.
    pub operand: Option<Box<Expr>>,
    /// `WHEN`, `THEN`; several values of one `WHEN` are several entries.
    pub alternatives: Vec<(Expr, Expr)>,
    /// `ELSE`.
    pub otherwise: Option<Box<Expr>>,
}

/// `[variable IN list WHERE predicate | projection]`.
#[derive(Debug, Clone, PartialEq)]
pub struct ListComprehension {
    /// The name of each item.
    pub variable: Variable,
    /// The list.
    pub list: Expr,
    /// Which are kept.
    pub predicate: Option<Expr>,
    /// What is made of each; itself where nothing is said.
    pub projection: Option<Expr>,
}

/// `[path WHERE predicate | projection]`.
#[derive(Debug, Clone, PartialEq)]
pub struct PatternComprehension {
    /// The path; variables not bound outside are bound by it.
    pub pattern: PathPattern,
    /// Which are kept.
    pub predicate: Option<Expr>,
    /// What is made of each.
    pub projection: Expr,
}

/// `reduce(accumulator = initial, variable IN list | expr)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reduce {
    /// The name of the value carried along.
    pub accumulator: Variable,
    /// What it begins with.
    pub initial: Expr,
    /// The name of each item.
    pub variable: Variable,
    /// The list.
    pub list: Expr,
    /// What it becomes.
    pub expr: Expr,
}

/// `all(variable IN list WHERE predicate)`.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantifier {
    /// How many must hold.
    pub kind: QuantifierKind,
    /// The name of each item.
    pub variable: Variable,
    /// The list.
    pub list: Expr,
    /// What must hold.
    pub predicate: Expr,
}

/// How many items must satisfy a quantifier's predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum QuantifierKind {
    All,
    Any,
    None,
    Single,
}

/// What a subquery within an expression gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubqueryKind {
    /// Whether it has a row.
    Exists,
    /// How many rows.
    Count,
    /// The values of its one column.
    Collect,
}

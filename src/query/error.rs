//! What can be wrong with a query, in the terms of the openCypher Technology Compatibility Kit.

use super::ast::Span;

/// A query that cannot be run, or failed while it ran.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryError {
    /// The class, by the name that the compatibility kit gives it.
    pub class: Class,
    /// Whether it was known before the first row.
    pub phase: Phase,
    /// The kit's name for what is wrong (`UndefinedVariable`), or a name in its manner.
    pub detail: &'static str,
    /// In words: what stands there and what was expected.
    pub message: String,
    /// Where, in bytes of the query's text.
    pub span: Option<Span>,
    /// What to do about it: the nearest name, the form that is understood.
    pub help: Option<String>,
}

/// The class of an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Class {
    SyntaxError,
    SemanticError,
    TypeError,
    ArgumentError,
    ArithmeticError,
    ParameterMissing,
    ProcedureError,
    EntityNotFound,
    /// A clause that would change the graph.
    WriteRefused,
    /// A limit of time or rows that the caller set.
    LimitExceeded,
}

/// When an error is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// From the text alone.
    Compile,
    /// From the values.
    Runtime,
}

/// The result of something that a query does.
pub type Result<T> = std::result::Result<T, QueryError>;

impl QueryError {
    /// An error that the text alone shows.
    pub fn compile(
        class: Class,
        detail: &'static str,
        span: Span,
        message: impl Into<String>,
    ) -> QueryError {
        QueryError {
            class,
            phase: Phase::Compile,
            detail,
            message: message.into(),
            span: Some(span),
            help: None,
        }
    }

    /// An error of a value.
    pub fn runtime(class: Class, detail: &'static str, message: impl Into<String>) -> QueryError {
        QueryError {
            class,
            phase: Phase::Runtime,
            detail,
            message: message.into(),
            span: None,
            help: None,
        }
    }

    /// The same with what to do about it.
    pub fn with_help(mut self, help: impl Into<String>) -> QueryError {
        self.help = Some(help.into());
        self
    }

    /// The same with its place, unless it has one.
    pub fn at(mut self, span: Span) -> QueryError {
        self.span.get_or_insert(span);
        self
    }
}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}

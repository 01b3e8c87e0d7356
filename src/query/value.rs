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

impl<'g> Text<'g> {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        match self {
            Text::Borrowed(text) => text,
            Text::Shared(text) => text,
        }
    }
}

impl std::ops::Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

// With `Deref` alone, a map by text could not be asked with a `&str`.
impl std::borrow::Borrow<str> for Text<'_> {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text<'_> {}

impl PartialOrd for Text<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl std::hash::Hash for Text<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl std::fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self)
    }
}

impl Text<'_> {
    /// The same, borrowing nothing.
    pub fn into_owned(self) -> Text<'static> {
        Text::Shared(match self {
            Text::Borrowed(text) => text.into(),
            Text::Shared(text) => text,
        })
    }
}

impl<'g> From<&'g str> for Text<'g> {
    fn from(text: &'g str) -> Self {
        Text::Borrowed(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Text::Shared(text.into())
    }
}

impl<'g> Value<'g> {
    /// Text that was made.
    pub fn text(text: impl Into<Text<'g>>) -> Value<'g> {
        Value::String(text.into())
    }

    /// A list of these.
    pub fn list(items: impl IntoIterator<Item = Value<'g>>) -> Value<'g> {
        Value::List(items.into_iter().collect())
    }

    /// The same, borrowing nothing from the graph.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Value::Null => Value::Null,
            Value::Boolean(value) => Value::Boolean(value),
            Value::Integer(value) => Value::Integer(value),
            Value::Float(value) => Value::Float(value),
            Value::String(text) => Value::String(text.into_owned()),
            Value::List(items) => Value::list(items.iter().cloned().map(Value::into_owned)),
            Value::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, value)| (key.clone(), value.clone()));
                let owned = entries.map(|(key, value)| (key.into_owned(), value.into_owned()));
                Value::Map(Arc::new(owned.collect()))
            }
            Value::Node(node) => Value::Node(node),
            Value::Relationship(rel) => Value::Relationship(rel),
            Value::Path(path) => Value::Path(path),
            Value::Temporal(value) => Value::Temporal(value),
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The name of its type, as messages and `valueType` say it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "NULL",
            Value::Boolean(_) => "BOOLEAN",
            Value::Integer(_) => "INTEGER",
            Value::Float(_) => "FLOAT",
            Value::String(_) => "STRING",
            Value::List(_) => "LIST",
            Value::Map(_) => "MAP",
            Value::Node(_) => "NODE",
            Value::Relationship(_) => "RELATIONSHIP",
            Value::Path(_) => "PATH",
            Value::Temporal(temporal) => temporal.type_name(),
        }
    }
}

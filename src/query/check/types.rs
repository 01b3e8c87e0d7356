//! What can be known of a value's type before there is a value.

/// A type. Null belongs to each of them.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Not known, or of several types.
    Any,
    /// Nothing but null.
    Null,
    Boolean,
    Integer,
    Float,
    String,
    List(Box<Type>),
    Map,
    Node,
    Relationship,
    Path,
}

impl Type {
    /// The type that covers both.
    pub fn join(&self, other: &Type) -> Type {
        match (self, other) {
            (Type::Null, known) | (known, Type::Null) => known.clone(),
            (Type::List(one), Type::List(two)) => Type::List(Box::new(one.join(two))),
            (one, two) if one == two => one.clone(),
            _ => Type::Any,
        }
    }

    /// The type that covers all of several; null's where there are none.
    pub fn join_all(types: impl IntoIterator<Item = Type>) -> Type {
        types
            .into_iter()
            .fold(Type::Null, |all, one| all.join(&one))
    }

    /// The type of a list's items.
    pub fn element(&self) -> Type {
        match self {
            // Of an empty list nothing is known, least of all that its items are null.
            Type::List(item) if **item != Type::Null => (**item).clone(),
            _ => Type::Any,
        }
    }

    /// A list of it.
    pub fn listed(self) -> Type {
        Type::List(Box::new(self))
    }

    /// Whether a value of this type may be of one of those.
    pub fn may_be(&self, types: &[Type]) -> bool {
        matches!(self, Type::Any | Type::Null)
            || types.iter().any(|wanted| match (self, wanted) {
                (Type::List(item), Type::List(wanted)) => {
                    item.may_be(std::slice::from_ref(&**wanted))
                }
                (one, two) => one == two || *two == Type::Any,
            })
    }

    /// As a reader would say it.
    pub fn name(&self) -> &'static str {
        match self {
            Type::Any => "a value",
            Type::Null => "null",
            Type::Boolean => "a boolean",
            Type::Integer => "a whole number",
            Type::Float => "a float",
            Type::String => "a text",
            Type::List(item) if **item == Type::Relationship => "a list of relationships",
            Type::List(_) => "a list",
            Type::Map => "a map",
            Type::Node => "a node",
            Type::Relationship => "a relationship",
            Type::Path => "a path",
        }
    }
}

/// Several types as a reader would say them.
pub fn names(types: &[Type]) -> String {
    let names: Vec<&str> = types.iter().map(Type::name).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

//! Which server, which database, and who writes there; read without a client, and without ever
//! showing a password.

use crate::error::{Error, Result};
use std::fmt;

/// The schemes of Bolt: with a routing table or straight to one server, and whether it is encrypted.
const SCHEMES: [&str; 6] = [
    "neo4j",
    "neo4j+s",
    "neo4j+ssc",
    "bolt",
    "bolt+s",
    "bolt+ssc",
];

/// A server and a database of its, as in `neo4j://localhost:7687/news`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The address without the database, as clients take it.
    pub server: String,
    /// The database; the user's home database where it is missing.
    pub database: Option<String>,
}

impl Target {
    /// Reads `SCHEME://HOST[:PORT][/DATABASE]`.
    ///
    /// ```
    /// use demarche::export::push::Target;
    ///
    /// let target = Target::parse("neo4j+s://graph.example/news")?;
    /// assert_eq!(target.server, "neo4j+s://graph.example");
    /// assert_eq!(target.database.as_deref(), Some("news"));
    /// # Ok::<(), demarche::error::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::Argument`] that says what is expected. It does not repeat an address with a password.
    pub fn parse(address: &str) -> Result<Target> {
        let wrong = |message: &str| Err(Error::Argument(message.to_owned()));
        if address.contains('@') {
            return wrong(
                "the address holds a user or a password, which others can read: give the user with \
                 --user and the password in NEO4J_PASSWORD",
            );
        }
        let expected = "expected an address like neo4j://localhost:7687 or \
                        neo4j://localhost:7687/DATABASE";
        let Some((scheme, rest)) = address.split_once("://") else {
            return wrong(&format!("{address:?} has no scheme; {expected}"));
        };
        if !SCHEMES.contains(&scheme) {
            let known = SCHEMES.join(", ");
            return wrong(&format!(
                "{address:?}: no scheme {scheme:?}; there are {known}; {expected}"
            ));
        }
        let (path, context) = match rest.split_once('?') {
            Some((path, context)) => (path, format!("?{context}")),
            None => (rest, String::new()),
        };
        let (host, database) = path.split_once('/').unwrap_or((path, ""));
        if host.is_empty() || database.contains('/') {
            return wrong(&format!("{address:?}: {expected}"));
        }
        Ok(Target {
            server: format!("{scheme}://{host}{context}"),
            database: Some(database.to_owned()).filter(|name| !name.is_empty()),
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.server)?;
        match &self.database {
            Some(database) => write!(f, ", database {database}"),
            None => Ok(()),
        }
    }
}

/// Who writes. Its `Debug` form keeps the password to itself.
#[derive(Clone, PartialEq, Eq)]
pub enum Login {
    /// Anybody: the server asks for no password.
    Open,
    /// A user with a password.
    Basic {
        /// The name.
        user: String,
        /// The password.
        password: String,
    },
}

impl Login {
    /// The user's name, where there is one.
    pub fn user(&self) -> Option<&str> {
        match self {
            Login::Open => None,
            Login::Basic { user, .. } => Some(user),
        }
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("user", &self.user())
            .finish_non_exhaustive()
    }
}

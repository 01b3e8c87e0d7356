//! Bolt, through the crate `neo4j`; nothing of that crate leaves this file.
//!
//! A batch is tried again for half a minute where the server says that this may help, or is gone.

use super::{CypherSink, Login, Target};
use crate::error::{Error, Result};
use neo4j::driver::auth::AuthToken;
use neo4j::driver::{ConnectionConfig, Driver, DriverConfig};
use neo4j::retry::{ExponentialBackoff, RetryError};
use neo4j::{Neo4jError, ValueReceive, ValueSend};
use serde_json::Value as Json;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// A server.
pub(super) struct Bolt {
    driver: Driver,
    at: Place,
    database: Option<Arc<String>>,
}

/// What an error needs to know.
struct Place {
    target: Target,
    user: Option<String>,
    /// Whether the server has answered, so that something may be written.
    answered: bool,
}

impl Bolt {
    /// Opens a connection, to learn at once whether it can be had.
    pub(super) fn connect(target: &Target, login: &Login) -> Result<Bolt> {
        let to: ConnectionConfig = target.server.parse().map_err(|error| {
            Error::Argument(format!("{target}: not an address of a server: {error}"))
        })?;
        let token = match login {
            Login::Open => AuthToken::new_none_auth(),
            Login::Basic { user, password } => AuthToken::new_basic_auth(user, password),
        };
        let config = DriverConfig::new()
            .with_user_agent(concat!("demarche/", env!("CARGO_PKG_VERSION")).to_owned())
            .with_auth(Arc::new(token))
            .with_connection_timeout(Duration::from_secs(10))
            .with_telemetry(false);
        let mut at = Place {
            target: target.clone(),
            user: login.user().map(str::to_owned),
            answered: false,
        };
        let driver = Driver::new(to, config);
        let answer = driver.verify_connectivity();
        answer.map_err(|error| at.error(&error))?;
        at.answered = true;
        Ok(Bolt {
            driver,
            database: target.database.clone().map(Arc::new),
            at,
        })
    }
}

impl CypherSink for Bolt {
    fn run(&mut self, statement: &str, rows: Vec<Json>) -> Result<u64> {
        let rows = rows.into_iter().map(sent).collect();
        let rows = HashMap::from([("rows", ValueSend::List(rows))]);
        let mut query = self.driver.execute_query(statement);
        if let Some(database) = &self.database {
            query = query.with_database(Arc::clone(database));
        }
        let answer = query
            .with_parameters(&rows)
            .run_with_retry(ExponentialBackoff::default())
            .map_err(|error| match error {
                RetryError::Neo4jError(error) => self.at.error(&error),
                RetryError::Timeout(many) => match many.errors.last() {
                    Some(error) => self.at.error(error),
                    None => self.at.says("it does not answer in time".to_owned()),
                },
            })?;
        match answer.into_scalar() {
            Ok(ValueReceive::Integer(count)) => Ok(u64::try_from(count).unwrap_or_default()),
            _ => Ok(0),
        }
    }
}

/// A value as the client takes it.
fn sent(value: Json) -> ValueSend {
    match value {
        Json::Null => ValueSend::Null,
        Json::Bool(truth) => ValueSend::Boolean(truth),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => ValueSend::Integer(whole),
            None => ValueSend::Float(number.as_f64().unwrap_or(f64::INFINITY)),
        },
        Json::String(text) => ValueSend::String(text),
        Json::Array(values) => ValueSend::List(values.into_iter().map(sent).collect()),
        Json::Object(fields) => {
            ValueSend::Map(fields.into_iter().map(|(k, v)| (k, sent(v))).collect())
        }
    }
}

impl Place {
    fn says(&self, message: String) -> Error {
        Error::Server {
            address: self.target.to_string(),
            message,
        }
    }

    fn error(&self, error: &Neo4jError) -> Error {
        self.says(match error {
            Neo4jError::ServerError { error, .. } => self.refusal(error.code(), error.message()),
            Neo4jError::Disconnect { .. } | Neo4jError::Timeout { .. } if self.answered => format!(
                "the server is gone ({error}); what is written stays, and the same command goes on \
                 from there"
            ),
            Neo4jError::Disconnect { .. } | Neo4jError::Timeout { .. } => format!(
                "no Neo4j answers ({error}); is the server running, and is this the address of its \
                 Bolt port (7687 unless it was changed), with or without encryption as it is here?"
            ),
            error => error.to_string(),
        })
    }

    /// What the server refuses, by the code that it gives.
    fn refusal(&self, code: &str, message: &str) -> String {
        let user = self.user.as_deref().unwrap_or_default();
        let advice = match code {
            "Neo.ClientError.Security.Unauthorized" if self.user.is_none() => {
                return "it wants a password: leave --no-auth out".to_owned();
            }
            "Neo.ClientError.Security.Unauthorized" => {
                return format!(
                    "it does not let {user:?} in: the user or the password is wrong; give them with \
                     --user and NEO4J_PASSWORD or --password-file"
                );
            }
            "Neo.ClientError.Security.AuthenticationRateLimit" => {
                "too many wrong passwords: wait some seconds"
            }
            "Neo.ClientError.Security.CredentialsExpired" => {
                "the first password must be changed: ALTER CURRENT USER SET PASSWORD"
            }
            "Neo.ClientError.Security.Forbidden" => {
                "the user needs the right to write, and to create constraints and indexes"
            }
            "Neo.ClientError.Database.DatabaseNotFound" => {
                "create the database or name another: neo4j://HOST:PORT/DATABASE"
            }
            code if code.contains("Memory") => "give a smaller --batch, or the server more memory",
            _ => return format!("{message} ({code})"),
        };
        format!("{message} ({code}); {advice}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    fn place(user: Option<&str>) -> Place {
        Place {
            target: Target::parse("neo4j://localhost:7687/news").unwrap(),
            user: user.map(str::to_owned),
            answered: true,
        }
    }

    fn login() -> Login {
        Login::Basic {
            user: "ada".to_owned(),
            password: "open sesame".to_owned(),
        }
    }

    #[test]
    fn a_port_where_nobody_listens_is_named() {
        let port = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = port.local_addr().unwrap().port();
        for scheme in ["bolt", "neo4j"] {
            let address = format!("{scheme}://127.0.0.1:{port}");
            let error = Bolt::connect(&Target::parse(&address).unwrap(), &login());
            let error = error.err().unwrap().to_string();
            let begin = format!("{address}: no Neo4j answers (");
            assert!(error.starts_with(&begin), "{error}");
            assert!(error.contains("7687 unless it was changed"), "{error}");
            assert!(!error.contains("sesame"), "{error}");
        }
    }

    #[test]
    fn what_the_server_refuses_says_what_to_do() {
        let unauthorized = "Neo.ClientError.Security.Unauthorized";
        assert_eq!(
            place(Some("ada")).refusal(unauthorized, "no"),
            "it does not let \"ada\" in: the user or the password is wrong; give them with --user \
             and NEO4J_PASSWORD or --password-file"
        );
        assert_eq!(
            place(None).refusal(unauthorized, "no"),
            "it wants a password: leave --no-auth out"
        );
        let code = "Neo.ClientError.Database.DatabaseNotFound";
        let message = "Graph not found: news";
        assert_eq!(
            place(None)
                .says(place(None).refusal(code, message))
                .to_string(),
            "neo4j://localhost:7687, database news: Graph not found: news \
             (Neo.ClientError.Database.DatabaseNotFound); create the database or name another: \
             neo4j://HOST:PORT/DATABASE"
        );
    }

    #[test]
    fn encrypted_addresses_are_addresses() {
        for scheme in ["neo4j+s", "neo4j+ssc", "bolt+s", "bolt+ssc"] {
            let target = Target::parse(&format!("{scheme}://localhost/news")).unwrap();
            let config: ConnectionConfig = target.server.parse().unwrap();
            assert!(Driver::new(config, DriverConfig::new()).is_encrypted());
        }
    }
}

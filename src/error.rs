//! The one error type, and the warnings that travel beside a result.
//!
//! An [`Error`] ends what was asked for and says where: which file, which line or column. Odd text
//! is never an error: what could not be read or used of one article is a [`Warning`] beside the
//! result, and the other articles go through.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// A `Result` whose error is [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What ends a step, with its place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused: a file is missing, a folder is not writable, a disk is full.
    #[error("{}: cannot {action}: {source}{}", path.display(), advice(action, source))]
    Io {
        /// What was being done, as an infinitive: "read", "create the folder", "write".
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of articles (or of their metadata) that cannot be read as what it says it is.
    #[error("{}{}: {message}", path.display(), at_line(*line))]
    Article {
        /// The file.
        path: PathBuf,
        /// The line, counted from one, where the format has lines.
        line: Option<usize>,
        /// What was found, what was expected, what to do.
        message: String,
    },
    /// A record (JSON Lines) that cannot be read or does not fit the ontology.
    #[error("{}{}: {message}", path.display(), at_line(*line))]
    Record {
        /// The file, or `-` for standard input.
        path: PathBuf,
        /// The line, counted from one.
        line: Option<usize>,
        /// What was found, what was expected, what to do.
        message: String,
    },
    /// A mistake in a schema folder: ontology, frames or gazetteer.
    #[error("{}{}: {message}", file.display(), at_line(*line))]
    Schema {
        /// The file of the schema.
        file: PathBuf,
        /// The line, counted from one.
        line: Option<usize>,
        /// What was found, what was expected, what to do.
        message: String,
    },
    /// A graph file that is cut off, of another version or not a graph at all.
    #[error("{}{}: {message}", path.display(), at_line(*line))]
    Graph {
        /// The file, or `-` for standard input.
        path: PathBuf,
        /// The line, counted from one, where known.
        line: Option<usize>,
        /// What was found, what was expected, what to do.
        message: String,
    },
    /// A server that does not answer, or refuses.
    #[error("{address}: {message}")]
    Server {
        /// Where it was looked for; never with a password.
        address: String,
        /// What it said, and what to do.
        message: String,
    },
    /// A file of queries with expected results that cannot be read as one.
    #[error("{}{}: {message}", path.display(), at_line(*line))]
    Cases {
        /// The file.
        path: PathBuf,
        /// The line, counted from one.
        line: Option<usize>,
        /// What was found, what was expected, what to do.
        message: String,
    },
    /// An argument that names nothing: an unknown format, an entity that is not in the graph.
    #[error("{0}")]
    Argument(String),
}

/// What to do when something cannot be written.
fn advice(action: &str, source: &io::Error) -> &'static str {
    use io::ErrorKind::{
        AlreadyExists, NotADirectory, NotFound, PermissionDenied, QuotaExceeded,
        ReadOnlyFilesystem, StorageFull,
    };
    if action == "read" {
        return "";
    }
    match source.kind() {
        PermissionDenied | ReadOnlyFilesystem => "; allow writing there or name another folder",
        StorageFull | QuotaExceeded => {
            "; free some space or name another disk (what stood there before is untouched)"
        }
        AlreadyExists | NotADirectory => {
            "; a file stands where a folder is needed: name another folder"
        }
        NotFound => "; create the folder first or name another",
        _ => "",
    }
}

fn at_line(line: Option<usize>) -> String {
    line.map(|line| format!(":{line}")).unwrap_or_default()
}

impl Error {
    /// An [`Error::Io`] as a closure for `map_err`.
    ///
    /// ```
    /// use demarche::error::Error;
    /// let error = std::fs::read("no/such/file").map_err(Error::io("read", "no/such/file"));
    /// assert!(error.unwrap_err().to_string().starts_with("no/such/file: cannot read: "));
    /// ```
    pub fn io(action: &'static str, path: impl AsRef<Path>) -> impl FnOnce(io::Error) -> Error {
        let path = path.as_ref().to_path_buf();
        move |source| Error::Io {
            action,
            path,
            source,
        }
    }

    /// Whether the cause is a reader that went away (`demarche ... | head`).
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Io { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }
}

/// Something about one article that a reader of the result should know; never ends a run.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning {
    /// The file or the document's id.
    pub place: String,
    /// The line, counted from one, where there is one.
    pub line: Option<usize>,
    /// What is wrong and what was done about it.
    pub message: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}: {}", self.place, at_line(self.line), self.message)
    }
}

//! Opening what a command reads: a graph file, or `-` for standard input.

use crate::error::{Error, Result};
use crate::graph::Graph;
use std::io::{self, Read};
use std::path::Path;

/// All bytes of a file, or of standard input for `-`.
///
/// # Errors
/// [`Error::Io`] when it cannot be read.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    if path != Path::new("-") {
        // Knows how large the file is.
        return std::fs::read(path).map_err(Error::io("read", path));
    }
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(Error::io("read", path))?;
    Ok(bytes)
}

/// The graph in a `graph.json` or a `graph.demarche`.
///
/// # Errors
/// [`Error::Io`], or [`Error::Graph`] when it is not whole.
pub fn graph(path: &Path) -> Result<Graph> {
    Graph::read(&bytes(path)?, path)
}

/// The same for a command that asks it until the program ends. Its memory goes back to the system then,
/// all at once; taking a large graph apart piece by piece takes longer than most answers.
///
/// # Errors
/// As [`graph`].
pub fn lasting_graph(path: &Path) -> Result<&'static Graph> {
    graph(path).map(|graph| &*Box::leak(Box::new(graph)))
}

//! Opening what a command reads: a graph file, or `-` for standard input.

use crate::error::{Error, Result};
use crate::graph::Graph;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// The file, or standard input for `-`.
///
/// # Errors
/// [`Error::Io`] when it cannot be opened.
pub fn open(path: &Path) -> Result<Box<dyn BufRead>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(Error::io("read", path))?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// The graph in a `graph.json`.
///
/// # Errors
/// [`Error::Io`], or [`Error::Graph`] when it is not whole.
pub fn graph(path: &Path) -> Result<Graph> {
    Graph::read_json(open(path)?, path)
}

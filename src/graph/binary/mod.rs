//! `graph.demarche`: the whole graph in a compact binary form, which is read many times faster than
//! `graph.json`. docs/graph-binary.md describes it.
//!
//! It holds what cannot be worked out again, in blocks that are read on all processors. Each block has a
//! check sum, and what it says is checked as strictly as a `graph.json`: nothing outside the
//! ontology's signatures, no edge without evidence. Only who is who across documents and the
//! ids of relations are taken as they were written. The same graph gives the same bytes.

mod blocks;
mod coding;
mod entities;
mod read;
mod relations;
mod tables;

use self::blocks::Kind;
use self::coding::Encoder;
use self::tables::Tables;
use super::{Entity, Graph, Relation};
use crate::error::{Error, Result};
use petgraph::graph::{Edge, Node};
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::Path;

/// What the file begins with. No text does, and a transfer that changes line ends or takes away the
/// eighth bit changes it.
const MAGIC: [u8; 8] = *b"\x89dem\r\n\x1a\n";

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// So many stand in one block.
const ENTITIES: usize = 512;
const RELATIONS: usize = 2048;

/// What is wrong with a file.
type Mistake = String;

impl Graph {
    /// Reads a graph in either form, a `graph.json` or a `graph.demarche`, told apart by their first
    /// bytes.
    ///
    /// # Errors
    /// [`Error::Graph`] as [`read_json`](Graph::read_json), and where a file in binary form is damaged,
    /// cut off, or of another version.
    pub fn read(bytes: &[u8], path: &Path) -> Result<Graph> {
        if !Graph::is_binary(bytes) {
            return Graph::read_json(bytes, path);
        }
        read::graph(bytes).map_err(|message| Error::Graph {
            path: path.to_path_buf(),
            line: None,
            message,
        })
    }

    /// Whether these are the first bytes of a graph in binary form, or a piece of them: a file that was cut
    /// off there is one too.
    pub fn is_binary(bytes: &[u8]) -> bool {
        let marked = bytes.len().min(MAGIC.len());
        marked > 0 && bytes[..marked] == MAGIC[..marked]
    }

    /// Writes the graph in binary form, from which [`read`](Graph::read) makes it again.
    ///
    /// # Errors
    /// What the writer answers.
    pub fn write_binary(&self, mut to: impl Write) -> io::Result<()> {
        to.write_all(&MAGIC)?;
        to.write_all(&VERSION.to_le_bytes())?;
        let tables = Tables::of(self);
        blocks::write(&mut to, Kind::Head, &tables::head(self)?)?;
        blocks::write(&mut to, Kind::Tables, &tables.encoded())?;
        let nodes = self.inner.raw_nodes();
        let encode = |chunk: &[Node<Entity>]| {
            let mut block = Encoder::default();
            for node in chunk {
                entities::write(&node.weight, &tables, &mut block);
            }
            block.bytes
        };
        write_all(&mut to, Kind::Entities, nodes, ENTITIES, encode)?;
        let edges = self.inner.raw_edges();
        let encode = |chunk: &[Edge<Relation>]| {
            let mut block = Encoder::default();
            let mut before = 0;
            for edge in chunk {
                relations::write(edge, &mut before, &tables, &mut block);
            }
            block.bytes
        };
        write_all(&mut to, Kind::Relations, edges, RELATIONS, encode)?;
        blocks::write(&mut to, Kind::End, &[])
    }
}

/// Writes items in blocks of `size`, made on all processors.
fn write_all<T: Sync>(
    to: &mut impl Write,
    kind: Kind,
    items: &[T],
    size: usize,
    encode: impl Fn(&[T]) -> Vec<u8> + Sync,
) -> io::Result<()> {
    // Not all at once, for they would stand in memory beside the graph.
    for some in items.chunks(size * BLOCKS) {
        let made: Vec<Vec<u8>> = some.par_chunks(size).map(&encode).collect();
        for block in made {
            blocks::write(to, kind, &block)?;
        }
    }
    Ok(())
}

/// So many blocks are in work at once.
const BLOCKS: usize = 16;

#[cfg(test)]
mod tests;

//! `graph.demarche`: the whole graph, as [`Graph::write_binary`] writes it and this program reads it
//! back, many times faster than `graph.json`.

use super::{Exporter, Options, Output, write_file};
use crate::error::Result;
use crate::graph::Graph;

/// The binary form of this program.
pub(super) struct Demarche;

impl Exporter for Demarche {
    fn name(&self) -> &'static str {
        "demarche"
    }

    fn about(&self) -> &'static str {
        "binary, complete; for this program, which reads it fastest"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.demarche"]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.demarche", |to| graph.write_binary(to))
    }
}

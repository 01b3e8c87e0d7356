//! `graph.json`: the whole graph, as [`Graph::write_json`] writes it and this program reads it back.
//! Nothing is lost or changed in it, so the other formats may be lossy where they must.

use super::{Exporter, Options, Output, write_file};
use crate::error::Result;
use crate::graph::Graph;

/// Node-link JSON.
pub(super) struct Json;

impl Exporter for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "node-link JSON, complete; for this program, NetworkX, D3, jq"
    }

    fn files(&self) -> &'static [&'static str] {
        &["graph.json"]
    }

    fn export_with(&self, graph: &Graph, _: &Options, out: &mut dyn Output) -> Result<()> {
        write_file(out, "graph.json", |to| graph.write_json(to))
    }
}

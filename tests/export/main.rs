//! Every exporter on one nasty graph and on any text, read back by parsers that are not ours.
//!
//! `BLESS=1 cargo test --test export` rewrites the golden files; read the difference before it is
//! committed.

#[path = "../generated/mod.rs"]
mod generated;

mod any_text;
mod failures;
mod gexf;
mod golden;
mod graphviz;
mod mermaid;
mod neo4j;
mod profiles;
#[cfg(feature = "rdf")]
mod rdf;
mod read_back;
#[cfg(feature = "sqlite")]
mod sqlite;

use demarche::export::{EXPORTERS, Memory, Options, exporter};
use demarche::graph::Graph;
use std::path::{Path, PathBuf};

/// A file below `fixtures/golden/`.
fn golden(name: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    root.join("fixtures/golden").join(name)
}

/// The graph of `nasty.jsonl`: markup, formulas, control characters, several scripts, parallel
/// edges and loops.
fn nasty() -> Graph {
    let path = golden("nasty.jsonl");
    let text = std::fs::read(&path).expect("the records are in the repository");
    let records = demarche::record::read(&text[..], &path).expect("they are records");
    generated::assembled(&records)
}

/// The file of a format, with options.
fn exported_with(graph: &Graph, format: &str, options: &Options) -> String {
    let exporter = exporter(format).expect("a format");
    let mut files = Memory::default();
    let done = exporter.export_with(graph, options, &mut files);
    done.expect("memory takes all");
    files.text(exporter.files()[0]).to_owned()
}

/// All files of all formats.
fn exported(graph: &Graph) -> Memory {
    let mut files = Memory::default();
    for exporter in EXPORTERS {
        exporter
            .export(graph, &mut files)
            .expect("memory takes all");
    }
    files
}

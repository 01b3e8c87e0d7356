//! How fast records are assembled, each format is written and `graph.json` is read, and what memory
//! that takes, beside other libraries on the same graph: `cargo bench --bench export`.
//!
//! The graph is synthetic: 100,000 entities and 500,000 relations with a quote each, or as many
//! thousands of entities as the first number among the arguments says; names of formats choose among
//! them. Time is time on the processor where the system tells it (Linux), else on the clock.
//!
//! petgraph-graphml writes the same attributes from the same petgraph graph. NetworkX, igraph and
//! rustworkx are run where `PEERS_PYTHON` names a Python that has them (`interop/run` makes one,
//! `target/interop/python/bin/python`); each reads the GraphML that was written and writes it again.

mod peers;
#[path = "../support/mod.rs"]
mod support;

use demarche::export::{EXPORTERS, Exporter, Folder, Stream};
use demarche::graph::Graph;
use std::io::{self, Write};
use std::path::Path;
use support::{Shape, Watch, peak_above, synthetic};

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let thousands = arguments.iter().find_map(|argument| argument.parse().ok());
    let (graph, seconds) = synthetic(&Shape {
        entities: 1000 * thousands.unwrap_or(100usize),
        relations_of_each: 5,
        varied: false,
    });
    let (nodes, edges) = (graph.entity_count(), graph.relation_count());
    let speed = edges as f64 / seconds;
    println!("{nodes} entities, {edges} relations\n");
    println!("assembled in {seconds:.2} s, {speed:.0} relations/s\n");

    let temporary = tempfile::tempdir().expect("a temporary folder");
    println!("| what | s | MB | MB/s | MB of memory above the graph |");
    println!("| --- | --- | --- | --- | --- |");
    let is_meant = |name: &str| {
        let mut formats = arguments
            .iter()
            .filter(|a| a.parse::<usize>().is_err())
            .peekable();
        formats.peek().is_none() || formats.any(|format| format == name)
    };
    for exporter in EXPORTERS
        .iter()
        .filter(|exporter| is_meant(exporter.name()))
    {
        export(*exporter, &graph, temporary.path());
    }
    peers::petgraph_graphml(&graph);
    drop(graph);

    let path = temporary.path().join("graph.json");
    if let Ok(file) = std::fs::File::open(&path) {
        let size = file.metadata().expect("it is there").len();
        let watch = Watch::start();
        let again = Graph::read_json(io::BufReader::new(file), &path).expect("our own graph");
        report("json read", size, watch.seconds(), None);
        assert_eq!(again.relation_count(), edges);
    }
    peers::python(&temporary.path().join("graph.graphml"));
}

fn export(exporter: &dyn Exporter, graph: &Graph, folder: &Path) {
    let name = exporter.name();
    if exporter.files().len() == 1 {
        let (mut size, mut seconds) = (0, 0.0);
        let peak = peak_above(|| {
            let mut counted = Counting(0);
            let watch = Watch::start();
            let mut stream = Stream::new(&mut counted, "-");
            exporter
                .export(graph, &mut stream)
                .expect("nothing can fail");
            (size, seconds) = (counted.0, watch.seconds());
        });
        report(name, size, seconds, peak);
    }
    let mut seconds = 0.0;
    let peak = peak_above(|| {
        let watch = Watch::start();
        let mut folder = Folder::new(folder).expect("it is writable");
        exporter.export(graph, &mut folder).expect("there is room");
        folder.commit().expect("there is room");
        seconds = watch.seconds();
    });
    let sizes = exporter.files().iter().map(|file| {
        let metadata = folder.join(file).metadata();
        metadata.expect("it is there").len()
    });
    report(&format!("{name}, to disk"), sizes.sum(), seconds, peak);
}

/// A row of the table.
fn report(what: &str, bytes: u64, seconds: f64, peak: Option<f64>) {
    let megabytes = bytes as f64 / 1e6;
    let speed = megabytes / seconds;
    let peak = peak.map_or("-".to_owned(), |peak| format!("{peak:.0}"));
    println!("| {what} | {seconds:.3} | {megabytes:.1} | {speed:.0} | {peak} |");
}

/// Takes everything and keeps only how much it was.
struct Counting(u64);

impl Write for &mut Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! How fast records are assembled, each format is written and `graph.json` is read, and what memory
//! that takes, beside other libraries on the same graph: `cargo bench --bench export`.
//!
//! The graph is synthetic: 100,000 entities and 500,000 relations with a quote each, or as many
//! thousands of entities as the first number among the arguments says; names of formats choose among
//! them. Time is time on the processor, of all threads together, where the system tells it (Linux), else
//! on the clock; of five runs, which take turns, the shortest counts: what others do on the machine only
//! makes them longer. For graphs of a million relations and more it is one run; what was written and is
//! read no more is deleted at once.
//!
//! petgraph-graphml writes the same attributes from the same petgraph graph. NetworkX, igraph and
//! rustworkx are run where `PEERS_PYTHON` names a Python that has them (`interop/run` makes one,
//! `target/interop/python/bin/python`); each reads the GraphML that was written and writes it again.
//! All of these hold the text or the graph several times over: above some millions of relations they
//! are left out.

mod peers;
#[path = "../support/mod.rs"]
mod support;

use demarche::error::Result;
use demarche::export::{EXPORTERS, Exporter, Folder, Output};
use demarche::graph::Graph;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use support::{Shape, Watch, memory, peak_above, synthetic};

fn main() {
    let arguments: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with("--"))
        .collect();
    let thousands = arguments.iter().find_map(|argument| argument.parse().ok());
    let shape = Shape {
        entities: 1000 * thousands.unwrap_or(100usize),
        relations_of_each: 5,
        varied: false,
    };
    let times = runs(shape.entities);
    let mut assembled: Vec<Run> = Vec::new();
    for _ in 1..times {
        assembled.push((synthetic(&shape).1, 0, None));
    }
    let (graph, seconds) = synthetic(&shape);
    assembled.push((seconds, 0, None));
    let (seconds, ..) = shortest(assembled);
    let (nodes, edges) = (graph.entity_count(), graph.relation_count());
    let speed = edges as f64 / seconds;
    let held = memory("VmRSS:").map_or("-".to_owned(), |held| format!("{held:.0}"));
    println!("{nodes} entities, {edges} relations, {held} MB of memory\n");
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
    let mut formats: Vec<Format> = EXPORTERS
        .iter()
        .filter(|exporter| is_meant(exporter.name()))
        .map(|&exporter| Format::new(exporter))
        .collect();
    let with_peers = edges < TOO_MANY_FOR_PEERS;
    let mut petgraph_graphml = Vec::new();
    for time in 1..=times {
        for format in &mut formats {
            format.run(&graph, temporary.path());
            if time == times {
                format.report();
                format.tidy(temporary.path(), with_peers);
            }
        }
        if with_peers {
            petgraph_graphml.push(peers::petgraph_graphml(&graph));
        }
    }
    if with_peers {
        report("petgraph-graphml", shortest(petgraph_graphml));
    }
    drop(graph);

    for name in ["json", "demarche"] {
        let path = temporary.path().join("graph").with_extension(name);
        if path.exists() {
            let runs = (0..times).map(|_| read(&path, edges)).collect();
            report(&format!("{name} read"), shortest(runs));
        }
    }
    if with_peers {
        peers::python(&temporary.path().join("graph.graphml"), times.min(3));
    }
}

/// From so many relations on the other libraries are left out.
const TOO_MANY_FOR_PEERS: usize = 2_000_000;

/// A format and how long writing it took.
struct Format {
    exporter: &'static dyn Exporter,
    counted: Vec<Run>,
    written: Vec<Run>,
}

impl Format {
    fn new(exporter: &'static dyn Exporter) -> Format {
        let (counted, written) = (Vec::new(), Vec::new());
        Format {
            exporter,
            counted,
            written,
        }
    }

    fn run(&mut self, graph: &Graph, folder: &Path) {
        self.counted.push(count(self.exporter, graph));
        self.written.push(write(self.exporter, graph, folder));
    }

    fn report(&mut self) {
        let name = self.exporter.name();
        report(name, shortest(std::mem::take(&mut self.counted)));
        let to_disk = shortest(std::mem::take(&mut self.written));
        report(&format!("{name}, to disk"), to_disk);
    }

    /// Deletes what nobody reads afterwards.
    fn tidy(&self, folder: &Path, with_peers: bool) {
        let is_read = match self.exporter.name() {
            "json" | "demarche" => true,
            "graphml" => with_peers,
            _ => false,
        };
        for file in self.exporter.files().iter().filter(|_| !is_read) {
            std::fs::remove_file(folder.join(file)).expect("it was written");
        }
    }
}

fn read(path: &Path, edges: usize) -> Run {
    let size = path.metadata().expect("it is there").len();
    let watch = Watch::start();
    let bytes = std::fs::read(path).expect("it is there");
    let again = Graph::read(&bytes, path).expect("our own graph");
    let seconds = watch.seconds();
    assert_eq!(again.relation_count(), edges);
    (seconds, size, None)
}

/// So often is each thing done with a graph of so many entities.
fn runs(entities: usize) -> usize {
    if entities < 200_000 { 5 } else { 1 }
}

/// Seconds, bytes and peak of memory of one run.
type Run = (f64, u64, Option<f64>);

/// The run that was disturbed least.
fn shortest(runs: Vec<Run>) -> Run {
    let runs = runs.into_iter();
    let least = runs.min_by(|(a, ..), (b, ..)| a.total_cmp(b));
    least.expect("there is one")
}

/// Writes what a format has, to nowhere.
fn count(exporter: &dyn Exporter, graph: &Graph) -> Run {
    let (mut counting, mut seconds) = (Counting(0), 0.0);
    let peak = peak_above(|| {
        let watch = Watch::start();
        exporter
            .export(graph, &mut counting)
            .expect("nothing can fail");
        seconds = watch.seconds();
    });
    (seconds, counting.0, peak)
}

/// The same to disk.
fn write(exporter: &dyn Exporter, graph: &Graph, folder: &Path) -> Run {
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
    (seconds, sizes.sum(), peak)
}

/// A row of the table.
fn report(what: &str, (seconds, bytes, peak): Run) {
    let megabytes = bytes as f64 / 1e6;
    let speed = megabytes / seconds;
    let peak = peak.map_or("-".to_owned(), |peak| format!("{peak:.0}"));
    println!("| {what} | {seconds:.3} | {megabytes:.1} | {speed:.0} | {peak} |");
}

/// Takes everything and keeps only how much it was.
struct Counting(u64);

impl Output for Counting {
    fn file(&mut self, _: &str) -> Result<Box<dyn Write + '_>> {
        Ok(Box::new(self))
    }

    fn place(&self, name: &str) -> PathBuf {
        PathBuf::from(name)
    }
}

impl Write for &mut Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

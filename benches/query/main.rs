//! How fast questions in openCypher are answered, and how long it takes from a file to the first answer, beside
//! other engines on the same graph: `cargo bench --bench query`.
//!
//! The graph is synthetic: 100,000 entities and a million relations with a quote each, or as many thousands of
//! entities as the first number among the arguments says. Times are those of the clock, the median of several
//! runs; parsing and planning a question are part of each.
//!
//! Kuzu and Neo4j are run where `PEERS_PYTHON` names a Python that has `kuzu` or `neo4j`
//! (docs/query-speed.md says how it is made). Each must give the same answers.

mod peers;
#[path = "../support/mod.rs"]
mod support;
mod tables;

use demarche::graph::Graph;
use demarche::query::{Limits, Params, Prepared, Value, View};
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use support::{Shape, peak_above, synthetic};

/// A question and what it is called.
#[derive(Deserialize)]
struct Question {
    name: String,
    cypher: String,
}

#[derive(Deserialize)]
struct Questions {
    question: Vec<Question>,
}

/// What an engine took and answered.
#[derive(Deserialize)]
struct Figures {
    engine: String,
    /// What was loaded from what, and the seconds until the first answer.
    loads: Vec<(String, f64)>,
    answers: Vec<Answer>,
}

#[derive(Deserialize)]
struct Answer {
    /// The median.
    seconds: f64,
    rows: Json,
}

/// So often is each question asked.
const RUNS: usize = 9;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let thousands = arguments.find_map(|argument| argument.parse().ok());
    let shape = Shape {
        entities: 1000 * thousands.unwrap_or(100usize),
        relations_of_each: 10,
        varied: true,
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("query-bench");
    std::fs::create_dir_all(&folder).expect("a folder for the files");
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let listed = manifest.join("benches/query/questions.toml");
    let text = std::fs::read_to_string(&listed).expect("the questions");
    let questions: Questions = toml::from_str(&text).expect("the questions in TOML");

    let (graph, _) = synthetic(&shape);
    let (nodes, edges) = (graph.entity_count(), graph.relation_count());
    println!("{nodes} entities, {edges} relations\n");
    tables::write(&graph, &folder);
    drop(graph);

    let own = own_figures(&folder, &questions.question);
    let mut all = vec![own];
    all.extend(peers::run(&listed, &folder));
    print_tables(&all, &questions.question);
}

/// The figures of this program.
fn own_figures(folder: &Path, questions: &[Question]) -> Figures {
    let mut loads = Vec::new();
    for file in ["graph.demarche", "graph.json"] {
        let seconds = median((0..3).map(|_| first_answer(&folder.join(file), &questions[0])));
        loads.push((format!("`{file}`"), seconds));
    }
    let path = folder.join("graph.demarche");
    let watch = Instant::now();
    let mut graph = None;
    let peak = peak_above(|| {
        let bytes = std::fs::read(&path).expect("it was written");
        graph = Some(Graph::read(&bytes, &path).expect("our own graph"));
    });
    let graph = graph.expect("it was read");
    let read = watch.elapsed().as_secs_f64();
    let view = View::new(&graph);
    let viewed = watch.elapsed().as_secs_f64() - read;
    let peak = peak.map_or("-".to_owned(), |peak| format!("{peak:.0}"));
    println!("graph.demarche read in {read:.3} s with {peak} MB, view made in {viewed:.3} s\n");
    let answers = questions.iter().map(|question| {
        let mut rows = Json::Null;
        let ask = |_| {
            let watch = Instant::now();
            let query = Prepared::new(&question.cypher).expect("a question that is well formed");
            let found = query.run(&view, &Params::new(), &Limits::default());
            let found = found.expect("a question that can be answered");
            let seconds = watch.elapsed().as_secs_f64();
            let list = |row: &Vec<Value<'_>>| row.iter().map(plain).collect();
            rows = found.rows.iter().map(list).collect::<Vec<Json>>().into();
            seconds
        };
        let times: Vec<f64> = (0..RUNS).map(ask).collect();
        Answer {
            seconds: median(times.into_iter()),
            rows,
        }
    });
    Figures {
        engine: "demarche".to_owned(),
        answers: answers.collect(),
        loads,
    }
}

/// The seconds from the start of the program on a graph file until it has ended with the answer.
fn first_answer(file: &Path, question: &Question) -> f64 {
    let watch = Instant::now();
    let program = Command::new(env!("CARGO_BIN_EXE_demarche"))
        .arg("query")
        .args([file.as_os_str(), question.cypher.as_ref()])
        .stdout(Stdio::null())
        .status();
    assert!(program.is_ok_and(|status| status.success()));
    watch.elapsed().as_secs_f64()
}

/// A value as the engines are compared by.
fn plain(value: &Value<'_>) -> Json {
    match value {
        Value::Boolean(value) => json!(value),
        Value::Integer(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::String(text) => json!(text.as_str()),
        _ => Json::Null,
    }
}

fn median(times: impl Iterator<Item = f64>) -> f64 {
    let mut times: Vec<f64> = times.collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn print_tables(all: &[Figures], questions: &[Question]) {
    println!("| from | s to the first answer |\n| --- | ---: |");
    for figures in all {
        for (what, seconds) in &figures.loads {
            println!("| {}: {what} | {seconds:.2} |", figures.engine);
        }
    }
    let names: Vec<&str> = all.iter().map(|figures| figures.engine.as_str()).collect();
    println!(
        "\n| question | {} | ratio |",
        names.join(", ms | ") + ", ms"
    );
    println!("| --- |{} ---: |", " ---: |".repeat(all.len()));
    for (place, question) in questions.iter().enumerate() {
        let answers: Vec<&Answer> = all.iter().map(|figures| &figures.answers[place]).collect();
        let own = answers[0];
        let mut row = format!("| {} |", question.name);
        for answer in &answers {
            row += &format!(" {:.3}", answer.seconds * 1000.0);
            if !same(&own.rows, &answer.rows) {
                row += " (another answer)";
                eprintln!("{}: {} and {}", question.name, own.rows, answer.rows);
            }
            row += " |";
        }
        let others = answers[1..].iter().map(|answer| answer.seconds);
        let fastest = others.fold(f64::INFINITY, f64::min);
        match fastest.is_finite() {
            true => println!("{row} {:.1} |", fastest / own.seconds),
            false => println!("{row} - |"),
        }
    }
}

/// Whether two answers agree; sums of floating point numbers depend on their order in the last digits.
fn same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::Array(one), Json::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Json::Number(one), Json::Number(other)) => {
            let (one, other) = (one.as_f64(), other.as_f64());
            one.zip(other)
                .is_some_and(|(one, other)| (one - other).abs() <= 1e-9 * one.abs())
        }
        _ => one == other,
    }
}

//! `build` and `extract`: articles in, records and graphs out.

use super::support::{Folder, Ran, articles, some_articles};
use serde_json::Value;

/// The files that a build writes by default.
const FILES: [&str; 7] = [
    "edges.csv",
    "evidence.csv",
    "graph.dot",
    "graph.graphml",
    "graph.json",
    "nodes.csv",
    "records.jsonl",
];

const STORY: &str = "Talks in Geneva\n\nFrance signed the accord with Poland on Friday.\n";

fn ids(ran: &Ran) -> Vec<String> {
    let id = |line: &str| {
        let record: Value = serde_json::from_str(line).expect("a record");
        record["id"].as_str().expect("an id").to_owned()
    };
    ran.out.lines().map(id).collect()
}

#[test]
fn build_finds_a_graph_in_the_articles_of_the_repository() {
    let folder = Folder::new();
    let articles = articles();
    let ran = folder
        .run(&["build", articles.to_str().expect("a path")])
        .ended(0);
    assert_eq!(folder.list("out"), FILES);
    ran.prints(&[
        "documents, ",
        "Country",
        "signed",
        "words per second",
        "wrote to out: records.jsonl",
    ]);
    folder
        .run(&["explain", "out/graph.json"])
        .ended(0)
        .prints(&["|source]", "|target]"]);
}

#[test]
fn build_writes_the_same_bytes_for_any_number_of_threads_and_any_order_of_files() {
    let folder = Folder::new();
    let mut files = some_articles(&folder);
    for (jobs, out) in [("1", "one"), ("3", "three")] {
        folder
            .run(&["build", "news", "-o", out, "--jobs", jobs])
            .worked();
    }
    files.reverse();
    let mut args = vec!["build", "-o", "back"];
    args.extend(files.iter().map(String::as_str));
    folder.run(&args).worked();
    for file in FILES {
        let one = folder.read(&format!("one/{file}"));
        let three = folder.read(&format!("three/{file}"));
        assert!(one == three, "{file}: number of threads");
        if file != "records.jsonl" {
            assert!(
                one == folder.read(&format!("back/{file}")),
                "{file}: order of the files"
            );
        }
    }
    folder
        .run(&["diff", "one/graph.json", "back/graph.json"])
        .ended(0);
}

#[test]
fn build_writes_only_the_formats_that_are_asked_for() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    folder
        .run(&["build", "story.txt", "-o", "new/out", "--to", "dot,json"])
        .worked();
    assert_eq!(
        folder.list("new/out"),
        ["graph.dot", "graph.json", "records.jsonl"]
    );
    let quiet = folder.run(&["build", "story.txt", "--quiet"]).worked();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
}

#[test]
fn extract_writes_a_record_a_line_in_the_order_of_the_input() {
    let folder = Folder::new();
    let ids_there: Vec<String> = (0..300)
        .rev()
        .map(|number| format!("a{number:03}"))
        .collect();
    let line = |id: &String| format!("{{\"id\": \"{id}\", \"text\": \"France met Poland.\"}}\n");
    folder.write("many.jsonl", ids_there.iter().map(line).collect::<String>());
    let one = folder
        .run(&["extract", "many.jsonl", "--jobs", "1"])
        .ended(0);
    let three = folder
        .run(&["extract", "many.jsonl", "--jobs", "3"])
        .ended(0);
    assert_eq!(ids(&one), ids_there);
    assert!(one.out == three.out);
    folder
        .run(&["extract", "many.jsonl", "-o", "records.jsonl"])
        .ended(0);
    assert!(folder.read("records.jsonl") == one.out);
}

#[test]
fn extract_reads_standard_input() {
    let ran = Folder::new()
        .run_with(&["extract", "-", "--date", "2022-08-03"], STORY)
        .ended(0);
    let record: Value = serde_json::from_str(&ran.out).expect("one record");
    assert_eq!(record["date"], "2022-08-03");
    assert_eq!(record["title"], "Talks in Geneva");
}

#[test]
fn extract_puts_the_text_into_the_record_when_asked() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    let plain: Value = folder.run(&["extract", "story.txt"]).ended(0).json();
    assert_eq!(plain.get("text"), None);
    let with: Value = folder
        .run(&["extract", "story.txt", "--with-text"])
        .ended(0)
        .json();
    assert_eq!(with["text"], STORY);
}

#[test]
fn extract_takes_metadata_fields_and_format_from_its_options() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    folder.write(
        "meta.csv",
        "id,title,date,source\nstory,Other title,2020-01-02,The Paper\n",
    );
    let record = folder
        .run(&["extract", "story.txt", "--metadata", "meta.csv"])
        .ended(0)
        .json();
    assert_eq!(
        (&record["title"], &record["source"]),
        (&"Other title".into(), &"The Paper".into())
    );
    assert_eq!(record["date"], "2020-01-02");
    folder.write(
        "odd",
        "{\"key\": \"x1\", \"fulltext\": \"France met Poland.\"}\n",
    );
    let args = [
        "extract",
        "odd",
        "--input-format",
        "jsonl",
        "--fields",
        "text=fulltext,id=key",
    ];
    assert_eq!(folder.run(&args).ended(0).json()["id"], "x1");
}

#[test]
fn the_steps_give_what_build_gives() {
    let folder = Folder::new();
    some_articles(&folder);
    folder.run(&["build", "news", "-o", "out"]).worked();
    folder
        .run(&["extract", "news", "-o", "records.jsonl"])
        .ended(0);
    folder
        .run(&["assemble", "records.jsonl", "-o", "graph.json"])
        .worked();
    folder
        .run(&[
            "export",
            "graph.json",
            "--to",
            "csv,graphml,dot",
            "-o",
            "steps",
        ])
        .ended(0);
    assert!(folder.read("records.jsonl") == folder.read("out/records.jsonl"));
    assert!(folder.read("graph.json") == folder.read("out/graph.json"));
    for file in folder.list("steps") {
        assert!(
            folder.read(&format!("steps/{file}")) == folder.read(&format!("out/{file}")),
            "{file}"
        );
    }
}

#[test]
fn nothing_but_warnings_goes_to_standard_error_where_it_is_no_terminal() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    let ran = folder
        .run(&["extract", "story.txt", "-o", "records.jsonl"])
        .ended(0);
    assert_eq!((ran.out.as_str(), ran.err.as_str()), ("", ""));
}

#[test]
fn verbose_tells_of_each_article() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    folder
        .run(&["extract", "story.txt", "-v"])
        .ended(0)
        .says(&["note: story.txt: story: ", "words"]);
}

#[test]
fn fewer_relations_are_left_the_surer_they_must_be() {
    let folder = Folder::new();
    let articles = articles();
    let count = |confidence: &str| {
        let path = articles.to_str().expect("a path");
        let arguments = ["extract", "--min-confidence", confidence, path];
        let ran = folder.run(&arguments).ended(0);
        let relations = |line: &str| {
            let record: Value = serde_json::from_str(line).expect("a record");
            let relations = record["relations"].as_array().expect("a list").clone();
            let least: f64 = confidence.parse().expect("a number");
            let surer = |r: &Value| r["confidence"].as_f64().expect("a number") >= least - 1e-3;
            assert!(relations.iter().all(surer), "{confidence}: {line}");
            relations.len()
        };
        ran.out.lines().map(relations).sum::<usize>()
    };
    let counts = ["0.15", "0.3", "0.8", "0.95"].map(count);
    assert!(counts.is_sorted_by(|a, b| a > b), "{counts:?}");
    folder
        .run(&["extract", "--min-confidence", "2", "-"])
        .ended(2)
        .says(&["write a number from 0 to 1"]);
}

//! Runs that somebody ends: a reader that goes away, a kill in the middle.

use super::support::{Folder, lines, program, ran, records, with_graph};
use std::io::Write;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

#[test]
fn a_reader_that_goes_away_ends_the_program_quietly() {
    let folder = with_graph();
    folder.write(
        "story.txt",
        "Talks in Geneva\n\nFrance signed the accord with Poland.\n",
    );
    for args in [
        &["extract", "story.txt", "--with-text"][..],
        &["assemble", "records.jsonl"],
        &["export", "graph.json", "--to", "graphml"],
        &["export", "--list"],
        &["explain", "graph.json"],
        &["stats", "graph.json", "--json"],
        &["diff", "graph.json", "graph.json"],
        &["eval", "records.jsonl", "records.jsonl"],
        &["schema", "show"],
        &["completions", "zsh"],
        &["man"],
        &["build", "--help"],
    ] {
        let mut child = folder
            .command(program(), args)
            .spawn()
            .expect("the program");
        drop(child.stdout.take());
        let ended = ran(&child.wait_with_output().expect("its end")).ended(0);
        assert_eq!(ended.err, "", "{args:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_into_head_ends_quietly() {
    let folder = Folder::new();
    let mut all = Vec::new();
    for number in 0..400 {
        for mut record in records() {
            record["id"] = format!("{number}-{}", record["id"]).into();
            all.push(record);
        }
    }
    folder.write("many.jsonl", lines(&all));
    folder
        .run(&["assemble", "many.jsonl", "-o", "graph.json"])
        .ended(0);
    let ran = folder
        .shell("\"$0\" explain graph.json | head -n 1")
        .ended(0);
    assert_eq!((ran.out.lines().count(), ran.err.as_str()), (1, ""));
}

#[test]
fn a_run_that_is_killed_leaves_the_earlier_files_whole() {
    let folder = Folder::new();
    folder.write(
        "old.txt",
        "Talks in Geneva\n\nFrance signed the accord with Poland.\n",
    );
    folder.run(&["build", "old.txt"]).worked();
    let files = folder.list("out");
    let before: Vec<String> = files
        .iter()
        .map(|file| folder.read(&format!("out/{file}")))
        .collect();
    assert_eq!(files.len(), 7);

    let mut child = folder
        .command(program(), &["build", "old.txt", "-"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut input = child.stdin.take().expect("its input");
    input.write_all(b"Russia attacked ").expect("it listens");
    // It waits for the rest of its input with its first file begun.
    let begun = Instant::now();
    while folder.list("out").len() == files.len() {
        assert!(
            begun.elapsed() < Duration::from_secs(60),
            "no file was begun"
        );
        sleep(Duration::from_millis(5));
    }
    child.kill().expect("it runs");
    child.wait().expect("its end");
    drop(input);

    for (file, before) in files.iter().zip(&before) {
        assert!(
            &folder.read(&format!("out/{file}")) == before,
            "{file} has changed"
        );
    }
    folder.run(&["build", "old.txt"]).worked();
}

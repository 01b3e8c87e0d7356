//! How good the annotation is, from raw text, by the scorer of the shared task:
//! `cargo test --release --test annotate_accuracy -- --nocapture` prints the figures of
//! docs/syntax.md and holds the floors. The treebanks lie outside of the project; where they are
//! absent this says so and passes.

use demarche::annotate::{Annotator, conllu};
use demarche::text::Article;
use std::path::Path;
use std::process::Command;

/// The least F1 on the test part of EWT.
const FLOORS: [(&str, f64); 6] = [
    ("Tokens", 99.2),
    ("Sentences", 88.0),
    ("UPOS", 94.9),
    ("Lemmas", 95.8),
    ("UAS", 86.5),
    ("LAS", 84.0),
];

#[test]
fn the_figures_of_the_docs() {
    let bank = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/treebank");
    let scorer = bank.join("score.py");
    if !scorer.exists() {
        println!("skipped: no treebanks in {}", bank.display());
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["en_gum-dev", "en_ewt-dev", "en_ewt-test"] {
        let gold = bank.join(format!("{part}.conllu"));
        let run = |arguments: &[&Path], flag: &str| -> String {
            let mut command = Command::new("python3");
            command.arg(&scorer);
            if flag == "--text" {
                command.arg(flag);
            }
            command.args(arguments);
            if flag == "--json" {
                command.arg(flag);
            }
            let output = command.output().expect("python3");
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            String::from_utf8(output.stdout).expect("UTF-8")
        };
        let text = run(&[&gold], "--text");
        let document = Annotator::built_in().annotate(Article::new(part, text));
        let system = folder.path().join(part);
        std::fs::write(&system, conllu(&document)).expect("writable");
        let scores: serde_json::Value =
            serde_json::from_str(&run(&[&gold, &system], "--json")).expect("JSON");
        println!("{part}: {scores}");
        if part == "en_ewt-test" {
            for (name, floor) in FLOORS {
                let score = scores[name].as_f64().expect("a number");
                assert!(score >= floor, "{name} is {score}, the floor is {floor}");
            }
        }
    }
}

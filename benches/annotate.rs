//! How fast text becomes documents: `cargo bench --bench annotate [-- FILE.jsonl...]`.
//!
//! Reads the `text` of each line of the files, or the fixture articles many times over; tells words
//! (tokens) per second with one thread and with two, and how long the parameters take to load.

use demarche::annotate::Annotator;
use demarche::text::Article;
use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::time::Instant;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = fs::read(root.join("models/syntax.bin")).expect("the model");
    let start = Instant::now();
    let annotator = Annotator::from_bytes(Path::new("models/syntax.bin"), &model).expect("whole");
    println!("load: {:.1} ms", start.elapsed().as_secs_f64() * 1e3);

    let files: Vec<String> = std::env::args()
        .skip(1)
        .filter(|a| !a.starts_with('-'))
        .collect();
    let articles = if files.is_empty() {
        fixtures(root)
    } else {
        files.iter().flat_map(|file| json_lines(file)).collect()
    };
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    println!("{} articles, {:.1} MB", articles.len(), bytes as f64 / 1e6);

    let mut one = 0.0;
    for threads in [1, 2] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads");
        let articles = articles.clone();
        let start = Instant::now();
        let words: usize = pool.install(|| {
            articles
                .into_par_iter()
                .map(|article| annotator.annotate(article).tokens.len())
                .sum()
        });
        let rate = words as f64 / start.elapsed().as_secs_f64();
        if threads == 1 {
            one = rate;
        }
        println!(
            "{threads} thread(s): {words} words, {rate:.0} words/s, {:.2} times one",
            rate / one
        );
    }
}

fn fixtures(root: &Path) -> Vec<Article> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(root.join("fixtures/articles")).expect("the fixtures") {
        let path = entry.expect("readable").path();
        if path.extension().is_some_and(|e| e == "txt") {
            texts.push(fs::read_to_string(path).expect("readable"));
        }
    }
    texts.sort();
    let copies = (0..40).flat_map(|_| texts.iter());
    copies
        .map(|text| Article::new("fixture", text.as_str()))
        .collect()
}

fn json_lines(file: &str) -> Vec<Article> {
    let content = fs::read_to_string(file).expect("readable");
    let article = |line: &str| {
        let value: serde_json::Value = serde_json::from_str(line).expect("JSON");
        Article::new(file, value["text"].as_str().expect("a text"))
    };
    content.lines().map(article).collect()
}

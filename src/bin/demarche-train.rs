//! Trains and measures the syntax stage: `demarche-train train OUT EPOCHS TRAIN... [--dev DEV...]`,
//! `demarche-train parse MODEL FILE`.
use demarche::annotate::{Annotator, conllu, train};
use demarche::text::Article;
use std::path::{Path, PathBuf};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let start = std::time::Instant::now();
    match args[0].as_str() {
        "train" => {
            let mut sources = train::Sources {
                epochs: args[2].parse().unwrap(),
                ..train::Sources::default()
            };
            let mut list = &mut sources.train;
            for arg in &args[3..] {
                match arg.as_str() {
                    "--dev" => list = &mut sources.dev,
                    "--corpus" => list = &mut sources.corpus,
                    _ => list.push(PathBuf::from(arg)),
                }
            }
            let report = |line: &str| eprintln!("{:6.1}s {line}", start.elapsed().as_secs_f32());
            let bytes = train::train(&sources, report).unwrap_or_else(|e| panic!("{e}"));
            std::fs::write(&args[1], bytes).unwrap();
        }
        "parse" => {
            let bytes = std::fs::read(&args[1]).unwrap();
            let annotator = Annotator::from_bytes(Path::new(&args[1]), &bytes).unwrap();
            eprintln!("loaded {:?}", start.elapsed());
            let text = std::fs::read_to_string(&args[2]).unwrap();
            let document = annotator.annotate(Article::new("text", text));
            print!("{}", conllu(&document));
        }
        "speed" => {
            let bytes = std::fs::read(&args[1]).unwrap();
            let annotator = Annotator::from_bytes(Path::new(&args[1]), &bytes).unwrap();
            eprintln!("loaded {:?}", start.elapsed());
            let mut articles = Vec::new();
            for path in &args[2..] {
                for line in std::fs::read_to_string(path).unwrap().lines() {
                    let v: serde_json::Value = serde_json::from_str(line).unwrap();
                    articles.push(Article::new(
                        v["id"].as_str().unwrap(),
                        v["text"].as_str().unwrap(),
                    ));
                }
            }
            let start = std::time::Instant::now();
            let mut words = 0;
            for a in articles {
                words += annotator.annotate(a).tokens.len();
            }
            let t = start.elapsed().as_secs_f64();
            println!("{words} tokens {t:.2}s {:.0}/s", words as f64 / t);
        }
        other => panic!("{other}"),
    }
}

//! The graph of each fixture article, as a person reads it: a snapshot under
//! `fixtures/golden/articles`. A change of a rule shows its full reach in the difference.
//! `BLESS=1 cargo test --test fixtures` writes the snapshots anew; read what changed.

use demarche::graph::{Assembly, Graph};
use demarche::ingest;
use demarche::pipeline::Pipeline;
use demarche::schema::{Modality, Polarity, Schema};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

#[test]
fn the_graph_of_each_article_is_the_known_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("fixtures/golden/articles");
    let snapshots = snapshots(&root.join("fixtures/articles"));
    assert!(snapshots.len() >= 12, "{} articles", snapshots.len());
    let mut wrong = Vec::new();
    for (id, snapshot) in &snapshots {
        let path = folder.join(format!("{id}.txt"));
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, snapshot).unwrap();
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        if known != *snapshot {
            wrong.push(format!(
                "{}\n{}",
                path.display(),
                difference(&known, snapshot)
            ));
        }
    }
    for path in files(&folder) {
        let id = path.file_stem().unwrap().to_str().unwrap();
        if !snapshots.contains_key(id) {
            wrong.push(format!("{}: no article has this id", path.display()));
        }
    }
    let advice = "BLESS=1 cargo test --test fixtures writes them anew";
    assert!(wrong.is_empty(), "{}\n{advice}", wrong.join("\n\n"));
}

/// What the graph of each article holds, by the article's id.
fn snapshots(articles: &Path) -> BTreeMap<String, String> {
    let schema = Schema::built_in();
    let pipeline = Pipeline::new(schema);
    let inputs = ingest::expand(&[articles.display().to_string()]).unwrap();
    let options = ingest::Options::default();
    let read = ingest::read(&inputs.sources, &options).map(Result::unwrap);
    let mut snapshots = BTreeMap::new();
    for article in read.filter_map(|reading| reading.article) {
        let record = pipeline.extract(article).record;
        let mut assembly = Assembly::new(schema.ontology.clone());
        assembly.add_record(&record).unwrap();
        let snapshot = describe(&assembly.finish());
        assert!(snapshots.insert(record.id.clone(), snapshot).is_none());
    }
    snapshots
}

/// The nodes and edges of a graph, a line each, an edge's quote below it.
fn describe(graph: &Graph) -> String {
    let mut text = String::new();
    for entity in graph.entities() {
        let kind = &graph.ontology().entity_info(entity.kind()).name;
        let _ = writeln!(
            text,
            "{kind}  {}  ({} mentions)",
            entity.name(),
            entity.mention_count()
        );
    }
    for edge in graph.relations() {
        let relation = edge.relation;
        let kind = &graph.ontology().relation_info(relation.kind()).name;
        let denied = if relation.polarity() == Polarity::Negative {
            "not "
        } else {
            ""
        };
        let _ = write!(
            text,
            "\n{} --{denied}{kind}--> {}",
            edge.source.name(),
            edge.target.name()
        );
        if relation.modality() != Modality::Actual {
            let _ = write!(text, "  [{}]", relation.modality().as_str());
        }
        let details = [("value", relation.value()), ("role", relation.role())];
        for (name, detail) in details.into_iter().filter_map(|(n, d)| Some((n, d?))) {
            let _ = write!(text, "  [{name}: {detail}]");
        }
        for speaker in relation.attributed_to() {
            let _ = write!(text, "  [says {speaker}]");
        }
        let quote = relation.quote().unwrap_or_default();
        let words: Vec<&str> = quote.split_whitespace().collect();
        let _ = write!(text, "\n    {}\n", words.join(" "));
    }
    text
}

/// The lines that only one of two texts has.
fn difference(known: &str, found: &str) -> String {
    let missing = known
        .lines()
        .filter(|line| !found.lines().any(|l| l == *line));
    let more = found
        .lines()
        .filter(|line| !known.lines().any(|l| l == *line));
    let missing = missing.map(|line| format!("- {line}"));
    missing
        .chain(more.map(|line| format!("+ {line}")))
        .collect::<Vec<_>>()
        .join("\n")
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().path()).collect()
}

//! The cases of `fixtures/cases/*.md`: a heading, a paragraph of news, and what the program must
//! read in it by its rules alone: what is learned beside them is measured, not spelled out. All
//! differences are reported at once.
//!
//! A fenced block holds a line for each expected fact, `Source -relation-> Target`, with remarks
//! in brackets behind it: `(not)`, `(future)`, `(possible)`, `(value: 75%)`, `(role: envoy)`,
//! `(says: Name)`. `no relation` forbids a relation type, `nothing else` all other facts.

use demarche::extract::learned::Learned;
use demarche::pipeline::Pipeline;
use demarche::record::{Record, RelationRecord};
use demarche::schema::{Modality, Polarity, Schema};
use demarche::text::Article;
use std::fmt::Write;
use std::path::{Path, PathBuf};

struct Case {
    place: String,
    text: String,
    expected: Vec<String>,
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cases");
    let entries = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "md"));
    files.sort();
    files
}

fn cases(file: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut text = Vec::new();
    let mut expected: Option<Vec<String>> = None;
    let mut heading = String::new();
    for (number, line) in std::fs::read_to_string(file).unwrap().lines().enumerate() {
        match (line, &mut expected) {
            ("```", Some(_)) => cases.push(Case {
                place: heading.clone(),
                text: std::mem::take(&mut text).join("\n").trim().to_owned(),
                expected: expected.take().unwrap_or_default(),
            }),
            ("```", None) => expected = Some(Vec::new()),
            (line, Some(lines)) => lines.push(line.to_owned()),
            (line, None) if line.starts_with("## ") => {
                let name = file.file_name().unwrap_or_default().to_string_lossy();
                heading = format!("{name}:{}: {}", number + 1, &line[3..]);
                text.clear();
            }
            (line, None) => text.push(line.to_owned()),
        }
    }
    cases
}

fn name<'r>(record: &'r Record, id: &str) -> &'r str {
    record
        .entities
        .iter()
        .find(|entity| entity.id == id)
        .map_or("", |entity| &entity.name)
}

fn edge(record: &Record, relation: &RelationRecord) -> String {
    let ends = [&relation.source, &relation.target].map(|id| name(record, id));
    format!("{} -{}-> {}", ends[0], relation.kind, ends[1])
}

fn remarks(record: &Record, relation: &RelationRecord) -> Vec<String> {
    let mut all = Vec::new();
    if relation.polarity == Polarity::Negative {
        all.push("not".to_owned());
    }
    match relation.modality {
        Modality::Actual => {}
        Modality::Future => all.push("future".to_owned()),
        Modality::Possible => all.push("possible".to_owned()),
    }
    all.extend(relation.value.iter().map(|value| format!("value: {value}")));
    all.extend(relation.role.iter().map(|role| format!("role: {role}")));
    all.extend(
        relation
            .attributed_to
            .iter()
            .map(|id| format!("says: {}", name(record, id))),
    );
    all
}

/// Whether a fact is the expected one. Who says so, and a role, count only where they are asked.
fn is_meant(record: &Record, relation: &RelationRecord, line: &str) -> bool {
    let (fact, asked) = match line.split_once(" (") {
        Some((fact, rest)) => (fact, rest.trim_end_matches(')').split(") (").collect()),
        None => (line, Vec::new()),
    };
    let has = remarks(record, relation);
    let free = |remark: &&String| remark.starts_with("role:") || remark.starts_with("says:");
    let same = edge(record, relation) == fact || {
        let swapped = [&relation.target, &relation.source].map(|id| name(record, id));
        relation.kind == "meets" && format!("{} -meets-> {}", swapped[0], swapped[1]) == fact
    };
    same && asked.iter().all(|&remark| has.iter().any(|h| h == remark))
        && has
            .iter()
            .filter(|h| !free(h))
            .all(|h| asked.contains(&h.as_str()))
}

#[test]
fn the_cases_hold() {
    let pipeline = Pipeline::with_learned(Schema::built_in(), Learned::default());
    let mut wrong = String::new();
    let mut count = 0;
    for case in files().iter().flat_map(|file| cases(file)) {
        count += 1;
        let record = pipeline
            .extract(Article::new("case", case.text.as_str()))
            .record;
        let mut report = Vec::new();
        let mut meant = vec![false; record.relations.len()];
        for line in &case.expected {
            if line == "nothing else" {
                continue;
            }
            if let Some(kind) = line.strip_prefix("no ") {
                let found = record
                    .relations
                    .iter()
                    .filter(|relation| relation.kind == kind);
                report.extend(
                    found.map(|relation| format!("forbidden: {}", edge(&record, relation))),
                );
                continue;
            }
            let found = record
                .relations
                .iter()
                .position(|relation| is_meant(&record, relation, line));
            match found {
                Some(index) => meant[index] = true,
                None => report.push(format!("missing: {line}")),
            }
        }
        if case.expected.iter().any(|line| line == "nothing else") || !report.is_empty() {
            let closed = case.expected.iter().any(|line| line == "nothing else");
            for (relation, _) in record
                .relations
                .iter()
                .zip(&meant)
                .filter(|(_, meant)| !**meant)
            {
                let remarks = remarks(&record, relation).join(") (");
                let what = if closed { "too much" } else { "found" };
                report.push(format!("{what}: {} ({remarks})", edge(&record, relation)));
            }
        }
        if report.iter().any(|line| !line.starts_with("found")) {
            let _ = writeln!(
                wrong,
                "{}\n  {}\n    {}",
                case.place,
                case.text,
                report.join("\n    ")
            );
        }
    }
    assert!(count > 50, "only {count} cases were found");
    assert!(wrong.is_empty(), "of {count} cases these differ:\n{wrong}");
}

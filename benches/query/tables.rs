//! The graph in the forms that the engines load.

use demarche::export::{Folder, exporter};
use demarche::graph::{Edge, Graph};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// `graph.json`, `graph.demarche`, the tables for Neo4j's importer, and in `kuzu` tables for Kuzu: one of nodes
/// for each type, one of edges for each type and pair of types.
pub fn write(graph: &Graph, folder: &Path) {
    let mut files = Folder::new(folder).expect("it is writable");
    for format in ["json", "demarche", "neo4j"] {
        let exporter = exporter(format).expect("a format");
        exporter.export(graph, &mut files).expect("there is room");
    }
    files.commit().expect("there is room");
    kuzu(graph, &folder.join("kuzu"));
}

fn kuzu(graph: &Graph, folder: &Path) {
    let _ = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).expect("it is writable");
    let mut files: BTreeMap<String, BufWriter<File>> = BTreeMap::new();
    let mut row = |name: String, cells: &[&str]| {
        let file = files.entry(name).or_insert_with_key(|name| {
            let file = File::create(folder.join(format!("{name}.csv")));
            BufWriter::new(file.expect("it is writable"))
        });
        let cells: Vec<String> = cells
            .iter()
            .map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")))
            .collect();
        writeln!(file, "{}", cells.join(",")).expect("there is room");
    };
    let ontology = graph.ontology();
    for entity in graph.entities() {
        let date = |date: Option<&str>| date.unwrap_or_default().to_owned();
        let cells = [
            entity.id().as_str(),
            entity.name(),
            &date(entity.first_date()),
            &date(entity.last_date()),
        ];
        row(ontology.entity_info(entity.kind()).name.clone(), &cells);
    }
    for Edge {
        source,
        relation,
        target,
    } in graph.relations()
    {
        let ends = [source, target].map(|end| ontology.entity_info(end.kind()).name.as_str());
        let kind = ontology.relation_info(relation.kind()).name.to_uppercase();
        let documents: Vec<&str> = relation.documents().into_iter().collect();
        let cells = [
            source.id().as_str(),
            target.id(),
            relation.id(),
            &relation.weight().to_string(),
            &format!("[{}]", documents.join(",")),
            relation.first_date().unwrap_or_default(),
            &relation.confidence().unwrap_or_default().to_string(),
            relation.quote().unwrap_or_default(),
        ];
        row(format!("{kind}.{}.{}", ends[0], ends[1]), &cells);
    }
    for mut file in files.into_values() {
        file.flush().expect("there is room");
    }
}

//! The database queried: tables and views say what the graph says.

use super::{exported, nasty};
use demarche::graph::Graph;
use rusqlite::{Connection, Row, types::Value};

/// The rows of a query, each as texts; NULL is empty.
fn rows(database: &Connection, query: &str) -> Vec<Vec<String>> {
    let mut statement = database.prepare(query).expect("a query");
    let columns = statement.column_count();
    let text = |value: Value| match value {
        Value::Null => String::new(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
        Value::Blob(_) => panic!("no bytes are written"),
    };
    let row = |row: &Row<'_>| {
        (0..columns)
            .map(|column| row.get(column).map(text))
            .collect()
    };
    let rows = statement.query_map([], row).expect("it runs");
    rows.map(|row| row.expect("a row")).collect()
}

fn some(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

/// Opens the database and holds it against the graph; panics where they differ.
pub fn check_sqlite(graph: &Graph, bytes: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.sqlite");
    std::fs::write(&path, bytes).unwrap();
    let database = Connection::open(&path).expect("a database");
    assert_eq!(rows(&database, "PRAGMA integrity_check"), [["ok"]]);
    assert!(rows(&database, "PRAGMA foreign_key_check").is_empty());
    let ontology = graph.ontology();
    let entities = graph.entities().map(|of| {
        vec![
            of.id().to_string(),
            ontology.entity_info(of.kind()).name.clone(),
            of.name().to_owned(),
            some(of.key()),
            of.mention_count().to_string(),
            of.appearances().len().to_string(),
            some(of.first_date()),
            some(of.last_date()),
        ]
    });
    let read = rows(&database, "SELECT * FROM entities ORDER BY id");
    assert_eq!(read, entities.collect::<Vec<_>>());
    let aliases = graph.entities().flat_map(|of| {
        let alias = |alias: &str| vec![of.id().to_string(), alias.to_owned()];
        of.aliases().into_iter().map(alias).collect::<Vec<_>>()
    });
    let read = rows(&database, "SELECT * FROM aliases ORDER BY entity, alias");
    assert_eq!(read, aliases.collect::<Vec<_>>());
    for kind in ontology.relations() {
        let name = &ontology.relation_info(kind).name;
        let view = format!(
            "SELECT id, source_id, source, target_id, target, polarity, modality, weight, value, \
             role, date, confidence, quote FROM {name} ORDER BY id"
        );
        let edges = graph
            .relations()
            .filter(|edge| edge.relation.kind() == kind);
        let mut expected: Vec<Vec<String>> = edges
            .map(|edge| {
                let of = edge.relation;
                vec![
                    of.id().to_owned(),
                    edge.source.id().to_string(),
                    edge.source.name().to_owned(),
                    edge.target.id().to_string(),
                    edge.target.name().to_owned(),
                    of.polarity().as_str().to_owned(),
                    of.modality().as_str().to_owned(),
                    of.weight().to_string(),
                    some(of.value()),
                    some(of.role()),
                    some(of.date()),
                    of.confidence()
                        .map(|share| share.to_string())
                        .unwrap_or_default(),
                    some(of.quote()),
                ]
            })
            .collect();
        expected.sort();
        assert_eq!(rows(&database, &view), expected, "{name}");
    }
    let mut evidence: Vec<Vec<String>> = Vec::new();
    for edge in graph.relations() {
        for (index, piece) in edge.relation.evidence().enumerate() {
            evidence.push(vec![
                edge.relation.id().to_owned(),
                (index + 1).to_string(),
                piece.document.to_string(),
                piece.quote.clone(),
                some(piece.attributed_to.as_deref()),
                some(piece.frame.as_deref()),
            ]);
        }
    }
    evidence.sort_by_key(|row| (row[0].clone(), row[1].parse::<u32>().unwrap()));
    let query = "SELECT relation, number, document, quote, attributed_to, frame FROM evidence \
                 ORDER BY relation, number";
    assert_eq!(rows(&database, query), evidence);
    let documents = graph.documents().iter();
    let documents = documents.map(|(id, of)| vec![id.to_string(), some(of.title.as_deref())]);
    let read = rows(&database, "SELECT id, title FROM documents ORDER BY id");
    assert_eq!(read, documents.collect::<Vec<_>>());
}

#[test]
fn the_database_holds_the_nasty_graph() {
    let graph = nasty();
    check_sqlite(&graph, &exported(&graph).files["graph.sqlite"]);
}

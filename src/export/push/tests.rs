use super::*;
use crate::error::Error;
use crate::graph::Assembly;
use crate::pipeline::Pipeline;
use crate::schema::Schema;
use crate::text::Article;
use std::collections::{BTreeMap, BTreeSet};

const TEXT: &str = "France and Poland signed the Lake Accord on Tuesday. Russia attacked Ukraine. \
                    Emmanuel Macron met Donald Tusk in Warsaw.";

fn graph(text: &str) -> Graph {
    let schema = Schema::built_in();
    let record = Pipeline::new(schema).extract(Article::new("lake", text));
    let mut assembly = Assembly::new(schema.ontology.clone());
    assembly.add_record(&record.record).unwrap();
    assembly.finish()
}

/// Does with rows what the server does by the statement: it compares, merges and counts.
#[derive(Default)]
struct Fake {
    there: BTreeMap<(String, String), Json>,
    transactions: Vec<(String, usize)>,
    /// It is gone after so many transactions.
    fails_after: Option<usize>,
}

impl CypherSink for Fake {
    fn run(&mut self, statement: &str, rows: Vec<Json>) -> Result<u64> {
        if self.fails_after == Some(self.transactions.len()) {
            return Err(Error::Server {
                address: "neo4j://fake".to_owned(),
                message: "gone".to_owned(),
            });
        }
        self.transactions.push((statement.to_owned(), rows.len()));
        let mut written = 0;
        for mut row in rows {
            let properties = row.as_object_mut().unwrap().remove("properties").unwrap();
            let before =
                (self.there).insert((statement.to_owned(), row.to_string()), properties.clone());
            written += u64::from(before != Some(properties));
        }
        Ok(written)
    }
}

fn pushed(graph: &Graph, sink: &mut Fake, batch: usize) -> Result<Pushed> {
    push(graph, sink, NonZeroUsize::new(batch).unwrap(), &mut |_| ())
}

#[test]
fn constraints_come_first_then_nodes_then_edges() {
    let mut sink = Fake::default();
    pushed(&graph(TEXT), &mut sink, 100).unwrap();
    let kinds = sink.transactions.iter().map(|(statement, rows)| {
        let kind = match statement {
            s if s.starts_with("CREATE ") => "schema",
            s if s.contains("MERGE (n:") => "nodes",
            s if s.contains("MERGE (a)-[") => "edges",
            s => panic!("{s}"),
        };
        assert_eq!(*rows == 0, kind == "schema", "{statement}");
        assert!(!statement.contains(';'), "one statement: {statement}");
        kind
    });
    let mut kinds: Vec<&str> = kinds.collect();
    kinds.dedup();
    assert_eq!(kinds, ["schema", "nodes", "edges"]);
}

#[test]
fn every_row_is_written_once_whatever_the_batch() {
    let graph = graph(TEXT);
    let mut contents = BTreeSet::new();
    for batch in [1, 2, 3, 1000] {
        let mut sink = Fake::default();
        let mut heard = Vec::new();
        let size = NonZeroUsize::new(batch).unwrap();
        let done = push(&graph, &mut sink, size, &mut |done| heard.push(done)).unwrap();
        assert!(sink.transactions.iter().all(|(_, rows)| *rows <= batch));
        let entities = (graph.entity_count() + graph.documents().len()) as u64;
        assert_eq!(done.nodes.written, entities);
        assert_eq!(done.nodes.written + done.edges.written, rows(&graph));
        assert_eq!(heard.last(), Some(&rows(&graph)));
        assert!(heard.is_sorted());
        contents.insert(format!("{:?}", sink.there));
    }
    assert_eq!(contents.len(), 1);
}

#[test]
fn a_second_run_writes_nothing() {
    let (graph, mut sink) = (graph(TEXT), Fake::default());
    let first = pushed(&graph, &mut sink, 2).unwrap();
    let second = pushed(&graph, &mut sink, 5).unwrap();
    assert_eq!((second.nodes.written, second.edges.written), (0, 0));
    assert_eq!(second.nodes.unchanged, first.nodes.written);
    assert_eq!(second.edges.unchanged, first.edges.written);
}

#[test]
fn a_run_that_was_broken_off_goes_on() {
    let graph = graph(TEXT);
    let mut whole = Fake::default();
    pushed(&graph, &mut whole, 2).unwrap();
    for after in 0..whole.transactions.len() {
        let mut sink = Fake {
            fails_after: Some(after),
            ..Fake::default()
        };
        assert!(pushed(&graph, &mut sink, 2).is_err());
        let there = sink.there.len() as u64;
        sink.fails_after = None;
        let rest = pushed(&graph, &mut sink, 2).unwrap();
        assert_eq!(rest.nodes.unchanged + rest.edges.unchanged, there);
        assert_eq!(sink.there, whole.there);
    }
}

#[test]
fn the_statement_of_the_script_stands_in_that_of_the_push() {
    let graph = graph(TEXT);
    let mut script = crate::export::Memory::default();
    let cypher = crate::export::exporter("cypher").unwrap();
    cypher.export(&graph, &mut script).unwrap();
    for merge in merges(&graph).filter_map(|mut merge| merge.rows.next().map(|_| merge)) {
        let in_script = format!("] AS row\n{};\n", merge.statement);
        assert!(
            script.text("graph.cypher").contains(&in_script),
            "{in_script}"
        );
        let pushed = statement(&merge.pattern, &merge.statement);
        assert!(pushed.contains(&merge.statement), "{pushed}");
    }
}

#[test]
fn a_password_is_never_shown() {
    let login = Login::Basic {
        user: "ada".to_owned(),
        password: "open sesame".to_owned(),
    };
    assert_eq!(format!("{login:?}"), "Login { user: Some(\"ada\"), .. }");
    let error = Target::parse("neo4j://ada:sesame@localhost").unwrap_err();
    assert!(!format!("{error} {error:?}").contains("sesame"), "{error}");
}

#[test]
fn addresses_are_read_or_refused() {
    let read = |address| Target::parse(address).map(|target| target.to_string());
    let ends = [
        ("bolt://localhost", "bolt://localhost"),
        ("neo4j://[::1]:7687/", "neo4j://[::1]:7687"),
        ("neo4j://h/news", "neo4j://h, database news"),
        (
            "neo4j://h/news?policy=eu",
            "neo4j://h?policy=eu, database news",
        ),
    ];
    for (address, expected) in ends {
        assert_eq!(read(address).unwrap(), expected);
    }
    let expected = "expected an address like neo4j://localhost:7687 or \
                    neo4j://localhost:7687/DATABASE";
    let refused = |address| read(address).unwrap_err().to_string();
    assert_eq!(
        refused("http://localhost:7474"),
        format!(
            "\"http://localhost:7474\": no scheme \"http\"; there are neo4j, neo4j+s, neo4j+ssc, \
             bolt, bolt+s, bolt+ssc; {expected}"
        )
    );
    assert_eq!(
        refused("out/graph.json"),
        format!("\"out/graph.json\" has no scheme; {expected}")
    );
    for address in ["bolt://", "neo4j:///news", "neo4j://h/a/b"] {
        assert_eq!(refused(address), format!("{address:?}: {expected}"));
    }
}

#[cfg(not(feature = "neo4j"))]
#[test]
fn another_build_says_which_feature_is_missing() {
    let target = Target::parse("neo4j://localhost").unwrap();
    let error = connect(&target, &Login::Open).err().unwrap();
    let expected = "push is not in this build; install with `--features neo4j`";
    assert_eq!(error.to_string(), expected);
}

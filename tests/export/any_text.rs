//! Any characters in any field: every format stays well-formed and reads back equal, up to what its
//! module head says.

use super::generated::{assembled, config, records, text};
use super::gexf::check_gexf;
use super::graphviz::{check_dot, check_drawings};
use super::mermaid::check_mermaid;
use super::neo4j::{check_cypher, check_neo4j};
use super::profiles::check_profiles;
use super::{exported, read_back};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_format_reads_back(records in records()) {
        let graph = assembled(&records);
        let files = exported(&graph);
        read_back::check_json(files.text("graph.json"));
        read_back::check_graphml(&graph, files.text("graph.graphml"));
        let [nodes, edges, evidence] =
            ["nodes.csv", "edges.csv", "evidence.csv"].map(|name| files.text(name));
        read_back::check_csv(&graph, nodes, edges, evidence);
        check_gexf(&graph, files.text("graph.gexf"));
        check_dot(&graph, files.text("graph.dot"));
        check_mermaid(&graph, files.text("graph.mmd"));
        #[cfg(feature = "rdf")]
        super::rdf::check_rdf(&graph, &files);
        #[cfg(feature = "sqlite")]
        super::sqlite::check_sqlite(&graph, &files.files["graph.sqlite"]);
        check_profiles(&graph);
        check_neo4j(&graph, &files);
        check_cypher(&graph, files.text("graph.cypher"));
        check_drawings(&graph);
    }

    #[test]
    fn a_name_of_any_characters_reads_back(name in text(), quote in text()) {
        let record = serde_json::json!({
            "id": "d", "title": name, "entities": [
                {"id": "a", "type": "Person", "name": name,
                 "mentions": [{"start": 0, "end": 1, "text": quote}]},
                {"id": "b", "type": "Country", "name": quote, "key": name}],
            "relations": [{"id": "r", "type": "represents", "source": "a", "target": "b",
                "evidence": {"start": 0, "end": 9}, "quote": quote, "role": name}],
        });
        let record = serde_json::from_value(record).unwrap();
        let graph = assembled([&record]);
        let files = exported(&graph);
        read_back::check_graphml(&graph, files.text("graph.graphml"));
        check_gexf(&graph, files.text("graph.gexf"));
        check_dot(&graph, files.text("graph.dot"));
    }
}

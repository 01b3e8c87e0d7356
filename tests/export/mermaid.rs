//! Mermaid: held to the lines that its grammar allows, and counted.

use super::generated::{assembled, ontology};
use super::{exported, nasty};
use demarche::graph::{Assembly, Graph};
use demarche::record::Record;

/// Holds a flowchart against the graph; panics where something is amiss.
pub fn check_mermaid(graph: &Graph, text: &str) {
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("flowchart LR"));
    let (mut nodes, mut edges, mut styled) = (0, 0, 0);
    for line in lines {
        let line = line.strip_prefix("  ").expect("lines are indented");
        let first = line.split(' ').next().unwrap();
        if line.starts_with("%% ") || first == "classDef" {
            continue;
        }
        if first == "linkStyle" {
            styled += line.split(' ').nth(1).unwrap().split(',').count();
            continue;
        }
        assert_eq!(line.matches('"').count(), 2, "{line}");
        let name = line.split('"').nth(1).unwrap();
        assert!(
            !name.contains(['<', '>', '`', '\\', '&', '|', '[', '{']),
            "{line}"
        );
        assert!(!name.chars().any(char::is_control), "{line}");
        match line.contains("| n") {
            true => edges += 1,
            false => nodes += 1,
        }
    }
    assert_eq!(styled, edges);
    if nodes == graph.entity_count() {
        assert_eq!(edges, graph.relation_count());
    } else {
        assert!(text.contains(&format!(
            "{} entities are left out",
            graph.entity_count() - nodes
        )));
    }
    assert!(text.len() < 50_000 && edges <= 250);
}

#[test]
fn mermaid_holds_the_nasty_graph() {
    let graph = nasty();
    let files = exported(&graph);
    let text = files.text("graph.mmd");
    check_mermaid(&graph, text);
    assert!(text.contains("#60;b#62;bold"));
    assert!(text.contains(" --x|\"not attacks\"| "));
    assert!(text.contains(" -.->|\"attacks\"| "));
}

#[test]
fn of_a_large_graph_the_best_connected_are_drawn() {
    let mut assembly = Assembly::new(ontology());
    for number in 0..300 {
        let name = format!("{number} {}", "名".repeat(90));
        let record = serde_json::json!({"id": format!("d{number}"), "entities": [
            {"id": "a", "type": "Person", "name": name, "key": format!("P{number}")},
            {"id": "b", "type": "Country", "name": "Hub", "key": "HU"}], "relations": [
            {"id": "r", "type": "represents", "source": "a", "target": "b",
             "evidence": {"start": 0, "end": 9}}]});
        let record: Record = serde_json::from_value(record).unwrap();
        assembly.add_record(&record).unwrap();
    }
    let graph = assembly.finish();
    let files = exported(&graph);
    let text = files.text("graph.mmd");
    check_mermaid(&graph, text);
    assert!(text.contains("151 entities are left out") && text.contains("\"Hub\""));
}

#[test]
fn an_empty_graph_is_a_flowchart_too() {
    let graph = assembled([]);
    check_mermaid(&graph, exported(&graph).text("graph.mmd"));
}

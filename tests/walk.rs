//! Walks by name, and what their errors and those of the assertions say.

#[path = "generated/mod.rs"]
mod generated;

use demarche::graph::Graph;
use demarche::schema::{Modality, Polarity};
use demarche::testing::{assert_edge, assert_no_edge};
use generated::assembled;
use serde_json::json;

/// Russia controls 75 % of Donetsk, and plans to control it; Ukraine denies that Russia attacks it;
/// Ann represents Ukraine, Putin meets Ann.
fn graph() -> Graph {
    let entity = |id: &str, kind: &str, name: &str, key: Option<&str>| {
        json!({"id": id, "type": kind, "name": name, "key": key,
            "mentions": [{"start": 0, "end": 3, "text": name, "kind": "name"}]})
    };
    let relation = |id: &str, kind: &str, source: &str, target: &str| {
        json!({"id": id, "type": kind, "source": source, "target": target,
            "quote": format!("It says {kind}."), "evidence": {"start": 0, "end": 9}})
    };
    let mut controls = relation("1", "controls", "r", "d");
    controls["value"] = json!("75%");
    let mut plan = relation("2", "controls", "r", "d");
    plan["modality"] = json!("future");
    let mut denied = relation("3", "attacks", "r", "u");
    denied["polarity"] = json!("negative");
    let record = json!({
        "id": "story", "entities": [
            entity("r", "Country", "Russia", Some("RU")), entity("u", "Country", "Ukraine", Some("UA")),
            entity("d", "Region", "Donetsk", None),
            entity("a", "Person", "Ann Duval", None), entity("p", "Person", "Paul Roth", None)],
        "relations": [controls, plan, denied, relation("4", "represents", "a", "u"), relation("5", "meets", "a", "p")],
    });
    assembled(&[serde_json::from_value(record).expect("a record")])
}

#[test]
fn walks_go_out_back_and_on() {
    let graph = graph();
    let walk = graph.from("RU").out("controls").to("Donetsk");
    assert_eq!(walk.count().expect("names"), 2);
    let edge = walk.modality(Modality::Actual).one().expect("one");
    assert_eq!(
        (edge.value(), edge.quote()),
        (Some("75%"), Some("It says controls."))
    );
    let names = |walk: demarche::graph::walk::Walk| -> Vec<String> {
        let entities = walk.entities().expect("names");
        entities
            .into_iter()
            .map(|entity| entity.name().to_owned())
            .collect()
    };
    assert_eq!(
        names(graph.from("Donetsk").incoming("controls")),
        ["Russia"]
    );
    assert_eq!(
        names(
            graph
                .from("Ann Duval")
                .out("represents")
                .incoming("attacks")
        ),
        ["Russia"]
    );
    // A meeting has no direction.
    assert_eq!(names(graph.from("Paul Roth").out("meets")), ["Ann Duval"]);
    assert_eq!(
        names(graph.from("Ukraine").either("*")),
        ["Russia", "Ann Duval"]
    );
    assert_eq!(
        names(graph.from("Ukraine").either("*").of_type("Person")),
        ["Ann Duval"]
    );
    assert!(
        !graph
            .from("RU")
            .out("attacks")
            .polarity(Polarity::Positive)
            .any()
            .expect("names")
    );
    // Nowhere further from nowhere.
    assert_eq!(
        graph
            .from("Donetsk")
            .out("controls")
            .out("*")
            .count()
            .expect("names"),
        0
    );
}

#[test]
fn errors_say_what_there_is() {
    let graph = graph();
    let message =
        |walk: demarche::graph::walk::Walk| walk.one().expect_err("no such edge").to_string();
    assert_eq!(
        message(graph.from("Russia").out("attacks").to("Donetsk")),
        "no edge Russia -attacks-> Donetsk; between them there are:\n  \
         Russia -controls-> Donetsk (value: 75%): “It says controls.”\n  \
         Russia -controls-> Donetsk (future): “It says controls.”"
    );
    assert!(
        message(graph.from("Russia").out("controls").to("Donetsk"))
            .starts_with("2 edges Russia -controls-> Donetsk, ")
    );
    assert_eq!(
        message(graph.from("Ann Duval").out("controls")),
        "no edge Ann Duval -controls->; where it begins there are:\n  \
         Ann Duval -meets-> Paul Roth: “It says meets.”\n  \
         Ann Duval -represents-> Ukraine: “It says represents.”"
    );
    assert_eq!(
        message(graph.from("Rusia").out("controls")),
        "no entity \"Rusia\" in the graph; did you mean \"Russia\"?"
    );
    assert!(
        message(graph.from("Russia").out("control"))
            .starts_with("no relation type \"control\"; there are signed")
    );
    assert!(
        message(graph.from("Russia").out("*").of_type("Land"))
            .starts_with("no entity type \"Land\"")
    );
    assert!(
        graph
            .from("Russia")
            .out("controls")
            .to("Donezk")
            .count()
            .is_err(),
        "a misspelt name is no zero"
    );
}

#[test]
fn assertions_hold() {
    let graph = graph();
    let (russia, region) = ("Russia", String::from("Donetsk"));
    assert_edge!(graph, "Russia" -controls-> "Donetsk");
    assert_edge!(&graph, russia -controls-> region, future);
    assert_edge!(graph, "Russia" -attacks-> "Ukraine", negative);
    assert_edge!(graph, "Russia" -attacks-> (format!("Ukra{}", "ine")), any);
    assert_no_edge!(graph, "Russia" -attacks-> "Ukraine");
    assert_no_edge!(graph, "Donetsk" -controls-> "Russia", any);
}

#[test]
fn assertions_that_fail_show_the_edges() {
    let fails = |test: &(dyn Fn() + std::panic::RefUnwindSafe)| {
        let payload = std::panic::catch_unwind(test).expect_err("it fails");
        *payload.downcast::<String>().expect("a message")
    };
    let message = fails(&|| assert_edge!(graph(), "Russia" -attacks-> "Ukraine"));
    assert_eq!(
        message,
        "no edge Russia -attacks-> Ukraine (positive) (actual); between them there is:\n  \
         Russia -attacks-> Ukraine (not): “It says attacks.”"
    );
    let message = fails(&|| assert_no_edge!(graph(), "Russia" -controls-> "Donetsk", any));
    assert_eq!(message.lines().count(), 3, "{message}");
    let message = fails(&|| assert_no_edge!(graph(), "Russia" -controls-> "Donezk"));
    assert!(message.contains("did you mean \"Donetsk\"?"), "{message}");
    let message = fails(&|| assert_edge!(graph(), "Russia" -controls-> "Donetsk", maybe));
    assert!(message.contains("\"maybe\" behind an edge"), "{message}");
}

//! Parts of a graph: each filter alone, and any of them on any records.

#[path = "generated/mod.rs"]
mod generated;

use demarche::graph::{Graph, Selection};
use demarche::record::Record;
use demarche::schema::{Modality, Polarity};
use generated::{assembled, config, json, ontology, records};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;
use std::path::Path;

/// Two documents: in March, Ann of France demands something of Chad, with little confidence, and
/// Chad attacks France, as Bob says; in May, France signs.
fn graph() -> Graph {
    let name = |text: &str| json!([{"start": 0, "end": 3, "text": text, "kind": "name"}]);
    let entity = |id: &str, kind: &str, called: &str, key: Option<&str>| json!({"id": id, "type": kind, "name": called, "key": key, "mentions": name(called)});
    let relation = |id: &str, kind: &str, source: &str, target: &str, confidence: f64| {
        json!({"id": id, "type": kind, "source": source, "target": target, "quote": "So it is.",
            "evidence": {"start": 0, "end": 9}, "confidence": confidence})
    };
    let mut attack = relation("4", "attacks", "c", "f", 0.9);
    attack["attributed_to"] = json!("b");
    let march = json!({
        "id": "march", "date": "2024-03", "entities": [
            entity("a", "Person", "Ann Duval", None),
            entity("b", "Person", "Bob Smith", None),
            entity("f", "Country", "France", Some("FR")),
            entity("c", "Country", "Chad", Some("TD")),
            {"id": "p", "type": "Proposal", "name": "a truce", "mentions": []}],
        "relations": [
            relation("1", "demands", "a", "p", 0.5),
            relation("2", "addressed_to", "p", "c", 0.9),
            relation("3", "represents", "a", "f", 0.9),
            attack],
    });
    let may = json!({
        "id": "may", "date": "2024-05-06", "entities": [
            entity("f", "Country", "France", Some("FR")),
            entity("g", "Agreement", "Lake Accord", None)],
        "relations": [relation("1", "signed", "f", "g", 0.9)],
    });
    let read = |value| serde_json::from_value::<Record>(value).expect("a record");
    assembled(&[read(march), read(may)])
}

fn part(selection: Selection) -> Graph {
    graph().select(&selection).expect("all is there")
}

fn edges(graph: &Graph) -> Vec<String> {
    let edges = graph.relations().map(|edge| {
        let kind = &graph.ontology().relation_info(edge.relation.kind()).name;
        format!("{} {kind} {}", edge.source.name(), edge.target.name())
    });
    edges.collect()
}

fn names(graph: &Graph) -> Vec<&str> {
    graph.entities().map(|entity| entity.name()).collect()
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn without_filters_everything_is_left() {
    assert_eq!(json(&part(Selection::default())), json(&graph()));
}

#[test]
fn documents_and_dates() {
    let of = |since: Option<&str>, until: Option<&str>| {
        let [since, until] = [since, until].map(|date| date.map(str::to_owned));
        edges(&part(Selection {
            since,
            until,
            ..Selection::default()
        }))
    };
    assert_eq!(of(Some("2024-04"), None), ["France signed Lake Accord"]);
    // A month overlaps with each of its days.
    assert_eq!(of(None, Some("2024-03-15")).len(), 4);
    assert_eq!(of(Some("2024-03-15"), Some("2024-03-20")).len(), 4);
    assert_eq!(of(Some("2024"), Some("2024")).len(), 5);
    assert!(of(Some("2025"), None).is_empty());
    let may = part(Selection {
        documents: strings(&["may"]),
        ..Selection::default()
    });
    assert_eq!(names(&may), ["Lake Accord", "France"]);
    // As if the other had never been read.
    let france = may.entities().last().expect("France");
    assert_eq!(
        (france.mention_count(), france.first_date()),
        (1, Some("2024-05-06"))
    );
}

#[test]
fn relations_and_confidence_leave_whom_they_join() {
    let signed = part(Selection {
        relations: strings(&["signed"]),
        ..Selection::default()
    });
    assert_eq!(edges(&signed), ["France signed Lake Accord"]);
    assert_eq!(signed.entity_count(), 2);
    let sure = part(Selection {
        min_confidence: Some(0.8),
        ..Selection::default()
    });
    assert!(!edges(&sure).contains(&"Ann Duval demands a truce".to_owned()));
    assert_eq!(sure.relation_count(), 4);
}

#[test]
fn types_and_their_parents() {
    let countries = part(Selection {
        types: strings(&["Country"]),
        ..Selection::default()
    });
    assert_eq!(edges(&countries), ["Chad attacks France"]);
    // Who says so stays.
    assert_eq!(names(&countries), ["France", "Chad", "Bob Smith"]);
    let actors = part(Selection {
        types: strings(&["Actor"]),
        ..Selection::default()
    });
    assert_eq!(
        edges(&actors),
        ["Chad attacks France", "Ann Duval represents France"]
    );
}

#[test]
fn around_somebody() {
    let around = |name: &str, depth| {
        edges(&part(Selection {
            around: strings(&[name]),
            depth,
            ..Selection::default()
        }))
    };
    assert_eq!(around("Lake Accord", 1), ["France signed Lake Accord"]);
    assert_eq!(around("Lake Accord", 2).len(), 3);
    assert_eq!(around("the lake accord", 9).len(), 5);
    assert!(around("Bob Smith", 3).is_empty());
}

#[test]
fn the_best_connected() {
    let two = part(Selection {
        top: Some(2),
        ..Selection::default()
    });
    assert_eq!(edges(&two), ["Chad attacks France"]);
    assert_eq!(
        part(Selection {
            top: Some(0),
            ..Selection::default()
        })
        .entity_count(),
        0
    );
}

#[test]
fn flattened_edges_lead_from_actor_to_actor() {
    let flat = part(Selection {
        flatten: true,
        ..Selection::default()
    });
    let expected = [
        "France signed Lake Accord",
        "Chad attacks France",
        "Ann Duval demands Chad",
        "Ann Duval represents France",
    ];
    assert_eq!(edges(&flat), expected);
    let demand = flat.relations().nth(2).expect("the demand").relation;
    assert_eq!(
        demand.contents().into_iter().collect::<Vec<_>>(),
        ["a truce"]
    );
    assert_eq!(demand.quote(), Some("So it is."));
    // It is a graph like any other, with an ontology that allows it.
    let text = json(&flat);
    let again = Graph::read_json(text.as_bytes(), Path::new("graph.json")).expect("it reads back");
    assert_eq!(json(&again), text);
    let demands = flat.ontology().relation_info(demand.kind());
    assert_eq!(demands.target, ["Proposal", "Country"]);
}

#[test]
fn what_is_not_there_is_an_error() {
    let message = |selection| {
        graph()
            .select(&selection)
            .expect_err("an error")
            .to_string()
    };
    let of = Selection::default;
    let said = message(Selection {
        types: strings(&["Contry"]),
        ..of()
    });
    assert!(
        said.starts_with("no entity type \"Contry\"; there are Person, Country"),
        "{said}"
    );
    let said = message(Selection {
        relations: strings(&["sign"]),
        ..of()
    });
    assert!(
        said.starts_with("no relation type \"sign\"; there are signed"),
        "{said}"
    );
    let said = message(Selection {
        documents: strings(&["x"]),
        ..of()
    });
    assert_eq!(said, "no document \"x\" in the graph");
    let said = message(Selection {
        around: strings(&["x"]),
        ..of()
    });
    assert_eq!(said, "no entity \"x\" in that graph");
    for date in [
        "May",
        "2024-5",
        "2024-05-06T10",
        "",
        "20240506",
        "2024-13",
        "2023-02-29",
    ] {
        let said = message(Selection {
            since: Some(date.to_owned()),
            ..of()
        });
        assert!(
            said.contains("is no date; 2024, 2024-05 or 2024-05-06"),
            "{said}"
        );
    }
}

#[test]
fn polarity_and_modality() {
    let denied = part(Selection {
        polarity: Some(Polarity::Negative),
        ..Selection::default()
    });
    assert_eq!(denied.entity_count(), 0);
    let affirmed = Selection {
        polarity: Some(Polarity::Positive),
        modalities: vec![Modality::Actual, Modality::Possible],
        ..Selection::default()
    };
    assert_eq!(edges(&part(affirmed)).len(), 5);
    let planned = Selection {
        modalities: vec![Modality::Future],
        ..Selection::default()
    };
    assert!(edges(&part(planned)).is_empty());
}

fn selection() -> impl Strategy<Value = Selection> {
    let types: Vec<String> = ontology()
        .entities()
        .map(|kind| ontology().entity_info(kind).name.clone())
        .collect();
    let relations: Vec<String> = ontology()
        .relations()
        .map(|kind| ontology().relation_info(kind).name.clone())
        .collect();
    let date =
        || option::of(select(&["2023", "2024-05", "2024-05-06"][..]).prop_map(str::to_owned));
    let some = |names: Vec<String>| {
        option::weighted(0.3, prop::sample::subsequence(names, 1..9))
            .prop_map(Option::unwrap_or_default)
    };
    let parts = (
        date(),
        date(),
        any::<bool>(),
        option::weighted(0.3, 0.0..=1.0),
        some(relations),
        some(types),
        option::weighted(0.3, 0..9usize),
        option::weighted(0.3, select(&[Polarity::Positive, Polarity::Negative][..])),
        option::weighted(
            0.3,
            select(&[Modality::Actual, Modality::Future, Modality::Possible][..]),
        ),
    );
    parts.prop_map(
        |(since, until, flatten, min_confidence, relations, types, top, polarity, modality)| {
            Selection {
                documents: Vec::new(),
                since,
                until,
                flatten,
                min_confidence,
                polarity,
                modalities: modality.into_iter().collect(),
                relations,
                types,
                around: Vec::new(),
                depth: 0,
                top,
            }
        },
    )
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_part_is_a_graph_that_reads_back(records in records(), selection in selection()) {
        let graph = assembled(&records);
        let part = graph.select(&selection).expect("nothing is named that is not there");
        let text = json(&part);
        let again = Graph::read_json(text.as_bytes(), Path::new("graph.json")).expect("it reads back");
        prop_assert_eq!(json(&again), text);
        if !selection.flatten {
            prop_assert!(part.relation_count() <= graph.relation_count());
        }
        let pieces = part.relations().flat_map(|edge| edge.relation.evidence());
        for piece in pieces {
            let known = graph.relations().flat_map(|edge| edge.relation.evidence());
            let mut known = known.filter(|known| known.document == piece.document);
            prop_assert!(known.any(|known| known.quote == piece.quote && known.span == piece.span));
        }
    }
}

//! What assembly promises, on generated records: order, split and repetition do not matter, a
//! document can be taken out again, and nothing that the ontology forbids gets in.

mod generated;

use demarche::error::Error;
use demarche::graph::{Assembly, Graph};
use demarche::record::{EntityRecord, Record, RelationRecord};
use demarche::text::CodeSpan;
use generated::{assembled, json, ontology, record, records};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use std::path::Path;

fn read(text: &str) -> Result<Graph, Error> {
    Graph::read_json(text.as_bytes(), Path::new("graph.json"))
}

fn binary(graph: &Graph) -> Vec<u8> {
    let mut bytes = Vec::new();
    graph.write_binary(&mut bytes).unwrap();
    bytes
}

/// Records with a number each: the part of the work that they belong to.
fn parts() -> impl Strategy<Value = Vec<(Record, usize)>> {
    proptest::collection::vec((record(), 0..3usize), 0..8)
}

proptest! {
    #![proptest_config(generated::config())]

    #[test]
    fn order_split_and_repetition_do_not_matter(
        (parts, shuffled) in parts().prop_flat_map(|p| (Just(p.clone()), Just(p).prop_shuffle())),
        turn in 0..3usize,
    ) {
        let expected = json(&assembled(parts.iter().map(|(record, _)| record)));
        prop_assert_eq!(json(&assembled(shuffled.iter().map(|(record, _)| record))), expected.clone());

        // In three parts, each a graph of its own, one through a file; joined from any of them
        // on, and the first joined again.
        let mut whole = Assembly::new(ontology());
        for number in 0..4 {
            let part = (number + turn) % 3;
            let of_part = shuffled.iter().filter(|(_, p)| *p == part);
            let graph = assembled(of_part.map(|(record, _)| record));
            let graph = if part == 1 { read(&json(&graph)).unwrap() } else { graph };
            whole.add_graph(&graph).unwrap();
        }
        // And the records again, one by one.
        for (record, _) in &parts {
            whole.add_record(record).unwrap();
        }
        prop_assert_eq!(json(&whole.finish()), expected);
    }

    #[test]
    fn a_document_taken_out_was_never_there(records in records(), which in any::<Index>()) {
        prop_assume!(!records.is_empty());
        let gone = which.get(&records).id.clone();
        let without = json(&assembled(records.iter().filter(|record| record.id != gone)));

        let mut assembly = Assembly::new(ontology());
        for record in &records {
            assembly.add_record(record).unwrap();
        }
        prop_assert!(assembly.remove_document(&gone));
        prop_assert!(!assembly.remove_document(&gone));
        prop_assert_eq!(json(&assembly.finish()), without.clone());

        // The same from the finished graph, through its file.
        let mut assembly = Assembly::new(ontology());
        assembly.add_graph(&read(&json(&assembled(&records))).unwrap()).unwrap();
        prop_assert!(assembly.remove_document(&gone));
        prop_assert_eq!(json(&assembly.finish()), without);
    }

    #[test]
    fn a_file_gives_the_graph_back(records in records()) {
        let text = json(&assembled(&records));
        prop_assert_eq!(json(&read(&text).unwrap()), text);
    }

    #[test]
    fn the_binary_form_gives_the_graph_back(records in records()) {
        let graph = assembled(&records);
        let bytes = binary(&graph);
        let again = Graph::read(&bytes, Path::new("graph.demarche")).unwrap();
        prop_assert_eq!(json(&again), json(&graph));
        prop_assert_eq!(binary(&again), bytes);
    }

    #[test]
    fn a_damaged_binary_form_is_an_error(records in records(), at in any::<Index>(), change in 1..=255u8) {
        let mut bytes = binary(&assembled(&records));
        let at = at.index(bytes.len());
        let cut = Graph::read(&bytes[..at], Path::new("graph.demarche"));
        let is_named = matches!(&cut, Err(Error::Graph { .. }));
        prop_assert!(is_named, "cut at {}: {:?}", at, cut.err());
        bytes[at] ^= change;
        let changed = Graph::read(&bytes, Path::new("graph.demarche"));
        let is_named = matches!(&changed, Err(Error::Graph { .. }));
        prop_assert!(is_named, "byte {} changed: {:?}", at, changed.err());
    }

    #[test]
    fn a_file_cut_off_anywhere_is_an_error(records in records(), at in any::<Index>()) {
        let text = json(&assembled(&records));
        let end = at.index(text.len() - 2);
        let cut = Graph::read_json(&text.as_bytes()[..end], Path::new("graph.json"));
        let is_named = matches!(&cut, Err(Error::Graph { .. }));
        prop_assert!(is_named, "cut at {}: {:?}", end, cut.err());
    }

    #[test]
    fn a_damaged_file_never_panics(records in records(), at in any::<Index>(), byte: u8) {
        let mut bytes = json(&assembled(&records)).into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(graph) = Graph::read_json(&bytes[..], Path::new("graph.json")) {
            // What is read is whole: each document of it can be taken out.
            let ids: Vec<String> = graph.documents().keys().map(ToString::to_string).collect();
            let mut assembly = Assembly::new(graph.ontology().clone());
            assembly.add_graph(&graph).unwrap();
            for id in ids {
                assembly.remove_document(&id);
            }
            let empty = assembly.finish();
            prop_assert_eq!((empty.entity_count(), empty.relation_count()), (0, 0));
        }
    }

    #[test]
    fn all_that_is_in_fits_the_ontology_and_has_evidence(records in records()) {
        let graph = assembled(&records);
        let ids: BTreeSet<&str> = graph.relations().map(|edge| edge.relation.id()).collect();
        prop_assert_eq!(ids.len(), graph.relation_count());
        for edge in graph.relations() {
            let kind = edge.relation.kind();
            prop_assert!(ontology().allows(edge.source.kind(), kind, edge.target.kind()));
            prop_assert!(edge.relation.weight() > 0);
            let evidence: Vec<_> = edge.relation.evidence().collect();
            prop_assert!(evidence.is_sorted_by(|a, b| a < b));
            for document in edge.relation.documents() {
                prop_assert!(graph.documents().contains_key(document));
                prop_assert!(edge.source.appearances().contains_key(document));
                prop_assert!(edge.target.appearances().contains_key(document));
            }
        }
    }

    #[test]
    fn a_record_that_does_not_fit_changes_nothing(
        records in records(),
        mut bad in record(),
        mistake in 0..8usize,
    ) {
        // Two entities and a relation that stand in every bad record, and then its mistake.
        for (id, kind) in [("p", "Person"), ("c", "Country")] {
            bad.entities.push(EntityRecord {
                id: id.to_owned(),
                kind: kind.to_owned(),
                name: id.to_owned(),
                key: None,
                spheres: Default::default(),
                mentions: Vec::new(),
            });
        }
        let mut relation: RelationRecord = serde_json::from_str(
            r#"{"id": "bad", "type": "represents", "source": "p", "target": "c",
                "evidence": {"start": 5, "end": 9}}"#,
        ).unwrap();
        let expected = match mistake {
            0 => { std::mem::swap(&mut relation.source, &mut relation.target); "may not lead from Country to Person" }
            1 => { relation.source = "nobody".into(); "its source \"nobody\" is no entity" }
            2 => { relation.target = "nobody".into(); "its target \"nobody\" is no entity" }
            3 => { relation.attributed_to = Some("nobody".into()); "its attributed_to \"nobody\"" }
            4 => { relation.kind = "adores".into(); "no relation type \"adores\"" }
            5 => { relation.trigger = Some(CodeSpan { start: 8, end: 10 }); "its trigger 8..10 does not lie in" }
            6 => { relation.evidence = CodeSpan { start: 9, end: 5 }; "ends before it starts" }
            _ => { bad.entities[0].kind = "Robot".into(); "no entity type \"Robot\"" }
        };
        bad.relations.push(relation);

        let mut assembly = Assembly::new(ontology());
        for record in &records {
            assembly.add_record(record).unwrap();
        }
        let message = assembly.add_record(&bad).expect_err("it does not fit");
        prop_assert!(message.contains(expected), "{} is not in {}", expected, message);
        prop_assert_eq!(json(&assembly.finish()), json(&assembled(&records)));
    }
}

#[test]
fn a_name_and_a_key_of_the_same_letters_stay_apart() {
    let record = |id: &str, key: &str| -> Record {
        let text = format!(
            r#"{{"id": "{id}", "entities": [{{"id": "a", "type": "Country", "name": "ua",
                "key": {key}, "mentions": [{{"start": 0, "end": 2, "text": "ua"}}]}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    let records = [
        record("1", "null"),
        record("2", "\"ua\""),
        record("3", "\"UA\""),
    ];
    assert_eq!(assembled(&records).entity_count(), 3);
}

#[test]
fn unnamed_things_of_documents_with_like_ids_stay_apart() {
    let record = |id: &str| -> Record {
        let text = format!(
            r#"{{"id": "{id}", "entities": [{{"id": "a", "type": "Proposal", "name": "a truce",
                "mentions": [{{"start": 0, "end": 7, "text": "a truce", "kind": "nominal"}}]}}]}}"#
        );
        serde_json::from_str(&text).unwrap()
    };
    assert_eq!(
        assembled(&["s00", "S00", "s.00", "s00 "].map(record)).entity_count(),
        4
    );
    assert!(
        assembled(&[record("s00")])
            .node("proposal/s00/a-truce")
            .is_some()
    );
}

#[test]
fn a_relation_that_many_documents_state_costs_no_more_for_each() {
    let mut assembly = Assembly::new(ontology());
    let mut record: Record = serde_json::from_str(
        r#"{"id": "", "entities": [{"id": "a", "type": "Person", "name": "A"},
            {"id": "b", "type": "Person", "name": "B"}], "relations": [{"id": "r",
            "type": "meets", "source": "a", "target": "b", "evidence": {"start": 0, "end": 1}}]}"#,
    )
    .unwrap();
    for number in 0..20_000 {
        record.id = format!("d{}", number % 5_000);
        for (entity, name) in record.entities.iter_mut().zip(["A", "B"]) {
            entity.key = Some(name.to_owned());
        }
        assembly.add_record(&record).unwrap();
    }
    let graph = assembly.finish();
    let edge = graph.relations().next().unwrap();
    assert_eq!(edge.relation.weight(), 5_000);
}

#[test]
fn graphs_of_different_ontologies_do_not_mix() {
    let text = json(&assembled(&[]));
    let other = text.replace("A named human being", "Somebody");
    assert_ne!(other, text);
    let message = Assembly::new(ontology()).add_graph(&read(&other).unwrap());
    assert!(message.unwrap_err().contains("different ontologies"));
}

/// The development set, where it is there.
#[test]
fn annotated_records_assemble() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/gold/dev/records");
    let Ok(listing) = std::fs::read_dir(&folder) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let mut records = Vec::new();
    for entry in listing {
        let path = entry.unwrap().path();
        let file = std::io::BufReader::new(std::fs::File::open(&path).unwrap());
        records.extend(demarche::record::read(file, &path).unwrap());
    }
    let graph = assembled(&records);
    assert_eq!(graph.documents().len(), records.len());
    assert!(graph.relation_count() > 10 * records.len());
    assert_eq!(json(&read(&json(&graph)).unwrap()), json(&graph));
}

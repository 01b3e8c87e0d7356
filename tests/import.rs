//! What our exports wrote and another program saved comes home: unchanged with all its evidence,
//! edited with what was edited, and what cannot be mapped with its line.

#[path = "generated/mod.rs"]
mod generated;

use demarche::export::{Choice, Memory, Options, Profile, exporter};
use demarche::graph::Graph;
use demarche::import::{Changes, Imported, import};
use demarche::record::Record;
use generated::{assembled, config, json, ontology, records};
use proptest::prelude::*;
use serde_json::json as value;
use std::path::Path;

fn exported(graph: &Graph, format: &str, profile: Profile) -> String {
    let exporter = exporter(format).expect("a format");
    let mut files = Memory::default();
    let options = Options {
        profile,
        ..Options::default()
    };
    let done = exporter.export_with(graph, &options, &mut files);
    done.expect("memory takes all");
    files.text(exporter.files()[0]).to_owned()
}

fn read(text: &str, base: Option<&Graph>) -> Imported {
    let imported = import(text.as_bytes(), Path::new("edited.xml"), ontology(), base);
    imported.expect("it can be read")
}

fn warnings(imported: &Imported) -> Vec<String> {
    imported.warnings.iter().map(ToString::to_string).collect()
}

/// France and Chad sign, as Ann Duval of France says; she demands a truce.
fn graph() -> Graph {
    let name = |text: &str| value!([{"start": 0, "end": 3, "text": text, "kind": "name", "reason": "new-name"}]);
    let record = value!({
        "id": "march", "date": "2024-03-01", "title": "A title", "entities": [
            {"id": "a", "type": "Person", "name": "Ann Duval", "mentions": name("Ann Duval")},
            {"id": "f", "type": "Country", "name": "France", "key": "FR", "mentions": name("French")},
            {"id": "c", "type": "Country", "name": "Chad", "key": "TD", "mentions": name("Chad")},
            {"id": "g", "type": "Agreement", "name": "Lake Accord", "mentions": name("Lake Accord")},
            {"id": "p", "type": "Proposal", "name": "a truce", "mentions": [
                {"start": 0, "end": 3, "text": "a truce", "kind": "nominal"}]}],
        "relations": [
            {"id": "1", "type": "signed", "source": "f", "target": "g", "quote": "France signed.",
             "evidence": {"start": 5, "end": 19}, "trigger": {"start": 12, "end": 18}, "attributed_to": "a",
             "confidence": 0.9, "frame": "sign"},
            {"id": "2", "type": "signed", "source": "c", "target": "g", "quote": "Chad signed too.",
             "evidence": {"start": 20, "end": 36}, "modality": "future"},
            {"id": "3", "type": "represents", "source": "a", "target": "f", "evidence": {"start": 0, "end": 9}},
            {"id": "4", "type": "demands", "source": "a", "target": "p", "evidence": {"start": 0, "end": 9}}],
    });
    let record: Record = serde_json::from_value(record).expect("a record");
    assembled([&record])
}

#[test]
fn what_was_not_touched_comes_back_whole() {
    let graph = graph();
    for (_, profile) in Profile::ALL {
        let imported = read(&exported(&graph, "graphml", *profile), Some(&graph));
        assert_eq!(json(&imported.graph), json(&graph), "{profile:?}");
        assert_eq!(warnings(&imported), Vec::<String>::new());
        assert_eq!(imported.changes, Changes::default());
    }
    let imported = read(&exported(&graph, "gexf", Profile::Generic), Some(&graph));
    assert_eq!(json(&imported.graph), json(&graph));
    assert_eq!(warnings(&imported), Vec::<String>::new());
    let imported = read(&json(&graph), None);
    assert_eq!(json(&imported.graph), json(&graph));
}

#[test]
fn programs_that_give_ids_of_their_own_are_understood() {
    let graph = graph();
    let numbered = |text: String, keeps: bool| {
        let mut text = text.replace(" id=\"", " oldid=\"");
        let ids: Vec<String> = graph
            .entities()
            .map(|entity| entity.id().to_string())
            .collect();
        for (number, id) in ids.iter().enumerate() {
            let kept = format!("<data key=\"v_id\">{id}</data>");
            let node = format!("<node id=\"n{number}\">{}", if keeps { &kept } else { "" });
            text = text.replace(&format!("<node oldid=\"{id}\">"), &node);
            for end in ["source", "target"] {
                text = text.replace(&format!("{end}=\"{id}\""), &format!("{end}=\"n{number}\""));
            }
        }
        let key = "<key id=\"v_id\" for=\"node\" attr.name=\"id\" attr.type=\"string\"/>\n<graph";
        text.replace("<key oldid=", "<key id=")
            .replacen("<graph", key, 2)
            .replacen(key, "<graph", 1)
    };
    // igraph keeps ids as attributes, yEd keeps names.
    for keeps in [true, false] {
        let text = numbered(exported(&graph, "graphml", Profile::Yed), keeps);
        assert!(text.contains("<node id=\"n4\">") && !text.contains("source=\"p"));
        let imported = read(&text, Some(&graph));
        assert_eq!(warnings(&imported), Vec::<String>::new());
        assert_eq!(imported.changes, Changes::default());
        assert_eq!(json(&imported.graph), json(&graph));
    }
}

#[test]
fn without_the_graph_before_nodes_and_edges_come_back() {
    let graph = graph();
    for text in [
        exported(&graph, "graphml", Profile::Generic),
        exported(&graph, "graphml", Profile::Cytoscape),
        exported(&graph, "graphml", Profile::Yed),
        exported(&graph, "gexf", Profile::Generic),
    ] {
        let again = read(&text, None);
        assert_eq!(warnings(&again), Vec::<String>::new());
        let ids = |graph: &Graph| {
            let nodes = graph
                .entities()
                .map(|of| (of.id().clone(), of.name().to_owned(), of.mention_count()));
            nodes.collect::<Vec<_>>()
        };
        assert_eq!(ids(&again.graph), ids(&graph));
        let edges = |graph: &Graph| {
            let edges = graph.relations().map(|of| {
                let of = of.relation;
                let speakers: Vec<String> =
                    of.attributed_to().into_iter().map(str::to_owned).collect();
                (
                    of.id().to_owned(),
                    of.quote().map(str::to_owned),
                    of.confidence(),
                    speakers,
                )
            });
            edges.collect::<Vec<_>>()
        };
        assert_eq!(edges(&again.graph), edges(&graph));
    }
}

#[test]
fn edits_come_home() {
    let graph = graph();
    let text = exported(&graph, "gexf", Profile::Generic);
    let edited = text
        .replace("label=\"Chad\"", "label=\"Republic of Chad\"")
        .replace("label=\"Ann Duval\"", "label=\"Anne Duval\"");
    // Whoever deletes a node in Gephi deletes its edges.
    let gone = |line: &str| line.contains("proposal/");
    let edited: Vec<&str> = edited.lines().filter(|line| !gone(line)).collect();
    let new = "<edge id=\"99\" source=\"country/FR\" target=\"country/TD\" label=\"supports\"/>\n</edges>";
    let edited = edited.join("\n").replace("</edges>", new);
    let imported = read(&edited, Some(&graph));
    assert_eq!(warnings(&imported), Vec::<String>::new());
    let changes = Changes {
        entities_removed: 1,
        entities_changed: 2,
        relations_added: 1,
        relations_removed: 1,
        ..Changes::default()
    };
    assert_eq!(imported.changes, changes);
    let after = &imported.graph;
    let chad = after.entity(after.node("country/TD").expect("an id by key stays"));
    assert_eq!(chad.name(), "Republic of Chad");
    assert_eq!(chad.aliases(), ["Chad"]);
    // An id made from a name follows it, and with it who says so.
    let anne = after.node("person/anne-duval").expect("the new id");
    assert_eq!(after.entity(anne).aliases(), ["Ann Duval"]);
    let signed = after
        .relations()
        .find(|edge| edge.relation.quote() == Some("France signed."));
    let signed = signed.expect("it is there").relation;
    let piece = signed.evidence().next().expect("evidence");
    assert_eq!(piece.attributed_to.as_deref(), Some("person/anne-duval"));
    assert!(piece.trigger.is_some() && piece.frame.as_deref() == Some("sign"));
    let supports = after
        .relations()
        .find(|edge| edge.target.id() == "country/TD")
        .expect("the new edge");
    let documents: Vec<&str> = supports.relation.documents().into_iter().collect();
    assert_eq!(documents, ["edited.xml"]);
    // It can be read again by every command.
    let text = json(after);
    let again = Graph::read_json(text.as_bytes(), Path::new("graph.json")).expect("it reads back");
    assert_eq!(json(&again), text);
}

#[test]
fn what_cannot_be_mapped_is_told_with_its_line() {
    let text = r#"<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="t" for="node" attr.name="Type" attr.type="string"><default>Country</default></key>
<key id="l" for="node" attr.name="label" attr.type="string"/>
<key id="m" for="node" attr.name="Modularity Class" attr.type="int"/>
<key id="e" for="edge" attr.name="Edge Label" attr.type="string"/>
<graph edgedefault="directed">
<node id="n1"><data key="l">France &amp; <![CDATA[<Co>]]></data><data key="m">3</data></node>
<node id="n2"><data key="l">Chad</data></node>
<node id="n3"><data key="l">Odd</data><data key="t">Planet</data></node>
<node id="n4"/>
<edge source="n1" target="n2"><data key="e">not supports (future)</data></edge>
<edge source="n1" target="n3"><data key="e">supports</data></edge>
<edge source="n1" target="n2"><data key="e">likes</data></edge>
<edge source="n1" target="n2"><data key="e">signed</data></edge>
</graph></graphml>"#;
    let imported = read(text, None);
    let said = warnings(&imported);
    let expected = [
        "edited.xml:10: node \"n3\" is left out: its type \"Planet\" is none of Person, Country",
        "edited.xml:11: node \"n4\" is left out: it has no label",
        "edited.xml:13: edge from \"n1\" to \"n3\" is left out: one of the two is left out",
        "edited.xml:14: edge from \"n1\" to \"n2\" is left out: none of its attributes",
        "edited.xml:15: edge from \"n1\" to \"n2\" is left out: signed may not lead from Country to Country",
        "edited.xml: attributes that a graph has no place for are passed over: modularity class",
    ];
    assert_eq!(said.len(), expected.len(), "{said:#?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(expected), "{said}");
    }
    let names: Vec<&str> = imported
        .graph
        .entities()
        .map(|entity| entity.name())
        .collect();
    assert_eq!(names, ["Chad", "France & <Co>"]);
    let edge = imported.graph.relations().next().expect("one edge");
    assert_eq!(edge.relation.polarity().as_str(), "negative");
    assert_eq!(edge.relation.modality().as_str(), "future");
}

#[test]
fn a_claim_without_its_speaker_does_not_pass_for_the_documents_own() {
    let graph = graph();
    let text = exported(&graph, "graphml", Profile::Generic);
    let kept = text
        .lines()
        .filter(|line| !line.contains("person/ann-duval\""))
        .collect::<Vec<_>>();
    let imported = read(&kept.join("\n"), Some(&graph));
    let said = warnings(&imported);
    assert!(
        said[0].contains("who says so, \"person/ann-duval\", is not in the file"),
        "{said:?}"
    );
    let signers: Vec<&str> = imported
        .graph
        .relations()
        .map(|edge| edge.source.name())
        .collect();
    assert_eq!(signers, ["Chad"]);
}

#[test]
fn what_is_no_graph_is_an_error_with_its_line() {
    let message = |text: &str| {
        let read = import(text.as_bytes(), Path::new("f"), ontology(), None);
        read.expect_err("an error").to_string()
    };
    let text = exported(&graph(), "gexf", Profile::Generic);
    let half = &text[..text.find("</nodes>").expect("nodes")];
    assert!(
        message(half).contains("the file ends in the middle"),
        "{}",
        message(half)
    );
    for cut in (0..text.len() - 9)
        .step_by(211)
        .filter(|cut| text.is_char_boundary(*cut))
    {
        assert!(message(&text[..cut]).starts_with('f'));
    }
    assert!(message("").contains("neither XML nor JSON"));
    assert!(message("a,b\n1,2\n").contains("neither XML nor JSON"));
    assert!(message("<html><body/></html>").contains("a file of <html>"));
    assert!(message("{}").contains("graph.json"));
    let lost =
        "<graphml><graph>\n<node id=\"a\"/>\n<edge source=\"a\" target=\"b\"/></graph></graphml>";
    assert_eq!(
        message(lost),
        "f:3: the target of an edge is \"b\", which is no node"
    );
    let twice = "<gexf><graph><nodes>\n<node id=\"a\"/>\n<node id=\"a\"/></nodes></graph></gexf>";
    assert_eq!(message(twice), "f:3: two nodes have the id \"a\"");
    let bytes = import(b"<gexf>\n\xff</gexf>", Path::new("f"), ontology(), None);
    assert!(
        bytes
            .expect_err("an error")
            .to_string()
            .starts_with("f:2: not UTF-8")
    );
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_graph_comes_back(records in records()) {
        // Two records of one document cannot be told apart in a graph.
        let mut seen = std::collections::BTreeSet::new();
        let graph = assembled(records.iter().filter(|record| seen.insert(&record.id)));
        for (format, profile) in [("gexf", Profile::Generic), ("graphml", Profile::Cytoscape)] {
            let imported = read(&exported(&graph, format, profile), Some(&graph));
            prop_assert_eq!(warnings(&imported), Vec::<String>::new());
            prop_assert_eq!(imported.changes, Changes::default());
            prop_assert_eq!(json(&imported.graph), json(&graph));
        }
    }
}

use super::super::{Assembly, Graph};
use super::blocks::{self, Kind};
use super::{MAGIC, VERSION};
use crate::error::Error;
use crate::record::Record;
use crate::schema::Schema;
use std::path::Path;

/// With every field that evidence and appearances can have.
const RECORD: &str = r#"{"id": "d1", "date": "2024-05-01", "title": "Summit", "entities": [
    {"id": "a", "type": "Country", "name": "Türkiye", "key": "TR",
     "mentions": [{"start": 0, "end": 7, "text": "Türkiye", "kind": "name", "reason": "gazetteer"}]},
    {"id": "b", "type": "Person", "name": "Zoë 😀", "spheres": ["public"],
     "mentions": [{"start": 12, "end": 17, "text": "Zoë 😀", "reason": "new-name"}]},
    {"id": "c", "type": "Person", "name": "the envoy",
     "mentions": [{"start": 20, "end": 29, "text": "the envoy", "kind": "nominal"}]}],
    "relations": [
    {"id": "r", "type": "meets", "source": "a", "target": "b", "polarity": "negative", "modality": "future",
     "evidence": {"start": 0, "end": 18}, "quote": "Türkiye met Zoë 😀.", "trigger": {"start": 8, "end": 11},
     "source_mention": {"start": 0, "end": 7}, "target_mention": {"start": 12, "end": 17},
     "confidence": 0.25, "attributed_to": "b", "value": "5%", "date": "2024", "role": "envoy",
     "frame": "meet", "plover": "CONSULT"},
    {"id": "s", "type": "represents", "source": "b", "target": "a", "evidence": {"start": 0, "end": 18}},
    {"id": "t", "type": "represents", "source": "b", "target": "a", "evidence": {"start": 20, "end": 48}}]}"#;

fn graph() -> Graph {
    let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
    let record: Record = serde_json::from_str(RECORD).unwrap();
    assembly.add_record(&record).unwrap();
    assembly.finish()
}

fn json(graph: &Graph) -> String {
    let mut bytes = Vec::new();
    graph.write_json(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn binary(graph: &Graph) -> Vec<u8> {
    let mut bytes = Vec::new();
    graph.write_binary(&mut bytes).unwrap();
    bytes
}

fn read(bytes: &[u8]) -> Result<Graph, Error> {
    Graph::read(bytes, Path::new("g.demarche"))
}

fn refusal(bytes: &[u8]) -> String {
    let error = read(bytes).expect_err("this is no graph");
    assert!(matches!(error, Error::Graph { .. }), "{error:?}");
    error.to_string()
}

#[test]
fn it_reads_back_as_it_was() {
    let graph = graph();
    let bytes = binary(&graph);
    let again = read(&bytes).unwrap();
    assert_eq!(json(&again), json(&graph));
    assert_eq!(binary(&again), bytes);
    let empty = Assembly::new(Schema::built_in().ontology.clone()).finish();
    assert_eq!(json(&read(&binary(&empty)).unwrap()), json(&empty));
}

#[test]
fn either_form_is_known_by_its_first_bytes() {
    let graph = graph();
    assert_eq!(json(&read(json(&graph).as_bytes()).unwrap()), json(&graph));
    assert!(refusal(b"graph").contains("not a graph.json"));
    assert!(refusal(b"\x89PNG\r\n\x1a\n").contains("not UTF-8"));
}

/// The file without the content of its ontology, which is most of it and is one text like others.
fn places(bytes: &[u8]) -> impl Iterator<Item = usize> + use<> {
    let length = bytes.len();
    (0..600).chain((600..length).filter(move |at| at + 2000 > length || at % 7 == 0))
}

#[test]
fn cut_off_anywhere_it_says_so() {
    let bytes = binary(&graph());
    for end in places(&bytes).filter(|end| *end > 0) {
        let message = refusal(&bytes[..end]);
        assert!(
            message.starts_with("g.demarche: ") && message.contains("cut off"),
            "at byte {end}: {message}"
        );
    }
}

#[test]
fn a_changed_byte_anywhere_is_noticed() {
    let mut bytes = binary(&graph());
    for at in places(&bytes).filter(|at| *at >= MAGIC.len()) {
        for bit in [0, 3, 7] {
            bytes[at] ^= 1 << bit;
            let message = refusal(&bytes);
            let expected = ["damaged", "version", "follow the end"];
            assert!(
                expected.iter().any(|word| message.contains(word)),
                "bit {bit} of byte {at}: {message}"
            );
            bytes[at] ^= 1 << bit;
        }
    }
    bytes.push(0);
    assert!(refusal(&bytes).contains("1 bytes follow the end"));
}

#[test]
fn another_version_is_refused() {
    let mut bytes = binary(&graph());
    bytes[MAGIC.len()..][..4].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let message = refusal(&bytes);
    assert!(message.contains("version 2, and this program reads version 1: read it with a newer"));
    bytes[MAGIC.len()] = 0;
    assert!(refusal(&bytes).contains("version 0, which never was"));
}

/// The file with a change in one of its blocks, whose check sum is right again.
fn edited(kind: Kind, mut change: impl FnMut(&mut Vec<u8>)) -> Vec<u8> {
    let bytes = binary(&graph());
    let begin = MAGIC.len() + 4;
    let mut edited = bytes[..begin].to_vec();
    for block in blocks::split(&bytes, begin).unwrap() {
        let mut content = block.content().unwrap().to_vec();
        if block.kind == kind {
            change(&mut content);
        }
        blocks::write(&mut edited, block.kind, &content).unwrap();
    }
    blocks::write(&mut edited, Kind::End, &[]).unwrap();
    edited
}

fn replaced(content: &mut Vec<u8>, from: &[u8], to: &[u8]) {
    let at = content
        .windows(from.len())
        .position(|bytes| bytes == from)
        .expect("it is there");
    content.splice(at..at + from.len(), to.iter().copied());
}

#[test]
fn what_could_not_have_been_built_is_refused_though_the_sums_fit() {
    let cases = [
        (
            Kind::Entities,
            &b"country/TR"[..],
            &b"country/GR"[..],
            "cannot be edited",
        ),
        (Kind::Entities, b"zo\xc3\xab", b"zo\xc3\x28", "not UTF-8"),
        (
            Kind::Head,
            b"\"description\"",
            b"\"descriptiom\"",
            "its ontology cannot be read",
        ),
    ];
    for (kind, from, to, expected) in cases {
        let name = String::from_utf8_lossy(from).to_lowercase();
        let bytes = edited(kind, |content| {
            let found = content
                .windows(from.len())
                .position(|bytes| String::from_utf8_lossy(bytes).to_lowercase() == name);
            let at = found.expect("it is there");
            let from = content[at..at + from.len()].to_vec();
            let to: Vec<u8> = match to[0].eq_ignore_ascii_case(&from[0]) {
                true => [&from[..1], &to[1..]].concat(),
                false => to.to_vec(),
            };
            replaced(content, &from, &to);
        });
        let message = refusal(&bytes);
        assert!(message.contains(expected), "{name}: {message}");
    }
    let without = edited(Kind::Relations, Vec::clear);
    assert!(refusal(&without).contains("it has 0 edges and should have 2"));
    let cut = edited(Kind::Relations, |content| {
        content.truncate(content.len() - 1)
    });
    assert!(refusal(&cut).contains("ends in the middle of an item"));
}

#[test]
fn a_block_that_holds_anything_is_never_more_than_an_error() {
    for kind in [Kind::Head, Kind::Tables, Kind::Entities, Kind::Relations] {
        let mut length = 0;
        edited(kind, |content| length = content.len());
        // The ontology is text, which the tests of JSON change.
        for at in (0..length).rev().take(300) {
            for value in [0, 1, 5, 0x7f, 0x80, 0xff] {
                let bytes = edited(kind, |content| content[at] = value);
                if let Ok(graph) = read(&bytes) {
                    let again = read(json(&graph).as_bytes());
                    assert!(again.is_ok(), "{kind:?} {at} {value}: {:?}", again.err());
                }
            }
        }
    }
}

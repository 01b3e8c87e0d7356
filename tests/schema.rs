//! `schema/`: the JSON Schemas are those of the types and hold for what is written; a user's folder
//! with a mistake in it is refused with the file and the line.

use demarche::graph::{Assembly, GraphFile};
use demarche::record::{self, Record};
use demarche::schema::Schema;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")
}

/// The schema of what may be read, as pretty JSON.
fn generated<T: JsonSchema>() -> String {
    let generator = SchemaSettings::draft2020_12().into_generator();
    let schema = generator.into_root_schema_for::<T>();
    serde_json::to_string_pretty(&schema).unwrap() + "\n"
}

fn validator(name: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

#[test]
fn the_json_schemas_are_those_of_the_types() {
    let schemas = [
        ("record.schema.json", generated::<Record>()),
        ("graph.schema.json", generated::<GraphFile>()),
    ];
    for (name, generated) in schemas {
        let path = folder().join(name);
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &generated).unwrap();
        }
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == generated,
            "schema/{name} is not that of the types; run `BLESS=1 cargo test --test schema` and \
             read the difference"
        );
        let value: Value = serde_json::from_str(&generated).unwrap();
        jsonschema::meta::validate(&value).unwrap();
    }
}

/// A record in which every field is filled.
fn full_record() -> Value {
    let span = |start: u32, end: u32| json!({"start": start, "end": end});
    json!({
        "id": "s00",
        "title": "France and Kenya sign",
        "date": "2021-03-04",
        "source": "A wire",
        "url": "https://example.org/s00",
        "language": "en",
        "hash": "sha256:00",
        "text": "France signed the pact, Kenya said.",
        "entities": [
            {"id": "fr", "type": "Country", "name": "France", "key": "FR",
             "mentions": [{"start": 0, "end": 6, "text": "France", "kind": "name"}]},
            {"id": "ke", "type": "Country", "name": "Kenya", "key": "KE",
             "mentions": [{"start": 24, "end": 29, "text": "Kenya", "kind": "name"}]},
            {"id": "pact", "type": "Agreement", "name": "the pact", "key": null,
             "mentions": [{"start": 14, "end": 22, "text": "the pact", "kind": "nominal"}]},
        ],
        "relations": [
            {"id": "r1", "type": "signed", "source": "fr", "target": "pact",
             "evidence": span(0, 35), "polarity": "positive", "modality": "actual",
             "attributed_to": "ke", "value": "75%", "date": "2021-03", "role": "President",
             "quote": "France signed the pact, Kenya said.", "trigger": span(7, 13),
             "source_mention": span(0, 6), "target_mention": span(14, 22), "frame": "sign",
             "confidence": 0.9, "plover": "AGREE"},
        ],
    })
}

/// What the program writes for that record: the record itself and the graph made of it.
fn written() -> (Value, Value) {
    let record: Record = serde_json::from_value(full_record()).unwrap();
    let mut line = Vec::new();
    record::write(&record, &mut line).unwrap();
    let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
    assembly.add_record(&record).unwrap();
    let mut graph = Vec::new();
    assembly.finish().write_json(&mut graph).unwrap();
    let value = |bytes: Vec<u8>| serde_json::from_slice(&bytes).unwrap();
    (value(line), value(graph))
}

fn check(validator: &jsonschema::Validator, value: &Value, what: &str) {
    let wrong: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(wrong.is_empty(), "{what}:\n{}", wrong.join("\n"));
}

#[test]
fn what_is_written_is_valid() {
    let (record, graph) = written();
    assert_eq!(record, full_record(), "a field was lost on the way");
    let records = validator("record.schema.json");
    check(&records, &record, "a record of all fields");
    check(
        &records,
        &json!({"id": "a", "entities": []}),
        "the least record",
    );
    let graphs = validator("graph.schema.json");
    check(&graphs, &graph, "a graph of all fields");
    assert_eq!(graph["edges"][0]["evidence"][0]["frame"], "sign");

    let nothing = Assembly::new(Schema::built_in().ontology.clone()).finish();
    let mut empty = Vec::new();
    nothing.write_json(&mut empty).unwrap();
    let empty = serde_json::from_slice(&empty).unwrap();
    check(&graphs, &empty, "the empty graph");
}

#[test]
fn gold_is_valid_and_so_is_its_graph() {
    let gold = folder().join("../../shared/gold/dev/records");
    if !gold.is_dir() {
        eprintln!("skipped: needs ../shared/gold/dev/records");
        return;
    }
    let validator = validator("record.schema.json");
    let mut files: Vec<PathBuf> = fs::read_dir(gold)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.sort();
    for file in files {
        let text = fs::read(&file).unwrap();
        let value = serde_json::from_slice(&text).unwrap();
        check(&validator, &value, &file.display().to_string());
        // And again as this program writes it.
        let [record] = &record::read(&text[..], &file).unwrap()[..] else {
            panic!("{} holds one record", file.display());
        };
        let value = serde_json::to_value(record).unwrap();
        check(&validator, &value, &file.display().to_string());
    }
}

/// A copy with the value at a pointer replaced, or taken out (`None`).
fn changed(value: &Value, pointer: &str, to: Option<Value>) -> Value {
    let mut copy = value.clone();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = copy.pointer_mut(parent).expect(pointer);
    match (to, parent) {
        (Some(to), Value::Object(fields)) => drop(fields.insert(name.to_owned(), to)),
        (None, Value::Object(fields)) => drop(fields.remove(name).expect(pointer)),
        (Some(to), Value::Array(items)) => items[name.parse::<usize>().unwrap()] = to,
        _ => panic!("{pointer} is no field"),
    }
    copy
}

#[test]
fn wrong_records_are_invalid_and_unreadable() {
    let validator = validator("record.schema.json");
    let record = full_record();
    let cases = [
        ("/id", None),
        ("/entities", None),
        ("/entities", Some(json!({}))),
        ("/entities/0/type", None),
        ("/entities/0/name", Some(json!(null))),
        ("/entities/0/mentions/0/start", Some(json!(-1))),
        ("/entities/0/mentions/0/end", Some(json!("6"))),
        ("/entities/0/mentions/0/kind", Some(json!("noun"))),
        ("/relations", Some(json!(null))),
        ("/relations/0", Some(json!("signed"))),
        ("/relations/0/source", None),
        ("/relations/0/evidence", None),
        ("/relations/0/evidence/end", None),
        ("/relations/0/polarity", Some(json!("neutral"))),
        ("/relations/0/modality", Some(json!(null))),
        ("/relations/0/value", Some(json!(75))),
        ("/relations/0/confidence", Some(json!("high"))),
    ];
    for (pointer, to) in cases {
        let wrong = changed(&record, pointer, to);
        assert!(!validator.is_valid(&wrong), "{pointer} was not caught");
        assert!(
            serde_json::from_value::<Record>(wrong).is_err(),
            "{pointer} was read"
        );
    }
    let sure = changed(&record, "/relations/0/confidence", Some(json!(90)));
    assert!(
        !validator.is_valid(&sure),
        "a confidence above 1 was not caught"
    );
}

#[test]
fn wrong_graphs_are_invalid_and_unreadable() {
    let validator = validator("graph.schema.json");
    let (_, graph) = written();
    let cases = [
        ("/graph", None),
        ("/graph/format", Some(json!("node-link"))),
        ("/graph/version", Some(json!(2))),
        ("/graph/ontology", None),
        ("/graph/ontology/entity/0/named", None),
        ("/graph/ontology/relation/0/colour", Some(json!("#000000"))),
        ("/graph/documents/s00", Some(json!({"titel": "x"}))),
        ("/nodes", None),
        ("/nodes/0/id", None),
        ("/nodes/0/appearances", Some(json!({}))),
        ("/nodes/0/appearances/s00/mentions", Some(json!(-1))),
        ("/edges/0/type", None),
        ("/edges/0/polarity", Some(json!("no"))),
        ("/edges/0/evidence", Some(json!([]))),
        ("/edges/0/evidence/0/document", None),
        ("/edges/0/evidence/0/span", Some(json!({"start": 0}))),
        ("/edges/0/evidence/0/qoute", Some(json!(""))),
    ];
    for (pointer, to) in cases {
        let wrong = changed(&graph, pointer, to);
        assert!(!validator.is_valid(&wrong), "{pointer} was not caught");
        let text = wrong.to_string();
        let read = demarche::graph::Graph::read_json(text.as_bytes(), Path::new("graph.json"));
        assert!(read.is_err(), "{pointer} was read");
    }
    let undirected = changed(&graph, "/directed", Some(json!(false)));
    assert!(!validator.is_valid(&undirected));
}

/// The signatures as the annotation guidelines give them: source, types, target. An actor (`A`) is
/// a person, country, coalition or organization.
const SIGNATURES: [(&str, &str, &str); 13] = [
    ("A", "signed", "Agreement"),
    ("A", "demands proposes", "Proposal"),
    ("Proposal", "addressed_to", "A"),
    (
        "Proposal Agreement Event",
        "concerns",
        "A Region Place Agreement Event Proposal",
    ),
    ("A", "accepts rejects", "Proposal Agreement"),
    (
        "A",
        "controls claims deploys_to withdraws_from",
        "Region Place Country",
    ),
    ("A", "attacks", "A Region Place"),
    ("A", "threatens sanctions supports opposes meets", "A"),
    ("A", "participates_in", "Event"),
    ("A", "mediates", "Agreement Event"),
    ("Person", "represents", "A"),
    (
        "Country Organization Person",
        "member_of",
        "Coalition Organization",
    ),
    ("Region Place Event", "located_in", "Country Region Place"),
];

#[test]
fn the_built_in_ontology_has_the_signatures_of_the_guidelines() {
    let ontology = &Schema::built_in().ontology;
    let actors = ["Person", "Country", "Coalition", "Organization"];
    let allowed = |names: &str, entity: &str| {
        let mut names = names.split(' ');
        names.any(|name| name == entity || name == "A" && actors.contains(&entity))
    };
    let mut relations = 0;
    for (source, types, target) in SIGNATURES {
        for name in types.split(' ') {
            relations += 1;
            let relation = ontology.relation(name).expect(name);
            for from in ontology.entities() {
                for to in ontology.entities() {
                    let [a, b] = [from, to].map(|e| ontology.entity_info(e).name.as_str());
                    let expected = allowed(source, a) && allowed(target, b);
                    assert_eq!(
                        ontology.allows(from, relation, to),
                        expected,
                        "{name}({a}, {b})"
                    );
                }
            }
        }
    }
    assert_eq!(
        (ontology.entities().count(), ontology.relations().count()),
        (9, 22)
    );
    assert_eq!(relations, 22);
}

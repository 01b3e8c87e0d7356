//! Training of the name tagger: the same documents give the same bytes, what comes out is read
//! again, and what is no folder of texts and records, or no file of parameters, is refused.

use demarche::annotate::Annotator;
use demarche::pipeline::samples;
use demarche::recognize::Recognizer;
use demarche::recognize::train::{Recipe, measure, train};
use demarche::schema::Schema;
use demarche::text::{Article, Tree};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const TEXT: &str = "Talks open\n\nZubrovka and Lutz signed the accord. Envoy Dmitri Desgoffe \
                    thanked Zubrovka.\n";

/// A folder with a text and its record, many times over.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for part in ["texts", "records"] {
        fs::create_dir(folder.path().join(part)).expect("a folder");
    }
    let mention = |name: &str, nth: usize| {
        let start = TEXT.match_indices(name).nth(nth).expect("there").0;
        let end = start + name.len();
        format!("{{\"start\": {start}, \"end\": {end}}}")
    };
    let entity = |id: &str, kind: &str, name: &str, mentions: &[String]| {
        let mentions = mentions.join(", ");
        format!(
            "{{\"id\": \"{id}\", \"type\": \"{kind}\", \"name\": \"{name}\", \"mentions\": [{mentions}]}}"
        )
    };
    let zubrovka = [mention("Zubrovka", 0), mention("Zubrovka", 1)];
    let entities = [
        entity("e1", "Country", "Zubrovka", &zubrovka),
        entity("e2", "Country", "Lutz", &[mention("Lutz", 0)]),
        entity(
            "e3",
            "Person",
            "Dmitri Desgoffe",
            &[mention("Dmitri Desgoffe", 0)],
        ),
    ];
    for number in 0..8 {
        let record = format!(
            "{{\"id\": \"d{number}\", \"entities\": [{}], \"relations\": []}}\n",
            entities.join(", ")
        );
        fs::write(folder.path().join(format!("texts/d{number}.txt")), TEXT).expect("writable");
        fs::write(
            folder.path().join(format!("records/d{number}.json")),
            record,
        )
        .expect("writable");
    }
    folder
}

#[test]
fn the_same_documents_give_the_same_bytes() {
    let (schema, annotator, folder) = (Schema::built_in(), Annotator::built_in(), folder());
    let read = samples::folder(&annotator, folder.path()).expect("samples");
    assert_eq!((read.len(), read[0].names.len()), (8, 4));
    let recipe = Recipe {
        epochs: 4,
        ..Recipe::default()
    };
    let bytes = train(schema, &read, recipe, |_| ());
    assert!(bytes == train(schema, &read, recipe, |_| ()));
    let path = Path::new("names.bin");
    let recognizer = Recognizer::from_bytes(schema, path, &bytes).expect("parameters");
    let all: Vec<_> = read.iter().collect();
    let total = *measure(&recognizer, &all).last().expect("the sum");
    assert_eq!(total.right, total.annotated, "{total:?}");
    let document = annotator.annotate(Article::new("b", "Lutz thanked Zubrovka."));
    assert_eq!(recognizer.recognize(&Tree::new(&document)).len(), 2);
}

#[test]
fn what_is_no_file_of_parameters_is_refused() {
    let schema = Schema::built_in();
    let (path, folder) = (Path::new("names.bin"), folder());
    let read = samples::folder(&Annotator::built_in(), folder.path()).expect("samples");
    let recipe = Recipe {
        epochs: 1,
        ..Recipe::default()
    };
    let bytes = train(schema, &read, recipe, |_| ());
    let mut damaged = bytes.clone();
    *damaged.last_mut().expect("a byte") ^= 1;
    for (bytes, expected) in [
        (&b"DEMARSYN"[..], "is no model of the names stage"),
        (&bytes[..bytes.len() - 1], "is cut off"),
        (&damaged[..], "its checksum does not fit"),
    ] {
        let error = Recognizer::from_bytes(schema, path, bytes)
            .unwrap_err()
            .to_string();
        assert!(
            error.starts_with("names.bin: ") && error.contains(expected),
            "{error}"
        );
    }
}

#[test]
fn what_is_no_folder_of_texts_and_records_is_refused() {
    let annotator = Annotator::built_in();
    let empty = tempfile::tempdir().expect("a temporary folder");
    let error = samples::folder(&annotator, empty.path()).unwrap_err();
    assert!(error.to_string().contains("records"), "{error}");
    let folder = folder();
    let record = r#"{"id": "d0", "entities": [{"id": "e1", "type": "Place", "name": "Lutz",
        "mentions": [{"start": 4000, "end": 4004}]}]}"#;
    fs::write(folder.path().join("records/d0.json"), record).expect("writable");
    let error = samples::folder(&annotator, folder.path())
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("\"d0\" has a mention at 4000..4004"),
        "{error}"
    );
}

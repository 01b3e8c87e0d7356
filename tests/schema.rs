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

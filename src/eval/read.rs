//! Records to be scored: a folder of `*.json` files, or a file of JSON Lines.

use crate::error::{Error, Result, Warning};
use crate::record::{Record, rows};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Which of the two sets is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Must be whole.
    Gold,
    /// May leave out what it has nothing of.
    Predicted,
}

/// Reads a set of records; rows without `entities` are passed over with a warning for each file.
pub fn records(path: &Path, side: Side, warnings: &mut Vec<Warning>) -> Result<Vec<Record>> {
    let mut records = Vec::new();
    for file in files(path)? {
        let bytes = std::fs::read(&file).map_err(Error::io("read", &file))?;
        let (mut passed_over, mut first) = (0, None);
        for row in rows(&bytes, &file)? {
            match row.parse::<Value>()? {
                Value::Object(fields) if fields.contains_key("entities") => {
                    if side == Side::Gold && !fields.contains_key("relations") {
                        let message = "the gold record has no relations; where there are none, \
                                       an empty list must say so";
                        return Err(row.wrong(message));
                    }
                    let record = row.record();
                    // What the measure does not look at may be missing.
                    records.push(record.or_else(|error| bare(fields).ok_or(error))?);
                }
                _ => {
                    passed_over += 1;
                    first = first.or(Some(row.line()));
                }
            }
        }
        if passed_over > 0 {
            warnings.push(Warning {
                place: file.display().to_string(),
                line: first,
                message: match passed_over {
                    1 => "has no entities, so it is no record; passed over".to_owned(),
                    n => format!("{n} rows from here on have no entities; passed over"),
                },
            });
        }
    }
    Ok(records)
}

/// The `*.json` files of a folder in the order of their names, or the one file.
fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(Error::io("read", path))? {
        let file = entry.map_err(Error::io("read", path))?.path();
        let hidden = file
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        if !hidden && file.extension().is_some_and(|e| e == "json") {
            files.push(file);
        }
    }
    if files.is_empty() {
        return Err(Error::Record {
            path: path.to_path_buf(),
            line: None,
            message: "the folder holds no *.json files; give the folder of the records, or a \
                      JSON Lines file"
                .to_owned(),
        });
    }
    files.sort();
    Ok(files)
}

/// A record of another program that lacks what is not scored: the relations' ids and evidence, the
/// entities' names.
fn bare(mut fields: Map<String, Value>) -> Option<Record> {
    let mut fill = |list: &str, missing: &[(&str, Value)]| {
        let items = fields.get_mut(list).and_then(Value::as_array_mut);
        for item in items.into_iter().flatten() {
            for (name, value) in missing {
                if let Some(item) = item.as_object_mut() {
                    item.entry(*name).or_insert_with(|| value.clone());
                }
            }
        }
    };
    fill("entities", &[("name", json!(""))]);
    let nowhere = json!({"start": 0, "end": 0});
    fill("relations", &[("id", json!("")), ("evidence", nowhere)]);
    serde_json::from_value(Value::Object(fields)).ok()
}

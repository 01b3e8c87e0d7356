//! The bytes of every format, as they were last read by a person.

use super::{exported, golden, nasty};
use demarche::export::EXPORTERS;
use std::collections::BTreeSet;

#[test]
fn every_file_is_as_it_was() {
    let mut files = exported(&nasty()).files;
    // Its bytes are those of the version of SQLite.
    files.remove("graph.sqlite");
    let folder = golden("nasty");
    if std::env::var_os("BLESS").is_some() {
        std::fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in &files {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
    for (name, bytes) in &files {
        let expected = std::fs::read(folder.join(name)).unwrap_or_default();
        if *bytes == expected {
            continue;
        }
        let (now, before) = (
            String::from_utf8_lossy(bytes),
            String::from_utf8_lossy(&expected),
        );
        let (mut lines, mut old) = (now.lines(), before.lines());
        let number = lines
            .by_ref()
            .zip(old.by_ref())
            .take_while(|(a, b)| a == b)
            .count();
        panic!(
            "{name}: line {} is now\n{}\nand was\n{}\nBLESS=1 rewrites the golden files",
            number + 1,
            now.lines().nth(number).unwrap_or("(missing)"),
            before.lines().nth(number).unwrap_or("(missing)"),
        );
    }
}

#[test]
fn exporters_write_the_files_that_they_name() {
    let written: BTreeSet<String> = exported(&nasty()).files.into_keys().collect();
    let named = EXPORTERS.iter().flat_map(|exporter| exporter.files());
    assert_eq!(written, named.map(|name| (*name).to_owned()).collect());
}

#[test]
fn the_same_graph_gives_the_same_bytes() {
    assert_eq!(exported(&nasty()).files, exported(&nasty()).files);
}

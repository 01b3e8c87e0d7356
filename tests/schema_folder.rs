//! A user's schema folder: what is wrong in it is refused with the file and the line.

use demarche::error::Error;
use demarche::schema::Schema;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Marks the line that a message should name; taken out before the text is used.
const PLACE: char = '¦';

fn built_in() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema")
}

/// A copy of `schema/` that a test may break.
fn copy() -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("gazetteer")).unwrap();
    for folder in ["", "gazetteer"] {
        for entry in fs::read_dir(built_in().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.file_name().unwrap();
                fs::copy(&path, copy.path().join(folder).join(name)).unwrap();
            }
        }
    }
    copy
}

/// Loads the folder with `text` (which marks a place) as that file; it must be refused there.
fn refused(folder: &TempDir, file: &str, text: &str, expected: &str) {
    let path = folder.path().join(file);
    let before = text.find(PLACE).expect("a marked place");
    let line = 1 + text[..before].matches('\n').count();
    fs::write(&path, text.replace(PLACE, "")).unwrap();
    let error = Schema::load(folder.path()).expect_err(expected);
    assert!(matches!(error, Error::Schema { .. }), "{error:?}");
    let (error, place) = (error.to_string(), format!("{}:{line}: ", path.display()));
    assert!(
        error.starts_with(&place),
        "{error}\nshould be at {place}\n{text}"
    );
    assert!(error.contains(expected), "{error}\nshould say: {expected}");
}

#[test]
fn a_copy_of_the_built_in_folder_is_the_same_schema() {
    let folder = copy();
    let schema = Schema::load(folder.path()).unwrap();
    assert_eq!(schema.ontology, Schema::built_in().ontology);
    let rows = |schema: &Schema| -> Vec<_> {
        let rows = schema.gazetteer.rows();
        rows.map(|(_, row)| row.clone()).collect()
    };
    assert_eq!(rows(&schema), rows(Schema::built_in()));
}

#[test]
fn mistakes_in_the_ontology() {
    let folder = copy();
    let ontology = fs::read_to_string(built_in().join("ontology.toml")).unwrap();
    let cases = [
        (
            "name = \"Person\"",
            "¦name = Person",
            "string values must be quoted",
        ),
        ("named = true", "named = ¦1", "expected a boolean"),
        (
            "color = \"#F28E2B\"",
            "¦color = \"orange\"",
            "\"orange\" of Person is not #rrggbb",
        ),
        (
            "color = \"#2E7D32\"",
            "¦color = \"#2E7D3\"",
            "\"#2E7D3\" of signed is not #rrggbb",
        ),
        (
            "name = \"Event\"",
            "¦name = \"Happening\"",
            "the entity type Event is missing",
        ),
        (
            "[[relation]]\nname = \"demands\"",
            "[[relation]]\n¦name = \"signed\"",
            "the relation type signed is there twice",
        ),
        (
            "name = \"demands\"",
            "¦name = \"de mands\"",
            "may hold only ASCII letters",
        ),
        (
            "name = \"demands\"",
            "¦name = \"\"",
            "must begin with a letter",
        ),
        (
            "name = \"demands\"",
            "¦nome = \"demands\"",
            "unknown field `nome`",
        ),
        (
            "target = [\"Proposal\"]",
            "¦target = [\"Propsal\"]",
            "demands: target names \"Propsal\"",
        ),
        (
            "source = [\"Person\"]",
            "¦source = [\"Persons\"]",
            "represents: source names \"Persons\"",
        ),
        (
            "source = [\"Person\"]",
            "source = ¦\"Person\"",
            "expected a sequence",
        ),
        (
            "target = [\"Actor\"]\nsymmetric = true",
            "target = [\"Location\"]\n¦symmetric = true",
            "meets is symmetric, so source and target must allow the same",
        ),
        ("[[relation]]", "¦[[relation]", "expected `]`"),
        (
            "[[relation]]",
            "[[entity]]\n¦name = \"Country\"\ndescription = \"\"\nnamed = true\n\
             color = \"#000000\"\nshape = \"box\"\n\n[[relation]]",
            "the entity type Country is there twice",
        ),
        (
            "[[relation]]",
            "[[entity]]\nshape = \"box\"\n¦name = \"person\"\ndescription = \"\"\nnamed = true\n\
             color = \"#000000\"\n\n[[relation]]",
            "Person and person differ only in case",
        ),
        (
            "[[relation]]",
            "¦[[relation]]\nname = \"x\"\n\n[[relation]]",
            "missing field",
        ),
    ];
    for (old, new, expected) in cases {
        assert!(ontology.contains(old), "{old}");
        let mut text = ontology.replacen(old, new, 1);
        if expected.contains("is missing") {
            // What is not there has no line but the first.
            text = format!("{PLACE}{}", text.replace(PLACE, ""));
        }
        refused(&folder, "ontology.toml", &text, expected);
    }
    fs::write(folder.path().join("ontology.toml"), ontology).unwrap();
    Schema::load(folder.path()).unwrap();
}

#[test]
fn mistakes_in_the_gazetteer() {
    let folder = copy();
    let cases = [
        ("¦type,nme\nPlace,Adré\n", "unknown column \"nme\""),
        (
            "# towns\n\n¦name,key\nAdré,\n",
            "the column \"type\" is missing",
        ),
        (
            "type,name\n# towns\n\nPlace,Adré\n# more\n\n¦Palce,Goma\n",
            "no entity type \"Palce\"",
        ),
        (
            "type,name\r\n\r\n# towns\r\n¦Palce,Goma\r\n",
            "no entity type \"Palce\"",
        ),
        (
            "type,name\nPlace,\"Goma\n(DRC)\"\n\n¦Palce,Adré\n",
            "no entity type \"Palce\"",
        ),
        ("type,name\nPlace,Adré\n¦Place,\n", "name is empty"),
        ("type,name\n¦,Adré\n", "type is empty"),
        (
            "type,name\n¦Place,Adré \n",
            "name \"Adré \" has spaces at an end",
        ),
        (
            "type,name\nPlace,Adré\n# it\n¦Place,Adré\n",
            "the Place \"Adré\" is there already, at ",
        ),
        (
            "type,name,aliases\n¦Place,Adré,Adre||Hadre\n",
            "aliases has the item \"\"",
        ),
        (
            "type,name,aliases\n¦Place,Adré,Adre | Hadre\n",
            "aliases has the item \"Adre \"",
        ),
        (
            "# a\ntype,name\nPlace,Adré\n# b\n¦Place,Goma,DRC\n",
            "the row has 3 cells, the header 2",
        ),
        (
            "type,name,key\n\n¦Place,Goma\n",
            "the row has 2 cells, the header 3",
        ),
    ];
    for (text, expected) in cases {
        refused(&folder, "gazetteer/a-few-places.csv", text, expected);
    }
    fs::remove_file(folder.path().join("gazetteer/a-few-places.csv")).unwrap();
    let titles = [
        (
            "title,office,plural\nPresident,yes,\n# more\n¦Queen,maybe,\n",
            "office is \"maybe\"",
        ),
        (
            "title,office,sphere\nPresident,yes,public\n¦Singer,no,music\n",
            "sphere is \"music\"; expected one of public, press, arts, sport, or none",
        ),
        ("title,office\n¦,yes\n", "title is empty"),
        ("¦title\nPresident\n", "the column \"office\" is missing"),
    ];
    for (text, expected) in titles {
        refused(&folder, "gazetteer/titles.csv", text, expected);
    }
}

#[test]
fn a_name_that_two_files_have_names_both_places() {
    let folder = copy();
    let first = folder.path().join("gazetteer/a.csv");
    fs::write(&first, "type,name\n# one\nPlace,Nowhere-on-Sea\n").unwrap();
    let again = "type,name\n¦Place,Nowhere-on-Sea\n";
    let expected = format!("is there already, at {}:3", first.display());
    refused(&folder, "gazetteer/b.csv", again, &expected);
}

#[test]
fn mistakes_in_the_frames() {
    let folder = copy();
    let frames = fs::read_to_string(built_in().join("frames.toml")).unwrap();
    if frames.trim().is_empty() {
        return;
    }
    let text = format!("{}\n¦= 1\n", frames.trim_end());
    refused(&folder, "frames.toml", &text, "key");
}

#[test]
fn files_that_are_not_there() {
    for name in ["ontology.toml", "frames.toml"] {
        let folder = copy();
        let path = folder.path().join(name);
        fs::remove_file(&path).unwrap();
        let error = Schema::load(folder.path()).unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("{}: cannot read: ", path.display())),
            "{error}"
        );
    }
    let folder = copy();
    let gazetteer = folder.path().join("gazetteer");
    fs::remove_dir_all(&gazetteer).unwrap();
    let error = Schema::load(folder.path()).unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("{}: cannot read: ", gazetteer.display())),
        "{error}"
    );
}

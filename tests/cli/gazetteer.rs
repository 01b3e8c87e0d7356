//! `--gazetteer`: names of one's own, and what is said when their table has a mistake.

use super::support::Folder;
use serde_json::Value;

const STORY: &str = "Talks in Geneva\n\nThe Lakeside Compact signed the accord with Zubrovka on \
                     Friday, and Mordavia welcomed it.\n";

const NAMES: &str = "id,type,name,aliases,key,valid_from,valid_to\n\
                     c1,Coalition,Lakeside Compact,Compact|LC,,,\n\
                     s1,Country,Zubrovka,,XZ,,\n\
                     p1,Coalition,Mordavia,,,2020,2021-06\n\
                     r1,Region,Geneva,,,,\n";

/// Type, name and key of the entities of the story with these names.
fn entities(names: &str, date: &[&str]) -> Vec<(String, String, Value)> {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    folder.write("names.csv", names);
    let mut args = vec!["extract", "story.txt", "--gazetteer", "names.csv"];
    args.extend(date);
    let record = folder.run(&args).worked().json();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let entities = record["entities"].as_array().expect("a list");
    entities
        .iter()
        .map(|e| (text(&e["type"]), text(&e["name"]), e["key"].clone()))
        .collect()
}

fn has(entities: &[(String, String, Value)], kind: &str, name: &str) -> bool {
    entities.iter().any(|e| e.0 == kind && e.1 == name)
}

#[test]
fn names_of_ones_own_win_over_the_built_in_ones() {
    let found = entities(NAMES, &["--date", "2021-03-01"]);
    assert!(has(&found, "Coalition", "Lakeside Compact"), "{found:?}");
    assert!(has(&found, "Coalition", "Mordavia"), "{found:?}");
    // Built in it is a place.
    assert!(has(&found, "Region", "Geneva") && !has(&found, "Place", "Geneva"));
    let zubrovka = found.iter().find(|e| e.1 == "Zubrovka").expect("found");
    assert_eq!((&*zubrovka.0, zubrovka.2.as_str()), ("Country", Some("XZ")));
}

#[test]
fn a_row_with_dates_counts_only_between_them() {
    for (date, counts) in [
        ("2019-12-31", false),
        ("2020-01-01", true),
        ("2021-07-01", false),
    ] {
        let found = entities(NAMES, &["--date", date]);
        assert_eq!(
            has(&found, "Coalition", "Mordavia"),
            counts,
            "{date}: {found:?}"
        );
    }
    // Nobody knows when the article was written.
    assert!(has(&entities(NAMES, &[]), "Coalition", "Mordavia"));
}

#[test]
fn a_row_adds_to_an_entity_that_is_known() {
    let names = "type,name,aliases,key\nCountry,Helvetia,Zubrovka,CH\n";
    let found = entities(names, &[]);
    let country = found.iter().find(|e| e.0 == "Country").expect("found");
    assert_eq!((&*country.1, country.2.as_str()), ("Helvetia", Some("CH")));
}

#[test]
fn build_takes_it_too() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    folder.write("names.csv", NAMES);
    folder
        .run(&["build", "story.txt", "--gazetteer", "names.csv"])
        .worked();
    folder
        .run(&["explain", "out/graph.json", "Lakeside Compact"])
        .ended(0)
        .prints(&["Lakeside Compact, Coalition"]);
}

#[test]
fn a_mistake_is_named_with_file_line_and_what_was_expected() {
    let head = "id,type,name,aliases,key,valid_from,valid_to\n";
    let cases = [
        (
            "type,title\nCountry,Zubrovka\n",
            "names.csv:1",
            "unknown column \"title\"",
        ),
        (
            "name\nZubrovka\n",
            "names.csv:1",
            "the column \"type\" is missing",
        ),
        (
            "type,name\nState,Zubrovka\n",
            "names.csv:2",
            "expected one of Person, Country",
        ),
        (
            "type,name\n# a comment\nCountry,\n",
            "names.csv:3",
            "name is empty",
        ),
        (
            "type,name,key\nCountry,Zubrovka,ZUB\n",
            "names.csv:2",
            "as in UA",
        ),
        (
            "type,name,aliases\nCountry,Zubrovka,Z||Y\n",
            "names.csv:2",
            "aliases has the item \"\"",
        ),
        (
            "id,type,name\n1,Place,Lutz\n1,Place,Nebelsbad\n",
            "names.csv:3",
            "id \"1\" is there already, in line 2",
        ),
        (
            "type,name\nPlace,Lutz\nPlace,Lutz\n",
            "names.csv:3",
            "Place \"Lutz\" is there already",
        ),
        (
            "type,name\nPlace\n",
            "names.csv:2",
            "the row has 1 cells, the header 2",
        ),
    ];
    let dated = [
        (
            format!("{head}1,Place,Lutz,,,May 2020,\n"),
            "expected YYYY-MM-DD, YYYY-MM or YYYY",
        ),
        (
            format!("{head}1,Place,Lutz,,,2020-13,\n"),
            "valid_from is \"2020-13\"",
        ),
        (
            format!("{head}1,Place,Lutz,,,2021,2020\n"),
            "valid_from 2021 comes after valid_to 2020",
        ),
    ];
    let dated = dated
        .iter()
        .map(|(text, what)| (text.as_str(), "names.csv:2", *what));
    for (text, place, what) in cases.into_iter().chain(dated) {
        let folder = Folder::new();
        folder.write("story.txt", STORY);
        folder.write("names.csv", text);
        folder
            .run(&["extract", "story.txt", "--gazetteer", "names.csv"])
            .ended(2)
            .says(&[place, what]);
    }
}

#[test]
fn a_table_that_is_not_there() {
    let folder = Folder::new();
    folder.write("story.txt", STORY);
    folder
        .run(&["extract", "story.txt", "--gazetteer", "none.csv"])
        .ended(2)
        .says(&["none.csv", "cannot read"]);
}

//! The built-in gazetteer agrees with itself: keys, names, members and capitals; every file says
//! where its facts come from. Dates and types are checked whenever a gazetteer is read.

use demarche::schema::{Row, RowId, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

fn rows(kind: &str) -> Vec<&'static Row> {
    let schema = Schema::built_in();
    let kind = schema.ontology.entity(kind).expect("a type");
    let rows = schema.gazetteer.rows().map(|(_, row)| row);
    rows.filter(|row| row.kind == kind).collect()
}

fn names(row: &Row) -> impl Iterator<Item = &str> {
    std::iter::once(&row.name)
        .chain(&row.aliases)
        .map(String::as_str)
}

/// What is wrong, all at once.
fn none(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_country_has_a_key_of_its_own_and_nothing_else_has_one() {
    let schema = Schema::built_in();
    let country = schema.ontology.entity("Country");
    let (mut wrong, mut keys) = (Vec::new(), BTreeMap::new());
    for (_, row) in schema.gazetteer.rows() {
        match (&row.key, Some(row.kind) == country) {
            (Some(key), true) => {
                if key.len() != 2 || !key.chars().all(|c| c.is_ascii_uppercase()) {
                    wrong.push(format!("{}: the key {key}", row.name));
                }
                if let Some(other) = keys.insert(key, &row.name) {
                    wrong.push(format!("{} and {other} have the key {key}", row.name));
                }
            }
            (None, true) => wrong.push(format!("{} has no key", row.name)),
            (Some(key), false) => wrong.push(format!("{} has the key {key}", row.name)),
            (None, false) => {}
        }
    }
    none(wrong);
}

/// Names that two entities bear, so that only the context can tell.
const SHARED: [&str; 1] = ["Georgia"];

#[test]
fn a_name_means_one_thing() {
    let schema = Schema::built_in();
    let mut owners: BTreeMap<&str, BTreeSet<RowId>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (id, row) in schema.gazetteer.rows() {
        let mut own = BTreeSet::new();
        for name in names(row).chain(row.adjectives.iter().map(String::as_str)) {
            if !own.insert(name) {
                wrong.push(format!("{}: {name:?} twice", row.name));
            }
        }
        names(row).for_each(|name| {
            owners.entry(name).or_default().insert(id);
        });
    }
    for (name, ids) in owners
        .iter()
        .filter(|(name, ids)| ids.len() > 1 && !SHARED.contains(name))
    {
        let rows: Vec<&str> = ids
            .iter()
            .map(|&id| schema.gazetteer.row(id).name.as_str())
            .collect();
        wrong.push(format!("{name:?} is a name of {}", rows.join(" and ")));
    }
    none(wrong);
}

#[test]
fn members_and_parents_exist() {
    let keys: BTreeSet<&str> = rows("Country")
        .iter()
        .filter_map(|row| row.key.as_deref())
        .collect();
    let all = Schema::built_in().gazetteer.rows();
    let known: BTreeSet<&str> = all.flat_map(|(_, row)| names(row)).collect();
    let mut wrong = Vec::new();
    for row in rows("Coalition") {
        let missing = row
            .members
            .iter()
            .filter(|key| !keys.contains(key.as_str()));
        wrong.extend(missing.map(|key| format!("{}: no country {key}", row.name)));
        let different: BTreeSet<&String> = row.members.iter().collect();
        if different.len() < row.members.len() {
            wrong.push(format!("{}: a member twice", row.name));
        }
    }
    for kind in ["Organization", "Region", "Place"] {
        for row in rows(kind) {
            let missing = row
                .members
                .iter()
                .filter(|name| !known.contains(name.as_str()));
            wrong.extend(missing.map(|name| format!("{}: no {name}", row.name)));
        }
    }
    none(wrong);
}

#[test]
fn a_capital_is_a_place_and_of_one_country() {
    let places: BTreeSet<&str> = rows("Place").into_iter().flat_map(names).collect();
    let (mut wrong, mut seats) = (Vec::new(), BTreeMap::new());
    for row in rows("Country") {
        for capital in &row.capital {
            if !places.contains(capital.as_str()) {
                wrong.push(format!("{capital}, of {}, is no place", row.name));
            }
            // A state that is gone left its capital to another.
            if row.valid_to.is_none()
                && let Some(other) = seats.insert(capital, &row.name)
            {
                wrong.push(format!("{capital} is of {} and {other}", row.name));
            }
        }
    }
    none(wrong);
}

#[test]
fn every_file_names_its_sources() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/gazetteer");
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("readable");
        let mut head = text.lines().take_while(|line| line.starts_with('#'));
        assert!(
            head.any(|line| line.starts_with("# Sources: ")),
            "{} names no sources",
            path.display()
        );
    }
}

#[test]
fn it_is_as_large_as_the_news_needs() {
    let with_members = |row: &&&Row| !row.members.is_empty();
    assert!(rows("Country").len() >= 195 + 5);
    assert!(rows("Coalition").iter().filter(with_members).count() >= 150);
    assert!(rows("Region").len() >= 400);
    let gazetteer = &Schema::built_in().gazetteer;
    let known = [
        // Organs of the great ones.
        "UN Security Council",
        "UN General Assembly",
        "International Court of Justice",
        "European Commission",
        "European Council",
        "European Parliament",
        "Council of the European Union",
        "North Atlantic Council",
        "Arab League Council",
        "African Union Commission",
        "US Congress",
        "Verkhovna Rada",
        "State Duma",
        "Knesset",
        // Armed groups of several decades and continents.
        "Hamas",
        "Hezbollah",
        "Houthis",
        "Taliban",
        "al-Qaeda",
        "Islamic State",
        "Boko Haram",
        "al-Shabaab",
        "M23",
        "Lord's Resistance Army",
        "Rapid Support Forces",
        "Wagner Group",
        "Tigray People's Liberation Front",
        "Oromo Liberation Army",
        "FARC",
        "Shining Path",
        "Syrian Democratic Forces",
        "Kurdistan Workers' Party",
        "Popular Mobilization Forces",
        "Lashkar-e-Taiba",
        "Tamil Tigers",
        "Arakan Army",
        "Abu Sayyaf",
        "Khmer Rouge",
        "Irish Republican Army",
        "ETA",
        "Kosovo Liberation Army",
        "Polisario Front",
        "UNITA",
        // Seats of governments, former names of states.
        "Kremlin",
        "White House",
        "Downing Street",
        "Burma",
        "Swaziland",
        "Zaire",
        "Soviet Union",
        "East Germany",
        "Czechoslovakia",
        "Yugoslavia",
    ];
    let missing = known.iter().filter(|name| gazetteer.named(name).is_none());
    none(missing.map(|name| format!("{name} is missing")).collect());
}

#[test]
fn a_row_counts_between_its_dates() {
    let row = |name: &str| {
        let gazetteer = &Schema::built_in().gazetteer;
        gazetteer.row(gazetteer.named(name).expect("known"))
    };
    let african_union = row("African Union");
    assert!(african_union.is_valid_on(Some("2002-07-09")) && african_union.is_valid_on(None));
    assert!(!african_union.is_valid_on(Some("2002-07-08")));
    // Of a date that is a year alone it may have been any day.
    assert!(african_union.is_valid_on(Some("2002")) && !african_union.is_valid_on(Some("2001")));
    let before = row("Organization of African Unity");
    assert!(before.is_valid_on(Some("1999")) && !before.is_valid_on(Some("2003-01-01")));
}

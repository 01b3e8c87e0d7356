//! Names in sentences: what is meant where one word may mean several things, and that a capital
//! means its government in one place and a town in another.

use demarche::pipeline::Pipeline;
use demarche::schema::Schema;
use demarche::text::{Article, MentionKind};

/// The names of a text with their types, in text order.
fn names(text: &str) -> Vec<(String, String)> {
    let record = Pipeline::new(Schema::built_in())
        .extract(Article::new("a", text))
        .record;
    let mut names = Vec::new();
    for entity in &record.entities {
        let own = entity
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Name);
        names.extend(own.map(|m| (m.start, m.text.clone(), entity.kind.clone())));
    }
    names.sort();
    names
        .into_iter()
        .map(|(_, text, kind)| (text, kind))
        .collect()
}

/// Sentences with names that must be found so; `Type: name`.
const CASES: &[(&str, &[&str])] = &[
    // A government or a town.
    (
        "Moscow demands that Kyiv withdraw its troops, and talks in Moscow failed.",
        &["Country: Moscow", "Country: Kyiv", "Place: Moscow"],
    ),
    (
        "Washington condemned the attack. The delegation arrived in Washington on Monday.",
        &["Country: Washington", "Place: Washington"],
    ),
    // States of nearly one name.
    (
        "North Korea and South Korea opened talks, and Austria and Australia welcomed them.",
        &[
            "Country: North Korea",
            "Country: South Korea",
            "Country: Austria",
            "Country: Australia",
        ],
    ),
    (
        "Niger closed its border with Nigeria, and Sudan that with South Sudan.",
        &[
            "Country: Niger",
            "Country: Nigeria",
            "Country: Sudan",
            "Country: South Sudan",
        ],
    ),
    (
        "Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea signed the treaty.",
        &[
            "Country: Guinea",
            "Country: Guinea-Bissau",
            "Country: Equatorial Guinea",
            "Country: Papua New Guinea",
        ],
    ),
    (
        "The Dominican Republic and Dominica sent ministers.",
        &["Country: Dominican Republic", "Country: Dominica"],
    ),
    // A group and a town.
    (
        "Hamas rejected the plan. Syrian forces shelled Hama.",
        &["Organization: Hamas", "Country: Syrian", "Place: Hama"],
    ),
    // A coalition and an organ of it.
    (
        "The European Union backed the plan, and the European Commission drafted it.",
        &[
            "Coalition: European Union",
            "Organization: European Commission",
        ],
    ),
    // A state of the United States and a country.
    (
        "Voters in Atlanta, Georgia, went to the polls on Tuesday.",
        &["Place: Atlanta", "Region: Georgia"],
    ),
    (
        "Ministers met in Tbilisi, Georgia, on Monday.",
        &["Place: Tbilisi", "Country: Georgia"],
    ),
    (
        "A concert was held in Athens, Georgia, and the ship docked in Savannah, Georgia.",
        &[
            "Place: Athens",
            "Region: Georgia",
            "Place: Savannah",
            "Region: Georgia",
        ],
    ),
    (
        "Georgia Governor Brian Kemp condemned the ruling.",
        &["Region: Georgia", "Person: Brian Kemp"],
    ),
    (
        "Officials in Alabama, Georgia and Florida prepared for the storm.",
        &["Region: Alabama", "Region: Georgia", "Region: Florida"],
    ),
    (
        "Armenia, Georgia and Azerbaijan signed the accord.",
        &[
            "Country: Armenia",
            "Country: Georgia",
            "Country: Azerbaijan",
        ],
    ),
    (
        "President Mikheil Saakashvili of Georgia visited Atlanta.",
        &[
            "Person: Mikheil Saakashvili",
            "Country: Georgia",
            "Place: Atlanta",
        ],
    ),
    // A town of the United States and a country.
    (
        "She was born in Lebanon, New Hampshire, and lives in Beirut.",
        &["Place: Lebanon", "Region: New Hampshire", "Place: Beirut"],
    ),
    (
        "Officials from Canada, Mexico, Texas and Arizona met in Dallas.",
        &[
            "Country: Canada",
            "Country: Mexico",
            "Region: Texas",
            "Region: Arizona",
            "Place: Dallas",
        ],
    ),
    // A part of a country.
    (
        "Thousands fled from Northern Syria, and clashes broke out in south-eastern Nigeria.",
        &["Region: Northern Syria", "Region: south-eastern Nigeria"],
    ),
    // A person who bears the name of a country.
    (
        "Foreign Minister Michael Jordan met President Aleksandr Kovalenko of Belarus.",
        &[
            "Person: Michael Jordan",
            "Person: Aleksandr Kovalenko",
            "Country: Belarus",
        ],
    ),
];

#[test]
fn names_and_their_types() {
    let mut wrong = Vec::new();
    for (text, expected) in CASES {
        let found = names(text);
        let found: Vec<String> = found
            .iter()
            .map(|(name, kind)| format!("{kind}: {name}"))
            .collect();
        if found != *expected {
            wrong.push(format!(
                "{text}\n  expected {expected:?}\n  found    {found:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

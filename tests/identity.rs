//! One node for one thing, and never one node for two: names that are alike, across documents.

use demarche::graph::{Assembly, Graph};
use demarche::pipeline::Pipeline;
use demarche::record::Record;
use demarche::schema::Schema;
use demarche::text::Article;
use std::path::Path;

fn records(texts: &[&str]) -> Vec<Record> {
    let pipeline = Pipeline::new(Schema::built_in());
    let numbered = texts.iter().enumerate();
    numbered
        .map(|(number, text)| {
            let text = format!(
                "News of the day\n\n{text} It was a quiet day otherwise, officials said.\n"
            );
            pipeline
                .extract(Article::new(format!("d{number}"), text))
                .record
        })
        .collect()
}

fn graph(records: &[Record]) -> Graph {
    let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
    for record in records {
        assembly.add_record(record).unwrap();
    }
    assembly.finish()
}

fn json(graph: &Graph) -> String {
    let mut bytes = Vec::new();
    graph.write_json(&mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn ids(texts: &[&str]) -> Vec<String> {
    let graph = graph(&records(texts));
    graph
        .entities()
        .map(|entity| entity.id().to_string())
        .collect()
}

/// The ids of those called Walsby, whom the gazetteer does not know.
fn walsbys(texts: &[&str]) -> Vec<String> {
    let mut found = ids(texts);
    found.retain(|id| id.contains("walsby"));
    found
}

/// Each text must give exactly these ids of the named types.
fn check(texts: &[&str], expected: &[&str]) {
    let mut found = ids(texts);
    found.retain(|id| !["agreement", "event", "proposal"].contains(&id.split('/').next().unwrap()));
    assert_eq!(found, expected, "{texts:?}");
}

#[test]
fn states_of_like_names_stay_apart() {
    check(
        &["North Korea condemned South Korea on Monday."],
        &["country/KP", "country/KR"],
    );
    check(
        &[
            "Austria thanked Australia.",
            "Australian officials met Austrian officials.",
        ],
        &["country/AT", "country/AU"],
    );
    check(
        &["Slovakia met Slovenia on Monday."],
        &["country/SI", "country/SK"],
    );
    check(
        &[
            "Niger accused Nigeria of meddling.",
            "Nigerien forces and Nigerian forces fought.",
        ],
        &["country/NE", "country/NG"],
    );
    check(
        &["Sudan accused South Sudan of meddling."],
        &["country/SD", "country/SS"],
    );
    check(
        &["The Democratic Republic of the Congo met the Republic of the Congo on Monday."],
        &["country/CD", "country/CG"],
    );
    check(
        &["Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea condemned Russia."],
        &[
            "country/GN",
            "country/GQ",
            "country/GW",
            "country/PG",
            "country/RU",
        ],
    );
    check(
        &["Dominica thanked the Dominican Republic."],
        &["country/DM", "country/DO"],
    );
}

#[test]
fn one_state_by_many_names_is_one() {
    check(
        &[
            "The United States condemned Russia.",
            "Washington accused Moscow of lying. American officials criticized Russian officials.",
            "The U.S. accused the Russian Federation of lying.",
        ],
        &["country/RU", "country/US"],
    );
}

#[test]
fn names_of_two_kinds_stay_apart() {
    let found = ids(&[
        "Hamas fighters left Gaza.",
        "Syrian troops entered Hama on Monday.",
    ]);
    assert!(
        found.iter().any(|id| id == "organization/hamas"),
        "{found:?}"
    );
    assert!(found.iter().any(|id| id == "place/hama"), "{found:?}");
    let found = ids(&[
        "The actress Paris Hilton arrived in Paris after a long journey. Hilton praised France.",
    ]);
    assert!(
        found.contains(&"person/paris-hilton".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"place/paris".to_owned()), "{found:?}");
    assert!(!found.contains(&"person/paris".to_owned()), "{found:?}");
    let found = ids(&[
        "The former player Michael Jordan arrived in China after a long journey. Jordan said he was glad.",
    ]);
    assert!(
        found.contains(&"person/michael-jordan".to_owned()),
        "{found:?}"
    );
    assert!(!found.contains(&"country/JO".to_owned()), "{found:?}");
    let found = ids(&[
        "The actor Michael Washington arrived in Seattle after a long journey. Washington said he was glad.",
        "Washington condemned Russia for the attack of last week. A march in Washington drew thousands of people.",
        "The governor of Washington state and the president of Georgia condemned the attack.",
    ]);
    assert!(
        found.contains(&"person/michael-washington".to_owned()),
        "{found:?}"
    );
    assert!(found.contains(&"country/US".to_owned()), "{found:?}");
    assert!(found.contains(&"country/GE".to_owned()), "{found:?}");
}

#[test]
fn states_and_towns_of_the_united_states_stay_apart_from_their_namesakes() {
    for (text, expected) in [
        (
            "Democrats won Georgia's Senate runoff. A judge in Georgia confirmed the result on Monday.",
            &["region/georgia"][..],
        ),
        (
            "Georgian officials met in Tbilisi. Georgia rejected the demand.",
            &["country/GE", "place/tbilisi"],
        ),
        (
            "A factory in Paris, Texas, was closed on Monday. Residents of Paris mourned.",
            &["place/paris-texas", "region/texas"],
        ),
        (
            "The flood reached Cairo, Illinois, on Monday.",
            &["place/cairo-illinois", "region/illinois"],
        ),
        (
            "The flood reached Houston, Texas, on Monday.",
            &["place/houston", "region/texas"],
        ),
        (
            "The mayor of Columbus, Georgia, met officials from Ohio on Monday.",
            &["place/columbus-georgia", "region/georgia", "region/ohio"],
        ),
        (
            "The quake shook Portland, Maine, and Portland, Oregon, on Monday.",
            &[
                "place/portland",
                "place/portland-maine",
                "region/maine",
                "region/oregon",
            ],
        ),
        (
            "The governor of Washington state met officials from Oregon on Monday.",
            &["region/oregon", "region/washington-state"],
        ),
    ] {
        let mut found = ids(&[text]);
        found.retain(|id| {
            ["country/", "place/", "region/"]
                .iter()
                .any(|kind| id.starts_with(kind))
        });
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn people_of_one_name_and_other_countries_are_two() {
    let texts = [
        "British Foreign Minister Adam Walsby visited Kenya for the second time this year.",
        "Australian Defense Minister Adam Walsby visited Japan for the second time this year.",
        "British Foreign Minister Adam Walsby criticized the government of Mali for its failure to pay.",
    ];
    let found = ids(&texts);
    for id in ["person/adam-walsby@GB", "person/adam-walsby@AU"] {
        assert!(found.contains(&id.to_owned()), "{id} is not in {found:?}");
    }
    assert!(
        !found.contains(&"person/adam-walsby".to_owned()),
        "{found:?}"
    );
    // Nobody says otherwise: one.
    let found = ids(&[texts[0], texts[2], "Adam Walsby praised Kenya."]);
    let walsbys = found.iter().filter(|id| id.contains("walsby"));
    assert_eq!(walsbys.collect::<Vec<_>>(), ["person/adam-walsby"]);
}

#[test]
fn people_of_one_name_and_other_walks_of_life_are_two() {
    let minister =
        "British Foreign Minister Adam Walsby visited Kenya for the second time this year.";
    let player = "Footballer Adam Walsby praised Kenya after the match.";
    let reporter = "Journalist Adam Walsby criticized the government of Mali.";
    let (public, sport) = ("person/adam-walsby@public", "person/adam-walsby@sport");
    assert_eq!(walsbys(&[minister, player]), [public, sport]);
    assert_eq!(
        walsbys(&[minister, player, reporter, "Adam Walsby praised Kenya."]),
        [
            "person/adam-walsby",
            "person/adam-walsby@press",
            public,
            sport
        ]
    );
    // A general may become a minister; nobody says otherwise.
    let general = "General Adam Walsby praised Kenya after the parade.";
    assert_eq!(walsbys(&[minister, general]), ["person/adam-walsby"]);
    // One document says that the two are one.
    let both = "Former footballer Adam Walsby left for Kenya. British Foreign Minister Adam Walsby \
                will meet the government there.";
    assert_eq!(walsbys(&[minister, player, both]), ["person/adam-walsby"]);
    // Of two countries besides.
    let abroad =
        "Australian Defense Minister Adam Walsby visited Japan for the second time this year.";
    let british = "British Foreign Minister Adam Walsby met the footballer Adam Walsby in Kenya.";
    assert_eq!(
        walsbys(&[minister, abroad, british]),
        ["person/adam-walsby@AU", "person/adam-walsby@GB"]
    );
    // Whom the gazetteer knows has done both.
    let known = [
        "Ukrainian President Volodymyr Zelensky visited Kenya.",
        "Comedian Volodymyr Zelensky praised Kenya.",
    ];
    assert_eq!(
        ids(&known)
            .iter()
            .filter(|id| id.contains("zelensky"))
            .count(),
        1
    );
}

#[test]
fn a_surname_is_the_one_who_bears_it_in_that_country() {
    let full = "British Foreign Minister Adam Walsby visited Kenya for the second time this year.";
    let short = "British Foreign Minister Walsby condemned Russia for the attack of last week.";
    assert_eq!(walsbys(&[full, short]), ["person/adam-walsby"]);
    // Of two bearers none is taken; another country's is not either.
    let other = "British Foreign Minister Jane Walsby visited Mali for the second time this year.";
    assert_eq!(walsbys(&[full, other, short]).len(), 3);
    let foreign =
        "Australian Foreign Minister Walsby condemned Russia for the attack of last week.";
    assert_eq!(
        walsbys(&[full, foreign]),
        ["person/adam-walsby", "person/walsby"]
    );
}

#[test]
fn the_initial_of_a_second_name_makes_no_second_person() {
    let plain = "British Foreign Minister Adam Walsby visited Kenya for the second time this year.";
    let initial = "British Foreign Minister Adam Q. Walsby condemned Russia for the attack.";
    assert_eq!(walsbys(&[plain, initial]), ["person/adam-walsby"]);
    let both = "Adam Q. Walsby praised Kenya. Adam Walsby condemned Russia for the attack.";
    assert_eq!(walsbys(&[both]).len(), 1);
    // Two initials may be two people; so may one of another country.
    let other = "British Foreign Minister Adam R. Walsby condemned Russia for the attack.";
    assert_eq!(walsbys(&[plain, initial, other]).len(), 3);
    let foreign = "Australian Defense Minister Adam Q. Walsby condemned Russia for the attack.";
    assert_eq!(walsbys(&[plain, foreign]).len(), 2);
    // Whom the gazetteer knows is known with an initial too.
    let known = ids(&["Secretary of State Antony J. Blinken met the foreign minister of Kenya."]);
    assert!(
        known.contains(&"person/antony-blinken".to_owned()),
        "{known:?}"
    );
}

#[test]
fn who_is_who_depends_on_no_order_and_can_be_taken_back() {
    let records = records(&[
        "British Foreign Minister Adam Walsby visited Kenya for the second time this year.",
        "Australian Defense Minister Adam Walsby condemned Russia for the attack of last week.",
        "Adam Walsby praised Kenya. Walsby accused Russia of lying.",
        "British Foreign Minister Walsby condemned Russia for the attack of last week.",
        "Footballer Adam Walsby praised Kenya.",
        "Australian Defense Minister Adam Q. Walsby condemned Russia for the attack of last week.",
    ]);
    let whole = json(&graph(&records));
    let mut turned = records.clone();
    for _ in 0..records.len() {
        turned.rotate_left(1);
        assert_eq!(json(&graph(&turned)), whole);
        // Two graphs, the second through a file, joined.
        let (left, right) = turned.split_at(2);
        let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
        assembly.add_graph(&graph(left)).unwrap();
        let file = json(&graph(right));
        let read = Graph::read_json(file.as_bytes(), Path::new("graph.json")).unwrap();
        assembly.add_graph(&read).unwrap();
        assert_eq!(json(&assembly.finish()), whole);
        // The last document taken out of the whole.
        let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
        let read = Graph::read_json(whole.as_bytes(), Path::new("graph.json")).unwrap();
        assembly.add_graph(&read).unwrap();
        assembly.remove_document(&turned[5].id);
        assert_eq!(json(&assembly.finish()), json(&graph(&turned[..5])));
    }
}

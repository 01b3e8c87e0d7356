//! Rankings, groups, paths and timelines.

use super::support::{Folder, with_graph};

/// The lines of a table without the space between its columns.
fn table(text: &str) -> Vec<String> {
    let lines = text.lines();
    lines
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[test]
fn rank_orders_by_a_measure_and_shows_the_first_of_a_type() {
    let folder = with_graph();
    let ran = folder.run(&["rank", "graph.json", "--top", "2"]).ended(0);
    assert_eq!(
        table(&ran.out),
        [
            "rank name type degree in out evidence id",
            "1 Lake Accord Agreement 2 2 0 2 agreement/lake-accord",
            "2 France Country 1 0 1 1 country/FR",
        ]
    );
    let args = [
        "rank",
        "graph.json",
        "--by",
        "betweenness",
        "--type",
        "Agreement",
        "--format",
        "csv",
    ];
    // Of the 4 · 3 pairs of others, France and Poland are joined through it, there and back.
    let ran = folder.run(&args).ended(0);
    assert!(
        ran.out
            .starts_with("rank,name,type,betweenness,id\n1,Lake Accord,Agreement,0."),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.lines().count(), 2);
    let ran = folder
        .run(&["rank", "graph.json", "--by", "pagerank", "--format", "json"])
        .ended(0);
    let ranks = ran.json();
    let sum: f64 = ranks
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| row["pagerank"].as_f64().expect("a number"))
        .sum();
    assert!((sum - 1.0).abs() < 1e-4, "{ranks}");
    assert_eq!(ranks[0]["name"], "Lake Accord");
}

#[test]
fn rank_says_what_is_wrong() {
    let folder = with_graph();
    folder
        .run(&["rank", "graph.json", "--type", "Contry"])
        .ended(2)
        .says(&["no entity type \"Contry\"", "Country"]);
    folder
        .run(&["rank", "graph.json", "--damping", "1"])
        .ended(2)
        .says(&["less than 1"]);
    folder
        .run(&["rank", "graph.json", "--by", "closeness"])
        .ended(2)
        .says(&["betweenness"]);
    folder
        .run(&["rank", "graph.json", "--type", "Proposal"])
        .ended(1)
        .says(&["nothing to rank"]);
    folder
        .run(&["rank", "graph.json", "--since", "2030"])
        .ended(1);
}

#[test]
fn groups_are_listed_whole_or_entity_by_entity() {
    let folder = with_graph();
    let lists = "[\"Lake Accord\", \"France\", \"Poland\"]";
    for command in ["communities", "components"] {
        let ran = folder.run(&[command, "graph.json"]).ended(0);
        let lines = table(&ran.out);
        assert_eq!(lines[1], format!("1 3 {lists}"));
        assert_eq!(lines.len(), 3);
        let args = [
            command,
            "graph.json",
            "--each",
            "--min-size",
            "1",
            "--format",
            "csv",
        ];
        let ran = folder.run(&args).ended(0);
        assert_eq!(ran.out.lines().count(), 1 + 6);
        assert!(
            ran.out.contains("\n2,Georgia,Country,1,country/GE\n"),
            "{}",
            ran.out
        );
    }
    folder
        .run(&["components", "graph.json", "--strong"])
        .ended(1)
        .says(&["no component of 2"]);
}

#[test]
fn a_path_shows_each_step_with_its_sentence() {
    let folder = with_graph();
    let ran = folder
        .run(&["path", "graph.json", "FR", "Poland", "--format", "json"])
        .ended(0);
    let steps = ran.json();
    assert_eq!(steps.as_array().map(Vec::len), Some(2));
    let step = |index: usize| {
        ["from", "direction", "relation", "to"].map(|field| steps[index][field].clone())
    };
    assert_eq!(step(0), ["France", "->", "signed", "Lake Accord"]);
    assert_eq!(step(1), ["Lake Accord", "<-", "signed", "Poland"]);
    assert_eq!(
        steps[0]["quote"],
        "France signed the Lake Accord with Poland."
    );
    assert_eq!(steps[0]["date"], "2024-03-01");
    let denied = folder
        .run(&[
            "path",
            "graph.json",
            "Georgia",
            "Russia",
            "--all",
            "--format",
            "jsonl",
        ])
        .ended(0);
    denied.prints(&[
        "\"manner\":\"not\"",
        "\"said_by\":\"Anna Duval\"",
        "\"path\":1",
    ]);
}

#[test]
fn no_path_is_nothing_found() {
    let folder = with_graph();
    for (args, message) in [
        (
            &["FR", "Russia"][..],
            "no path of at most 20 steps from FR to Russia",
        ),
        (
            &["FR", "Poland", "--directed"],
            "along the direction of edges",
        ),
        (&["FR", "Poland", "--max-length", "1"], "at most 1 steps"),
        (
            &["Georgia", "Russia", "--polarity", "positive"],
            "no entity or edge \"Georgia\"",
        ),
        (&["FR", "the France"], "both names mean France"),
        (&["FR", "Polund"], "did you mean \"Poland\"?"),
    ] {
        let args = [&["path", "graph.json"], args].concat();
        let ran = folder.run(&args).ended(1).says(&[message]);
        assert_eq!(ran.out, "", "{args:?}");
    }
}

#[test]
fn a_timeline_is_in_the_order_of_time() {
    let folder = with_graph();
    let ran = folder
        .run(&["timeline", "graph.json", "Lake Accord", "--format", "csv"])
        .ended(0);
    let lines: Vec<&str> = ran.out.lines().collect();
    assert_eq!(
        lines[0],
        "date,dated_by,source,relation,target,manner,value,said_by,document,quote"
    );
    assert_eq!(
        lines[1],
        "2024-03-01,document,France,signed,Lake Accord,,,,accord,France signed the Lake Accord with Poland."
    );
    let ran = folder
        .run(&[
            "timeline",
            "graph.json",
            "Georgia",
            "RU",
            "--format",
            "markdown",
        ])
        .ended(0);
    ran.prints(&[
        "| 2024-02 | sentence | Russia | attacks | Georgia | not | twice | Anna Duval | denial |",
    ]);
    folder
        .run(&["timeline", "graph.json", "Georgia", "FR"])
        .ended(1)
        .says(&["no edge between Georgia and FR"]);
}

#[test]
fn what_is_written_is_the_same_for_any_number_of_threads() {
    let folder: Folder = with_graph();
    for by in ["betweenness", "pagerank"] {
        let with = |jobs: &str| {
            folder
                .run(&["rank", "graph.json", "--by", by, "--jobs", jobs])
                .ended(0)
                .out
        };
        assert_eq!(with("1"), with("3"));
    }
}

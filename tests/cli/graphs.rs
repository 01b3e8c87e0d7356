//! Everything that reads or makes a graph from records.

use super::support::{Folder, lines, records, with_graph};
use serde_json::json;

#[test]
fn assemble_gives_the_same_bytes_for_any_order_and_for_records_that_come_twice() {
    let [first, second] = records();
    let folder = with_graph();
    let graph = folder.read("graph.json");
    folder.write("a.jsonl", lines(std::slice::from_ref(&second)));
    folder.write("b/a.json", serde_json::to_string_pretty(&first).unwrap());
    let ran = folder
        .run(&["assemble", "a.jsonl", "b", "records.jsonl"])
        .ended(0);
    assert_eq!(ran.out, graph);
    assert_eq!(ran.err, "");
    let ran = folder
        .run_with(&["assemble", "-"], lines(&[second, first]))
        .ended(0);
    assert_eq!(ran.out, graph);
}

#[test]
fn assemble_without_a_document_is_as_if_it_had_never_been_read() {
    let folder = with_graph();
    folder.write("one.jsonl", lines(&records()[..1]));
    let alone = folder.run(&["assemble", "one.jsonl"]).ended(0);
    let args = ["assemble", "records.jsonl", "--without", "denial"];
    let without = folder.run(&args).ended(0);
    assert_eq!(without.out, alone.out);
    assert_eq!(without.err, "");
    let args = ["assemble", "records.jsonl", "--without", "denail"];
    let all = folder
        .run(&args)
        .ended(0)
        .says(&["warning: --without: no record has the id \"denail\""]);
    assert_eq!(all.out, folder.read("graph.json"));
}

#[test]
fn assemble_warns_when_a_document_has_two_records_that_differ() {
    let folder = Folder::new();
    let [mut first, _] = records();
    folder.write("old.jsonl", lines(std::slice::from_ref(&first)));
    first["title"] = json!("Another title");
    folder.write("new.jsonl", format!("\n{}", lines(&[first])));
    folder
        .run(&["assemble", "old.jsonl", "new.jsonl"])
        .ended(0)
        .says(&[
            "warning: new.jsonl:2: another record of the document \"accord\"",
            "old.jsonl:1",
        ]);
    let quiet = folder
        .run(&["assemble", "old.jsonl", "new.jsonl", "--quiet"])
        .ended(0);
    assert_eq!(quiet.err, "");
}

#[test]
fn an_empty_graph_is_nothing_found() {
    let folder = Folder::new();
    folder.write("empty.jsonl", "{\"id\": \"a\", \"entities\": []}\n");
    folder
        .run(&["assemble", "empty.jsonl", "-o", "graph.json"])
        .ended(1)
        .says(&["no record has"]);
    folder.run(&["stats", "graph.json"]).ended(1);
    folder
        .run(&["explain", "graph.json"])
        .ended(1)
        .says(&["no edges"]);
}

#[test]
fn explain_shows_the_sentence_with_everything_it_says() {
    let folder = with_graph();
    folder.run(&["explain", "graph.json", "GE"]).ended(0).prints(&[
        "Georgia, Country  country/GE",
        "1 mention in 1 document, 2024-03-05",
        "Russia --attacks--> Georgia  not so",
        "[Russia|source] has not [attacked|trigger] [Georgia|target], Anna Duval said.",
        "denial, 2024-03-05",
        "said by Anna Duval, negative, actual, value twice, when 2024-02, frame test-frame, PLOVER \
         ASSAULT, confidence 0.9",
    ]);
    folder
        .run(&["explain", "graph.json", "the lake accord", "Poland"])
        .ended(0)
        .prints(&[
            "Poland --signed--> Lake Accord",
            "accord, 2024-03-01, Wire, “Two states sign”",
            "in the document's own voice, positive, actual",
        ]);
}

#[test]
fn explain_without_a_name_shows_every_edge_and_an_edge_id_that_edge() {
    let folder = with_graph();
    let all = folder.run(&["explain", "graph.json"]).ended(0);
    let edges: Vec<&str> = all
        .out
        .lines()
        .filter(|line| line.contains("-->"))
        .collect();
    assert_eq!(edges.len(), 3);
    let id = edges[0].rsplit(' ').next().expect("an id");
    let one = folder.run(&["explain", "graph.json", id]).ended(0);
    assert!(all.out.starts_with(&one.out), "{}\n{}", all.out, one.out);
    assert_eq!(one.out.matches("-->").count(), 1);
}

#[test]
fn explain_colours_only_where_it_is_wanted() {
    let folder = with_graph();
    let plain = folder.run(&["explain", "graph.json", "FR"]).ended(0);
    assert!(!plain.out.contains('\u{1b}'));
    let coloured = folder
        .run(&["explain", "graph.json", "FR", "--color", "always"])
        .ended(0);
    assert!(
        coloured
            .out
            .contains("\u{1b}[4;34mFrance\u{1b}[0m \u{1b}[1;4msigned\u{1b}[0m")
    );
    assert!(!coloured.out.contains("|source]"));
}

#[test]
fn explain_names_what_may_have_been_meant() {
    let folder = with_graph();
    let ran = folder.run(&["explain", "graph.json", "Frence"]).ended(1);
    assert_eq!(ran.out, "");
    ran.says(&["no entity or edge \"Frence\"", "did you mean \"France\"?"]);
    let ran = folder
        .run(&["explain", "graph.json", "France", "Duval"])
        .ended(1);
    ran.says(&["\"Anna Duval\""]);
    let ran = folder
        .run(&["explain", "graph.json", "France", "Russia"])
        .ended(1);
    ran.says(&["no edge between France and Russia"]);
}

#[test]
fn explain_shows_all_entities_of_an_ambiguous_name() {
    let folder = Folder::new();
    let mention = json!([{"start": 0, "end": 7, "text": "Georgia", "kind": "name"}]);
    let entity = |id: &str, kind: &str, key| json!({"id": id, "type": kind, "name": "Georgia", "key": key, "mentions": mention});
    let entities = [
        entity("1", "Country", json!("GE")),
        entity("2", "Region", json!(null)),
    ];
    folder.write(
        "r.jsonl",
        json!({"id": "d", "entities": entities}).to_string(),
    );
    folder
        .run(&["assemble", "r.jsonl", "-o", "graph.json"])
        .ended(0);
    folder
        .run(&["explain", "graph.json", "georgia"])
        .ended(0)
        .prints(&[
            "Georgia, Country  country/GE",
            "Georgia, Region  region/georgia",
            "no edges",
        ]);
}

#[test]
fn an_article_cannot_send_escapes_to_the_terminal() {
    let folder = Folder::new();
    let [mut record, _] = records();
    let quote = "France signed\u{1b}]0;x\u{7} Lake Accord with Poland..";
    for relation in record["relations"].as_array_mut().expect("relations") {
        relation["quote"] = json!(quote);
    }
    record["title"] = json!("\u{1b}[2Jtitle\nline");
    folder.write("r.jsonl", lines(&[record]));
    folder
        .run(&["assemble", "r.jsonl", "-o", "graph.json"])
        .ended(0);
    let ran = folder.run(&["explain", "graph.json"]).ended(0);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
    ran.prints(&["\u{fffd}[2Jtitle line"]);
}

#[test]
fn stats_counts_as_text_and_as_json() {
    let folder = with_graph();
    folder.run(&["stats", "graph.json"]).ended(0).prints(&[
        "2, 2024-03-01 to 2024-03-05",
        "3 for 3 edges",
        "1 denied, 0 planned or possible, 1 said by somebody",
        "3, the largest of 3 entities, 1 of one",
        "Country",
    ]);
    let stats = folder.run_with(
        &["stats", "-", "--json", "--top", "1"],
        folder.read("graph.json"),
    );
    let stats = stats.ended(0).json();
    assert_eq!(
        stats["entity_types"],
        json!({"Agreement": 1, "Country": 4, "Person": 1})
    );
    assert_eq!(stats["relation_types"], json!({"attacks": 1, "signed": 2}));
    assert_eq!(
        (&stats["components"], &stats["isolated"]),
        (&json!(3), &json!(1))
    );
    assert_eq!(
        stats["top"],
        json!([{
            "id": "agreement/lake-accord", "name": "Lake Accord", "type": "Agreement",
            "degree": 2, "documents": 1,
        }])
    );
}

#[test]
fn diff_ends_as_diff_does_and_names_what_differs() {
    let folder = with_graph();
    let same = folder.run(&["diff", "graph.json", "graph.json"]).ended(0);
    assert_eq!(same.out.matches("0 added, 0 removed, 0 changed").count(), 3);
    let [first, mut second] = records();
    let mut third = first.clone();
    third["id"] = json!("third");
    third["relations"].as_array_mut().expect("relations").pop();
    second["relations"][0]["value"] = json!("thrice");
    folder.write("other.jsonl", lines(&[first, third, second]));
    folder
        .run(&["assemble", "other.jsonl", "-o", "other.json"])
        .ended(0);
    folder
        .run(&["diff", "graph.json", "other.json"])
        .ended(1)
        .prints(&[
            "+ document third  Two states sign",
            "France --signed--> Lake Accord: evidence 1 -> 2, documents accord -> accord; third",
            "Russia --attacks--> Georgia (negative): other sentences",
            "~ node country/FR  France: mentions 1 -> 2, documents 1 -> 2",
            "documents: 1 added, 0 removed, 0 changed",
            "nodes: 0 added, 0 removed, 3 changed",
            "edges: 0 added, 0 removed, 2 changed",
        ]);
    let diff = folder
        .run(&["diff", "other.json", "graph.json", "--json"])
        .ended(1)
        .json();
    assert_eq!(diff["documents"]["removed"][0]["id"], "third");
    assert_eq!(diff["edges"]["changed"].as_array().map(Vec::len), Some(2));
    folder
        .run(&["diff", "graph.json", "missing.json"])
        .ended(2)
        .says(&["missing.json"]);
}

#[test]
fn export_writes_one_file_to_standard_output_and_many_into_a_folder() {
    let folder = with_graph();
    let graph = folder
        .run(&["export", "graph.json", "--to", "json"])
        .ended(0);
    assert_eq!(graph.out, folder.read("graph.json"));
    folder
        .run(&["export", "graph.json", "--to", "dot"])
        .ended(0)
        .prints(&["digraph", "Lake Accord"]);
    folder
        .run(&["export", "graph.json", "--to", "dot", "-o", "picture.gv"])
        .ended(0);
    assert!(folder.read("picture.gv").starts_with("digraph"));
    folder
        .run(&[
            "export",
            "graph.json",
            "--to",
            "graphml,csv,csv",
            "-o",
            "tables",
        ])
        .ended(0);
    let files = ["edges.csv", "evidence.csv", "graph.graphml", "nodes.csv"];
    assert_eq!(folder.list("tables"), files);
    folder
        .run(&["export", "graph.json", "--to", "dot", "-o", "tables"])
        .ended(0);
    assert!(folder.list("tables").contains(&"graph.dot".to_owned()));
    folder
        .run(&["export", "graph.json", "--to", "csv"])
        .ended(2)
        .says(&["3 files", "-o"]);
}

#[test]
fn export_writes_a_part_of_the_graph() {
    let folder = with_graph();
    let json = |args: &[&str]| {
        let all = [&["export", "graph.json", "--to", "json"], args].concat();
        folder.run(&all).ended(0).json()
    };
    let part = json(&["--relation", "signed"]);
    assert_eq!(part["edges"].as_array().map(Vec::len), Some(2));
    assert_eq!(part["nodes"].as_array().map(Vec::len), Some(3));
    let part = json(&["--around", "the lake accord", "--type", "Country,Agreement"]);
    assert_eq!(part["nodes"].as_array().map(Vec::len), Some(3));
    let part = json(&["--document", "denial"]);
    assert_eq!(part["edges"].as_array().map(Vec::len), Some(1));
    let export =
        |args: &[&str]| folder.run(&[&["export", "graph.json", "--to", "dot"], args].concat());
    export(&["--since", "2025"]).ended(1).says(&["is empty"]);
    export(&["--around", "Frence"])
        .ended(2)
        .says(&["did you mean \"France\"?"]);
    export(&["--relation", "sings"])
        .ended(2)
        .says(&["no relation type \"sings\""]);
    export(&["--min-confidence", "2"])
        .ended(2)
        .says(&["from 0 to 1"]);
    export(&["--depth", "2"]).ended(2).says(&["--around"]);
}

#[test]
fn export_takes_options_of_formats() {
    let folder = with_graph();
    let export = |args: &[&str]| folder.run(&[&["export", "graph.json", "--to"], args].concat());
    export(&["graphml", "--profile", "yed"])
        .ended(0)
        .prints(&["y:ShapeNode"]);
    export(&[
        "dot",
        "--layout",
        "neato",
        "--clusters",
        "type",
        "--no-legend",
    ])
    .ended(0)
    .prints(&["layout=neato", "subgraph cluster_0"]);
    export(&["dot", "--layout", "spring"])
        .ended(2)
        .says(&["sfdp"]);
    export(&["neo4j", "-o", "tables"]).ended(0);
    assert!(
        folder
            .read("tables/neo4j/import.sh")
            .starts_with("#!/bin/sh")
    );
}

#[test]
fn render_draws_through_graphviz_or_says_what_is_missing() {
    let folder = with_graph();
    let render = |output: &str| folder.run(&["render", "graph.json", "-o", output]);
    render("graph.bmp")
        .ended(2)
        .says(&["graph.bmp", ".svg, .png or .pdf"]);
    let args = ["render", "graph.json", "-o", "none.svg", "--since", "2030"];
    folder.run(&args).ended(1).says(&["nothing to draw"]);
    let ran = folder.shell("GRAPHVIZ_DOT=no-such-program $0 render graph.json -o a.svg");
    ran.ended(2).says(&[
        "Graphviz is not installed",
        "no-such-program",
        "apt install",
    ]);
    assert!(!folder.path("a.svg").exists() && !folder.path("none.svg").exists());
    if std::process::Command::new("dot")
        .arg("-V")
        .output()
        .is_err()
    {
        println!("skipped: Graphviz (dot) is not installed");
        return;
    }
    render("graph.svg").ended(0);
    let svg = folder.read("graph.svg");
    assert!(svg.contains("Lake Accord") && svg.trim_end().ends_with("</svg>"));
    render("graph.png").ended(0);
    let png = std::fs::read(folder.path("graph.png")).expect("a picture");
    assert!(png.starts_with(b"\x89PNG"));
}

#[test]
fn import_brings_an_edited_graph_home() {
    let folder = with_graph();
    let graph = folder.read("graph.json");
    folder
        .run(&["export", "graph.json", "--to", "gexf", "-o", "graph.gexf"])
        .ended(0);
    let args = ["import", "graph.gexf", "--base", "graph.json"];
    let same = folder.run(&args).ended(0);
    assert_eq!((same.out, same.err.as_str()), (graph.clone(), ""));
    let edited = folder
        .read("graph.gexf")
        .replace("label=\"Russia\"", "label=\"Russian Federation\"");
    let args = [
        "import",
        "-",
        "--base",
        "graph.json",
        "-v",
        "-o",
        "new.json",
    ];
    folder
        .run_with(
            &args,
            edited.replace("value=\"attacks\"", "value=\"likes\""),
        )
        .ended(0)
        .says(&["0 nodes added, 0 removed, 1 changed"]);
    let said = folder
        .run(&["explain", "new.json", "Russian Federation"])
        .ended(0);
    said.prints(&[
        "Russian Federation",
        "has not [attacked|trigger] [Georgia|target]",
    ]);
    folder.write("half.gexf", &edited[..edited.len() / 2]);
    folder
        .run(&["import", "half.gexf"])
        .ended(2)
        .says(&["half.gexf:", "it was cut off"]);
    folder.write(
        "none.gexf",
        "<gexf><graph><nodes><node id=\"a\"/></nodes></graph></gexf>",
    );
    folder
        .run(&["import", "none.gexf"])
        .ended(1)
        .says(&["no attribute type", "nothing was imported"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_to_the_new_file() {
    let folder = with_graph();
    folder.write("store/graph.dot", "old");
    std::os::unix::fs::symlink("store/graph.dot", folder.path("latest.dot")).expect("a link");
    let args = ["export", "graph.json", "--to", "dot", "-o", "latest.dot"];
    folder.run(&args).ended(0);
    assert!(folder.path("latest.dot").is_symlink());
    assert!(folder.read("store/graph.dot").starts_with("digraph"));
    assert_eq!(folder.list("store"), ["graph.dot"]);
}

#[test]
fn export_lists_its_formats() {
    let ran = Folder::new().run(&["export", "--list"]).ended(0);
    let names: Vec<&str> = ran
        .out
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let all = demarche::export::EXPORTERS
        .iter()
        .map(|exporter| exporter.name());
    assert_eq!(
        names,
        std::iter::once("format").chain(all).collect::<Vec<_>>()
    );
}

#[test]
fn eval_prints_what_the_reference_prints() {
    let folder = Folder::new();
    let fixture = |name: &str| format!("{}/fixtures/eval/{name}", env!("CARGO_MANIFEST_DIR"));
    let (gold, predicted) = (fixture("gold"), fixture("predicted.jsonl"));
    let expected = |name: &str| std::fs::read_to_string(fixture(name)).expect("a fixture");
    let plain = folder
        .run(&["eval", &gold, &predicted])
        .ended(0)
        .says(&["no prediction for"]);
    assert_eq!(plain.out, expected("plain.txt"));
    let args = [
        "eval",
        &gold,
        &predicted,
        "--per-type",
        "--errors",
        "1000",
        "--quiet",
    ];
    let full = folder.run(&args).ended(0);
    assert_eq!((full.out, full.err), (expected("full.txt"), String::new()));
    let json = folder
        .run(&["eval", &gold, &predicted, "--per-type", "--json"])
        .ended(0);
    assert_eq!(json.out, expected("full.json"));
}

#[test]
fn eval_of_nothing_found_ends_with_1() {
    let folder = with_graph();
    folder.write("empty.jsonl", "");
    folder
        .run(&["eval", "records.jsonl", "empty.jsonl"])
        .ended(1)
        .says(&["accord denial"]);
    folder
        .run(&["eval", "records.jsonl", "records.jsonl"])
        .ended(0)
        .prints(&["F1 1.000"]);
}

//! Questions in openCypher: on the command line, in the shell, in files that are tested.

use super::support::{Folder, with_graph};

const SIGNED: &str =
    "MATCH (c:Country)-[s:SIGNED]->(a) RETURN c.name AS country, a.name AS what ORDER BY country";

#[test]
fn rows_are_printed_in_every_format() {
    let folder = with_graph();
    let with = |format: &str| {
        folder
            .run(&["query", "graph.json", SIGNED, "--format", format])
            .ended(0)
            .out
    };
    assert_eq!(
        with("table"),
        "country  what\nFrance   Lake Accord\nPoland   Lake Accord\n"
    );
    assert_eq!(
        with("csv"),
        "country,what\nFrance,Lake Accord\nPoland,Lake Accord\n"
    );
    assert_eq!(
        with("jsonl"),
        "{\"country\":\"France\",\"what\":\"Lake Accord\"}\n{\"country\":\"Poland\",\"what\":\"Lake Accord\"}\n"
    );
    assert_eq!(
        with("markdown"),
        "| country | what |\n| --- | --- |\n| France | Lake Accord |\n| Poland | Lake Accord |\n"
    );
}

#[test]
fn entities_and_relations_are_words_for_people_and_objects_for_programs() {
    let folder = with_graph();
    let query = "MATCH p = (:Country {name: 'Russia'})-[r]->(b) RETURN r, b, p";
    let ran = folder
        .run(&["query", "graph.json", query, "--format", "csv"])
        .ended(0);
    let path = "(Russia:Country)-[:ATTACKS]->(Georgia:Country)";
    assert_eq!(ran.out, format!("r,b,p\n{path},(Georgia:Country),{path}\n"));
    let row = &folder
        .run(&["query", "graph.json", query, "--format", "json"])
        .ended(0)
        .json()[0];
    assert_eq!(row["r"]["type"], "ATTACKS");
    assert_eq!(row["r"]["source"], "country/RU");
    assert_eq!(row["r"]["properties"]["polarity"], "negative");
    assert_eq!(row["b"]["properties"]["name"], "Georgia");
    assert_eq!(row["p"]["nodes"].as_array().map(Vec::len), Some(2));
}

#[test]
fn parameters_are_json_or_text() {
    let folder = with_graph();
    let query = "RETURN $name AS name, $n + 1 AS n, $list[1] AS second";
    folder.write(
        "values.json",
        r#"{"name": "from the file", "n": 1, "list": [1, "b"]}"#,
    );
    let args = [
        "query",
        "graph.json",
        query,
        "--params",
        "values.json",
        "--param",
        "name=Anna Duval",
        "--param",
        "n=41",
    ];
    let ran = folder.run(&args).ended(0);
    assert_eq!(ran.out, "name         n  second\nAnna Duval  42  b\n");
    folder
        .run(&["query", "graph.json", "RETURN 1", "--param", "x"])
        .ended(2)
        .says(&["name=value is needed"]);
    folder.write("values.json", "[]");
    folder
        .run(&args)
        .ended(2)
        .says(&["values.json: a JSON object"]);
}

#[test]
fn an_error_points_at_its_place() {
    let folder = with_graph();
    folder.write("question.cypher", "MATCH (a)\nRETURN b.name\n");
    folder
        .run(&["query", "graph.json", "--file", "question.cypher"])
        .ended(2)
        .says(&[
            "error: ",
            " --> line 2, column 8",
            "2 | RETURN b.name",
            "  |        ^",
        ]);
    folder
        .run(&["query", "graph.json", "CREATE (a)"])
        .ended(2)
        .says(&["CREATE", "^^^^^^"]);
    folder.run(&["query", "graph.json"]).ended(2);
    folder
        .run(&["query", "graph.json", "MATCH (a:Event) RETURN a"])
        .ended(1)
        .says(&["no rows"]);
}

#[test]
fn limits_end_a_query() {
    let folder = with_graph();
    let many = "UNWIND range(1, 100) AS n RETURN n";
    folder
        .run(&["query", "graph.json", many, "--max-rows", "9"])
        .ended(2)
        .says(&["more than 9 rows"]);
    folder
        .run(&[
            "query",
            "graph.json",
            many,
            "--timeout",
            "1m",
            "--max-rows",
            "100",
        ])
        .ended(0);
    let endless = "UNWIND range(1, 10000) AS a UNWIND range(1, 10000) AS b WITH a WHERE a < 0 RETURN count(a)";
    folder
        .run(&["query", "graph.json", endless, "--timeout", "100ms"])
        .ended(2);
    folder
        .run(&["query", "graph.json", many, "--timeout", "soon"])
        .ended(2)
        .says(&["10s, 500ms or 2m"]);
}

#[test]
fn explain_shows_the_plan() {
    let folder = with_graph();
    let ran = folder
        .run(&["query", "graph.json", &format!("EXPLAIN {SIGNED}")])
        .ended(0);
    ran.prints(&["operator", "estimated rows"]);
    folder
        .run(&[
            "query",
            "graph.json",
            &format!("PROFILE {SIGNED}"),
            "--format",
            "jsonl",
        ])
        .ended(0);
}

#[test]
fn the_matched_part_goes_to_any_exporter() {
    let folder = with_graph();
    let query = "MATCH p = (:Country {name: 'France'})-->() RETURN collect(p)";
    let ran = folder
        .run(&["query", "graph.json", query, "--to", "dot"])
        .ended(0);
    ran.prints(&["digraph", "France", "Lake Accord"]);
    folder
        .run(&[
            "query",
            "graph.json",
            query,
            "--format",
            "graph",
            "-o",
            "part.json",
        ])
        .ended(0);
    let stats = folder
        .run(&["stats", "part.json", "--json"])
        .ended(0)
        .json();
    assert_eq!(
        (&stats["entities"], &stats["relations"]),
        (&2.into(), &1.into())
    );
    folder
        .run(&["query", "graph.json", query, "--to", "csv"])
        .ended(2)
        .says(&["name a folder"]);
    folder
        .run(&["query", "graph.json", query, "--to", "csv", "-o", "tables"])
        .ended(0);
    assert_eq!(
        folder.list("tables"),
        ["edges.csv", "evidence.csv", "nodes.csv"]
    );
    folder
        .run(&["query", "graph.json", "RETURN 1", "--to", "dot"])
        .ended(1)
        .says(&["return them whole"]);
}

#[test]
fn the_shell_reads_standard_input() {
    let folder = with_graph();
    let input = "\\param who=France\nMATCH (c {name: $who})\nRETURN c.name;\n\\format csv\nRETURN 1 AS a\n\nRETURN\n;\n\\schema\n\\quit\nRETURN 2;\n";
    let ran = folder
        .run_with(&["shell", "graph.json"], input)
        .ended(1)
        .says(&["error: ", "line 1, column"]);
    assert!(
        ran.out.starts_with("c.name\nFrance\na\n1\nlabel"),
        "{}",
        ran.out
    );
    ran.prints(&["ATTACKS", "properties: "]);
    let ran = folder
        .run_with(
            &["shell", "graph.json"],
            "\\help\n\\format xml\n\\nothing\n",
        )
        .ended(1);
    ran.prints(&["\\schema"])
        .says(&["no format \"xml\"; there are table", "no command \\nothing"]);
    folder
        .run_with(&["shell", "-"], "")
        .ended(2)
        .says(&["name a file for the graph"]);
    folder
        .run_with(&["shell", "graph.json"], "RETURN 1")
        .ended(0)
        .prints(&["1\n"]);
}

fn cases(folder: &Folder, country: &str) {
    let text = format!(
        "# Questions\n\n## Who signed\n\n```cypher\n{SIGNED}\n```\n\n| country | what |\n| --- | --- |\n\
         | {country} | Lake Accord |\n| Poland | Lake Accord |\n\n## A parameter\n\n```cypher\nRETURN $n AS n\n```\n\
         ```json\n{{\"n\": 5}}\n```\n\n| n |\n| - |\n| 5 |\n\n## An error\n\n```cypher\nMATCH (a) RETURN b\n```\nError: b\n"
    );
    folder.write("questions.md", text);
}

#[test]
fn files_of_questions_are_tested() {
    let folder = with_graph();
    cases(&folder, "France");
    let ran = folder.run(&["test", "graph.json", "questions.md"]).ended(0);
    assert_eq!(ran.out, "3 cases, all as expected\n");
    cases(&folder, "Spain");
    let ran = folder.run(&["test", "graph.json", "questions.md"]).ended(1);
    assert_eq!(
        ran.out,
        "questions.md:3: Who signed\n  the rows differ (- expected, + came):\n  - Spain | Lake Accord\n  \
         + France | Lake Accord\n\n1 of 3 cases not as expected\n"
    );
    folder
        .run(&["test", "graph.json", "questions.md", "--only", "parameter"])
        .ended(0);
    folder
        .run(&["test", "graph.json", "questions.md", "--update"])
        .ended(0);
    folder.run(&["test", "graph.json", "questions.md"]).ended(0);
    assert!(
        folder
            .read("questions.md")
            .contains("\n| France | Lake Accord |\n")
    );
    folder.write("empty.md", "# Nothing\n");
    folder
        .run(&["test", "graph.json", "empty.md"])
        .ended(2)
        .says(&["empty.md:1: no case"]);
}

#[test]
fn what_the_graph_does_not_have_is_a_warning() {
    let folder = with_graph();
    let query = "MATCH (n:Contry {name: 'Frence'})-[:SIGNT]->(x) RETURN count(*) AS n";
    let ran = folder.run(&["query", "graph.json", query]).ended(0);
    assert_eq!(ran.out, "n\n0\n");
    ran.says(&[
        "warning: no node has the label Contry\n",
        "= help: did you mean Country?\n",
        "warning: nothing has the name \"Frence\"\n",
        "= help: did you mean \"France\"?\n",
        "warning: no relationship has the type SIGNT\n",
        "= help: did you mean SIGNED?\n",
    ]);
    let quiet = folder.run(&["query", "graph.json", query, "--quiet"]);
    assert_eq!(quiet.ended(0).err, "");
}

#[test]
fn the_binary_form_answers_as_the_json_does() {
    let folder = with_graph();
    let to = ["--to", "demarche", "-o", "a graph"];
    folder
        .run(&[&["export", "graph.json"], &to[..]].concat())
        .ended(0);
    let answer = |graph: &str| folder.run(&["query", graph, SIGNED]).ended(0).out;
    assert_eq!(answer("a graph"), answer("graph.json"));
    let back = folder.run(&["export", "a graph", "--to", "json"]).ended(0);
    assert_eq!(back.out, folder.read("graph.json"));
    let bytes = std::fs::read(folder.path("a graph")).unwrap();
    let from_input = folder.run_with(&["stats", "-"], &bytes).ended(0);
    assert_eq!(from_input.out, folder.run(&["stats", "graph.json"]).out);
    folder.write("cut", &bytes[..bytes.len() / 2]);
    folder
        .run(&["query", "cut", SIGNED])
        .ended(2)
        .says(&["cut: ", "cut off"]);
}

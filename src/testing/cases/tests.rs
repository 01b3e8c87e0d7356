use super::*;

fn answer(columns: &[&str], rows: &[&[&str]]) -> Answer {
    let own = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    Answer {
        columns: own(columns),
        rows: rows.iter().map(|row| own(row)).collect(),
    }
}

fn one(query: &str, expected: &str) -> Case {
    let text = format!("# A case\n```cypher\n{query}\n```\n{expected}\n");
    read("a.md", &text).expect("a case").remove(0)
}

#[test]
fn a_file_is_read_with_its_places() {
    let text = "# All\n\nProse | with a bar.\n\n## One\n```cypher\nRETURN $a\n```\n```json\n{\"a\": 1}\n```\n\
                | a |\n|---|\n| x \\| y<br>z |\n\n## Two\n```cypher\nRETURN\n```\nError: unexpected end\n";
    let cases = read("a.md", text).expect("cases");
    assert_eq!((cases[0].line, cases[0].name.as_str()), (5, "One"));
    assert_eq!(cases[0].parameters["a"], 1);
    assert_eq!(
        cases[0].expected,
        Expected::Rows(answer(&["a"], &[&["x | y z"]]))
    );
    assert_eq!(
        cases[1].expected,
        Expected::Error("unexpected end".to_owned())
    );
}

#[test]
fn what_cannot_be_a_case_says_its_line() {
    for (text, message) in [
        ("# Nothing", "a.md:1: no case"),
        (
            "```cypher\nRETURN 1\n```\n\n# Next",
            "a.md:1: a query without",
        ),
        ("Error: x", "a.md:1: a result without a query"),
        (
            "```cypher\nRETURN 1\n```\n| a |\n| b |",
            "a.md:4: the second line",
        ),
        (
            "```cypher\nRETURN 1\n```\n| a |\n| - |\n| 1 | 2 |",
            "a.md:6: 2 cells",
        ),
        (
            "```cypher\nRETURN 1\n```\n```json\n[1]\n```",
            "a.md:4: parameters are",
        ),
        (
            "```cypher\nRETURN 1\n```\nError: a\nError: b",
            "a.md:5: a second result",
        ),
    ] {
        let error = read("a.md", text).expect_err(text).to_string();
        assert!(error.starts_with(message), "{error}");
    }
}

#[test]
fn order_counts_only_where_the_query_orders() {
    let table = "| a |\n| - |\n| 1 |\n| 2 |";
    let came = Ok(answer(&["a"], &[&["2"], &["1"]]));
    assert_eq!(one("MATCH (a) RETURN a", table).difference(&came), None);
    let ordered = one("MATCH (a) RETURN a Order /* x */ By a", table).difference(&came);
    assert_eq!(
        ordered.as_deref(),
        Some("the rows came in another order:\n+ 2\n+ 1\n")
    );
    let quoted = "WITH 1 AS x ORDER BY x RETURN 'ORDER BY' // ORDER BY";
    assert_eq!(one(quoted, table).difference(&came), None);
}

#[test]
fn rows_count_as_often_as_they_come() {
    let case = one("RETURN 1", "| a |\n| - |\n| 1 |\n| 1 |");
    let came = Ok(answer(&["a"], &[&["1"]]));
    assert!(
        case.difference(&came)
            .expect("one is missing")
            .ends_with("\n- 1\n")
    );
    let came = Ok(answer(&["b"], &[]));
    assert!(
        case.difference(&came)
            .expect("another column")
            .contains("- a\n+ b")
    );
    let failed = Err("no such label".to_owned());
    assert!(
        case.difference(&failed)
            .expect("an error")
            .contains("no such label")
    );
    let case = one("RETURN 1", "Error: Such LABEL");
    assert_eq!(case.difference(&failed), None);
    assert!(
        case.difference(&came)
            .expect("rows")
            .contains("0 rows came")
    );
}

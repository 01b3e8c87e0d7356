use super::super::ast::{BinaryOp, Clause, Expr, ExprKind, Mode, Shortest};
use super::parse;

/// The first column of a query that is one `RETURN`.
fn returned(text: &str) -> (String, Expr) {
    let query = parse(text).expect("a query");
    let Some(Clause::Return(projection)) = query.branches[0].clauses.last() else {
        panic!("no RETURN")
    };
    (
        projection.items[0].name.clone(),
        projection.items[0].expr.clone(),
    )
}

fn detail(text: &str) -> &'static str {
    parse(text).expect_err(text).detail
}

#[test]
fn a_column_is_named_as_it_is_written() {
    assert_eq!(returned("RETURN  count( *  )").0, "count( *  )");
    assert_eq!(returned("RETURN `a b`").0, "a b");
    assert_eq!(returned("RETURN (1 + 2)").0, "(1 + 2)");
}

#[test]
fn comparisons_are_chained_unless_parentheses_part_them() {
    assert!(
        matches!(returned("RETURN 1 < 2 <= 3 > 4").1.kind, ExprKind::Comparison(_, rest) if rest.len() == 3)
    );
    assert!(matches!(
        returned("RETURN (1 < 2) < 3").1.kind,
        ExprKind::Binary(BinaryOp::Less, ..)
    ));
    assert!(matches!(
        returned("RETURN 1 < 2 = 3 IN x").1.kind,
        ExprKind::Comparison(..)
    ));
}

#[test]
fn the_sign_belongs_to_the_number() {
    assert_eq!(
        returned("RETURN -9223372036854775808").1.kind,
        ExprKind::Integer(i64::MIN)
    );
    assert_eq!(
        returned("RETURN -0x8000000000000000").1.kind,
        ExprKind::Integer(i64::MIN)
    );
    assert_eq!(returned("RETURN - 1.5e2").1.kind, ExprKind::Float(-150.0));
    assert_eq!(detail("RETURN 9223372036854775808"), "IntegerOverflow");
    assert_eq!(detail("RETURN 1.34E999"), "FloatingPointOverflow");
    assert_eq!(detail("RETURN 0x1A2b3j4D5E6f7"), "InvalidNumberLiteral");
    assert_eq!(detail("RETURN 9223372h54775808"), "InvalidNumberLiteral");
    assert_eq!(detail("RETURN {1B2c3e67:1}"), "UnexpectedSyntax");
}

#[test]
fn subqueries_are_read_where_they_stand() {
    let text = "EXPLAIN MATCH (n) CALL (n) { MATCH (n)-->(m) CALL { WITH m RETURN m AS o } RETURN o } RETURN o";
    let query = parse(text).expect("a query");
    assert_eq!(query.mode, Mode::Explain);
    let Clause::Subquery(outer) = &query.branches[0].clauses[1] else {
        panic!("no subquery")
    };
    assert_eq!(
        outer.imports.as_ref().expect("names")[0].span,
        text.find("(n) {").expect("there") + 1..25
    );
    let Clause::Subquery(inner) = &outer.query.branches[0].clauses[1] else {
        panic!("no inner subquery")
    };
    assert_eq!(&text[inner.span.clone()], "CALL { WITH m RETURN m AS o }");
    assert_eq!(inner.imports.as_ref().map(Vec::len), Some(1));
    assert!(parse("MATCH (n) RETURN n.call {.x}").is_ok());
    assert_eq!(detail("CALL {}"), "UnexpectedSyntax");
}

#[test]
fn shortest_paths_in_all_their_forms() {
    for (text, kind) in [
        (
            "MATCH p = shortestPath((a)-[*]->(b)) RETURN p",
            Shortest::One,
        ),
        (
            "MATCH p = ALL SHORTEST (a)-[:T]->+(b) RETURN p",
            Shortest::All,
        ),
        (
            "MATCH p = SHORTEST 1 (a)-[:T]->{1,3}(b) RETURN p",
            Shortest::One,
        ),
    ] {
        let query = parse(text).expect(text);
        let Clause::Match(found) = &query.branches[0].clauses[0] else {
            panic!("no MATCH")
        };
        assert_eq!(found.patterns[0].shortest, Some(kind), "{text}");
        assert_eq!(
            found.patterns[0]
                .variable
                .as_ref()
                .map(|name| name.name.as_str()),
            Some("p")
        );
    }
}

#[test]
fn an_error_says_what_stands_there_and_what_should() {
    let error = parse("MTCH (n) RETURN n").expect_err("no query");
    assert_eq!(error.help.as_deref(), Some("did you mean MATCH?"));
    let error = parse("MATCH (n:Person RETURN n").expect_err("no query");
    assert_eq!(
        error.message,
        "`RETURN` is not expected at column 17; `)`, WHERE, a parameter or `{` is expected"
    );
    assert_eq!(error.help.as_deref(), Some("`(` at column 7 is not closed"));
    let error = parse("MATCH (n) SET n.x = 1").expect_err("writes");
    assert_eq!(
        error.message,
        "SET changes the graph, and a query may only read"
    );
    assert_eq!(detail("RETURN '\\uH'"), "InvalidUnicodeLiteral");
    assert_eq!(detail("RETURN 42 — 41"), "InvalidUnicodeCharacter");
    assert_eq!(
        detail("MATCH (a)-[:LIKES..]->(c) RETURN c"),
        "InvalidRelationshipPattern"
    );
    assert_eq!(
        detail("MATCH (a)-[:LIKES*-2]->(c) RETURN c"),
        "InvalidRelationshipPattern"
    );
}

#[test]
fn nesting_without_end_is_refused_and_not_a_crash() {
    let deep = format!("RETURN {}1{}", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(detail(&deep), "UnexpectedSyntax");
    assert_eq!(
        detail(&format!("RETURN {}1", "1 + ".repeat(9_000))),
        "UnexpectedSyntax"
    );
}

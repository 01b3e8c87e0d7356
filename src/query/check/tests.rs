use super::super::syntax::parse;
use super::check;

/// What a query is said to be wrong for; its columns where nothing is.
fn verdict(text: &str) -> String {
    let query = parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    match check(&query) {
        Ok(columns) => columns.join(", "),
        Err(error) => error.detail.to_owned(),
    }
}

#[track_caller]
fn all(detail: &str, queries: &[&str]) {
    for query in queries {
        assert_eq!(verdict(query), detail, "{query}");
    }
}

#[test]
fn names() {
    all(
        "UndefinedVariable",
        &[
            "MATCH (a) RETURN b",
            "MATCH (a), (b) WITH a RETURN b",
            "MATCH (a) RETURN DISTINCT a.name ORDER BY a.age",
            "MATCH (n) WHERE (n)-[r]->() RETURN n",
            "MATCH (n) CALL { MATCH (m) WHERE m.x = n.x RETURN m } RETURN m",
        ],
    );
    all(
        "VariableAlreadyBound",
        &[
            "MATCH p = (p)-->() RETURN p",
            "MATCH (a) UNWIND [1] AS a RETURN a",
            "MATCH (n) CALL (n) { RETURN 1 AS n } RETURN n",
        ],
    );
    all(
        "ColumnNameConflict",
        &[
            "RETURN 1 AS a, 2 AS a",
            "WITH 1 AS a WITH *, 2 AS a RETURN a",
        ],
    );
    all("NoExpressionAlias", &["MATCH (a) WITH a, a.x RETURN a"]);
    all(
        "n, o",
        &["MATCH (n) CALL (n) { MATCH (n)-->(o) RETURN o } RETURN *"],
    );
    all(
        "a",
        &["MATCH (b) WITH b.x AS a WHERE b.y > a RETURN a ORDER BY a"],
    );
}

#[test]
fn types() {
    all(
        "VariableTypeConflict",
        &[
            "MATCH ()-[r]-(r) RETURN r",
            "MATCH (n) WITH [n] AS users MATCH (users)-->(m) RETURN m",
            "MATCH r = ()-->(), (r) RETURN r",
        ],
    );
    all(
        "InvalidArgumentType",
        &[
            "RETURN 1 AND true",
            "RETURN NOT 'x'",
            "RETURN 1 IN {x: []}",
            "MATCH (n) WHERE (n) RETURN n",
            "MATCH p = (n)-->() WHERE p.name = 'a' RETURN p",
            "MATCH (n) RETURN length(n)",
            "MATCH ()-[r]->() RETURN labels(r)",
            "MATCH p = ()-->() RETURN size(p)",
            "RETURN any(x IN ['a'] WHERE x % 2 = 0)",
            "RETURN 1 AS x LIMIT 1.5",
        ],
    );
    all(
        "x",
        &[
            "RETURN none(x IN [1, 2.5, null] WHERE x % 2 = 0) OR null AS x",
            "WITH null AS n MATCH (n) RETURN 1 AS x",
        ],
    );
}

#[test]
fn aggregates() {
    all(
        "InvalidAggregation",
        &[
            "MATCH (n) WHERE count(n) > 1 RETURN n",
            "MATCH (n) RETURN n.x ORDER BY max(n.y)",
            "MATCH (n) RETURN [x IN [1] | count(*)]",
            "MATCH (n) WITH n.x AS x, sum(n.y) AS s ORDER BY count(*) RETURN x",
        ],
    );
    all(
        "AmbiguousAggregationExpression",
        &[
            "MATCH (a) RETURN a.x + count(*)",
            "MATCH (a) RETURN a.x + a.y, a.x + a.y + count(*)",
            "MATCH (a) RETURN a.x + a.y, count(*) AS c ORDER BY a.x + a.y + count(*)",
        ],
    );
    all(
        "UndefinedVariable",
        &["MATCH (a) RETURN count(a.x) AS c ORDER BY a.y + count(a.x)"],
    );
    all("NestedAggregation", &["RETURN count(count(*))"]);
    all(
        "NonConstantExpression",
        &["RETURN count(rand())", "MATCH (n) RETURN n SKIP n.x"],
    );
    all(
        "x, c",
        &["MATCH (a) RETURN a.x AS x, a.x + count(*) AS c ORDER BY a.x, x + 1, c"],
    );
}

#[test]
fn what_is_gathered_can_be_named_by_what_it_says() {
    all(
        "name",
        &["MATCH (a) WITH DISTINCT a.x AS name WHERE a.x = 'B' RETURN name"],
    );
    all(
        "UndefinedVariable",
        &["MATCH (a) WITH DISTINCT a.x AS name WHERE a.y = 'B' RETURN name"],
    );
}

#[test]
fn the_rest() {
    all(
        "InvalidClauseComposition",
        &[
            "RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a",
            "MATCH (n)",
        ],
    );
    all(
        "DifferentColumnsInUnion",
        &["RETURN 1 AS a UNION RETURN 1 AS b"],
    );
    all(
        "RelationshipUniquenessViolation",
        &["MATCH (a)-[r]->()-[r]->(a) RETURN r"],
    );
    all("InvalidParameterUse", &["MATCH (n $p) RETURN n"]);
    all(
        "UnexpectedSyntax",
        &[
            "MATCH (n) RETURN (n)-->()",
            "MATCH (n) RETURN size((n)-->()) AS s",
        ],
    );
    all("UnknownFunction", &["RETURN siez([])"]);
    all("InvalidNumberOfArguments", &["RETURN size()"]);
    all("NoVariablesInScope", &["MATCH () RETURN *"]);
    all("NegativeIntegerArgument", &["RETURN 1 AS a LIMIT -1"]);
    let help = |text| {
        check(&parse(text).expect("a query"))
            .expect_err("wrong")
            .help
            .expect("help")
    };
    assert_eq!(
        help("MATCH (person) RETURN persom.name"),
        "did you mean person?"
    );
    assert_eq!(help("RETURN siez([])"), "did you mean size?");
}

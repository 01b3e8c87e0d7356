//! What plans are chosen, that different plans of one question give the same rows, and that limits
//! hold. The language itself is held to by the compatibility kit (`tests/tck.rs`).

use super::*;

/// A graph of nodes `n0`, `n1`, ... of the labels A and B, found by name.
struct Small {
    labels: Vec<String>,
    rel_types: Vec<String>,
    keys: Vec<String>,
    names: Vec<String>,
    label_of: Vec<[Symbol; 1]>,
    by_label: [Vec<NodeId>; 2],
    rels: Vec<(Symbol, NodeId, NodeId)>,
    by_type: [Vec<RelId>; 2],
    out_steps: Vec<Vec<Step>>,
    in_steps: Vec<Vec<Step>>,
}

const NAME: Symbol = Symbol(0);

impl Small {
    /// Forty nodes with relationships here and there, loops and parallel ones among them.
    fn tangle() -> Small {
        let pairs = (0..130_u32).map(|at| {
            (
                (at * 23 + at / 5) % 40,
                (at * at * 3 + at * 7 + at / 7) % 40,
            )
        });
        Small::new(40, pairs)
    }

    /// Relationships between nodes by number, of the types S and T in turn.
    fn new(nodes: u32, pairs: impl Iterator<Item = (u32, u32)>) -> Small {
        let texts = |texts: [&str; 2]| texts.map(str::to_owned).to_vec();
        let label = |node: u32| u32::from(node.is_multiple_of(4));
        let labelled = |wanted: u32| (0..nodes).filter(move |node| label(*node) == wanted);
        let mut graph = Small {
            labels: texts(["A", "B"]),
            rel_types: texts(["S", "T"]),
            keys: texts(["name", "number"]),
            names: (0..nodes).map(|node| format!("n{node}")).collect(),
            label_of: (0..nodes).map(|node| [Symbol(label(node))]).collect(),
            by_label: [0, 1].map(|wanted| labelled(wanted).map(NodeId).collect()),
            rels: Vec::new(),
            by_type: Default::default(),
            out_steps: vec![Vec::new(); nodes as usize],
            in_steps: vec![Vec::new(); nodes as usize],
        };
        for (at, (from, to)) in pairs.enumerate() {
            let (rel, kind) = (RelId(at as u32), Symbol(at as u32 % 2));
            let step = |node| Step {
                rel,
                node: NodeId(node),
                kind,
            };
            graph.rels.push((kind, NodeId(from), NodeId(to)));
            graph.by_type[kind.0 as usize].push(rel);
            graph.out_steps[from as usize].push(step(to));
            graph.in_steps[to as usize].push(step(from));
        }
        for steps in graph.out_steps.iter_mut().chain(&mut graph.in_steps) {
            steps.sort_by_key(|step| (step.kind, step.rel));
        }
        graph
    }
}

fn position(names: &[String], name: &str) -> Option<Symbol> {
    let at = names.iter().position(|known| known == name)?;
    Some(Symbol(at as u32))
}

impl Store for Small {
    fn node_count(&self) -> u32 {
        self.names.len() as u32
    }
    fn rel_count(&self) -> u32 {
        self.rels.len() as u32
    }
    fn label(&self, name: &str) -> Option<Symbol> {
        position(&self.labels, name)
    }
    fn rel_type(&self, name: &str) -> Option<Symbol> {
        position(&self.rel_types, name)
    }
    fn key(&self, name: &str) -> Option<Symbol> {
        position(&self.keys, name)
    }
    fn names(&self) -> Names<'_> {
        Names {
            labels: &self.labels,
            rel_types: &self.rel_types,
            keys: &self.keys,
        }
    }
    fn labels(&self, node: NodeId) -> &[Symbol] {
        &self.label_of[node.0 as usize]
    }
    fn type_of(&self, rel: RelId) -> Symbol {
        self.rels[rel.0 as usize].0
    }
    fn ends(&self, rel: RelId) -> (NodeId, NodeId) {
        let (_, from, to) = self.rels[rel.0 as usize];
        (from, to)
    }
    fn node_property(&self, node: NodeId, key: Symbol) -> Value<'_> {
        match key {
            NAME => Value::text(self.names[node.0 as usize].as_str()),
            _ => Value::Integer(i64::from(node.0 % 7)),
        }
    }
    fn rel_property(&self, rel: RelId, key: Symbol) -> Value<'_> {
        match key {
            NAME => Value::Null,
            _ => Value::Integer(i64::from(rel.0 % 5)),
        }
    }
    fn node_keys(&self, _: NodeId) -> Vec<Symbol> {
        vec![NAME, Symbol(1)]
    }
    fn rel_keys(&self, _: RelId) -> Vec<Symbol> {
        vec![Symbol(1)]
    }
    fn out_steps(&self, node: NodeId) -> &[Step] {
        &self.out_steps[node.0 as usize]
    }
    fn in_steps(&self, node: NodeId) -> &[Step] {
        &self.in_steps[node.0 as usize]
    }
    fn nodes_with_label(&self, label: Symbol) -> &[NodeId] {
        &self.by_label[label.0 as usize]
    }
    fn rels_of_type(&self, kind: Symbol) -> &[RelId] {
        &self.by_type[kind.0 as usize]
    }
    fn nodes_by_text(&self, key: Symbol, text: &str) -> Option<Vec<NodeId>> {
        let found = || position(&self.names, text).map(|found| NodeId(found.0));
        (key == NAME).then(|| found().into_iter().collect())
    }
}

/// The rows of an answer, sorted.
fn rows(graph: &Small, text: &str, limits: &Limits) -> Result<Vec<Vec<Value<'static>>>> {
    let answer = Prepared::new(text)?.run(graph, &Params::new(), limits)?;
    let mut rows = answer.into_owned().rows;
    rows.sort();
    Ok(rows)
}

/// The operators of a query's plan.
fn operators(graph: &Small, text: &str) -> Vec<&'static str> {
    let plan = Prepared::new(text).and_then(|query| query.explain(graph, &Params::new()));
    plan.expect("a plan")
        .iter()
        .map(|line| line.operator)
        .collect()
}

/// Two questions with the same answer.
#[track_caller]
fn agree(quick: &str, slow: &str) {
    let graph = Small::tangle();
    let [quick, slow] = [quick, slow].map(|text| rows(&graph, text, &Limits::default()));
    assert!(
        quick.as_ref().is_ok_and(|rows| !rows.is_empty()),
        "{quick:?}"
    );
    assert_eq!(quick, slow);
}

/// Whether an operator is in the plan of the first question and not in that of the second.
#[track_caller]
fn only_first(operator: &str, quick: &str, slow: &str) {
    let graph = Small::tangle();
    let [quick, slow] = [quick, slow].map(|text| operators(&graph, text));
    assert!(
        quick.contains(&operator) && !slow.contains(&operator),
        "{quick:?}, {slow:?}"
    );
}

#[test]
fn a_text_is_found_by_its_index() {
    let plan = operators(
        &Small::tangle(),
        "MATCH (a:A)-[:S]->(b {name: 'n5'}) RETURN a.name",
    );
    // The name itself is compared too, for an index may find more.
    assert_eq!(
        plan,
        ["NodesByIndex", "Filter", "Expand", "Filter", "Project"]
    );
}

#[test]
fn counts_come_from_degrees() {
    for (quick, slow) in [
        (
            "MATCH (a:A)-[r:T]-() RETURN a.name, count(*)",
            "MATCH (a:A)-[r:T]-() RETURN a.name, count(r.number)",
        ),
        (
            "MATCH ()-[r]-() RETURN count(r)",
            "MATCH ()-[r]-() RETURN count(r.number)",
        ),
    ] {
        only_first("CountFromDegrees", quick, slow);
        agree(quick, slow);
    }
    let quick = "MATCH ()-[r]->() RETURN type(r), count(*), count(r)";
    let slow = "MATCH ()-[r]->() RETURN type(r), count(r.number), count(*)";
    only_first("CountByType", quick, slow);
    agree(quick, slow);
    agree(
        "MATCH (a:A) RETURN a.name, COUNT { (a)-[:S|T]-() }",
        "MATCH (a:A) RETURN a.name, size([(a)-[r]-() | r])",
    );
}

#[test]
fn equal_values_are_joined_by_a_table() {
    let quick = "MATCH (a:A)-[:S]->(b), (c:B) WHERE b.number = c.number RETURN a.name, c.name";
    let slow =
        "MATCH (a:A)-[:S]->(b), (c:B) WHERE b.number - c.number IN [0] RETURN a.name, c.name";
    only_first("HashJoin", quick, slow);
    agree(quick, slow);
}

#[test]
fn ends_are_found_without_going_all_ways() {
    for bounds in ["*1..4", "*0..2", "*..3"] {
        agree(
            &format!("MATCH (a:A)-[:T{bounds}]->(b) RETURN DISTINCT a.name, b.name"),
            &format!("MATCH (a:A)-[r:T{bounds}]->(b) RETURN DISTINCT a.name, b.name"),
        );
    }
}

#[test]
fn shortest_paths_are_as_long_from_one_end_as_from_both() {
    let graph = Small::tangle();
    for (left, right) in [("-", "-"), ("-", "->"), ("<-", "-")] {
        let from_one = format!(
            "MATCH p = shortestPath((a {{name: 'n7'}}){left}[*]{right}(b)) RETURN b.name, length(p)"
        );
        let found = rows(&graph, &from_one, &Limits::default()).expect("rows");
        assert!(found.len() > 5, "{from_one}");
        for row in found {
            let Value::String(name) = &row[0] else {
                panic!("a name expected")
            };
            let from_both = format!(
                "MATCH (a {{name: 'n7'}}), (b {{name: '{name}'}}), \
                 p = shortestPath((a){left}[*]{right}(b)) RETURN b.name, length(p)"
            );
            assert_eq!(rows(&graph, &from_both, &Limits::default()), Ok(vec![row]));
        }
    }
}

#[test]
fn limits_end_a_query() {
    let graph = Small::tangle();
    let limits = Limits {
        timeout: Some(Duration::from_millis(5)),
        ..Limits::default()
    };
    for endless in [
        "UNWIND range(1, 100000000) AS a UNWIND range(1, 100000000) AS b \
         WITH a WHERE a < 0 RETURN count(a)",
        "MATCH (a)-[*]-(b) RETURN count(*)",
        "RETURN size([x IN range(1, 99999999) | x])",
    ] {
        let error = rows(&graph, endless, &limits).expect_err("an error");
        assert_eq!(
            (error.class, error.detail),
            (Class::LimitExceeded, "Timeout")
        );
    }
    let limits = Limits {
        max_rows: Some(3),
        ..Limits::default()
    };
    let error = rows(&graph, "MATCH (a) RETURN a", &limits).expect_err("an error");
    assert_eq!(
        (error.class, error.detail),
        (Class::LimitExceeded, "TooManyRows")
    );
    let few = rows(&graph, "MATCH (a) RETURN a LIMIT 3", &limits);
    assert_eq!(few.map(|rows| rows.len()), Ok(3));
}

#[test]
fn a_profile_counts_rows() {
    let query = "PROFILE MATCH (a:B) WHERE a.number > 3 RETURN a.name";
    let query = Prepared::new(query).expect("a query");
    let graph = Small::tangle();
    let lines = query
        .run(&graph, &Params::new(), &Limits::default())
        .expect("lines");
    let counts: Vec<&Value> = lines.rows.iter().map(|row| &row[3]).collect();
    assert_eq!(
        counts,
        [10, 4, 4].map(Value::Integer).iter().collect::<Vec<_>>()
    );
}

#[test]
fn a_missing_parameter_is_named() {
    let params = Params::from([(String::from("name"), Value::text("n1"))]);
    let query = Prepared::new("MATCH (a {name: $nane}) RETURN a").expect("a query");
    let error = query
        .run(&Small::tangle(), &params, &Limits::default())
        .expect_err("an error");
    assert_eq!(error.class, Class::ParameterMissing);
    assert_eq!(error.help.as_deref(), Some("did you mean $name?"));
}

#[test]
fn chance_begins_anew_with_each_run() {
    let query = Prepared::new("RETURN rand() AS x").expect("a query");
    let run = || {
        query
            .run(&Small::tangle(), &Params::new(), &Limits::default())
            .map(Rows::into_owned)
    };
    assert_eq!(run(), run());
}

/// The messages and helps of what a query names that a graph of A and B, of S and T, does not have.
fn noticed(query: &str) -> Vec<(String, String)> {
    let notices = Prepared::new(query).unwrap().notices(&Small::tangle());
    let marked = notices.into_iter().map(|notice| {
        let help = notice.help.unwrap_or_default();
        (
            format!("{} | {}", &query[notice.span], notice.message),
            help,
        )
    });
    marked.collect()
}

#[test]
fn what_a_graph_does_not_have_is_noticed() {
    for (query, what, help) in [
        (
            "MATCH (n:A:C) RETURN n",
            "C | no node has the label C",
            "did you mean A?",
        ),
        (
            "MATCH ()-[r:S|Knows]->() RETURN r",
            "Knows | no relationship has the type Knows",
            "there are S, T",
        ),
        (
            "MATCH (n) WHERE n.nmae = 'n1' RETURN n",
            "n.nmae | nothing has the property nmae",
            "did you mean name?",
        ),
        (
            "MATCH (n {name: 'n1', numbr: 2}) RETURN n",
            "{name: 'n1', numbr: 2} | nothing has the property numbr",
            "did you mean number?",
        ),
        (
            "MATCH (n {name: 'n111'}) RETURN n",
            "'n111' | nothing has the name \"n111\"",
            "did you mean \"n11\"?",
        ),
        (
            "MATCH (n) WHERE EXISTS { (n)-->(m:D) WHERE 'x' = m.name } RETURN n:Q",
            "D | no node has the label D",
            "did you mean A?",
        ),
    ] {
        let found = noticed(query);
        assert_eq!(found[0], (what.to_owned(), help.to_owned()), "{query}");
    }
    let nested = noticed("MATCH (n) WHERE EXISTS { (n)-->(m) WHERE 'x' = m.name } RETURN n:Q");
    let nested: Vec<&str> = nested.iter().map(|(what, _)| what.as_str()).collect();
    assert_eq!(
        nested,
        [
            "'x' | nothing has the name \"x\"",
            "Q | nothing has the label or type Q"
        ]
    );
}

#[test]
fn what_may_be_something_else_is_not_noticed() {
    for query in [
        "MATCH (n:A)-[r:S]->(m) RETURN n.number, r.number, m.name",
        "MATCH (n) WITH {street: 1} AS n RETURN n.street",
        "MATCH (n) RETURN [n IN [{street: 1}] | n.street]",
        "UNWIND [{street: 1}] AS m RETURN m.street",
        "MATCH (n)-[r*]->() RETURN n.name, size(r), {street: 1}.street",
        "MATCH (n) WHERE n.name STARTS WITH 'x' RETURN n:A, $p.street",
    ] {
        assert_eq!(noticed(query), [], "{query}");
    }
}

#[test]
fn a_label_of_all_nodes_asks_nothing_unless_of_a_null() {
    let graph = Small::new(1, [(0, 0)].into_iter());
    let filtered = |graph, text| operators(graph, text).contains(&"Filter");
    let both = "MATCH (a:B)-->(b:B) RETURN a.name, b.name";
    assert!(!filtered(&graph, both));
    assert!(filtered(&Small::tangle(), both));
    let null = "OPTIONAL MATCH (a:A) WITH a MATCH (a:B) RETURN count(*) AS n";
    let none = rows(&graph, null, &Limits::default());
    assert_eq!(none, Ok(vec![vec![Value::Integer(0)]]));
}

#[test]
fn nodes_with_equal_properties_are_one_group() {
    let agree_with = |key: &str| {
        agree(
            &format!(
                "MATCH (a)-->(b) RETURN {key} AS key, count(*) AS n, min(a.name), sum(b.number)"
            ),
            &format!(
                "MATCH (a)-->(b) WITH [{key}] AS key, a, b RETURN key[0] AS key, count(*) AS n, min(a.name), sum(b.number)"
            ),
        );
    };
    agree_with("b.number");
    agree_with("b.name");
    agree_with("a.number");
    agree(
        "MATCH (a) OPTIONAL MATCH (a)-[:S]->(b:B) RETURN b.number AS key, b.number AS again, count(*) AS n",
        "MATCH (a) OPTIONAL MATCH (a)-[:S]->(b:B) WITH [b.number] AS key RETURN key[0] AS key, key[0] AS again, count(*) AS n",
    );
}

#[test]
fn a_text_is_found_in_texts_as_it_stands() {
    let graph = Small::tangle();
    let found = |condition: &str| {
        let text = format!("MATCH (a) WHERE {condition} RETURN count(*)");
        rows(&graph, &text, &Limits::default()).expect("it is well formed")[0][0].clone()
    };
    assert_eq!(found("a.name CONTAINS 'n3'"), Value::Integer(11));
    assert_eq!(found("a.name CONTAINS 'n.'"), Value::Integer(0));
    assert_eq!(found("a.name CONTAINS ''"), Value::Integer(40));
    assert_eq!(found("a.number CONTAINS '1'"), Value::Integer(0));
    assert_eq!(found("a.name CONTAINS null"), Value::Integer(0));
    assert_eq!(found("NOT a.name CONTAINS 'n3'"), Value::Integer(29));
}

//! DOT: held to the grammar of its language by a small scanner, and drawn by Graphviz itself where
//! that is installed.

use super::generated::{assembled, ontology};
use super::{exported, exported_with, nasty};
use demarche::export::{Choice, Clusters, Layout, Options};
use demarche::graph::{Assembly, Graph};
use demarche::record::Record;
use std::io::Write;
use std::process::{Command, Stdio};

/// A piece of DOT: an operator or bracket, a bare word, a quoted string (without its quotes and
/// escapes) or an HTML label.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Mark(&'static str),
    Word(String),
    Quoted(String),
    Html(String),
}

/// Takes DOT apart; panics where Graphviz would.
fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let marks = ["->", "{", "}", "[", "]", "=", ";", ","];
        if let Some(mark) = marks.into_iter().find(|mark| rest.starts_with(mark)) {
            tokens.push(Token::Mark(mark));
            rest = &rest[mark.len()..];
        } else if first.is_ascii_whitespace() {
            rest = &rest[1..];
        } else if first == '"' {
            let (string, after) = quoted(&rest[1..]);
            tokens.push(Token::Quoted(string));
            rest = after;
        } else if first == '<' {
            let (html, after) = html(rest);
            tokens.push(Token::Html(html.to_owned()));
            rest = after;
        } else {
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "_.".contains(c)));
            let end = end.unwrap_or(rest.len());
            assert!(end > 0, "no token begins with {first:?}");
            tokens.push(Token::Word(rest[..end].to_owned()));
            rest = &rest[end..];
        }
    }
    tokens
}

/// A string after its first quote, and what follows it.
fn quoted(text: &str) -> (String, &str) {
    let mut string = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                assert!(at < 16_384, "Graphviz refuses so long a string");
                return (string, &text[at + 1..]);
            }
            '\\' => {
                let (_, escaped) = chars.next().expect("a string ends in a lone backslash");
                // Only these come out of text; \N, \G, \T ... would be instructions.
                match escaped {
                    'n' => string.push('\n'),
                    '"' | '\\' => string.push(escaped),
                    other => panic!("an escape that was not meant: \\{other}"),
                }
            }
            c if c.is_control() => panic!("a control character {c:?} in a string"),
            c => string.push(c),
        }
    }
    panic!("a string is not closed: {text:.60}");
}

/// An HTML label up to its balanced end; it must be well-formed XML.
fn html(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        depth += match c {
            '<' => 1,
            '>' => -1,
            _ => 0,
        };
        if depth == 0 {
            let label = &text[1..at];
            let mut reader = quick_xml::Reader::from_str(label);
            while reader.read_event().expect("well-formed HTML label")
                != quick_xml::events::Event::Eof
            {}
            return (label, &text[at + 1..]);
        }
    }
    panic!("an HTML label is not closed: {text:.60}");
}

/// Holds DOT to its grammar and counts what it draws; panics where something is amiss.
pub fn check_dot(graph: &Graph, text: &str) {
    let tokens = tokens(text);
    assert_eq!(tokens[0], Token::Word("digraph".to_owned()));
    let mut open = Vec::new();
    let (mut nodes, mut edges) = (0, 0);
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Mark(mark @ ("{" | "[")) => open.push(*mark),
            Token::Mark("}") => assert_eq!(open.pop(), Some("{")),
            Token::Mark("]") => assert_eq!(open.pop(), Some("[")),
            // In braces a string begins a node or an edge, or ends an edge; or it is the value of an
            // attribute, or a part of the legend.
            Token::Quoted(id) if open.iter().all(|mark| *mark == "{") => {
                let before = &tokens[index - 1];
                if *before == Token::Mark("=") || id.starts_with("legend:") {
                    continue;
                }
                assert!(graph.node(id).is_some(), "{id:?} is no node");
                match &tokens[index + 1] {
                    Token::Mark("->") => edges += 1,
                    _ if *before == Token::Mark("->") => {}
                    _ => nodes += 1,
                }
            }
            _ => {}
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    assert_eq!(
        (nodes, edges),
        (graph.entity_count(), graph.relation_count())
    );
}

/// Draws the graph with every option there is.
pub fn check_drawings(graph: &Graph) {
    for (_, layout) in Layout::ALL {
        for clusters in [None, Some(Clusters::Type), Some(Clusters::Country)] {
            let options = Options {
                layout: Some(*layout),
                clusters,
                legend: clusters.is_none(),
                ..Options::default()
            };
            let dot = exported_with(graph, "dot", &options);
            check_dot(graph, &dot);
            assert!(dot.contains(&format!("layout={}", layout.as_str())));
        }
    }
}

/// The SVG that Graphviz draws; `None` with a message where it is not installed.
fn drawn(dot: &str) -> Option<String> {
    let started = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = started else {
        println!("skipped: Graphviz (dot) is not installed");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let text = dot.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && complaint.is_empty(),
        "dot: {complaint}"
    );
    Some(String::from_utf8(output.stdout).expect("SVG is UTF-8"))
}

#[test]
fn graphviz_draws_the_nasty_graph() {
    let graph = nasty();
    let files = exported(&graph);
    check_dot(&graph, files.text("graph.dot"));
    let Some(svg) = drawn(files.text("graph.dot")) else {
        return;
    };
    let edges = svg.matches("class=\"edge\"").count();
    assert_eq!(edges, graph.relation_count());
    let legend = 9;
    assert_eq!(
        svg.matches("class=\"node\"").count(),
        graph.entity_count() + legend
    );
    // As it stands, not as an instruction or entity.
    for text in [
        "C:\\new\\Names\\",
        "\\N \\G \\E \\L {a|b}",
        "AT&amp;amp;amp;T",
        "=1+1",
        "中华人民共和国",
    ] {
        assert!(svg.contains(text), "{text} is not in the drawing");
    }
}

#[test]
fn graphviz_draws_a_large_graph_with_its_legend() {
    let mut assembly = Assembly::new(ontology());
    for number in 0..160 {
        let record = format!(
            r#"{{"id": "d{number}", "title": "]]> & <b>", "date": "2024-05", "entities": [
                {{"id": "a", "type": "Person", "name": "P", "key": "P{number}"}},
                {{"id": "b", "type": "Country", "name": "C", "key": "C{}"}}], "relations": [
                {{"id": "r", "type": "represents", "source": "a", "target": "b",
                  "evidence": {{"start": 0, "end": 9}}}}]}}"#,
            number / 9
        );
        assembly
            .add_record(&serde_json::from_str::<Record>(&record).unwrap())
            .unwrap();
    }
    let graph = assembly.finish();
    let files = exported(&graph);
    let dot = files.text("graph.dot");
    check_dot(&graph, dot);
    assert!(dot.contains("layout=sfdp"));
    if let Some(svg) = drawn(dot) {
        assert_eq!(svg.matches("class=\"node\"").count(), graph.entity_count());
        for text in ["160 documents, 2024&#45;05", ">Person<", ">Country<"] {
            assert!(svg.contains(text), "{text} is not in the drawing");
        }
    }
}

#[test]
fn long_texts_are_cut() {
    let long = "word \\ \" & &amp; ".repeat(3000);
    let record = serde_json::json!({
        "id": "d", "title": long, "entities": [
            {"id": "a", "type": "Person", "name": long,
             "mentions": [{"start": 0, "end": 1, "text": format!("x{long}")}]},
            {"id": "b", "type": "Country", "name": "中".repeat(20_000), "key": "C"}],
        "relations": [{"id": "r", "type": "represents", "source": "a", "target": "b",
            "evidence": {"start": 0, "end": 9}, "quote": long, "value": long}],
    });
    let record: Record = serde_json::from_value(record).unwrap();
    let graph = assembled([&record]);
    let files = exported(&graph);
    check_dot(&graph, files.text("graph.dot"));
    drawn(files.text("graph.dot"));
}

#[test]
fn an_empty_graph_is_drawn() {
    let graph = assembled([]);
    let files = exported(&graph);
    check_dot(&graph, files.text("graph.dot"));
    drawn(files.text("graph.dot"));
}

#[test]
fn graphviz_draws_boxes() {
    let graph = nasty();
    for (clusters, boxes) in [(Clusters::Type, 9), (Clusters::Country, 0)] {
        let options = Options {
            clusters: Some(clusters),
            legend: false,
            ..Options::default()
        };
        let dot = exported_with(&graph, "dot", &options);
        if let Some(svg) = drawn(&dot) {
            assert_eq!(svg.matches("class=\"cluster\"").count(), boxes);
            let nodes = svg.matches("class=\"node\"").count();
            assert_eq!(nodes, graph.entity_count());
        }
    }
}

#[test]
fn what_belongs_to_a_country_is_in_its_box() {
    let record = serde_json::json!({
        "id": "d", "entities": [
            {"id": "a", "type": "Person", "name": "Ann", "mentions": [{"start": 0, "end": 3, "text": "Ann"}]},
            {"id": "b", "type": "Organization", "name": "Army", "mentions": [{"start": 0, "end": 3, "text": "Army"}]},
            {"id": "c", "type": "Country", "name": "Chad", "key": "TD"},
            {"id": "t", "type": "Place", "name": "Town", "mentions": [{"start": 0, "end": 3, "text": "Town"}]},
            {"id": "f", "type": "Country", "name": "France", "key": "FR"}],
        "relations": [
            {"id": "1", "type": "represents", "source": "a", "target": "c", "evidence": {"start": 0, "end": 9}},
            {"id": "2", "type": "located_in", "source": "t", "target": "c", "evidence": {"start": 0, "end": 9},
             "polarity": "negative"},
            {"id": "3", "type": "attacks", "source": "b", "target": "c", "evidence": {"start": 0, "end": 9}}],
    });
    let record: Record = serde_json::from_value(record).unwrap();
    let graph = assembled([&record]);
    let options = Options {
        clusters: Some(Clusters::Country),
        legend: false,
        ..Options::default()
    };
    let dot = exported_with(&graph, "dot", &options);
    check_dot(&graph, &dot);
    let start = dot.find("subgraph").expect("one box");
    let held = &dot[start..start + dot[start..].find("\n  }").expect("its end")];
    for (id, inside) in [
        ("country/TD", true),
        ("person/ann", true),
        ("country/FR", false),
        ("place/town", false),
        ("organization/army", false),
    ] {
        assert_eq!(held.contains(id), inside, "{id}");
    }
    assert_eq!(dot.matches("subgraph").count(), 1);
}

//! DOT: held to the grammar of its language by a small scanner, and drawn by Graphviz itself where
//! that is installed.

use super::generated::{assembled, ontology};
use super::{exported, nasty};
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
            // In the outermost braces a string begins a node or an edge, or ends an edge.
            Token::Quoted(id) if open == ["{"] => match &tokens[index + 1] {
                Token::Mark("->") => {
                    edges += 1;
                    assert!(graph.node(id).is_some(), "{id:?} is no node");
                }
                _ if tokens[index - 1] == Token::Mark("->") => {
                    assert!(graph.node(id).is_some(), "{id:?} is no node");
                }
                _ => {
                    nodes += 1;
                    assert!(graph.node(id).is_some(), "{id:?} is no node");
                }
            },
            _ => {}
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    assert_eq!(
        (nodes, edges),
        (graph.entity_count(), graph.relation_count())
    );
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

//! The formats read again: GraphML by an XML parser, the tables by a CSV parser, JSON by ourselves,
//! each compared with the graph value by value.

use super::{exported, generated::json, nasty};
use demarche::graph::{Edge, Entity, Graph};
use demarche::schema::{Modality, Polarity};
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::path::Path;

/// A node, an edge or a row by the names of its attributes.
pub type Attributes = BTreeMap<String, String>;

/// What XML can hold of a text: everything but control characters and two noncharacters.
pub fn in_xml(text: &str) -> String {
    let kept = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    text.chars()
        .map(|c| if kept(c) { c } else { '\u{FFFD}' })
        .collect()
}

/// What a cell holds of a text: one line without control characters.
pub fn in_line(text: &str) -> String {
    let breaks = |c: char| ('\t'..='\r').contains(&c) || "\u{85}\u{2028}\u{2029}".contains(c);
    let one = |c: char| match c {
        c if breaks(c) => ' ',
        c if c.is_control() || c == '\u{FFFE}' || c == '\u{FFFF}' => '\u{FFFD}',
        c => c,
    };
    text.replace("\r\n", "\n").chars().map(one).collect()
}

/// Takes off the `'` that keeps a spreadsheet from running a cell, as the head of `csv.rs` says.
fn without_guard(cell: &str) -> &str {
    let bare = cell.trim_start_matches(['\'', ' ']);
    let rest = bare.trim_start_matches(['+', '-']);
    let number = rest.starts_with(|c: char| c.is_ascii_digit())
        && rest
            .chars()
            .all(|c| c.is_ascii_digit() || ".,%".contains(c));
    match cell.strip_prefix('\'') {
        Some(text) if bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !number => {
            text
        }
        _ => cell,
    }
}

/// What a format should hold: all that is not empty.
pub fn attributes<const N: usize>(
    pairs: [(&str, String); N],
    change: fn(&str) -> String,
) -> Attributes {
    let pairs = pairs.into_iter().filter(|(_, text)| !text.is_empty());
    pairs
        .map(|(name, text)| (name.to_owned(), change(&text)))
        .collect()
}

pub fn or_id(entity: &Entity) -> String {
    match entity.name() {
        "" => entity.id().to_string(),
        name => name.to_owned(),
    }
}

pub fn joined<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    texts.join("; ")
}

pub fn some(text: Option<&str>) -> String {
    text.unwrap_or_default().to_owned()
}

pub fn statement(edge: Edge<'_>, name: &str) -> String {
    let not = match edge.relation.polarity() {
        Polarity::Positive => "",
        Polarity::Negative => "not ",
    };
    match edge.relation.modality() {
        Modality::Actual => format!("{not}{name}"),
        modality => format!("{not}{name} ({})", modality.as_str()),
    }
}

/// Parses GraphML and holds it against the graph; panics where they differ.
pub fn check_graphml(graph: &Graph, text: &str) {
    let (nodes, edges) = parse_graphml(text);
    assert_eq!(nodes.len(), graph.entity_count());
    for (entity, node) in graph.entities().zip(&nodes) {
        let expected = attributes(
            [
                ("@id", entity.id().to_string()),
                ("label", or_id(entity)),
                ("name", entity.name().to_owned()),
                (
                    "type",
                    graph.ontology().entity_info(entity.kind()).name.clone(),
                ),
                ("key", some(entity.key())),
                ("aliases", joined(entity.aliases())),
                ("mentions", entity.mention_count().to_string()),
                ("documents", entity.appearances().len().to_string()),
                ("first_date", some(entity.first_date())),
                ("last_date", some(entity.last_date())),
            ],
            in_xml,
        );
        assert_eq!(*node, expected);
    }
    assert_eq!(edges.len(), graph.relation_count());
    for (edge, read) in graph.relations().zip(&edges) {
        let relation = edge.relation;
        let info = graph.ontology().relation_info(relation.kind());
        let confidence = relation.confidence().map(|share| format!("{share:?}"));
        let expected = attributes(
            [
                ("@id", relation.id().to_owned()),
                ("@source", edge.source.id().to_string()),
                ("@target", edge.target.id().to_string()),
                ("@label", statement(edge, &info.name)),
                ("label", info.name.clone()),
                ("interaction", info.name.clone()),
                ("polarity", relation.polarity().as_str().to_owned()),
                ("modality", relation.modality().as_str().to_owned()),
                ("weight", relation.weight().to_string()),
                ("documents", joined(relation.documents())),
                ("first_date", some(relation.first_date())),
                ("last_date", some(relation.last_date())),
                ("value", some(relation.value())),
                ("role", some(relation.role())),
                ("date", some(relation.date())),
                ("attributed_to", joined(relation.attributed_to())),
                ("confidence", confidence.unwrap_or_default()),
                ("plover", some(relation.plover())),
                ("quote", some(relation.quote())),
                (
                    "symmetric",
                    if info.symmetric { "true" } else { "" }.to_owned(),
                ),
            ],
            in_xml,
        );
        assert_eq!(*read, expected);
    }
}

/// The nodes and the edges; an XML attribute has an `@` before its name.
///
/// What yEd draws is its labels alone, as the attribute `@drawn`.
pub fn parse_graphml(text: &str) -> (Vec<Attributes>, Vec<Attributes>) {
    let mut reader = quick_xml::Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = true;
    config.check_comments = true;
    let (mut nodes, mut edges) = (Vec::new(), Vec::new());
    let mut keys: BTreeMap<String, (String, String, String)> = BTreeMap::new();
    let mut item = Attributes::new();
    let mut data: Option<(String, String)> = None;
    let mut seen_graph = false;
    let mut drawn: Option<String> = None;
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Empty(tag) if tag.name().as_ref() == "key" => {
                assert!(!seen_graph, "keys come before the graph");
                let mut of = xml_attributes(&tag);
                if of.contains_key("@yfiles.type") {
                    continue;
                }
                let mut take = |name: &str| of.remove(name).expect("keys are complete");
                let key = (take("@for"), take("@attr.name"), take("@attr.type"));
                assert!(["boolean", "int", "double", "string"].contains(&key.2.as_str()));
                assert!(
                    keys.insert(take("@id"), key).is_none(),
                    "a key id is there twice"
                );
            }
            Event::Start(tag) => match tag.name().as_ref() {
                "graph" => {
                    seen_graph = true;
                    assert_eq!(xml_attributes(&tag)["@edgedefault"], "directed");
                }
                "node" | "edge" => item = xml_attributes(&tag),
                "data" if xml_attributes(&tag)["@key"].ends_with("_graphics") => {
                    drawn = Some(String::new());
                }
                _ if drawn.is_some() => {}
                "data" => {
                    data = Some((xml_attributes(&tag).remove("@key").unwrap(), String::new()))
                }
                other => assert_eq!(other, "graphml"),
            },
            Event::Text(part) => {
                assert_legal(part.as_ref());
                match data.as_mut().map(|(_, text)| text).or(drawn.as_mut()) {
                    Some(text) => text.push_str(part.as_ref()),
                    None => assert_eq!(part.trim(), ""),
                }
            }
            Event::GeneralRef(reference) => {
                let text = data.as_mut().map(|(_, text)| text).or(drawn.as_mut());
                let text = text.expect("references stand in data");
                text.push_str(&quick_xml::escape::unescape(&format!("&{};", &*reference)).unwrap());
            }
            Event::End(tag) => match tag.name().as_ref() {
                "data" if drawn.is_some() => {
                    item.insert("@drawn".to_owned(), drawn.take().unwrap());
                }
                "data" => {
                    let (key, text) = data.take().unwrap();
                    let (side, name, kind) = &keys[&key];
                    assert_eq!(side == "node", !item.contains_key("@source"));
                    check_type(kind, &text);
                    assert!(!text.is_empty(), "{name} should have been left out");
                    assert!(item.insert(name.clone(), text).is_none(), "{name} twice");
                }
                "node" => nodes.push(std::mem::take(&mut item)),
                "edge" => edges.push(std::mem::take(&mut item)),
                _ => {}
            },
            Event::Eof => return (nodes, edges),
            _ => {}
        }
    }
}

pub fn xml_attributes(tag: &BytesStart<'_>) -> Attributes {
    let mut attributes = Attributes::new();
    for attribute in tag.attributes() {
        let attribute = attribute.expect("well-formed attributes");
        assert_legal(attribute.value.as_ref());
        let name = format!("@{}", attribute.key.as_ref());
        let value = quick_xml::escape::unescape(&attribute.value).unwrap();
        attributes.insert(name, value.into_owned());
    }
    attributes
}

/// quick-xml lets characters pass that XML 1.0 forbids; other readers do not.
fn assert_legal(raw: &str) {
    let legal = |c: char| matches!(c, '\t' | '\n' | ' '..='\u{FFFD}' | '\u{10000}'..);
    assert!(raw.chars().all(legal), "{raw:?} is not XML 1.0");
}

fn check_type(kind: &str, text: &str) {
    let fits = match kind {
        "int" => text.parse::<u32>().is_ok(),
        "double" => text.parse::<f64>().is_ok(),
        "boolean" => ["true", "false"].contains(&text),
        _ => true,
    };
    assert!(fits, "{text:?} is no {kind}");
}

/// The rows of a table, its articles' text without the guard against formulas.
fn rows(text: &str) -> Vec<Attributes> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    for name in &header {
        assert!(
            name.chars().all(|c| c.is_ascii_alphanumeric()),
            "Gephi would guess at {name:?}"
        );
    }
    let rows = reader.records().map(|row| {
        let row = row.expect("every row has all cells");
        let cells = header.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
        let plain = |name: &str, cell: &str| match name {
            "Label" | "Aliases" | "SourceName" | "TargetName" | "DocumentTitle"
            | "DocumentSource" | "DocumentUrl" | "Quote" | "Trigger" | "Value" | "Role" => {
                without_guard(cell).to_owned()
            }
            _ => cell.to_owned(),
        };
        cells
            .map(|(name, cell)| (name.to_owned(), plain(name, cell)))
            .collect()
    });
    let rows: Vec<Attributes> = rows.collect();
    // The header and each row are one line.
    assert_eq!(text.lines().count(), rows.len() + 1);
    rows
}

/// Parses the three tables and holds them against the graph; panics where they differ.
pub fn check_csv(graph: &Graph, nodes: &str, edges: &str, evidence: &str) {
    let (nodes, edges, evidence) = (rows(nodes), rows(edges), rows(evidence));
    assert_eq!(nodes.len(), graph.entity_count());
    for (entity, row) in graph.entities().zip(&nodes) {
        let expected = attributes(
            [
                ("Id", entity.id().to_string()),
                ("Label", or_id(entity)),
                (
                    "Type",
                    graph.ontology().entity_info(entity.kind()).name.clone(),
                ),
                ("Key", some(entity.key())),
                ("Aliases", joined(entity.aliases())),
                ("Mentions", entity.mention_count().to_string()),
                ("Documents", entity.appearances().len().to_string()),
                ("FirstDate", some(entity.first_date())),
                ("LastDate", some(entity.last_date())),
            ],
            in_line,
        );
        assert_eq!(*row, expected);
    }
    assert_eq!(edges.len(), graph.relation_count());
    let mut evidence = evidence.iter();
    for (edge, row) in graph.relations().zip(&edges) {
        let relation = edge.relation;
        let name = &graph.ontology().relation_info(relation.kind()).name;
        let confidence = relation.confidence().map(|share| format!("{share:?}"));
        let expected = attributes(
            [
                ("Source", edge.source.id().to_string()),
                ("Target", edge.target.id().to_string()),
                ("Type", "Directed".to_owned()),
                ("Kind", statement(edge, name)),
                ("Id", relation.id().to_owned()),
                ("Label", name.clone()),
                ("Weight", relation.weight().to_string()),
                ("Polarity", relation.polarity().as_str().to_owned()),
                ("Modality", relation.modality().as_str().to_owned()),
                ("Value", some(relation.value())),
                ("Date", some(relation.date())),
                ("Role", some(relation.role())),
                ("AttributedTo", joined(relation.attributed_to())),
                ("Confidence", confidence.unwrap_or_default()),
                ("Plover", some(relation.plover())),
                ("Documents", joined(relation.documents())),
                ("FirstDate", some(relation.first_date())),
                ("LastDate", some(relation.last_date())),
                ("Quote", some(relation.quote())),
            ],
            in_line,
        );
        assert_eq!(*row, expected);
        for piece in relation.evidence() {
            let mut row = evidence
                .next()
                .expect("a row for each piece of evidence")
                .clone();
            row.remove("Trigger");
            let document = &graph.documents()[&piece.document];
            let confidence = piece
                .confidence
                .map(|share| format!("{:?}", f64::from(share)));
            let expected = attributes(
                [
                    ("EdgeId", relation.id().to_owned()),
                    ("Source", edge.source.id().to_string()),
                    ("SourceName", or_id(edge.source)),
                    ("Relation", name.clone()),
                    ("Target", edge.target.id().to_string()),
                    ("TargetName", or_id(edge.target)),
                    ("Polarity", relation.polarity().as_str().to_owned()),
                    ("Modality", relation.modality().as_str().to_owned()),
                    ("Document", piece.document.to_string()),
                    ("DocumentDate", some(document.date.as_deref())),
                    ("DocumentTitle", some(document.title.as_deref())),
                    ("DocumentSource", some(document.source.as_deref())),
                    ("DocumentUrl", some(document.url.as_deref())),
                    ("Start", piece.span.start.to_string()),
                    ("End", piece.span.end.to_string()),
                    ("Quote", piece.quote.clone()),
                    ("AttributedTo", some(piece.attributed_to.as_deref())),
                    ("Value", some(piece.value.as_deref())),
                    ("Date", some(piece.date.as_deref())),
                    ("Role", some(piece.role.as_deref())),
                    ("Frame", some(piece.frame.as_deref())),
                    ("Confidence", confidence.unwrap_or_default()),
                    ("Plover", some(piece.plover.as_deref())),
                ],
                in_line,
            );
            assert_eq!(row, expected);
        }
    }
    assert_eq!(evidence.next(), None);
}

/// Reads the JSON back and writes it again; panics where the bytes differ.
pub fn check_json(text: &str) {
    let again = Graph::read_json(text.as_bytes(), Path::new("graph.json")).expect("our own graph");
    assert_eq!(json(&again), text);
}

#[test]
fn graphml_holds_the_nasty_graph() {
    let graph = nasty();
    check_graphml(&graph, exported(&graph).text("graph.graphml"));
}

#[test]
fn tables_hold_the_nasty_graph() {
    let graph = nasty();
    let files = exported(&graph);
    let [nodes, edges, evidence] =
        ["nodes.csv", "edges.csv", "evidence.csv"].map(|name| files.text(name));
    check_csv(&graph, nodes, edges, evidence);
    // No cell of an article's text would be run; the trigger is there.
    assert!(nodes.contains(",'=1+1,Person,"));
    assert!(edges.contains(",-5%,") && evidence.contains(",'@never,"));
    assert!(evidence.contains(",said,"));
}

#[test]
fn json_holds_the_nasty_graph() {
    check_json(exported(&nasty()).text("graph.json"));
}

#[test]
fn parallel_edges_are_of_different_kinds() {
    let graph = nasty();
    let (_, edges) = parse_graphml(exported(&graph).text("graph.graphml"));
    let mut kinds: Vec<_> = edges
        .iter()
        .map(|edge| (&edge["@source"], &edge["@target"], &edge["@label"]))
        .collect();
    let before = kinds.len();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds.len(), before);
    let parallel = kinds
        .iter()
        .filter(|(from, to, _)| *from == "country/EG" && *to == "country/CN");
    assert_eq!(parallel.count(), 6);
}

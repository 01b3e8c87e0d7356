//! GEXF read again by an XML parser and held against the graph, value by value.

use super::read_back::{
    Attributes, attributes, in_xml, joined, or_id, some, statement, xml_attributes,
};
use super::{exported, nasty};
use demarche::graph::Graph;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// The first and the last day of a spell.
type Spell = (String, String);

/// A node or an edge: its attributes, those of its tag after an `@`, and when it lasts.
#[derive(Default)]
struct Item {
    attributes: Attributes,
    spells: Vec<Spell>,
}

/// Parses GEXF and holds it against the graph; panics where they differ.
pub fn check_gexf(graph: &Graph, text: &str) {
    let (nodes, edges) = parse(text);
    let date = |id: &str| graph.documents()[id].date.clone();
    assert_eq!(nodes.len(), graph.entity_count());
    for (entity, node) in graph.entities().zip(&nodes) {
        let info = graph.ontology().entity_info(entity.kind());
        let expected = attributes(
            [
                ("@id", entity.id().to_string()),
                ("@label", or_id(entity)),
                ("name", entity.name().to_owned()),
                ("type", info.name.clone()),
                ("key", some(entity.key())),
                ("aliases", joined(entity.aliases())),
                ("mentions", entity.mention_count().to_string()),
                ("documents", entity.appearances().len().to_string()),
                ("first_date", some(entity.first_date())),
                ("last_date", some(entity.last_date())),
                ("color", info.color.clone()),
            ],
            in_xml,
        );
        assert_eq!(node.attributes, expected);
        let dates = entity.appearances().keys().filter_map(|id| date(id));
        check_spells(&node.spells, dates.collect());
    }
    assert_eq!(edges.len(), graph.relation_count());
    for (edge, read) in graph.relations().zip(&edges) {
        let relation = edge.relation;
        let info = graph.ontology().relation_info(relation.kind());
        let confidence = relation.confidence().map(|share| format!("{share:?}"));
        let symmetric = if info.symmetric { "true" } else { "" };
        let expected = attributes(
            [
                ("@id", relation.id().to_owned()),
                ("@source", edge.source.id().to_string()),
                ("@target", edge.target.id().to_string()),
                ("@label", info.name.clone()),
                ("@kind", statement(edge, &info.name)),
                ("@weight", relation.weight().to_string()),
                ("relation", info.name.clone()),
                ("statement", statement(edge, &info.name)),
                ("polarity", relation.polarity().as_str().to_owned()),
                ("modality", relation.modality().as_str().to_owned()),
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
                ("symmetric", symmetric.to_owned()),
                ("color", info.color.clone()),
            ],
            in_xml,
        );
        assert_eq!(read.attributes, expected);
        let dates = relation.documents().into_iter().filter_map(date);
        check_spells(&read.spells, dates.collect());
    }
}

/// Every dated document lies in a spell, spells are in order and apart, and without dates there
/// are none. The dates of the tests are ISO 8601.
fn check_spells(spells: &[Spell], dates: Vec<String>) {
    let day = |text: &str| text.len() == 10 && text.as_bytes()[4] == b'-';
    for (first, last) in spells {
        assert!(day(first) && day(last) && first <= last, "{first} {last}");
        assert!(dates.iter().any(|date| first.starts_with(date.as_str())));
    }
    assert!(spells.windows(2).all(|pair| pair[0].1 < pair[1].0));
    for date in dates {
        let held =
            |(first, last): &Spell| first[..date.len()] <= *date && *date <= last[..date.len()];
        assert!(spells.iter().any(held), "{date} is in none of {spells:?}");
    }
}

fn parse(text: &str) -> (Vec<Item>, Vec<Item>) {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let (mut nodes, mut edges) = (Vec::new(), Vec::new());
    let mut declared: [BTreeMap<String, String>; 2] = Default::default();
    let mut class = 0;
    let mut item = Item::default();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Start(tag) => match tag.name().as_ref() {
                "attributes" => class = usize::from(xml_attributes(&tag)["@class"] == "edge"),
                "node" | "edge" => item = begun(&tag),
                "graph" => {
                    let of = xml_attributes(&tag);
                    assert_eq!(of["@defaultedgetype"], "directed");
                    assert_eq!(of["@mode"] == "dynamic", of.contains_key("@timeformat"));
                }
                _ => {}
            },
            Event::Empty(tag) => match tag.name().as_ref() {
                "attribute" => {
                    let mut of = xml_attributes(&tag);
                    let mut take = |name: &str| of.remove(name).expect("complete");
                    let (id, title, kind) = (take("@id"), take("@title"), take("@type"));
                    // Gephi drops what differs in case only.
                    assert_eq!(title, title.to_lowercase());
                    assert!(declared[class].insert(id, kind).is_none());
                }
                "attvalue" => {
                    let mut of = xml_attributes(&tag);
                    let name = of.remove("@for").expect("a name");
                    let value = of.remove("@value").expect("a value");
                    let side = usize::from(item.attributes.contains_key("@source"));
                    check_type(&declared[side][&name], &value);
                    assert!(item.attributes.insert(name, value).is_none());
                }
                "viz:color" => {
                    let of = xml_attributes(&tag);
                    let channel = |name: &str| of[name].parse::<u8>().expect("a channel");
                    let [r, g, b] = ["@r", "@g", "@b"].map(channel);
                    let color = format!("#{r:02X}{g:02X}{b:02X}");
                    item.attributes.insert("color".to_owned(), color);
                }
                "spell" => item
                    .spells
                    .push(spell(&mut xml_attributes(&tag)).expect("both ends")),
                _ => {}
            },
            Event::End(tag) => match tag.name().as_ref() {
                "node" => nodes.push(std::mem::take(&mut item)),
                "edge" => edges.push(std::mem::take(&mut item)),
                _ => {}
            },
            Event::Eof => return (nodes, edges),
            _ => {}
        }
    }
}

fn begun(tag: &BytesStart<'_>) -> Item {
    let mut attributes = xml_attributes(tag);
    let spells = spell(&mut attributes).into_iter().collect();
    Item { attributes, spells }
}

fn spell(of: &mut Attributes) -> Option<Spell> {
    Some((of.remove("@start")?, of.remove("@end")?))
}

fn check_type(kind: &str, text: &str) {
    let fits = match kind {
        "integer" => text.parse::<u32>().is_ok(),
        "double" => text.parse::<f64>().is_ok(),
        "boolean" => ["true", "false"].contains(&text),
        other => other == "string",
    };
    assert!(fits && !text.is_empty(), "{text:?} is no {kind}");
}

#[test]
fn gexf_holds_the_nasty_graph() {
    let graph = nasty();
    check_gexf(&graph, exported(&graph).text("graph.gexf"));
}

#[test]
fn without_dates_nothing_is_dynamic() {
    let record = serde_json::json!({"id": "d", "entities": [
        {"id": "a", "type": "Country", "name": "A", "key": "AA"}]});
    let graph = super::generated::assembled([&serde_json::from_value(record).unwrap()]);
    let files = exported(&graph);
    check_gexf(&graph, files.text("graph.gexf"));
    assert!(files.text("graph.gexf").contains("mode=\"static\""));
}

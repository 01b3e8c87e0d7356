//! GEXF of any version as a table: declared attributes by their titles. Colours, sizes, positions and
//! times are passed over, for they follow from the graph.

use super::items::{Item, Items, Mistake, Xml, check};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Reads all nodes and edges.
pub(super) fn read(text: &str) -> Result<Items, Mistake> {
    let mut xml = Xml::new(text);
    let mut items = Items::default();
    // Titles of the attributes of nodes and of edges, by id; defaults by title.
    let mut titles: [BTreeMap<String, String>; 2] = Default::default();
    let mut defaults: [BTreeMap<String, String>; 2] = Default::default();
    let mut class = 0;
    let mut declared: Option<String> = None;
    let mut default: Option<String> = None;
    let mut open: Vec<Item> = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "attributes" => {
                    let of = xml.attributes(&tag)?;
                    class = usize::from(of.get("class").is_some_and(|class| class == "edge"));
                }
                "attribute" => {
                    let mut of = xml.attributes(&tag)?;
                    if let Some(id) = of.remove("id") {
                        let title = of.remove("title").unwrap_or_else(|| id.clone());
                        declared = Some(title.to_lowercase());
                        titles[class].insert(id, title.to_lowercase());
                    }
                }
                "default" if declared.is_some() => default = Some(String::new()),
                "node" | "edge" => open.push(xml.item(&tag)?),
                "attvalue" => {
                    let mut of = xml.attributes(&tag)?;
                    let Some(item) = open.last_mut() else {
                        continue;
                    };
                    let side = usize::from(item.attributes.contains_key("@source"));
                    // Early versions call it id.
                    let id = of.remove("for").or_else(|| of.remove("id"));
                    let title = id.and_then(|id| titles[side].get(&id).cloned());
                    if let (Some(title), Some(value)) = (title, of.remove("value")) {
                        item.attributes.insert(title, value);
                    }
                }
                _ => {}
            },
            Event::Text(part) => {
                if let Some(text) = &mut default {
                    text.push_str(&part);
                }
            }
            Event::GeneralRef(name) => {
                let part = xml.reference(&name)?;
                if let Some(text) = &mut default {
                    text.push_str(&part);
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "default" => {
                    if let (Some(title), Some(text)) = (&declared, default.take()) {
                        defaults[class].insert(title.clone(), text);
                    }
                }
                "attribute" => declared = None,
                side @ ("node" | "edge") => {
                    let Some(item) = open.pop() else { continue };
                    items.put(side, item, &defaults[usize::from(side == "edge")]);
                }
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    check(&items)?;
    Ok(items)
}

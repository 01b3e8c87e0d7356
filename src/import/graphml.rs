//! GraphML as a table: keys name the attributes, their defaults count, and what a program draws is
//! passed over.

use super::items::{Item, Items, Mistake, Xml, check};
use quick_xml::events::Event;
use std::collections::BTreeMap;

/// Name and default of each key that holds an attribute.
#[derive(Default)]
struct Keys {
    names: BTreeMap<String, String>,
    defaults: BTreeMap<String, Vec<(String, String)>>,
}

/// Reads all nodes and edges.
pub(super) fn read(text: &str) -> Result<Items, Mistake> {
    let mut xml = Xml::new(text);
    let mut items = Items::default();
    let mut keys = Keys::default();
    // The key whose default is being read, and for what.
    let mut key: Option<(String, String)> = None;
    let mut open: Vec<Item> = Vec::new();
    // The attribute that is being read, and how deep its drawing is.
    let mut data: Option<(Option<String>, String)> = None;
    let mut inside = 0;
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                _ if data.is_some() => inside += 1,
                "key" => {
                    let mut of = xml.attributes(&tag)?;
                    if let (Some(id), Some(name)) = (of.remove("id"), of.remove("attr.name")) {
                        keys.names.insert(id, name.to_lowercase());
                        let side = of.remove("for").unwrap_or_default();
                        key = Some((side, name.to_lowercase()));
                    }
                }
                "default" if key.is_some() => data = Some((None, String::new())),
                "node" | "edge" => open.push(xml.item(&tag)?),
                "data" if !open.is_empty() => {
                    let id = xml.attributes(&tag)?.remove("key");
                    let name = id.and_then(|id| keys.names.get(&id).cloned());
                    data = Some((name, String::new()));
                }
                _ => {}
            },
            Event::Text(part) => push(&mut data, inside, &part),
            Event::CData(part) => push(&mut data, inside, &part),
            Event::GeneralRef(name) => push(&mut data, inside, &xml.reference(&name)?),
            Event::End(tag) => match tag.local_name().as_ref() {
                _ if inside > 0 => inside -= 1,
                "key" => key = None,
                "default" => {
                    if let (Some((side, name)), Some((_, text))) = (&key, data.take()) {
                        let defaults = keys.defaults.entry(side.clone()).or_default();
                        defaults.push((name.clone(), text));
                    }
                }
                "data" => {
                    if let (Some((Some(name), text)), Some(item)) = (data.take(), open.last_mut()) {
                        item.attributes.insert(name, text);
                    }
                }
                side @ ("node" | "edge") => {
                    let Some(item) = open.pop() else { continue };
                    let of = [side, "all"].map(|side| keys.defaults.get(side));
                    let defaults = of.into_iter().flatten().flatten();
                    items.put(side, item, defaults.map(|(name, text)| (name, text)));
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

fn push(data: &mut Option<(Option<String>, String)>, inside: usize, part: &str) {
    if let Some((_, text)) = data.as_mut().filter(|_| inside == 0) {
        text.push_str(part);
    }
}

//! Nodes and edges as a file has them: ids and texts by the names of their attributes.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong, and in which line where that is known.
pub(super) type Mistake = (Option<usize>, String);

/// A node or an edge. Names of attributes are in lower case; those of its tag have an `@` in front.
#[derive(Debug, Default, Clone)]
pub(super) struct Item {
    pub(super) line: usize,
    pub(super) attributes: BTreeMap<String, String>,
}

impl Item {
    /// The first of these attributes that is there and not empty.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        let mut found = names.iter().filter_map(|name| self.attributes.get(*name));
        found.find(|text| !text.is_empty()).map(String::as_str)
    }

    /// A list as our exports write it.
    pub(super) fn list(&self, name: &str) -> Vec<&str> {
        let texts = self.get(&[name]).unwrap_or_default().split("; ");
        texts.filter(|text| !text.is_empty()).collect()
    }
}

/// All of a file.
///
/// An item is opened at its tag ([`Xml::item`]) and put in at its end.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) nodes: Vec<Item>,
    pub(super) edges: Vec<Item>,
}

impl Items {
    /// Puts in an item that is read to its end, with the defaults of what it does not say.
    pub(super) fn put<'d>(
        &mut self,
        side: &str,
        mut item: Item,
        defaults: impl IntoIterator<Item = (&'d String, &'d String)>,
    ) {
        for (name, text) in defaults {
            let known = item.attributes.entry(name.clone());
            known.or_insert_with(|| text.clone());
        }
        match side {
            "node" => self.nodes.push(item),
            _ => self.edges.push(item),
        }
    }
}

/// The line in which a byte stands, counted from one.
pub(super) fn line_at(bytes: &[u8], at: usize) -> usize {
    let before = &bytes[..at.min(bytes.len())];
    1 + before.iter().filter(|&&byte| byte == b'\n').count()
}

/// Reads XML event by event and knows the line.
pub(super) struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    text: &'a str,
    /// How far lines are counted.
    counted: (usize, usize),
    open: usize,
}

impl<'a> Xml<'a> {
    pub(super) fn new(text: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = true;
        config.expand_empty_elements = true;
        Xml {
            reader,
            text,
            counted: (0, 1),
            open: 0,
        }
    }

    /// The line that is being read.
    pub(super) fn line(&mut self) -> usize {
        let at = (self.reader.buffer_position() as usize).min(self.text.len());
        let (from, line) = self.counted;
        let more = self.text.as_bytes()[from.min(at)..at].iter();
        let line = line + more.filter(|&&byte| byte == b'\n').count();
        self.counted = (at, line);
        line
    }

    pub(super) fn next(&mut self) -> Result<Event<'a>, Mistake> {
        let event = match self.reader.read_event() {
            Ok(event) => event,
            // A tag or comment without its end.
            Err(quick_xml::Error::Syntax(_)) => return Err(self.cut_off()),
            Err(error) => return Err((Some(self.line()), format!("not XML: {error}"))),
        };
        match &event {
            Event::Start(_) => self.open += 1,
            Event::End(_) => self.open -= 1,
            Event::Eof if self.open > 0 => return Err(self.cut_off()),
            _ => {}
        }
        Ok(event)
    }

    fn cut_off(&mut self) -> Mistake {
        let message = "the file ends in the middle: it was cut off; save the graph again";
        (Some(self.line()), message.to_owned())
    }

    /// The attributes of a tag, by their local names.
    pub(super) fn attributes(
        &mut self,
        tag: &BytesStart<'_>,
    ) -> Result<BTreeMap<String, String>, Mistake> {
        let mut attributes = BTreeMap::new();
        for attribute in tag.attributes() {
            let read = attribute
                .map_err(|error| error.to_string())
                .and_then(|attribute| {
                    let value = quick_xml::escape::unescape(&attribute.value);
                    let value = value.map_err(|error| error.to_string())?.into_owned();
                    Ok((attribute.key.as_ref().to_owned(), value))
                });
            let (name, value) =
                read.map_err(|error| (Some(self.line()), format!("not XML: {error}")))?;
            attributes.insert(name, value);
        }
        Ok(attributes)
    }

    /// The node or edge that a tag opens.
    pub(super) fn item(&mut self, tag: &BytesStart<'_>) -> Result<Item, Mistake> {
        let line = self.line();
        let attributes = self.attributes(tag)?.into_iter();
        let attributes = attributes.map(|(name, text)| (format!("@{name}"), text));
        Ok(Item {
            line,
            attributes: attributes.collect(),
        })
    }

    /// What a reference such as `amp` or `#10` stands for.
    pub(super) fn reference(&mut self, name: &str) -> Result<String, Mistake> {
        let text = format!("&{name};");
        let read = quick_xml::escape::unescape(&text).map(|text| text.into_owned());
        read.map_err(|error| (Some(self.line()), format!("not XML: {error}")))
    }
}

/// The local name of the first tag.
pub(super) fn root(text: &str) -> Result<String, Mistake> {
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Event::Start(tag) => return Ok(tag.local_name().as_ref().to_owned()),
            Event::Eof => {
                let message = "neither XML nor JSON; GraphML, GEXF or a graph.json is needed";
                return Err((None, message.to_owned()));
            }
            _ => {}
        }
    }
}

/// Every node has an id of its own and every edge leads from a node to a node.
pub(super) fn check(items: &Items) -> Result<(), Mistake> {
    let mut ids = BTreeSet::new();
    for node in &items.nodes {
        let line = Some(node.line);
        let Some(id) = node.attributes.get("@id") else {
            return Err((line, "a node without an id".to_owned()));
        };
        if !ids.insert(id) {
            return Err((line, format!("two nodes have the id {id:?}")));
        }
    }
    for edge in &items.edges {
        for end in ["@source", "@target"] {
            let id = edge.attributes.get(end);
            if !id.is_some_and(|id| ids.contains(id)) {
                let id = id.map(String::as_str).unwrap_or_default();
                let end = &end[1..];
                return Err((
                    Some(edge.line),
                    format!("the {end} of an edge is {id:?}, which is no node"),
                ));
            }
        }
    }
    Ok(())
}

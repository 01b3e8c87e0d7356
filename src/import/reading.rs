//! What single attributes mean: names, statements, and which attributes there are.

use super::items::Item;
use crate::schema::{Modality, Ontology, Polarity, RelationType};

/// Attributes that are read or follow from what is read; any other is reported.
#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "label", "edge label", "name", "type", "key", "aliases", "mentions", "documents", "first_date",
    "last_date", "relation", "statement", "interaction", "polarity", "modality", "weight", "value",
    "role", "date", "attributed_to", "confidence", "plover", "content", "quote", "symmetric",
    "description", "size", "r", "g", "b", "x", "y", "z", "color", "shape", "line", "width", "id",
    "timeset", "interval", "kind", "nodelabel", "edgelabel", "shared name", "shared interaction",
    "sum", "suid", "selected", "edge id", "networkx_key",
];

/// Whether an attribute is read, or follows from what is read; those of tags are.
pub(super) fn is_known(name: &str) -> bool {
    name.starts_with('@') || KNOWN.contains(&name)
}

/// The name of a node. The label is what people edit, so it counts; of an entity without a name it is
/// the id.
pub(super) fn name<'a>(item: &'a Item, id: &str) -> &'a str {
    let label = item.get(&["label", "@label", "nodelabel"]);
    let name = item.get(&["name"]).filter(|name| *name != id);
    match label {
        Some(label) if label == id => name.unwrap_or_default(),
        Some(label) => match name {
            Some(name) if plain(name) == plain(label) => name,
            _ => label,
        },
        None => name.unwrap_or_default(),
    }
}

/// Reads `not signed (future)`.
pub(super) fn statement(
    text: &str,
    ontology: &Ontology,
) -> Option<(RelationType, Polarity, Modality)> {
    let (text, polarity) = match text.strip_prefix("not ") {
        Some(text) => (text, Polarity::Negative),
        None => (text, Polarity::Positive),
    };
    let (name, modality) = match text.split_once(" (") {
        Some((name, "future)")) => (name, Modality::Future),
        Some((name, "possible)")) => (name, Modality::Possible),
        Some(_) => return None,
        None => (text, Modality::Actual),
    };
    Some((ontology.relation(name)?, polarity, modality))
}

/// A text without what a file may have changed: white space, and characters that XML cannot hold.
pub(super) fn plain(text: &str) -> String {
    let one = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        c if u32::from(c) < 0x20 => '\u{FFFD}',
        c => c,
    };
    let text: String = text.chars().map(one).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

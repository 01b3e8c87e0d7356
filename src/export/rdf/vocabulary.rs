//! The terms that the triples use: the types of the ontology, and a few of our own beside them.

use super::{OWL, OWN, PROV, RDFS, Sink, Subject};
use crate::schema::Ontology;
use oxrdf::NamedNode;
use std::collections::BTreeSet;
use std::io;

/// Properties of our own, with what they say.
const PROPERTIES: [(&str, &str); 16] = [
    ("key", "ISO 3166-1 alpha-2 for a country"),
    ("mentions", "how often documents mention it"),
    (
        "firstDate",
        "the date of the first dated document that says so",
    ),
    (
        "lastDate",
        "the date of the last dated document that says so",
    ),
    (
        "polarity",
        "whether texts affirm or deny it: positive or negative",
    ),
    (
        "modality",
        "whether it holds, is planned or is merely thinkable: actual, future or possible",
    ),
    ("weight", "how many quotations say so"),
    ("value", "a share, count or sum as written"),
    ("role", "the title as written"),
    ("date", "when it was or will be"),
    (
        "confidence",
        "how sure it is that the text says so, from 0 to 1",
    ),
    ("plover", "the PLOVER event type"),
    ("content", "what is demanded, offered or refused"),
    (
        "start",
        "where a quotation begins, in Unicode code points of the document's text",
    ),
    ("end", "where a quotation ends"),
    ("mentionedIn", "a document that mentions it"),
];

/// Classes of our own beside the types.
const CLASSES: [(&str, &str); 3] = [
    ("Document", "an article that was read"),
    (
        "Relation",
        "a statement that documents make of two entities",
    ),
    ("Quotation", "a place in a document that makes a statement"),
];

fn term(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{OWN}{name}"))
}

pub(super) fn write(ontology: &Ontology, to: Sink<'_>) -> io::Result<()> {
    let mut parents: BTreeSet<&str> = BTreeSet::new();
    let own: BTreeSet<&str> = ontology
        .entities()
        .map(|kind| ontology.entity_info(kind).name.as_str())
        .collect();
    for kind in ontology.entities() {
        let info = ontology.entity_info(kind);
        let parent = info.parent.as_deref().filter(|parent| *parent != info.name);
        parents.extend(parent.filter(|parent| !own.contains(parent)));
        let mut class = Subject::new(term(&info.name), to);
        describe(&mut class, "Class", &info.name, &info.description)?;
        if let Some(parent) = parent {
            class.say(&format!("{RDFS}subClassOf"), &term(parent))?;
        }
    }
    for parent in parents {
        let mut class = Subject::new(term(parent), to);
        class.is_a(&format!("{OWL}Class"))?;
        class.english(&format!("{RDFS}label"), parent)?;
    }
    for (name, comment) in CLASSES {
        let mut class = Subject::new(term(name), to);
        describe(&mut class, "Class", name, comment)?;
        class.say(
            &format!("{RDFS}subClassOf"),
            &NamedNode::new_unchecked(format!("{PROV}Entity")),
        )?;
    }
    for kind in ontology.relations() {
        let info = ontology.relation_info(kind);
        let mut property = Subject::new(term(&info.name), to);
        let of = match info.symmetric {
            true => "SymmetricProperty",
            false => "ObjectProperty",
        };
        describe(
            &mut property,
            of,
            &info.name.replace('_', " "),
            &info.description,
        )?;
        // Of several types, each may stand there: RDF Schema would take them for all at once.
        for (side, types) in [("domain", &info.source), ("range", &info.target)] {
            if let [only] = &types[..] {
                property.say(&format!("{RDFS}{side}"), &term(only))?;
            }
        }
    }
    for (name, comment) in PROPERTIES {
        let mut property = Subject::new(term(name), to);
        let of = match name {
            "mentionedIn" => "ObjectProperty",
            _ => "DatatypeProperty",
        };
        describe(&mut property, of, name, comment)?;
    }
    Ok(())
}

fn describe(term: &mut Subject<'_>, of: &str, label: &str, comment: &str) -> io::Result<()> {
    term.is_a(&format!("{OWL}{of}"))?;
    term.english(&format!("{RDFS}label"), label)?;
    term.english(&format!("{RDFS}comment"), comment)
}

//! Turtle and JSON-LD parsed again: both give the same triples, and those say what the graph says.

use super::{exported, nasty};
use demarche::export::Memory;
use demarche::graph::Graph;
use demarche::schema::{Modality, Polarity};
use oxrdf::{Term, Triple};
use std::collections::BTreeMap;

const OWN: &str = "urn:demarche:vocabulary:";

/// The objects of each subject and predicate, sorted.
type Said = BTreeMap<(String, String), Vec<Term>>;

fn said(triples: impl Iterator<Item = Triple>) -> Said {
    let mut said = Said::new();
    for triple in triples {
        let key = (triple.subject.to_string(), triple.predicate.into_string());
        said.entry(key).or_default().push(triple.object);
    }
    for objects in said.values_mut() {
        objects.sort_by_key(Term::to_string);
        objects.dedup();
    }
    said
}

/// `<urn:demarche:SPACE:ID>`.
fn node(space: &str, id: &str) -> String {
    let one = |byte: u8| match byte {
        b if b.is_ascii_alphanumeric() || b"-._~/".contains(&b) => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    let id: String = id.bytes().map(one).collect();
    format!("<urn:demarche:{space}:{id}>")
}

/// Parses both and holds them against the graph; panics where they differ.
pub fn check_rdf(graph: &Graph, files: &Memory) {
    let turtle = oxttl::TurtleParser::new().for_slice(files.text("graph.ttl"));
    let turtle = said(turtle.map(|triple| triple.expect("Turtle")));
    let json = oxjsonld::JsonLdParser::new().for_slice(files.text("graph.jsonld"));
    let json = said(json.map(|quad| Triple::from(quad.expect("JSON-LD"))));
    assert_eq!(turtle, json);
    let objects = |subject: &str, predicate: &str| -> Vec<String> {
        let key = (subject.to_owned(), predicate.to_owned());
        let objects = turtle.get(&key).map(Vec::as_slice).unwrap_or_default();
        let text = |term: &Term| match term {
            Term::Literal(literal) => literal.value().to_owned(),
            other => other.to_string(),
        };
        objects.iter().map(text).collect()
    };
    let own = |name: &str| format!("{OWN}{name}");
    let some = |text: Option<&str>| -> Vec<String> {
        let text = text.filter(|text| !text.is_empty());
        text.map(str::to_owned).into_iter().collect()
    };
    for entity in graph.entities() {
        let subject = node("entity", entity.id());
        let name = match entity.name() {
            "" => entity.id(),
            name => name,
        };
        assert_eq!(
            objects(&subject, "http://www.w3.org/2000/01/rdf-schema#label"),
            [name]
        );
        let mut aliases = objects(&subject, "http://www.w3.org/2004/02/skos/core#altLabel");
        aliases.sort();
        assert_eq!(aliases, entity.aliases());
        assert_eq!(objects(&subject, &own("key")), some(entity.key()));
        let mentioned = objects(&subject, &own("mentionedIn")).len();
        assert_eq!(mentioned, entity.appearances().len());
    }
    for edge in graph.relations() {
        let relation = edge.relation;
        let kind = own(&graph.ontology().relation_info(relation.kind()).name);
        let (source, target) = (
            node("entity", edge.source.id()),
            node("entity", edge.target.id()),
        );
        if (relation.polarity(), relation.modality()) == (Polarity::Positive, Modality::Actual) {
            assert!(objects(&source, &kind).contains(&target));
        }
        let subject = node("relation", relation.id());
        let rdf = |name: &str| format!("http://www.w3.org/1999/02/22-rdf-syntax-ns#{name}");
        assert_eq!(objects(&subject, &rdf("subject")), [source]);
        assert_eq!(objects(&subject, &rdf("predicate")), [format!("<{kind}>")]);
        assert_eq!(objects(&subject, &rdf("object")), [target]);
        assert_eq!(
            objects(&subject, &own("polarity")),
            [relation.polarity().as_str()]
        );
        assert_eq!(
            objects(&subject, &own("modality")),
            [relation.modality().as_str()]
        );
        assert_eq!(objects(&subject, &own("value")), some(relation.value()));
        assert_eq!(objects(&subject, &own("date")), some(relation.date()));
        let quotations = objects(&subject, "http://www.w3.org/ns/prov#wasDerivedFrom");
        assert_eq!(quotations.len(), relation.weight());
        for (index, piece) in relation.evidence().enumerate() {
            let quotation = node("quotation", &format!("{}/{}", relation.id(), index + 1));
            let prov =
                |name: &str| objects(&quotation, &format!("http://www.w3.org/ns/prov#{name}"));
            assert!(quotations.contains(&quotation));
            assert_eq!(prov("value"), some(Some(&piece.quote)));
            assert_eq!(prov("wasQuotedFrom"), [node("document", &piece.document)]);
            let speaker = piece.attributed_to.as_ref().map(|id| node("entity", id));
            assert_eq!(prov("wasAttributedTo"), Vec::from_iter(speaker));
        }
    }
    for (id, info) in graph.documents() {
        let title = objects(&node("document", id), "http://purl.org/dc/terms/title");
        assert_eq!(title, some(info.title.as_deref()));
    }
}

#[test]
fn rdf_holds_the_nasty_graph() {
    let graph = nasty();
    let files = exported(&graph);
    check_rdf(&graph, &files);
    let turtle = files.text("graph.ttl");
    assert!(turtle.contains("owl:sameAs <http://lexvo.org/id/iso3166/EG>"));
    assert!(turtle.contains("demarche:signed a owl:ObjectProperty"));
}

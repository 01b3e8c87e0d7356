//! Entities, statements, quotations and documents as triples.

use super::{DCTERMS, OWL, OWN, PROV, RDFS, SKOS, Sink, Subject, iri};
use crate::export::attributes::name_or_id;
use crate::graph::{DocumentInfo, Edge, Evidence, Graph};
use crate::schema::{Modality, Polarity};
use oxrdf::NamedNode;
use oxrdf::vocab::rdf;
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::io;

fn own(name: &str) -> String {
    format!("{OWN}{name}")
}

pub(super) fn write(graph: &Graph, to: Sink<'_>) -> io::Result<()> {
    for node in graph.petgraph().node_indices() {
        entity(graph, node, to)?;
    }
    for edge in graph.relations() {
        relation(graph, edge, to)?;
    }
    for (id, info) in graph.documents() {
        document(id, info, to)?;
    }
    Ok(())
}

fn entity(graph: &Graph, node: NodeIndex, to: Sink<'_>) -> io::Result<()> {
    let entity = graph.entity(node);
    let ontology = graph.ontology();
    let mut said = Subject::new(iri("entity", entity.id()), to);
    said.is_a(&own(&ontology.entity_info(entity.kind()).name))?;
    said.text(&format!("{RDFS}label"), Some(name_or_id(entity)))?;
    for alias in entity.aliases() {
        said.text(&format!("{SKOS}altLabel"), Some(alias))?;
    }
    said.text(&own("key"), entity.key())?;
    if ontology.is_a(entity.kind(), "Country")
        && let Some(code) = entity.key().filter(|key| is_iso_3166(key))
    {
        let lexvo = NamedNode::new_unchecked(format!("http://lexvo.org/id/iso3166/{code}"));
        said.say(&format!("{OWL}sameAs"), &lexvo)?;
    }
    said.number(&own("mentions"), entity.mention_count())?;
    said.date(&own("firstDate"), entity.first_date())?;
    said.date(&own("lastDate"), entity.last_date())?;
    for document in entity.appearances().keys() {
        said.say(&own("mentionedIn"), &iri("document", document))?;
    }
    let mut edges: Vec<EdgeIndex> = graph.petgraph().edges(node).map(|edge| edge.id()).collect();
    edges.sort();
    for edge in edges.into_iter().map(|edge| graph.edge(edge)) {
        let (polarity, modality) = (edge.relation.polarity(), edge.relation.modality());
        if (polarity, modality) == (Polarity::Positive, Modality::Actual) {
            let property = own(&ontology.relation_info(edge.relation.kind()).name);
            said.say(&property, &iri("entity", edge.target.id()))?;
        }
    }
    Ok(())
}

/// Whether ISO 3166-1 has given out or may give out the code: two letters, none of those that are
/// left to its users (as `XK` is for Kosovo).
fn is_iso_3166(key: &str) -> bool {
    let &[first, second] = key.as_bytes() else {
        return false;
    };
    let for_users = matches!(
        (first, second),
        (b'A', b'A') | (b'Q', b'M'..=b'Z') | (b'X', _) | (b'Z', b'Z')
    );
    first.is_ascii_uppercase() && second.is_ascii_uppercase() && !for_users
}

fn relation(graph: &Graph, edge: Edge<'_>, to: Sink<'_>) -> io::Result<()> {
    let relation = edge.relation;
    let kind = &graph.ontology().relation_info(relation.kind()).name;
    let pieces = relation.evidence().enumerate();
    let quotations = pieces.map(|(index, piece)| {
        let id = format!("{}/{}", relation.id(), index + 1);
        (iri("quotation", &id), piece)
    });
    let quotations: Vec<(NamedNode, &Evidence)> = quotations.collect();
    let mut said = Subject::new(iri("relation", relation.id()), to);
    said.is_a(&own("Relation"))?;
    said.is_a(rdf::STATEMENT.as_str())?;
    said.say(rdf::SUBJECT.as_str(), &iri("entity", edge.source.id()))?;
    said.say(
        rdf::PREDICATE.as_str(),
        &NamedNode::new_unchecked(own(kind)),
    )?;
    said.say(rdf::OBJECT.as_str(), &iri("entity", edge.target.id()))?;
    said.text(&own("polarity"), Some(relation.polarity().as_str()))?;
    said.text(&own("modality"), Some(relation.modality().as_str()))?;
    said.number(&own("weight"), relation.weight() as u64)?;
    said.date(&own("firstDate"), relation.first_date())?;
    said.date(&own("lastDate"), relation.last_date())?;
    said.text(&own("value"), relation.value())?;
    said.text(&own("role"), relation.role())?;
    said.date(&own("date"), relation.date())?;
    said.share(&own("confidence"), relation.confidence())?;
    said.text(&own("plover"), relation.plover())?;
    for content in relation.contents() {
        said.text(&own("content"), Some(content))?;
    }
    for (node, _) in &quotations {
        said.say(&format!("{PROV}wasDerivedFrom"), node)?;
    }
    for (node, piece) in quotations {
        quotation(node, piece, to)?;
    }
    Ok(())
}

fn quotation(node: NamedNode, piece: &Evidence, to: Sink<'_>) -> io::Result<()> {
    let mut said = Subject::new(node, to);
    said.is_a(&own("Quotation"))?;
    said.text(&format!("{PROV}value"), Some(&piece.quote))?;
    said.say(
        &format!("{PROV}wasQuotedFrom"),
        &iri("document", &piece.document),
    )?;
    if let Some(speaker) = &piece.attributed_to {
        said.say(&format!("{PROV}wasAttributedTo"), &iri("entity", speaker))?;
    }
    said.number(&own("start"), piece.span.start.into())?;
    said.number(&own("end"), piece.span.end.into())?;
    said.text(&own("value"), piece.value.as_deref())?;
    said.text(&own("role"), piece.role.as_deref())?;
    said.date(&own("date"), piece.date.as_deref())?;
    said.share(&own("confidence"), piece.confidence.map(f64::from))
}

fn document(id: &str, info: &DocumentInfo, to: Sink<'_>) -> io::Result<()> {
    let mut said = Subject::new(iri("document", id), to);
    said.is_a(&own("Document"))?;
    said.text(&format!("{DCTERMS}identifier"), Some(id))?;
    said.text(&format!("{DCTERMS}title"), info.title.as_deref())?;
    said.date(&format!("{DCTERMS}date"), info.date.as_deref())?;
    said.text(&format!("{DCTERMS}publisher"), info.source.as_deref())?;
    said.text(&format!("{DCTERMS}source"), info.url.as_deref())?;
    said.text(&format!("{DCTERMS}language"), info.language.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_iso_3166_are_told_from_others() {
        for code in ["UA", "FR", "QA", "ZW", "AQ"] {
            assert!(is_iso_3166(code), "{code}");
        }
        for other in ["XK", "AA", "QM", "ZZ", "ua", "U", "UKR", "U1", "", "É"] {
            assert!(!is_iso_3166(other), "{other}");
        }
    }
}

"""rdflib: Turtle and JSON-LD, as entities, as statements with their quotations, and as plain triples."""

import sys
from urllib.parse import unquote

import rdflib
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

import expected
from compare import Check, main
from expected import Graph

OWN = rdflib.Namespace("urn:demarche:vocabulary:")
NAMES = {
    RDFS.label: "label",
    SKOS.altLabel: "aliases",
    RDF.predicate: "type",
    RDF.subject: "source",
    RDF.object: "target",
    PROV.value: "quote",
    PROV.wasQuotedFrom: "document",
    PROV.wasAttributedTo: "attributed_to",
    PROV.wasDerivedFrom: "quotations",
    OWL.sameAs: "same",
    DCTERMS.date: "date",
    DCTERMS.identifier: "id",
    DCTERMS.language: "language",
    DCTERMS.publisher: "source",
    DCTERMS.source: "url",
    DCTERMS.title: "title",
}
LISTS = {"aliases", "mentionedIn", "quotations", "content"}


def name(iri):
    """The id behind an IRI, or the term of the vocabulary."""
    return unquote(str(iri).split(":", 3)[3]) if str(iri).startswith("urn:demarche:") else str(iri)


def plain(value):
    if isinstance(value, rdflib.URIRef):
        return name(value)
    kind = {XSD.integer: int, XSD.decimal: float}.get(value.datatype, str)
    return kind(str(value))


def described(read, subject, relations):
    """All that is said of a subject but its plain relations."""
    found = {}
    for predicate, value in read.predicate_objects(subject):
        key = NAMES.get(predicate) or name(predicate)
        if key in relations:
            continue
        if predicate == RDF.type:
            key = "classes"
        if key in LISTS or key == "classes":
            found.setdefault(key, []).append(plain(value))
        elif key in found:
            raise ValueError(f"{subject} has two of {key}")
        else:
            found[key] = plain(value)
    return {key: sorted(value) if isinstance(value, list) else value for key, value in found.items()}


def graph(path):
    read = rdflib.Graph()
    read.parse(path, format="turtle" if path.suffix == ".ttl" else "json-ld")
    kinds = (OWL.ObjectProperty, OWL.SymmetricProperty)
    relations = {name(of) for kind in kinds for of in read.subjects(RDF.type, kind)} - {"mentionedIn"}
    spaces = {space: {} for space in ("entity", "relation", "quotation", "document")}
    for subject in set(read.subjects()):
        space = str(subject).split(":")[2]
        if space in spaces:
            spaces[space][name(subject)] = described(read, subject, relations)
    triples = sorted((name(s), name(p), name(o)) for s, p, o in read if name(p) in relations)
    nodes = spaces["entity"] | {f"document {key}": of for key, of in spaces["document"].items()}
    nodes["plain triples"] = {"all": triples}
    return Graph(nodes, spaces["relation"] | spaces["quotation"])


def camel(attributes):
    return {"".join([k.split("_")[0], *map(str.capitalize, k.split("_")[1:])]): v for k, v in attributes.items()}


def wanted(data):
    graph = expected.attributed(data)
    nodes, edges, triples = {}, {}, set()
    for node in data["nodes"]:
        of = graph.nodes[node["id"]]
        of |= {"label": of.pop("name", node["id"]), "classes": [of.pop("type")]}
        of["mentionedIn"] = sorted(node["appearances"])
        of["aliases"] = sorted(of.get("aliases", []))
        del of["documents"]
        code = of.get("key", "")
        # Codes that begin with X are for everybody's own use.
        if of["classes"] == ["Country"] and len(code) == 2 and code[0] != "X":
            of["same"] = f"http://lexvo.org/id/iso3166/{code}"
        nodes[node["id"]] = camel(expected.filled(of))
    for key, document in data["graph"]["documents"].items():
        kept = {name: document.get(name) for name in ("title", "date", "source", "url", "language")}
        nodes[f"document {key}"] = expected.filled(kept) | {"id": key, "classes": ["Document"]}
    for edge in data["edges"]:
        key = edge["key"]
        of = camel(graph.edges[key])
        for elsewhere in ("documents", "attributedTo", "quote", "symmetric"):
            of.pop(elsewhere, None)
        if of["polarity"] == "positive" and of["modality"] == "actual":
            triples.add((of["source"], of["type"], of["target"]))
        of["quotations"] = sorted(f"{key}/{number}" for number in range(1, len(edge["evidence"]) + 1))
        edges[key] = of | {"classes": sorted(["Relation", str(RDF.Statement)])}
        for number, piece in enumerate(edge["evidence"], 1):
            kept = ("document", "quote", "attributed_to", "value", "role", "date", "confidence")
            said = expected.filled({name: piece.get(name) for name in kept} | piece["span"])
            edges[f"{key}/{number}"] = said | {"classes": ["Quotation"]}
    nodes["plain triples"] = {"all": sorted(triples)}
    return Graph(nodes, edges)


CHECKS = [Check("graph.ttl", graph, wanted), Check("graph.jsonld", graph, wanted)]

if __name__ == "__main__":
    sys.exit(main("rdflib", CHECKS))

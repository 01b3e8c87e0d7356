#!/usr/bin/env python3
"""Loads the formats beside JSON, GraphML and CSV into the tools that read them and compares them.

usage: formats.py FOLDER

FOLDER holds what `demarche export GRAPH --to ... -o FOLDER` wrote, all formats of `export --list`.
graph.json is what the others are held against. Prints what differs; exits 1 if anything does. A check
whose library is not installed is skipped with a message.
"""

import json
import sqlite3
import sys
from pathlib import Path
from urllib.parse import quote

import networkx as nx

from check import compare, differ, differences, in_xml, joined

# Where the XML Schema of GEXF 1.3 lies, where it is available at all.
GEXF_SCHEMA = Path(__file__).parent / "../../shared/xsd/gexf-1.3/gexf.xsd"


def load_json(folder):
    with open(folder / "graph.json", encoding="utf-8") as file:
        data = json.load(file)
    return nx.node_link_graph(data, edges="edges"), data["graph"]


def is_day(text):
    return len(text) == 10 and text[4] == text[7] == "-"


def check_gexf(folder, graph, head):
    path = folder / "graph.gexf"
    read = nx.read_gexf(path)
    differ(path.name, "class", nx.MultiDiGraph, type(read))
    differ(path.name, "nodes", set(graph.nodes), set(read.nodes))
    ends = {key: (source, target) for source, target, key in graph.edges(keys=True)}
    differ(path.name, "edges", ends, {key: (s, t) for s, t, key in read.edges(keys=True)})
    if differences:
        return
    dates = {name: document.get("date") for name, document in head["documents"].items()}
    for node, said in graph.nodes(data=True):
        found = dict(read.nodes[node])
        check_time(path.name, node, [dates[d] for d in said["appearances"]], found)
        kept = ["name", "type", "key", "mentions", "documents", "first_date", "last_date"]
        expected = {name: said.get(name) for name in kept}
        expected["aliases"] = joined(said.get("aliases", []))
        expected["label"] = said["name"] or node
        expected = {name: in_xml(value) for name, value in expected.items() if value not in (None, "")}
        compare(f"{path.name}: node {node}", expected, found, {"mentions": int, "documents": int})
    symmetric = {of["name"] for of in head["ontology"]["relation"] if of.get("symmetric")}
    for source, target, key, said in graph.edges(keys=True, data=True):
        found = dict(read.get_edge_data(source, target, key))
        check_time(path.name, key, [dates[d] for d in said["documents"]], found)
        statement = "not " * (said["polarity"] == "negative") + said["type"]
        if said["modality"] != "actual":
            statement += f" ({said['modality']})"
        kept = ["polarity", "modality", "first_date", "last_date", "value", "role", "date"]
        kept += ["confidence", "plover", "quote"]
        expected = {name: said.get(name) for name in kept}
        for name in ("documents", "attributed_to"):
            expected[name] = joined(said.get(name, []))
        expected |= {"label": said["type"], "relation": said["type"], "statement": statement, "id": key}
        expected |= {"weight": float(said["weight"]), "symmetric": True if said["type"] in symmetric else None}
        expected = {name: in_xml(value) for name, value in expected.items() if value not in (None, "")}
        types = {"weight": float, "confidence": float, "symmetric": bool}
        compare(f"{path.name}: edge {key}", expected, found, types)
    validate(path)


def check_time(name, item, dates, found):
    """Takes the spells out of what was found and holds them against the dates of the documents."""
    spells = found.pop("spells", [])
    start, end = found.pop("start", None), found.pop("end", None)
    spells = [tuple(spell) for spell in spells] or ([(start, end)] if start else [])
    for date in filter(None, dates):
        held = any(first[: len(date)] <= date <= last[: len(date)] for first, last in spells)
        differ(name, f"{date} in the spells of {item}", True, held)
    differ(name, f"days of {item}", True, all(is_day(day) for spell in spells for day in spell))


def validate(path):
    try:
        from lxml import etree
    except ImportError:
        print("skipped: lxml is not installed, GEXF is not validated")
        return
    if not GEXF_SCHEMA.exists():
        print("skipped: no XML Schema of GEXF 1.3 beside the project, GEXF is not validated")
        return
    schema = etree.XMLSchema(etree.parse(str(GEXF_SCHEMA)))
    schema.validate(etree.parse(str(path)))
    differ(path.name, "against its XML Schema", [], [str(error) for error in schema.error_log][:5])


def iri(space, name):
    return f"urn:demarche:{space}:" + quote(name, safe="-._~/")


def check_rdf(folder, graph, head):
    if not (folder / "graph.ttl").exists():
        print("skipped: no graph.ttl; the program was built without the feature rdf")
        return
    try:
        import rdflib
    except ImportError:
        print("skipped: rdflib is not installed, RDF is not read")
        return
    turtle = rdflib.Graph().parse(folder / "graph.ttl", format="turtle")
    json_ld = rdflib.Graph().parse(folder / "graph.jsonld", format="json-ld")
    differ("graph.ttl", "triples of graph.jsonld", set(turtle), set(json_ld))
    own = rdflib.Namespace("urn:demarche:vocabulary:")
    for node, said in graph.nodes(data=True):
        subject = rdflib.URIRef(iri("entity", node))
        differ("graph.ttl", f"label of {node}", said["name"] or node, str(turtle.value(subject, rdflib.RDFS.label)))
        differ("graph.ttl", f"type of {node}", own[said["type"]], turtle.value(subject, rdflib.RDF.type))
    for source, target, key, said in graph.edges(keys=True, data=True):
        ends = [rdflib.URIRef(iri("entity", end)) for end in (source, target)]
        if (said["polarity"], said["modality"]) == ("positive", "actual"):
            differ("graph.ttl", f"triple of {key}", True, (ends[0], own[said["type"]], ends[1]) in turtle)
        quotations = list(turtle.objects(rdflib.URIRef(iri("relation", key)), rdflib.PROV.wasDerivedFrom))
        quotes = sorted(str(quote) for q in quotations for quote in turtle.objects(q, rdflib.PROV.value))
        differ("graph.ttl", f"quotes of {key}", sorted(filter(None, (e.get("quote") for e in said["evidence"]))), quotes)


def check_sqlite(folder, graph, head):
    path = folder / "graph.sqlite"
    if not path.exists():
        print("skipped: no graph.sqlite; the program was built without the feature sqlite")
        return
    database = sqlite3.connect(path)
    read = {node: (kind, name) for node, kind, name in database.execute("SELECT id, type, name FROM entities")}
    differ(path.name, "entities", {node: (said["type"], said["name"]) for node, said in graph.nodes(data=True)}, read)
    for relation in head["ontology"]["relation"]:
        name = relation["name"]
        read = database.execute(f"SELECT id, source_id, target_id, quote FROM {name}").fetchall()
        expected = [(k, s, t, e.get("quote")) for s, t, k, e in graph.edges(keys=True, data=True) if e["type"] == name]
        differ(path.name, f"view {name}", sorted(expected, key=str), sorted(read, key=str))


CHECKS = [check_gexf, check_rdf, check_sqlite]


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    graph, head = load_json(folder)
    for check in CHECKS:
        check(folder, graph, head)
    for difference in differences[:20]:
        print(difference, file=sys.stderr)
    if differences:
        sys.exit(f"{folder}: {len(differences)} differences")
    names = ", ".join(check.__name__.removeprefix("check_") for check in CHECKS)
    print(f"{folder}: {len(graph)} nodes and {graph.size()} edges agree in {names}")


if __name__ == "__main__":
    main()

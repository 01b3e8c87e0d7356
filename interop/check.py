#!/usr/bin/env python3
"""Loads an exported folder with NetworkX and compares graph.json, graph.graphml and the tables.

    pip install -r interop/requirements.txt
    python interop/check.py out

Counts, ends, directions, types and every attribute must agree. Prints what differs and exits 1.
"""

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path

import networkx as nx

# What XML 1.0 cannot hold; GraphML has U+FFFD instead.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What a cell of one line cannot hold.
BREAK = re.compile("\r\n|[\t-\r\x85\u2028\u2029]")
NOT_CELL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

NODE_TYPES = {"mentions": int, "documents": int}
EDGE_TYPES = {"weight": int, "confidence": float, "symmetric": bool}

differences = []


def differ(where, what, expected, found):
    if expected != found:
        differences.append(f"{where}: {what}: expected {expected!r}, found {found!r}")


def in_xml(value):
    return NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value


def in_cell(value):
    return NOT_CELL.sub("\ufffd", BREAK.sub(" ", value)) if isinstance(value, str) else value


def joined(values):
    return "; ".join(value for value in values if value)


def expected_node(node_id, attributes):
    """The attributes of a node in GraphML, from those in JSON."""
    kept = ["name", "type", "key", "mentions", "documents", "first_date", "last_date"]
    found = {name: attributes.get(name) for name in kept}
    found["aliases"] = joined(attributes.get("aliases", []))
    found["label"] = attributes["name"] or node_id
    return {name: in_xml(value) for name, value in found.items() if value not in (None, "")}


def expected_edge(attributes, symmetric):
    """The attributes of an edge in GraphML, from those in JSON."""
    kept = ["polarity", "modality", "weight", "first_date", "last_date", "value", "role", "date"]
    kept += ["confidence", "plover", "quote"]
    found = {name: attributes.get(name) for name in kept}
    for name in ("documents", "attributed_to"):
        found[name] = joined(attributes.get(name, []))
    found["label"] = found["interaction"] = attributes["type"]
    found["symmetric"] = True if attributes["type"] in symmetric else None
    return {name: in_xml(value) for name, value in found.items() if value not in (None, "")}


def compare(where, expected, found, types):
    for name in sorted(expected.keys() | found.keys()):
        differ(where, name, expected.get(name), found.get(name))
        kind = types.get(name, str)
        if name in found and type(found[name]) is not kind:
            differ(where, f"type of {name}", kind.__name__, type(found[name]).__name__)


def check_json(data):
    """graph.json is a MultiDiGraph to NetworkX, whole; returns it."""
    graph = nx.node_link_graph(data, edges="edges")
    differ("graph.json", "class", nx.MultiDiGraph, type(graph))
    differ("graph.json", "nodes", len(data["nodes"]), graph.number_of_nodes())
    differ("graph.json", "edges", len(data["edges"]), graph.number_of_edges())
    for node in data["nodes"]:
        expected = {name: value for name, value in node.items() if name != "id"}
        differ("graph.json", f"node {node['id']}", expected, graph.nodes[node["id"]])
    for edge in data["edges"]:
        ends = {"source", "target", "key"}
        expected = {name: value for name, value in edge.items() if name not in ends}
        found = graph.get_edge_data(edge["source"], edge["target"], edge["key"])
        differ("graph.json", f"edge {edge['key']}", expected, found)
        differ("graph.json", f"weight of {edge['key']}", len(edge["evidence"]), edge["weight"])
    return graph


def check_graphml(path, graph, symmetric):
    read = nx.read_graphml(path, force_multigraph=True)
    differ(path.name, "class", nx.MultiDiGraph, type(read))
    differ(path.name, "nodes", set(graph.nodes), set(read.nodes))
    ends = {key: (source, target) for source, target, key in graph.edges(keys=True)}
    differ(path.name, "edges", ends, {key: (s, t) for s, t, key in read.edges(keys=True)})
    if differences:
        return
    for node, attributes in graph.nodes(data=True):
        where = f"{path.name}: node {node}"
        compare(where, expected_node(node, attributes), dict(read.nodes[node]), NODE_TYPES)
    for source, target, key, attributes in graph.edges(keys=True, data=True):
        found = dict(read.get_edge_data(source, target, key))
        found.pop("id", None)
        where = f"{path.name}: edge {key}"
        compare(where, expected_edge(attributes, symmetric), found, EDGE_TYPES)


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, strict=True))
    for number, row in enumerate(table, 2):
        if None in row or None in row.values():
            differences.append(f"{path.name}:{number}: not as many cells as the header")
    return table


def check_tables(folder, graph):
    nodes, edges, evidence = (rows(folder / f"{name}.csv") for name in ("nodes", "edges", "evidence"))
    expected = sorted((in_cell(node), kind) for node, kind in graph.nodes(data="type"))
    differ("nodes.csv", "ids and types", expected, sorted((row["Id"], row["Type"]) for row in nodes))
    expected, quoted = [], Counter()
    for source, target, key, of in graph.edges(keys=True, data=True):
        ends = (key, in_cell(source), in_cell(target))
        expected.append((*ends, of["type"], of["polarity"], of["modality"], str(of["weight"])))
        for piece in of["evidence"]:
            span = piece["span"]
            place = (in_cell(piece["document"]), str(span["start"]), str(span["end"]))
            quoted[(*ends, *place)] += 1
    columns = ["Id", "Source", "Target", "Label", "Polarity", "Modality", "Weight"]
    found = sorted(tuple(row[column] for column in columns) for row in edges)
    differ("edges.csv", "edges", sorted(expected), found)
    differ("edges.csv", "Type", {"Directed"} if edges else set(), {row["Type"] for row in edges})
    kinds = Counter((row["Source"], row["Target"], row["Kind"]) for row in edges)
    differ("edges.csv", "kinds that Gephi would merge", [], [k for k, n in kinds.items() if n > 1])
    columns = ["EdgeId", "Source", "Target", "Document", "Start", "End"]
    found = Counter(tuple(row[column] for column in columns) for row in evidence)
    differ("evidence.csv", "rows", quoted, found)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    with open(folder / "graph.json", encoding="utf-8") as file:
        data = json.load(file)
    graph = check_json(data)
    relations = data["graph"]["ontology"]["relation"]
    symmetric = {relation["name"] for relation in relations if relation.get("symmetric")}
    check_graphml(folder / "graph.graphml", graph, symmetric)
    check_tables(folder, graph)
    for difference in differences[:20]:
        print(difference, file=sys.stderr)
    if differences:
        sys.exit(f"{folder}: {len(differences)} differences")
    print(f"{folder}: {len(graph)} nodes and {graph.size()} edges agree in JSON, GraphML and CSV")


if __name__ == "__main__":
    main()

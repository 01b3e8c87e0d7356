"""What graph.json says, in the terms of every other format.

Each function takes the graph as loaded from graph.json and gives a `Graph`: nodes by id and edges by id,
each a dict of attributes; an edge has its ends as `source` and `target`. What is missing is left out.
"""

import calendar
import datetime
import json
import re
from typing import NamedTuple

# What XML 1.0 cannot hold; U+FFFD stands for it.
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What a cell of one line cannot hold: a space and U+FFFD stand for them.
BREAK = re.compile("\r\n|[\t-\r\x85\u2028\u2029]")
NOT_CELL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# What a spreadsheet takes for a formula: it has a `'` in front.
FORMULA = re.compile(r"[' ]*(?![+-]+[0-9][0-9.,%]*\Z)[=+@＝＋－＠-]")


class Graph(NamedTuple):
    nodes: dict
    edges: dict
    directed: bool = True
    # What the reader itself complains of.
    complaints: tuple = ()


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def filled(attributes, change=lambda text: text):
    """Without what is missing, and every text changed."""
    return {
        name: change(value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value not in (None, "", [])
    }


def in_xml(text):
    return NOT_XML.sub("\ufffd", text)


def in_cell(text):
    return NOT_CELL.sub("\ufffd", BREAK.sub(" ", text))


def guarded(text):
    """A text of an article in a cell."""
    cell = in_cell(text)
    return "'" + cell if FORMULA.match(cell) else cell


def joined(texts):
    return "; ".join(text for text in texts or [] if text)


def statement(edge):
    """Tells parallel edges apart: the relation with polarity and modality."""
    negated = "not " if edge["polarity"] == "negative" else ""
    modality = "" if edge["modality"] == "actual" else f" ({edge['modality']})"
    return f"{negated}{edge['type']}{modality}"


def node_attributes(node):
    """All of a node but what documents say of it one by one."""
    kept = ["name", "type", "key", "aliases", "mentions", "documents", "first_date", "last_date"]
    return {name: node.get(name) for name in kept}


def edge_attributes(edge, symmetric):
    """All of an edge but its ends, its id and its evidence."""
    kept = ["type", "polarity", "modality", "weight", "documents", "first_date", "last_date", "value"]
    kept += ["role", "date", "attributed_to", "confidence", "plover", "quote"]
    found = {name: edge.get(name) for name in kept}
    found["symmetric"] = True if edge["type"] in symmetric else None
    return found


def symmetric_relations(data):
    relations = data["graph"]["ontology"]["relation"]
    return {relation["name"] for relation in relations if relation.get("symmetric")}


def node_link(data):
    """All of graph.json, for who reads it as it is."""
    nodes = {node["id"]: {k: v for k, v in node.items() if k != "id"} for node in data["nodes"]}
    edges = {edge["key"]: {k: v for k, v in edge.items() if k != "key"} for edge in data["edges"]}
    return Graph(nodes, edges)


def attributed(data):
    """Nodes and edges with lists as lists: for databases."""
    symmetric = symmetric_relations(data)
    nodes = {node["id"]: filled(node_attributes(node)) for node in data["nodes"]}
    edges = {}
    for edge in data["edges"]:
        ends = {"source": edge["source"], "target": edge["target"]}
        edges[edge["key"]] = filled(edge_attributes(edge, symmetric)) | ends
    return Graph(nodes, edges)


def xml(data):
    """Lists as one text, and only what XML can hold; the label of a node is its name or id."""
    graph = attributed(data)
    nodes, edges = {}, {}
    for key, node in graph.nodes.items():
        node["label"] = node.get("name", key)
        node["aliases"] = joined(node.get("aliases"))
        nodes[in_xml(key)] = filled(node, in_xml)
    for key, edge in graph.edges.items():
        edge["statement"] = statement(edge)
        for name in ("documents", "attributed_to"):
            edge[name] = joined(edge.get(name))
        edges[key] = filled(edge, in_xml)
    return Graph(nodes, edges)


def graphml(data):
    """The relation is `label` and `interaction`; `statement` stands where only Gephi looks."""
    graph = xml(data)
    for edge in graph.edges.values():
        edge["label"] = edge["interaction"] = edge.pop("type")
        del edge["statement"]
    return graph


def graphml_of_gephi(data):
    """It does not need `interaction`."""
    graph = graphml(data)
    for edge in graph.edges.values():
        del edge["interaction"]
    return graph


def graphml_of_cytoscape(data):
    """`interaction` tells parallel edges apart, `relation` does not, and `name` of an edge says all, as Cytoscape
    names edges."""
    graph = graphml(data)
    names = {key: node.pop("label") for key, node in graph.nodes.items()}
    for key, node in graph.nodes.items():
        node["name"] = names[key]
    for edge in data["edges"]:
        of = graph.edges[edge["key"]]
        of["relation"] = of.pop("label")
        of["interaction"] = statement(edge)
        of["name"] = f"{names[of['source']]} ({of['interaction']}) {names[of['target']]}"
    return graph


def with_colors(graph, data):
    """The colour that the ontology gives to a type."""
    ontology = data["graph"]["ontology"]
    colors = {kind["name"]: kind["color"].upper() for side in ("entity", "relation") for kind in ontology[side]}
    for node in graph.nodes.values():
        node["color"] = colors[node["type"]]
    for edge in graph.edges.values():
        edge["color"] = colors[edge["label"]]
    return graph


def gexf(data):
    """The relation is `label` and `relation`; `spells` are the days that are spoken of."""
    graph = xml(data)
    dates = {key: document.get("date") for key, document in data["graph"]["documents"].items()}
    for node in data["nodes"]:
        graph.nodes[in_xml(node["id"])]["spells"] = spells(dates[key] for key in node["appearances"])
    for edge in data["edges"]:
        found = graph.edges[edge["key"]]
        found["label"] = found["relation"] = found.pop("type")
        found["spells"] = spells(dates[key] for key in edge["documents"])
    return Graph(*({key: filled(each) for key, each in side.items()} for side in graph[:2]))


def with_kinds(graph, data):
    """For readers that know kinds of edges."""
    for edge in data["edges"]:
        graph.edges[edge["key"]]["kind"] = statement(edge)
    return graph


def days(date):
    """The first and the last day that a date means."""
    year, month, day = ([int(part) for part in date[:10].split("-")] + [None, None])[:3]
    last = day or calendar.monthrange(year, month or 12)[1]
    return datetime.date(year, month or 1, day or 1), datetime.date(year, month or 12, last)


def spells(dates):
    """The days of dates as text, what overlaps or follows joined."""
    found = []
    for first, last in sorted(days(date) for date in dates if date):
        if found and first <= found[-1][1] + datetime.timedelta(days=1):
            found[-1][1] = max(found[-1][1], last)
        else:
            found.append([first, last])
    return [(str(first), str(last)) for first, last in found]


def camel(name):
    return "".join(word.capitalize() for word in name.split("_"))


def tables(data):
    """nodes.csv and edges.csv: what an article says is guarded, ids and names of types are not."""
    graph = attributed(data)
    nodes, edges = {}, {}
    said = {"aliases", "label", "value", "role", "quote"}
    for key, node in graph.nodes.items():
        # An id in place of a name is not guarded.
        label = guarded(node.pop("name")) if "name" in node else in_cell(key)
        node["aliases"] = joined(node.get("aliases"))
        row = {k: (guarded if k in said else in_cell)(v) if isinstance(v, str) else v for k, v in node.items()}
        nodes[in_cell(key)] = filled({camel(k): v for k, v in row.items()} | {"Label": label})
    for key, edge in graph.edges.items():
        edge["kind"] = statement(edge)
        edge["label"], edge["type"] = edge["type"], "Directed"
        edge.pop("symmetric", None)
        for name in ("documents", "attributed_to"):
            edge[name] = joined(edge.get(name))
        row = {k: (guarded if k in said else in_cell)(v) if isinstance(v, str) else v for k, v in edge.items()}
        edges[key] = filled({camel(k): v for k, v in row.items()})
        edges[key] |= {end: edges[key].pop(end.capitalize()) for end in ("source", "target")}
    return Graph(nodes, edges)


def evidence(data):
    """The rows of evidence.csv."""
    named = {node["id"]: guarded(node["name"]) or in_cell(node["id"]) for node in data["nodes"]}
    rows = []
    for edge in data["edges"]:
        of_edge = {"EdgeId": edge["key"], "Relation": edge["type"]}
        of_edge |= {"Polarity": edge["polarity"], "Modality": edge["modality"]}
        for end in ("source", "target"):
            of_edge |= {end.capitalize(): in_cell(edge[end]), f"{end.capitalize()}Name": named[edge[end]]}
        for piece in edge["evidence"]:
            row = {camel(k): piece.get(k) for k in ("document", "attributed_to", "date", "frame", "plover")}
            row = {name: in_cell(value) for name, value in row.items() if value}
            for name in ("quote", "value", "role"):
                row[camel(name)] = guarded(piece.get(name) or "")
            start, end = piece["span"]["start"], piece["span"]["end"]
            if "trigger" in piece:
                first, last = (piece["trigger"][at] - start for at in ("start", "end"))
                row["Trigger"] = guarded(piece["quote"][first:last])
            document = data["graph"]["documents"].get(piece["document"], {})
            for name in ("title", "source", "url"):
                row[f"Document{camel(name)}"] = guarded(document.get(name) or "")
            row |= {"DocumentDate": document.get("date"), "Confidence": piece.get("confidence")}
            rows.append(filled(of_edge | row | {"Start": start, "End": end}))
    return rows

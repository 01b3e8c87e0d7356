"""Cytoscape.js (with cytoscape-graphml) and graphology: node-link JSON, GraphML and, the latter, GEXF.

They know one kind of numbers, so that 1.0 comes back as 1. cytoscape-graphml gives every value as a text,
under the id of its key in place of the key's name.
"""

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import expected
import install
from compare import Check, main
from expected import Graph

SCRIPT = Path(__file__).with_suffix(".mjs")


def read(reader, path):
    """What the script found; it is run where the packages are installed."""
    command = ["node", SCRIPT, reader, path.absolute()]
    done = subprocess.run(command, cwd=install.node(), capture_output=True, encoding="utf-8")
    if done.returncode:
        raise OSError(done.stderr)
    found = json.loads(done.stdout)
    return Graph(dict(found["nodes"]), dict(found["edges"]), found["directed"])


def cytoscape(path):
    graph = read("cytoscape", path)
    for each in [*graph.nodes.values(), *graph.edges.values()]:
        del each["id"]
    return graph


def cytoscape_graphml(path):
    graph = cytoscape(path)
    named = [{k.removeprefix("n_"): v for k, v in node.items()} for node in graph.nodes.values()]
    edges = [{k.removeprefix("e_"): v for k, v in edge.items()} for edge in graph.edges.values()]
    for each in [*named, *edges]:
        for drawn in ("color", "shape", "size", "line", "width"):
            each.pop(drawn, None)
    return Graph(dict(zip(graph.nodes, named)), dict(zip(graph.edges, edges)))


def changed(graph, change):
    sides = [{key: {k: change(v) for k, v in each.items()} for key, each in side.items()} for side in graph[:2]]
    return Graph(*sides)


def number(value):
    """As it is in JavaScript's JSON."""
    if isinstance(value, list):
        return [number(each) for each in value]
    if isinstance(value, dict):
        return {key: number(each) for key, each in value.items()}
    return int(value) if isinstance(value, float) and value.is_integer() else value


def text(value):
    return json.dumps(value) if isinstance(value, (bool, int, float)) else value


def of_gexf(data):
    """graphology knows nothing of time, and has what it draws as attributes of their own."""
    graph = changed(expected.with_kinds(expected.gexf(data), data), number)
    for each in [*graph.nodes.values(), *graph.edges.values()]:
        each.pop("spells", None)
    return graph


def gexf(path):
    graph = read("graphology", path)
    for each in [*graph.nodes.values(), *graph.edges.values()]:
        for drawn in ("color", "size", "shape", "thickness", "x", "y", "z"):
            each.pop(drawn, None)
    return graph


GRAPHOLOGY = partial(read, "graphology")
CHECKS = {
    "Cytoscape.js": [
        Check("graph.json", cytoscape, lambda data: changed(expected.node_link(data), number)),
        Check("graph.graphml", cytoscape_graphml, lambda data: changed(expected.graphml(data), text)),
        Check(
            "graph.cytoscape.graphml",
            cytoscape_graphml,
            lambda data: changed(expected.graphml_of_cytoscape(data), text),
        ),
    ],
    "graphology": [
        Check("graph.json", GRAPHOLOGY, lambda data: changed(expected.node_link(data), number)),
        Check("graph.graphml", GRAPHOLOGY, lambda data: changed(expected.graphml(data), number)),
        Check("graph.gexf", gexf, of_gexf),
    ],
}

if __name__ == "__main__":
    sys.exit(max(main(reader, checks) for reader, checks in CHECKS.items()))

"""python-igraph: GraphML.

It knows a missing text as an empty one, a missing number as NaN, a missing truth as False, and every number
as a float. The ids that it shows for edges are those of nodes, so edges are told apart by all that they say
of themselves.
"""

import sys

import igraph

import expected
from compare import Check, main
from expected import Graph

WHOLE = {"mentions", "documents", "weight"}


def filled(attributes):
    found = {}
    for name, value in attributes.items():
        if value is None or value is False or value == "" or value != value or name == "id":
            continue
        found[name] = int(value) if name in WHOLE and isinstance(value, float) else value
    return found


def by_statement(edges):
    told = ("source", "target", "label", "polarity", "modality")
    return {tuple(edge[name] for name in told): edge for edge in edges}


def graphml(path):
    read = igraph.Graph.Read_GraphML(str(path))
    ids = read.vs["id"]
    edges = [filled(e.attributes()) | {"source": ids[e.source], "target": ids[e.target]} for e in read.es]
    if len(by_statement(edges)) != len(edges):
        raise ValueError("parallel edges of one kind")
    nodes = {node["id"]: filled(node.attributes()) for node in read.vs}
    return Graph(nodes, by_statement(edges), read.is_directed())


def wanted(data):
    graph = expected.graphml(data)
    return Graph(graph.nodes, by_statement(graph.edges.values()))


CHECKS = [Check("graph.graphml", graphml, wanted)]

if __name__ == "__main__":
    sys.exit(main("igraph", CHECKS))

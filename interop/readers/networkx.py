"""NetworkX: node-link JSON, GraphML in all profiles (it knows yEd's extension of it too), and GEXF."""

import sys
from functools import partial

import networkx as nx

import expected
from compare import Check, main
from expected import Graph


DRAWN = {"color", "shape", "shape_type", "size", "line", "width", "r", "g", "b", "x", "y", "description"}


def graph(read):
    """The nodes and the edges of a MultiDiGraph; nothing less holds parallel edges."""
    if type(read) is not nx.MultiDiGraph:
        raise TypeError(f"expected a MultiDiGraph, found {type(read).__name__}")
    edges = {}
    for source, target, key, attributes in read.edges(keys=True, data=True):
        edges[key] = {k: v for k, v in attributes.items() if k != "id"} | {"source": source, "target": target}
    return Graph({node: dict(attributes) for node, attributes in read.nodes(data=True)}, edges)


def node_link(path):
    return graph(nx.node_link_graph(expected.load(path), edges="edges"))


def graphml(path):
    return graph(nx.read_graphml(path, force_multigraph=True))


def drawn(path):
    """Without what is for the eye alone."""
    read = graphml(path)
    sides = [{k: {a: b for a, b in of.items() if a not in DRAWN} for k, of in side.items()} for side in read[:2]]
    return Graph(*sides)


def without_labels(read, *of):
    """What yEd draws takes the place of the label, and has line breaks."""
    graph = read(*of)
    for each in [*graph.nodes.values(), *graph.edges.values()]:
        each.pop("label", None)
    return graph


def gexf(path):
    read = graph(nx.read_gexf(path))
    for each in [*read.nodes.values(), *read.edges.values()]:
        each.pop("viz", None)
        start, end = each.pop("start", None), each.pop("end", None)
        if start:
            each["spells"] = [(start, end)]
        if "weight" in each:
            each["weight"] = int(each["weight"])
    return read


CHECKS = [
    Check("graph.json", node_link, expected.node_link),
    Check("graph.graphml", graphml, expected.graphml),
    Check("graph.gephi.graphml", drawn, expected.graphml_of_gephi),
    Check("graph.yed.graphml", partial(without_labels, drawn), partial(without_labels, expected.graphml_of_gephi)),
    Check("graph.cytoscape.graphml", drawn, expected.graphml_of_cytoscape),
    Check("graph.gexf", gexf, expected.gexf),
]

if __name__ == "__main__":
    sys.exit(main("NetworkX", CHECKS))

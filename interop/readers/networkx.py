"""NetworkX: node-link JSON, GraphML and GEXF."""

import sys

import networkx as nx

import expected
from compare import Check, main
from expected import Graph


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
    Check("graph.gexf", gexf, expected.gexf),
]

if __name__ == "__main__":
    sys.exit(main("NetworkX", CHECKS))

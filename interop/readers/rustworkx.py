"""rustworkx: GraphML. Its node-link JSON is one of its own, with numbers as ids and nothing but texts."""

import sys

import rustworkx

import expected
from compare import Check, main
from expected import Graph


def filled(attributes):
    return {name: value for name, value in attributes.items() if value is not None and name != "id"}


def graphml(path):
    (read,) = rustworkx.read_graphml(str(path))
    ids = [node["id"] for node in read.nodes()]
    edges = {}
    for source, target, attributes in read.weighted_edge_list():
        edges[attributes["id"]] = filled(attributes) | {"source": ids[source], "target": ids[target]}
    nodes = {node["id"]: filled(node) for node in read.nodes()}
    return Graph(nodes, edges, isinstance(read, rustworkx.PyDiGraph))


CHECKS = [Check("graph.graphml", graphml, expected.graphml)]

if __name__ == "__main__":
    sys.exit(main("rustworkx", CHECKS))

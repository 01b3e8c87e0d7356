"""lxml: GEXF against its own XML Schema, where that lies beside the checkout, with ids and ends."""

import sys

from lxml import etree

import expected
import install
from compare import Check, main
from expected import Graph

SCHEMA = install.HERE.parent.parent / "shared/xsd/gexf-1.3/gexf.xsd"


def gexf(path):
    schema, read = etree.XMLSchema(etree.parse(SCHEMA)), etree.parse(path)
    schema.validate(read)
    complaints = tuple(f"line {error.line}: {error.message}" for error in schema.error_log)
    nodes = {node.get("id"): {} for node in read.iter("{*}node")}
    edges = {edge.get("id"): {end: edge.get(end) for end in ("source", "target")} for edge in read.iter("{*}edge")}
    return Graph(nodes, edges, complaints=complaints)


def wanted(data):
    graph = expected.gexf(data)
    ends = {key: {end: edge[end] for end in ("source", "target")} for key, edge in graph.edges.items()}
    return Graph(dict.fromkeys(graph.nodes, {}), ends)


CHECKS = [Check("graph.gexf", gexf, wanted)]

if __name__ == "__main__":
    if not SCHEMA.exists():
        print("lxml         the schema of GEXF does not lie beside the checkout: not validated")
        sys.exit()
    sys.exit(main("lxml", CHECKS))

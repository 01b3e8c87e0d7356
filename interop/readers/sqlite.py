"""SQLite, by Python's sqlite3."""

import sqlite3
import sys
from contextlib import closing

import expected
from compare import Check, main
from expected import Graph


def rows(database, table, order):
    return [expected.filled(row) for row in database.execute(f"SELECT * FROM {table} ORDER BY {order}")]


def graph(path):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = lambda cursor, row: {of[0]: value for of, value in zip(cursor.description, row)}
        complaints = [str(row) for row in database.execute("PRAGMA foreign_key_check")]
        complaints += [row for (row,) in map(dict.values, database.execute("PRAGMA integrity_check")) if row != "ok"]
        nodes = {row.pop("id"): row for row in rows(database, "entities", "id")}
        edges = {row.pop("id"): row for row in rows(database, "relations", "id")}
        for row in rows(database, "aliases", "entity, alias"):
            nodes[row["entity"]].setdefault("aliases", []).append(row["alias"])
        for row in rows(database, "evidence", "relation, number"):
            edges[row.pop("relation")].setdefault("evidence", []).append(row)
        for kind in {edge["type"] for edge in edges.values()}:
            for row in rows(database, f'"{kind}"', "id"):
                edges[row["id"]]["view"] = [kind, row.get("source"), row.get("target")]
    return Graph(nodes, edges, complaints=tuple(complaints))


def wanted(data):
    graph = expected.attributed(data)
    names = {key: node.get("name") for key, node in graph.nodes.items()}
    for node in graph.nodes.values():
        node["aliases"] = sorted(node.get("aliases", []))
    for edge in data["edges"]:
        found = graph.edges[edge["key"]]
        found["view"] = [found["type"], names[edge["source"]], names[edge["target"]]]
        found["evidence"] = [evidence(number, piece) for number, piece in enumerate(edge["evidence"], 1)]
        for in_evidence in ("documents", "attributed_to", "symmetric"):
            found.pop(in_evidence, None)
    return Graph(*({key: expected.filled(each) for key, each in side.items()} for side in graph[:2]))


def evidence(number, piece):
    kept = ("document", "quote", "attributed_to", "value", "date", "role", "frame", "confidence", "plover", "content")
    row = {name: piece.get(name) for name in kept} | {"number": number} | piece["span"]
    trigger = piece.get("trigger", {})
    return expected.filled(row | {f"trigger_{at}": value for at, value in trigger.items()})


CHECKS = [Check("graph.sqlite", graph, wanted)]

if __name__ == "__main__":
    sys.exit(main("sqlite3", CHECKS))

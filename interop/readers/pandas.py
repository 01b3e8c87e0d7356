"""pandas: the tables, with the types that it finds in them."""

import sys

import pandas

import expected
from compare import Check, main
from expected import Graph


def rows(path):
    """Texts stay texts (`NA` is a name as good as another); numbers are what pandas takes for such."""
    numbers = {"Mentions", "Documents", "Weight", "Confidence", "Start", "End"}
    empty = {"keep_default_na": False, "na_values": {name: [""] for name in numbers}}
    table = pandas.read_csv(path, **empty, dtype_backend="numpy_nullable")
    for column in table.columns:
        if column not in numbers and not pandas.api.types.is_string_dtype(table[column]):
            table[column] = pandas.read_csv(path, usecols=[column], dtype=str, keep_default_na=False)[column]
    found = table.astype(object).to_dict("records")
    return [{k: v for k, v in row.items() if v is not pandas.NA and v != ""} for row in found]


def graph(nodes, edges):
    found = [{row.pop("Id"): row for row in rows(path)} for path in (nodes, edges)]
    for edge in found[1].values():
        edge |= {end: edge.pop(end.capitalize()) for end in ("source", "target")}
    return Graph(*found)


CHECKS = [
    Check("nodes.csv edges.csv", graph, expected.tables),
    Check("evidence.csv", rows, expected.evidence),
]

if __name__ == "__main__":
    sys.exit(main("pandas", CHECKS))

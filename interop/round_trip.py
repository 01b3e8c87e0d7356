#!/usr/bin/env python3
"""What another program read and saved comes home unchanged.

usage: round_trip.py DEMARCHE GRAPH FOLDER

DEMARCHE is the program, GRAPH a graph.json. It is exported as GraphML and GEXF into FOLDER, read and
written again by NetworkX and python-igraph, and imported with `--base`: the result must be GRAPH to the
byte, without a warning.
"""

import subprocess
import sys
from pathlib import Path

import networkx as nx


def with_networkx(before, after):
    if before.suffix == ".gexf":
        # Times are refused on the way out; colours are not asked for.
        graph = nx.read_gexf(before)
        for _, of in [*graph.nodes(data=True), *((key, of) for *_, key, of in graph.edges(keys=True, data=True))]:
            for name in ("start", "end", "spells"):
                of.pop(name, None)
        nx.write_gexf(graph, after, version="1.2draft")
    else:
        nx.write_graphml(nx.read_graphml(before, force_multigraph=True), after, edge_id_from_attribute="id")


def with_igraph(before, after):
    try:
        import igraph
    except ImportError:
        print("skipped: python-igraph is not installed")
        return
    graph = igraph.Graph.Read_GraphML(str(before))
    graph.write_graphml(str(after))


WAYS = [("graph.graphml", with_networkx), ("graph.gexf", with_networkx), ("graph.graphml", with_igraph)]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    program, base, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    command = [program, "export", str(base), "--to", "graphml,gexf", "-o", str(folder)]
    subprocess.run(command, check=True)
    for name, way in WAYS:
        before = folder / name
        after = folder / f"{way.__name__}-{name}"
        way(before, after)
        if not after.exists():
            continue
        command = [program, "import", str(after), "--base", str(base)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        print(f"{name} {way.__name__.replace('_', ' ')}: {'the same' if done.stdout == base.read_text() else 'DIFFERS'}")
        if done.stderr:
            print(done.stderr, file=sys.stderr)
        if done.stdout != base.read_text():
            (folder / "came-home.json").write_text(done.stdout)
            sys.exit(f"{after}: it is another graph now, {folder / 'came-home.json'}")


if __name__ == "__main__":
    main()

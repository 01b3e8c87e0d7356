"""Reads a GraphML file with one library and writes it again: a row of the benchmark's table for each.

    python peers.py networkx|igraph|rustworkx FILE RUNS

Time is time on the processor, of writing the shortest of so many runs; memory is what writing took
above the graph.
"""

import os
import sys
import tempfile
import time


def memory(field):
    with open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith(field):
                return int(line.split()[1]) / 1000
    return 0


def measured(what, work, size_of, times=1):
    before = memory("VmRSS:")
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as refs:
            refs.write("5")
    except OSError:
        pass
    runs = []
    for _ in range(times):
        begun = time.process_time()
        result = work()
        runs.append(time.process_time() - begun)
    seconds = min(runs)
    size = os.path.getsize(size_of) / 1e6
    peak = max(memory("VmHWM:") - before, 0)
    print(f"| {what} | {seconds:.3f} | {size:.1f} | {size / seconds:.0f} | {peak:.0f} |", flush=True)
    return result


def main(library, path, runs):
    written = os.path.join(tempfile.mkdtemp(dir=os.path.dirname(path)), "written.graphml")
    if library == "networkx":
        import networkx

        read, write = networkx.read_graphml, networkx.write_graphml
    elif library == "igraph":
        import igraph

        read, write = igraph.Graph.Read_GraphML, igraph.Graph.write_graphml
    else:
        import rustworkx

        read = lambda path: rustworkx.read_graphml(path)[0]
        write = rustworkx.digraph_write_graphml
    graph = measured(f"{library} reads graphml", lambda: read(path), path)
    if library == "rustworkx":
        # It cannot write attributes that are nowhere set.
        for each in [*graph.nodes(), *graph.edges()]:
            for name in [name for name, value in each.items() if value is None]:
                del each[name]
    measured(library, lambda: write(graph, written), written, times=int(runs))
    os.remove(written)


main(*sys.argv[1:])

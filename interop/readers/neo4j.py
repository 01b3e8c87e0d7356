"""Neo4j: a server is filled by its importer, by the script, and by `demarche push` where there is one.

Each way, what Cypher then finds is compared with graph.json; script and push are run twice, for the second
run must change nothing. A push that is killed in its midst is gone on with by the same command, and what was
changed of a node or an edge since is set right.
"""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import neo4j

import expected
import install
from compare import Check, main
from expected import Graph
from neo4j_server import PASSWORD, Server


def found(driver):
    """All that is in the database. Entities and documents are told apart by what their ids begin with."""

    def identity(node):
        return ("document " if "Document" in node.labels else "") + node["id"]

    records, _, _ = driver.execute_query("MATCH (n) RETURN n")
    nodes = {}
    for (node,) in records:
        if identity(node) in nodes:
            raise ValueError(f"{identity(node)!r} is there twice")
        nodes[identity(node)] = {k: v for k, v in node.items() if k != "id"} | {"labels": sorted(node.labels)}
    records, _, _ = driver.execute_query("MATCH (a)-[r]->(b) RETURN a, r, b")
    edges = {}
    for source, edge, target in records:
        ends = {"source": identity(source), "target": identity(target), "label": edge.type}
        key = edge.get("id") or f"{ends['source']} in {ends['target']}"
        if key in edges:
            raise ValueError(f"{key!r} is there twice")
        edges[key] = {k: v for k, v in edge.items() if k != "id"} | ends
    return Graph(nodes, edges)


def wanted(data, change=lambda text: text):
    """`change` is what becomes of a text on its way."""
    graph = expected.attributed(data)
    parents = {kind["name"]: kind.get("parent") for kind in data["graph"]["ontology"]["entity"]}
    nodes, edges = {}, {}
    for key, node in graph.nodes.items():
        nodes[key] = changed(node, change)
        nodes[key]["labels"] = sorted(filter(None, ["Entity", node["type"], parents[node["type"]]]))
    for key, document in data["graph"]["documents"].items():
        kept = ("title", "date", "source", "url", "language")
        document = {name: document.get(name) for name in kept}
        nodes[f"document {change(key)}"] = changed(document, change) | {"labels": ["Document"]}
    for edge in data["edges"]:
        of = graph.edges[edge["key"]]
        of["label"] = of.pop("type").upper()
        of["quotes"] = sorted({piece.get("quote", "") for piece in edge["evidence"]} - {""})
        edges[edge["key"]] = changed(of, change)
    for node in data["nodes"]:
        for document, appearance in node["appearances"].items():
            ends = {"source": node["id"], "target": f"document {change(document)}"}
            of = ends | {"label": "MENTIONED_IN", "mentions": appearance["mentions"]}
            edges[f"{ends['source']} in {ends['target']}"] = of
    return Graph(nodes, edges)


def changed(attributes, change):
    """A changed text may come to be in a list twice; it is there as often as it was."""
    lists = {k: [change(each) for each in v] for k, v in attributes.items() if isinstance(v, list)}
    return expected.filled(attributes | lists, change)


def empty(driver):
    driver.execute_query("MATCH (n) DETACH DELETE n")


def imported(session, *_):
    found_at_first, complaint = session["imported"]
    if complaint:
        raise complaint
    return found_at_first


def scripted(session, path):
    server, driver = session["server"], session["driver"]
    empty(driver)
    twice = server.home / "twice.cypher"
    twice.write_bytes(path.read_bytes() * 2)
    server.run_script(twice)
    return found(driver)


def push(path, address, *options, password=PASSWORD):
    """The process of a push; its environment has the password."""
    command = [os.environ["DEMARCHE"], "push", path, address, *options]
    environment = os.environ | {"NEO4J_USERNAME": "neo4j", "NEO4J_PASSWORD": password}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, encoding="utf-8")


def ended(process, status=0):
    """What a push says on standard error."""
    out, error = process.communicate(timeout=300)
    if PASSWORD in out + error:
        raise ValueError("it tells the password")
    if process.returncode != status or out:
        raise OSError(f"exit {process.returncode}, standard output {out!r}: {error}")
    return error


def written(process):
    """How many nodes and edges a push says that it wrote."""
    words = ended(process).split()
    return int(words[0]), int(words[3])


def agree(*checks):
    for what, see, ask in checks:
        if see != ask:
            raise ValueError(f"{what}: expected {ask!r}, found {see!r}")


def pushed(session, path):
    server, driver = session["server"], session["driver"]
    empty(driver)
    first, second = written(push(path, server.uri)), written(push(path, server.uri, "--batch", "7"))
    whole = found(driver)
    agree(
        ("what the first run wrote", first, (len(whole.nodes), len(whole.edges))),
        ("what the second run wrote", second, (0, 0)),
    )
    # What someone changed is set right, what is not of the graph stays.
    driver.execute_query("MATCH (n:Entity) WITH n ORDER BY n.id LIMIT 1 SET n.name = 'changed', n.note = 'mine'")
    driver.execute_query("MATCH ()-[r]->() WHERE r.id IS NOT NULL WITH r ORDER BY r.id LIMIT 1 SET r.role = 'changed'")
    agree(("what a run after changes wrote", written(push(path, server.uri)), (1, 1)))
    notes, _, _ = driver.execute_query("MATCH (n {note: 'mine'}) REMOVE n.note RETURN n")
    agree(("the notes of others", len(notes), 1), ("all that is there", found(driver), whole))
    return whole


def resumed(session, path):
    """A push that is killed when some of its transactions are there, and run again."""
    server, driver = session["server"], session["driver"]
    empty(driver)
    process = push(path, f"bolt://127.0.0.1:{server.port}/neo4j", "--batch", "1")

    def there():
        records, _, _ = driver.execute_query("MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n), count(r)")
        return tuple(records[0])

    while sum(there()) < 5 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    before = there()
    rest = written(push(path, server.uri))
    after = there()
    agree(
        ("killed in its midst", 0 < sum(before) < sum(after), True),
        ("what was left to write", rest, (after[0] - before[0], after[1] - before[1])),
    )
    return found(driver)


def refused(session, path):
    """What cannot be done says where and what to do, and leaves the database as it was."""
    server, driver = session["server"], session["driver"]
    for address, password, told in (
        (server.uri, "wrong", 'it does not let "neo4j" in'),
        (f"{server.uri}/nowhere", PASSWORD, "create the database or name another"),
        (f"bolt+ssc://127.0.0.1:{server.port}", PASSWORD, "no Neo4j answers"),
        ("bolt://127.0.0.1:1", PASSWORD, "no Neo4j answers"),
    ):
        error = ended(push(path, address, password=password), status=2)
        if told not in error:
            raise ValueError(f"{address}: {error}")
    return found(driver)


def can_push():
    """A build without it says so before it looks at its arguments."""
    program = os.environ.get("DEMARCHE")
    if not program:
        return False
    tried = subprocess.run([program, "push", "-", "nowhere"], capture_output=True, encoding="utf-8")
    return "has no scheme" in tried.stderr


def of(folder):
    """The checks of one graph on a server of its own; it gives the number of failures."""
    if not can_push() and not any((folder / name).exists() for name in ("neo4j/import.sh", "graph.cypher")):
        print(f"Neo4j        {folder.name:<9} {'':<23} -        nothing of its is written by this version")
        return 0
    server = Server(install.TARGET / "neo4j" / folder.name)
    session, complaint = {"server": server}, None
    if (folder / "neo4j/import.sh").exists():
        try:
            server.import_tables(folder / "neo4j")
        except OSError as error:
            complaint = error
    with server, neo4j.GraphDatabase.driver(server.uri, auth=("neo4j", PASSWORD)) as driver:
        session["driver"] = driver
        if (folder / "neo4j/constraints.cypher").exists():
            for statement in (folder / "neo4j/constraints.cypher").read_text().split(";\n"):
                if statement.strip():
                    driver.execute_query(statement)
        session["imported"] = (found(driver), complaint)
        checks = [
            Check("neo4j/import.sh", partial(imported, session), partial(wanted, change=expected.in_cell)),
            Check("graph.cypher", partial(scripted, session), wanted),
        ]
        if can_push():
            checks += [Check("graph.json", partial(way, session), wanted) for way in (pushed, resumed, refused)]
        return main("Neo4j", checks, [folder])


if __name__ == "__main__":
    # Ended from outside, it ends its server too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    sys.exit(max(of(Path(folder).absolute()) for folder in sys.argv[1:]))

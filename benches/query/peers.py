"""Asks the questions of the benchmark of another engine, and prints times and answers as JSON.

    python peers.py kuzu|neo4j QUESTIONS FOLDER

FOLDER holds the tables that the benchmark wrote. Times are those of the clock, the median of several runs after
some that are not counted; rows are fetched in each.
"""

import json
import shutil
import statistics
import subprocess
import sys
import time
import tomllib
from pathlib import Path

RUNS = 9
WARMING = 3


def answers(questions, ask):
    found = []
    for question in questions:
        for _ in range(WARMING):
            rows = ask(question)
        times = []
        for _ in range(RUNS):
            begun = time.perf_counter()
            rows = ask(question)
            times.append(time.perf_counter() - begun)
        found.append({"seconds": statistics.median(times), "rows": [list(row) for row in rows]})
    return found


def kuzu_text(question):
    return question.get("kuzu", question["cypher"])


# As a process of its own: from the start of Python to the answer, from a database on disk.
KUZU_FIRST = "import kuzu, sys; print(kuzu.Connection(kuzu.Database(sys.argv[1])).execute(sys.argv[2]).get_all())"


def kuzu(questions, folder):
    import kuzu

    path = folder / "kuzu.db"
    for old in folder.glob("kuzu.db*"):
        shutil.rmtree(old) if old.is_dir() else old.unlink()
    begun = time.perf_counter()
    database = kuzu.Database(str(path))
    connection = kuzu.Connection(database)
    tables = sorted((folder / "kuzu").glob("*.csv"))
    nodes = [table.stem for table in tables if "." not in table.stem]
    for name in nodes:
        columns = "id STRING PRIMARY KEY, name STRING, first_date STRING, last_date STRING"
        connection.execute(f"CREATE NODE TABLE {name}({columns})")
        connection.execute(f'COPY {name} FROM "{folder}/kuzu/{name}.csv" (HEADER=false)')
    pairs = [table.stem.split(".") for table in tables if "." in table.stem]
    for kind in sorted({kind for kind, _, _ in pairs}):
        ends = ", ".join(f"FROM {a} TO {b}" for known, a, b in pairs if known == kind)
        columns = "id STRING, weight INT64, documents STRING[], first_date STRING, confidence DOUBLE, quote STRING"
        connection.execute(f"CREATE REL TABLE {kind}({ends}, {columns})")
    for kind, a, b in pairs:
        options = f"HEADER=false, PARALLEL=true, FROM='{a}', TO='{b}'"
        connection.execute(f'COPY {kind} FROM "{folder}/kuzu/{kind}.{a}.{b}.csv" ({options})')
    connection.execute(kuzu_text(questions[0])).get_all()
    copied = time.perf_counter() - begun
    found = answers(questions, lambda question: connection.execute(kuzu_text(question)).get_all())
    connection.close()
    database.close()
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        first = [sys.executable, "-c", KUZU_FIRST, str(path), kuzu_text(questions[0])]
        subprocess.run(first, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begun)
    loads = [("`COPY` of CSV into a new database", copied), ("its database on disk, opened", statistics.median(times))]
    return {"engine": f"Kuzu {kuzu.__version__}", "loads": loads, "answers": found}


def neo4j(questions, folder):
    sys.path.insert(0, str(Path(__file__).parents[2] / "interop"))
    import neo4j
    import neo4j_server

    # A server that is meant to answer for long, with room for all of the graph.
    neo4j_server.JAVA = "java -Xmx6g -XX:+UseG1GC -Dfile.encoding=UTF-8 -Xlog:disable -cp".split()
    neo4j_server.CONFIGURATION = neo4j_server.CONFIGURATION.replace("pagecache.size=64m", "pagecache.size=4g")
    first = questions[0]["cypher"]

    def driver(server):
        # Straight to the one server, without asking it for a routing table.
        address = server.uri.replace("neo4j://", "bolt://")
        return neo4j.GraphDatabase.driver(address, auth=("neo4j", neo4j_server.PASSWORD))

    server = neo4j_server.Server(folder / "neo4j-home")
    begun = time.perf_counter()
    server.import_tables(folder / "neo4j")
    with server, driver(server) as connected, connected.session(database="neo4j") as session:

        def ask(text):
            return list(session.run(text))

        for statement in (folder / "neo4j/constraints.cypher").read_text().split(";"):
            lines = [line for line in statement.splitlines() if not line.startswith("//")]
            if "".join(lines).strip():
                ask("\n".join(lines))
        ask("CALL db.awaitIndexes(300)")
        ask(first)
        imported = time.perf_counter() - begun
        found = answers(questions, lambda question: ask(question["cypher"]))
        version = ask("CALL dbms.components() YIELD versions RETURN versions[0]")[0][0]
    loads = [("import of CSV, start of the server, indexes", imported)]
    return {"engine": f"Neo4j {version}", "loads": loads, "answers": found}


if __name__ == "__main__":
    engine, listed, folder = sys.argv[1:]
    with open(listed, "rb") as file:
        questions = tomllib.load(file)["question"]
    figures = {"kuzu": kuzu, "neo4j": neo4j}[engine](questions, Path(folder))
    # Kuzu's sums are decimals.
    print(json.dumps(figures, default=float))

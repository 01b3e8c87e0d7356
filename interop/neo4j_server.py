"""A real Neo4j server (Community Edition) out of its artifacts, with its importer and its shell.

    target/interop/python/bin/python interop/neo4j_server.py

starts an empty one and prints where it listens, until it is ended.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import neo4j

import install

PASSWORD = "interoperable"
# It starts sooner with a simple compiler and when its classes are not verified, and lives for seconds.
JAVA = "java -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -Xlog:disable".split()
JAVA += ["-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote", "-cp"]
CONFIGURATION = """server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=64m
dbms.usage_report.enabled=false
db.tx_log.preallocate=false
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A home of its own, empty at first; `with` starts the server and ends it."""

    def __init__(self, home):
        self.home = Path(home).absolute()
        self.classpath = install.jars("neo4j")
        self.port = free_port()
        self.uri = f"neo4j://127.0.0.1:{self.port}"
        self.environment = os.environ | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        shutil.rmtree(self.home, ignore_errors=True)
        (self.home / "conf").mkdir(parents=True)
        (self.home / "conf/neo4j.conf").write_text(CONFIGURATION.format(port=self.port))
        self.admin = self.program("neo4j-admin", "org.neo4j.cli.AdminTool")
        self.shell = self.program("cypher-shell", "org.neo4j.shell.Main")

    def program(self, name, main):
        """A script as the server's distribution has it."""
        path = self.home / name
        path.write_text(f'#!/bin/sh\nexec {" ".join(JAVA)} "$NEO4J_CLASSPATH" {main} "$@"\n')
        path.chmod(0o755)
        self.environment["NEO4J_CLASSPATH"] = self.classpath
        return path

    def run(self, *command):
        done = subprocess.run(
            command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=600,
        )
        if done.returncode:
            raise OSError(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def import_tables(self, folder):
        """By the script that lies beside the tables."""
        self.environment["NEO4J_ADMIN"] = str(self.admin)
        return self.run("sh", folder / "import.sh")

    def run_script(self, path):
        address = ["-a", self.uri, "-u", "neo4j", "-p", PASSWORD]
        return self.run(self.shell, *address, "--fail-fast", "-f", path)

    def __enter__(self):
        entry = "org.neo4j.server.CommunityEntryPoint"
        places = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}"]
        command = [*JAVA, self.classpath, entry, *places, "--console-mode"]
        self.log = open(self.home / "log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(command, env=self.environment, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(4800):
            said = (self.home / "log").read_text(encoding="utf-8")
            if "Started." in said:
                self.set_password()
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        self.__exit__()
        raise OSError(f"the server does not start:\n{said[-4000:]}")

    def set_password(self):
        """A new server wants its first password changed."""
        with neo4j.GraphDatabase.driver(self.uri, auth=("neo4j", "neo4j")) as driver:
            change = f"ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO '{PASSWORD}'"
            driver.execute_query(change, database_="system")

    def __exit__(self, *_):
        # Nothing that it holds is needed again.
        self.process.kill()
        self.process.wait()
        self.log.close()


if __name__ == "__main__":
    with Server(install.TARGET / "neo4j/serve") as server:
        print(f"{server.uri}, user neo4j, password {PASSWORD}; end it with ^C", flush=True)
        try:
            server.process.wait()
        except KeyboardInterrupt:
            sys.exit()

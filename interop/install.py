"""Installs what the readers need into target/interop, once for each version of their lists."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "target" / "interop"


def run(*command, **options):
    """Runs a quiet command; what it said is shown where it fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout}")


def need(packages, *commands):
    """Programs of the system, through Debian's packages where they are missing."""
    if all(shutil.which(command) for command in commands):
        return
    if not shutil.which("apt-get"):
        sys.exit(f"interop needs {' and '.join(commands)}")
    sudo = [] if os.geteuid() == 0 else ["sudo"]
    # Two jobs may want to install at once.
    patient = ["-qq", "-o", "DPkg::Lock::Timeout=300"]
    run(*sudo, "apt-get", *patient, "update")
    run(*sudo, "apt-get", *patient, "install", "-y", "--no-install-recommends", *packages)


def once(name, listed, make):
    """Makes TARGET/name unless it was made of the same list."""
    stamp = TARGET / f"{name}.stamp"
    digest = hashlib.sha256(listed.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        TARGET.mkdir(parents=True, exist_ok=True)
        make()
        stamp.write_text(digest)
    return TARGET / name


def python():
    """A Python with the packages of requirements.txt; gives its program."""
    listed = HERE / "requirements.txt"

    def make():
        run(sys.executable, "-m", "venv", "--clear", TARGET / "python")
        pip = [TARGET / "python/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, "--requirement", listed)

    return once("python", listed, make) / "bin/python"


def node():
    """A folder with the packages of package.json."""
    need(["nodejs", "npm"], "node", "npm")
    listed = HERE / "package.json"

    def make():
        folder = TARGET / "node"
        folder.mkdir(exist_ok=True)
        shutil.copy(listed, folder)
        run("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", cwd=folder)

    return once("node", listed, make)


def jars(name):
    """The class path of the artifacts of name.xml."""
    need(["default-jdk-headless", "maven"], "java", "mvn")
    listed = HERE / f"{name}.xml"
    path = TARGET / f"{name}.classpath"

    def make():
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
        run("mvn", "--batch-mode", "--quiet", "--file", listed, goal, f"-Dmdep.outputFile={path}")

    # Maven's own store may have been emptied since.
    if path.exists() and not all(map(os.path.exists, path.read_text().split(os.pathsep))):
        (TARGET / f"{name}.classpath.stamp").unlink(missing_ok=True)
    return once(path.name, listed, make).read_text()


def jvm():
    """The library of the Java that `java` runs."""
    home = Path(os.environ.get("JAVA_HOME") or Path(shutil.which("java")).resolve().parent.parent)
    return str(home / "lib/server/libjvm.so")

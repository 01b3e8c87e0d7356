"""Compares what a reader found in a file with what graph.json says, one by one."""

import re
import sys
import time
from pathlib import Path
from typing import Callable, NamedTuple

import expected

SHOWN = 8


class Known(NamedTuple):
    """Differences of a graph that are known: those that the pattern matches."""

    graph: str
    pattern: str
    why: str


class Check(NamedTuple):
    """`read` takes the paths of the files and gives a `Graph`, or a list of rows."""

    files: str
    read: Callable
    expect: Callable
    known: tuple = ()


def differences(wanted, found):
    """What differs, in sentences."""
    if isinstance(wanted, list):
        return list(of_rows(wanted, found))
    said = [f"it says: {complaint}" for complaint in found.complaints]
    if wanted.directed != found.directed:
        said.append(f"directed: expected {wanted.directed}, found {found.directed}")
    for what, ours, theirs in zip(("node", "edge"), wanted, found):
        said += [f"{what} {key!r} is missing" for key in ours.keys() - theirs.keys()]
        said += [f"{what} {key!r} is in no graph.json" for key in theirs.keys() - ours.keys()]
        for key in ours.keys() & theirs.keys():
            said += of_attributes(f"{what} {key!r}", ours[key], theirs[key])
    return said


def of_attributes(where, ours, theirs):
    for name in sorted(ours.keys() | theirs.keys()):
        ask, see = ours.get(name), theirs.get(name)
        if ask != see or type(ask) is not type(see):
            yield f"{where}: {name}: expected {ask!r}, found {see!r}"


def of_rows(ours, theirs):
    if len(ours) != len(theirs):
        yield f"expected {len(ours)} rows, found {len(theirs)}"
    for number, (ask, see) in enumerate(zip(ours, theirs), 1):
        yield from of_attributes(f"row {number}", ask, see)


def size(wanted):
    if isinstance(wanted, list):
        return f"{len(wanted)} rows"
    return f"{len(wanted.nodes)} nodes, {len(wanted.edges)} edges"


def run(reader, check, folder):
    """Does a check and prints its line; gives the number of failures."""
    paths = [folder / name for name in check.files.split()]
    line = f"{reader:<12} {folder.name:<9} {check.files:<23}"
    if not any(path.exists() for path in paths):
        print(f"{line} -        not written by this version")
        return 0
    data = expected.load(folder / "graph.json")
    begun = time.monotonic()
    try:
        found = check.read(*paths)
    except Exception as error:
        said = [f"cannot be read: {type(error).__name__}: {error}"]
    else:
        said = differences(check.expect(data), found)
    seconds = f"{time.monotonic() - begun:6.2f} s"
    notes, failures = [], list(said)
    for known in check.known:
        if known.graph == folder.name:
            matched = [sentence for sentence in said if re.search(known.pattern, sentence)]
            failures = [sentence for sentence in failures if sentence not in matched]
            notes.append(f"    known: {known.why} ({len(matched)} differences)")
            if not matched:
                failures.append(f"no longer differs, so take it off the list of what is known: {known.why}")
    outcome = f"FAILED   {len(failures)} differences" if failures else f"ok       {size(check.expect(data))}"
    print(f"{line} {outcome}, {seconds}", *notes, *(f"    {failure:.400}" for failure in failures[:SHOWN]), sep="\n")
    return bool(failures)


def main(reader, checks, folders=None):
    """Does all checks on the folders, or on those that the command line names."""
    folders = folders or [Path(folder) for folder in sys.argv[1:]]
    if not folders:
        sys.exit(f"usage: {sys.argv[0]} FOLDER...\n\nEach FOLDER has a graph.json and the files that were made of it.")
    failed = sum(run(reader, check, folder) for folder in folders for check in checks)
    sys.stdout.flush()
    return 1 if failed else 0

"""Gephi: its own import code (the Gephi Toolkit, without a screen) on GraphML, GEXF and the tables.

Every file is taken as Gephi's import dialog proposes. Of a table it guesses that a column of dates has
points in time, where a month is its first day, and takes off the spaces around each text. A picture of the
last graph is left beside it, gephi.svg.
"""

import html
import math
import os
import re
import sys
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path
from xml.etree import ElementTree

import jpype

import expected
import install
from compare import Check, main
from expected import Graph

DATE = re.compile(r"\d{4}(-\d\d){0,2}\Z")
JAVA = ["-Djava.awt.headless=true", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def start():
    """Starts Java in this process."""
    classpath = install.jars("gephi").split(os.pathsep)
    jpype.startJVM(install.jvm(), *JAVA, classpath=classpath, convertStrings=True)
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()


def service(name):
    return jpype.JClass("org.openide.util.Lookup").getDefault().lookup(jpype.JClass(name))


def load(*paths):
    """Imports files into a new workspace, the second added to the first; gives its model and the complaints."""
    projects = service("org.gephi.project.api.ProjectController")
    projects.newProject()
    workspace = projects.getCurrentWorkspace()
    importer = service("org.gephi.io.importer.api.ImportController")
    append = jpype.JClass("org.gephi.io.processor.plugin.AppendProcessor")
    complaints = []
    for path in paths:
        container = importer.importFile(jpype.JClass("java.io.File")(str(path)))
        for issue in container.getReport().getIssues(1000):
            if str(issue.getLevel()) != "INFO":
                complaints.append(f"{path.name}: {issue.getLevel()} {issue.getMessage()}")
        importer.process(container, append(), workspace)
    return service("org.gephi.graph.api.GraphController").getGraphModel(workspace), complaints


def day(moment):
    return str(datetime.fromtimestamp(moment / 1000, timezone.utc).date())


def plain(value):
    """A value of Java's as one of Python's."""
    if isinstance(value, jpype.JClass("org.gephi.graph.api.types.IntervalSet")):
        moments = [day(moment) for moment in value.getIntervals()]
        return list(zip(moments[::2], moments[1::2]))
    if isinstance(value, jpype.JClass("org.gephi.graph.api.types.TimestampSet")):
        return "; ".join(day(moment) for moment in value.toPrimitiveArray())
    for kind, java in ((bool, "Boolean"), (int, "Integer"), (float, "Double")):
        if isinstance(value, jpype.JClass(f"java.lang.{java}")):
            return kind(value)
    return value


def attributes(element, table):
    found = {}
    for column in table.toArray():
        name = "spells" if str(column.getId()) == "timeset" else str(column.getTitle())
        found[name.lower()] = plain(element.getAttribute(column))
    return found


def graph(*paths):
    model, complaints = load(*paths)
    nodes, edges = {}, {}
    for node in model.getGraph().getNodes().toArray():
        nodes[node.getId()] = expected.filled(attributes(node, model.getNodeTable()))
        del nodes[node.getId()]["id"]
    directed = True
    for edge in model.getGraph().getEdges().toArray():
        found = expected.filled(attributes(edge, model.getEdgeTable()))
        found["weight"] = int(found["weight"])
        found |= {"kind": edge.getTypeLabel(), "source": edge.getSource().getId(), "target": edge.getTarget().getId()}
        edges[found.pop("id")] = found
        directed &= edge.isDirected()
    return Graph(nodes, edges, directed, tuple(complaints))


def color(element):
    of = element.getColor()
    return f"#{of.getRed():02X}{of.getGreen():02X}{of.getBlue():02X}"


def colored(path):
    """With the colours that it shows."""
    found = graph(path)
    model = service("org.gephi.graph.api.GraphController").getGraphModel()
    for node in model.getGraph().getNodes().toArray():
        found.nodes[node.getId()]["color"] = color(node)
    for edge in model.getGraph().getEdges().toArray():
        found.edges[edge.getId()]["color"] = color(edge)
    return found


def graphml(data):
    """`label` of an edge's tag tells parallel edges apart."""
    return expected.with_kinds(expected.graphml(data), data)


def graphml_of_gephi(data):
    return expected.with_colors(expected.with_kinds(expected.graphml_of_gephi(data), data), data)


def gexf(data):
    return expected.with_colors(expected.with_kinds(expected.gexf(data), data), data)


def first_day(value):
    return str(expected.days(value)[0]) if isinstance(value, str) and DATE.match(value) else value


def in_table(attributes):
    """Without the spaces around it."""
    strip = lambda value: value.strip(" ") if isinstance(value, str) else value
    return {name.lower(): first_day(strip(value)) for name, value in attributes.items()}


def tables(data):
    wanted = expected.tables(data)
    nodes, edges = ({key: in_table(each) for key, each in side.items()} for side in wanted[:2])
    for edge in edges.values():
        del edge["type"]
    return Graph(nodes, edges)


def from_tables(*paths):
    found = graph(*paths)
    nodes, edges = ({key: in_table(each) for key, each in side.items()} for side in found[:2])
    return found._replace(nodes=nodes, edges=edges)


def places(path):
    """Where the file puts each node: GEXF with the tag of its module, GraphML with two attributes."""
    found = {}
    for node in ElementTree.parse(path).iter():
        if not node.tag.endswith("}node"):
            continue
        at = {each.get("key", "")[2:]: each.text for each in node}
        for each in node:
            at |= each.attrib if each.tag.endswith("}position") else {}
        found[node.get("id")] = (float(at["x"]), float(at["y"]))
    return found


def spread(places):
    """The middle of places, and how far they lie from it."""
    places = list(places)
    x, y = (sum(side) / len(places) for side in zip(*places))
    return x, y, sum(math.hypot(at[0] - x, at[1] - y) for at in places) / len(places)


def placed(folder):
    """Whether every node is where the file puts it, but for the scale: the import moves all and makes it larger."""
    good = True
    for name in ("graph.gephi.graphml", "graph.gexf"):
        path = folder / name
        if not path.exists():
            continue
        model, _ = load(path.absolute())
        seen = {node.getId(): (node.x(), node.y()) for node in model.getGraph().getNodes().toArray()}
        wanted = places(path)
        (x, y, radius), (from_x, from_y, wide) = spread(seen.values()), spread(wanted.values())
        scale = radius / wide
        at = {node: (x + scale * (here[0] - from_x), y + scale * (here[1] - from_y)) for node, here in wanted.items()}
        # In the file they have one digit behind the point.
        apart = [node for node in at if node not in seen or math.dist(at[node], seen[node]) > 0.2 * scale]
        whole = not apart and len(set(wanted.values())) == len(seen)
        counted = f"{len(seen)} places, {len(apart)} differ"
        print(f"Gephi        {folder.name:<9} {name:<23} {'ok      ' if whole else 'FAILED  '} {counted}")
        good &= whole
    return good


def picture(path):
    """Gephi's preview of the graph, as it is laid out in the file."""
    load(path)
    preview = service("org.gephi.preview.api.PreviewController").getModel().getProperties()
    preview.putValue("node.label.show", jpype.java.lang.Boolean(True))
    preview.putValue("node.label.proportinalSize", jpype.java.lang.Boolean(False))
    # The exporter of PNG asks for a screen.
    export = jpype.JClass("org.gephi.io.exporter.preview.SVGExporter")()
    target = path.with_name("gephi.svg")
    service("org.gephi.io.exporter.api.ExportController").exportFile(jpype.JClass("java.io.File")(str(target)), export)
    return target


def drawn(folder):
    """Whether a picture shows every node with its label, and no edge that is not there."""
    path = next(folder / name for name in ("graph.gexf", "graph.graphml") if (folder / name).exists())
    svg = picture(path.absolute()).read_text(encoding="utf-8")
    data = expected.load(folder / "graph.json")
    labels = [" ".join(html.unescape(label).split()) for label in re.findall("<text[^>]*>([^<]*)", svg)]
    wanted = [" ".join((node["name"] or node["id"]).split()) for node in data["nodes"]]
    # An edge between nodes that touch is not drawn.
    edges = Counter(re.findall(r'<path[^>]*class="id_(\S+) id_([^"\s]+)"', svg))
    more = edges - Counter((edge["source"], edge["target"]) for edge in data["edges"])
    whole = Counter(labels) == Counter(wanted) and not more
    counted = f"{len(labels)} labels, {edges.total()} edges drawn"
    print(f"Gephi        {folder.name:<9} {'gephi.svg':<23} {'ok      ' if whole else 'FAILED  '} {counted}")
    return whole


CHECKS = [
    Check("graph.graphml", graph, graphml),
    Check("graph.gephi.graphml", colored, graphml_of_gephi),
    Check("graph.gexf", colored, gexf),
    Check("gephi/nodes.csv gephi/edges.csv", from_tables, tables),
]


def run():
    start()
    failed = main("Gephi", CHECKS)
    for folder in map(Path, sys.argv[1:]):
        if not placed(folder):
            failed = 1
        # The preview refuses some of the characters that the hostile graph has ("Invalid character").
        if folder.name != "nasty" and not drawn(folder):
            failed = 1
    sys.stdout.flush()
    # Gephi leaves threads behind that would not let Java end.
    os._exit(failed)


if __name__ == "__main__":
    run()

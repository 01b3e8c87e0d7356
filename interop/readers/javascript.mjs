// Reads FILE with READER and prints the nodes and the edges that it found, as JSON.
//
//     node javascript.mjs cytoscape|graphology FILE

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

// What is installed lies where the command is run, not beside this file.
const require = createRequire(path.resolve("package.json"));

/** Both take node-link JSON after its fields are given the names that they have there. */
const json = {
  cytoscape(text) {
    const cytoscape = require("cytoscape");
    const { nodes, edges } = JSON.parse(text);
    return cytoscape({
      headless: true,
      elements: {
        nodes: nodes.map((node) => ({ data: node })),
        edges: edges.map(({ key, ...edge }) => ({ data: { id: key, ...edge } })),
      },
    });
  },
  graphology(text) {
    const Graph = require("graphology");
    const { nodes, edges } = JSON.parse(text);
    return Graph.from({
      options: { type: "directed", multi: true },
      nodes: nodes.map(({ id, ...attributes }) => ({ key: id, attributes })),
      edges: edges.map(({ key, source, target, ...attributes }) => ({ key, source, target, attributes })),
    });
  },
};

const xml = {
  cytoscape(text) {
    const { JSDOM } = require("jsdom");
    const cytoscape = require("cytoscape");
    require("cytoscape-graphml")(cytoscape, require("jquery")(new JSDOM().window));
    const read = cytoscape({ headless: true });
    read.graphml({ layoutBy: "null" });
    read.graphml(text);
    return read;
  },
  graphology(text, gexf) {
    const parser = require(gexf ? "graphology-gexf" : "graphology-graphml");
    return parser.parse(require("graphology"), text, gexf ? { allowUndeclaredAttributes: false } : {});
  },
};

const found = {
  cytoscape(read) {
    const all = (elements) => elements.map((element) => [element.id(), element.data()]);
    return { directed: true, nodes: all(read.nodes()), edges: all(read.edges()) };
  },
  graphology(read) {
    const ends = (key) => ({ source: read.source(key), target: read.target(key) });
    return {
      directed: read.type === "directed",
      nodes: read.mapNodes((key, attributes) => [key, attributes]),
      edges: read.mapEdges((key, attributes) => [key, { ...attributes, ...ends(key) }]),
    };
  },
};

const [reader, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const read = file.endsWith(".json") ? json[reader](text) : xml[reader](text, file.endsWith(".gexf"));
process.stdout.write(JSON.stringify(found[reader](read)));

// Reads the graph files of report folders as Gephi Lite does, and compares them.
//
//   node graphology.mjs DIR...
//
// graph.gexf, graph.graphml and graph.json are read by graphology with its strict defaults, and compared with
// nodes.csv, edges.csv and, where it is there, report.json: node sets, edge sets, weights and every
// attribute, value and type. Says what differs and exits with 1.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import graphology from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

// An empty graph has no edge to tell its type by, and is read as mixed.
const { Graph } = graphology;
const TEXT = new Set([
  ...["node_class", "first", "last", "input", "origin", "domain"],
  ...["owner", "owner_group", "source_type", "country", "language", "platform", "evidence", "checked"],
]);

/** RFC 4180, with line feeds. */
function parseCsv(text) {
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (quoted === undefined && plain === "" && end === "") break;
    rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
  }
  const [header, ...body] = rows.filter((row) => row.length > 0);
  return body.map((row) => Object.fromEntries(row.map((cell, at) => [header[at], unguarded(cell)])));
}

const unguarded = (cell) => {
  const text = cell.replaceAll("\uff3c", "\\");
  return /^'+[=+\-@\t\r\n]/.test(text) ? text.slice(1) : text;
};

/** The attributes that a row's columns stand for; an empty cell is none. */
function attributes(row, own) {
  const columns = Object.entries(row).filter(([name, cell]) => !own.includes(name) && cell !== "");
  return Object.fromEntries(columns.map(([name, cell]) => [name, TEXT.has(name) ? cell : Number(cell)]));
}

function without(found, names) {
  return Object.fromEntries(Object.entries(found).filter(([name]) => !names.includes(name)));
}

function compare(graph, nodes, edges, where) {
  const kind = edges.length > 0 ? edges[0].Type.toLowerCase() : where === "gexf" ? "mixed" : graph.type;
  assert.equal(graph.type, kind, `${where}: type`);
  assert.equal(graph.order, nodes.length, `${where}: number of nodes`);
  assert.equal(graph.size, edges.length, `${where}: number of edges`);
  for (const row of nodes) {
    const wanted = { label: row.Label, ...attributes(row, ["Id", "Label"]) };
    const found = without(graph.getNodeAttributes(row.Id), ["color", "size", "label_raw", "start"]);
    assert.deepEqual(found, wanted, `${where}: node ${row.Id}`);
  }
  for (const row of edges) {
    assert.deepEqual(graph.extremities(row.Id), [row.Source, row.Target], `${where}: ends of ${row.Id}`);
    const own = ["Id", "Source", "Target", "Type", "Weight"];
    const wanted = { weight: Number(row.Weight), ...attributes(row, own) };
    assert.deepEqual(without(graph.getEdgeAttributes(row.Id), ["start"]), wanted, `${where}: edge ${row.Id}`);
  }
}

function compareReport(graph, report) {
  const cited = new Map();
  graph.forEachNode((_, node) => {
    if (["cited", "both"].includes(node.node_class)) cited.set(node.label, node);
  });
  assert.equal(cited.size, report.domains.length, "number of cited domains");
  for (const row of report.domains) {
    for (const name of ["citations", "articles", "keys", "works", "share", "first", "last"]) {
      assert.equal(cited.get(row.domain)?.[name] ?? null, row[name], `${row.domain}: ${name}`);
    }
  }
}

function check(folder) {
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  const [nodes, edges] = [parseCsv(read("nodes.csv")), parseCsv(read("edges.csv"))];
  const graph = gexf.parse(Graph, read("graph.gexf"));
  compare(graph, nodes, edges, "gexf");
  graph.forEachNode((id, { size, color }) => {
    assert.ok(size >= 4 && size <= 100 && /^rgb\(\d+,\d+,\d+\)$/.test(color), `gexf: look of ${id}`);
  });
  compare(graphml.parse(Graph, read("graph.graphml")), nodes, edges, "graphml");
  if (fs.existsSync(path.join(folder, "graph.json"))) {
    const json = Graph.from(JSON.parse(read("graph.json")));
    compare(json, nodes, edges, "json");
    json.forEachNode((id, node) => assert.equal(typeof node.label_raw, "string", `json: raw label of ${id}`));
  }
  if (fs.existsSync(path.join(folder, "report.json"))) {
    compareReport(graph, JSON.parse(read("report.json")));
  }
  console.log(`${folder}: ${graph.order} nodes and ${graph.size} edges read alike`);
}

try {
  assert.ok(process.argv.length > 2, "usage: node graphology.mjs DIR...");
  process.argv.slice(2).forEach(check);
} catch (difference) {
  console.error(difference.message);
  process.exit(1);
}

'use strict';

// The graph behind the page, unpacked from its blocks. Nothing here is shown yet.

const element = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString('en');
const counted = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`;

/** An element with text in it; text never becomes markup. */
function make(tag, properties = {}, ...children) {
  const { data = {}, ...others } = properties;
  const made = Object.assign(document.createElement(tag), others);
  Object.assign(made.dataset, data);
  made.append(...children);
  return made;
}

const graph = { directed: true, weight: '', nodes: [], edges: [], citations: [], articles: [], legend: [] };

/** The JSON in a packed block. While the stream works, the page answers. */
async function unpack(block) {
  const text = atob(block.textContent);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    bytes[at] = text.charCodeAt(at);
  }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

/** Adds the rows of all blocks of a kind, and lets the page breathe between them. */
async function unpackAll(kind, add) {
  for (const block of document.querySelectorAll(`[data-block="${kind}"]`)) {
    (await unpack(block)).forEach(add);
    block.remove();
    await new Promise((done) => { setTimeout(done); });
  }
}

const columns = (rows) => rows.map(([name, kind, meaning], at) => ({ name, kind, meaning, at }));

function addNode([at, label, x, y, radius, group, ...cells]) {
  const texts = graph.nodeColumns.map((column) => (column.kind === 'text' ? cells[column.at] : null));
  const words = texts.map((text, column) => wordsOf(graph.nodeColumns[column], text));
  graph.nodes.push({
    at: graph.nodes.length,
    id: `n${at}`,
    label,
    x,
    y,
    radius: radius ?? 0,
    isDrawn: x !== null,
    group,
    cells,
    edges: [],
    citations: [],
    words: [label, ...texts, ...words].filter(Boolean).join('\n').toLowerCase(),
  });
}

function addEdge([at, source, target, weight, ...cells]) {
  const edge = { at: graph.edges.length, id: `e${at}`, source, target, weight, cells, isMutual: false, first: '', last: '' };
  edge.first = graph.firstColumn ? cells[graph.firstColumn.at] ?? '' : '';
  edge.last = (graph.lastColumn ? cells[graph.lastColumn.at] : null) ?? edge.first;
  graph.edges.push(edge);
  graph.nodes[source].edges.push(edge);
  if (target !== source) {
    graph.nodes[target].edges.push(edge);
  }
}

function addCitation([article, citing, cited, list, sentence, mark, anchor, url, linked]) {
  const [title, input, date, href] = graph.articles[article];
  const row = { title, input, date: date ?? '', href, citing, cited, list, sentence, mark, anchor, url, linked: linked === 1 };
  graph.citations.push(row);
  new Set(cited === null ? citing : [...citing, cited]).forEach((node) => graph.nodes[node].citations.push(row));
}

/** Edges that have one in the other direction are drawn bent. */
function markMutual() {
  const ends = new Set(graph.edges.map((edge) => `${edge.source} ${edge.target}`));
  for (const edge of graph.edges) {
    edge.isMutual = graph.directed && edge.source !== edge.target && ends.has(`${edge.target} ${edge.source}`);
  }
}

/** A value for people: codes of types and countries in words. */
function wordsOf(column, value) {
  const words = { source_type: graph.types, country: graph.countries }[column.name];
  return words?.[value] ?? value;
}

/** Fills `graph`. */
async function unpackGraph() {
  const shared = await unpack(document.querySelector('[data-block="shared"]'));
  Object.assign(graph, shared, { nodeColumns: columns(shared.node_columns), edgeColumns: columns(shared.edge_columns) });
  Object.assign(graph, { nodes: [], edges: [], citations: [], counts: { nodes: shared.nodes, edges: shared.edges, citations: shared.citations } });
  graph.firstColumn = graph.edgeColumns.find((column) => column.name === 'first');
  graph.lastColumn = graph.edgeColumns.find((column) => column.name === 'last');
  await unpackAll('nodes', addNode);
  await unpackAll('edges', addEdge);
  await unpackAll('citations', addCitation);
  markMutual();
}

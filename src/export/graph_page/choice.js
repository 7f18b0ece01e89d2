'use strict';

// What the reader asks for, and which nodes and edges that leaves.

/** Nodes that stand for articles, which have no type of their own: they stay beside what they cite. */
const CITING_CLASSES = ['article', 'tag', 'author', 'unknown'];

/** Columns to choose by, and what they are called. */
const FILTER_NAMES = { node_class: 'Kind', source_type: 'Type', country: 'Country', language: 'Language', bow_tie: 'Part of the bow-tie', change: 'Change' };
const USER_COLUMN = "from the user's table";
const MOST_VALUES = 60;

const choice = { words: '', filters: new Map(), from: '', to: '', selected: null, hovered: null };

/**
 * By node: in the picture, itself what is asked for (a row of the table), found by the words. By edge: in the picture.
 * The versions count the changes of what is in the picture, and of what stands out in it.
 */
const shown = { nodes: [], rows: [], found: [], edges: [], undated: 0, version: 0, litVersion: 0 };

/** What is called when something else is asked for, and when something else is selected. */
const listeners = { wanted: [], selected: [] };
/** The filter by colour, which is not a column. */
const COLOUR = ' colour';
const isTimed = () => choice.from !== '' || choice.to !== '';

/** Whether an edge has its dates in the time that is asked for, as far as these say. */
function isInTime(edge) {
  if (!isTimed()) {
    return true;
  }
  if (edge.first === '') {
    return false;
  }
  const { length } = choice.from || choice.to;
  const last = edge.last.length < length ? `${edge.last}-99` : edge.last.slice(0, length);
  return (choice.to === '' || edge.first.slice(0, length) <= choice.to) && (choice.from === '' || last >= choice.from);
}

/** The column of a filter; that by colour has none. */
const columnOf = (name) => graph.nodeColumns.find((column) => column.name === name);
const valueOf = (node, name) => (name === COLOUR ? String(node.group) : node.cells[columnOf(name).at]);

function isCiting(node) {
  const column = columnOf('node_class');
  return column !== undefined && CITING_CLASSES.includes(node.cells[column.at]);
}

/** What is left without the filter `besides`, for the numbers in its list. */
function computeShown(besides = null) {
  const filters = [...choice.filters].filter(([name]) => name !== besides);
  const words = choice.words.toLowerCase().split(/\s+/).filter(Boolean);
  const meets = (node, [name, value]) => valueOf(node, name) === value;
  const rows = graph.nodes.map((node) => filters.every((filter) => meets(node, filter)));
  // A citing node without a value stays as long as it has an edge to one that meets the filters.
  const guests = graph.nodes.map((node, at) => !rows[at] && isCiting(node)
    && filters.every((filter) => meets(node, filter) || valueOf(node, filter[0]) === null));
  const inTime = graph.edges.map(isInTime);
  const edges = graph.edges.map(({ source, target }, at) => inTime[at] && (rows[source] || guests[source]) && (rows[target] || guests[target]));
  const joined = new Uint8Array(graph.nodes.length);
  graph.edges.forEach(({ source, target }, at) => {
    if (edges[at]) {
      joined[source] |= rows[target] ? 1 : 2;
      joined[target] |= rows[source] ? 1 : 2;
    }
  });
  const nodes = graph.nodes.map((node, at) => (rows[at] ? !isTimed() || joined[at] > 0 : guests[at] && (joined[at] & 1) > 0));
  graph.edges.forEach(({ source, target }, at) => { edges[at] &&= nodes[source] && nodes[target]; });
  const isFound = (node, at) => nodes[at] && rows[at] && words.every((word) => node.words.includes(word));
  return {
    nodes,
    rows: rows.map((is, at) => is && nodes[at]),
    found: graph.nodes.map(isFound),
    edges,
    undated: isTimed() ? graph.edges.filter((edge) => edge.first === '').length : 0,
  };
}

const size = (flags) => flags.reduce((sum, flag) => sum + (flag ? 1 : 0), 0);

/** Asks for something else, and shows it everywhere. */
function want(change) {
  Object.assign(choice, change);
  const before = [shown.nodes, shown.edges];
  Object.assign(shown, computeShown());
  const isSame = (flags, old) => flags.length === old.length && flags.every((flag, at) => flag === old[at]);
  shown.version += isSame(shown.nodes, before[0]) && isSame(shown.edges, before[1]) ? 0 : 1;
  shown.litVersion += 1;
  if (choice.selected && !isShown(choice.selected)) {
    choice.selected = null;
  }
  [...listeners.wanted, ...listeners.selected].forEach((listen) => listen());
}

const isShown = ({ kind, at }) => (kind === 'node' ? shown.nodes[at] : shown.edges[at]);

/** Selects a node or an edge, or nothing; the address leads to it. */
function select(selected) {
  choice.selected = selected;
  choice.hovered = null;
  const item = selected && (selected.kind === 'node' ? graph.nodes : graph.edges)[selected.at];
  history.replaceState(history.state, '', item ? `#${item.id}` : location.pathname + location.search);
  shown.litVersion += 1;
  listeners.selected.forEach((listen) => listen());
}

const selectNode = (at) => select({ kind: 'node', at });
const selectEdge = (at) => select({ kind: 'edge', at });

/** What an address like `#n12` leads to. */
function selectedByAddress() {
  const id = location.hash.slice(1);
  const kind = id.startsWith('n') ? 'node' : 'edge';
  const at = (kind === 'node' ? graph.nodes : graph.edges).findIndex((item) => item.id === id);
  return at < 0 ? null : { kind, at };
}

/** The nodes and edges that stand out, of what is selected, hovered or searched; `null` where all do. */
function lit() {
  const focus = choice.hovered ?? choice.selected;
  if (focus?.kind === 'node') {
    const edges = graph.nodes[focus.at].edges.filter((edge) => shown.edges[edge.at]);
    return { nodes: new Set([focus.at, ...edges.flatMap((edge) => [edge.source, edge.target])]), edges: new Set(edges), focus: new Set([focus.at]) };
  }
  if (focus?.kind === 'edge') {
    const edge = graph.edges[focus.at];
    const ends = new Set([edge.source, edge.target]);
    return { nodes: ends, edges: new Set([edge]), focus: ends };
  }
  if (choice.words.trim() !== '') {
    const nodes = new Set(graph.nodes.filter((node) => shown.found[node.at]).map((node) => node.at));
    return { nodes, edges: new Set(), focus: new Set() };
  }
  return null;
}

'use strict';

// The panel beside the picture: the columns of what is selected, its neighbours, and the sentences behind it.

const FEW_NEIGHBOURS = 12;
const FEW_SENTENCES = 10;
const LARGEST = 8;
const LONGEST_ADDRESS = 70;

let selectedFrom = null;

/** Whole numbers with commas, others with four digits that count. */
function numberText(value) {
  if (Number.isInteger(value)) {
    return number(value);
  }
  return Math.abs(value) >= 0.0001 ? value.toLocaleString('en', { maximumSignificantDigits: 4 }) : value.toExponential(2);
}

function cellText(column, value) {
  if (value === null || value === undefined) {
    return '';
  }
  return typeof value === 'number' ? numberText(value) : wordsOf(column, value);
}

/** The neighbours of a node by the edges that are shown, the heaviest first. */
function neighboursOf(node) {
  const edges = node.edges.filter((edge) => shown.edges[edge.at]);
  const rows = edges.map((edge) => ({ edge, isCited: edge.source === node.at, node: graph.nodes[edge.source === node.at ? edge.target : edge.source] }));
  return rows.sort((one, two) => two.edge.weight - one.edge.weight || one.node.at - two.node.at);
}

/** Columns with a value, as a list. */
function facts(all, cells) {
  const rows = all.filter((column) => cells[column.at] !== null && cells[column.at] !== undefined);
  const row = (column) => make('div', {}, make('dt', { textContent: column.name, title: column.meaning }), make('dd', { textContent: cellText(column, cells[column.at]), dir: 'auto' }));
  return make('dl', { className: 'facts' }, ...rows.map(row));
}

/** A list with its first rows, and a button for all of them. */
function list(tag, rows, few, rowOf, noun) {
  const made = make(tag, { className: 'rows' }, ...rows.slice(0, few).map(rowOf));
  if (rows.length <= few) {
    return [made];
  }
  const more = make('button', { type: 'button', className: 'more', textContent: `Show all ${number(rows.length)} ${noun}` });
  more.addEventListener('click', () => {
    made.append(...rows.slice(few).map(rowOf));
    made.children[few].querySelector('a, button')?.focus();
    more.remove();
  });
  return [made, more];
}

function pick(node) {
  const button = make('button', { type: 'button', className: 'pick' }, make('bdi', { textContent: node.label }));
  button.addEventListener('click', () => { selectNode(node.at); goTo([node]); });
  return button;
}

function neighbourRow({ node, edge }) {
  const weight = weightText(edge.weight);
  const button = make('button', { type: 'button', className: 'weight', ariaLabel: `Edge to ${node.label}, weight ${weight}`, textContent: weight });
  button.addEventListener('click', () => { selectEdge(edge.at); goTo([graph.nodes[edge.source], graph.nodes[edge.target]]); });
  return make('li', {}, pick(node), button);
}

function neighbourLists(node) {
  const rows = neighboursOf(node);
  const parts = graph.directed
    ? [['Cites', rows.filter((row) => row.isCited)], ['Cited by', rows.filter((row) => !row.isCited || row.edge.source === row.edge.target)]]
    : [['Connected to', rows]];
  return parts.filter(([, some]) => some.length > 0).flatMap(([title, some]) => [
    make('h3', { textContent: `${title} ${number(some.length)}` }),
    ...list('ul', some, FEW_NEIGHBOURS, neighbourRow, 'neighbours'),
  ]);
}

/** The citations behind an edge. In a projection these are the ones of what both ends have in common. */
function citationsOfEdge({ source, target }) {
  const [one, two] = [graph.nodes[source].citations, graph.nodes[target].citations];
  if (graph.directed) {
    return one.filter((row) => row.cited === target && row.citing.includes(source));
  }
  const lists = (rows) => new Set(rows.map((row) => row.list));
  const [left, right] = [lists(one), lists(two)];
  const both = new Set([...one, ...two].filter((row) => left.has(row.list) && right.has(row.list)));
  return [...both].sort((a, b) => a.list - b.list);
}

/** A link to the web and to nothing else. */
function webLink(url, text, isLinked) {
  const shortText = text.length > LONGEST_ADDRESS ? `${text.slice(0, LONGEST_ADDRESS)}…` : text;
  if (!isLinked || !/^https?:\/\//.test(url)) {
    return make('bdi', { textContent: shortText });
  }
  return make('a', { href: url, rel: 'noreferrer noopener nofollow', textContent: shortText, dir: 'auto' });
}

/** An address for the eye: letters of other scripts instead of their bytes. */
function readable(url) {
  const bare = url.replace(/^https?:\/\/(www\.)?/, '');
  try {
    const decoded = decodeURI(bare);
    return /[\u0000-\u0020\u007f-\u00a0\u2000-\u206f]/.test(decoded) ? bare : decoded;
  } catch {
    return bare;
  }
}

function sentenceRow(row) {
  const { sentence, mark, anchor, url } = row;
  const parts = mark
    ? [sentence.slice(0, mark[0]), make('mark', { textContent: sentence.slice(...mark) }), sentence.slice(mark[1])]
    : [sentence, ...(anchor && sentence !== anchor ? [' ', make('mark', { textContent: anchor })] : [])];
  const date = row.date ? [' ', make('span', { className: 'pale', textContent: row.date })] : [];
  return make(
    'li',
    {},
    make('p', { dir: 'auto' }, ...parts),
    make('p', { className: 'small' }, webLink(row.href ?? '', row.title, row.href !== null), ...date),
    make('p', { className: 'small' }, '→ ', webLink(url, readable(url), row.linked)),
  );
}

/** Sentences of articles in the time that is asked for. */
function sentences(rows) {
  if (graph.counts.citations.all === 0) {
    return [];
  }
  const inTime = rows.filter(({ date }) => !isTimed() || isInTime({ first: date, last: date }));
  const { all, shown: here } = graph.counts.citations;
  const note = here < all ? [make('p', { className: 'small', textContent: 'This page has only some of the sentences: for each edge, the first ones that contain its links.' })] : [];
  const title = make('h3', { textContent: counted(inTime.length, 'sentence with a link', 'sentences with links') });
  return [title, ...list('ol', inTime, FEW_SENTENCES, sentenceRow, 'sentences'), ...note];
}

function closeButton() {
  const close = make('button', { type: 'button', className: 'close', textContent: 'Close' });
  close.addEventListener('click', () => {
    const back = selectedFrom?.isConnected ? selectedFrom : picture.canvas;
    select(null);
    back.focus();
  });
  return close;
}

function nodeDetails(node) {
  const column = columnOf('node_class');
  const kind = column ? node.cells[column.at] ?? 'node' : 'node';
  const group = graph.legend[node.group];
  const undrawn = node.isDrawn ? [] : [make('p', { className: 'small', textContent: 'This node has no edge to another node, so it is not in the picture.' })];
  return [
    make('p', { className: 'eyebrow' }, swatch(group), kind),
    make('h2', { textContent: node.label, dir: 'auto' }),
    ...undrawn,
    ...neighbourLists(node),
    ...sentences(node.citations),
    make('h3', { textContent: 'Columns' }),
    facts(graph.nodeColumns, node.cells),
  ];
}

function edgeDetails(edge) {
  const [one, two] = [graph.nodes[edge.source], graph.nodes[edge.target]];
  const joint = graph.directed ? 'cites' : 'with';
  return [
    make('p', { className: 'eyebrow', textContent: `Edge, weight ${weightText(edge.weight)} (${graph.weight})` }),
    make('h2', {}, pick(one), make('span', { className: 'joint', textContent: ` ${joint} ` }), pick(two)),
    ...sentences(citationsOfEdge(edge)),
    make('h3', { textContent: 'Columns' }),
    facts(graph.edgeColumns, edge.cells),
  ];
}

/** What the panel shows before anything is selected. */
function overview() {
  const largest = graph.nodes.filter((node) => shown.rows[node.at] && node.isDrawn).sort((one, two) => two.radius - one.radius || one.at - two.at);
  return [
    make('p', { className: 'hint', textContent: graph.edgeColumns.length ? 'Select a circle to see its neighbours and sentences, or a line to see the citations behind it.' : 'Select a circle to see its neighbours, or a line to see its weight.' }),
    make('h2', { textContent: largest.length > 0 ? 'Largest nodes' : 'Nothing to show' }),
    make('ul', { className: 'rows' }, ...largest.slice(0, LARGEST).map((node) => make('li', {}, pick(node)))),
  ];
}

function swatch(group) {
  const made = make('i', { className: 'swatch' });
  made.style.background = group?.[2] ?? '';
  return made;
}

let panelShows = '';

function showPanel() {
  const { selected } = choice;
  // What the panel shows stays as it is, with its focus, while words are typed into the search.
  const key = [selected?.kind, selected?.at, [...choice.filters].join(), choice.from, choice.to].join();
  if (key === panelShows) {
    return;
  }
  panelShows = key;
  const details = element('details');
  const item = selected && (selected.kind === 'node' ? graph.nodes : graph.edges)[selected.at];
  element('said').textContent = !item ? '' : selected.kind === 'node'
    ? `Selected ${item.label}, ${counted(neighboursOf(item).length, 'neighbour')}`
    : `Selected the edge ${nameOf(item)}`;
  if (!item) {
    details.replaceChildren(...overview());
    return;
  }
  selectedFrom = details.contains(document.activeElement) ? selectedFrom : document.activeElement;
  const hadFocus = details.contains(document.activeElement);
  details.replaceChildren(closeButton(), ...(selected.kind === 'node' ? nodeDetails(item) : edgeDetails(item)));
  element('panel').scrollTop = 0;
  if (hadFocus) {
    element('panel').focus({ preventScroll: true });
  }
}

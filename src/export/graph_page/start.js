'use strict';

// The tools above the picture, and what starts all of it.

const PAUSE = 120;

/** A list to choose from, with a name. */
function field(label, id) {
  const list = make('select', { id, autocomplete: 'off' });
  return [make('label', {}, `${label} `, list), list];
}

/** The values of a column by which nodes can be chosen; `null` where there is nothing to choose. */
function valuesOf(name) {
  const values = new Set(graph.nodes.map((node) => valueOf(node, name)).filter((value) => value !== null));
  return values.size > 1 && values.size <= MOST_VALUES ? values : null;
}

const filterLists = new Map();

function addFilters() {
  const own = graph.nodeColumns.filter((column) => column.meaning === USER_COLUMN && column.kind === 'text').map((column) => [column.name, column.name]);
  for (const [name, label] of [...Object.entries(FILTER_NAMES), ...own]) {
    if (columnOf(name) && valuesOf(name)) {
      const [box, list] = field(label, `by-${name}`);
      filterLists.set(name, list);
      list.addEventListener('change', () => filterBy(name, list.value));
      element('filters').append(box);
    }
  }
}

function filterBy(name, value) {
  const filters = new Map(choice.filters);
  filters.delete(name);
  if (value !== '') {
    filters.set(name, value);
  }
  want({ filters });
}

/** Brings each list up to date: its values, with as many nodes as the table has rows when one is chosen. */
function showFilters() {
  for (const [name, list] of filterLists) {
    const { found } = computeShown(name);
    const counts = new Map([...valuesOf(name)].map((value) => [value, 0]));
    graph.nodes.forEach((node, at) => found[at] && counts.has(valueOf(node, name)) && counts.set(valueOf(node, name), counts.get(valueOf(node, name)) + 1));
    const order = [...counts].sort((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1));
    const column = columnOf(name);
    const options = order.map(([value, rows]) => make('option', { value, textContent: `${wordsOf(column, value)} (${number(rows)})` }));
    list.replaceChildren(make('option', { value: '', textContent: 'all' }), ...options);
    list.value = choice.filters.get(name) ?? '';
  }
}

/** The times to choose from: years, or months where there are few years. */
function times() {
  const dates = graph.edges.flatMap((edge) => [edge.first, edge.last]).filter((date) => date !== '');
  const cut = (length) => [...new Set(dates.filter((date) => date.length >= length).map((date) => date.slice(0, length)))].sort();
  const years = cut(4);
  return years.length > 2 ? years : cut(7);
}

const timeLists = {};

function addTimes() {
  const box = element('times');
  const all = times();
  if (!box || all.length < 2) {
    box?.remove();
    return;
  }
  for (const [name, label] of [['from', 'Citations dated from'], ['to', 'to']]) {
    const [labelled, list] = field(label, `time-${name}`);
    list.append(make('option', { value: '', textContent: name === 'from' ? all[0] : all.at(-1) }));
    list.append(...all.slice(...(name === 'from' ? [1] : [0, -1])).map((value) => make('option', { value, textContent: value })));
    list.addEventListener('change', () => setTime(name, list.value));
    timeLists[name] = list;
    box.append(labelled);
  }
}

/** Of two times in the wrong order, the other one follows. */
function setTime(name, value) {
  const change = { from: choice.from, to: choice.to, [name]: value };
  if (change.from && change.to && change.from > change.to) {
    change[name === 'from' ? 'to' : 'from'] = value;
  }
  want(change);
}

function showTools() {
  showFilters();
  Object.entries(timeLists).forEach(([name, list]) => { list.value = choice[name]; });
  const rows = size(shown.found);
  const guests = size(shown.nodes) - size(shown.rows);
  const parts = [`${number(rows)} of ${counted(graph.nodes.length, 'node')}`];
  if (guests > 0) {
    parts.push(`${number(guests)} that cite them`);
  }
  parts.push(`${number(size(shown.edges))} of ${counted(graph.edges.length, 'edge')}`);
  if (shown.undated > 0) {
    parts.push(`${counted(shown.undated, 'edge has', 'edges have')} no date`);
  }
  element('count').textContent = parts.join(', ');
  Object.assign(element('count').dataset, { rows, guests, edges: size(shown.edges) });
  element('clear').hidden = choice.words === '' && choice.filters.size === 0 && !isTimed();
}

/** Colours are buttons that show the nodes of one group alone. */
function addLegend() {
  const types = new Set(columnOf('source_type') ? graph.nodes.map((node) => node.cells[columnOf('source_type').at]) : []);
  const isTyped = graph.legend.every(([name]) => types.has(name) || name === 'all others') && types.size > 0;
  const said = isTyped ? 'Type of publisher:' : 'Groups of closely connected nodes, each named after its largest node:';
  element('legend').append(make('li', { className: 'small', textContent: said }), ...graph.legend.map((group, at) => {
    const [name, nodes] = group;
    const words = isTyped ? graph.types[name] ?? name : name;
    const button = make('button', { type: 'button', ariaPressed: 'false', data: { group: String(at) } }, swatch(group), make('bdi', { textContent: words }), ` ${number(nodes)}`);
    button.addEventListener('click', () => filterBy(COLOUR, choice.filters.get(COLOUR) === String(at) ? '' : String(at)));
    return make('li', {}, button);
  }));
}

function showLegend() {
  document.querySelectorAll('[data-group]').forEach((button) => { button.ariaPressed = String(choice.filters.get(COLOUR) === button.dataset.group); });
}

function listenOnTools() {
  let pause = 0;
  const search = element('q');
  search.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(() => want({ words: search.value }), PAUSE);
  });
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      clearTimeout(pause);
      want({ words: search.value });
      goTo(graph.nodes.filter((node) => shown.found[node.at]));
    }
  });
  element('clear').addEventListener('click', () => {
    search.value = '';
    want({ words: '', filters: new Map(), from: '', to: '' });
    search.focus();
  });
  addEventListener('hashchange', () => {
    const selected = selectedByAddress();
    if (selected && isShown(selected)) {
      select(selected);
    }
  });
}

/** On a narrow screen the filters are folded, so that the picture is in sight. */
function foldFilters() {
  const narrow = matchMedia('(max-width: 40rem)');
  const fold = () => { element('choose').open = !narrow.matches; };
  narrow.addEventListener('change', fold);
  fold();
  element('choose').hidden = filterLists.size === 0 && Object.keys(timeLists).length === 0;
}

function startPicture() {
  picture.canvas = element('canvas');
  picture.context = picture.canvas.getContext('2d');
  picture.most = graph.edges.reduce((most, edge) => Math.max(most, edge.weight), Number.MIN_VALUE);
  picture.least = graph.edges.reduce((least, edge) => Math.min(least, edge.weight), picture.most);
  readTheme();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', readTheme);
  new ResizeObserver(() => fitCanvas(picture.canvas)).observe(element('stage'));
  listenOnCanvas();
}

/** Shows the picture once the graph is there. Without what unpacks it, the page stays as it is. */
async function start() {
  if (!('DecompressionStream' in window)) {
    return;
  }
  await unpackGraph();
  document.querySelectorAll('[data-scripted]').forEach((part) => part.removeAttribute('hidden'));
  document.querySelectorAll('[data-still]').forEach((part) => part.remove());
  addFilters();
  addTimes();
  foldFilters();
  addLegend();
  listenOnTable();
  listenOnTools();
  Object.assign(shown, computeShown());
  startPicture();
  fitCanvas(picture.canvas);
  listeners.wanted.push(showTools, showLegend, showTable);
  listeners.selected.push(redraw, showPanel, showRows);
  const selected = selectedByAddress();
  want({});
  if (selected) {
    select(selected);
    goTo(selected.kind === 'node' ? [graph.nodes[selected.at]] : [graph.nodes[graph.edges[selected.at].source], graph.nodes[graph.edges[selected.at].target]]);
  }
  document.documentElement.dataset.ready = 'graph';
}

start();

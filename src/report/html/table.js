'use strict';

// The table: a page of rows at a time, what can be chosen, and the address that leads to it.

const PAGE = 100;
const PAUSE = 120;
const LONGEST_SHOWN = 70;
const PREFIX = '#citations?';

const element = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString('en');

/** An element with text in it; text never becomes markup. */
function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** What the table shows: all rows once they are there, the chosen ones, and what was asked for. */
const table = { all: [], chosen: [], wanted: asked(''), isReady: false };

function linkTo(name, value) {
  const query = new URLSearchParams([[name, value]]);
  return make('a', { href: PREFIX + query, textContent: value });
}

/** A link to the web and to nothing else. */
function webLink(row) {
  const shown = row.url.replace(/^https?:\/\/(www\.)?/, '');
  const text = shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}…` : shown;
  if (!row.linked || !/^https?:\/\//.test(row.url)) {
    return make('bdi', { textContent: text });
  }
  return make('a', { href: row.url, rel: 'noreferrer noopener nofollow', textContent: text });
}

function sentenceOf(row) {
  const text = make('span', { textContent: row.sentence, dir: 'auto' });
  if (!row.id) {
    return [text];
  }
  return [text, ' ', make('a', { href: `#${row.id}`, className: 'small', textContent: 'in its article' })];
}

const CELLS = {
  domain: (row) => [linkTo('domain', row.domain)],
  sentence: sentenceOf,
  anchor: (row) => [make('bdi', { textContent: row.anchor })],
  title: (row) => [make('a', { href: `${PREFIX}article=${row.article}`, textContent: row.title, dir: 'auto' })],
  date: (row) => [row.date],
  place: (row) => [row.place],
  url: (row) => [webLink(row)],
  owner: (row) => (row.owner ? [linkTo('owner', row.owner)] : []),
  type: (row) => [row.type],
  verdict: (row) => [row.verdict],
};
const WIDE = { sentence: 'words', title: 'wide', url: 'wide', anchor: 'wide', date: 'date' };

function columnNames() {
  return [...document.querySelectorAll('#rows th[data-column]')].map((head) => head.dataset.column);
}

function showRows() {
  const { chosen, wanted } = table;
  const from = wanted.page * PAGE;
  const names = columnNames();
  const rows = chosen.slice(from, from + PAGE).map((row) => {
    const cells = names.map((name) => {
      const head = name === 'domain';
      const properties = head ? { scope: 'row' } : { className: WIDE[name] ?? '' };
      return make(head ? 'th' : 'td', properties, ...CELLS[name](row));
    });
    return make('tr', {}, ...cells);
  });
  document.querySelector('#rows tbody').replaceChildren(...rows);
  element('rows').scrollTop = 0;
  const last = Math.max(0, Math.ceil(chosen.length / PAGE) - 1);
  element('rows-page').textContent = chosen.length > 0
    ? `rows ${number(from + 1)} to ${number(Math.min(from + PAGE, chosen.length))}`
    : 'no rows';
  for (const button of document.querySelectorAll('[data-turn]')) {
    const isBack = ['first', 'back'].includes(button.dataset.turn);
    button.disabled = isBack ? wanted.page === 0 : wanted.page >= last;
  }
}

/** Brings the fields, the heads and the sentence above the table to what is asked for. */
function showWanted() {
  const { all, chosen, wanted, isReady } = table;
  if (element('rows-q').value.trim() !== wanted.words.trim()) {
    element('rows-q').value = wanted.words;
  }
  const chosenBy = new Map([...wanted.filters, ['counted', wanted.counted]]);
  const fields = [...document.querySelectorAll('[data-filter]')];
  fields.forEach((field) => { field.value = chosenBy.get(field.dataset.filter) ?? ''; });
  for (const head of document.querySelectorAll('#rows th[data-column]')) {
    if (head.dataset.column === wanted.sort) {
      head.ariaSort = wanted.falling ? 'descending' : 'ascending';
    } else {
      head.removeAttribute('aria-sort');
    }
  }
  const named = new Set(fields.map((field) => field.dataset.filter));
  const chips = wanted.filters.filter(([name]) => !named.has(name)).map(([name, value]) => {
    const shown = name === 'article' ? all.find((row) => row.article === value)?.title ?? value : value;
    const text = make('span', {}, `${name}: `, make('bdi', { textContent: shown }), ' ×');
    const chip = make('button', { type: 'button', className: 'chip', ariaLabel: `Remove ${name}: ${shown}` }, text);
    chip.onclick = () => want({ filters: wanted.filters.filter((one) => one[0] !== name) });
    return chip;
  });
  element('rows-chosen').replaceChildren(...chips);
  element('rows-clear').hidden = queryOf({ ...wanted, sort: '' }) === '';
  if (isReady) {
    const kind = { all: 'citations', no: 'citations that do not count' }[wanted.counted] ?? 'counted citations';
    element('rows-count').textContent = `${number(chosen.length)} ${kind} of ${number(all.length)} in the table`;
  }
}

/** Asks for something else, writes it into the address, and shows it. */
function want(change) {
  table.wanted = { ...table.wanted, page: 0, ...change };
  history.replaceState(history.state, '', PREFIX + queryOf(table.wanted));
  show();
}

function show() {
  table.chosen = choose(table.all, table.wanted);
  showWanted();
  showRows();
}

/** Follows the address, where it leads to the table. */
function follow() {
  if (!location.hash.startsWith(PREFIX)) {
    return;
  }
  table.wanted = asked(location.hash.slice(PREFIX.length));
  show();
  const heading = document.querySelector('#table h2');
  heading.focus({ preventScroll: true });
  heading.scrollIntoView();
}

function turn(way) {
  const last = Math.max(0, Math.ceil(table.chosen.length / PAGE) - 1);
  const { page } = table.wanted;
  table.wanted.page = { first: 0, back: page - 1, on: page + 1, last }[way];
  showRows();
}

function sortBy(column) {
  const { sort, falling } = table.wanted;
  want({ sort: column, falling: sort === column && !falling });
}

function filterBy(name, value) {
  if (name === 'counted') {
    return want({ counted: value });
  }
  const others = table.wanted.filters.filter((one) => one[0] !== name);
  return want({ filters: value ? [...others, [name, value]] : others });
}

/** Fills the lists to choose from with what there is, each with how many rows it has. */
function offer() {
  for (const field of document.querySelectorAll('[data-filter]')) {
    const name = field.dataset.filter;
    if (name === 'counted') {
      field.append(...[['all', 'all'], ['no', 'no']].map(([value, text]) => make('option', { value, textContent: text })));
      continue;
    }
    const counts = new Map();
    table.all.forEach((row) => counts.set(row[name], (counts.get(row[name]) ?? 0) + 1));
    const order = [...counts].sort((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1));
    field.append(...order.map(([value, rows]) => make('option', { value, textContent: `${value} (${number(rows)})` })));
  }
}

function listen() {
  let waiting = 0;
  element('rows-q').addEventListener('input', (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => want({ words: event.target.value }), PAUSE);
  });
  for (const field of document.querySelectorAll('[data-filter]')) {
    field.addEventListener('change', () => filterBy(field.dataset.filter, field.value));
  }
  for (const head of document.querySelectorAll('#rows th[data-column]')) {
    head.firstElementChild.addEventListener('click', () => sortBy(head.dataset.column));
  }
  for (const button of document.querySelectorAll('[data-turn]')) {
    button.addEventListener('click', () => turn(button.dataset.turn));
  }
  element('rows-clear').addEventListener('click', () => want({ words: '', counted: '', filters: [] }));
  // A number or bar that leads to a list leads to its rows instead; with a key held down it stays what it is.
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[data-rows]');
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      location.hash = PREFIX + link.dataset.rows;
    }
  });
  addEventListener('hashchange', follow);
}

/** Shows the table once its rows are there. Without what unpacks them, the page stays as it is. */
async function start() {
  if (!element('table') || !('DecompressionStream' in window)) {
    return;
  }
  document.querySelectorAll('[data-scripted]').forEach((part) => part.removeAttribute('hidden'));
  const say = (now, all) => { element('rows-count').textContent = `Unpacking ${number(now)} of ${number(all)} rows …`; };
  const { rows } = await unpackRows([...document.querySelectorAll('[data-block]')], say);
  table.all = rows;
  table.isReady = true;
  offer();
  listen();
  show();
  follow();
  document.documentElement.dataset.ready = 'rows';
}

start();

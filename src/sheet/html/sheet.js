'use strict';

// The page: what is chosen, what is shown, what keys do. What people write is kept by state.js.

const page = {
  data: JSON.parse(document.getElementById('sheet').textContent),
  key: document.getElementById('sheet').dataset.key,
  /** One for each row of the sheet, in its order. */
  rows: [],
  /** Rows in the order in which they are shown, without the hidden ones. */
  shown: [],
  claims: [],
  sentences: [],
  apart: [],
  current: null,
  status: '',
  keeps: true,
  unsaved: false,
};

const element = (id) => document.getElementById(id);
const wide = matchMedia('(min-width: 62rem)');
const PREFERENCES = 'citegraph-sheet';

/** An element with text, never with markup. */
function make(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

// What is on the page

function collect() {
  const keys = keysOf(page.data.rows);
  const claims = new Map();
  for (const card of document.querySelectorAll('.claim')) {
    const sentence = element(`s-${card.id.slice(2)}`);
    const claim = { card, sentence, place: Number(card.dataset.place), rank: claims.size, rows: [] };
    claims.set(card, claim);
    page.claims.push(claim);
  }
  page.rows = page.data.rows.map((row, at) => {
    const place = element(`r-${at}`);
    const claim = claims.get(place.closest('.claim'));
    const human = humanOf(row.human);
    const one = { at, row, key: keys[at], place, claim, human, base: { ...human }, other: null };
    claim.rows.push(one);
    return one;
  });
  page.sentences = [...document.querySelectorAll('.prose .s')];
}

const rowOf = (node) => {
  const place = node.closest?.('.row');
  return place ? page.rows[Number(place.dataset.row)] : null;
};

// Keeping

function stored() {
  try {
    return parseStore(localStorage.getItem(page.key));
  } catch {
    page.keeps = false;
    return parseStore(null);
  }
}

/** Takes up what this browser kept, against what the file says. */
function restore() {
  const store = stored();
  const byKey = new Map(page.rows.map((one) => [one.key, one]));
  page.apart = store.apart;
  const gone = [];
  for (const [key, entry] of store.rows) {
    const one = byKey.get(key);
    if (one) {
      takeUp(one, entry);
    } else {
      gone.push({ ...entry.row, human: entry.human });
    }
  }
  const known = [...page.data.rows, ...(page.data.appendix ?? [])];
  page.apart.push(...gone.filter((row) => !isBlank(row.human) && !isKnown(row, known)));
  page.apart = distinct(page.apart);
}

function takeUp(one, entry) {
  const { human, other } = reconcile(entry.human, entry.base, one.base);
  one.human = human;
  one.other = other || entry.other ? { ...entry.other, ...other } : null;
}

function distinct(rows) {
  const seen = new Set();
  return rows.filter((row) => {
    const text = JSON.stringify([row.claim_id, row.source?.work, row.human]);
    return !seen.has(text) && seen.add(text);
  });
}

/** Writes the rows into what is kept; the rest of it may be of another window and stays. */
function keep(rows) {
  page.unsaved = true;
  const store = stored();
  for (const one of rows) {
    if (sameHuman(one.human, one.base) && !one.other) {
      store.rows.delete(one.key);
    } else {
      store.rows.set(one.key, { human: one.human, base: one.base, other: one.other, row: toldRow(one.row, one.human) });
    }
  }
  store.apart = page.apart;
  try {
    localStorage.setItem(page.key, printStore(store));
  } catch {
    page.keeps = false;
  }
  if (page.keeps) {
    page.unsaved = false;
  } else {
    warnOfLoss();
  }
}

const waiting = new Set();
let timer = 0;

/** Keeps a row a moment later, so that a run of letters is written once. */
function keepSoon(one) {
  waiting.add(one);
  page.unsaved = true;
  clearTimeout(timer);
  timer = setTimeout(flush, 250);
}

function flush() {
  clearTimeout(timer);
  if (waiting.size > 0) {
    keep([...waiting]);
    waiting.clear();
  }
}

/** Another window of this browser wrote: what was not touched here follows. */
function followOther(event) {
  if (event.key !== page.key) {
    return;
  }
  flush();
  const store = parseStore(event.newValue);
  for (const one of page.rows) {
    const entry = store.rows.get(one.key);
    const human = entry?.human ?? one.base;
    if (!sameHuman(human, one.human)) {
      Object.assign(one, { human, other: entry?.other ?? null });
      show(one);
    }
  }
  page.apart = store.apart;
  showApart();
  count();
}

function preferences(change = {}) {
  try {
    const old = JSON.parse(localStorage.getItem(PREFERENCES) ?? '{}');
    const now = { ...(old && typeof old === 'object' ? old : {}), ...change };
    if (Object.keys(change).length > 0) {
      localStorage.setItem(PREFERENCES, JSON.stringify(now));
    }
    return now;
  } catch {
    return change;
  }
}

// Telling

let quiet = 0;

/** Says a thing once, on the screen and to a screen reader. */
function say(text) {
  const said = element('said');
  said.textContent = neutral(text);
  said.classList.add('seen');
  clearTimeout(quiet);
  quiet = setTimeout(() => said.classList.remove('seen'), 6000);
}

/** Says what must stay on the screen. */
function alarm(text) {
  const alert = element('alert');
  if (alert.textContent !== text) {
    alert.textContent = text;
  }
  alert.hidden = false;
}

const plural = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;

function nameOf(one) {
  return one.row.source ? `${one.row.sentence}, source ${one.row.source.number}` : one.row.sentence;
}

// Showing

/** Brings one row to what is written in it. */
function show(one) {
  const { human, place } = one;
  place.dataset.status = human.status;
  choose(one);
  for (const field of place.querySelectorAll('[data-field]')) {
    if (field.value !== human[field.dataset.field]) {
      field.value = human[field.dataset.field];
    }
  }
  place.classList.toggle('filled', FIELDS.slice(1).some((field) => human[field] !== ''));
  showOther(one);
  showSentence(one.claim);
}

function choose(one) {
  const group = one.place.querySelector('.status');
  const inputs = [...group.querySelectorAll('input')];
  const found = inputs.find((input) => input.value === one.human.status);
  if (found) {
    found.checked = true;
    return;
  }
  const name = one.human.status;
  const input = make('input', { type: 'radio', name: `status-${one.at}`, value: name, checked: true });
  group.append(make('label', {}, input, make('span', { textContent: `… ${neutral(name)}` })));
}

/** The version that the file has, beside the one that stands in the fields. */
function showOther(one) {
  one.place.querySelector('.other')?.remove();
  if (!one.other) {
    return;
  }
  const list = make('dl');
  for (const [field, value] of Object.entries(one.other)) {
    const name = field.replace('_', ' ');
    list.append(make('div', {}, make('dt', { textContent: name }), make('dd', { textContent: neutral(value) || '(empty)', dir: 'auto' })));
  }
  const box = make('div', { className: 'other', role: 'group', ariaLabel: 'Two versions' });
  box.append(
    make('p', { textContent: 'Written here and in the file, and not the same. The file says:' }),
    list,
    make('button', { type: 'button', textContent: 'Take the file’s', onclick: () => decide(one, true) }),
    make('button', { type: 'button', textContent: 'Keep mine', onclick: () => decide(one, false) }),
  );
  one.place.querySelector('.human').before(box);
}

function decide(one, theirs) {
  const { other } = one;
  one.other = null;
  if (theirs) {
    one.human = { ...one.human, ...other };
  }
  // What was decided against the file is decided: the file is what both started from.
  one.base = humanOf(one.row.human);
  show(one);
  keep([one]);
  count();
  one.place.focus({ preventScroll: true });
  say(`${nameOf(one)}: ${theirs ? 'the file’s version taken' : 'your version kept'}.`);
}

/** The sign of a sentence in the article, once all of its rows are done. */
function showSentence(claim) {
  if (!claim.sentence) {
    return;
  }
  const statuses = new Set(claim.rows.map((one) => one.human.status));
  const done = [...statuses].every((status) => DONE.has(status));
  const [only] = statuses.size === 1 ? statuses : [''];
  claim.sentence.classList.toggle('done', done);
  claim.card.classList.toggle('done', done);
  if (done) {
    claim.sentence.dataset.status = only || 'done';
  } else {
    delete claim.sentence.dataset.status;
  }
}

function count() {
  const counts = new Map();
  let done = 0;
  for (const { human } of page.rows) {
    counts.set(human.status, (counts.get(human.status) ?? 0) + 1);
    done += DONE.has(human.status);
  }
  for (const button of element('counts').children) {
    button.querySelector('b').textContent = counts.get(button.dataset.status) ?? 0;
  }
  element('progress').value = done;
  element('done').textContent = `${done} of ${page.rows.length} done`;
  return done;
}

// What was kept of earlier sheets

function showApart() {
  const section = element('apart');
  section.querySelectorAll('li.mine').forEach((item) => item.remove());
  for (const row of page.apart) {
    section.querySelector('ul').append(apartItem(row));
  }
  section.hidden = section.querySelector('li') === null;
}

function apartItem(row) {
  const facts = make('dl');
  for (const field of FIELDS.filter((field) => row.human[field] !== '')) {
    const name = field.replace('_', ' ');
    facts.append(make('div', {}, make('dt', { textContent: name }), make('dd', { textContent: neutral(row.human[field]), dir: 'auto' })));
  }
  const forget = make('button', { type: 'button', textContent: 'Forget', onclick: () => forgetApart(row) });
  const claim = make('q', { textContent: neutral(row.claim || 'a claim without words').slice(0, 600), dir: 'auto' });
  return make('li', { className: 'mine' }, claim, ' ', make('bdi', { textContent: neutral(row.source?.label ?? '') }), facts, forget);
}

function forgetApart(row) {
  if (!confirm('Forget what was written here? It is kept nowhere else, unless you exported it.')) {
    return;
  }
  page.apart = page.apart.filter((other) => other !== row);
  const store = stored();
  const keys = new Set(page.rows.map((one) => one.key));
  for (const key of store.rows.keys()) {
    if (!keys.has(key)) {
      store.rows.delete(key);
    }
  }
  keepStore({ ...store, apart: page.apart });
  showApart();
  element('check').focus();
  say('Forgotten.');
}

function keepStore(store) {
  try {
    localStorage.setItem(page.key, printStore(store));
  } catch {
    page.keeps = false;
  }
}

// Choosing a row

function select(one, { focus = true } = {}) {
  const before = page.current;
  if (before !== one) {
    before?.place.classList.remove('current');
    mark(before?.claim, false);
    page.current = one;
    one.place.classList.add('current', 'opened');
    mark(one.claim, true);
  }
  if (focus) {
    one.place.focus({ preventScroll: true });
    reveal(one);
  }
}

function mark(claim, isCurrent) {
  if (!claim) {
    return;
  }
  claim.card.classList.toggle('current', isCurrent);
  if (claim.sentence) {
    claim.sentence.tabIndex = isCurrent ? 0 : -1;
    if (isCurrent) {
      claim.sentence.setAttribute('aria-current', 'true');
    } else {
      claim.sentence.removeAttribute('aria-current');
    }
  }
}

/** Scrolls both sides to the row: the whole card where it fits. */
function reveal(one) {
  const { card, sentence } = one.claim;
  const fits = card.offsetHeight < element('check').clientHeight * 0.9;
  (fits ? card : one.place).scrollIntoView({ block: wide.matches ? 'nearest' : 'start' });
  if (wide.matches) {
    sentence?.scrollIntoView({ block: 'nearest' });
  }
}

function step(by) {
  if (page.shown.length === 0) {
    return;
  }
  const at = page.current ? page.shown.indexOf(page.current) : -1;
  const next = at < 0 ? 0 : Math.min(Math.max(at + by, 0), page.shown.length - 1);
  select(page.shown[next]);
}

function setStatus(one, status) {
  const human = { ...one.human, status };
  if (DONE.has(status)) {
    human.checker ||= element('checker').value.trim();
    human.checked_on ||= today();
  }
  one.human = human;
  show(one);
  const done = count();
  keepSoon(one);
  say(`${nameOf(one)}: ${status}. ${done} of ${page.rows.length} done.`);
}

/** The day on the reader's own clock. */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// Filters

/** The text that a search looks through. */
function haystack(one) {
  const { claim, source, findings, signals } = one.row;
  const cited = source ? [source.label, source.owner, source.open, source.kind, source.country] : [];
  one.hay ??= [one.row.sentence, claim, ...cited, ...findings, ...signals].join('\n').toLowerCase();
  return one.hay;
}

function matches(one, filter) {
  const { place, claim, human } = one;
  const fits = (wanted, value) => wanted === '' || wanted === value;
  return fits(filter.status, human.status)
    && fits(filter.severity, place.dataset.severity)
    && (filter.support === '' || claim.card.classList.contains(filter.support))
    && filter.words.every((word) => haystack(one).includes(word) || FIELDS.some((field) => human[field].toLowerCase().includes(word)));
}

function filter() {
  const wanted = {
    status: page.status,
    severity: element('severity').value,
    support: element('support').value,
    words: element('search').value.toLowerCase().split(/\s+/).filter(Boolean),
  };
  page.shown = [];
  for (const claim of page.claims) {
    let any = false;
    for (const one of claim.rows) {
      const is = matches(one, wanted);
      one.place.hidden = !is;
      any ||= is;
      if (is) {
        page.shown.push(one);
      }
    }
    claim.card.hidden = !any;
    claim.sentence?.classList.toggle('out', !any);
  }
  const all = plural(page.rows.length, 'row');
  element('shown').textContent = page.shown.length === page.rows.length ? all : `${page.shown.length} of ${all} shown`;
}

function sort() {
  const by = element('sort').value;
  page.claims.sort((a, b) => (by === 'place' ? a.place - b.place : 0) || a.rank - b.rank);
  element('claims').append(...page.claims.map((claim) => claim.card));
  filter();
}

function filterStatus(button) {
  const { status } = button.dataset;
  page.status = page.status === status ? '' : status;
  for (const other of element('counts').children) {
    other.setAttribute('aria-pressed', String(other.dataset.status === page.status));
  }
  filter();
  say(element('shown').textContent);
}

// Files

function fileName() {
  const title = page.data.article.title || page.data.article.input || 'sheet';
  const name = title.normalize('NFC').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 80);
  return `${name || 'sheet'}.sheet.json`;
}

function exportSheet() {
  flush();
  const text = `${JSON.stringify(sheetOf(page.data, page.rows, page.apart), null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = make('a', { href: url, download: fileName() });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  page.unsaved = false;
  say(`Exported to ${fileName()}.`);
}

async function importFile(file) {
  let sheet;
  try {
    sheet = JSON.parse(await file.text());
  } catch {
    sheet = null;
  }
  if (!Array.isArray(sheet?.rows)) {
    alarm(`${neutral(file.name)} is not a sheet: choose a JSON file that this page exported, or that citegraph sheet wrote.`);
    return;
  }
  element('alert').hidden = true;
  importSheet(sheet);
}

function importSheet(sheet) {
  const byKey = new Map(page.rows.map((one) => [one.key, one]));
  const keys = keysOf(sheet.rows);
  const told = { changed: 0, asked: 0, apart: 0 };
  const touched = [];
  sheet.rows.forEach((row, at) => {
    const one = byKey.get(keys[at]);
    const theirs = humanOf(row?.human);
    if (!isBlank(theirs) && !one) {
      setApart(row, theirs, told);
    } else if (!isBlank(theirs) && take(one, theirs, told)) {
      touched.push(one);
    }
  });
  for (const row of Array.isArray(sheet.appendix) ? sheet.appendix : []) {
    setApart(row, humanOf(row?.human), told);
  }
  touched.forEach(show);
  keep(touched);
  showApart();
  count();
  filter();
  say(importWords(told, sheet.article));
}

/** Takes what a file says of a row; what differs from what is here waits for a decision. */
function take(one, theirs, told) {
  const { human, other } = reconcile(one.human, BLANK, theirs);
  const changed = !sameHuman(human, one.human);
  if (!changed && !other) {
    return false;
  }
  one.human = human;
  one.other = other ? { ...one.other, ...other } : one.other;
  told.changed += changed;
  told.asked += other !== null;
  return true;
}

function setApart(row, human, told) {
  const known = [...page.rows, ...(page.data.appendix ?? [])];
  const kept = toldRow(row, human);
  if (isBlank(human) || isKnown(kept, known)) {
    return;
  }
  const before = page.apart.length;
  page.apart = distinct([...page.apart, kept]);
  told.apart += page.apart.length - before;
}

function importWords(told, article) {
  const words = [`Imported: ${plural(told.changed, 'row')} changed.`];
  if (told.asked > 0) {
    words.push(`${plural(told.asked, 'row')} differ from what is here: both versions are shown.`);
  }
  if (told.apart > 0) {
    words.push(`${plural(told.apart, 'row')} matched nothing and stand under “Kept from earlier”.`);
  }
  const here = page.data.article;
  if (typeof article?.title === 'string' && article.title !== here.title) {
    words.push(`That file is about another article: “${article.title.slice(0, 120)}”.`);
  }
  return words.join(' ');
}

// Keys

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => page.current?.place.querySelector('.address a')?.click(),
  n: () => edit('note'),
  t: () => page.current?.claim.sentence?.focus(),
  '/': () => element('search').focus(),
  '?': () => element('keys').showModal(),
};
const BY_DIGIT = ['open', 'ok', 'fixed', 'cut', "can't verify", 'n/a'];

function edit(field) {
  if (page.current) {
    page.current.place.querySelector(`[data-field="${field}"]`).focus();
  }
}

/** Whether a key is typed into something. */
function isTyping(node) {
  const typed = node instanceof HTMLInputElement && node.type !== 'radio' && node.type !== 'checkbox';
  return typed || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;
}

function press(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || element('keys').open) {
    return;
  }
  if (isTyping(event.target)) {
    if (event.key === 'Escape') {
      leave(event);
    }
    return;
  }
  if (event.target.matches?.('.prose .s') && /^Arrow(Left|Right|Up|Down)$/.test(event.key)) {
    walk(event);
  } else if (element('shortcuts').checked) {
    shortcut(event);
  }
}

function shortcut(event) {
  const status = /^[0-5]$/.test(event.key) ? BY_DIGIT[Number(event.key)] : null;
  if (status && page.current && !page.current.place.hidden) {
    event.preventDefault();
    setStatus(page.current, status);
  } else if (Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
}

function leave(event) {
  const one = rowOf(event.target) ?? page.current;
  event.target.blur();
  one?.place.focus({ preventScroll: true });
}

/** Arrow keys go from sentence to sentence, as in a list. */
function walk(event) {
  const at = page.sentences.indexOf(event.target);
  const by = /Right|Down/.test(event.key) ? 1 : -1;
  const next = page.sentences[at + by];
  if (next) {
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

// Wiring

function onClick(event) {
  const sentence = event.target.closest('.prose .s');
  if (sentence) {
    event.preventDefault();
    const claim = page.claims.find((claim) => claim.sentence === sentence);
    claim.rows.forEach((one) => { one.place.hidden = false; });
    claim.card.hidden = false;
    select(claim.rows[0]);
    return;
  }
  const one = rowOf(event.target);
  if (one) {
    select(one, { focus: false });
  }
}

function onInput(event) {
  const one = rowOf(event.target);
  const field = event.target.dataset?.field;
  if (one && field) {
    one.human = { ...one.human, [field]: event.target.value };
    one.place.classList.add('filled');
    keepSoon(one);
  }
}

function onChange(event) {
  const one = rowOf(event.target);
  if (one && event.target.type === 'radio') {
    select(one, { focus: false });
    setStatus(one, event.target.value);
  }
}

function delayed(work, pause) {
  let waits = 0;
  return () => {
    clearTimeout(waits);
    waits = setTimeout(work, pause);
  };
}

function wireTools() {
  element('search').addEventListener('input', delayed(filter, 120));
  for (const id of ['severity', 'support']) {
    element(id).addEventListener('change', filter);
  }
  element('sort').addEventListener('change', sort);
  element('counts').addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) {
      filterStatus(button);
    }
  });
  element('export').addEventListener('click', exportSheet);
  element('import').addEventListener('click', () => element('file').click());
  element('file').addEventListener('change', async (event) => {
    const [file] = event.target.files;
    if (file) {
      await importFile(file);
      event.target.value = '';
    }
  });
  element('print').addEventListener('click', () => print());
  element('help').addEventListener('click', () => element('keys').showModal());
  element('close').addEventListener('click', () => element('keys').close());
}

function wirePreferences() {
  const { checker, shortcuts } = preferences();
  element('checker').value = typeof checker === 'string' ? checker.slice(0, 200) : '';
  element('shortcuts').checked = shortcuts !== false;
  element('checker').addEventListener('change', (event) => preferences({ checker: event.target.value }));
  element('shortcuts').addEventListener('change', (event) => preferences({ shortcuts: event.target.checked }));
}

function wire() {
  document.addEventListener('click', onClick);
  document.addEventListener('input', onInput);
  document.addEventListener('change', onChange);
  document.addEventListener('keydown', press);
  element('claims').addEventListener('focusin', (event) => {
    const one = rowOf(event.target);
    if (one && event.target.matches(':focus-visible')) {
      select(one, { focus: false });
    }
  });
  addEventListener('storage', followOther);
  addEventListener('pagehide', flush);
  addEventListener('beforeunload', (event) => {
    flush();
    if (page.unsaved) {
      event.preventDefault();
    }
  });
  wireTools();
  wirePreferences();
}

function warnOfLoss() {
  alarm('This browser keeps nothing for this page (private window, or full). It works all the same: export before you close it.');
}

function start() {
  collect();
  restore();
  for (const field of document.querySelectorAll('fieldset.human, #counts button')) {
    field.disabled = false;
  }
  page.sentences.forEach((sentence, at) => { sentence.tabIndex = at === 0 ? 0 : -1; });
  page.rows.forEach(show);
  showApart();
  count();
  filter();
  wire();
  document.documentElement.classList.add('js');
  if (!page.keeps) {
    warnOfLoss();
  }
  const asked = page.rows.filter((one) => one.other).length;
  if (asked > 0) {
    say(`${plural(asked, 'row')} were written here and in the file: both versions are shown.`);
  }
}

start();

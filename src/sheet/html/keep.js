'use strict';

// The page's one object, what stands on it, and how a browser keeps what is written.

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
  /** The sentence at which the Tab key stops. */
  tabStop: null,
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

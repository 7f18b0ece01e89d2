'use strict';

// What people write in rows, and how it is kept. Nothing here touches the page.

const FIELDS = ['status', 'locator', 'checker', 'checked_on', 'correction', 'note', 'other_sources', 'signed_off_by', 'signed_off_on'];
const BLANK = Object.freeze({ ...Object.fromEntries(FIELDS.map((field) => [field, ''])), status: 'open' });
const DONE = new Set(['ok', 'fixed', 'cut', "can't verify", 'n/a']);
const LONGEST_FIELD = 100_000;
const LONGEST_CLAIM = 2_000;

/** The human part of a row with every field as text, whatever stood there: files and storage may be anybody's. */
function humanOf(value) {
  const human = { ...BLANK };
  for (const field of FIELDS) {
    const text = value?.[field];
    if (typeof text === 'string') {
      human[field] = text.slice(0, LONGEST_FIELD);
    }
  }
  human.status = human.status.trim() === '' ? BLANK.status : human.status;
  return human;
}

function isBlank(human) {
  return FIELDS.every((field) => human[field] === BLANK[field]);
}

function sameHuman(one, other) {
  return FIELDS.every((field) => one[field] === other[field]);
}

/** The keys of rows: claim, work, and which of the equal ones it is. */
function keysOf(rows) {
  const seen = new Map();
  return rows.map((row) => {
    const pair = [String(row?.claim_id ?? ''), String(row?.source?.work ?? '')];
    const name = JSON.stringify(pair);
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return JSON.stringify([...pair, nth]);
  });
}

/**
 * Merges two versions of what was written, given the one that both started from. A field that only one side
 * changed is taken from there. Where both did, `mine` stays and `other` holds the rest, for a person to choose.
 */
function reconcile(mine, base, theirs) {
  const human = { ...mine };
  const other = {};
  for (const field of FIELDS) {
    if (mine[field] === theirs[field] || theirs[field] === base[field]) {
      continue;
    }
    if (mine[field] === base[field]) {
      human[field] = theirs[field];
    } else {
      other[field] = theirs[field];
    }
  }
  return { human, other: Object.keys(other).length > 0 ? other : null };
}

/** Fields of a version that was not chosen yet; `null` where there are none. */
function otherOf(value) {
  const entries = FIELDS.filter((field) => typeof value?.[field] === 'string');
  return entries.length > 0 ? Object.fromEntries(entries.map((field) => [field, value[field].slice(0, LONGEST_FIELD)])) : null;
}

/** A row as far as it must be told where its claim or source is gone. */
function toldRow(row, human) {
  const text = (value) => (typeof value === 'string' ? value.slice(0, LONGEST_CLAIM) : '');
  const source = row?.source;
  return {
    claim_id: text(row?.claim_id),
    paragraph: text(row?.paragraph),
    sentence: text(row?.sentence),
    claim: text(row?.claim),
    source: source && typeof source === 'object'
      ? { label: text(source.label), anchor: text(source.anchor), open: text(source.open), work: text(source.work) }
      : null,
    human: humanOf(human),
    extra: extraOf(row?.extra),
  };
}

/** Columns that people added, as pairs of texts. */
function extraOf(value) {
  const isPair = (pair) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string');
  return Array.isArray(value) ? value.filter(isPair) : [];
}

/** What a browser keeps: entries by key of the row, and rows that have no place in the article any more. */
function parseStore(text) {
  const store = { rows: new Map(), apart: [] };
  let value;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    return store;
  }
  if (value?.schema !== 1) {
    return store;
  }
  for (const [key, entry] of Object.entries(value.rows ?? {})) {
    if (entry && typeof entry === 'object') {
      const [human, base] = [humanOf(entry.human), humanOf(entry.base)];
      store.rows.set(key, { human, base, other: otherOf(entry.other), row: toldRow(entry.row, human) });
    }
  }
  if (Array.isArray(value.apart)) {
    store.apart = value.apart.map((row) => toldRow(row, row?.human));
  }
  return store;
}

function printStore(store) {
  return JSON.stringify({ schema: 1, rows: Object.fromEntries(store.rows), apart: store.apart });
}

/** Whether a kept row says nothing that these rows do not say: it came back with the file, in another row. */
function isKnown(kept, rows) {
  const texts = FIELDS.slice(1);
  const written = texts.filter((field) => kept.human[field] !== '');
  return written.length > 0 && rows.some((row) => written.every((field) => row.human?.[field] === kept.human[field]));
}

/** The sheet with what people wrote, in its own form. A version that nobody chose goes to the appendix. */
function sheetOf(data, rows, apart) {
  const undecided = rows.filter((one) => one.other).map((one) => ({ ...one.row, human: { ...BLANK, ...one.other } }));
  return {
    ...data,
    rows: rows.map((one) => ({ ...one.row, human: one.human })),
    appendix: [...(data.appendix ?? []), ...apart, ...undecided],
  };
}

/** Text of a stranger as it may be shown: what would steer the screen is told instead. */
function neutral(text) {
  return String(text).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

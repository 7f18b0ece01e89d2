'use strict';

// The citations behind the table: unpacked from the page, chosen, put in order. Nothing here is shown yet.

const COUNTED = 1;
const LINKED = 2;
const LISTED = 4;
const FILTERS = ['domain', 'owner', 'group', 'type', 'country', 'origin', 'article', 'place', 'verdict', 'year'];
const UNKNOWN = 'unknown';

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

/** All rows in the order of the articles; `heard` is told how many there are so far. */
async function unpackRows(blocks, heard) {
  const [first, ...rest] = blocks;
  const shared = await unpack(first);
  const rows = [];
  for (const block of rest) {
    for (const cells of await unpack(block)) {
      rows.push(rowOf(cells, shared, rows.length));
    }
    block.remove();
    heard(rows.length, shared.rows);
    // A task of its own for every block.
    await new Promise((done) => setTimeout(done));
  }
  return { rows, shared };
}

function rowOf([source, article, place, flags, sentence, anchor, url, ordinal, verdict], shared, at) {
  const [domain, owner, group, type, country] = shared.sources[source];
  const [title, input, date, origin] = shared.articles[article];
  return {
    at,
    domain,
    owner: owner ?? '',
    group: group ?? '',
    type: type ?? UNKNOWN,
    country: country ?? UNKNOWN,
    article: String(article + 1),
    title,
    date: date ?? '',
    year: date?.slice(0, 4) ?? UNKNOWN,
    origin: origin ?? UNKNOWN,
    place: shared.places[place],
    verdict: verdict === null ? '' : shared.verdicts[verdict],
    sentence,
    anchor,
    url,
    counted: (flags & COUNTED) !== 0,
    linked: (flags & LINKED) !== 0,
    id: flags & LISTED ? `c${article + 1}-${ordinal}` : '',
    words: [domain, owner, title, input, sentence, anchor, url].join('\n').toLowerCase(),
  };
}

/** What is asked for, by the part of an address behind `#citations?`. */
function asked(query) {
  const given = new URLSearchParams(query);
  const sort = given.get('sort') ?? '';
  return {
    words: given.get('q') ?? '',
    counted: given.get('counted') ?? '',
    filters: FILTERS.filter((name) => given.has(name)).map((name) => [name, given.get(name)]),
    sort: sort.replace(/^-/, ''),
    falling: sort.startsWith('-'),
    page: 0,
  };
}

/** The same as a part of an address. */
function queryOf(wanted) {
  const query = new URLSearchParams(wanted.filters);
  for (const [name, value] of [['q', wanted.words.trim()], ['counted', wanted.counted], ['sort', wanted.sort]]) {
    if (value) {
      query.set(name, name === 'sort' && wanted.falling ? `-${value}` : value);
    }
  }
  return query.toString();
}

function isWanted(row, wanted, words) {
  if (wanted.counted !== 'all' && row.counted === (wanted.counted === 'no')) {
    return false;
  }
  return wanted.filters.every(([name, value]) => row[name] === value || (row[name] === '' && value === UNKNOWN))
    && words.every((word) => row.words.includes(word));
}

/** The rows that are asked for, in the order that is asked for. */
function choose(rows, wanted) {
  const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = rows.filter((row) => isWanted(row, wanted, words));
  return wanted.sort ? sorted(chosen, wanted.sort, wanted.falling) : chosen;
}

/** By code points without accents: a collator takes ten times as long. What is empty comes last either way. */
function sorted(rows, column, falling) {
  const keyed = rows.map((row) => [String(row[column] ?? '').normalize('NFD').toLowerCase(), row]);
  const way = falling ? -1 : 1;
  keyed.sort(([one, first], [two, second]) => {
    if (one === two) {
      return first.at - second.at;
    }
    return one === '' || two === '' ? (one === '' ? 1 : -1) : (one < two ? -way : way);
  });
  return keyed.map(([, row]) => row);
}

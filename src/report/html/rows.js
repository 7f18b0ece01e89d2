'use strict';

// The rows behind the tables: unpacked from the page, chosen, put in order. Nothing here is shown yet.

const COUNTED = 1;
const LINKED = 2;
const UNKNOWN = 'unknown';
const SEVERITIES = ['error', 'warning', 'notice', 'info'];

/** What the rows of each table can be chosen by. */
const FILTERS = {
  citations: ['domain', 'owner', 'group', 'type', 'country', 'origin', 'article', 'place', 'verdict', 'year', 'period'],
  findings: ['severity', 'rule', 'family', 'article'],
  articles: ['year', 'period', 'origin', 'language', 'article'],
  domains: ['type', 'country'],
  owners: ['known'],
};

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

/** The rows of all tables; `heard` is told how many there are so far. */
async function unpackRows(heard) {
  const blocksOf = (kind) => [...document.querySelectorAll(`[data-block="${kind}"]`)];
  const shared = await unpack(blocksOf('shared')[0]);
  const rows = { citations: [], findings: [], articles: shared.articles.map(articleRow), domains: shared.domains.map(domainRow), owners: shared.owners.map(ownerRow) };
  for (const [kind, rowOf] of [['citations', citationRow], ['findings', findingRow]]) {
    for (const block of blocksOf(kind)) {
      for (const cells of await unpack(block)) {
        rows[kind].push(rowOf(cells, shared, rows[kind].length));
      }
      block.remove();
      heard(rows.citations.length, shared.rows);
      // A task of its own for every block.
      await new Promise((done) => setTimeout(done));
    }
  }
  return { rows, shared };
}

function citationRow([source, article, place, flags, sentence, mark, anchor, url, ordinal, verdict], shared, at) {
  const [domain, owner, group, type, country] = shared.sources[source];
  const { title, input, date, origin, period } = shared.articles[article];
  return {
    at,
    domain,
    owner,
    group,
    type,
    country,
    article: String(article + 1),
    title,
    date: date ?? '',
    year: date?.slice(0, 4) ?? UNKNOWN,
    period: period ?? UNKNOWN,
    origin: origin ?? UNKNOWN,
    place: shared.places[place],
    verdict: verdict === null ? '' : shared.verdicts[verdict],
    sentence,
    mark,
    anchor,
    url,
    counted: (flags & COUNTED) !== 0,
    linked: (flags & LINKED) !== 0,
    id: `c${article + 1}-${ordinal}`,
    words: [domain, owner, title, input, sentence, anchor, url].join('\n').toLowerCase(),
  };
}

function findingRow([number, article, line, column, message], shared, at) {
  const [rule, severity, family] = shared.rules[number];
  const { title, input } = shared.articles[article];
  return {
    at,
    rule,
    severity,
    family,
    grave: SEVERITIES.indexOf(severity),
    article: String(article + 1),
    title,
    line: line === null ? '' : String(line),
    column: column === null ? '' : String(column),
    message,
    counted: true,
    words: [rule, severity, title, input, message].join('\n').toLowerCase(),
  };
}

function articleRow(article, at) {
  const { title, input, date, period, origin, language, sentences } = article;
  return {
    at,
    article: String(at + 1),
    title,
    input,
    date: date ?? '',
    year: date?.slice(0, 4) ?? UNKNOWN,
    period: period ?? UNKNOWN,
    origin: origin ?? UNKNOWN,
    language: language ?? UNKNOWN,
    links: article.links,
    cited: article.counted,
    domains: article.domains,
    sentences: sentences === null ? '' : sentences[0] / Math.max(1, sentences[1]),
    sentenceText: sentences === null ? '–' : `${number(sentences[0])} of ${number(sentences[1])}`,
    findings: article.findings,
    counted: true,
    words: [title, input, origin, language].join('\n').toLowerCase(),
  };
}

function domainRow(row, at) {
  return { ...row, at, counted: true, dead: row.dead ?? '', words: [row.domain, row.source].join('\n').toLowerCase() };
}

function ownerRow(row, at) {
  const known = row.known ? 'known' : UNKNOWN;
  return { ...row, at, known, counted: true, words: [row.owner, row.domains].join('\n').toLowerCase() };
}

/** What is asked for, by the part of an address behind `#citations?`. */
function asked(kind, query) {
  const given = new URLSearchParams(query);
  const sort = given.get('sort') ?? '';
  return {
    words: given.get('q') ?? '',
    counted: given.get('counted') ?? '',
    filters: FILTERS[kind].filter((name) => given.has(name)).map((name) => [name, given.get(name)]),
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

const isCounted = (row, counted) => counted === 'all' || row.counted === (counted !== 'no');

/** The rows that are asked for; without the filter `besides`, for the counts in its list. */
function choose(rows, wanted, besides = null) {
  const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  const filters = wanted.filters.filter(([name]) => name !== besides);
  const counted = besides === 'counted' ? 'all' : wanted.counted;
  return rows.filter((row) => isCounted(row, counted)
    && filters.every(([name, value]) => row[name] === value)
    && words.every((word) => row.words.includes(word)));
}

const collated = (value) => (typeof value === 'number' ? value : String(value ?? '').normalize('NFD').toLowerCase());

/** By number, or by code points without accents: a collator takes ten times as long. What is empty comes last either way. */
function sorted(rows, column, falling) {
  const keyed = rows.map((row) => [collated(row[column]), row]);
  const way = falling ? -1 : 1;
  keyed.sort(([one, first], [two, second]) => {
    if (one === two) {
      return first.at - second.at;
    }
    return one === '' || two === '' ? (one === '' ? 1 : -1) : (one < two ? -way : way);
  });
  return keyed.map(([, row]) => row);
}

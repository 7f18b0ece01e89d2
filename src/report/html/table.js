'use strict';

// A table: a page of rows at a time, what can be chosen, and the address that leads to it.

const PAGE = 100;
const PAUSE = 120;
const LONGEST_SHOWN = 90;

const element = (id) => document.getElementById(id);
const number = (value) => value.toLocaleString('en');

/** An element with text in it; text never becomes markup. */
function make(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const small = (text) => make('span', { className: 'pale small', textContent: text });

/** A link to the rows of a table that have a value. */
function linkTo(kind, name, value, text = value) {
  const query = new URLSearchParams([[name, value]]);
  return make('a', { href: `#${kind}?${query}`, textContent: text, dir: 'auto' });
}

/** A link to the web and to nothing else; letters of other scripts instead of their bytes. */
function webLink(row) {
  let shown = row.url.replace(/^https?:\/\/(www\.)?/, '');
  try {
    const decoded = decodeURI(shown);
    shown = /[\u0000-\u0020\u007f-\u00a0\u2000-\u206f]/.test(decoded) ? shown : decoded;
  } catch {
    // Bytes that are no text stay as they are.
  }
  const text = shown.length > LONGEST_SHOWN ? `${shown.slice(0, LONGEST_SHOWN)}…` : shown;
  if (!row.linked || !/^https?:\/\//.test(row.url)) {
    return make('bdi', { textContent: text });
  }
  return make('a', { href: row.url, rel: 'noreferrer noopener nofollow', textContent: text });
}

function sourceOf(row, words) {
  const known = [row.owner === row.domain ? '' : row.owner, words[row.type] ?? row.type, words[row.country] ?? row.country];
  const text = known.filter((one) => one && one !== UNKNOWN).join(', ');
  return [linkTo('citations', 'domain', row.domain), make('br'), small(text)];
}

function sentenceOf(row) {
  const { sentence, mark } = row;
  if (!mark) {
    return [make('span', { textContent: sentence, dir: 'auto' }), ...(row.anchor ? [' ', make('mark', { textContent: row.anchor })] : [])];
  }
  const parts = [sentence.slice(0, mark[0]), make('mark', { textContent: sentence.slice(...mark) }), sentence.slice(mark[1])];
  const text = make('span', { dir: 'auto' }, ...parts);
  return element(row.id) ? [text, ' ', make('a', { href: `#${row.id}`, className: 'small', textContent: 'in the text' })] : [text];
}

const severityOf = (row) => make('span', { className: `sev ${row.severity}`, textContent: row.severity });

/** What stands in the cells of each table, by the column's name. */
const CELLS = {
  citations: {
    domain: (row, words) => sourceOf(row, words),
    sentence: sentenceOf,
    url: (row) => [webLink(row)],
    title: (row) => [linkTo('citations', 'article', row.article, row.title)],
    date: (row) => [row.date],
    place: (row) => [row.counted ? row.place : `${row.place}, not counted`],
    verdict: (row) => [row.verdict],
  },
  findings: {
    severity: (row) => [severityOf(row)],
    message: (row) => [make('span', { textContent: row.message, dir: 'auto' }), ' ', linkTo('findings', 'rule', row.rule)],
    title: (row) => [linkTo('findings', 'article', row.article, row.title)],
    line: (row) => [row.line && row.column ? `${row.line}:${row.column}` : row.line],
  },
  articles: {
    title: (row) => [
      linkTo('citations', 'article', row.article, row.title),
      ...(row.title === row.input ? [] : [make('br'), small(row.input)]),
    ],
    date: (row) => [row.date || '–'],
    origin: (row) => [row.origin === UNKNOWN ? '–' : linkTo('articles', 'origin', row.origin)],
    counted: (row) => [row.cited ? linkTo('citations', 'article', row.article, number(row.cited)) : '0'],
    domains: (row) => [number(row.domains)],
    links: (row) => [number(row.links)],
    sentences: (row) => [row.sentenceText],
    findings: (row) => [row.findings ? linkTo('findings', 'article', row.article, number(row.findings)) : '0'],
  },
};

CELLS.domains = {
  domain: (row) => [linkTo('citations', 'domain', row.domain)],
  source: (row) => [row.source],
  citations: (row) => [number(row.citations)],
  share: (row) => [row.share],
  articles: (row) => [number(row.articles)],
  works: (row) => [number(row.works)],
  dead: (row) => [row.dead],
  span: (row) => [row.span],
};
CELLS.owners = {
  owner: (row) => [linkTo('citations', 'group', row.owner), ...(row.known === UNKNOWN ? [' ', small('owner unknown')] : [])],
  citations: (row) => [number(row.citations)],
  share: (row) => [row.share],
  domains: (row) => [row.domains],
};

/** What a column sorts by where that is not what it is called. */
const SORTS = {
  articles: { counted: 'cited' },
  findings: { severity: 'grave' },
  citations: {},
  domains: { share: 'citations' },
  owners: { share: 'citations' },
};

/** The columns of a download. */
const DOWNLOADS = {
  citations: ['domain', 'owner', 'group', 'type', 'country', 'sentence', 'anchor', 'url', 'title', 'date', 'origin', 'place', 'counted', 'verdict'],
  findings: ['severity', 'rule', 'family', 'message', 'title', 'line', 'column'],
  articles: ['title', 'input', 'date', 'origin', 'language', 'links', 'cited', 'domains', 'findings'],
  domains: ['domain', 'source', 'type', 'country', 'citations', 'share', 'articles', 'works', 'dead', 'span'],
  owners: ['owner', 'known', 'citations', 'share', 'domains'],
};

/** A cell of CSV; what a spreadsheet would take for a formula is text. */
function csvCell(value) {
  const text = String(value ?? '');
  const safe = /^'*[=+\-@\t\r\n]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

class DataTable {
  constructor(box, rows, words) {
    this.kind = box.dataset.table;
    this.box = box;
    this.words = words;
    this.all = rows;
    this.chosen = [];
    this.wanted = asked(this.kind, '');
    this.heads = [...box.querySelectorAll('th[data-column]')];
    this.fields = [...box.querySelectorAll('[data-filter]')];
    this.listen();
    this.show();
  }

  part(name) {
    return this.box.querySelector(`[data-part="${name}"]`);
  }

  listen() {
    let waiting = 0;
    this.part('words').addEventListener('input', (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => this.want({ words: event.target.value }), PAUSE);
    });
    this.fields.forEach((field) => field.addEventListener('change', () => this.filterBy(field.dataset.filter, field.value)));
    this.heads.forEach((head) => head.firstElementChild.addEventListener('click', () => this.sortBy(head.dataset.column)));
    this.box.querySelectorAll('[data-turn]').forEach((button) => button.addEventListener('click', () => this.turn(button.dataset.turn)));
    this.part('clear').addEventListener('click', () => this.want({ words: '', counted: '', filters: [] }));
    this.part('download').addEventListener('click', () => this.download());
  }

  /** Asks for something else, writes it into the address, and shows it. */
  want(change) {
    this.wanted = { ...this.wanted, page: 0, ...change };
    const query = queryOf(this.wanted);
    history.replaceState(history.state, '', `#${this.kind}${query ? `?${query}` : ''}`);
    this.show();
  }

  /** Shows what an address asks for. */
  follow(query) {
    this.wanted = asked(this.kind, query);
    this.show();
    this.box.closest('details')?.setAttribute('open', '');
    const target = this.box.closest('section').querySelector('h2');
    const place = this.box.closest('details') ?? target;
    target.focus({ preventScroll: true });
    place.scrollIntoView();
  }

  sortBy(column) {
    const { sort, falling } = this.wanted;
    this.want({ sort: column, falling: sort === column && !falling });
  }

  filterBy(name, value) {
    if (name === 'counted') {
      this.want({ counted: value });
      return;
    }
    const others = this.wanted.filters.filter((one) => one[0] !== name);
    this.want({ filters: value ? [...others, [name, value]] : others });
  }

  last() {
    return Math.max(0, Math.ceil(this.chosen.length / PAGE) - 1);
  }

  turn(way) {
    const { page } = this.wanted;
    this.wanted.page = { first: 0, back: page - 1, on: page + 1, last: this.last() }[way];
    this.showRows();
  }

  show() {
    const chosen = choose(this.all, this.wanted);
    const { sort, falling } = this.wanted;
    this.chosen = sort ? sorted(chosen, SORTS[this.kind][sort] ?? sort, falling) : chosen;
    this.showWanted();
    this.showRows();
  }

  showRows() {
    const from = this.wanted.page * PAGE;
    const cells = CELLS[this.kind];
    const rows = this.chosen.slice(from, from + PAGE).map((row) => make('tr', {}, ...this.heads.map((head, at) => {
      const properties = at === 0 ? { scope: 'row', className: head.className } : { className: head.className };
      return make(at === 0 ? 'th' : 'td', properties, ...cells[head.dataset.column](row, this.words));
    })));
    this.box.querySelector('tbody').replaceChildren(...rows);
    this.part('box').scrollTop = 0;
    this.part('page').textContent = this.chosen.length > 0
      ? `rows ${number(from + 1)} to ${number(Math.min(from + PAGE, this.chosen.length))}`
      : 'no rows';
    this.box.querySelector('.turn').hidden = this.last() === 0;
    for (const button of this.box.querySelectorAll('[data-turn]')) {
      const isBack = ['first', 'back'].includes(button.dataset.turn);
      button.disabled = isBack ? this.wanted.page === 0 : this.wanted.page >= this.last();
    }
  }

  /** Brings the fields, the heads and the sentence above the table to what is asked for. */
  showWanted() {
    const { wanted } = this;
    const search = this.part('words');
    if (search.value.trim() !== wanted.words.trim()) {
      search.value = wanted.words;
    }
    this.offer();
    for (const head of this.heads) {
      if (head.dataset.column === wanted.sort) {
        head.ariaSort = wanted.falling ? 'descending' : 'ascending';
      } else {
        head.removeAttribute('aria-sort');
      }
    }
    const named = new Set(this.fields.map((field) => field.dataset.filter));
    const chips = wanted.filters.filter(([name]) => !named.has(name)).map(([name, value]) => this.chip(name, value));
    this.part('chosen').replaceChildren(...chips);
    this.part('clear').hidden = queryOf({ ...wanted, sort: '' }) === '';
    const nouns = { all: this.kind, no: `${this.kind} that are not counted` };
    const kind = this.kind === 'citations' ? (nouns[wanted.counted] ?? 'counted citations') : this.kind;
    const all = this.all.filter((row) => isCounted(row, wanted.counted)).length;
    this.part('count').textContent = `${number(this.chosen.length)} of ${number(all)} ${kind}`;
    this.part('count').append(...this.uncounted());
    this.part('count').dataset.shown = this.chosen.length;
  }

  /** A button for the rows that are not counted, where no counted row is chosen. */
  uncounted() {
    const others = choose(this.all, { ...this.wanted, counted: 'no' }).length;
    if (this.chosen.length > 0 || this.wanted.counted !== '' || others === 0) {
      return [];
    }
    const show = make('button', { type: 'button', textContent: `Show ${number(others)} not counted` });
    show.onclick = () => this.want({ counted: 'no' });
    return [' ', show];
  }

  chip(name, value) {
    const shown = name === 'article' ? this.all.find((row) => row.article === value)?.title ?? value : value;
    const text = make('span', {}, `${name}: `, make('bdi', { textContent: shown }), ' ×');
    const chip = make('button', { type: 'button', className: 'chip', ariaLabel: `Remove ${name}: ${shown}` }, text);
    chip.onclick = () => this.want({ filters: this.wanted.filters.filter((one) => one[0] !== name) });
    return chip;
  }

  /** Fills the lists to choose from with what there is among the rows that all other choices leave, with counts. */
  offer() {
    const chosenBy = new Map([...this.wanted.filters, ['counted', this.wanted.counted]]);
    for (const field of this.fields) {
      const name = field.dataset.filter;
      const any = field.options[0];
      if (name === 'counted') {
        if (field.options.length === 1) {
          field.append(...[['all', 'all'], ['no', 'no']].map(([value, text]) => make('option', { value, textContent: text })));
        }
      } else {
        const counts = new Map();
        choose(this.all, this.wanted, name).forEach((row) => counts.set(row[name], (counts.get(row[name]) ?? 0) + 1));
        const order = [...counts].sort((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1));
        field.replaceChildren(any, ...order.map(([value, rows]) => make('option', { value, textContent: `${this.words[value] ?? value} (${number(rows)})` })));
      }
      field.value = chosenBy.get(name) ?? '';
    }
  }

  /** The chosen rows as a file of CSV. */
  download() {
    const columns = DOWNLOADS[this.kind];
    const lines = [columns, ...this.chosen.map((row) => columns.map((column) => row[column]))];
    const text = `\ufeff${lines.map((cells) => cells.map(csvCell).join(',')).join('\r\n')}\r\n`;
    const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
    make('a', { href: url, download: `${this.kind}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }
}

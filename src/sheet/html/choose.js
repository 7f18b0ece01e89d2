'use strict';

// Which row is the current one, and which are shown.

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
    if (isCurrent) {
      moveTabStop(claim.sentence);
      claim.sentence.setAttribute('aria-current', 'true');
    } else {
      claim.sentence.removeAttribute('aria-current');
    }
  }
}

/** The Tab key stops at one sentence alone: the last one that was walked to or chosen. */
function moveTabStop(sentence) {
  if (page.tabStop) {
    page.tabStop.tabIndex = -1;
  }
  page.tabStop = sentence;
  sentence.tabIndex = 0;
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
  const checkable = one.row.signals.length > 0 || one.row.findings.length > 0;
  return fits(filter.status, human.status)
    && (!filter.checkable || checkable)
    && fits(filter.severity, place.dataset.severity)
    && (filter.support === '' || claim.card.classList.contains(filter.support))
    && filter.words.every((word) => haystack(one).includes(word) || FIELDS.some((field) => human[field].toLowerCase().includes(word)));
}

function filter() {
  const wanted = {
    status: page.status,
    severity: element('severity').value,
    support: element('support').value,
    checkable: element('checkable').checked,
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

/** Sets every shown row that nobody has looked at to n/a, once the reader has agreed. */
function setShownNotApplicable() {
  const open = page.shown.filter((one) => one.human.status === 'open');
  if (open.length === 0) {
    say('None of the visible rows is open.');
    return;
  }
  if (!confirm(`Set ${plural(open.length, 'visible row')} from open to n/a?`)) {
    return;
  }
  const checker = element('checker').value.trim();
  for (const one of open) {
    const { human } = one;
    one.human = { ...human, status: 'n/a', checker: human.checker || checker, checked_on: human.checked_on || today() };
    show(one);
  }
  keep(open);
  const done = count();
  filter();
  say(`${plural(open.length, 'row')} set to n/a. ${done} of ${page.rows.length} done.`);
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

'use strict';

// Keys and buttons, and the start.

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  o: () => page.current?.place.querySelector('.address a')?.click(),
  n: () => edit('note'),
  t: () => page.current?.claim.sentence?.focus(),
  '/': () => {
    element('tools').classList.add('opened');
    element('open-tools').setAttribute('aria-expanded', 'true');
    element('search').focus();
  },
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
    moveTabStop(next);
    next.focus();
  }
}

function onClick(event) {
  const sentence = event.target.closest('.prose .s');
  if (sentence) {
    event.preventDefault();
    const claim = page.claims.find((claim) => claim.sentence === sentence);
    sentence.closest('details')?.setAttribute('open', '');
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
  for (const id of ['severity', 'support', 'checkable']) {
    element(id).addEventListener('change', filter);
  }
  element('sort').addEventListener('change', sort);
  element('counts').addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button) {
      filterStatus(button);
    }
  });
  element('all-na').addEventListener('click', setShownNotApplicable);
  element('open-tools').addEventListener('click', (event) => {
    const opened = element('tools').classList.toggle('opened');
    event.currentTarget.setAttribute('aria-expanded', String(opened));
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
  alarm('This browser cannot save your entries (private window, or storage full). Export them before you close the page.');
}

function start() {
  collect();
  restore();
  for (const field of document.querySelectorAll('fieldset.human, #counts button')) {
    field.disabled = false;
  }
  page.sentences.forEach((sentence) => { sentence.tabIndex = -1; });
  if (page.sentences.length > 0) {
    moveTabStop(page.sentences[0]);
  }
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
    say(`${plural(asked, 'row')} changed both here and in the file: both versions are shown.`);
  }
}

start();

'use strict';

// Brings the page to what is written: messages, rows, sentences, counts, and what is kept of earlier sheets.

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
    const name = field.replaceAll('_', ' ');
    list.append(make('div', {}, make('dt', { textContent: name }), make('dd', { textContent: neutral(value) || '(empty)', dir: 'auto' })));
  }
  const box = make('div', { className: 'other', role: 'group', ariaLabel: 'Two versions' });
  box.append(
    make('p', { textContent: 'This entry is different here and in the file. The file has:' }),
    list,
    make('button', { type: 'button', textContent: 'Use the entry of the file', onclick: () => decide(one, true) }),
    make('button', { type: 'button', textContent: 'Keep my entry', onclick: () => decide(one, false) }),
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
    const name = field.replaceAll('_', ' ');
    facts.append(make('div', {}, make('dt', { textContent: name }), make('dd', { textContent: neutral(row.human[field]), dir: 'auto' })));
  }
  const forget = make('button', { type: 'button', textContent: 'Forget', onclick: () => forgetApart(row) });
  const claim = make('q', { textContent: neutral(row.claim || '(no text)').slice(0, 600), dir: 'auto' });
  return make('li', { className: 'mine' }, claim, ' ', make('bdi', { textContent: neutral(row.source?.label ?? '') }), facts, forget);
}

function forgetApart(row) {
  if (!confirm('Delete what was written here? There is no other copy unless you exported it.')) {
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

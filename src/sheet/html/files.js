'use strict';

// Sheets that leave the page and come back to it.

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
    words.push(`${plural(told.asked, 'row')} changed both here and in the file: both versions are shown.`);
  }
  if (told.apart > 0) {
    words.push(`${plural(told.apart, 'row')} without a match; see “Kept from earlier versions”.`);
  }
  const here = page.data.article;
  if (typeof article?.title === 'string' && article.title !== here.title) {
    words.push(`That file is about another article: “${article.title.slice(0, 120)}”.`);
  }
  return words.join(' ');
}

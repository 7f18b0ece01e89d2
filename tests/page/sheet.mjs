// node sheet.mjs [CITEGRAPH [SCREENS]]: makes sheets with the program and opens them in headless Chromium, as an editor
// would: keys, fields, reload, export and import, print, without scripts, on a phone, in the dark, with a screen
// reader's eyes (axe-core), and with articles that mean harm. Pictures go to SCREENS, else target/test-env/screens.
// CITEGRAPH is the program, else target/release/citegraph. Chromium is $CHROMIUM, else /usr/bin/chromium.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { watch } from './watch.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [program = join(root, 'target/release/citegraph'), screens = join(root, 'target/test-env/screens')] = process.argv.slice(2);
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
for (const needed of [program, executablePath, axe]) {
  if (!existsSync(needed)) {
    console.error(`${needed} is missing`);
    process.exit(2);
  }
}
mkdirSync(screens, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'citegraph-sheet-'));
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

/** The page of an article's sheet, made by the program. */
function makePage(article, name) {
  const page = join(folder, `${name}.html`);
  execFileSync(program, ['--no-config', 'sheet', article, '-o', page], { stdio: ['ignore', 'ignore', 'inherit'] });
  return pathToFileURL(page).href;
}

function makeArticle(name, text) {
  const article = join(folder, `${name}.md`);
  writeFileSync(article, text);
  return article;
}

const GAUGES = join(root, 'data/sample/2022-04-11-Why Two Tide Gauges Disagree.md');
const pages = {
  gauges: makePage(GAUGES, 'gauges'),
  hostile: makePage(join(root, 'data/sample/hostile text.md'), 'hostile'),
};

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
});

/** Opens a page in a profile of its own, does the work, and fails on anything that was not quiet and alone. */
async function visit(address, work, options = {}) {
  const context = await browser.newContext({ viewport: DESK, acceptDownloads: true, ...options });
  const wrong = [];
  try {
    const page = await context.newPage();
    watch(page, address, 'blob:', wrong);
    if (options.before) {
      await page.addInitScript(options.before);
    }
    await page.goto(address, { waitUntil: 'load' });
    await work(page, context);
    assert.deepEqual(options.noisy ? [] : wrong, []);
  } finally {
    await context.close();
  }
}

const press = async (page, ...keys) => {
  for (const key of keys) {
    await page.keyboard.press(key);
  }
};
const current = (page) => page.evaluate(() => document.querySelector('.row.current')?.dataset.row ?? null);
const statusOf = (page, row) => page.evaluate((at) => document.getElementById(`r-${at}`).dataset.status, row);
const value = (page, row, field) => page.inputValue(`#r-${row} [data-field="${field}"]`);
const picture = (page, name) => page.screenshot({ path: join(screens, `sheet-${name}.png`) });

/** The sheet that the page exports. */
async function exported(page) {
  const waiting = page.waitForEvent('download');
  await page.click('#export');
  const download = await waiting;
  assert.match(download.suggestedFilename(), /^[\p{L}\p{N}-]+\.sheet\.json$/u);
  const path = join(folder, `${Math.random()}.json`);
  await download.saveAs(path);
  return { path, sheet: JSON.parse(readFileSync(path, 'utf8')) };
}

async function importSheet(page, sheet) {
  const path = typeof sheet === 'string' ? sheet : join(folder, `${Math.random()}.json`);
  if (typeof sheet !== 'string') {
    writeFileSync(path, JSON.stringify(sheet));
  }
  await page.setInputFiles('#file', path);
  await page.waitForFunction(() => document.getElementById('said').classList.contains('seen') || !document.getElementById('alert').hidden);
}

/** The embedded sheet as the program wrote it. */
const embedded = (page) => page.evaluate(() => JSON.parse(document.getElementById('sheet').textContent));

/** A page with the human columns of its first rows filled in, as a merge leaves it. */
function written(name, change) {
  const text = readFileSync(fileURLToPath(pages.gauges), 'utf8');
  const [before, rest] = text.split(/(?<=<script type="application\/json"[^>]*>)/);
  const end = rest.indexOf('</script>');
  const sheet = JSON.parse(rest.slice(0, end));
  change(sheet);
  writeFileSync(fileURLToPath(pages.gauges), before + JSON.stringify(sheet).replaceAll('<', '\\u003c') + rest.slice(end));
  return () => writeFileSync(fileURLToPath(pages.gauges), text);
}

const tests = {};

tests['keys move, set a status and open a note'] = () => visit(pages.gauges, async (page) => {
  await press(page, 'j');
  assert.equal(await current(page), '0');
  await press(page, 'j', 'j', 'k');
  assert.equal(await current(page), '1');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'r-1');
  for (const [key, status] of ['open', 'ok', 'fixed', 'cut', "can't verify", 'n/a'].entries()) {
    await press(page, String(key));
    assert.equal(await statusOf(page, 1), status);
  }
  assert.match(await page.textContent('#said'), /n\/a\. 1 of \d+ done/);
  assert.equal(await page.evaluate(() => document.getElementById('progress').value), 1);
  assert.match(await page.textContent('#counts [data-status="n/a"]'), /1$/);
  assert.match(await value(page, 1, 'checked_on'), /^\d{4}-\d\d-\d\d$/);
  await press(page, 'n');
  await page.keyboard.type('j1?/');
  assert.equal(await value(page, 1, 'note'), 'j1?/');
  assert.equal(await statusOf(page, 1), 'n/a');
  await press(page, 'Escape');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'r-1');
  await press(page, '/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  await press(page, 'Escape', '?');
  assert.ok(await page.isVisible('#keys'));
  await press(page, '2', 'Escape');
  assert.ok(!(await page.isVisible('#keys')));
  assert.equal(await statusOf(page, 1), 'n/a');
  await press(page, 't');
  assert.match(await page.evaluate(() => document.activeElement.id), /^s-/);
  await press(page, 'Control+1');
  assert.equal(await statusOf(page, 1), 'n/a');
});

tests['single keys can be switched off'] = () => visit(pages.gauges, async (page) => {
  await press(page, '?');
  await page.uncheck('#shortcuts');
  await press(page, 'Escape', 'j', '1');
  assert.equal(await current(page), null);
  await page.reload();
  await press(page, 'j');
  assert.equal(await current(page), null);
});

tests['o opens the source of the row beside the sheet'] = () => visit(pages.gauges, async (page, context) => {
  await context.route('https://**', (route) => route.fulfill({ body: 'a source' }));
  await page.click('.row:has(.address a) h4 bdi');
  const waiting = context.waitForEvent('page');
  await press(page, 'o');
  const opened = await waiting;
  assert.equal(opened.url(), await page.getAttribute('.row.current .address a', 'href'));
  assert.equal(await opened.evaluate(() => window.opener), null);
});

tests['a sentence leads to its card, and arrows go along sentences'] = () => visit(pages.gauges, async (page) => {
  await page.click('.prose .s.one >> nth=0');
  const claim = await page.evaluate(() => document.querySelector('.claim.current').id.slice(2));
  assert.equal(await page.evaluate(() => document.querySelector('[aria-current]').id.slice(2)), claim);
  assert.equal(await page.locator('.prose .s[tabindex="0"]').count(), 1);
  await press(page, 't', 'ArrowRight', 'Enter');
  assert.notEqual(await page.evaluate(() => document.querySelector('.claim.current').id.slice(2)), claim);
});

tests['what is written survives a reload'] = () => visit(pages.gauges, async (page) => {
  await page.fill('#checker', 'AB');
  await press(page, 'Tab');
  await page.evaluate(() => document.activeElement.blur());
  await press(page, 'j', '2', 'n');
  await page.keyboard.type('first\nsecond <b>');
  await page.reload();
  assert.equal(await statusOf(page, 0), 'fixed');
  assert.equal(await value(page, 0, 'note'), 'first\nsecond <b>');
  assert.equal(await value(page, 0, 'checker'), 'AB');
  assert.equal(await page.inputValue('#checker'), 'AB');
  assert.ok(await page.isChecked('#r-0 input[value="fixed"]'));
});

tests['two windows do not undo each other'] = () => visit(pages.gauges, async (page, context) => {
  const other = await context.newPage();
  await other.goto(pages.gauges);
  await press(page, 'j', '1');
  await page.waitForTimeout(400);
  await press(other, 'j', 'j', '3');
  await other.waitForTimeout(400);
  assert.equal(await statusOf(other, 0), 'ok');
  assert.equal(await statusOf(page, 1), 'cut');
  await page.reload();
  assert.deepEqual([await statusOf(page, 0), await statusOf(page, 1)], ['ok', 'cut']);
});

tests['filters and order'] = () => visit(pages.gauges, async (page) => {
  const shown = () => page.locator('.row:not([hidden])').count();
  const all = await shown();
  await page.fill('#search', 'nature.com');
  await page.waitForTimeout(200);
  const found = await shown();
  assert.ok(found > 0 && found < all);
  assert.match(await page.textContent('#shown'), new RegExp(`^${found} of ${all} rows shown$`));
  await page.fill('#search', '');
  await page.selectOption('#support', 'none');
  assert.ok((await page.locator('.claim:not([hidden]):not(.none)').count()) === 0);
  await page.selectOption('#support', '');
  await page.click('#counts [data-status="ok"]');
  assert.equal(await shown(), 0);
  assert.equal(await page.getAttribute('#counts [data-status="ok"]', 'aria-pressed'), 'true');
  await page.click('#counts [data-status="ok"]');
  await page.selectOption('#sort', 'place');
  const places = await page.evaluate(() => [...document.querySelectorAll('.claim')].map((card) => Number(card.dataset.place)));
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
});

tests['only what has something to check, and the rest at once n/a'] = () => visit(pages.gauges, async (page) => {
  const rows = await page.evaluate(() => page.rows.map(({ row }) => row.signals.length + row.findings.length));
  const checkable = rows.filter((parts) => parts > 0).length;
  assert.ok(checkable > 0 && checkable < rows.length, `${checkable} of ${rows.length}`);
  await page.check('#checkable');
  assert.equal(await page.evaluate(() => page.shown.length), checkable);
  await page.uncheck('#checkable');
  await press(page, 'j', '1');
  await page.evaluate(() => { window.confirm = () => true; });
  await page.click('#all-na');
  const statuses = await page.evaluate(() => page.rows.map(({ human }) => human.status));
  assert.equal(statuses.filter((status) => status === 'n/a').length, rows.length - 1);
  assert.equal(statuses.filter((status) => status === 'ok').length, 1);
});

tests['on a phone the first card stands on the first screen, and keys do the rest'] = () => visit(makePage(makeArticle('long', `# Long\n\n${Array.from({ length: 140 }, (_, at) => `Claim ${at} is about ${at + 2} million [people](https://site${at}.example/p).\n`).join('\n')}`), 'long'), async (page) => {
  const box = await page.locator('.claim >> nth=0').boundingBox();
  assert.ok(box.y + 40 < PHONE.height, `the first card begins at ${Math.round(box.y)}`);
  await press(page, 'j', '1', 'j', '2', 'n');
  await page.keyboard.type('seen');
  await press(page, 'Escape', '/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'search');
  assert.ok(await page.isVisible('#export'));
  assert.deepEqual([await statusOf(page, 0), await statusOf(page, 1), await value(page, 1, 'note')], ['ok', 'fixed', 'seen']);
}, { viewport: PHONE, hasTouch: true });

tests['export is the sheet with what was written, and import reads it back'] = () => visit(pages.gauges, async (page, context) => {
  const before = await embedded(page);
  await press(page, 'j', '1', 'n');
  await page.keyboard.type('seen');
  const { path, sheet } = await exported(page);
  assert.equal(sheet.rows[0].human.status, 'ok');
  assert.equal(sheet.rows[0].human.note, 'seen');
  const plain = (value) => ({ ...value, rows: value.rows.map((row) => ({ ...row, human: null })) });
  assert.deepEqual(plain(sheet), plain(before));
  const merged = join(folder, 'merged.json');
  execFileSync(program, ['--no-config', 'sheet', 'merge', path, GAUGES, '-o', merged], { stdio: ['ignore', 'ignore', 'inherit'] });
  const { rows, appendix } = JSON.parse(readFileSync(merged, 'utf8'));
  assert.deepEqual(rows.map((row) => row.human), sheet.rows.map((row) => row.human));
  assert.deepEqual(appendix, []);
  await page.evaluate(() => localStorage.clear());
  const fresh = await context.newPage();
  await fresh.goto(pages.gauges);
  await importSheet(fresh, path);
  assert.equal(await statusOf(fresh, 0), 'ok');
  assert.equal(await value(fresh, 0, 'note'), 'seen');
  assert.match(await fresh.textContent('#said'), /1 row changed/);
});

tests['import never loses: two versions, and rows that match nothing'] = () => visit(pages.gauges, async (page) => {
  const sheet = await embedded(page);
  await press(page, 'j', '1', 'n');
  await page.keyboard.type('mine');
  await press(page, 'Escape');
  sheet.rows[0].human = { status: 'cut', note: 'theirs', checker: '', checked_on: '', correction: 'c', locator: '' };
  sheet.rows[1].claim_id = 'gone';
  sheet.rows[1].human = { status: 'ok', note: 'kept <img src=x onerror=alert(1)>' };
  sheet.article.title = 'Another';
  await importSheet(page, sheet);
  const said = await page.textContent('#said');
  for (const part of [/1 row changed both/, /1 row without a match/, /another article/]) {
    assert.match(said, part);
  }
  assert.equal(await value(page, 0, 'note'), 'mine');
  assert.equal(await value(page, 0, 'correction'), 'c');
  assert.match(await page.textContent('#r-0 .other'), /cut.*theirs/s);
  assert.match(await page.textContent('#apart'), /kept <img/);
  const { sheet: out } = await exported(page);
  assert.ok(out.appendix.some((row) => row.human.note === 'theirs') && out.appendix.some((row) => row.claim_id === 'gone'));
  await page.reload();
  assert.match(await page.textContent('#r-0 .other'), /theirs/);
  assert.match(await page.textContent('#apart'), /kept <img/);
  await page.click('#r-0 .other button >> nth=0');
  assert.equal(await statusOf(page, 0), 'cut');
  assert.equal(await value(page, 0, 'note'), 'theirs');
  await page.reload();
  assert.equal(await value(page, 0, 'note'), 'theirs');
  assert.equal(await page.locator('.other').count(), 0);
});

tests['a file that is no sheet is told, and nothing changes'] = () => visit(pages.gauges, async (page) => {
  const path = join(folder, 'no.json');
  writeFileSync(path, '[1, 2');
  await importSheet(page, path);
  assert.match(await page.textContent('#alert'), /no\.json is not a sheet/);
});

tests['browser and file are merged field by field'] = () => visit(pages.gauges, async (page) => {
  await press(page, 'j', '1', 'n');
  await page.keyboard.type('from the browser');
  await page.waitForTimeout(400);
  const undo = written('gauges', (sheet) => {
    sheet.rows[0].human = { status: 'open', locator: 'page 3', checker: '', checked_on: '', correction: '', note: 'from the file' };
    sheet.rows[1].human = { status: 'n/a', locator: '', checker: 'CD', checked_on: '', correction: '', note: '' };
  });
  try {
    await page.reload();
    assert.equal(await statusOf(page, 0), 'ok');
    assert.equal(await value(page, 0, 'locator'), 'page 3');
    assert.equal(await value(page, 0, 'note'), 'from the browser');
    assert.match(await page.textContent('#r-0 .other'), /from the file/);
    assert.equal(await statusOf(page, 1), 'n/a');
  } finally {
    undo();
  }
});

tests['a row that is gone from the article is kept'] = () => visit(pages.gauges, async (page) => {
  await press(page, 'j', '1', 'n');
  await page.keyboard.type('precious');
  await page.waitForTimeout(400);
  const undo = written('gauges', (sheet) => { sheet.rows[0].claim_id = 'changed'; });
  try {
    await page.reload();
    assert.equal(await value(page, 0, 'note'), '');
    assert.match(await page.textContent('#apart'), /precious/);
    assert.ok((await exported(page)).sheet.appendix.some((row) => row.human.note === 'precious'));
  } finally {
    undo();
  }
});

tests['without a place to keep, it is told and works'] = () => visit(pages.gauges, async (page) => {
  assert.match(await page.textContent('#alert'), /cannot save/);
  await press(page, 'j', '1');
  assert.equal(await statusOf(page, 0), 'ok');
  assert.equal((await exported(page)).sheet.rows[0].human.status, 'ok');
}, { before: () => Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } }) });

tests['what a stranger left in the storage does no harm'] = () => visit(pages.gauges, async (page) => {
  const junk = [
    '{"schema":1,"rows":{"__proto__":{"human":{"status":"ok"}},"x":null,"y":{"human":7,"row":[]}},"apart":[null,3,{"human":{"note":"<img src=x onerror=alert(1)>"}}]}',
    '[', 'null', '{"schema":1,"rows":[1],"apart":{}}', '{"schema":9}',
  ];
  for (const text of junk) {
    await page.evaluate((text) => localStorage.setItem(document.getElementById('sheet').dataset.key, text), text);
    await page.reload();
    assert.equal(await page.locator('html.js').count(), 1, text);
    assert.equal(await page.locator('img').count(), 0);
  }
});

/** Runs inside the page: links that are not of the web, handlers, and elements that load something. */
function harm() {
  const wrong = window.__hostile === undefined ? [] : [`ran: ${window.__hostile}`];
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || /^(src|srcset|action|formaction|background|style)$/i.test(name)) {
        wrong.push(element.outerHTML.slice(0, 120));
      }
      if (name === 'href' && !/^(#|https?:\/\/)/.test(value)) {
        wrong.push(`href ${value}`);
      }
    }
    if (/^(iframe|object|embed|base|img|svg|form)$/.test(element.localName)) {
      wrong.push(element.outerHTML.slice(0, 120));
    }
    if (element.localName === 'a' && /^http/.test(element.getAttribute('href') ?? '') && !/noreferrer/.test(element.rel)) {
      wrong.push(element.outerHTML.slice(0, 120));
    }
  }
  return wrong;
}

tests['a hostile article is text'] = () => visit(pages.hostile, async (page) => {
  await press(page, 'j', '1', 'j', '2');
  await page.waitForTimeout(300);
  assert.deepEqual(await page.evaluate(harm), []);
  const { sheet } = await exported(page);
  assert.equal(sheet.rows[0].human.status, 'ok');
  await picture(page, 'hostile');
});

tests['the policy runs and applies nothing but what the page came with'] = () => visit(pages.gauges, async (page) => {
  const refused = await page.evaluate(async () => {
    const seen = [];
    document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
    const script = document.createElement('script');
    const tries = [
      () => { document.body.innerHTML += '<b>x</b>'; },
      () => { script.text = 'window.__hostile = 1'; },
      () => document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' })),
      () => document.body.append(Object.assign(document.createElement('img'), { src: 'https://a.example/x.png' })),
    ];
    for (const attempt of tries) {
      try {
        attempt();
      } catch {
        // Trusted types refuse by throwing.
      }
    }
    await new Promise((done) => { setTimeout(done, 100); });
    return { seen, ran: window.__hostile };
  });
  assert.deepEqual(refused.seen.toSorted(), ['img-src', 'require-trusted-types-for', 'require-trusted-types-for', 'style-src-elem']);
  assert.equal(refused.ran, undefined);
}, { noisy: true });

tests['without scripts everything can be read'] = () => visit(pages.gauges, async (page) => {
  assert.ok(await page.isVisible('.prose'));
  assert.ok(await page.isVisible('.claim .sentence'));
  assert.ok(await page.isVisible('.address a'));
  assert.ok(!(await page.isVisible('.tools')));
  assert.ok(await page.isDisabled('textarea >> nth=0'));
  assert.ok(await page.isVisible('.still'));
  await page.click('.prose .s >> nth=2');
  assert.match(page.url(), /#c-\d+$/);
}, { javaScriptEnabled: false });

tests['print: A4 landscape, with lines to write on'] = () => visit(pages.gauges, async (page) => {
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.isVisible('#r-0 [data-field="note"]'));
  assert.ok(!(await page.isVisible('.tools')));
  const line = await page.evaluate(() => getComputedStyle(document.querySelector('#r-0 [data-field="note"]')).borderBottomStyle);
  assert.equal(line, 'solid');
  const path = join(screens, 'sheet.pdf');
  const pdf = await page.pdf({ path, preferCSSPageSize: true });
  const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf.toString('latin1')).map(Number);
  assert.ok(Math.abs(width - 842) < 2 && Math.abs(height - 595) < 2, `${width} x ${height}`);
});

for (const [name, options] of Object.entries({
  light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: PHONE, hasTouch: true },
})) {
  tests[`${name}: nothing for axe to say, nothing beside the screen`] = () => visit(pages.gauges, async (page) => {
    await press(page, 'j', 'j', '1', 'j');
    await picture(page, name);
    assert.ok(await page.isVisible('h1') && await page.isVisible('.prose p >> nth=0') && await page.isVisible('.row.current'));
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    assert.ok(scrollWidth <= clientWidth + 1, `${scrollWidth} in ${clientWidth}`);
    await page.evaluate(() => scrollTo(0, 0));
    // The policy of the page holds against axe too, so it is brought in from outside the page's scripts.
    await page.evaluate(readFileSync(axe, 'utf8'));
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`), []);
  }, options);
}

tests['a screen reader finds landmarks, headings and names'] = () => visit(pages.gauges, async (page) => {
  await press(page, 'j');
  const tree = await page.locator('body').ariaSnapshot();
  for (const part of ['banner', 'main', 'contentinfo', 'search', 'region "Article"', 'region "To check"', 'heading "P1.S0" [level=3]', 'radiogroup "Status"', 'radio "ok"', 'progressbar', 'status', 'textbox "Note"']) {
    assert.ok(tree.includes(part), `${part} is not in the accessibility tree`);
  }
  assert.equal(await page.getAttribute('.prose', 'lang'), 'en', 'the language that the text is in');
});

tests['a thousand claims and an endless sentence stay quick'] = async () => {
  const claim = (at) => `Claim number ${at} says that ${at * 7} people [agreed](https://site${at % 97}.example/page/${at}) in 2019.`;
  const text = Array.from({ length: 1500 }, (_, at) => claim(at) + (at % 4 === 3 ? '\n\n' : ' ')).join('');
  const address = makePage(makeArticle('large', `# Large\n\n${text}\n\n${'endless words, '.repeat(70_000)} [end](https://end.example/).\n`), 'large');
  await visit(address, async (page) => {
    const spent = await page.evaluate(() => {
      const start = performance.now();
      const key = (key) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      for (let at = 0; at < 50; at += 1) {
        key('j');
        key('1');
      }
      return performance.now() - start;
    });
    assert.ok(spent < 10_000, `50 rows took ${Math.round(spent)} ms`);
    assert.match(await page.textContent('#done'), /^50 of 150\d done$/);
    await page.fill('#search', 'site42.example');
    await page.waitForFunction(() => /of/.test(document.getElementById('shown').textContent));
    console.log(`     50 rows in ${Math.round(spent)} ms`);
  });
};

const only = process.env.ONLY;
let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (only && !name.includes(only)) {
    continue;
  }
  try {
    await test();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${String(error.stack ?? error).split('\n').slice(0, 12).join('\n     ')}`);
  }
}
await browser.close();
rmSync(folder, { recursive: true, force: true });
console.log(`${failed} failed`);
process.exit(failed ? 1 : 0);

// node page.mjs DIR [SCREENS]: opens DIR/index.html in headless Chromium, as a reader would, on a phone and on a desk,
// in light and in dark. The page must be quiet, alone (no request but the file itself) and harmless: the sample holds
// text that sets `window.__hostile` wherever it gets out of its quotes. Its tables sort, filter and turn, every number
// leads to as many rows as it says, its map zooms, finds and leads to rows, a screen reader's eyes (axe-core) find
// nothing serious, and without scripts its first rows are there. Pictures of what was seen go to SCREENS, else to target/test-env/screens. Chromium is $CHROMIUM, else
// /usr/bin/chromium.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { watch } from './watch.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [dir, screens = join(root, 'target/test-env/screens')] = process.argv.slice(2);
if (!dir) {
  console.error('usage: page.mjs DIR [SCREENS]');
  process.exit(2);
}
const file = resolve(dir, 'index.html');
const address = pathToFileURL(file).href;
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
for (const needed of [file, executablePath, axe]) {
  if (!existsSync(needed)) {
    console.error(`${needed} is missing`);
    process.exit(2);
  }
}

const AXE = readFileSync(axe, 'utf8');
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const TALLEST_PICTURE = 12000;
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Runs inside the page: everything that is wrong with the document as it stands, as sentences. */
function faults() {
  const wrong = [];
  const short = (text) => JSON.stringify(String(text).slice(0, 120));
  if (window.__hostile !== undefined) {
    wrong.push(`text of an article ran as a script: ${short(window.__hostile)}`);
  }
  for (const script of document.querySelectorAll('script')) {
    if (!script.hasAttribute('data-citegraph') || script.hasAttribute('src')) {
      wrong.push(`a script that is not ours: ${short(script.outerHTML)}`);
    }
  }
  for (const element of document.querySelectorAll('iframe, object, embed, base, form[action], meta[http-equiv="refresh"]')) {
    wrong.push(`an element that has no business here: ${short(element.outerHTML)}`);
  }
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) {
        wrong.push(`an event handler in the markup: ${short(element.outerHTML)}`);
      }
      if (/^(src|srcset|poster|data|background|action|formaction)$/i.test(name) && !/^(data:image\/|#)/.test(value)) {
        wrong.push(`an address that would be fetched: ${name}=${short(value)}`);
      }
    }
  }
  const hrefs = [...document.querySelectorAll('[href], [*|href]')].map((element) => ({
    written: element.getAttribute('href') ?? element.getAttributeNS('http://www.w3.org/1999/xlink', 'href'),
    link: element.localName === 'a' || element.localName === 'area',
  }));
  const siblings = [];
  for (const { written, link } of hrefs) {
    let protocol = 'none';
    try {
      protocol = new URL(written, document.baseURI).protocol;
    } catch {
      // Reported below.
    }
    if (link && /^[a-z][a-z0-9.-]*$/.test(written)) {
      siblings.push(written);
    } else if (!written.startsWith('#') && !(link && /^https?:$/.test(protocol)) && !/^data:image\//.test(written)) {
      wrong.push(`a link to ${short(written)} (${protocol})`);
    }
  }
  for (const link of document.querySelectorAll('a[target="_blank"]')) {
    if (!/\bno(opener|referrer)\b/.test(link.rel)) {
      wrong.push(`a link that hands over its window: ${short(link.outerHTML)}`);
    }
  }
  if (!document.title.trim()) {
    wrong.push('no title');
  }
  if (!document.documentElement.lang) {
    wrong.push('no language');
  }
  const { scrollWidth, clientWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > clientWidth + 1) {
    wrong.push(`the page scrolls sideways: ${scrollWidth} px of content in ${clientWidth} px`);
  }
  return { wrong, siblings: [...new Set(siblings)], height: scrollHeight, links: hrefs.length };
}

async function visit(size, colorScheme) {
  const profile = mkdtempSync(join(tmpdir(), 'citegraph-page-'));
  const wrong = [];
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGS,
    viewport: SIZES[size],
    colorScheme,
  });
  try {
    await context.route('**/*', (route) => (route.request().url() === address ? route.continue() : route.abort()));
    const page = await context.newPage();
    watch(page, address, 'data:', wrong);
    await page.goto(address, { waitUntil: 'load', timeout: 60_000 });
    // Whatever a hostile string starts, it starts in the first moments.
    await page.waitForTimeout(300);
    const seen = await page.evaluate(faults);
    wrong.push(...seen.wrong);
    for (const name of seen.siblings.filter((name) => !existsSync(join(dirname(file), name)))) {
      wrong.push(`a link to the file ${name}, which is not beside the page`);
    }
    mkdirSync(screens, { recursive: true });
    const path = join(screens, `${size}-${colorScheme}.png`);
    await page.screenshot({ path, fullPage: seen.height <= TALLEST_PICTURE });
    await work(page, `${size}-${colorScheme}`);
    wrong.push(...(await page.evaluate(faults)).wrong);
    return { wrong, links: seen.links, height: seen.height };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const texts = (page, selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent));
const part = (kind, name) => `[data-table="${kind}"] [data-part="${name}"]`;
const column = (page, kind, name) => page.$$eval(
  `[data-table="${kind}"] tbody tr`,
  (rows, at) => rows.map((row) => row.children[at].textContent),
  { domain: 0, place: 5 }[name],
);
const shown = (page, kind) => page.$eval(part(kind, 'count'), (one) => Number(one.dataset.shown));
const go = (page, hash) => page.evaluate((to) => { location.hash = to; }, hash);
const shows = (page, kind, rows) => page.waitForFunction(
  ([selector, number]) => Number(document.querySelector(selector).dataset.shown) === number,
  [part(kind, 'count'), rows],
);

async function tryTable(page) {
  await page.waitForFunction(() => document.documentElement.dataset.ready === 'rows');
  const counted = Number(await page.getAttribute('#n-counted', 'value'));
  assert.equal(await shown(page, 'citations'), counted, 'the rows that count');
  await go(page, '#citations?counted=all');
  await page.waitForFunction((selector) => document.querySelector(selector).textContent.endsWith(' citations'), part('citations', 'count'));
  const all = await shown(page, 'citations');
  assert.ok(all > counted);

  // A click on a head sorts, a second one the other way; heads say so.
  const head = '[data-table="citations"] th[data-column="domain"]';
  const order = (one, two) => (one < two ? -1 : Number(one > two));
  const domains = () => page.$$eval('[data-table="citations"] tbody th a', (all) => all.map((one) => one.textContent));
  await page.click(`${head} button`);
  const rising = await domains();
  assert.deepEqual(rising, [...rising].sort(order), 'sorted by source');
  assert.equal(await page.getAttribute(head, 'aria-sort'), 'ascending');
  // The keyboard does what the pointer does.
  await page.focus(`${head} button`);
  await page.keyboard.press('Enter');
  const falling = await domains();
  assert.deepEqual(falling, [...falling].sort(order).reverse(), 'sorted the other way');
  assert.equal(await page.getAttribute(head, 'aria-sort'), 'descending');
  assert.equal(await page.locator('[data-table="citations"] [aria-sort]').count(), 1);

  // All words must be there, wherever.
  await page.fill(part('citations', 'words'), 'TIDE  gauge');
  await page.waitForFunction(() => location.hash.includes('TIDE'));
  const found = await shown(page, 'citations');
  assert.ok(found > 0 && found < all, `${found} rows`);
  await page.fill(part('citations', 'words'), 'tide nowhere-at-all');
  await shows(page, 'citations', 0);
  assert.equal(await page.textContent(part('citations', 'page')), 'no rows');
  await page.click(part('citations', 'clear'));
  await shows(page, 'citations', counted);

  // Lists to choose from say how many rows each choice has; what is chosen stands in the address, which brings it back.
  const field = '[data-table="citations"] [data-filter="place"]';
  const option = await page.$eval(field, (one) => ({ value: one.options[1].value, text: one.options[1].textContent }));
  await page.selectOption(field, option.value);
  assert.equal(await shown(page, 'citations'), Number(option.text.match(/\(([\d,]+)\)$/)[1].replace(',', '')));
  assert.ok((await column(page, 'citations', 'place')).every((text) => text === option.value));
  await go(page, '#citations?place=comment&counted=all&sort=-date');
  await page.waitForFunction((selector) => document.querySelector(selector).value === 'comment', field);
  assert.ok((await column(page, 'citations', 'place')).every((text) => text.startsWith('comment')));
  assert.equal(await page.getAttribute('[data-table="citations"] th[data-column="date"]', 'aria-sort'), 'descending');

  // More than a page of rows is turned.
  await go(page, '#citations?counted=all');
  await shows(page, 'citations', all);
  if (all > 100) {
    await page.click('[data-table="citations"] [data-turn="on"]');
    assert.match(await page.textContent(part('citations', 'page')), /^rows 101 to /);
    await page.click('[data-table="citations"] [data-turn="first"]');
  }

  // The rows that are chosen can be taken along.
  const waiting = page.waitForEvent('download');
  await page.click(part('citations', 'download'));
  const lines = readFileSync(await (await waiting).path(), 'utf8').split('\r\n');
  assert.match(lines[0], /^\ufeffdomain,owner,/);
  assert.ok(lines.length - 2 >= all, `${lines.length} lines`);

  // What means harm is text, and links lead to the web or into the page.
  await page.fill(part('citations', 'words'), '__hostile');
  await page.waitForFunction(() => location.hash.includes('hostile'));
  assert.ok((await texts(page, '[data-table="citations"] tbody')).join().includes('window.__hostile'));
  assert.equal(await page.locator('[data-table] tbody :is(script, img, iframe, svg)').count(), 0);
}

/** Every number that leads to rows leads to as many as it says. */
async function tryLinks(page) {
  await go(page, '#citations?');
  const links = await page.$$eval('a[data-rows]', (all) => all.map((one) => [one.dataset.rows, Number(one.dataset.count)]));
  const distinct = [...new Map(links.map((one) => [one.join(' '), one])).values()];
  assert.ok(distinct.length > 40, `${distinct.length} links`);
  const wrong = [];
  for (const [rows, number] of distinct) {
    const [kind] = rows.split('?');
    await go(page, `#${rows}`);
    await page.waitForFunction((hash) => location.hash === hash, `#${rows}`);
    await page.evaluate(() => new Promise((done) => { setTimeout(done); }));
    const found = await shown(page, kind);
    if (found !== number) {
      wrong.push(`${rows}: ${found} rows, not ${number}`);
    }
  }
  assert.deepEqual(wrong, []);
  // The first bar is clicked as a reader would; the way back leads back.
  await go(page, '#sources');
  await page.click('#top-domains .bars a');
  const [name] = await texts(page, '#top-domains .bars a');
  await page.waitForFunction((domain) => location.hash === `#citations?${new URLSearchParams([['domain', domain]])}`, name);
  assert.ok((await column(page, 'citations', 'domain')).every((text) => text.startsWith(name)));
  await page.goBack();
  assert.equal(await page.evaluate(() => location.hash), '#sources');
  await go(page, `#citations?domain=${name}`);
  await page.click(`${part('citations', 'chosen')} .chip`);
  await shows(page, 'citations', Number(await page.getAttribute('#n-counted', 'value')));
  // The navigation has the headings' own words.
  const headings = await texts(page, 'main h2:not(.unseen)');
  assert.deepEqual((await texts(page, 'nav a')).slice(1), headings);
}

async function tryMap(page) {
  // A pointer that rests on a circle would say more than the keys.
  await page.mouse.move(0, 0);
  const width = () => page.$eval('#map-box svg', (svg) => svg.getBoundingClientRect().width);
  const before = await width();
  await page.click('[data-zoom="in"]');
  await page.click('[data-zoom="in"]');
  assert.ok(await width() > 2 * before, 'zoomed in');
  await page.focus('#map-box');
  await page.keyboard.press('0');
  assert.equal(Math.round(await width()), Math.round(before), 'the whole map again');

  const title = await page.textContent('#map-box .spots a:nth-child(3) title');
  const name = title.slice(0, title.indexOf(': '));
  await page.fill('#map-q', name);
  assert.match(await page.textContent('#map-said'), /^[1-9]\d* found, Enter/);
  await page.press('#map-q', 'Enter');
  assert.ok((await page.textContent('#map-said')).startsWith(name), 'told of what has the focus');
  const box = await page.$eval('#map-box', (one) => one.getBoundingClientRect().toJSON());
  const spot = await page.evaluate(() => document.activeElement.querySelector('circle').getBoundingClientRect().toJSON());
  assert.ok(spot.x >= box.x && spot.right <= box.right && spot.y >= box.y && spot.bottom <= box.bottom, 'in view');
  await page.keyboard.press('Enter');
  await page.waitForFunction((domain) => location.hash.includes(new URLSearchParams([['domain', domain]])), name);
  // Rows are shown a moment after the address has changed.
  for (let tries = 0; tries < 50 && !(await column(page, 'citations', 'domain')).every((text) => text.startsWith(name)); tries += 1) {
    await page.waitForTimeout(100);
  }
  const shown = await column(page, 'citations', 'domain');
  assert.ok(shown.length > 0 && shown.every((text) => text.startsWith(name)), `${name}: ${shown.slice(0, 5)}`);
  await page.fill('#map-q', '');
  await page.click('[data-zoom="all"]');
}

async function tryAxe(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
  await page.evaluate(AXE);
  // axe takes a circle behind a label for its ground and does not see the outline that the letters have.
  const { violations } = await page.evaluate(() => axe.run({ exclude: ['.map .labels'] }, { resultTypes: ['violations'] }));
  const grave = violations.filter((one) => ['serious', 'critical'].includes(one.impact));
  assert.deepEqual(grave.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any.map((check) => check.message).join(' ')}`).join(' ')}`), []);
}

/** The letters of the map stand out from their own outline, which is wide enough to cover what is behind them. */
async function tryLabels(page) {
  const { ratio, outline } = await page.evaluate(() => {
    const { fill, stroke, strokeWidth, fontSize, paintOrder } = getComputedStyle(document.querySelector('.map .l0'));
    const light = (colour) => {
      const [r, g, b] = colour.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const [one, other] = [light(fill), light(stroke)].sort((a, b) => b - a);
    return { ratio: one / other, outline: paintOrder.startsWith('stroke') ? parseFloat(strokeWidth) / parseFloat(fontSize) : 0 };
  });
  assert.ok(ratio >= 4.5, `letters of the map against their outline: ${ratio}`);
  assert.ok(outline >= 0.2, `outline of the letters: ${outline} of their height`);
}

async function work(page, name) {
  await tryTable(page);
  await tryLinks(page);
  await tryMap(page);
  await page.locator('#map h2').scrollIntoViewIfNeeded();
  await page.screenshot({ path: join(screens, `map-${name}.png`) });
  await tryLabels(page);
  await tryAxe(page);
}

/** Without scripts nothing is shown that needs one, and bars lead to a table that is there. */
async function visitWithoutScripts() {
  const browser = await chromium.launch({ executablePath, args: ARGS });
  try {
    const context = await browser.newContext({ viewport: SIZES.desktop, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(address);
    assert.equal(await page.locator('[data-scripted]:visible').count(), 0);
    assert.ok(await page.locator('#map-box circle').count() > 0, 'the map is there');
    assert.ok(await page.locator('[data-table="citations"] tbody tr').count() > 10, 'rows are there to read');
    await page.locator('#top-domains .bars a').first().click();
    assert.match(page.url(), /#citations$/);
  } finally {
    await browser.close();
  }
}

let failed = 0;
for (const size of Object.keys(SIZES)) {
  for (const scheme of ['light', 'dark']) {
    const { wrong, links, height } = await visit(size, scheme);
    console.log(`${wrong.length ? 'FAIL' : 'ok  '} ${size} ${scheme}: ${links} links, ${height} px`);
    for (const line of new Set(wrong)) {
      console.log(`     ${line}`);
    }
    failed += wrong.length > 0;
  }
}
await visitWithoutScripts();
console.log('ok   without scripts');
process.exit(failed ? 1 : 0);

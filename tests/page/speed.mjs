// node speed.mjs DIR: opens DIR/index.html as a reader does and prints, in milliseconds: until the first view is
// painted, until all rows are unpacked, and of the longest task while searching, sorting, turning pages and scrolling.
// By hand, for figures: what a machine does beside this shows. Chromium is $CHROMIUM, else /usr/bin/chromium.

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [dir] = process.argv.slice(2);
if (!dir) {
  console.error('usage: speed.mjs DIR');
  process.exit(2);
}
const address = pathToFileURL(resolve(dir, 'index.html')).href;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.addInitScript(() => {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((entry) => entry.duration)))
    .observe({ type: 'longtask', buffered: true });
});
await page.goto(address, { waitUntil: 'load' });
await page.waitForFunction(() => document.documentElement.dataset.ready === 'rows', null, { timeout: 60_000 });
const print = (what, value) => console.log(`${what.padEnd(32)} ${String(Math.round(value)).padStart(6)}`);
const times = await page.evaluate(() => ({
  paint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  load: performance.getEntriesByType('navigation')[0].loadEventEnd,
  ready: performance.now(),
}));
print('first view', times.paint);
print('loaded', times.load);
print('rows are there', times.ready);

/** Does the work and prints the longest task in it, 0 where none took 50 ms. */
async function longest(what, work) {
  await page.waitForTimeout(300);
  await page.evaluate(() => { window.tasks = []; });
  await work();
  await page.waitForTimeout(500);
  print(what, await page.evaluate(() => Math.max(0, ...window.tasks)));
}

print('longest task while loading', await page.evaluate(() => Math.max(0, ...window.tasks)));
/** The table of citations. */
const table = page.locator('[data-table="citations"]');
await page.evaluate(() => { location.hash = '#citations?counted=all'; });
const search = table.locator('[data-part="words"]');
await longest('longest task: search', () => search.pressSequentially('of the people', { delay: 60 }));
await search.fill('');
for (const column of ['domain', 'sentence', 'url', 'date']) {
  await longest(`longest task: sort by ${column}`, () => table.locator(`th[data-column="${column}"] button`).click());
}
await longest('longest task: turn pages', async () => {
  for (let at = 0; at < 10; at += 1) {
    await table.locator('[data-turn="on"]').click();
  }
});
await longest('longest task: filter by place', () => table.locator('[data-filter="place"]').selectOption('comment'));
await longest('longest task: scroll the table', async () => {
  await table.locator('tbody').hover();
  for (let at = 0; at < 40; at += 1) {
    await page.mouse.wheel(0, 400);
    await page.waitForTimeout(16);
  }
});
await longest('longest task: scroll the page', async () => {
  await page.mouse.move(5, 5);
  for (let at = 0; at < 200; at += 1) {
    await page.mouse.wheel(0, 1500);
    await page.waitForTimeout(16);
  }
});
await browser.close();

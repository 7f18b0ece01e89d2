// node picture.mjs [CITEGRAPH [INPUT]]: takes the pictures of the guide, docs/sheet.png of a sheet and docs/report.png of the
// report on INPUT, else on the sample. CITEGRAPH is the program, else target/release/citegraph. Chromium is $CHROMIUM, else
// /usr/bin/chromium.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const MOST_BYTES = 200_000;
const ARTICLE = 'data/sample/2022-04-11-Why Two Tide Gauges Disagree.md';
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const program = resolve(process.argv[2] ?? join(root, 'target/release/citegraph'));
const picture = join(root, 'docs/sheet.png');
const reportPicture = join(root, 'docs/report.png');
const folder = mkdtempSync(join(tmpdir(), 'citegraph-picture-'));
const sheet = join(folder, 'sheet.html');
// From the root, so that the page tells the article's path as the README does.
execFileSync(program, ['--no-config', 'sheet', ARTICLE, '-o', sheet], { cwd: root, stdio: 'inherit' });
execFileSync(program, ['--no-config', '--quiet', 'report', process.argv[3] ?? 'data/sample', '-o', join(folder, 'report')], { cwd: root });
mkdirSync(dirname(picture), { recursive: true });

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-lcd-text'] });
// Smaller than it is, since a README is narrower than a desk and the file should be light.
const page = await browser.newPage({ viewport: { width: 1360, height: 775 }, deviceScaleFactor: 0.8, colorScheme: 'light' });
// The day of a check is on the picture, so it must not be today's.
await page.clock.setFixedTime(new Date('2022-04-12T12:00:00'));
await page.goto(pathToFileURL(sheet).href);
await page.selectOption('#sort', 'place');
const choose = async (words, ...statuses) => {
  await page.click(`.prose .s:has-text("${words}")`);
  for (const status of statuses) {
    await page.keyboard.press(status);
    await page.keyboard.press('j');
  }
};
await choose('Two gauges stand', '1', '1', '5');
await choose('The long records', '1', '2', '5');
await choose('The satellites', '4');
await choose('A reconstruction', '1');
await page.click('.prose .s:has-text("A reconstruction")');
await page.fill('.row.current [data-field="locator"]', 'abstract, last sentence');
await page.fill('.row.current [data-field="checker"]', 'desk');
await page.click('.row.current h4');
await page.evaluate(() => {
  const card = document.querySelector('.claim.current');
  card.previousElementSibling.scrollIntoView({ block: 'start' });
  document.getElementById('said').classList.remove('seen');
});
await page.waitForTimeout(200);
await page.screenshot({ path: picture });

// The summary, the most cited domains and the first two charts: what a reader sees first, without the rest of each list.
const report = await browser.newPage({ viewport: { width: 1180, height: 1400 }, deviceScaleFactor: 0.75, colorScheme: 'light' });
await report.goto(pathToFileURL(join(folder, 'report/index.html')).href);
await report.addStyleTag({ content: '#owners, #domain-table, #domains > details, #top-domains li:nth-child(n + 8), #top-domains .more { display: none }' });
const end = await report.evaluate(() => document.querySelector('#spread').getBoundingClientRect().bottom + 16);
await report.setViewportSize({ width: 1180, height: Math.min(Math.ceil(end), 1700) });
await report.screenshot({ path: reportPicture });
await browser.close();
rmSync(folder, { recursive: true, force: true });

const sizes = [picture, reportPicture].map((path) => {
  const { size } = statSync(path);
  console.log(`${path}: ${size} bytes`);
  return size;
});
process.exit(sizes.some((size) => size > MOST_BYTES) ? 1 : 0);

// node faults.mjs FAULTS TABLE [--write]: opens every row of the catalogue of faults in headless Chromium and compares
// what a person sees there with TABLE (tests/suite/check/faults/browser.tsv); --write writes the table. FAULTS is the
// example `faults`, which serves the rows on loopback. Each row is opened three times in a window of its own, as often as
// the checker looks, and the first and the last view are in the table. Chromium is $CHROMIUM, else /usr/bin/chromium.

import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';

const [program, table, write] = process.argv.slice(2);
if (!table) {
  console.error('usage: faults.mjs FAULTS TABLE [--write]');
  process.exit(2);
}
/** Milliseconds after which a page that has shown nothing is given up. */
const PATIENCE = 4000;
/** Milliseconds that a page which says that it forwards is waited for. */
const REFRESH = 3500;
/** Windows at a time. */
const WINDOWS = 8;
const VISITS = 3;
const HEADING = `# What headless Chromium shows of each row of the catalogue of faults, written by tests/page/faults.mjs.
# Columns: name; view at the first visit; view at the third. A view is \`story\`, the page that was cited; \`page: TITLE\`, a
# page that is another; \`text: WORDS\`, a page without a title; \`download\`; \`empty\`, a window without text; or
# \`none: REASON\`, an error page of the browser's own.
`;

/** The rows that the example lists: name and address. */
async function listed(server) {
  const rows = [];
  for await (const line of createInterface({ input: server.stdout })) {
    if (line === '') {
      return rows;
    }
    const [address, , role, name] = line.split('\t');
    if (role === 'row') {
      rows.push({ name, address });
    }
  }
  throw new Error('the list of faults has no end');
}

const flat = (text) => text.replace(/\s+/g, ' ').trim();

/** What a person sees when they open an address. */
async function view(browser, address) {
  const context = await browser.newContext({ acceptDownloads: false });
  const page = await context.newPage();
  let isDownload = false;
  page.on('download', () => { isDownload = true; });
  try {
    await page.goto(address, { waitUntil: 'commit', timeout: PATIENCE });
    await settled(page);
    if (await seen(page, () => document.querySelector('meta[http-equiv=refresh i]') !== null)) {
      await page.waitForTimeout(REFRESH);
      await settled(page);
    }
    const shown = await seen(page, () => ({ title: document.title, text: document.body?.innerText ?? '' }));
    return describe(flat(shown.title), flat(shown.text));
  } catch (error) {
    if (isMoving(error)) {
      return 'none: loads again and again';
    }
    const reason = /net::(ERR_[A-Z0-9_]+)/.exec(error.message)?.[1] ?? (/Timeout/.test(error.message) ? 'no answer in time' : error.message.split('\n')[0]);
    return isDownload || /Download is starting/.test(error.message) ? 'download' : `none: ${reason}`;
  } finally {
    await context.close();
  }
}

/** Waits for what the page forwards to by itself; an answer that never ends is taken as it is. */
async function settled(page) {
  for (const pause of [300, 0]) {
    await page.waitForLoadState('load', { timeout: PATIENCE }).catch(() => {});
    await page.waitForTimeout(pause);
  }
}

/** Whether a page went elsewhere while it was looked at. */
const isMoving = (error) => /context was destroyed/.test(error.message);

/** What a function says of a page, which may go elsewhere meanwhile. */
async function seen(page, work) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await page.evaluate(work);
    } catch (error) {
      if (attempt === 20 || !isMoving(error)) {
        throw error;
      }
      await page.waitForTimeout(50);
    }
  }
}

/** Cited pages begin with these words (`story` and `page` of the catalogue). */
const CITED = /^(story0 story1|odd0 odd1|word0 word1)\b/;

function describe(title, text) {
  if (CITED.test(text)) {
    return 'story';
  }
  if (title === 'A story') {
    return `page: ${title}, ${text.split(' ')[0]}`;
  }
  if (title) {
    return `page: ${title.slice(0, 60)}`;
  }
  return text ? `text: ${text.slice(0, 60)}` : 'empty';
}

const server = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const rows = await listed(server);
const queue = [...rows];
await Promise.all(Array.from({ length: WINDOWS }, async () => {
  for (let row = queue.shift(); row; row = queue.shift()) {
    row.views = [];
    for (let visit = 0; visit < VISITS; visit += 1) {
      row.views.push(await view(browser, row.address));
    }
  }
}));
await browser.close();
server.stdin.end();

const found = rows.map(({ name, views }) => `${name}\t${views[0]}\t${views.at(-1)}`);
if (write === '--write') {
  writeFileSync(table, `${HEADING}${found.join('\n')}\n`);
  console.log(`${found.length} rows written`);
} else {
  const wanted = new Set(readFileSync(table, 'utf8').split('\n').filter((line) => line && !line.startsWith('#')));
  const unlike = found.filter((line) => !wanted.has(line));
  unlike.forEach((line) => console.log(`not in the table: ${line}`));
  [...wanted].filter((line) => !found.includes(line)).forEach((line) => console.log(`only in the table: ${line}`));
  console.log(`${found.length} rows, ${unlike.length} unlike the table`);
  process.exitCode = unlike.length === 0 && wanted.size === found.length ? 0 : 1;
}

// node page.mjs DIR [SCREENS]: opens DIR/index.html in headless Chromium, as a reader would, on a phone and on a desk,
// in light and in dark. The page must be quiet, alone (no request but the file itself) and harmless: the sample holds
// text that sets `window.__hostile` wherever it gets out of its quotes. Pictures of what was seen go to SCREENS, else
// to target/test-env/screens. Chromium is $CHROMIUM, else /usr/bin/chromium.

import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
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
for (const needed of [file, executablePath]) {
  if (!existsSync(needed)) {
    console.error(`${needed} is missing`);
    process.exit(2);
  }
}

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
    return { wrong, links: seen.links, height: seen.height };
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
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
process.exit(failed ? 1 : 0);

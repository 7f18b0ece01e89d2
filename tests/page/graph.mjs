// node graph.mjs CITEGRAPH [SCREENS]: writes pages of graphs with the program and opens them in headless Chromium, as a
// reader would, on a phone and on a desk, in light and in dark. The page must be quiet, alone (no request but the file
// itself) and harmless. Search, filters and time find as many nodes as they say; pointer and keys select, move and zoom;
// names do not lie on each other; a screen reader's eyes (axe-core) find nothing serious; without scripts the table is
// there; a graph of 5,000 nodes moves. Pictures go to SCREENS, else to target/test-env/screens. Chromium is $CHROMIUM,
// else /usr/bin/chromium.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

import { watch } from './watch.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [program, screens = join(root, 'target/test-env/screens')] = process.argv.slice(2);
if (!program) {
  console.error('usage: graph.mjs CITEGRAPH [SCREENS]');
  process.exit(2);
}
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const BIG_NODES = 5000;
/** Milliseconds: what is hoped for, and what fails. A machine that does other work draws slowly too. */
const [GOOD_FRAME, BAD_FRAME] = [50, 200];

const folder = mkdtempSync(join(tmpdir(), 'citegraph-graph-'));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
mkdirSync(screens, { recursive: true });

/** Writes the page of a graph, and the same graph as tables. */
function written(name, ...args) {
  const file = join(folder, `${name}.html`);
  execFileSync(program, ['--no-config', '--quiet', 'graph', ...args, '-o', file], { cwd: root });
  return file;
}

/** Opens a page in a window of its own; `work` gets the page, and what is wrong with it is returned. */
async function visit(file, { size = 'desktop', colorScheme = 'light', javaScriptEnabled = true, hasTouch = false } = {}, work) {
  const wrong = [];
  const address = pathToFileURL(file).href;
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme, javaScriptEnabled, hasTouch });
  await context.route('**/*', (route) => (route.request().url() === address ? route.continue() : route.abort()));
  const page = await context.newPage();
  watch(page, address, 'data:', wrong);
  await page.goto(address);
  if (javaScriptEnabled) {
    await page.waitForFunction(() => document.documentElement.dataset.ready === 'graph');
    await settled(page);
  }
  await work(page);
  assert.equal(await page.evaluate(() => window.__hostile), undefined, 'text of an article ran as a script');
  await context.close();
  assert.deepEqual(wrong, []);
}

/** Waits until nothing more is drawn. */
const settled = (page) => page.waitForFunction(() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(picture.frame === 0)));
}));
/** Waits until a movement that a choice started is at its end. */
const steady = (page) => page.evaluate(() => new Promise((done) => {
  let [last, times] = ['', 0];
  const look = () => {
    const now = JSON.stringify(camera);
    times = now === last ? times + 1 : 0;
    last = now;
    times < 5 ? requestAnimationFrame(look) : done();
  };
  look();
}));
const said = (page) => page.$eval('#count', ({ dataset }) => ({ rows: Number(dataset.rows), guests: Number(dataset.guests), edges: Number(dataset.edges) }));
const tableRows = (page) => page.$eval('#rows-said', (one) => Number(/(?:of ([\d,]+)|no rows)$/.exec(one.textContent)?.[1]?.replace(',', '') ?? 0));
const placeOf = (page, label) => page.evaluate((name) => {
  const node = graph.nodes.find((one) => one.label === name);
  const [x, y] = toScreen(node.x, node.y);
  const box = picture.canvas.getBoundingClientRect();
  return [box.x + x, box.y + y];
}, label);

/** Shows the whole graph, and waits for the end of the way there. */
async function showWhole(page) {
  await page.click('[data-zoom="all"]');
  const wanted = () => page.evaluate(() => { const whole = around(picture.nodes); return Math.hypot(whole.x - camera.x, whole.y - camera.y) < 1e-6; });
  for (let tries = 0; tries < 100 && !await wanted(); tries += 1) {
    await page.waitForTimeout(50);
  }
  await settled(page);
}

async function trySearch(page) {
  const all = await page.evaluate(() => graph.nodes.length);
  assert.equal(await tableRows(page), all);
  await page.fill('#q', 'WIKIPEDIA');
  await page.waitForFunction(() => document.querySelector('#count').textContent.startsWith('1 of'));
  assert.equal(await tableRows(page), 1);
  assert.equal(await page.textContent('#table-box tbody th'), 'wikipedia.org');
  assert.equal(await page.evaluate(() => picture.lit.nodes.size), 1, 'what is found stands out');
  await page.fill('#q', 'nowhere at-all');
  await page.waitForFunction(() => document.querySelector('#rows-said').textContent === 'no rows');
  await page.click('#clear');
  assert.equal(await tableRows(page), all);
}

/** Every choice of every list leaves as many rows as it says. */
async function tryFilters(page) {
  const open = () => page.evaluate(() => { document.querySelector('#choose').open = true; });
  await open();
  const lists = await page.$$eval('#filters select', (all) => all.map((one) => one.id));
  assert.ok(lists.includes('by-source_type') && lists.includes('by-node_class'), lists.join());
  for (const id of lists) {
    const options = await page.$$eval(`#${id} option`, (all) => all.slice(1).map((one) => [one.value, Number(/\(([\d,]+)\)$/.exec(one.textContent)[1].replace(',', ''))]));
    for (const [value, rows] of options) {
      await page.selectOption(`#${id}`, value);
      assert.deepEqual([(await said(page)).rows, await tableRows(page)], [rows, rows], `${id}: ${value}`);
    }
    await page.selectOption(`#${id}`, '');
  }
  // Articles stay in the picture beside what they cite, and are not rows.
  await page.selectOption('#by-source_type', 'journal');
  const { rows, guests, edges } = await said(page);
  assert.ok(rows > 0 && guests > 0 && edges >= guests, JSON.stringify({ rows, guests, edges }));
  await page.click('#clear');
  // A colour of the legend is a filter too.
  const nodes = await page.$eval('#legend [data-group="0"]', (one) => Number(/([\d,]+)$/.exec(one.textContent)[1]));
  await page.click('#legend [data-group="0"]');
  assert.deepEqual([await tableRows(page), await page.getAttribute('#legend [data-group="0"]', 'aria-pressed')], [nodes, 'true']);
  await page.click('#legend [data-group="0"]');
}

/** Time leaves the edges whose articles are of that time. */
async function tryTime(page) {
  const expected = await page.evaluate(() => {
    const edges = graph.edges.filter((edge) => edge.first !== '' && edge.first.slice(0, 4) <= '2021' && edge.last.slice(0, 4) >= '2020');
    return { edges: edges.length, nodes: new Set(edges.flatMap((edge) => [edge.source, edge.target])).size, undated: graph.edges.filter((edge) => edge.first === '').length };
  });
  await page.selectOption('#time-from', '2020');
  await page.selectOption('#time-to', '2021');
  const now = await said(page);
  assert.deepEqual([now.edges, now.rows], [expected.edges, expected.nodes]);
  assert.equal(await tableRows(page), expected.nodes);
  assert.ok(expected.undated === 0 || (await page.textContent('#count')).includes(`${expected.undated} edge`));
  // Times in the wrong order cannot be asked for.
  await page.selectOption('#time-from', '2023');
  assert.equal(await page.inputValue('#time-to'), '2023');
  await page.click('#clear');
}

async function trySelection(page) {
  await page.evaluate(() => scrollTo(0, 0));
  await showWhole(page);
  const [x, y] = await placeOf(page, 'wikipedia.org');
  await page.mouse.move(x, y);
  assert.match(await page.textContent('#tip'), /^wikipedia\.org, \d+ neighbours$/);
  await page.mouse.click(x, y);
  assert.equal(await page.textContent('#details h2'), 'wikipedia.org');
  const neighbours = await page.evaluate(() => neighboursOf(graph.nodes.find((node) => node.label === 'wikipedia.org')).length);
  assert.equal(await page.evaluate(() => picture.lit.nodes.size), neighbours + 1, 'it and its neighbours stand out');
  assert.match(await page.evaluate(() => location.hash), /^#n\d+$/);
  // The panel leads to sentences, articles and cited addresses.
  assert.ok(await page.locator('#details ol.rows > li').count() > 0);
  assert.match(await page.getAttribute('#details ol.rows a[href*="wikipedia.org"] >> nth=0', 'rel'), /noreferrer/);
  const citations = await page.$eval('#details .facts', (one) => [...one.children].find((row) => row.firstChild.textContent === 'citations').lastChild.textContent);
  const titles = await page.$$eval('#details h3', (all) => all.map((one) => one.textContent));
  assert.ok(titles.includes(`${citations} sentences with links`), titles.join());
  // An edge has the sentences of its own.
  await page.click('#details .weight >> nth=0');
  assert.match(await page.textContent('#details .eyebrow'), /^Edge, weight 1 \(articles\)$/);
  assert.match(await page.evaluate(() => location.hash), /^#e\d+$/);
  assert.ok(await page.locator('#details ol.rows > li').count() > 0);
  await page.click('#details .close');
  assert.deepEqual(await page.evaluate(() => [choice.selected, location.hash]), [null, '']);
}

/** Everything without a pointer. */
async function tryKeys(page) {
  await page.focus('#canvas');
  const before = await page.evaluate(() => ({ ...camera }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('+');
  const after = await page.evaluate(() => ({ ...camera }));
  assert.ok(after.x > before.x && after.scale > before.scale);
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  const second = await page.evaluate(() => picture.nodes[1].label);
  assert.match(await page.textContent('#said'), new RegExp(`^Selected ${second}, \\d+ neighbour`));
  assert.equal(await page.textContent('#details h2'), second);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'panel');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.deepEqual(await page.evaluate(() => [choice.selected, document.activeElement.id]), [null, 'canvas'], 'closed');
  await page.keyboard.press('0');
  await page.waitForFunction(() => Math.abs(zoomOf() - 1) < 0.001);
  assert.equal(await page.evaluate(() => Math.round(zoomOf() * 100)), 100);
  // A row of the table selects its node, and a head sorts.
  await page.focus('#table-box th[data-column="label"] button');
  await page.keyboard.press('Enter');
  const labels = await page.$$eval('#table-box tbody th', (all) => all.map((one) => one.textContent.normalize('NFD').toLowerCase()));
  assert.deepEqual(labels, [...labels].sort((one, two) => (one < two ? -1 : Number(one > two))));
  await page.focus('#table-box tbody tr:nth-child(3) button');
  await page.keyboard.press('Enter');
  assert.equal(await page.textContent('#details h2'), await page.textContent('#table-box tbody tr:nth-child(3) th'));
  assert.equal(await page.getAttribute('#table-box tbody tr:nth-child(3) button', 'aria-pressed'), 'true');
  await page.click('#details .close');
}

/** No name lies on another one, and the largest nodes are named. */
async function tryNames(page) {
  const overlaps = await page.evaluate(() => names.list.flatMap(({ box: one }, at) => names.list.slice(at + 1)
    .filter(({ box: two }) => one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3])));
  assert.deepEqual(overlaps, []);
  const unnamed = await page.evaluate(() => picture.nodes.slice(0, FIRST).filter((node) => !names.list.some((one) => one.node === node)).map((node) => node.label));
  assert.ok(unnamed.length <= 4, `without a name: ${unnamed.join(', ')}`);
}

async function tryAxe(page) {
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' ')}`), []);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(beyond <= 1, `the page scrolls sideways by ${beyond} px`);
}

/** Two fingers zoom, one moves. */
async function tryTouch(page) {
  await page.evaluate(() => document.querySelector('#stage').scrollIntoView());
  const box = await page.locator('#canvas').boundingBox();
  const client = await page.context().newCDPSession(page);
  const touch = (type, ...points) => client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(([x, y], id) => ({ x: box.x + x, y: box.y + y, id })) });
  await steady(page);
  const before = await page.evaluate(() => ({ ...camera }));
  await touch('touchStart', [100, 100]);
  await touch('touchMove', [140, 130]);
  await touch('touchEnd');
  const moved = await page.evaluate(() => ({ ...camera }));
  assert.ok(moved.x < before.x && moved.y < before.y && moved.scale === before.scale, 'moved');
  await touch('touchStart', [100, 200], [200, 200]);
  await touch('touchMove', [60, 200], [260, 200]);
  await touch('touchEnd');
  assert.ok(await page.evaluate(() => zoomOf()) > 1.5, 'zoomed');
}

async function tryWithoutScript(file) {
  await visit(file, { javaScriptEnabled: false }, async (page) => {
    assert.ok(await page.locator('#table-box tbody tr').count() > 90);
    assert.ok(await page.locator('[data-still]').first().isVisible());
    assert.equal(await page.locator('#canvas, #q').filter({ visible: true }).count(), 0);
  });
}

/** The views that have no direction lead to sentences too. */
async function tryProjection(file, view) {
  await visit(file, {}, async (page) => {
    const edge = await page.evaluate(() => {
      const heaviest = [...graph.edges].sort((one, two) => two.weight - one.weight)[0];
      selectEdge(heaviest.at);
      return { lists: new Set(citationsOfEdge(heaviest).map((row) => row.list)).size, weight: heaviest.weight };
    });
    assert.equal(edge.lists, edge.weight, `${view}: as many in common as the edge weighs`);
    assert.ok(await page.locator('#details ol.rows > li').count() > 0);
    assert.equal(await page.evaluate(() => picture.nodes.length > 0 && graph.directed), false);
  });
}

/** A list of edges that grows as citations do: what is cited is cited more. */
function bigList() {
  let state = 1;
  const random = (most) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 1;
    return (state >>> 8) % most;
  };
  const lines = ['source,target'];
  const ends = [0, 1, 2];
  for (let node = 3; node < BIG_NODES; node += 1) {
    for (let edge = 0; edge < 3; edge += 1) {
      const other = random(4) ? ends[random(ends.length)] : random(node);
      if (other !== node) {
        lines.push(`site${node}.example,site${other}.example`);
        ends.push(other);
      }
    }
    ends.push(node);
  }
  const file = join(folder, 'big.csv');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Moves a large graph about, and looks how long its frames take. */
async function tryBig() {
  const file = written('big', '--edges', bigList());
  await visit(file, {}, async (page) => {
    assert.equal(await page.evaluate(() => graph.nodes.length), BIG_NODES);
    await page.screenshot({ path: join(screens, 'graph-big.png') });
    await page.evaluate(() => {
      window.frames = [];
      let last = performance.now();
      const tick = (now) => { window.frames.push(now - last); last = now; requestAnimationFrame(tick); };
      requestAnimationFrame(tick);
    });
    const { x, y, width, height } = await page.locator('#canvas').boundingBox();
    const taken = async (name, act) => {
      await page.evaluate(() => { window.frames.length = 0; });
      await act();
      const frames = (await page.evaluate(() => window.frames)).sort((one, two) => one - two);
      const [middle, late] = [0.5, 0.95].map((part) => frames[Math.floor(part * (frames.length - 1))]);
      console.log(`${name}: ${frames.length} frames, median ${middle.toFixed(1)} ms, p95 ${late.toFixed(1)} ms${late < GOOD_FRAME ? '' : ' (slow)'}`);
      assert.ok(late < BAD_FRAME, `p95 of ${name} is ${late} ms`);
    };
    await taken('moving 5,000 nodes', async () => {
      await page.mouse.move(x + width / 2, y + height / 2);
      await page.mouse.down();
      for (let at = 0; at < 100; at += 1) {
        await page.mouse.move(x + width / 2 + 150 * Math.sin(at / 10), y + height / 2 + 100 * Math.sin(at / 7));
        await page.waitForTimeout(16);
      }
      await page.mouse.up();
    });
    await taken('zooming 5,000 nodes', async () => {
      for (let at = 0; at < 60; at += 1) {
        await page.mouse.wheel(0, at < 30 ? -60 : 60);
        await page.waitForTimeout(16);
      }
    });
  });
  console.log(`page of 5,000 nodes: ${statSync(file).size} bytes`);
}

try {
  const bipartite = written('bipartite', 'data/sample', '--view', 'bipartite');
  console.log(`page of the sample: ${statSync(bipartite).size} bytes`);
  for (const size of ['desktop', 'phone']) {
    for (const colorScheme of ['light', 'dark']) {
      await visit(bipartite, { size, colorScheme, hasTouch: size === 'phone' }, async (page) => {
        await page.screenshot({ path: join(screens, `graph-${size}-${colorScheme}.png`), fullPage: true });
        await tryNames(page);
        await trySearch(page);
        await tryFilters(page);
        await tryTime(page);
        await tryKeys(page);
        if (size === 'desktop') {
          await trySelection(page);
        } else {
          await tryTouch(page);
        }
        await page.evaluate(() => selectNode(picture.nodes[0].at));
        await page.screenshot({ path: join(screens, `graph-selected-${size}-${colorScheme}.png`) });
        await tryAxe(page);
      });
    }
  }
  await tryWithoutScript(bipartite);
  await tryProjection(written('cocitation', 'data/sample', '--view', 'cocitation'), 'cocitation');
  await tryProjection(written('coupling', 'data/sample', '--view', 'coupling', '--level', 'domain'), 'coupling');
  writeFileSync(join(folder, 'none.md'), 'Nothing to see.\n');
  await visit(written('none', join(folder, 'none.md'), '--view', 'source'), {}, async (page) => {
    assert.equal(await tableRows(page), 0);
    await tryAxe(page);
  });
  await tryBig();
  console.log('the page of a graph is quiet, alone and usable');
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}

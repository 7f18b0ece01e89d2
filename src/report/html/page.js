'use strict';

// What starts the tables and leads to them.

/** The tables by their kind. */
const tables = new Map();

/** Follows the address, where it leads to a table. */
function follow() {
  const [kind, query = ''] = location.hash.slice(1).split('?');
  const table = tables.get(kind);
  if (table && location.hash.includes('?')) {
    table.follow(query);
  } else {
    openTarget();
  }
}

/** Opens what is folded around the target of the address. */
function openTarget() {
  const target = location.hash.length > 1 ? element(decodeURIComponent(location.hash.slice(1))) : null;
  const folded = target?.closest('details');
  if (folded) {
    folded.open = true;
    target.scrollIntoView();
  }
}

/** A number or bar that leads to a table leads to its rows; with a key held down it stays what it is. */
function lead(event) {
  const link = event.target.closest?.('a[data-rows]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    const hash = `#${link.dataset.rows}`;
    if (location.hash === hash) {
      follow();
    }
    location.hash = hash;
  }
}

/** Shows the tables once their rows are there. Without what unpacks them, the page stays as it is. */
async function start() {
  if (!('DecompressionStream' in window) || !document.querySelector('[data-block="shared"]')) {
    return;
  }
  document.querySelectorAll('[data-scripted]').forEach((part) => part.removeAttribute('hidden'));
  const said = document.querySelector('[data-table="citations"] [data-part="count"]');
  const { rows, shared } = await unpackRows((now, all) => {
    if (said) {
      said.textContent = `Unpacking ${number(now)} of ${number(all)} rows …`;
    }
  });
  for (const box of document.querySelectorAll('[data-table]')) {
    tables.set(box.dataset.table, new DataTable(box, rows[box.dataset.table], shared.words));
  }
  document.addEventListener('click', lead);
  addEventListener('hashchange', follow);
  follow();
  document.documentElement.dataset.ready = 'rows';
}

start();

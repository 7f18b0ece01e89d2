'use strict';

// The table: the nodes that are found, a page at a time, in any order.

const PAGE = 100;

const table = { order: 'size', falling: true, page: 0, rows: [], heads: [], columns: [] };

/** What a cell is sorted by; what is empty comes last either way. */
function sortKey(node, column) {
  if (column === 'size') {
    return node.radius || -1;
  }
  const value = column === 'label' ? node.label : node.cells[columnOf(column).at];
  return typeof value === 'string' ? value.normalize('NFD').toLowerCase() : value ?? '';
}

function sortedNodes(nodes) {
  const way = table.falling ? -1 : 1;
  const keyed = nodes.map((node) => [sortKey(node, table.order), node]);
  keyed.sort(([one, first], [two, second]) => {
    if (one === two) {
      return first.at - second.at;
    }
    return one === '' || two === '' ? (one === '' ? 1 : -1) : (one < two ? -way : way);
  });
  return keyed.map(([, node]) => node);
}

function sortBy(column, kind) {
  const isNumber = kind !== 'text' && kind !== 'date' && column !== 'label';
  table.falling = table.order === column ? !table.falling : isNumber;
  table.order = column;
  showTable();
}

/** Makes the heads of the table buttons. */
function listenOnTable() {
  table.heads = [...element('table-box').querySelectorAll('th[data-column]')];
  table.columns = table.heads.map((head) => columnOf(head.dataset.column) ?? null);
  table.heads.forEach((head, at) => {
    const { column } = head.dataset;
    const button = make('button', { type: 'button', textContent: head.textContent.trim() });
    if (table.columns[at]) {
      button.title = table.columns[at].meaning;
    }
    button.addEventListener('click', () => sortBy(column, table.columns[at]?.kind ?? 'text'));
    head.replaceChildren(button);
  });
  for (const button of document.querySelectorAll('[data-turn]')) {
    button.addEventListener('click', () => {
      const last = lastPage();
      table.page = { first: 0, back: table.page - 1, on: table.page + 1, last }[button.dataset.turn];
      showRows();
    });
  }
}

const lastPage = () => Math.max(0, Math.ceil(table.rows.length / PAGE) - 1);

function tableRow(node) {
  const isSelected = choice.selected?.kind === 'node' && choice.selected.at === node.at;
  const button = make('button', { type: 'button', className: 'pick', ariaPressed: String(isSelected) }, swatch(graph.legend[node.group]), make('bdi', { textContent: node.label }));
  button.addEventListener('click', () => {
    selectedFrom = button;
    selectNode(node.at);
    goTo([node]);
    element('stage').scrollIntoView({ block: 'nearest' });
    element('panel').focus({ preventScroll: camera.width > 700 });
  });
  const cells = table.columns.slice(1).map((column) => make(
    'td',
    { className: column.kind === 'text' || column.kind === 'date' ? column.kind : 'n' },
    make('bdi', { textContent: cellText(column, node.cells[column.at]) }),
  ));
  return make('tr', { className: isSelected ? 'selected' : '', data: { id: node.id } }, make('th', { scope: 'row' }, button), ...cells);
}

function showRows() {
  const from = table.page * PAGE;
  const rows = table.rows.slice(from, from + PAGE);
  const focused = document.activeElement?.closest('tbody tr')?.dataset.id;
  const body = element('table-box').querySelector('tbody');
  body.replaceChildren(...rows.map(tableRow));
  body.querySelector(`[data-id="${focused}"] button`)?.focus({ preventScroll: true });
  element('rows-said').textContent = rows.length > 0
    ? `rows ${number(from + 1)} to ${number(from + rows.length)} of ${number(table.rows.length)}`
    : 'no rows';
  for (const button of document.querySelectorAll('[data-turn]')) {
    const isBack = ['first', 'back'].includes(button.dataset.turn);
    button.disabled = isBack ? table.page === 0 : table.page >= lastPage();
  }
}

function showTable() {
  table.rows = sortedNodes(graph.nodes.filter((node) => shown.found[node.at]));
  table.page = 0;
  element('table-box').scrollTop = 0;
  for (const head of table.heads) {
    if (head.dataset.column === table.order) {
      head.ariaSort = table.falling ? 'descending' : 'ascending';
    } else {
      head.removeAttribute('aria-sort');
    }
  }
  showRows();
}

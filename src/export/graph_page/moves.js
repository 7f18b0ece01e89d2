'use strict';

// Moving the picture and choosing in it: pointer, fingers, wheel, keys.

const STEP = 1.4;
const PIXELS = 60;
const SLACK = 5;
const EDGES_TO_HOVER = 40000;

const pointers = new Map();
let press = null;

/** The node under a point of the screen, with some room for fingers. */
function nodeUnder(x, y, room) {
  let best = null;
  let least = room;
  for (const node of picture.nodes ?? []) {
    const [ax, ay] = toScreen(node.x, node.y);
    const distance = Math.hypot(ax - x, ay - y) - radiusOf(node);
    if (distance < least) {
      [best, least] = [node, distance];
    }
  }
  return best;
}

/** How far a point is from a part of a line. */
function distanceTo(x, y, ax, ay, bx, by) {
  const [dx, dy] = [bx - ax, by - ay];
  const part = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + part * dx - x, ay + part * dy - y);
}

/** The edge under a point of the screen; among those that stand out where some do. */
function edgeUnder(x, y, room) {
  const bright = picture.lit?.edges.size ? [...picture.lit.edges] : picture.order;
  let best = null;
  let least = room;
  for (const edge of bright) {
    const line = edge.source === edge.target ? null : lineOf(edge, false);
    if (line) {
      const { ax, ay, bx, by, bend } = line;
      // The middle of a bent line stands half-way to where it bends to.
      const [mx, my] = bend ? [(ax + bx) / 4 + bend[0] / 2, (ay + by) / 4 + bend[1] / 2] : [(ax + bx) / 2, (ay + by) / 2];
      const distance = Math.min(distanceTo(x, y, ax, ay, mx, my), distanceTo(x, y, mx, my, bx, by));
      if (distance < least) {
        [best, least] = [edge, distance];
      }
    }
  }
  return best;
}

const nameOf = (edge) => `${graph.nodes[edge.source].label} ${graph.directed ? '→' : '–'} ${graph.nodes[edge.target].label}`;
const weightText = (weight) => number(Math.round(weight * 1000) / 1000);

/** What lies under the pointer is named beside it, and stands out. */
function hover(x, y) {
  const node = nodeUnder(x, y, 4);
  const edge = node || picture.order.length > EDGES_TO_HOVER ? null : edgeUnder(x, y, 4);
  const item = node ?? edge;
  const hovered = item && { kind: node ? 'node' : 'edge', at: item.at };
  if (choice.hovered?.kind !== hovered?.kind || choice.hovered?.at !== hovered?.at) {
    // While something is selected, its neighbours stay in sight.
    choice.hovered = choice.selected ? null : hovered;
    shown.litVersion += choice.selected ? 0 : 1;
    redraw();
  }
  picture.canvas.classList.toggle('over', item !== null);
  const tip = element('tip');
  tip.hidden = item === null;
  if (item) {
    const neighbours = node ? counted(neighboursOf(node).length, 'neighbour') : `weight ${weightText(edge.weight)}`;
    tip.textContent = `${node ? node.label : nameOf(edge)}, ${neighbours}`;
    const left = Math.min(x + 14, camera.width - tip.offsetWidth - 6);
    tip.style.transform = `translate(${Math.max(4, left)}px, ${y > camera.height - 70 ? y - tip.offsetHeight - 12 : y + 16}px)`;
  }
}

function unhover() {
  element('tip').hidden = true;
  if (choice.hovered) {
    choice.hovered = null;
    shown.litVersion += 1;
    redraw();
  }
}

/** A press without a move selects what is under it. */
function choose(x, y, isFinger) {
  const node = nodeUnder(x, y, isFinger ? 14 : SLACK);
  const edge = node ? null : edgeUnder(x, y, isFinger ? 10 : SLACK);
  const item = node ?? edge;
  select(item && { kind: node ? 'node' : 'edge', at: item.at });
}

const place = (event) => {
  const { left, top } = picture.canvas.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
};

/** The middle of two fingers and their distance. */
function pinch() {
  const [[ax, ay], [bx, by]] = [...pointers.values()];
  return { x: (ax + bx) / 2, y: (ay + by) / 2, distance: Math.max(1, Math.hypot(ax - bx, ay - by)) };
}

function down(event) {
  if (event.button === 0) {
    picture.canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event));
    press = pointers.size === 1 ? { at: place(event), isMoved: false } : { at: place(event), isMoved: true };
  }
}

function move(event) {
  const [x, y] = place(event);
  const before = pointers.get(event.pointerId);
  if (!before) {
    hover(x, y);
    return;
  }
  if (pointers.size === 2) {
    const old = pinch();
    pointers.set(event.pointerId, [x, y]);
    const now = pinch();
    moveBy(now.x - old.x, now.y - old.y);
    zoomBy(now.distance / old.distance, now.x, now.y);
    return;
  }
  press.isMoved ||= Math.hypot(x - press.at[0], y - press.at[1]) > SLACK;
  if (press.isMoved) {
    unhover();
    picture.canvas.classList.add('moves');
    moveBy(x - before[0], y - before[1]);
    pointers.set(event.pointerId, [x, y]);
  }
}

function up(event) {
  const wasDown = pointers.delete(event.pointerId);
  picture.canvas.classList.remove('moves');
  if (wasDown && press && !press.isMoved && event.type === 'pointerup') {
    choose(...place(event), event.pointerType === 'touch');
  }
}

/** The node before or behind the selected one, by size. */
function turnNode(way) {
  const { nodes } = picture;
  if (nodes.length > 0) {
    const now = choice.selected?.kind === 'node' ? nodes.findIndex((node) => node.at === choice.selected.at) : (way > 0 ? -1 : 0);
    const next = nodes[(now + way + nodes.length) % nodes.length];
    selectNode(next.at);
    goTo([next]);
  }
}

const ON_KEY = {
  ArrowLeft: () => moveBy(PIXELS, 0),
  ArrowRight: () => moveBy(-PIXELS, 0),
  ArrowUp: () => moveBy(0, PIXELS),
  ArrowDown: () => moveBy(0, -PIXELS),
  '+': () => zoomBy(STEP),
  '=': () => zoomBy(STEP),
  '-': () => zoomBy(1 / STEP),
  0: () => showWhole(),
  n: () => turnNode(1),
  p: () => turnNode(-1),
  Enter: () => choice.selected && element('panel').focus(),
  Escape: () => select(null),
};

function key(event) {
  const act = ON_KEY[event.key];
  if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    act();
  }
}

function listenOnCanvas() {
  const { canvas } = picture;
  canvas.addEventListener('pointerdown', down);
  canvas.addEventListener('pointermove', move);
  ['pointerup', 'pointercancel'].forEach((name) => canvas.addEventListener(name, up));
  canvas.addEventListener('pointerleave', unhover);
  canvas.addEventListener('keydown', key);
  canvas.addEventListener('wheel', (event) => {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    zoomBy(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), ...place(event));
  }, { passive: false });
  for (const button of document.querySelectorAll('[data-zoom]')) {
    const act = { in: () => zoomBy(STEP), out: () => zoomBy(1 / STEP), all: showWhole }[button.dataset.zoom];
    button.addEventListener('click', act);
  }
}

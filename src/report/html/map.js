'use strict';

// The map: larger and smaller, moved by scrolling or dragging, searched, and told of where the pointer rests. What
// moves is the picture in a box that scrolls, so fingers, wheels and keys do what they do everywhere.

const MOST_ZOOM = 16;
const STEP = 1.5;
const LABEL_PIXELS = 12;
/** The width at which the labels of level 0 have room. */
const LEAST_PIXELS = 360;
const LEVELS = 4;

const map = { zoom: 1, box: null, svg: null, spots: [], labels: [], edges: [] };

/** Pixels that the picture's own width takes up. */
function widthOf() {
  const { width, height } = map.svg.viewBox.baseVal;
  return Math.min(map.svg.clientWidth, (map.svg.clientHeight * width) / height);
}

function showLabels() {
  const pixels = Math.max(1, widthOf());
  map.svg.style.setProperty('--label', `${(LABEL_PIXELS * map.svg.viewBox.baseVal.width) / pixels}px`);
  const level = Math.floor(Math.log2(pixels / LEAST_PIXELS) + 0.1);
  map.svg.dataset.level = Math.min(LEVELS, Math.max(0, level));
}

/** Makes the map larger or smaller around a point of the box, its middle by default. */
function zoomTo(zoom, x = map.box.clientWidth / 2, y = map.box.clientHeight / 2) {
  const { box, svg } = map;
  const wanted = Math.min(MOST_ZOOM, Math.max(1, zoom));
  const factor = wanted / map.zoom;
  const [left, top] = [(box.scrollLeft + x) * factor - x, (box.scrollTop + y) * factor - y];
  map.zoom = wanted;
  svg.style.width = `${wanted * 100}%`;
  svg.style.height = `${wanted * 100}%`;
  box.scrollTo(left, top);
  box.classList.toggle('moves', wanted > 1);
  showLabels();
}

/** Brings a node into the middle. */
function goTo(spot) {
  zoomTo(Math.max(map.zoom, 3));
  const [own, box] = [spot.getBoundingClientRect(), map.box.getBoundingClientRect()];
  map.box.scrollBy(own.x + own.width / 2 - box.x - box.width / 2, own.y + own.height / 2 - box.y - box.height / 2);
  spot.focus({ preventScroll: true });
}

/** Lights some nodes, and the lines between `from` and others; nothing is lit without nodes. */
function light(places, from = null) {
  const lit = new Set(places);
  if (from !== null) {
    map.edges.filter(({ ends }) => ends.includes(from)).forEach(({ ends }) => ends.forEach((end) => lit.add(end)));
  }
  map.svg.classList.toggle('near', lit.size > 0);
  map.spots.forEach((spot, at) => spot.classList.toggle('lit', lit.has(at)));
  map.labels.forEach((label, at) => label.classList.toggle('lit', lit.has(at)));
  map.edges.forEach(({ path, ends }) => path.classList.toggle('lit', from === null ? ends.every((end) => lit.has(end)) : ends.includes(from)));
}

const titleOf = (spot) => spot.querySelector('title').textContent;

function sayOn(text) {
  element('map-said').textContent = text;
}

/** The nodes that hold all words that are looked for. */
function found() {
  const words = element('map-q').value.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = (at) => words.every((word) => titleOf(map.spots[at]).toLowerCase().includes(word));
  return words.length > 0 ? [...map.spots.keys()].filter(isFound) : null;
}

function showFound() {
  const places = found();
  light(places ?? []);
  sayOn(places === null ? '' : `${places.length} found${places.length ? ', Enter goes to the first' : ''}`);
}

function point(spot) {
  const at = map.spots.indexOf(spot);
  light([at], at);
  sayOn(titleOf(spot));
}

/** What is shown where the pointer rests on no node: the one that has the focus, else what was found. */
function showRest() {
  const focused = map.spots.find((spot) => spot === document.activeElement);
  if (focused) {
    point(focused);
  } else {
    showFound();
  }
}

/** The pointer drags the map where it scrolls; a finger scrolls it without us. */
function drag(down) {
  if (down.pointerType !== 'mouse' || down.button !== 0 || map.zoom === 1) {
    return;
  }
  const { box } = map;
  const [left, top] = [box.scrollLeft, box.scrollTop];
  let isDragged = false;
  const move = (event) => {
    const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
    isDragged ||= Math.hypot(x, y) > 4;
    box.scrollTo(left - x, top - y);
  };
  const up = () => {
    removeEventListener('pointermove', move);
    // The click at the end of a move is no click.
    const swallow = (event) => { event.preventDefault(); event.stopPropagation(); };
    if (isDragged) {
      box.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => box.removeEventListener('click', swallow, { capture: true }), 50);
    }
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', up, { once: true });
}

function listenOnMap() {
  const { box } = map;
  for (const button of document.querySelectorAll('[data-zoom]')) {
    const factor = { in: STEP, out: 1 / STEP, all: 0 }[button.dataset.zoom];
    button.addEventListener('click', () => zoomTo(map.zoom * factor));
  }
  box.addEventListener('wheel', (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const { x, y } = box.getBoundingClientRect();
      zoomTo(map.zoom * Math.exp(-event.deltaY / 300), event.clientX - x, event.clientY - y);
    }
  }, { passive: false });
  box.addEventListener('keydown', (event) => {
    const factor = { '+': STEP, '=': STEP, '-': 1 / STEP, 0: 0 }[event.key];
    if (factor !== undefined && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      zoomTo(map.zoom * factor);
    }
  });
  box.addEventListener('pointerdown', drag);
  box.addEventListener('dragstart', (event) => event.preventDefault());
  for (const spot of map.spots) {
    ['pointerenter', 'focus'].forEach((name) => spot.addEventListener(name, () => point(spot)));
    spot.addEventListener('pointerleave', showRest);
    spot.addEventListener('blur', showFound);
  }
  element('map-q').addEventListener('input', showFound);
  element('map-q').addEventListener('keydown', (event) => {
    const first = event.key === 'Enter' ? found()?.[0] : undefined;
    if (first !== undefined) {
      goTo(map.spots[first]);
    }
  });
  new ResizeObserver(showLabels).observe(box);
}

function startMap() {
  map.box = element('map-box');
  if (!map.box) {
    return;
  }
  map.svg = map.box.querySelector('svg');
  map.spots = [...map.svg.querySelectorAll('.spots a')];
  map.labels = [...map.svg.querySelectorAll('.labels text')];
  map.edges = [...map.svg.querySelectorAll('.edges path')].map((path) => ({ path, ends: path.dataset.ends.split(' ').map(Number) }));
  map.svg.style.height = '100%';
  listenOnMap();
  showLabels();
}

startMap();

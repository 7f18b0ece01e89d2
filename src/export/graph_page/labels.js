'use strict';

// Names in the picture: the largest nodes first, measured, so that none lies on another or on a larger circle.

/** Nodes that get a name before all others, wherever there is room around them. */
const FIRST = 20;
/** Square pixels for a name, when the whole graph is shown. */
const ROOM = 11000;
/** Nodes that are tried for each name that has room. */
const TRIES = 6;
/** Names are chosen for the screen and this part of it on each side. */
const AROUND = 0.5;
const LONGEST = 34;
const CELL = 64;
const GAP = 2;
/** Milliseconds of a frame for measuring names that were not measured before. */
const MEASURE_TIME = 5;

const names = { list: [], key: '', region: [0, 0, 0, 0], widths: new Map() };
const letters = 'Segmenter' in Intl ? new Intl.Segmenter() : null;

/** A name that is not too long, cut between letters as readers see them. */
function shortened(label) {
  const parts = letters ? [...letters.segment(label.slice(0, 4 * LONGEST))].map((part) => part.segment) : [...label];
  return parts.length > LONGEST ? `${parts.slice(0, LONGEST - 1).join('')}…` : label;
}

const fontOf = (pixels, isStrong) => `${isStrong ? 600 : 400} ${pixels}px system-ui, sans-serif`;

const measureKey = (node, pixels, isStrong) => `${node.at} ${pixels} ${isStrong}`;
const isMeasured = (node, pixels, isStrong) => names.widths.has(measureKey(node, pixels, isStrong));

function measure(context, node, pixels, isStrong) {
  const key = measureKey(node, pixels, isStrong);
  const known = names.widths.get(key);
  if (known !== undefined) {
    return known;
  }
  context.font = fontOf(pixels, isStrong);
  const text = shortened(node.label);
  const measured = { text, width: context.measureText(text).width };
  names.widths.set(key, measured);
  return measured;
}

/** Boxes in cells, so that only near ones are compared. */
class BoxGrid {
  constructor() {
    this.cells = new Map();
  }

  * keys([left, top, right, bottom]) {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) {
      for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
        yield column * 1e6 + row;
      }
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      const cell = this.cells.get(key);
      if (cell) {
        cell.push(box);
      } else {
        this.cells.set(key, [box]);
      }
    }
  }

  isFree(box) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) ?? []) {
        if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) {
          return false;
        }
      }
    }
    return true;
  }
}

/** The boxes in which a name may stand, the best first: below its circle, above, right, left. */
function boxes(x, y, radius, width, height) {
  const [half, far] = [width / 2, radius + GAP];
  return [
    [x - half, y + far, x + half, y + far + height],
    [x - half, y - far - height, x + half, y - far],
    [x + far, y - height / 2, x + far + width, y + height / 2],
    [x - far - width, y - height / 2, x - far, y + height / 2],
  ];
}

/** Nodes in the order in which they get names. */
function named() {
  const { nodes, lit: bright } = picture;
  if (!bright) {
    return nodes;
  }
  const own = nodes.filter((node) => bright.nodes.has(node.at));
  return [...own.filter((node) => bright.focus.has(node.at)), ...own.filter((node) => !bright.focus.has(node.at))];
}

/** The part of the graph on the screen, and so much of the screen around it. */
function seenRegion(around) {
  const [wide, high] = [camera.width * around, camera.height * around];
  return [...toGraph(-wide, -high), ...toGraph(camera.width + wide, camera.height + high)];
}

/**
 * Chooses names for what is on the screen and near it; whether all of them were measured. Places are in pixels from the
 * middle of the graph, so that moving keeps them.
 */
function chooseLabels(context) {
  const [labels, circles] = [new BoxGrid(), new BoxGrid()];
  const zoom = zoomOf();
  const start = performance.now();
  let isWhole = true;
  const most = Math.max(FIRST, ((camera.width * camera.height) / ROOM) * Math.min((1 + 2 * AROUND) ** 2, zoom * zoom));
  names.region = seenRegion(AROUND);
  const [left, top, right, bottom] = names.region;
  const largest = picture.nodes[0]?.radius ?? 1;
  names.list = [];
  // Where the whole graph is shown, no name is cut by the edge of the picture.
  const edge = camera.x * camera.scale - camera.width / 2;
  const isInside = (box) => zoom > 1.05 || (box[0] >= edge && box[2] <= edge + camera.width);
  let tries = 0;
  for (const [rank, node] of named().entries()) {
    if (names.list.length >= most || tries > TRIES * most) {
      break;
    }
    if (node.x < left || node.x > right || node.y < top || node.y > bottom) {
      continue;
    }
    tries += 1;
    const pixels = 11 + Math.round(3 * Math.sqrt(node.radius / largest));
    const isStrong = picture.lit?.focus.has(node.at) ?? false;
    if (rank >= FIRST && performance.now() - start > MEASURE_TIME && !isMeasured(node, pixels, isStrong)) {
      isWhole = false;
      continue;
    }
    const { text, width } = measure(context, node, pixels, isStrong);
    const [x, y, radius] = [node.x * camera.scale, node.y * camera.scale, radiusOf(node)];
    const inner = radius * 0.7;
    const all = boxes(x, y, radius, width, pixels * 1.2);
    const tried = rank < FIRST || isStrong ? all : all.slice(0, 1);
    const free = tried.filter((one) => isInside(one) && labels.isFree(one));
    const box = free.find((one) => circles.isFree(one)) ?? (rank < FIRST || isStrong ? free[0] : undefined);
    circles.add([x - inner, y - inner, x + inner, y + inner]);
    if (box) {
      labels.add(box);
      names.list.push({ node, text, box, pixels, isStrong });
    }
  }
  return isWhole;
}

function drawLabels(context) {
  const key = [camera.scale, camera.whole, camera.width, camera.height, shown.version, shown.litVersion].join();
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const [seen, region] = [seenRegion(0), names.region];
  const isInside = seen[0] >= region[0] && seen[1] >= region[1] && seen[2] <= region[2] && seen[3] <= region[3];
  if (names.key !== key || !isInside) {
    names.key = chooseLabels(context) ? key : '';
    if (names.key === '') {
      redraw();
    }
  }
  const [left, top] = [camera.width / 2 - camera.x * camera.scale, camera.height / 2 - camera.y * camera.scale];
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = picture.theme.card;
  context.fillStyle = picture.theme.ink;
  let font = '';
  for (const { text, box, pixels, isStrong } of names.list) {
    const [x, y] = [(box[0] + box[2]) / 2 + left, (box[1] + box[3]) / 2 + top];
    if (isSeen(x, y, (box[2] - box[0]) / 2)) {
      const wanted = fontOf(pixels, isStrong);
      if (wanted !== font) {
        context.font = wanted;
        font = wanted;
      }
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    }
  }
}

'use strict';

// Drawing. Lines and circles are drawn onto a layer, a part of them in each frame, when the camera rests; the last whole
// layer moves with the camera meanwhile. So a large graph moves as smoothly as a small one. Names, and what stands out, are
// drawn anew in each frame.

/** Lines that are drawn in a frame, and the frames that a layer takes at most. */
const LINE_STEP = 200;
const LAYER_FRAMES = 60;
/** Milliseconds after which the camera rests. */
const REST = 90;
/** How much larger or smaller a layer may be shown than it was drawn. */
const MOST_STRETCH = 1.6;
/** How far a layer reaches beyond the screen, in parts of it. */
const MARGIN = 0.25;
const HEAD_HALF = 0.42;
/** Lines with arrowheads where the whole graph is shown. */
const MOST_HEADS = 1200;
/** Pixels of a circle from which on it has an edge of its own. */
const EDGED_RADIUS = 4;
const BOW = 0.1;
const WIDTHS = [0.7, 1.1, 1.7, 2.6];

const picture = { canvas: null, context: null, front: null, back: null, spare: null, order: [], most: 1, least: 1, lit: null, version: -1, litVersion: -1, movedAt: 0, moves: '', frame: 0, theme: {} };

function redraw() {
  picture.frame ||= requestAnimationFrame(drawFrame);
}

/** The page's colours, in light or in dark. */
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const names = ['page', 'card', 'ink', 'pale', 'line', 'link'];
  picture.theme = Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  shown.version += 1;
  redraw();
}

/** Which of the widths a line has. */
const widthOf = (edge) => (picture.most === picture.least ? 1 : Math.floor(Math.sqrt(edge.weight / picture.most) * WIDTHS.length * 0.999));

/** Where a line begins, bends and ends on the screen, and its arrowhead; `null` where nothing of it can be seen. */
function lineOf(edge, heads) {
  const [one, two] = [graph.nodes[edge.source], graph.nodes[edge.target]];
  const [ax, ay] = toScreen(one.x, one.y);
  const [bx, by] = toScreen(two.x, two.y);
  const [wide, high] = [camera.width * MARGIN, camera.height * MARGIN];
  if (Math.max(ax, bx) < -wide || Math.min(ax, bx) > camera.width + wide || Math.max(ay, by) < -high || Math.min(ay, by) > camera.height + high) {
    return null;
  }
  const bend = edge.isMutual ? [(ax + bx) / 2 - (by - ay) * BOW * 2, (ay + by) / 2 + (bx - ax) * BOW * 2] : null;
  const line = { ax, ay, bend, bx, by, head: null };
  const length = heads ? 4 + 1.6 * WIDTHS[widthOf(edge)] + Math.min(4, zoomOf()) : 0;
  if (length > 0 && Math.hypot(bx - ax, by - ay) > radiusOf(one) + radiusOf(two) + length * 1.5) {
    const [cx, cy] = bend ?? [ax, ay];
    const far = Math.hypot(bx - cx, by - cy);
    const [ux, uy] = [(bx - cx) / far, (by - cy) / far];
    const tip = radiusOf(two) + 1;
    const [tx, ty] = [bx - ux * tip, by - uy * tip];
    line.bx = tx - ux * length;
    line.by = ty - uy * length;
    line.head = [tx, ty, line.bx - uy * length * HEAD_HALF, line.by + ux * length * HEAD_HALF, line.bx + uy * length * HEAD_HALF, line.by - ux * length * HEAD_HALF];
  }
  return line;
}

/** Arrowheads of many lines hide what is small, until there is room for them. */
const hasHeads = () => graph.directed && picture.order.length < MOST_HEADS * zoomOf() ** 2;

/** Draws lines of one colour; those of one width at once. */
function drawLines(context, edges, withHeads, thicker = 0) {
  const heads = new Path2D();
  const lines = WIDTHS.map(() => null);
  for (const edge of edges) {
    if (edge.source === edge.target) {
      loop(lines[0] ??= new Path2D(), graph.nodes[edge.source]);
      continue;
    }
    const line = lineOf(edge, withHeads);
    if (line === null) {
      continue;
    }
    const path = lines[widthOf(edge)] ??= new Path2D();
    path.moveTo(line.ax, line.ay);
    if (line.bend) {
      path.quadraticCurveTo(...line.bend, line.bx, line.by);
    } else {
      path.lineTo(line.bx, line.by);
    }
    if (line.head) {
      const [ax, ay, bx, by, cx, cy] = line.head;
      heads.moveTo(ax, ay);
      heads.lineTo(bx, by);
      heads.lineTo(cx, cy);
      heads.closePath();
    }
  }
  lines.forEach((path, at) => {
    if (path) {
      context.lineWidth = WIDTHS[at] + thicker;
      context.stroke(path);
    }
  });
  context.fill(heads);
}

/** An edge of a node to itself. */
function loop(path, node) {
  const [x, y] = toScreen(node.x, node.y);
  const radius = radiusOf(node);
  path.moveTo(x + radius * 0.7 + radius * 0.8, y - radius * 0.7);
  path.arc(x + radius * 0.7, y - radius * 0.7, radius * 0.8, 0, 2 * Math.PI);
}

/** How strong a line is that stands for nothing special: many are paler than few. */
function strength() {
  const lines = Math.max(1, picture.order.length);
  return Math.min(0.6, Math.max(0.05, 7.5 / Math.sqrt(lines)) * Math.min(3, Math.max(1, zoomOf()) ** 0.6));
}

/** A new layer for the camera as it is. */
function newLayer() {
  const { width, height } = picture.canvas;
  const canvas = picture.spare ?? document.createElement('canvas');
  picture.spare = null;
  Object.assign(canvas, { width: Math.ceil(width * (1 + 2 * MARGIN)), height: Math.ceil(height * (1 + 2 * MARGIN)) });
  return { canvas, camera: { ...camera }, version: shown.version, next: 0, isWhole: false };
}

/** Draws the next lines onto a layer, and at the end the circles. */
function continueLayer(layer) {
  const context = layer.canvas.getContext('2d');
  const ratio = picture.canvas.width / camera.width;
  context.setTransform(ratio, 0, 0, ratio, picture.canvas.width * MARGIN, picture.canvas.height * MARGIN);
  context.strokeStyle = picture.theme.pale;
  context.fillStyle = picture.theme.pale;
  context.globalAlpha = strength();
  const now = { ...camera };
  Object.assign(camera, layer.camera);
  const withHeads = hasHeads();
  const step = Math.max(LINE_STEP, Math.ceil(picture.order.length / LAYER_FRAMES));
  drawLines(context, picture.order.slice(layer.next, layer.next + step), withHeads);
  layer.next += step;
  layer.isWhole = layer.next >= picture.order.length;
  if (layer.isWhole) {
    drawNodes(context, picture.nodes, MARGIN);
  }
  Object.assign(camera, now);
  // Browsers put off drawing until the result is needed; a pixel of it is needed now.
  picture.context.drawImage(layer.canvas, 0, 0, 1, 1, -9, -9, 1, 1);
}

const isSame = (layer) => layer?.version === shown.version && ['x', 'y', 'scale', 'width', 'height'].every((name) => layer.camera[name] === camera[name]);

/** Where a layer stands on the screen now: left, top, width, height. */
function layerBox({ camera: old, canvas }) {
  const ratio = picture.canvas.width / camera.width;
  const factor = camera.scale / old.scale;
  const [wide, high] = [(canvas.width / ratio) * factor, (canvas.height / ratio) * factor];
  const [x, y] = [(old.x - camera.x) * camera.scale + camera.width / 2, (old.y - camera.y) * camera.scale + camera.height / 2];
  return [x - wide / 2, y - high / 2, wide, high];
}

/** Whether a layer can stand in for a new one while the camera moves. */
function isEnough(layer) {
  if (layer?.version !== shown.version || layer.camera.width !== camera.width) {
    return false;
  }
  const [left, top, wide, high] = layerBox(layer);
  const stretch = camera.scale / layer.camera.scale;
  return left <= 0 && top <= 0 && left + wide >= camera.width && top + high >= camera.height && stretch < MOST_STRETCH && stretch > 1 / MOST_STRETCH;
}

/** Works on a new layer where the last one is out of date: when the camera rests, or the last one does not do. */
function refreshLayer(now) {
  const where = [camera.x, camera.y, camera.scale].join();
  if (where !== picture.moves) {
    picture.moves = where;
    picture.movedAt = now;
  }
  if (isSame(picture.front)) {
    picture.back = null;
    return;
  }
  redraw();
  if (picture.back && (picture.back.version !== shown.version || picture.back.camera.width !== camera.width)) {
    picture.back = null;
  }
  const rests = now - picture.movedAt > REST;
  if (rests && picture.back && !isSame(picture.back)) {
    picture.back = null;
  }
  if (rests || !isEnough(picture.front)) {
    picture.back ??= newLayer();
    continueLayer(picture.back);
    if (picture.back.isWhole) {
      picture.spare = picture.front?.canvas ?? null;
      picture.front = picture.back;
      picture.back = null;
    }
  }
}

/** Shows the last whole layer where the camera has it now; paler, where something else stands out. */
function drawLayer(context) {
  refreshLayer(performance.now());
  const layer = picture.front?.version === shown.version ? picture.front : picture.back;
  if (layer) {
    context.globalAlpha = picture.lit ? 0.22 : 1;
    context.imageSmoothingEnabled = layer.camera.scale !== camera.scale;
    context.drawImage(layer.canvas, ...layerBox(layer));
    context.globalAlpha = 1;
  }
  if (!layer?.isWhole) {
    drawNodes(context, picture.nodes, 0, picture.lit ? 0.2 : 1);
  }
}

/** Whether something at a point is on the screen, or so far beyond it. */
const isSeen = (x, y, radius, beyond = 0) => {
  const [wide, high] = [camera.width * beyond + radius, camera.height * beyond + radius];
  return x > -wide && y > -high && x < camera.width + wide && y < camera.height + high;
};

/** Draws circles, those of one colour at once. */
function drawNodes(context, nodes, beyond = 0, alpha = 1) {
  const paths = new Map();
  for (const node of nodes) {
    const [x, y] = toScreen(node.x, node.y);
    const radius = radiusOf(node);
    if (isSeen(x, y, radius, beyond)) {
      const colour = graph.legend[node.group]?.[2] ?? '#aaaaaa';
      const key = radius < EDGED_RADIUS ? colour : `${colour}-edged`;
      const path = paths.get(key) ?? paths.set(key, new Path2D()).get(key);
      path.moveTo(x + radius, y);
      path.arc(x, y, radius, 0, 2 * Math.PI);
    }
  }
  context.globalAlpha = alpha;
  context.lineWidth = 1;
  context.strokeStyle = picture.theme.card;
  for (const [key, path] of paths) {
    const [colour, isEdged] = key.split(' ');
    context.fillStyle = colour;
    context.fill(path);
    if (isEdged) {
      context.stroke(path);
    }
  }
  context.globalAlpha = 1;
}

/** A ring around what is selected or has the pointer. */
function drawRings(context, places) {
  context.strokeStyle = picture.theme.ink;
  context.lineWidth = 2;
  for (const at of places) {
    const node = graph.nodes[at];
    if (node.isDrawn) {
      const [x, y] = toScreen(node.x, node.y);
      context.beginPath();
      context.arc(x, y, radiusOf(node) + 2.5, 0, 2 * Math.PI);
      context.stroke();
    }
  }
}

function refreshShown() {
  if (picture.version === shown.version && picture.litVersion === shown.litVersion) {
    return;
  }
  picture.lit = lit();
  picture.litVersion = shown.litVersion;
  if (picture.version === shown.version) {
    return;
  }
  picture.version = shown.version;
  picture.nodes = graph.nodes.filter((node) => node.isDrawn && shown.nodes[node.at]).sort((one, two) => two.radius - one.radius || one.at - two.at);
  picture.order = graph.edges.filter((edge) => shown.edges[edge.at] && graph.nodes[edge.source].isDrawn && graph.nodes[edge.target].isDrawn);
}

function drawFrame() {
  picture.frame = 0;
  const { context, canvas } = picture;
  refreshShown();
  const ratio = canvas.width / Math.max(1, camera.width);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, camera.width, camera.height);
  drawLayer(context);
  const { lit: bright, nodes } = picture;
  if (bright) {
    context.strokeStyle = picture.theme.ink;
    context.fillStyle = picture.theme.ink;
    context.globalAlpha = bright.edges.size > 200 ? 0.35 : 0.6;
    drawLines(context, [...bright.edges].filter((edge) => graph.nodes[edge.source].isDrawn), graph.directed, 0.3);
    drawNodes(context, nodes.filter((node) => bright.nodes.has(node.at)));
    drawRings(context, bright.focus);
  }
  drawLabels(context);
}

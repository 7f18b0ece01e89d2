'use strict';

// Where things stand on the screen. The camera has the point in the middle and the pixels of a unit.

const MOST_ZOOM = 60;
const PAD = 36;

/** Pixels of the smallest circle; the part of the screen of the largest one where the whole graph is shown. */
const LEAST_RADIUS = 2;
const LARGEST_PART = 0.029;

const camera = { x: 0, y: 0, scale: 1, whole: 1, growth: 1, width: 0, height: 0 };
let glide = 0;

const toScreen = (x, y) => [(x - camera.x) * camera.scale + camera.width / 2, (y - camera.y) * camera.scale + camera.height / 2];
const toGraph = (x, y) => [(x - camera.width / 2) / camera.scale + camera.x, (y - camera.height / 2) / camera.scale + camera.y];

/** How much larger than the whole graph things are. */
const zoomOf = () => camera.scale / camera.whole;

/** The radius on the screen: circles grow less than distances, so that zooming parts what is crowded. */
const radiusOf = (node) => Math.max(LEAST_RADIUS, node.radius * camera.growth * zoomOf() ** 0.62);

/** The camera that shows some nodes. */
function around(nodes) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, radius } of nodes) {
    box[0] = Math.min(box[0], x - radius);
    box[1] = Math.min(box[1], y - radius);
    box[2] = Math.max(box[2], x + radius);
    box[3] = Math.max(box[3], y + radius);
  }
  if (box[0] > box[2]) {
    return { x: 0, y: 0, scale: 1 };
  }
  const [width, height] = [Math.max(60, box[2] - box[0]), Math.max(60, box[3] - box[1])];
  const scale = Math.min(2, Math.max(1, camera.width - 2 * PAD) / width, Math.max(1, camera.height - 2 * PAD) / height);
  return { x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2, scale };
}

const drawnNodes = () => graph.nodes.filter((node) => node.isDrawn);
const limited = (scale) => Math.min(camera.whole * MOST_ZOOM, Math.max(camera.whole * 0.5, scale));

/** Fits the canvas to its box; the first time, the whole graph is shown. */
function fitCanvas(canvas) {
  const { clientWidth: width, clientHeight: height } = canvas.parentElement;
  if (width === 0 || (width === camera.width && height === camera.height)) {
    return;
  }
  const isWhole = camera.width === 0 || Math.abs(zoomOf() - 1) < 0.01;
  Object.assign(camera, { width, height });
  const ratio = Math.min(2, devicePixelRatio || 1);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const whole = around(drawnNodes());
  camera.whole = whole.scale;
  const largest = drawnNodes().reduce((most, node) => Math.max(most, node.radius), 1);
  camera.growth = Math.max(whole.scale, (LARGEST_PART * Math.min(width, height)) / largest);
  if (isWhole) {
    Object.assign(camera, whole);
  }
  redraw();
}

function moveBy(x, y) {
  cancelAnimationFrame(glide);
  camera.x -= x / camera.scale;
  camera.y -= y / camera.scale;
  redraw();
}

/** Makes things larger or smaller around a point of the screen, its middle by default. */
function zoomBy(factor, x = camera.width / 2, y = camera.height / 2) {
  cancelAnimationFrame(glide);
  const [ax, ay] = toGraph(x, y);
  camera.scale = limited(camera.scale * factor);
  const [bx, by] = toGraph(x, y);
  camera.x += ax - bx;
  camera.y += ay - by;
  redraw();
}

/** Moves to another camera, at once for readers who want no motion. */
function glideTo(to) {
  cancelAnimationFrame(glide);
  const from = { x: camera.x, y: camera.y, scale: camera.scale };
  const start = performance.now();
  const length = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 260;
  const step = (now) => {
    const part = length === 0 ? 1 : Math.min(1, (now - start) / length);
    const eased = 1 - (1 - part) ** 3;
    camera.scale = from.scale * (to.scale / from.scale) ** eased;
    camera.x = from.x + (to.x - from.x) * eased;
    camera.y = from.y + (to.y - from.y) * eased;
    redraw();
    if (part < 1) {
      glide = requestAnimationFrame(step);
    }
  };
  step(start + (length === 0 ? 1 : 0));
}

/** Shows all that the filters leave. */
const showWhole = () => glideTo(around(picture.nodes?.length > 0 ? picture.nodes : drawnNodes()));

/** Brings nodes into the middle, no nearer than they need. */
function goTo(nodes) {
  const drawn = nodes.filter((node) => node.isDrawn);
  if (drawn.length === 0) {
    return;
  }
  const wanted = around(drawn);
  glideTo({ ...wanted, scale: limited(Math.min(wanted.scale * 0.8, Math.max(camera.scale, camera.whole * 2.5))) });
}

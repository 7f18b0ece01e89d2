// node compare.mjs GRAPH.json [STARTS]: how well two layouts keep neighbours together, ours and graphology's ForceAtlas2.
//
// GRAPH.json is what `citegraph graph … --layout --format json` writes: the graph with our places in it. graphology's
// get the same settings (LinLog, scaling 2, gravity 1, edge weights by their mean, Barnes-Hut with theta 1.2 from 500
// nodes on) and the same number of steps, from STARTS random places (10), and from where ours ended. Only the largest
// component is looked at, for theirs lets others drift away.
//
// Score: of a node's d neighbours in the graph, the share that is among its d nearest in the picture (ties by number),
// as the mean over nodes; and the same by the weight of the edges. The exit code is 1 where ours is below their mean.

import { readFileSync } from 'node:fs';
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';

const STEPS = 400;
const SPREAD = 1000;

const [file, starts = '10'] = process.argv.slice(2);
const SEEDS = Number(starts);
if (!file) {
  console.error('usage: compare.mjs GRAPH.json [STARTS]');
  process.exit(2);
}
const { nodes, edges } = JSON.parse(readFileSync(file, 'utf8'));

/** Numbers from 0 to 1 that a seed gives again (mulberry32). */
function chances(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The largest component as an undirected graph, its weights by their mean. */
function largest() {
  const graph = new Graph({ type: 'undirected' });
  nodes.forEach(({ key, attributes: { x, y } }) => graph.addNode(key, { x, y }));
  for (const { source, target, attributes: { weight = 1 } } of edges) {
    if (source === target) {
      continue;
    }
    if (graph.hasEdge(source, target)) {
      graph.updateEdgeAttribute(graph.edge(source, target), 'weight', (old) => old + weight);
    } else {
      graph.addEdge(source, target, { weight });
    }
  }
  const seen = new Set();
  let best = [];
  for (const start of graph.nodes()) {
    if (seen.has(start)) {
      continue;
    }
    const found = [start];
    seen.add(start);
    for (let at = 0; at < found.length; at += 1) {
      graph.forEachNeighbor(found[at], (next) => {
        if (!seen.has(next)) {
          seen.add(next);
          found.push(next);
        }
      });
    }
    best = found.length > best.length ? found : best;
  }
  const kept = new Set(best);
  graph.nodes().filter((node) => !kept.has(node)).forEach((node) => graph.dropNode(node));
  const mean = graph.reduceEdges((sum, edge, { weight }) => sum + weight, 0) / graph.size;
  graph.updateEachEdgeAttributes((edge, attributes) => ({ ...attributes, weight: attributes.weight / mean }));
  return graph;
}

const graph = largest();
const names = graph.nodes();

/** The two scores of some places, by node name. */
function scores(places) {
  let [shares, weights] = [0, 0];
  const points = names.map((name) => places[name]);
  names.forEach((name, own) => {
    const near = points.map(({ x, y }, at) => [(x - points[own].x) ** 2 + (y - points[own].y) ** 2, at]);
    near.splice(own, 1);
    near.sort((one, two) => one[0] - two[0] || one[1] - two[1]);
    const close = new Set(near.slice(0, graph.degree(name)).map(([, at]) => names[at]));
    let [held, all] = [0, 0];
    graph.forEachEdge(name, (edge, { weight }, from, to) => {
      all += weight;
      held += close.has(from === name ? to : from) ? weight : 0;
    });
    shares += graph.neighbors(name).filter((other) => close.has(other)).length / graph.degree(name);
    weights += held / all;
  });
  return [shares / names.length, weights / names.length];
}

function theirs(places) {
  graph.forEachNode((name) => graph.mergeNodeAttributes(name, places(name)));
  const barnesHut = names.length >= 500;
  const settings = { linLogMode: true, scalingRatio: 2, gravity: 1, barnesHutOptimize: barnesHut, barnesHutTheta: 1.2 };
  return forceAtlas2(graph, { iterations: STEPS, settings, getEdgeWeight: 'weight' });
}

const own = Object.fromEntries(names.map((name) => [name, { ...graph.getNodeAttributes(name) }]));
const print = (what, [shares, weights]) => console.log(`${what.padEnd(34)} ${shares.toFixed(4)}   ${weights.toFixed(4)}`);
console.log(`${names.length} nodes, ${graph.size} edges`.padEnd(34), 'nodes    weight');
const ours = scores(own);
print('citegraph', ours);
const found = [];
for (let seed = 1; seed <= SEEDS; seed += 1) {
  const chance = chances(seed);
  found.push(scores(theirs(() => ({ x: SPREAD * (chance() - 0.5), y: SPREAD * (chance() - 0.5) }))));
}
const mean = (at) => found.reduce((sum, score) => sum + score[at], 0) / SEEDS;
const best = (at) => Math.max(...found.map((score) => score[at]));
print(`graphology, mean of ${SEEDS}`, [mean(0), mean(1)]);
print(`graphology, best of ${SEEDS}`, [best(0), best(1)]);
print('graphology, from our places', scores(theirs((name) => ({ x: own[name].x, y: own[name].y }))));
process.exit(ours[0] >= mean(0) && ours[1] >= mean(1) ? 0 : 1);

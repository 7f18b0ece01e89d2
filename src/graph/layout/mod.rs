//! ForceAtlas2: where the nodes of a picture stand.
//!
//! Components are laid out one by one and packed, since alone they would drift apart. Nodes start in
//! the order of their communities on a spiral, so that a run is short and gives the same picture for
//! any number of threads: each node's force is summed by itself, in one order, and sums over nodes are
//! taken in their order.
//!
//! Source: Jacomy, Venturini, Heymann & Bastian 2014, with the speeds of Gephi's implementation.

mod draw;
mod logarithm;
mod pack;
mod quad;

use rayon::prelude::*;

use super::{Adjacency, LeidenOptions, UndirectedAdjacency, leiden_communities};
pub use draw::{LabelledCircle, growth, label_width, letter_width, readable, spread_out};
use logarithm::ln_1p;
use quad::QuadTree;

/// Nodes that one thread takes at least.
const CHUNK: usize = 256;

/// A cell of the tree that is further than this many of its widths counts as one point.
const BARNES_HUT_THETA: f64 = 1.2;

/// The mean force by mass below which a component is at rest.
const REST_FORCE: f64 = 1e-3;

/// Components of fewer nodes have every pair counted.
const MAX_EXACT_NODES: usize = 500;

/// Nearer to the middle than this, gravity fades: at full strength a node there would be thrown to and
/// fro, and the pace of all others with it.
const GRAVITY_FADE_RADIUS: f64 = 10.0;

/// The part of the steps in which edges pull by their length itself, before they pull by its logarithm. What
/// lies on the wrong side of a picture finds home then; from a start without it, the neighbours of the posts' domains
/// keep 51% of their places near each other instead of 57% (`benches/graph/layout`).
const WARM_UP_SHARE: f64 = 0.25;

/// How many times the squares around all circles the picture must hold: with less room, moving circles off each
/// other tears neighbours apart.
const MIN_AREA_FACTOR: f64 = 20.0;

/// Half of the side of the square that the picture fits into: Gephi's import leaves such alone.
const MAX_COORDINATE: f64 = 4500.0;

/// How nodes pull and push.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LayoutOptions {
    /// How strongly nodes push each other apart.
    pub scaling: f64,
    /// How strongly nodes are drawn to the middle.
    pub gravity: f64,
    /// Whether edges pull by the logarithm of their length, which parts communities; after the first quarter of the
    /// steps.
    pub is_linlog: bool,
    /// Whether an edge pulls a node of many edges less, which moves hubs outward.
    pub dissuades_hubs: bool,
    /// Steps; a component stops earlier where nothing moves any more.
    pub steps: u32,
}

impl Default for LayoutOptions {
    fn default() -> Self {
        Self { scaling: 2.0, gravity: 1.0, is_linlog: true, dissuades_hubs: false, steps: 400 }
    }
}

/// A point of the plane.
pub type Point = [f64; 2];

/// Places every node: centred, and within 4500 of the middle on both axes. Circles of these radii do
/// not lie on each other, unless a picture had to be shrunk to that.
///
/// The same for any number of threads, on any machine.
pub fn force_atlas2(graph: &Adjacency, radii: &[f64], options: LayoutOptions) -> Vec<Point> {
    let nodes = graph.nodes();
    if nodes == 0 {
        return Vec::new();
    }
    let plain = UndirectedAdjacency::from_graph(graph);
    let communities = leiden_communities(&plain, LeidenOptions::default()).membership;
    let components = super::components(graph);
    let count = components.iter().max().map_or(0, |most| *most as usize + 1);
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); count];
    components.iter().enumerate().for_each(|(node, at)| members[*at as usize].push(node));
    let mut points = vec![[0.0; 2]; nodes];
    let mut parts = Vec::with_capacity(count);
    for nodes in &mut members {
        nodes.sort_by_key(|node| (communities[*node], *node));
        let radii: Vec<f64> = nodes.iter().map(|node| radii[*node]).collect();
        let mut body = ComponentLayout::from_component(&plain, nodes, radii);
        body.run(options);
        body.remove_overlaps();
        parts.push(body);
    }
    let places = pack::pack_discs(&parts.iter().map(ComponentLayout::reach).collect::<Vec<_>>());
    for ((nodes, body), place) in members.iter().zip(&parts).zip(places) {
        for (node, point) in nodes.iter().zip(&body.points) {
            points[*node] = [point[0] + place[0], point[1] + place[1]];
        }
    }
    fit(&mut points);
    points
}

/// Puts the centroid in the middle, and shrinks what is too wide.
fn fit(points: &mut [Point]) {
    let count = points.len() as f64;
    for axis in 0..2 {
        let middle = points.iter().map(|point| point[axis]).sum::<f64>() / count;
        points.iter_mut().for_each(|point| point[axis] -= middle);
    }
    let widest = points.iter().flatten().fold(0.0_f64, |widest, at| widest.max(at.abs()));
    if widest > MAX_COORDINATE {
        points.iter_mut().flatten().for_each(|at| *at *= MAX_COORDINATE / widest);
    }
}

/// One component on its way.
struct ComponentLayout {
    points: Vec<Point>,
    radii: Vec<f64>,
    /// One and the number of neighbours.
    masses: Vec<f64>,
    /// By node: its neighbours and what the edges weigh, of which the mean is 1.
    rows: Vec<Vec<(u32, f64)>>,
}

impl ComponentLayout {
    fn from_component(graph: &UndirectedAdjacency, nodes: &[usize], radii: Vec<f64>) -> Self {
        let places: rustc_hash::FxHashMap<usize, u32> = nodes.iter().copied().zip(0..).collect();
        let mut rows: Vec<Vec<(u32, f64)>> = nodes
            .iter()
            .map(|node| {
                graph.neighbours.row(*node).map(|(to, weight)| (places[&to], weight)).collect()
            })
            .collect();
        let weights = rows.iter().flatten();
        let (sum, edges) = weights.fold((0.0, 0.0), |(sum, edges), it| (sum + it.1, edges + 1.0));
        rows.iter_mut().flatten().for_each(|(_, weight)| *weight *= edges / sum);
        let masses = rows.iter().map(|row| 1.0 + row.len() as f64).collect();
        let spread = 10.0 * (nodes.len() as f64).sqrt();
        let points = (0..nodes.len()).map(|at| spiral(at, nodes.len(), spread)).collect();
        Self { points, radii, masses, rows }
    }

    fn run(&mut self, options: LayoutOptions) {
        let count = self.points.len();
        if count < 2 {
            return;
        }
        let mut pace = Pace { speed: 1.0, efficiency: 1.0 };
        let mut before = vec![[0.0; 2]; count];
        let weight: f64 = self.masses.iter().sum();
        let warm =
            if options.is_linlog { (f64::from(options.steps) * WARM_UP_SHARE) as u32 } else { 0 };
        for step in 0..options.steps {
            let is_linlog = options.is_linlog && step >= warm;
            let forces = self.forces(LayoutOptions { is_linlog, ..options });
            let swings: Vec<f64> = forces
                .iter()
                .zip(&before)
                .map(|(new, old)| length([new[0] - old[0], new[1] - old[1]]))
                .collect();
            let (mut swing, mut traction) = (0.0, 0.0);
            for (at, force) in forces.iter().enumerate() {
                swing += self.masses[at] * swings[at];
                let both = [force[0] + before[at][0], force[1] + before[at][1]];
                traction += self.masses[at] * length(both) / 2.0;
            }
            pace = pace.next(swing, traction, count as f64);
            let speed = pace.speed;
            for (at, force) in forces.iter().enumerate() {
                let factor = speed / (1.0 + (speed * self.masses[at] * swings[at]).sqrt());
                self.points[at][0] += force[0] * factor;
                self.points[at][1] += force[1] * factor;
            }
            before = forces;
            if step >= warm && traction < REST_FORCE * weight {
                break;
            }
        }
    }

    fn forces(&self, options: LayoutOptions) -> Vec<Point> {
        let quad = QuadTree::from_points(&self.points, &self.masses);
        let hub = match options.dissuades_hubs {
            true => self.masses.iter().sum::<f64>() / self.masses.len() as f64,
            false => 1.0,
        };
        let far =
            if self.points.len() < MAX_EXACT_NODES { f64::INFINITY } else { BARNES_HUT_THETA };
        let nodes = (0..self.points.len()).into_par_iter().with_min_len(CHUNK);
        let force = |at: usize| {
            let (own, mass) = (self.points[at], self.masses[at]);
            let mut force = quad.push(at, own, far);
            force.iter_mut().for_each(|part| *part *= options.scaling * mass);
            let middle = length(own).max(GRAVITY_FADE_RADIUS);
            for axis in 0..2 {
                force[axis] -= options.gravity * mass * own[axis] / middle;
            }
            for (other, weight) in &self.rows[at] {
                let to = self.points[*other as usize];
                let gap = [to[0] - own[0], to[1] - own[1]];
                let far = length(gap).max(1e-9);
                let pull = if options.is_linlog { ln_1p(far) / far } else { 1.0 };
                // The end with the edges that leave it is either one: both are damped alike.
                let damped = match options.dissuades_hubs {
                    true => hub / (mass * self.masses[*other as usize]).sqrt(),
                    false => 1.0,
                };
                force[0] += weight * pull * damped * gap[0];
                force[1] += weight * pull * damped * gap[1];
            }
            force
        };
        nodes.map(force).collect()
    }

    /// Moves nodes off each other: the picture is widened until few touch, and those are pushed apart.
    fn remove_overlaps(&mut self) {
        let count = self.points.len();
        if count < 2 {
            return;
        }
        let area: f64 = self.radii.iter().map(|radius| 4.0 * radius * radius).sum();
        let [low, high] = bounds(&self.points);
        let (wide, high) = (high[0] - low[0], high[1] - low[1]);
        // Nodes on a line cover no area, and few have no neighbours to lose.
        let own = (wide * high).max(wide.max(high) * wide.max(high) / 4.0).max(1e-9);
        let room = MIN_AREA_FACTOR.min(1.0 + count as f64 / 2.0);
        let wider = (room * area / own).sqrt().max(1.0);
        self.points.iter_mut().flatten().for_each(|at| *at *= wider);
        for _ in 0..200 {
            if !pack::nudge(&mut self.points, &self.radii) {
                break;
            }
        }
    }

    /// How far its circles reach from its middle, which is moved to the origin.
    fn reach(&self) -> pack::Disc {
        let [low, high] = bounds(&self.points);
        let middle = [(low[0] + high[0]) / 2.0, (low[1] + high[1]) / 2.0];
        let reach =
            self.points.iter().zip(&self.radii).map(|(point, radius)| {
                length([point[0] - middle[0], point[1] - middle[1]]) + radius
            });
        pack::Disc { middle, radius: reach.fold(0.0, f64::max) }
    }
}

fn length([x, y]: Point) -> f64 {
    (x * x + y * y).sqrt()
}

fn bounds(points: &[Point]) -> [Point; 2] {
    points.iter().fold([[f64::MAX; 2], [f64::MIN; 2]], |[low, high], [x, y]| {
        [[low[0].min(*x), low[1].min(*y)], [high[0].max(*x), high[1].max(*y)]]
    })
}

/// The place of one of some points on a spiral that fills a disc.
fn spiral(at: usize, count: usize, spread: f64) -> Point {
    let far = spread * ((at as f64 + 0.5) / count as f64).sqrt();
    let (sine, cosine) = turn(at);
    [far * cosine, far * sine]
}

/// Sine and cosine of a multiple of the golden angle, by which a spiral fills the plane evenly; by additions of angles, for the functions of
/// libraries differ between machines.
fn turn(times: usize) -> (f64, f64) {
    let (mut sine, mut cosine) = (0.0, 1.0);
    let (mut step_sine, mut step_cosine) = (0.675_490_294_261_523_6, -0.737_368_878_078_319_7);
    let mut rest = times;
    while rest > 0 {
        if rest % 2 == 1 {
            (sine, cosine) =
                (sine * step_cosine + cosine * step_sine, cosine * step_cosine - sine * step_sine);
        }
        (step_sine, step_cosine) =
            (2.0 * step_sine * step_cosine, step_cosine * step_cosine - step_sine * step_sine);
        rest /= 2;
    }
    (sine, cosine)
}

/// How far the nodes go in a step.
#[derive(Clone, Copy)]
struct Pace {
    speed: f64,
    efficiency: f64,
}

impl Pace {
    /// The pace after a step of `count` nodes, as Gephi takes it with a tolerance of 1.
    fn next(self, swing: f64, traction: f64, count: f64) -> Self {
        let Self { mut speed, mut efficiency } = self;
        let least = 0.05 * count.sqrt();
        let mut jitter = least.sqrt().max((least * traction / (count * count)).min(10.0));
        if traction > 0.0 && swing / traction > 2.0 {
            if efficiency > 0.05 {
                efficiency *= 0.5;
            }
            jitter = jitter.max(1.0);
        }
        let target = if swing > 0.0 { jitter * efficiency * traction / swing } else { speed };
        if swing > jitter * traction {
            if efficiency > 0.05 {
                efficiency *= 0.7;
            }
        } else if speed < 1000.0 {
            efficiency *= 1.3;
        }
        speed += (target - speed).min(0.5 * speed);
        Self { speed, efficiency }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_those_of_the_golden_angle() {
        for times in [0, 1, 2, 7, 1000] {
            let angle = 2.399_963_229_728_653 * times as f64;
            let (sine, cosine) = turn(times);
            assert!((sine - angle.sin()).abs() < 1e-9 && (cosine - angle.cos()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_star_comes_to_rest_around_its_middle() {
        let graph =
            Adjacency::from_undirected_ends(9, (1..9).map(|leaf| (0, leaf)).collect(), Vec::new());
        let plain = UndirectedAdjacency::from_graph(&graph);
        let mut body =
            ComponentLayout::from_component(&plain, &(0..9).collect::<Vec<_>>(), vec![1.0; 9]);
        body.run(LayoutOptions { steps: 3000, ..LayoutOptions::default() });
        let middle = body.points[0];
        let away =
            body.points[1..].iter().map(|leaf| length([leaf[0] - middle[0], leaf[1] - middle[1]]));
        let away: Vec<f64> = away.collect();
        let (least, most) =
            away.iter().fold((f64::MAX, 0.0_f64), |(low, high), it| (low.min(*it), high.max(*it)));
        assert!(most < 1.25 * least, "{away:?} around {middle:?}");
    }
}

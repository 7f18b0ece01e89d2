//! A tree of squares, by which far nodes push as one (Barnes & Hut 1986).

use super::Point;

/// The deepest square; nodes on one point share it.
const MAX_DEPTH: u32 = 40;

/// Squares in one list; each knows where its quarters begin.
pub(super) struct QuadTree {
    cells: Vec<QuadCell>,
    /// Nodes of the leaves.
    order: Vec<u32>,
    points: Vec<Point>,
    masses: Vec<f64>,
}

struct QuadCell {
    /// Width of the square.
    width: f64,
    mass: f64,
    middle: Point,
    /// Places of its nodes in the order, for a leaf; of its first quarter and how many, for others.
    range: (u32, u32),
    is_leaf: bool,
}

impl QuadTree {
    pub(super) fn from_points(points: &[Point], masses: &[f64]) -> Self {
        let [low, high] = super::bounds(points);
        let width = (high[0] - low[0]).max(high[1] - low[1]).max(1e-9);
        let mut quad = Self {
            cells: Vec::new(),
            order: (0..points.len() as u32).collect(),
            points: points.to_vec(),
            masses: masses.to_vec(),
        };
        quad.cells.push(quad.cell(0, points.len(), width));
        let mut waiting = vec![(0, low, 0, points.len(), 0)];
        while let Some((at, corner, from, to, depth)) = waiting.pop() {
            if to - from <= 8 || depth == MAX_DEPTH {
                continue;
            }
            let half = quad.cells[at].width / 2.0;
            let middle = [corner[0] + half, corner[1] + half];
            let points = &quad.points;
            let quarter = |node: &u32| {
                let point = points[*node as usize];
                usize::from(point[0] >= middle[0]) + 2 * usize::from(point[1] >= middle[1])
            };
            // Stable, so that nodes keep their order, and sums their bits.
            quad.order[from..to].sort_by_key(quarter);
            let mut ends = [0; 4];
            quad.order[from..to].iter().for_each(|node| ends[quarter(node)] += 1);
            let first = quad.cells.len();
            let mut start = from;
            for (quarter, count) in ends.into_iter().enumerate().filter(|(_, count)| *count > 0) {
                let corner = [
                    corner[0] + half * (quarter % 2) as f64,
                    corner[1] + half * (quarter / 2) as f64,
                ];
                waiting.push((quad.cells.len(), corner, start, start + count, depth + 1));
                quad.cells.push(quad.cell(start, start + count, half));
                start += count;
            }
            let quarters = (quad.cells.len() - first) as u32;
            let cell = &mut quad.cells[at];
            (cell.range, cell.is_leaf) = ((first as u32, first as u32 + quarters), false);
        }
        quad
    }

    fn cell(&self, from: usize, to: usize, width: f64) -> QuadCell {
        let (mut mass, mut middle) = (0.0, [0.0; 2]);
        for node in &self.order[from..to] {
            let (own, point) = (self.masses[*node as usize], self.points[*node as usize]);
            mass += own;
            middle = [middle[0] + own * point[0], middle[1] + own * point[1]];
        }
        let middle = [middle[0] / mass, middle[1] / mass];
        QuadCell { width, mass, middle, range: (from as u32, to as u32), is_leaf: true }
    }

    /// How the other nodes push one of them, for a mass of 1: the sum of mass by distance.
    pub(super) fn push(&self, node: usize, own: Point, far: f64) -> Point {
        let (mut push, mut waiting) = ([0.0; 2], vec![0_u32]);
        while let Some(at) = waiting.pop() {
            let cell = &self.cells[at as usize];
            let gap = [own[0] - cell.middle[0], own[1] - cell.middle[1]];
            let square = gap[0] * gap[0] + gap[1] * gap[1];
            if !cell.is_leaf && cell.width * cell.width * far * far >= square {
                waiting.extend((cell.range.0..cell.range.1).rev());
            } else if !cell.is_leaf {
                add(&mut push, gap, square, cell.mass);
            } else {
                for other in &self.order[cell.range.0 as usize..cell.range.1 as usize] {
                    let other = *other as usize;
                    let point = self.points[other];
                    let mut gap = [own[0] - point[0], own[1] - point[1]];
                    if gap == [0.0; 2] {
                        // Two nodes on one point part by their numbers.
                        gap = if node < other { [-1e-3, 0.0] } else { [1e-3, 0.0] };
                    }
                    if other != node {
                        add(&mut push, gap, gap[0] * gap[0] + gap[1] * gap[1], self.masses[other]);
                    }
                }
            }
        }
        push
    }
}

/// A push of mass by distance, along the gap.
fn add(push: &mut Point, gap: Point, square: f64, mass: f64) {
    let factor = mass / square.max(1e-9);
    push[0] += factor * gap[0];
    push[1] += factor * gap[1];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_pushes_as_all_pairs_do() {
        let point = |at: usize| [(at * 7919 % 1009) as f64, (at * 104_729 % 997) as f64];
        let mut points: Vec<Point> = (0..400).map(point).collect();
        points.push(points[7]);
        let masses: Vec<f64> = (0..points.len()).map(|at| 1.0 + (at % 5) as f64).collect();
        let quad = QuadTree::from_points(&points, &masses);
        for at in [0, 7, 200, 400] {
            let own = points[at];
            let mut wanted = [0.0; 2];
            for (other, point) in points.iter().enumerate().filter(|(other, _)| *other != at) {
                let mut gap = [own[0] - point[0], own[1] - point[1]];
                if gap == [0.0; 2] {
                    gap = if at < other { [-1e-3, 0.0] } else { [1e-3, 0.0] };
                }
                add(&mut wanted, gap, gap[0] * gap[0] + gap[1] * gap[1], masses[other]);
            }
            let exact = quad.push(at, own, f64::INFINITY);
            let close = quad.push(at, own, 1.2);
            for axis in 0..2 {
                let size = super::super::length(wanted);
                assert!((exact[axis] - wanted[axis]).abs() < 1e-9 * size, "{exact:?} {wanted:?}");
                assert!((close[axis] - wanted[axis]).abs() < 0.1 * size, "{close:?} {wanted:?}");
            }
        }
    }
}

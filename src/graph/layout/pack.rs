//! Circles that must not lie on each other: nodes of a component, and components of a picture.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::{Point, length, turn};

/// A circle around all nodes of a component.
pub(super) struct Disc {
    pub(super) middle: Point,
    pub(super) radius: f64,
}

/// The shift of every component: the largest stay in the middle, others go along a spiral to the
/// first free place.
pub(super) fn pack_discs(discs: &[Disc]) -> Vec<Point> {
    let mut order: Vec<usize> = (0..discs.len()).collect();
    order.sort_by(|one, two| discs[*two].radius.total_cmp(&discs[*one].radius).then(one.cmp(two)));
    let mut shifts = vec![[0.0; 2]; discs.len()];
    let mut placed = PlacedDiscs::default();
    let mut from = 0;
    let mut last = f64::MAX;
    for at in order {
        let disc = &discs[at];
        let room = disc.radius * 1.1 + 4.0;
        if room < last * 0.5 {
            // Smaller ones may fit where larger ones did not.
            (from, last) = (0, room);
        }
        let step = room * 0.7;
        let free = (from..)
            .map(|turns| (turns, spot(turns, step)))
            .find(|(_, spot)| placed.has_room(*spot, room));
        let (turns, spot) = free.unwrap_or((from, [0.0; 2]));
        from = turns;
        last = last.min(room);
        placed.push(spot, room);
        shifts[at] = [spot[0] - disc.middle[0], spot[1] - disc.middle[1]];
    }
    shifts
}

/// Discs that were placed, none of which is smaller than the next one. Those that are less than twice as large
/// as each other lie in one grid, whose cells are so wide that what may touch a disc is in its own cell or a
/// neighbouring one.
#[derive(Default)]
struct PlacedDiscs {
    /// By the power of two below the radii.
    grids: BTreeMap<u64, FxHashMap<CellIndex, Vec<(Point, f64)>>>,
}

/// Column and row.
type CellIndex = (i64, i64);

impl PlacedDiscs {
    fn has_room(&self, spot: Point, room: f64) -> bool {
        let is_apart = |(other, radius): &(Point, f64)| {
            length([spot[0] - other[0], spot[1] - other[1]]) >= radius + room
        };
        self.grids.iter().all(|(size, grid)| {
            let (column, row) = cell(*size, spot);
            let near =
                (column - 1..=column + 1).flat_map(|x| (row - 1..=row + 1).map(move |y| (x, y)));
            near.filter_map(|cell| grid.get(&cell)).flatten().all(is_apart)
        })
    }

    fn push(&mut self, spot: Point, room: f64) {
        let size = power(room);
        let grid = self.grids.entry(size).or_default();
        grid.entry(cell(size, spot)).or_default().push((spot, room));
    }
}

/// The power of two below a number above 0, as its bits.
fn power(number: f64) -> u64 {
    number.to_bits() & !((1 << (f64::MANTISSA_DIGITS - 1)) - 1)
}

fn cell(size: u64, [x, y]: Point) -> CellIndex {
    // Two radii below twice the size each, and some more for rounding.
    let wide = 4.25 * f64::from_bits(size);
    ((x / wide).floor() as i64, (y / wide).floor() as i64)
}

fn spot(turns: usize, step: f64) -> Point {
    let (sine, cosine) = turn(turns);
    let far = step * (turns as f64).sqrt();
    [far * cosine, far * sine]
}

/// Pushes circles that touch apart by half of what they share each; whether any did.
pub(super) fn nudge(points: &mut [Point], radii: &[f64]) -> bool {
    let widest = radii.iter().fold(1e-6_f64, |widest, radius| widest.max(*radius)) * 2.0 + 2.0;
    let cell =
        |point: &Point| ((point[0] / widest).floor() as i64, (point[1] / widest).floor() as i64);
    let mut grid: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    points.iter().enumerate().for_each(|(at, point)| grid.entry(cell(point)).or_default().push(at));
    let mut moves = vec![[0.0; 2]; points.len()];
    let mut touched = false;
    for (at, point) in points.iter().enumerate() {
        let (column, row) = cell(point);
        let near = (column - 1..=column + 1).flat_map(|x| (row - 1..=row + 1).map(move |y| (x, y)));
        for other in
            near.filter_map(|place| grid.get(&place)).flatten().filter(|other| **other != at)
        {
            let gap = [point[0] - points[*other][0], point[1] - points[*other][1]];
            let (far, least) = (length(gap), radii[at] + radii[*other] + 1.0);
            if far >= least {
                continue;
            }
            touched = true;
            let way = match far > 1e-9 {
                true => [gap[0] / far, gap[1] / far],
                false if at < *other => [-1.0, 0.0],
                false => [1.0, 0.0],
            };
            let share = (least - far) * 0.55;
            moves[at][0] += way[0] * share;
            moves[at][1] += way[1] * share;
        }
    }
    for (point, step) in points.iter_mut().zip(moves) {
        *point = [point[0] + step[0], point[1] + step[1]];
    }
    touched
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discs_lie_where_they_would_if_each_were_compared_with_all() {
        let radius = |at: usize| match at {
            0 => 900.0,
            1..9 => 120.0 + at as f64,
            _ => 3.0 + (at * 7919 % 101) as f64 / 10.0,
        };
        let discs: Vec<Disc> =
            (0..400).map(|at| Disc { middle: [0.0; 2], radius: radius(at) }).collect();
        let found = pack_discs(&discs);
        for (at, one) in found.iter().enumerate() {
            for other in 0..at {
                let far = length([one[0] - found[other][0], one[1] - found[other][1]]);
                assert!(far >= discs[at].radius + discs[other].radius, "{at} lies on {other}");
            }
        }
        let mut order: Vec<usize> = (0..discs.len()).collect();
        order.sort_by(|a, b| discs[*b].radius.total_cmp(&discs[*a].radius).then(a.cmp(b)));
        let mut all: Vec<(Point, f64)> = Vec::new();
        let mut placed = PlacedDiscs::default();
        for at in order {
            let room = discs[at].radius * 1.1 + 4.0;
            for spot in (0..500).map(|turns| spot(turns, room)) {
                let far = |other: &Point| length([spot[0] - other[0], spot[1] - other[1]]);
                let is_free = all.iter().all(|(other, radius)| far(other) >= radius + room);
                assert_eq!(placed.has_room(spot, room), is_free);
            }
            all.push((found[at], room));
            placed.push(found[at], room);
        }
    }

    #[test]
    fn few_of_many_discs_are_compared() {
        let discs: Vec<Disc> =
            (0..20_000).map(|_| Disc { middle: [0.0; 2], radius: 10.0 }).collect();
        let mut placed = PlacedDiscs::default();
        pack_discs(&discs).into_iter().for_each(|spot| placed.push(spot, 15.0));
        let fullest = placed.grids.values().flat_map(FxHashMap::values).map(Vec::len).max();
        assert!(fullest.is_some_and(|most| most < 20), "{fullest:?} in a cell");
    }
}

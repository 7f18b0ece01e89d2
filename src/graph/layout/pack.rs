//! Circles that must not lie on each other: nodes of a component, and components of a picture.

use std::collections::BTreeMap;

use super::{Point, length, turn};

/// A circle around all nodes of a component.
pub(super) struct Disc {
    pub(super) middle: Point,
    pub(super) radius: f64,
}

/// The shift of every component: the largest stay in the middle, others go along a spiral to the
/// first free place.
pub(super) fn pack(discs: &[Disc]) -> Vec<Point> {
    let mut order: Vec<usize> = (0..discs.len()).collect();
    order.sort_by(|one, two| discs[*two].radius.total_cmp(&discs[*one].radius).then(one.cmp(two)));
    let mut shifts = vec![[0.0; 2]; discs.len()];
    let mut placed: Vec<(Point, f64)> = Vec::new();
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
        let free = (from..).map(|turns| (turns, spot(turns, step))).find(|(_, spot)| {
            let is_apart = |(other, radius): &(Point, f64)| {
                length([spot[0] - other[0], spot[1] - other[1]]) >= radius + room
            };
            placed.iter().all(is_apart)
        });
        let (turns, spot) = free.unwrap_or((from, [0.0; 2]));
        from = turns;
        last = last.min(room);
        placed.push((spot, room));
        shifts[at] = [spot[0] - disc.middle[0], spot[1] - disc.middle[1]];
    }
    shifts
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

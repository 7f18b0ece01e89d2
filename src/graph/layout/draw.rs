//! What a picture of a layout needs besides places: a middle with room, and names that can be read.

use super::{Point, length};

/// A circle and the name that stands under it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LabelledCircle {
    /// The middle of the circle.
    pub point: Point,
    /// Its radius.
    pub radius: f64,
    /// Width of the name.
    pub width: f64,
    /// Height of the name.
    pub height: f64,
}

/// Mean width of a letter in parts of its height; of a wide one, such as a Chinese character.
const LETTER: f64 = 0.62;
const WIDE_LETTER: f64 = 1.05;

/// Left, top, right and bottom.
type LabelBox = [f64; 4];

impl LabelledCircle {
    fn name(&self) -> LabelBox {
        let [x, y] = [self.point[0], self.point[1] + self.radius];
        [x - self.width / 2.0, y, x + self.width / 2.0, y + self.height]
    }

    /// The square inside the circle, which a name must not hide.
    fn middle(&self) -> LabelBox {
        let ([x, y], far) = (self.point, self.radius * 0.7);
        [x - far, y - far, x + far, y + far]
    }
}

/// Moves points away from the origin, the middle ones most: their distance becomes its power of 5/8, and the
/// furthest point stays. Forces crowd what has many edges; the order of distances and all directions stay.
pub fn spread_out(points: &mut [Point]) {
    let furthest = points.iter().map(|point| length(*point)).fold(0.0, f64::max);
    if furthest <= 0.0 {
        return;
    }
    for point in points {
        let part = length(*point) / furthest;
        if part > 0.0 {
            let factor = (part * part.sqrt().sqrt()).sqrt() / part;
            *point = [point[0] * factor, point[1] * factor];
        }
    }
}

/// How much larger circles can be drawn, from 1 to 2, when one in ten may touch another: a layout keeps more
/// room between circles than a picture needs. 1 for more than 2000 circles, where every pair would be looked at.
pub fn growth(points: &[Point], radii: &[f64]) -> f64 {
    if points.len() > 2000 {
        return 1.0;
    }
    let room = |at: usize| {
        let others = (0..points.len()).filter(|other| *other != at);
        let room = others.map(|other| {
            let gap = [points[at][0] - points[other][0], points[at][1] - points[other][1]];
            length(gap) / (radii[at] + radii[other]).max(1e-9)
        });
        room.fold(2.0, f64::min)
    };
    let mut rooms: Vec<f64> = (0..points.len()).map(room).collect();
    rooms.sort_by(f64::total_cmp);
    rooms.get(rooms.len() / 10).map_or(1.0, |room| room.max(1.0))
}

/// Which names have room, up to so many, where the first come first: a name lies neither on another nor on a
/// circle before its own.
pub fn readable(named: &[LabelledCircle], most: usize) -> Vec<bool> {
    let mut taken: Vec<LabelBox> = Vec::new();
    let mut readable = Vec::with_capacity(named.len());
    for (at, one) in named.iter().enumerate() {
        if taken.len() == most {
            readable.resize(named.len(), false);
            break;
        }
        let own = one.name();
        let is_free = taken.iter().all(|other| !overlap(&own, other))
            && named[..at].iter().all(|other| !overlap(&own, &other.middle()));
        if is_free {
            taken.push(own);
        }
        readable.push(is_free);
    }
    readable
}

/// Width of a text in parts of the height of its letters.
pub fn label_width(text: &str) -> f64 {
    text.chars().map(letter_width).sum()
}

/// Width of a character: those of East Asia and emoji take a square, marks and joiners nothing.
pub fn letter_width(c: char) -> f64 {
    match c {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => WIDE_LETTER,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => WIDE_LETTER,
        '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => WIDE_LETTER,
        _ => LETTER,
    }
}

fn overlap(one: &LabelBox, two: &LabelBox) -> bool {
    one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_gets_room_and_the_order_stays() {
        let mut points = [[0.0, 0.0], [1.0, 0.0], [0.0, -16.0], [-256.0, 0.0]];
        spread_out(&mut points);
        assert_eq!(points[0], [0.0, 0.0]);
        assert!((points[1][0] - 8.0).abs() < 1e-9 && (points[3][0] + 256.0).abs() < 1e-9);
        assert!(points[2][1] < -16.0 && points[2][1] > -256.0);
        spread_out(&mut []);
    }

    #[test]
    fn circles_grow_until_one_in_ten_touches() {
        let row: Vec<Point> = (0..20).map(|at| [f64::from(at) * 30.0, 0.0]).collect();
        assert_eq!(growth(&row, &[10.0; 20]), 1.5);
        assert_eq!(growth(&row, &[1.0; 20]), 2.0);
        assert_eq!(growth(&row, &[100.0; 20]), 1.0);
        assert_eq!(growth(&[], &[]), 1.0);
    }

    #[test]
    fn names_hide_neither_names_nor_larger_circles() {
        let named = |x: f64, y: f64| LabelledCircle {
            point: [x, y],
            radius: 10.0,
            width: 60.0,
            height: 12.0,
        };
        // The second's name would lie on the first's, the third's on the first circle.
        let all = [named(0.0, 0.0), named(30.0, 5.0), named(0.0, -16.0), named(90.0, 0.0)];
        assert_eq!(readable(&all, 9), [true, false, false, true]);
        assert_eq!(readable(&all, 1), [true, false, false, false]);
    }
}

//! How a placed network is drawn: circles with room between them, and lines with heads where edges have a direction.

use std::collections::BTreeSet;

use super::network::Network;
use super::row::NodeRow;
use crate::graph::layout::{Point, growth, spread_out};

/// How far a line between two nodes that cite each other bows, in parts of its length.
const BOW: f64 = 0.1;

/// Half the width of an arrowhead, in parts of its length.
const HEAD_HALF: f64 = 0.4;

/// A node that is drawn, with its circle in the picture.
pub(super) struct DrawnNode<'a> {
    pub(super) row: &'a NodeRow,
    pub(super) point: Point,
    pub(super) radius: f64,
}

/// By node: how it is drawn. Nodes without an edge to another are left out (`None`) where others have one. The middle
/// is given more room than in the layout, and circles are as large as there is room for.
pub(super) fn drawn(network: &Network) -> Vec<Option<DrawnNode<'_>>> {
    let mut points: Vec<Point> =
        network.nodes.iter().map(|row| row.point.unwrap_or_default()).collect();
    let mut joined = vec![false; points.len()];
    for row in network.rows().filter(|row| row.source != row.target) {
        (joined[row.source], joined[row.target]) = (true, true);
    }
    if !joined.contains(&true) {
        joined.fill(true);
    }
    spread_out(&mut points);
    let radii: Vec<f64> = network.nodes.iter().map(|row| row.size).collect();
    let growth = growth(&points, &radii);
    let nodes = network.nodes.iter().zip(points).zip(joined);
    let drawn = |(row, point)| DrawnNode { row, point, radius: row.size * growth };
    nodes.map(|(node, joined)| joined.then(|| drawn(node))).collect()
}

/// The line of an edge, with its arrowhead.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct EdgeLine {
    pub(super) from: Point,
    /// Where the line bends to; `None` for a straight one.
    pub(super) bend: Option<Point>,
    pub(super) to: Point,
    /// The corners of the arrowhead; `None` without a direction or without room.
    pub(super) head: Option<[Point; 3]>,
}

/// Which edges of a network with directions have one in the other direction.
pub(super) fn mutual(network: &Network) -> BTreeSet<[usize; 2]> {
    let ends: BTreeSet<[usize; 2]> = match network.is_directed {
        true => network.rows().map(|row| [row.source, row.target]).collect(),
        false => BTreeSet::new(),
    };
    ends.iter().filter(|[from, to]| from != to && ends.contains(&[*to, *from])).copied().collect()
}

impl EdgeLine {
    /// A line between two circles. An arrowhead of this length touches the second one.
    pub(super) fn between(
        from: &DrawnNode<'_>,
        to: &DrawnNode<'_>,
        is_mutual: bool,
        head: Option<f64>,
    ) -> Self {
        let ([ax, ay], [bx, by]) = (from.point, to.point);
        let bend = is_mutual.then(|| {
            [(ax + bx) / 2.0 - (by - ay) * BOW * 2.0, (ay + by) / 2.0 + (bx - ax) * BOW * 2.0]
        });
        let plain = Self { from: from.point, bend, to: to.point, head: None };
        let [cx, cy] = bend.unwrap_or(from.point);
        let (dx, dy) = (bx - cx, by - cy);
        let distance = dx.hypot(dy);
        let room = (bx - ax).hypot(by - ay) - from.radius - to.radius;
        let Some(length) = head.filter(|length| room > *length && distance > 0.0) else {
            return plain;
        };
        let (ux, uy) = (dx / distance, dy / distance);
        let tip = [bx - ux * to.radius, by - uy * to.radius];
        let base = [tip[0] - ux * length, tip[1] - uy * length];
        let (wx, wy) = (-uy * length * HEAD_HALF, ux * length * HEAD_HALF);
        let corners = [tip, [base[0] + wx, base[1] + wy], [base[0] - wx, base[1] - wy]];
        Self { to: base, head: Some(corners), ..plain }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_touches_the_circle_that_is_cited() {
        let row = NodeRow {
            label: "a".to_owned(),
            raw: None,
            start: None,
            size: 4.0,
            colour: [0; 3],
            point: None,
            cells: Vec::new(),
        };
        let node = |x: f64| DrawnNode { row: &row, point: [x, 0.0], radius: 10.0 };
        let line = EdgeLine::between(&node(0.0), &node(100.0), false, Some(8.0));
        assert_eq!((line.to, line.bend), ([82.0, 0.0], None));
        assert_eq!(line.head.map(|head| head[0]), Some([90.0, 0.0]));
        let near = EdgeLine::between(&node(0.0), &node(25.0), true, Some(8.0));
        assert_eq!((near.head, near.to), (None, [25.0, 0.0]));
        assert_eq!(near.bend, Some([12.5, 5.0]));
    }
}

//! A picture of a network that was placed, with a legend.

use std::io::{self, Write};

use super::network::Network;
use super::row::NodeRow;
use super::xml::escape;
use crate::graph::layout::{LabelledCircle, Point, growth, readable, spread_out};
use crate::input::MARKER;
use crate::report::{fixed, plural};

/// Labels that are shown at most, those of the largest nodes first; one that would lie on another is
/// left out, and every node has its label as a title.
const MAX_LABELS: usize = 80;

/// Lines of the legend that stand under each other.
const MAX_LEGEND_LINES: usize = 4;

/// A node that is drawn, with its circle in the picture.
struct DrawnNode<'a> {
    row: &'a NodeRow,
    point: Point,
    radius: f64,
}

/// Writes a network as SVG; nodes without a place stand in the middle. No script, no font, no network.
///
/// Nodes without an edge are not drawn where others have one, and the legend tells how many. The middle
/// is given more room than in the layout, and circles are as large as there is room for.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let drawn = drawn(network);
    let frame = frame(&drawn);
    let [left, top, right, bottom] = frame;
    let line = ((right - left) / 64.0).max(12.0);
    let legend = line * 1.6 * (network.legend.len().min(MAX_LEGEND_LINES) as f64 + 2.5);
    let (width, height) = (right - left, bottom - top + legend);
    writeln!(
        out,
        r##"<?xml version="1.0" encoding="UTF-8"?>
<!-- {MARKER} {version} -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.0} {top:.0} {width:.0} {height:.0}" font-family="sans-serif">
<title>{description}; weight: {weight}</title>
<rect x="{left:.0}" y="{top:.0}" width="{width:.0}" height="{height:.0}" fill="#ffffff"/>"##,
        version = env!("CARGO_PKG_VERSION"),
        description = escape(&network.description),
        weight = network.weight,
    )?;
    edges(network, &drawn, line, out)?;
    nodes(&drawn, line, out)?;
    labels(&drawn, line, out)?;
    let hidden = drawn.iter().filter(|one| one.is_none()).count();
    legend_lines(network, hidden, frame, line, out)?;
    writeln!(out, "</svg>")
}

/// By node: how it is drawn; `None` where it is left out.
fn drawn(network: &Network) -> Vec<Option<DrawnNode<'_>>> {
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

/// Left, top, right and bottom of all circles, with a margin for labels.
fn frame(drawn: &[Option<DrawnNode<'_>>]) -> [f64; 4] {
    let mut frame = [-100.0_f64, -100.0, 100.0, 100.0];
    for DrawnNode { point: [x, y], radius, .. } in drawn.iter().flatten() {
        frame[0] = frame[0].min(x - radius);
        frame[1] = frame[1].min(y - radius);
        frame[2] = frame[2].max(x + radius);
        frame[3] = frame[3].max(y + radius);
    }
    let margin = (frame[2] - frame[0]) * 0.07;
    [frame[0] - margin, frame[1] - margin * 0.5, frame[2] + margin, frame[3] + margin]
}

fn edges(
    network: &Network,
    drawn: &[Option<DrawnNode<'_>>],
    line: f64,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, r##"<g stroke="#5b6570" stroke-opacity="0.18" fill="none">"##)?;
    let most = network.rows().map(|row| row.weight).fold(f64::MIN_POSITIVE, f64::max);
    for row in network.rows().filter(|row| row.source != row.target) {
        let (Some(from), Some(to)) = (&drawn[row.source], &drawn[row.target]) else { continue };
        let ([ax, ay], [bx, by]) = (from.point.map(whole), to.point.map(whole));
        let width = line * (0.04 + 0.24 * (row.weight / most).sqrt());
        writeln!(out, r#"<path d="M{ax} {ay}L{bx} {by}" stroke-width="{width:.1}"/>"#)?;
    }
    writeln!(out, "</g>")
}

fn nodes(drawn: &[Option<DrawnNode<'_>>], line: f64, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, r##"<g stroke="#ffffff" stroke-width="{:.1}">"##, line * 0.1)?;
    for DrawnNode { row, point, radius } in drawn.iter().flatten() {
        let [x, y] = point.map(whole);
        let [red, green, blue] = row.colour;
        let title = escape(&row.label);
        writeln!(
            out,
            r##"<circle cx="{x}" cy="{y}" r="{radius:.1}" fill="#{red:02x}{green:02x}{blue:02x}"><title>{title}</title></circle>"##
        )?;
    }
    writeln!(out, "</g>")
}

/// The labels of the largest nodes, each on a white edge so that it can be read on lines.
fn labels(drawn: &[Option<DrawnNode<'_>>], line: f64, out: &mut impl Write) -> io::Result<()> {
    let mut order: Vec<&DrawnNode> = drawn.iter().flatten().collect();
    order.sort_by(|DrawnNode { row: one, .. }, DrawnNode { row: two, .. }| {
        two.size.total_cmp(&one.size).then(one.label.cmp(&two.label))
    });
    writeln!(
        out,
        r##"<g text-anchor="middle" fill="#1b1f23" stroke="#ffffff" stroke-width="{:.1}" paint-order="stroke" stroke-linejoin="round">"##,
        line * 0.25
    )?;
    let high = |row: &NodeRow| line * (0.8 + row.size / 160.0);
    let named = |one: &&DrawnNode| LabelledCircle {
        point: one.point,
        radius: one.radius,
        width: 0.62 * high(one.row) * one.row.label.chars().take(41).count() as f64,
        height: 1.2 * high(one.row),
    };
    let readable = readable(&order.iter().map(named).collect::<Vec<_>>(), MAX_LABELS);
    let shown = order.into_iter().zip(readable).filter(|(_, readable)| *readable);
    for (DrawnNode { row, point: [x, y], radius }, _) in shown {
        let size = high(row);
        let (x, y) = (whole(*x), whole(y + radius + size * 0.95));
        writeln!(
            out,
            r#"<text x="{x}" y="{y}" font-size="{size:.1}">{}</text>"#,
            short(&row.label)
        )?;
    }
    writeln!(out, "</g>")
}

/// What colours, circles and lines mean, in two columns.
fn legend_lines(
    network: &Network,
    hidden: usize,
    [left, _, right, bottom]: [f64; 4],
    line: f64,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, r##"<g fill="#1b1f23" font-size="{line:.1}">"##)?;
    let (x, y) = (left + line, bottom + line);
    let hidden = match hidden {
        0 => String::new(),
        hidden => {
            let nodes =
                plural(hidden as u64, "node without an edge is", "nodes without an edge are");
            format!("; {nodes} not drawn")
        }
    };
    writeln!(
        out,
        r#"<text x="{}" y="{}">{}; weight: {}{hidden}</text>"#,
        whole(x),
        whole(y),
        escape(&network.description),
        network.weight
    )?;
    for (at, row) in network.legend.iter().enumerate() {
        let [red, green, blue] = row.colour;
        let x = x + (right - left) / 2.0 * (at / MAX_LEGEND_LINES) as f64;
        let y = y + line * 1.6 * (at % MAX_LEGEND_LINES + 1) as f64;
        let text = format!("{} ({})", short(&row.name), row.nodes);
        let (cx, radius, from) = (whole(x + line * 0.5), line * 0.5, whole(x + line * 1.5));
        let (base, y) = (whole(y + line * 0.35), whole(y));
        writeln!(
            out,
            r##"<circle cx="{cx}" cy="{y}" r="{radius:.1}" fill="#{red:02x}{green:02x}{blue:02x}"/><text x="{from}" y="{base}">{text}</text>"##
        )?;
    }
    writeln!(out, "</g>")
}

/// A coordinate in whole units.
fn whole(number: f64) -> String {
    fixed(number, 0)
}

/// A label of a length that does not cover the picture, escaped.
fn short(label: &str) -> String {
    let cut: String = label.chars().take(41).collect();
    match cut.chars().count() {
        41 => escape(&(cut.chars().take(40).collect::<String>() + "…")),
        _ => escape(&cut),
    }
}

//! A picture of a network that was placed, with a legend.

use std::io::{self, Write};

use super::drawing::{DrawnNode, EdgeLine, drawn, mutual};
use super::legend::LegendEntry;
use super::network::Network;
use super::row::NodeRow;
use super::xml::escape;
use crate::graph::layout::{LabelledCircle, Point, label_width, letter_width, readable};
use crate::input::MARKER;
use crate::report::{fixed, plural};

/// Labels that are shown at most, those of the largest nodes first; one that would lie on another is
/// left out, and every node has its label as a title.
const MAX_LABELS: usize = 80;

/// Width of a label in parts of the height of its letters: 40 Latin ones, or 23 Chinese ones.
const MAX_LABEL_WIDTH: f64 = 25.0;

/// Lines of the legend that stand under each other.
const MAX_LEGEND_LINES: usize = 4;

/// Writes a network as SVG; nodes without a place stand in the middle. No script, no font, no network.
///
/// Nodes without an edge are not drawn where others have one, and the legend tells how many. The middle
/// is given more room than in the layout, and circles are as large as there is room for.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let drawn = drawn(network);
    let circles = frame(&drawn);
    let line = ((circles[2] - circles[0]) / 64.0).max(12.0);
    let labels = labels(&drawn, line);
    let hidden = drawn.iter().filter(|one| one.is_none()).count();
    let caption = caption(network, hidden);
    let rows = drawn_legend(network, &drawn);
    let frame = widened(circles, &labels, (label_width(&caption) + 2.0) * line);
    let [left, top, right, bottom] = frame;
    let legend = line * 1.6 * (rows.len().min(MAX_LEGEND_LINES) as f64 + 2.5);
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
    write_labels(&labels, line, out)?;
    legend_lines(&rows, &caption, frame, line, out)?;
    writeln!(out, "</svg>")
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

/// The frame with room for labels that reach beyond the circles, and for the line below.
fn widened([left, top, right, bottom]: [f64; 4], labels: &[NodeLabel], caption: f64) -> [f64; 4] {
    let half = |label: &NodeLabel| label_width(&label.text) * label.size / 2.0;
    let left = labels.iter().fold(left, |left, one| left.min(one.x - half(one)));
    let right = labels.iter().fold(right, |right, one| right.max(one.x + half(one)));
    let bottom = labels.iter().fold(bottom, |bottom, one| bottom.max(one.y + one.size));
    let missing = (caption - (right - left)).max(0.0) / 2.0;
    [left - missing, top, right + missing, bottom]
}

/// Lines, and above them the heads of those with a direction.
fn edges(
    network: &Network,
    drawn: &[Option<DrawnNode<'_>>],
    line: f64,
    out: &mut impl Write,
) -> io::Result<()> {
    let mutual = mutual(network);
    let most = network.rows().map(|row| row.weight).fold(f64::MIN_POSITIVE, f64::max);
    let rows = || network.rows().filter(|row| row.source != row.target);
    let lines = || {
        rows().filter_map(|row| {
            let (from, to) = (drawn[row.source].as_ref()?, drawn[row.target].as_ref()?);
            let width = line * (0.04 + 0.24 * (row.weight / most).sqrt());
            let head = network.is_directed.then_some(line * 0.35 + width * 1.5);
            let is_mutual = mutual.contains(&[row.source, row.target]);
            Some((EdgeLine::between(from, to, is_mutual, head), width))
        })
    };
    writeln!(out, r##"<g stroke="#5b6570" stroke-opacity="0.18" fill="none">"##)?;
    for (EdgeLine { from, bend, to, .. }, width) in lines() {
        let bend = bend.map_or_else(|| "L".to_owned(), |bend| format!("Q{} ", pair(bend)));
        let (from, to) = (pair(from), pair(to));
        writeln!(out, r#"<path d="M{from}{bend}{to}" stroke-width="{width:.1}"/>"#)?;
    }
    writeln!(out, "</g>")?;
    if network.is_directed {
        writeln!(out, r##"<g fill="#5b6570" fill-opacity="0.4">"##)?;
        for [tip, one, other] in lines().filter_map(|(line, _)| line.head) {
            writeln!(out, r#"<path d="M{}L{} {}Z"/>"#, pair(tip), pair(one), pair(other))?;
        }
        writeln!(out, "</g>")?;
    }
    Ok(())
}

/// A point in a path.
fn pair([x, y]: Point) -> String {
    format!("{} {}", whole(x), whole(y))
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

/// A label that is shown, and where.
struct NodeLabel {
    text: String,
    x: f64,
    y: f64,
    size: f64,
}

/// The labels of the largest nodes.
fn labels(drawn: &[Option<DrawnNode<'_>>], line: f64) -> Vec<NodeLabel> {
    let mut order: Vec<&DrawnNode> = drawn.iter().flatten().collect();
    order.sort_by(|DrawnNode { row: one, .. }, DrawnNode { row: two, .. }| {
        two.size.total_cmp(&one.size).then(one.label.cmp(&two.label))
    });
    let high = |row: &NodeRow| line * (0.8 + row.size / 160.0);
    let named = |one: &&DrawnNode| LabelledCircle {
        point: one.point,
        radius: one.radius,
        width: label_width(&short(&one.row.label)) * high(one.row),
        height: 1.2 * high(one.row),
    };
    let readable = readable(&order.iter().map(named).collect::<Vec<_>>(), MAX_LABELS);
    let shown = order.into_iter().zip(readable).filter(|(_, readable)| *readable);
    let label = |DrawnNode { row, point: [x, y], radius }: &DrawnNode<'_>| NodeLabel {
        text: short(&row.label),
        x: *x,
        y: y + radius + high(row) * 0.95,
        size: high(row),
    };
    shown.map(|(node, _)| label(node)).collect()
}

/// Each label has a white edge, so that it can be read on lines.
fn write_labels(labels: &[NodeLabel], line: f64, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        r##"<g text-anchor="middle" fill="#1b1f23" stroke="#ffffff" stroke-width="{:.1}" paint-order="stroke" stroke-linejoin="round">"##,
        line * 0.25
    )?;
    for NodeLabel { text, x, y, size } in labels {
        let (x, y, text) = (whole(*x), whole(*y), escape(text));
        writeln!(out, r#"<text x="{x}" y="{y}" font-size="{size:.1}">{text}</text>"#)?;
    }
    writeln!(out, "</g>")
}

/// What the picture shows, and what it leaves out.
fn caption(network: &Network, hidden: usize) -> String {
    let hidden = match hidden {
        0 => String::new(),
        hidden => {
            let nodes =
                plural(hidden as u64, "node without an edge is", "nodes without an edge are");
            format!("; {nodes} not drawn")
        }
    };
    format!("{}; weight: {}{hidden}", network.description, network.weight)
}

/// The legend with the numbers of nodes that are drawn, without colours that no drawn node has.
fn drawn_legend(network: &Network, drawn: &[Option<DrawnNode<'_>>]) -> Vec<LegendEntry> {
    let is_drawn = |colour: [u8; 3]| {
        let shown = network.nodes.iter().zip(drawn).filter(|(_, drawn)| drawn.is_some());
        shown.filter(|(node, _)| node.colour == colour).count()
    };
    let counted =
        |entry: &LegendEntry| LegendEntry { nodes: is_drawn(entry.colour), ..entry.clone() };
    network.legend.iter().map(counted).filter(|entry| entry.nodes > 0).collect()
}

/// What colours mean, in two columns below the caption.
fn legend_lines(
    rows: &[LegendEntry],
    caption: &str,
    [left, _, right, bottom]: [f64; 4],
    line: f64,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, r##"<g fill="#1b1f23" font-size="{line:.1}">"##)?;
    let (x, y) = (left + line, bottom + line);
    writeln!(out, r#"<text x="{}" y="{}">{}</text>"#, whole(x), whole(y), escape(caption))?;
    for (at, row) in rows.iter().enumerate() {
        let [red, green, blue] = row.colour;
        let x = x + (right - left) / 2.0 * (at / MAX_LEGEND_LINES) as f64;
        let y = y + line * 1.6 * (at % MAX_LEGEND_LINES + 1) as f64;
        let text = format!("{} ({})", escape(&short(&row.name)), row.nodes);
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

/// A label of a width that does not cover the picture.
fn short(label: &str) -> String {
    let mut width = 0.0;
    let fits = |c: &char| {
        width += letter_width(*c);
        width <= MAX_LABEL_WIDTH
    };
    let cut: String = label.chars().take_while(fits).collect();
    if cut.len() == label.len() { cut } else { cut + "…" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_cut_by_its_width() {
        assert_eq!(short("nytimes.com"), "nytimes.com");
        assert_eq!(short(&"x".repeat(60)).chars().count(), 41);
        assert_eq!(short(&"面".repeat(60)).chars().count(), 24);
    }
}

//! A picture of a network that was placed, with a legend.

use std::io::{self, Write};

use super::network::{Network, NodeRow};
use super::xml::escape;
use crate::input::MARKER;

/// Labels that are shown at most, those of the largest nodes first; one that would lie on another is
/// left out, and every node has its label as a title.
const LABELLED: usize = 80;

/// Writes a network as SVG; nodes without a place stand in the middle. No script, no font, no network.
///
/// # Errors
/// Where `out` fails.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<()> {
    let [left, top, right, bottom] = frame(network);
    let line = ((right - left) / 60.0).max(12.0);
    let legend = line * 1.6 * (network.legend.len() as f64 + 2.0);
    let (width, height) = (right - left, bottom - top + legend);
    writeln!(
        out,
        r##"<?xml version="1.0" encoding="UTF-8"?>
<!-- {MARKER} {version} -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:.1} {top:.1} {width:.1} {height:.1}" font-family="sans-serif">
<title>{description}; weight: {weight}</title>
<rect x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{height:.1}" fill="#ffffff"/>"##,
        version = env!("CARGO_PKG_VERSION"),
        description = escape(&network.description),
        weight = network.weight,
    )?;
    edges(network, line, out)?;
    nodes(network, out)?;
    labels(network, line, out)?;
    legend_lines(network, (left + line, bottom + line), line, out)?;
    writeln!(out, "</svg>")
}

fn point(row: &NodeRow) -> [f64; 2] {
    row.point.unwrap_or_default()
}

/// Left, top, right and bottom of all circles, with a margin for labels.
fn frame(network: &Network) -> [f64; 4] {
    let mut frame = [-100.0_f64, -100.0, 100.0, 100.0];
    for row in &network.nodes {
        let ([x, y], far) = (point(row), row.size + 120.0);
        frame[0] = frame[0].min(x - far);
        frame[1] = frame[1].min(y - far);
        frame[2] = frame[2].max(x + far);
        frame[3] = frame[3].max(y + far);
    }
    frame
}

fn edges(network: &Network, line: f64, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, r##"<g stroke="#5b6570" stroke-opacity="0.25" fill="none">"##)?;
    for row in network.rows().filter(|row| row.source != row.target) {
        let ends = [row.source, row.target].map(|at| point(&network.nodes[at]));
        let [[ax, ay], [bx, by]] = ends;
        let width = line * 0.06 * (1.0 + row.weight.ln_1p());
        writeln!(out, r#"<path d="M{ax:.1} {ay:.1}L{bx:.1} {by:.1}" stroke-width="{width:.2}"/>"#)?;
    }
    writeln!(out, "</g>")
}

fn nodes(network: &Network, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, r##"<g stroke="#ffffff" stroke-width="1">"##)?;
    for row in &network.nodes {
        let ([x, y], [red, green, blue], size) = (point(row), row.colour, row.size);
        let title = escape(&row.label);
        writeln!(
            out,
            r##"<circle cx="{x:.1}" cy="{y:.1}" r="{size:.1}" fill="#{red:02x}{green:02x}{blue:02x}"><title>{title}</title></circle>"##
        )?;
    }
    writeln!(out, "</g>")
}

/// The labels of the largest nodes, each on a white edge so that it can be read on lines.
fn labels(network: &Network, line: f64, out: &mut impl Write) -> io::Result<()> {
    let mut order: Vec<&NodeRow> = network.nodes.iter().collect();
    order.sort_by(|one, two| two.size.total_cmp(&one.size).then(one.label.cmp(&two.label)));
    writeln!(
        out,
        r##"<g text-anchor="middle" fill="#1b1f23" stroke="#ffffff" stroke-width="{:.1}" paint-order="stroke" stroke-linejoin="round">"##,
        line * 0.2
    )?;
    let mut taken: Vec<[f64; 4]> = Vec::new();
    for row in order {
        let [x, y] = point(row);
        let size = line * (0.6 + row.size / 100.0);
        let half = 0.3 * size * row.label.chars().take(40).count() as f64;
        let own = [x - half, y - size * 0.6, x + half, y + size * 0.6];
        if taken.len() == LABELLED || taken.iter().any(|other| overlap(&own, other)) {
            continue;
        }
        taken.push(own);
        let y = y + size * 0.35;
        writeln!(
            out,
            r#"<text x="{x:.1}" y="{y:.1}" font-size="{size:.1}">{}</text>"#,
            short(&row.label)
        )?;
    }
    writeln!(out, "</g>")
}

/// Whether two boxes (left, top, right, bottom) share a point.
fn overlap(one: &[f64; 4], two: &[f64; 4]) -> bool {
    one[0] < two[2] && two[0] < one[2] && one[1] < two[3] && two[1] < one[3]
}

fn legend_lines(
    network: &Network,
    (x, y): (f64, f64),
    line: f64,
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out, r##"<g fill="#1b1f23" font-size="{line:.1}">"##)?;
    for (at, row) in network.legend.iter().enumerate() {
        let ([red, green, blue], y) = (row.colour, y + line * 1.6 * at as f64);
        let text = format!("{} ({})", short(&row.name), row.nodes);
        let (cx, radius, from) = (x + line * 0.5, line * 0.5, x + line * 1.5);
        let base = y + line * 0.35;
        writeln!(
            out,
            r##"<circle cx="{cx:.1}" cy="{y:.1}" r="{radius:.1}" fill="#{red:02x}{green:02x}{blue:02x}"/><text x="{from:.1}" y="{base:.1}">{text}</text>"##
        )?;
    }
    writeln!(out, "</g>")
}

/// A label of a length that does not cover the picture, escaped.
fn short(label: &str) -> String {
    let cut: String = label.chars().take(41).collect();
    match cut.chars().count() {
        41 => escape(&(cut.chars().take(40).collect::<String>() + "…")),
        _ => escape(&cut),
    }
}

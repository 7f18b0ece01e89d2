//! The map as SVG inside the page: its colours are the page's, its links lead to lists or to rows.

use std::io::{self, Write};

use super::domain_map::{COLOURS, DomainMap, MapSpot};
use super::escape::escape_html;
use super::listing;
use crate::graph::layout::{LabelledCircle, readable};
use crate::link::redact::redact_url;
use crate::report::format::{self, count_noun, truncate};

/// Widths of the picture in pixels, from a phone's on, for which labels are chosen: a label has the first
/// at which it lies on no other.
const WIDTHS: [f64; 5] = [360.0, 720.0, 1440.0, 2880.0, 5760.0];

/// Height of a label in pixels.
const LABEL: f64 = 12.0;

/// Mean width of a letter in parts of its height.
const LETTER: f64 = 0.62;

/// Characters of a label.
const MAX_LABEL_CHARS: usize = 32;

/// Left, top, right and bottom.
type PictureBounds = [f64; 4];

pub(super) fn write(map: &DomainMap, out: &mut Vec<u8>) -> io::Result<()> {
    tools(out)?;
    let frame = frame(map);
    let (width, height) = (frame[2] - frame[0], frame[3] - frame[1]);
    writeln!(
        out,
        "<div class=\"map\" id=\"map-box\" tabindex=\"0\" role=\"region\" aria-label=\"Map of domains\">\n\
         <svg viewBox=\"{:.0} {:.0} {width:.0} {height:.0}\" style=\"--wide:{width:.0}\" role=\"group\" \
         aria-label=\"Domains that articles cite together\">",
        frame[0], frame[1]
    )?;
    edges(map, width, out)?;
    spots(map, out)?;
    labels(map, width, out)?;
    writeln!(out, "</svg>\n</div>\n<p id=\"map-said\" class=\"small\" data-scripted hidden></p>")?;
    legend(map, out)
}

/// A coordinate in whole units.
fn whole(number: f64) -> String {
    format::fixed(number, 0)
}

fn tools(out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(
        out,
        "<div class=\"filters tools\" data-scripted hidden>\n\
         <label>Find on the map <input type=\"search\" id=\"map-q\" autocomplete=\"off\" \
         placeholder=\"domain or owner\"></label>\n\
         <button type=\"button\" data-zoom=\"in\" aria-label=\"Zoom in\">+</button>\n\
         <button type=\"button\" data-zoom=\"out\" aria-label=\"Zoom out\">−</button>\n\
         <button type=\"button\" data-zoom=\"all\">Whole map</button>\n</div>"
    )
}

/// All circles and the labels beside them.
fn frame(map: &DomainMap) -> PictureBounds {
    let mut frame = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    for MapSpot { point: [x, y], radius, .. } in &map.spots {
        frame[0] = frame[0].min(x - radius);
        frame[1] = frame[1].min(y - radius);
        frame[2] = frame[2].max(x + radius);
        frame[3] = frame[3].max(y + radius);
    }
    let margin = (frame[2] - frame[0]).max(100.0) * 0.06;
    [frame[0] - margin, frame[1] - margin * 0.5, frame[2] + margin, frame[3] + margin]
}

fn edges(map: &DomainMap, width: f64, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<g class=\"edges\">")?;
    let most = map.edges.iter().fold(f64::MIN_POSITIVE, |most, edge| most.max(edge.2));
    for (from, to, weight) in &map.edges {
        let [[ax, ay], [bx, by]] = [from, to].map(|at| map.spots[*at].point.map(whole));
        let line = width / 1000.0 * (0.7 + 3.3 * (weight / most).sqrt());
        writeln!(
            out,
            "<path d=\"M{ax} {ay}L{bx} {by}\" stroke-width=\"{line:.1}\" data-ends=\"{from} {to}\"/>"
        )?;
    }
    writeln!(out, "</g>")
}

fn spots(map: &DomainMap, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<g class=\"spots\">")?;
    for (rank, spot) in map.spots.iter().enumerate() {
        let ([x, y], row) = (spot.point.map(whole), spot.row);
        let known = format::source(&row.source);
        let parts = [
            count_noun(row.citations, "citation"),
            format!("in {}", count_noun(row.articles, "article")),
        ];
        let known = if known.is_empty() { known } else { format!("; {known}") };
        let title = format!("{}: {}{known}", redact_url(&row.domain), parts.join(" "));
        writeln!(
            out,
            "<a href=\"#d-{}\"{} class=\"g{}\" tabindex=\"-1\"><title>{}</title><circle cx=\"{x}\" cy=\"{y}\" r=\"{:.0}\"/></a>",
            rank + 1,
            listing::rows(&[("domain", &redact_url(&row.domain))]),
            spot.group,
            escape_html(&truncate(&title, 200)),
            spot.radius
        )?;
    }
    writeln!(out, "</g>")
}

/// Names under the circles. A class tells from which width on there is room.
fn labels(map: &DomainMap, width: f64, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<g class=\"labels\" aria-hidden=\"true\">")?;
    let names: Vec<String> = map.spots.iter().map(name).collect();
    for (at, level) in levels(map, &names, width).into_iter().enumerate() {
        let MapSpot { point: [x, y], radius, .. } = map.spots[at];
        writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" dy=\"1em\" class=\"l{level}\">{}</text>",
            whole(x),
            whole(y + radius),
            escape_html(&names[at])
        )?;
    }
    writeln!(out, "</g>")
}

fn name(spot: &MapSpot) -> String {
    truncate(&redact_url(&spot.row.domain), MAX_LABEL_CHARS).into_owned()
}

/// For every label the first of [`WIDTHS`] that has room for it, the largest nodes first. What has room
/// keeps it where the picture is wider, for names shrink towards their circles.
fn levels(map: &DomainMap, names: &[String], width: f64) -> Vec<usize> {
    let mut levels = vec![WIDTHS.len(); names.len()];
    for (level, pixels) in WIDTHS.iter().enumerate() {
        let height = LABEL * width / pixels;
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|at| levels[*at] == WIDTHS.len());
        let named = |at: &usize| LabelledCircle {
            point: map.spots[*at].point,
            radius: map.spots[*at].radius,
            width: LETTER * height * names[*at].chars().count() as f64,
            height: 1.25 * height,
        };
        let readable = readable(&order.iter().map(named).collect::<Vec<_>>(), usize::MAX);
        for (at, _) in order.iter().zip(readable).filter(|(_, readable)| *readable) {
            levels[*at] = levels[*at].min(level);
        }
    }
    levels
}

/// Every colour by the most cited domain that has it.
fn legend(map: &DomainMap, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<ul class=\"groups small\" aria-label=\"Colours of the map\">")?;
    for group in 0..=COLOURS {
        let mut spots = map.spots.iter().filter(|spot| spot.group == group);
        let Some(first) = spots.next() else { continue };
        let others = spots.count() as u64;
        let text = match group {
            COLOURS => format!("{} in no larger group", count_noun(others + 1, "domain")),
            _ => format!("{} and {}", name(first), count_noun(others, "more domain")),
        };
        writeln!(out, "<li><i class=\"g{group}\"></i><bdi>{}</bdi></li>", escape_html(&text))?;
    }
    writeln!(out, "</ul>")
}

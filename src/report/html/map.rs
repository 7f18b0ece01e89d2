//! The map of domains that articles cite together: SVG whose colours are the page's, and whose links lead to rows.

use maud::{Markup, html};

use super::ReportPage;
use super::escape::escape_html;
use super::rows_link::{RowTable, RowsQuery};
use crate::graph::layout::{LabelledCircle, label_width, readable};
use crate::link::redact::redact_url;
use crate::report::DomainRow;
use crate::report::format::{self, count, count_noun, fixed, truncate};
use crate::report::view::{COLOURS, DomainMap, MIN_NODE_EDGES, MapNode};

/// Widths of the picture in pixels, from a phone's on, for which labels are chosen: a label has the first
/// at which it lies on no other.
const WIDTHS: [f64; 5] = [360.0, 720.0, 1440.0, 2880.0, 5760.0];

/// Height of a label in pixels.
const LABEL: f64 = 12.0;

/// Characters of a label.
const MAX_LABEL_CHARS: usize = 32;

/// The frame of the picture.
#[derive(Debug, Clone, Copy)]
struct PictureFrame {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
}

/// `None` where there is nothing to join.
pub(super) fn section(page: &ReportPage<'_>) -> Option<Markup> {
    let map = page.report.views.map.as_ref()?;
    let rows = &page.report.domains;
    let hidden = (rows.len() - map.nodes.len()) as u64;
    Some(html! {
        p {
            (count_noun(map.nodes.len() as u64, "domain")) "; a larger circle has more citations. Each circle \
             is connected to the " (MIN_NODE_EDGES) " domains that it is most often cited with; colours mark groups of \
             domains that are cited together. "
            @if hidden > 0 { "The " (count(hidden)) " least cited domains are left out. " }
            "Click a domain for the sentences that cite it."
        } "\n"
        (tools())
        (picture(map, rows))
        p id="map-said" class="small" data-scripted hidden {} "\n"
        (legend(map))
    })
}

fn tools() -> Markup {
    html! {
        div class="filters tools" data-scripted hidden { "\n"
            label {
                "Find on the map "
                input type="search" id="map-q" autocomplete="off" placeholder="domain or owner";
            } "\n"
            button type="button" data-zoom="in" aria-label="Zoom in" { "+" } "\n"
            button type="button" data-zoom="out" aria-label="Zoom out" { "−" } "\n"
            button type="button" data-zoom="all" { "Whole map" } "\n"
        } "\n"
    }
}

fn picture(map: &DomainMap, rows: &[DomainRow]) -> Markup {
    let names: Vec<String> = map.nodes.iter().map(label).collect();
    let frame = PictureFrame::around(&map.nodes, &names);
    let view =
        [frame.left, frame.top, frame.width, frame.height].map(|one| fixed(one, 0)).join(" ");
    let wide = fixed(frame.width, 0);
    html! {
        div class="map" id="map-box" tabindex="0" role="region" aria-label="Map of domains" { "\n"
            svg viewBox=(view) style={ "--wide:" (wide) } role="group"
                aria-label="Domains that articles cite together" { "\n"
                (edges(map, frame.width))
                g class="spots" { "\n" @for (node, row) in map.nodes.iter().zip(rows) { (spot(node, row)) } }
                "\n"
                (labels(map, &names, frame.width))
            } "\n"
        } "\n"
    }
}

impl PictureFrame {
    /// All circles, and the labels under them as wide as they are on a screen of 720 pixels.
    fn around(nodes: &[MapNode], names: &[String]) -> Self {
        let (mut left, mut top) = (f64::MAX, f64::MAX);
        let (mut right, mut bottom) = (f64::MIN, f64::MIN);
        for node in nodes {
            left = left.min(node.x - node.radius);
            top = top.min(node.y - node.radius);
            right = right.max(node.x + node.radius);
            bottom = bottom.max(node.y + node.radius);
        }
        let letter = LABEL * (right - left).max(100.0) / WIDTHS[1];
        for (node, text) in nodes.iter().zip(names) {
            let half = label_width(text) * letter / 2.0;
            left = left.min(node.x - half);
            right = right.max(node.x + half);
            bottom = bottom.max(node.y + node.radius + 1.5 * letter);
        }
        let margin = (right - left).max(100.0) * 0.02;
        Self {
            left: left - margin,
            top: top - margin,
            width: right - left + 2.0 * margin,
            height: bottom - top + 2.0 * margin,
        }
    }
}

fn edges(map: &DomainMap, width: f64) -> Markup {
    let most = map.edges.iter().fold(f64::MIN_POSITIVE, |most, edge| most.max(edge.weight));
    html! {
        g class="edges" { "\n"
            @for edge in &map.edges {
                @let (one, other) = (&map.nodes[edge.from as usize], &map.nodes[edge.to as usize]);
                @let line = width / 1000.0 * (0.7 + 3.3 * (edge.weight / most).sqrt());
                path d=(curve(one, other)) stroke-width=(fixed(line, 1))
                    data-ends={ (edge.from) " " (edge.to) } {} "\n"
            }
        } "\n"
    }
}

/// A slight bow, by which lines between neighbours can be told apart.
fn curve(one: &MapNode, other: &MapNode) -> String {
    let (x, y) = ((one.x + other.x) / 2.0, (one.y + other.y) / 2.0);
    let (bow_x, bow_y) = (x - (other.y - one.y) * 0.08, y + (other.x - one.x) * 0.08);
    let [ax, ay, qx, qy, bx, by] =
        [one.x, one.y, bow_x, bow_y, other.x, other.y].map(|number| fixed(number, 0));
    format!("M{ax} {ay}Q{qx} {qy} {bx} {by}")
}

fn spot(node: &MapNode, row: &DomainRow) -> Markup {
    let known = format::source(&row.source);
    let known = if known.is_empty() { known } else { format!("; {known}") };
    let clean = redact_url(&row.domain);
    let title = format!(
        "{clean}: {} in {}{known}",
        count_noun(row.citations, "citation"),
        count_noun(row.articles, "article")
    );
    let class = format!("g{}", node.group.map_or(COLOURS as u32, |group| group));
    let circle = html! {
        title { (escape_html(&truncate(&title, 200))) }
        circle class=(class) cx=(fixed(node.x, 0)) cy=(fixed(node.y, 0)) r=(fixed(node.radius, 0)) {}
    };
    let query = RowsQuery { table: RowTable::Citations, filters: &[("domain", &clean)] };
    // The search above the map leads to its circles; a hundred of them in the order of the keys would be in the way.
    html! {
        a href="#citations" data-rows=(query.address().unwrap_or_default()) data-count=(row.citations)
            tabindex="-1" { (circle) }
        "\n"
    }
}

/// Names under the circles. A class tells from which width on there is room.
fn labels(map: &DomainMap, names: &[String], width: f64) -> Markup {
    html! {
        g class="labels" aria-hidden="true" { "\n"
            @for (index, level) in levels(map, names, width).into_iter().enumerate() {
                @let node = &map.nodes[index];
                text x=(fixed(node.x, 0)) y=(fixed(node.y + node.radius, 0)) dy="1em"
                    class={ "l" (level) } { (escape_html(&names[index])) } "\n"
            }
        } "\n"
    }
}

fn label(node: &MapNode) -> String {
    truncate(&redact_url(&node.domain), MAX_LABEL_CHARS).into_owned()
}

/// For every label the first of [`WIDTHS`] that has room for it, the largest nodes first. What has room
/// keeps it where the picture is wider, for names shrink towards their circles.
fn levels(map: &DomainMap, names: &[String], width: f64) -> Vec<usize> {
    let mut levels = vec![WIDTHS.len(); names.len()];
    for (level, pixels) in WIDTHS.iter().enumerate() {
        let height = LABEL * width / pixels;
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by_key(|index| levels[*index] == WIDTHS.len());
        let named = |index: &usize| LabelledCircle {
            point: [map.nodes[*index].x, map.nodes[*index].y],
            radius: map.nodes[*index].radius,
            width: height * label_width(&names[*index]),
            height: 1.25 * height,
        };
        let readable = readable(&order.iter().map(named).collect::<Vec<_>>(), usize::MAX);
        for (index, _) in order.iter().zip(readable).filter(|(_, readable)| *readable) {
            levels[*index] = levels[*index].min(level);
        }
    }
    levels
}

/// Every colour by the most cited domain that has it.
fn legend(map: &DomainMap) -> Markup {
    let groups = (0..COLOURS as u32).map(Some).chain([None]);
    let text = |group: Option<u32>| {
        let mut nodes = map.nodes.iter().filter(|node| node.group == group);
        let first = nodes.next()?;
        let others = nodes.count() as u64;
        Some(match group {
            None => format!("{} outside the larger groups", count_noun(others + 1, "domain")),
            Some(_) => format!("{} and {}", label(first), count_noun(others, "more domain")),
        })
    };
    html! {
        ul class="groups small" aria-label="Colours of the map" { "\n"
            @for group in groups {
                @if let Some(text) = text(group) {
                    li {
                        i class={ "g" (group.unwrap_or(COLOURS as u32)) } {}
                        bdi { (escape_html(&text)) }
                    } "\n"
                }
            }
        } "\n"
    }
}

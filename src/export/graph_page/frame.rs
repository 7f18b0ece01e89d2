//! What stands around the picture: head, title, tools, panel, table.

use maud::{Markup, PreEscaped, html};

use super::payload::{Payload, Shown};
use super::static_table;
use crate::export::network::Network;
use crate::input::MARKER;
use crate::report::format::{count, count_noun};
use crate::report::html::THEME;
use crate::report::html::block;
use crate::report::html::escape::escape_html;
use crate::report::html::script::hash;

/// In lower case, by which readers of a page know it.
const DOCTYPE: PreEscaped<&str> = PreEscaped("<!doctype html>");

const STYLE: &str = include_str!("graph.css");

/// The scripts in their order: the data, what is chosen of it, where things stand on the screen, drawing them, names in
/// the picture, moving it, the panel beside it, the table, and what starts them.
const SCRIPTS: [&str; 9] = [
    include_str!("data.js"),
    include_str!("choice.js"),
    include_str!("camera.js"),
    include_str!("draw.js"),
    include_str!("labels.js"),
    include_str!("moves.js"),
    include_str!("panel.js"),
    include_str!("table.js"),
    include_str!("start.js"),
];

/// The keys of the picture.
const KEYS: [(&str, &str); 6] = [
    ("← → ↑ ↓", "move the picture"),
    ("+ −", "zoom in and out"),
    ("0", "show the whole graph, or the part of it that the filters select"),
    ("n p", "select the next smaller or the next larger node"),
    ("Enter", "go to the details of the selected node"),
    ("Esc", "clear the selection"),
];

pub(super) fn page(network: &Network, payload: &Payload) -> Markup {
    html! {
        (DOCTYPE) "\n"
        html lang="en" { "\n"
            (head(network))
            body { "\n"
                (header(network, payload))
                main { "\n"
                    p class="note" data-still {
                        "The picture needs JavaScript, which is off or too old in this browser. The table below works without it."
                    } "\n"
                    (tools(network))
                    (stage(network))
                    (table(network, payload))
                } "\n"
                (foot())
                @for (kind, content) in &payload.blocks { (block::element(kind, content)) }
                @for text in SCRIPTS { script data-citegraph { (PreEscaped(text)) } "\n" }
            } "\n"
        } "\n"
    }
}

fn head(network: &Network) -> Markup {
    let style = format!("\n{THEME}{STYLE}");
    html! {
        head { "\n"
            meta charset="utf-8"; "\n"
            meta name="generator" content={ (MARKER) " " (env!("CARGO_PKG_VERSION")) }; "\n"
            meta http-equiv="Content-Security-Policy" content=(policy(&style)); "\n"
            meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
            meta name="color-scheme" content="light dark"; "\n"
            meta name="referrer" content="no-referrer"; "\n"
            title { (title(network)) " – citation graph" } "\n"
            style { (PreEscaped(&style)) } "\n"
        } "\n"
    }
}

/// What may run in the page: its own style and scripts, known by their hashes.
fn policy(style: &str) -> String {
    let style = hash(style);
    let scripts = SCRIPTS.map(|text| format!("'{}'", hash(text))).join(" ");
    format!(
        "default-src 'none'; style-src '{style}'; script-src {scripts}; base-uri 'none'; \
         form-action 'none'; require-trusted-types-for 'script'"
    )
}

/// What the graph shows, with a capital letter.
fn title(network: &Network) -> Markup {
    let mut letters = network.description.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    html! { (escape_html(&first)) (escape_html(letters.as_str())) }
}

fn header(network: &Network, payload: &Payload) -> Markup {
    let Payload { nodes, edges, citations, undrawn, .. } = payload;
    let kind = if network.is_directed { "with a direction" } else { "without a direction" };
    html! {
        header { "\n"
            p class="eyebrow" { "Citation graph" } "\n"
            h1 { (title(network)) } "\n"
            p class="lead" {
                (count_noun(nodes.all as u64, "node")) " and " (count_noun(edges.all as u64, "edge")) " " (kind)
                "; weight: " (network.weight) ". "
                (left_out(*nodes, "largest nodes")) (left_out(*edges, "heaviest edges"))
                @if citations.left_out() > 0 {
                    "For each edge, this page has the first sentences that contain the links of the edge: "
                    (count(citations.shown as u64)) " of " (count(citations.all as u64)) " sentences; "
                    code { "citegraph explain" } " lists all of them. "
                }
                @if *undrawn > 0 {
                    (count_noun(*undrawn as u64, "node")) " without an edge to another "
                    (if *undrawn == 1 { "is" } else { "are" }) " only in the table."
                }
            } "\n"
        } "\n"
    }
}

fn left_out(shown: Shown, what: &str) -> Markup {
    html! {
        @if shown.left_out() > 0 {
            "This page has the " (count(shown.shown as u64)) " " (what) " and leaves out "
            (count(shown.left_out() as u64)) ". "
        }
    }
}

fn tools(network: &Network) -> Markup {
    let is_dated = network.edge_columns.iter().any(|column| column.name == "first");
    html! {
        search class="tools" data-scripted hidden { "\n"
            label class="find" {
                "Search nodes "
                input type="search" id="q" autocomplete="off" spellcheck="false" placeholder="name, owner, type …";
            } "\n"
            details id="choose" open {
                summary { "Filters" }
                div class="fields" { "\n"
                    div id="filters" class="fields" {} "\n"
                    @if is_dated { div id="times" class="fields" role="group" aria-label="Dates of the citations" {} } "\n"
                }
            } "\n"
            button type="button" id="clear" hidden { "Clear all" } "\n"
            p id="count" role="status" {} "\n"
        } "\n"
    }
}

fn stage(network: &Network) -> Markup {
    html! {
        div class="work" data-scripted hidden { "\n"
            section class="picture" aria-label="Picture" { "\n"
                div id="stage" { "\n"
                    canvas id="canvas" tabindex="0" role="application" aria-describedby="keys-help"
                        aria-label="Picture of the graph; the table below has the same nodes" {} "\n"
                    div class="zoom" {
                        button type="button" data-zoom="in" aria-label="Zoom in" { "+" }
                        button type="button" data-zoom="out" aria-label="Zoom out" { "−" }
                        button type="button" data-zoom="all" { "Whole graph" }
                    } "\n"
                    p id="tip" aria-hidden="true" hidden {} "\n"
                    p id="said" class="unseen" role="status" {} "\n"
                } "\n"
                ul id="legend" aria-label="Colours" {} "\n"
                p class="small" { (size_words(network)) } "\n"
            } "\n"
            aside id="panel" tabindex="-1" aria-label="Details" { "\n"
                div id="details" {} "\n"
                details id="keys" {
                    summary { "Keys" }
                    dl id="keys-help" {
                        @for (keys, what) in KEYS { div { dt { kbd { (keys) } } dd { (what) } } }
                    }
                } "\n"
            } "\n"
        } "\n"
    }
}

/// What circles and lines mean.
fn size_words(network: &Network) -> Markup {
    html! {
        @if network.is_directed {
            "Larger circles receive more weight (" code { "in_strength" } "). An arrow leads from \
             the node that cites to the node that is cited; if two nodes cite each other, the lines \
             between them are bent."
        } @else {
            "Larger circles have more weight (" code { "strength" } ")."
        }
        " Thicker lines have more weight."
    }
}

fn table(network: &Network, payload: &Payload) -> Markup {
    let shown = payload.nodes.shown;
    let first = shown.min(static_table::MAX_ROWS) as u64;
    html! {
        section class="nodes" aria-labelledby="nodes-h" { "\n"
            h2 id="nodes-h" { "Nodes" } "\n"
            @if shown > static_table::MAX_ROWS {
                p data-still { "The " (count(first)) " largest of " (count_noun(shown as u64, "node")) "." } "\n"
            }
            div class="turn" data-scripted hidden { "\n"
                span id="rows-said" role="status" {} "\n"
                button type="button" data-turn="first" { "First" } "\n"
                button type="button" data-turn="back" { "Previous" } "\n"
                button type="button" data-turn="on" { "Next" } "\n"
                button type="button" data-turn="last" { "Last" } "\n"
            } "\n"
            (static_table::table(network, payload))
            details class="columns" {
                summary { "What the columns mean" }
                dl {
                    @for column in &network.node_columns {
                        div { dt { (escape_html(&column.name)) } dd { (column.meaning) } }
                    }
                }
            } "\n"
        } "\n"
    }
}

fn foot() -> Markup {
    html! {
        footer {
            p class="small" {
                "citegraph " (env!("CARGO_PKG_VERSION"))
                ". Secrets in addresses are replaced by REDACTED on this page."
            }
        } "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_script_and_no_style_can_end_its_own_element() {
        for text in SCRIPTS.into_iter().chain([STYLE, THEME]) {
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
    }
}

//! What stands around the two sides: the head with its policy, title, progress, tools, help, data.

use maud::{Markup, PreEscaped, html};

use super::fields::{STATUSES, StatusChoice};
use super::stream::SLOT;
use super::view::{SheetView, SupportLevel};
use crate::findings::Severity;
use crate::input::MARKER;
use crate::link::redact::redact_text;
use crate::report::format::{input, truncate};
use crate::report::html::THEME;
use crate::report::html::escape::{address, escape_html};
use crate::report::html::script::hash;

/// In lower case, by which readers of a sheet know a page.
const DOCTYPE: PreEscaped<&str> = PreEscaped("<!doctype html>");

const STYLE: &str = include_str!("sheet.css");

/// The scripts in their order: what people write, keeping it, showing it, choosing rows, files, keys.
const SCRIPTS: [&str; 6] = [
    include_str!("state.js"),
    include_str!("keep.js"),
    include_str!("show.js"),
    include_str!("choose.js"),
    include_str!("files.js"),
    include_str!("sheet.js"),
];

/// What the page says of itself.
const CAVEAT: &str = "A finding says what deserves attention, never that a source is right or wrong. \
                      Colours show how many links and owners there are; they do not measure truth.";

/// The keys, for the help.
const KEYS: [(&str, &str); 9] = [
    ("j k", "go to the next or the previous row"),
    ("1 2 3 4 5", "set the status to ok, fixed, cut, can't verify or n/a"),
    ("0", "set the status back to open"),
    ("o", "open the source"),
    ("n", "write a note"),
    ("t", "go to the sentence in the article"),
    ("/", "search the rows"),
    ("Esc", "leave the field"),
    ("?", "show this help"),
];

/// The page around its two sides, the foot and the data.
pub(super) fn page(view: &SheetView) -> Markup {
    html! {
        (DOCTYPE) "\n"
        html lang="en" { "\n"
            (head(view))
            body { "\n"
                a class="skip" href="#check" { "Skip to the checks" } "\n"
                (top(view))
                (SLOT)
            } "\n"
        } "\n"
    }
}

fn head(view: &SheetView) -> Markup {
    let title = redact_text(view.title());
    let style = format!("\n{THEME}{STYLE}");
    html! {
        head { "\n"
            meta charset="utf-8"; "\n"
            meta name="generator" content={ (MARKER) " " (env!("CARGO_PKG_VERSION")) }; "\n"
            meta http-equiv="Content-Security-Policy" content=(policy(&style)); "\n"
            meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
            meta name="color-scheme" content="light dark"; "\n"
            meta name="referrer" content="no-referrer"; "\n"
            title { "Fact-check of " (escape_html(&truncate(&title, 300))) } "\n"
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

fn top(view: &SheetView) -> Markup {
    let title = redact_text(view.title());
    html! {
        header class="top" { "\n"
            div class="title" {
                p class="eyebrow" { "Fact-check sheet" } "\n"
                h1 dir="auto" { (escape_html(&truncate(&title, 300))) } "\n"
                (about(view))
            } "\n"
            (progress(view))
            button type="button" class="open-tools" id="open-tools" aria-expanded="false"
                aria-controls="tools" { "Filter, search, export" } "\n"
            (tools())
        } "\n"
        p class="banner still" {
            "Without JavaScript you can read and print this page. Its fields are disabled, because your \
             entries could not be saved."
        } "\n"
        p class="banner" id="alert" role="alert" hidden {} "\n"
    }
}

/// Authors, date and origin, as far as they are known.
fn about(view: &SheetView) -> Markup {
    let article = &view.sheet.article;
    let authors = article.authors.join(", ");
    let document = input(&article.input, article.part.as_deref());
    let known = [authors.as_str(), article.published.as_deref().unwrap_or_default(), &document];
    let known = known.into_iter().filter(|text| !text.is_empty());
    let mut known: Vec<Markup> =
        known.map(|text| html! { bdi { (escape_html(&truncate(text, 200))) } }).collect();
    known.extend(article.origin.as_deref().map(|origin| PreEscaped(address(origin))));
    html! {
        p class="about pale" {
            @for (index, fact) in known.iter().enumerate() { @if index > 0 { " · " } (fact) }
        } "\n"
    }
}

/// How many rows are done, and how many have each status; with the script each count is a filter.
fn progress(view: &SheetView) -> Markup {
    let (done, all) = (view.done(), view.sheet.rows.len());
    html! {
        div class="progress" {
            label for="progress" id="done" { (done) " of " (all) " done" } "\n"
            progress id="progress" max=(all.max(1)) value=(done) {} "\n"
            div class="counts" id="counts" role="group" aria-label="Rows by status" { "\n"
                @for StatusChoice { sign, name, .. } in STATUSES {
                    button type="button" data-status=(name) aria-pressed="false" disabled {
                        i aria-hidden="true" { (sign) } " " (name) " " b { (rows_with(view, name)) }
                    } "\n"
                }
            } "\n"
        } "\n"
    }
}

fn rows_with(view: &SheetView, status: &str) -> usize {
    view.sheet.rows.iter().filter(|row| row.human.status.name() == status).count()
}

fn tools() -> Markup {
    let severities = Severity::ALL.map(Severity::name).into_iter().chain(["none"]);
    let severities: Vec<_> = severities.map(|name| (name, name)).collect();
    let supports = SupportLevel::ALL.map(|support| (support.class(), support.words()));
    html! {
        div class="tools" id="tools" { "\n"
            search { "\n"
                label {
                    "Search "
                    input type="search" id="search" autocomplete="off" placeholder="words, source, note";
                } "\n"
                (select("severity", "Findings", Some("any"), &severities))
                (select("support", "Support", Some("any"), &supports))
                label { input type="checkbox" id="checkable" autocomplete="off"; " Something to check" } "\n"
                (select("sort", "Sort", None, &[("priority", "by priority"), ("place", "by place")]))
            } "\n"
            (files())
        } "\n"
    }
}

fn select(id: &str, label: &str, any: Option<&str>, options: &[(&str, &str)]) -> Markup {
    html! {
        label {
            (label) " "
            select id=(id) autocomplete="off" {
                @if let Some(any) = any { option value="" { (any) } }
                @for (value, words) in options { option value=(value) { (words) } }
            }
        } "\n"
    }
}

fn files() -> Markup {
    html! {
        div class="files" { "\n"
            label { "Your name " input id="checker" autocomplete="off"; } "\n"
            button type="button" id="all-na" { "Set visible open rows to n/a" } "\n"
            button type="button" id="export" { "Export" } "\n"
            button type="button" id="import" { "Import" } "\n"
            input type="file" id="file" accept=".json,application/json" aria-label="Sheet to import" hidden;
            "\n"
            button type="button" id="print" { "Print" } "\n"
            button type="button" id="help" aria-haspopup="dialog" { "Keys " kbd { "?" } } "\n"
        } "\n"
    }
}

pub(super) fn foot() -> Markup {
    html! {
        footer {
            p class="pale" { (CAVEAT) " Secrets in addresses are replaced by REDACTED." }
        } "\n"
        p class="said" id="said" role="status" {} "\n"
        (help())
    }
}

fn help() -> Markup {
    html! {
        dialog id="keys" aria-labelledby="keys-h" { "\n"
            h2 id="keys-h" { "Keys" } "\n"
            dl { "\n"
                @for (keys, what) in KEYS {
                    div { dt { (keyboard(keys)) } dd { (what) } } "\n"
                }
            } "\n"
            p {
                label {
                    input type="checkbox" id="shortcuts" checked autocomplete="off"; " Shortcuts with one key"
                }
            } "\n"
            p {
                "What you write stays in this browser. " b { "Export" } " writes a file that "
                code { "citegraph sheet" } " and this page read. If an entry differs between this browser and \
                a file, both versions are shown and you choose. When you set a status, your name and the \
                day are filled in if those fields are empty."
            } "\n"
            p { (CAVEAT) } "\n"
            button type="button" id="close" { "Close" } "\n"
        } "\n"
    }
}

/// Keys, each in its element, with a blank between.
fn keyboard(keys: &str) -> Markup {
    html! {
        @for (index, key) in keys.split(' ').enumerate() { @if index > 0 { " " } kbd { (key) } }
    }
}

/// The scripts, which stand behind the data that they read.
pub(super) fn scripts() -> Markup {
    html! { @for script in SCRIPTS { script data-citegraph { (PreEscaped(script)) } "\n" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_script_can_end_its_own_element() {
        for text in SCRIPTS.into_iter().chain([STYLE]) {
            assert!(!text.contains("</") && !text.contains("<!--"));
        }
    }
}

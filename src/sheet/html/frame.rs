//! What stands around the two sides: the head with its policy, title, progress, tools, help, data.

use std::io::{self, Write};

use super::data;
use super::fields::{STATUSES, StatusChoice};
use super::view::{SheetView, SupportLevel};
use crate::findings::Severity;
use crate::input::MARKER;
use crate::link::redact::redact_text;
use crate::report::format::{input, truncate};
use crate::report::html::THEME;
use crate::report::html::escape::{address, escape_html};
use crate::report::html::script::hash;
use crate::sheet::SheetRow;

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
const CAVEAT: &str = "A finding says what deserves a look, never that a source is right or wrong. \
                      Colours count links and owners; they do not measure truth.";

/// The keys, for the help.
const KEYS: [(&str, &str); 9] = [
    ("j k", "next and previous row"),
    ("1 2 3 4 5", "ok, fixed, cut, can't verify, n/a"),
    ("0", "open again"),
    ("o", "open the source"),
    ("n", "write a note"),
    ("t", "to the sentence in the article"),
    ("/", "search"),
    ("Esc", "leave a field"),
    ("?", "this help"),
];

pub(super) fn head(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    let title = redact_text(view.title());
    let title = truncate(&title, 300);
    let style = format!("\n{THEME}{STYLE}");
    let scripts = SCRIPTS.map(|text| format!("'{}'", hash(text))).join(" ");
    let hash = hash(&style);
    writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"generator\" content=\"{MARKER} {}\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src '{hash}'; script-src {scripts}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Fact-check of {}</title>\n<style>{style}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#check\">Skip to what is to check</a>",
        env!("CARGO_PKG_VERSION"),
        escape_html(&title),
    )
}

pub(super) fn top(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<header class=\"top\">\n<div class=\"title\"><p class=\"eyebrow\">Fact-check sheet</p>"
    )?;
    let title = redact_text(view.title());
    writeln!(out, "<h1 dir=\"auto\">{}</h1>", escape_html(&truncate(&title, 300)))?;
    about(view, out)?;
    let (done, all) = (view.done(), view.sheet.rows.len());
    writeln!(
        out,
        "</div>\n<div class=\"progress\"><label for=\"progress\" id=\"done\">{done} of {all} done</label>\n\
         <progress id=\"progress\" max=\"{}\" value=\"{done}\"></progress>",
        all.max(1)
    )?;
    counts(view, out)?;
    writeln!(out, "</div>")?;
    tools(out)?;
    writeln!(
        out,
        "</header>\n<p class=\"banner still\">Without JavaScript this page can be read and \
         printed; its fields are closed, since nothing would keep what you write.</p>\n\
         <p class=\"banner\" id=\"alert\" role=\"alert\" hidden></p>"
    )
}

/// Authors, date and origin, as far as they are known.
fn about(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    let article = &view.sheet.article;
    let authors = article.authors.join(", ");
    let document = input(&article.input, article.part.as_deref());
    let known = [authors.as_str(), article.published.as_deref().unwrap_or_default(), &document];
    let known = known.into_iter().filter(|text| !text.is_empty());
    let mut known: Vec<String> =
        known.map(|text| format!("<bdi>{}</bdi>", escape_html(&truncate(text, 200)))).collect();
    known.extend(article.origin.as_deref().map(address));
    writeln!(out, "<p class=\"about pale\">{}</p>", known.join(" · "))
}

/// How many rows have each status; with the script each count is a filter.
fn counts(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    let of = |name: &str| {
        let has = |row: &&SheetRow| row.human.status.name() == name;
        view.sheet.rows.iter().filter(has).count()
    };
    writeln!(
        out,
        "<div class=\"counts\" id=\"counts\" role=\"group\" aria-label=\"Rows by status\">"
    )?;
    for StatusChoice { sign, name, .. } in STATUSES {
        writeln!(
            out,
            "<button type=\"button\" data-status=\"{name}\" aria-pressed=\"false\" disabled>\
             <i aria-hidden=\"true\">{sign}</i> {name} <b>{}</b></button>",
            of(name)
        )?;
    }
    writeln!(out, "</div>")
}

fn tools(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<div class=\"tools\">\n<search>\n<label>Search <input type=\"search\" id=\"search\" \
         autocomplete=\"off\" placeholder=\"words, source, note\"></label>"
    )?;
    let severities = Severity::ALL.map(Severity::name).into_iter().chain(["none"]);
    let severities: Vec<_> = severities.map(|name| (name, name)).collect();
    select("severity", "Findings", Some("any"), &severities, out)?;
    let supports = SupportLevel::ALL.map(|support| (support.class(), support.words()));
    select("support", "Support", Some("any"), &supports, out)?;
    select("sort", "Sort", None, &[("priority", "by priority"), ("place", "by place")], out)?;
    writeln!(
        out,
        "</search>\n<div class=\"files\">\n<label>Your name <input id=\"checker\" autocomplete=\"off\"></label>\n\
         <button type=\"button\" id=\"export\">Export</button>\n\
         <button type=\"button\" id=\"import\">Import</button>\n\
         <input type=\"file\" id=\"file\" accept=\".json,application/json\" aria-label=\"Sheet to import\" hidden>\n\
         <button type=\"button\" id=\"print\">Print</button>\n\
         <button type=\"button\" id=\"help\" aria-haspopup=\"dialog\">Keys <kbd>?</kbd></button>\n</div>\n</div>"
    )
}

fn select(
    id: &str,
    label: &str,
    any: Option<&str>,
    options: &[(&str, &str)],
    out: &mut impl Write,
) -> io::Result<()> {
    write!(out, "<label>{label} <select id=\"{id}\" autocomplete=\"off\">")?;
    if let Some(any) = any {
        write!(out, "<option value=\"\">{any}</option>")?;
    }
    for (value, words) in options {
        write!(out, "<option value=\"{value}\">{words}</option>")?;
    }
    writeln!(out, "</select></label>")
}

pub(super) fn foot(view: &SheetView, out: &mut impl Write) -> io::Result<()> {
    let key = data::storage_key(&view.sheet.article);
    writeln!(
        out,
        "<footer><p class=\"pale\">{CAVEAT} Secrets in addresses are replaced by REDACTED.</p></footer>\n\
         <p class=\"said\" id=\"said\" role=\"status\"></p>"
    )?;
    help(out)?;
    write!(
        out,
        "<script type=\"application/json\" id=\"sheet\" data-citegraph data-key=\"{key}\">"
    )?;
    data::json(view.sheet, out).map_err(io::Error::other)?;
    writeln!(out, "</script>")?;
    for script in SCRIPTS {
        writeln!(out, "<script data-citegraph>{script}</script>")?;
    }
    writeln!(out, "</body>\n</html>")
}

fn help(out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<dialog id=\"keys\" aria-labelledby=\"keys-h\">\n<h2 id=\"keys-h\">Keys</h2>\n<dl>"
    )?;
    for (keys, what) in KEYS {
        let keys: Vec<String> = keys.split(' ').map(|key| format!("<kbd>{key}</kbd>")).collect();
        writeln!(out, "<div><dt>{}</dt><dd>{what}</dd></div>", keys.join(" "))?;
    }
    writeln!(
        out,
        "</dl>\n<p><label><input type=\"checkbox\" id=\"shortcuts\" checked autocomplete=\"off\"> \
         Single keys work</label></p>\n\
         <p>What you write stays in this browser. <b>Export</b> writes a file that \
         <code>citegraph sheet</code> and this page read. Where this browser and a file disagree, \
         both are shown and you choose. A status also enters your name and the day, where those \
         fields are empty.</p>\n<p>{CAVEAT}</p>\n\
         <button type=\"button\" id=\"close\">Close</button>\n</dialog>"
    )
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

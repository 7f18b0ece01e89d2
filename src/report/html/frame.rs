//! What stands around the sections: head, title, navigation, files.

use maud::{Markup, PreEscaped, html};

use super::escape::escape_html;
use super::{ReportPage, STYLE, Section, THEME, script};
use crate::graph::date::range;
use crate::input::MARKER;
use crate::report::format::{dates, subject};

/// In lower case, by which readers of a page know it.
const DOCTYPE: PreEscaped<&str> = PreEscaped("<!doctype html>");

/// The files beside the page, and what they are for.
const FILES: [(&str, &str); 8] = [
    ("report.md", "this report in short, for mail and wikis"),
    ("report.json", "every number, with all of its digits"),
    ("citations.csv", "every citation, one per row, for spreadsheets"),
    ("citations.jsonl", "every article with all of its links, for programs"),
    ("graph.gexf", "who cites which domain, for Gephi"),
    ("graph.graphml", "who cites which domain, for other graph programs"),
    ("nodes.csv", "the graph's nodes as a table"),
    ("edges.csv", "the graph's edges as a table"),
];

/// The page around its sections.
pub(super) fn page(page: &ReportPage<'_>, summary: &Markup, sections: &[Section]) -> Markup {
    html! {
        (DOCTYPE) "\n"
        html lang="en" { "\n"
            (head(page))
            body { "\n"
                header id="top" { "\n"
                    p class="eyebrow" { "Citation report" } "\n"
                    h1 dir="auto" { (escape_html(&subject(page.table.articles()))) } "\n"
                    (about(page))
                } "\n"
                nav aria-label="Sections" {
                    a href="#top" { "Summary" } "\n"
                    @for section in sections { a href={ "#" (section.id) } { (section.title) } "\n" }
                } "\n"
                main { "\n"
                    (summary)
                    @for section in sections {
                        section id=(section.id) { "\n"
                            h2 tabindex="-1" { (section.title) } "\n"
                            (section.content)
                        } "\n"
                    }
                } "\n"
                (foot(page))
                (script::elements())
            } "\n"
        } "\n"
    }
}

fn head(page: &ReportPage<'_>) -> Markup {
    let version = &page.report.tool.version;
    html! {
        head { "\n"
            meta charset="utf-8"; "\n"
            meta name="generator" content={ (MARKER) " " (escape_html(version)) }; "\n"
            meta http-equiv="Content-Security-Policy" content=(script::policy()); "\n"
            meta name="viewport" content="width=device-width, initial-scale=1"; "\n"
            meta name="color-scheme" content="light dark"; "\n"
            meta name="referrer" content="no-referrer"; "\n"
            title { (escape_html(&subject(page.table.articles()))) " – citation report" } "\n"
            style { "\n" (PreEscaped(THEME)) (PreEscaped(STYLE)) } "\n"
        } "\n"
    }
}

/// Where a single article came from, and when the articles are from.
fn about(page: &ReportPage<'_>) -> Markup {
    let articles = page.table.articles();
    let (first, last) = range(articles.iter().filter_map(|one| one.published()));
    let span = dates(first.as_deref(), last.as_deref());
    let input = match articles {
        [only] => Some(only.input().to_owned()),
        _ => None,
    };
    let published = (!span.is_empty()).then(|| format!("published {span}"));
    let parts: Vec<String> = input.into_iter().chain(published).collect();
    html! {
        @if !parts.is_empty() { p class="pale date" { bdi { (escape_html(&parts.join(", "))) } } "\n" }
    }
}

fn foot(page: &ReportPage<'_>) -> Markup {
    let tool = &page.report.tool;
    html! {
        footer id="files" { "\n"
            h2 { "Files in the same folder" } "\n"
            ul { "\n"
                @for (name, purpose) in FILES { li { a href=(name) { (name) } ": " (purpose) } "\n" }
            } "\n"
            p class="small" {
                (escape_html(&tool.name)) " " (escape_html(&tool.version))
                ". Secrets in addresses are replaced by REDACTED on this page."
            } "\n"
        } "\n"
    }
}

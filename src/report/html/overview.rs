//! The first screen: the findings in plain words, and the totals.

use std::io::{self, Write};

use super::cross_links::link_numbers;
use super::{ReportPage, listing};
use crate::report::format::{CAVEAT, count};
use crate::report::{narrative, summary};

/// Sentences in large letters.
const LEAD: usize = 3;

/// A total: its name in JSON, what readers call it, where its rows are, and the number.
type TotalEntry = (&'static str, &'static str, &'static str, Option<u64>);

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"summary\">\n<h2 class=\"unseen\">Summary</h2>")?;
    let html = |sentence: &String| link_numbers(sentence, |section| page.has(section));
    let (lead, facts) = sentences(page);
    writeln!(out, "<p class=\"lead\">{}</p>", lead.iter().map(html).collect::<Vec<_>>().join(" "))?;
    if !facts.is_empty() {
        writeln!(out, "<ul class=\"facts\">")?;
        facts.iter().try_for_each(|one| writeln!(out, "<li>{}</li>", html(one)))?;
        writeln!(out, "</ul>")?;
    }
    let (first, others) = totals(page);
    tiles(&first, out)?;
    writeln!(out, "<details><summary>More totals</summary>")?;
    tiles(&others, out)?;
    writeln!(out, "</details>\n<p class=\"caveat\">{CAVEAT}</p>\n</section>")
}

/// The sentences that a reader needs first, and the others. How many of the links are citations comes
/// last, unless there is nothing else to say.
fn sentences(page: &ReportPage) -> (Vec<String>, Vec<String>) {
    let mut all = summary::sentences(page.report);
    let told = narrative::sentences(&page.report.spread).len();
    if told > 0 {
        all[..=told].rotate_left(1);
    }
    let facts = all.split_off(all.len().min(told.clamp(1, LEAD)));
    (all, facts)
}

/// What everybody asks first, and the rest.
fn totals(page: &ReportPage) -> ([TotalEntry; 6], [TotalEntry; 7]) {
    let totals = &page.report.totals;
    let owners = if page.has("owners") { "#owners" } else { "#domains" };
    let first = [
        ("articles", "articles", "#articles", Some(totals.articles)),
        ("counted", "citations that count", "#citations", Some(totals.counted)),
        ("works", "works", "#diversity", Some(totals.works)),
        ("domains", "domains", "#domains", Some(totals.domains)),
        ("owners", "owners", owners, Some(page.report.spread.owners)),
        ("cited_sentences", "sentences with a citation", "#articles", totals.cited_sentences),
    ];
    let others = [
        ("sites", "sites", "#diversity", Some(totals.sites)),
        ("links", "links", "#left-out", Some(totals.links)),
        ("citations", "citations", "#citations", Some(totals.citations)),
        ("keys", "distinct addresses", "#diversity", Some(totals.keys)),
        ("hosts", "hosts", "#diversity", Some(totals.hosts)),
        ("sentences", "sentences", "#articles", totals.sentences),
        ("skipped", "documents skipped", "#left-out", Some(totals.skipped)),
    ];
    (first, others)
}

fn tiles(totals: &[TotalEntry], out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<dl class=\"totals\">")?;
    for (name, label, section, number) in totals {
        let Some(number) = number else { continue };
        let rows = match *name {
            "citations" => listing::rows(&[("counted", "all")]),
            "counted" => listing::rows(&[]),
            _ => String::new(),
        };
        writeln!(
            out,
            "<div><dt>{label}</dt><dd><a href=\"{section}\"{rows}><data id=\"n-{name}\" value=\"{number}\">{}</data></a></dd></div>",
            count(*number)
        )?;
    }
    writeln!(out, "</dl>")
}

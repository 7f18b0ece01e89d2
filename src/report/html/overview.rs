//! The first screen: the findings in plain words, and a box of totals.

use std::io::{self, Write};

use super::Page;
use super::escape::escape;
use crate::report::words::{count, summary};

pub(super) fn write(page: &Page, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, "<section id=\"summary\">")?;
    let sentences = summary(page.report);
    let mut sentences = sentences.iter();
    if let Some(first) = sentences.next() {
        writeln!(out, "<p class=\"lead\">{}</p>", escape(first))?;
    }
    let rest: Vec<String> = sentences.map(|sentence| escape(sentence).to_string()).collect();
    if !rest.is_empty() {
        writeln!(out, "<p>{}</p>", rest.join(" "))?;
    }
    totals(page, out)?;
    writeln!(out, "</section>")
}

fn totals(page: &Page, out: &mut Vec<u8>) -> io::Result<()> {
    let totals = &page.report.totals;
    let known = [
        ("articles", "articles", "#articles", Some(totals.articles)),
        ("links", "links", "#left-out", Some(totals.links)),
        ("citations", "citations", "#citations", Some(totals.citations)),
        ("counted", "of them counted", "#citations", Some(totals.counted)),
        ("works", "works", "#diversity", Some(totals.works)),
        ("keys", "distinct addresses", "#diversity", Some(totals.keys)),
        ("domains", "domains", "#domains", Some(totals.domains)),
        ("sites", "sites", "#diversity", Some(totals.sites)),
        ("hosts", "hosts", "#diversity", Some(totals.hosts)),
        ("sentences", "sentences", "#articles", totals.sentences),
        ("cited_sentences", "of them cited", "#articles", totals.cited_sentences),
        ("skipped", "skipped", "#left-out", Some(totals.skipped)),
    ];
    writeln!(out, "<dl class=\"totals\">")?;
    for (name, label, section, number) in known {
        let Some(number) = number else { continue };
        writeln!(
            out,
            "<div><dt>{label}</dt><dd><a href=\"{section}\"><data id=\"n-{name}\" value=\"{number}\">{}</data></a></dd></div>",
            count(number)
        )?;
    }
    writeln!(out, "</dl>")
}

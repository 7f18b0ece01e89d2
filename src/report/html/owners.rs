//! The owners that are cited most, with their domains.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::chart::{Bar, write_bars};
use super::escape::escape_html;
use super::{MAX_LISTED_DOMAINS, ReportPage};
use crate::domain::registrable;
use crate::link::redact::{redact_text, redact_url};
use crate::report::DomainRow;
use crate::report::format::{count, count_noun, percent, truncate};

/// Owners drawn as bars.
const BARS: usize = 10;

/// Domains named beside an owner.
const NAMED: usize = 3;

pub(super) fn write(page: &ReportPage, out: &mut Vec<u8>) -> io::Result<()> {
    let owners = &page.owners;
    writeln!(out, "<figure class=\"chart\" id=\"owners\">\n<h3>The most cited owners</h3>")?;
    let unknown = page.report.spread.ownerless;
    if unknown == page.report.totals.counted {
        return writeln!(
            out,
            "<p>No owner of a cited source is known, so each site counts as its own owner.</p>\n</figure>"
        );
    }
    let domains = domains(page);
    let bar = |owner: &crate::stats::FacetCount| Bar {
        name: match domains.get(owner.name.as_str()) {
            Some(rows) => name(&owner.name, rows),
            None => site(page, &owner.name),
        },
        count: owner.count,
    };
    let shown: Vec<Bar> = owners.iter().take(BARS).map(bar).collect();
    write_bars(&shown, page.report.totals.counted, out)?;
    let rest = owners.len() - shown.len();
    if rest > 0 {
        writeln!(
            out,
            "<p class=\"more\">{} not shown.</p>",
            count_noun(rest as u64, "more owner")
        )?;
    }
    writeln!(
        out,
        "<figcaption>Ten sites of one owner count as one source here, and so do all offices of a \
         government. For {} of the citations ({}) the owner is unknown: there each site counts as its own \
         owner, so there may be fewer owners than shown.</figcaption>\n</figure>",
        count(unknown),
        percent(unknown as f64 / page.report.totals.counted.max(1) as f64)
    )
}

/// The rows of the domains of each owner, the most cited first; a domain whose owner is not known is his own.
fn domains<'a>(page: &ReportPage<'a>) -> FxHashMap<&'a str, Vec<(usize, &'a DomainRow)>> {
    let mut domains: FxHashMap<&str, Vec<(usize, &DomainRow)>> = FxHashMap::default();
    for (rank, row) in page.report.domains.iter().enumerate() {
        let owner = row.source.owner_group.as_deref().or(row.source.owner.as_deref());
        domains.entry(owner.unwrap_or(&row.domain)).or_default().push((rank, row));
    }
    domains
}

/// A site that stands for its owner, leading to the rows of its domain.
fn site(page: &ReportPage, site: &str) -> String {
    let host = site.split('/').next().unwrap_or_default();
    let clean = redact_text(site);
    let shown = format!("<bdi>{}</bdi>", escape_html(&truncate(&clean, 80)));
    match page.domain_id(registrable(host)) {
        Some(id) => format!("<a href=\"#{id}\">{shown}</a>"),
        None => shown,
    }
}

/// The owner, and the domains that lead to his rows; as HTML.
fn name(owner: &str, domains: &[(usize, &DomainRow)]) -> String {
    let link = |page_rank: usize, text: &str| {
        let text = redact_url(text);
        let text = escape_html(&truncate(&text, 60)).to_string();
        match page_rank < MAX_LISTED_DOMAINS {
            true => format!("<a href=\"#d-{}\"><bdi>{text}</bdi></a>", page_rank + 1),
            false => format!("<bdi>{text}</bdi>"),
        }
    };
    let clean = redact_text(owner);
    let shown = format!("<bdi>{}</bdi>", escape_html(&truncate(&clean, 80)));
    match domains {
        [(rank, row)] if row.domain == owner => link(*rank, owner),
        several => {
            let named = several.iter().take(NAMED).map(|(rank, row)| link(*rank, &row.domain));
            let more = several.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            format!(
                "{shown} <span class=\"of\">{}{more}</span>",
                named.collect::<Vec<_>>().join(", ")
            )
        }
    }
}

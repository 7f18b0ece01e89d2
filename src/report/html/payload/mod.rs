//! The citations as data for the page's script, in packed blocks.

mod shared;

use std::io;

use rustc_hash::FxHashMap;

use self::shared::PayloadShared;
use super::ReportPage;
use super::block::{pack, sanitize};
use super::link_excerpt::LinkExcerpt;
use super::rows_link::UNSOURCED;
use crate::article::{Link, Place};
use crate::check::verdict::LinkState;
use crate::corpus::table::{CitationRef, CitationTable};
use crate::corpus::{Facet, Selection};
use crate::link::redact::{redact_text, redact_url};
use crate::report::FindingRow;
use crate::report::format::truncate;

/// Rows on the page at most.
pub const MAX_ROWS: usize = 20_000;

/// Rows of one block: unpacking it must not hold up the page.
const BLOCK_ROWS: usize = 1000;

/// Characters of what a finding says.
const MAX_MESSAGE_CHARS: usize = 300;

/// The citation counts.
const COUNTED: u8 = 1;

/// The address may be a link.
const LINKED: u8 = 2;

/// Source, article, place, flags, sentence, where the anchor stands in it, anchor, address, ordinal, verdict.
type PayloadRow =
    (usize, usize, usize, u8, String, Option<[usize; 2]>, String, String, u32, Option<usize>);

/// Rule, article, line, column, message.
type PayloadFinding = (usize, u64, Option<u32>, Option<u32>, String);

/// What the blocks hold, as the script asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockKind {
    Shared,
    Citations,
    Findings,
}

impl BlockKind {
    /// Its name in the page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Citations => "citations",
            Self::Findings => "findings",
        }
    }
}

/// The blocks in their order, the first with what all rows share.
pub(super) struct Payload {
    pub(super) blocks: Vec<(BlockKind, String)>,
    /// Rows of citations in them.
    pub(super) rows: usize,
}

impl Payload {
    /// Packs the citations of a page in the order of the corpus, and its findings; where there are too many
    /// citations, those that count come first.
    pub(super) fn from_page(page: &ReportPage<'_>) -> io::Result<Self> {
        let mut shared = PayloadShared::from_page(page);
        let chosen = chosen(page.table, &page.report.options.selection);
        let rows = chosen.into_iter().filter_map(|(at, citation)| {
            let link = page.article(at)?.link(citation.ordinal())?;
            Some(row(page, page.listed_at(at)?, link, &mut shared))
        });
        let rows: Vec<PayloadRow> = rows.collect();
        shared.rows = rows.len();
        let findings = findings(page, &mut shared);
        shared.add_words();
        let mut blocks = vec![(BlockKind::Shared, pack(&shared)?)];
        for block in rows.chunks(BLOCK_ROWS) {
            blocks.push((BlockKind::Citations, pack(block)?));
        }
        for block in findings.chunks(BLOCK_ROWS) {
            blocks.push((BlockKind::Findings, pack(block)?));
        }
        Ok(Self { blocks, rows: rows.len() })
    }
}

fn findings(page: &ReportPage<'_>, shared: &mut PayloadShared) -> Vec<PayloadFinding> {
    let Some(all) = &page.report.findings else { return Vec::new() };
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    for (number, count) in all.rules.iter().enumerate() {
        numbers.insert(count.rule.name(), number);
        let family = match count.rule.is_unsourced_claim() {
            true => UNSOURCED,
            false => count.family.name(),
        };
        shared.rules.push([count.rule.name(), count.severity.name(), family]);
    }
    let row = |row: &FindingRow| {
        let rule = numbers.get(row.rule.name()).copied().unwrap_or_default();
        let message = sanitize(&truncate(&row.message, MAX_MESSAGE_CHARS));
        let article = page.listed_at(row.article as usize - 1)? as u64;
        Some((rule, article, row.line, row.column, message))
    };
    let rows = all.rows.first().iter().take(MAX_ROWS);
    let rows: Vec<PayloadFinding> = rows.filter_map(row).collect();
    shared.findings = rows.len();
    rows
}

/// The citations that get a row, in the order of the table, each with the number of its article: where there are too
/// many, those that count come first.
pub(super) fn chosen<'a>(
    table: &'a CitationTable,
    selection: &Selection,
) -> Vec<(usize, CitationRef<'a>)> {
    let counts = |one: CitationRef<'_>| selection.selects(one.place(), one.syntax());
    let counted = table.citations().filter(|(_, one)| counts(*one)).take(MAX_ROWS);
    let mut chosen: Vec<(usize, CitationRef<'_>)> = counted.collect();
    let others = table.citations().filter(|(_, one)| !counts(*one));
    chosen.extend(others.take(MAX_ROWS - chosen.len()));
    chosen.sort_by_key(|(article, one)| (*article, one.ordinal()));
    chosen
}

/// The row of a link; `article` is where its article stands among those that are listed.
fn row(
    page: &ReportPage<'_>,
    article: usize,
    link: &Link,
    shared: &mut PayloadShared,
) -> PayloadRow {
    let number = shared.number(source_of(page, link));
    let counted = if page.report.options.selection.counts(link) { COUNTED } else { 0 };
    let place = Place::ALL.iter().position(|place| *place == link.place).unwrap_or_default();
    let verdict = page.known.links.map(|_| {
        let state = page.verdict(link);
        LinkState::ALL.iter().position(|one| *one == state).unwrap_or_default()
    });
    let LinkExcerpt { sentence, mark, anchor, url, is_linked } = LinkExcerpt::from_link(link);
    let linked = if is_linked { LINKED } else { 0 };
    (number, article, place, counted | linked, sentence, mark, anchor, url, link.ordinal, verdict)
}

/// Each column as it is counted, so that a filter finds as many rows as a number says.
fn source_of(page: &ReportPage<'_>, link: &Link) -> [String; 5] {
    let columns = [Facet::Domain, Facet::Owner, Facet::Group, Facet::Type, Facet::Country];
    columns.map(|facet| {
        let value = facet.value(link, page.known.sources);
        match facet {
            Facet::Domain => sanitize(&redact_url(value)),
            _ => sanitize(&redact_text(value)),
        }
    })
}

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
use crate::corpus::Facet;
use crate::link::redact::{redact_text, redact_url};
use crate::report::finding_summary::FindingRow;
use crate::report::format::truncate;

/// Rows on the page at most.
pub(super) const MAX_ROWS: usize = 20_000;

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
        let chosen = chosen(page);
        let mut shared = PayloadShared::from_page(page);
        shared.rows = chosen.len();
        let rows: Vec<PayloadRow> = chosen.iter().map(|one| row(page, *one, &mut shared)).collect();
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
        (rule, row.article - 1, row.line, row.column, message)
    };
    let rows: Vec<PayloadFinding> = all.rows.iter().take(MAX_ROWS).map(row).collect();
    shared.findings = rows.len();
    rows
}

/// A citation that gets a row.
#[derive(Clone, Copy)]
struct PayloadCitation<'a> {
    /// The index of its article in the corpus.
    article: usize,
    link: &'a Link,
    is_counted: bool,
}

fn chosen<'a>(page: &ReportPage<'a>) -> Vec<PayloadCitation<'a>> {
    let selection = &page.report.options.selection;
    let articles = page.corpus.articles.iter().enumerate();
    let all = articles.flat_map(|(at, article)| {
        article.citations.iter().map(move |link| PayloadCitation {
            article: at,
            link,
            is_counted: selection.counts(link),
        })
    });
    let mut all: Vec<PayloadCitation> = all.collect();
    if all.len() > MAX_ROWS {
        all.sort_by_key(|one| !one.is_counted);
        all.truncate(MAX_ROWS);
        all.sort_by_key(|one| (one.article, one.link.ordinal));
    }
    all
}

fn row(page: &ReportPage<'_>, citation: PayloadCitation, shared: &mut PayloadShared) -> PayloadRow {
    let PayloadCitation { article, link, is_counted } = citation;
    let number = shared.number(source_of(page, link));
    let counted = if is_counted { COUNTED } else { 0 };
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

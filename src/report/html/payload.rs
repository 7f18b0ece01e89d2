//! The citations as data for the page's script: JSON, packed by gzip, in blocks of base64.
//!
//! A block cannot end the element that it stands in, for base64 has no `<`, and no browser reads it
//! as anything but data. The same rows give the same bytes: gzip's header holds no time.

use std::io::{self, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::ReportPage;
use super::escape::href;
use crate::article::{Article, Link, Place};
use crate::check::verdict::LinkState;
use crate::corpus::{Facet, key, source};
use crate::graph::origin_domain;
use crate::link::redact::{redact_text, redact_url};
use crate::report::control::sanitize_char;
use crate::report::format::{title, truncate};

/// Rows on the page at most.
pub(super) const MAX_ROWS: usize = 20_000;

/// Rows of one block: unpacking it must not hold up the page.
const BLOCK_ROWS: usize = 1000;

/// Characters of a sentence in a row.
const MAX_EXCERPT_CHARS: usize = 240;

/// Characters before the anchor, of a sentence that is longer.
const BEFORE: usize = 80;

/// Characters of a title, an anchor, and an address that is no link.
const MAX_SHORT_CHARS: usize = 120;

/// The citation counts.
const COUNTED: u8 = 1;

/// The address may be a link.
const LINKED: u8 = 2;

/// The citation stands on the page, under its article.
const LISTED: u8 = 4;

/// What rows share, by number.
#[derive(Debug, Default, Serialize)]
struct PayloadShared {
    /// Domain, owner, group, type of publisher, country; `null` where unknown.
    sources: Vec<[Option<String>; 5]>,
    /// Title, input, date, domain of the origin.
    articles: Vec<(String, String, Option<String>, Option<String>)>,
    places: Vec<&'static str>,
    /// Empty without a ledger.
    verdicts: Vec<&'static str>,
    rows: usize,
    /// The number of every source.
    #[serde(skip)]
    numbers: FxHashMap<[Option<String>; 5], usize>,
}

impl PayloadShared {
    /// The number of a source, which is added where it is new.
    fn number(&mut self, source: [Option<String>; 5]) -> usize {
        *self.numbers.entry(source).or_insert_with_key(|source| {
            self.sources.push(source.clone());
            self.sources.len() - 1
        })
    }
}

/// Source, article, place, flags, sentence, anchor, address, ordinal, verdict.
type PayloadRow = (usize, usize, usize, u8, String, String, String, u32, Option<usize>);

/// The blocks in their order, the first with what all rows share.
pub(super) struct Payload {
    pub(super) blocks: Vec<String>,
    /// Rows in them.
    pub(super) rows: usize,
}

impl Payload {
    /// Packs the citations of a page in the order of the corpus; where they are too many, those that
    /// count come first.
    pub(super) fn from_page(page: &ReportPage) -> io::Result<Self> {
        let chosen = chosen(page);
        let mut shared = PayloadShared { rows: chosen.len(), ..PayloadShared::default() };
        shared.articles = page.corpus.articles.iter().map(head).collect();
        shared.places = Place::ALL.iter().map(|place| place.name()).collect();
        if page.known.links.is_some() {
            shared.verdicts = LinkState::ALL.iter().map(|state| state.name()).collect();
        }
        let rows: Vec<PayloadRow> = chosen.iter().map(|one| row(page, *one, &mut shared)).collect();
        let mut blocks = vec![pack(&shared)?];
        for block in rows.chunks(BLOCK_ROWS) {
            blocks.push(pack(block)?);
        }
        Ok(Self { blocks, rows: rows.len() })
    }
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

fn head(article: &Article) -> (String, String, Option<String>, Option<String>) {
    let date = article.published.as_deref().map(sanitize);
    let origin = origin_domain(article).map(|origin| sanitize(&origin));
    (short(&title(article)), short(&article.input), date, origin)
}

fn row(page: &ReportPage, citation: PayloadCitation, shared: &mut PayloadShared) -> PayloadRow {
    let PayloadCitation { article, link, is_counted } = citation;
    let number = shared.number(source_of(page, link));
    let url = link.opened().unwrap_or_else(|| key(link));
    let (url, linked) = match href(url) {
        Some(href) => (sanitize(&href), LINKED),
        None => (short(&redact_url(url)), 0),
    };
    let listed = if page.sections[article].is_some() { LISTED } else { 0 };
    let counted = if is_counted { COUNTED } else { 0 };
    let place = Place::ALL.iter().position(|place| *place == link.place).unwrap_or_default();
    let verdict = page.known.links.map(|links| {
        let state = links.row(link).map_or(LinkState::Unknown, |row| row.verdict);
        LinkState::ALL.iter().position(|one| *one == state).unwrap_or_default()
    });
    let anchor = short(&redact_text(&link.anchor));
    let sentence = excerpt(&link.sentence_text().unwrap_or_default(), link.anchor_at);
    let flags = counted | linked | listed;
    (number, article, place, flags, sentence, anchor, url, link.ordinal, verdict)
}

fn source_of(page: &ReportPage, link: &Link) -> [Option<String>; 5] {
    let source = source(link, page.known.sources);
    let kind = source.kind.map(|kind| kind.name());
    let domain = redact_url(Facet::Domain.link_value(link));
    [Some(&*domain), source.owner, source.group, kind, source.country]
        .map(|text| text.map(sanitize))
}

/// The sentence, or what stands around the anchor in it.
fn excerpt(sentence: &str, anchor_at: Option<[u32; 2]>) -> String {
    let clean = redact_text(sentence);
    let length = clean.chars().count();
    // Where a secret was taken out, positions no longer hold, and the sentence is cut at its end.
    let anchor = anchor_at.filter(|_| clean == sentence).map_or(0, |[start, _]| start as usize);
    let from = match length > MAX_EXCERPT_CHARS {
        true => anchor.saturating_sub(BEFORE).min(length - MAX_EXCERPT_CHARS),
        false => 0,
    };
    let cut: String = clean.chars().skip(from).take(MAX_EXCERPT_CHARS).collect();
    let [before, after] =
        [from > 0, from + MAX_EXCERPT_CHARS < length].map(|cut| if cut { "…" } else { "" });
    format!("{before}{}{after}", sanitize(&cut))
}

fn short(text: &str) -> String {
    sanitize(&truncate(text, MAX_SHORT_CHARS))
}

/// Text without what would steer a screen.
fn sanitize(text: &str) -> String {
    text.chars().filter_map(sanitize_char).collect()
}

fn pack(value: &(impl Serialize + ?Sized)) -> io::Result<String> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&serde_json::to_vec(value).map_err(io::Error::other)?)?;
    Ok(STANDARD.encode(packed.finish()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_cut_around_its_anchor() {
        let excerpt = |sentence: &str, at: u32| excerpt(sentence, Some([at, at + 4]));
        assert_eq!(excerpt("a\u{202e}b\n", 0), "a\u{fffd}b ");
        let long = format!("{}here{}", "a ".repeat(300), " b".repeat(300));
        let cut = excerpt(&long, 600);
        assert!(cut.starts_with("…") && cut.ends_with("…") && cut.contains("a here b"), "{cut}");
        assert_eq!(cut.chars().count(), MAX_EXCERPT_CHARS + 2);
        assert!(excerpt(&long, 0).starts_with("a a"));
        assert!(excerpt(&long, 1204).ends_with(" b"));
    }

    #[test]
    fn the_same_rows_are_the_same_bytes_without_a_time() {
        let packed = STANDARD.decode(pack(&["a"]).unwrap()).unwrap();
        assert_eq!(packed[..8], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0], "no name, no time");
    }
}

//! What holds for any bytes: the bodies of the fuzz targets, whose package includes this folder.

mod documents;
mod network;
mod parquet_tables;
mod tables;

use std::collections::BTreeMap;

use citegraph::article::{Article, Format, Link, Place, Reason, Syntax};
use citegraph::corpus::Corpus;
use citegraph::export;
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::input::{self, Document};
use citegraph::link::{self, ResolvedHref, explain, resolve_href};
use citegraph::report::{self, Report};

use super::dom::{self, Bag};

/// A fuzz target: its name, and what holds for any bytes.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// The fuzz targets: name and check. Each has a binary and a folder of seeds of its name in `fuzz/`.
pub(crate) const TARGETS: [Target; 25] = [
    ("baseline", tables::baseline),
    ("cdx", network::cdx),
    ("cite", cite),
    ("cookies", network::cookies),
    ("decode", documents::decode),
    ("dns", network::dns),
    ("doctor", tables::doctor),
    ("docx", documents::docx),
    ("edges", tables::edges),
    ("extract_html", extract_html),
    ("extract_markdown", extract_markdown),
    ("fix", documents::fix),
    ("front_matter", documents::front_matter),
    ("jsonl", jsonl),
    ("ledger", network::ledger),
    ("notebook", documents::notebook),
    ("page_facts", network::page_facts),
    ("parquet", parquet_tables::parquet),
    ("registry", network::registry),
    ("retractions", tables::retractions),
    ("retry_after", network::retry_after),
    ("sheet", tables::sheet),
    ("sources", tables::sources),
    ("warc", documents::warc),
    ("workbook", tables::workbook),
];

/// Runs the check of a target.
pub(crate) fn run(target: &str, bytes: &[u8]) {
    let check = TARGETS.iter().find(|(name, _)| *name == target).map(|(_, check)| check);
    check.unwrap_or_else(|| panic!("no target is called {target}"))(bytes);
}

/// A line that begins with this starts the next section of an input; the rest of the line is its name.
const SECTION: &str = "@@@ ";

/// The sections of an input, by name. What stands before the first one is left out.
fn sections(bytes: &[u8]) -> Vec<(String, &[u8])> {
    let mut found: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let end = start + line.len();
        match (line.strip_prefix(SECTION.as_bytes()), found.last_mut()) {
            (Some(name), _) => {
                found.push((String::from_utf8_lossy(name).trim().to_owned(), end..end));
            }
            (None, Some((_, section))) => section.end = end,
            (None, None) => {}
        }
        start = end;
    }
    found.into_iter().map(|(name, section)| (name, &bytes[section])).collect()
}

/// An archive as it is, or one of the sections of the input: a compressed member would hide what is
/// changed in it behind its checksum.
fn archive(bytes: &[u8]) -> Vec<u8> {
    if !bytes.starts_with(SECTION.as_bytes()) {
        return bytes.to_vec();
    }
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, section) in sections(bytes) {
        // A second member of one name is refused.
        if writer.start_file(name, stored).is_ok() {
            std::io::Write::write_all(&mut writer, section).expect("memory takes everything");
        }
    }
    writer.finish().expect("an archive").into_inner()
}

fn read(format: Format, text: &str) -> Article {
    let options = ExtractOptions { text: true, ..ExtractOptions::default() };
    Extractor::default().extract(&Document::new("x", format, text), &options)
}

fn links(article: &Article) -> impl Iterator<Item = &Link> {
    article.citations.iter().chain(&article.rejects)
}

/// Any page has the links of its DOM, but for what is known and told in [`excused`]; and every span is
/// what was written.
pub(crate) fn extract_html(bytes: &[u8]) {
    let text = input::decode(bytes.to_vec()).text;
    // Front matter is no HTML.
    if text.trim_start_matches(['\n', '\r']).starts_with(['-', '+', ';', '{']) {
        return;
    }
    let article = read(Format::Html, &text);
    spans_are_written(&article, &text);
    let page = dom::parse(&text);
    let (mut ours, mut theirs) = (BTreeMap::new(), BTreeMap::new());
    for link in links(&article) {
        let in_tag = link.syntax == Syntax::Html && link.place != Place::Embed;
        if in_tag && !is_cite(&text, link) {
            *ours.entry(dom::decode(&link.written)).or_insert(0_usize) += 1;
        }
    }
    let bag: Bag = dom::links(&page);
    for ((href, _), count) in bag {
        *theirs.entry(href).or_insert(0) += count;
    }
    if ours != theirs && !excused(&text, &ours, &theirs) {
        panic!("{text:?}\nours   {ours:?}\ntheirs {theirs:?}");
    }
}

/// Whether a page may differ from its DOM: links that the DOM has more often (clones of a link that
/// was not closed, by the adoption agency and when formatting is reconstructed), and elements in which
/// browsers drop tags (`select`, `frameset`), move them (`template`, `table`), or read by attributes
/// (`annotation-xml`).
fn excused(text: &str, ours: &BTreeMap<String, usize>, theirs: &BTreeMap<String, usize>) -> bool {
    let lower = text.to_ascii_lowercase();
    let moved = ["<select", "<frameset", "<template", "<annotation-xml"];
    if moved.iter().any(|tag| lower.contains(tag)) {
        return true;
    }
    let fewer = ours.iter().all(|(href, count)| theirs.get(href).is_some_and(|more| more >= count));
    fewer && ours.len() == theirs.len()
}

/// Whether a link is the `cite` attribute of an element, with a value or without.
fn is_cite(text: &str, link: &Link) -> bool {
    let blank = [' ', '\t', '\n', '\r', '\x0c'];
    let before = link.span.map_or("", |[start, _]| &text[..start as usize]);
    let before = before.strip_suffix(['"', '\'']).unwrap_or(before).trim_end_matches(blank);
    let name = before.strip_suffix('=').unwrap_or(before).trim_end_matches(blank);
    name.len() >= 4 && name.as_bytes()[name.len() - 4..].eq_ignore_ascii_case(b"cite")
}

/// Any text is a post.
pub(crate) fn extract_markdown(bytes: &[u8]) {
    let text = input::decode(bytes.to_vec()).text;
    for format in [Format::Markdown, Format::Text] {
        let article = read(format, &text);
        spans_are_written(&article, &text);
        let mut ordinals: Vec<u32> = links(&article).map(|link| link.ordinal).collect();
        ordinals.sort_unstable();
        assert!(ordinals.iter().copied().eq(0..ordinals.len() as u32), "{text:?}");
    }
}

/// Every span, cut out of the text, is what was written; a link without one has its warning; a link
/// stands where its sentence says.
fn spans_are_written(article: &Article, text: &str) {
    let mut missing = 0;
    for link in links(article) {
        match link.span {
            Some([start, end]) => {
                let cut = text.get(start as usize..end as usize);
                assert_eq!(cut, Some(link.written.as_str()), "{text:?}");
            }
            None => missing += 1,
        }
        if let (Some(sentence), Some([start, end])) = (link.sentence_text(), link.anchor_at) {
            assert!(start <= end && end as usize <= sentence.chars().count(), "{text:?}: {link:?}");
        }
        assert_eq!(
            link.reason.is_none(),
            link.key().is_some() && !is_own(link),
            "{text:?}: {link:?}"
        );
    }
    let warned = article.warnings.iter().filter(|warning| warning.code == "span-unknown").count();
    assert_eq!(missing, warned, "{text:?}");
    for sentence in article.sentences.iter().flatten() {
        if let Some([start, end]) = sentence.span {
            assert!(text.get(start as usize..end as usize).is_some(), "{text:?}: {sentence:?}");
        }
    }
}

fn is_own(link: &Link) -> bool {
    matches!(link.reason, Some(Reason::Itself | Reason::Internal | Reason::Asset | Reason::Broken))
}

/// Any href resolves to something, and reading what is opened changes nothing more.
pub(crate) fn cite(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let base = url::Url::parse("https://origin.example/a/b").expect("a URL");
    for base in [None, Some(&base)] {
        let ResolvedHref::Web(url) = resolve_href(&text, base) else { continue };
        let cited = link::cite(&url);
        assert!(!cited.key.is_empty() && !cited.host.is_empty() && !cited.domain.is_empty());
        // `b.example.` is `b.example`; a host may also be a lone dot.
        let host = cited.host.trim_end_matches('.');
        let host = if host.is_empty() { &cited.host } else { host };
        assert!(host.ends_with(&cited.domain), "{text:?}: {cited:?}");
        assert!(cited.changes.iter().all(|change| explain(change).is_some()), "{cited:?}");
        let opened = url::Url::parse(&cited.opened).expect("what is opened is a URL");
        let again = link::cite(&opened);
        assert_eq!((&again.opened, &again.key), (&cited.opened, &cited.key), "{text:?}");
    }
}

/// Any lines are articles or mistakes; articles come out as they went in, and make a report.
pub(crate) fn jsonl(bytes: &[u8]) {
    let mut corpus = Corpus::default();
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(article) = serde_json::from_slice::<Article>(line) else { continue };
        let mut written = Vec::new();
        export::jsonl::write([&article], &mut written).expect("memory takes everything");
        let again: Article = serde_json::from_slice(&written).expect("what was written is read");
        assert_eq!(again, article);
        let _ = export::jsonl::redacted(&article);
        corpus.ingest(article);
    }
    let corpus = corpus.finish();
    let report = Report::new(&corpus.table(), &report::ReportOptions::default());
    let mut out = Vec::new();
    report::html::write(&corpus, &report, &mut out).expect("memory takes everything");
    report::markdown::write(&corpus.table(), &report, &mut out).expect("memory takes everything");
}

//! Documents: archives, notebooks, front matter, encodings, and what is fixed in them.

use std::sync::Arc;

use citegraph::article::{Article, Format};
use citegraph::extract::{self, Extractor};
use citegraph::findings;
use citegraph::fix::{self, RuleChoice};
use citegraph::input::{self, Document, InputSource, Loaded};

use super::{archive, links, read, spans_are_written};

/// The largest document that is read here, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// Reads a file of this name; whatever is left out has its reason.
fn load(name: &str, bytes: &[u8], format: Format) -> Vec<Document> {
    let source = InputSource::Blob { name: name.into(), bytes: Arc::from(bytes) };
    let options = input::InputOptions {
        max_size: MAX_BYTES,
        format: Some(format),
        ..input::InputOptions::default()
    };
    let loaded = source.load(&options);
    assert!(!loaded.is_empty(), "a source is read or skipped");
    let document = |loaded| match loaded {
        Loaded::Document(document) => Some(*document),
        Loaded::Skipped(skipped) => {
            assert!(!skipped.detail.is_empty(), "{skipped:?}");
            None
        }
        Loaded::Articles(_) => panic!("a {format:?} is not read as a list of articles"),
    };
    loaded.into_iter().filter_map(document).collect()
}

/// Reads a document twice: the same bytes give the same article, whose links are numbered in order.
fn extract(document: &Document) -> Article {
    let options = extract::ExtractOptions { text: true, ..extract::ExtractOptions::default() };
    let article = Extractor::default().extract(document, &options);
    assert_eq!(Extractor::default().extract(document, &options), article);
    let mut ordinals: Vec<u32> = links(&article).map(|link| link.ordinal).collect();
    ordinals.sort_unstable();
    assert!(ordinals.iter().copied().eq(0..ordinals.len() as u32), "{ordinals:?}");
    article
}

/// Any archive is a document or is skipped; nothing in it claims to have bytes in the file.
pub(super) fn docx(bytes: &[u8]) {
    for document in load("x.docx", &archive(bytes), Format::Docx) {
        let article = extract(&document);
        assert!(links(&article).all(|link| link.span.is_none()), "a compressed member has no span");
    }
}

/// Any bytes between two records cost neither of them; each record that is read has a name, an address and spans in
/// the page.
pub(super) fn warc(bytes: &[u8]) {
    let Some((form, bytes)) = bytes.split_first() else { return };
    let [before, after] = ["before", "after"].map(record);
    let archive = match form {
        b'p' => [bytes, &after].concat(),
        b'w' => gzip(&[&before, bytes].concat()),
        b'g' => [gzip(&before), gzip(bytes), gzip(&after)].concat(),
        _ => [&gzip(&before), bytes, &gzip(&after)].concat(),
    };
    let name = if *form == b'p' { "x.warc" } else { "x.warc.gz" };
    let source = InputSource::Blob { name: name.into(), bytes: Arc::from(archive) };
    let options = input::InputOptions { max_size: MAX_BYTES, ..input::InputOptions::default() };
    let mut urls = Vec::new();
    for loaded in source.pieces(&options) {
        let document = match loaded {
            Loaded::Document(document) => document,
            Loaded::Skipped(skipped) => {
                assert!(!skipped.detail.is_empty(), "{skipped:?}");
                continue;
            }
            Loaded::Articles(_) => panic!("no article was extracted before"),
        };
        let article = extract(&document);
        let capture = document.capture.as_ref().expect("a page of an archive was captured");
        assert!(document.part.is_some() && !capture.url.is_empty());
        assert_eq!(article.captures, std::slice::from_ref(capture));
        let size = document.decoded.bytes().map_or(0, |bytes| bytes.len() as u64);
        assert!(
            links(&article)
                .filter_map(|link| link.span)
                .all(|[start, end]| start <= end && end <= size)
        );
        urls.push(capture.url.clone());
    }
    // A plain record can say that it is as long as all that follows.
    let first = urls.first().is_some_and(|url| url == "http://before.test/");
    let last = urls.last().is_some_and(|url| url == "http://after.test/");
    assert!(*form == b'p' || first, "{urls:?}");
    assert!(matches!(form, b'p' | b'w') || last, "{urls:?}");
}

/// A record with a page.
fn record(name: &str) -> Vec<u8> {
    let content =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>A <a href=http://x.test/>page</a>";
    let length = content.len();
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://{name}.test/\r\nContent-Length: {length}\r\n\r\n\
         {content}\r\n\r\n"
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

/// Any JSON is a notebook or is skipped; the span of a link, read as part of a JSON string, is what
/// was written.
pub(super) fn notebook(bytes: &[u8]) {
    for document in load("x.ipynb", bytes, Format::Notebook) {
        let article = extract(&document);
        let Some(text) = document.decoded.file_text() else { continue };
        for link in links(&article) {
            let Some([start, end]) = link.span else { continue };
            let cut = text.get(start as usize..end as usize).expect("a span of the file");
            let string: Result<String, _> = serde_json::from_str(&format!("\"{cut}\""));
            assert_eq!(string.ok().as_deref(), Some(link.written.as_str()), "{cut:?}");
        }
    }
}

/// Whatever stands between two fences, the post is read and its spans hold. The first byte chooses the
/// fence.
pub(super) fn front_matter(bytes: &[u8]) {
    let Some((first, fields)) = bytes.split_first() else { return };
    let fields = String::from_utf8_lossy(fields);
    let text = match first {
        b'y' => format!("---\n{fields}\n---\n\n[x](https://b.example/x)\n"),
        b't' => format!("+++\n{fields}\n+++\n\n[x](https://b.example/x)\n"),
        b'j' => format!("{{{fields}}}\n\n[x](https://b.example/x)\n"),
        b';' => format!(";;;\n{fields}\n;;;\n\n[x](https://b.example/x)\n"),
        _ => return,
    };
    let article = read(Format::Markdown, &text);
    spans_are_written(&article, &text);
    assert_eq!(read(Format::Markdown, &text), article);
}

/// Any bytes are a text in some encoding, and every position in it leads to a byte of the file.
pub(super) fn decode(bytes: &[u8]) {
    let decoded = input::decode(bytes.to_vec());
    let ends = decoded.text.char_indices().map(|(offset, _)| offset as u32);
    let offsets: Vec<u32> = ends.chain([decoded.text.len() as u32]).collect();
    let on_disk = decoded.on_disk(&offsets);
    assert_eq!(on_disk.len(), offsets.len());
    assert!(on_disk.is_sorted(), "{:?} {on_disk:?}", decoded.encoding);
    assert!(on_disk.iter().all(|offset| *offset <= bytes.len() as u64), "{on_disk:?}");
    if !decoded.lossy {
        assert_eq!(decoded.bytes().as_deref(), Some(bytes), "{:?}", decoded.encoding);
    }
}

/// Any document is fixed once: the edits fit, the number of links stays, and the fixed document has
/// nothing more to fix. The first byte chooses the format.
pub(super) fn fix(bytes: &[u8]) {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let format = match first {
        b'm' => Format::Markdown,
        b'h' => Format::Html,
        b't' => Format::Text,
        _ => return,
    };
    let choice = RuleChoice { repair: true, ..RuleChoice::default() };
    let rules = choice.rules(&findings::LintOptions::default()).expect("rules that can be fixed");
    let options = fix::FixOptions { rules, ..fix::FixOptions::default() };
    let document = |bytes: Vec<u8>| Document {
        input: "x".into(),
        part: None,
        format,
        decoded: input::decode(bytes),
        capture: None,
    };
    let mut extractor = Extractor::default();
    let before = document(bytes.to_vec());
    let plan = fix::plan(&mut extractor, &before, &options, None);
    let fixed = plan.fixed().expect("a plan fits its file");
    let after = document(fixed.clone());
    let count = |document: &Document| links(&extract(document)).count();
    assert_eq!(count(&before), count(&after), "{:?}", String::from_utf8_lossy(&fixed));
    let again = fix::plan(&mut extractor, &after, &options, None);
    assert!(again.edits.is_empty(), "{:?}\n{:?}", String::from_utf8_lossy(&fixed), again.edits);
}

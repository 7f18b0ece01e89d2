//! Web archives: which records are read, and what the others cost.

mod captures;
mod malformed;
pub(crate) mod writer;

use std::sync::Arc;

use citegraph::article::{Article, Skipped, join_captures};
use citegraph::corpus::Corpus;
use citegraph::extract::batch::{self, DocumentOutcome};
use citegraph::extract::{ExtractOptions, Extractor};
use citegraph::input::{InputOptions, InputSource, Loaded, MediaType, RecordIndex};
use zip::CompressionMethod;

use self::writer::{good, gzip, http, lines, members, page, record, response, wacz};

/// The largest document of these tests.
const MAX_BYTES: u64 = 200_000;

/// What an archive held.
#[derive(Debug, Default)]
pub(crate) struct Held {
    pub(crate) articles: Vec<Article>,
    pub(crate) skipped: Vec<Skipped>,
}

impl Held {
    /// The addresses of the pages, in order.
    fn urls(&self) -> Vec<&str> {
        self.articles.iter().map(|article| article.captures[0].url.as_str()).collect()
    }

    /// The hosts that are cited, without their top-level domain.
    fn cited(&self) -> Vec<&str> {
        let citations = self.articles.iter().flat_map(|article| &article.citations);
        citations.filter_map(|link| link.host()?.strip_suffix(".example")).collect()
    }

    fn reasons(&self) -> Vec<&str> {
        self.skipped.iter().map(|row| row.reason.name()).collect()
    }
}

fn small() -> InputOptions {
    InputOptions { max_size: MAX_BYTES, ..InputOptions::default() }
}

/// Reads a file of this name.
pub(crate) fn read(name: &str, bytes: &[u8], options: &InputOptions) -> Held {
    read_chosen(name, bytes, None, options)
}

/// Reads those records of a file of this name that an index names.
fn read_chosen(name: &str, bytes: &[u8], index: Option<&str>, options: &InputOptions) -> Held {
    let root = tempfile::tempdir().expect("a folder");
    let path = root.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    let source = match index {
        None => InputSource::File { path, named: true },
        Some(lines) => {
            let mut index = RecordIndex::default();
            index.add(lines.as_bytes()).expect("an index");
            InputSource::Records { path, named: true, index: Arc::new(index) }
        }
    };
    let extract = ExtractOptions { text: true, ..ExtractOptions::default() };
    let mut held = Held::default();
    let outcome = batch::each(
        &[source],
        options,
        &extract,
        |outcome| outcome,
        |outcome| {
            match outcome {
                DocumentOutcome::Article(article) => held.articles.push(*article),
                DocumentOutcome::Skipped(row) => held.skipped.push(row),
                DocumentOutcome::Known(_) => panic!("no article was extracted before"),
            }
            Ok::<(), ()>(())
        },
    );
    assert_eq!(outcome, Ok(()));
    held
}

#[test]
fn a_record_is_a_saved_page_with_its_address_and_day() {
    let archive = members(&[
        record("info", &["WARC-Type: warcinfo"], b"software: x\r\n"),
        record("request", &["WARC-Type: request"], b"GET / HTTP/1.1\r\n\r\n"),
        record("one", &["WARC-Payload-Digest: sha1:ABC"], &response("one")),
        record("two", &["WARC-Type: resource", "Content-Type: text/html"], page("two").as_bytes()),
    ]);
    let held = read("a.warc.gz", &archive, &small());
    assert_eq!(held.urls(), ["http://one.test/", "http://two.test/"]);
    assert_eq!(held.cited(), ["one", "two"]);
    assert_eq!(held.reasons(), [""; 0]);
    let one = &held.articles[0];
    assert_eq!(one.origin.as_deref(), Some("http://one.test/"));
    assert_eq!(one.part.as_deref(), Some("urn:test:one"));
    assert_eq!(one.published, None);
    let capture = &one.captures[0];
    assert_eq!(capture.date.as_deref(), Some("2024-05-06T07:08:09Z"));
    assert_eq!(capture.payload_digest.as_deref(), Some("sha1:ABC"));
    assert!(capture.digest.starts_with("sha256:") && capture.digest.len() == 71);
}

#[test]
fn a_page_that_states_its_address_and_day_is_believed() {
    let html = page("one").replace(
        "<title>",
        "<link rel=canonical href=\"https://news.test/one\">\
         <meta property=\"article:published_time\" content=\"2020-02-03\"><title>",
    );
    let content = http(&["Content-Type: text/html"], html.as_bytes());
    let held = read("a.warc", &record("one", &[], &content), &small());
    assert_eq!(held.articles[0].origin.as_deref(), Some("https://news.test/one"));
    assert_eq!(held.articles[0].published.as_deref(), Some("2020-02-03"));
    assert_eq!(held.urls(), ["http://one.test/"]);
}

#[test]
fn positions_are_those_of_the_page_that_the_server_sent() {
    let body =
        b"<meta charset=latin1>\n<p>caf\xe9 <a href=\"https://one.example/\">one</a>".to_vec();
    let fields = ["Content-Type: text/html", "Content-Encoding: gzip"];
    let held = read("a.warc", &record("one", &[], &http(&fields, &gzip(&body))), &small());
    let link = &held.articles[0].citations[0];
    let [start, end] = link.span.expect("a span");
    assert_eq!(&body[start as usize..end as usize], b"https://one.example/");
    assert_eq!((link.line, link.column), (2, 18));
}

#[test]
fn the_charset_of_the_server_is_used() {
    let (body, _, _) =
        encoding_rs::GBK.encode("<p>引用一个来源 <a href=\"https://one.example/\">这里</a>");
    let content = http(&["Content-Type: text/html; charset=\"gbk\""], &body);
    let held = read("a.warc", &record("one", &[], &content), &small());
    assert_eq!(held.articles[0].citations[0].anchor, "这里");
}

#[test]
fn every_storage_of_the_same_records_reads_alike() {
    let records: Vec<Vec<u8>> =
        (0..70).map(|number| good(&format!("page{number}"))).chain([good("last")]).collect();
    let plain = records.concat();
    let separate = members(&records);
    let files: [(&str, Vec<u8>); 6] = [
        ("a.warc", plain.clone()),
        ("a.warc.gz", separate.clone()),
        ("a.warc.gz", gzip(&plain)),
        ("a.wacz", wacz(&[("archive/a.warc.gz", &separate)], CompressionMethod::Stored)),
        ("a.wacz", wacz(&[("archive/a.warc", &plain)], CompressionMethod::Deflated)),
        // Members of any length that know nothing of records.
        ("a.warc.gz", plain.chunks(1001).flat_map(gzip).collect()),
    ];
    let reads = |name: &str, bytes: &[u8]| {
        let mut held = read(name, bytes, &small());
        assert_eq!(held.reasons(), [""; 0], "{name}");
        for article in &mut held.articles {
            article.input.clear();
            article.captures.iter_mut().for_each(|capture| capture.input.clear());
        }
        held.articles
    };
    let expected = reads(files[0].0, &files[0].1);
    assert_eq!(expected.len(), 71);
    for (number, (name, bytes)) in files.iter().enumerate() {
        assert!(reads(name, bytes) == expected, "file {number}");
    }
}

#[test]
fn the_files_of_a_wacz_are_read_in_their_order() {
    let archive = wacz(
        &[
            ("datapackage.json", b"{}"),
            ("archive/b.warc", &record("one", &["WARC-Record-ID:"], &response("one"))),
            ("archive/a.warc.gz", &gzip(&good("two"))),
            ("pages/pages.jsonl", b"{}"),
        ],
        CompressionMethod::Stored,
    );
    let held = read("a.wacz", &archive, &small());
    assert_eq!(held.cited(), ["one", "two"]);
    let parts: Vec<&str> = held.articles.iter().filter_map(|one| one.part.as_deref()).collect();
    assert_eq!(parts, ["archive/b.warc offset 0", "urn:test:two"]);
}

#[test]
fn an_archive_that_is_none_is_skipped_as_a_whole() {
    for (name, bytes, reason) in [
        ("a.wacz", &b"PK\x03\x04 and no list"[..], "bad-archive"),
        ("a.wacz", &wacz(&[("a.txt", b"x")], CompressionMethod::Stored), "bad-archive"),
        ("a.warc", b"Not an archive, but a text.", "no-articles"),
        ("a.warc.gz", &gzip(b"Not an archive, but a text."), "no-articles"),
    ] {
        let held = read(name, bytes, &small());
        assert_eq!(held.reasons().last(), Some(&reason), "{name}");
        assert_eq!(held.skipped.last().and_then(|row| row.part.as_ref()), None);
        assert!(held.articles.is_empty());
    }
    for empty in ["a.warc", "a.warc.gz"] {
        assert_eq!(read(empty, b"", &small()).reasons(), [""; 0]);
    }
}

#[test]
fn types_are_chosen() {
    let of_type = |name: &str, kind: &str| {
        record(name, &[], &http(&[&format!("Content-Type: {kind}")], page(name).as_bytes()))
    };
    let archive = [
        of_type("one", "text/html"),
        of_type("two", "Application/XHTML+xml;charset=utf-8"),
        record(
            "three",
            &[],
            &http(&["Content-Type: text/plain"], b"See https://three.example/ here."),
        ),
        of_type("four", "image/png"),
        of_type("five", "image/png"),
        record("six", &[], b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nx"),
    ]
    .concat();
    let held = read("a.warc", &archive, &small());
    assert_eq!(held.cited(), ["one", "two"]);
    assert_eq!(held.skipped.len(), 1);
    assert_eq!(held.skipped[0].detail, "2 with image/png, 1 with status 404, 1 with text/plain");
    let text = InputOptions { mime: [MediaType::Plain].into_iter().collect(), ..small() };
    assert_eq!(read("a.warc", &archive, &text).cited(), ["three"]);
}

#[test]
fn captures_of_the_same_text_are_one_article() {
    let capture = |id: &str, date: &str, cited: &str| {
        let id = format!("WARC-Record-ID: <urn:test:{id}>");
        record("page", &[&id, &format!("WARC-Date: {date}")], &response(cited))
    };
    let archive = [
        capture("1", "2024-03-01T00:00:00Z", "one"),
        capture("2", "2024-01-01T00:00:00Z", "one"),
        capture("3", "2024-02-01T00:00:00Z", "two"),
        capture("4", "2024-04-01T00:00:00Z", "one"),
    ]
    .concat();
    let held = read("a.warc", &archive, &small());
    assert_eq!(held.articles.len(), 4);
    let whole: Corpus = held.articles.iter().cloned().collect();
    let days = |article: &Article| -> Vec<String> {
        article.captures.iter().filter_map(|capture| capture.date.clone()).collect()
    };
    assert_eq!(whole.articles.len(), 2);
    let dates = ["2024-01-01T00:00:00Z", "2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z"];
    assert_eq!(days(&whole.articles[0]), dates);
    assert_eq!(whole.articles[0].part.as_deref(), Some("urn:test:1"));
    // In whatever parts, and however often, they come together.
    for split in 0..=4 {
        let (left, right) = held.articles.split_at(split);
        let left: Corpus = left.iter().cloned().collect();
        let right: Corpus = right.iter().cloned().collect();
        assert!(right.clone().merge(left.clone()) == whole, "{split}");
        assert!(left.merge(right).merge(whole.clone()) == whole, "{split}");
    }
    let mut twice = whole.articles.clone();
    join_captures(&mut twice);
    assert!(twice == whole.articles);
}

#[test]
fn a_large_record_is_passed_over() {
    let large = vec![b'x'; 400_000];
    let video = record("video", &[], &http(&["Content-Type: video/mp4"], &large));
    let page = record("page", &[], &http(&["Content-Type: text/html"], &large));
    let archive = [good("one"), video, good("two"), page, good("three")];
    for (name, bytes) in [
        ("a.warc", archive.concat()),
        ("a.warc.gz", members(&archive)),
        ("a.warc.gz", gzip(&archive.concat())),
        ("a.wacz", wacz(&[("archive/a.warc", &archive.concat())], CompressionMethod::Stored)),
    ] {
        let held = read(name, &bytes, &small());
        assert_eq!(held.cited(), ["one", "two", "three"], "{name}");
        assert_eq!(held.reasons(), ["too-large", "other-records"], "{name}");
    }
}

#[test]
fn rows_about_records_are_limited() {
    let bad = lines(&["WARC-Type: response".into(), "Content-Length: 0".into()], b"", "\r\n\r\n");
    let archive = [good("one"), bad.repeat(12_000), good("two")].concat();
    let held = read("a.warc", &archive, &small());
    assert_eq!(held.cited(), ["one", "two"]);
    assert_eq!(held.skipped.len(), 10_001);
    assert_eq!(held.skipped[10_000].detail, "2000 more records");
}

#[test]
fn an_index_chooses_the_records() {
    let records: Vec<Vec<u8>> = ["one", "two", "three", "four"]
        .iter()
        .map(|name| record(name, &["WARC-Record-ID:"], &response(name)))
        .collect();
    let packed: Vec<Vec<u8>> = records.iter().map(|record| gzip(record)).collect();
    let offsets = |records: &[Vec<u8>], wanted: &[usize]| -> Vec<usize> {
        wanted.iter().map(|&at| records[..at].iter().map(Vec::len).sum()).collect()
    };
    let index = |file: &str, offsets: &[usize]| -> String {
        offsets
            .iter()
            .map(|at| format!("test,a)/ 2024 {{\"filename\":\"x/{file}\",\"offset\":{at}}}\n"))
            .collect()
    };
    let wacz = wacz(
        &[("archive/a.warc.gz", &packed.concat()), ("archive/b.warc", &records.concat())],
        CompressionMethod::Stored,
    );
    for (name, bytes, file, records) in [
        ("a.warc", &records.concat(), "a.warc", &records),
        ("a.warc.gz", &packed.concat(), "a.warc.gz", &packed),
        ("a.wacz", &wacz, "a.warc.gz", &packed),
        ("a.wacz", &wacz, "b.warc", &records),
    ] {
        let wanted = offsets(records, &[3, 1]);
        let held = read_chosen(name, bytes, Some(&index(file, &wanted)), &small());
        assert_eq!(held.cited(), ["two", "four"], "{name}");
        assert_eq!(held.reasons(), [""; 0], "{name}");
        let part = held.articles[0].part.as_deref().unwrap_or_default();
        assert!(part.ends_with(&format!("offset {}", wanted[1])), "{part}");
        // An offset where no record begins costs nothing else.
        let wrong = [wanted[0], wanted[1] + 1, 90_000];
        let held = read_chosen(name, bytes, Some(&index(file, &wrong)), &small());
        assert_eq!(held.cited(), ["four"], "{name}");
        assert_eq!(held.reasons(), ["bad-record", "bad-record"], "{name}: {:?}", held.skipped);
        let none = read_chosen(name, bytes, Some(&index("other.warc", &[0])), &small());
        assert!(none.articles.is_empty() && none.skipped.is_empty());
    }
}

#[test]
fn an_archive_is_read_in_pieces() {
    let root = tempfile::tempdir().expect("a folder");
    let path = root.path().join("a.warc.gz");
    let records: Vec<Vec<u8>> = (0..300).map(|number| good(&format!("page{number}"))).collect();
    std::fs::write(&path, members(&records)).expect("a file");
    let source = InputSource::File { path, named: true };
    let mut extractor = Extractor::default();
    let options = ExtractOptions::default();
    let pages = source.pieces(&small()).map(|loaded| match loaded {
        Loaded::Document(document) => extractor.extract(&document, &options).citations.len(),
        other => panic!("{other:?}"),
    });
    assert_eq!(pages.sum::<usize>(), 300);
}

//! Archives with one wrong record. It costs this record and nothing else: the records before and after it are
//! read, however the archive is stored.

use self::Cost::{Nothing, Page, Skip};
use super::writer::{fields, good, gzip, http, lines, members, page, record, response, wacz};
use super::{Held, read, small};
use zip::CompressionMethod;

/// What becomes of the wrong record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cost {
    /// It is read all the same.
    Page,
    /// It is skipped for this reason.
    Skip(&'static str),
    /// It leaves no trace.
    Nothing,
}

/// The record with one page, whose length is said to be `length`.
fn of_length(length: &str) -> Vec<u8> {
    record("bad", &[&format!("Content-Length: {length}")], &response("bad"))
}

fn with_body(fields: &[&str], body: &[u8]) -> Vec<u8> {
    let fields: Vec<&str> = ["Content-Type: text/html"].iter().chain(fields).copied().collect();
    record("bad", &[], &http(&fields, body))
}

fn chunked(chunks: &str) -> Vec<u8> {
    with_body(&["Transfer-Encoding: chunked"], chunks.as_bytes())
}

/// The page in one chunk, with `end` behind it.
fn in_chunk(text: &str, end: &str) -> String {
    format!("{:x}\r\n{text}\r\n{end}", text.len())
}

/// The header of the record, and the same content.
fn with_header(change: impl Fn(String) -> String) -> Vec<u8> {
    let content = response("bad");
    let header = format!(
        "WARC/1.0\r\n{}\r\nContent-Length: {}\r\n\r\n",
        fields("bad").join("\r\n"),
        content.len()
    );
    [change(header).as_bytes(), &content, b"\r\n\r\n"].concat()
}

fn changed(changes: &[&str]) -> Vec<u8> {
    record("bad", changes, &response("bad"))
}

fn gzipped(body: &[u8]) -> Vec<u8> {
    with_body(&["Content-Encoding: gzip"], body)
}

type Row = (&'static str, Vec<u8>, Cost);

/// Wrong records of every kind, and what each costs.
fn table() -> Vec<Row> {
    [
        lengths(),
        header_lines(),
        headers(),
        header_fields(),
        messages(),
        message_heads(),
        chunks(),
        codings(),
        pages(),
    ]
    .concat()
}

/// Lengths that are not those of the content.
fn lengths() -> Vec<Row> {
    let damaged = Skip("bad-record");
    let length = response("bad").len();
    vec![
        ("length too short", of_length(&(length - 10).to_string()), damaged),
        ("length one too short", of_length(&(length - 1).to_string()), damaged),
        ("length too long", of_length(&(length + 10).to_string()), damaged),
        ("length over the next record", of_length(&(length + 300).to_string()), damaged),
        ("length beyond the end", of_length(&(length + 90_000).to_string()), damaged),
        ("length beyond every limit", of_length("9000000000000000000"), damaged),
        ("length of more than 64 bits", of_length("99999999999999999999999"), damaged),
        ("negative length", of_length("-5"), damaged),
        ("length with a plus", of_length("+5"), damaged),
        ("length in hexadecimal", of_length("0x10"), damaged),
        ("length that is a word", of_length("many"), damaged),
        ("length with a unit", of_length(&format!("{length} bytes")), damaged),
        ("no length", changed(&["Content-Length:"]), damaged),
        ("length of zero", record("bad", &[], b""), damaged),
        ("length of zero before a content", of_length("0"), damaged),
        (
            "the same length twice",
            with_header(|header| {
                header.replace("\r\n\r\n", &format!("\r\nContent-Length: {length}\r\n\r\n"))
            }),
            Page,
        ),
        (
            "two lengths",
            with_header(|header| header.replace("\r\n\r\n", "\r\nContent-Length: 7\r\n\r\n")),
            damaged,
        ),
    ]
}

/// Lines and blank lines that are not as they should be.
fn header_lines() -> Vec<Row> {
    let damaged = Skip("bad-record");
    let length = response("bad").len();
    vec![
        (
            "no blank line below the header",
            with_header(|header| header.replace("\r\n\r\n", "\r\n")),
            damaged,
        ),
        (
            "no blank lines behind the content",
            lines(
                &[fields("bad"), vec![format!("Content-Length: {length}")]].concat(),
                &response("bad"),
                "",
            ),
            Page,
        ),
        (
            "one line end behind the content",
            lines(
                &[fields("bad"), vec![format!("Content-Length: {length}")]].concat(),
                &response("bad"),
                "\r\n",
            ),
            Page,
        ),
        (
            "many blank lines behind the content",
            lines(
                &[fields("bad"), vec![format!("Content-Length: {length}")]].concat(),
                &response("bad"),
                &"\r\n".repeat(50),
            ),
            Page,
        ),
        ("lines that end with LF", with_header(|header| header.replace("\r\n", "\n")), Page),
        (
            "folded lines",
            with_header(|header| header.replace("WARC-Target-URI: ", "WARC-Target-URI:\r\n\t ")),
            Page,
        ),
        (
            "a line without a colon",
            with_header(|header| header.replace("WARC-Date", "no field\r\nWARC-Date")),
            Page,
        ),
        ("names in lower case", with_header(|header| header.replace("WARC-T", "warc-t")), Page),
        (
            "bytes that are not UTF-8",
            {
                let header = with_header(|header| header.replace("WARC-Date", "X: ~\r\nWARC-Date"));
                header.iter().map(|byte| if *byte == b'~' { 0xff } else { *byte }).collect()
            },
            Page,
        ),
    ]
}

/// Headers that are too long, or none.
fn headers() -> Vec<Row> {
    let damaged = Skip("bad-record");
    vec![
        (
            "a header of 100 KB",
            with_header(|header| {
                header.replace("WARC-Date", &format!("X: {}\r\nWARC-Date", "y".repeat(100_000)))
            }),
            damaged,
        ),
        (
            "a header of 20,000 lines",
            with_header(|header| {
                header.replace("WARC-Date", &format!("{}WARC-Date", "X: y\r\n".repeat(20_000)))
            }),
            damaged,
        ),
        ("a header without an end", b"WARC/1.0\r\nWARC-Type: response\r\n".to_vec(), damaged),
        ("a version and nothing else", b"WARC/1.0\r\n\r\n".to_vec(), damaged),
        ("no version", with_header(|header| header.replace("WARC/1.0\r\n", "")), damaged),
        (
            "a misspelt version",
            with_header(|header| header.replace("WARC/1.0", "WARK/1.0")),
            damaged,
        ),
        (
            "a version in lower case",
            with_header(|header| header.replace("WARC/1.0", "warc/1.0")),
            damaged,
        ),
        ("lines that end with CR", with_header(|header| header.replace("\r\n", "\r")), damaged),
        (
            "a record of an ARC file",
            format!("http://bad.test/ 127.0.0.1 20240506070809 text/html 9\n{}\n", page("bad"))
                .into_bytes(),
            damaged,
        ),
        ("an old version", with_header(|header| header.replace("WARC/1.0", "WARC/0.18")), Page),
        ("a later version", with_header(|header| header.replace("WARC/1.0", "WARC/1.1")), Page),
        (
            "a byte order mark",
            [b"\xef\xbb\xbf".to_vec(), good("bad")].concat(),
            Skip("bad-record, unless first"),
        ),
        (
            "words between records",
            [good("bad"), b"words\r\n".to_vec()].concat(),
            Skip("bad-record beside the page"),
        ),
        ("zeros between records", [good("bad"), vec![0; 5000]].concat(), Page),
    ]
}

/// Fields that are missing, odd or mean something else.
fn header_fields() -> Vec<Row> {
    let damaged = Skip("bad-record");
    let other = Skip("other-records");
    vec![
        ("no type", changed(&["WARC-Type:"]), damaged),
        ("an unknown type", changed(&["WARC-Type: surprise"]), other),
        ("no address", changed(&["WARC-Target-URI:"]), damaged),
        ("an address in brackets", changed(&["WARC-Target-URI: <http://bad.test/>"]), Page),
        (
            "an address of 10 KB",
            changed(&[&format!("WARC-Target-URI: http://bad.test/{}", "x".repeat(10_000))]),
            damaged,
        ),
        (
            "an address in brackets with blanks",
            changed(&["WARC-Target-URI: < http://bad.test/ >"]),
            Page,
        ),
        ("an address that is none", changed(&["WARC-Target-URI: nowhere"]), Page),
        ("no date", changed(&["WARC-Date:"]), Page),
        ("a date that is none", changed(&["WARC-Date: yesterday"]), Page),
        ("a date with fractions", changed(&["WARC-Date: 2024-05-06T07:08:09.123456789Z"]), Page),
        ("a date as in the names of files", changed(&["WARC-Date: 20240506070809"]), Page),
        ("no identifier", changed(&["WARC-Record-ID:"]), Page),
        ("the identifier of another record", changed(&["WARC-Record-ID: <urn:test:before>"]), Page),
        ("truncated by the crawler", changed(&["WARC-Truncated: length"]), damaged),
        ("a segment", changed(&["WARC-Segment-Number: 1"]), damaged),
        (
            "a later segment",
            changed(&["WARC-Type: continuation", "WARC-Segment-Number: 2"]),
            damaged,
        ),
        (
            "a revisit",
            record("bad", &["WARC-Type: revisit"], b"HTTP/1.1 200 OK\r\n\r\n"),
            Skip("revisit"),
        ),
        (
            "a revisit of itself",
            record("bad", &["WARC-Type: revisit", "WARC-Refers-To: <urn:test:bad>"], b""),
            Skip("revisit"),
        ),
        (
            "a domain lookup",
            record("bad", &["WARC-Target-URI: dns:bad.test", "Content-Type: text/dns"], b"x"),
            other,
        ),
        (
            "a file of FTP",
            record("bad", &["WARC-Target-URI: ftp://bad.test/", "Content-Type: image/png"], b"x"),
            other,
        ),
    ]
}

/// Messages of HTTP.
fn messages() -> Vec<Row> {
    let damaged = Skip("bad-record");
    let other = Skip("other-records");
    let html = page("bad");
    vec![
        ("HTTP/0.9", record("bad", &[], html.as_bytes()), damaged),
        ("a status line without a status", record("bad", &[], b"HTTP/1.1 OK\r\n\r\nx"), damaged),
        ("a status of five digits", record("bad", &[], b"HTTP/1.1 20000 OK\r\n\r\nx"), damaged),
        ("a redirect", record("bad", &[], b"HTTP/1.1 301 Moved\r\nLocation: /\r\n\r\n"), other),
        (
            "a part of a page",
            record("bad", &[], b"HTTP/1.1 206 Part\r\nContent-Type: text/html\r\n\r\nx"),
            other,
        ),
        (
            "a message of LF",
            {
                let content =
                    String::from_utf8(response("bad")).expect("text").replace("\r\n", "\n");
                record("bad", &[], content.as_bytes())
            },
            Page,
        ),
        (
            "a message without an end",
            record("bad", &[], &[b"HTTP/1.1 200 OK\r\nX: ".to_vec(), vec![b'y'; 90_000]].concat()),
            damaged,
        ),
        ("no type of the message", record("bad", &[], &http(&[], html.as_bytes())), Page),
        ("types in two fields", with_body(&["Content-Type: image/png"], html.as_bytes()), Page),
    ]
}

/// What stands before the body of a message.
fn message_heads() -> Vec<Row> {
    let damaged = Skip("bad-record");
    let response = response("bad");
    let text = String::from_utf8(response.clone()).expect("text");
    let after = |head: &str| record("bad", &[], &[head.as_bytes(), &response].concat());
    vec![
        ("an interim response", after("HTTP/1.1 100 Continue\r\n\r\n"), Page),
        (
            "interim responses with fields",
            after(&"HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n".repeat(3)),
            Page,
        ),
        (
            "an interim response alone",
            record("bad", &[], b"HTTP/1.1 100 Continue\r\n\r\n"),
            Skip("other-records"),
        ),
        ("a blank line before the status line", after("\r\n"), damaged),
        (
            "a protocol that is not HTTP",
            record("bad", &[], text.replace("HTTP/1.1", "ICY").as_bytes()),
            damaged,
        ),
        (
            "a later version of HTTP",
            record("bad", &[], text.replace("HTTP/1.1 200 OK", "HTTP/2 200").as_bytes()),
            Page,
        ),
        (
            "no blank line before the body",
            record("bad", &[], text.replace("\r\n\r\n", "\r\n").as_bytes()),
            damaged,
        ),
        (
            "no blank line before a body with blank lines",
            record(
                "bad",
                &[],
                text.replace("\r\n\r\n", "\r\n").replace("<p>", "\n\n<p>").as_bytes(),
            ),
            damaged,
        ),
        (
            "a length of HTTP that is too long",
            with_body(&["Content-Length: 99999"], page("bad").as_bytes()),
            Page,
        ),
    ]
}

/// Bodies in chunks.
fn chunks() -> Vec<Row> {
    let damaged = Skip("bad-record");
    let html = page("bad");
    vec![
        ("chunks", chunked(&in_chunk(&html, "0\r\n\r\n")), Page),
        (
            "chunks with extensions and a trailer",
            chunked(&in_chunk(&html, "0;last=yes\r\nX: y\r\n\r\n").replacen(
                "\r\n",
                " ; a=\"b\"\r\n",
                1,
            )),
            Page,
        ),
        (
            "chunks in chunks",
            with_body(
                &["Transfer-Encoding: chunked, chunked"],
                in_chunk(&in_chunk(&html, "0\r\n\r\n"), "0\r\n\r\n").as_bytes(),
            ),
            Page,
        ),
        ("no chunks where there should be", chunked(&html), Page),
        (
            "a bad length of the second chunk",
            chunked(&in_chunk(&html, "zz\r\nabc\r\n0\r\n\r\n")),
            damaged,
        ),
        ("a chunk that is cut off", chunked(&in_chunk(&html, "ff\r\nabc")), damaged),
        ("no last chunk", chunked(&in_chunk(&html, "")), damaged),
        ("a chunk of 64 bits", chunked("ffffffffffffffff\r\nabc"), damaged),
        ("a chunk of more than 64 bits", chunked(&format!("fffffffffffffffff\r\n{html}")), Page),
        ("a chunk longer than the record", chunked(&format!("fffff\r\n{html}")), damaged),
    ]
}

/// Bodies with content codings.
fn codings() -> Vec<Row> {
    let damaged = Skip("bad-record");
    let html = page("bad");
    vec![
        ("gzip", gzipped(&gzip(html.as_bytes())), Page),
        ("gzip that is none", gzipped(html.as_bytes()), Page),
        ("gzip in gzip", gzipped(&gzip(&gzip(html.as_bytes()))), Page),
        ("gzip that is not stated", with_body(&[], &gzip(html.as_bytes())), Page),
        ("gzip that is cut off", gzipped(&gzip(html.as_bytes())[..60]), damaged),
        (
            "gzip with something behind it",
            gzipped(&[gzip(html.as_bytes()), b"more".to_vec()].concat()),
            Page,
        ),
        (
            "gzip in two members",
            gzipped(&[gzip(&html.as_bytes()[..50]), gzip(&html.as_bytes()[50..])].concat()),
            Page,
        ),
        ("a bomb", gzipped(&gzip(&vec![b' '; 3_000_000])), Skip("too-large")),
        ("a bomb in a bomb", gzipped(&gzip(&gzip(&vec![b' '; 3_000_000]))), Skip("too-large")),
        (
            "a coding that nobody knows",
            with_body(&["Content-Encoding: zstd"], b"\x28\xb5\x2f\xfd\x00\x01"),
            damaged,
        ),
        (
            "many codings",
            with_body(&["Content-Encoding: gzip, gzip, gzip, gzip, gzip"], b"x"),
            damaged,
        ),
        ("brotli that is none", with_body(&["Content-Encoding: br"], html.as_bytes()), Page),
    ]
}

/// Pages: what one holds is no record.
fn pages() -> Vec<Row> {
    let html = page("bad");
    let nested = good("nested");
    vec![
        (
            "a page with a byte order mark",
            with_body(&[], &[b"\xef\xbb\xbf", html.as_bytes()].concat()),
            Page,
        ),
        (
            "a page about archives",
            with_body(&[], format!("{html}\n\nWARC/1.0\nWARC-Type: response\n\n").as_bytes()),
            Page,
        ),
        (
            "a page with a whole record in it",
            with_body(&[], &[html.as_bytes(), b"<!--\r\n\r\n", &nested, b"-->"].concat()),
            Page,
        ),
        ("an empty page", with_body(&[], b""), Skip("nothing is cited")),
        (
            "a feed",
            with_body(&[], b"<?xml version='1.0'?><rss><channel></channel></rss>"),
            Skip("feed"),
        ),
        ("nothing at all", Vec::new(), Nothing),
    ]
}

/// What an archive held beside its good records.
fn judge(held: &Held, name: &str, cost: Cost, good: &[&str]) {
    let mut cited = held.cited();
    let is_read = cited.contains(&"bad");
    cited.retain(|host| *host != "bad");
    assert_eq!(cited, good, "{name}: {:?}", held.skipped);
    let reasons = held.reasons();
    match cost {
        Page => assert!(is_read && reasons.is_empty(), "{name}: {:?}", held.skipped),
        Nothing => assert!(!is_read && reasons.is_empty(), "{name}: {:?}", held.skipped),
        Skip("bad-record beside the page") => {
            assert!(is_read && reasons.iter().all(|reason| *reason == "bad-record"), "{name}");
        }
        Skip("bad-record, unless first") => {
            assert!(is_read || reasons == ["bad-record"], "{name}: {:?}", held.skipped);
        }
        Skip("nothing is cited") => assert_eq!(reasons, [""; 0], "{name}"),
        Skip(expected) => {
            assert!(!is_read, "{name}");
            let is_known = |reason: &&str| expected.split(' ').any(|word| word == *reason);
            let is_one = reasons.len() == 1 && reasons.iter().all(is_known);
            assert!(is_one, "{name}: {:?}", held.skipped);
        }
    }
    for row in &held.skipped {
        assert!(!row.detail.is_empty() && row.detail.len() < 400, "{row:?}");
    }
}

#[test]
fn a_wrong_record_costs_itself_and_nothing_else() {
    let table = table();
    assert!(table.len() >= 95, "{} kinds", table.len());
    for (name, bad, cost) in table {
        let records = [good("before"), bad, good("after"), good("last")];
        let plain = records.concat();
        let forms: [(&str, &str, Vec<u8>); 4] = [
            ("plain", "a.warc", plain.clone()),
            ("a member each", "a.warc.gz", members(&records)),
            ("one member", "a.warc.gz", gzip(&plain)),
            ("wacz", "a.wacz", wacz(&[("archive/a.warc", &plain)], CompressionMethod::Stored)),
        ];
        for (form, file, bytes) in forms {
            let held = read(file, &bytes, &small());
            judge(&held, &format!("{name}, {form}"), cost, &["before", "after", "last"]);
        }
    }
}

#[test]
fn a_wrong_record_at_an_end_costs_nothing_else_either() {
    for (name, bad, cost) in table() {
        let cost = if cost == Page && name == "words between records" { Nothing } else { cost };
        let first = [bad.clone(), good("after"), good("last")];
        let last = [good("one"), good("before"), bad];
        for (records, expected) in [(&first, ["after", "last"]), (&last, ["one", "before"])] {
            for (file, bytes) in [("a.warc", records.concat()), ("a.warc.gz", members(records))] {
                let held = read(file, &bytes, &small());
                judge(&held, &format!("{name}, {file}, {}", expected[0]), cost, &expected);
            }
        }
    }
}

/// Archives whose gzip members are wrong, and what is read of them.
#[test]
fn wrong_members_cost_what_they_hold() {
    let [one, two, three] = ["one", "two", "three"].map(|name| gzip(&good(name)));
    let cut = |bytes: &[u8], count: usize| bytes[..count].to_vec();
    let mut flipped = two.clone();
    flipped[40] ^= 0x55;
    let mut wrong_sum = two.clone();
    let end = wrong_sum.len();
    wrong_sum[end - 6] ^= 1;
    let mut wrong_length = two.clone();
    wrong_length[end - 2] ^= 1;
    let mut no_mark = two.clone();
    no_mark[0] = b'x';
    let mut no_method = two.clone();
    no_method[2] = 7;
    let named = {
        let plain = good("two");
        let mut encoder = flate2::GzBuilder::new()
            .filename("two.warc")
            .comment("a comment")
            .extra(b"sl\x08\0\0\0\0\0\0\0\0\0".to_vec())
            .write(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut encoder, &plain).expect("memory takes everything");
        encoder.finish().expect("memory takes everything")
    };
    // Blocks that hold nothing, half a million of them.
    let blocks = {
        let mut member = b"\x1f\x8b\x08\0\0\0\0\0\0\xff".to_vec();
        member.extend(b"\0\0\0\xff\xff".repeat(500_000));
        member.extend(b"\x01\0\0\xff\xff\0\0\0\0\0\0\0\0");
        member
    };
    let halves = {
        let plain = good("two");
        let (head, rest) = plain.split_at(100);
        [gzip(head), gzip(rest)].concat()
    };
    let cases: [(&str, Vec<u8>, bool, usize); 17] = [
        ("a whole member", two.clone(), true, 0),
        ("a flipped bit", flipped, false, 1),
        ("a wrong checksum", wrong_sum, false, 1),
        ("a wrong length", wrong_length, false, 1),
        ("no mark", no_mark, false, 1),
        ("an unknown method", no_method, false, 1),
        ("cut off in its head", cut(&two, 7), false, 1),
        ("cut off in the middle", cut(&two, 100), false, 1),
        ("cut off in its trailer", cut(&two, two.len() - 5), false, 1),
        ("a name and a comment", named, true, 0),
        ("empty members before it", [gzip(b"").repeat(1000), two.clone()].concat(), true, 0),
        ("empty blocks before it", [blocks, two.clone()].concat(), true, 0),
        ("zeros behind it", [two.clone(), vec![0; 3000]].concat(), true, 0),
        ("words behind it", [two.clone(), b"some words".to_vec()].concat(), true, 1),
        ("a record that is not compressed", good("two"), false, 1),
        ("a record in two members", halves, true, 0),
        ("two records in one member", gzip(&[good("two"), good("two")].concat()), true, 0),
    ];
    for (name, middle, is_read, skips) in cases {
        let bytes = [one.clone(), middle, three.clone()].concat();
        let held = read("a.warc.gz", &bytes, &small());
        let mut cited = held.cited();
        cited.dedup();
        let expected: &[&str] = if is_read { &["one", "two", "three"] } else { &["one", "three"] };
        assert_eq!(cited, expected, "{name}: {:?}", held.skipped);
        assert_eq!(held.skipped.len(), skips, "{name}: {:?}", held.skipped);
    }
}

#[test]
fn wherever_a_member_is_cut_off_or_changed_the_next_one_is_read() {
    let [one, two, three] = ["one", "two", "three"].map(|name| gzip(&good(name)));
    let reads = |middle: &[u8], what: &str| {
        let held = read("a.warc.gz", &[&one, middle, &three].concat(), &small());
        let cited = held.cited();
        let (first, last) = (cited.first(), cited.last());
        assert_eq!((first, last), (Some(&"one"), Some(&"three")), "{what}: {:?}", held.skipped);
        cited.len() == 3 || !held.skipped.is_empty()
    };
    for count in 0..two.len() {
        assert_eq!(reads(&two[..count], &format!("cut at {count}")), count > 0, "{count}");
    }
    for at in 0..two.len() {
        for bit in [0, 3, 7] {
            let mut changed = two.clone();
            changed[at] ^= 1 << bit;
            assert!(reads(&changed, &format!("bit {bit} of byte {at}")), "a loss at {at}");
        }
    }
}

#[test]
fn wherever_a_plain_record_is_cut_off_or_changed_the_next_one_is_read() {
    let two = good("two");
    let header = two.windows(4).position(|four| four == b"\r\n\r\n").expect("a header") + 4;
    let reads = |middle: &[u8], what: &str| {
        let held = read("a.warc", &[&good("one"), middle, &good("three")].concat(), &small());
        let cited = held.cited();
        let (first, last) = (cited.first(), cited.last());
        assert_eq!((first, last), (Some(&"one"), Some(&"three")), "{what}: {:?}", held.skipped);
        cited.len() == 3 || !held.skipped.is_empty()
    };
    for count in 0..two.len() {
        assert_eq!(reads(&two[..count], &format!("cut at {count}")), count > 0, "{count}");
    }
    for at in 0..header {
        for bit in [0, 3, 7] {
            let mut changed = two.clone();
            changed[at] ^= 1 << bit;
            assert!(reads(&changed, &format!("bit {bit} of byte {at}")), "a loss at {at}");
        }
    }
}

#[test]
fn an_archive_that_ends_early_keeps_what_it_has() {
    for file in ["a.warc", "a.warc.gz"] {
        let records = [good("one"), good("two")];
        let bytes = if file == "a.warc" { records.concat() } else { members(&records) };
        let first = if file == "a.warc" { records[0].len() } else { gzip(&records[0]).len() };
        for end in (first..bytes.len()).step_by(7) {
            let held = read(file, &bytes[..end], &small());
            assert_eq!(held.cited()[0], "one", "{file} until {end}");
            assert!(
                held.cited().len() + held.skipped.len() == 2 || end == first,
                "{file} until {end}"
            );
        }
    }
}

//! Answers that are not what HTTP asks for. Beside each stands what Chromium does with it, tried with version 144
//! on a port of loopback: it shows the page, refuses the answer, or shows nothing.

use citegraph::check::verdict::LinkState;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::super::server::Act;
use super::{Row, Truth, always};

/// Type of a page.
const HTML: &str = "Content-Type: text/html\r\n";

/// What a browser does with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Browser {
    /// It shows the page.
    Shows,
    /// It shows an error of its own.
    Refuses,
}

pub(super) fn odd_answers() -> Vec<Row> {
    [heads(), status_lines(), lengths(), chunks(), packings(), ends(), redirects()].concat()
}

fn page() -> String {
    let text: Vec<String> = (0..300).map(|n| format!("odd{n}")).collect();
    format!("<title>A story</title><p>{}", text.join(" "))
}

fn row(name: &'static str, browser: Browser, bytes: Vec<u8>) -> Row {
    let script = always(vec![Act::Send(bytes), Act::Close]);
    match browser {
        Browser::Shows => Row::new(name, Truth::Alive, script),
        Browser::Refuses => {
            Row::new(name, Truth::Unclear, script).says("server.protocol", [LinkState::Failing; 3])
        }
    }
}

/// A page behind a status line and fields.
fn answer(status: &str, fields: &str) -> Vec<u8> {
    let page = page();
    format!("{status}{HTML}{fields}Content-Length: {}\r\n\r\n{page}", page.len()).into_bytes()
}

fn heads() -> Vec<Row> {
    use Browser::{Refuses, Shows};
    let ok = "HTTP/1.1 200 OK\r\n";
    let many: String = (0..300).map(|n| format!("X-{n}: y\r\n")).collect();
    let thousands: String = (0..3000).map(|n| format!("X-{n}: y\r\n")).collect();
    let big = format!("X-A: {}\r\n", "a".repeat(200_000));
    let bytes = |field: &[u8]| {
        let whole = answer(ok, "X-Placeholder: 1\r\n");
        let at = whole.windows(13).position(|part| part == b"X-Placeholder").expect("the field");
        [&whole[..at], field, &whole[at + 16..]].concat()
    };
    vec![
        row("A01 folded field", Shows, answer(ok, "X-P: default-src 'self';\r\n  img-src *\r\n")),
        row("A01 folded by a tab", Shows, answer(ok, "X-P: a\r\n\tb\r\n\tc\r\n")),
        row("A01 folded type", Shows, answer(ok, "").replace_first(b": text", b":\r\n text")),
        row("A02 blank before the colon", Shows, answer(ok, "X-Cache : HIT\r\n")),
        row("A03 line without a colon", Shows, answer(ok, "garbage line\r\n")),
        row("A03 field without a name", Shows, answer(ok, ": value\r\n")),
        row("A03 blank inside a name", Shows, answer(ok, "X A B: a\r\n")),
        row("A03 fold before any field", Shows, answer("HTTP/1.1 200 OK\r\n X-A: b\r\n", "")),
        row("A04 300 fields", Shows, answer(ok, &many)),
        row("A04 3000 fields", Shows, answer(ok, &thousands)),
        row("A04 a field of 200 KB", Shows, answer(ok, &big)),
        row("A05 control bytes", Shows, answer(ok, "X-A: a\u{1}b\u{2}\r\n")),
        row("A05 DEL in a cookie", Shows, answer(ok, "Set-Cookie: a=b\u{7f}c\r\n")),
        row("A05 UTF-8 in a value", Shows, answer(ok, "X-A: é日本\r\n")),
        row("A05 Latin-1 in a value", Shows, bytes(b"X-A: \xe9\xff\r\n")),
        row("A05 UTF-8 in a name", Shows, answer(ok, "X-é: a\r\n")),
        row("A05 CR inside a value", Shows, answer(ok, "X-A: a\rX-B: c\r\n")),
        row("A05 NUL in a value", Refuses, answer(ok, "X-A: a\0b\r\n")),
        row("A06 LF alone", Shows, answer(ok, "X-A : b\r\n").replace_all(b"\r\n", b"\n")),
    ]
}

fn status_lines() -> Vec<Row> {
    use Browser::{Refuses, Shows};
    let with = |line: &str| answer(&format!("{line}\r\n"), "");
    vec![
        row("A10 no reason", Shows, with("HTTP/1.1 200")),
        row("A10 reason glued on", Shows, with("HTTP/1.1 200OK")),
        row("A10 no status", Shows, with("HTTP/1.1")),
        row("A10 words for a status", Shows, with("HTTP/1.1 OK")),
        row("A10 status below zero", Shows, with("HTTP/1.1 -200 OK")),
        row("A10 two blanks", Shows, with("HTTP/1.1  200  OK")),
        row("A10 a tab", Shows, with("HTTP/1.1\t200 OK")),
        row("A11 radio stream", Shows, with("ICY 200 OK")),
        row("A11 version 1.2", Shows, with("HTTP/1.2 200 OK")),
        row("A11 version 2", Shows, with("HTTP/2 200")),
        row("A11 version 2.0", Shows, with("HTTP/2.0 200 OK")),
        row("A11 no version", Shows, with("HTTP 200 OK")),
        row("A11 small letters", Shows, with("http/1.1 200 OK")),
        row("A12 an empty line first", Shows, with("\r\nHTTP/1.1 200 OK")),
        row("A12 two empty lines first", Shows, with("\r\n\r\nHTTP/1.1 200OK")),
        row("A12 a byte order mark first", Shows, with("\u{feff}HTTP/1.1 200 OK")),
        row("A12 four letters first", Shows, with("abc\nHTTP/1.1 200 OK")),
        row("A12 six letters first", Refuses, with("abcde\nHTTP/1.1 200 OK")),
        row(
            "A12 early hints with an odd field",
            Shows,
            with("HTTP/1.1 103 Early\r\nLink : <x>\r\ngarbage\r\n\r\nHTTP/1.1 200 OK"),
        ),
    ]
}

fn lengths() -> Vec<Row> {
    use Browser::{Refuses, Shows};
    let page = page();
    let with = |fields: &str| format!("HTTP/1.1 200 OK\r\n{HTML}{fields}\r\n{page}").into_bytes();
    let length = page.len();
    let own = format!("Content-Length: {length}\r\n");
    vec![
        row("A20 empty length", Shows, with("Content-Length: \r\n")),
        row("A20 length below zero", Shows, with("Content-Length: -5\r\n")),
        row("A20 length with a sign", Shows, with("Content-Length: +5\r\n")),
        row(
            "A20 length beyond all numbers",
            Shows,
            with("Content-Length: 99999999999999999999999\r\n"),
        ),
        row("A20 a word for a length", Shows, with("Content-Length: abc\r\n")),
        row("A20 length with a fraction", Shows, with(&format!("Content-Length: {length}.0\r\n"))),
        row(
            "A20 length with its unit",
            Shows,
            with(&format!("Content-Length: {length} bytes\r\n")),
        ),
        row("A21 length twice", Shows, with(&own.repeat(2))),
        row(
            "A21 length twice in one",
            Shows,
            with(&format!("Content-Length: {length}, {length}\r\n")),
        ),
        row("A21 two lengths", Refuses, with(&format!("{own}Content-Length: 5\r\n"))),
        row("A21 two lengths in one", Refuses, with(&format!("Content-Length: {length}, 5\r\n"))),
    ]
}

fn chunks() -> Vec<Row> {
    use Browser::Shows;
    let page = page();
    let size = page.len();
    let head = |fields: &str| format!("HTTP/1.1 200 OK\r\n{HTML}{fields}\r\n");
    let chunked = head("Transfer-Encoding: chunked\r\n");
    let body = format!("{size:x}\r\n{page}\r\n0\r\n\r\n");
    let with = |head: String, body: &str| [head, body.to_owned()].concat().into_bytes();
    vec![
        row(
            "A30 chunks beside a length",
            Shows,
            with(head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), &body),
        ),
        row(
            "A30 chunks twice",
            Shows,
            with(head("Transfer-Encoding: chunked, chunked\r\n"), &body),
        ),
        row(
            "A30 packed chunks that are not",
            Shows,
            with(head("Transfer-Encoding: gzip, chunked\r\n"), &body),
        ),
        row(
            "A30 no coding of transfer",
            Shows,
            answer("HTTP/1.1 200 OK\r\n", "Transfer-Encoding: identity\r\n"),
        ),
        row(
            "A31 blanks behind a size",
            Shows,
            with(chunked.clone(), &body.replacen("\r\n", "  \r\n", 1)),
        ),
        row("A31 lines of LF alone", Shows, with(chunked.clone(), &body.replace("\r\n", "\n"))),
        row(
            "A31 words behind a size",
            Shows,
            with(chunked.clone(), &body.replacen("\r\n", ";a=b\r\n", 1)),
        ),
        row("A31 no last chunk", Shows, with(chunked.clone(), &format!("{size:x}\r\n{page}\r\n"))),
        row(
            "A31 a last chunk that is none",
            Shows,
            with(chunked, &format!("{size:x}\r\n{page}\r\nzz\r\n")),
        ),
    ]
}

fn packings() -> Vec<Row> {
    use Browser::Shows;
    let page = page();
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
    let all = [&mut gzip as &mut dyn std::io::Write, &mut zlib, &mut raw];
    all.into_iter().for_each(|to| to.write_all(page.as_bytes()).expect("memory"));
    let (gzip, zlib, raw) =
        [gzip.finish(), zlib.finish(), raw.finish()].map(|bytes| bytes.expect("memory")).into();
    let with = |coding: &str, body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\n{HTML}Content-Encoding: {coding}\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), body].concat()
    };
    vec![
        // Chromium says that it cannot decode it; Firefox shows the page.
        row("A40 gzip that is none", Shows, with("gzip", page.as_bytes())),
        row("A40 cut gzip", Shows, with("gzip", &gzip[..gzip.len() - 6])),
        row("A40 gzip and garbage", Shows, with("gzip", &[&gzip[..], b"garbage"].concat())),
        row("A40 gzip by its old name", Shows, with("x-gzip", &gzip)),
        row("A41 deflate as it should be", Shows, with("deflate", &zlib)),
        row("A41 deflate without its head", Shows, with("deflate", &raw)),
        row("A41 deflate that is none", Shows, with("deflate", page.as_bytes())),
        row("A42 a charset for a packing", Shows, with("utf-8", page.as_bytes())),
        row("A42 no packing, by name", Shows, with("none", page.as_bytes())),
    ]
}

fn ends() -> Vec<Row> {
    let page = page();
    let ok = format!("HTTP/1.1 200 OK\r\n{HTML}");
    let open = |text: String| {
        Row::new("", Truth::Alive, always(vec![Act::Send(text.into_bytes()), Act::Silence]))
            .within(2)
    };
    vec![
        // What came is shown while the browser waits for the rest.
        Row { name: "A50 never ends", ..open(format!("{ok}\r\n{page}")) },
        Row {
            name: "A50 shorter than told, and open",
            ..open(format!("{ok}Content-Length: 99999\r\n\r\n{page}"))
        },
        Row {
            name: "A50 no last chunk, and open",
            ..open(format!("{ok}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{page}\r\n", page.len()))
        },
        // An empty window.
        Row::new(
            "A51 no end of the head",
            Truth::Unclear,
            always(vec![
                Act::Send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: y".to_vec()),
                Act::Close,
            ]),
        )
        .says("soft.empty", [LinkState::Suspect; 3]),
    ]
}

fn redirects() -> Vec<Row> {
    let moves = |name, status: &str, location: &str| {
        let text = format!("{status}\r\n{location}Content-Length: 0\r\n\r\n");
        let script = always(vec![Act::Send(text.into_bytes()), Act::Close]);
        Row::new(name, Truth::Alive, script)
            .also("/2024/story", always(super::story("story")))
            .says("moved.permanent", [LinkState::Moved; 3])
    };
    vec![
        moves("A60 moved, folded", "HTTP/1.1 301 Moved", "Location:\r\n /2024/story\r\n"),
        moves(
            "A60 moved, blank before the colon",
            "HTTP/1.1 301 Moved",
            "Location : /2024/story\r\n",
        ),
        moves("A60 moved, glued", "HTTP/1.1 301Moved", "Location: /2024/story\r\n"),
        moves(
            "A60 moved beside garbage",
            "HTTP/1.1 301",
            "garbage\r\nX-é: y\r\nLocation: /2024/story\r\n",
        ),
    ]
}

/// Bytes in place of others.
trait Replaced {
    fn replace_first(&self, from: &[u8], to: &[u8]) -> Vec<u8>;
    fn replace_all(&self, from: &[u8], to: &[u8]) -> Vec<u8>;
}

impl Replaced for Vec<u8> {
    fn replace_first(&self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let at = self.windows(from.len()).position(|part| part == from).expect("what is replaced");
        [&self[..at], to, &self[at + from.len()..]].concat()
    }

    fn replace_all(&self, from: &[u8], to: &[u8]) -> Vec<u8> {
        let (mut bytes, mut rest) = (Self::new(), &self[..]);
        while let Some(at) = rest.windows(from.len()).position(|part| part == from) {
            bytes.extend_from_slice(&rest[..at]);
            bytes.extend_from_slice(to);
            rest = &rest[at + from.len()..];
        }
        [&bytes[..], rest].concat()
    }
}

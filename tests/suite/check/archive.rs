//! Snapshots in place of pages that are gone: an archive on this machine, with what archives hold and
//! with what they send in place of an answer.
#![cfg(feature = "network")]

use citegraph::fetch::FetchOptions;
use citegraph::fetch::archive::{
    ArchiveEndpoints, Nearest, Snapshot, SnapshotRequest, find_snapshots,
};
use citegraph::fetch::endpoint::Endpoint;
use jiff::civil::{Date, date};
use url::Url;

use crate::check::faults::manifest::answer;
use crate::check::faults::server::{Act, Request, Script, Server};

const NOW: &str = "2026-03-01T10:00:00Z";
const PUBLISHED: Date = date(2019, 6, 15);

/// A page and its captures: time, the status that the index gives, and what is sent for it: `page`, or
/// a fault.
type Held = (&'static str, &'static [(&'static str, &'static str, &'static str)]);

/// What the archive holds.
const HELD: &[Held] = &[
    (
        "http://normal.example/x?a=b",
        &[
            ("20180101000000", "200", "page"),
            ("20190615120000", "200", "page"),
            ("20190616000000", "200", "page"),
        ],
    ),
    (
        "http://late.example/",
        &[("20200203040506", "200", "page"), ("20210101000000", "200", "page")],
    ),
    (
        "http://error.example/",
        &[("20180101000000", "200", "page"), ("20190101000000", "200", "no-page")],
    ),
    (
        "http://lost.example/",
        &[("20190101000000", "200", "missing"), ("20200101000000", "200", "page")],
    ),
    ("http://moved.example/a", &[("20190101000000", "200", "elsewhere")]),
    (
        "http://status.example/",
        &[("20190101000000", "404", "page"), ("20200101000000", "301", "page")],
    ),
    ("http://wrong.example/", &[("20190101000000", "200", "other-original")]),
    ("http://time.example/", &[("20190101000000", "200", "other-time")]),
    ("http://bare.example/", &[("20190101000000", "200", "no-header")]),
    (
        "http://slow.example/",
        &[("20180101000000", "200", "page"), ("20190101000000", "200", "silent")],
    ),
];

fn options() -> FetchOptions {
    FetchOptions {
        timeout: 3,
        connect_timeout: 30,
        retries: 1,
        first_wait_ms: 10,
        longest_wait: 1,
        host_concurrency: 8,
        host_spacing_ms: 0,
        allow_private: true,
        run: "test".into(),
        ..FetchOptions::default()
    }
}

fn value(request: &Request, name: &str) -> String {
    let (_, query) = request.path.split_once('?').expect("a query");
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|pair| pair.0 == name).expect("a parameter").1.into_owned()
}

/// The index as a CDX server is: a filter on the time, and the last or first of what is left.
fn index(request: &Request) -> Vec<Act> {
    let (url, time) = (value(request, "url"), value(request, "t"));
    let mut rows = Vec::new();
    for (page, captures) in HELD.iter().filter(|held| held.0 == url) {
        for (at, status, _) in *captures {
            let fits =
                if request.path.starts_with("/before") { *at <= &*time } else { *at >= &*time };
            if fits {
                rows.push(format!(r#"["{at}","{page}","{status}"]"#));
            }
        }
    }
    rows.insert(0, r#"["timestamp","original","statuscode"]"#.to_owned());
    answer("200 OK", "Content-Type: application/json\r\n", &format!("[{}]", rows.join(",")))
}

fn http_date(time: &str) -> String {
    let at = jiff::civil::DateTime::strptime("%Y%m%d%H%M%S", time).expect(time);
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// A capture as it is sent.
fn capture(time: &str, page: &str, fault: &str) -> Vec<Act> {
    let heads = |time: &str, page: &str| {
        let date = http_date(time);
        format!(
            "Content-Type: text/html\r\nMemento-Datetime: {date}\r\nLink: <{page}>; rel=\"original\", <http://127.0.0.1/x>; rel=\"timemap\"\r\n"
        )
    };
    let good = "<title>A page</title><p>Text.";
    match fault {
        "page" => answer("200 OK", &heads(time, page), good),
        "no-page" => answer("200 OK", &heads(time, page), "<title>Page not found</title><p>Sorry."),
        "missing" => answer("404 Not Found", &heads(time, page), "<title>Gone</title>"),
        "elsewhere" => {
            answer("302 Found", &format!("Location: /web/{time}/http://moved.example/\r\n"), "")
        }
        "other-original" => answer("200 OK", &heads(time, "http://other.example/"), good),
        "other-time" => answer("200 OK", &heads("20170101000000", page), good),
        "no-header" => answer("200 OK", "Content-Type: text/html\r\n", good),
        "silent" => vec![Act::Silence],
        _ => panic!("no fault is called {fault}"),
    }
}

fn archive() -> Server {
    let mut scripts: Vec<(String, Script)> = Vec::new();
    for (page, captures) in HELD {
        for (time, _, fault) in *captures {
            let path = page.split('?').next().expect("a path");
            scripts.push((format!("/web/{time}/{path}"), vec![capture(time, page, fault)]));
        }
    }
    let front = capture("20190101000000", "http://moved.example/", "page");
    scripts.push(("/web/20190101000000/http://moved.example/".into(), vec![front]));
    let scripts: Vec<(&str, Script)> =
        scripts.iter().map(|(path, script)| (path.as_str(), script.clone())).collect();
    Server::start(&scripts, &[("/before", index), ("/after", index)])
}

fn endpoint(server: &Server, template: &str) -> Endpoint {
    Endpoint::new(&format!("http://{}{template}", server.address)).expect("a template")
}

fn endpoints(server: &Server) -> ArchiveEndpoints {
    ArchiveEndpoints {
        before: endpoint(server, "/before?url={url}&t={timestamp}"),
        after: endpoint(server, "/after?url={url}&t={timestamp}"),
        snapshot: endpoint(server, "/web/{timestamp}/{+url}"),
        requests: 100,
    }
}

fn look(pages: &[(&str, Option<Date>)], endpoints: &ArchiveEndpoints) -> Vec<Option<Snapshot>> {
    let urls: Vec<Url> = pages.iter().map(|page| Url::parse(page.0).expect(page.0)).collect();
    let wanted = urls.iter().zip(pages);
    let wanted: Vec<SnapshotRequest<'_>> =
        wanted.map(|(url, page)| SnapshotRequest { url, published: page.1, alive: None }).collect();
    find_snapshots(&wanted, &options(), endpoints, &|| NOW.into()).expect("a run")
}

fn one(server: &Server, page: &str, published: Option<Date>) -> Option<(Date, Nearest)> {
    let found = look(&[(page, published)], &endpoints(server)).remove(0)?;
    assert!(found.url.contains(&format!("/web/{}", found.taken.strftime("%Y%m%d"))), "{found:?}");
    Some((found.taken, found.nearest))
}

#[test]
fn the_nearest_before_then_the_nearest_after() {
    let server = archive();
    let page = "http://normal.example/x?a=b";
    let before = Some((PUBLISHED, Nearest::Before));
    assert_eq!(one(&server, page, Some(PUBLISHED)), before);
    // As an archive takes it, https and `www.` are the same page.
    let found = look(&[("http://normal.example/x?a=b#top", Some(PUBLISHED))], &endpoints(&server));
    let found = found[0].as_ref().expect("a snapshot");
    assert_eq!(found.original, page);
    assert!(found.url.ends_with("/web/20190615120000/http://normal.example/x?a=b"), "{found:?}");
    let after = Some((date(2020, 2, 3), Nearest::After));
    assert_eq!(one(&server, "http://late.example/", Some(PUBLISHED)), after);
    let oldest = Some((date(2018, 1, 1), Nearest::Oldest));
    assert_eq!(one(&server, page, None), oldest);
    assert_eq!(one(&server, "http://none.example/", Some(PUBLISHED)), None);
    assert_eq!(one(&server, "http://none.example/", None), None);
}

#[test]
fn the_day_last_seen_alive_stands_in_for_the_articles() {
    let server = archive();
    let url = Url::parse("http://normal.example/x?a=b").expect("a URL");
    let wanted = [SnapshotRequest { url: &url, published: None, alive: Some(date(2018, 5, 1)) }];
    let found =
        find_snapshots(&wanted, &options(), &endpoints(&server), &|| NOW.into()).expect("a run");
    let found = found[0].as_ref().expect("a snapshot");
    assert_eq!((found.taken, found.nearest), (date(2018, 1, 1), Nearest::Before));
}

#[test]
fn what_is_no_capture_of_the_page_is_passed_over() {
    let server = archive();
    for (page, expected) in [
        ("http://error.example/", Some((date(2018, 1, 1), Nearest::Before))),
        ("http://lost.example/", Some((date(2020, 1, 1), Nearest::After))),
        ("http://moved.example/a", None),
        ("http://status.example/", None),
        ("http://wrong.example/", None),
        ("http://time.example/", None),
        ("http://bare.example/", None),
        // It did not come: the one before it is not the nearest.
        ("http://slow.example/", None),
    ] {
        assert_eq!(one(&server, page, Some(PUBLISHED)), expected, "{page}");
    }
}

/// An index that gives no answer leaves the TimeGate, which is asked once.
#[test]
fn without_an_index_the_timegate_is_asked() {
    let (page, time) = ("http://normal.example/x", "20190615235959");
    let to = |at: &str| {
        let to = format!("Location: /web/{at}/{page}\r\n");
        vec![answer("302 Found", &to, "")]
    };
    let gate = format!("/web/{time}/{page}");
    for (index, at, expected) in [
        (vec![answer("200 OK", "", "<p>no JSON")], "20190101000000", true),
        (vec![answer("500 Oops", "", "[]")], "20190101000000", true),
        (vec![answer("404 Not Found", "", "[]")], "20190101000000", true),
        (vec![answer("200 OK", "", r#"{"archived_snapshots":{}}"#)], "20190101000000", true),
        (vec![vec![Act::Silence]], "20190101000000", true),
        (vec![vec![Act::Reset]], "20190101000000", true),
        // It takes the nearest on either side.
        (vec![answer("200 OK", "", "")], "20200101000000", false),
    ] {
        let held = format!("/web/{at}/{page}");
        let server = Server::start(
            &[("/before", index), (&gate, to(at)), (&held, vec![capture(at, page, "page")])],
            &[],
        );
        let found = look(&[(page, Some(PUBLISHED))], &endpoints(&server)).remove(0);
        assert_eq!(found.is_some(), expected, "{found:?}");
        assert_eq!(server.count(&gate), 1);
        assert_eq!(server.requests().iter().filter(|r| r.path.starts_with("/after")).count(), 0);
    }
    let server = Server::start(&[(&gate, to("20190101000000"))], &[]);
    let off = || Endpoint::new("off").expect("a word");
    let endpoints = ArchiveEndpoints { before: off(), snapshot: off(), ..endpoints(&server) };
    assert_eq!(look(&[(page, Some(PUBLISHED))], &endpoints), [None]);
    assert!(server.requests().is_empty());
}

#[test]
fn an_archive_that_complains_is_left_alone() {
    let heads = "Retry-After: 86400\r\n";
    let server = Server::start(&[("/before", vec![answer("429 Slow", heads, "[]")])], &[]);
    let pages: Vec<String> = (0..20).map(|n| format!("http://p{n}.example/")).collect();
    let pages: Vec<(&str, Option<Date>)> =
        pages.iter().map(|page| (page.as_str(), Some(PUBLISHED))).collect();
    let gentle = FetchOptions { host_concurrency: 1, ..options() };
    let urls: Vec<Url> = pages.iter().map(|page| Url::parse(page.0).expect("a URL")).collect();
    let wanted: Vec<SnapshotRequest<'_>> = urls
        .iter()
        .map(|url| SnapshotRequest { url, published: Some(PUBLISHED), alive: None })
        .collect();
    let found =
        find_snapshots(&wanted, &gentle, &endpoints(&server), &|| NOW.into()).expect("a run");
    assert!(found.iter().all(Option::is_none));
    assert_eq!(server.requests().len(), 1, "nothing more after the first complaint");
}

/// More pages than are asked in one go.
#[test]
fn all_pages_get_their_turn() {
    let server = archive();
    let mut pages: Vec<String> = (0..25).map(|n| format!("http://p{n}.example/")).collect();
    pages.push("http://normal.example/x?a=b".into());
    let pages: Vec<(&str, Option<Date>)> =
        pages.iter().map(|page| (page.as_str(), Some(PUBLISHED))).collect();
    let found = look(&pages, &endpoints(&server));
    assert_eq!(found.iter().filter(|found| found.is_some()).count(), 1);
    assert_eq!(server.requests().len(), 52, "before, after; and for one a look at the snapshot");
}

#[test]
fn requests_have_a_cap_and_one_page_is_looked_for_once() {
    let server = archive();
    let page = ("http://normal.example/x?a=b", Some(PUBLISHED));
    let found = look(&[page, page, page], &endpoints(&server));
    assert!(found.iter().all(Option::is_some));
    assert_eq!(server.requests().len(), 2);
    let capped = ArchiveEndpoints { requests: 3, ..endpoints(&server) };
    let late = FetchOptions { max_time: Some(60), ..options() };
    let clock = std::cell::Cell::new(0);
    let slow = || {
        clock.set(clock.get() + 1);
        format!("2026-03-01T10:{:02}:00Z", clock.get())
    };
    let url = Url::parse(page.0).expect("a URL");
    let wanted = [SnapshotRequest { url: &url, published: page.1, alive: None }];
    let found = find_snapshots(&wanted, &late, &endpoints(&server), &slow).expect("a run");
    assert_eq!((found, server.requests().len()), (vec![None], 2), "the minute is over");
    let none = ("http://none.example/", Some(PUBLISHED));
    let found = look(&[page, none, ("http://late.example/", Some(PUBLISHED))], &capped);
    assert_eq!(server.requests().len(), 5);
    assert_eq!(found, [None, None, None], "what was not looked at is not promised");
}

#[test]
fn no_archive_hears_of_private_pages_and_secrets() {
    let server = archive();
    let pages = [
        "http://10.0.0.7/report",
        "http://intranet/x",
        "https://a.example/?access_token=k3y",
        "https://web.archive.org/web/2019/http://a.example/",
    ];
    let found = look(&pages.map(|page| (page, Some(PUBLISHED))), &endpoints(&server));
    assert!(found.iter().all(Option::is_none));
    assert!(server.requests().is_empty());
}

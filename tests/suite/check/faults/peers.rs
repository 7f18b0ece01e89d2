//! Cases that other checkers test themselves by, written anew from what they say. The name of a test
//! tells the case; those that the catalogue of faults holds already are listed below.

use std::time::{Duration, Instant};

use citegraph::check::observation::{ChainEnd, ReadFault};
use citegraph::check::outcome::{Outcome, classify_observation};
use citegraph::fetch::{FetchOptions, HostOverrides, SecretHeader};
use url::Url;

use super::manifest::{always, answer, moved, page, story};
use super::server::{Act, Request, Script, Server};
use super::{ask, options, run};

/// Cases that are tested elsewhere, or not at all, and where or why.
const ELSEWHERE: [(&str, &str); 19] = [
    ("C1 one 429", "row F34"),
    ("C3 a date to wait for", "waits_are_as_long_as_the_server_says"),
    ("C7 one 503", "rows F38, F39"),
    ("C8, C9 one connection cut", "rows F48"),
    ("C10 to C14 HEAD", "rows F25 to F27; refused_headers_say_nothing_of_the_page"),
    ("C15, C16 as many redirects as allowed", "as_many_redirects_as_allowed; rows F42, F44"),
    ("C17 redirects that are followed", "rows F05, F06"),
    ("C18, C19, C20, C24 redirects to nowhere", "bad_locations_end_the_chain; rows F45"),
    ("C23 a cookie at the second hop", "row F43; cookies_are_kept_along_a_chain_and_no_further"),
    ("C26, C27 walls", "rows F18 to F22"),
    ("C29 certificates", "certificates_good_and_bad; revocation is not asked for"),
    ("C33 caps of concurrency", "politeness_as_the_server_saw_it"),
    ("C35 what is kept between runs", "of the ledger, not of the client"),
    ("C37 wants HTML", "row F24"),
    ("C38, C39 fragments", "fragments are not looked for"),
    ("C40 robots.txt", "is not read: a cited page is asked once, as a reader does"),
    ("C41 proxies", "a_proxy_is_used_where_it_is_named"),
    ("C42 a page without end", "row F53; each_fault_shows_what_it_is holds what is kept"),
    ("C6 limits by x-ratelimit-remaining", "only Retry-After is a wait; 429 without it backs off"),
];

fn url(server: &Server, path: &str) -> String {
    format!("http://{}{path}", server.address)
}

/// C2: the wait that one page is told holds for the next page of the host too.
#[test]
fn a_wait_holds_for_the_whole_host() {
    let limited = vec![answer("429 Slow", "Retry-After: 1\r\n", ""), page()];
    let server = Server::start(&[("/a", limited), ("/b", always(story("b")))], &[]);
    let urls = [url(&server, "/a"), url(&server, "/b")];
    let (seen, _) = run(&urls, &FetchOptions { host_concurrency: 1, ..options() });
    assert!(seen.values().all(|shown| classify_observation(shown) == Outcome::Ok));
    let times: Vec<Instant> = server.requests().iter().map(|request| request.at).collect();
    assert!(times[1] - times[0] >= Duration::from_secs(1), "the next request came too early");
}

/// C4: waits of odd forms are understood or ignored; none of them is an endless one.
#[test]
fn waits_of_odd_forms() {
    let mut options = options();
    let values = [("1s", 1000), ("0m1s", 1000), ("0.5", 1000), ("NaN", 0), ("1x", 0)];
    let servers: Vec<Server> = values
        .iter()
        .map(|(value, _)| {
            let head = format!("Retry-After: {value}\r\n");
            Server::start(&[("/a", vec![answer("429 Slow", &head, ""), page()])], &[])
        })
        .collect();
    let mut urls = Vec::new();
    for (number, server) in servers.iter().enumerate() {
        let name = format!("h{number}.example:{}", server.address.port());
        options.resolve.push(format!("{name}:127.0.0.1"));
        urls.push(format!("http://{name}/a"));
    }
    let (seen, _) = run(&urls, &options);
    for (((value, least), server), url) in values.iter().zip(&servers).zip(&urls) {
        assert_eq!(seen[url].attempts, 2, "{value}");
        let gap = server.least_gap().as_millis();
        assert!(gap >= *least, "{value}: {gap} ms");
    }
}

/// C5: a second, later date extends the wait.
#[test]
fn a_later_wait_extends_the_first() {
    let limited = answer("429 Slow", "Retry-After: 1\r\n", "");
    let server = Server::start(&[("/a", vec![limited.clone(), limited, page()])], &[]);
    let patient = FetchOptions { longest_wait: 5, ..options() };
    assert_eq!(ask(&server, "/a", &patient).attempts, 3);
    assert!(server.least_gap() >= Duration::from_secs(1));
}

/// C21: what proves who asks is sent to its origin, along redirects there, and nowhere else.
#[test]
fn secrets_are_sent_to_their_origin_alone() {
    let other = Server::start(&[("/b", always(page()))], &[]);
    // Both are loopback, so the name of the other one is given as public.
    let named = format!("b.example:{}", other.address.port());
    let across = moved(&format!("http://{named}/b"));
    let server = Server::start(&[("/a", moved("/c")), ("/c", across)], &[]);
    let origin = Url::parse(&url(&server, "/")).expect("a URL");
    let secret = SecretHeader::new(&origin, "Authorization: Bearer s3cret").expect("a header");
    let resolve = vec![format!("{named}:127.0.0.1")];
    let options = FetchOptions { secrets: vec![secret], resolve, ..options() };
    let shown = ask(&server, "/a", &options);
    assert_eq!(shown.end, ChainEnd::Answered, "{shown:?}");
    let told = |server: &Server| -> Vec<Option<String>> {
        let requests = server.requests();
        requests.iter().map(|r| r.head("authorization").map(str::to_owned)).collect()
    };
    assert_eq!(told(&server), vec![Some("Bearer s3cret".to_owned()); 2]);
    assert_eq!(told(&other), [None]);
    assert!(!format!("{shown:?}").contains("s3cret"));
}

/// C22: what a redirect leads to is told of the address that was cited.
#[test]
fn the_cited_address_is_the_one_that_fails() {
    let server = Server::start(&[("/a", moved("/missing"))], &[]);
    let shown = ask(&server, "/a", &options());
    assert_eq!(classify_observation(&shown), Outcome::NotFound);
    assert_eq!(shown.url, url(&server, "/a"));
}

/// C25: every status has a class, and no 4xx or 5xx but 404 and 410 says that the page is gone.
#[test]
fn every_status_has_a_class() {
    let paths: Vec<(u16, String)> = (200..600).map(|n| (n, format!("/{n}"))).collect();
    let scripts: Vec<(&str, Script)> = paths
        .iter()
        .map(|(status, path)| (path.as_str(), always(answer(&format!("{status} X"), "", ""))))
        .collect();
    let server = Server::start(&scripts, &[]);
    let urls: Vec<String> = paths.iter().map(|(_, path)| url(&server, path)).collect();
    // A hundred errors of a host in a row are asked for here, so they must not put the rest of its pages off.
    let options = FetchOptions { retries: 0, host_concurrency: 32, host_failures: 0, ..options() };
    let (seen, _) = run(&urls, &options);
    for ((status, _), url) in paths.iter().zip(&urls) {
        let class = classify_observation(&seen[url]).class().name();
        let expected: &[&str] = match status {
            200 => &["ok", "soft"],
            201..=299 => &["ok"],
            300..=399 => &["redirect"],
            404 | 410 => &["gone"],
            451 => &["legal"],
            400..=499 => &["blocked", "server"],
            _ => &["server"],
        };
        assert!(expected.contains(&class), "{status}: {class}: {:?}", seen[url]);
    }
}

/// C28: a status counts as fine where the user says so, for that host alone.
#[test]
fn a_status_that_the_user_accepts() {
    let server = Server::start(&[("/a", always(answer("403 Forbidden", "", "")))], &[]);
    let manners = HostOverrides { accept: vec![403], ..HostOverrides::default() };
    let hosts = [("127.0.0.1".to_owned(), manners)].into();
    let shown = ask(&server, "/a", &FetchOptions { hosts, ..options() });
    assert_eq!((classify_observation(&shown), shown.hops[0].status), (Outcome::Ok, 403));
    assert_eq!(classify_observation(&ask(&server, "/a", &options())), Outcome::Forbidden);
}

/// C30, C31, C32: an address is asked once, with whatever fragment; another query is another page.
#[test]
fn one_address_is_asked_once() {
    let server = Server::start(&[("/a", always(story("a")))], &[]);
    let mut urls = vec![url(&server, "/a"); 100];
    urls.extend((0..9).map(|n| url(&server, &format!("/a#part{n}"))));
    urls.extend((0..2).map(|n| url(&server, &format!("/a?v={n}"))));
    let (seen, summary) = run(&urls, &options());
    assert_eq!((seen.len(), summary.addresses, server.requests().len()), (3, 3, 3));
}

/// C34: a page that comes later than it may is a timeout, once, and one that comes in time is not.
#[test]
fn the_time_for_one_request() {
    let late = [vec![Act::Wait(Duration::from_millis(1500))], page()].concat();
    let server =
        Server::start(&[("/never", always(vec![Act::Silence])), ("/late", always(late))], &[]);
    assert_eq!(ask(&server, "/late", &options()).end, ChainEnd::Answered);
    let hasty = FetchOptions { timeout: 1, ..options() };
    assert_eq!(ask(&server, "/never", &hasty).end, ChainEnd::Read(ReadFault::Timeout));
    assert_eq!(server.count("/never"), 1);
    // A host may be given more time than the others.
    let patient = HostOverrides { timeout: Some(30), ..HostOverrides::default() };
    let hosts = [("127.0.0.1".to_owned(), patient)].into();
    assert_eq!(ask(&server, "/late", &FetchOptions { hosts, ..hasty }).end, ChainEnd::Answered);
}

/// C36: a page whose packing is broken or of another length than told was still sent.
#[test]
fn packed_pages_of_wrong_lengths() {
    for coding in ["gzip", "deflate", "br", "zstd"] {
        let head = format!("Content-Type: text/html\r\nContent-Encoding: {coding}\r\n");
        let whole = answer("200 OK", &head, "<p>This is not packed at all.");
        let short = format!("HTTP/1.1 200 OK\r\n{head}Content-Length: 999\r\n\r\nnothing");
        let short = vec![Act::Send(short.into_bytes()), Act::Close];
        let server = Server::start(&[("/a", always(whole)), ("/b", always(short))], &[]);
        for path in ["/a", "/b"] {
            let shown = ask(&server, path, &options());
            assert_eq!(classify_observation(&shown), Outcome::Ok, "{coding} {path}: {shown:?}");
        }
    }
}

/// A host is asked with the headers of the user's table, and others are not.
#[test]
fn headers_of_one_host() {
    fn language(request: &Request) -> Vec<Act> {
        let german = request.head("accept-language") == Some("de");
        if german { page() } else { answer("406 No", "", "") }
    }
    let server = Server::start(&[], &[("/a", language)]);
    let headers = [("Accept-Language".to_owned(), "de".to_owned())].into();
    let hosts =
        [("127.0.0.1".to_owned(), HostOverrides { headers, ..HostOverrides::default() })].into();
    assert_eq!(
        classify_observation(&ask(&server, "/a", &FetchOptions { hosts, ..options() })),
        Outcome::Ok
    );
    assert_eq!(classify_observation(&ask(&server, "/a", &options())), Outcome::Forbidden);
}

/// Every case from 1 to 42 is a test here or listed above.
#[test]
fn no_case_is_forgotten() {
    let here = [2, 4, 5, 21, 22, 25, 28, 30, 31, 32, 34, 36];
    let mut told: Vec<u32> = here.to_vec();
    for (cases, why) in ELSEWHERE {
        assert!(why.len() > 6, "{cases}");
        let numbers =
            cases.split([' ', ',']).filter_map(|word| word.strip_prefix('C')?.parse().ok());
        let numbers: Vec<u32> = numbers.collect();
        let span = cases.contains(" to C");
        told.extend(if span { (numbers[0]..=numbers[1]).collect() } else { numbers });
    }
    told.sort_unstable();
    assert_eq!(told, (1..=42).collect::<Vec<_>>());
}

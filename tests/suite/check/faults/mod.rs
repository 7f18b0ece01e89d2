//! The checker against a server that misbehaves: what each fault shows, and how politely it asks.
#![cfg(feature = "network")]

mod browser;
mod connections;
pub(crate) mod manifest;
pub(crate) mod name_server;
mod peers;
mod secure;
pub(crate) mod server;
mod table;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use citegraph::check::observation::{
    ChainEnd, ConnectFault, HostFailure, Observation, ReadFault, TlsFault,
};
use citegraph::fetch::{CheckSummary, FetchOptions, HostOverrides, check_urls};
use url::Url;

use self::manifest::{always, answer, moved, page, raw};
use self::server::{Act, Gate, Request, Script, Server, closed_port};

const NOW: &str = "2026-03-01T10:00:00Z";

/// No loopback needs as long, however busy the machine is. What is silent has a host of its own.
fn options() -> FetchOptions {
    FetchOptions {
        timeout: 30,
        connect_timeout: 30,
        first_wait_ms: 20,
        longest_wait: 2,
        host_concurrency: 8,
        host_spacing_ms: 0,
        allow_private: true,
        probe_below: 0,
        run: "test".into(),
        ..FetchOptions::default()
    }
}

/// Checks addresses; the observations by address, in any order of arrival.
fn run(urls: &[String], options: &FetchOptions) -> (BTreeMap<String, Observation>, CheckSummary) {
    let urls: Vec<Url> = urls.iter().map(|url| Url::parse(url).expect(url)).collect();
    let mut seen = BTreeMap::new();
    let mut each = |observation: Observation| {
        assert!(seen.insert(observation.url.clone(), observation).is_none(), "observed twice");
    };
    let summary = check_urls(&urls, options, &|| NOW.to_owned(), &mut each).expect("a run");
    (seen, summary)
}

fn ask(server: &Server, path: &str, options: &FetchOptions) -> Observation {
    let url = format!("http://{}{path}", server.address);
    run(std::slice::from_ref(&url), options).0.remove(&url).expect("one observation")
}

fn bomb() -> Script {
    let mut zipped = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    zipped.write_all(&vec![b'x'; 20 << 20]).expect("memory takes everything");
    let bytes = zipped.finish().expect("memory takes everything");
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
        bytes.len()
    );
    always(vec![Act::Send(head.into_bytes()), Act::Send(bytes), Act::Close])
}

/// Path, what it does, and what one look at it shows: the end, the last status, requests.
type Row = (&'static str, Script, ChainEnd, Option<u16>, usize);

fn shows() -> Vec<Row> {
    [statuses(), redirects(), breaks()].concat()
}

fn statuses() -> Vec<Row> {
    use ChainEnd::Answered;
    vec![
        ("/page", always(page()), Answered, Some(200), 1),
        (
            "/empty",
            always(vec![Act::Send(b"HTTP/1.1 204 No Content\r\n\r\n".to_vec())]),
            Answered,
            Some(204),
            1,
        ),
        ("/gone", always(answer("410 Gone", "", "gone")), Answered, Some(410), 1),
        ("/odd", always(answer("999 Denied", "", "")), Answered, Some(999), 1),
        ("/once-500", vec![answer("500 Oops", "", "x"), page()], Answered, Some(200), 2),
        ("/once-503", vec![answer("503 Busy", "", ""), page()], Answered, Some(200), 2),
        ("/always-500", always(answer("500 Oops", "", "x")), Answered, Some(500), 3),
        ("/always-429", always(answer("429 Slow", "", "")), Answered, Some(429), 3),
        ("/521", always(answer("521 Down", "", "")), Answered, Some(521), 1),
    ]
}

fn redirects() -> Vec<Row> {
    use ChainEnd::{Answered, BadLocation, RedirectLoop, TooManyRedirects};
    let mut rows = vec![
        ("/to-page", moved("/page"), Answered, Some(200), 1),
        ("/loop", moved("/loop"), RedirectLoop, Some(302), 1),
        ("/no-location", always(answer("301 Moved", "", "")), BadLocation, Some(301), 1),
        ("/to-file", moved("file:///etc/passwd"), BadLocation, Some(302), 1),
        ("/to-nothing", moved("http://["), BadLocation, Some(302), 1),
    ];
    for (path, next) in [("/0", "/1"), ("/1", "/2"), ("/2", "/3"), ("/3", "/4"), ("/4", "/page")] {
        let end = if path == "/0" { TooManyRedirects } else { Answered };
        rows.push((path, moved(next), end, Some(if path == "/0" { 302 } else { 200 }), 1));
    }
    rows
}

fn breaks() -> Vec<Row> {
    use ChainEnd::{Answered, Read};
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    let chunked = format!("{ok}Transfer-Encoding: chunked\r\n\r\n");
    let mut rows = vec![
        ("/once-reset", vec![vec![Act::Reset], page()], Answered, Some(200), 2),
        ("/reset", always(vec![Act::Reset]), Read(ReadFault::Reset), None, 3),
        ("/closed", always(vec![Act::Close]), Read(ReadFault::Reset), None, 3),
        ("/silent", always(vec![Act::Silence]), Read(ReadFault::Timeout), None, 1),
        (
            "/endless",
            always(vec![
                Act::Send(format!("{ok}\r\n").into_bytes()),
                Act::Forever(vec![b'x'; 9000]),
            ]),
            Answered,
            Some(200),
            1,
        ),
        ("/bomb", bomb(), Answered, Some(200), 1),
        ("/no-http", raw("hello\r\n\r\n", Act::Close), Read(ReadFault::Decode), None, 2),
        ("/http-1.0", raw("HTTP/1.0 200 OK\r\n\r\n<p>old", Act::Close), Answered, Some(200), 1),
        (
            "/garbage-chunks",
            raw(&format!("{chunked}zz\r\nx"), Act::Close),
            Read(ReadFault::Decode),
            Some(200),
            2,
        ),
        (
            "/no-gzip",
            raw(
                &format!("{ok}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
                Act::Close,
            ),
            // What says that it is packed, and is not, is read as it is.
            Answered,
            Some(200),
            2,
        ),
        (
            "/truncated",
            raw(&format!("{ok}Content-Length: 99\r\n\r\n<title>Half"), Act::Close),
            Read(ReadFault::Truncated),
            Some(200),
            1,
        ),
        (
            "/huge-head",
            raw(&format!("{ok}X-A: {}\r\n\r\n", "a".repeat(600_000)), Act::Close),
            Read(ReadFault::Decode),
            None,
            2,
        ),
        (
            "/many-cookies",
            always(answer("200 OK", &"Set-Cookie: a=b\r\n".repeat(90), "")),
            Answered,
            Some(200),
            1,
        ),
    ];
    let drip = Act::Drip(
        b"HTTP/1.1 200 OK\r\nX: aaaaaaaaaaaaaaaaaaaaaaaaa".to_vec(),
        Duration::from_millis(60),
    );
    rows.push(("/drip", always(vec![drip, Act::Close]), Read(ReadFault::Timeout), None, 1));
    rows
}

#[test]
fn each_fault_shows_what_it_is() {
    let rows = shows();
    let scripts: Vec<(&str, Script)> = rows.iter().map(|row| (row.0, row.1.clone())).collect();
    let mut options = FetchOptions { redirects: 4, ..options() };
    let mut faults = Vec::new();
    // One server and one host for each, so that no fault slows another down.
    let mut servers = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let server = Server::start(&scripts, &[]);
        let name = format!("h{number}.example:{}", server.address.port());
        options.resolve.push(format!("{name}:127.0.0.1"));
        if row.2 == ChainEnd::Read(ReadFault::Timeout) {
            let hasty = HostOverrides { timeout: Some(1), ..HostOverrides::default() };
            options.hosts.insert(format!("h{number}.example"), hasty);
        }
        servers.push((row, server, name));
    }
    let urls: Vec<String> =
        servers.iter().map(|(row, _, name)| format!("http://{name}{}", row.0)).collect();
    let (seen, _) = run(&urls, &options);
    for ((row, server, _), url) in servers.iter().zip(&urls) {
        let shown = &seen[url];
        let status = shown.hops.last().map(|hop| hop.status);
        let requests = server.count(row.0);
        let found = (shown.end, status, requests);
        if found != (row.2, row.3, row.4) {
            faults.push(format!("{}: {found:?}, not {:?}", row.0, (row.2, row.3, row.4)));
        }
        assert_eq!((shown.started.as_str(), shown.run.as_str()), (NOW, "test"));
        let read = shown.page.as_ref().map_or(0, |page| page.bytes);
        assert!(read <= options.body, "{url}: {read} bytes are kept");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_page_is_described() {
    let server = Server::start(&[("/a", always(page())), ("/b", moved("/a#x"))], &[]);
    let shown = ask(&server, "/b", &options());
    let facts = shown.page.expect("a page");
    assert_eq!(facts.title.as_deref(), Some("A page"));
    // No word of its title stands in its text.
    assert_eq!((facts.text_chars, facts.signs.as_slice()), (10, &["mismatch".to_owned()][..]));
    assert_eq!(shown.hops[0].location.as_deref(), Some("/a#x"));
    assert_eq!(shown.hops[1].headers["content-type"], "text/html");
    assert_eq!(shown.hops[1].address.as_deref(), Some("127.0.0.1"));
    let request = &server.requests()[0];
    assert_eq!(request.method, "GET");
    let agent = request.head("user-agent").expect("a name");
    assert!(agent.starts_with("citegraph/") && !agent.contains("link"), "{agent}");
    assert!(request.head("referer").is_none());
}

#[test]
fn waits_are_as_long_as_the_server_says() {
    for (head, least) in [
        ("Retry-After: 1\r\n", 1000),
        (
            "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\nRetry-After: Sun, 01 Mar 2026 10:00:01 GMT\r\n",
            1000,
        ),
        ("Retry-After: -5\r\n", 0),
        ("Retry-After: soon\r\n", 0),
        ("Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n", 0),
    ] {
        let script = vec![answer("429 Slow down", head, ""), page()];
        let server = Server::start(&[("/a", script)], &[]);
        let shown = ask(&server, "/a", &options());
        assert_eq!((shown.end, shown.attempts), (ChainEnd::Answered, 2), "{head}");
        // A wait that is longer than the longest would leave the host alone.
        let gap = server.least_gap().as_millis();
        assert!(gap >= least, "{head}: {gap} ms");
    }
}

#[test]
fn a_host_that_wants_to_be_left_alone_is() {
    let long = always(answer("429 Slow down", "Retry-After: 86400\r\n", ""));
    let server = Server::start(&[("/a", long)], &[]);
    let urls: Vec<String> = (0..20).map(|n| format!("http://{}/a?{n}", server.address)).collect();
    let options = FetchOptions { host_concurrency: 1, ..options() };
    let (seen, summary) = run(&urls, &options);
    assert_eq!((seen.len(), server.requests().len()), (20, 1));
    assert_eq!((summary.unreached, summary.requests), (0, 1));
    assert_eq!(seen.values().filter(|seen| seen.end == ChainEnd::Parked).count(), 19);
}

/// A host that fails link after link is left alone, whatever it does; the rest of its links was not asked, and says so.
#[test]
fn a_host_that_fails_is_put_off() {
    let long = "Retry-After: 2\r\n";
    for (name, acts, expected) in [
        ("503", answer("503 No", "", ""), ChainEnd::PutOff(HostFailure::ServerError)),
        ("529", answer("529 No", "", ""), ChainEnd::PutOff(HostFailure::ServerError)),
        ("429", answer("429 Slow", "", ""), ChainEnd::Parked),
        ("429 with a wait", answer("429 Slow", long, ""), ChainEnd::Parked),
        ("silence", vec![Act::Silence], ChainEnd::PutOff(HostFailure::Timeout)),
        ("cut", vec![Act::Reset], ChainEnd::PutOff(HostFailure::Reset)),
    ] {
        let (bad, good) = (
            Server::start(&[("*", always(acts))], &[]),
            Server::start(&[("/b", always(page()))], &[]),
        );
        let mut urls: Vec<String> =
            (0..20).map(|n| format!("http://bad.example:{}/{n}", bad.address.port())).collect();
        urls.push(format!("http://good.example:{}/b", good.address.port()));
        let options = FetchOptions {
            resolve: vec![
                format!("bad.example:{}:127.0.0.1", bad.address.port()),
                format!("good.example:{}:127.0.0.1", good.address.port()),
            ],
            timeout: 1,
            longest_wait: 3,
            host_concurrency: 2,
            ..options()
        };
        let (seen, summary) = run(&urls, &options);
        let put_off: Vec<_> = seen.values().filter(|shown| shown.end.is_postponed()).collect();
        assert!(
            (15..=19).contains(&put_off.len()),
            "{name}: {} put off of {:?}",
            put_off.len(),
            seen.values().map(|one| (one.end, one.attempts, one.hops.len())).collect::<Vec<_>>()
        );
        assert!(put_off.iter().all(|shown| shown.end == expected), "{name}: {put_off:?}");
        assert_eq!((summary.put_off, summary.unreached), (put_off.len() as u64, 0), "{name}");
        // Nothing was sent for what is said not to have been asked.
        for shown in &put_off {
            let path = shown.url.rsplit('/').next().expect("a path");
            assert_eq!(bad.count(&format!("/{path}")), 0, "{name}");
        }
        assert!(bad.requests().len() <= 9, "{name}: {} requests", bad.requests().len());
        assert_eq!(good.requests().len(), 1);
    }
}

/// At the pace that nobody changed, twenty links of a bad host cost less than a minute and a half.
#[test]
fn a_bad_host_costs_little_at_the_default_pace() {
    let limited = |heads: &str| always(answer("429 Slow", heads, ""));
    let servers = [
        Server::start(&[("*", always(answer("503 No", "", "")))], &[]),
        Server::start(&[("*", limited(""))], &[]),
        Server::start(&[("*", limited("Retry-After: 30\r\n"))], &[]),
        Server::start(&[("*", limited("Retry-After: 60\r\n"))], &[]),
        Server::start(&[("*", always(vec![Act::Silence]))], &[]),
    ];
    let (mut urls, mut resolve) = (Vec::new(), Vec::new());
    for (number, server) in servers.iter().enumerate() {
        let host = format!("bad{number}.example:{}", server.address.port());
        urls.extend((0..20).map(|n| format!("http://{host}/{n}")));
        resolve.push(format!("{host}:127.0.0.1"));
    }
    let (seen, summary) = run(&urls, &FetchOptions { resolve, ..FetchOptions::default() });
    assert!(summary.put_off >= 5 * 15, "{summary:?}");
    assert_eq!(seen.len(), 100);
}

#[test]
fn politeness_as_the_server_saw_it() {
    let slow = always([vec![Act::Wait(Duration::from_millis(60))], page()].concat());
    let server = Server::start(&[("/a", slow)], &[]);
    let mut urls: Vec<String> =
        (0..20).map(|n| format!("http://{}/a?{n}", server.address)).collect();
    // Fragments make no other page.
    urls.extend((0..9).map(|n| format!("http://{}/a?1#{n}", server.address)));
    let options = FetchOptions { host_concurrency: 2, host_spacing_ms: 40, ..options() };
    let started = Instant::now();
    let (seen, _) = run(&urls, &options);
    assert_eq!((seen.len(), server.requests().len()), (20, 20));
    assert!(server.most_at_once() <= 2, "{} at once", server.most_at_once());
    // Departures; on a busy machine two of them may arrive together.
    assert!(started.elapsed() >= Duration::from_millis(40 * 19));
    assert!(server.connections() <= 10, "{} connections for 20 requests", server.connections());
}

#[test]
fn a_slow_host_holds_up_no_other() {
    let gate = Gate::default();
    let slow = always([vec![Act::Until(gate.clone())], page()].concat());
    let (tarpit, quick) =
        (Server::start(&[("/a", slow)], &[]), Server::start(&[("/b", always(page()))], &[]));
    let mut urls: Vec<String> =
        (0..3).map(|n| format!("http://slow.example:{}/a?{n}", tarpit.address.port())).collect();
    urls.extend((0..50).map(|n| format!("http://quick.example:{}/b?{n}", quick.address.port())));
    let options = FetchOptions {
        concurrency: 3,
        host_concurrency: 1,
        resolve: vec![
            format!("slow.example:{}:127.0.0.1", tarpit.address.port()),
            format!("quick.example:{}:127.0.0.1", quick.address.port()),
        ],
        ..options()
    };
    // The slow host answers once the other one was asked for everything.
    let seen = std::thread::scope(|scope| {
        let run = scope.spawn(|| run(&urls, &options).0);
        while quick.requests().len() < 50 && !run.is_finished() {
            std::thread::sleep(Duration::from_millis(5));
        }
        gate.open();
        run.join().expect("a run")
    });
    assert_eq!(quick.requests().len(), 50);
    assert!(seen.values().all(|shown| shown.end == ChainEnd::Answered), "{seen:?}");
}

#[test]
fn budgets_end_a_run() {
    let server = Server::start(&[("/a", always(page()))], &[]);
    let urls: Vec<String> = (0..10).map(|n| format!("http://{}/a?{n}", server.address)).collect();
    let (seen, summary) = run(&urls, &FetchOptions { max_requests: Some(4), ..options() });
    assert_eq!((seen.len(), server.requests().len()), (10, 4));
    assert_eq!(seen.values().filter(|shown| shown.end == ChainEnd::Budget).count(), 6);
    assert_eq!((summary.unreached, summary.requests), (6, 4));
    let slow = FetchOptions { max_time: Some(1), host_spacing_ms: 400, ..options() };
    let (seen, summary) = run(&urls, &slow);
    assert_eq!(seen.len(), 10);
    // Four hundred milliseconds apart, at most three are asked within a second.
    assert!(summary.unreached >= 7, "{summary:?}");
}

#[test]
fn a_run_can_be_stopped() {
    let server = Server::start(&[("/a", always(page()))], &[]);
    let urls: Vec<Url> = (0..99)
        .map(|n| Url::parse(&format!("http://{}/a?{n}", server.address)).expect("a URL"))
        .collect();
    let options = FetchOptions { host_spacing_ms: 50, ..options() };
    let (cancel, mut seen) = (options.cancel.clone(), 0);
    let mut each = |_: Observation| {
        seen += 1;
        if seen == 3 {
            cancel.cancel();
        }
    };
    let summary = check_urls(&urls, &options, &|| NOW.to_owned(), &mut each).expect("a run");
    assert!(summary.cancelled && seen < 10, "{seen} observations");
}

#[test]
fn private_addresses_are_refused_at_every_hop() {
    let inner = Server::start(&[("/secret", always(page()))], &[]);
    let to = |host: &str| moved(&format!("http://{host}:{}/secret", inner.address.port()));
    let outer = Server::start(
        &[
            ("/by-address", to("127.0.0.1")),
            ("/by-name", to("localhost")),
            ("/by-number", to("2130706433")),
            ("/mapped", to("[::ffff:127.0.0.1]")),
        ],
        &[],
    );
    let port = outer.address.port();
    let options = FetchOptions {
        resolve: vec![format!("public.example:{port}:127.0.0.1")],
        allow_private: false,
        ..options()
    };
    for allow_private in [false, true] {
        let options = FetchOptions { allow_private, ..options.clone() };
        for path in ["/by-address", "/by-name", "/by-number", "/mapped"] {
            let url = format!("http://public.example:{port}{path}");
            let shown = run(std::slice::from_ref(&url), &options).0.remove(&url).expect("one");
            assert_eq!((shown.end, shown.hops.len()), (ChainEnd::Private, 1), "{path}");
        }
    }
    assert!(inner.requests().is_empty() && inner.connections() == 0, "nothing was sent");
    let direct = format!("http://localhost:{}/secret", inner.address.port());
    let ended = |options: &FetchOptions| run(std::slice::from_ref(&direct), options).0[&direct].end;
    assert_eq!(ended(&options), ChainEnd::Private);
    assert_eq!(ended(&FetchOptions { allow_private: true, ..options }), ChainEnd::Answered);
}

#[test]
fn cookies_are_kept_along_a_chain_and_no_further() {
    fn door(request: &Request) -> Vec<Act> {
        match request.head("cookie") {
            Some("key=1") => page(),
            _ => answer("302 Found", "Location: /door\r\nSet-Cookie: key=1; Path=/\r\n", ""),
        }
    }
    let server = Server::start(&[("/other", always(page()))], &[("/door", door)]);
    let urls = ["/door", "/other"].map(|path| format!("http://{}{path}", server.address));
    let (seen, _) = run(&urls, &FetchOptions { host_concurrency: 1, ..options() });
    assert_eq!(seen[&urls[0]].end, ChainEnd::Answered);
    assert_eq!(server.count("/door"), 2);
    let other = server.requests().into_iter().find(|request| request.path == "/other");
    assert_eq!(other.expect("a request").head("cookie"), None);
}

#[test]
fn credentials_stay_at_their_origin() {
    let other = Server::start(&[("/b", always(page()))], &[]);
    let across = moved(&format!("http://{}/b", other.address));
    let server = Server::start(&[("/a", moved("/c")), ("/c", across)], &[]);
    let url = format!("http://me:pw@{}/a", server.address);
    let (seen, _) = run(&[url], &options());
    let shown = seen.values().next().expect("one");
    assert_eq!(shown.end, ChainEnd::Answered, "{shown:?}");
    assert!(server.requests().iter().all(|request| request.head("authorization").is_some()));
    assert!(other.requests().iter().all(|request| request.head("authorization").is_none()));
    assert!(!format!("{shown:?}").contains("pw"));
}

#[test]
fn connections_that_do_not_come_about() {
    let (closed, _kept) = closed_port();
    let closed = format!("http://{closed}/a");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let no_tls = format!("https://{}/a", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
            // Until the client has read it and gone; closed earlier, what it sent would become a reset.
            while stream.read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
        }
    });
    let ftp = "ftp://a.example/x".to_owned();
    let (seen, _) = run(&[closed.clone(), no_tls.clone(), ftp.clone()], &options());
    let shown = |url: &String| (seen[url].end, seen[url].attempts);
    assert_eq!(shown(&closed), (ChainEnd::Connect(ConnectFault::Refused), 3));
    assert_eq!(shown(&no_tls), (ChainEnd::Tls(TlsFault::Protocol), 1));
    assert_eq!(shown(&ftp), (ChainEnd::Scheme, 0));
}

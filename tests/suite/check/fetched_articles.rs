//! Articles that are named by URL: fetched from a server of the test's own, and kept.
#![cfg(feature = "network")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use citegraph::article::OriginRule;
use citegraph::fetch::{Client, FetchError, FetchOptions, Lookup, RedirectFault};
use url::Url;

use crate::check::faults::manifest::{always, html, moved};
use crate::check::faults::name_server::{Known, NameServer};
use crate::check::faults::server::{Server, closed_port};
use crate::support::program::{self, run};

const PAGE: &str = "<!DOCTYPE html><title>T</title><p>See <a href='http://cited.example/x'>this</a> \
                    and <a href='/own'>that</a>, which is text enough.</p>";

/// Answers every request of a test, each connection in a thread, until the test ends.
fn serve() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer(stream));
        }
    });
    Url::parse(&format!("http://{address}/")).expect("a URL")
}

fn answer(mut stream: TcpStream) {
    let mut lines = BufReader::new(stream.try_clone().expect("a copy")).lines();
    let first = lines.next().and_then(Result::ok).unwrap_or_default();
    let heads: Vec<String> =
        lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let html = |charset: &str| format!("Content-Type: text/html{charset}\r\n");
    let path = path.split('?').next().unwrap_or_default();
    let (status, head, body): (&str, String, Vec<u8>) = match path {
        "/page" | "/moved/page" => ("200 OK", html(""), PAGE.into()),
        "/said" => {
            let said = PAGE.replace("<p>", "<link rel=canonical href='https://said.example/a'><p>");
            ("200 OK", html(""), said.into())
        }
        "/redirect" => ("302 Found", "Location: /moved/page?b=2\r\n".into(), Vec::new()),
        "/loop" => ("302 Found", "Location: /loop\r\n".into(), Vec::new()),
        "/on" => {
            let hops = first.split(['?', ' ']).nth(2).and_then(|n| n.parse::<u32>().ok());
            ("302 Found", format!("Location: /on?{}\r\n", hops.unwrap_or(0) + 1), Vec::new())
        }
        "/nowhere" => ("302 Found", String::new(), Vec::new()),
        "/credentials" => ("302 Found", "Location: http://me:pw@127.0.0.1/\r\n".into(), Vec::new()),
        "/to-a-file" => ("302 Found", "Location: file:///etc/hostname\r\n".into(), Vec::new()),
        "/silent" => {
            // Until the client has gone.
            while stream.read(&mut [0; 64]).is_ok_and(|read| read > 0) {}
            return;
        }
        "/large" => ("200 OK", html(""), vec![b'x'; 3000]),
        "/pdf" => ("200 OK", "Content-Type: application/pdf\r\n".into(), b"%PDF-1.4".to_vec()),
        "/untyped" => ("200 OK", String::new(), PAGE.into()),
        "/gbk" => {
            let text = PAGE.replace("this", "面包的价格");
            let (bytes, _, _) = encoding_rs::GB18030.encode(&text);
            ("200 OK", html("; charset=\"gb18030\""), bytes.into_owned())
        }
        "/zipped" | "/bomb" => {
            let body = if path == "/bomb" { "x".repeat(50 << 20) } else { PAGE.to_owned() };
            let mut zipped =
                flate2::read::GzEncoder::new(body.as_bytes(), flate2::Compression::fast());
            let mut bytes = Vec::new();
            zipped.read_to_end(&mut bytes).expect("memory takes everything");
            ("200 OK", html("") + "Content-Encoding: gzip\r\n", bytes)
        }
        "/heads" => {
            let seen = format!("<title>T</title><p>{}</p>", heads.join(" | "));
            ("200 OK", html("") + "Set-Cookie: a=b\r\n", seen.into_bytes())
        }
        _ => ("404 Not Found", html(""), b"<p>gone</p>".to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // A client that has had enough closes the connection.
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
}

fn fetch(path: &str, limit: u64) -> Result<citegraph::fetch::FetchedPage, FetchError> {
    // What is silent is waited for to the end; everything else comes sooner on any machine.
    let timeout = if path == "/silent" { 2 } else { 60 };
    let options = FetchOptions { timeout, redirects: 4, ..FetchOptions::default() };
    let client = Client::new(&options).expect("a client");
    client.fetch(&serve().join(path).expect("a URL"), limit)
}

#[test]
fn pages_arrive_unpacked_with_their_last_address() {
    let page = fetch("/page", 10_000).expect("a page");
    assert_eq!((page.bytes.as_slice(), page.charset), (PAGE.as_bytes(), None));
    let moved = fetch("/redirect", 10_000).expect("a page");
    assert_eq!((moved.url.path(), moved.url.query()), ("/moved/page", Some("b=2")));
    assert_eq!(fetch("/zipped", 10_000).expect("a page").bytes, PAGE.as_bytes());
    assert_eq!(fetch("/untyped", 10_000).expect("a page").bytes, PAGE.as_bytes());
    assert_eq!(fetch("/gbk", 10_000).expect("a page").charset.as_deref(), Some("gb18030"));
}

#[test]
fn we_say_who_asks_and_keep_no_cookies() {
    let client = Client::new(&FetchOptions::default()).expect("a client");
    let url = serve().join("/heads").expect("a URL");
    client.fetch(&url, 10_000).expect("a page");
    let again = client.fetch(&url, 10_000).expect("a page");
    let heads = String::from_utf8(again.bytes).expect("text").to_lowercase();
    let agent = format!("user-agent: citegraph/{} ", env!("CARGO_PKG_VERSION"));
    assert!(heads.contains(&agent), "{heads}");
    assert!(!heads.contains("cookie") && !heads.contains("referer"), "{heads}");
}

#[test]
fn what_is_no_page_is_an_error_with_its_remedy() {
    let told = |path: &str, limit| fetch(path, limit).expect_err(path).to_string();
    for (error, words) in [
        (told("/gone", 10_000), ["404 Not Found", "save the page"]),
        (told("/silent", 10_000), ["within 2 seconds", "check.timeout"]),
        (told("/large", 2999), ["more than 2999 bytes", "/large"]),
        (told("/bomb", 10_000), ["more than 10000 bytes", "/bomb"]),
        (told("/pdf", 10_000), ["application/pdf", "give the file"]),
        (told("/loop", 10_000), ["form a loop", "save the page"]),
        (told("/on?0", 10_000), ["more than 4 redirects", "give the address"]),
        (told("/nowhere", 10_000), ["nowhere", "save the page"]),
        (told("/credentials", 10_000), ["user name or password", "save the page"]),
        (told("/to-a-file", 10_000), ["cannot fetch", "save the page"]),
    ] {
        assert!(words.iter().all(|word| error.contains(word)), "{error}");
    }
    let client = Client::new(&FetchOptions::default()).expect("a client");
    let file = Url::parse("file:///etc/hostname").expect("a URL");
    assert!(matches!(client.fetch(&file, 100), Err(FetchError::Scheme(_))));
    let (address, _kept) = closed_port();
    let closed = Url::parse(&format!("http://u:secret@{address}/?token=abcdef0123456789"));
    let error = client.fetch(&closed.expect("a URL"), 100).expect_err("closed").to_string();
    assert!(error.contains("check the address"), "{error}");
    assert!(!error.contains("secret") && !error.contains("abcdef"), "{error}");
}

#[test]
fn a_report_keeps_the_page_and_reads_it_again() {
    let (root, url) = (program::folder(&[]), serve());
    let redirect = url.join("/redirect").expect("a URL");
    let args = ["--no-config", "report", redirect.as_str(), "-o", "out"];
    let ran = run(root.path(), &args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let read = |name: &str| std::fs::read_to_string(root.path().join(name)).expect(name);
    let article = program::articles(&read("out/citations.jsonl")).remove(0);
    assert_eq!(article.input, redirect.as_str());
    let last = url.join("/moved/page?b=2").expect("a URL");
    assert_eq!(
        (article.origin.as_deref(), article.origin_rule),
        (Some(last.as_str()), OriginRule::Fetched)
    );
    assert_eq!((article.citations.len(), article.rejects.len()), (1, 1));
    let kept: Vec<_> = std::fs::read_dir(root.path().join("out/inputs"))
        .expect("the folder")
        .map(|entry| entry.expect("a file").path())
        .collect();
    let [kept] = kept.as_slice() else { panic!("{kept:?}") };
    let page = std::fs::read_to_string(kept).expect("a page");
    let [start, end] = article.citations[0].span.expect("bytes of the page as it is kept");
    assert_eq!(&page[start as usize..end as usize], "http://cited.example/x");
    // Read again, from the file alone, it is the same article.
    let lines = program::output(root.path(), &["--no-config", "extract", "out"]);
    let mut again = program::articles(&lines);
    assert_eq!(again.len(), 1, "of the folder of a report, only the page is no output");
    again[0].input.clone_from(&article.input);
    again[0].sentences = None;
    assert_eq!(again[0], article);
}

#[test]
fn what_the_page_says_comes_first() {
    let (root, url) = (program::folder(&[]), serve());
    let said = url.join("/said").expect("a URL");
    let ran = run(root.path(), &["--no-config", "extract", said.as_str()]);
    let article = program::articles(&ran.stdout).remove(0);
    assert_eq!(article.origin.as_deref(), Some("https://said.example/a"));
    assert_eq!(article.origin_rule, OriginRule::Canonical);
    assert!(std::fs::read_dir(root.path()).expect("a folder").next().is_none(), "nothing is kept");
}

#[test]
fn legacy_pages_are_kept_as_utf_8_and_two_of_one_name_stay_apart() {
    let (root, url) = (program::folder(&[]), serve());
    let page = |path: &str| url.join(path).expect("a URL").to_string();
    let list = format!("{}\r\n{}\n{}\n", page("/gbk"), page("/gbk?x=1"), page("/gbk"));
    std::fs::write(root.path().join("list"), list).expect("a file");
    let args = ["--no-config", "extract", "--files-from", "list", "--save", "kept"];
    let ran = run(root.path(), &args);
    let articles = program::articles(&ran.stdout);
    assert_eq!(articles.len(), 2, "asked for twice, fetched once: {}", ran.stderr);
    assert_eq!(articles[0].citations[0].anchor, "面包的价格");
    let kept = std::fs::read_dir(root.path().join("kept")).expect("a folder").count();
    assert_eq!(kept, 2);
    let lines = program::output(root.path(), &["--no-config", "extract", "kept"]);
    let mut again: Vec<_> = program::articles(&lines).into_iter().map(|a| a.citations).collect();
    again.reverse();
    let first: Vec<_> = articles.into_iter().map(|article| article.citations).collect();
    assert_eq!(again, first, "the numbered file is walked first");
}

#[test]
fn partials_keep_their_pages() {
    let (root, url) = (program::folder(&[]), serve());
    // The first two have one name for their files.
    let urls = ["/page?a=1", "/page?b=2", "/said"].map(|path| url.join(path).expect("a URL"));
    let urls: Vec<&str> = urls.iter().map(Url::as_str).collect();
    let day = ["--today", "2026-03-09"];
    let report = [&["-q", "--no-config", "report", "-o", "one"], &day[..], &urls].concat();
    program::output(root.path(), &report);
    for url in urls.iter().rev() {
        let partial = ["-q", "--no-config", "extract", "--partial", "parts", url];
        program::output(root.path(), &partial);
    }
    program::output(root.path(), &[&["-q", "merge", "parts", "-o", "two"], &day[..]].concat());
    let files = |folder: &str| program::files(&root.path().join(folder));
    assert_eq!(files("one").keys().filter(|name| name.starts_with("inputs/")).count(), 3);
    assert!(files("one") == files("two"));
}

#[test]
fn secrets_of_an_address_are_in_no_output() {
    let (root, url) = (program::folder(&[]), serve());
    let secret = "abcdef0123456789abcdef";
    let page = url.join(&format!("/page?access_token={secret}")).expect("a URL");
    let ran = run(root.path(), &["--no-config", "report", page.as_str(), "-o", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let gone = url.join(&format!("/gone?access_token={secret}")).expect("a URL");
    let failed = run(root.path(), &["--no-config", "report", gone.as_str(), "-o", "out"]);
    assert_eq!(failed.code, 2);
    let said = [ran.stdout, ran.stderr, failed.stdout, failed.stderr].concat();
    assert!(!said.contains(secret), "{said}");
    for (name, bytes) in program::files(root.path()) {
        assert!(!String::from_utf8_lossy(&bytes).contains(secret), "{name}");
    }
}

#[test]
fn other_schemes_are_refused() {
    let root = program::folder(&[]);
    for url in ["file:///etc/hostname", "ftp://a.example/x", "http://"] {
        let ran = run(root.path(), &["--no-config", "extract", url]);
        assert_eq!(ran.code, 2, "{url}: {}", ran.stderr);
    }
    let ran = run(root.path(), &["--no-config", "extract", "ftp://a.example/x"]);
    assert!(ran.stderr.contains("not an http(s) address"), "{}", ran.stderr);
}

/// Asks for a page as a user who names it; the names of the test lead to loopback and count as public.
fn fetch_named(url: &str, options: &FetchOptions) -> Result<Vec<u8>, FetchError> {
    let client = Client::new(options).expect("a client");
    client.fetch(&Url::parse(url).expect("a URL"), 10_000).map(|page| page.bytes)
}

fn public(name: &str, port: u16) -> FetchOptions {
    let resolve = vec![format!("{name}:{port}:127.0.0.1")];
    FetchOptions { timeout: 5, connect_timeout: 2, resolve, ..FetchOptions::default() }
}

#[test]
fn a_redirect_leads_to_no_private_address_that_was_not_named() {
    let inside = Server::start(&[("/internal", always(html(PAGE)))], &[]);
    let port = inside.address.port();
    for to in [
        format!("http://127.0.0.1:{port}/internal"),
        format!("//127.0.0.1:{port}/internal"),
        format!("http://localhost:{port}/internal"),
        format!("http://localhost.:{port}/internal"),
        format!("http://2130706433:{port}/internal"),
        format!("http://0x7f.1:{port}/internal"),
        format!("http://0:{port}/internal"),
        format!("http://[::ffff:127.0.0.1]:{port}/internal"),
        format!("http://[64:ff9b::127.0.0.1]:{port}/internal"),
        format!("http:\\\\127.0.0.1:{port}/internal"),
    ] {
        let outside = Server::start(&[("/", moved(&to)), ("/hop", moved("/"))], &[]);
        let theirs = outside.address.port();
        // From a public page, at once and after a hop, and from a private one that was named.
        for named in [
            format!("http://public.test:{theirs}/"),
            format!("http://public.test:{theirs}/hop"),
            format!("http://127.0.0.1:{theirs}/"),
        ] {
            let error = fetch_named(&named, &public("public.test", theirs)).expect_err(&to);
            let private =
                matches!(error, FetchError::Redirect { crossing: RedirectFault::Private, .. });
            // Not every system knows this spelling.
            let unknown =
                to.contains("localhost.:") && error.to_string().contains("does not exist or");
            assert!(private || unknown, "{named} to {to}: {error}");
        }
    }
    assert_eq!(inside.connections(), 0, "nothing was sent there");
}

#[test]
fn a_private_address_that_is_named_is_fetched_and_may_redirect_to_itself() {
    let scripts = [("/page", always(html(PAGE))), ("/old", moved("/page"))];
    let server = Server::start(&scripts, &[]);
    let port = server.address.port();
    for url in [format!("http://127.0.0.1:{port}/old"), format!("http://localhost:{port}/old")] {
        assert_eq!(fetch_named(&url, &FetchOptions::default()).expect("a page"), PAGE.as_bytes());
    }
    // But no page of somebody else sends us back there.
    let back = Server::start(&[("/", moved(&format!("http://127.0.0.1:{port}/page")))], &[]);
    let theirs = back.address.port();
    let away = moved(&format!("http://public.test:{theirs}/"));
    let home = Server::start(&[("/", away), ("/page", always(html(PAGE)))], &[]);
    let url = format!("http://127.0.0.1:{}/", home.address.port());
    let error = fetch_named(&url, &public("public.test", theirs)).expect_err("a private page");
    assert!(
        matches!(error, FetchError::Redirect { crossing: RedirectFault::Private, .. }),
        "{error}"
    );
}

/// The same on the command line, whichever verb asks.
#[test]
fn no_verb_shows_a_page_that_a_redirect_leads_to_inside() {
    let inside = Server::start(&[("/internal", always(html(PAGE)))], &[]);
    let to = format!("http://127.0.0.1:{}/internal", inside.address.port());
    let outside = Server::start(&[("/", moved(&to))], &[]);
    let url = format!("http://{}/", outside.address);
    let root = program::folder(&[("a.md", "See [x](https://x.example/).\n")]);
    for args in [
        &["extract", &url][..],
        &["extract", &url, "--partial", "parts"],
        &["report", &url, "-o", "out"],
        &["lint", &url],
        &["stats", &url],
        &["sheet", &url],
        &["graph", &url],
        &["diff", "a.md", &url],
        &["impact", "cited.example", &url],
        &["bibliography", &url],
    ] {
        let ran = run(root.path(), &[&["--no-config"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("private"), "{args:?}: {}", ran.stderr);
        assert!(!ran.stdout.contains("cited.example/x"), "{args:?}: {}", ran.stdout);
    }
    assert_eq!(inside.connections(), 0, "nothing was sent there");
    assert_eq!(program::files(root.path()).len(), 1, "nothing was kept");
}

#[test]
fn a_page_that_cannot_be_fetched_leaves_nothing() {
    let (address, _kept) = closed_port();
    let url = format!("http://{address}/a");
    for args in [
        &["report", &url, "-o", "new"][..],
        &["report", &url, "-o", "new/deep"],
        &["report", &url],
        &["extract", &url, "--partial", "new"],
        &["extract", &url, "--save", "new"],
        &["extract", &url, "-o", "new.jsonl"],
        &["graph", &url, "--format", "csv", "-o", "new"],
        &["sheet", &url, "-o", "new.csv"],
    ] {
        let root = program::folder(&[]);
        let ran = run(root.path(), &[&["--no-config"], args].concat());
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        let left = std::fs::read_dir(root.path()).expect("a folder");
        let left: Vec<_> = left.map(|entry| entry.expect("an entry").file_name()).collect();
        assert!(left.is_empty(), "{args:?}: {left:?}");
    }
}

/// A name is judged by what it is looked up to, and what was judged is what is connected to.
#[test]
fn a_name_that_leads_to_a_private_address_is_judged_by_the_address() {
    let names = NameServer::start(&[("evil.test", Known::Addresses(vec![[127, 0, 0, 1].into()]))]);
    let inside = Server::start(&[("/", always(html(PAGE)))], &[]);
    let to = format!("http://evil.test:{}/", inside.address.port());
    let outside = Server::start(&[("/", moved(&to))], &[]);
    let theirs = outside.address.port();
    let lookup = Lookup::Servers(vec![names.address]);
    let options = FetchOptions { lookup, ..public("public.test", theirs) };
    let error =
        fetch_named(&format!("http://public.test:{theirs}/"), &options).expect_err("private");
    assert!(
        matches!(error, FetchError::Redirect { crossing: RedirectFault::Private, .. }),
        "{error}"
    );
    assert_eq!((inside.connections(), names.count("evil.test")), (0, 2), "both kinds of address");
}

#[test]
fn the_numbers_of_a_file_are_held_within_bounds_for_pages_too() {
    let url = serve();
    let root = program::folder(&[(
        "citegraph.toml",
        "[check]\nredirects = 3000\ntimeout = 9223372036854775807\nconnect-timeout = 0\n",
    )]);
    let on = url.join("/on?0").expect("a URL");
    let ran = run(root.path(), &["extract", on.as_str()]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("more than 50 redirects"), "{}", ran.stderr);
}

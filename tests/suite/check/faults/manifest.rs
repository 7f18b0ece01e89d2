//! The catalogue of faults: what a server does, whether the page is there in truth, and what the checker
//! is to say at first sight, a day later and six days later. Shared with the example `faults`.

use std::time::Duration;

use citegraph::check::verdict::LinkState;

use super::server::{Act, Choice, Request, Script};

#[path = "odd_answers.rs"]
mod odd_answers;
#[path = "other_pages.rs"]
mod other_pages;

/// Whether a page is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    /// A reader finds it.
    Alive,
    /// It is gone, and the server or its silence says so.
    Dead,
    /// It is gone, and the server says otherwise: people have to look.
    Soft,
    /// From outside nobody can tell.
    Unclear,
}

/// What stands at the address of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Server,
    /// Nothing listens.
    Closed,
    /// Nobody takes the connection.
    Hole,
}

/// One fault.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) truth: Truth,
    /// The page that is cited.
    pub(crate) path: &'static str,
    pub(crate) scripts: Vec<(String, Script)>,
    pub(crate) choice: Option<Choice>,
    pub(crate) place: Place,
    /// Other pages of the host that are cited.
    pub(crate) beside: Vec<&'static str>,
    /// Outcomes at the three sights.
    pub(crate) codes: [&'static str; 3],
    pub(crate) states: [LinkState; 3],
    /// Whether the host is asked for headers alone first.
    pub(crate) head: bool,
    /// Seconds that the host is waited for; `None` for as long as the run waits.
    pub(crate) seconds: Option<u64>,
}

impl Row {
    /// The path of the choice: `*` for all of the host.
    pub(crate) fn chosen_at(&self) -> &'static str {
        if self.scripts[0].0 == "*" { "*" } else { self.path }
    }

    fn new(name: &'static str, truth: Truth, script: Script) -> Self {
        let beside = ("/beside".to_owned(), always(story("beside")));
        Self {
            name,
            truth,
            path: "/2019/story",
            scripts: vec![("/2019/story".into(), script), beside],
            choice: None,
            place: Place::Server,
            beside: vec!["/beside"],
            codes: ["ok.2xx"; 3],
            states: [LinkState::Alive; 3],
            head: false,
            seconds: None,
        }
    }

    fn says(mut self, code: &'static str, states: [LinkState; 3]) -> Self {
        (self.codes, self.states) = ([code; 3], states);
        self
    }

    fn also(mut self, path: &str, script: Script) -> Self {
        self.scripts.push((path.to_owned(), script));
        self
    }

    /// The whole host does the same.
    fn everywhere(mut self) -> Self {
        self.scripts.truncate(1);
        self.scripts[0].0 = "*".into();
        self
    }

    fn alone(mut self) -> Self {
        self.beside.clear();
        self
    }

    /// The cited page of a host that does the same everywhere.
    fn at_all(mut self, path: &'static str) -> Self {
        self.path = path;
        self
    }

    fn at(mut self, path: &'static str) -> Self {
        self.scripts[0].0 = path.into();
        self.path = path;
        self
    }

    fn head_first(mut self) -> Self {
        self.head = true;
        self
    }

    fn within(mut self, seconds: u64) -> Self {
        self.seconds = Some(seconds);
        self
    }
}

fn chosen(name: &'static str, choice: Choice) -> Row {
    Row { choice: Some(choice), ..Row::new(name, Truth::Alive, Vec::new()) }
}

pub(crate) fn answer(status: &str, heads: &str, body: &str) -> Vec<Act> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{heads}Content-Length: {length}\r\n\r\n");
    vec![Act::Send([head.as_bytes(), body.as_bytes()].concat())]
}

pub(crate) fn html(body: &str) -> Vec<Act> {
    answer("200 OK", "Content-Type: text/html\r\n", body)
}

pub(crate) fn page() -> Vec<Act> {
    html("<title>A page</title><p>Some text.")
}

/// A page with a text of its own, long enough to be an article.
pub(crate) fn story(word: &str) -> Vec<Act> {
    let text: Vec<String> = (0..300).map(|n| format!("{word}{n}")).collect();
    html(&format!("<title>A story</title><p>{}", text.join(" ")))
}

/// A page that has nothing in common with [`story`].
fn another() -> Vec<Act> {
    let text: Vec<String> = (0..300).map(|n| format!("spin{n}")).collect();
    html(&format!("<title>Bonus online</title><p>{}", text.join(" ")))
}

pub(crate) fn always(acts: Vec<Act>) -> Script {
    vec![acts]
}

pub(crate) fn moved(location: &str) -> Script {
    hop("302 Found", location)
}

fn hop(status: &str, location: &str) -> Script {
    always(answer(status, &format!("Location: {location}\r\n"), ""))
}

fn status(status: &str) -> Script {
    always(answer(status, "Content-Type: text/html\r\n", "<p>A message."))
}

fn once(first: Vec<Act>) -> Script {
    vec![first, story("story")]
}

pub(crate) fn raw(text: &str, then: Act) -> Script {
    always(vec![Act::Send(text.as_bytes().to_vec()), then])
}

/// All faults. `other` is the address of a page of somebody else.
pub(crate) fn rows(other: &str) -> Vec<Row> {
    let catalogue =
        [pages(), moves(other), soft(), walls(), refusals(), waits(), bad_hops(), breaks()];
    let found = [odd_answers::odd_answers(), other_pages::other_pages(other)].concat();
    [catalogue.concat(), silences(), found].concat()
}

fn pages() -> Vec<Row> {
    use LinkState::{Alive, Suspect};
    let removed = "<title>Changes</title><p>The element has been removed. Page not found, it says.";
    let alive = |name, script| Row::new(name, Truth::Alive, script);
    vec![
        alive("F01 page", always(story("story"))),
        alive("F01 short page", always(page())),
        alive("F02 no content", always(vec![Act::Send(b"HTTP/1.1 204 No Content\r\n\r\n".into())])),
        alive("F02 reset content", always(answer("205 Reset Content", "", ""))),
        Row::new("F03 empty page", Truth::Unclear, always(html("")))
            .says("soft.empty", [Suspect; 3]),
        alive("F04 part", always(answer("206 Part", "Content-Type: text/html\r\n", "<p>A part."))),
        alive("F10 home page", always(page())).at("/"),
        alive("F13 talks of removal", always(html(removed))).says("ok.2xx", [Alive; 3]),
        chosen("F23 refuses names of robots", |request| {
            let name = request.head("user-agent").unwrap_or_default().to_lowercase();
            let robot =
                ["bot", "check", "crawl", "link", "spider"].iter().any(|w| name.contains(w));
            if robot { answer("403 Forbidden", "", "no") } else { story("story") }
        }),
        chosen("F24 refuses whoever wants no HTML", |request| {
            let accept = request.head("accept").unwrap_or_default();
            if accept.contains("text/html") {
                story("story")
            } else {
                answer("404 Not Found", "", "")
            }
        }),
        chosen("F25 refuses HEAD", |r| by_method(r, answer("403 Forbidden", "", ""))).head_first(),
        chosen("F26 hangs on HEAD", |r| by_method(r, vec![Act::Silence])).head_first().within(3),
        chosen("F27 knows no HEAD", |r| by_method(r, answer("404 Not Found", "", ""))).head_first(),
        alive("F53 endless page", always(endless())),
    ]
}

fn by_method(request: &Request, head: Vec<Act>) -> Vec<Act> {
    if request.method == "HEAD" { head } else { story("story") }
}

fn endless() -> Vec<Act> {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>Long</title>";
    vec![Act::Send(head.into()), Act::Forever(b"word ".repeat(2000))]
}

fn moves(other: &str) -> Vec<Row> {
    use LinkState::{Alive, Moved};
    let there = || ("/2024/story", always(story("story")));
    let moves = |name, status: &str, code, states| {
        let (path, script) = there();
        Row::new(name, Truth::Alive, hop(status, path)).also(path, script).says(code, states)
    };
    vec![
        moves("F05 moved", "301 Moved", "moved.permanent", [Moved; 3]),
        moves("F05 moved, method kept", "308 Moved", "moved.permanent", [Moved; 3]),
        moves("F06 forwarded", "302 Found", "moved.temporary", [Alive; 3]),
        moves("F06 forwarded, method kept", "307 Elsewhere", "moved.temporary", [Alive; 3]),
        Row::new("F07 moved and forwarded", Truth::Alive, hop("301 Moved", "/2020/story"))
            .also("/2020/story", moved("/2024/story"))
            .also("/2024/story", always(story("story")))
            .says("moved.temporary", [Alive; 3]),
        Row::new("F08 to somebody else", Truth::Alive, hop("301 Moved", other))
            .says("moved.offdomain", [Moved; 3]),
        chosen("F43 circle for a cookie", |request| match request.head("cookie") {
            Some("key=1") => story("story"),
            _ => answer("302 Found", "Location: /2019/story\r\nSet-Cookie: key=1; Path=/\r\n", ""),
        })
        .says("moved.temporary", [Alive; 3]),
    ]
}

fn soft() -> Vec<Row> {
    use LinkState::{Alive, Suspect, Unknown};
    let soft = |name, script, code| Row::new(name, Truth::Soft, script).says(code, [Suspect; 3]);
    let missing = "<p>We are sorry. What you look for is not here. Try the search or the archive.";
    let shell = "<title>App</title><div id=app>Loading the app</div><script src=/app.js></script>";
    let plain = "<title>News</title><p>Welcome to our site. Everything happens on this one page.";
    let parked = "<title>a.example</title><p>This domain is parked free. Related searches: shoes";
    vec![
        soft("F09 to the front page", hop("301 Moved", "/"), "soft.to-root")
            .also("/", always(story("front"))),
        soft("F11 to an error page", moved("/404.html"), "soft.error-url")
            .also("/404.html", always(html(missing))),
        soft(
            "F12 title of an error",
            always(html("<title>Page not found | A</title>")),
            "soft.error-title",
        ),
        soft("F12 answer to everything", always(html(missing)), "soft.probe-match")
            .everywhere()
            .also("/", always(story("front")))
            .also("/beside", always(story("beside"))),
        soft("F12 one landing for everything", moved("/start"), "soft.probe-match")
            .everywhere()
            .also("/start", always(story("start")))
            .also("/", always(story("front")))
            .also("/beside", always(story("beside"))),
        Row {
            path: "/q/1122/why-so",
            ..chosen("F12 ignores the end of addresses", |request| {
                known(request, "/q/1122/", page())
            })
            .everywhere()
        },
        Row {
            path: "/q/abc/why-so",
            ..chosen("F12 mends addresses", |request| match request.path.as_str() {
                "/q/abc/why-so" => page(),
                _ => known(
                    request,
                    "/q/abc/",
                    answer("301 Moved", "Location: /q/abc/why-so\r\n", ""),
                ),
            })
            .everywhere()
        },
        Row::new("F14 shell", Truth::Unclear, always(html(shell)))
            .everywhere()
            .says("unknown.shell", [Unknown; 3]),
        Row::new("F14 one page for everything", Truth::Unclear, always(html(plain)))
            .everywhere()
            .says("unknown.shell", [Unknown; 3]),
        soft("F69 parked", always(html(parked)), "soft.parked").everywhere(),
        soft("F70 for sale", always(html("<p>Buy this domain today")), "soft.for-sale")
            .everywhere(),
        Row {
            codes: ["ok.2xx", "soft.drift", "soft.drift"],
            states: [Alive, Suspect, Suspect],
            ..Row::new("F71 another page", Truth::Unclear, vec![story("story"), another()])
        },
    ]
}

/// An answer to all paths that begin so, beside one other page of the host.
fn known(request: &Request, beginning: &str, acts: Vec<Act>) -> Vec<Act> {
    match request.path.as_str() {
        "/beside" => story("beside"),
        path if path.starts_with(beginning) => acts,
        _ => answer("404 Not Found", "", ""),
    }
}

fn walls() -> Vec<Row> {
    use LinkState::Blocked;
    let wall =
        |name, acts, code| Row::new(name, Truth::Unclear, always(acts)).says(code, [Blocked; 3]);
    let script = "<script src='https://x.awswaf.com/y/challenge.js'></script>";
    let moment = "<title>Just a moment...</title><p>Checking";
    let paywall = "<p>Subscribe to continue reading";
    let html = "Content-Type: text/html\r\n";
    vec![
        wall(
            "F15 to a login",
            answer("302 Found", "Location: /login?next=x\r\n", ""),
            "redirect.login",
        )
        .also("/login", always(page())),
        wall("F16 account", answer("401 No", "WWW-Authenticate: Basic\r\n", ""), "blocked.auth"),
        wall("F17 payment", answer("402 Pay", "", ""), "blocked.auth"),
        wall("F17 paywall", answer("403 No", html, paywall), "blocked.auth"),
        wall("F18 forbidden", answer("403 Forbidden", "", "no"), "blocked.forbidden"),
        wall(
            "F19 challenge",
            answer("403 No", "cf-mitigated: challenge\r\n", ""),
            "blocked.challenge",
        ),
        wall(
            "F20 challenge",
            answer("503 No", &format!("Server: cloudflare\r\n{html}"), moment),
            "blocked.challenge",
        ),
        wall("F21 status 999", answer("999 Denied", "", ""), "blocked.challenge"),
        wall("F22 challenge by script", answer("202 Wait", html, script), "blocked.challenge"),
        wall(
            "F22 challenge by header",
            answer("202 Wait", "x-amzn-waf-action: challenge\r\n", ""),
            "blocked.challenge",
        ),
        wall("F32 withheld by law", answer("451 No", "", ""), "legal.451"),
    ]
}

fn refusals() -> Vec<Row> {
    use LinkState::{Alive, Dead, Failing, Unknown};
    let gone = |name, script| Row::new(name, Truth::Dead, script);
    let mended = Row::new("F29 missing for a moment", Truth::Alive, once(answer("404 No", "", "")));
    vec![
        gone("F28 not found", status("404 Not Found")).says("gone.404", [Failing, Dead, Dead]),
        gone("F28 not found after a move", hop("301 Moved", "/2024/story"))
            .says("gone.404", [Failing, Dead, Dead]),
        Row { codes: ["gone.404", "ok.2xx", "ok.2xx"], states: [Failing, Alive, Alive], ..mended },
        gone("F30 host lost all pages", status("404 Not Found"))
            .everywhere()
            .says("gone.404", [Unknown, Failing, Dead]),
        gone("F31 taken away", status("410 Gone")).says("gone.410", [Failing, Dead, Dead]),
        Row::new("F33 bad request", Truth::Unclear, status("400 Bad Request"))
            .says("server.4xx", [Failing; 3]),
        Row::new("F40 broken page", Truth::Unclear, status("500 Oops"))
            .says("server.5xx", [Failing; 3]),
        gone("F41 origin down", status("521 Down"))
            .everywhere()
            .says("server.52x", [Failing, Failing, Dead]),
        gone("F41 no certificate at the origin", status("525 No"))
            .everywhere()
            .says("server.52x", [Failing, Failing, Dead]),
        gone("F41 no host behind", status("530 No"))
            .everywhere()
            .says("server.52x", [Failing, Failing, Dead]),
    ]
}

fn waits() -> Vec<Row> {
    use LinkState::Blocked;
    let alive = |name, first| Row::new(name, Truth::Alive, once(first));
    let limited = |name, heads: &str| {
        Row::new(name, Truth::Unclear, always(answer("429 Slow", heads, "")))
            .alone()
            .says("blocked.ratelimit", [Blocked; 3])
    };
    let date =
        "Date: Sun, 01 Mar 2026 10:00:00 GMT\r\nRetry-After: Sun, 01 Mar 2026 10:00:01 GMT\r\n";
    vec![
        alive("F34 too many requests, once", answer("429 Slow", "Retry-After: 1\r\n", "")),
        limited("F35 come back tomorrow", "Retry-After: 86400\r\n"),
        limited("F36 too many requests, always", ""),
        limited("F37 wait of no meaning", "Retry-After: soon\r\n"),
        limited("F37 wait below zero", "Retry-After: -5\r\n"),
        limited("F37 wait in the past", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT\r\n"),
        alive("F38 busy until a date", answer("503 Busy", date, "")),
        alive("F39 500 once", answer("500 Oops", "", "")),
        alive("F39 502 once", answer("502 Oops", "", "")),
        alive("F39 504 once", answer("504 Oops", "", "")),
        alive("F48 closed at once, once", vec![Act::Close]),
        alive("F48 cut, once", vec![Act::Reset]),
    ]
}

fn bad_hops() -> Vec<Row> {
    use LinkState::{Failing, Skipped, Unknown};
    let bad = |name, script| {
        Row::new(name, Truth::Unclear, script).says("redirect.bad-location", [Failing; 3])
    };
    let circle =
        Row::new("F42 circle", Truth::Unclear, moved("/b")).also("/b", moved("/2019/story"));
    let mut many = Row::new("F44 too many redirects", Truth::Unclear, moved("/hop/1"));
    for n in 1..25 {
        many = many.also(&format!("/hop/{n}"), moved(&format!("/hop/{}", n + 1)));
    }
    vec![
        circle.says("redirect.loop", [Failing; 3]),
        many.says("redirect.limit", [Unknown, Failing, Failing]),
        bad("F45 to nowhere", status("301 Moved")),
        bad("F45 to nothing", moved("")),
        bad("F45 to no address", moved("http://[")),
        bad("F45 to FTP", moved("ftp://127.0.0.1/x")),
        bad("F45 to a file", moved("file:///etc/passwd")),
        bad("F45 to a script", moved("javascript:alert(1)")),
        Row::new("F46 to a private address", Truth::Unclear, moved("http://127.0.0.1:9/"))
            .says("skipped.private", [Skipped; 3]),
    ]
}

fn breaks() -> Vec<Row> {
    use LinkState::Failing;
    let ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    let alive = |name, script| Row::new(name, Truth::Alive, script);
    let broken =
        |name, script| Row::new(name, Truth::Unclear, script).says("server.protocol", [Failing; 3]);
    let text = "<title>Half</title><p>Half a page";
    let head = format!(
        "{ok}Content-Length: {}\r\nX-A: {}\r\n\r\n{text}",
        text.len(),
        "a".repeat(64 << 10)
    );
    vec![
        Row::new("F49 cut", Truth::Unclear, always(vec![Act::Reset]))
            .says("net.reset", [Failing; 3]),
        alive(
            "F54 shorter than told",
            raw(&format!("{ok}Content-Length: 9999\r\n\r\n{text}"), Act::Close),
        ),
        broken("F55 no HTTP", raw("hello\r\n\r\n", Act::Close)),
        broken("F55 HTTP of 1991", raw("<title>Old</title><p>No head at all", Act::Close)),
        alive("F55 HTTP/1.0", raw(&format!("HTTP/1.0 200 OK\r\n\r\n{text}"), Act::Close)),
        Row::new(
            "F55 bad chunks",
            Truth::Unclear,
            raw(&format!("{ok}Transfer-Encoding: chunked\r\n\r\nzz\r\nx"), Act::Close),
        ),
        alive("F56 head of 64 KB", raw(&head, Act::Close)),
        broken(
            "F56 head of 600 KB",
            raw(&format!("{ok}X-A: {}\r\n\r\n", "a".repeat(600_000)), Act::Close),
        ),
        alive(
            "F56 many cookies",
            always(answer("200 OK", &"Set-Cookie: a=b\r\n".repeat(90), "text")),
        ),
        alive(
            "F57 no gzip",
            raw(
                &format!("{ok}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello"),
                Act::Close,
            ),
        ),
    ]
}

fn silences() -> Vec<Row> {
    use LinkState::{Dead, Failing, Unknown};
    let silent = always(vec![Act::Silence]);
    let drip = Act::Drip(b"HTTP/1.1 200 OK\r\nX: aaaa".repeat(4), Duration::from_millis(60));
    let late = |name, script| {
        let row = Row::new(name, Truth::Unclear, script).within(2);
        row.says("net.read-timeout", [Unknown, Failing, Failing])
    };
    let dead = |name| Row::new(name, Truth::Dead, Vec::new());
    let mut rows = vec![
        Row { place: Place::Closed, ..dead("F47 refused") }
            .says("net.refused", [Failing, Failing, Dead]),
        late("F51 never answers", silent),
        late("F52 a byte at a time", always(vec![drip, Act::Close])),
    ];
    if cfg!(target_os = "linux") {
        rows.push(
            Row { place: Place::Hole, ..dead("F50 black hole") }
                .says("net.connect-timeout", [Unknown, Failing, Dead]),
        );
    }
    rows
}

//! What a run asks and what it leaves out: patterns, lists, hosts, forges, accepted links, parts of pages.
#![cfg(feature = "network")]

use super::verb::{Desk, page};
use crate::check::faults::manifest;
use crate::support::program::{command, finish};

const POST: &str = "See [a](http://alive.test/a#part), [b](http://alive.test/b), [gone](http://alive.test/gone), \
                    [o](http://other.test/a).\n";

fn desk() -> Desk {
    Desk::new(&[("/a", page("apple")), ("/b", page("bread"))], &[("post.md", POST)])
}

#[test]
fn patterns_leave_links_out_and_unused_ones_are_reported() {
    let desk = desk();
    let ran = desk.check(&[
        "post.md",
        "--exclude",
        "other.test",
        "--exclude",
        "*/gone",
        "--exclude",
        "unused.example",
    ]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("Not checked: 2 excluded"), "{}", ran.stdout);
    assert!(ran.stderr.contains("the pattern unused.example matches no link"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("pattern other.test"), "{}", ran.stderr);
    assert_eq!((desk.server.count("/a"), desk.server.count("/gone")), (1, 0));
    let (_, rows) = desk.rows(&["post.md", "--include", "*/b"]);
    assert_eq!(rows.len(), 1, "only what is included is asked");
    let (_, rows) = desk.rows(&["post.md", "--exclude", "alive.test", "--include", "*/b"]);
    assert_eq!(rows.len(), 2, "what is included stays");
    let bad = desk.check(&["post.md", "--exclude", ""]);
    assert!(bad.code == 2 && bad.stderr.contains("is not a pattern"), "{}", bad.stderr);
    desk.write("citegraph.toml", "[check]\nexclude = [\"other.test\", \"*.unused.example\"]\n");
    let ran = desk.check(&["post.md", "--offline"]);
    assert!(ran.stdout.contains("1 excluded"), "{}", ran.stdout);
    assert!(ran.stderr.contains("*.unused.example matches no link"), "{}", ran.stderr);
}

#[test]
fn addresses_are_asked_elsewhere() {
    let desk = Desk::new(
        &[("/copy/a", page("apple"))],
        &[("post.md", "[a](https://www.example.org/a)\n")],
    );
    let to =
        format!("https://www.example.org/ http://alive.test:{}/copy/", desk.server.address.port());
    let (code, rows) = desk.rows(&["post.md", "--remap", &to]);
    assert_eq!((code, rows.len(), desk.server.count("/copy/a")), (0, 1, 1), "{rows:?}");
    assert!(rows[0]["url"].as_str().is_some_and(|url| url.ends_with("/copy/a")), "{rows:?}");
    let ran =
        desk.check(&["post.md", "--offline", "--remap", "https://no.example/ http://x.example/"]);
    assert!(ran.stderr.contains("no link begins with"), "{}", ran.stderr);
    assert_eq!(desk.check(&["post.md", "--remap", "x"]).code, 2);
}

#[test]
fn site_maps_and_feeds_are_lists_of_pages_to_ask() {
    let map = "<?xml version='1.0'?><urlset><url><loc>http://alive.test/a</loc></url></urlset>";
    let feed = "<rss><channel><item><link>http://alive.test/b</link></item></channel></rss>";
    let desk = Desk::new(
        &[("/a", page("apple")), ("/b", page("bread"))],
        &[("sitemap.xml", map), ("feed.xml", feed)],
    );
    let (code, rows) = desk.rows(&["--urls", "sitemap.xml"]);
    assert_eq!((code, rows.len(), desk.server.count("/a")), (0, 1, 1));
    let (code, rows) = desk.rows(&["sitemap.xml", "feed.xml"]);
    assert_eq!((code, rows.len(), desk.server.count("/b")), (0, 2, 1), "named like articles too");
}

#[test]
fn hosts_are_named_by_patterns_and_ports() {
    let desk = desk();
    let port = desk.server.address.port();
    let table = format!(
        "[check.hosts.\"*.test\"]\naccept = [404]\n[check.hosts.\"other.test:{port}\"]\naccept = [410]\n\
         [check.hosts.\"*.nowhere.example\"]\ntimeout = 3\n"
    );
    let config = std::fs::read_to_string(desk.root.path().join("citegraph.toml")).expect("a file");
    std::fs::write(desk.root.path().join("citegraph.toml"), config + &table).expect("a file");
    let ran = desk.check(&["post.md", "--format", "ndjson"]);
    assert_eq!(ran.code, 0);
    let states: Vec<bool> =
        ran.stdout.lines().map(|row| row.contains("\"verdict\":\"ALIVE\"")).collect();
    assert_eq!(states, [true; 4], "{}", ran.stdout);
    assert!(
        ran.stderr.contains("[check.hosts.\"*.nowhere.example\"] matches no link"),
        "{}",
        ran.stderr
    );
    assert!(!ran.stderr.contains("\"*.test\"] matches no link"), "{}", ran.stderr);
    std::fs::write(
        desk.root.path().join("citegraph.toml"),
        "[check.hosts.\"https://a.example\"]\ntimeout = 3\n",
    )
    .expect("a file");
    let ran = desk.check(&["post.md"]);
    assert!(
        ran.code == 2 && ran.stderr.contains("is not a host; write example.org"),
        "{}",
        ran.stderr
    );
}

#[test]
fn accepted_links_are_marked_and_fail_nothing() {
    let desk = desk();
    let text = format!("<!-- citegraph: ignore link-dead reason=\"kept as it was\" -->\n{POST}");
    desk.write("post.md", &text);
    for day in ["2026-03-01", "2026-03-02"] {
        desk.check(&["post.md", "--today", day]);
    }
    let shown = |form: &str| {
        desk.check(&["post.md", "--offline", "--today", "2026-03-02", "--format", form])
    };
    let text = shown("text");
    assert_eq!(text.code, 0, "{}", text.stdout);
    assert!(text.stdout.contains("accepted: kept as it was"), "{}", text.stdout);
    assert!(text.stdout.contains("1 link is accepted"), "{}", text.stdout);
    assert!(shown("markdown").stdout.contains(", accepted |"));
    assert!(shown("ndjson").stdout.contains("\"accepted\":\"kept as it was\""));
    desk.write("post.md", POST);
    let text = shown("text");
    assert_eq!(text.code, 1);
    assert!(
        text.stdout.contains("makes this run fail")
            && text.stdout.contains("1 link makes this run fail"),
        "{}",
        text.stdout
    );
}

#[test]
fn every_form_says_what_was_left_out() {
    let desk = desk();
    desk.write(
        "post.md",
        &format!(
            "{POST}\n<nav><a href='http://third.test/'>x</a></nav>\n[l](http://127.0.0.1/x)\n"
        ),
    );
    for form in ["text", "markdown", "sarif", "github", "junit"] {
        let ran = desk.check(&["post.md", "--recheck", "--format", form]);
        for part in ["4 checked (1 private)", "1 in navigation"] {
            assert!(ran.stdout.contains(part), "{form}, {part}: {}", ran.stdout);
        }
    }
    let ran = desk.check(&["post.md", "--recheck", "--format", "ndjson"]);
    assert!(ran.stdout.contains("\"not_asked\":\"private\""), "{}", ran.stdout);
    assert!(ran.stderr.contains("Not checked: 1 in navigation"), "{}", ran.stderr);
    let ran = desk.check(&["post.md", "--recheck", "--format", "json"]);
    assert!(ran.stderr.contains("Not checked: 1 in navigation"), "{}", ran.stderr);
}

#[test]
fn a_permission_makes_links_due() {
    let desk = desk();
    let port = desk.server.address.port();
    desk.write("post.md", &format!("[a](http://127.0.0.1:{port}/a)\n"));
    let day = ["post.md", "--today", "2026-03-01"];
    let (_, rows) = desk.rows(&day);
    assert_eq!((rows[0]["verdict"].as_str(), desk.server.count("/a")), (Some("SKIPPED"), 0));
    let (_, rows) = desk.rows(&[&day[..], &["--allow-private"]].concat());
    assert_eq!((rows[0]["verdict"].as_str(), desk.server.count("/a")), (Some("ALIVE"), 1));
}

#[test]
fn parts_of_fetched_pages_are_verified() {
    let body = "<title>x</title><h1 id=part>x</h1><p id=other>Words that a page has, and more of them.</p>";
    let script = vec![manifest::answer("200 OK", "Content-Type: text/html\r\n", body)];
    let post = "[a](http://alive.test/a#part) [b](http://alive.test/a#gone) [c](http://alive.test/a#:~:text=x)\n";
    let desk = Desk::new(&[("/a", script)], &[("post.md", post)]);
    let (code, rows) = desk.rows(&["post.md", "--fragments"]);
    assert_eq!((code, rows[0]["missing_fragments"].to_string()), (0, "[\"gone\"]".to_owned()));
    let ran = desk.check(&["post.md", "--offline"]);
    assert!(ran.stdout.contains("no part named gone"), "{}", ran.stdout);
    let json = desk.check(&["post.md", "--offline", "--format", "json"]).stdout;
    assert!(json.contains("link-fragment") && json.matches("\"rule\"").count() == 1, "{json}");
}

#[test]
fn private_owners_are_out_of_reach_and_not_gone() {
    let post = "[a](http://alive.test/Acme/tool) [b](http://alive.test/else/tool) [c](http://alive.test/z)\n";
    let desk = Desk::new(&[("/z", page("zebra"))], &[("post.md", post)]);
    let days = |day: &'static str| desk.rows(&["post.md", "--today", day]).1;
    days("2026-03-01");
    let states = |rows: &[serde_json::Value]| -> Vec<String> {
        let state = |row: &serde_json::Value| format!("{} {}", row["verdict"], row["outcome"]);
        rows[..2].iter().map(|row| state(row).replace('"', "")).collect()
    };
    assert_eq!(states(&days("2026-03-02")), ["DEAD gone.404", "DEAD gone.404"]);
    let config = std::fs::read_to_string(desk.root.path().join("citegraph.toml")).expect("a file");
    let table = "[check.hosts.\"alive.test\"]\nprivate = [\"acme\"]\n";
    std::fs::write(desk.root.path().join("citegraph.toml"), config + table).expect("a file");
    let rows = desk.rows(&["post.md", "--today", "2026-03-02"]).1;
    assert_eq!(states(&rows), ["BLOCKED blocked.private-owner", "DEAD gone.404"]);
}

#[test]
fn pages_of_github_are_asked_through_its_api_with_a_token() {
    let json = |status: &str, body: &str| {
        vec![manifest::answer(status, "Content-Type: application/json\r\n", body)]
    };
    let scripts = [
        ("/repos/o/private", json("200 OK", "{}")),
        ("/repos/o/gone", json("404 Not Found", "{\"message\":\"Not Found\"}")),
        ("/repos/o/limited", json("403 Forbidden", "{\"message\":\"API rate limit exceeded\"}")),
    ];
    let post = "[a](https://github.com/o/private) [b](https://github.com/o/gone) [c](https://github.com/o/limited)\n";
    let desk = Desk::new(&scripts, &[("post.md", post)]);
    let ask = |api: &str, day: &str| {
        let args = desk.args(&["post.md", "--format", "ndjson", "--today", day]);
        let mut command = command(desk.root.path(), &args);
        command
            .env("CITEGRAPH_GITHUB_TOKEN", "s3cret-token-of-a-test")
            .env("CITEGRAPH_GITHUB_API", api);
        finish(command.output().expect("citegraph starts"))
    };
    let api = format!("http://127.0.0.1:{}/", desk.server.address.port());
    ask(&api, "2026-03-01");
    let ran = ask(&api, "2026-03-03");
    let rows: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let told: Vec<String> = rows
        .iter()
        .map(|row| format!("{} {}", row["url"], row["outcome"]).replace('"', ""))
        .collect();
    let expected = ["gone gone.404", "limited unknown.registry", "private ok.registered"];
    assert_eq!(told, expected.map(|end| format!("https://github.com/o/{end}")), "{}", ran.stderr);
    let ledger = desk.ledger();
    for text in [&ledger, &ran.stdout, &ran.stderr] {
        assert!(!text.contains("s3cret"), "{text}");
    }
    let requests = desk.server.requests();
    let sent = requests.iter().find_map(|request| request.head("authorization"));
    assert_eq!(sent, Some("Bearer s3cret-token-of-a-test"));
    let text =
        desk.check(&["post.md", "--offline", "--today", "2026-03-03", "--width", "300"]).stdout;
    assert!(
        text.contains("private` of [check.hosts.\"github.com\"]")
            && text.contains("CITEGRAPH_GITHUB_TOKEN"),
        "{text}"
    );
    let ran = ask("https://evil.example/", "2026-03-04");
    assert!(
        ran.code == 2 && ran.stderr.contains("must be an address of this machine"),
        "{}",
        ran.stderr
    );
}

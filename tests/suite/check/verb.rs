//! `citegraph check` from outside: what it asks, what it remembers, and when it fails.
#![cfg(feature = "network")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::check::faults::manifest;
use crate::check::faults::server::{Act, Gate, Script, Server, closed_port};
use crate::support::program::{self, Ran, command, run};

/// Enough for loopback, and short enough for tests. No canary beyond the machine.
const CONFIG: &str = "[check]\ntimeout = 60\nconnect-timeout = 60\nfirst-wait-ms = 10\nretries = 1\n\
                      host-concurrency = 8\nhost-spacing-ms = 0\nprobe-below = 0\n[policy]\ncanary = \"\"\n";

/// A page of its own for each path, so that no two are alike.
pub(super) fn page(name: &str) -> Script {
    let words: Vec<String> =
        (0..60).map(|n| format!("{name}{}", (n * 7919 + name.len() * 31) % 997)).collect();
    let body = format!("<title>{name}</title><p>{}</p>", words.join(" "));
    answer("200 OK", &body)
}

fn answer(status: &str, body: &str) -> Script {
    vec![manifest::answer(status, "Content-Type: text/html\r\n", body)]
}

/// A folder with a configuration and a server that knows some paths.
pub(super) struct Desk {
    pub(super) root: tempfile::TempDir,
    pub(super) server: Server,
}

impl Desk {
    pub(super) fn new(scripts: &[(&str, Script)], files: &[(&str, &str)]) -> Self {
        let server = Server::start(scripts, &[]);
        let root = program::folder(&[("citegraph.toml", CONFIG)]);
        let desk = Self { root, server };
        for (name, text) in files {
            desk.write(name, text);
        }
        desk
    }

    /// Writes a file; `@host/` in it is a host that leads to the server.
    pub(super) fn write(&self, name: &str, text: &str) {
        let port = self.server.address.port();
        let text = text.replace(".test/", &format!(".test:{port}/"));
        std::fs::write(self.root.path().join(name), text).expect("a file");
    }

    pub(super) fn args(&self, args: &[&str]) -> Vec<String> {
        let port = self.server.address.port();
        let mut all: Vec<String> = vec!["check".into()];
        all.extend(args.iter().map(|arg| (*arg).to_owned()));
        for host in ["alive", "other", "third"] {
            all.push("--resolve".into());
            all.push(format!("{host}.test:{port}:127.0.0.1"));
        }
        all
    }

    pub(super) fn check(&self, args: &[&str]) -> Ran {
        run(self.root.path(), &self.args(args))
    }

    /// The rows of a run, by the path of the address.
    pub(super) fn rows(&self, args: &[&str]) -> (i32, Vec<Value>) {
        let ran = self.check(&[args, &["--format", "ndjson"]].concat());
        let rows = ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON"));
        (ran.code, rows.collect())
    }

    pub(super) fn ledger(&self) -> String {
        std::fs::read_to_string(self.root.path().join(".citegraph/ledger.ndjson"))
            .expect("a ledger")
    }
}

/// Verdict and outcome of the row whose address ends so.
fn told<'a>(rows: &'a [Value], end: &str) -> (&'a str, &'a str) {
    let mut found =
        rows.iter().filter(|row| row["url"].as_str().is_some_and(|url| url.ends_with(end)));
    let row = found.next().unwrap_or_else(|| panic!("no row ends in {end}: {rows:#?}"));
    (row["verdict"].as_str().expect("a verdict"), row["outcome"].as_str().unwrap_or("-"))
}

const POST: &str = "See [a](http://alive.test/a#part), [b](http://alive.test/b), [gone](http://alive.test/gone).\n";

fn desk() -> Desk {
    let scripts = [("/a", page("apple")), ("/b", page("bread")), ("/moved", page("cloud"))];
    Desk::new(&scripts, &[("post.md", POST)])
}

#[test]
fn a_missing_page_is_dead_at_the_second_sight_and_not_before() {
    let desk = desk();
    let (code, rows) = desk.rows(&["post.md", "--today", "2026-03-01"]);
    assert_eq!(told(&rows, "/gone"), ("FAILING", "gone.404"));
    assert_eq!((told(&rows, "/a"), code), (("ALIVE", "ok.2xx"), 0));
    assert_eq!(rows.len(), 3, "a fragment is never asked for");
    let (code, rows) = desk.rows(&["post.md", "--today", "2026-03-01"]);
    assert_eq!((told(&rows, "/gone").0, code), ("FAILING", 0), "nothing is due on the same day");
    assert_eq!(desk.server.count("/gone"), 1);
    let (code, rows) = desk.rows(&["post.md", "--today", "2026-03-02"]);
    assert_eq!((told(&rows, "/gone"), code), (("DEAD", "gone.404"), 1));
    assert_eq!(desk.server.count("/a") + desk.server.count("/b"), 3, "one page tells of the host");
    let row = rows.iter().find(|row| row["verdict"] == "DEAD").expect("a dead link");
    assert_eq!((&row["new_dead"], &row["strikes"]), (&true.into(), &serde_json::json!([2, 2])));
    assert_eq!(row["evidence"].as_array().map(Vec::len), Some(2));
    assert_eq!(row["cited_by"][0]["input"], "post.md");
    assert_eq!((row["cited_by"][0]["line"].as_u64(), row["status"].as_u64()), (Some(1), Some(404)));
}

#[test]
fn offline_runs_are_the_same_to_the_byte() {
    let desk = desk();
    for day in ["2026-03-01", "2026-03-02"] {
        desk.check(&["post.md", "--today", day]);
    }
    let offline = ["post.md", "--offline", "--today", "2026-03-02"];
    let asked = desk.server.requests().len();
    for format in ["ndjson", "text", "markdown", "json", "sarif", "github", "junit"] {
        let args = [&offline[..], &["--format", format]].concat();
        let (one, two) = (desk.check(&args), desk.check(&args));
        assert_eq!((one.code, &one.stdout), (1, &two.stdout), "{format}: {}", one.stderr);
        assert!(one.stdout.contains("gone"), "{format}: {}", one.stdout);
    }
    assert_eq!(desk.server.requests().len(), asked);
    let (code, rows) = desk.rows(&["post.md", "--offline", "--today", "2026-03-01"]);
    assert_eq!((told(&rows, "/gone").0, code), ("FAILING", 0), "what is later does not count");
    let early = desk.check(&["post.md", "--offline", "--today", "2026-03-01"]);
    assert!(early.stderr.contains("checks after 2026-03-01 are ignored"), "{}", early.stderr);
}

#[test]
fn without_a_network_no_link_is_blamed() {
    let desk = desk();
    let (closed, _kept) = closed_port();
    let port = closed.port();
    let text = format!("[x](http://gone.test:{port}/x) and [y](http://none.test:{port}/y)\n");
    std::fs::write(desk.root.path().join("silent.md"), text).expect("a file");
    let names = [format!("gone.test:{port}:127.0.0.1"), format!("none.test:{port}:127.0.0.1")];
    let silent = |day: &'static str| {
        let resolve = ["silent.md", "--today", day, "--resolve", &names[0], "--resolve", &names[1]];
        desk.check(&resolve)
    };
    for day in ["2026-03-01", "2026-03-05", "2026-03-09", "2026-03-20"] {
        let ran = silent(day);
        assert_eq!(ran.code, 3, "{}", ran.stderr);
        assert!(
            ran.stderr.contains("the network of this machine seems to be down"),
            "{}",
            ran.stderr
        );
        assert!(ran.stdout.contains("UNKNOWN 2"), "{}", ran.stdout);
    }
    assert!(desk.ledger().contains("\"valid\":false"));
    // The same silence is a fault of the links where others answer.
    let both = std::fs::read_to_string(desk.root.path().join("silent.md")).expect("a file") + POST;
    desk.write("silent.md", &both);
    assert_eq!(silent("2026-04-01").code, 0);
    assert!(silent("2026-04-02").stdout.contains("FAILING 2"));
}

#[test]
fn a_canary_tells_a_dead_list_from_a_dead_network() {
    let desk = desk();
    let port = desk.server.address.port();
    let canary = CONFIG.replace("\"\"", &format!("\"http://alive.test:{port}/a\""));
    std::fs::write(desk.root.path().join("citegraph.toml"), canary).expect("a file");
    let (closed, _kept) = closed_port();
    let closed = closed.port();
    std::fs::write(desk.root.path().join("l.md"), format!("[x](http://third.test:{closed}/x)\n"))
        .expect("a file");
    let name = format!("third.test:{closed}:127.0.0.1");
    let args = ["l.md", "--resolve", &name, "--today", "2026-03-01"];
    let ran = desk.check(&args);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(desk.server.count("/a"), 1);
    let ran =
        desk.check(&[&args[..], &["--recheck", "--no-canary", "--ledger", "new.ndjson"]].concat());
    assert_eq!((ran.code, desk.server.count("/a")), (3, 1), "{}", ran.stderr);
}

#[test]
fn one_run_at_a_time() {
    let gate = Gate::default();
    let slow = vec![vec![Act::Until(gate.clone()), Act::Close]];
    let desk = Desk::new(&[("/slow", slow)], &[("post.md", "[s](http://alive.test/slow)\n")]);
    let mut first = command(desk.root.path(), &desk.args(&["post.md"]));
    let mut first = first.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
    desk.server.wait_for("/slow", 1);
    let second = desk.check(&["post.md"]);
    assert_eq!(second.code, 2, "{}", second.stderr);
    assert!(second.stderr.contains("is in use by another run"), "{}", second.stderr);
    assert_ne!(desk.check(&["post.md", "--offline"]).code, 2);
    let compact = run(desk.root.path(), &["ledger", "compact"]);
    assert_eq!(compact.code, 2, "{}", compact.stderr);
    gate.open();
    first.wait().expect("the first run ends");
}

#[test]
fn killed_and_resumed() {
    let names: Vec<String> = (0..40).map(|n| format!("/{n}")).collect();
    let page = |name: &String| {
        let mut script = page(name);
        script[0].insert(0, Act::Wait(Duration::from_millis(30)));
        (name.clone(), script)
    };
    let scripts: Vec<(String, Script)> = names.iter().map(page).collect();
    let scripts: Vec<(&str, Script)> =
        scripts.iter().map(|(n, s)| (n.as_str(), s.clone())).collect();
    let links = names.iter().map(|name| format!("See <http://alive.test{name}>."));
    let text = links.collect::<Vec<_>>().join("\n\n");
    let desk = Desk::new(&scripts, &[("post.md", &text)]);
    let config = CONFIG.replace("host-concurrency = 8", "host-concurrency = 2");
    std::fs::write(desk.root.path().join("citegraph.toml"), config).expect("a file");
    let mut kills = 0;
    for wait in [150_u64, 230, 310, 90] {
        let mut child =
            command(desk.root.path(), &desk.args(&["post.md", "--today", "2026-03-01"]));
        let mut child =
            child.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(wait));
        kills += usize::from(child.try_wait().expect("a child").is_none());
        child.kill().expect("it is killed");
        child.wait().expect("it ends");
    }
    assert!(kills > 0, "no run was under way");
    let (code, rows) = desk.rows(&["post.md", "--today", "2026-03-01"]);
    assert_eq!(code, 0);
    let calm = Desk::new(&scripts, &[("post.md", &text)]);
    let (_, undisturbed) = calm.rows(&["post.md", "--today", "2026-03-01"]);
    let verdicts = |rows: &[Value]| -> Vec<(String, String)> {
        let path = |row: &Value| {
            let url = row["url"].as_str().unwrap_or_default();
            url.rsplit('/').next().unwrap_or_default().to_owned()
        };
        rows.iter().map(|row| (path(row), row["verdict"].to_string())).collect()
    };
    assert_eq!(verdicts(&rows), verdicts(&undisturbed));
    // Two under way at once: each kill loses two looks at most.
    assert!(desk.server.requests().len() <= names.len() + 2 * kills, "{kills}");
}

fn git(folder: &Path, args: &[&str]) {
    let identity =
        ["-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").arg("-C").arg(folder).args(identity).args(args).output();
    let run = run.expect("git is installed");
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
}

#[test]
fn a_change_is_blamed_for_what_it_added_alone() {
    let desk = desk();
    let folder = desk.root.path();
    let rest = "A paragraph that stays as it is.\n\n".repeat(20);
    let old = "[gone](http://alive.test/old-gone) and [a](http://alive.test/a).\n";
    desk.write("old.md", &format!("{rest}{old}"));
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "before"]);
    git(folder, &["checkout", "-qb", "change"]);
    // Moved within its file, and the file renamed; one link added; one new file.
    git(folder, &["mv", "old.md", "renamed.md"]);
    let new = "[a](http://alive.test/a), [gone](http://alive.test/old-gone).\n\n[new](http://alive.test/new-gone)\n";
    desk.write("renamed.md", &format!("A line.\n\n{rest}{new}"));
    desk.write("new.md", "[gone too](http://alive.test/newer-gone), [b](http://alive.test/b)\n");
    git(folder, &["add", "renamed.md"]);
    git(folder, &["commit", "-qm", "after"]);
    let (code, rows) = desk.rows(&[".", "--since", "main"]);
    assert_eq!(code, 1);
    let new: Vec<&str> = rows
        .iter()
        .filter(|row| row["new_dead"] == true)
        .filter_map(|row| row["url"].as_str())
        .collect();
    let ends: Vec<&str> = new.iter().filter_map(|url| url.rsplit('/').next()).collect();
    assert_eq!(ends, ["new-gone", "newer-gone"]);
    assert_eq!(told(&rows, "/new-gone").0, "FAILING", "a gate at once is no verdict");
    let added: Vec<bool> = rows
        .iter()
        .filter(|row| row["url"].as_str().is_some_and(|u| u.ends_with("old-gone")))
        .filter_map(|row| row["cited_by"][0]["added"].as_bool())
        .collect();
    assert_eq!(added, [false]);
    assert_eq!(desk.server.count("/new-gone"), 2, "looked at twice");
    assert_eq!(desk.server.count("/old-gone"), 0, "nobody is to be blamed for it");
    let times: Vec<Instant> =
        desk.server.requests().iter().filter(|r| r.path == "/new-gone").map(|r| r.at).collect();
    assert!(times[1] - times[0] >= Duration::from_secs(5));
    // The ledger alone tells the same; and a second run looks again at what is gone.
    let told =
        |args: &[&str]| desk.rows(args).1.iter().filter(|row| row["new_dead"] == true).count();
    assert_eq!(told(&[".", "--since", "main", "--offline"]), 2);
    assert_eq!(told(&[".", "--since", "main"]), 2);
    let sarif = desk.check(&[".", "--since", "main", "--offline", "--format", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif.stdout).expect("JSON");
    for result in sarif["runs"][0]["results"].as_array().expect("results") {
        let place = &result["locations"][0]["physicalLocation"];
        let file = place["artifactLocation"]["uri"].as_str().expect("a file");
        let text = std::fs::read_to_string(folder.join(file)).expect("the file of a result");
        let line = place["region"]["startLine"].as_u64().expect("a line") as usize;
        let shown = text.lines().nth(line - 1).expect("the line of a result");
        assert!(shown.contains("gone"), "{shown}");
    }
    for (reference, words) in
        [("nowhere", "git cannot find this commit"), ("--help", "cannot find this commit")]
    {
        let arg = format!("--since={reference}");
        let ran = desk.check(&[".", &arg]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
}

/// A fault of pages is none of their host: its front page is asked where nothing else of it came.
#[test]
fn a_host_that_answers_is_not_dead() {
    let oops = answer("500 Oops", "x");
    let cut = vec![vec![Act::Reset]];
    let scripts = [("/", page("front")), ("/500a", oops.clone()), ("/500b", oops), ("/cut", cut)];
    let text = "See [a](http://alive.test/500a), [b](http://alive.test/500b), [c](http://other.test/cut).\n";
    let desk = Desk::new(&scripts, &[("post.md", text)]);
    for day in ["2026-03-01", "2026-03-02", "2026-03-08", "2026-03-20"] {
        let (code, rows) = desk.rows(&["post.md", "--today", day]);
        assert_eq!(code, 0, "{day}: {rows:#?}");
        for end in ["/500a", "/500b", "/cut"] {
            assert_eq!(told(&rows, end).0, "FAILING", "{day} {end}");
        }
    }
    assert_eq!(desk.server.count("/"), 8, "once a host and run");
}

/// A folder that looks like a repository may hold a configuration that runs programs.
#[test]
fn a_change_cannot_make_git_run_anything() {
    let desk = desk();
    let folder = desk.root.path();
    let bare = folder.join("trap");
    for name in ["objects", "refs"] {
        std::fs::create_dir_all(bare.join(name)).expect("a folder");
        std::fs::write(bare.join(name).join("keep"), "").expect("a file");
    }
    let sprung = folder.join("sprung");
    let config = format!(
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = \"touch {}; false\"\n",
        sprung.display()
    );
    std::fs::write(bare.join("config"), config).expect("a file");
    std::fs::write(bare.join("HEAD"), "ref: refs/heads/main\n").expect("a file");
    desk.write("trap/post.md", POST);
    git(folder, &["init", "-q", "-b", "main"]);
    git(folder, &["add", "."]);
    git(folder, &["commit", "-qm", "one"]);
    let ran = desk.check(&["trap/post.md", "--since", "HEAD"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(!sprung.exists(), "a program was run");
}

#[test]
fn a_shallow_clone_is_told_what_it_lacks() {
    let desk = desk();
    let folder = desk.root.path();
    git(folder, &["init", "-q", "-b", "main"]);
    for n in 0..3 {
        desk.write("post.md", &format!("{POST}{n}\n"));
        git(folder, &["add", "."]);
        git(folder, &["commit", "-qm", "one"]);
    }
    let clone = folder.join("clone");
    let from = format!("file://{}", folder.display());
    git(folder, &["clone", "-q", "--depth", "1", &from, "clone"]);
    let ran = run(&clone, &["check", "post.md", "--since", "HEAD~1"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("fetch-depth: 0"), "{}", ran.stderr);
}

#[test]
fn what_fails_a_run() {
    let desk = desk();
    desk.write("front.md", "[deep](http://other.test/deep), [w](http://other.test/wall)\n");
    let dead = ["post.md", "--today", "2026-03-02"];
    desk.check(&["post.md", "--today", "2026-03-01"]);
    assert_eq!(desk.check(&dead).code, 1);
    let offline = |flags: &[&str]| desk.check(&[&dead[..], &["--offline"], flags].concat()).code;
    assert_eq!(offline(&[]), 1);
    assert_eq!(offline(&["--fail-on", "never"]), 0);
    assert_eq!(offline(&["--fail-on", "suspect"]), 1);
    let later = ["post.md", "--today", "2026-05-02", "--fail-on", "new-dead"];
    assert_eq!(desk.check(&later).code, 0, "it died before");
    // A suppression leaves a link out of the gate.
    let text = format!("<!-- citegraph: ignore link-dead reason=\"known\" -->\n{POST}");
    desk.write("post.md", &text);
    let ran = desk.check(&[&dead[..], &["--offline"]].concat());
    assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn budgets_end_a_run_early_and_the_next_one_goes_on() {
    let desk = desk();
    let ran = desk.check(&["post.md", "--max-requests", "1"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("2 links were not reached"), "{}", ran.stderr);
    let ran = desk.check(&["post.md"]);
    assert_eq!((ran.code, desk.server.requests().len()), (0, 3), "{}", ran.stderr);
}

#[test]
fn lists_of_addresses() {
    let desk = desk();
    desk.write(
        "urls.txt",
        "http://alive.test/a\n# no\n  http://alive.test/gone later\nmailto:a@b.example\n",
    );
    let (code, rows) = desk.rows(&["--urls", "urls.txt"]);
    assert_eq!((code, rows.len()), (0, 2));
    let place = &rows[1]["cited_by"][0];
    assert_eq!(
        (place["input"].as_str(), place["line"].as_u64(), place["column"].as_u64()),
        (Some("urls.txt"), Some(3), Some(3))
    );
    assert_eq!(desk.check(&["--urls", "none.txt"]).code, 2);
    assert_eq!(desk.check(&[]).code, 2);
}

#[test]
fn wrapped_links_have_two_rows() {
    let desk = desk();
    desk.write("w.md", "[w](http://www.google.com/url?q=http://alive.test/a)\n");
    let text = std::fs::read_to_string(desk.root.path().join("w.md")).expect("a file");
    let port = desk.server.address.port();
    let google = "www.google.com:80:127.0.0.1";
    std::fs::write(desk.root.path().join("w.md"), text).expect("a file");
    let (_, rows) = desk.rows(&["w.md", "--resolve", google]);
    assert_eq!(rows.len(), 2, "{rows:#?}");
    let inside = format!("http://alive.test:{port}/a");
    let outside = rows.iter().find(|row| row["opens"] != Value::Null).expect("a wrapper");
    assert_eq!(outside["opens"], inside.as_str());
    let row = rows.iter().find(|row| row["url"] == inside.as_str()).expect("what is inside");
    assert_eq!((&row["verdict"], &row["opens"]), (&"ALIVE".into(), &Value::Null));
    assert_eq!(outside["cited_by"], row["cited_by"]);
}

#[test]
fn ledgers_are_shown_compacted_and_merged() {
    let desk = desk();
    for day in ["2026-03-01", "2026-03-02"] {
        desk.check(&["post.md", "--today", day]);
    }
    let folder = desk.root.path();
    let before = desk.rows(&["post.md", "--offline", "--today", "2026-03-02"]);
    let url = format!("http://alive.test:{}/gone", desk.server.address.port());
    let shown = run(folder, &["--width", "300", "ledger", "show", &url]).stdout;
    assert_eq!(shown.lines().count(), 2, "{shown}");
    assert!(shown.lines().all(|line| line.contains("gone.404")), "{shown}");
    assert_eq!(run(folder, &["ledger", "compact"]).code, 0);
    assert_eq!(desk.rows(&["post.md", "--offline", "--today", "2026-03-02"]), before);
    std::fs::copy(folder.join(".citegraph/ledger.ndjson"), folder.join("theirs.ndjson"))
        .expect("a copy");
    let merged = run(folder, &["ledger", "merge", "theirs.ndjson"]);
    assert!(merged.stderr.contains("0 checks added"), "{}", merged.stderr);
    assert_eq!(run(folder, &["ledger", "merge", "none.ndjson"]).code, 2);
}

#[test]
fn lint_and_fix_know_what_was_checked() {
    let to = "HTTP/1.1 301 Moved\r\nLocation: /moved\r\nContent-Length: 0\r\n\r\n";
    let scripts =
        [("/old", vec![vec![Act::Send(to.as_bytes().to_vec())]]), ("/moved", page("cloud"))];
    let text = "See [old](http://alive.test/old#part) and [gone](http://alive.test/gone).\n";
    let desk = Desk::new(&scripts, &[("post.md", text)]);
    for day in ["2026-03-01", "2026-03-02"] {
        desk.check(&["post.md", "--today", day]);
    }
    let folder = desk.root.path();
    let ledger = ".citegraph/ledger.ndjson";
    let linted = run(folder, &["lint", "post.md", "--ledger", ledger, "--format", "json"]);
    assert_eq!(linted.code, 1, "{}", linted.stderr);
    let found: Value = serde_json::from_str(&linted.stdout).expect("JSON");
    let rules: Vec<&str> = found
        .as_array()
        .expect("findings")
        .iter()
        .filter_map(|finding| finding["rule"].as_str())
        .filter(|rule| rule.starts_with("link-"))
        .collect();
    assert_eq!(rules, ["link-moved", "link-dead"]);
    let unlinked = run(folder, &["lint", "post.md", "--format", "json"]).stdout;
    assert!(!unlinked.contains("link-"), "{unlinked}");
    let fixed =
        run(folder, &["fix", "--diff", "post.md", "--rule", "link-moved", "--ledger", ledger]);
    let port = desk.server.address.port();
    let wanted = format!("+See [old](http://alive.test:{port}/moved#part)");
    assert!(fixed.stdout.contains(&wanted), "{}{}", fixed.stdout, fixed.stderr);
    let unnamed = run(folder, &["fix", "post.md", "--rule", "link-moved"]);
    assert_eq!(unnamed.code, 2, "{}", unnamed.stderr);
}

#[test]
fn a_dead_link_gets_the_copy_that_its_author_saw() {
    let index = |time: &str, port: u16| {
        let body = format!(
            r#"[["timestamp","original","statuscode"],["{time}","http://gone.example:{port}/story","200"]]"#
        );
        answer("200 OK", &body)
    };
    // The server has to know its own port.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let page = "<title>A story</title><p>As it was.";
    let memento = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nMemento-Datetime: Tue, 01 Jan 2019 00:00:00 GMT\r\n\
         Link: <http://gone.example:{port}/story>; rel=\"original\"\r\nContent-Length: {}\r\n\r\n{page}",
        page.len()
    );
    let copy = format!("/web/20190101000000/http://gone.example:{port}/story");
    let scripts = [
        ("/before", index("20190101000000", port)),
        (copy.as_str(), vec![vec![Act::Send(memento.into_bytes())]]),
        ("/alive", answer("200 OK", "<p>x")),
    ];
    let server = Server::start_on(listener, &scripts, &[]);
    let post = format!(
        "---\ndate: 2019-03-04\n---\nSee [it](http://gone.example:{port}/story) and [b](http://gone.example:{port}/alive).\n"
    );
    let archive = format!(
        "{CONFIG}[archive]\nbefore = \"http://archive.example:{port}/before?url={{url}}&t={{timestamp}}\"\n\
         after = \"off\"\nsnapshot = \"http://archive.example:{port}/web/{{timestamp}}/{{+url}}\"\n"
    );
    let root = program::folder(&[("post.md", &post), ("citegraph.toml", &archive)]);
    let check = |flags: &[&str]| {
        let mut args: Vec<String> = ["check", "post.md"].map(String::from).to_vec();
        for host in ["gone", "archive"] {
            args.extend(["--resolve".into(), format!("{host}.example:{port}:127.0.0.1")]);
        }
        args.extend(flags.iter().map(|flag| (*flag).to_owned()));
        run(root.path(), &args)
    };
    let day = |day: &'static str| check(&["--archive", "suggest", "--today", day]);
    assert_eq!(day("2026-03-01").code, 0);
    let archive = server.requests().iter().filter(|seen| seen.path.starts_with("/before")).count();
    assert_eq!(archive, 0, "nothing is dead yet");
    let ran = day("2026-03-02");
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let asked: Vec<String> = server.requests().into_iter().map(|request| request.path).collect();
    assert!(asked.iter().any(|path| path.ends_with("t=20190304235959")), "{asked:?}");
    assert_eq!(day("2026-03-02").code, 1);
    assert_eq!(server.count(&copy), 1, "what was found is remembered");
    let told = check(&["--offline", "--format", "json", "--today", "2026-03-02"]).stdout;
    assert!(told.contains("an archive has a copy from 2019-01-01"), "{told}");
    let ledger = ".citegraph/ledger.ndjson";
    let fix = ["fix", "--diff", "post.md", "--rule", "link-dead", "--ledger", ledger];
    let fixed = run(root.path(), &fix);
    let wanted = format!("+See [it](http://archive.example:{port}{copy})");
    assert!(fixed.stdout.contains(&wanted), "{}{}", fixed.stdout, fixed.stderr);
}

#[test]
fn a_link_is_explained() {
    let desk = desk();
    for day in ["2026-03-01", "2026-03-02"] {
        desk.check(&["post.md", "--today", day]);
    }
    let url = format!("http://alive.test:{}/gone", desk.server.address.port());
    let told = program::output(desk.root.path(), &["explain", &url, "post.md"]);
    assert_eq!(told.lines().filter(|line| line.starts_with("check ")).count(), 2, "{told}");
    for words in [
        "DEAD: gone.404, 2 of the 2 failures that make a link DEAD, since",
        "gone-checks",
        "post.md:1:",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    let told = program::output(desk.root.path(), &["explain", &url, "--today", "2026-03-01"]);
    assert!(told.contains("FAILING: gone.404, 1 of the 2 failures"), "{told}");
    assert_eq!(run(desk.root.path(), &["explain", &url, "--ledger", "none.ndjson"]).code, 2);
}

/// What a server sends back of a header that was meant for it alone stays out of ledger and output.
#[test]
fn a_secret_that_is_sent_back_is_not_kept() {
    let to = "HTTP/1.1 302 Found\r\nLocation: /b?seen=s3cr3tw0rd\r\nContent-Length: 0\r\n\r\n";
    let title = answer("200 OK", "<title>for s3cr3tw0rd</title><p>Some words.");
    let scripts = [("/a", vec![vec![Act::Send(to.as_bytes().to_vec())]]), ("/b", title)];
    let desk = Desk::new(&scripts, &[("post.md", "[a](http://alive.test/a)\n")]);
    let header = format!(
        "http://alive.test:{}/ Authorization: Bearer s3cr3tw0rd",
        desk.server.address.port()
    );
    let ran = desk.check(&["post.md", "--format", "ndjson", "--header", &header]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(desk.server.requests()[0].head("authorization"), Some("Bearer s3cr3tw0rd"));
    let told = [ran.stdout, ran.stderr, desk.ledger()].concat();
    assert!(told.contains("REDACTED") && !told.contains("s3cr3tw0rd"), "{told}");
    let ledger = desk.root.path().join("folder");
    std::fs::create_dir(&ledger).expect("a folder");
    assert_eq!(desk.check(&["post.md", "--ledger", "folder"]).code, 2);
    assert_eq!(desk.check(&["post.md", "--offline", "--ledger", "none.ndjson"]).code, 2);
    assert_eq!(desk.check(&["post.md", "--today", "9999-12-31"]).code, 2);
}

#[test]
fn the_policy_is_printed_and_read_back() {
    let desk = desk();
    let printed = desk.check(&["--print-policy"]);
    assert_eq!(printed.code, 0, "{}", printed.stderr);
    assert!(printed.stdout.starts_with("[policy]\n") && printed.stdout.contains("gone-hours = 24"));
    let patient = printed.stdout.replace("gone-checks = 2", "gone-checks = 5");
    let config = format!("{}\n{patient}", CONFIG.split("[policy]").next().expect("a part"));
    std::fs::write(desk.root.path().join("citegraph.toml"), config).expect("a file");
    for day in ["2026-03-01", "2026-03-02"] {
        assert_eq!(desk.check(&["post.md", "--today", day]).code, 0);
    }
}

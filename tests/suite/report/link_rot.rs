//! Link rot in the report: simulated ledgers with a known hazard, judged by the real code; and the
//! report from outside, with a ledger and without.

use citegraph::article::Format;
use citegraph::audit::{AuditContext, CheckedLinks, lives};
use citegraph::check::ledger::{Ledger, RunEnd};
use citegraph::check::observation::{ChainEnd, Hop, Method, Observation, SCHEMA};
use citegraph::check::policy::Policy;
use citegraph::check::verdict::LinkState;
use citegraph::claims::impact::{Impact, unsupported};
use citegraph::claims::subject::Subject;
use citegraph::corpus::{Corpus, Selection};
use citegraph::extract::list;
use citegraph::report::LinkRot;
use citegraph::report::rot::RotInputs;
use citegraph::source::Sources;
use citegraph::stats::step_at;
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::support::program;

/// Numbers that are as good as random and the same on every machine (SplitMix64).
struct Chance(u64);

impl Chance {
    /// Between 0 and 1, never 0.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((bits ^ (bits >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    /// A time until something that is equally likely at every moment.
    fn until(&mut self, hazard: f64) -> f64 {
        -self.share().ln() / hazard
    }
}

/// Fifty pages on each host, so that a host is alive while a page of it is gone.
fn page(link: usize) -> String {
    format!("https://host{}.example/page/{link}", link / 50)
}

/// A ledger that grows by looks in runs of known days.
#[derive(Default)]
struct Memory(Ledger);

impl Memory {
    fn look(&mut self, link: usize, day: Date, is_there: bool) {
        self.look_at(page(link), day, is_there);
    }

    fn look_at(&mut self, url: String, day: Date, is_there: bool) {
        let status = if is_there { 200 } else { 404 };
        let hop = Hop {
            url: url.clone(),
            address: None,
            status,
            location: None,
            headers: Default::default(),
            elapsed_ms: 0,
        };
        self.0.add(Observation {
            schema: SCHEMA,
            url,
            started: format!("{day}T06:00:00Z"),
            run: day.to_string(),
            vantage: None,
            method: Method::Get,
            hops: vec![hop],
            end: ChainEnd::Answered,
            page: None,
            attempts: 1,
            elapsed_ms: 0,
            accepted: false,
            of_private_owner: false,
            missing_fragments: None,
            registry: None,
            body: None,
        });
    }

    fn end(&mut self, day: Date) {
        let (run, ended) = (day.to_string(), format!("{day}T07:00:00Z"));
        self.0.insert_run_end(RunEnd { schema: SCHEMA, run, ended, valid: true });
    }

    fn rot(&self, corpus: &Corpus, today: Date) -> LinkRot {
        let policy = Policy::default();
        let links = CheckedLinks::known(&self.0, &policy, today);
        let run = AuditContext { ledger: &self.0, policy: &policy, today, name: None, added: None };
        let lives = lives(&links, run);
        let checked = RotInputs { links: &links, lives: &lives, today };
        LinkRot::from_corpus(corpus, &Selection::everything(), checked)
    }
}

fn later(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

#[test]
fn the_curve_of_a_simulated_ledger_is_the_one_it_was_made_by() {
    const LINKS: usize = 2000;
    const HAZARD: f64 = 1.0 / 500.0;
    const RUNS: usize = 110;
    let (mut chance, mut memory) = (Chance(1), Memory::default());
    let first = date(2022, 1, 1);
    for link in 0..LINKS {
        let death = chance.until(HAZARD);
        // A run every ten days. Links come in over half a year, and are looked at again after one to five
        // months while they live, in the next run while they fail.
        let entry = link % 18;
        let (mut run, mut failures) = (entry, 0);
        while run < RUNS && failures < 2 {
            let is_there = ((run - entry) * 10) as f64 <= death;
            memory.look(link, later(first, run as i64 * 10), is_there);
            failures += usize::from(!is_there);
            run += if is_there { 3 + (chance.share() * 13.0) as usize } else { 1 };
        }
    }
    for run in 0..RUNS {
        let day = later(first, run as i64 * 10);
        // As `check` does, some page of each host that is alive is asked too.
        for host in 0..LINKS / 50 {
            memory.look_at(format!("https://host{host}.example/control"), day, true);
        }
        memory.end(day);
    }
    let urls: Vec<String> = (0..LINKS).map(page).collect();
    let corpus: Corpus = [list::read("urls", &urls.join("\n"))].into_iter().collect();
    let rot = memory.rot(&corpus, later(first, 1100));
    let lifetime = &rot.lifetime;
    assert_eq!(
        (rot.health.links, rot.health.checked, lifetime.why_not.as_ref()),
        (2000, 2000, None)
    );
    assert_eq!(rot.health.dead, rot.verdicts[&LinkState::Dead]);
    assert!(lifetime.links > 1800 && lifetime.deaths > 1000, "{lifetime:?}");
    // Below the longest time between two looks the curve has steps of their making.
    for days in [200.0, 300.0, 365.0, 500.0, 730.0, 900.0] {
        let truth = (-HAZARD * days).exp();
        let step = step_at(&lifetime.curve, days).expect("links have died by then");
        let interval = step.interval.expect("some live");
        assert!(
            (interval.low..=interval.high).contains(&truth),
            "after {days} days {truth} is not within {interval:?}"
        );
        assert!(interval.high - interval.low < 0.06, "{interval:?} says too little");
    }
    let median = lifetime.median_days.expect("half die within the time of watch");
    assert!((median - 2.0_f64.ln() / HAZARD).abs() < 35.0, "{median}");
    let shown: Vec<f64> = lifetime.outlook.iter().map(|one| one.days).collect();
    assert_eq!(shown, [182.0, 365.0, 730.0], "deaths are known within some 90 days");
}

#[test]
fn shares_by_age_are_those_that_a_ledger_was_made_by() {
    const HAZARD: f64 = 0.08;
    let today = date(2026, 6, 1);
    let (before, lately) = (later(today, -40), later(today, -5));
    let (mut chance, mut memory) = (Chance(2), Memory::default());
    let mut articles = Vec::new();
    // Articles of every half year, the youngest three months old, with a hundred links each.
    let ages: Vec<f64> = (0..20).map(|at| 0.25 + f64::from(at) / 2.0).collect();
    for (at, age) in ages.iter().enumerate() {
        let published = later(today, -((age * 365.25) as i64));
        let urls: Vec<String> = (0..100).map(|link| page(at * 100 + link)).collect();
        let mut article = list::read(&format!("article {at}"), &urls.join("\n"));
        article.published = Some(published.to_string());
        articles.push(article);
        let watched = f64::from((before - published).get_days()) / 365.25;
        for link in 0..100 {
            let is_there = watched < chance.until(HAZARD);
            memory.look(at * 100 + link, before, is_there);
            memory.look(at * 100 + link, lately, is_there);
        }
    }
    memory.end(before);
    memory.end(lately);
    // A newer article that cites old links makes them no younger, and one without a date has no age.
    let mut newest = list::read("newest", &format!("{}\n{}", page(1950), page(1951)));
    newest.published = Some("2026-05".into());
    articles.push(newest);
    articles.push(list::read("undated", &page(2000)));
    memory.look(2000, before, true);
    let rot = memory.rot(&articles.into_iter().collect(), today);
    let classes = [(0, Some(1)), (1, Some(2)), (2, Some(3)), (3, Some(5)), (5, Some(10))];
    assert!(rot.ages.iter().map(|row| (row.from, row.until)).eq(classes));
    assert_eq!((rot.ages.iter().map(|row| row.checked).sum::<u64>(), rot.undated), (2000, 1));
    for row in &rot.ages {
        let until = row.until.map_or(99.0, f64::from);
        let of_class = ages.iter().filter(|age| (f64::from(row.from)..until).contains(*age));
        let dead: Vec<f64> =
            of_class.map(|age| 1.0 - (-HAZARD * (age - 40.0 / 365.25)).exp()).collect();
        let truth = dead.iter().sum::<f64>() / dead.len() as f64;
        let interval = row.interval.expect("hundreds of links");
        assert!((interval.low..=interval.high).contains(&truth), "{truth} is not in {row:?}");
        assert!(interval.high - interval.low < 0.14, "{row:?} says too little");
    }
}

#[test]
fn what_is_no_death_ends_the_watch_at_the_last_page_that_came() {
    let (first, today) = (date(2025, 1, 1), date(2025, 6, 1));
    let mut memory = Memory::default();
    // The host is alive in every run.
    for days in [0, 10, 20, 30] {
        memory.look(9, later(first, days), true);
    }
    // Dead since the look after 20 days; failing after 30; back again; seen once.
    for (link, looks) in [
        (0, [Some(true), Some(true), Some(false), Some(false)]),
        (1, [Some(true), None, Some(true), Some(false)]),
        (2, [Some(true), Some(false), Some(false), Some(true)]),
        (3, [Some(false), None, None, Some(true)]),
    ] {
        for (at, look) in looks.into_iter().enumerate() {
            if let Some(is_there) = look {
                memory.look(link, later(first, at as i64 * 10), is_there);
            }
        }
    }
    let policy = Policy::default();
    let links = CheckedLinks::known(&memory.0, &policy, today);
    let run = AuditContext { ledger: &memory.0, policy: &policy, today, name: None, added: None };
    let lives = lives(&links, run);
    let life = |link: usize| lives.get(&page(link)).map(|life| (life.days, life.died));
    assert_eq!(life(0), Some((15.0, true)), "in the middle between 10 and 20 days");
    assert_eq!(life(1), Some((20.0, false)));
    assert_eq!(life(2), Some((30.0, false)));
    assert_eq!(life(3), None);
    assert_eq!(life(9), Some((30.0, false)));
}

#[test]
fn claims_without_a_source_are_those_of_impact() {
    let text = "One [first](https://a.example/1) and [second](https://b.example/1). Two [first](https://a.example/2), \
                [again](https://a.example/3). Three [paper](https://doi.org/10.1000/1) and \
                [the same](https://dx.doi.org/10.1000/1), [second](https://www.b.example/2).\n\n\
                Four [c](https://c.example/x) alone. Five [c](https://web.archive.org/web/2020/https://c.example/y).\n";
    let corpus: Corpus = [program::extract(Format::Markdown, text)].into_iter().collect();
    let (selection, sources) = (Selection::everything(), Sources::default());
    let found = unsupported(&corpus.articles[0], &selection);
    assert_eq!((found.get("a.example"), found.get("c.example")), (Some(&1), Some(&2)));
    for domain in ["a.example", "b.example", "c.example", "doi.org", "archive.org"] {
        let subject = Subject::parse(domain).expect("a domain");
        let impact = Impact::find(&subject, domain, &corpus, &selection, &sources);
        let number = found.get(domain).copied().unwrap_or_default();
        assert_eq!(number, impact.totals.unsupported, "{domain}");
    }
}

const POST: &str = "---\ntitle: One\ndate: 2020-05-01\n---\nThe mill [burned](https://gone.example/a) down. \
                    It was [rebuilt](https://gone.example/b) by [others](https://alive.example/x) \
                    and [more](https://never.example/y).\n";

/// Three runs: `/a` goes, `/b` gets a wall, `/x` stays.
fn ledger() -> String {
    let mut lines = String::new();
    for (day, a, b) in
        [("2025-01-01", "200", "200"), ("2025-03-01", "", "403"), ("2025-03-03", "", "403")]
    {
        for (url, status) in
            [("gone.example/a", a), ("gone.example/b", b), ("alive.example/x", "200")]
        {
            let end = match status {
                "" => r#""end":{"dns":"nxdomain"}"#.to_owned(),
                _ => format!(
                    r#""hops":[{{"url":"https://{url}","status":{status}}}],"end":"answered""#
                ),
            };
            lines += &format!(
                "{{\"schema\":1,\"url\":\"https://{url}\",\"started\":\"{day}T06:00:00Z\",\"run\":\"{day}\",\"method\":\"get\",{end}}}\n"
            );
        }
    }
    lines
}

fn report(root: &std::path::Path, args: &[&str]) -> String {
    program::output(root, &[&["--no-config", "report", "one.md", "-o", "out"], args].concat())
}

fn read(root: &std::path::Path, name: &str) -> String {
    std::fs::read_to_string(root.join("out").join(name)).expect("a file of the report")
}

fn table(text: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn a_report_tells_what_a_ledger_knows() {
    let root = program::folder(&[("one.md", POST), ("looks.ndjson", &ledger())]);
    let root = root.path();
    let args = ["--ledger", "looks.ndjson", "--today", "2025-04-01"];
    report(root, &[]);
    let plain = program::files(&root.join("out"));
    let terminal = report(root, &args);
    let told = program::files(&root.join("out"));
    let differ: Vec<&str> = told
        .iter()
        .filter(|(name, bytes)| plain[*name] != **bytes)
        .map(|(name, _)| name.as_str())
        .collect();
    let want = [
        "citations.csv",
        "graph.gexf",
        "graph.graphml",
        "index.html",
        "nodes.csv",
        "report.json",
        "report.md",
    ];
    assert_eq!(differ, want, "and the shape of the graph, edges.csv, stays");

    let rows = table(&read(root, "citations.csv"));
    let verdict = |row: usize| ["verdict", "outcome", "since"].map(|name| rows[row][name].clone());
    assert_eq!(verdict(0), ["DEAD", "gone.nxdomain", "2025-03-01"]);
    assert_eq!(verdict(1), ["BLOCKED", "blocked.forbidden", "2025-03-01"]);
    assert_eq!(verdict(2), ["ALIVE", "ok.2xx", "2025-01-01"]);
    assert_eq!(verdict(3), ["", "", ""]);

    let nodes = table(&read(root, "nodes.csv"));
    let gone = nodes.iter().find(|node| node["Label"] == "gone.example").expect("a node");
    let health = ["links_checked", "links_dead", "dead_share"].map(|name| gone[name].as_str());
    assert_eq!(health, ["2", "1", "0.5"]);

    let json: Value = serde_json::from_str(&read(root, "report.json")).expect("JSON");
    let links = &json["links"];
    assert_eq!(
        (&links["links"], &links["checked"], &links["dead"]),
        (&4.into(), &3.into(), &1.into())
    );
    assert_eq!(
        links["verdicts"],
        serde_json::json!({"ALIVE": 1, "BLOCKED": 1, "DEAD": 1, "UNKNOWN": 1})
    );
    assert_eq!(links["domains"]["gone.example"]["dead_share"], 0.5);
    assert_eq!(links["support"][0]["domain"], "gone.example");
    assert_eq!(
        (&links["support"][0]["claims"], &links["support"][0]["dead"]),
        (&1.into(), &1.into())
    );
    let class = &links["ages"][3];
    assert_eq!(
        (&class["checked"], &class["dead_share"]),
        (&3.into(), &Value::Null),
        "too few for a share"
    );
    assert!(links["lifetime"]["why_not"].as_str().expect("a reason").contains("needs 30 links"));

    for (name, text) in [
        ("the terminal", terminal.clone()),
        ("report.md", read(root, "report.md")),
        ("index.html", read(root, "index.html")),
    ] {
        for words in
            ["Single points of failure", "3 of 4 links", "needs 30 links", "Dead links by the age"]
        {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(words), "{words} is not in {name}: {text}");
        }
    }
    let widest = terminal.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{terminal}");
    assert!(!read(root, "index.html").contains("<script>"), "no script but the page's own");
}

#[test]
fn a_report_is_judged_on_its_day() {
    let root = program::folder(&[("one.md", POST), ("looks.ndjson", &ledger())]);
    let root = root.path();
    report(root, &["--ledger", "looks.ndjson", "--today", "2025-02-01"]);
    let rows = table(&read(root, "citations.csv"));
    assert_eq!(rows[0]["verdict"], "ALIVE");
}

#[test]
fn a_ledger_that_is_not_there_is_an_error() {
    let root = program::folder(&[("one.md", POST)]);
    let ran = |args: &[&str]| program::run(root.path(), &[&["report", "one.md"], args].concat());
    let absent = ran(&["--ledger", "no.ndjson"]);
    assert!(
        absent.code == 2 && absent.stderr.contains("not found; `citegraph check` creates one"),
        "{}",
        absent.stderr
    );
    assert!(!root.path().join("reports").exists(), "nothing was written");
    assert_eq!(ran(&["--today", "2025-02-01"]).code, 0, "suppressions are judged on that day");
}

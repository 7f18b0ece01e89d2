//! The rules about links that were checked: which verdict is which finding, and with which fix.

use std::collections::BTreeSet;

use citegraph::audit::CheckedLinks;
use citegraph::check::ledger::Ledger;
use citegraph::check::policy::Policy;
use citegraph::corpus::{Corpus, Selection};
use citegraph::extract::list;
use citegraph::findings::{self, Finding, Fix, LintOptions, RULES, RuleInputs, Severity};
use citegraph::source::Sources;
use jiff::civil::date;

/// Address, what two looks at it a day apart show, the rule, and the address that it suggests.
const CASES: [(&str, [&str; 2], &str, Option<&str>); 12] = [
    ("https://a.example/alive", ["200", "200"], "", None),
    ("https://a.example/dead", ["404", "404"], "link-dead", None),
    ("https://a.example/410", ["410", "410"], "link-dead", None),
    ("https://a.example/once", ["200", "404"], "link-failing", None),
    ("https://a.example/broken", ["500", "500"], "link-failing", None),
    (
        "https://a.example/old#part",
        ["301 https://a.example/new", "301 https://a.example/new"],
        "link-moved",
        Some("https://a.example/new#part"),
    ),
    (
        "https://a.example/visit?id=1",
        ["301 https://a.example/new?id=1&sid=7", "301 https://a.example/new?id=1&sid=7"],
        "link-moved",
        None,
    ),
    ("https://a.example/temporary", ["302 https://a.example/other", "200"], "", None),
    (
        "https://a.example/sold",
        ["301 https://b.example/x/y", "301 https://b.example/x/y"],
        "link-suspect",
        None,
    ),
    (
        "https://a.example/story",
        ["302 https://a.example/", "302 https://a.example/"],
        "link-suspect",
        None,
    ),
    ("https://a.example/wall", ["403", "403"], "link-blocked", None),
    (
        "https://a.example/secret",
        [
            "301 https://a.example/s?access_token=k3yk3yk3yk3y",
            "301 https://a.example/s?access_token=k3yk3yk3yk3y",
        ],
        "link-moved",
        None,
    ),
];

fn line(url: &str, shown: &str, day: u8) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let (status, to) = shown.split_once(' ').unwrap_or((shown, ""));
    let mut hops = format!(r#"{{"url":"{url}","status":{status}}}"#);
    if !to.is_empty() {
        hops = format!(
            r#"{{"url":"{url}","status":{status},"location":"{to}"}},{{"url":"{to}","status":200}}"#
        );
    }
    format!(
        r#"{{"schema":1,"url":"{url}","started":"2026-03-0{day}T06:00:00Z","run":"r{day}","method":"get","hops":[{hops}],"end":"answered","page":{{"bytes":900,"title":"x","text_chars":2000}}}}"#
    )
}

fn run() -> Vec<Finding> {
    let looks = CASES.iter().flat_map(|(url, looks, ..)| {
        (1..).zip(looks).map(move |(day, shown)| line(url, shown, day))
    });
    let (ledger, notes) = Ledger::read(&looks.collect::<Vec<_>>().join("\n"));
    assert!(notes.is_empty(), "{notes:?}");
    let links = CheckedLinks::known(&ledger, &Policy::default(), date(2026, 3, 2));
    let urls = CASES.map(|(url, ..)| url).join("\n");
    let corpus: Corpus = [list::read("urls", &urls)].into_iter().collect();
    let only = RULES.iter().filter(|rule| rule.needs == "ledger");
    let only = only.map(|rule| rule.id.name().to_owned()).collect();
    let facts = RuleInputs { sources: &Sources::none(), retractions: None, links: Some(&links) };
    let options = LintOptions { only, ..LintOptions::default() };
    findings::run_rules(&corpus, &Selection::everything(), facts, &options).findings
}

#[test]
fn verdicts_become_findings() {
    let found = run();
    for (at, (url, _, rule, fix)) in (1..).zip(CASES) {
        let here: Vec<&Finding> = found.iter().filter(|one| one.line == Some(at)).collect();
        let rules: Vec<&str> = here.iter().map(|one| one.rule.name()).collect();
        let expected: Vec<&str> = Some(rule).into_iter().filter(|rule| !rule.is_empty()).collect();
        assert_eq!(rules, expected, "{url}");
        let fixes = here.iter().filter_map(|one| match &one.fix {
            Fix::Suggested(address) => Some(address.as_str()),
            _ => None,
        });
        assert_eq!(fixes.collect::<Vec<_>>(), fix.into_iter().collect::<Vec<_>>(), "{url}");
    }
    let dead = found.iter().find(|one| one.rule.name() == "link-dead").expect("a dead link");
    assert_eq!(dead.severity, Severity::Error);
    let expected = "DEAD https://a.example/dead (gone.404): the server says that there is no such page; 2 of the 2 failures that make a link DEAD, since 2026-03-01";
    assert_eq!(&*dead.message, expected);
    let fired: BTreeSet<&str> = found.iter().map(|one| one.rule.name()).collect();
    // Parts of pages have their case in `scope`, where pages come.
    let told = RULES.iter().filter(|rule| rule.needs == "ledger").map(|rule| rule.id.name());
    let told: BTreeSet<&str> = told.filter(|name| *name != "link-fragment").collect();
    assert_eq!(fired, told, "every rule has a case");
}

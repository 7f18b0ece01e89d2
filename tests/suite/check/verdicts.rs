//! The link checker's judgement, without a network: a table of faults, each as it shows at first
//! sight, a day later and six days later; and the laws of a verdict over generated histories.

use std::collections::{BTreeMap, BTreeSet};

use citegraph::check::history::host_histories;
use citegraph::check::host::{HostHistory, HostState, host_states};
use citegraph::check::observation::{
    ChainEnd, ConnectFault, DnsFault, Hop, HostFailure, Method, Observation, PageFacts, ReadFault,
    RegistryAnswer, SCHEMA, TlsFault, sign,
};
use citegraph::check::outcome::{Outcome, classify_observation};
use citegraph::check::policy::Policy;
use citegraph::check::run_validity::{RunValidity, validity};
use citegraph::check::soft404::{probe_outcome, probe_url};
use citegraph::check::verdict::{LinkState, Verdict, VerdictRule, judge_link};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const PAGE: &str = "https://a.example/news/2019/story";

/// Name, chain, host, outcome, states and truth; see [`FAULTS`].
type Fault = (&'static str, &'static str, &'static str, &'static str, [LinkState; 3], bool);

/// A fault: name; the chain; how the rest of the host does (`alive`, `down` or `?`); outcome; the states
/// at first sight, after one day and after six; and whether the page is gone in truth.
///
/// A chain is a list of `status` or `status>address` steps and, behind `!`, another end than an answer;
/// behind `;` stand title, signs, headers and bytes of the page.
const FAULTS: &[Fault] = {
    use LinkState::{Alive, Blocked, Dead, Failing, Moved, Skipped, Suspect, Unknown};
    &[
        ("F01 page", "200", "alive", "ok.2xx", [Alive; 3], false),
        ("F02 no content", "204;bytes=0", "alive", "ok.2xx", [Alive; 3], false),
        ("F03 empty page", "200;bytes=0", "alive", "soft.empty", [Suspect; 3], false),
        ("F04 part", "206", "alive", "ok.2xx", [Alive; 3], false),
        (
            "F05 moved",
            "301>https://a.example/story 200",
            "alive",
            "moved.permanent",
            [Moved; 3],
            false,
        ),
        (
            "F06 forwarded",
            "302>https://a.example/story 200",
            "alive",
            "moved.temporary",
            [Alive; 3],
            false,
        ),
        (
            "F07 mixed",
            "301>https://a.example/s 302>https://a.example/t 200",
            "alive",
            "moved.temporary",
            [Alive; 3],
            false,
        ),
        (
            "F08 other owner",
            "301>https://b.example/story 200",
            "alive",
            "moved.offdomain",
            [Moved; 3],
            false,
        ),
        (
            "F09 to the front page",
            "301>https://a.example/ 200",
            "alive",
            "soft.to-root",
            [Suspect; 3],
            false,
        ),
        (
            "F11 error address",
            "302>https://a.example/404.html 200",
            "alive",
            "soft.error-url",
            [Suspect; 3],
            false,
        ),
        (
            "F12 error title",
            "200;title=Page not found | A",
            "alive",
            "soft.error-title",
            [Suspect; 3],
            false,
        ),
        (
            "F13 talks of removal",
            "200;title=What has been removed from the standard",
            "alive",
            "ok.2xx",
            [Alive; 3],
            false,
        ),
        (
            "F15 to the login",
            "302>https://a.example/login?next=x 200",
            "alive",
            "redirect.login",
            [Blocked; 3],
            false,
        ),
        ("F16 account", "401;www-authenticate=Basic", "alive", "blocked.auth", [Blocked; 3], false),
        ("F17 payment", "402", "alive", "blocked.auth", [Blocked; 3], false),
        ("F17 paywall", "403;sign=paywall", "alive", "blocked.auth", [Blocked; 3], false),
        ("F18 refused reader", "403", "alive", "blocked.forbidden", [Blocked; 3], false),
        (
            "F19 challenge by header",
            "403;cf-mitigated=challenge",
            "alive",
            "blocked.challenge",
            [Blocked; 3],
            false,
        ),
        (
            "F20 challenge by text",
            "503;title=Just a moment...",
            "alive",
            "blocked.challenge",
            [Blocked; 3],
            false,
        ),
        ("F21 status 999", "999", "?", "blocked.challenge", [Blocked; 3], false),
        (
            "F22 challenge with 202",
            "202;sign=challenge",
            "?",
            "blocked.challenge",
            [Blocked; 3],
            false,
        ),
        ("F28 not found", "404", "alive", "gone.404", [Failing, Dead, Dead], true),
        (
            "F28 not found after a move",
            "301>https://b.example/story 404",
            "alive",
            "gone.404",
            [Failing, Dead, Dead],
            true,
        ),
        ("F28 not found, host unknown", "404", "?", "gone.404", [Failing, Failing, Dead], true),
        (
            "F28 not found with a challenge's words",
            "404;title=Just a moment",
            "alive",
            "gone.404",
            [Failing, Dead, Dead],
            true,
        ),
        ("F30 host lost all pages", "404", "down", "gone.404", [Unknown, Failing, Dead], true),
        ("F31 taken away", "410", "?", "gone.410", [Failing, Dead, Dead], true),
        ("F32 legal", "451", "alive", "legal.451", [Blocked; 3], false),
        ("F33 bad request", "400", "alive", "server.4xx", [Failing; 3], false),
        ("F36 too many requests", "429", "?", "blocked.ratelimit", [Blocked; 3], false),
        (
            "F38 come back later",
            "503;retry-after=86400",
            "?",
            "blocked.ratelimit",
            [Blocked; 3],
            false,
        ),
        ("F40 broken page", "500", "alive", "server.5xx", [Failing; 3], false),
        ("F40 503 on one page", "503", "alive", "server.5xx", [Failing; 3], false),
        ("F40 broken page, host unknown", "500", "?", "server.5xx", [Failing; 3], false),
        ("F41 origin down", "521", "down", "server.52x", [Failing, Failing, Dead], true),
        ("F42 circle", "302!loop", "alive", "redirect.loop", [Failing; 3], false),
        (
            "F43 circle for a cookie",
            "302>https://a.example/c 302>https://a.example/news/2019/story 200",
            "alive",
            "moved.temporary",
            [Alive; 3],
            false,
        ),
        (
            "F44 too many redirects",
            "302!limit",
            "alive",
            "redirect.limit",
            [Unknown, Failing, Failing],
            false,
        ),
        ("F45 bad redirect", "302!location", "alive", "redirect.bad-location", [Failing; 3], false),
        ("to no host", "302!nxdomain", "down", "redirect.dead-end", [Failing; 3], false),
        ("to a closed port", "302!refused", "down", "redirect.dead-end", [Failing; 3], false),
        ("F46 private", "302!private", "alive", "skipped.private", [Skipped; 3], false),
        ("F47 refused", "!refused", "down", "net.refused", [Failing, Failing, Dead], true),
        ("F47 refused, host alive", "!refused", "alive", "net.refused", [Failing; 3], false),
        ("F49 reset", "!reset", "alive", "net.reset", [Failing; 3], false),
        (
            "F50 black hole",
            "!connect-timeout",
            "down",
            "net.connect-timeout",
            [Unknown, Failing, Dead],
            true,
        ),
        (
            "F51 never answers",
            "!read-timeout",
            "alive",
            "net.read-timeout",
            [Unknown, Failing, Failing],
            false,
        ),
        ("F54 shorter than told", "200!truncated", "alive", "ok.2xx", [Alive; 3], false),
        ("F55 no HTTP", "!decode", "alive", "server.protocol", [Failing; 3], false),
        ("F57 wrong encoding", "200!decode", "alive", "ok.2xx", [Alive; 3], false),
        ("F59 expired", "!expired", "down", "tls.expired", [Failing; 3], false),
        ("F60 wrong name", "!name", "down", "tls.name", [Suspect; 3], false),
        ("F61 self-signed", "!self-signed", "down", "tls.untrusted", [Failing; 3], false),
        (
            "F63 handshake",
            "!handshake",
            "down",
            "tls.handshake",
            [Unknown, Failing, Failing],
            false,
        ),
        ("F65 no such host", "!nxdomain", "down", "gone.nxdomain", [Failing, Dead, Dead], true),
        ("F66 resolver", "!servfail", "?", "net.dns-temp", [Unknown; 3], false),
        ("F66 resolver too late", "!dns-timeout", "down", "net.dns-temp", [Unknown; 3], false),
        ("F69 parked", "200;sign=parked", "alive", "soft.parked", [Suspect; 3], false),
        ("F70 for sale", "200;sign=for-sale", "alive", "soft.for-sale", [Suspect; 3], false),
        ("registered", "200;registry=true", "?", "ok.registered", [Alive; 3], false),
        (
            "unknown to its registry",
            "404;registry=false",
            "?",
            "gone.pid",
            [Failing, Dead, Dead],
            true,
        ),
        (
            "registry without an answer",
            "200;registry=?",
            "down",
            "unknown.registry",
            [Unknown; 3],
            false,
        ),
        (
            "registry does not know now",
            "503;registry=?",
            "?",
            "unknown.registry",
            [Unknown; 3],
            false,
        ),
        ("registry down", "!refused;registry=?", "down", "unknown.registry", [Unknown; 3], false),
        ("registry gone", "!nxdomain;registry=?", "down", "unknown.registry", [Unknown; 3], false),
        ("registry not reached", "!budget;registry=?", "?", "unknown.budget", [Unknown; 3], false),
        ("scheme", "!scheme", "?", "skipped.scheme", [Skipped; 3], false),
        ("proxy", "!proxy", "?", "unknown.proxy", [Unknown; 3], false),
        ("budget", "!budget", "?", "unknown.budget", [Unknown; 3], false),
    ]
};

fn end(word: &str) -> ChainEnd {
    match word {
        "loop" => ChainEnd::RedirectLoop,
        "limit" => ChainEnd::TooManyRedirects,
        "location" => ChainEnd::BadLocation,
        "private" => ChainEnd::Private,
        "scheme" => ChainEnd::Scheme,
        "proxy" => ChainEnd::Proxy,
        "budget" => ChainEnd::Budget,
        "put-off" => ChainEnd::PutOff(HostFailure::ServerError),
        "refused" => ChainEnd::Connect(ConnectFault::Refused),
        "reset" => ChainEnd::Read(ReadFault::Reset),
        "connect-timeout" => ChainEnd::Connect(ConnectFault::Timeout),
        "read-timeout" => ChainEnd::Read(ReadFault::Timeout),
        "unreachable" => ChainEnd::Connect(ConnectFault::Unreachable),
        "truncated" => ChainEnd::Read(ReadFault::Truncated),
        "decode" => ChainEnd::Read(ReadFault::Decode),
        "expired" => ChainEnd::Tls(TlsFault::Expired),
        "name" => ChainEnd::Tls(TlsFault::WrongHost),
        "self-signed" => ChainEnd::Tls(TlsFault::SelfSigned),
        "handshake" => ChainEnd::Tls(TlsFault::Protocol),
        "nxdomain" => ChainEnd::Dns(DnsFault::NxDomain),
        "servfail" => ChainEnd::Dns(DnsFault::Servfail),
        "dns-timeout" => ChainEnd::Dns(DnsFault::Timeout),
        "" => ChainEnd::Answered,
        _ => panic!("no end is called {word}"),
    }
}

/// An observation of `url` from its short form; see [`FAULTS`].
fn observed(url: &str, chain: &str, started: &str, run: &str) -> Observation {
    let mut parts = chain.split(';');
    let (steps, ending) =
        parts.next().map(|s| s.split_once('!').unwrap_or((s, ""))).expect("a first part");
    let mut page = PageFacts { bytes: 5000, text_chars: 900, ..PageFacts::default() };
    let (mut headers, mut registry) = (BTreeMap::new(), None);
    for (name, value) in parts.map(|part| part.split_once('=').expect("name=value")) {
        match name {
            "title" => page.title = Some(value.into()),
            "sign" => page.signs.push(value.into()),
            "bytes" => page.bytes = value.parse().expect("a number"),
            "registry" => registry = Some(value.to_owned()),
            "hash" => page.text_hash = Some(value.into()),
            _ => drop(headers.insert(name.to_owned(), value.to_owned())),
        }
    }
    let registry =
        registry.map(|found| RegistryAnswer { name: "doi".into(), found: found.parse().ok() });
    let (mut hops, mut at) = (Vec::new(), url.to_owned());
    for step in steps.split_whitespace() {
        let (status, location) = step.split_once('>').unwrap_or((step, ""));
        let location = (!location.is_empty()).then(|| location.to_owned());
        let status = status.parse().expect("a status");
        hops.push(Hop {
            url: at.clone(),
            address: None,
            status,
            location: location.clone(),
            headers: headers.clone(),
            elapsed_ms: 9,
        });
        at = location.unwrap_or(at);
    }
    Observation {
        schema: SCHEMA,
        url: url.into(),
        started: started.into(),
        run: run.into(),
        vantage: None,
        method: Method::Get,
        page: hops.last().map(|_| page),
        hops,
        end: end(ending),
        accepted: false,
        of_private_owner: false,
        missing_fragments: None,
        attempts: 1,
        elapsed_ms: 9,
        registry,
        body: None,
    }
}

fn started(day: i8) -> String {
    format!("2026-03-{day:02}T06:00:00Z")
}

fn today(day: i8) -> Date {
    Date::constant(2026, 3, day)
}

/// What is known of the host when all runs went as `word` says.
fn host_view(word: &str) -> HostHistory {
    let runs: BTreeSet<String> = (1..=31).map(|day| format!("r{day}")).collect();
    match word {
        "alive" => HostHistory { alive: runs, ..HostHistory::default() },
        "down" => HostHistory { down: runs, ..HostHistory::default() },
        _ => HostHistory::default(),
    }
}

fn history(chain: &str, days: &[i8]) -> Vec<Observation> {
    days.iter().map(|&day| observed(PAGE, chain, &started(day), &format!("r{day}"))).collect()
}

fn judge(history: &[Observation], host: &str, day: i8) -> Verdict {
    judge_link(history, &host_view(host), &Policy::default(), today(day))
}

/// Every fault of the table, and the confusion matrix of DEAD at third sight.
#[test]
#[expect(clippy::print_stdout, reason = "the confusion matrix is for people to read")]
fn the_catalogue_of_faults() {
    let (mut faults, mut matrix) = (Vec::new(), [[0_u32; 2]; 2]);
    for (name, chain, host, code, states, gone) in FAULTS {
        let looks = history(chain, &[1, 2, 8]);
        let seen = classify_observation(&looks[0]).code();
        if seen != *code {
            faults.push(format!("{name}: {seen}, not {code}"));
        }
        let judged: Vec<LinkState> = [(1, 1), (2, 2), (3, 8)]
            .iter()
            .map(|&(n, day)| judge(&looks[..n], host, day).state)
            .collect();
        if judged != states {
            faults.push(format!("{name}: {judged:?}, not {states:?}"));
        }
        matrix[usize::from(*gone)][usize::from(judged[2] == LinkState::Dead)] += 1;
    }
    assert!(faults.is_empty(), "verdicts differ from the table:\n  {}", faults.join("\n  "));
    let [[there, false_dead], [missed, dead]] = matrix;
    println!(
        "at third sight: {there} not dead rightly, {dead} dead rightly, {false_dead} falsely dead, {missed} missed"
    );
    assert_eq!((false_dead, missed), (0, 0));
    assert!(dead >= 8 && there >= 40, "the table has cases of both kinds");
}

/// A page that has nothing of the one that was seen first has to be looked at, and is never dead; a run
/// that cannot trust its network shows no page.
#[test]
fn another_page_under_the_same_address() {
    let (was, is) = ("200;title=Ice and sea;hash=00", "200;title=Bonus;hash=ffffffffffffffff");
    let looks: Vec<Observation> = [was, is, is, is, is, was]
        .iter()
        .zip(1..)
        .map(|(chain, day)| {
            observed("https://a.example/story", chain, &started(day * 3), &format!("r{}", day * 3))
        })
        .collect();
    let state = |n: usize| judge(&looks[..n], "alive", 30).state;
    assert_eq!(
        [1, 2, 5, 6].map(state),
        [LinkState::Alive, LinkState::Suspect, LinkState::Suspect, LinkState::Alive]
    );
    let told = judge(&looks[..3], "alive", 30);
    assert!(
        told.evidence.iter().all(|look| look.outcome == Outcome::Drift) && told.strikes.is_none()
    );
    let mut portal = host_view("alive");
    portal.invalid.insert("r3".into());
    let state = judge_link(&looks[..3], &portal, &Policy::default(), today(30)).state;
    assert_eq!(state, LinkState::Alive, "the page of a portal is not what was cited");
}

/// Every outcome but those that need several observations has a case in the table.
#[test]
fn the_catalogue_covers_the_outcomes() {
    let told: BTreeSet<&str> = FAULTS.iter().map(|fault| fault.3).collect();
    let other = [
        "moved.https",
        "net.no-address",
        "net.unreachable",
        "server.truncated",
        "soft.many-to-one",
        "soft.same-text",
        "soft.probe-match",
        "soft.drift",
        "unknown.shell",
        // A matter of the configuration; `scope` has its case.
        "blocked.private-owner",
        // Cases of these are in the faults of a server.
        "blocked.robots",
        "soft.to-search",
        "soft.not-file",
    ];
    let missing: Vec<&str> = Outcome::ALL
        .iter()
        .map(|o| o.code())
        .filter(|c| !told.contains(c) && !other.contains(c))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    let code = |chain: &str, url: &str| {
        classify_observation(&observed(url, chain, &started(1), "r")).code()
    };
    assert_eq!(code("301>https://a.example/x 200", "http://a.example/x"), "moved.https");
    assert_eq!(code("302>https://b.example/x 200", "https://doi.org/10.1/x"), "moved.temporary");
    assert_eq!(code("301>https://b.example/x 200", "https://doi.org/10.1/x"), "moved.temporary");
    // F10: the front page itself is under no suspicion.
    assert_eq!(code("301>https://a.example/en/ 200", "https://a.example/"), "moved.permanent");
    let mut cut = observed(PAGE, "200", &started(1), "r");
    cut.end = ChainEnd::Read(ReadFault::Reset);
    assert_eq!(classify_observation(&cut).code(), "server.truncated");
}

/// Two looks at a missing page within one day are one suspicion.
#[test]
fn looks_have_to_lie_apart() {
    let at = |hour: u8, run: &str, chain| {
        observed(PAGE, chain, &format!("2026-03-01T{hour:02}:00:00Z"), run)
    };
    let near = [at(1, "r1", "404"), at(20, "r2", "404")];
    let judged = judge(&near, "alive", 1);
    assert_eq!((judged.state, judged.strikes), (LinkState::Failing, Some((1, 2))));
    // Once is enough to say it twice for a page that was taken away for good, an hour later.
    assert_eq!(judge(&[at(1, "r1", "410"), at(2, "r2", "410")], "?", 1).state, LinkState::Dead);
    assert_eq!(judge(&[at(1, "r1", "410"), at(1, "r2", "410")], "?", 1).state, LinkState::Failing);
    // The same for a name that its registry does not know, however its resolver's host does.
    let unknown = "404;registry=false";
    for host in ["?", "alive", "down"] {
        let looks = [at(1, "r1", unknown), at(2, "r2", unknown)];
        assert_eq!(judge(&looks, host, 1).state, LinkState::Dead);
        assert_eq!(
            judge(&[at(1, "r1", unknown), at(1, "r2", unknown)], host, 1).state,
            LinkState::Failing
        );
    }
}

#[test]
fn a_success_breaks_the_row_and_shows_as_flaky() {
    let chains = ["200", "404", "200", "404"];
    let looks: Vec<Observation> = (1..)
        .zip(chains)
        .map(|(day, chain)| observed(PAGE, chain, &started(day), &format!("r{day}")))
        .collect();
    let states: Vec<LinkState> =
        (1..=4).map(|n| judge(&looks[..n], "alive", n as i8).state).collect();
    assert_eq!(
        states,
        [LinkState::Alive, LinkState::Failing, LinkState::Flaky, LinkState::Failing]
    );
    // A failure before the first success is forgotten (F29).
    let mended =
        [observed(PAGE, "404", &started(1), "r1"), observed(PAGE, "200", &started(2), "r2")];
    assert_eq!(judge(&mended, "alive", 2).state, LinkState::Alive);
}

#[test]
fn evidence_and_days_are_told() {
    let judged = judge(&history("404", &[3, 9]), "alive", 9);
    assert_eq!((judged.since, judged.strikes), (Some(today(3)), Some((2, 2))));
    assert_eq!(judged.evidence.len(), 2);
    let json = serde_json::to_string(&judged).unwrap();
    assert!(
        json.contains(r#""since":"2026-03-03""#) && json.contains(r#""outcome":"gone.404""#),
        "{json}"
    );
    let none = judge(&[], "alive", 9);
    assert_eq!((none.state, none.next, none.since), (LinkState::Unknown, today(9), None));
    let alive = judge(&history("200", &[1]), "alive", 1);
    assert!((today(6)..=today(10)).contains(&alive.next), "{}", alive.next);
}

#[test]
fn a_run_without_its_network_holds_nothing_against_links() {
    let looks = history("!nxdomain", &[1, 2, 8]);
    let mut view = host_view("down");
    view.invalid = ["r1", "r2", "r8"].map(String::from).into();
    let judged = judge_link(&looks, &view, &Policy::default(), today(8));
    assert_eq!((judged.state, judged.strikes), (LinkState::Unknown, None));
}

fn run(rows: &[(&str, &str)]) -> Vec<Observation> {
    rows.iter().map(|(url, chain)| observed(url, chain, &started(1), "r1")).collect()
}

#[test]
fn hosts_fail_as_a_whole() {
    let rows = run(&[
        ("https://a.example/1", "404"),
        ("https://a.example/2", "404"),
        ("https://b.example/1", "404"),
        ("https://b.example/2", "200"),
        ("https://c.example/1", "404"),
        ("https://d.example/1", "!refused"),
        ("https://e.example/1", "403"),
        ("https://f.example/1", "!budget"),
    ]);
    let hosts = host_states(&rows, &Policy::default());
    let of = |host: &str| hosts.get(host).copied();
    assert_eq!(of("a.example"), Some(HostState::Down(Outcome::NotFound)));
    assert_eq!(of("b.example"), Some(HostState::Alive));
    assert_eq!(
        of("c.example"),
        Some(HostState::Unclear),
        "one missing page says nothing of a host"
    );
    assert_eq!(of("d.example"), Some(HostState::Down(Outcome::Refused)));
    assert_eq!(of("e.example"), Some(HostState::Unclear));
    assert_eq!(of("f.example"), None, "what was not reached says nothing");
    let view = &host_histories(&rows, &BTreeSet::new(), &Policy::default())["b.example"];
    assert!(view.alive.contains("r1") && view.down.is_empty());
}

#[test]
fn a_run_is_valid_needs_canaries_or_is_invalid() {
    let policy = Policy::default();
    let known: BTreeSet<String> = ["a", "b", "c", "d"].map(|n| format!("{n}.example")).into();
    let all = |chain| {
        let rows: Vec<(String, &str)> =
            known.iter().map(|host| (format!("https://{host}/x"), chain)).collect();
        run(&rows.iter().map(|(url, chain)| (url.as_str(), *chain)).collect::<Vec<_>>())
    };
    assert_eq!(validity(&all("404"), &known, &policy), RunValidity::Valid, "a server answered");
    assert_eq!(
        validity(&all("!servfail"), &known, &policy),
        RunValidity::Invalid { failed: 4, asked: 4 }
    );
    assert_eq!(
        validity(&all("!nxdomain"), &BTreeSet::new(), &policy),
        RunValidity::Invalid { failed: 4, asked: 4 }
    );
    assert_eq!(validity::<Observation>(&[], &known, &policy), RunValidity::Valid);
    let dead = run(&[("https://x.example/", "!nxdomain")]);
    let canaries = ["a.example", "b.example", "c.example"].map(String::from).to_vec();
    assert_eq!(validity(&dead, &known, &policy), RunValidity::NeedsCanary(canaries));
    // One or two hosts that fall silent have died; a third of those that were alive have not.
    let three = run(&[
        ("https://a.example/", "!refused"),
        ("https://b.example/", "!refused"),
        ("https://c.example/", "!refused"),
        ("https://d.example/", "200"),
        ("https://e.example/", "200"),
    ]);
    assert_eq!(validity(&three[1..], &known, &policy), RunValidity::Valid);
    assert_eq!(validity(&three, &known, &policy), RunValidity::Invalid { failed: 3, asked: 4 });
    // A first run knows no host. Where one of them answers, the network is not at fault.
    let mut first = all("200");
    first.extend(
        (0..20).map(|n| {
            observed(&format!("https://gone{n}.example/"), "!nxdomain", &started(1), "r1")
        }),
    );
    assert_eq!(validity(&first, &BTreeSet::new(), &policy), RunValidity::Valid);
    // Old articles cite many hosts that are gone; hosts last seen alive tell the two apart.
    let mut old = all("200");
    old.extend(
        (0..20).map(|n| {
            observed(&format!("https://gone{n}.example/"), "!nxdomain", &started(1), "r1")
        }),
    );
    assert_eq!(validity(&old, &known, &policy), RunValidity::Valid);
}

#[test]
fn pages_that_only_several_observations_unmask() {
    let policy = Policy::default();
    let of = |rows: &[(&str, &str)]| citegraph::check::soft404::find_soft404s(&run(rows), &policy);
    let text = "200;hash=00ff00ff00ff00ff";
    let same = [
        ("https://a.example/1", text),
        ("https://a.example/2", text),
        ("https://a.example/3", text),
    ];
    assert_eq!(of(&same).values().collect::<Vec<_>>(), [&Outcome::SameText; 3]);
    assert!(of(&same[..2]).is_empty(), "two are chance");
    let by_query = ["1", "2", "3"].map(|n| format!("https://a.example/v?id={n}"));
    assert!(of(&by_query.each_ref().map(|url| (url.as_str(), text))).is_empty());
    let mut shell = same.to_vec();
    shell.push(("https://a.example/", text));
    assert_eq!(of(&shell).into_values().collect::<Vec<_>>(), [Outcome::Shell; 3]);
    let to_one = "301>https://a.example/archive 200";
    let many = ["https://a.example/x/1", "https://a.example/x/2", "https://a.example/x/3"];
    assert_eq!(
        of(&many.map(|url| (url, to_one))).into_values().collect::<Vec<_>>(),
        [Outcome::ManyToOne; 3]
    );
    // The verdict knows of it through the view of the host.
    let rows = run(&same);
    let views = host_histories(&rows, &BTreeSet::new(), &policy);
    assert_eq!(
        judge_link(&rows[..1], &views["a.example"], &policy, today(1)).state,
        LinkState::Suspect
    );
}

#[test]
fn an_address_made_up_by_chance() {
    let made = probe_url("https://a.example/x/story.html?id=1#top", "r1").unwrap();
    assert!(
        made.starts_with("https://a.example/x/") && made.len() == "https://a.example/x/".len() + 12,
        "{made}"
    );
    assert_eq!(Some(&made), probe_url("https://a.example/x/story.html?id=1#top", "r1").as_ref());
    assert_ne!(Some(&made), probe_url("https://a.example/x/story.html?id=1#top", "r2").as_ref());
    assert_eq!(probe_url("https://a.example/", "r1"), None);
    // What a site goes by is not kept: it would send the page.
    let made = probe_url("https://a.example/questions/1122/why-so/", "r1").unwrap();
    let parts: Vec<&str> = made.split('/').skip(3).collect();
    assert!(parts.len() == 3 && parts[0] == "questions" && parts[1] == parts[2], "{made}");
    assert!(
        probe_url("https://a.example/?p=7", "r1").unwrap().len() == "https://a.example/".len() + 12
    );
    let page = |chain: &str| observed(PAGE, chain, &started(1), "r1");
    let (text, near, far) =
        ("200;hash=00ff00ff00ff00ff", "200;hash=00ff00ff00ff00fe", "200;hash=f0f0f0f00f0f0f0f");
    assert_eq!(probe_outcome(&page(text), &page(near), None), Some(Outcome::ProbeMatch));
    assert_eq!(
        probe_outcome(&page(text), &page(near), Some(&page(far))),
        Some(Outcome::ProbeMatch)
    );
    assert_eq!(probe_outcome(&page(text), &page(near), Some(&page(text))), Some(Outcome::Shell));
    assert_eq!(probe_outcome(&page(text), &page(far), None), None);
    assert_eq!(probe_outcome(&page(text), &page("404"), None), None);
    let landed = "302>https://a.example/list 200";
    assert_eq!(probe_outcome(&page(landed), &page(landed), None), Some(Outcome::ProbeMatch));
    let mended = format!("301>{PAGE} 200;hash=00ff00ff00ff00ff");
    let from = observed("https://a.example/news/2019/abc", &mended, &started(1), "r1");
    assert_eq!(
        probe_outcome(&page(text), &from, None),
        None,
        "the server knows which page is meant"
    );
    assert_eq!(sign::SCRIPTED, "scripted");
}

/// A history: for each day from the first one of the chains of the table, in random order.
fn histories() -> impl Strategy<Value = Vec<Observation>> {
    let look = (0..FAULTS.len(), 1..=28_i8, 0..24_u8);
    prop::collection::vec(look, 0..14).prop_map(|looks| {
        let look = |(fault, day, hour): (usize, i8, u8)| {
            observed(
                PAGE,
                FAULTS[fault].1,
                &format!("2026-03-{day:02}T{hour:02}:30:00Z"),
                &format!("r{day}"),
            )
        };
        looks.into_iter().map(look).collect()
    })
}

fn any_host() -> impl Strategy<Value = HostHistory> {
    let runs = || prop::collection::btree_set((1..=31_u8).prop_map(|day| format!("r{day}")), 0..31);
    (runs(), runs(), prop::collection::btree_set("r[0-9]", 0..3)).prop_map(
        |(alive, down, invalid)| HostHistory {
            down: down.difference(&alive).cloned().collect(),
            alive,
            invalid,
            soft404s: BTreeMap::new(),
            refusals: BTreeSet::new(),
        },
    )
}

/// Policies that ask for as little as they can are held to the laws too.
fn any_policy() -> impl Strategy<Value = Policy> {
    (0..4_u32, 0..50_u32, 0..4_u32, 0..10_u32, 0..200_u32).prop_map(
        |(looks, hours, more, days, jitter)| Policy {
            gone_checks: looks,
            gone_hours: hours,
            taken_away_checks: looks,
            taken_away_hours: hours,
            host_checks: more,
            host_days: days,
            jitter_percent: jitter,
            ..Policy::default()
        },
    )
}

/// An address that nobody made tells of all pages of its host, follows from the ledger, and is no page.
#[test]
fn an_address_that_nobody_made_tells_of_its_host() {
    let (page, other) = ("https://a.example/x/story", "https://a.example/y/tale");
    let made_up = probe_url(page, "r1").expect("an address");
    let same = "200;hash=00000000000000ff";
    let judged = |rows: &[(&str, &str)]| {
        let rows = run(rows);
        let views = host_histories(&rows, &BTreeSet::new(), &Policy::default());
        let found = views["a.example"].soft404s.clone();
        (found.into_iter().map(|(key, outcome)| (key.1, outcome)).collect::<Vec<_>>(), rows)
    };
    let (found, rows) =
        judged(&[(page, same), (other, "200;hash=00000000000000fe"), (&made_up, same)]);
    let match_of = |url: &str| (url.to_owned(), Outcome::ProbeMatch);
    assert_eq!(found, [match_of(page), match_of(other)], "and not of itself");
    assert_eq!(citegraph::check::soft404::synthetic_urls(&rows), BTreeSet::from([made_up.clone()]));
    // A front page that is alike too, or a page that a script fills, shows nothing.
    let (found, _) = judged(&[(page, same), ("https://a.example/", same), (&made_up, same)]);
    assert_eq!(found, [(page.to_owned(), Outcome::Shell)]);
    let scripted = "200;hash=00000000000000ff;sign=scripted";
    let (found, _) = judged(&[(page, scripted), (&made_up, scripted)]);
    assert_eq!(found, [(page.to_owned(), Outcome::Shell)]);
    for answer in ["404;hash=00000000000000ff", "200;hash=ffffffff00000000", "!reset"] {
        assert!(judged(&[(page, same), (&made_up, answer)]).0.is_empty(), "{answer}");
    }
}

/// A host that answers anything, or takes connections and cuts them, is there: it may serve others.
#[test]
fn only_silence_kills_a_host() {
    let policy = Policy::default();
    let verdict = |answers: [&str; 4]| {
        let history: Vec<Observation> = (0..4)
            .flat_map(|n| {
                let (at, run) = (started(1 + 3 * n as i8), format!("r{n}"));
                ["https://a.example/", PAGE, "https://a.example/x"]
                    .map(|url| observed(url, answers[n], &at, &run))
            })
            .collect();
        let hosts = host_histories(&history, &BTreeSet::new(), &policy);
        let own: Vec<&Observation> = history.iter().filter(|seen| seen.url == PAGE).collect();
        judge_link(&own, &hosts["a.example"], &policy, date(2026, 3, 20)).state
    };
    for answer in ["500", "502", "503", "504", "511", "528", "529", "400", "405", "429", "403"]
        .iter()
        .chain(&["!reset", "!decode", "!read-timeout", "!unreachable"])
    {
        assert_ne!(verdict([*answer; 4]), LinkState::Dead, "{answer}");
    }
    for answer in ["!refused", "!connect-timeout", "521", "530"] {
        assert_eq!(verdict([answer; 4]), LinkState::Dead, "{answer}");
    }
    // One sign of life among them starts the count anew.
    for life in ["503", "!reset", "!read-timeout"] {
        assert_ne!(verdict(["!refused", "!refused", life, "!refused"]), LinkState::Dead, "{life}");
    }
}

/// A verdict may need checks from several places, as merged ledgers hold them.
#[test]
fn a_verdict_can_ask_for_a_second_vantage_point() {
    let needs = |points| Policy { need_vantage_points: points, ..Policy::default() };
    let from = |place: Option<&str>, day: i8| {
        let seen = observed(PAGE, "404", &started(day), &format!("r{day}"));
        Observation { vantage: place.map(str::to_owned), ..seen }
    };
    let host =
        HostHistory { alive: (1..9).map(|n| format!("r{n}")).collect(), ..HostHistory::default() };
    let judge = |history: &[Observation], points| {
        let judged = judge_link(history, &host, &needs(points), date(2026, 3, 9));
        (judged.state, judged.rule)
    };
    let own = vec![from(None, 1), from(None, 3)];
    assert_eq!(judge(&own, 1), (LinkState::Dead, VerdictRule::GoneChecks));
    assert_eq!(judge(&own, 2), (LinkState::Failing, VerdictRule::VantagePoints));
    let mut ours = citegraph::check::ledger::Ledger::default();
    own.iter().for_each(|seen| ours.add(seen.clone()));
    let mut theirs = citegraph::check::ledger::Ledger::default();
    theirs.add(from(Some("laptop"), 4));
    ours.merge(theirs);
    let merged: Vec<Observation> = ours.observations().cloned().collect();
    assert_eq!(judge(&merged, 2), (LinkState::Dead, VerdictRule::GoneChecks));
    assert_eq!(judge(&merged, 3), (LinkState::Failing, VerdictRule::VantagePoints));
}

proptest! {
    #![proptest_config(crate::properties::cases(256))]

    #[test]
    fn one_check_never_kills(fault in 0..FAULTS.len(), host in any_host(), policy in any_policy()) {
        let looks = history(FAULTS[fault].1, &[5]);
        let twice = [looks.clone(), looks.clone()].concat();
        for looks in [looks, twice] {
            prop_assert!(judge_link(&looks, &host, &policy, today(5)).state < LinkState::Dead);
        }
    }

    #[test]
    fn a_later_success_never_worsens(looks in histories(), host in any_host(), policy in any_policy()) {
        let before = judge_link(&looks, &host, &policy, today(31));
        let mut after = looks;
        after.push(observed(PAGE, "200", &started(30), "r30"));
        let after = judge_link(&after, &host, &policy, today(31));
        prop_assert!(after.state <= before.state, "{before:?} -> {after:?}");
    }

    #[test]
    fn walls_and_doubts_never_become_dead(looks in histories(), host in any_host(), policy in any_policy()) {
        let class = |look: &&Observation| !classify_observation(look).class().is_failure();
        let harmless: Vec<Observation> = looks.iter().filter(class).cloned().collect();
        prop_assert!(judge_link(&harmless, &host, &policy, today(31)).state < LinkState::Dead);
    }

    #[test]
    fn a_registry_without_an_answer_changes_nothing(
        looks in histories(), host in any_host(), policy in any_policy(),
        times in prop::collection::vec((1..=31_i8, 0..24_u8), 1..9),
    ) {
        let silent = |(day, hour): (i8, u8)| {
            let started = format!("2026-03-{day:02}T{hour:02}:45:00Z");
            observed(PAGE, "!refused;registry=?", &started, &format!("r{day}"))
        };
        let before = judge_link(&looks, &host, &policy, today(31));
        let with: Vec<_> = looks.into_iter().chain(times.into_iter().map(silent)).collect();
        let after = judge_link(&with, &host, &policy, today(31));
        prop_assert_eq!((after.state, after.strikes), (before.state, before.strikes));
        prop_assert_eq!(after.evidence, before.evidence);
    }

    #[test]
    fn order_repetition_and_the_future_do_not_count(
        looks in histories(), host in any_host(), turn in 0..14_usize, day in 1..28_i8,
    ) {
        let policy = Policy::default();
        let now = judge_link(&looks, &host, &policy, today(day));
        let mut other: Vec<Observation> = looks.iter().rev().cloned().collect();
        other.extend(looks.iter().take(turn).cloned());
        let length = other.len().max(1);
        other.rotate_left(turn % length);
        prop_assert_eq!(&judge_link(&other, &host, &policy, today(day)), &now);
        let past: Vec<Observation> =
            looks.iter().filter(|look| look.started[8..10].parse::<i8>().unwrap() <= day).cloned().collect();
        prop_assert_eq!(&judge_link(&past, &host, &policy, today(day)), &now);
    }

    #[test]
    fn the_next_look_lies_behind_the_last(looks in histories(), policy in any_policy()) {
        let judged = judge_link(&looks, &HostHistory::default(), &policy, today(31));
        if let Some(last) = judged.evidence.last() {
            prop_assert!(judged.next > last.started[..10].parse().unwrap());
        }
    }
}

//! Identifiers are checked at their registries: here at servers on this machine that answer as the
//! registries do, or fail as everything does.
#![cfg(feature = "network")]

use std::collections::BTreeMap;

use citegraph::check::host::HostHistory;
use citegraph::check::observation::Observation;
use citegraph::check::outcome::{Outcome, classify_observation};
use citegraph::check::policy::Policy;
use citegraph::check::verdict::{LinkState, judge_link};
use citegraph::fetch::endpoint::Endpoint;
use citegraph::fetch::registry::{RegistryEndpoints, RegistryLink, check_subjects, silences};
use citegraph::fetch::{CheckSummary, FetchOptions};
use citegraph::link::cite;
use url::Url;

use crate::check::faults::manifest;
use crate::check::faults::server::{Act, Choice, Request, Script, Server, closed_port};

const NOW: &str = "2026-03-01T10:00:00Z";

fn options() -> FetchOptions {
    FetchOptions {
        timeout: 3,
        connect_timeout: 30,
        first_wait_ms: 10,
        longest_wait: 1,
        host_concurrency: 8,
        host_spacing_ms: 0,
        allow_private: true,
        run: "test".into(),
        ..FetchOptions::default()
    }
}

fn answer(status: &str, kind: &str, body: &str) -> Vec<Act> {
    manifest::answer(status, &format!("Content-Type: {kind}\r\n"), body)
}

fn json(status: &str, body: &str) -> Script {
    vec![answer(status, "application/json", body)]
}

fn endpoint(server: &Server, template: &str) -> Endpoint {
    Endpoint::new(&format!("http://{}{template}", server.address)).expect("a template")
}

fn off() -> Endpoint {
    Endpoint::new("off").expect("a word")
}

/// All registries at one server.
fn endpoints(server: &Server) -> RegistryEndpoints {
    RegistryEndpoints {
        doi: endpoint(server, "/handles/{id}"),
        arxiv: endpoint(server, "/arxiv?id_list={id}"),
        pubmed: endpoint(server, "/pubmed?id={id}"),
        wayback: endpoint(server, "/cdx?url={url}&timestamp={timestamp}"),
        github: None,
    }
}

fn run(
    urls: &[&str],
    endpoints: &RegistryEndpoints,
    options: &FetchOptions,
) -> (BTreeMap<String, Observation>, CheckSummary) {
    let urls: Vec<Url> = urls.iter().map(|url| Url::parse(url).expect(url)).collect();
    let works: Vec<Option<String>> = urls.iter().map(|url| cite(url).work).collect();
    let pairs = urls.iter().zip(&works);
    let subjects: Vec<RegistryLink<'_>> =
        pairs.map(|(url, work)| RegistryLink { url, work: work.as_deref() }).collect();
    let mut seen = BTreeMap::new();
    let mut each = |observation: Observation| {
        assert!(seen.insert(observation.url.clone(), observation).is_none(), "observed twice");
    };
    let summary =
        check_subjects(&subjects, options, endpoints, &|| NOW.into(), &mut each).expect("a run");
    (seen, summary)
}

fn outcomes(seen: &BTreeMap<String, Observation>) -> BTreeMap<&str, Outcome> {
    seen.iter().map(|(url, seen)| (url.as_str(), classify_observation(seen))).collect()
}

const FOUND: &str = r#"{"responseCode":1,"handle":"10.1000/yes","values":[]}"#;
const MISSING: &str = r#"{"responseCode":100,"handle":"10.1000/no"}"#;

#[test]
fn a_doi_is_asked_once_at_its_registry_and_its_publisher_never() {
    let server = Server::start(
        &[
            ("/handles/10.1000/yes", json("200 OK", FOUND)),
            ("/handles/10.1000/no", json("404 Not Found", MISSING)),
        ],
        &[],
    );
    let urls = [
        "https://doi.org/10.1000/yes",
        "http://dx.doi.org/10.1000/YES#page=3",
        "https://doi.org/10.1000/yes#other",
        "https://doi.org/10.1000/no",
    ];
    let (seen, summary) = run(&urls, &endpoints(&server), &options());
    let expected = [
        ("http://dx.doi.org/10.1000/YES", Outcome::Registered),
        ("https://doi.org/10.1000/no", Outcome::UnknownIdentifier),
        ("https://doi.org/10.1000/yes", Outcome::Registered),
    ];
    assert_eq!(outcomes(&seen).into_iter().collect::<Vec<_>>(), expected);
    assert_eq!((summary.addresses, summary.requests, summary.unreached), (3, 2, 0));
    assert_eq!(server.count("/handles/10.1000/yes"), 1);
    let hop = &seen["https://doi.org/10.1000/yes"].hops[0].url;
    assert!(hop.contains(&server.address.to_string()), "who was asked can be seen: {hop}");
    let line = serde_json::to_string(&seen["https://doi.org/10.1000/no"]).unwrap();
    assert!(line.contains(r#""registry":{"name":"doi","found":false}"#), "{line}");
    assert!(silences(&seen.into_values().collect::<Vec<_>>()).is_empty());
}

/// What a registry may send in place of a word.
#[test]
fn nothing_but_a_word_makes_an_identifier_unknown_to_its_registry() {
    let reset: Script = vec![vec![Act::Reset]];
    let wait: Script = vec![vec![Act::Silence]];
    let late = b"HTTP/1.1 429 Slow\r\nRetry-After: 86400\r\nContent-Length: 0\r\n\r\n".to_vec();
    let away = b"HTTP/1.1 302 Found\r\nLocation: /html\r\nContent-Length: 0\r\n\r\n".to_vec();
    let cut = format!("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{MISSING}").into_bytes();
    for (name, script) in [
        ("html", vec![answer("200 OK", "text/html", "<title>Sign in</title>")]),
        ("html 404", vec![answer("404 Not Found", "text/html", "<title>Not found</title>")]),
        ("410", vec![answer("410 Gone", "text/html", "gone")]),
        ("error in a success", json("200 OK", r#"{"responseCode":2,"handle":"10.1000/no"}"#)),
        ("other", json("404 Not Found", r#"{"responseCode":100,"handle":"10.1000/other"}"#)),
        ("half", json("404 Not Found", &MISSING[..20])),
        ("empty", json("404 Not Found", "")),
        ("429", json("429 Slow", MISSING)),
        ("429 for long", vec![vec![Act::Send(late)]]),
        ("503", json("503 Busy", MISSING)),
        ("500", json("500 Oops", MISSING)),
        ("cut", vec![vec![Act::Send(cut), Act::Close]]),
        ("redirected", vec![vec![Act::Send(away)]]),
        ("reset", reset),
        ("silent", wait),
    ] {
        let page = answer("200 OK", "text/html", "<title>A page</title>");
        let server = Server::start(&[("/handles/10.1000/no", script), ("/html", vec![page])], &[]);
        let (seen, _) = run(&["https://doi.org/10.1000/no"], &endpoints(&server), &options());
        let seen = &seen["https://doi.org/10.1000/no"];
        assert_eq!(classify_observation(seen), Outcome::Registry, "{name}");
        let looks = ["01", "02", "09"].map(|day| {
            let started = format!("2026-03-{day}T10:00:00Z");
            Observation { started, run: day.into(), ..seen.clone() }
        });
        let today = jiff::civil::date(2026, 3, 9);
        let judged = judge_link(&looks, &HostHistory::default(), &Policy::default(), today);
        assert_eq!((judged.state, judged.strikes), (LinkState::Unknown, None), "{name}");
    }
}

#[test]
fn a_registry_that_is_down_is_one_event_and_holds_nothing_against_links() {
    let server = Server::start(&[], &[]);
    let (closed, _kept) = closed_port();
    let gone = format!("http://{closed}/{{id}}");
    let endpoints =
        RegistryEndpoints { doi: Endpoint::new(&gone).expect("a template"), ..endpoints(&server) };
    let urls: Vec<String> = (0..12).map(|n| format!("https://doi.org/10.1000/{n}")).collect();
    let urls: Vec<&str> = urls.iter().map(String::as_str).collect();
    let (seen, _) = run(&urls, &endpoints, &FetchOptions { retries: 0, ..options() });
    assert_eq!(seen.len(), 12);
    let all: Vec<Observation> = seen.into_values().collect();
    let events = silences(&all);
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].registry.as_str(), events[0].asked, events[0].unanswered),
        ("doi", 12, 12)
    );
    let hosts = citegraph::check::host::host_states(&all, &Policy::default());
    assert!(hosts.is_empty(), "it says nothing of doi.org: {hosts:?}");
    // A link that was registered last month stays alive on that word.
    let mut before = all[0].clone();
    before.started = "2026-02-01T10:00:00Z".into();
    before.run = "before".into();
    before.registry.as_mut().expect("an answer").found = Some(true);
    let history = [before, all[0].clone()];
    let today = jiff::civil::date(2026, 3, 1);
    let judged = judge_link(&history, &HostHistory::default(), &Policy::default(), today);
    assert_eq!(judged.state, LinkState::Alive);
}

fn ids(request: &Request) -> Vec<String> {
    let (_, ids) = request.path.split_once('=').expect("a query");
    ids.split(',').map(|id| id.replace("%2F", "/")).collect()
}

/// arXiv as its feed is: what it has, and nothing about what it has not.
fn arxiv(request: &Request) -> Vec<Act> {
    let there = |id: &String| !id.contains("99999");
    let ids: Vec<String> = ids(request).into_iter().filter(there).collect();
    let entry = |id: &String| format!("<entry><id>http://arxiv.org/abs/{id}v1</id></entry>");
    let entries: String = ids.iter().map(entry).collect();
    let feed = format!(
        r#"<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><opensearch:totalResults xmlns:opensearch="urn:x">{}</opensearch:totalResults>{entries}</feed>"#,
        ids.len()
    );
    answer("200 OK", "application/atom+xml", &feed)
}

fn pubmed(request: &Request) -> Vec<Act> {
    let part = |id: &String| match id.starts_with('9') {
        true => format!(r#""{id}":{{"uid":"{id}","error":"cannot get document summary"}}"#),
        false => format!(r#""{id}":{{"uid":"{id}","title":"A paper"}}"#),
    };
    let parts: Vec<String> = ids(request).iter().map(part).collect();
    answer("200 OK", "application/json", &format!(r#"{{"result":{{{}}}}}"#, parts.join(",")))
}

fn cdx(request: &Request) -> Vec<Act> {
    let row = r#",["20190102030405","http://a.example:80/kept","200"]"#;
    let row = if request.path.contains("kept") { row } else { "" };
    let head = r#"["timestamp","original","statuscode"]"#;
    answer("200 OK", "application/json", &format!("[{head}{row}]"))
}

#[test]
fn preprints_papers_and_snapshots() {
    let choices: [(&'static str, Choice); 3] =
        [("/arxiv", arxiv), ("/pubmed", pubmed), ("/cdx", cdx)];
    let server = Server::start(&[], &choices);
    let urls = [
        "https://arxiv.org/abs/2001.01234v2",
        "https://arxiv.org/pdf/hep-th/9901001.pdf",
        "https://arxiv.org/abs/2001.99999",
        "https://pubmed.ncbi.nlm.nih.gov/123/",
        "https://pubmed.ncbi.nlm.nih.gov/999/",
        "https://web.archive.org/web/2019/http://a.example/kept",
        "https://web.archive.org/web/2019/http://a.example/lost",
    ];
    let (seen, summary) = run(&urls, &endpoints(&server), &options());
    let found: Vec<Outcome> = urls.iter().map(|url| classify_observation(&seen[*url])).collect();
    let (yes, no) = (Outcome::Registered, Outcome::UnknownIdentifier);
    assert_eq!(found, [yes, yes, no, yes, no, yes, no]);
    assert_eq!(summary.requests, 4, "preprints and papers are asked for together");
}

/// Registries and pages are asked in one run, each by its own way, and bodies are kept for nobody.
#[test]
fn pages_are_asked_themselves_in_the_same_run() {
    let server = Server::start(
        &[
            ("/handles/10.1000/yes", json("200 OK", FOUND)),
            ("/article/10.1000/yes", vec![answer("403 Forbidden", "text/html", "no robots")]),
            ("/page", vec![answer("200 OK", "text/html", "<title>A page</title><p>Text.")]),
        ],
        &[],
    );
    let at = |path: &str| format!("http://{}{path}", server.address);
    let (publisher, page) = (at("/article/10.1000/yes"), at("/page"));
    let urls = ["https://doi.org/10.1000/yes", &publisher, &page];
    let (seen, summary) = run(&urls, &endpoints(&server), &options());
    assert_eq!(classify_observation(&seen[urls[0]]), Outcome::Registered);
    assert_eq!(classify_observation(&seen[&publisher]), Outcome::Forbidden);
    assert_eq!(classify_observation(&seen[&page]), Outcome::Ok);
    assert!(seen.values().all(|seen| seen.body.is_none()));
    assert_eq!(summary.addresses, 3);
    // An endpoint that somebody cites is a page too.
    let cited = at("/handles/10.1000/yes");
    let (seen, summary) = run(&[urls[0], &cited], &endpoints(&server), &options());
    assert_eq!(classify_observation(&seen[urls[0]]), Outcome::Registered);
    assert_eq!(classify_observation(&seen[&cited]), Outcome::Ok);
    assert_eq!((summary.addresses, summary.requests), (2, 1));
}

#[test]
fn a_budget_ends_questions_as_it_ends_pages() {
    let server = Server::start(&[("/handles/10.1000/yes", json("200 OK", FOUND))], &[]);
    let urls = ["https://doi.org/10.1000/yes", "https://doi.org/10.1000/never"];
    let options = FetchOptions { max_requests: Some(1), host_concurrency: 1, ..options() };
    let (seen, summary) = run(&urls, &endpoints(&server), &options);
    assert_eq!(classify_observation(&seen[urls[0]]), Outcome::Registered);
    assert_eq!(classify_observation(&seen[urls[1]]), Outcome::Budget);
    assert_eq!((summary.addresses, summary.requests, summary.unreached), (2, 1, 1));
    assert!(silences(&seen.into_values().collect::<Vec<_>>()).is_empty());
}

#[test]
fn a_registry_that_is_off_leaves_its_links_to_themselves() {
    let server = Server::start(&[("/10.1000/yes", json("200 OK", FOUND))], &[]);
    let port = server.address.port();
    let options = FetchOptions { resolve: vec![format!("doi.org:{port}:127.0.0.1")], ..options() };
    let url = format!("http://doi.org:{port}/10.1000/yes");
    let endpoints = RegistryEndpoints { doi: off(), ..endpoints(&server) };
    let (seen, _) = run(&[&url], &endpoints, &options);
    assert_eq!((classify_observation(&seen[&url]), &seen[&url].registry), (Outcome::Ok, &None));
}

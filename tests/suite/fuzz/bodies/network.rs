//! What servers answer, and the ledger in which it is kept.

use std::collections::BTreeMap;
use std::time::Duration;

use citegraph::audit::{AuditContext, judge_subjects, subjects};
use citegraph::check::ledger::Ledger;
use citegraph::check::observation::{ChainEnd, Hop, Method, Observation, SCHEMA};
use citegraph::check::policy::Policy;
use citegraph::corpus::{Corpus, Selection};
use citegraph::extract::list;
use citegraph::fetch::archive::{self, SnapshotRequest, SnapshotSearch};
use citegraph::fetch::cookies::Cookies;
use citegraph::fetch::dns::{self, DnsReply, RecordType};
use citegraph::fetch::page_facts;
use citegraph::fetch::registry::{self, RegistryEndpoints};
use citegraph::fetch::retry_after;
use citegraph::link;
use jiff::civil::date;
use url::Url;

use super::sections;

/// Any bytes are a reply to a question or are none, and damage never becomes an answer of another name.
/// Also as the text of a `resolv.conf`.
pub(super) fn dns(bytes: &[u8]) {
    for (id, kind) in [(7, RecordType::A), (8, RecordType::Aaaa)] {
        let question = dns::encode_question(id, "a.example", kind).expect("a name");
        let Some(reply) = dns::parse_reply(bytes, &question) else { continue };
        assert!(bytes.len() >= question.len() && bytes[..2] == question[..2]);
        if let DnsReply::Exists(addresses) = reply {
            assert!(addresses.len() <= bytes.len() / 4, "an address has four bytes at least");
        }
    }
    let _ = dns::parse_resolv_conf(&String::from_utf8_lossy(bytes));
}

/// Any headers are cookies or are none: what is sent is one line, goes to no other domain, and is bounded.
/// Each line is one `Set-Cookie` of the page.
pub(super) fn cookies(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let page = url("https://www.a.example/x/y");
    let mut cookies = Cookies::default();
    for header in text.split('\n') {
        cookies.store(&page, header);
        assert!(!cookies.store(&page, header), "the second time changes nothing: {header:?}");
    }
    for other in ["https://evil.example/x/y", "https://xa.example/x/", "https://example/"] {
        assert_eq!(cookies.header(&url(other)), None, "{text:?}");
    }
    for own in ["https://www.a.example/x/y", "http://www.a.example/x/y", "https://a.example/x/"] {
        let Some(header) = cookies.header(&url(own)) else { continue };
        assert!(header.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{header:?}");
        assert!(header.len() <= 50 * 4096 * 2, "{} bytes", header.len());
    }
}

/// Any value of `Retry-After` is a wait of at most a year or none. The second line is the server's `Date`.
pub(super) fn retry_after(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (value, now) = text.split_once('\n').unwrap_or((&text, "2026-03-01T10:00:00Z"));
    if let Some(wait) = retry_after::parse(value, now) {
        assert!(wait <= Duration::from_secs(366 * 24 * 3600), "{value:?}: {wait:?}");
    }
}

/// Any answer of a registry is a word about the identifier that was asked for or none. A section is the
/// answer of the registry of its name.
pub(super) fn registry(bytes: &[u8]) {
    for (name, body) in sections(bytes) {
        let address = match name.as_str() {
            "doi" => "https://doi.org/10.1000/ABC",
            "arxiv" => "https://arxiv.org/abs/2001.01234v2",
            "pubmed" => "https://pubmed.ncbi.nlm.nih.gov/123/",
            "wayback" => "https://web.archive.org/web/2019/http://a.example/x",
            _ => continue,
        };
        let subject = url(address);
        let work = link::cite(&subject).work;
        let question = registry::question(&subject, work.as_deref(), &RegistryEndpoints::default());
        let question = question.expect("a registry knows such an address");
        for status in [200, 404] {
            let seen = observation(question.ask.as_str(), status, BTreeMap::new(), body);
            let answer = registry::observation_from_answer(&question, &seen);
            assert_eq!((answer.url.as_str(), &answer.body), (address, &None));
            let answer = answer.registry.expect("a registry was asked");
            assert_eq!(answer.name, question.registry.name());
            let clear =
                serde_json::from_slice::<serde_json::Value>(body).is_ok() || name == "arxiv";
            assert!(answer.found.is_none() || clear, "what is no answer is no word");
        }
    }
}

/// Any answers of an archive end the search, and what it finds is a capture of the page. Each section is an
/// answer; its name is the status and then headers, `name=value` with `|` between.
pub(super) fn cdx(bytes: &[u8]) {
    let page = url("http://a.example/x");
    for published in [None, Some(date(2019, 6, 1))] {
        let endpoints = archive::ArchiveEndpoints::default();
        let wanted = SnapshotRequest { url: &page, published, alive: None };
        let mut search = SnapshotSearch::new(&wanted, &endpoints);
        for (name, body) in sections(bytes) {
            let Some(asked) = search.ask().cloned() else { break };
            let mut words = name.split('|');
            let status = words.next().and_then(|word| word.parse().ok()).unwrap_or(200);
            let headers = words.filter_map(|word| word.split_once('='));
            let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
            search.handle_answer(
                &observation(asked.as_str(), status, headers.collect(), body),
                &endpoints,
            );
        }
        // Two listings with three captures each, and the gate.
        let gone = observation("https://web.archive.org/", 404, BTreeMap::new(), b"[]");
        let asks = (0..10).take_while(|_| {
            let asks = search.ask().is_some();
            if asks {
                search.handle_answer(&gone, &endpoints);
            }
            asks
        });
        assert!(asks.count() < 10, "the search does not end");
        if let Some(found) = search.found() {
            let host =
                Url::parse(&found.original).ok().and_then(|url| url.host_str().map(str::to_owned));
            let host = host.expect("a capture of an address");
            assert!(host.trim_start_matches("www.") == "a.example", "{found:?}");
        }
    }
}

/// Any body has facts, and they are small. The first line is its type.
pub(super) fn page_facts(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (kind, body) = bytes.split_at(end);
    let kind = String::from_utf8_lossy(kind);
    for kind in [None, Some(&*kind)] {
        let facts = page_facts::facts(kind, body);
        assert_eq!(facts.bytes, body.len() as u64);
        assert!(facts.title.as_ref().is_none_or(|title| title.chars().count() <= 300));
        assert!(facts.content_type.as_ref().is_none_or(|kind| kind.chars().count() <= 200));
        // A page without text is hashed by its markup.
        assert!(facts.text_hash.is_some() || facts.text_chars == 0, "{facts:?}");
        assert!(facts.signs.is_sorted(), "{facts:?}");
        assert_eq!(page_facts::facts(kind, body), facts);
    }
}

/// Any text is a ledger: what is written of it is read as the same ledger, merging it into itself and
/// compacting it twice change nothing, and every link of it has a verdict.
pub(super) fn ledger(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (ledger, notes) = Ledger::read(&text);
    assert!(notes.iter().all(|note| note.to_string().starts_with("line ")));
    let written = written(&ledger);
    let (again, _) = Ledger::read(&written);
    assert_eq!(again, ledger, "{written}");
    let mut merged = ledger.clone();
    merged.merge(ledger.clone());
    assert_eq!(merged, ledger);
    verdicts(&ledger);
    let mut small = ledger;
    small.compact(&Policy::default());
    verdicts(&small);
    let once = small.clone();
    small.compact(&Policy::default());
    assert_eq!(small, once);
}

fn written(ledger: &Ledger) -> String {
    let mut bytes = Vec::new();
    ledger.write(&mut bytes).expect("memory takes everything");
    String::from_utf8(bytes).expect("a ledger is UTF-8")
}

/// Judges every link that a ledger knows.
fn verdicts(ledger: &Ledger) {
    let urls: Vec<&str> = ledger.histories().into_keys().collect();
    let corpus: Corpus = [list::read("urls", &urls.join("\n"))].into_iter().collect();
    let (selection, policy) = (Selection::default(), Policy::default());
    let subjects = subjects(&corpus, &selection);
    let run =
        AuditContext { ledger, policy: &policy, today: date(2026, 4, 1), name: None, added: None };
    assert_eq!(judge_subjects(&subjects, run).len(), subjects.len());
}

fn observation(
    address: &str,
    status: u16,
    headers: BTreeMap<String, String>,
    body: &[u8],
) -> Observation {
    let kind = headers.get("content-type").map_or("text/html", String::as_str);
    let page = page_facts::facts(Some(kind), body);
    let hop = Hop {
        url: address.to_owned(),
        address: None,
        status,
        location: None,
        headers,
        elapsed_ms: 0,
    };
    Observation {
        schema: SCHEMA,
        url: address.to_owned(),
        started: "2026-03-01T10:00:00Z".into(),
        run: "r".into(),
        vantage: None,
        method: Method::Get,
        hops: vec![hop],
        end: ChainEnd::Answered,
        page: Some(page),
        accepted: false,
        of_private_owner: false,
        missing_fragments: None,
        attempts: 1,
        elapsed_ms: 0,
        registry: None,
        body: Some(body.to_vec()),
    }
}

fn url(text: &str) -> Url {
    Url::parse(text).expect("a URL")
}

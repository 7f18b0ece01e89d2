//! What a registry's answer says about one identifier. Only an answer of the documented form that
//! speaks of this identifier is a word; a page of HTML, an error inside a success, a complaint about
//! too many requests are none.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::Value;

use super::{CONTROL, Registry, RegistryQuery, feed, index};
use crate::check::observation::{ChainEnd, Observation, RegistryAnswer, canonical_url};

/// Days that a snapshot may need until the archive's index lists it.
const INDEX_DELAY_DAYS: i32 = 30;

/// What the answer of a registry shows of the link that was asked about. The hops stay the registry's,
/// so it can be seen who was asked.
pub fn observation_from_answer(question: &RegistryQuery, endpoint: &Observation) -> Observation {
    let found = known(question, endpoint);
    Observation {
        url: canonical_url(question.url.as_str()),
        page: None,
        body: None,
        registry: Some(RegistryAnswer { name: question.registry.name().to_owned(), found }),
        ..endpoint.clone()
    }
}

/// Whether the registry knows the identifier; `None` without a clear word.
fn known(question: &RegistryQuery, endpoint: &Observation) -> Option<bool> {
    let status = endpoint.hops.last().filter(|_| endpoint.end == ChainEnd::Answered)?.status;
    if question.registry == Registry::Github {
        return super::github::known(status, endpoint.body.as_deref().unwrap_or_default());
    }
    let body = std::str::from_utf8(endpoint.body.as_deref()?).ok()?;
    match (question.registry, status) {
        (Registry::Doi, 200 | 404) => handle(&question.id, status, body),
        (Registry::Arxiv, 200) => preprint(&question.id, body),
        (Registry::Pubmed, 200) => paper(&question.id, body),
        (Registry::Wayback, 200) => snapshot(question, &endpoint.started, body),
        _ => None,
    }
}

/// `{"responseCode": 1, "handle": "10.…", …}`; 100 where there is none (Handle System, RFC 3652 3.1).
fn handle(id: &str, status: u16, body: &str) -> Option<bool> {
    let answer: Value = serde_json::from_str(body).ok()?;
    if !answer.get("handle")?.as_str()?.eq_ignore_ascii_case(id) {
        return None;
    }
    match (answer.get("responseCode")?.as_i64()?, status) {
        (1, 200) => Some(true),
        (100, _) => Some(false),
        _ => None,
    }
}

/// An Atom feed with an entry for each preprint that there is. What is not in it is missing only if
/// the feed is whole and holds the preprint that is known to exist.
fn preprint(id: &str, body: &str) -> Option<bool> {
    let feed = feed::parse(body);
    let holds = |id: &str| feed.ids.iter().any(|found| found.eq_ignore_ascii_case(id));
    match holds(id) {
        true => Some(true),
        false => (feed.is_whole && !feed.has_error && holds(CONTROL)).then_some(false),
    }
}

/// `{"result": {"uids": ["1"], "1": {"uid": "1", …}}}`; where there is none, its part is an error.
fn paper(id: &str, body: &str) -> Option<bool> {
    let answer: Value = serde_json::from_str(body).ok()?;
    let part = answer.get("result")?.get(id)?;
    if part.get("uid")?.as_str()? != id {
        return None;
    }
    match part.get("error") {
        None => part.get("title").map(|_| true),
        Some(error) => error.as_str()?.contains("cannot get document").then_some(false),
    }
}

/// Rows of the archive's index. An archive that lists nothing may not list it yet.
fn snapshot(question: &RegistryQuery, started: &str, body: &str) -> Option<bool> {
    match index::parse(body)? {
        index::CaptureListing::Rows(rows) => {
            let same = |row: &index::Capture| index::is_same(&row.original, &question.id);
            (!rows.is_empty() && rows.iter().all(same)).then_some(true)
        }
        index::CaptureListing::Nothing => is_listed(&question.timestamp, started).then_some(false),
        index::CaptureListing::Unavailable => None,
    }
}

/// Whether a snapshot of that time would stand in the index by now.
fn is_listed(timestamp: &str, started: &str) -> bool {
    let today =
        started.parse::<Timestamp>().ok().map(|at| jiff::tz::Offset::UTC.to_datetime(at).date());
    let days = |today: Date| Some((today - index::date(timestamp)?).get_days());
    today.and_then(days).is_some_and(|days| days > INDEX_DELAY_DAYS)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::super::{RegistryEndpoints, question};
    use super::*;
    use crate::check::observation::{ConnectFault, Hop, Method, SCHEMA};

    const DOI: &str = "https://doi.org/10.1000/ABC";
    const ARXIV: &str = "https://arxiv.org/abs/2001.01234v2";
    const PUBMED: &str = "https://pubmed.ncbi.nlm.nih.gov/123/";
    const WAYBACK: &str = "https://web.archive.org/web/2019/http://a.example/x";

    fn found(url: &str, status: u16, body: &str) -> Option<bool> {
        let subject = Url::parse(url).unwrap();
        let work = crate::link::cite(&subject).work;
        let question = question(&subject, work.as_deref(), &RegistryEndpoints::default()).unwrap();
        let hop = Hop {
            url: question.ask.to_string(),
            address: None,
            status,
            location: None,
            headers: Default::default(),
            elapsed_ms: 0,
        };
        let endpoint = Observation {
            schema: SCHEMA,
            url: question.ask.to_string(),
            started: "2026-03-01T10:00:00Z".into(),
            run: "r".into(),
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
            body: Some(body.into()),
        };
        for end in [ChainEnd::Connect(ConnectFault::Refused), ChainEnd::Budget, ChainEnd::Private] {
            let broken = Observation { end, ..endpoint.clone() };
            assert_eq!(observation_from_answer(&question, &broken).registry.unwrap().found, None);
        }
        let seen = observation_from_answer(&question, &endpoint);
        assert_eq!((seen.url.as_str(), seen.hops.len(), seen.body), (url, 1, None));
        seen.registry.unwrap().found
    }

    #[test]
    fn only_the_documented_answer_is_a_word() {
        let handle = |code: u32, of: &str| format!(r#"{{"responseCode":{code},"handle":"{of}"}}"#);
        let paper = r#"{"header":{},"result":{"uids":["123"],"123":{"uid":"123","title":"A"}}}"#;
        let none = r#"{"result":{"uids":["123"],"123":{"uid":"123","error":"cannot get document summary"}}}"#;
        let captured = r#"[["timestamp","original","statuscode"],["20190102030405","http://www.a.example:80/x","200"]]"#;
        for (url, status, body, expected) in [
            (DOI, 200, &*handle(1, "10.1000/abc"), Some(true)),
            (DOI, 404, &handle(100, "10.1000/Abc"), Some(false)),
            (DOI, 200, &handle(100, "10.1000/abc"), Some(false)),
            (DOI, 404, &handle(1, "10.1000/abc"), None),
            (DOI, 200, &handle(1, "10.1000/other"), None),
            (DOI, 404, &handle(100, "10.1000/other"), None),
            (DOI, 200, &handle(2, "10.1000/abc"), None),
            (DOI, 200, &handle(200, "10.1000/abc"), None),
            (DOI, 500, &handle(100, "10.1000/abc"), None),
            (DOI, 429, &handle(100, "10.1000/abc"), None),
            (DOI, 503, &handle(100, "10.1000/abc"), None),
            (DOI, 404, "<html>Not found", None),
            (DOI, 200, r#"{"responseCode":1"#, None),
            (DOI, 404, "", None),
            (PUBMED, 200, paper, Some(true)),
            (PUBMED, 200, none, Some(false)),
            (PUBMED, 404, none, None),
            (PUBMED, 429, r#"{"error":"API rate limit exceeded"}"#, None),
            (PUBMED, 200, r#"{"error":"API rate limit exceeded"}"#, None),
            (PUBMED, 200, r#"{"result":{"uids":[]}}"#, None),
            (PUBMED, 200, r#"{"result":{"123":{"uid":"123","error":"backend failed"}}}"#, None),
            (PUBMED, 200, r#"{"result":{"123":{"uid":"123"}}}"#, None),
            (WAYBACK, 200, captured, Some(true)),
            (WAYBACK, 200, &captured.replace("/x", "/y"), None),
            (WAYBACK, 200, "[]", Some(false)),
            (WAYBACK, 200, r#"{"archived_snapshots":{}}"#, None),
            (WAYBACK, 503, "[]", None),
            (WAYBACK, 403, "Blocked Site Error", None),
            (&WAYBACK.replace("2019", "20260215"), 200, "[]", None),
        ] {
            assert_eq!(found(url, status, body), expected, "{url} {status} {body}");
        }
    }

    #[test]
    fn preprints_are_missing_only_beside_one_that_is_there() {
        let feed = |ids: &[&str]| {
            let entries: String =
                ids.iter().map(|id| format!("<entry><id>http://{id}</id></entry>")).collect();
            format!("<feed><totalResults>{}</totalResults>{entries}</feed>", ids.len())
        };
        let (control, this) = ("arxiv.org/abs/hep-th/9711200v3", "arxiv.org/abs/2001.01234v1");
        for (body, expected) in [
            (feed(&[control, this]), Some(true)),
            (feed(&[control]), Some(false)),
            (feed(&[this]), Some(true)),
            (feed(&[]), None),
            (feed(&["arxiv.org/abs/2001.99999v1"]), None),
            (feed(&[control, "arxiv.org/api/errors#incorrect_id"]), None),
            (feed(&[control]).replace("</feed>", ""), None),
            (feed(&[control]).replace(">1<", ">2<"), None),
            ("Rate exceeded.".to_owned(), None),
        ] {
            assert_eq!(found(ARXIV, 200, &body), expected, "{body}");
        }
        assert_eq!(found(ARXIV, 503, &feed(&[control])), None);
    }
}

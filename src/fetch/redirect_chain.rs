//! One chain of requests, from an address to its answer: a state machine that is told what each
//! request showed and says what to ask next. It sends nothing itself.

use std::collections::BTreeSet;
use std::time::Duration;

use url::Url;

use super::cookies::Cookies;
use super::exchange::{
    BodyMode, HttpResponse, RequestPlan, RequestResult, ResponseReader, TRANSIENT_STATUSES,
    is_transient,
};
use super::rate_limit::HostSignal;
use super::retry_after;
use super::web_address::{host, is_one_server, is_web};
use super::{FetchOptions, page_refresh};
use crate::check::observation::{
    ChainEnd, ConnectFault, Hop, HostFailure, Method, Observation, PageFacts, ReadFault, SCHEMA,
    canonical_url,
};
use crate::link::redact::redact_text;

/// Answers that send the reader elsewhere.
pub(super) const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// The longest `Location` that is kept, in bytes.
const MAX_LOCATION_BYTES: usize = 2048;

/// Bytes of all addresses of one chain: each is kept, and many links may lead to one host.
const MAX_CHAIN_BYTES: usize = 64 << 10;

/// What is to be done after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The next hop, under its own host.
    Follow,
    /// The same once more, after this wait.
    Retry(Duration),
    /// Nothing: the chain has ended.
    End,
    /// Nothing, and nothing more of this host in this run: it wants to be left alone for longer.
    SuspendHost,
}

/// A chain under way.
#[derive(Debug)]
pub struct RedirectChain {
    observation: Observation,
    url: Url,
    /// The address of the start, without its fragment.
    first: String,
    first_host: String,
    cookies: Cookies,
    /// How often cookies changed: an address may be asked again only with other cookies.
    changes: u32,
    seen: BTreeSet<(String, u32)>,
    tries: u32,
    /// Whether the headers alone were refused at this address.
    no_head: bool,
    reader: ResponseReader,
    /// An answer whose body could not be unpacked, while it is read once more.
    unreadable: Option<RequestResult>,
    /// What the last request showed, while it is to be repeated.
    pending: Option<(RequestResult, HostSignal)>,
    /// How the last request failed, where that is the host's fault.
    failure: Option<HostFailure>,
    /// The address that the user named, which may be private; `None` where a document named it.
    named: Option<Url>,
}

impl RedirectChain {
    /// A chain that begins at `url`. An empty `started` is filled in by
    /// [`RedirectChain::begin`].
    pub fn new(url: &Url, started: String, run: &str) -> Self {
        let mut first = url.clone();
        first.set_fragment(None);
        let shown = Observation {
            schema: SCHEMA,
            url: canonical_url(url.as_str()),
            started,
            run: run.to_owned(),
            vantage: None,
            method: Method::Get,
            hops: Vec::new(),
            end: ChainEnd::Budget,
            page: None,
            accepted: false,
            of_private_owner: false,
            missing_fragments: None,
            attempts: 0,
            elapsed_ms: 0,
            registry: None,
            body: None,
        };
        Self {
            observation: shown,
            first: first.to_string(),
            first_host: host(url).to_owned(),
            cookies: Cookies::default(),
            changes: 0,
            seen: BTreeSet::from([(first.to_string(), 0)]),
            url: first,
            tries: 0,
            no_head: false,
            reader: ResponseReader::Any,
            unreadable: None,
            pending: None,
            failure: None,
            named: None,
        }
    }

    /// A chain that begins at an address which the user named. It may be private; that holds for its host
    /// and port alone, wherever redirects lead.
    pub fn from_user_url(url: &Url) -> Self {
        let chain = Self::new(url, String::new(), "");
        Self { named: Some(chain.url.clone()), ..chain }
    }

    /// The address that is asked next; at the end the one that was asked last.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Notes the time of the first request; later calls change nothing.
    pub fn begin(&mut self, now: &dyn Fn() -> String) {
        if self.observation.started.is_empty() {
            self.observation.started = now();
        }
    }

    /// The host that is asked next: the name of its queue.
    pub fn host(&self) -> &str {
        host(&self.url)
    }

    /// Whether the address is one of http(s), with a host and of a bearable length.
    pub fn is_web(&self) -> bool {
        is_web(&self.url)
    }

    /// The next request, which counts as made. `allow_private` holds for the host of the start.
    pub fn next_request(&mut self, options: &FetchOptions) -> RequestPlan {
        self.tries += 1;
        if self.observation.hops.is_empty() {
            self.observation.attempts += 1;
        }
        self.observation.vantage.clone_from(&options.vantage);
        self.observation.method =
            if self.no_head { Method::Get } else { options.method(self.host()) };
        RequestPlan {
            url: self.url.clone(),
            method: self.observation.method,
            reader: self.reader,
            cookie: self.cookies.header(&self.url),
            language: options.languages.get(&self.first).cloned(),
            private: self.may_be_private(options),
            body: BodyMode::Facts,
        }
    }

    fn may_be_private(&self, options: &FetchOptions) -> bool {
        let is_named = self.named.as_ref().is_some_and(|named| is_one_server(named, &self.url));
        is_named || (options.allow_private && self.host() == self.first_host)
    }

    /// Takes in what the request showed. `now` is RFC 3339.
    pub fn handle_result(
        &mut self,
        shown: RequestResult,
        options: &FetchOptions,
        now: &str,
    ) -> (HostSignal, NextStep) {
        let (mood, wait) = self.wait(&shown, options, now);
        self.pending = None;
        self.failure = shown.host_failure();
        if self.observation.method == Method::Head && !shown.settles() {
            (self.no_head, self.tries) = (true, 0);
            return (mood, NextStep::Retry(Duration::ZERO));
        }
        let (shown, wait) = match (self.unreadable.take(), shown) {
            // What was seen before the second attempt stands, and nothing is asked a third time.
            (Some(before), RequestResult::Fault(..)) => (before, None),
            (_, shown) => (shown, wait),
        };
        if let Some(reader) = self.next_reader(&shown, options) {
            self.reader = reader;
            if !matches!(shown, RequestResult::Fault(ChainEnd::Read(ReadFault::Reset), _)) {
                self.unreadable = matches!(shown, RequestResult::Answer(..)).then_some(shown);
                return (mood, NextStep::Retry(Duration::ZERO));
            }
        }
        let most = Duration::from_secs(options.longest_wait);
        if let Some(wait) = wait.filter(|wait| *wait <= most && self.tries <= options.retries) {
            self.pending = Some((shown, mood));
            return (mood, NextStep::Retry(wait));
        }
        let is_angry = matches!(mood, HostSignal::RetryAfter(wait) if wait > most);
        match self.settle(shown, options) {
            NextStep::End if is_angry => (mood, NextStep::SuspendHost),
            step => (mood, step),
        }
    }

    /// Takes the last answer as it is, in place of the repetition that [`NextStep::Retry`] asked for. A host that
    /// asked to wait is left alone then.
    pub fn give_up(&mut self, options: &FetchOptions) -> NextStep {
        let Some((shown, mood)) = self.pending.take() else { return NextStep::End };
        match (self.settle(shown, options), mood) {
            (NextStep::End, HostSignal::RetryAfter(_)) => NextStep::SuspendHost,
            (step, _) => step,
        }
    }

    /// How the last request failed, where that is the fault of the host that was asked.
    pub fn failure(&self) -> Option<HostFailure> {
        self.failure
    }

    /// Takes what a request showed for its result.
    fn settle(&mut self, shown: RequestResult, options: &FetchOptions) -> NextStep {
        match shown {
            RequestResult::Fault(end, elapsed_ms) => {
                self.observation.elapsed_ms += elapsed_ms;
                self.end(end)
            }
            RequestResult::Http2(elapsed_ms) => {
                self.observation.elapsed_ms += elapsed_ms;
                self.end(ChainEnd::Read(ReadFault::Decode))
            }
            RequestResult::Answer(answer, fault) => self.answer(*answer, fault, options),
        }
    }

    /// Who is to read the next answer, where another reader may see more.
    fn next_reader(&self, shown: &RequestResult, options: &FetchOptions) -> Option<ResponseReader> {
        let next = match shown {
            RequestResult::Http2(_) => ResponseReader::Http1,
            RequestResult::Fault(ChainEnd::Read(ReadFault::Decode), _) => ResponseReader::Lenient,
            RequestResult::Answer(answer, Some(ReadFault::Decode)) if answer.is_unread() => {
                ResponseReader::Lenient
            }
            // Some servers that stumble over HTTP/2 only cut the connection, and some send half a head first.
            RequestResult::Fault(ChainEnd::Read(ReadFault::Reset), _) => {
                let is_last = self.tries >= options.retries;
                if is_last { ResponseReader::Lenient } else { ResponseReader::Http1 }
            }
            _ => return None,
        };
        (next > self.reader).then_some(next)
    }

    /// Ends the chain before its time. What an address showed already stands.
    pub fn abort(&mut self, end: ChainEnd, options: &FetchOptions) -> Observation {
        if self.pending.is_none() || self.give_up(options) == NextStep::Follow {
            self.observation.end = end;
        }
        self.observation.clone()
    }

    /// What was observed.
    pub fn finish(self) -> Observation {
        self.observation
    }

    /// What the answer says about the pace of its host, and when to ask again, if that may help.
    fn wait(
        &self,
        shown: &RequestResult,
        options: &FetchOptions,
        now: &str,
    ) -> (HostSignal, Option<Duration>) {
        let doubled = 1 << self.tries.saturating_sub(1).min(10);
        let own = Duration::from_millis(options.first_wait_ms).saturating_mul(doubled);
        match shown {
            RequestResult::Fault(end, _) => {
                // A host that is slow or cuts connections is not asked for its other links meanwhile.
                let slow = matches!(
                    end,
                    ChainEnd::Connect(ConnectFault::Timeout | ConnectFault::Reset)
                        | ChainEnd::Read(ReadFault::Timeout | ReadFault::Reset)
                );
                let mood = if slow { HostSignal::SlowDown } else { HostSignal::Fine };
                (mood, is_transient(*end).then_some(own))
            }
            RequestResult::Answer(answer, _) if TRANSIENT_STATUSES.contains(&answer.status) => {
                let named = answer.headers.get("retry-after");
                let now = answer.date.as_deref().unwrap_or(now);
                let named = named.and_then(|value| retry_after::parse(value, now));
                let wait = named.unwrap_or_default().max(own);
                let asks = named.is_some() || answer.status == 429;
                (if asks { HostSignal::RetryAfter(wait) } else { HostSignal::SlowDown }, Some(wait))
            }
            RequestResult::Answer(..) | RequestResult::Http2(_) => (HostSignal::Fine, None),
        }
    }

    fn answer(
        &mut self,
        answer: HttpResponse,
        fault: Option<ReadFault>,
        options: &FetchOptions,
    ) -> NextStep {
        let status = answer.status;
        for cookie in &answer.cookies {
            self.changes += u32::from(self.cookies.store(&self.url, cookie));
        }
        self.observation.elapsed_ms += answer.elapsed_ms;
        self.observation.hops.push(Hop {
            url: canonical_url(self.url.as_str()),
            address: answer.address.map(|address| address.to_string()),
            status,
            location: answer.location.as_deref().map(shown_location),
            headers: answer.headers,
            elapsed_ms: answer.elapsed_ms,
        });
        if REDIRECTS.contains(&status) {
            return self.redirect(answer.location.as_deref(), options);
        }
        if fault.is_none()
            && let Some(target) = self.refresh(answer.page.as_ref())
        {
            if let Some(hop) = self.observation.hops.last_mut() {
                hop.location = Some(shown_location(&target));
            }
            return self.redirect(Some(&target), options);
        }
        self.observation.page = answer.page;
        self.observation.body = answer.body;
        self.observation.accepted = options.accepts(self.host(), status);
        self.end(fault.map_or(ChainEnd::Answered, ChainEnd::Read))
    }

    /// Where a page that was sent forwards to at once. Not to where the chain has been: then it is the page.
    fn refresh(&self, page: Option<&PageFacts>) -> Option<String> {
        let hop = self.observation.hops.last().filter(|hop| (200..300).contains(&hop.status))?;
        let target = page_refresh::target(hop.headers.get("refresh"), page?)?;
        let mut next = self.url.join(&target).ok().filter(is_web)?;
        next.set_fragment(None);
        (!self.seen.iter().any(|(url, _)| url == next.as_str())).then_some(target)
    }

    fn redirect(&mut self, location: Option<&str>, options: &FetchOptions) -> NextStep {
        let next = location.filter(|text| !text.trim().is_empty());
        let Some(mut next) = next.and_then(|text| self.url.join(text).ok()).filter(is_web) else {
            return self.end(ChainEnd::BadLocation);
        };
        next.set_fragment(None);
        if next.origin() != self.url.origin() {
            // Neither ours for another site, nor what a server makes up for one.
            let _ = next.set_username("").and_then(|()| next.set_password(None));
        }
        if !self.seen.insert((next.to_string(), self.changes)) {
            return self.end(ChainEnd::RedirectLoop);
        }
        let bytes = self.seen.iter().map(|(url, _)| url.len()).sum::<usize>();
        if self.observation.hops.len() > options.redirects || bytes > MAX_CHAIN_BYTES {
            return self.end(ChainEnd::TooManyRedirects);
        }
        // A page of somebody else has no say in what is asked of a private server.
        self.named = self.named.take().filter(|named| is_one_server(named, &next));
        self.url = next;
        (self.tries, self.no_head, self.reader) = (0, false, ResponseReader::Any);
        NextStep::Follow
    }

    fn end(&mut self, end: ChainEnd) -> NextStep {
        self.observation.end = end;
        NextStep::End
    }
}

fn shown_location(location: &str) -> String {
    let end = location.floor_char_boundary(MAX_LOCATION_BYTES);
    redact_text(&location[..end]).into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::web_address::MAX_URL_BYTES;
    use super::*;
    use crate::check::observation::{DnsFault, PageFacts};

    const NOW: &str = "2026-03-01T10:00:00Z";

    fn chain(url: &str) -> RedirectChain {
        RedirectChain::new(&Url::parse(url).unwrap(), NOW.into(), "r")
    }

    fn answer(status: u16, location: &str) -> RequestResult {
        let location = Some(location.to_owned()).filter(|l| !l.is_empty());
        RequestResult::Answer(
            Box::new(HttpResponse { status, location, ..HttpResponse::default() }),
            None,
        )
    }

    fn limited(status: u16, retry_after: &str) -> RequestResult {
        let headers = BTreeMap::from([("retry-after".to_owned(), retry_after.to_owned())]);
        RequestResult::Answer(
            Box::new(HttpResponse { status, headers, ..HttpResponse::default() }),
            None,
        )
    }

    /// Follows answers and gives back the requests, and the end.
    fn follow(
        url: &str,
        answers: &[RequestResult],
        options: &FetchOptions,
    ) -> (Vec<RequestPlan>, Observation) {
        let (mut chain, mut wants) = (chain(url), Vec::new());
        for shown in answers {
            wants.push(chain.next_request(options));
            let (_, step) = chain.handle_result(shown.clone(), options, NOW);
            if matches!(step, NextStep::End | NextStep::SuspendHost) {
                break;
            }
        }
        (wants, chain.finish())
    }

    #[test]
    fn hops_are_followed_and_written_down() {
        let answers = [answer(301, "/b#x"), answer(302, "https://c.example/"), answer(200, "")];
        let (wants, seen) = follow("http://a.example/a#top", &answers, &FetchOptions::default());
        let urls: Vec<_> = wants.iter().map(|want| want.url.as_str()).collect();
        assert_eq!(urls, ["http://a.example/a", "http://a.example/b", "https://c.example/"]);
        assert_eq!((seen.end, seen.hops.len(), seen.attempts), (ChainEnd::Answered, 3, 1));
        assert_eq!(seen.hops[0].location.as_deref(), Some("/b#x"));
    }

    #[test]
    fn credentials_never_cross_origins() {
        let answers = [
            answer(302, "b"),
            answer(302, "https://x:y@a.example/c"),
            answer(302, "//u:p@b.example/"),
        ];
        let (mut chain, options) = (chain("http://me:pw@a.example/a"), FetchOptions::default());
        for shown in answers {
            chain.handle_result(shown, &options, NOW);
            let url = chain.next_request(&options).url;
            let same = url.scheme() == "http" && url.host_str() == Some("a.example");
            assert_eq!(url.password().is_some(), same, "{url}");
        }
        let seen = chain.finish();
        assert!(!format!("{seen:?}").contains("pw"), "{seen:?}");
    }

    #[test]
    fn bad_locations_end_the_chain() {
        let long = format!("/{}", "a".repeat(MAX_URL_BYTES));
        for location in
            ["", " ", "http://[", "ftp://a.example/", "file:///etc", "javascript:1", &long]
        {
            let (_, seen) =
                follow("http://a.example/", &[answer(302, location)], &FetchOptions::default());
            assert_eq!((seen.end, seen.hops.len()), (ChainEnd::BadLocation, 1), "{location}");
        }
        let (_, seen) = follow("http://a.example/", &[answer(304, "/x")], &FetchOptions::default());
        assert_eq!(seen.end, ChainEnd::Answered);
    }

    #[test]
    fn loops_end_unless_a_cookie_was_new() {
        let (_, seen) = follow("http://a.example/", &[answer(302, "/")], &FetchOptions::default());
        assert_eq!(seen.end, ChainEnd::RedirectLoop);
        let with = HttpResponse {
            status: 302,
            location: Some("/".into()),
            cookies: vec!["k=v".into()],
            ..HttpResponse::default()
        };
        let first = RequestResult::Answer(Box::new(with), None);
        let (wants, seen) =
            follow("http://a.example/", &[first, answer(200, "")], &FetchOptions::default());
        assert_eq!((seen.end, wants[1].cookie.as_deref()), (ChainEnd::Answered, Some("k=v")));
    }

    #[test]
    fn long_addresses_end_a_chain_early() {
        let options = FetchOptions { redirects: 50, ..FetchOptions::default() };
        let long = "a".repeat(8000);
        let answers: Vec<_> = (0..50).map(|n| answer(302, &format!("/{n}{long}"))).collect();
        let (_, seen) = follow("http://a.example/", &answers, &options);
        assert_eq!((seen.end, seen.hops.len()), (ChainEnd::TooManyRedirects, 9));
    }

    #[test]
    fn as_many_redirects_as_allowed() {
        let options = FetchOptions { redirects: 3, ..FetchOptions::default() };
        let answers: Vec<_> = (0..9).map(|n| answer(301, &format!("/{n}"))).collect();
        let (wants, seen) = follow("http://a.example/", &answers, &options);
        assert_eq!((seen.end, wants.len()), (ChainEnd::TooManyRedirects, 4));
    }

    #[test]
    fn what_may_pass_is_asked_again_a_few_times() {
        let options = FetchOptions::default();
        for status in [408, 429, 500, 502, 503, 504] {
            let answers = vec![answer(status, ""); 9];
            let (wants, seen) = follow("http://a.example/", &answers, &options);
            assert_eq!((wants.len(), seen.attempts), (3, 3), "{status}");
            assert_eq!((seen.hops.len(), seen.end), (1, ChainEnd::Answered), "{status}");
        }
        for status in [200, 403, 404, 410, 501, 521, 999] {
            let (wants, _) = follow("http://a.example/", &vec![answer(status, ""); 9], &options);
            assert_eq!(wants.len(), 1, "{status}");
        }
        for (end, requests) in [
            (ChainEnd::Connect(ConnectFault::Refused), 3),
            (ChainEnd::Dns(DnsFault::Servfail), 3),
            (ChainEnd::Dns(DnsFault::NxDomain), 1),
            (ChainEnd::Read(ReadFault::Timeout), 1),
            (ChainEnd::Private, 1),
        ] {
            let (wants, seen) =
                follow("http://a.example/", &vec![RequestResult::Fault(end, 1); 9], &options);
            assert_eq!((wants.len(), seen.end), (requests, end));
        }
    }

    #[test]
    fn the_wait_that_a_server_names_is_kept() {
        let options =
            FetchOptions { first_wait_ms: 100, longest_wait: 60, ..FetchOptions::default() };
        let mut chain = chain("http://a.example/");
        chain.next_request(&options);
        let (mood, step) = chain.handle_result(limited(429, "7"), &options, NOW);
        let wait = Duration::from_secs(7);
        assert_eq!((mood, step), (HostSignal::RetryAfter(wait), NextStep::Retry(wait)));
        chain.next_request(&options);
        let (_, step) = chain.handle_result(limited(503, "garbage"), &options, NOW);
        assert_eq!(step, NextStep::Retry(Duration::from_millis(200)));
        chain.next_request(&options);
        let (_, step) = chain.handle_result(limited(429, "86400"), &options, NOW);
        assert_eq!(step, NextStep::SuspendHost);
        assert_eq!(chain.finish().hops[0].status, 429);
    }

    #[test]
    fn refused_headers_say_nothing_of_the_page() {
        let text = "[hosts.'a.example']\nmethod = 'head'";
        let options: FetchOptions = toml::from_str(text).unwrap();
        let silent = RequestResult::Fault(ChainEnd::Read(ReadFault::Timeout), 9);
        for refusal in [answer(404, ""), answer(403, ""), answer(405, ""), answer(500, ""), silent]
        {
            let (wants, seen) = follow("http://a.example/", &[refusal, answer(200, "")], &options);
            let methods: Vec<_> = wants.iter().map(|want| want.method).collect();
            assert_eq!(methods, [Method::Head, Method::Get]);
            assert_eq!((seen.method, seen.hops.len(), seen.hops[0].status), (Method::Get, 1, 200));
        }
        let (wants, seen) = follow("http://a.example/", &[answer(200, "")], &options);
        assert_eq!((wants.len(), seen.method), (1, Method::Head));
        // What the page shows counts, not what its headers did (C14).
        let (_, seen) = follow("http://a.example/", &[answer(404, ""), answer(403, "")], &options);
        assert_eq!(seen.hops[0].status, 403);
        let (wants, _) = follow("http://a.example/", &vec![answer(429, ""); 9], &options);
        assert!(wants.len() == 3 && wants.iter().all(|want| want.method == Method::Head));
        let across = [answer(302, "http://b.example/"), answer(404, "")];
        assert_eq!(follow("http://a.example/", &across, &options).0[1].method, Method::Get);
    }

    #[test]
    fn broken_http2_is_asked_once_more_without_it() {
        let options = FetchOptions::default();
        let broken = [RequestResult::Http2(3), RequestResult::Http2(3), answer(200, "")];
        let (wants, seen) = follow("https://a.example/", &broken, &options);
        let readers: Vec<_> = wants.iter().map(|want| want.reader).collect();
        assert_eq!(readers, [ResponseReader::Any, ResponseReader::Http1]);
        assert_eq!(seen.end, ChainEnd::Read(ReadFault::Decode));
        let (wants, seen) = follow("https://a.example/", &broken[1..], &options);
        assert_eq!((wants.len(), seen.end), (2, ChainEnd::Answered));
    }

    #[test]
    fn an_answer_that_is_refused_is_read_leniently_once() {
        let options = FetchOptions::default();
        let refused = || RequestResult::Fault(ChainEnd::Read(ReadFault::Decode), 3);
        let cut = || RequestResult::Fault(ChainEnd::Read(ReadFault::Reset), 3);
        let packed = || {
            let page = Some(PageFacts::default());
            let answer = HttpResponse { status: 200, page, ..HttpResponse::default() };
            RequestResult::Answer(Box::new(answer), Some(ReadFault::Decode))
        };
        use ResponseReader::{Any, Http1, Lenient};
        for (answers, readers, end, hops) in [
            ([refused(), answer(200, ""), cut()], vec![Any, Lenient], ChainEnd::Answered, 1),
            (
                [refused(), refused(), cut()],
                vec![Any, Lenient],
                ChainEnd::Read(ReadFault::Decode),
                0,
            ),
            // The last of the repetitions that there are anyway is lenient.
            ([cut(), cut(), cut()], vec![Any, Http1, Lenient], ChainEnd::Read(ReadFault::Reset), 0),
            ([packed(), answer(200, ""), cut()], vec![Any, Lenient], ChainEnd::Answered, 1),
            // What was seen before stands where the second attempt shows nothing.
            ([packed(), cut(), cut()], vec![Any, Lenient], ChainEnd::Read(ReadFault::Decode), 1),
        ] {
            let (wants, seen) = follow("http://a.example/", &answers, &options);
            assert_eq!(wants.iter().map(|want| want.reader).collect::<Vec<_>>(), readers);
            assert_eq!((seen.end, seen.hops.len()), (end, hops), "{readers:?}");
        }
        let moved = [refused(), answer(302, "/b"), answer(200, "")];
        let (wants, _) = follow("http://a.example/", &moved, &options);
        assert_eq!(wants[2].reader, Any);
    }

    #[test]
    fn a_status_counts_as_fine_where_the_user_says_so() {
        let options: FetchOptions = toml::from_str("[hosts.'b.example']\naccept = [403]").unwrap();
        let (_, seen) = follow("http://a.example/", &[answer(403, "")], &options);
        assert!(!seen.accepted);
        let answers = [answer(302, "http://b.example/x"), answer(403, "")];
        assert!(follow("http://a.example/", &answers, &options).1.accepted);
    }

    #[test]
    fn private_addresses_only_at_the_start() {
        let options = FetchOptions { allow_private: true, ..FetchOptions::default() };
        let answers = [answer(302, "/b"), answer(302, "http://10.0.0.1/"), answer(200, "")];
        let (wants, _) = follow("http://10.0.0.2/", &answers, &options);
        assert_eq!(wants.iter().map(|want| want.private).collect::<Vec<_>>(), [true, true, false]);
        let (wants, _) = follow("http://10.0.0.2/", &answers, &FetchOptions::default());
        assert!(wants.iter().all(|want| !want.private));
    }
}

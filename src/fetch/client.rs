//! Pages that the user names by URL, one at a time: the same requests, redirects and guard as those of a
//! check, with a blocking front.

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::{sleep, timeout};
use url::Url;

use super::content_type::ContentType;
use super::exchange::{BodyMode, RequestResult};
use super::redirect_chain::{NextStep, REDIRECTS, RedirectChain};
use super::request::Sender;
use super::{FetchError, FetchOptions, FetchedPage, RedirectFault};
use crate::check::observation::{ChainEnd, Observation};
use crate::check::outcome::classify_observation;
use crate::link::redact::{redact_text, redact_url};

/// Bytes of a redirect's target that an error shows.
const MAX_SHOWN_BYTES: usize = 300;

/// Fetches pages, one at a time. Cookies are kept for the redirects of one page and no longer.
///
/// An address that is named may be private. What a page redirects to may not, unless host and port are
/// those that were named.
pub struct Client {
    sender: Sender,
    runtime: Runtime,
    options: FetchOptions,
}

impl Client {
    /// A client that waits and follows as `options` say, within [`FetchOptions::bounded`].
    ///
    /// # Errors
    /// [`FetchError::Client`] where the system has no certificates or no threads to give; those of
    /// [`FetchOptions::validate`].
    pub fn new(options: &FetchOptions) -> Result<Self, FetchError> {
        // A page is asked for once, and as a page, whatever is said about checks of its host.
        let mut options = FetchOptions { retries: 0, ..options.bounded() };
        for manners in options.hosts.values_mut() {
            (manners.method, manners.accept) = (None, Vec::new());
        }
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| FetchError::Client(error.to_string()))?;
        Ok(Self { sender: Sender::new(&options)?, runtime, options })
    }

    /// Fetches a page of at most `limit` bytes, unpacked.
    ///
    /// # Errors
    /// Whatever keeps the page from being read, each with what to do about it.
    pub fn fetch(&self, url: &Url, limit: u64) -> Result<FetchedPage, FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Scheme(shown(url)));
        }
        let within = Duration::from_secs(self.options.timeout);
        let asked = self.runtime.block_on(async { timeout(within, self.ask(url, limit)).await });
        asked.unwrap_or_else(|_| Err(self.late(url)))
    }

    async fn ask(&self, url: &Url, limit: u64) -> Result<FetchedPage, FetchError> {
        let mut chain = RedirectChain::from_user_url(url);
        loop {
            let mut want = chain.next_request(&self.options);
            want.body = BodyMode::Page { most: limit };
            let shown = self.sender.send(want).await;
            refuse_crossing(&chain, &shown)?;
            match chain.handle_result(shown, &self.options, "").1 {
                NextStep::Follow => {}
                NextStep::Retry(wait) => sleep(wait).await,
                NextStep::End | NextStep::SuspendHost => return self.page(chain, url, limit),
            }
        }
    }

    /// The page at the end of a chain.
    fn page(
        &self,
        chain: RedirectChain,
        asked: &Url,
        limit: u64,
    ) -> Result<FetchedPage, FetchError> {
        let url = chain.url().clone();
        let mut seen = chain.finish();
        let (ChainEnd::Answered, Some(hop)) = (seen.end, seen.hops.last()) else {
            return Err(self.why(asked, &url, &seen));
        };
        if !(200..300).contains(&hop.status) {
            return Err(FetchError::Status { url: shown(&url), status: status(hop.status) });
        }
        let kind = ContentType::of_answer(hop.headers.get("content-type").map(String::as_str));
        if !kind.is_page() {
            let kind = redact_text(&kind.name).into_owned();
            return Err(FetchError::Kind { url: shown(&url), kind });
        }
        let bytes = seen.body.take().unwrap_or_default();
        if bytes.len() as u64 > limit {
            return Err(FetchError::TooLarge { url: shown(&url), limit });
        }
        Ok(FetchedPage { url, charset: kind.charset, bytes })
    }

    /// Why a chain ended without a page. `last` is the address that was asked last.
    fn why(&self, asked: &Url, last: &Url, seen: &Observation) -> FetchError {
        let url = shown(asked);
        match seen.end {
            ChainEnd::TooManyRedirects => {
                FetchError::Redirects { url, most: self.options.redirects }
            }
            ChainEnd::RedirectLoop => FetchError::Circle { url },
            ChainEnd::BadLocation => {
                let sent = seen.hops.last().and_then(|hop| hop.location.as_deref());
                let to = sent.map_or("nowhere".to_owned(), |to| format!("{:?}", cut(to)));
                FetchError::Redirect { url, to, crossing: RedirectFault::NoAddress }
            }
            ChainEnd::Private => {
                let to = cut(&shown(last)).to_owned();
                FetchError::Redirect { url, to, crossing: RedirectFault::Private }
            }
            _ if is_late(seen) => self.late(asked),
            _ => FetchError::Connection {
                url: shown(last),
                why: classify_observation(seen).meaning().to_owned(),
            },
        }
    }

    fn late(&self, url: &Url) -> FetchError {
        FetchError::Timeout { url: shown(url), seconds: self.options.timeout }
    }
}

/// Shows how it asks, and no secret.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("options", &self.options).finish_non_exhaustive()
    }
}

/// Refuses redirects that a reader of a page would not expect: the text would come from elsewhere, or by
/// a way on which anybody can change it.
fn refuse_crossing(chain: &RedirectChain, shown_answer: &RequestResult) -> Result<(), FetchError> {
    let RequestResult::Answer(answer, _) = shown_answer else { return Ok(()) };
    let from = chain.url();
    let location = answer.location.as_deref().filter(|_| REDIRECTS.contains(&answer.status));
    let Some(to) = location.and_then(|location| from.join(location).ok()) else { return Ok(()) };
    let user = |url: &Url| (url.username().to_owned(), url.password().map(str::to_owned));
    let crossing = if !matches!(to.scheme(), "http" | "https") {
        RedirectFault::Scheme
    } else if user(&to) != (String::new(), None) && user(&to) != user(from) {
        RedirectFault::Credentials
    } else if from.scheme() == "https" && to.scheme() == "http" {
        RedirectFault::Unencrypted
    } else {
        return Ok(());
    };
    Err(FetchError::Redirect { url: shown(from), to: cut(&shown(&to)).to_owned(), crossing })
}

fn is_late(seen: &Observation) -> bool {
    use crate::check::observation::{ConnectFault, DnsFault, ReadFault};
    matches!(
        seen.end,
        ChainEnd::Dns(DnsFault::Timeout)
            | ChainEnd::Connect(ConnectFault::Timeout)
            | ChainEnd::Read(ReadFault::Timeout)
    )
}

/// The code with its usual name.
fn status(code: u16) -> String {
    let known = reqwest::StatusCode::from_u16(code);
    known.map_or_else(|_| code.to_string(), |status| status.to_string())
}

fn shown(url: &Url) -> String {
    redact_url(url.as_str()).into_owned()
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_SHOWN_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::super::exchange::HttpResponse;
    use super::*;

    fn crossing(from: &str, location: &str) -> Option<RedirectFault> {
        let chain = RedirectChain::from_user_url(&Url::parse(from).unwrap());
        let answer = HttpResponse {
            status: 301,
            location: Some(location.into()),
            ..HttpResponse::default()
        };
        match refuse_crossing(&chain, &RequestResult::Answer(Box::new(answer), None)) {
            Ok(()) => None,
            Err(FetchError::Redirect { crossing, to, .. }) => {
                assert!(!to.contains("s3cret"), "{to}");
                Some(crossing)
            }
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn redirects_that_are_not_followed() {
        let page = "https://a.example/x";
        for (location, expected) in [
            ("/y", None),
            ("https://b.example/y", None),
            ("//b.example/y", None),
            ("http://a.example/x", Some(RedirectFault::Unencrypted)),
            ("file:///etc/passwd", Some(RedirectFault::Scheme)),
            ("data:text/html,x", Some(RedirectFault::Scheme)),
            ("https://me:s3cret@b.example/", Some(RedirectFault::Credentials)),
            ("https://me@a.example/", Some(RedirectFault::Credentials)),
        ] {
            assert_eq!(crossing(page, location), expected, "{location}");
        }
        assert_eq!(crossing("http://a.example/", "https://a.example/"), None);
        assert_eq!(crossing("http://me:s3cret@a.example/", "/y"), None, "the user's own");
    }
}

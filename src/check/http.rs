//! Pages that the user names by URL, one at a time: the same requests, redirects and guard as those of a
//! check, with a blocking front.

use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio::time::{sleep, timeout};
use url::Url;

use super::chain::{Body, Chain, REDIRECTS, Shown, Step};
use super::content_type::ContentType;
use super::observation::{End, Observation};
use super::outcome::outcome;
use super::request::Sender;
use super::{Crossing, Error, Fetched, Options};
use crate::link::redact::{redact, redact_text};

/// Bytes of a redirect's target that an error shows.
const MAX_SHOWN_BYTES: usize = 300;

/// Fetches pages, one at a time. Cookies are kept for the redirects of one page and no longer.
///
/// An address that is named may be private. What a page redirects to may not, unless host and port are
/// those that were named.
pub struct Client {
    sender: Sender,
    runtime: Runtime,
    options: Options,
}

impl Client {
    /// A client that waits and follows as `options` say, within [`Options::bounded`].
    ///
    /// # Errors
    /// [`Error::Client`] where the system has no certificates or no threads to give; those of
    /// [`Options::checked`].
    pub fn new(options: &Options) -> Result<Self, Error> {
        // A page is asked for once, and as a page, whatever is said about checks of its host.
        let mut options = Options { retries: 0, ..options.bounded() };
        for manners in options.hosts.values_mut() {
            (manners.method, manners.accept) = (None, Vec::new());
        }
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Error::Client(error.to_string()))?;
        Ok(Self { sender: Sender::new(&options)?, runtime, options })
    }

    /// Fetches a page of at most `limit` bytes, unpacked.
    ///
    /// # Errors
    /// Whatever keeps the page from being read, each with what to do about it.
    pub fn fetch(&self, url: &Url, limit: u64) -> Result<Fetched, Error> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::Scheme(shown(url)));
        }
        let within = Duration::from_secs(self.options.timeout);
        let asked = self.runtime.block_on(async { timeout(within, self.ask(url, limit)).await });
        asked.unwrap_or_else(|_| Err(self.late(url)))
    }

    async fn ask(&self, url: &Url, limit: u64) -> Result<Fetched, Error> {
        let mut chain = Chain::named(url);
        loop {
            let mut want = chain.want(&self.options);
            want.body = Body::Page { most: limit };
            let shown = self.sender.send(want).await;
            refuse_crossing(&chain, &shown)?;
            match chain.take(shown, &self.options, "").1 {
                Step::Onward => {}
                Step::Again(wait) => sleep(wait).await,
                Step::End | Step::Park => return self.page(chain, url, limit),
            }
        }
    }

    /// The page at the end of a chain.
    fn page(&self, chain: Chain, asked: &Url, limit: u64) -> Result<Fetched, Error> {
        let url = chain.url().clone();
        let mut seen = chain.finish();
        let (End::Answered, Some(hop)) = (seen.end, seen.hops.last()) else {
            return Err(self.why(asked, &url, &seen));
        };
        if !(200..300).contains(&hop.status) {
            return Err(Error::Status { url: shown(&url), status: status(hop.status) });
        }
        let kind = ContentType::of(hop.headers.get("content-type").map(String::as_str));
        if !kind.is_page() {
            let kind = redact_text(&kind.name).into_owned();
            return Err(Error::Kind { url: shown(&url), kind });
        }
        let bytes = seen.body.take().unwrap_or_default();
        if bytes.len() as u64 > limit {
            return Err(Error::TooLarge { url: shown(&url), limit });
        }
        Ok(Fetched { url, charset: kind.charset, bytes })
    }

    /// Why a chain ended without a page. `last` is the address that was asked last.
    fn why(&self, asked: &Url, last: &Url, seen: &Observation) -> Error {
        let url = shown(asked);
        match seen.end {
            End::TooManyRedirects => Error::Redirects { url, most: self.options.redirects },
            End::RedirectLoop => Error::Circle { url },
            End::BadLocation => {
                let sent = seen.hops.last().and_then(|hop| hop.location.as_deref());
                let to = sent.map_or("nowhere".to_owned(), |to| format!("{:?}", cut(to)));
                Error::Redirect { url, to, crossing: Crossing::NoAddress }
            }
            End::Private => {
                let to = cut(&shown(last)).to_owned();
                Error::Redirect { url, to, crossing: Crossing::Private }
            }
            _ if is_late(seen) => self.late(asked),
            _ => Error::Connection { url: shown(last), why: outcome(seen).meaning().to_owned() },
        }
    }

    fn late(&self, url: &Url) -> Error {
        Error::Timeout { url: shown(url), seconds: self.options.timeout }
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
fn refuse_crossing(chain: &Chain, shown_answer: &Shown) -> Result<(), Error> {
    let Shown::Answer(answer, _) = shown_answer else { return Ok(()) };
    let from = chain.url();
    let location = answer.location.as_deref().filter(|_| REDIRECTS.contains(&answer.status));
    let Some(to) = location.and_then(|location| from.join(location).ok()) else { return Ok(()) };
    let user = |url: &Url| (url.username().to_owned(), url.password().map(str::to_owned));
    let crossing = if !matches!(to.scheme(), "http" | "https") {
        Crossing::Scheme
    } else if user(&to) != (String::new(), None) && user(&to) != user(from) {
        Crossing::Credentials
    } else if from.scheme() == "https" && to.scheme() == "http" {
        Crossing::Unencrypted
    } else {
        return Ok(());
    };
    Err(Error::Redirect { url: shown(from), to: cut(&shown(&to)).to_owned(), crossing })
}

fn is_late(seen: &Observation) -> bool {
    use super::observation::{ConnectFault, DnsFault, ReadFault};
    matches!(
        seen.end,
        End::Dns(DnsFault::Timeout)
            | End::Connect(ConnectFault::Timeout)
            | End::Read(ReadFault::Timeout)
    )
}

/// The code with its usual name.
fn status(code: u16) -> String {
    let known = reqwest::StatusCode::from_u16(code);
    known.map_or_else(|_| code.to_string(), |status| status.to_string())
}

fn shown(url: &Url) -> String {
    redact(url.as_str()).into_owned()
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_SHOWN_BYTES)]
}

#[cfg(test)]
mod tests {
    use super::super::chain::Answer;
    use super::*;

    fn crossing(from: &str, location: &str) -> Option<Crossing> {
        let chain = Chain::named(&Url::parse(from).unwrap());
        let answer = Answer { status: 301, location: Some(location.into()), ..Answer::default() };
        match refuse_crossing(&chain, &Shown::Answer(Box::new(answer), None)) {
            Ok(()) => None,
            Err(Error::Redirect { crossing, to, .. }) => {
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
            ("http://a.example/x", Some(Crossing::Unencrypted)),
            ("file:///etc/passwd", Some(Crossing::Scheme)),
            ("data:text/html,x", Some(Crossing::Scheme)),
            ("https://me:s3cret@b.example/", Some(Crossing::Credentials)),
            ("https://me@a.example/", Some(Crossing::Credentials)),
        ] {
            assert_eq!(crossing(page, location), expected, "{location}");
        }
        assert_eq!(crossing("http://a.example/", "https://a.example/"), None);
        assert_eq!(crossing("http://me:s3cret@a.example/", "/y"), None, "the user's own");
    }
}

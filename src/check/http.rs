//! The one client: asynchronous inside, blocking outside.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::redirect::Policy;
use tokio::runtime::{Builder, Runtime};
use url::Url;

use super::{Error, Fetched, Options};
use crate::link::redact::{redact, redact_text};

/// Who asks.
const AGENT: &str = concat!("citegraph/", env!("CARGO_PKG_VERSION"), " (citation extractor)");

/// What is asked for.
const WANTED: &str = "text/html,application/xhtml+xml;q=0.9";

/// Fetches pages, one at a time. It keeps no cookies.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    runtime: Runtime,
    options: Options,
}

impl Client {
    /// A client that waits and follows as `options` say.
    ///
    /// # Errors
    /// [`Error::Client`] where the system has no certificates or no threads to give.
    pub fn new(options: &Options) -> Result<Self, Error> {
        let failed = |error: &dyn std::fmt::Display| Error::Client(error.to_string());
        let runtime =
            Builder::new_current_thread().enable_all().build().map_err(|error| failed(&error))?;
        // Another part of the program may have chosen a provider first; it stays.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent(AGENT)
            .timeout(Duration::from_secs(options.timeout))
            .redirect(Policy::limited(options.redirects))
            .referer(false)
            .build()
            .map_err(|error| failed(&error))?;
        Ok(Self { http, runtime, options: options.clone() })
    }

    /// Fetches a page of at most `limit` bytes, unpacked.
    ///
    /// # Errors
    /// Whatever keeps the page from being read, each with what to do about it.
    pub fn fetch(&self, url: &Url, limit: u64) -> Result<Fetched, Error> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Error::Scheme(shown(url)));
        }
        self.runtime.block_on(self.ask(url, limit))
    }

    async fn ask(&self, url: &Url, limit: u64) -> Result<Fetched, Error> {
        let asked = self.http.get(url.clone()).header(ACCEPT, WANTED).send().await;
        let mut answer = asked.map_err(|error| self.why(url, &error))?;
        let at = answer.url().clone();
        if !answer.status().is_success() {
            return Err(Error::Status { url: shown(&at), status: answer.status().to_string() });
        }
        let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = ContentType::read(kind.unwrap_or("text/html"));
        if !kind.is_page() {
            return Err(Error::Kind {
                url: shown(&at),
                kind: redact_text(&kind.name).into_owned(),
            });
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| self.why(url, &error))? {
            if (bytes.len() + chunk.len()) as u64 > limit {
                return Err(Error::TooLarge { url: shown(&at), limit });
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Fetched { url: at, charset: kind.charset, bytes })
    }

    fn why(&self, url: &Url, error: &reqwest::Error) -> Error {
        let url = shown(url);
        if error.is_timeout() {
            return Error::Timeout { url, seconds: self.options.timeout };
        }
        if error.is_redirect() {
            return Error::Redirects { url, most: self.options.redirects };
        }
        // The outermost error repeats the address, secrets and all; the innermost says what happened.
        let mut inner: &dyn std::error::Error = error;
        while let Some(source) = inner.source() {
            inner = source;
        }
        Error::Connection { url, why: redact_text(&inner.to_string()).into_owned() }
    }
}

fn shown(url: &Url) -> String {
    redact(url.as_str()).into_owned()
}

/// What a server says of an answer: `text/html; charset=gb18030`.
struct ContentType {
    name: String,
    charset: Option<String>,
}

impl ContentType {
    fn read(value: &str) -> Self {
        let mut parts = value.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let charset = parts.find_map(|part| {
            let (key, value) = part.split_once('=')?;
            let is_charset = key.trim().eq_ignore_ascii_case("charset");
            is_charset.then(|| value.trim().trim_matches(['"', '\'']).to_owned())
        });
        Self { name, charset }
    }

    fn is_page(&self) -> bool {
        matches!(self.name.as_str(), "text/html" | "application/xhtml+xml" | "")
    }
}

#[cfg(test)]
mod tests {
    use super::ContentType;

    #[test]
    fn content_types() {
        let kind = ContentType::read("Text/HTML ; Charset=\"GB18030\"");
        assert!(kind.is_page());
        assert_eq!(kind.charset.as_deref(), Some("GB18030"));
        assert!(!ContentType::read("application/pdf").is_page());
        assert_eq!(ContentType::read("text/html").charset, None);
    }
}

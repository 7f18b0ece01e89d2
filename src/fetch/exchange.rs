//! One request and what came of it, as values: what is to be asked, and what it showed.

use core::net::IpAddr;
use std::collections::BTreeMap;

use url::Url;

use crate::check::observation::{
    ChainEnd, ConnectFault, DnsFault, HostFailure, Method, PageFacts, ReadFault,
};

/// Answers of a server that may be another one in a moment.
pub(super) const TRANSIENT_STATUSES: [u16; 7] = [408, 429, 500, 502, 503, 504, 529];

/// What one request showed.
#[derive(Debug, Clone)]
pub enum RequestResult {
    /// An answer, with the fault that kept its body from being read, if any.
    Answer(Box<HttpResponse>, Option<ReadFault>),
    /// No answer, and how long it took to know, in milliseconds.
    Fault(ChainEnd, u64),
    /// The same, by a fault of HTTP/2: many servers that break there speak HTTP/1.1 well.
    Http2(u64),
}

/// The answer to one request.
#[derive(Debug, Clone, Default)]
pub struct HttpResponse {
    /// The address that answered.
    pub address: Option<IpAddr>,
    /// The status code.
    pub status: u16,
    /// The header `Location`; bytes that are not UTF-8 are percent-encoded.
    pub location: Option<String>,
    /// Every `Set-Cookie`.
    pub cookies: Vec<String>,
    /// The headers that a ledger keeps.
    pub headers: BTreeMap<String, String>,
    /// The header `Date`.
    pub date: Option<String>,
    /// What the body holds, if it was read.
    pub page: Option<PageFacts>,
    /// What was read of the body, where it is to be kept.
    pub body: Option<Vec<u8>>,
    /// From request to headers, in milliseconds.
    pub elapsed_ms: u64,
}

/// What the next request has to be.
#[derive(Debug, Clone)]
pub struct RequestPlan {
    /// The address, without fragment.
    pub url: Url,
    /// How the page is asked for.
    pub method: Method,
    /// Who reads the answer.
    pub reader: ResponseReader,
    /// The header `Cookie`.
    pub cookie: Option<String>,
    /// The language of whoever cites the page.
    pub language: Option<String>,
    /// Whether a private address may be asked.
    pub private: bool,
    /// How much of the body is read, and what for.
    pub body: BodyMode,
}

/// Who reads an answer, from the usual one to the most lenient.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum ResponseReader {
    /// The HTTP client, by whatever version the host speaks.
    #[default]
    Any,
    /// The HTTP client, by HTTP/1.1 alone: HTTP/2 was tried and broke.
    Http1,
    /// Our own reader, which takes what browsers take: the client refused the answer.
    Lenient,
}

/// How much of a body is read, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyMode {
    /// The beginning of whatever comes, for its [`PageFacts`]; see [`super::FetchOptions::body`].
    Facts,
    /// A page of HTML as a whole, and one byte more than this many where it is longer. Of anything else
    /// nothing is read.
    Page {
        /// Bytes of the largest page.
        most: u64,
    },
}

impl RequestResult {
    /// Whether what the headers alone showed holds for the page. Many servers refuse or forget them; a
    /// wait that a server asks for is kept, whatever was asked.
    pub(super) fn settles(&self) -> bool {
        match self {
            Self::Answer(answer, _) => answer.status < 400 || answer.status == 429,
            Self::Fault(end, _) => !matches!(end, ChainEnd::Read(_)),
            Self::Http2(_) => false,
        }
    }

    /// How a request failed, where that is the host's fault and costs those who wait for it.
    pub(super) fn host_failure(&self) -> Option<HostFailure> {
        match self {
            Self::Fault(
                ChainEnd::Connect(ConnectFault::Timeout) | ChainEnd::Read(ReadFault::Timeout),
                _,
            ) => Some(HostFailure::Timeout),
            Self::Fault(
                ChainEnd::Connect(ConnectFault::Reset) | ChainEnd::Read(ReadFault::Reset),
                _,
            ) => Some(HostFailure::Reset),
            Self::Answer(answer, _) => match answer.status {
                429 => Some(HostFailure::RateLimit),
                status if TRANSIENT_STATUSES.contains(&status) => Some(HostFailure::ServerError),
                _ => None,
            },
            Self::Fault(..) | Self::Http2(_) => None,
        }
    }
}

impl HttpResponse {
    /// Whether nothing of a body could be read.
    pub(super) fn is_unread(&self) -> bool {
        let is_success = (200..300).contains(&self.status);
        is_success && self.page.as_ref().is_some_and(|page| page.bytes == 0)
    }
}

/// Whether asking again may help.
pub(super) fn is_transient(end: ChainEnd) -> bool {
    matches!(
        end,
        ChainEnd::Dns(DnsFault::Servfail | DnsFault::Timeout)
            | ChainEnd::Connect(_)
            | ChainEnd::Read(ReadFault::Reset)
    )
}

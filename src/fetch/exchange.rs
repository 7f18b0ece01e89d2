//! One request and what came of it, as values: what is to be asked, and what it showed.

use core::net::IpAddr;
use std::collections::BTreeMap;

use url::Url;

use crate::check::observation::{ChainEnd, Method, PageFacts, ReadFault};

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
    /// Whether HTTP/2 was tried and broke, so that HTTP/1.1 is to be spoken.
    pub http1_only: bool,
    /// The header `Cookie`.
    pub cookie: Option<String>,
    /// Whether a private address may be asked.
    pub private: bool,
    /// How much of the body is read, and what for.
    pub body: BodyMode,
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

//! What one request chain showed, as plain facts without judgement. One line of the ledger.
//!
//! Fields are only ever added, so a reader skips those that it does not know. What has no value is
//! left out of the line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::link::redact::redact_url;

/// The registry whose word is that of a forge about its own pages.
pub const FORGE: &str = "github";

/// Version of the ledger's lines. It changes only when a field changes its meaning.
pub const SCHEMA: u32 = 1;

/// What one request chain showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Always [`SCHEMA`].
    pub schema: u32,
    /// The URL that was asked for, as [`canonical_url`] writes it: the key of the ledger.
    pub url: String,
    /// When the request was made: RFC 3339 in UTC, ending in `Z`, as the caller's clock said.
    pub started: String,
    /// Name of the run, the same for all of its observations.
    pub run: String,
    /// Where the request came from, as whoever ran it named that; `None` where nobody did, which is a place of its
    /// own. Verdicts may need more than one, see [`super::policy::Policy::need_vantage_points`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vantage: Option<String>,
    /// How the page was asked for.
    pub method: Method,
    /// The answers, first to last; empty where the first address gave none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    /// How the chain ended.
    pub end: ChainEnd,
    /// What the last answer holds; `None` where no body was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageFacts>,
    /// Whether the user's table counted the status of the last answer as the page being there.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub accepted: bool,
    /// Requests that were made for the first address, at least 1 unless nothing was sent.
    #[serde(default)]
    pub attempts: u32,
    /// Time of the last attempt in milliseconds, all hops together.
    #[serde(default)]
    pub elapsed_ms: u64,
    /// What a registry answered in place of the address; the hops are then the registry's. `None` where
    /// the address itself was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registry: Option<RegistryAnswer>,
    /// Whether the page is missing and the user's table says that pages of its owner are private: a matter of the
    /// table of today, so never written.
    #[serde(skip)]
    pub of_private_owner: bool,
    /// Names behind `#` that links ask for and the page has not; `None` where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing_fragments: Option<Vec<String>>,
    /// What was read of the last body, for a caller that reads more of it than [`PageFacts`]. Never
    /// written; `None` unless it was asked for.
    #[serde(skip)]
    pub body: Option<Vec<u8>>,
}

/// What the registry of an identifier answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryAnswer {
    /// Which registry was asked: a word of [`crate::fetch::registry::Registry`].
    pub name: String,
    /// Whether it knows the identifier; `None` where it gave no clear answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<bool>,
}

/// How a page was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// The page.
    Get,
    /// Its headers alone.
    Head,
}

/// One answer in a chain of redirects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    /// The address that answered, as [`canonical_url`] writes it.
    pub url: String,
    /// The IP address behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The status code.
    pub status: u16,
    /// The header `Location` as sent, secrets taken out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// The few headers that tell something, by lower-case name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Time from request to headers in milliseconds.
    #[serde(default)]
    pub elapsed_ms: u64,
}

/// How a chain of requests ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChainEnd {
    /// With an answer: the status of the last hop.
    Answered,
    /// The name of the host was not resolved.
    Dns(DnsFault),
    /// No connection was made.
    Connect(ConnectFault),
    /// The proxy did not reach the host, and nobody says why.
    Proxy,
    /// The connection could not be trusted.
    Tls(TlsFault),
    /// The connection stood, and the answer did not come whole.
    Read(ReadFault),
    /// More redirects than are followed.
    TooManyRedirects,
    /// A redirect to an address that had already answered alike.
    RedirectLoop,
    /// A redirect without `Location`, or to something that is no URL or none of http(s).
    BadLocation,
    /// The address is private, so nothing was sent to it.
    Private,
    /// The address is none of http(s), so nothing was sent to it.
    Scheme,
    /// The run's budget of time or requests was used up before.
    Budget,
    /// The host had asked to be left alone for longer than a run waits, so nothing was sent.
    Parked,
    /// Several links of the host had failed in this way, so nothing was sent.
    PutOff(HostFailure),
}

impl ChainEnd {
    /// Whether the address was not asked, and is still to be. No ledger holds such a line, but for those of
    /// earlier versions.
    pub fn is_postponed(self) -> bool {
        matches!(self, Self::Budget | Self::Parked | Self::PutOff(_))
    }
}

/// How links of a host fail that is then left alone for the rest of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HostFailure {
    /// It asks to come back later.
    RateLimit,
    /// It fails itself.
    ServerError,
    /// It takes no connection, or does not answer, in time.
    Timeout,
    /// It cuts connections.
    Reset,
}

impl HostFailure {
    /// What the host did, for people: "the host …".
    pub fn meaning(self) -> &'static str {
        match self {
            Self::RateLimit => "asks clients to come back later",
            Self::ServerError => "answers with server errors",
            Self::Timeout => "does not answer in time",
            Self::Reset => "cuts connections",
        }
    }
}

/// Why a name was not resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DnsFault {
    /// The name does not exist, says who is responsible for it.
    #[serde(rename = "nxdomain")]
    NxDomain,
    /// The resolver could not find out.
    Servfail,
    /// The resolver did not answer.
    Timeout,
    /// The name exists and has no address.
    NoAddress,
}

/// Why no connection was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConnectFault {
    /// Nothing listens.
    Refused,
    /// The connection was cut while it was made.
    Reset,
    /// Nobody answered.
    Timeout,
    /// No way leads to the address.
    Unreachable,
}

/// Why a connection could not be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsFault {
    /// The certificate is past its last day, or before its first.
    Expired,
    /// The certificate vouches for itself.
    SelfSigned,
    /// The certificate is for another host.
    WrongHost,
    /// The certificate was issued by somebody unknown, or its chain is incomplete.
    Unknown,
    /// The two sides found no common version or cipher, or the handshake broke off.
    Protocol,
}

/// Why an answer did not come whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReadFault {
    /// It did not come in time.
    Timeout,
    /// The connection was cut.
    Reset,
    /// It ended early. The status is known if there is a hop.
    Truncated,
    /// It is no HTTP, or its body cannot be unpacked.
    Decode,
}

/// What the body of an answer holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageFacts {
    /// The media type as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Bytes that were read, unpacked; reading stops at a limit.
    pub bytes: u64,
    /// The title, white space collapsed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Simhash of the visible text, 16 hexadecimal digits; of a page of HTML without any, that of its markup. `None`
    /// for what is empty or no page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_hash: Option<String>,
    /// Length of the visible text in Unicode scalars.
    pub text_chars: u64,
    /// Where the page forwards to by itself at once, as written; `None` where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh: Option<String>,
    /// What the text shows, by [`sign`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signs: Vec<String>,
}

/// Words of [`PageFacts::signs`]. A reader skips those that it does not know.
pub mod sign {
    /// The page offers its domain for sale.
    pub const FOR_SALE: &str = "for-sale";
    /// A page of advertisements in place of a site.
    pub const PARKED: &str = "parked";
    /// A test whether the reader is human.
    pub const CHALLENGE: &str = "challenge";
    /// Words to somebody who is taken for a robot.
    pub const ROBOT: &str = "robot";
    /// A form to sign in stands in place of the page.
    pub const LOGIN: &str = "login";
    /// A wall that asks for payment.
    pub const PAYWALL: &str = "paywall";
    /// The page forwards by markup or script.
    pub const REFRESH: &str = "refresh";
    /// The first heading says that there is no such page.
    pub const ERROR_HEADING: &str = "error-heading";
    /// No word of the title stands in the text.
    pub const MISMATCH: &str = "mismatch";
    /// The page is a shell that a script fills.
    pub const SCRIPTED: &str = "scripted";
}

/// A URL as the ledger may hold it: without its fragment, and each secret replaced by a short hash
/// of the whole, so that two addresses that differ in a secret stay two.
///
/// The hash has 32 bits: enough to tell addresses apart, too few to prove a guessed secret.
///
/// ```
/// use citegraph::check::observation::canonical_url;
/// assert_eq!(canonical_url("https://a.example/x?id=7#top"), "https://a.example/x?id=7");
/// let one = canonical_url("https://a.example/x?access_token=k3y");
/// assert!(!one.contains("k3y") && one != canonical_url("https://a.example/x?access_token=k4y"));
/// ```
pub fn canonical_url(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let shown = redact_url(url);
    if shown == url {
        return url.to_owned();
    }
    let digest = Sha256::digest(url.as_bytes());
    let hash = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
    shown.replace("REDACTED", &hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn observation() -> Observation {
        Observation {
            schema: SCHEMA,
            url: "https://a.example/".into(),
            started: "2026-01-02T03:04:05Z".into(),
            run: "r1".into(),
            vantage: None,
            method: Method::Get,
            hops: Vec::new(),
            end: ChainEnd::Dns(DnsFault::NxDomain),
            page: None,
            accepted: false,
            of_private_owner: false,
            missing_fragments: None,
            attempts: 1,
            elapsed_ms: 12,
            registry: None,
            body: None,
        }
    }

    #[test]
    fn one_line_reads_back() {
        let line = serde_json::to_string(&observation()).unwrap();
        let expected = r#"{"schema":1,"url":"https://a.example/","started":"2026-01-02T03:04:05Z","run":"r1","method":"get","end":{"dns":"nxdomain"},"attempts":1,"elapsed_ms":12}"#;
        assert_eq!(line, expected);
        assert_eq!(serde_json::from_str::<Observation>(&line).unwrap(), observation());
    }

    #[test]
    fn fields_of_a_later_version_are_skipped() {
        let line = r#"{"schema":1,"url":"u","started":"s","run":"r","method":"head","end":"answered","vantage":"x","hops":[{"url":"u","status":200,"proto":"h2"}],"page":{"bytes":3,"words":1}}"#;
        let read: Observation = serde_json::from_str(line).unwrap();
        assert_eq!((read.hops[0].status, read.page.unwrap().bytes), (200, 3));
    }

    #[test]
    fn secrets_become_hashes() {
        let url = canonical_url("https://me:pw@a.example/x?sig=abcdef#f");
        assert!(!url.contains("pw") && !url.contains("abcdef") && !url.contains('#'), "{url}");
        assert_eq!(url, canonical_url("https://me:pw@a.example/x?sig=abcdef#g"));
        assert_ne!(url, canonical_url("https://me:pw@a.example/x?sig=abcdee"));
    }
}

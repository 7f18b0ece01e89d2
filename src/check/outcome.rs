//! What kind of answer one request chain got: a pure function of the observation. `data/outcomes.tsv`
//! says what each code means. Nothing here knows a second observation; see [`super::verdict`].

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use url::Url;

use super::address::is_front_page;
pub use super::class::Class;
use super::observation::{
    ChainEnd, ConnectFault, DnsFault, FORGE, Hop, Observation, ReadFault, RegistryAnswer, TlsFault,
    sign,
};
use super::redirect_target::{self, RedirectTarget};
use super::stand_in::{is_login_form, is_no_file, is_telling};
use super::state::LinkState;
use super::wall::{has, is_challenge, is_front_end};
use crate::domain::table_rows;

/// The least text of a page that is there to be read, in Unicode scalars.
const MIN_PAGE_CHARS: u64 = 1500;

/// What an outcome is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// The page.
    Page,
    /// The host: no path was read.
    Host,
}

/// Declares the outcomes: code, class, the state of a link that showed it once, and what it is about. None can
/// be without one of them.
macro_rules! outcomes {
    ($($name:ident = $code:literal, $class:ident, $first:ident, $scope:ident;)+) => {
        /// What kind of answer a request chain got. Its serde form is its code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Outcome {
            $(#[doc = concat!("`", $code, "`")] #[serde(rename = $code)] $name,)+
        }

        impl Outcome {
            /// All outcomes, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stable code, such as `gone.404`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// The kind of the outcome.
            pub fn class(self) -> Class {
                match self { $(Self::$name => Class::$class,)+ }
            }

            /// The state of a link that showed it once, and nothing else before.
            pub fn first_state(self) -> LinkState {
                match self { $(Self::$name => LinkState::$first,)+ }
            }

            fn scope(self) -> Scope {
                match self { $(Self::$name => Scope::$scope,)+ }
            }
        }
    };
}

outcomes! {
    Ok = "ok.2xx", Ok, Alive, Page;
    Registered = "ok.registered", Ok, Alive, Page;
    MovedPermanent = "moved.permanent", Moved, Moved, Page;
    MovedTemporary = "moved.temporary", Moved, Alive, Page;
    MovedHttps = "moved.https", Moved, Moved, Page;
    MovedOffdomain = "moved.offdomain", Moved, Moved, Page;
    NotFound = "gone.404", Gone, Failing, Page;
    Gone = "gone.410", Gone, Failing, Page;
    NxDomain = "gone.nxdomain", Gone, Failing, Host;
    UnknownIdentifier = "gone.pid", Gone, Failing, Page;
    Legal = "legal.451", Legal, Blocked, Page;
    Challenge = "blocked.challenge", Blocked, Blocked, Page;
    Forbidden = "blocked.forbidden", Blocked, Blocked, Page;
    Auth = "blocked.auth", Blocked, Blocked, Page;
    RateLimit = "blocked.ratelimit", Blocked, Blocked, Page;
    Robots = "blocked.robots", Blocked, Blocked, Page;
    PrivateOwner = "blocked.private-owner", Blocked, Blocked, Page;
    ClientError = "server.4xx", Server, Failing, Page;
    ServerError = "server.5xx", Server, Failing, Page;
    OriginDown = "server.52x", Server, Failing, Page;
    Truncated = "server.truncated", Server, Failing, Page;
    Protocol = "server.protocol", Server, Failing, Page;
    DnsTemporary = "net.dns-temp", Net, Unknown, Host;
    NoAddress = "net.no-address", Net, Failing, Host;
    Refused = "net.refused", Net, Failing, Host;
    Reset = "net.reset", Net, Failing, Page;
    ConnectTimeout = "net.connect-timeout", Net, Unknown, Page;
    ReadTimeout = "net.read-timeout", Net, Unknown, Page;
    Unreachable = "net.unreachable", Net, Unknown, Page;
    TlsExpired = "tls.expired", Tls, Failing, Page;
    TlsName = "tls.name", Tls, Suspect, Page;
    TlsUntrusted = "tls.untrusted", Tls, Failing, Page;
    TlsHandshake = "tls.handshake", Tls, Unknown, Page;
    RedirectLoop = "redirect.loop", Redirect, Failing, Page;
    RedirectLimit = "redirect.limit", Redirect, Unknown, Page;
    BadLocation = "redirect.bad-location", Redirect, Failing, Page;
    DeadEnd = "redirect.dead-end", Redirect, Failing, Page;
    Login = "redirect.login", Redirect, Blocked, Page;
    ToRoot = "soft.to-root", Soft, Suspect, Page;
    ToSearch = "soft.to-search", Soft, Suspect, Page;
    ErrorUrl = "soft.error-url", Soft, Suspect, Page;
    ErrorTitle = "soft.error-title", Soft, Suspect, Page;
    Empty = "soft.empty", Soft, Suspect, Page;
    Parked = "soft.parked", Soft, Suspect, Page;
    ForSale = "soft.for-sale", Soft, Suspect, Page;
    NotFile = "soft.not-file", Soft, Suspect, Page;
    ManyToOne = "soft.many-to-one", Soft, Suspect, Page;
    SameText = "soft.same-text", Soft, Suspect, Page;
    ProbeMatch = "soft.probe-match", Soft, Suspect, Page;
    Drift = "soft.drift", Soft, Suspect, Page;
    Shell = "unknown.shell", Unknown, Unknown, Page;
    Proxy = "unknown.proxy", Unknown, Unknown, Page;
    Budget = "unknown.budget", Unknown, Unknown, Page;
    Registry = "unknown.registry", Unknown, Unknown, Page;
    Private = "skipped.private", Skipped, Skipped, Page;
    Scheme = "skipped.scheme", Skipped, Skipped, Page;
}

/// The rows of the table: code, class, first state, what it is about, meaning.
static ROWS: LazyLock<Vec<[&'static str; 5]>> =
    LazyLock::new(|| table_rows(include_str!("../../data/outcomes.tsv")).collect());

impl Outcome {
    /// What the outcome means, for people.
    pub fn meaning(self) -> &'static str {
        ROWS.iter().find(|row| row[0] == self.code()).map_or("", |row| row[4])
    }

    /// Whether one address is enough to tell about its host: no path was read.
    pub fn is_host_wide(self) -> bool {
        self.scope() == Scope::Host
    }

    /// Whether the page was sent, from the same or from a new address.
    pub fn is_success(self) -> bool {
        matches!(self.class(), Class::Ok | Class::Moved)
    }

    /// Whether it says anything about the link: nothing is known of one that was not reached, nor of one
    /// whose registry did not answer.
    pub fn is_conclusive(self) -> bool {
        !matches!(self, Self::Budget | Self::Registry)
    }
}

/// What kind of answer a request chain got.
pub fn classify_observation(observation: &Observation) -> Outcome {
    if observation.of_private_owner {
        return Outcome::PrivateOwner;
    }
    if let Some(registry) = &observation.registry {
        return registered(registry, observation.end);
    }
    // A redirect is no answer: what follows it decides.
    let answer = observation.hops.last().filter(|hop| !(300..400).contains(&hop.status));
    match observation.end {
        ChainEnd::Answered => answered(observation, observation.hops.last()),
        ChainEnd::Read(ReadFault::Truncated | ReadFault::Decode) if answer.is_some() => {
            answered(observation, answer)
        }
        // A page that never ends is shown while it comes.
        ChainEnd::Read(ReadFault::Timeout)
            if answer.is_some()
                && observation.page.as_ref().is_some_and(|page| page.text_chars > 0) =>
        {
            answered(observation, answer)
        }
        ChainEnd::Read(ReadFault::Reset) if answer.is_some() => Outcome::Truncated,
        // The host that was asked did answer: what lies behind its redirect is no fault of it.
        ChainEnd::Dns(DnsFault::NxDomain | DnsFault::NoAddress)
        | ChainEnd::Connect(ConnectFault::Refused)
            if !observation.hops.is_empty() =>
        {
            Outcome::DeadEnd
        }
        end => broken(end),
    }
}

/// The outcome where a registry was asked: its word, and nothing else of the chain.
fn registered(registry: &RegistryAnswer, end: ChainEnd) -> Outcome {
    match (registry.found, end) {
        (Some(true), _) => Outcome::Registered,
        // A forge knows its pages, and no identifiers that outlive them.
        (Some(false), _) if registry.name == FORGE => Outcome::NotFound,
        (Some(false), _) => Outcome::UnknownIdentifier,
        (None, end) if end.is_postponed() => Outcome::Budget,
        (None, _) => Outcome::Registry,
    }
}

/// The outcome of a chain that ended without an answer.
fn broken(end: ChainEnd) -> Outcome {
    match end {
        ChainEnd::Dns(DnsFault::NxDomain) => Outcome::NxDomain,
        ChainEnd::Dns(DnsFault::Servfail | DnsFault::Timeout) => Outcome::DnsTemporary,
        ChainEnd::Dns(DnsFault::NoAddress) => Outcome::NoAddress,
        ChainEnd::Connect(ConnectFault::Refused) => Outcome::Refused,
        ChainEnd::Connect(ConnectFault::Reset) | ChainEnd::Read(ReadFault::Reset) => Outcome::Reset,
        ChainEnd::Connect(ConnectFault::Timeout) => Outcome::ConnectTimeout,
        ChainEnd::Connect(ConnectFault::Unreachable) => Outcome::Unreachable,
        ChainEnd::Proxy => Outcome::Proxy,
        ChainEnd::Tls(TlsFault::Expired) => Outcome::TlsExpired,
        ChainEnd::Tls(TlsFault::WrongHost) => Outcome::TlsName,
        ChainEnd::Tls(TlsFault::SelfSigned | TlsFault::Unknown) => Outcome::TlsUntrusted,
        ChainEnd::Tls(TlsFault::Protocol) => Outcome::TlsHandshake,
        ChainEnd::Read(ReadFault::Timeout) => Outcome::ReadTimeout,
        ChainEnd::Read(ReadFault::Truncated) => Outcome::Truncated,
        ChainEnd::Read(ReadFault::Decode) | ChainEnd::Answered => Outcome::Protocol,
        ChainEnd::TooManyRedirects => Outcome::RedirectLimit,
        ChainEnd::RedirectLoop => Outcome::RedirectLoop,
        ChainEnd::BadLocation => Outcome::BadLocation,
        ChainEnd::Private => Outcome::Private,
        ChainEnd::Scheme => Outcome::Scheme,
        ChainEnd::Budget | ChainEnd::Parked | ChainEnd::PutOff(_) => Outcome::Budget,
    }
}

/// The outcome of a chain that ended with an answer.
fn answered(observation: &Observation, hop: Option<&Hop>) -> Outcome {
    let Some(hop) = hop else { return Outcome::Protocol };
    let page = observation.page.as_ref();
    if observation.accepted {
        return moved(observation, redirect_kind(observation, hop));
    }
    if is_challenge(hop, page) {
        return Outcome::Challenge;
    }
    match hop.status {
        200..=299 => sent(observation, hop),
        300..=399 => Outcome::BadLocation,
        404 => Outcome::NotFound,
        410 => Outcome::Gone,
        451 => Outcome::Legal,
        401 | 402 | 407 => Outcome::Auth,
        403 if has(page, sign::PAYWALL) || has(page, sign::LOGIN) => Outcome::Auth,
        403 | 406 | 418 => Outcome::Forbidden,
        429 => Outcome::RateLimit,
        503 if hop.headers.contains_key("retry-after") => Outcome::RateLimit,
        // These say that what stands behind them cannot be reached, to whoever asks.
        520..=527 | 530 => Outcome::OriginDown,
        400..=599 if is_front_end(hop) => Outcome::Robots,
        400..=499 => Outcome::ClientError,
        500..=599 => Outcome::ServerError,
        _ => Outcome::Protocol,
    }
}

/// The outcome of a page that was sent: whether it is the one that was asked for.
fn sent(observation: &Observation, hop: &Hop) -> Outcome {
    let page = observation.page.as_ref();
    if has(page, sign::FOR_SALE) {
        return Outcome::ForSale;
    }
    if has(page, sign::PARKED) {
        return Outcome::Parked;
    }
    let way = redirect_kind(observation, hop);
    let title = page.and_then(|page| page.title.as_deref());
    let is_error =
        title.is_some_and(redirect_target::is_error_title) || has(page, sign::ERROR_HEADING);
    // A page with much to read is what it is, whatever its address is called.
    let is_long = page.is_some_and(|page| page.text_chars >= MIN_PAGE_CHARS);
    match way {
        RedirectTarget::Login if !is_long || has(page, sign::LOGIN) => return Outcome::Login,
        RedirectTarget::Error if !is_long || is_error => return Outcome::ErrorUrl,
        RedirectTarget::Root => return Outcome::ToRoot,
        RedirectTarget::Search => return Outcome::ToSearch,
        // A form in place of the page, wherever it stands.
        _ if !is_long && is_login_form(observation, title) => return Outcome::Login,
        _ => {}
    }
    if is_error {
        return Outcome::ErrorTitle;
    }
    if page.is_some_and(|page| is_no_file(&observation.url, page)) {
        return Outcome::NotFile;
    }
    // Nothing can be read, and nothing says what it is.
    let is_blank = page.is_some_and(|page| page.bytes > 0 && page.text_chars == 0);
    if is_blank
        && has(page, sign::SCRIPTED)
        && !is_front_page(&observation.url)
        && !is_telling(title)
    {
        return Outcome::Shell;
    }
    // 204 and 205 have no content by their meaning.
    // What could not be unpacked may hold anything.
    let whole = observation.end == ChainEnd::Answered;
    if whole && hop.status == 200 && page.is_some_and(|page| page.bytes == 0) {
        return Outcome::Empty;
    }
    moved(observation, way)
}

/// Where the redirects led.
fn redirect_kind(observation: &Observation, hop: &Hop) -> RedirectTarget {
    if observation.hops.len() < 2 {
        return RedirectTarget::Same;
    }
    match (Url::parse(&observation.url), Url::parse(&hop.url)) {
        (Ok(asked), Ok(came)) => redirect_target::classify_redirect(&asked, &came),
        _ => RedirectTarget::Same,
    }
}

/// How a page that was sent has moved.
fn moved(observation: &Observation, way: RedirectTarget) -> Outcome {
    let Some((_, redirects)) = observation.hops.split_last() else { return Outcome::Ok };
    if redirects.is_empty() {
        return Outcome::Ok;
    }
    match way {
        // A page that forwards at once says that it is elsewhere for good.
        _ if !redirects.iter().all(|hop| matches!(hop.status, 200..=299 | 301 | 308)) => {
            Outcome::MovedTemporary
        }
        RedirectTarget::Https => Outcome::MovedHttps,
        RedirectTarget::Offdomain => Outcome::MovedOffdomain,
        RedirectTarget::Resolved => Outcome::MovedTemporary,
        // A circle over another address, as for a cookie: the address is right.
        _ if observation.hops.last().is_some_and(|hop| hop.url == observation.url) => Outcome::Ok,
        _ => Outcome::MovedPermanent,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_and_code_say_the_same() {
        let of_code: Vec<[String; 4]> = Outcome::ALL
            .iter()
            .map(|outcome| {
                let scope = if outcome.is_host_wide() { "host" } else { "page" };
                [
                    outcome.code().to_owned(),
                    outcome.class().name().to_owned(),
                    outcome.first_state().name().to_lowercase(),
                    scope.to_owned(),
                ]
            })
            .collect();
        let of_table: Vec<[String; 4]> =
            ROWS.iter().map(|row| [row[0], row[1], row[2], row[3]].map(str::to_owned)).collect();
        assert_eq!(of_table, of_code);
        for outcome in Outcome::ALL {
            assert!(outcome.meaning().len() > 10, "{outcome:?}");
            assert_eq!(serde_json::to_string(outcome).unwrap(), format!("{:?}", outcome.code()));
        }
    }

    #[test]
    fn the_class_is_the_word_before_the_dot() {
        for outcome in Outcome::ALL {
            assert_eq!(outcome.code().split('.').next(), Some(outcome.class().name()));
        }
    }

    #[test]
    fn what_is_unknown_is_never_blamed() {
        for outcome in Outcome::ALL {
            if matches!(outcome.class(), Class::Unknown | Class::Skipped) {
                assert!(outcome.first_state() <= LinkState::Unknown, "{outcome:?}");
                assert!(!outcome.class().is_failure());
            }
        }
    }
}

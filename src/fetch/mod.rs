//! What is asked of the network for a link, and for a page that is read.
//!
//! The front is blocking and plain; behind it stands the client (feature `network`). A build without it
//! refuses every fetch and says what is missing. What decides asks nothing: [`guard`] which addresses are
//! private, [`rate_limit`] who is asked when, [`breaker`] who is left alone, [`redirect_chain`] what is asked next, [`host_config`] how
//! one host is asked, [`proxy`] what goes by a proxy, [`probe`] where a made-up address is asked.
//! `resolver` looks names up ([`dns`] reads what servers reply), `request` sends one request, `lenient` reads
//! answers that the HTTP client refuses, and `run` puts them together.
//!
//! Beside the pages: [`registry`] (identifiers are checked where they are registered) and [`archive`]
//! (a snapshot in place of a page that is gone).

pub mod archive;
pub mod breaker;
#[cfg(feature = "network")]
mod client;
mod content_type;
pub mod cookies;
pub mod dns;
pub mod endpoint;
pub mod exchange;
#[cfg(feature = "network")]
mod fault;
pub mod guard;
pub mod host_config;
mod host_table;
#[cfg(feature = "network")]
mod language;
#[cfg(feature = "network")]
mod lenient;
#[cfg(not(feature = "network"))]
mod offline;
pub mod options;
pub mod page_facts;
mod page_refresh;
pub mod probe;
pub mod proxy;
pub mod rate_limit;
pub mod redirect_chain;
pub mod registry;
#[cfg(feature = "network")]
mod request;
#[cfg(feature = "network")]
mod resolver;
#[cfg(feature = "network")]
mod response_head;
pub mod retry_after;
#[cfg(feature = "network")]
mod route;
#[cfg(feature = "network")]
mod run;
mod web_address;

use url::Url;

#[cfg(feature = "network")]
pub use self::client::Client;
pub(crate) use self::content_type::ContentType;
pub use self::host_config::{HostOverrides, SecretHeader};
#[cfg(not(feature = "network"))]
pub use self::offline::{Client, check_urls};
pub use self::options::{Cancel, FetchOptions, Lookup};
pub use self::proxy::Proxies;
#[cfg(feature = "network")]
pub use self::run::check_urls;
use crate::link::redact::redact_url;

/// What a run of checks did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CheckSummary {
    /// Addresses that were observed, those that were not reached included.
    pub addresses: u64,
    /// Requests that were sent.
    pub requests: u64,
    /// Addresses that were not reached, for want of time or requests.
    pub unreached: u64,
    /// Addresses that were not asked because their host failed too often, or asks to be left alone.
    pub put_off: u64,
    /// Addresses of nobody that were asked to see what a host sends then; not among the others. Their
    /// observations are handed over like all.
    pub probes: u64,
    /// Requests that went by a proxy: their addresses were judged as written, for the proxy looks names
    /// up and may reach what is private to it.
    pub proxied: u64,
    /// Whether the run was cancelled before its end; then some addresses have no observation.
    pub cancelled: bool,
}

impl std::ops::AddAssign for CheckSummary {
    fn add_assign(&mut self, other: Self) {
        self.addresses += other.addresses;
        self.requests += other.requests;
        self.unreached += other.unreached;
        self.put_off += other.put_off;
        self.probes += other.probes;
        self.proxied += other.proxied;
        self.cancelled |= other.cancelled;
    }
}

/// A page as a server sent it, unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedPage {
    /// The address that it came from, after all redirects.
    pub url: Url,
    /// The encoding that the server names; `None` where it names none.
    pub charset: Option<String>,
    /// The page.
    pub bytes: Vec<u8>,
}

/// What is wrong with a redirect that a fetched page is not followed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectFault {
    /// It leads to a private address that was not named.
    Private,
    /// It leads to another scheme than http and https.
    Scheme,
    /// It leads from https to http.
    Unencrypted,
    /// It names a user or password.
    Credentials,
    /// It has no address, or one that cannot be read.
    NoAddress,
}

impl std::fmt::Display for RedirectFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Private => {
                "which is private and was not given as an input; give that address as the input if you trust it"
            }
            Self::Scheme => "which is not an http(s) address; save the page and give the file instead",
            Self::Unencrypted => {
                "from https to http, where anybody between you and the server can change the page; give the \
                 http address as the input if you trust it"
            }
            Self::Credentials => {
                "which contains a user name or password; open it in a browser, save the page and give the \
                 file instead"
            }
            Self::NoAddress => "which is not a web address; save the page and give the file instead",
        })
    }
}

/// Why a page could not be fetched. No message holds a secret of the address.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Another scheme than http and https, or no URL at all.
    #[error("{0} is not an http(s) address; to read a file, give its path")]
    Scheme(String),
    /// The client could not be made.
    #[error("cannot start the network client: {0}; save the page and give the file instead")]
    Client(String),
    /// An entry of [`FetchOptions::resolve`] that is not understood.
    #[error("the address override {0} does not have the form HOST:PORT:ADDRESS")]
    Resolve(String),
    /// A template of [`endpoint::Endpoint`] that is none.
    #[error(
        "{0} is not the address of a service; write an http(s) address that contains {{id}}, {{url}} or \
         {{timestamp}}, or write \"off\""
    )]
    Endpoint(String),
    /// A contact or user agent that no header can hold.
    #[error("check.contact and check.user-agent must be a single line of plain text, not {0:?}")]
    Agent(String),
    /// Certificates of [`FetchOptions::authorities`] that cannot be read.
    #[error("the certificates to trust cannot be read: {0}; give a file of PEM certificates")]
    Authorities(String),
    /// A proxy that is none that can be used.
    #[error(
        "{0} is not an http proxy; write http://HOST:PORT, or unset the environment variable of the proxy"
    )]
    Proxy(String),
    /// A header of [`HostOverrides::headers`] that a file may not set, or whose value no header can hold.
    #[error(
        "check.hosts.{host:?}.headers cannot set {name:?}: a configuration file can set only accept, \
         accept-language, cache-control, referer and user-agent, in plain text; give a secret as a flag"
    )]
    Header {
        /// The host.
        host: String,
        /// The header.
        name: String,
    },
    /// A status of [`HostOverrides::accept`] that is none of a failure.
    #[error(
        "check.hosts.{host:?}.accept contains {status}; write codes from 400 to 999, such as 403"
    )]
    Accept {
        /// The host.
        host: String,
        /// The number.
        status: u16,
    },
    /// A key of the table of hosts that is no host.
    #[error(
        "check.hosts.{0:?} is not a host; write example.org, *.example.org or example.org:8080, without scheme \
         or path"
    )]
    Host(String),
    /// A header with a secret that is none.
    #[error("the header for {0:?} is malformed; write NAME: VALUE, in a single line of plain text")]
    Secret(String),
    /// This build has no network.
    #[error(
        "cannot fetch {0}: this citegraph was built without the network; save the page and give the file \
         instead, or build with the feature `network`"
    )]
    Offline(String),
    /// No answer in time.
    #[error(
        "cannot fetch {url}: no answer within {seconds} seconds; try again, raise check.timeout in \
         citegraph.toml, or save the page and give the file instead"
    )]
    Timeout {
        /// The address asked for.
        url: String,
        /// [`FetchOptions::timeout`].
        seconds: u64,
    },
    /// Another answer than the page.
    #[error(
        "cannot fetch {url}: the server answers {status}; open it in a browser to check the address, \
         then save the page and give the file instead"
    )]
    Status {
        /// The address that answered.
        url: String,
        /// The code and its usual name.
        status: String,
    },
    /// More redirects than are followed.
    #[error("cannot fetch {url}: more than {most} redirects; give the address that they lead to")]
    Redirects {
        /// The address asked for.
        url: String,
        /// [`FetchOptions::redirects`].
        most: usize,
    },
    /// Redirects that lead in a circle.
    #[error(
        "cannot fetch {url}: its redirects form a loop; open it in a browser, save the page and give the \
         file instead"
    )]
    Circle {
        /// The address asked for.
        url: String,
    },
    /// A redirect that is not followed.
    #[error("cannot fetch {url}: it redirects to {to}, {crossing}")]
    Redirect {
        /// The address that redirects.
        url: String,
        /// Where to.
        to: String,
        /// What is wrong with it.
        crossing: RedirectFault,
    },
    /// Something else than a page of HTML.
    #[error("cannot read {url}: it is {kind}, not an HTML page; save it and give the file instead")]
    Kind {
        /// The address that answered.
        url: String,
        /// What the server says that it is.
        kind: String,
    },
    /// A page of more bytes than are read.
    #[error("cannot fetch {url}: more than {limit} bytes")]
    TooLarge {
        /// The address that answered.
        url: String,
        /// The largest page that is read, in bytes.
        limit: u64,
    },
    /// The connection failed.
    #[error(
        "cannot fetch {url}: {why}; check the address and the connection, or save the page and give the file \
         instead"
    )]
    Connection {
        /// The address asked for.
        url: String,
        /// What the network said.
        why: String,
    },
}

/// Whether an argument names something by URL, of whatever scheme, and no file.
pub fn is_address(argument: &str) -> bool {
    let Some((scheme, rest)) = argument.split_once("://") else { return false };
    let is_word = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'+');
    // One letter is the drive of a path.
    scheme.len() > 1 && is_word && !rest.is_empty()
}

/// The address that an argument names.
///
/// # Errors
/// [`FetchError::Scheme`] for anything but http and https.
pub fn address(argument: &str) -> Result<Url, FetchError> {
    Url::parse(argument)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| FetchError::Scheme(redact_url(argument).into_owned()))
}

/// A name for a file that holds the page of an address: host and path, in letters that every system
/// takes. Two addresses may have one name.
pub fn file_name(url: &Url) -> String {
    let whole = format!("{}{}", url.host_str().unwrap_or_default(), url.path());
    let mut name = String::new();
    for character in whole.chars().map(|c| c.to_ascii_lowercase()) {
        match character {
            'a'..='z' | '0'..='9' | '.' | '_' => name.push(character),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    name.truncate(100);
    let name = name.trim_matches(['-', '.']);
    let name = [".html", ".htm"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    if name.is_empty() { "page".into() } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths() {
        for url in ["http://a.example/", "HTTPS://a.example", "file:///etc/passwd", "ftp://a/b"] {
            assert!(is_address(url), "{url}");
        }
        for path in ["a.md", "C://a", "http:/a", "posts/a", "x: //y", "://a"] {
            assert!(!is_address(path), "{path}");
        }
        assert!(address("https://a.example/b").is_ok());
        for bad in ["file:///etc/passwd", "ftp://a.example/", "http://", "http://a b/"] {
            assert!(matches!(address(bad), Err(FetchError::Scheme(_))), "{bad}");
        }
        let error = address("ftp://u:secret@a.example/").unwrap_err().to_string();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn names_of_files() {
        let name = |url: &str| file_name(&Url::parse(url).unwrap());
        assert_eq!(name("https://Example.org/2024/A-b_c.html?x=1#y"), "example.org-2024-a-b_c");
        assert_eq!(name("https://example.org/"), "example.org");
        assert_eq!(name("http://例え.jp/%E6%96%87/../..//x"), "xn-r8jz45g.jp-x");
        assert_eq!(name("http://[::1]/"), "1");
        assert!(name(&format!("http://a/{}", "b/".repeat(500))).len() <= 100);
    }
}

//! What the machine says about its network: proxies and name servers, the same for every verb that asks it.

use citegraph::fetch::dns;
use citegraph::fetch::options::{FetchOptions, Lookup};
use citegraph::fetch::proxy::Proxies;

/// Where the system names its servers of the domain name system.
const RESOLV_CONF: &str = "/etc/resolv.conf";

/// The largest such file that is read, in bytes.
const MAX_RESOLV_CONF_BYTES: u64 = 64 << 10;

/// Applies proxies and name servers onto the options.
pub(crate) fn apply(options: &mut FetchOptions) {
    options.proxies = proxies();
    options.lookup = Lookup::System(dns::parse_resolv_conf(&resolv_conf().unwrap_or_default()));
}

/// A value of the environment; `None` where it is unset or empty.
#[expect(clippy::disallowed_methods, reason = "only flags and environment may hold secrets")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The proxies that the environment names, in the small letters and in the capitals.
fn proxies() -> Proxies {
    let either = |name: &str| variable(&name.to_lowercase()).or_else(|| variable(name));
    Proxies {
        // In capitals a web server could be made to set it, by a header of that name.
        http: variable("http_proxy"),
        https: either("HTTPS_PROXY"),
        all: either("ALL_PROXY"),
        none: either("NO_PROXY"),
    }
}

/// The list of name servers. Without it the word of the system's resolver holds.
fn resolv_conf() -> std::io::Result<String> {
    use std::io::Read as _;
    let mut text = String::new();
    std::fs::File::open(RESOLV_CONF)?.take(MAX_RESOLV_CONF_BYTES).read_to_string(&mut text)?;
    Ok(text)
}

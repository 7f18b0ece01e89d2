//! What a chain of requests needs to know of an address.

use url::Url;

/// The longest address that is asked, in bytes.
pub(super) const MAX_URL_BYTES: usize = 8192;

/// The name of a host, as its queue is called.
pub(super) fn host(url: &Url) -> &str {
    // The dot of a fully qualified name makes no other host.
    url.host_str().unwrap_or_default().trim_end_matches('.')
}

/// Whether two addresses have one host and port.
pub(super) fn is_one_server(one: &Url, other: &Url) -> bool {
    host(one) == host(other) && one.port_or_known_default() == other.port_or_known_default()
}

/// Whether an address is one of http(s), with a host and of a bearable length.
pub(super) fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.as_str().len() <= MAX_URL_BYTES
}

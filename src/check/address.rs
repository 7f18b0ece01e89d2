//! What an address of a ledger says of its host, read as text: browsers wrote it, so there is nothing to parse.

use url::Url;

/// The host of an address, with its port where that is not the usual one; the whole text where there
/// is none.
pub fn host_of_url(url: &str) -> &str {
    let web = ["https://", "http://"].iter().find_map(|scheme| url.strip_prefix(scheme));
    let Some(rest) = web else { return url };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let named = authority.rsplit('@').next().unwrap_or_default();
    if named.is_empty() { url } else { named }
}

/// Whether an address of a ledger, which is written as browsers write it, is that of a front page.
pub(crate) fn is_front_page(url: &str) -> bool {
    let behind = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    behind.is_some_and(|(_, path)| path.is_empty())
}

/// The front page of a URL's host.
pub(crate) fn front_page_url(url: &str) -> Option<String> {
    Url::parse(url).ok()?.join("/").ok().map(String::from)
}

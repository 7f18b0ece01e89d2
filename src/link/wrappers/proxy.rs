//! Libraries' proxies and others that rewrite the host: `www-nature-com.ezproxy.lib.edu`.

use url::Url;

use super::super::percent;
use super::address::{absolute, value};
use crate::domain::has_known_suffix;

/// What a label of a library's proxy holds.
pub(super) const LABEL: &str = "proxy";

/// Labels that hold one of these name a library's proxy on any host.
const LIBRARIES: [&str; 2] = ["ezproxy", "libproxy"];

/// Hosts under which the label before the last one is the library, not part of the page's host.
const HOSTED: &str = ".idm.oclc.org";
/// Google's translation; it has no libraries.
const TRANSLATED: &str = ".translate.goog";

/// Tells whether a label left of the registrable domain names a library's proxy.
pub(super) fn has_label(host: &str, domain: &str) -> bool {
    let own = host.strip_suffix(domain).unwrap_or_default();
    own.split('.').any(|label| is_proxy(label, host))
}

/// Whether a label names a library's proxy: by its words, or `proxy` on the host of a university.
fn is_proxy(label: &str, host: &str) -> bool {
    LIBRARIES.iter().any(|word| label.contains(word)) || (label == LABEL && is_academic(host))
}

/// `.edu`, and `.edu` and `.ac` of a country.
fn is_academic(host: &str) -> bool {
    let mut labels = host.rsplit('.');
    let (last, second) = (labels.next().unwrap_or_default(), labels.next().unwrap_or_default());
    last == "edu" || (last.len() == 2 && matches!(second, "edu" | "ac"))
}

/// Returns the page under its own host, with the scheme kept.
///
/// Dots are written as hyphens and hyphens doubled; where dots are left, nothing was rewritten.
/// `None` where the result could be no public host.
pub(super) fn unproxied(url: &Url, host: &str) -> Option<Url> {
    let page = page_host(host)?;
    let own = if page.contains('.') { page.to_owned() } else { dotted(page)? };
    if !has_known_suffix(&own) {
        return None;
    }
    let mut inner = url.clone();
    inner.set_host(Some(&own)).ok()?;
    inner.set_port(None).ok()?;
    if host.ends_with(TRANSLATED) {
        drop_added(&mut inner, &TRANSLATION);
    }
    Some(inner)
}

/// The part of the host that stands for the page's host.
fn page_host(host: &str) -> Option<&str> {
    if let Some(page) = host.strip_suffix(TRANSLATED) {
        return Some(page);
    }
    if let Some(labels) = host.strip_suffix(HOSTED) {
        return labels.rsplit_once('.').map(|(page, _library)| page);
    }
    let mut start = 0;
    for label in host.split('.') {
        if is_proxy(label, host) {
            return host[..start].strip_suffix('.');
        }
        start += label.len() + 1;
    }
    None
}

/// `www-some--db-com` is `www.some-db.com`; a label without a hyphen is no host.
fn dotted(label: &str) -> Option<String> {
    let hyphens = label.replace("--", "\0");
    hyphens.contains('-').then(|| hyphens.replace('-', ".").replace('\0', "-"))
}

/// Parameters that Google's translation adds to a page's own.
const TRANSLATION: [&str; 1] = ["_x_tr_"];
/// Parameters that AMP's viewers add.
const VIEWER: [&str; 3] = ["amp_gsa=", "amp_js_v=", "usqp="];

/// Leaves out the parameters that AMP's viewers and caches added.
pub(super) fn drop_viewer(url: &mut Url) {
    drop_added(url, &VIEWER);
}

/// Leaves out the parameters that begin so; a query without them stays to the letter.
fn drop_added(url: &mut Url, added: &[&str]) {
    let Some(query) = url.query() else { return };
    let is_own = |pair: &&str| !added.iter().any(|start| pair.starts_with(start));
    let own: Vec<&str> = query.split('&').filter(is_own).collect();
    let own = own.join("&");
    if own.len() < query.len() {
        url.set_query((!own.is_empty()).then_some(&own));
    }
}

/// Reads `url=`, which takes the rest of the query as it stands, or the encoded `qurl=`.
pub(super) fn after_login(query: &str) -> Option<Url> {
    let rest =
        query.split_once("url=").filter(|(before, _)| before.is_empty() || before.ends_with('&'));
    if let Some(url) = rest.and_then(|(_, rest)| absolute(rest)) {
        return Some(url);
    }
    let value = value(query, "url").or_else(|| value(query, "qurl"))?;
    absolute(&percent::decode(&value)?)
}

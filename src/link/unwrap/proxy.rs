//! Libraries' proxies and others that rewrite the host: `www-nature-com.ezproxy.lib.edu`.

use url::Url;

use super::super::percent;
use super::{absolute, value};
use crate::domain::has_known_suffix;

/// What a label of a library's proxy holds.
pub(super) const LABEL: &str = "ezproxy";

/// Hosts under which the label before the last one is the library, not part of the page's host.
const HOSTED: &str = ".idm.oclc.org";
/// Google's translation; it has no libraries.
const TRANSLATED: &str = ".translate.goog";

/// Tells whether a label left of the registrable domain names a library's proxy.
pub(super) fn has_label(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|labels| labels.contains(LABEL))
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
        drop_translation(&mut inner);
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
    let label = host.split('.').find(|label| label.contains(LABEL))?;
    host.split_once(label).and_then(|(page, _)| page.strip_suffix('.'))
}

/// `www-some--db-com` is `www.some-db.com`; a label without a hyphen is no host.
fn dotted(label: &str) -> Option<String> {
    let hyphens = label.replace("--", "\0");
    hyphens.contains('-').then(|| hyphens.replace('-', ".").replace('\0', "-"))
}

/// Leaves out the parameters that the translation itself added.
fn drop_translation(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let own: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("_x_tr_")).collect();
    let own = own.join("&");
    url.set_query((!own.is_empty()).then_some(&own));
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

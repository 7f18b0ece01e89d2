//! Addresses inside of others, as wrappers write them.

use std::borrow::Cow;

use url::Url;

use super::super::{percent, resolve};
use crate::domain::has_known_suffix;

/// Parses an absolute http(s) URL that a browser could open; one slash after the scheme is enough.
pub(super) fn absolute(text: &str) -> Option<Url> {
    let text = text.trim();
    let (scheme, rest) = text.split_once(':')?;
    let is_web = resolve::is_web(&scheme.to_ascii_lowercase()) && rest.starts_with('/');
    is_web.then(|| Url::parse(text).ok())?.filter(resolve::has_possible_host)
}

/// The same where the whole address may be encoded once more.
pub(super) fn encoded(text: &str) -> Option<Url> {
    absolute(text).or_else(|| absolute(&percent::decode(text)?))
}

/// Parses an address whose host must be one that can exist publicly.
pub(super) fn public(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok().filter(resolve::has_possible_host)?;
    url.host_str().is_some_and(has_known_suffix).then_some(url)
}

/// Parses what archives hold: an absolute URL, also encoded, or host and path, which stand for http.
pub(super) fn archived(text: &str) -> Option<Url> {
    absolute(text)
        .or_else(|| text.get(..8).filter(|start| start.contains('%')).and_then(|_| encoded(text)))
        .or_else(|| public(&format!("http://{text}")))
}

/// The value of a parameter. A plus stays: a URL has no blanks that it could stand for.
pub(in crate::link) fn value(query: &str, name: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    percent::decode(value).map(Cow::into_owned)
}

//! Whether a snapshot that was asked is what it should be.

use jiff::civil::DateTime;
use jiff::tz::Offset;
use url::Url;

use super::super::registry::index;
use super::super::retry_after;
use crate::check::observation::{Hop, Observation};
use crate::check::outcome::classify_observation;

/// A snapshot that came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Memento {
    /// Its address.
    pub(super) url: String,
    /// When it was taken, in UTC.
    pub(super) taken: DateTime,
    /// The address that was captured.
    pub(super) original: String,
}

/// Reads a snapshot of `wanted` that was asked for: a page, with its time (`Memento-Datetime`), and of
/// the right address, as its links and its own address say. `None` for anything else: a capture of an
/// error, of a redirect to another page, of another page.
pub(super) fn parse_memento(wanted: &Url, seen: &Observation) -> Option<Memento> {
    // Success is judged by the content too: a title that says that there is no page makes none.
    let hop = seen
        .hops
        .last()
        .filter(|hop| hop.status == 200 && classify_observation(seen).is_success())?;
    let taken = retry_after::date(hop.headers.get("memento-datetime")?)?;
    let taken = Offset::UTC.to_datetime(taken);
    let at = Url::parse(&hop.url).ok().and_then(|url| index::snapshot(&url));
    let (time, inner) = at.map_or((None, None), |(time, inner)| (Some(time), Some(inner)));
    if time.is_some_and(|time| index::moment(&time).is_some_and(|moment| moment != taken)) {
        return None;
    }
    let named = [linked(hop), inner.map(String::from)];
    let mut named = named.into_iter().flatten();
    let original = named.next()?;
    let same = |one: &String| index::is_same(one, wanted.as_str());
    let agree = same(&original) && named.all(|other| same(&other));
    agree.then(|| Memento { url: hop.url.clone(), taken, original })
}

/// The target of the header `Link` with the relation `original`.
fn linked(hop: &Hop) -> Option<String> {
    let links = hop.headers.get("link")?.split('<').skip(1).filter_map(|link| link.split_once('>'));
    let is_original = |parameters: &str| {
        let parameters = parameters.split(';').filter_map(|pair| pair.trim().split_once('='));
        parameters.filter(|pair| pair.0.trim() == "rel").any(|(_, words)| {
            let words = words.trim().trim_end_matches(',').trim_matches('"');
            words.split_whitespace().any(|word| word.trim_matches('"') == "original")
        })
    };
    let mut links = links.filter(|(_, parameters)| is_original(parameters));
    links.next().map(|(target, _)| target.to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_link_to_the_original() {
        let of = |value: &str| {
            linked(&Hop {
                url: String::new(),
                address: None,
                status: 200,
                location: None,
                headers: BTreeMap::from([("link".to_owned(), value.to_owned())]),
                elapsed_ms: 0,
            })
        };
        let all = r#"<http://a.example/,x>; rel="original", <http://b.example/>; rel="timemap"; type="x""#;
        assert_eq!(of(all).as_deref(), Some("http://a.example/,x"));
        let two =
            r#"<http://b.example/>; rel=timegate, <http://a.example/>; rel="original timegate""#;
        assert_eq!(of(two).as_deref(), Some("http://a.example/"));
        assert_eq!(of(r#"<http://a.example/cut-off"#), None);
        assert_eq!(of(r#"<http://a.example/>; rel="originals""#), None);
    }
}

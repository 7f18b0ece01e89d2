//! Taking single things off an address, and leaving every other byte as it is.

use std::ops::Range;

use memchr::memchr2;

use super::strip;

/// What can be taken off an address that still opens the same page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum UrlCut {
    /// Parameters that only tell who sent the reader, or how a site shows the page.
    Tracking,
    /// Parameters that lend one reader's right to read.
    Access,
    /// Parameters that ask for access.
    AccessRequest,
    /// `;jsessionid=…` in the path, `PHPSESSID=…` in the query and the like.
    Session,
    /// A fragment without a name.
    BlankFragment,
    /// `&` at the end of the query.
    Separator,
}

/// A parameter that asks for access.
pub(crate) const ACCESS_REQUEST: &str = "needAccess";

/// Before the number of a visit in a path.
const SESSION: &str = ";jsessionid=";

/// The bytes of an address, as it is written or resolved, that go with the `wanted` things; ascending
/// and apart. `host` is the address's own, which says what its parameters are for.
///
/// An `&` or `?` that nothing stands behind any more goes too, but only where something was left out.
///
/// ```
/// use citegraph::link::{UrlCut, cuts};
/// assert_eq!(cuts("https://ex.com/a?b=1&utm_source=x#c", "ex.com", &[UrlCut::Tracking]), [20..33]);
/// ```
pub fn cuts(address: &str, host: &str, wanted: &[UrlCut]) -> Vec<Range<usize>> {
    let fragment = address.find('#').unwrap_or(address.len());
    let query = address[..fragment].find('?').unwrap_or(fragment);
    let mut cuts = Vec::new();
    if wanted.contains(&UrlCut::Session) {
        cuts.extend(sessions(&address[..query]));
    }
    if query < fragment {
        cuts.extend(in_query(address, query + 1..fragment, host, wanted));
    }
    let blank = address.get(fragment + 1..).is_some_and(strip::is_blank);
    if blank && wanted.contains(&UrlCut::BlankFragment) {
        cuts.push(fragment..address.len());
    }
    cuts
}

/// An address without those bytes.
pub fn without(address: &str, cuts: &[Range<usize>]) -> String {
    let mut left = String::with_capacity(address.len());
    let mut from = 0;
    for cut in cuts {
        left.push_str(&address[from..cut.start]);
        from = cut.end;
    }
    left + &address[from..]
}

/// Before the number of a visit that is a segment of its own, and behind it, as ASP.NET writes it.
const SEGMENT: (&str, &str) = ("/(S(", "))/");

/// Letters and digits of such a number.
const SEGMENT_BYTES: usize = 24;

/// Numbers of visits in a path, ascending.
pub(super) fn sessions(path: &str) -> impl Iterator<Item = Range<usize>> {
    // Both forms contain one of these characters, and most paths contain neither.
    if memchr2(b'(', b';', path.as_bytes()).is_none() {
        return Vec::new().into_iter();
    }
    let segments = path.match_indices(SEGMENT.0).filter_map(|(at, start)| {
        let number = at + start.len()..at + start.len() + SEGMENT_BYTES;
        let is_number = path.get(number.clone())?.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_whole = path.get(number.end..)?.starts_with(SEGMENT.1);
        (is_number && is_whole).then(|| at + 1..number.end + SEGMENT.1.len())
    });
    let mut all: Vec<Range<usize>> = segments.chain(marked_sessions(path)).collect();
    all.sort_unstable_by_key(|range| range.start);
    all.into_iter()
}

/// Those behind a semicolon.
fn marked_sessions(path: &str) -> impl Iterator<Item = Range<usize>> {
    let is_session = |at: usize| {
        path.get(at..at + SESSION.len()).is_some_and(|text| text.eq_ignore_ascii_case(SESSION))
    };
    let starts = path.match_indices(';').map(|(at, _)| at).filter(move |at| is_session(*at));
    starts.map(|at| at..path[at + 1..].find(['/', ';']).map_or(path.len(), |end| at + 1 + end))
}

fn in_query(
    address: &str,
    query: Range<usize>,
    host: &str,
    wanted: &[UrlCut],
) -> Vec<Range<usize>> {
    let all = pairs(address, query.clone());
    let stays = |pair: &Range<usize>| {
        let goes = |kind, pair: &str| cut(kind, pair).is_some_and(|cut| wanted.contains(&cut));
        let rest = strip::rest(&address[pair.clone()], host, goes)?;
        Some(pair.end - rest.len()..pair.end)
    };
    let mut kept: Vec<Range<usize>> = all.iter().filter_map(stays).collect();
    let left_out = kept != all;
    let dangles = address[query.clone()].ends_with('&') && wanted.contains(&UrlCut::Separator);
    while (left_out || dangles) && kept.last().is_some_and(Range::is_empty) {
        kept.pop();
    }
    let empty = kept.iter().take_while(|pair| left_out && pair.is_empty()).count();
    kept.drain(..empty);
    if kept == all {
        return Vec::new();
    }
    between(&kept, query)
}

/// The `name=value` pairs of a query.
fn pairs(address: &str, query: Range<usize>) -> Vec<Range<usize>> {
    let mut start = query.start;
    let pairs = address[query].split('&').map(|pair| {
        let range = start..start + pair.len();
        start = range.end + 1;
        range
    });
    pairs.collect()
}

/// What stands between and around the pairs that are kept, but for one `&` between two.
fn between(kept: &[Range<usize>], query: Range<usize>) -> Vec<Range<usize>> {
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else {
        return std::iter::once(query.start - 1..query.end).collect();
    };
    let mut gaps: Vec<Range<usize>> =
        kept.windows(2).map(|pair| pair[0].end + 1..pair[1].start).collect();
    gaps.insert(0, query.start..first.start);
    gaps.push(last.end..query.end);
    gaps.retain(|gap| gap.start < gap.end);
    gaps
}

/// What a `name=value` pair of a kind would go with.
fn cut(kind: strip::ParameterKind, pair: &str) -> Option<UrlCut> {
    match kind {
        strip::ParameterKind::Tracking => Some(UrlCut::Tracking),
        strip::ParameterKind::Access => Some(UrlCut::Access),
        strip::ParameterKind::Site if strip::name(pair) == ACCESS_REQUEST => {
            Some(UrlCut::AccessRequest)
        }
        strip::ParameterKind::Site => Some(UrlCut::Tracking),
        strip::ParameterKind::Session => Some(UrlCut::Session),
        strip::ParameterKind::Locator | strip::ParameterKind::View => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pruned(address: &str, wanted: &[UrlCut]) -> String {
        without(address, &cuts(address, "www.tandfonline.com", wanted))
    }

    #[test]
    fn one_thing_goes_and_every_other_byte_stays() {
        for (address, wanted, left) in [
            ("https://h/a?utm_source=t&b=%7e&utm_x=", UrlCut::Tracking, "https://h/a?b=%7e"),
            ("https://h/a?b=1&fbclid=x&c=2#d", UrlCut::Tracking, "https://h/a?b=1&c=2#d"),
            ("https://h/a?b&casa_token=x&", UrlCut::Access, "https://h/a?b"),
            ("https://h/a?b&casa_token=x&", UrlCut::Separator, "https://h/a?b&casa_token=x"),
            ("https://h/a?casa_token=x#c", UrlCut::Tracking, "https://h/a?casa_token=x#c"),
            ("https://h/a?needAccess=true", UrlCut::AccessRequest, "https://h/a"),
            ("https://h/a?needAccess=true", UrlCut::Tracking, "https://h/a?needAccess=true"),
            ("https://h/a?&b&&", UrlCut::Separator, "https://h/a?&b"),
            ("https://h/a?&&", UrlCut::Separator, "https://h/a"),
            ("https://h/a?utm_x=1;b=2&c#d", UrlCut::Tracking, "https://h/a?b=2&c#d"),
            ("https://h/a?a&utm_x=1;b=2", UrlCut::Tracking, "https://h/a?a&b=2"),
            ("https://h/a?", UrlCut::Separator, "https://h/a?"),
            ("https://h/a?#%20", UrlCut::BlankFragment, "https://h/a?"),
            ("https://h/a#b", UrlCut::BlankFragment, "https://h/a#b"),
            ("/a;JSESSIONID=1/b;jsessionid=2;c?d", UrlCut::Session, "/a/b;c?d"),
            (
                "https://h/(S(abcdefghijklmnopqrstuvwx))/a.aspx?b",
                UrlCut::Session,
                "https://h/a.aspx?b",
            ),
            ("https://h/(S(abc))/a.aspx", UrlCut::Session, "https://h/(S(abc))/a.aspx"),
            ("https://h/a?b=1&PHPSESSID=0a1b&c=2", UrlCut::Session, "https://h/a?b=1&c=2"),
            ("?b#?utm_source=c", UrlCut::Tracking, "?b#?utm_source=c"),
            ("", UrlCut::Tracking, ""),
        ] {
            assert_eq!(pruned(address, &[wanted]), left, "{address} {wanted:?}");
        }
    }

    #[test]
    fn all_that_goes_leaves_what_is_opened() {
        let wanted =
            [UrlCut::Tracking, UrlCut::Access, UrlCut::AccessRequest, UrlCut::BlankFragment];
        for path in [
            "",
            "?",
            "?a",
            "?&",
            "?utm_x=1;a=2&b",
            "?a=1;b=2&utm_x=3;c",
            "?a&&utm_x=1&&b",
            "?utm_x&a&",
            "?&utm_x=1&",
            "?utm_x&&",
        ] {
            for fragment in ["", "#", "#%20", "#a"] {
                let address = format!("https://www.tandfonline.com/{path}{fragment}");
                let url = url::Url::parse(&address).unwrap();
                assert_eq!(pruned(&address, &wanted), crate::link::cite(&url).opened, "{address}");
            }
        }
    }
}

//! Scars of copying in an address, and how it may have read.

use memchr::{memchr, memchr_iter, memchr2, memchr3};

use super::Fix;
use super::context::ParsedLink;
use super::draft::FindingDraft;
use crate::article::Reason;
use crate::link::{is_web_archive, misaddressed};

/// Blanks as they are encoded in addresses: space, tab, line ends, no-break and ideographic space,
/// zero-width space, byte order mark.
const BLANKS: [&str; 8] =
    ["%20", "%09", "%0A", "%0D", "%C2%A0", "%E3%80%80", "%E2%80%8B", "%EF%BB%BF"];

/// Markup that belongs to the page and not to the address.
const MARKUP: [&str; 12] = [
    "%3C/",
    "%3Ca%20",
    "%3Cbr",
    "%3Cp%3E",
    "%3Cspan",
    "%3Cstrong",
    "%3Cem%3E",
    "%3Cdiv",
    "</",
    "&lt;",
    "&gt;",
    "&quot;",
];

/// Punctuation of sentences, encoded or not, that ends no address.
const PUNCTUATION: [&str; 12] = [
    ",",
    ";",
    "%E3%80%82",
    "%EF%BC%8C",
    "%EF%BC%9B",
    "%E3%80%81",
    "%E2%80%9D",
    "%E2%80%9C",
    "%E2%80%99",
    "%EF%BC%9A",
    "%3B",
    "%2C",
];

/// Closing quotation marks with their opening ones: “”, ‘’, „“ and ‚‘. A slug that holds both is whole.
const QUOTES: [(&str, &str); 4] = [
    ("%E2%80%9C", "%E2%80%9D"),
    ("%E2%80%98", "%E2%80%99"),
    ("%E2%80%9E", "%E2%80%9C"),
    ("%E2%80%9A", "%E2%80%98"),
];

/// Closing brackets with their opening ones.
const BRACKETS: [(&str, &str); 5] = [
    ("(", ")"),
    ("[", "]"),
    ("%5B", "%5D"),
    ("%EF%BC%88", "%EF%BC%89"),
    ("%E3%80%8A", "%E3%80%8B"),
];

/// What is wrong with an address, and what it may have been.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct UrlFault {
    /// What is wrong.
    pub(crate) what: &'static str,
    /// The address without it.
    pub(crate) repaired: Option<String>,
}

/// The rule.
pub(crate) fn rule(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let link = target.link;
    let archived = link.via().iter().any(|via| is_web_archive(&via.kind));
    let address = match (link.opened(), link.reason) {
        (Some(opened), _) if !archived => opened,
        (None, Some(Reason::Invalid)) => link.written.as_str(),
        _ => return None,
    };
    if link.reason == Some(Reason::Scheme) {
        return None;
    }
    let fault = match (fault(address), link.reason) {
        (None, Some(Reason::Invalid)) => match misaddressed(address, None) {
            Some(found) => UrlFault { what: found.what, repaired: Some(found.repaired.into()) },
            None => UrlFault { what: "no browser can open it", repaired: None },
        },
        (fault, _) => fault?,
    };
    let fix = fault.repaired.map_or(Fix::None, Fix::Suggested);
    let draft = FindingDraft::link(link, format!("malformed address: {}", fault.what)).fix(fix);
    Some(if link.reason == Some(Reason::Invalid) { draft } else { draft.likely() })
}

/// Finds the first fault of an address; `None` where it looks sound.
pub(crate) fn fault(address: &str) -> Option<UrlFault> {
    let parts = AddressParts::new(address);
    doubled_scheme(&parts)
        .or_else(|| nameless(&parts))
        .or_else(|| blank_edge(&parts))
        .or_else(|| markup(&parts))
        .or_else(|| bracket(&parts))
        .or_else(|| punctuation(&parts))
}

/// An address, and where its parts stand.
struct AddressParts<'a> {
    address: &'a str,
    /// What stands behind `://`.
    rest: Option<&'a str>,
    /// Where the path begins and ends.
    start: usize,
    end: usize,
    /// Whether it ends in a sign, encoded or not, as few sound ones do.
    ends_in_sign: bool,
}

impl<'a> AddressParts<'a> {
    fn new(address: &'a str) -> Self {
        let bytes = address.as_bytes();
        let mut colons = memchr_iter(b':', bytes);
        let scheme = colons.find(|at| bytes[at + 1..].starts_with(b"//"));
        let authority = scheme.map(|at| at + 3);
        let after = authority.unwrap_or(0);
        let start = memchr(b'/', &bytes[after..]).map_or(bytes.len(), |at| at + after);
        let end = memchr2(b'?', b'#', &bytes[start..]).map_or(bytes.len(), |at| at + start);
        let is_encoded = bytes.iter().rev().nth(2) == Some(&b'%');
        Self {
            address,
            rest: authority.map(|at| &address[at..]),
            start,
            end,
            ends_in_sign: is_encoded || address.ends_with(['.', ',', ';', ')', ']']),
        }
    }

    fn path(&self) -> &'a str {
        &self.address[self.start..self.end]
    }

    /// Whether it ends in a query or fragment, which can hold any text.
    fn holds_text(&self) -> bool {
        self.address.contains(['?', '#']) || self.address.contains("jsessionid")
    }
}

fn doubled_scheme(parts: &AddressParts<'_>) -> Option<UrlFault> {
    let rest = parts.rest?;
    let starts = ["http://", "https://", "http//", "https//", "http:/", "https:/"];
    let head = rest.get(..8.min(rest.len())).unwrap_or_default();
    let start = starts.into_iter().find(|start| strip(head, start, UrlEnd::Start).is_some());
    let (scheme, behind) = match start {
        Some(start) => (start.trim_end_matches([':', '/']), &rest[start.len()..]),
        None => glued_scheme(rest)?,
    };
    let repaired = Some(format!("{scheme}://{behind}"));
    Some(UrlFault { what: "it has two schemes", repaired })
}

/// The scheme that a host ends with, and what stands behind it: `www.a.comhttps://b.com/`, an address to which a script put
/// its own site.
fn glued_scheme(rest: &str) -> Option<(&'static str, &str)> {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let behind = rest[end..].strip_prefix("//")?;
    let host = rest[..end].trim_end_matches(':').to_ascii_lowercase();
    let scheme = ["https", "http"].into_iter().find(|scheme| host.ends_with(scheme))?;
    // `example.http//` has nothing but the scheme behind its last stop.
    let own = &host[..host.len() - scheme.len()];
    let is_name = own.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
    let is_host = is_name && own.contains('.') && behind.contains('.');
    is_host.then_some((scheme, behind))
}

/// A host that is prose, or the beginning of a name: `https://www./`, `https://这里/`.
fn nameless(parts: &AddressParts<'_>) -> Option<UrlFault> {
    let host = parts.rest?.split(['/', '?', '#']).next()?.trim_end_matches('.');
    let prose = host.starts_with("xn--") && !host.contains('.');
    (host == "www" || prose)
        .then_some(UrlFault { what: "its host is not a valid name", repaired: None })
}

fn blank_edge(parts: &AddressParts<'_>) -> Option<UrlFault> {
    let (address, path) = (parts.address, parts.path());
    memchr(b'%', path.as_bytes())?;
    let segments: Vec<&str> = path.split('/').map(trimmed).collect();
    let clean = segments.join("/");
    (clean.len() != path.len()).then(|| UrlFault {
        what: "a path segment begins or ends with an encoded space",
        repaired: Some(format!("{}{clean}{}", &address[..parts.start], &address[parts.end..])),
    })
}

/// Without encoded blanks at either end.
fn trimmed(segment: &str) -> &str {
    let mut segment = segment;
    loop {
        let head = BLANKS.iter().find_map(|blank| strip(segment, blank, UrlEnd::Start));
        let tail = BLANKS.iter().find_map(|blank| strip(segment, blank, UrlEnd::End));
        match head.or(tail) {
            Some(rest) => segment = rest,
            None => return segment,
        }
    }
}

#[derive(Clone, Copy)]
enum UrlEnd {
    Start,
    End,
}

fn strip<'a>(text: &'a str, what: &str, side: UrlEnd) -> Option<&'a str> {
    let cut = text.len().checked_sub(what.len())?;
    let (found, rest) = match side {
        UrlEnd::Start => (text.get(..what.len())?, text.get(what.len()..)?),
        UrlEnd::End => (text.get(cut..)?, text.get(..cut)?),
    };
    found.eq_ignore_ascii_case(what).then_some(rest)
}

/// Markup behind the address. A lone `%3C` is no scar: old DOIs hold such.
fn markup(parts: &AddressParts<'_>) -> Option<UrlFault> {
    let (address, path) = (parts.address, parts.path());
    let fault = |at: usize| {
        let repaired = Some(address[..at].to_owned()).filter(|rest| rest.len() > 12);
        UrlFault { what: "markup is stuck to it", repaired }
    };
    let holds_sign = memchr3(b'%', b'<', b'&', path.as_bytes()).is_some();
    let found = || MARKUP.iter().filter_map(|mark| path.find(mark)).min();
    if let Some(at) = holds_sign.then(found).flatten() {
        return Some(fault(parts.start + at));
    }
    let quotes = || address.matches("%22").count();
    let tail = ["%3E", "%22"].iter().find(|mark| address.ends_with(*mark));
    match tail {
        Some(&"%22") if quotes() % 2 == 1 => Some(fault(address.len() - 3)),
        Some(&"%3E") if !address.contains("%3C") => Some(fault(address.len() - 3)),
        _ => None,
    }
}

fn bracket(parts: &AddressParts<'_>) -> Option<UrlFault> {
    let address = parts.address;
    if !parts.ends_in_sign || parts.holds_text() {
        return None;
    }
    BRACKETS.iter().find_map(|(open, close)| {
        let rest = strip(address, close, UrlEnd::End)?;
        let count =
            |mark: &str| address.to_ascii_uppercase().matches(&mark.to_ascii_uppercase()).count();
        (count(close) > count(open)).then(|| UrlFault {
            what: "it ends with an unmatched bracket",
            repaired: Some(rest.trim_end_matches(['.', ',']).to_owned()),
        })
    })
}

fn punctuation(parts: &AddressParts<'_>) -> Option<UrlFault> {
    let address = parts.address;
    // Titles of encyclopedias and quoted passages end as they end.
    if !parts.ends_in_sign || address.contains("/wiki/") || parts.holds_text() {
        return None;
    }
    if address.ends_with("...") || address.to_ascii_uppercase().ends_with("%E2%80%A6") {
        return Some(UrlFault { what: "it is incomplete", repaired: None });
    }
    let stuck = PUNCTUATION.iter().filter(|mark| !closes_quotation(parts.path(), mark));
    let found = stuck.into_iter().find_map(|mark| strip(address, mark, UrlEnd::End));
    let stop = address.strip_suffix('.').filter(|rest| !is_abbreviation(rest));
    let rest = found.or(stop)?;
    Some(UrlFault { what: "punctuation is stuck to it", repaired: Some(rest.to_owned()) })
}

/// Whether a mark at the end closes a quotation that began inside the path.
fn closes_quotation(path: &str, mark: &str) -> bool {
    let path = path.to_ascii_uppercase();
    let counts = |open: &str, close: &str| {
        let (opened, closed) = (path.matches(open).count(), path.matches(close).count());
        opened > 0 && opened >= closed
    };
    QUOTES.iter().any(|(open, close)| *close == mark && counts(open, close))
}

/// Whether a stop may belong to the word before it: `Inc.`, `Jr.`, `U.S.`, initials.
fn is_abbreviation(rest: &str) -> bool {
    let word = rest.rsplit(['/', '_', '-', '+', '=', '0', ' ']).next().unwrap_or_default();
    word.len() <= 1
        || matches!(word, "Inc" | "inc" | "Ltd" | "ltd" | "Jr" | "Co" | "Corp" | "etc" | "al")
        || word.rsplit('.').next().is_some_and(|last| last.len() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_at_the_end_is_a_sign() {
        let closing = BRACKETS.iter().map(|(_, close)| close);
        for mark in PUNCTUATION.iter().chain(closing).chain(&["...", "%E2%80%A6", "."]) {
            assert!(AddressParts::new(&format!("https://a.b/c{mark}")).ends_in_sign, "{mark}");
        }
        let signs: &[_] = &['%', '<', '&'];
        assert!(MARKUP.iter().all(|mark| mark.starts_with(signs)));
        assert!(BLANKS.iter().all(|blank| blank.starts_with('%')));
    }

    #[test]
    fn scars_are_found_and_repaired() {
        for (address, repaired) in [
            ("https://n.com/articles/%20d41586", Some("https://n.com/articles/d41586")),
            ("https://n.com/a%20/b?c=%20", Some("https://n.com/a/b?c=%20")),
            ("http://http//n.com/a", Some("http://n.com/a")),
            ("http://https://n.com/a", Some("https://n.com/a")),
            ("https://www.m.comhttps//n.com/a?b=1", Some("https://n.com/a?b=1")),
            ("https://www.m.comhttp//n.com/a", Some("http://n.com/a")),
            ("https://n.com/a%3C/a%3E", Some("https://n.com/a")),
            ("https://n.com/story)", Some("https://n.com/story")),
            ("https://n.com/story),", Some("https://n.com/story)")),
            ("https://n.com/story.", Some("https://n.com/story")),
            ("https://n.com/story%E3%80%82", Some("https://n.com/story")),
            ("https://n.com/story/abc...", None),
            ("https://n.com/story.html%22", Some("https://n.com/story.html")),
            ("https://n.com/story%E2%80%9D", Some("https://n.com/story")),
            (
                "https://n.com/%E2%80%9Ca%E2%80%9D-b%E2%80%9D",
                Some("https://n.com/%E2%80%9Ca%E2%80%9D-b"),
            ),
            ("https://n.com/story%E2%80%9C", Some("https://n.com/story")),
        ] {
            let fault = fault(address).unwrap_or_else(|| panic!("{address}"));
            assert_eq!(fault.repaired.as_deref(), repaired, "{address}");
        }
    }

    #[test]
    fn sound_addresses_that_look_like_it() {
        for address in [
            "https://n.com/a%20b/c",
            "https://en.wikipedia.org/wiki/Foo_(bar)",
            "https://en.wikipedia.org/wiki/Yahoo!_Inc.",
            "https://onlinelibrary.com/doi/10.1002/(SICI)1097(1998)17:15/16%3C1661::AID%3E3.0.CO;2-2",
            "https://n.com/?q=%22two%20words%22",
            "https://n.com/?url=http://x.com/",
            "https://n.com/http//x.com/",
            "https://about.http/a//b.c",
            "https://n.com/company/acme-inc.",
            "https://n.com/work-%E2%80%9Cunthrottled%E2%80%9D",
            "https://n.com/%e2%80%9esee%e2%80%9c",
            "https://n.com/a-%E2%80%98b%E2%80%99",
            "https://n.com/a#:~:text=so%20he%20said.",
            "https://n.com/",
        ] {
            assert_eq!(fault(address), None, "{address}");
        }
    }
}

//! Query parameters that are not part of what a URL names, and what is opened without them.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use url::{Position, Url};

use super::{note, percent};
use crate::domain::table_rows;

/// The text of the parameter table.
const TABLE: &str = include_str!("../../data/parameters.tsv");

/// The text of the table of routes.
const ROUTE_TABLE: &str = include_str!("../../data/fragment-routes.tsv");

/// Bytes of a parameter's name that can be listed. In old forms, which separate parameters by `;`, the
/// name goes on to the next `=`, and every part of a query without one would be read to its end.
const MAX_NAME_BYTES: usize = 256;

/// What a listed parameter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParameterKind {
    /// Who sent the reader.
    Tracking,
    /// A personal or lent right to read.
    Access,
    /// How a site shows the page, or how it was reached.
    Site,
    /// How the author wants the page shown, such as in which language: no identity, but it stays in what is opened.
    View,
    /// A place inside the work: no identity, but it stays in what is opened.
    Locator,
    /// One reader's visit: no identity, but it stays in what is opened.
    Session,
}

impl ParameterKind {
    fn parse(word: &str) -> Self {
        match word {
            "tracking" => Self::Tracking,
            "access" => Self::Access,
            "locator" => Self::Locator,
            "view" => Self::View,
            "session" => Self::Session,
            _ => Self::Site,
        }
    }

    /// The reason for leaving out a pair, such as `tracking:utm_source`.
    pub(super) fn reason_for(self, pair: &str) -> String {
        let word = match self {
            Self::Tracking => "tracking",
            Self::Access => "access",
            Self::Site | Self::Locator | Self::View => "site",
            Self::Session => return "session-id".to_owned(),
        };
        format!("{word}:{}", percent::normalize(name(pair)).0)
    }
}

/// One row of the table: the rest of the name is the key it is found by.
struct Parameter {
    kind: ParameterKind,
    /// Empty for every host.
    hosts: Vec<&'static str>,
}

impl Parameter {
    fn is_for(&self, host: &str) -> bool {
        self.hosts.is_empty() || self.hosts.iter().any(|domain| is_under(host, domain))
    }
}

/// Whether a host is a domain or lies under it.
pub(super) fn is_under(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Fragments that are routes of a page's own script, by how they begin; the hosts are empty for every one.
static ROUTES: LazyLock<Vec<(&'static str, Vec<&'static str>)>> = LazyLock::new(|| {
    let rows = table_rows(ROUTE_TABLE).map(|[start, hosts, _case, _near, _why]| {
        (start, hosts.split(',').filter(|host| *host != "*").collect())
    });
    rows.collect()
});

/// Whether a fragment names another page rather than a place in this one.
pub(super) fn is_route(fragment: &str, host: &str) -> bool {
    ROUTES.iter().any(|(start, hosts)| {
        fragment.starts_with(start)
            && (hosts.is_empty() || hosts.iter().any(|domain| is_under(host, domain)))
    })
}

/// The table, by whole names and by beginnings of names.
#[derive(Default)]
struct Parameters {
    named: FxHashMap<&'static str, Vec<Parameter>>,
    begun: Vec<(&'static str, Parameter)>,
}

static PARAMETERS: LazyLock<Parameters> = LazyLock::new(|| {
    let mut parameters = Parameters::default();
    for [name, kind, hosts, _why] in table_rows(TABLE) {
        let hosts = hosts.split(',').filter(|host| *host != "*").collect();
        let parameter = Parameter { kind: ParameterKind::parse(kind), hosts };
        match name.strip_suffix('*') {
            Some(beginning) => parameters.begun.push((beginning, parameter)),
            None => parameters.named.entry(name).or_default().push(parameter),
        }
    }
    parameters
});

/// Tells what a `name=value` pair on this host is for; `None` for everything that is not listed.
///
/// Names are compared with case, after decoding of unreserved characters. A row may name a value too,
/// `from=singlemessage`, where other values of that name can name a page.
pub(super) fn classify(pair: &str, host: &str) -> Option<ParameterKind> {
    let name = Some(name(pair)).filter(|name| name.len() <= MAX_NAME_BYTES)?;
    let (name, _) = percent::normalize(name);
    let named = PARAMETERS.named.get(name.as_ref()).into_iter().flatten();
    let valued = Some(pair).filter(|pair| pair.len() <= MAX_NAME_BYTES && pair.contains('='));
    let valued = valued.and_then(|pair| PARAMETERS.named.get(pair)).into_iter().flatten();
    let named = valued.chain(named);
    let begun = || PARAMETERS.begun.iter().filter(|(start, _)| name.starts_with(start));
    named
        .chain(begun().map(|(_, parameter)| parameter))
        .find(|parameter| parameter.is_for(host))
        .map(|parameter| parameter.kind)
}

/// What stays of a pair whose beginning is listed as one of the `wanted` kinds, with those that go; old
/// forms part parameters by `;`, and what stands behind one has its own name. `None` where nothing stays.
pub(super) fn rest<'a>(
    mut pair: &'a str,
    host: &str,
    mut goes: impl FnMut(ParameterKind, &'a str) -> bool,
) -> Option<&'a str> {
    while let Some(kind) = classify(pair, host) {
        if !goes(kind, pair) {
            break;
        }
        pair = behind(pair)?;
    }
    Some(pair)
}

/// The pairs behind the first `;` of one.
pub(super) fn behind(pair: &str) -> Option<&str> {
    pair.split_once(';').map(|(_, rest)| rest).filter(|rest| rest.contains('='))
}

/// The name of a `name=value` pair.
pub(super) fn name(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

/// Tells fragments that name nothing: empty, or white space alone.
pub(super) fn is_blank(fragment: &str) -> bool {
    percent::decode(fragment).is_some_and(|text| text.trim().is_empty())
}

/// Returns what is opened: the URL without tracking, access and site parameters and without a
/// blank fragment. Every other byte stays.
///
/// An `&` or `?` that nothing follows any more goes too, but only where something was left out.
pub(super) fn opened(url: &Url, host: &str, changes: &mut Vec<Cow<'static, str>>) -> String {
    let Some(query) = url.query().and_then(|query| kept(query, host, changes)) else {
        return archived(url, changes);
    };
    let mut opened = url[..Position::AfterPath].to_owned();
    if !query.is_empty() {
        opened.push('?');
        opened.push_str(&query);
    }
    if without_blank(url, changes).is_none() {
        opened.push_str(&url[Position::AfterQuery..]);
    }
    opened
}

/// Returns what is opened of an archive's address: all of it but a blank fragment.
pub(super) fn archived(url: &Url, changes: &mut Vec<Cow<'static, str>>) -> String {
    without_blank(url, changes).unwrap_or(url.as_str()).to_owned()
}

/// Returns the URL up to its fragment if that is blank.
fn without_blank<'a>(url: &'a Url, changes: &mut Vec<Cow<'static, str>>) -> Option<&'a str> {
    url.fragment().filter(|fragment| is_blank(fragment))?;
    note(changes, "blank-fragment");
    Some(&url[..Position::AfterQuery])
}

/// Returns the query without what is not opened; `None` if all of it stays.
fn kept(query: &str, host: &str, changes: &mut Vec<Cow<'static, str>>) -> Option<String> {
    let mut left_out = false;
    let mut kept = String::with_capacity(query.len());
    for pair in query.split('&') {
        let stays = rest(pair, host, |kind, pair| {
            let stays = [ParameterKind::Locator, ParameterKind::Session, ParameterKind::View];
            let goes = !stays.contains(&kind);
            if goes {
                left_out = true;
                note(changes, kind.reason_for(pair));
            }
            goes
        });
        if let Some(pair) = stays {
            kept.push_str(pair);
            kept.push('&');
        }
    }
    left_out.then(|| kept.trim_matches('&').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(url: &str) -> (String, Vec<Cow<'static, str>>) {
        let url = Url::parse(url).unwrap();
        let mut changes = Vec::new();
        let opened = opened(&url, url.host_str().unwrap(), &mut changes);
        (opened, changes)
    }

    #[test]
    fn listed_parameters_go_and_all_else_stays() {
        for (url, expected, changes) in [
            (
                "https://ex.com/a?utm_source=t&b=%7e&utm_x=",
                "https://ex.com/a?b=%7e",
                &["tracking:utm_source", "tracking:utm_x"][..],
            ),
            (
                "https://ex.com/a?b=1&fbclid=x&c=2#d",
                "https://ex.com/a?b=1&c=2#d",
                &["tracking:fbclid"],
            ),
            ("https://ex.com/a?casa_token=x%3Ay&", "https://ex.com/a", &["access:casa_token"]),
            ("https://ex.com/a?b&casa_token=x&", "https://ex.com/a?b", &["access:casa_token"]),
            (
                "https://www.tandfonline.com/a?needAccess=true",
                "https://www.tandfonline.com/a",
                &["site:needAccess"],
            ),
            ("https://ex.com/a?needAccess=true", "https://ex.com/a?needAccess=true", &[]),
            (
                "https://nottandfonline.com/?needAccess=1",
                "https://nottandfonline.com/?needAccess=1",
                &[],
            ),
            (
                "https://ex.com/a?utm_id=x;b=2;c=3&d=4",
                "https://ex.com/a?b=2;c=3&d=4",
                &["tracking:utm_id"],
            ),
            (
                "https://ex.com/a?utm_id=x;fbclid=y;b=2",
                "https://ex.com/a?b=2",
                &["tracking:utm_id", "tracking:fbclid"],
            ),
            ("https://ex.com/a?utm_id=x;y", "https://ex.com/a", &["tracking:utm_id"]),
            ("https://ex.com/a?a=1;b=2", "https://ex.com/a?a=1;b=2", &[]),
            ("https://ex.com/a?b=1&&", "https://ex.com/a?b=1&&", &[]),
            ("https://ex.com/a?", "https://ex.com/a?", &[]),
            ("https://ex.com/a?utm%5Fsource=t", "https://ex.com/a", &["tracking:utm_source"]),
            ("https://ex.com/a?#%20", "https://ex.com/a?", &["blank-fragment"]),
            ("https://ex.com/a#", "https://ex.com/a", &["blank-fragment"]),
            ("https://youtu.be/abc?t=93&si=x", "https://youtu.be/abc?t=93", &["site:si"]),
            (
                "https://user:pw@Ex.com:80/?UTM_SOURCE=x",
                "https://user:pw@ex.com:80/?UTM_SOURCE=x",
                &[],
            ),
        ] {
            assert_eq!(
                open(url),
                (expected.to_owned(), changes.iter().map(|&c| c.into()).collect())
            );
        }
    }

    #[test]
    fn names_that_name_pages_somewhere_are_never_global() {
        for name in "ref source s sid id p q v t page lang doi pii m at share from".split(' ') {
            assert_eq!(classify(name, "ex.com"), None, "{name}");
        }
    }

    #[test]
    fn every_row_works_on_its_hosts() {
        for [name, kind, hosts, _] in table_rows(TABLE) {
            let name = name.replace('*', "x");
            let pair = if name.contains('=') { name.clone() } else { format!("{name}=1") };
            for host in hosts.split(',') {
                let host = if host == "*" { "ex.com" } else { host };
                let found = classify(&pair, host).map(|kind| format!("{kind:?}"));
                assert_eq!(found.map(|kind| kind.to_lowercase()).as_deref(), Some(kind), "{name}");
                assert!(classify(&pair, &format!("www.{host}")).is_some());
                assert!(classify(&pair, &format!("not{host}")).is_none() || hosts == "*", "{name}");
                // Near misses: a longer name, and another value where the row names one.
                assert_eq!(classify(&format!("z{pair}"), host), None, "{name}");
                assert!(!name.contains('=') || classify(&format!("{pair}2"), host).is_none());
            }
            let elsewhere = classify(&pair, "ex.com").is_some();
            let global = table_rows(TABLE).any(|[other, _, all, _]: [&str; 4]| {
                let start = other.strip_suffix('*');
                all == "*" && start.map_or(other == name, |start| name.starts_with(start))
            });
            assert_eq!(elsewhere, global, "{name}");
        }
    }

    #[test]
    fn every_route_has_its_case_and_its_near_miss() {
        let rows: Vec<[&str; 5]> = table_rows(ROUTE_TABLE).collect();
        assert!(rows.is_sorted_by(|a, b| (a[0], a[1]) < (b[0], b[1])), "sorted, no row twice");
        for [start, hosts, case, near, why] in rows {
            for (address, expected) in [(case, true), (near, false)] {
                let url = Url::parse(&format!("https://{address}")).unwrap();
                let found = is_route(url.fragment().unwrap(), url.host_str().unwrap());
                assert_eq!(found, expected, "{start} {hosts}: {address}");
            }
            assert!(!why.is_empty(), "{start}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_complete() {
        let rows: Vec<[&str; 4]> = table_rows(TABLE).collect();
        assert!(rows.is_sorted_by(|a, b| (a[0], a[2]) < (b[0], b[2])), "sorted, no row twice");
        for [name, kind, hosts, why] in rows {
            assert!(
                matches!(kind, "tracking" | "access" | "site" | "view" | "locator" | "session"),
                "{name}: {kind}"
            );
            assert!(!name.is_empty() && !hosts.is_empty() && !why.is_empty(), "{name}");
        }
    }
}

//! Query parameters that are not part of what a URL names, and what is opened without them.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use url::{Position, Url};

use super::{note, percent};
use crate::domain::table_rows;

/// The text of the parameter table.
const TABLE: &str = include_str!("../../data/parameters.tsv");

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
    /// A place inside the work: no identity, but it stays in what is opened.
    Locator,
}

impl ParameterKind {
    fn parse(word: &str) -> Self {
        match word {
            "tracking" => Self::Tracking,
            "access" => Self::Access,
            "locator" => Self::Locator,
            _ => Self::Site,
        }
    }

    /// The reason for leaving out a pair, such as `tracking:utm_source`.
    pub(super) fn reason_for(self, pair: &str) -> String {
        let word = match self {
            Self::Tracking => "tracking",
            Self::Access => "access",
            Self::Site | Self::Locator => "site",
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
        let under = |domain: &str| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        self.hosts.is_empty() || self.hosts.iter().any(|domain| under(domain))
    }
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
/// Names are compared with case, after decoding of unreserved characters.
pub(super) fn classify(pair: &str, host: &str) -> Option<ParameterKind> {
    let name = Some(name(pair)).filter(|name| name.len() <= MAX_NAME_BYTES)?;
    let (name, _) = percent::normalize(name);
    let named = PARAMETERS.named.get(name.as_ref()).into_iter().flatten();
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
            let goes = kind != ParameterKind::Locator;
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
            for host in hosts.split(',') {
                let host = if host == "*" { "ex.com" } else { host };
                let found = classify(&format!("{name}=1"), host).map(|kind| format!("{kind:?}"));
                assert_eq!(found.map(|kind| kind.to_lowercase()).as_deref(), Some(kind), "{name}");
                assert!(classify(&format!("{name}=1"), &format!("www.{host}")).is_some());
            }
            let elsewhere = classify(&name, "ex.com").is_some();
            assert_eq!(elsewhere, hosts == "*", "{name}");
        }
    }

    #[test]
    fn the_table_is_sorted_and_complete() {
        let rows: Vec<[&str; 4]> = table_rows(TABLE).collect();
        assert!(rows.is_sorted_by(|a, b| (a[0], a[2]) < (b[0], b[2])), "sorted, no row twice");
        for [name, kind, hosts, why] in rows {
            assert!(matches!(kind, "tracking" | "access" | "site" | "locator"), "{name}: {kind}");
            assert!(!name.is_empty() && !hosts.is_empty() && !why.is_empty(), "{name}");
        }
    }
}

//! Where an address leads, as browsers resolve it, without asking whether anything is there.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

use super::unjudged::Unjudged;

/// The address of the site itself; every part is empty where nobody named it.
#[derive(Debug, Clone, Default)]
pub(super) struct SiteBase {
    /// Host and port, in lower case.
    authority: Option<String>,
    /// The path below which the site stands, decoded.
    prefix: Vec<Vec<u8>>,
}

impl SiteBase {
    /// The base of an http(s) address.
    pub(super) fn new(url: &Url) -> Self {
        let prefix = url.path_segments().into_iter().flatten().filter(|part| !part.is_empty());
        Self { authority: authority_of(url), prefix: prefix.map(decoded).collect() }
    }

    /// Whether an authority as written (`user@Host:443`) is the site's.
    fn is_own(&self, scheme: &str, written: &str) -> bool {
        let Some(own) = &self.authority else { return false };
        // Most links lead to other hosts, and are told apart without being parsed.
        if written.eq_ignore_ascii_case(own) {
            return true;
        }
        let is_odd = !written.is_ascii() || written.contains(['@', ':', '%']);
        is_odd
            && Url::parse(&format!("{scheme}://{written}/"))
                .is_ok_and(|url| authority_of(&url).as_deref() == Some(own))
    }
}

/// Host and port; the scheme's own port is none, so http and https are one site.
fn authority_of(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// A place in the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SiteAddress<'a> {
    /// Path below the root, decoded, with `/` between its parts.
    pub(super) path: Vec<u8>,
    /// Whether it ends with a slash, and so names a folder.
    pub(super) is_folder: bool,
    /// What stands behind `#`, as written; `None` without one.
    pub(super) fragment: Option<Cow<'a, str>>,
}

/// What relative addresses of a page start from.
#[derive(Debug, Clone)]
pub(super) struct PageBase {
    /// Decoded parts of the path, the last one included; those of the site's prefix come first.
    parts: Vec<Vec<u8>>,
    /// Whether the path ends with a slash.
    is_folder: bool,
    /// Whether the page is a source, whose relative links name files and stay in the root.
    is_source: bool,
}

impl PageBase {
    /// The address of a file of the site.
    pub(super) fn of_file(path: &[u8], is_source: bool, site: &SiteBase) -> Self {
        let own = path.split(|byte| *byte == b'/').map(<[u8]>::to_owned);
        Self {
            parts: site.prefix.iter().cloned().chain(own).collect(),
            is_folder: false,
            is_source,
        }
    }

    /// The same under a `<base href>`; `None` where that leads out of the site.
    pub(super) fn under(&self, href: &str, site: &SiteBase) -> Option<Self> {
        match split(&cleaned(href), site) {
            Ok(Parted { path, .. }) => self.join(path).ok(),
            Err(_) => None,
        }
    }

    /// The path that `written` names, seen from here.
    fn join(&self, written: &str) -> Result<Self, Unjudged> {
        if written.is_empty() {
            return Ok(self.clone());
        }
        let is_absolute = written.starts_with(['/', '\\']);
        let kept = match is_absolute {
            true => 0,
            false => self.parts.len() - usize::from(!self.is_folder && !self.parts.is_empty()),
        };
        let mut parts = self.parts[..kept].to_vec();
        let mut is_folder = false;
        for part in written.split(['/', '\\']) {
            is_folder = true;
            match dots(part) {
                1 => {}
                2 if parts.is_empty() && self.is_source && !is_absolute => {
                    return Err(Unjudged::OutsideRoot);
                }
                2 => drop(parts.pop()),
                _ if part.is_empty() => {}
                _ => {
                    parts.push(decoded(part));
                    is_folder = false;
                }
            }
        }
        Ok(Self { parts, is_folder, is_source: self.is_source })
    }
}

/// The parts of an address that matter here; the query is dropped.
struct Parted<'a> {
    path: &'a str,
    fragment: Option<&'a str>,
}

/// Where an address leads in the site; else why nobody can say.
pub(super) fn resolve<'a>(
    written: &'a str,
    base: Option<&PageBase>,
    site: &SiteBase,
) -> Result<SiteAddress<'a>, Unjudged> {
    let Some(base) = base else { return resolve_absolute(written, site) };
    let cleaned = cleaned(written);
    let parted = split(&cleaned, site)?;
    let whole = base.join(parted.path)?;
    let below = whole.parts.strip_prefix(site.prefix.as_slice()).ok_or(Unjudged::OutsideBase)?;
    let fragment = parted.fragment.map(str::to_owned).map(Cow::Owned);
    Ok(SiteAddress { path: below.join(&b'/'), is_folder: whole.is_folder, fragment })
}

/// The same for a page whose `<base>` leads elsewhere: only whole addresses can lead back.
fn resolve_absolute<'a>(written: &'a str, site: &SiteBase) -> Result<SiteAddress<'a>, Unjudged> {
    let is_whole = written.contains("://");
    let root = PageBase { parts: Vec::new(), is_folder: true, is_source: false };
    if is_whole { resolve(written, Some(&root), site) } else { Err(Unjudged::External) }
}

fn split<'a>(text: &'a str, site: &SiteBase) -> Result<Parted<'a>, Unjudged> {
    if ["{{", "{%", "<%"].iter().any(|mark| text.contains(mark)) {
        return Err(Unjudged::Template);
    }
    let (before, fragment) = match text.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (text, None),
    };
    let before = before.split_once('?').map_or(before, |(path, _)| path);
    let path = match scheme(before) {
        Some(scheme) if is_web(scheme) => {
            own_path(&before[scheme.len() + 1..], scheme, site).ok_or(Unjudged::External)?
        }
        Some(_) => return Err(Unjudged::Scheme),
        None if names_host(before) => own_path(before, "https", site).ok_or(Unjudged::External)?,
        None => before,
    };
    Ok(Parted { path, fragment })
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

/// Whether an address begins with two slashes of either kind.
fn names_host(text: &str) -> bool {
    matches!(text.as_bytes(), [b'/' | b'\\', b'/' | b'\\', ..])
}

/// The path behind `//host` where the host is the site's.
fn own_path<'a>(rest: &'a str, scheme: &str, site: &SiteBase) -> Option<&'a str> {
    let rest = rest.trim_start_matches(['/', '\\']);
    let end = rest.find(['/', '\\']).unwrap_or(rest.len());
    let path = if end == rest.len() { "/" } else { &rest[end..] };
    site.is_own(scheme, &rest[..end]).then_some(path)
}

/// The scheme that an address begins with.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    is_scheme.then_some(scheme)
}

/// Without blanks at its ends, and without tabs and line ends anywhere, as the URL standard reads it.
fn cleaned(text: &str) -> Cow<'_, str> {
    let trimmed = text.trim_matches(|c: char| c <= ' ');
    match trimmed.contains(['\t', '\n', '\r']) {
        true => Cow::Owned(trimmed.replace(['\t', '\n', '\r'], "")),
        false => Cow::Borrowed(trimmed),
    }
}

/// 1 for `.`, 2 for `..`, however they are encoded; else 0.
fn dots(part: &str) -> u8 {
    match part.len() {
        0 | 7.. => 0,
        _ => match part.to_ascii_lowercase().replace("%2e", ".").as_str() {
            "." => 1,
            ".." => 2,
            _ => 0,
        },
    }
}

fn decoded(part: &str) -> Vec<u8> {
    percent_decode_str(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(written: &str, base: &str) -> String {
        let site = SiteBase::new(&Url::parse("https://Example.org/blog/").unwrap());
        let page = PageBase::of_file(base.as_bytes(), false, &site);
        match resolve(written, Some(&page), &site) {
            Ok(found) => {
                let slash = if found.is_folder { "/" } else { "" };
                let fragment = found.fragment.map(|f| format!("#{f}")).unwrap_or_default();
                format!("{}{slash}{fragment}", String::from_utf8_lossy(&found.path))
            }
            Err(why) => format!("{why:?}"),
        }
    }

    #[test]
    fn addresses_lead_where_browsers_go() {
        for (written, expected) in [
            ("b.html", "a/b.html"),
            ("./b/?q=/x#y", "a/b/#y"),
            ("../c%20d.html", "c d.html"),
            ("..\\c", "c"),
            ("%2E%2e/c", "c"),
            ("", "a/x.html"),
            ("#top", "a/x.html#top"),
            ("?q", "a/x.html"),
            (" b\n.html ", "a/b.html"),
            (".", "a/"),
            ("/blog/x", "x"),
            ("/blog", ""),
            ("/x", "OutsideBase"),
            ("../../../blog/x", "x"),
            ("https://example.org/blog/a//b/", "a/b/"),
            ("HTTP://EXAMPLE.org:80/blog/?x", "/"),
            ("//example.org/blog/x", "x"),
            ("https://example.org:8080/blog/", "External"),
            ("https://example.org", "OutsideBase"),
            ("https://other.example/blog/", "External"),
            ("mailto:a@b.example", "Scheme"),
            ("a:b", "Scheme"),
            ("./a:b", "a/a:b"),
            ("{{ site.url }}/x", "Template"),
            ("100%.html", "a/100%.html"),
            ("caf%C3%A9", "a/café"),
        ] {
            assert_eq!(told(written, "a/x.html"), expected, "{written}");
        }
    }

    #[test]
    fn a_base_moves_every_relative_address() {
        let site = SiteBase::default();
        let page = PageBase::of_file(b"a/x.html", false, &site);
        let under = page.under("/b/c", &site).unwrap();
        let path = |written| resolve(written, Some(&under), &site).unwrap().path;
        assert_eq!((path("d"), path("#x")), (b"b/d".to_vec(), b"b/c".to_vec()));
        assert!(page.under("https://other.example/", &site).is_none());
        assert_eq!(resolve("d", None, &site), Err(Unjudged::External));
    }

    #[test]
    fn links_of_sources_name_files() {
        let site = SiteBase::default();
        let page = PageBase::of_file(b"docs/x.md", true, &site);
        assert_eq!(resolve("../../y.md", Some(&page), &site), Err(Unjudged::OutsideRoot));
        assert_eq!(resolve("../y.md", Some(&page), &site).unwrap().path, b"y.md");
    }
}

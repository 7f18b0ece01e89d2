//! Which addresses a run leaves out, and which it asks elsewhere.

use std::collections::BTreeSet;

use url::Url;

use super::UrlPattern;

/// Addresses that are left out, and those that are not although they would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UrlFilter {
    exclude: Vec<UrlPattern>,
    include: Vec<UrlPattern>,
    used: BTreeSet<UrlPattern>,
}

impl UrlFilter {
    /// A filter. What `include` names stays, whatever `exclude` says; where only `include` is given, everything
    /// else is left out.
    pub fn new(exclude: Vec<UrlPattern>, include: Vec<UrlPattern>) -> Self {
        Self { exclude, include, used: BTreeSet::new() }
    }

    /// Whether an address is left out.
    pub fn excludes(&mut self, url: &Url) -> bool {
        // Every pattern that fits has an effect, or would have one without the others.
        let included = find(&self.include, url, &mut self.used);
        let excluded = find(&self.exclude, url, &mut self.used);
        !included && (excluded || (self.exclude.is_empty() && !self.include.is_empty()))
    }

    /// Patterns that fitted no address, in their order.
    pub fn unused(&self) -> impl Iterator<Item = &UrlPattern> {
        let all = self.exclude.iter().chain(&self.include);
        all.filter(|pattern| !self.used.contains(*pattern))
    }
}

fn find(patterns: &[UrlPattern], url: &Url, used: &mut BTreeSet<UrlPattern>) -> bool {
    let mut found = false;
    for pattern in patterns.iter().filter(|pattern| pattern.matches(url)) {
        found = true;
        if !used.contains(pattern) {
            used.insert(pattern.clone());
        }
    }
    found
}

/// Addresses that begin so are asked elsewhere: on a copy of the site before it is published, for example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrlRemap {
    from: String,
    to: String,
}

/// A text that is no remapping.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} names no two http(s) addresses; write \"https://example.org/ http://staging.example.org:8080/\""
)]
pub struct UrlRemapError(String);

impl UrlRemap {
    /// Reads `FROM TO`: two http(s) addresses with a blank between them.
    ///
    /// # Errors
    /// [`UrlRemapError`] for anything else.
    pub fn parse(text: &str) -> Result<Self, UrlRemapError> {
        let wrong = || UrlRemapError(text.to_owned());
        let (from, to) = text.trim().split_once(char::is_whitespace).ok_or_else(wrong)?;
        let web = |text: &str| {
            let url = Url::parse(text.trim()).ok()?;
            (matches!(url.scheme(), "http" | "https")).then(|| String::from(url))
        };
        Ok(Self { from: web(from).ok_or_else(wrong)?, to: web(to).ok_or_else(wrong)? })
    }

    /// The address that is asked in place of another; `None` where that stays.
    pub fn apply(&self, url: &str) -> Option<String> {
        Some(format!("{}{}", self.to, url.strip_prefix(self.from.as_str())?))
    }
}

impl std::fmt::Display for UrlRemap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(texts: &[&str]) -> Vec<UrlPattern> {
        texts.iter().map(|text| UrlPattern::parse(text).unwrap()).collect()
    }

    #[test]
    fn what_is_included_stays() {
        let url = |text: &str| Url::parse(text).unwrap();
        let mut filter =
            UrlFilter::new(patterns(&["a.example", "z.example"]), patterns(&["*/keep/*"]));
        assert!(filter.excludes(&url("http://a.example/x")));
        assert!(!filter.excludes(&url("http://a.example/keep/x")));
        assert!(!filter.excludes(&url("http://b.example/x")));
        let unused: Vec<&str> = filter.unused().map(UrlPattern::as_str).collect();
        assert_eq!(unused, ["z.example"]);
        let mut only = UrlFilter::new(Vec::new(), patterns(&["a.example"]));
        assert!(
            !only.excludes(&url("http://a.example/")) && only.excludes(&url("http://b.example/"))
        );
        assert!(!UrlFilter::default().excludes(&url("http://b.example/")));
    }

    #[test]
    fn addresses_are_asked_elsewhere() {
        let remap = UrlRemap::parse("https://A.example http://127.0.0.1:8080/x/").unwrap();
        assert_eq!(remap.apply("https://a.example/y?z").unwrap(), "http://127.0.0.1:8080/x/y?z");
        assert_eq!(remap.apply("https://b.example/y"), None);
        for bad in ["", "https://a.example/", "a b", "https://a.example/ ftp://b.example/"] {
            assert!(UrlRemap::parse(bad).is_err(), "{bad}");
        }
    }
}

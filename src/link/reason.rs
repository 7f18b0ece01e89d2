//! The published list of reasons for which `opened` and `key` differ from the resolved URL.

/// A kind of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReasonKind {
    /// The word in `changes`; one that ends in `:` is followed by a name (`tracking:utm_source`).
    pub name: &'static str,
    /// Tells that the change is already made in `opened`, not only in `key`.
    pub opened: bool,
    /// What was done, and why it changes nothing about what is cited.
    pub why: &'static str,
}

/// Every kind of reason, in alphabetical order.
pub const REASONS: [ReasonKind; 20] = [
    kind("access:", true, "a personal or lent right to read was left out; readers need their own"),
    kind("blank-fragment", true, "an empty fragment was left out; it names no place"),
    kind("empty-pairs", false, "empty parameters were left out (`?`, `&&`)"),
    kind("fragment", false, "a place inside the page was moved to the locator"),
    kind("index", false, "`index.html` was left out; it is what a server sends for the folder"),
    kind("mobile-host", false, "a known mobile host was replaced by the host with the same paths"),
    kind("page-form", false, "another form of the page's address was replaced by the usual one"),
    kind("percent", false, "percent-encoding was put into its normal form (RFC 3986, 6.2.2)"),
    kind("percent-soft", false, "one of ! ' ( ) * , was decoded; publishers write both forms"),
    kind("port", false, "port 443 was left out; without a scheme it is what no port is"),
    kind("root-dot", false, "the dot behind the host was left out"),
    kind("scheme", false, "http and https were taken for one"),
    kind("session-id", false, "a session id was left out; it is one reader's visit"),
    kind(
        "site:",
        true,
        "a parameter that this site uses for showing or counting was left out; the second at which a film starts stays in `opened`",
    ),
    kind("sorted", false, "parameters were sorted by name; their order names nothing"),
    kind("tracking:", true, "a parameter that tells who sent the reader was left out"),
    kind("trailing-slash", false, "one slash at the end was left out"),
    kind(
        "unwrap:",
        true,
        "a redirector, proxy or archive was taken off; archives stay in `opened`",
    ),
    kind("userinfo", false, "user name and password were left out"),
    kind("www", false, "`www.` or `www2.` was left out"),
];

const fn kind(name: &'static str, opened: bool, why: &'static str) -> ReasonKind {
    ReasonKind { name, opened, why }
}

/// Returns the kind of a reason in `changes`; `None` for a word that is no reason.
///
/// ```
/// use citegraph::link::explain;
/// assert_eq!(explain("tracking:fbclid").unwrap().name, "tracking:");
/// assert_eq!(explain("index").unwrap().name, "index");
/// assert!(explain("tracking").is_none());
/// ```
pub fn explain(reason: &str) -> Option<&'static ReasonKind> {
    let kind = reason.find(':').map_or(reason, |colon| &reason[..=colon]);
    REASONS.iter().find(|known| known.name == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_every_kind_explains_itself() {
        assert!(REASONS.is_sorted_by(|a, b| a.name < b.name));
        assert!(
            REASONS.iter().all(|kind| explain(kind.name) == Some(kind) && !kind.why.is_empty())
        );
    }
}

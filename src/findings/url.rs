//! Rules about how an address is written.

use std::borrow::Cow;

use ::url::{Host, Url};

use super::context::{ArticleContext, ParsedLink};
use super::draft::FindingDraft;
use super::rule_entry::RuleEntry;
use super::rule_id::RuleId;
use super::{Fix, malformed};
use crate::article::{Link, Reason};
use crate::fetch::guard;
use crate::html::charref;
use crate::link::{
    ACCESS_REQUEST, Credential, UrlCut, access_right, cuts, is_shortener, is_web_archive,
    misaddressed, without, wrapper_name,
};

/// The rules.
pub(crate) const RULES: &[RuleEntry] = &[
    RuleEntry::link(RuleId::WrappedUrl, wrapped),
    RuleEntry::link(RuleId::MalformedUrl, malformed::rule),
    RuleEntry::article(RuleId::BrokenAddress, broken_address),
    RuleEntry::link(RuleId::AccessToken, access_token),
    RuleEntry::link(RuleId::PersonalDataInUrl, personal_data),
    RuleEntry::link(RuleId::CredentialsInUrl, credentials),
    RuleEntry::link(RuleId::LocalUrl, local),
    RuleEntry::link(RuleId::ProxiedUrl, proxied),
    RuleEntry::link(RuleId::CacheCopy, cache_copy),
    RuleEntry::link(RuleId::ShortenedUrl, shortened),
    RuleEntry::link(RuleId::TrackingParameters, tracking),
    RuleEntry::link(RuleId::AccessParameter, access_parameter),
    RuleEntry::link(RuleId::SessionId, session),
    RuleEntry::link(RuleId::BlankFragment, blank_fragment),
    RuleEntry::link(RuleId::DanglingSeparator, dangling_separator),
    RuleEntry::link(RuleId::InsecureHttp, insecure),
    RuleEntry::link(RuleId::NonDefaultHost, other_host),
    RuleEntry::link(RuleId::TextFragment, text_fragment),
];

/// What is opened instead, if that is another address.
fn opened(link: &Link) -> Fix {
    match link.opened() {
        Some(opened) if Some(opened) != link.resolved.as_deref() => Fix::Safe(opened.to_owned()),
        _ => Fix::None,
    }
}

/// Wrappers that are no library proxy, no copy and no archive.
fn wrapped(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let kind = target.came_by(|kind| unwraps(RuleId::WrappedUrl, kind))?;
    let name = wrapper_name(kind);
    let message = format!("the link leads to {} through another service ({name})", target.key());
    Some(FindingDraft::link(target.link, message).fix(opened(target.link)))
}

/// Whether a rule wants wrappers of this kind to be taken off.
pub(crate) fn unwraps(rule: RuleId, kind: &str) -> bool {
    match rule {
        RuleId::WrappedUrl => !is_archive(kind) && !is_proxy(kind) && !is_copy(kind),
        RuleId::ProxiedUrl => is_proxy(kind),
        RuleId::PersonalDataInUrl => kind == "safelinks",
        _ => false,
    }
}

/// Whether a wrapper holds a copy that is found by its exact address.
pub(crate) fn is_archive(kind: &str) -> bool {
    is_web_archive(kind)
}

fn is_proxy(kind: &str) -> bool {
    kind.starts_with("ezproxy")
}

fn is_copy(kind: &str) -> bool {
    matches!(kind, "google-cache" | "google-translate" | "translate.goog" | "yandex-translate")
}

/// Addresses that browsers look for on the article's own site, with what was probably meant.
fn broken_address(context: &ArticleContext<'_>) -> Vec<FindingDraft> {
    let drafts = context.misaddressed.iter().filter_map(|link| {
        let href = charref::decode_attribute(&link.written);
        let found = misaddressed(&href, None)?;
        let draft = FindingDraft::link(link, format!("broken address: {}", found.what));
        let fix = Fix::Suggested(found.repaired.into());
        Some(draft.evidence(link.written.clone()).fix(fix).likely())
    });
    drafts.collect()
}

/// What redaction hides, and what a table says of a site. A token in the address of an archived copy opens nothing: the
/// copy is public, and it is found by that address alone.
fn access_token(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    if target.came_by(is_archive).is_some() {
        return None;
    }
    let listed =
        target.changed("access:").next().map(|name| Credential::Parameter(name.to_owned()));
    let message = match listed.or_else(|| access_right(target.url.as_ref()?.as_str()))? {
        Credential::Parameter(name) => format!("`{name}` is one reader's access token"),
        Credential::Path => "the path contains one reader's access token".to_owned(),
    };
    Some(FindingDraft::link(target.link, message).fix(opened(target.link)))
}

fn personal_data(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let url = target.url.as_ref()?;
    if target.came_by(|kind| unwraps(RuleId::PersonalDataInUrl, kind)).is_some() {
        let message = "Safelinks addresses contain the recipient of the mail";
        return Some(FindingDraft::link(target.link, message).fix(opened(target.link)));
    }
    let (name, _) = url.query_pairs().find(|(_, value)| is_mail(value) && !is_shared(value))?;
    Some(FindingDraft::link(target.link, format!("`{name}` contains an e-mail address")).likely())
}

/// One e-mail address and nothing else.
fn is_mail(value: &str) -> bool {
    let Some((name, host)) = value.trim().split_once('@') else { return false };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '%');
    let suffix = host.rsplit('.').next().unwrap_or_default();
    let named = suffix.len() >= 2 && suffix.bytes().all(|byte| byte.is_ascii_alphabetic());
    !name.is_empty()
        && name.chars().all(plain)
        && host.contains('.')
        && host.chars().all(plain)
        && named
}

/// Hosts of addresses that nobody reads mail at: calendars, groups, and the numbers of messages.
const SHARED_HOSTS: [&str; 5] =
    ["calendar.google.com", "googlegroups.com", "groups.io", "freelists.org", "mail.gmail.com"];

/// Labels of hosts whose addresses are lists.
const LIST_HOSTS: [&str; 8] =
    ["list", "lists", "listes", "listserv", "lists2", "mailman", "groups", "mailinglist"];

/// Whether such an address is that of a calendar, a list or a message, which belongs to no one person.
fn is_shared(value: &str) -> bool {
    let Some((name, host)) = value.trim().split_once('@') else { return false };
    let (name, host) = (name.to_ascii_lowercase(), host.to_ascii_lowercase());
    let by_host = SHARED_HOSTS.iter().any(|shared| {
        host.strip_suffix(shared).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    });
    let label = host.split('.').next().unwrap_or_default();
    let words = ["subscribe", "unsubscribe", "announce", "request", "owner", "list"];
    let by_name = words.iter().any(|word| name.rsplit(['-', '+', '.']).next() == Some(word));
    by_host || LIST_HOSTS.contains(&label) || by_name
}

fn credentials(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let url = target.url.as_ref()?;
    url.password()?;
    let mut clean = url.clone();
    let fix = match (clean.set_password(None), clean.set_username("")) {
        (Ok(()), Ok(())) => Fix::Suggested(clean.into()),
        _ => Fix::None,
    };
    Some(
        FindingDraft::link(target.link, "the address contains a user name and a password").fix(fix),
    )
}

fn local(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let message = match &target.url {
        Some(url) => is_local(url)
            .then(|| format!("`{}` is not a public host", url.host_str().unwrap_or_default()))?,
        None => {
            let written = target.link.written.trim().to_ascii_lowercase();
            let drive = matches!(written.as_bytes(), [b'a'..=b'z', b':', b'\\' | b'/', ..]);
            let is_file = target.link.reason == Some(Reason::Scheme)
                && (written.starts_with("file:") || drive);
            is_file.then(|| "the address is a local file".to_owned())?
        }
    };
    Some(FindingDraft::link(target.link, message))
}

/// Top-level labels that no public host has: reserved ones (RFC 6761, RFC 6762, ICANN's `internal`), and others that
/// home and company networks use.
const LOCAL_SUFFIXES: [&str; 11] = [
    "corp",
    "home",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
    "test",
];

fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => guard::is_private(ip.into()),
        Some(Host::Ipv6(ip)) => guard::is_private(ip.into()),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            let last = name.rsplit('.').next().unwrap_or_default();
            let reserved = LOCAL_SUFFIXES.contains(&last) || name.ends_with(".home.arpa");
            // Other hosts of one label are scars of copying: see `malformed`.
            let scar = matches!(name, "http" | "https" | "www") || name.starts_with("xn--");
            reserved || (!name.contains('.') && !scar)
        }
        None => false,
    }
}

fn proxied(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let host = target.url.as_ref()?.host_str()?;
    let by_table = target.came_by(is_proxy).is_some();
    let by_name =
        host.contains("libproxy") || host.contains("ezproxy") || host.starts_with("0-www");
    let message = format!("`{host}` is the proxy of a library; only its members can use it");
    (by_table || by_name).then(|| FindingDraft::link(target.link, message).fix(opened(target.link)))
}

fn cache_copy(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let kind = target.came_by(is_copy)?;
    let message = format!("{} shows a copy of {}", wrapper_name(kind), target.key());
    let draft = FindingDraft::link(target.link, message);
    Some(draft.fix(Fix::Suggested(format!("https://{}", target.key()))))
}

fn shortened(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let host = target.host();
    let message = format!("{host} hides the target of the link");
    (is_shortener(host) && !target.segments().is_empty())
        .then(|| FindingDraft::link(target.link, message))
}

/// Parameters of Google's own redirectors.
const GOOGLE: [&str; 5] = ["ei", "sa", "usg", "ved", "vet"];

/// Names that only one site has and that are looked for in what is opened; each is a pass over the address.
const MAX_SITE_NAMES: usize = 64;

fn tracking(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let opened_url = target.link.opened().unwrap_or_default();
    let kept = |name: &str| opened_url.contains(&format!("{name}="));
    let site = target.changed("site:").filter(|name| *name != ACCESS_REQUEST);
    let site = site.take(MAX_SITE_NAMES).filter(|name| !kept(name));
    let mut names: Vec<Cow<'_, str>> =
        target.changed("tracking:").chain(site).map(Cow::Borrowed).collect();
    if target.came_by(|kind| kind.starts_with("google-")).is_some() {
        let pairs = target.url.as_ref()?.query_pairs();
        names.extend(pairs.map(|(name, _)| name).filter(|name| GOOGLE.contains(&name.as_ref())));
    }
    if names.is_empty() {
        return None;
    }
    let message = format!("parameters that only track the reader: {}", names.join(", "));
    Some(FindingDraft::link(target.link, message).fix(opened(target.link)))
}

fn access_parameter(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let name = target.changed("site:").find(|name| *name == ACCESS_REQUEST)?;
    let draft = FindingDraft::link(
        target.link,
        format!("`{name}` controls access and does not identify the page"),
    );
    Some(draft.fix(opened(target.link)))
}

fn session(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let in_path = target.link.changes().iter().any(|change| change == "session-id");
    let in_query = target.url.as_ref()?.query_pairs().any(|(name, _)| {
        let name = name.to_ascii_lowercase();
        matches!(name.as_str(), "jsessionid" | "phpsessid" | "sessionid" | "cftoken")
            || name.starts_with("aspsessionid")
    });
    let draft = || {
        FindingDraft::link(target.link, "the address contains a session id")
            .fix(sessionless(target))
    };
    (in_path || in_query).then(draft)
}

/// The address without `;jsessionid=`, which the key leaves out too. In a query the name may be a page's.
fn sessionless(target: &ParsedLink<'_>) -> Fix {
    let address = target.link.resolved.as_deref().unwrap_or_default();
    let archived = target.came_by(is_archive).is_some();
    let cuts = if archived { Vec::new() } else { cuts(address, target.host(), &[UrlCut::Session]) };
    if cuts.is_empty() { Fix::None } else { Fix::Safe(without(address, &cuts)) }
}

fn blank_fragment(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let blank = target.link.changes().iter().any(|change| change == "blank-fragment");
    let draft =
        || FindingDraft::link(target.link, "the fragment is empty").fix(opened(target.link));
    blank.then(draft)
}

fn dangling_separator(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let url = target.url.as_ref()?;
    let query = url.query().filter(|query| query.ends_with('&'))?;
    let mut clean = url.clone();
    clean.set_query(Some(query.trim_end_matches('&')).filter(|query| !query.is_empty()));
    Some(FindingDraft::link(target.link, "the query ends in `&`").fix(Fix::Safe(clean.into())))
}

fn insecure(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let url = target.url.as_ref().filter(|url| url.scheme() == "http" && !is_local(url))?;
    // Of an address that has to be repaired, another one is suggested.
    if malformed::rule(target).is_some() {
        return None;
    }
    let secure = format!("https{}", &url.as_str()["http".len()..]);
    let fix = if target.link.via().is_empty() { Fix::Suggested(secure) } else { Fix::None };
    Some(FindingDraft::link(target.link, "the link is plain http").fix(fix))
}

fn other_host(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let host = target.url.as_ref()?.host_str()?;
    let known = target.link.changes().iter().any(|change| change == "mobile-host");
    let named = ["m.", "mobile.", "amp."]
        .iter()
        .any(|start| host.strip_prefix(start).is_some_and(|rest| rest.contains('.')));
    let draft = FindingDraft::link(target.link, format!("`{host}` is the mobile site"));
    (known || named).then(|| if known { draft } else { draft.likely() })
}

fn text_fragment(target: &ParsedLink<'_>) -> Option<FindingDraft> {
    let fragment = target.url.as_ref()?.fragment()?;
    let message = "the link points to a passage of the page; nothing needs to change";
    fragment.contains(":~:text=").then(|| FindingDraft::link(target.link, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendars_and_lists_are_no_persons() {
        for value in [
            "abc123def456@group.calendar.google.com",
            "en.german#holiday@group.v.calendar.google.com",
            "sec-announce@googlegroups.com",
            "linux-api+unsubscribe@vger.kernel.org",
            "users@lists.example.org",
            "CAKwvOdk6H@mail.gmail.com",
        ] {
            assert!(is_shared(value), "{value}");
        }
        for value in ["ann@gmail.com", "ann@calendar.example.com", "ann.b@listen.example.org"] {
            assert!(!is_shared(value), "{value}");
        }
    }

    #[test]
    fn addresses_of_mail() {
        assert!(is_mail("ann.b+x@mail.example.com"));
        for value in ["@ann", "ann@", "ann@localhost", "a b@c.example", "46.2,7.1@x", "ann@b.7"] {
            assert!(!is_mail(value), "{value}");
        }
    }
}

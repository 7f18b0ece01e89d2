//! Takes secrets out of URLs before people see them: tokens, signatures, passwords, addresses.
//!
//! Works on text rather than on parsed URLs, since reports show hrefs as they were written, broken
//! ones too. What is taken out is replaced by a word, so that a reader sees that something was there.

use std::borrow::Cow;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use memchr::memchr2;

use super::secret::{
    MIN_TOKEN_BYTES, decode, has_shape, in_path, is_in_path, is_secret, looks_random,
};

/// What stands in place of a secret.
const REDACTED: &str = "REDACTED";

/// Hosts of the addresses below.
const HOOKS: [&str; 4] = ["hooks.slack.com", "api.telegram.org", "discord.com", "discordapp.com"];

/// Addresses whose path is the secret: what begins them, and what stands before the secret.
const PATHS: [(&str, &str); 5] = [
    ("hooks.slack.com/", "/"),
    ("api.telegram.org/", "/bot"),
    ("api.telegram.org/file/", "/bot"),
    ("discord.com/api/", "/webhooks/"),
    ("discordapp.com/api/", "/webhooks/"),
];

static SECRET_ADDRESSES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let addresses = PATHS.map(|(address, _)| address);
    let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(addresses);
    finder.expect("five short addresses")
});

/// A URL without secrets: user information, values of secret parameters, tokens in paths, the paths of
/// web hooks, and any value that holds an e-mail address. Everything else stays to the letter. Idempotent; total over any text.
///
/// ```
/// use citegraph::link::redact::redact_url;
/// assert_eq!(redact_url("https://a.example/x?id=7&access_token=k3y#top"),
///                   "https://a.example/x?id=7&access_token=REDACTED#top");
/// assert_eq!(redact_url("https://me:pw@a.example/"), "https://REDACTED@a.example/");
/// ```
pub fn redact_url(url: &str) -> Cow<'_, str> {
    if is_plain(url) { Cow::Borrowed(url) } else { redact_any(url) }
}

fn redact_any(url: &str) -> Cow<'_, str> {
    let mut text = String::with_capacity(url.len());
    let mut from = 0;
    for start in inner(url) {
        push_url(&mut text, &url[from..start]);
        from = start;
    }
    push_url(&mut text, &url[from..]);
    if text == url { Cow::Borrowed(url) } else { Cow::Owned(text) }
}

/// Whether one look tells that there is no secret: most addresses are a host and a path of short parts.
fn is_plain(url: &str) -> bool {
    let mut parts = url.split('/');
    let host = match parts.next().unwrap_or_default() {
        "https:" | "http:" if parts.next() == Some("") => parts.next().unwrap_or_default(),
        // A key begins with its host.
        first if !first.contains(':') => first,
        _ => return false,
    };
    let host = host.as_bytes();
    let tail = |name: &str| host.len().checked_sub(name.len()).map(|at| &host[at..]);
    let keeps = |name: &&str| tail(name).is_some_and(|is| is.eq_ignore_ascii_case(name.as_bytes()));
    !url.bytes().any(|byte| matches!(byte, b'@' | b'?' | b'#' | b';' | b'&' | b'=' | b'%'))
        && parts.all(|part| part.len() < MIN_TOKEN_BYTES && !part.ends_with(':'))
        && !HOOKS.iter().any(keeps)
}

/// Where whole URLs begin in the path of another, as archives write them, and as a text of URLs
/// without blanks is read; ascending. The end of the path is looked for once, not once a URL.
fn inner(url: &str) -> impl Iterator<Item = usize> {
    let path = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let starts = path.match_indices("://").map(|(at, _)| (scheme(path, at), at));
    starts.filter(|(start, at)| *start > 0 && start < at).map(|(start, _)| start)
}

/// Where the scheme begins that ends at `end`.
fn scheme(text: &str, end: usize) -> usize {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    end - text.as_bytes()[..end].iter().rev().take_while(|byte| part(byte)).count()
}

fn push_url(text: &mut String, url: &str) {
    let hidden = hide_path(url);
    let url = hidden.as_deref().unwrap_or(url);
    let (head, mut rest) = split_authority(url);
    match head.rsplit_once('@').and_then(|(user, host)| Some((user.rsplit_once("//")?.0, host))) {
        Some((scheme, host)) => text.push_str(&format!("{scheme}//{REDACTED}@{host}")),
        None => text.push_str(head),
    }
    let before = &url[..url.find(['?', '#']).unwrap_or(url.len())];
    let mut path = true;
    let mut segment = "";
    while !rest.is_empty() {
        path = path && !rest.starts_with(['?', '#']);
        let ends = |c: char| matches!(c, '?' | '&' | '#' | ';') || (path && c == '/');
        let skip = rest.chars().next().map_or(0, |c| if ends(c) { c.len_utf8() } else { 0 });
        let end = rest[skip..].find(ends).map_or(rest.len(), |at| at + skip);
        text.push_str(&rest[..skip]);
        let part = &rest[skip..end];
        match path && is_in_path(segment, part) {
            true => text.push_str(REDACTED),
            false => push_parameter(text, part, before),
        }
        segment = part;
        rest = &rest[end..];
    }
}

/// The URL without the secret in its path, if there is one.
fn hide_path(url: &str) -> Option<String> {
    let (start, end) = secret_path(url)?;
    Some(format!("{}{REDACTED}{}", &url[..start], &url[end..]))
}

/// Where the secret of a path stands: after its mark, to the end of the path.
fn secret_path(url: &str) -> Option<(usize, usize)> {
    // Most addresses hold none of these.
    SECRET_ADDRESSES.find(url)?;
    let lower = url.to_ascii_lowercase();
    PATHS.iter().find_map(|(address, mark)| {
        let behind = lower.find(address)? + address.len() - 1;
        let start = behind + lower[behind..].find(mark)? + mark.len();
        let end = lower[start..].find(['?', '#', '&']).map_or(lower.len(), |at| start + at);
        (start < end && &url[start..end] != REDACTED).then_some((start, end))
    })
}

/// Redacts every URL in running text, with or without its scheme.
///
/// A URL in text ends before white space, a quote, an angle bracket or a character beyond ASCII; marks
/// of punctuation at its end are the sentence's.
///
/// ```
/// use citegraph::link::redact::redact_text;
/// assert_eq!(redact_text("见https://a.example/?sig=1，后面 (https://b.example/?sig=2)."),
///            "见https://a.example/?sig=REDACTED，后面 (https://b.example/?sig=REDACTED).");
/// ```
pub fn redact_text(text: &str) -> Cow<'_, str> {
    let mut redacted = String::new();
    // The end of the last run that was checked, and the end of the text that is already in `redacted`.
    let (mut end, mut copied) = (0, 0);
    while let Some(sign) = memchr2(b'/', b'=', &text.as_bytes()[end..]) {
        let sign = end + sign;
        let before = text[end..sign].char_indices().rev().find(|(_, c)| bounds_url(*c));
        let start = before.map_or(end, |(at, c)| end + at + c.len_utf8());
        end = text[sign..].find(bounds_url).map_or(text.len(), |length| sign + length);
        let run = &text[start..end];
        let clean = redacted_run(run);
        if clean != run {
            redacted.push_str(&text[copied..start]);
            redacted.push_str(&clean);
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    redacted.push_str(&text[copied..]);
    Cow::Owned(redacted)
}

/// Returns `true` for characters that no URL in a text has.
fn bounds_url(c: char) -> bool {
    !c.is_ascii() || c.is_ascii_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`')
}

/// Redacts a run of text that may hold one URL or several without a blank between.
fn redacted_run(run: &str) -> String {
    let trail = |c: char| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '\'' | '*' | '|')
    };
    let mut start = 0;
    let starts = run.match_indices("://").map(|(at, _)| scheme(run, at));
    // The value of a parameter belongs to it.
    let starts = starts.filter(|at| !run[..*at].ends_with('='));
    let starts: Vec<usize> = starts.chain([run.len()]).collect();
    let mut text = String::with_capacity(run.len());
    for end in starts {
        let piece = &run[start..end];
        let url = piece.trim_end_matches(trail);
        text.push_str(&redact_url(url));
        text.push_str(&piece[url.len()..]);
        start = end;
    }
    text
}

/// Splits behind the authority, which ends at the first `/`, `\`, `?` or `#`.
fn split_authority(url: &str) -> (&str, &str) {
    let Some(start) = url.find("//").map(|at| at + 2) else { return url.split_at(0) };
    // Only a scheme may stand before it: `x?u=https://…` has no authority of its own.
    if url[..start].contains(['?', '#', '&']) {
        return url.split_at(0);
    }
    let end = url[start..].find(['/', '\\', '?', '#']).map_or(url.len(), |at| at + start);
    url.split_at(end)
}

/// Adds one parameter of a URL; `before` is what stands before its query.
fn push_parameter(text: &mut String, parameter: &str, before: &str) {
    match parameter.split_once('=') {
        Some((name, value))
            if !value.is_empty()
                && (is_secret(name, value)
                    || map_key(name, value, before)
                    || holds_secret(value)) =>
        {
            text.push_str(name);
            text.push('=');
            text.push_str(REDACTED);
        }
        None if parameter.contains('%') && tells(&decode(parameter)) => text.push_str(REDACTED),
        _ => text.push_str(parameter),
    }
}

/// Whether this is a key for an interface of Google or for a map; elsewhere a `key` says which page.
fn map_key(name: &str, value: &str, before: &str) -> bool {
    if name != "key" {
        return false;
    }
    let before = before.to_ascii_lowercase();
    let is_google = before.contains("googleapis.com");
    is_google || (before.contains("maps") && looks_random(value))
}

/// Whether a wrapped URL has a secret parameter.
fn tells(value: &str) -> bool {
    let nested = value.split(['?', '&', '#', ';']).skip(1).filter_map(|part| part.split_once('='));
    let mut nested = nested.filter(|(_, inner)| !inner.is_empty() && *inner != REDACTED);
    nested.any(|(name, inner)| is_secret(name, inner))
}

/// Whether a value is a secret by its shape, holds an address, or is a wrapped URL with a secret.
fn holds_secret(value: &str) -> bool {
    let mut value = value.to_owned();
    // Wrappers encode what they wrap, some of them twice.
    for _ in 0..3 {
        let path = secret_path(&value).is_some() || in_path(&value);
        if has_shape(&value) || path || tells(&value) || has_address(&value) {
            return true;
        }
        let next = decode(&value);
        if next == value {
            return false;
        }
        value = next;
    }
    false
}

/// `name@host.tld` anywhere in the text. A handle such as `medium.com/@name` is none.
fn has_address(text: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    text.match_indices('@').any(|(at, _)| {
        let named = text[..at].chars().next_back().is_some_and(part);
        let host = text[at + 1..].split(|c| !part(c)).next().unwrap_or_default();
        named && host.trim_matches('.').contains('.')
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(crate::properties::cases(256))]

        #[test]
        fn what_looks_plain_holds_no_secret(
            url in "(https?://|)(a|x\\.[Dd]iscord\\.com|hooks\\.slack\\.com|u:p@h)(/(api|token|eyJ[a-z.]{0,40}|webhooks|bot|https:|[a-z0-9]{0,30})){0,4}[?#;&=%]?[a-z]{0,3}"
        ) {
            prop_assert!(!is_plain(&url) || redact_any(&url) == url, "{url}");
        }

        #[test]
        fn every_run_of_a_text_is_redacted_by_itself(
            text in "((https?://|//|)(a|u:p@h)(/[a-z]{0,3})?([?&#](sig|pw|a)=[a-z1]{0,2}){0,2}|[ ,。\u{a0}<\"文é]|[a-z]){0,12}"
        ) {
            let runs = text.split_inclusive(bounds_url).map(|run| {
                let bare = run.trim_end_matches(bounds_url);
                redacted_run(bare) + &run[bare.len()..]
            });
            prop_assert_eq!(redact_text(&text), runs.collect::<String>());
        }
    }

    #[test]
    fn secrets_go_and_everything_else_stays() {
        let cases = [
            (
                "https://h.example/a?X-Amz-Signature=ab&x=1",
                "https://h.example/a?X-Amz-Signature=REDACTED&x=1",
            ),
            (
                "https://h.example/a;jsessionid=A1/b?c=d",
                "https://h.example/a;jsessionid=REDACTED/b?c=d",
            ),
            (
                "https://h.example/?next=/a/b&who=me%40mail.example",
                "https://h.example/?next=/a/b&who=REDACTED",
            ),
            (
                "https://h.example/#access_token=1&b=2",
                "https://h.example/#access_token=REDACTED&b=2",
            ),
            (
                "https://h.example/?u=https%3A%2F%2Fx.example%2F%3Ftoken%3D9&v",
                "https://h.example/?u=REDACTED&v",
            ),
            ("https://ghp_abc@h.example", "https://REDACTED@h.example"),
            ("//u:p@h.example/x", "//REDACTED@h.example/x"),
            ("https://h.example/?casa_token=&a=b", "https://h.example/?casa_token=&a=b"),
            ("https://medium.com/@name/x?q=@name", "https://medium.com/@name/x?q=@name"),
            ("?a=https://h.example/@x?sig=1", "?a=https://h.example/@x?sig=REDACTED"),
            (
                "https://web.example/web/2020/https://u:p@h.example/?pw=1",
                "https://web.example/web/2020/https://REDACTED@h.example/?pw=REDACTED",
            ),
            (
                "https://maps.googleapis.com/maps/api/js?key=abc&v=3",
                "https://maps.googleapis.com/maps/api/js?key=REDACTED&v=3",
            ),
            ("https://h.example/?key=europe&maps=1", "https://h.example/?key=europe&maps=1"),
            (
                "https://h.example/cb?code=4/0AX4XfWh-aB_cD&state=x",
                "https://h.example/cb?code=REDACTED&state=x",
            ),
            (
                "https://h.example/?code=DE&sid=202105121234567890&hash=abc",
                "https://h.example/?code=DE&sid=202105121234567890&hash=abc",
            ),
            (
                "https://h.example/?sid=2021-05-12-the-long-story-of-a-town",
                "https://h.example/?sid=2021-05-12-the-long-story-of-a-town",
            ),
            (
                "https://h.example/?sid=550e8400-e29b-41d4-a716-446655440000",
                "https://h.example/?sid=REDACTED",
            ),
            (
                "https://h.example/?session=9f86d081884c7d65&hash=9f86d081884c7d659a2f",
                "https://h.example/?session=REDACTED&hash=REDACTED",
            ),
            (
                "https://hooks.slack.com/services/T0/B0/xYz?a=b",
                "https://hooks.slack.com/REDACTED?a=b",
            ),
            ("https://api.telegram.org/bot12:AbC/getMe", "https://api.telegram.org/botREDACTED"),
            (
                "https://Discord.com/api/v10/webhooks/12/AbC",
                "https://Discord.com/api/v10/webhooks/REDACTED",
            ),
            (
                "https://h.example/?u=https%3A%2F%2Fhooks.slack.com%2Fservices%2FT0",
                "https://h.example/?u=REDACTED",
            ),
            ("not a url", "not a url"),
            ("", ""),
        ];
        for (url, clean) in cases {
            assert_eq!(redact_url(url), clean);
            assert_eq!(redact_url(clean), clean, "idempotent");
        }
    }

    #[test]
    fn tokens_in_paths_go() {
        let cases = [
            (
                "https://h.example/v/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.Sfl-K_x/x?a=b",
                "https://h.example/v/REDACTED/x?a=b",
            ),
            (
                "https://h.example/reset-password/9f86d081884c7d659a2feaa0c55ad015#a",
                "https://h.example/reset-password/REDACTED#a",
            ),
            (
                "https://h.example/?u=https%3A%2F%2Fx.example%2Fmagic%2F9f86d081884c7d659a2f",
                "https://h.example/?u=REDACTED",
            ),
            ("https://h.example/?page_token=abc", "https://h.example/?page_token=abc"),
        ];
        for (url, clean) in cases {
            assert_eq!(redact_url(url), clean);
            assert_eq!(redact_url(clean), clean, "idempotent");
        }
    }

    #[test]
    fn urls_in_text_end_where_they_end() {
        let cases = [
            ("见https://a.org/?token=abc，后面=好", "见https://a.org/?token=REDACTED，后面=好"),
            (
                "https://a.org/?token=1,https://u:p@b.org/?x=1&pw=2; x",
                "https://a.org/?token=REDACTED,https://REDACTED@b.org/?x=1&pw=REDACTED; x",
            ),
            (
                "<a href=\"https://a.org/?sig=1\">x</a>",
                "<a href=\"https://a.org/?sig=REDACTED\">x</a>",
            ),
            ("[x](https://a.org/?sig=1).", "[x](https://a.org/?sig=REDACTED)."),
            ("at hooks.slack.com/services/T0/B0。", "at hooks.slack.com/REDACTED。"),
            ("a.org/文?sig=1", "a.org/文?sig=REDACTED"),
            (
                "a.org/auth/9f86d081884c7d659a2feaa0c55ad015, and/or.",
                "a.org/auth/REDACTED, and/or.",
            ),
            ("//u:p@a.org/ a = b, 1=1", "//REDACTED@a.org/ a = b, 1=1"),
        ];
        for (text, clean) in cases {
            assert_eq!(redact_text(text), clean);
            assert_eq!(redact_text(clean), clean, "idempotent");
        }
    }

    #[test]
    fn a_clean_url_is_borrowed() {
        assert!(matches!(redact_url("https://a.example/b?c=d#e"), Cow::Borrowed(_)));
        assert!(matches!(redact_text("a://"), Cow::Borrowed(_)));
    }
}

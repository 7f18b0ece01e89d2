//! Takes secrets out of URLs before people see them: tokens, signatures, passwords, addresses.
//!
//! Works on text rather than on parsed URLs, since reports show hrefs as they were written, broken
//! ones too. What is taken out is replaced by a word, so that a reader sees that something was there.

use std::borrow::Cow;

/// What stands in place of a secret.
const REDACTED: &str = "REDACTED";

/// Parameter names, in lower case without `-` and `_`, that hold a secret.
const SECRETS: [&str; 17] = [
    "sig",
    "pwd",
    "pass",
    "auth",
    "authorization",
    "jwt",
    "hmac",
    "phpsessid",
    "awsaccesskeyid",
    "googleaccessid",
    "xamzcredential",
    "xgoogcredential",
    "unlockedarticlecode",
    "giftcode",
    "mkttok",
    "bearer",
    "otp",
];

/// Endings of such names: `access_token`, `X-Amz-Signature`, `clientSecret`, `;jsessionid`.
const ENDINGS: [&str; 9] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "apikey",
    "signature",
    "sessionid",
    "email",
];

/// Beginnings of values that are secrets under any name: JSON web tokens, API keys.
const SHAPES: [&str; 5] = ["eyJ", "AIza", "ghp_", "github_pat_", "xoxb-"];

/// A URL without secrets: user information, values of secret parameters, and any value that holds
/// an e-mail address. Everything else stays to the letter. Idempotent; total over any text.
///
/// ```
/// use citegraph::link::redact::redact;
/// assert_eq!(redact("https://a.example/x?id=7&access_token=k3y#top"),
///                   "https://a.example/x?id=7&access_token=REDACTED#top");
/// assert_eq!(redact("https://me:pw@a.example/"), "https://REDACTED@a.example/");
/// ```
pub fn redact(url: &str) -> Cow<'_, str> {
    let (head, rest) = split_authority(url);
    let mut text = match head.rsplit_once('@') {
        Some((user, host)) => match user.rsplit_once("//") {
            Some((scheme, _)) => format!("{scheme}//{REDACTED}@{host}"),
            None => head.to_owned(),
        },
        None => head.to_owned(),
    };
    let mut path = true;
    let mut rest = rest;
    while !rest.is_empty() {
        path = path && !rest.starts_with(['?', '#']);
        let ends = |c: char| matches!(c, '?' | '&' | '#' | ';') || (path && c == '/');
        let skip = rest.chars().next().map_or(0, |c| if ends(c) { c.len_utf8() } else { 0 });
        let end = rest[skip..].find(ends).map_or(rest.len(), |at| at + skip);
        text.push_str(&rest[..skip]);
        push_parameter(&mut text, &rest[skip..end]);
        rest = &rest[end..];
    }
    if text == url { Cow::Borrowed(url) } else { Cow::Owned(text) }
}

/// Redacts every URL in running text, with or without its scheme: each word with `://` or `=`.
///
/// ```
/// use citegraph::link::redact::redact_text;
/// assert_eq!(redact_text("See https://a.example/?sig=1 too"),
///            "See https://a.example/?sig=REDACTED too");
/// ```
pub fn redact_text(text: &str) -> Cow<'_, str> {
    let url = |text: &str| text.contains("://") || text.contains('=');
    if !url(text) {
        return Cow::Borrowed(text);
    }
    let words = text.split_inclusive(char::is_whitespace);
    let redacted: String = words
        .map(|word| {
            let bare = word.trim_end_matches(char::is_whitespace);
            let clean = if url(bare) { redact(bare) } else { Cow::Borrowed(bare) };
            format!("{clean}{}", &word[bare.len()..])
        })
        .collect();
    if redacted == text { Cow::Borrowed(text) } else { Cow::Owned(redacted) }
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

fn push_parameter(text: &mut String, parameter: &str) {
    match parameter.split_once('=') {
        Some((name, value)) if !value.is_empty() && (secret(name) || holds_secret(value)) => {
            text.push_str(name);
            text.push('=');
            text.push_str(REDACTED);
        }
        _ => text.push_str(parameter),
    }
}

fn secret(name: &str) -> bool {
    let name = decode(name).to_lowercase().replace(['-', '_'], "");
    SECRETS.contains(&name.as_str()) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Whether a value is a secret by its shape, holds an address, or is a wrapped URL with a secret.
fn holds_secret(value: &str) -> bool {
    let mut value = value.to_owned();
    // Wrappers encode what they wrap, some of them twice.
    for _ in 0..3 {
        let shaped = SHAPES.iter().any(|shape| value.starts_with(shape) && value.len() > 16);
        let nested = value.split(['?', '&', '#', ';']).skip(1).filter_map(|p| p.split_once('='));
        let mut nested = nested.filter(|(_, inner)| !inner.is_empty() && *inner != REDACTED);
        if shaped || has_address(&value) || nested.any(|(name, _)| secret(name)) {
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

/// Decodes `%XX`; what does not decode to UTF-8 becomes U+FFFD.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            |offset: usize| bytes.get(at + offset).and_then(|byte| (*byte as char).to_digit(16));
        match (bytes[at], hex(1), hex(2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, _, _) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("not a url", "not a url"),
            ("", ""),
        ];
        for (url, clean) in cases {
            assert_eq!(redact(url), clean);
            assert_eq!(redact(clean), clean, "idempotent");
        }
    }

    #[test]
    fn a_clean_url_is_borrowed() {
        assert!(matches!(redact("https://a.example/b?c=d#e"), Cow::Borrowed(_)));
        assert!(matches!(redact_text("a://"), Cow::Borrowed(_)));
    }
}

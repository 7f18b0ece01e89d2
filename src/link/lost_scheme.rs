//! Addresses that lack their scheme, have a mistyped one, or stand behind other characters, so that browsers
//! look for them on the article's own site. Nothing is repaired here: what may have been meant is a suggestion.

use url::Url;

use super::resolve;
use crate::domain::{has_known_suffix, registrable};

/// Schemes that are spelled like those of the web and are others.
const OTHER_SCHEMES: [&str; 8] = ["ftp", "ftps", "nntp", "rtmp", "rtsp", "sftp", "smtp", "tftp"];

/// Endings of hosts that file names do not have.
const PLAIN_SUFFIXES: [&str; 9] = ["biz", "com", "edu", "gov", "info", "int", "mil", "net", "org"];

/// Countries whose ending files have too, such as `.md` and `.rs`.
const FILE_SUFFIXES: [&str; 24] = [
    "ad", "ai", "al", "am", "as", "bz", "cc", "gd", "gl", "im", "in", "is", "la", "md", "mk", "ml",
    "ms", "pl", "ps", "py", "rs", "sh", "so", "st",
];

/// Bytes of other text that may stand before an address.
const MAX_PREFIX_BYTES: usize = 48;

/// Bytes of an address that are looked at: the fault stands at its start.
const MAX_ADDRESS_BYTES: usize = 1 << 13;

/// What is wrong with an address, and what it may have been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MisaddressedUrl {
    /// What is wrong.
    pub(crate) what: &'static str,
    /// The address that was probably meant.
    pub(crate) repaired: Url,
}

/// Finds out what is wrong with an href that browsers resolve to `resolved`, its character references decoded.
/// `None` where it looks as it was meant, or nobody can say what was meant.
pub(crate) fn misaddressed(href: &str, resolved: Option<&Url>) -> Option<MisaddressedUrl> {
    let text = href.trim();
    if text.len() > MAX_ADDRESS_BYTES || text.starts_with(['#', '?']) || begins_soundly(text) {
        return None;
    }
    let (what, address) =
        hidden(text).or_else(|| mistyped(text)).or_else(|| without_scheme(text))?;
    let repaired = Url::parse(&address).ok().filter(resolve::has_possible_host)?;
    let host = repaired.host_str()?;
    // What browsers open all the same is not broken.
    let is_opened =
        resolved.is_some_and(|url| resolve::is_web(url.scheme()) && url.host_str() == Some(host));
    let is_public = has_known_suffix(host) && host.contains('.');
    (is_public && !is_opened).then_some(MisaddressedUrl { what, repaired })
}

/// Whether an address begins with its scheme and a host, as most do.
fn begins_soundly(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| host.starts_with(char::is_alphanumeric))
}

/// Whether a character marks the edge of a quotation, or cannot be seen.
fn is_stray(ch: char) -> bool {
    matches!(
        ch,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '《'
            | '》'
            | '〈'
            | '〉'
            | '＂'
            | '`'
            | '´'
            | '<'
            | '>'
            | '('
            | '（'
    ) || is_unseen(ch)
}

/// Whether a character is a blank or cannot be seen.
fn is_unseen(ch: char) -> bool {
    matches!(
        ch,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    ) || ch.is_whitespace()
}

/// An address behind other characters: quotation marks, characters that cannot be seen, a word and a blank.
fn hidden(text: &str) -> Option<(&'static str, String)> {
    if text.starts_with("http://") || text.starts_with("https://") {
        return None;
    }
    let lower = text.get(..text.len().min(MAX_PREFIX_BYTES + 8)).map(str::to_ascii_lowercase);
    let lower = lower.unwrap_or_else(|| {
        let end = text.floor_char_boundary(MAX_PREFIX_BYTES + 8);
        text[..end].to_ascii_lowercase()
    });
    let at = ["https://", "http://", "www."].iter().filter_map(|start| lower.find(start)).min()?;
    let (before, address) = (&text[..at], &text[at..]);
    let decoded = super::decode(before)?;
    let what = match decoded.chars().next_back()? {
        _ if decoded.contains(['/', '?', '=', '#']) => return None,
        _ if decoded.chars().all(is_unseen) => "a character that cannot be seen stands before it",
        _ if decoded.chars().all(is_stray) => "a quotation mark stands before it",
        last if is_unseen(last) && !address.starts_with("www.") => "other text stands before it",
        _ => return None,
    };
    let address = address.trim_end_matches(|ch| is_stray(ch) || ch == ')');
    let address = if address.to_ascii_lowercase().starts_with("www.") {
        format!("https://{address}")
    } else {
        address.to_owned()
    };
    Some((what, without_encoded_end(&address).to_owned()))
}

/// Without quotation marks that were encoded.
fn without_encoded_end(address: &str) -> &str {
    let ends = ["%22", "%E2%80%9D", "%E2%80%9C", "%E2%80%99", "%E2%80%8B"];
    let end = ends.iter().find_map(|end| address.strip_suffix(end));
    end.unwrap_or(address)
}

/// A scheme that is misspelled, or lacks its colon or slashes: `htttps://`, `https//`, `https;//`, `http:/x`.
fn mistyped(text: &str) -> Option<(&'static str, String)> {
    let letters = text.find(|ch: char| !ch.is_ascii_alphabetic()).unwrap_or(text.len());
    let (scheme, rest) = text.split_at(letters);
    let scheme = scheme.to_ascii_lowercase();
    let is_web = matches!(scheme.as_str(), "http" | "https");
    let is_cut = scheme.is_empty() && rest.starts_with("://");
    if !(is_web || is_cut || is_misspelled(&scheme)) {
        return None;
    }
    let mark: usize = rest
        .chars()
        .take_while(|ch| matches!(ch, ':' | '：' | ';' | '；' | '.' | '/' | '\\' | ' ' | '|'))
        .map(char::len_utf8)
        .sum();
    let (mark, host) = rest.split_at(mark);
    let has_slash = mark.contains(['/', '\\']);
    let has_colon = mark.contains([':', '：', ';', '；', '|']);
    let is_sound = is_web && (mark == "://" || mark == ":\\\\" || mark.starts_with(":///"));
    // Without slashes a scheme has a colon; without a colon it has two slashes.
    let is_mark = has_colon || (has_slash && mark.ends_with("//"));
    if is_sound || !is_mark || !host.contains('.') {
        return None;
    }
    let what = match is_web {
        true => "its scheme has no `://`",
        false if scheme.is_empty() => "its scheme is missing",
        false => "its scheme is misspelled",
    };
    let scheme = if scheme.ends_with('s') || scheme.is_empty() { "https" } else { "http" };
    Some((what, format!("{scheme}://{host}")))
}

/// Whether a word is `http` or `https` with one letter more, less, other or exchanged, or `hxxp`, or put
/// together of their letters.
fn is_misspelled(word: &str) -> bool {
    if !(3..=8).contains(&word.len()) || OTHER_SCHEMES.contains(&word) {
        return false;
    }
    let of_letters = word.bytes().all(|byte| b"htps".contains(&byte))
        && word.contains('p')
        && word.contains('t')
        && word.starts_with(['h', 't']);
    of_letters
        || matches!(word, "hxxp" | "hxxps" | "hxtp" | "hxtps")
        || ["http", "https"].iter().any(|scheme| is_one_step(word, scheme))
}

/// Whether one letter makes the difference, or two that changed their places.
fn is_one_step(word: &str, scheme: &str) -> bool {
    let (word, scheme) = (word.as_bytes(), scheme.as_bytes());
    let same = word.iter().zip(scheme).take_while(|(a, b)| a == b).count();
    let (word, scheme) = (&word[same..], &scheme[same..]);
    match (word, scheme) {
        ([_, word @ ..], scheme) if word == scheme => true,
        (word, [_, scheme @ ..]) if word == scheme => true,
        ([_, word @ ..], [_, scheme @ ..]) if word == scheme => true,
        ([a, b, word @ ..], [c, d, scheme @ ..]) => a == d && b == c && word == scheme,
        _ => false,
    }
}

/// An address that begins with its host: `www.x.org/a`, `x.com/a`.
fn without_scheme(text: &str) -> Option<(&'static str, String)> {
    let end = text.find(['/', '?', '#', '\\']).unwrap_or(text.len());
    let (host, path) = text.split_at(end);
    let host = host.to_ascii_lowercase();
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
    };
    let labels: Vec<&str> = host.split('.').collect();
    if labels.len() < 2 || !labels.iter().all(|label| is_label(label)) {
        return None;
    }
    let last = labels[labels.len() - 1];
    let is_www = labels[0] == "www" && labels.len() >= 3;
    let is_named = PLAIN_SUFFIXES.contains(&last)
        || (last.len() == 2 && !FILE_SUFFIXES.contains(&last) && !path.is_empty())
        || (registrable(&host).split('.').count() >= 3 && !path.is_empty());
    let is_name = host.starts_with(|ch: char| ch.is_ascii_alphanumeric()) && last.len() >= 2;
    let letters = !last.bytes().any(|byte| byte.is_ascii_digit());
    ((is_www || is_named) && is_name && letters)
        .then(|| ("its scheme is missing", format!("https://{}", text.replace('\\', "/"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(href: &str) -> Option<String> {
        let base = Url::parse("https://paper.example.net/2024/a").unwrap();
        let resolved = base.join(href).ok();
        misaddressed(href, resolved.as_ref()).map(|found| found.repaired.into())
    }

    #[test]
    fn schemes_that_are_missing_or_mistyped() {
        for (href, address) in [
            ("www.port-office.example.org/figures", "https://www.port-office.example.org/figures"),
            ("www.example.org", "https://www.example.org/"),
            ("ministry.example.com/annual.html", "https://ministry.example.com/annual.html"),
            ("electnobody.com", "https://electnobody.com/"),
            ("play.google.com/", "https://play.google.com/"),
            ("zeitung.example.de/a", "https://zeitung.example.de/a"),
            ("www.gov.uk/a", "https://www.gov.uk/a"),
            ("htttps://third.example.org/a", "https://third.example.org/a"),
            ("htp://a.example.org/b", "http://a.example.org/b"),
            ("hhtps://a.example.org/b", "https://a.example.org/b"),
            ("hxxp://a.example.org/b", "http://a.example.org/b"),
            ("httpss://a.example.org/b", "https://a.example.org/b"),
            ("https//fourth.example.org/b", "https://fourth.example.org/b"),
            ("https;//ninth.example.org/g", "https://ninth.example.org/g"),
            ("ttps://tenth.example.org/h", "https://tenth.example.org/h"),
            ("https:eighth.example.org/f", "https://eighth.example.org/f"),
            ("https:/a.example.org/f", "https://a.example.org/f"),
            ("https：//a.example.org/f", "https://a.example.org/f"),
            ("https: //a.example.org/f", "https://a.example.org/f"),
            ("://a.example.org/f", "https://a.example.org/f"),
            ("http.//a.example.org/f", "http://a.example.org/f"),
            ("https:://a.example.org/f", "https://a.example.org/f"),
            ("https:/://a.example.org/f", "https://a.example.org/f"),
        ] {
            assert_eq!(repaired(href).as_deref(), Some(address), "{href}");
        }
    }

    #[test]
    fn characters_before_an_address() {
        for (href, address) in [
            ("“https://fifth.example.org/c”", "https://fifth.example.org/c"),
            ("”https://eleventh.example.org/i”", "https://eleventh.example.org/i"),
            ("'https://a.example.org/c'", "https://a.example.org/c"),
            ("%22https://a.example.org/c%22", "https://a.example.org/c"),
            ("\u{200b}https://sixth.example.org/d", "https://sixth.example.org/d"),
            ("%E2%80%8Bhttps://sixth.example.org/d", "https://sixth.example.org/d"),
            ("\u{feff}www.example.org/d", "https://www.example.org/d"),
            ("channel:%20https://www.youtube.com/a", "https://www.youtube.com/a"),
            ("«https://a.example.org/»", "https://a.example.org/"),
        ] {
            assert_eq!(repaired(href).as_deref(), Some(address), "{href}");
        }
    }

    #[test]
    fn what_is_meant_as_it_stands() {
        for href in [
            "https://a.example.org/b",
            "HTTP://a.example.org/b",
            "http:\\\\a.example.org\\b",
            "https:///a.example.org/b",
            "//a.example.org/b",
            "mailto:ann@example.org",
            "ftp://a.example.org/b",
            "rtsp://a.example.org/b",
            "tel:+123",
            "javascript:void(0)",
            "data:text/plain,http://a.example.org",
            "README.md",
            "docs/README.md",
            "lib.rs",
            "lib.rs/a",
            "index.html",
            "a.b.html",
            "guide.pdf",
            "v1.0/notes",
            "1.2.3",
            "node.js",
            "setup.py",
            "install.sh",
            "../www.example.org/a",
            "/www.example.org/a",
            "go?u=https://a.example.org/",
            "redirect/https://a.example.org/",
            "web/2020/https://a.example.org/",
            "search?q=www.example.org",
            "wwwhat.html",
            "www.html",
            "www",
            "readme.de",
            "ann@example.org",
            "#www.example.org",
            "http:",
            "https://",
            "com.example.app",
            "",
        ] {
            assert_eq!(repaired(href), None, "{href}");
        }
    }
}

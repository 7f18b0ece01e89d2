//! Bare URLs in running text: where one begins and where it ends.
//!
//! The end follows GFM 6.9 (extended autolinks), but for text without blanks between words: a URL ends
//! at its first non-ASCII character, unless white space stands on both sides of it. What holds
//! full-width punctuation is a sentence and never a URL, and an edge of the block is white space only
//! where the character before the first non-ASCII one is no letter or digit.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

/// What every URL with an authority holds.
static MARK: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(b"://"));

/// The bare http(s) URLs of a block of text, as ranges of bytes.
pub(crate) fn find(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(colon) = MARK.find(&text.as_bytes()[from..]).map(|at| from + at) {
            from = colon + 3;
            let begins = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
            let Some(start) = scheme_start(text, colon) else { continue };
            if !begins(&text[colon + 3..]) {
                continue;
            }
            let end = url_end(text, start, colon + 3);
            if begins(&text[colon + 3..end]) {
                from = end;
                return Some(start..end);
            }
        }
        None
    })
}

/// Where the scheme before `colon` begins, if it is http or https and not the end of a longer word.
fn scheme_start(text: &str, colon: usize) -> Option<usize> {
    let before = &text.as_bytes()[..colon];
    let start = ["https", "http"].iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        before[start..].eq_ignore_ascii_case(scheme.as_bytes()).then_some(start)
    })?;
    let letter = start.checked_sub(1).map(|at| before[at]);
    letter.is_none_or(|byte| !byte.is_ascii_alphanumeric()).then_some(start)
}

fn url_end(text: &str, start: usize, authority: usize) -> usize {
    let rest = &text[authority..];
    // No further than the first character beyond ASCII: a text without blanks would be searched to its end
    // for each of its URLs.
    let stops = |byte: u8| !byte.is_ascii() || matches!(byte, b'\t'..=b'\r' | b' ' | b'<');
    let ascii = rest.bytes().position(stops).unwrap_or(rest.len());
    let end = if rest[ascii..].starts_with(|c: char| !c.is_ascii() && !c.is_whitespace()) {
        international_end(text, start, authority + ascii)
    } else {
        authority + ascii
    };
    authority + trim(&text[authority..end]).len()
}

/// The end of a URL whose first character beyond ASCII stands at `ascii`: there, unless white space stands
/// on both sides of the URL.
fn international_end(text: &str, start: usize, ascii: usize) -> usize {
    let edge_is_blank = !text[..ascii].ends_with(|c: char| c.is_ascii_alphanumeric());
    let blank = |c: Option<char>| c.map_or(edge_is_blank, char::is_whitespace);
    if !blank(text[..start].chars().next_back()) {
        return ascii;
    }
    let rest = &text[ascii..];
    let length = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
    let apart =
        blank(rest[length..].chars().next()) && !rest[..length].contains(is_wide_punctuation);
    if apart { ascii + length } else { ascii }
}

/// Punctuation of CJK text.
fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// Drops trailing punctuation, an entity reference, and brackets that were opened before the URL.
fn trim(mut url: &str) -> &str {
    let pairs = [('(', ')'), ('[', ']'), ('{', '}')];
    // How many more brackets are closed than opened in what is left.
    let mut extra = pairs.map(|(open, close)| count(url, close) - count(url, open));
    while let Some(last) = url.chars().next_back() {
        let pair = pairs.iter().position(|(_, close)| *close == last);
        let cut = match (last, pair) {
            ('?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '"' | '>', _) => 1,
            (';', _) => entity_length(url),
            (_, Some(pair)) if extra[pair] > 0 => {
                extra[pair] -= 1;
                1
            }
            _ => break,
        };
        url = &url[..url.len() - cut];
    }
    url
}

/// The length of `&name;` at the end of `url`, else of the `;`.
fn entity_length(url: &str) -> usize {
    let body = &url[..url.len() - 1];
    let name = body.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    if name > 0 && body[..body.len() - name].ends_with('&') { name + 2 } else { 1 }
}

fn count(text: &str, wanted: char) -> isize {
    text.chars().filter(|c| *c == wanted).count() as isize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Vec<&str> {
        find(text).map(|range| &text[range]).collect()
    }

    #[test]
    fn ends() {
        assert_eq!(urls("(see http://a.org/b_(c).)"), ["http://a.org/b_(c)"]);
        assert_eq!(
            urls("http://a.org/?x&amp; http://b.org/y;"),
            ["http://a.org/?x", "http://b.org/y"]
        );
        assert_eq!(urls("\"https://a.org\", HTTP://B.org!"), ["https://a.org", "HTTP://B.org"]);
        assert_eq!(urls("http://a.org/a.b,c<br>"), ["http://a.org/a.b,c"]);
    }

    #[test]
    fn text_without_blanks() {
        assert_eq!(urls("https://bit.ly/2YsRD8D哈嘍各位"), ["https://bit.ly/2YsRD8D"]);
        assert_eq!(urls("見https://a.org/中文。"), ["https://a.org/"]);
        assert_eq!(
            urls("見 https://ja.wikipedia.org/wiki/日本 。"),
            ["https://ja.wikipedia.org/wiki/日本"]
        );
        assert_eq!(urls("https://a.org/中文"), ["https://a.org/中文"]);
        assert_eq!(urls("a https://bit.ly/2Y哈嘍，大家好！ b"), ["https://bit.ly/2Y"]);
        assert_eq!(urls("a https://a.org/b中 c"), ["https://a.org/b中"]);
    }

    #[test]
    fn beginnings() {
        assert!(urls("xhttp://a.org ftp://b.org http:// http://").is_empty());
        assert_eq!(
            urls("https://web.archive.org/web/1/https://a.org/ b"),
            ["https://web.archive.org/web/1/https://a.org/"]
        );
    }
}

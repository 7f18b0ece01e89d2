//! Bare URLs in running text: where one begins and where it ends.
//!
//! A URL ends before what stands in no URL, such as quotation marks, braces and backslashes, and before a
//! bracket that nothing in it opened, so that JSON, BBCode and LaTeX around it stay outside. Trailing
//! punctuation is dropped as in GFM 6.9 (extended autolinks). In text without blanks between words a URL ends
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
    let mut ends = UrlEnds::after(&text[..start]);
    let mut rest = text[authority..].char_indices();
    // No further than the first character beyond ASCII: a text without blanks would be searched to its end
    // for each of its URLs.
    let stop = rest.find(|(at, c)| !c.is_ascii() || ends.before(*c, &text[authority + at..]));
    let Some((at, c)) = stop else { return trimmed_end(text, authority, text.len()) };
    let end = authority + at;
    if c.is_ascii() || ends.before(c, &text[end..]) || !is_apart(text, start, end) {
        return trimmed_end(text, authority, end);
    }
    let stop = rest.find(|(at, c)| ends.before(*c, &text[authority + at..]));
    trimmed_end(text, authority, stop.map_or(text.len(), |(at, _)| authority + at))
}

/// Where a URL may end, given the characters before.
struct UrlEnds {
    /// How many round and square brackets are open.
    round: u32,
    square: u32,
    /// Whether a single quotation mark stands right before the URL.
    quoted: bool,
    /// Whether a template's tag begins in it.
    in_tag: bool,
}

impl UrlEnds {
    fn after(before: &str) -> Self {
        Self { round: 0, square: 0, quoted: before.ends_with('\''), in_tag: false }
    }

    /// Whether a URL ends before a character, with which `rest` begins.
    fn before(&mut self, c: char, rest: &str) -> bool {
        let close = |open: &mut u32| match open.checked_sub(1) {
            Some(fewer) => {
                *open = fewer;
                false
            }
            None => true,
        };
        match c {
            '(' => self.round += 1,
            '[' => self.square += 1,
            ')' => return close(&mut self.round),
            ']' => return close(&mut self.square),
            '\'' => return self.quoted,
            // A template's tag is left for the row to say so.
            '{' => {
                self.in_tag |= matches!(rest.as_bytes().get(1), Some(b'{' | b'%'));
                return !self.in_tag;
            }
            _ => return is_end(c),
        }
        false
    }
}

/// What stands in no URL (RFC 3986), and dashes and ellipses that are characters of their own. The shorter
/// dash stands in titles of pages.
fn is_end(c: char) -> bool {
    matches!(
        c,
        '"' | '<' | '>' | '}' | '|' | '\\' | '^' | '`' | '…' | '‥' | '⋯' | '—' | '―' | '⸺' | '⸻'
    ) || c.is_whitespace()
}

/// Whether white space stands on both sides of a URL whose first character beyond ASCII stands at `ascii`, and
/// no CJK punctuation in it. What closes the sentence belongs to neither side.
fn is_apart(text: &str, start: usize, ascii: usize) -> bool {
    let edge_is_blank = !text[..ascii].ends_with(|c: char| c.is_ascii_alphanumeric());
    let is_blank = |c: Option<char>| c.map_or(edge_is_blank, char::is_whitespace);
    if !is_blank(text[..start].chars().next_back()) {
        return false;
    }
    let rest = &text[ascii..];
    let length = rest.find(|c: char| c.is_whitespace() || c == '<').unwrap_or(rest.len());
    is_blank(rest[length..].chars().next()) && !rest[..length].contains(is_wide_punctuation)
}

/// Punctuation of CJK text.
fn is_wide_punctuation(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// The end of a URL without trailing punctuation or an entity reference.
fn trimmed_end(text: &str, authority: usize, end: usize) -> usize {
    let mut url = &text[authority..end];
    while let Some(last) = url.chars().next_back() {
        let cut = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' => 1,
            ';' => entity_length(url),
            _ => break,
        };
        url = &url[..url.len() - cut];
    }
    authority + url.len()
}

/// The length of `&name;` at the end of `url`, else of the `;`.
fn entity_length(url: &str) -> usize {
    let body = &url[..url.len() - 1];
    let name = body.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    if name > 0 && body[..body.len() - name].ends_with('&') { name + 2 } else { 1 }
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
    fn notations_around_a_url() {
        for (text, url) in [
            ("{\"url\":\"https://a.org/b\",\"n\":1}", "https://a.org/b"),
            ("[{\"u\":[\"https://a.org/b\"]}]", "https://a.org/b"),
            ("<a href=\"https://a.org/b\">label</a>", "https://a.org/b"),
            ("href={'https://a.org/b'}>x", "https://a.org/b"),
            ("'https://a.org/b','c'", "https://a.org/b"),
            ("\\href{https://a.org/b}{label}", "https://a.org/b"),
            ("\\url{https://a.org/b\\_c}", "https://a.org/b"),
            ("[[https://a.org/b][label]]", "https://a.org/b"),
            ("[url=https://a.org/b]label[/url]", "https://a.org/b"),
            ("[x](https://a.org/b) and", "https://a.org/b"),
            ("{{cite web|url=https://a.org/b|title=c}}", "https://a.org/b"),
            ("|https://a.org/b|", "https://a.org/b"),
            ("`https://a.org/b`_", "https://a.org/b"),
            ("(see https://a.org/b_(c)), and", "https://a.org/b_(c)"),
            ("x^https://a.org/b^", "https://a.org/b"),
            ("it is https://a.org/b… and", "https://a.org/b"),
            ("it is https://a.org/b—and", "https://a.org/b"),
            ("it is https://a.org/日本… and", "https://a.org/日本"),
            ("it is https://a.org/Köln) and", "https://a.org/Köln"),
            ("it is https://a.org/1914–18 and", "https://a.org/1914–18"),
            ("https://a.org/don't.html", "https://a.org/don't.html"),
            ("https://a.org/x[1]=2&y=(3)", "https://a.org/x[1]=2&y=(3)"),
            ("http://[::1]:80/a] b", "http://[::1]:80/a"),
            ("https://a.org/*/b~c/*d and", "https://a.org/*/b~c/*d"),
            ("https://a.org/{{ id }}/x", "https://a.org/{{"),
        ] {
            assert_eq!(urls(text), [url], "{text}");
        }
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

//! Text in HTML: the one place that escapes, and the one that decides what may be a link.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

use maud::{Markup, PreEscaped, Render};

use crate::link::redact::redact_url;
use crate::report::control::sanitize_char;
use crate::report::format::truncate;

/// Addresses beyond this are shown, cut short, but not linked.
const MAX_HREF_BYTES: usize = 4000;

/// Characters of an address that are shown.
const MAX_SHOWN_CHARS: usize = 120;

/// Text for an element or a quoted attribute.
pub(crate) struct Escaped<'a>(&'a str);

/// Escapes text for an element or a quoted attribute. Characters that steer the reader's screen,
/// such as overrides of direction, become U+FFFD; unseen ones are left out.
pub(crate) fn escape_html(text: &str) -> Escaped<'_> {
    Escaped(text)
}

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars().filter_map(sanitize_char) {
            match c {
                '&' => out.write_str("&amp;")?,
                '<' => out.write_str("&lt;")?,
                '>' => out.write_str("&gt;")?,
                '"' => out.write_str("&quot;")?,
                '\'' => out.write_str("&#39;")?,
                c => out.write_char(c)?,
            }
        }
        Ok(())
    }
}

impl Render for Escaped<'_> {
    fn render_to(&self, page: &mut String) {
        // A string takes all that is written.
        let _ = write!(page, "{self}");
    }
}

/// The tag as the value of a `lang` attribute, where it can be a language.
pub(crate) fn language(tag: Option<&str>) -> Option<&str> {
    let plain = |tag: &&str| tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    tag.filter(plain).filter(|tag| (2..=35).contains(&tag.len()))
}

/// An address, escaped and without secrets, cut where it is long; a link if it may be one.
pub(crate) fn address(url: &str) -> String {
    let Some(href) = href(url) else {
        return format!("<bdi>{}</bdi>", escape_html(&truncate(&redact_url(url), MAX_SHOWN_CHARS)));
    };
    let shown = href.split_once("://").map_or(&*href, |(_, rest)| rest);
    let shown = readable(shown.strip_prefix("www.").unwrap_or(shown));
    format!(
        "<a href=\"{}\" rel=\"noreferrer noopener nofollow\">{}</a>",
        escape_html(&href),
        escape_html(&truncate(&shown, MAX_SHOWN_CHARS))
    )
}

/// An address for the eye: letters of other scripts instead of their percent-encoded bytes.
fn readable(address: &str) -> Cow<'_, str> {
    let decoded = percent_encoding::percent_decode_str(address).decode_utf8();
    match decoded {
        // What steers the screen, or would look like another address, stays encoded.
        Ok(text) if text.chars().all(|c| c.is_alphanumeric() || address.contains(c)) => text,
        _ => Cow::Borrowed(address),
    }
}

/// The same as a part of a template.
pub(super) fn linked_address(url: &str) -> Markup {
    PreEscaped(address(url))
}

/// The address as a link may hold it: http or https, without secrets; still to be escaped.
pub(crate) fn href(url: &str) -> Option<Cow<'_, str>> {
    let clean = redact_url(url);
    let web = clean.starts_with("http://") || clean.starts_with("https://");
    (web && clean.len() <= MAX_HREF_BYTES && url::Url::parse(&clean).is_ok()).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_quotes() {
        let escaped = |text: &str| escape_html(text).to_string();
        assert_eq!(
            escaped("</script><img src=x onerror='alert(\"1\")'>&amp;"),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt;&amp;amp;"
        );
        assert_eq!(escaped("a\u{202e}cod.exe\u{200b}\0\n"), "a\u{fffd}cod.exe\u{fffd} ");
        assert_eq!(escaped("שלום 面包 🎈"), "שלום 面包 🎈");
    }

    #[test]
    fn a_language_is_a_tag_and_nothing_else() {
        assert_eq!(language(Some("zh-Hans")), Some("zh-Hans"));
        for tag in [None, Some(""), Some("e"), Some("en\" onclick=\"x"), Some("en us")] {
            assert_eq!(language(tag), None, "{tag:?}");
        }
    }

    #[test]
    fn only_the_web_is_linked() {
        for url in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.example/",
            "/x",
            "",
            "https://[",
            " https://a.example",
        ] {
            assert_eq!(href(url), None, "{url}");
        }
        assert_eq!(href("https://a.example/?sig=1").unwrap(), "https://a.example/?sig=REDACTED");
        assert_eq!(href("http://a.example/\"><b").unwrap(), "http://a.example/\"><b");
        assert_eq!(href(&format!("https://a.example/{}", "x".repeat(4000))), None);
    }
}

//! Text in HTML: the one place that escapes, and the one that decides what may be a link.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

use crate::link::redact::redact;
use crate::report::control::neutral;
use crate::report::words::shortened;

/// Addresses beyond this are shown, cut short, but not linked.
const LONGEST_HREF: usize = 4000;

/// Characters of an address that are shown.
const SHOWN: usize = 120;

/// Text for an element or a quoted attribute.
pub(crate) struct Escaped<'a>(&'a str);

/// Escapes text for an element or a quoted attribute. Characters that steer the reader's screen,
/// such as overrides of direction, become U+FFFD; unseen ones are left out.
pub(crate) fn escape(text: &str) -> Escaped<'_> {
    Escaped(text)
}

impl Display for Escaped<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars().filter_map(neutral) {
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

/// A `lang` attribute with a blank before it, where `tag` can be a language.
pub(crate) fn lang(tag: Option<&str>) -> String {
    let tag = tag.unwrap_or_default();
    let plain = tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain && (2..=35).contains(&tag.len()) { format!(" lang=\"{tag}\"") } else { String::new() }
}

/// An address, escaped and without secrets, cut where it is long; a link if it may be one.
pub(crate) fn address(url: &str) -> String {
    let Some(href) = href(url) else {
        return format!("<bdi>{}</bdi>", escape(&shortened(&redact(url), SHOWN)));
    };
    let shown = href.split_once("://").map_or(&*href, |(_, rest)| rest);
    let shown = shown.strip_prefix("www.").unwrap_or(shown);
    format!(
        "<a href=\"{}\" rel=\"noreferrer noopener nofollow\">{}</a>",
        escape(&href),
        escape(&shortened(shown, SHOWN))
    )
}

/// The address as a link may hold it: http or https, without secrets; still to be escaped.
pub(crate) fn href(url: &str) -> Option<Cow<'_, str>> {
    let clean = redact(url);
    let web = clean.starts_with("http://") || clean.starts_with("https://");
    (web && clean.len() <= LONGEST_HREF && url::Url::parse(&clean).is_ok()).then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_its_quotes() {
        let escaped = |text: &str| escape(text).to_string();
        assert_eq!(
            escaped("</script><img src=x onerror='alert(\"1\")'>&amp;"),
            "&lt;/script&gt;&lt;img src=x onerror=&#39;alert(&quot;1&quot;)&#39;&gt;&amp;amp;"
        );
        assert_eq!(escaped("a\u{202e}cod.exe\u{200b}\0\n"), "a\u{fffd}cod.exe\u{fffd} ");
        assert_eq!(escaped("שלום 面包 🎈"), "שלום 面包 🎈");
    }

    #[test]
    fn a_language_is_a_tag_and_nothing_else() {
        assert_eq!(lang(Some("zh-Hans")), " lang=\"zh-Hans\"");
        for tag in [None, Some(""), Some("e"), Some("en\" onclick=\"x"), Some("en us")] {
            assert_eq!(lang(tag), "", "{tag:?}");
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

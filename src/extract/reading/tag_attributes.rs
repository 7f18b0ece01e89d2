//! What the attributes of a tag say of the content of its element.

use crate::html::attrs;
use crate::html::byte_range::ByteRange;

/// Whether a `font` says more than SVG knows of (13.2.6.5).
pub(super) fn is_styled(html: &[u8], attrs: ByteRange) -> bool {
    ["color", "face", "size"].iter().any(|name| attrs::find(html, attrs, name).is_some())
}

/// Whether attributes keep an element from being shown: `hidden`, or a style of its own.
pub(super) fn conceals(html: &str, attrs: ByteRange) -> bool {
    let bytes = html.as_bytes();
    let text = attrs.slice(bytes);
    let mentions = |word: &[u8]| memchr::memmem::find(text, word).is_some();
    if mentions(b"hidden")
        && let Some(value) = attrs::find(bytes, attrs, "hidden")
    {
        return !value.text(html).eq_ignore_ascii_case("until-found");
    }
    let style = || attrs::find(bytes, attrs, "style").map(|style| style.text(html));
    mentions(b"display")
        && style().is_some_and(|style| {
            style.split(';').filter_map(|rule| rule.split_once(':')).any(|(name, value)| {
                name.trim().eq_ignore_ascii_case("display")
                    && value.trim().to_ascii_lowercase().starts_with("none")
            })
        })
}

/// Whether a template declares a shadow root, whose content browsers show.
pub(super) fn is_shadow_root(html: &str, attrs: ByteRange) -> bool {
    let mode = attrs::find(html.as_bytes(), attrs, "shadowrootmode");
    mode.is_some_and(|mode| {
        let mode = mode.text(html);
        mode.eq_ignore_ascii_case("open") || mode.eq_ignore_ascii_case("closed")
    })
}

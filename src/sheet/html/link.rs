//! Links out of the page.

use maud::{Markup, html};

use crate::link::redact::redact_url;
use crate::report::format::truncate;
use crate::report::html::escape::{escape_html, href};

/// Characters shown of an address.
const MAX_SHOWN_CHARS: usize = 160;

/// A link that opens beside the sheet, where the address is of the web; else its words alone.
pub(super) fn link_out(url: &str, words: &str) -> Markup {
    let words = if words.trim().is_empty() { url } else { words };
    let words = redact_url(words);
    let words = html! { bdi { (escape_html(&truncate(&words, MAX_SHOWN_CHARS))) } };
    html! {
        @match href(url) {
            Some(href) => a href=(escape_html(&href)) target="_blank" rel="noreferrer noopener nofollow" {
                (words)
            },
            None => (words),
        }
    }
}

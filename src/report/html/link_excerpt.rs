//! What a page shows of a citation: its sentence, where the link stands in it, and its address.

use super::block::{sanitize, short};
use super::escape::href;
use crate::article::Link;
use crate::corpus::key;
use crate::link::redact::{redact_text, redact_url};

/// Characters of a sentence.
const MAX_EXCERPT_CHARS: usize = 240;

/// Characters before the anchor, of a sentence that is longer.
const BEFORE: usize = 80;

/// A citation in short, without secrets and without what would steer a screen.
pub(crate) struct LinkExcerpt {
    /// Its sentence, or what stands around the anchor in it.
    pub(crate) sentence: String,
    /// Where the anchor stands in the sentence, in units of UTF-16; `None` where it does not stand there.
    pub(crate) mark: Option<[usize; 2]>,
    /// The text of the link.
    pub(crate) anchor: String,
    /// Its address.
    pub(crate) url: String,
    /// Whether the address may be a link.
    pub(crate) is_linked: bool,
}

impl LinkExcerpt {
    pub(crate) fn from_link(link: &Link) -> Self {
        let url = link.opened().unwrap_or_else(|| key(link));
        let (url, is_linked) = match href(url) {
            Some(href) => (sanitize(&href), true),
            None => (short(&redact_url(url)), false),
        };
        let anchor = short(&redact_text(&link.anchor));
        let sentence = excerpt(&link.sentence_text().unwrap_or_default(), link.anchor_at);
        let mark = sentence.find(&anchor).filter(|_| !anchor.is_empty()).map(|start| {
            let units = |text: &str| text.encode_utf16().count();
            let start = units(&sentence[..start]);
            [start, start + units(&anchor)]
        });
        Self { sentence, mark, anchor, url, is_linked }
    }
}

/// The sentence, or what stands around the anchor in it.
fn excerpt(sentence: &str, anchor_at: Option<[u32; 2]>) -> String {
    let clean = redact_text(sentence);
    let length = clean.chars().count();
    // Where a secret was taken out, positions no longer hold, and the sentence is cut at its end.
    let anchor = anchor_at.filter(|_| clean == sentence).map_or(0, |[start, _]| start as usize);
    let from = match length > MAX_EXCERPT_CHARS {
        true => anchor.saturating_sub(BEFORE).min(length - MAX_EXCERPT_CHARS),
        false => 0,
    };
    let cut: String = clean.chars().skip(from).take(MAX_EXCERPT_CHARS).collect();
    let [before, after] =
        [from > 0, from + MAX_EXCERPT_CHARS < length].map(|cut| if cut { "…" } else { "" });
    format!("{before}{}{after}", sanitize(&cut))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sentence_is_cut_around_its_anchor() {
        let excerpt = |sentence: &str, at: u32| excerpt(sentence, Some([at, at + 4]));
        assert_eq!(excerpt("a\u{202e}b\n", 0), "a\u{fffd}b ");
        let long = format!("{}here{}", "a ".repeat(300), " b".repeat(300));
        let cut = excerpt(&long, 600);
        assert!(cut.starts_with("…") && cut.ends_with("…") && cut.contains("a here b"), "{cut}");
        assert_eq!(cut.chars().count(), MAX_EXCERPT_CHARS + 2);
        assert!(excerpt(&long, 0).starts_with("a a"));
        assert!(excerpt(&long, 1204).ends_with(" b"));
    }
}

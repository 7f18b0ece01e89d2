//! Another page under the same address: what a link shows now against what it showed at first.

use std::collections::BTreeSet;

use super::address::is_front_page;
use super::observation::{Observation, PageFacts};
use super::text_hash::text_distance;

/// Bits in which the simhashes of two texts that have nothing in common differ at least. Of 64 it is 32
/// on average with a standard deviation of 4.
const MIN_DISTINCT_TEXT_BITS: u32 = 20;

/// How many times the text of a page was longer at least that has become a shell.
const MIN_LOSS: u64 = 3;

/// A text of fewer characters tells too little.
const MIN_TEXT_CHARS: u64 = 300;

/// Whether the page that came is another one than came before: no word of its title is the same, and
/// nothing of its text. Front pages change by their nature, and short texts tell nothing.
pub(super) fn is_different_page(before: &Observation, now: &Observation) -> bool {
    let (Some(was), Some(is)) = (comparable_page(before), comparable_page(now)) else {
        return false;
    };
    let apart = text_distance(before, now).is_some_and(|bits| bits >= MIN_DISTINCT_TEXT_BITS);
    apart && !is_front_page(&now.url) && words(was).is_disjoint(&words(is))
}

/// Whether a page to read was there before, and now comes next to nothing under a title of other words: a shell, a
/// form to sign in, a page of whoever has the domain now.
pub(super) fn is_emptied(before: &Observation, now: &Observation) -> bool {
    let (Some(was), Some(is)) = (comparable_page(before), now.page.as_ref()) else { return false };
    let is_little = is.bytes > 0 && is.text_hash.is_some() && is.text_chars < MIN_TEXT_CHARS;
    let is_other = words(was).is_disjoint(&words(is));
    is_little && is_other && is.text_chars * MIN_LOSS < was.text_chars && !is_front_page(&now.url)
}

/// What can be compared with another check.
pub(super) fn comparable_page(seen: &Observation) -> Option<&PageFacts> {
    seen.page.as_ref().filter(|page| page.text_chars >= MIN_TEXT_CHARS && !words(page).is_empty())
}

/// The words of the title; of scripts that write without blanks, the characters.
fn words(page: &PageFacts) -> BTreeSet<String> {
    let title = page.title.as_deref().unwrap_or_default().to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let parts = words.flat_map(|word| -> Vec<String> {
        if word.is_ascii() { vec![word.into()] } else { word.chars().map(String::from).collect() }
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(title: &str, hash: u64, chars: u64) -> Observation {
        let page = PageFacts {
            title: Some(title.into()),
            text_hash: Some(format!("{hash:016x}")),
            text_chars: chars,
            ..PageFacts::default()
        };
        let line = r#"{"schema":1,"url":"https://a.example/story","started":"2026-03-01T10:00:00Z","run":"r","method":"get","hops":[],"end":"answered"}"#;
        Observation { page: Some(page), ..serde_json::from_str(line).unwrap() }
    }

    #[test]
    fn another_page_shares_neither_title_nor_text() {
        let was = seen("Ice and the sea - A Paper", 0, 2000);
        for (title, hash, chars, another) in [
            ("Casino bonus online", u64::MAX >> 40, 2000, true),
            ("Casino bonus online", 0xff, 2000, false),
            ("Casino bonus online", u64::MAX >> 40, 200, false),
            ("Sport - A Paper", u64::MAX >> 40, 2000, false),
            ("", u64::MAX >> 40, 2000, false),
            ("海冰", u64::MAX >> 40, 2000, true),
        ] {
            assert_eq!(
                is_different_page(&was, &seen(title, hash, chars)),
                another,
                "{title} {hash}"
            );
        }
        let front = Observation { url: "https://a.example/".into(), ..seen("B", u64::MAX, 999) };
        assert!(!is_different_page(&was, &front));
    }
}

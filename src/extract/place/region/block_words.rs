//! The words of a block, and how many of them are the text of links.

use crate::article::is_letter_or_digit;
use crate::extract::reading::{ParsedPage, TextBlock};
use crate::extract::sentence::is_wide;

/// How many words a block has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct BlockWords {
    /// Stretches without blanks that hold a letter or digit; two letters of a script without blanks
    /// count as one word.
    pub(crate) all: u32,
    /// Those that are the text of links, by the share of its bytes.
    pub(crate) linked: u32,
}

impl BlockWords {
    /// Counts the words of a block.
    pub(crate) fn count(page: &ParsedPage, block: &TextBlock) -> Self {
        let all = u64::from(words(&page.text[block.text.clone()]));
        let bytes = block.text.len() as u64;
        let link_bytes = (block.link_text as u64).min(bytes);
        // Rounded half up.
        let linked = (all * link_bytes * 2 + bytes) / (2 * bytes).max(1);
        Self { all: all as u32, linked: linked as u32 }
    }

    /// The words that are not the text of links.
    pub(crate) fn plain(self) -> u32 {
        self.all - self.linked
    }

    /// Whether links make up so much of it, in percent.
    pub(crate) fn is_linked(self, percent: u32) -> bool {
        self.linked > 0 && is_share(self.linked, self.all, percent)
    }
}

/// Whether `part` is at least so many percent of `whole`.
pub(super) fn is_share(part: u32, whole: u32, percent: u32) -> bool {
    u64::from(part) * 100 >= u64::from(whole) * u64::from(percent)
}

fn words(text: &str) -> u32 {
    let (mut words, mut wide, mut in_word) = (0, 0_u32, false);
    for c in text.chars() {
        let is_end = c == ' ' || (!c.is_ascii() && (c.is_whitespace() || is_wide(c)));
        if is_end {
            in_word = false;
            wide += u32::from(!c.is_ascii() && is_wide(c) && is_letter_or_digit(c));
        } else if !in_word && is_letter_or_digit(c) {
            in_word = true;
            words += 1;
        }
    }
    words + wide.div_ceil(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_scripts() {
        for (text, count) in [
            ("", 0),
            ("one two, three.", 3),
            ("— | … 4 »", 1),
            ("_ * _", 0),
            ("Читайте также", 2),
            ("图书馆的晚上", 3),
            ("在2019年，", 2),
            ("、。「」", 0),
            ("한국 뉴스", 2),
        ] {
            assert_eq!(words(text), count, "{text}");
        }
    }

    #[test]
    fn shares_are_rounded_half_up() {
        let count = |text: &str, link_text| {
            let mut page = ParsedPage::default();
            page.text.push_str(text);
            let block = TextBlock {
                node: 0,
                text: 0..text.len(),
                link_text,
                prose: false,
                code: false,
                concealed: false,
            };
            BlockWords::count(&page, &block)
        };
        assert_eq!(count("ab cd", 0), BlockWords { all: 2, linked: 0 });
        assert_eq!(count("abc d", 3), BlockWords { all: 2, linked: 1 });
        assert_eq!(count("a b", 9), BlockWords { all: 2, linked: 2 });
    }
}

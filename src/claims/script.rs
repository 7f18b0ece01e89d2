//! The script of a text, so that rules for one are not run on another.

use serde::Serialize;

use super::byte_search::{count_bytes, find_start};

/// The script of most letters of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Latin letters.
    Latin,
    /// Chinese characters, without kana.
    Han,
    /// Japanese: any kana.
    Kana,
    /// Korean.
    Hangul,
    /// Cyrillic.
    Cyrillic,
    /// Arabic.
    Arabic,
    /// Any other, or no letter.
    Other,
}

impl Script {
    /// The script of most letters. A Han character weighs as much as two Latin letters, and any kana
    /// makes a text with Han characters Japanese.
    ///
    /// ```
    /// use citegraph::claims::Script;
    /// assert_eq!(Script::detect("COVID 疫情的数据"), Script::Han);
    /// assert_eq!(Script::detect("これは文です"), Script::Kana);
    /// assert_eq!(Script::detect("27 %"), Script::Other);
    /// ```
    pub fn detect(text: &str) -> Self {
        if text.is_ascii() {
            let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
            return if has_letter { Self::Latin } else { Self::Other };
        }
        let counts = counts(text);
        // A stray の in Chinese is decoration; Japanese has kana in every clause.
        if counts[2] * 4 > counts[1] && counts[2] > counts[0] {
            return Self::Kana;
        }
        let scripts =
            [Self::Latin, Self::Han, Self::Kana, Self::Hangul, Self::Cyrillic, Self::Arabic];
        let most = (0..scripts.len()).rev().max_by_key(|&at| counts[at]).unwrap_or_default();
        if counts[most] == 0 { Self::Other } else { scripts[most] }
    }
}

/// How many letters a text has of Latin, Han, kana, Hangul, Cyrillic and Arabic, by their weight.
fn counts(text: &str) -> [u32; 6] {
    let bytes = text.as_bytes();
    let mut counts = [0_u32; 6];
    // Most characters are told by their first byte, which stands nowhere else: ASCII, and Han from U+4000 on.
    counts[0] = count_bytes(bytes, |byte| byte.is_ascii_alphabetic());
    counts[1] = count_bytes(bytes, |byte| matches!(byte, 0xe4..=0xe9)) * 2;
    let mut from = 0;
    while let Some(next) = find_start(&bytes[from..], is_told_later) {
        from += next;
        let c = text[from..].chars().next().unwrap_or_default();
        from += c.len_utf8();
        let (at, weight) = match c {
            '\u{c0}'..='\u{24f}' => (0, 1),
            '\u{3400}'..='\u{3fff}' => (1, 2),
            // Hexagrams were counted as letters.
            '\u{4dc0}'..='\u{4dff}' => {
                counts[1] -= 2;
                continue;
            }
            '\u{3041}'..='\u{30fa}' => (2, 2),
            '\u{ac00}'..='\u{d7a3}' => (3, 2),
            '\u{400}'..='\u{52f}' => (4, 1),
            '\u{600}'..='\u{6ff}' => (5, 1),
            _ => continue,
        };
        counts[at] += weight;
    }
    counts
}

/// Returns `true` for characters whose script their first byte does not tell, by their first bytes. Punctuation, which
/// has none, is left out where it is frequent.
fn is_told_later(first: u8, second: u8, _: u8) -> bool {
    (first.wrapping_sub(0xc3) < 7)
        | (first.wrapping_sub(0xd0) < 12)
        | ((first == 0xe3) & (second > 0x80))
        | ((first == 0xe4) & (second == 0xb7))
        | (first.wrapping_sub(0xea) < 4)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same, character by character.
    fn counted(text: &str) -> [u32; 6] {
        let mut counts = [0; 6];
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => counts[0] += 1,
                '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => counts[1] += 2,
                '\u{3041}'..='\u{30fa}' => counts[2] += 2,
                '\u{ac00}'..='\u{d7a3}' => counts[3] += 2,
                '\u{400}'..='\u{52f}' => counts[4] += 1,
                '\u{600}'..='\u{6ff}' => counts[5] += 1,
                _ => {}
            }
        }
        counts
    }

    #[test]
    fn every_character_counts_for_its_script() {
        for c in '\0'..=char::MAX {
            assert_eq!(counts(c.encode_utf8(&mut [0; 4])), counted(&c.to_string()), "{c:?}");
        }
    }

    proptest! {
        #![proptest_config(crate::properties::cases(2000))]

        #[test]
        fn characters_are_counted_one_by_one(text in "([a-zé ]|[一-鿿]|[ぁ-ん]|[가-힣]|[а-я]|[ء-ي]|\\PC){0,40}") {
            prop_assert_eq!(counts(&text), counted(&text));
        }
    }
}

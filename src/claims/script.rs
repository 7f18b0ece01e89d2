//! The script of a text, so that rules for one are not run on another.

use serde::Serialize;

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
        let counts = count_letters(text);
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

/// How many bytes are looked at together.
const CHUNK_BYTES: usize = 16;

/// The weight of the letters of each script, by their first bytes: many at a time, and without a branch that depends on the
/// text, for in most texts letters and signs change all the time.
fn count_letters(text: &str) -> [u32; 6] {
    let mut counts = [0; 6];
    let bytes = text.as_bytes();
    for start in (0..bytes.len()).step_by(CHUNK_BYTES) {
        let rest = &bytes[start..];
        let mut last = [0; CHUNK_BYTES + 2];
        let window: &[u8; CHUNK_BYTES + 2] = rest.first_chunk().unwrap_or_else(|| {
            last[..rest.len()].copy_from_slice(rest);
            &last
        });
        let mut found = [0_u8; 6];
        for place in 0..CHUNK_BYTES {
            let here = scripts_at(window[place], window[place + 1], window[place + 2]);
            for (sum, is_here) in found.iter_mut().zip(here) {
                *sum += u8::from(is_here);
            }
        }
        let weights = [1, 2, 2, 2, 1, 1];
        for ((count, found), weight) in counts.iter_mut().zip(found).zip(weights) {
            *count += u32::from(found) * weight;
        }
    }
    counts
}

/// Whether a letter of each script begins with these bytes.
#[inline]
fn scripts_at(first: u8, second: u8, third: u8) -> [bool; 6] {
    [
        // ASCII, and U+00C0 to U+024F.
        ((first | 0x20).wrapping_sub(b'a') < 26)
            | (first.wrapping_sub(0xc3) < 6)
            | ((first == 0xc9) & (second < 0x90)),
        // U+3400 to U+4DBF and U+4E00 to U+9FFF.
        ((first == 0xe3) & (second >= 0x90))
            | ((first == 0xe4) & (second != 0xb7))
            | (first.wrapping_sub(0xe5) < 5),
        // U+3041 to U+30FA.
        (first == 0xe3)
            & (((second == 0x81) & (third >= 0x81))
                | (second == 0x82)
                | ((second == 0x83) & (third <= 0xba))),
        // U+AC00 to U+D7A3.
        ((first == 0xea) & (second >= 0xb0))
            | (first.wrapping_sub(0xeb) < 2)
            | ((first == 0xed) & ((second < 0x9e) | ((second == 0x9e) & (third <= 0xa3)))),
        // U+0400 to U+052F.
        (first.wrapping_sub(0xd0) < 4) | ((first == 0xd4) & (second < 0xb0)),
        // U+0600 to U+06FF.
        first.wrapping_sub(0xd8) < 4,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::byte_search::first_bytes;

    #[test]
    fn letters_are_told_by_their_bytes() {
        for c in '\u{1}'..=char::MAX {
            let script = match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => Some(0),
                '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Some(1),
                '\u{3041}'..='\u{30fa}' => Some(2),
                '\u{ac00}'..='\u{d7a3}' => Some(3),
                '\u{400}'..='\u{52f}' => Some(4),
                '\u{600}'..='\u{6ff}' => Some(5),
                _ => None,
            };
            let [first, second, third] = first_bytes(c);
            let here = scripts_at(first, second, third);
            assert_eq!(here.iter().position(|is_here| *is_here), script, "{c:?}");
            assert!(here.iter().filter(|is_here| **is_here).count() <= 1);
        }
        // A byte that begins no character is no letter.
        for byte in 0x80..0xc0 {
            assert_eq!(scripts_at(byte, 0xe5, 0xe5), [false; 6]);
        }
        assert_eq!(count_letters(&"aé文のд한ع".repeat(9)), [18, 18, 18, 18, 9, 9]);
    }
}

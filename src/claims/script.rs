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
        let mut counts = [0_u32; 6];
        for c in text.chars() {
            let (at, weight) = match c {
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => (0, 1),
                '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => (1, 2),
                '\u{3041}'..='\u{30fa}' => (2, 2),
                '\u{ac00}'..='\u{d7a3}' => (3, 2),
                '\u{400}'..='\u{52f}' => (4, 1),
                '\u{600}'..='\u{6ff}' => (5, 1),
                _ => continue,
            };
            counts[at] += weight;
        }
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

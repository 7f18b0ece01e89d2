//! Languages that their script and its letters tell, without a word of them.

use crate::article::is_letter;

/// A script, and the language that most of its text on the web is in; `None` where several share it.
#[derive(Debug)]
struct ScriptBlock {
    first: char,
    last: char,
    /// How many Latin letters one of its letters weighs: what they say in a word, others say in a letter.
    weight: u32,
    language: Option<&'static str>,
}

const fn script(
    first: char,
    last: char,
    weight: u32,
    language: Option<&'static str>,
) -> ScriptBlock {
    ScriptBlock { first, last, weight, language }
}

/// Blocks of Unicode by script. Kana and Hangul decide over Han, so they stand first.
const SCRIPTS: [ScriptBlock; 22] = [
    script('\u{3041}', '\u{30ff}', 2, Some("ja")),
    script('\u{ac00}', '\u{d7a3}', 2, Some("ko")),
    script('\u{4e00}', '\u{9fff}', 2, Some("zh")),
    script('A', '\u{24f}', 1, None),
    script('\u{400}', '\u{52f}', 1, None),
    script('\u{600}', '\u{6ff}', 1, None),
    script('\u{370}', '\u{3ff}', 1, Some("el")),
    script('\u{1f00}', '\u{1fff}', 1, Some("el")),
    script('\u{590}', '\u{5ff}', 1, Some("he")),
    script('\u{e00}', '\u{e7f}', 1, Some("th")),
    script('\u{900}', '\u{97f}', 1, None),
    script('\u{980}', '\u{9ff}', 1, Some("bn")),
    script('\u{a00}', '\u{a7f}', 1, Some("pa")),
    script('\u{a80}', '\u{aff}', 1, Some("gu")),
    script('\u{b80}', '\u{bff}', 1, Some("ta")),
    script('\u{c00}', '\u{c7f}', 1, Some("te")),
    script('\u{c80}', '\u{cff}', 1, Some("kn")),
    script('\u{d00}', '\u{d7f}', 1, Some("ml")),
    script('\u{d80}', '\u{dff}', 1, Some("si")),
    script('\u{530}', '\u{58f}', 1, Some("hy")),
    script('\u{10a0}', '\u{10ff}', 1, Some("ka")),
    script('\u{1780}', '\u{17ff}', 1, Some("km")),
];

const KANA: usize = 0;
const HANGUL: usize = 1;
const HAN: usize = 2;
const LATIN: usize = 3;
const CYRILLIC: usize = 4;
const ARABIC: usize = 5;

/// Letters of the Cyrillic and Arabic scripts that only some of their languages have.
#[derive(Debug)]
struct RareLetters {
    script: usize,
    letters: &'static str,
    /// They count where there is one of them among so many letters of the script: names bring in single ones.
    among: u32,
    /// `None` where several languages that are not told apart have them.
    language: Option<&'static str>,
}

const fn rare(
    script: usize,
    letters: &'static str,
    among: u32,
    language: Option<&'static str>,
) -> RareLetters {
    RareLetters { script, letters, among, language }
}

/// The rarer alphabet first.
const LETTERS: [RareLetters; 9] = [
    rare(CYRILLIC, "әғқңөұүһҷҳӣӯҡҙҫҥӑӗӳ", 60, None),
    rare(CYRILLIC, "ѓќѕ", 300, Some("mk")),
    rare(CYRILLIC, "ђћљњџј", 60, Some("sr")),
    rare(CYRILLIC, "ў", 150, Some("be")),
    rare(CYRILLIC, "їєґі", 60, Some("uk")),
    rare(CYRILLIC, "ыэё", 150, Some("ru")),
    rare(CYRILLIC, "ъ", 150, Some("bg")),
    rare(ARABIC, "ٹڈڑںے", 100, Some("ur")),
    rare(ARABIC, "پچژگکی", 50, Some("fa")),
];

/// How many letters a text has of each script.
#[derive(Debug, Default)]
pub(super) struct ScriptCounts {
    scripts: [u32; SCRIPTS.len()],
    letters: [u32; LETTERS.len()],
}

/// What a script tells of a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScriptVerdict {
    /// The language.
    Told(&'static str),
    /// Nothing: its words must tell.
    Shared,
    /// No language that is known here.
    Unknown,
}

impl ScriptCounts {
    pub(super) fn of_text(text: &str) -> Self {
        let mut counts = Self::default();
        for c in text.chars().filter(|c| is_letter(*c)) {
            let is_of = |script: &ScriptBlock| (script.first..=script.last).contains(&c);
            let found = if c.is_ascii() { Some(LATIN) } else { SCRIPTS.iter().position(is_of) };
            let Some(at) = found else { continue };
            counts.scripts[at] += SCRIPTS[at].weight;
            if at == CYRILLIC || at == ARABIC {
                let c = c.to_lowercase().next().unwrap_or(c);
                for (letter, rare) in LETTERS.iter().enumerate() {
                    counts.letters[letter] +=
                        u32::from(rare.script == at && rare.letters.contains(c));
                }
            }
        }
        counts
    }

    /// The script of most letters; `None` in a text without any.
    fn main(&self) -> Option<usize> {
        let [kana, hangul, han] = [KANA, HANGUL, HAN].map(|script| self.scripts[script]);
        let most = (0..SCRIPTS.len()).rev().max_by_key(|&script| self.scripts[script])?;
        // A single の in Chinese is decoration; Japanese has kana in every clause.
        let main = match most {
            HAN | KANA if kana * 6 > han => KANA,
            HAN if hangul * 2 > han => HANGUL,
            most => most,
        };
        (self.scripts[main] > 0).then_some(main)
    }

    /// What the script of most letters tells.
    pub(super) fn verdict(&self) -> ScriptVerdict {
        let Some(main) = self.main() else { return ScriptVerdict::Unknown };
        if let Some(language) = SCRIPTS[main].language {
            return ScriptVerdict::Told(language);
        }
        let told = LETTERS.iter().zip(self.letters).find(|(rare, count)| {
            rare.script == main && *count > 0 && count * rare.among >= self.scripts[main]
        });
        match told.map(|(rare, _)| rare.language) {
            Some(Some(language)) => ScriptVerdict::Told(language),
            Some(None) => ScriptVerdict::Unknown,
            None if main == ARABIC => ScriptVerdict::Told("ar"),
            None => ScriptVerdict::Shared,
        }
    }

    /// Whether nearly all letters are of a script that a language is never written in.
    pub(super) fn excludes(&self, language: &str) -> bool {
        let all: u32 = self.scripts.iter().sum();
        let Some(main) = self.main() else { return false };
        let own = match main {
            KANA | HAN | HANGUL => self.scripts[..=HAN].iter().sum(),
            _ => self.scripts[main],
        };
        own * 10 >= all * 9 && home_of(language).is_some_and(|home| home != family(main))
    }
}

/// Scripts that stand together in one text.
fn family(script: usize) -> usize {
    if script <= HAN { HAN } else { script }
}

/// The script of a language that has only one; `None` for those that have several, or that are not known here.
fn home_of(language: &str) -> Option<usize> {
    let told = SCRIPTS.iter().position(|script| script.language == Some(language));
    told.map(family).or(match language {
        "ru" | "uk" | "bg" | "be" | "mk" => Some(CYRILLIC),
        "ar" | "fa" | "ur" => Some(ARABIC),
        "ca" | "cs" | "da" | "de" | "en" | "es" | "et" | "fi" | "fr" | "hu" | "id" | "it"
        | "lt" | "lv" | "nb" | "nl" | "nn" | "no" | "pl" | "pt" | "ro" | "sk" | "sl" | "sv"
        | "tr" | "vi" => Some(LATIN),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_and_its_letters_tell() {
        for (text, language) in [
            ("这是一个关于面包价格的句子", "zh"),
            ("パンの値段についての文です", "ja"),
            ("價格の問題 這是一個關於麵包價格的句子", "zh"),
            ("빵 가격에 대한 문장입니다", "ko"),
            ("Это предложение о ценах на хлеб, и мы его читаем", "ru"),
            ("Це речення про ціни на хліб, його читають", "uk"),
            ("Това изречение за цената на хляба е част от текста, който е тъжен", "bg"),
            ("Ово је реченица о цени хлеба", "sr"),
            ("Гэта сказ пра кошт хлеба, і яго чытаў брат", "be"),
            ("Αυτή είναι μια πρόταση για την τιμή", "el"),
            ("هذه جملة عن سعر الخبز", "ar"),
            ("این جمله درباره قیمت نان است و می‌گوید", "fa"),
            ("یہ روٹی کی قیمت کے بارے میں ایک جملہ ہے", "ur"),
            ("זה משפט על מחיר הלחם", "he"),
            ("นี่คือประโยคเกี่ยวกับราคาขนมปัง", "th"),
        ] {
            assert_eq!(
                ScriptCounts::of_text(text).verdict(),
                ScriptVerdict::Told(language),
                "{text}"
            );
        }
        for (text, verdict) in [
            ("A sentence about bread", ScriptVerdict::Shared),
            ("Бұл нан бағасы туралы сөйлем", ScriptVerdict::Unknown),
            ("27 %", ScriptVerdict::Unknown),
        ] {
            assert_eq!(ScriptCounts::of_text(text).verdict(), verdict, "{text}");
        }
    }

    #[test]
    fn a_name_in_other_letters_tells_nothing() {
        let long = "Это предложение о ценах на хлеб, которые выросли. ".repeat(8) + "Її ім'я";
        assert_eq!(ScriptCounts::of_text(&long).verdict(), ScriptVerdict::Told("ru"));
    }

    #[test]
    fn what_a_language_is_never_written_in() {
        let excludes = |text, language| ScriptCounts::of_text(text).excludes(language);
        assert!(excludes("Это предложение", "en"));
        assert!(excludes("这是一个句子", "en"));
        assert!(excludes("A sentence", "zh"));
        assert!(!excludes("这是一个句子", "ja"));
        assert!(!excludes("Ovo je rečenica", "sr"));
        assert!(!excludes("Это предложение", "kk"));
        assert!(!excludes("A sentence и другие слова тут", "ru"));
    }
}

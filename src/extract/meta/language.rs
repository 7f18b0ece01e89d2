//! The language of an article as a BCP 47 tag: as it is declared, else as its text tells.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::script_language::{ScriptCounts, ScriptVerdict};
use crate::extract::place_cues::rows;
use crate::extract::sentence_words;

/// The longest text that a language is guessed from, in bytes. More would tell no more.
pub(super) const MAX_SAMPLE_BYTES: usize = 2048;

/// The longest text that is given to the guess by trigrams, in bytes.
const MAX_TRIGRAM_BYTES: usize = 800;

/// The shortest text that overrules a declaration, in bytes.
const MIN_CONTRADICTION_BYTES: usize = 200;

/// Languages whose commonest words are also those of a language without a list: Afrikaans, Nynorsk, Galician,
/// Corsican, Bosnian, Malay.
const HAS_RELATIVES: [&str; 7] = ["hr", "id", "it", "nl", "no", "pt", "sr"];

/// Languages without a list of words that their groups of letters tell well.
const GUESSED: [&str; 13] =
    ["af", "az", "ca", "et", "fa", "hi", "la", "lt", "lv", "mk", "mr", "ur", "vi"];

/// Languages in which endings do much of what small words do elsewhere, so that a text has fewer of the commonest words.
const HAS_FEW_SMALL_WORDS: [&str; 14] =
    ["bg", "cs", "el", "fi", "hr", "hu", "id", "pl", "ru", "sk", "sl", "sr", "tr", "uk"];

/// The longest declaration that is read, in bytes.
const MAX_TAG_BYTES: usize = 64;

/// Languages by their code: those of two letters, and those that have three only.
struct LanguageTable {
    /// From every code and name to the code that BCP 47 asks for.
    codes: FxHashMap<&'static str, &'static str>,
    /// From what pages write instead of a code.
    names: FxHashMap<&'static str, &'static str>,
}

static LANGUAGES: LazyLock<LanguageTable> = LazyLock::new(|| {
    let mut table = LanguageTable { codes: FxHashMap::default(), names: FxHashMap::default() };
    for row in rows(include_str!("../../../data/languages.tsv")) {
        let mut cells = row.split('\t');
        let code = cells.next().unwrap_or_default();
        table.codes.insert(code, code);
        table
            .codes
            .extend(cells.next().into_iter().flat_map(str::split_whitespace).map(|c| (c, code)));
        table
            .names
            .extend(cells.next().into_iter().flat_map(str::split_whitespace).map(|n| (n, code)));
    }
    table
});

/// The tag that a declaration means, in the canonical form of BCP 47: `en-US` for `en_US.UTF-8`, `de` for `Deutsch`.
/// `None` for a list, and for what names no language (`utf-8`, `zxx`).
pub(super) fn canonical_tag(declared: &str) -> Option<String> {
    let declared = declared.trim();
    if declared.len() > MAX_TAG_BYTES || declared.contains([',', ';', '|']) {
        return None;
    }
    // A locale of POSIX names an encoding, too.
    let tag = declared.split(['.', '@']).next()?.to_lowercase();
    let mut subtags = tag.split(['-', '_']).map(str::trim);
    let first = subtags.next()?;
    let Some(&primary) = LANGUAGES.codes.get(first) else {
        let mut words = tag.split(|c: char| !c.is_alphabetic());
        return words.find_map(|word| LANGUAGES.names.get(word)).map(|code| (*code).to_owned());
    };
    let mut canonical = primary.to_owned();
    for subtag in subtags {
        match subtag_form(subtag) {
            Some(subtag) => {
                canonical.push('-');
                canonical.push_str(&subtag);
            }
            None => break,
        }
    }
    Some(canonical)
}

/// A script, a region or a variant as BCP 47 writes it; `None` for anything else.
fn subtag_form(subtag: &str) -> Option<String> {
    let is_letters = subtag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_plain = subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let has_digit = subtag.bytes().any(|byte| byte.is_ascii_digit());
    match subtag.len() {
        2 if is_letters => Some(subtag.to_ascii_uppercase()),
        3 if subtag.bytes().all(|byte| byte.is_ascii_digit()) => Some(subtag.to_owned()),
        4 if is_letters => Some(format!("{}{}", subtag[..1].to_ascii_uppercase(), &subtag[1..])),
        // Of the registered variants, those of letters alone are rarer than names of languages.
        4..=8 if is_plain && has_digit => Some(subtag.to_owned()),
        _ => None,
    }
}

/// A language that a text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TextLanguage {
    /// Its code; `None` where the text does not tell.
    pub(super) code: Option<&'static str>,
    /// Whether nearly all of the text is in a script that the declared language is never written in.
    pub(super) contradicts: bool,
}

impl TextLanguage {
    /// Reads it off a sample of the text. `declared` is what the page says, if anything.
    pub(super) fn of_sample(sample: &str, declared: Option<&str>) -> Self {
        let sample = &sample[..sample.floor_char_boundary(MAX_SAMPLE_BYTES)];
        let scripts = ScriptCounts::of_text(sample);
        let contradicts = declared.is_some_and(|tag| {
            let primary = tag.split('-').next().unwrap_or_default();
            sample.len() >= MIN_CONTRADICTION_BYTES && scripts.excludes(primary)
        });
        let code = match scripts.verdict() {
            // What was declared stands, and no more is asked of the words.
            _ if declared.is_some() && !contradicts => None,
            ScriptVerdict::Told(code) => Some(code),
            ScriptVerdict::Shared => by_words(sample),
            ScriptVerdict::Unknown => None,
        };
        Self { code, contradicts }
    }
}

/// The language that the words of a text tell: those that are commonest in a language, and where these do not
/// settle it, its groups of three letters.
fn by_words(sample: &str) -> Option<&'static str> {
    let words = sentence_words::count_words(sample);
    if let Some(code) = words.settled().filter(|code| !HAS_RELATIVES.contains(code)) {
        return Some(code);
    }
    let sample = &sample[..sample.floor_char_boundary(MAX_TRIGRAM_BYTES)];
    let guessed = whatlang::detect(sample).filter(whatlang::Info::is_reliable)?;
    let code = LANGUAGES.codes.get(guessed.lang().code()).copied()?;
    // What has a list of words must show them: the guess knows fewer languages than there are.
    let most = if HAS_FEW_SMALL_WORDS.contains(&code) { 10 } else { 5 };
    let is_likely = if sentence_words::has_words(code) {
        words.leads(code, most)
    } else {
        GUESSED.contains(&code)
    };
    is_likely.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        let table: Vec<Vec<&str>> = rows(include_str!("../../../data/languages.tsv"))
            .map(|row| row.split('\t').collect())
            .collect();
        for row in &table {
            assert_eq!(row.len(), 3, "{row:?}");
            assert!(
                matches!(row[0].len(), 2 | 3) && row[0].bytes().all(|b| b.is_ascii_lowercase())
            );
            assert!(row[1].split_whitespace().all(|code| code.len() == 3), "{row:?}");
        }
        let names: usize = table.iter().map(|row| row[2].split_whitespace().count()).sum();
        assert_eq!(LANGUAGES.names.len(), names, "each name means one language");
        for length in [2, 3] {
            let codes = table.iter().map(|row| row[0]).filter(|code| code.len() == length);
            assert!(codes.is_sorted());
        }
        for code in GUESSED.iter().chain(&HAS_RELATIVES).chain(&HAS_FEW_SMALL_WORDS) {
            assert_eq!(LANGUAGES.codes.get(code), Some(code));
        }
        let listed = HAS_RELATIVES.iter().chain(&HAS_FEW_SMALL_WORDS);
        assert!(listed.into_iter().all(|code| sentence_words::has_words(code)));
        assert!(!GUESSED.iter().any(|code| *code != "ca" && sentence_words::has_words(code)));
    }

    #[test]
    fn declarations_become_canonical_tags() {
        for (declared, tag) in [
            ("en", "en"),
            ("EN_us", "en-US"),
            ("en_GB.UTF-8", "en-GB"),
            ("de-DE-1996", "de-DE-1996"),
            ("zh_TW", "zh-TW"),
            ("zh-hant-hk", "zh-Hant-HK"),
            ("es-419", "es-419"),
            ("eng", "en"),
            ("ger", "de"),
            ("iw", "he"),
            ("cz", "cs"),
            ("gr", "el"),
            ("yue-HK", "yue-HK"),
            ("English", "en"),
            ("italiano (italian)", "it"),
            ("Ελληνικά", "el"),
            ("中文", "zh"),
            ("en-english", "en"),
            (" pt-br ", "pt-BR"),
        ] {
            assert_eq!(canonical_tag(declared).as_deref(), Some(tag), "{declared}");
        }
        for declared in [
            "",
            "utf-8",
            "zxx",
            "und",
            "mul",
            "en, de",
            "x-default",
            "text/html",
            "ISO-8859-1",
            "-",
            "c",
        ] {
            assert_eq!(canonical_tag(declared), None, "{declared}");
        }
        assert_eq!(canonical_tag(&"en".repeat(100)), None);
    }

    #[test]
    fn words_tell_where_the_script_is_shared() {
        for (text, code) in [
            (
                "The board met on Monday and heard from nine people who live beside the wall.",
                Some("en"),
            ),
            (
                "Der Rat traf sich am Montag und hörte neun Leute, die seit Jahren neben der Mauer wohnen.",
                Some("de"),
            ),
            (
                "Rada spotkała się w poniedziałek i wysłuchała dziewięciu osób, które mieszkają obok muru od lat.",
                Some("pl"),
            ),
            (
                "Die raad het Maandag vergader en nege mense gehoor wat al jare lank langs die muur woon en nie wil trek nie.",
                Some("af"),
            ),
            (
                "Hội đồng đã họp vào thứ Hai và nghe chín người sống bên cạnh bức tường phía đông.",
                Some("vi"),
            ),
            (
                "Kurul pazartesi günü toplandı ve duvarın yanında yaşayan dokuz kişiyi dinledi, sonra evlerine gittiler.",
                Some("tr"),
            ),
            (
                "बोर्ड की बैठक सोमवार को हुई। इसमें नौ लोगों ने अपनी बात कही और बताया कि वे यहाँ कई साल से रहते हैं। बोर्ड ने कहा है कि वह इस पर विचार करेगा।",
                Some("hi"),
            ),
            ("Bread 2019 PDF", None),
        ] {
            assert_eq!(TextLanguage::of_sample(&text.repeat(3), None).code, code, "{text}");
        }
    }

    #[test]
    fn only_another_script_overrules_what_is_declared() {
        let russian = "Совет собрался в понедельник и выслушал жителей. ".repeat(6);
        let german = "Der Rat traf sich am Montag und hörte die Leute. ".repeat(6);
        let told = |text: &str, declared| TextLanguage::of_sample(text, Some(declared));
        assert_eq!(told(&russian, "en-US"), TextLanguage { code: Some("ru"), contradicts: true });
        assert_eq!(told(&russian, "kk"), TextLanguage { code: None, contradicts: false });
        assert_eq!(told(&german, "en"), TextLanguage { code: None, contradicts: false });
        // A line is too short.
        assert!(!told(&russian[..russian.floor_char_boundary(100)], "en").contradicts);
    }
}

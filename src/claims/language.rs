//! The language of a text: as its article declares it, else by its script, its letters and its commonest words.

use std::sync::LazyLock;

use super::byte_search::find_start;
use super::lexicon::{Lexicon, fold_case};
use super::script::Script;
use crate::article::{Article, is_letter};
use crate::extract::sentence_words::{MAX_SAMPLE_BYTES, language_codes, languages_of};

/// Letters that one language of their script has alone among those of the tables.
const LETTERS: [(char, &str); 22] = [
    ('ß', "de"),
    ('ñ', "es"),
    ('¿', "es"),
    ('¡', "es"),
    ('ã', "pt"),
    ('õ', "pt"),
    ('œ', "fr"),
    ('ł', "pl"),
    ('ż', "pl"),
    ('ř', "cs"),
    ('ě', "cs"),
    ('ů', "cs"),
    ('ğ', "tr"),
    ('ı', "tr"),
    ('ő', "hu"),
    ('ű', "hu"),
    ('ă', "ro"),
    ('ș', "ro"),
    ('ț', "ro"),
    ('ї', "uk"),
    ('є', "uk"),
    ('ы', "ru"),
];

/// What a word is worth that is common in one language only; one of several languages is worth its share.
const WORD_POINTS: u32 = 12;

/// What a letter is worth that one language has alone.
const LETTER_POINTS: u32 = 12;

/// What the language of the article is worth in each of its sentences, where it declares one, and where it
/// was read off its text.
const DECLARED_POINTS: u32 = 40;
const GUESSED_POINTS: u32 = 14;

/// The fewest points that make a text one of a language: one word of its own.
const MIN_POINTS: u32 = 12;

/// Most bytes of one sentence that are asked.
const MAX_SENTENCE_SAMPLE_BYTES: usize = 512;

/// The language in which an article is written, as far as it is known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ArticleLanguage {
    code: Option<&'static str>,
    points: u32,
}

impl ArticleLanguage {
    /// The declared language, else that of the first sentences.
    pub(crate) fn from_article(article: &Article) -> Self {
        if let Some(tag) = article.language.as_deref().and_then(primary) {
            // A language without a table has none of the rules of another.
            return Self { code: Lexicon::known(&tag), points: DECLARED_POINTS };
        }
        let mut sample = String::new();
        let mut script = Script::Other;
        for sentence in article.sentences.iter().flatten().filter(|one| one.id.is_body()) {
            let room = MAX_SAMPLE_BYTES.saturating_sub(sample.len());
            if room == 0 {
                break;
            }
            let text = &sentence.text;
            sample.push_str(&text[..text.floor_char_boundary(room)]);
            sample.push(' ');
        }
        if !sample.is_empty() {
            script = Script::detect(&sample);
        }
        let code = detect(&fold_case(&sample), script, Self::default());
        Self { code, points: GUESSED_POINTS }
    }

    /// The code of the language, where it has a table.
    pub(crate) fn code(self) -> Option<&'static str> {
        self.code
    }

    /// The language of one sentence: the article's, unless its script or its words are those of another.
    pub(super) fn of_sentence(self, lower: &str, script: Script) -> Option<&'static str> {
        detect(&lower[..lower.floor_char_boundary(MAX_SENTENCE_SAMPLE_BYTES)], script, self)
    }
}

/// `nb` of `NB_no`, in lower case and under the code of its table.
fn primary(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    let code = match primary.as_str() {
        "" => return None,
        "nb" | "nn" => "no",
        "iw" => "he",
        other => other,
    };
    Some(code.to_owned())
}

/// The language of a text in lower case; `expected` where nothing speaks against it.
fn detect(lower: &str, script: Script, expected: ArticleLanguage) -> Option<&'static str> {
    match script {
        Script::Latin | Script::Cyrillic => by_words(lower, script, expected),
        Script::Han => Lexicon::known("zh"),
        Script::Kana => Lexicon::known("ja"),
        Script::Hangul => Lexicon::known("ko"),
        Script::Arabic if lower.contains(['ٹ', 'ڈ', 'ے', 'ڑ']) => None,
        Script::Arabic if lower.contains(['پ', 'چ', 'ژ', 'گ']) => Lexicon::known("fa"),
        Script::Arabic => {
            expected.code.filter(|code| *code == "fa").or_else(|| Lexicon::known("ar"))
        }
        Script::Other => by_letters(lower).or(expected.code),
    }
}

/// The language of a script that most other languages do not have.
fn by_letters(lower: &str) -> Option<&'static str> {
    lower.chars().find_map(|c| match c {
        '\u{370}'..='\u{3ff}' => Lexicon::known("el"),
        '\u{590}'..='\u{5ff}' => Lexicon::known("he"),
        '\u{900}'..='\u{97f}' => Lexicon::known("hi"),
        _ => None,
    })
}

/// The language of most of its common words and letters.
fn by_words(lower: &str, script: Script, expected: ArticleLanguage) -> Option<&'static str> {
    let codes = language_codes();
    let mut points = [0_u32; u64::BITS as usize];
    let place = |code: &str| codes.iter().position(|known| *known == code);
    if let Some(at) = expected.code.filter(|code| has_script(code, script)).and_then(place) {
        points[at] += expected.points;
    }
    let words = lower.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty());
    let words: Vec<&str> = words.collect();
    for word in &words {
        let mut set = languages_of(word);
        let share = WORD_POINTS / set.count_ones().max(1);
        while set != 0 {
            points[set.trailing_zeros() as usize] += share;
            set &= set - 1;
        }
    }
    if expected.points < DECLARED_POINTS {
        add_table_words(&mut points, &words);
    }
    // All of these letters have two bytes. Most texts that are not ASCII have other signs alone, such as quotation marks.
    if find_start(lower.as_bytes(), |first, _, _| first.wrapping_sub(0xc2) < 0x1e).is_some() {
        for (letter, code) in LETTERS {
            if lower.contains(letter)
                && let Some(at) = place(code)
            {
                points[at] += LETTER_POINTS;
            }
        }
    }
    let most = points.iter().copied().max().unwrap_or_default();
    let mut best = (0..codes.len()).filter(|at| points[*at] == most);
    match (best.next(), best.next()) {
        (Some(only), None) if most >= MIN_POINTS => Lexicon::known(codes[only]),
        _ => expected.code.filter(|code| has_script(code, script)),
    }
}

/// Where the languages of the tables stand among those that common words tell.
static TABLE_PLACES: LazyLock<Vec<Option<usize>>> = LazyLock::new(|| {
    let places = language_codes();
    Lexicon::codes().map(|code| places.iter().position(|known| *known == code)).collect()
});

/// Adds what the words of the tables tell, for text that declares no language: a short sentence has few common words.
fn add_table_words(points: &mut [u32], words: &[&str]) {
    for word in words {
        let mut set = Lexicon::languages_with(word);
        let share = WORD_POINTS / set.count_ones().max(1);
        while set != 0 {
            if let Some(at) = TABLE_PLACES[set.trailing_zeros() as usize] {
                points[at] += share;
            }
            set &= set - 1;
        }
    }
}

fn has_script(code: &str, script: Script) -> bool {
    let cyrillic = matches!(code, "ru" | "uk" | "bg");
    let other = matches!(code, "zh" | "ja" | "ko" | "ar" | "fa" | "he" | "hi" | "el");
    match script {
        Script::Cyrillic => cyrillic,
        _ => !cyrillic && !other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(text: &str) -> Option<&'static str> {
        ArticleLanguage::default().of_sentence(&fold_case(text), Script::detect(text))
    }

    #[test]
    fn short_sentences_tell_their_language() {
        for (text, code) in [
            ("Laut der Bank fiel der Wert.", Some("de")),
            ("Selon la banque, la valeur a baissé.", Some("fr")),
            ("Volgens de bank daalde de waarde.", Some("nl")),
            ("Это 12 процентов бюджета в году.", Some("ru")),
            ("É a maior cidade do país.", Some("pt")),
            ("Les loyers ont doublé en dix ans.", Some("fr")),
            ("Podle banky cena klesla.", Some("cs")),
            ("Загинули 45 людей.", Some("uk")),
            ("По данни на банката цената падна.", Some("bg")),
            ("预算的十二个百分点", Some("zh")),
            ("Bankuaren arabera jaitsi zen.", None),
            ("12 345", None),
        ] {
            assert_eq!(language(text), code, "{text}");
        }
    }
}

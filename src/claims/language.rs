//! The language of a text: as its article declares it, else by its script, its letters and its commonest words.

use super::lexicon::{Lexicon, fold_case};
use super::script::Script;
use crate::article::Article;
use crate::extract::{MAX_SAMPLE_BYTES, language_codes, languages_of};

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

/// Words that one language has alone among those of the tables, and that short sentences are made of: they name
/// sources, count and place in time.
const TELLING_WORDS: [(&str, &str); 79] = [
    ("according", "en"),
    ("acordo", "pt"),
    ("angaben", "de"),
    ("anni", "it"),
    ("années", "fr"),
    ("anos", "pt"),
    ("après", "fr"),
    ("año", "es"),
    ("años", "es"),
    ("ciudad", "es"),
    ("conform", "ro"),
    ("coûté", "fr"),
    ("dedi", "tr"),
    ("detto", "it"),
    ("dijo", "es"),
    ("disse", "pt"),
    ("déclaré", "fr"),
    ("enligt", "sv"),
    ("göre", "tr"),
    ("jaar", "nl"),
    ("jahr", "de"),
    ("jahre", "de"),
    ("kişi", "tr"),
    ("korun", "cs"),
    ("kronor", "sv"),
    ("lat", "pl"),
    ("laut", "de"),
    ("milhões", "pt"),
    ("miliardi", "it"),
    ("milioni", "it"),
    ("miljoen", "nl"),
    ("miljoner", "sv"),
    ("milliards", "fr"),
    ("millones", "es"),
    ("milyon", "tr"),
    ("nel", "it"),
    ("não", "pt"),
    ("oameni", "ro"),
    ("people", "en"),
    ("plusieurs", "fr"),
    ("podle", "cs"),
    ("potrivit", "ro"),
    ("powiedział", "pl"),
    ("prozent", "de"),
    ("said", "en"),
    ("secondo", "it"),
    ("segundo", "pt"),
    ("según", "es"),
    ("selon", "fr"),
    ("tysięcy", "pl"),
    ("uvedl", "cs"),
    ("volgens", "nl"),
    ("według", "pl"),
    ("werd", "nl"),
    ("wurde", "de"),
    ("year", "en"),
    ("years", "en"),
    ("yüzde", "tr"),
    ("yıl", "tr"),
    ("zegt", "nl"),
    ("zufolge", "de"),
    ("řekl", "cs"),
    ("був", "uk"),
    ("година", "bg"),
    ("години", "bg"),
    ("году", "ru"),
    ("данни", "bg"),
    ("данным", "ru"),
    ("души", "bg"),
    ("згідно", "uk"),
    ("каза", "bg"),
    ("лет", "ru"),
    ("осіб", "uk"),
    ("років", "uk"),
    ("році", "uk"),
    ("рублей", "ru"),
    ("согласно", "ru"),
    ("според", "bg"),
    ("человек", "ru"),
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
            return Self { code: known(&tag), points: DECLARED_POINTS };
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

fn known(code: &str) -> Option<&'static str> {
    Lexicon::codes().find(|known| *known == code)
}

/// The language of a text in lower case; `expected` where nothing speaks against it.
fn detect(lower: &str, script: Script, expected: ArticleLanguage) -> Option<&'static str> {
    match script {
        Script::Latin | Script::Cyrillic => by_words(lower, script, expected),
        Script::Han => known("zh"),
        Script::Kana => known("ja"),
        Script::Hangul => known("ko"),
        Script::Arabic if lower.contains(['ٹ', 'ڈ', 'ے', 'ڑ']) => None,
        Script::Arabic if lower.contains(['پ', 'چ', 'ژ', 'گ']) => known("fa"),
        Script::Arabic => expected.code.filter(|code| *code == "fa").or_else(|| known("ar")),
        Script::Other => by_letters(lower).or(expected.code),
    }
}

/// The language of a script that most other languages do not have.
fn by_letters(lower: &str) -> Option<&'static str> {
    lower.chars().find_map(|c| match c {
        '\u{370}'..='\u{3ff}' => known("el"),
        '\u{590}'..='\u{5ff}' => known("he"),
        '\u{900}'..='\u{97f}' => known("hi"),
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
    for word in lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        if let Some(at) = telling_word(word).and_then(place) {
            points[at] += WORD_POINTS;
        }
        let mut set = languages_of(word);
        let share = WORD_POINTS / set.count_ones().max(1);
        while set != 0 {
            points[set.trailing_zeros() as usize] += share;
            set &= set - 1;
        }
    }
    if !lower.is_ascii() {
        for (letter, code) in LETTERS {
            if let Some(at) = place(code).filter(|_| lower.contains(letter)) {
                points[at] += LETTER_POINTS;
            }
        }
    }
    let most = points.iter().copied().max().unwrap_or_default();
    let mut best = (0..codes.len()).filter(|at| points[*at] == most);
    match (best.next(), best.next()) {
        (Some(only), None) if most >= MIN_POINTS => known(codes[only]),
        _ => expected.code.filter(|code| has_script(code, script)),
    }
}

fn telling_word(word: &str) -> Option<&'static str> {
    let at = TELLING_WORDS.binary_search_by_key(&word, |row| row.0).ok()?;
    Some(TELLING_WORDS[at].1)
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
    fn telling_words_are_sorted() {
        assert!(TELLING_WORDS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(
            TELLING_WORDS.iter().all(|row| known(row.1).is_some() && fold_case(row.0) == row.0)
        );
    }

    #[test]
    fn short_sentences_tell_their_language() {
        for (text, code) in [
            ("Laut der Bank fiel der Wert.", Some("de")),
            ("Selon la banque, la valeur a baissé.", Some("fr")),
            ("Volgens de bank daalde de waarde.", Some("nl")),
            ("Это 12 процентов бюджета в году.", Some("ru")),
            ("По данни на банката цената падна.", Some("bg")),
            ("预算的十二个百分点", Some("zh")),
            ("Bankuaren arabera jaitsi zen.", None),
            ("12 345", None),
        ] {
            assert_eq!(language(text), code, "{text}");
        }
    }
}

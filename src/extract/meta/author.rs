//! Names of authors in what documents state: credits, roles, publishers and programs are cut off or left out.

use super::byline_words::{self, BylineWord};

/// The longest credit that is read, in bytes.
const MAX_CREDIT_BYTES: usize = 400;

/// The longest name, in characters.
const MAX_NAME_CHARS: usize = 50;

/// The most words of a name.
const MAX_NAME_WORDS: usize = 6;

/// The most authors of one credit: a longer list names more than authors.
const MAX_AUTHORS: usize = 40;

/// A name as a page states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Credit {
    pub(super) name: String,
    /// Whether it is stated to be of an organization.
    pub(super) is_organization: bool,
}

/// How sure it is that a text names authors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameCertainty {
    /// The page declares it for programs: one word is enough.
    Declared,
    /// It is text that people read: a name has two words, or two characters of East Asia.
    Shown,
}

/// Tells people from what publishes them.
#[derive(Debug, Default)]
pub(super) struct AuthorNames {
    /// Names of the publisher and the site, folded.
    publishers: Vec<String>,
}

impl AuthorNames {
    pub(super) fn new<'a>(publishers: impl IntoIterator<Item = &'a str>) -> Self {
        let folded = publishers.into_iter().map(folded).filter(|name| name.len() > 2);
        Self { publishers: folded.collect() }
    }

    /// The people among the credits that a page declares.
    pub(super) fn people(&self, credits: &[Credit]) -> Vec<String> {
        let people = credits.iter().filter(|credit| !credit.is_organization);
        people.flat_map(|credit| self.in_text(&credit.name, NameCertainty::Declared)).collect()
    }

    /// A name that stands alone and begins with the family name: `Example, Ann`.
    pub(super) fn of_scholar(&self, text: &str) -> Vec<String> {
        let parts: Vec<&str> = text.split(',').map(str::trim).collect();
        match parts[..] {
            [family, given] if !given.is_empty() => {
                self.in_text(&format!("{given} {family}"), NameCertainty::Declared)
            }
            _ => self.in_text(text, NameCertainty::Declared),
        }
    }

    /// The authors that a credit names: `By Ann Example and Ben Case, Staff Writers`.
    pub(super) fn in_text(&self, text: &str, certainty: NameCertainty) -> Vec<String> {
        let text = &text[..text.floor_char_boundary(MAX_CREDIT_BYTES)];
        if text.contains("://") || text.contains("www.") {
            return Vec::new();
        }
        let text = without_brackets(text);
        let mut text = text.trim();
        // `作者：记者 王小明` has two.
        for _ in 0..2 {
            text = byline_words::without_start(text, BylineWord::By).unwrap_or(text);
        }
        let first = text.split(['|', '·', '•', '—', '–', '\u{2028}']).next().unwrap_or_default();
        let first = first.split(" - ").next().unwrap_or_default();
        let first = first.split(" / ").next().unwrap_or_default();
        let mut names = Vec::new();
        for part in first.split([',', ';', '，', '、', '；']).map(str::trim) {
            let before = names.len();
            let part = part.strip_prefix("and ").unwrap_or(part);
            for name in conjoined(part) {
                let (name, has_role) = without_roles(name);
                // A role belongs to the name before it, and what follows it to nobody; a degree does, too.
                let is_described = before > 0 && (has_role || name.is_empty());
                let sure = if before == 0 { certainty } else { NameCertainty::Shown };
                if !is_described && self.is_person(&name, sure) {
                    names.push(name);
                } else if before > 0 && is_degree(part) {
                    continue;
                } else {
                    return names;
                }
                if has_role {
                    return names;
                }
            }
        }
        if names.len() > MAX_AUTHORS { Vec::new() } else { names }
    }

    /// The authors in a line near a headline, which has a word for them: `Posted by Ann Example on`.
    pub(super) fn in_line(&self, line: &str) -> Vec<String> {
        let line = &line[..line.floor_char_boundary(MAX_CREDIT_BYTES)];
        for part in line.split(['|', '·', '•', '—', '–']).map(str::trim) {
            let starts = part.char_indices().filter(|(at, _)| {
                *at == 0 || part[..*at].ends_with(|c: char| c.is_whitespace() || c as u32 > 0x2e80)
            });
            for (at, _) in starts.take(MAX_NAME_WORDS) {
                let Some(mut rest) = byline_words::without_start(&part[at..], BylineWord::By)
                else {
                    continue;
                };
                // `Photo by` names nobody who wrote.
                if part[..at].contains(char::is_alphabetic)
                    && part[at..at + part[at..].len() - rest.len()].is_ascii()
                {
                    break;
                }
                rest = byline_words::without_start(rest, BylineWord::By).unwrap_or(rest);
                // `Text` and `di` begin other lines, too: what follows must be names to its end or to a stop.
                let names = self.in_text(before_stop(rest), NameCertainty::Shown);
                if !names.is_empty() {
                    return names;
                }
            }
        }
        Vec::new()
    }

    fn is_person(&self, name: &str, certainty: NameCertainty) -> bool {
        let lower = name.to_lowercase();
        let chars = name.chars().count();
        if !(2..=MAX_NAME_CHARS).contains(&chars) || byline_words::is(&lower, BylineWord::Nobody) {
            return false;
        }
        if name.contains([
            '@', '_', ':', '：', '<', '>', '{', '"', '“', '«', '!', '?', '&', '#', '=', '*', '%',
        ]) || name.chars().any(|c| c.is_numeric())
            || self.is_publisher(name)
        {
            return false;
        }
        if name.chars().all(|c| is_wide(c) || c.is_whitespace() || c == '・') {
            let most = if name.chars().any(is_kana) { 12 } else { 5 };
            return chars <= most && !holds_wide_mark(&lower);
        }
        let words: Vec<&str> = name.split_whitespace().collect();
        let least = if certainty == NameCertainty::Declared { 1 } else { 2 };
        // `AS` and `INTERIA.PL` are short for something else.
        let is_short = words.len() == 1
            && (chars < 3 || is_initialism(name) || name.trim_end_matches('.').contains('.'));
        !is_short
            && (least..=MAX_NAME_WORDS).contains(&words.len())
            && words.iter().all(|word| is_name_word(word))
            && words.iter().any(|word| starts_upper(word))
            && !lower.starts_with("the ")
            && !words.iter().any(|word| is_mark(word))
    }

    fn is_publisher(&self, name: &str) -> bool {
        let own = folded(name);
        self.publishers.iter().any(|known| {
            *known == own
                || (own.len() > 4 && known.starts_with(own.as_str()) && known.len() < own.len() + 8)
                || (known.len() > 4 && own.starts_with(known.as_str()))
        })
    }
}

/// A name for comparing: its letters and digits in lower case.
fn folded(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The text without what stands in brackets, and without mail addresses.
fn without_brackets(text: &str) -> String {
    let (mut kept, mut depth) = (String::new(), 0_usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '（' | '【' | '<' => depth += 1,
            ')' | ']' | '）' | '】' | '>' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    let words = kept.split_whitespace().filter(|word| !word.contains('@'));
    words.collect::<Vec<_>>().join(" ")
}

/// Words between two names.
const CONJUNCTIONS: [&str; 14] = [
    " and ", " & ", " und ", " et ", " y ", " e ", " i ", " и ", " og ", " och ", " en ", " με ",
    " και ", " with ",
];

/// The names that a word joins; one that such a word is part of stays whole (`Ortega y Gasset`).
fn conjoined(text: &str) -> Vec<&str> {
    for word in CONJUNCTIONS {
        let lower = text.to_lowercase();
        // Lower case may be longer: then the places differ.
        let Some(at) = lower.find(word).filter(|_| lower.len() == text.len()) else { continue };
        let (Some(one), Some(rest)) = (text.get(..at), text.get(at + word.len()..)) else {
            continue;
        };
        let is_short = word.len() <= 3 && !word.contains('&');
        if is_short && (one.split_whitespace().count() < 2 || rest.split_whitespace().count() < 2) {
            continue;
        }
        let mut names = vec![one.trim()];
        names.extend(conjoined(rest.trim()));
        return names;
    }
    vec![text]
}

/// The name without what the person is, before or behind it; whether there was any behind it.
fn without_roles(name: &str) -> (String, bool) {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_role = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        byline_words::is(&word, BylineWord::Role)
    };
    let first = words.iter().position(|word| !is_role(word)).unwrap_or(words.len());
    let kept = words[first..].iter().take_while(|word| !is_role(word)).count();
    let text = words[first..first + kept].join(" ");
    let text =
        text.trim_end_matches(|c: char| matches!(c, ',' | ':' | '-' | '.' | '：') && c != '.');
    (
        text.trim_matches(|c: char| matches!(c, '"' | '\'' | '-' | ':')).trim().to_owned(),
        first + kept < words.len(),
    )
}

/// Whether a part of a list is a degree: `MS`, `Ph.D.`
fn is_degree(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic());
    let upper = letters.clone().filter(|c| c.is_uppercase()).count();
    let count = letters.count();
    (1..=5).contains(&count) && upper * 2 >= count
}

/// What ends the names in a line: `on Monday`, `in Berlin`, `来源：…`.
fn before_stop(text: &str) -> &str {
    const STOPS: [&str; 19] = [
        " on ", " in ", " at ", " for ", " from ", " am ", " le ", " el ", " em ", " il ", " op ",
        " dnia ", " w ", " в ", " dla ", "来源", "來源", "编辑", " 于 ",
    ];
    // A stop may be the last word.
    let padded = format!("{text} ");
    let end = STOPS.iter().filter_map(|stop| padded.find(stop)).min().unwrap_or(text.len());
    let text = text[..end].trim_end();
    // Names of East Asia end where a blank or a bracket follows.
    if text.starts_with(is_wide) {
        let end = text
            .find(|c: char| c.is_whitespace() || matches!(c, '【' | '（' | '('))
            .unwrap_or(text.len());
        return &text[..end];
    }
    text
}

/// Words inside names that begin with a small letter.
const PARTICLES: [&str; 32] = [
    "al", "af", "ap", "av", "bin", "bint", "da", "das", "de", "del", "della", "den", "der", "di",
    "do", "dos", "du", "e", "el", "ibn", "la", "le", "las", "los", "san", "ten", "ter", "van",
    "von", "y", "zu", "zum",
];

fn is_name_word(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return false };
    let is_domain = word.rsplit_once('.').is_some_and(|(host, suffix)| {
        host.chars().count() > 2
            && suffix.chars().count() > 1
            && suffix.chars().all(char::is_lowercase)
    });
    let is_cased = first.is_lowercase() || first.is_uppercase();
    let elided =
        || word.split(['\'', '’']).nth(1).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    !is_domain && (!is_cased || first.is_uppercase() || PARTICLES.contains(&word) || elided())
}

/// Whether a word is capital letters only, such as `AP`.
fn is_initialism(word: &str) -> bool {
    word.chars().count() <= 6 && word.chars().all(char::is_uppercase)
}

fn starts_upper(word: &str) -> bool {
    let first = word.chars().find(|c| c.is_alphabetic());
    first.is_some_and(|c| c.is_uppercase() || !c.is_lowercase())
}

fn is_mark(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    byline_words::is(&word, BylineWord::Mark)
}

/// Whether a name of East Asia ends as that of a paper or company does.
fn holds_wide_mark(name: &str) -> bool {
    name.char_indices().any(|(at, _)| byline_words::is(&name[at..], BylineWord::Mark))
}

fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x3005..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7a3)
}

fn is_kana(c: char) -> bool {
    matches!(c as u32, 0x3041..=0x30ff)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(text: &str) -> Vec<String> {
        AuthorNames::new(["A Paper", "harbour.example"]).in_text(text, NameCertainty::Declared)
    }

    #[test]
    fn credits_become_names() {
        for (text, names) in [
            ("Ann Example", &["Ann Example"][..]),
            ("By Ann Example", &["Ann Example"]),
            ("by Ann Example and Ben Case", &["Ann Example", "Ben Case"]),
            ("Analysis by Ann Example, A Paper Editor-at-large", &["Ann Example"]),
            ("Ann Example, MS, RD", &["Ann Example"]),
            ("Ann Example, Ben Case, and Cy Dee", &["Ann Example", "Ben Case", "Cy Dee"]),
            ("Ann Example, Staff Writer, Other Place", &["Ann Example"]),
            ("Ann Example (Berlin)", &["Ann Example"]),
            ("Ann Example ann@harbour.example", &["Ann Example"]),
            ("Von Anna Beispiel", &["Anna Beispiel"]),
            ("Ursula von der Leyen", &["Ursula von der Leyen"]),
            ("José Ortega y Gasset", &["José Ortega y Gasset"]),
            ("Автор: Ольга Пример — ", &["Ольга Пример"]),
            ("作者：记者 王小明", &["王小明"]),
            ("Josh", &["Josh"]),
            ("Dr.Αναστασία Παράδειγμα", &["Dr.Αναστασία Παράδειγμα"]),
            ("Conan O'Brien", &["Conan O'Brien"]),
        ] {
            assert_eq!(declared(text), names, "{text}");
        }
    }

    #[test]
    fn what_is_no_author() {
        for text in [
            "",
            "admin",
            "Admin",
            "Editorial",
            "staff",
            "Editorial Team",
            "A Paper",
            "A Paper Staff",
            "apaper",
            "harbour.example",
            "https://www.facebook.com/ann.example",
            "@ann",
            "2804",
            "ann_x",
            "gto",
            "user1",
            "Theme by Studio - https://studio.example",
            "The Associated Press",
            "Example Media Group",
            "INTERIA.PL S.A.",
            "tovima.gr — Δημοσιογραφικός Οργανισμός",
            "Reuters",
            "ライトハウス国際特許事務所",
            "人民网",
            "null",
            "Download Manager for the whole family and friends today",
            "humans.txt",
        ] {
            assert_eq!(declared(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn family_names_that_stand_first_are_turned() {
        let names = AuthorNames::default();
        assert_eq!(names.of_scholar("Example, Ann B."), ["Ann B. Example"]);
        assert_eq!(names.of_scholar("Ann Example"), ["Ann Example"]);
    }

    #[test]
    fn lines_need_a_word_for_authors() {
        let names = AuthorNames::default();
        for (line, people) in [
            ("By Ann Example |", &["Ann Example"][..]),
            ("Posted by Ann Example on", &["Ann Example"]),
            ("Written by Ann Example, MS, RD on", &["Ann Example"]),
            ("| Autor: Beata Przykład", &["Beata Przykład"]),
            ("作者：记者 武小霞 来源：某网 【字号", &["武小霞"]),
            ("文/王小明", &["王小明"]),
            ("Ann Example", &[]),
            ("By the river, nine people live", &[]),
            ("By admin", &[]),
            ("Text size", &[]),
            ("di più", &[]),
            ("来源：人民网", &[]),
        ] {
            assert_eq!(names.in_line(line), people, "{line}");
        }
    }
}

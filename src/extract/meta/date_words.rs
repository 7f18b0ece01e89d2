//! Words of dates: names of months (`data/months.tsv`), and what may stand beside them.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::extract::place_cues::rows;

/// Which of two numbers before a year is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// What a word means in a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DateWord {
    /// A month, from 1.
    Month(i16),
    /// Nothing: it stands between day, month and year, or ends an ordinal.
    Filler,
    /// It is no part of a date.
    Other,
}

/// Months by their names: each with the languages that call it so.
static MONTHS: LazyLock<FxHashMap<&'static str, Vec<(&'static str, i16)>>> = LazyLock::new(|| {
    let mut months: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for row in rows(include_str!("../../../data/months.tsv")) {
        let mut cells = row.split('\t');
        let language = cells.next().unwrap_or_default();
        for (month, names) in (1..).zip(cells) {
            for name in names.split(' ') {
                months.entry(name).or_default().push((language, month));
            }
        }
    }
    months
});

/// Words and endings that may stand inside a date.
const FILLERS: [&str; 34] = [
    "st", "nd", "rd", "th", "of", "the", "de", "del", "do", "di", "den", "d", "er", "r", "m", "me",
    "ο", "η", "του", "г", "го", "й", "р", "року", "godine", "god", "ב", "ngày", "tháng", "năm",
    "le", "el", "kl", "ta",
];

/// The longest name of a month, in bytes.
const MAX_MONTH_BYTES: usize = 40;

/// What words mean in the dates of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateWords<'a> {
    /// The tag of the page's language.
    language: Option<&'a str>,
}

impl<'a> DateWords<'a> {
    pub(super) fn new(language: Option<&'a str>) -> Self {
        Self { language }
    }

    /// What a word means.
    pub(super) fn meaning(self, word: &str) -> DateWord {
        if word.len() > MAX_MONTH_BYTES {
            return DateWord::Other;
        }
        let word = folded(word);
        if let Some(month) = self.month(&word) {
            return DateWord::Month(month);
        }
        if FILLERS.contains(&word.as_str()) { DateWord::Filler } else { DateWord::Other }
    }

    /// The month that a word names: in the language of the page, else if all languages that know the word agree.
    fn month(self, word: &str) -> Option<i16> {
        let known = MONTHS.get(word)?;
        let primary = self.language.map(|tag| tag.split('-').next().unwrap_or_default());
        let own = known.iter().find(|(language, _)| Some(*language) == primary);
        let (_, month) = own.or(known.first())?;
        (own.is_some() || known.iter().all(|(_, other)| other == month)).then_some(*month)
    }

    /// Which number comes first in dates of numbers alone; `None` for English of no country.
    pub(super) fn order(self) -> Option<DateOrder> {
        match self.language? {
            "en-US" | "en-PH" => Some(DateOrder::MonthFirst),
            "en" | "en-CA" => None,
            _ => Some(DateOrder::DayFirst),
        }
    }

    /// Whether dates of two digits each may begin with the year.
    pub(super) fn may_begin_with_year(self) -> bool {
        let primary = self.language.map(|tag| tag.split('-').next().unwrap_or_default());
        matches!(primary, None | Some("hu" | "ja" | "ko" | "lt" | "mn" | "sv" | "zh"))
    }
}

/// A word in lower case, Greek without accents.
fn folded(word: &str) -> String {
    word.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ά' => 'α',
            'έ' => 'ε',
            'ή' => 'η',
            'ί' | 'ϊ' | 'ΐ' => 'ι',
            'ό' => 'ο',
            'ύ' | 'ϋ' | 'ΰ' => 'υ',
            'ώ' => 'ω',
            'ς' => 'σ',
            c => c,
        })
        // `İ` in lower case is an `i` and a dot above it.
        .filter(|c| *c != '\u{307}')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let table: Vec<Vec<&str>> = rows(include_str!("../../../data/months.tsv"))
            .map(|row| row.split('\t').collect())
            .collect();
        assert!(table.windows(2).all(|pair| pair[0][0] < pair[1][0]));
        for row in &table {
            assert_eq!(row.len(), 13, "{}", row[0]);
            for name in row[1..].iter().flat_map(|names| names.split(' ')) {
                assert_eq!(folded(name), name, "{}", row[0]);
                assert!(!name.is_empty() && name.len() <= MAX_MONTH_BYTES);
            }
            let names: Vec<&str> = row[1..].iter().flat_map(|names| names.split(' ')).collect();
            let distinct: std::collections::BTreeSet<_> = names.iter().collect();
            assert_eq!(names.len(), distinct.len(), "{} names two months alike", row[0]);
        }
        assert!(FILLERS.iter().all(|filler| !MONTHS.contains_key(filler)));
    }
}

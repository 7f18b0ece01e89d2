//! A sentence as its rules read it: its words with what they mean, and its numbers.

use std::ops::Range;

use super::numeral::{Numeral, NumeralForm, digit, next_digits};
use crate::claims::lexicon::{Lexicon, WordClass, WordHit, is_dense};

/// The longest gap between two words that belong together, in bytes: a blank of three bytes and a sign.
const MAX_GAP_BYTES: usize = 4;

/// A sentence, or a part of an endless one.
pub(super) struct SentenceReading<'a> {
    /// The text.
    pub(super) text: &'a str,
    /// The same in lower case, byte for byte.
    pub(super) lower: &'a str,
    /// The words of its language.
    pub(super) lexicon: &'static Lexicon,
    /// Its words that mean something, by place, the longer first.
    pub(super) hits: Vec<WordHit>,
    /// The classes of these words, one bit each: most questions are about words that a sentence has not.
    classes: u64,
    /// Its numbers, by place.
    pub(super) numerals: Vec<Numeral>,
}

impl<'a> SentenceReading<'a> {
    /// Reads a sentence. `lower` is the text folded.
    pub(super) fn new(text: &'a str, lower: &'a str, lexicon: &'static Lexicon) -> Self {
        let hits = lexicon.find(text, lower);
        let classes = hits.iter().fold(0, |all, hit| all | 1 << hit.class as u32);
        let mut reading = Self { text, lower, lexicon, hits, classes, numerals: Vec::new() };
        reading.numerals = reading.read_numerals();
        reading
    }

    /// Hits of a class.
    pub(super) fn of(&self, class: WordClass) -> impl Iterator<Item = &WordHit> {
        let hits = if self.has(class) { self.hits.as_slice() } else { &[] };
        hits.iter().filter(move |hit| hit.class == class)
    }

    /// Hits that begin at or behind a byte.
    pub(super) fn hits_from(&self, start: usize) -> impl Iterator<Item = &WordHit> {
        self.hits[self.hits.partition_point(|hit| hit.start < start)..].iter()
    }

    /// Whether any word of a class stands in it.
    pub(super) fn has(&self, class: WordClass) -> bool {
        self.classes & (1 << class as u32) != 0
    }

    /// The hit of a class that begins at a byte.
    pub(super) fn hit_at(&self, start: usize, class: WordClass) -> Option<&WordHit> {
        if !self.has(class) {
            return None;
        }
        let mut here = self.hits_from(start).take_while(|hit| hit.start == start);
        here.find(|hit| hit.class == class)
    }

    /// The hit of a class behind a byte, with only a blank or hyphen between.
    pub(super) fn hit_after(&self, end: usize, class: WordClass) -> Option<&WordHit> {
        if self.has(class) { self.hit_at(self.skip_gap(end), class) } else { None }
    }

    /// The hit of a class that ends before a byte, with only a blank between.
    pub(super) fn hit_before(&self, start: usize, class: WordClass) -> Option<&WordHit> {
        if !self.has(class) {
            return None;
        }
        let head = self.text[..start].trim_end_matches(is_gap);
        let before = self.hits[..self.hits.partition_point(|hit| hit.start < start)].iter().rev();
        let near = before.take_while(|hit| hit.start + 48 > start);
        near.into_iter().find(|hit| {
            let fits = hit.end == head.len() || hit.end == start;
            hit.class == class && fits && start - hit.end <= MAX_GAP_BYTES
        })
    }

    /// The byte behind a blank or hyphen.
    pub(super) fn skip_gap(&self, end: usize) -> usize {
        let rest = &self.text[end..];
        let gap = rest.len() - rest.trim_start_matches(is_gap).len();
        if gap <= MAX_GAP_BYTES { end + gap } else { end }
    }

    /// The character before a byte.
    pub(super) fn before(&self, start: usize) -> Option<char> {
        self.text[..start].chars().next_back()
    }

    /// The character at a byte.
    pub(super) fn after(&self, end: usize) -> Option<char> {
        self.text[end..].chars().next()
    }

    /// Returns `true` if a range contains a word that joins a noun to the one before it: an office *for* planning. The first
    /// word of the range is ignored, because in some languages an article looks the same.
    pub(super) fn has_linker(&self, range: Range<usize>) -> bool {
        let words = self.lower[range].split(|c: char| c.is_whitespace() || matches!(c, '\'' | '’'));
        words.filter(|word| !word.is_empty()).skip(1).any(|word| self.lexicon.is_linker(word))
    }

    /// The end of the word that begins at or behind a byte.
    pub(super) fn word_end(&self, from: usize) -> usize {
        let rest = &self.text[from..];
        let word = rest.trim_start();
        let start = from + rest.len() - word.len();
        let length = word.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(word.len());
        // Without blanks nobody knows where a name ends.
        if length == 0 || word.starts_with(is_dense) { from } else { start + length }
    }

    fn read_numerals(&self) -> Vec<Numeral> {
        let mut found: Vec<Numeral> = Vec::new();
        let mut from = 0;
        while let Some(mut numeral) = next_digits(self.text, from, self.lexicon) {
            from = numeral.range.end;
            if !matches!(numeral.form, NumeralForm::Date | NumeralForm::Name) {
                self.multiply(&mut numeral);
            }
            match found.last_mut() {
                // `4億5000万` is one number.
                Some(last) if joins(last, &numeral) => {
                    last.value += numeral.value;
                    last.range.end = numeral.range.end;
                }
                _ => found.push(numeral),
            }
        }
        let mut words = self.word_numerals();
        words.retain(|word| {
            let next = found.partition_point(|numeral| numeral.range.end <= word.range.start);
            found.get(next).is_none_or(|numeral| numeral.range.start >= word.range.end)
        });
        found.append(&mut words);
        found.sort_by_key(|numeral| numeral.range.start);
        found
    }

    /// Takes the magnitudes behind a number in: `3,2 Millionen`, `5bn`, `4億5000万`.
    fn multiply(&self, numeral: &mut Numeral) {
        while let Some(hit) = self.hit_after(numeral.range.end, WordClass::Magnitude) {
            if self.is_letter_of_name(hit) {
                break;
            }
            numeral.value = numeral.value.max(1.0) * 10_f64.powi(i32::from(hit.exponent));
            numeral.form = NumeralForm::Grouped;
            numeral.range.end = hit.end;
        }
    }

    /// Whether a `k` stands before a word of a script without blanks that it cannot count: 4K党.
    fn is_letter_of_name(&self, hit: &WordHit) -> bool {
        let counted = [
            WordClass::Measure,
            WordClass::Unit,
            WordClass::Currency,
            WordClass::People,
            WordClass::Compare,
        ];
        let rest = &self.text[hit.end..];
        hit.end - hit.start == 1
            && rest.starts_with(is_dense)
            && !rest.starts_with(['的', '多'])
            && counted.iter().all(|class| self.hit_at(hit.end, *class).is_none())
    }

    /// Numbers in words, each as long as it goes.
    fn word_numerals(&self) -> Vec<Numeral> {
        let mut found: Vec<Numeral> = Vec::new();
        for hit in &self.hits {
            let (value, factor) = match hit.class {
                WordClass::Small => (5.0, 1.0),
                WordClass::Tens => (50.0, 1.0),
                WordClass::Magnitude => (0.0, 10_f64.powi(i32::from(hit.exponent))),
                _ => continue,
            };
            match found.last_mut() {
                Some(last) if hit.end <= last.range.end => {}
                Some(last) if self.skip_gap(last.range.end) == hit.start => {
                    last.range.end = hit.end;
                    last.value =
                        if factor > 1.0 { last.value * factor } else { last.value + value };
                }
                _ => found.push(Numeral {
                    range: hit.start..hit.end,
                    value,
                    form: NumeralForm::Words,
                }),
            }
        }
        // Thousands of years, 千 in a name: a power of ten alone counts nothing.
        found.retain(|numeral| numeral.value > 0.0);
        found.extend(self.han_numerals());
        found
    }

    /// Numbers in Chinese characters that count something: 四十五人, 两个.
    fn han_numerals(&self) -> Vec<Numeral> {
        let mut found: Vec<Numeral> = Vec::new();
        let is_han = |c: char| han_value(c).is_some();
        let is_about = |c: char| matches!(c, '多' | '余' | '餘');
        // Few words are measures, and most characters are no numbers.
        for measure in self.of(WordClass::Measure) {
            let head = &self.text[..measure.start];
            let head = head.strip_suffix(is_about).unwrap_or(head);
            let end = head.len();
            let start = head.trim_end_matches(is_han).len();
            // The number ends here, and the measure is right behind it or behind "about".
            let is_end =
                self.after(end).is_some_and(|c| !is_han(c) && is_about(c) == (end < measure.start));
            if start == end || !is_end || found.last().is_some_and(|last| last.range.end == end) {
                continue;
            }
            let before = self.before(start);
            let named =
                before.is_some_and(|c| matches!(c, '第' | '星' | '周') || digit(c).is_some());
            let value = han_number(&self.text[start..end]);
            if !named && value > 1.0 {
                found.push(Numeral { range: start..end, value, form: NumeralForm::Words });
            }
        }
        found
    }

    /// The text of a range.
    pub(super) fn words(&self, range: &Range<usize>) -> &'a str {
        &self.text[range.clone()]
    }
}

/// Whether a number goes on in the next one, which stands behind its power of ten.
fn joins(last: &Numeral, next: &Numeral) -> bool {
    let is_behind = last.range.end == next.range.start && last.value > next.value;
    is_behind && last.form == NumeralForm::Grouped && next.form != NumeralForm::Date
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2011}')
}

/// The value of a digit in Chinese characters, or the factor of a power of ten.
fn han_value(c: char) -> Option<f64> {
    Some(match c {
        '零' | '〇' => 0.0,
        '一' => 1.0,
        '二' | '两' | '兩' => 2.0,
        '三' => 3.0,
        '四' => 4.0,
        '五' => 5.0,
        '六' => 6.0,
        '七' => 7.0,
        '八' => 8.0,
        '九' => 9.0,
        '十' => 10.0,
        '百' => 100.0,
        '千' => 1000.0,
        '万' | '萬' => 10_000.0,
        '亿' | '億' => 100_000_000.0,
        _ => return None,
    })
}

fn han_number(text: &str) -> f64 {
    let (mut sum, mut part, mut last) = (0.0, 0.0, 0.0);
    for value in text.chars().filter_map(han_value) {
        match value {
            10_000.0.. => {
                sum = (sum + part + last) * value;
                (part, last) = (0.0, 0.0);
            }
            10.0.. => {
                part += f64::max(last, 1.0) * value;
                last = 0.0;
            }
            _ => last = last * 10.0 + value,
        }
    }
    sum + part + last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers_have_a_value() {
        for (text, value) in
            [("四十五", 45.0), ("三百二十", 320.0), ("五万", 50_000.0), ("十", 10.0)]
        {
            assert!((han_number(text) - value).abs() < 0.5, "{text}: {}", han_number(text));
        }
    }
}

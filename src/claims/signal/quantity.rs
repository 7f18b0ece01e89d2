//! What the numbers of a sentence count: people and things, money, shares, days and years.

use std::ops::Range;

use super::numeral::{Numeral, NumeralForm};
use super::reading::SentenceReading;
use super::{SignalDetail, SignalKind, SignalSpan};
use crate::claims::lexicon::{WordClass, is_dense};

/// How far behind a number the people stand that it counts, in bytes: `45 unarmed young people`.
const MAX_COUNTED_BYTES: usize = 32;

/// Years that are dates wherever they stand; earlier and later ones need a preposition or an end.
const PLAIN_YEARS: Range<u32> = 1600..2100;

/// How many bytes stand at most between the two numbers of a range: `12 auf 9 Prozent`.
const MAX_RANGE_GAP_BYTES: usize = 7;

/// All quantities of a sentence, and the dates that are numbers.
pub(super) fn find(reading: &SentenceReading<'_>) -> Vec<SignalSpan> {
    let mut found: Vec<SignalSpan> = Vec::new();
    for numeral in reading.numerals.iter().rev() {
        let Some(mut span) = classify(reading, numeral) else { continue };
        // The first number of a range counts what the second does.
        let next = found.last().filter(|next| {
            let gap = next.range.start.saturating_sub(span.range.end);
            gap <= MAX_RANGE_GAP_BYTES
                && matches!(next.kind, SignalKind::Percent | SignalKind::Money)
        });
        if let Some(next) = next.filter(|_| span.kind == SignalKind::Number) {
            span.kind = next.kind;
        }
        found.push(span);
    }
    let multiples = reading.of(WordClass::Multiple).map(|hit| {
        SignalSpan::new(SignalKind::Number, hit.start..hit.end, SignalDetail::default())
    });
    found.extend(multiples);
    found
}

fn classify(reading: &SentenceReading<'_>, numeral: &Numeral) -> Option<SignalSpan> {
    let Range { start, end } = numeral.range;
    let detail = SignalDetail {
        value: numeral.value as u32,
        is_of_people: counts_people(reading, end),
        ..SignalDetail::default()
    };
    let span = |kind, range| Some(SignalSpan::new(kind, range, detail));
    match numeral.form {
        NumeralForm::Date => return span(SignalKind::Date, start..end),
        NumeralForm::Name => return None,
        _ => {}
    }
    if let Some(range) = percent(reading, numeral) {
        return span(SignalKind::Percent, range);
    }
    if let Some(range) = money(reading, numeral) {
        return span(SignalKind::Money, range);
    }
    if is_glued(reading, numeral) {
        return None;
    }
    if numeral.form == NumeralForm::Words {
        return span(SignalKind::Number, start..end);
    }
    if let Some(range) = date(reading, numeral) {
        return span(SignalKind::Date, range);
    }
    is_count(reading, numeral).then(|| span(SignalKind::Number, start..end)).flatten()
}

fn counts_people(reading: &SentenceReading<'_>, end: usize) -> bool {
    let mut near = reading.hits_from(end).take_while(|hit| hit.start < end + MAX_COUNTED_BYTES);
    near.any(|hit| hit.class == WordClass::People)
}

/// A share: a sign or word behind the number or before it.
fn percent(reading: &SentenceReading<'_>, numeral: &Numeral) -> Option<Range<usize>> {
    let Range { start, end } = numeral.range;
    let is_sign = |c: char| matches!(c, '%' | '％' | '٪' | '‰' | '﹪');
    let rest = reading.text[end..].trim_start();
    let at = reading.text.len() - rest.len();
    if let Some(sign) = rest.chars().next().filter(|c| is_sign(*c) && at - end <= 3) {
        return Some(start..at + sign.len_utf8());
    }
    if let Some(hit) = reading.hit_after(end, WordClass::Percent) {
        return Some(start..hit.end);
    }
    let head = reading.text[..start].trim_end();
    if head.ends_with(is_sign) && numeral.form != NumeralForm::Words {
        let sign = head.chars().next_back().map_or(0, char::len_utf8);
        let before = head[..head.len() - sign].trim_end();
        // The sign of the number before it.
        let is_own = !before.ends_with(|c: char| c.is_numeric());
        return is_own.then_some(head.len() - sign..end);
    }
    Some(reading.hit_before(start, WordClass::PercentBefore)?.start..end)
}

/// A sum: a sign, code or word of a currency on either side.
fn money(reading: &SentenceReading<'_>, numeral: &Numeral) -> Option<Range<usize>> {
    let Range { start, end } = numeral.range;
    if let Some(hit) = reading.hit_after(end, WordClass::Currency) {
        return Some(start..hit.end);
    }
    // A word before a number is rather its subject ("pounds 5"); codes and words without capitals are not.
    let code = reading.hit_before(start, WordClass::Currency).filter(|hit| {
        !reading.text[hit.start..hit.end].chars().all(|c| c.is_lowercase() || c == ' ')
    });
    if let Some(hit) = code {
        return Some(hit.start..end);
    }
    let head = reading.text[..start].trim_end();
    if start - head.len() <= 3
        && let Some(sign) = head.chars().next_back().filter(|c| is_currency(*c))
    {
        let head = &head[..head.len() - sign.len_utf8()];
        let letters = head.len() - head.trim_end_matches(|c: char| c.is_ascii_uppercase()).len();
        let code = if letters <= 3 { letters } else { 0 };
        let end = magnitude_letters(reading, end).unwrap_or(end);
        return Some(head.len() - code..end);
    }
    let rest = &reading.text[end..];
    let sign = rest.trim_start();
    let at = end + rest.len() - sign.len();
    let sign = sign.chars().next().filter(|c| is_currency(*c) && at - end <= 3)?;
    Some(start..at + sign.len_utf8())
}

/// `5m`, `3k` behind the sign of a currency.
fn magnitude_letters(reading: &SentenceReading<'_>, end: usize) -> Option<usize> {
    let rest = &reading.lower[end..];
    let length = ["bn", "tn", "mn", "k", "m", "b"].iter().find_map(|unit| {
        let after = rest.strip_prefix(unit)?;
        (!after.starts_with(char::is_alphanumeric)).then_some(unit.len())
    })?;
    Some(end + length)
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '¢' | '￥' | '＄' | '￡' | '\u{20a0}'..='\u{20c0}')
}

/// Whether a number is part of a name or of an address: `B52`, `covid-19`, `#7`, `3D`.
fn is_glued(reading: &SentenceReading<'_>, numeral: &Numeral) -> bool {
    let Range { start, end } = numeral.range;
    if numeral.form == NumeralForm::Words {
        return false;
    }
    let before = reading.before(start);
    let glued = before.is_some_and(|c| {
        let letter = is_cased(c) && !is_dense(c);
        letter
            || matches!(
                c,
                '…' | '#' | '/' | '_' | '=' | '.' | ':' | '+' | '@' | '\\' | '[' | '^' | '~'
            )
    });
    let hyphen = matches!(before, Some('-' | '\u{2011}'));
    let head = &reading.text[..start - before.map_or(0, char::len_utf8)];
    let compound = hyphen && head.ends_with(|c: char| is_cased(c) && !is_dense(c));
    let after = reading.after(end);
    let joined = matches!(after, Some('/' | '_' | '=' | '@' | '\\' | ']' | '^'));
    let letter = after.is_some_and(|c| is_cased(c) && !is_dense(c));
    let is_unit = || {
        [WordClass::Unit, WordClass::TimeUnit]
            .iter()
            .any(|class| reading.hit_at(end, *class).is_some())
    };
    let is_named = is_code(reading, numeral) || is_quoted_alone(reading, numeral);
    glued
        || compound
        || joined
        || is_named
        || (letter && decade(reading, numeral).is_none() && !is_unit())
}

/// Characters that stand in codes beside letters and digits.
const CODE_DASHES: [char; 3] = ['-', '\u{2011}', '–'];

/// Bytes of a code that are looked at.
const MAX_CODE_BYTES: usize = 48;

/// Names of units and offices that have a number, in Chinese.
const CHINESE_UNITS: [&str; 4] = ["部队", "部隊", "部门", "部門"];

/// What stands between a label and its number in Chinese.
const CHINESE_COPULAS: [char; 7] = ['是', '为', '為', '：', ':', ' ', '\u{a0}'];

/// Digits of a number written without groups that may be a code.
const MIN_CODE_DIGITS: usize = 5;

/// Whether a number is a part of a code: `CVE-2031–45678`, in Chinese also a number behind a Latin word or a unit that
/// counts nothing (`QRS 54321`, `7100部队`).
fn is_code(reading: &SentenceReading<'_>, numeral: &Numeral) -> bool {
    let Range { start, end } = numeral.range;
    if numeral.form != NumeralForm::Plain {
        return false;
    }
    let head =
        &reading.text[reading.text.ceil_char_boundary(start.saturating_sub(MAX_CODE_BYTES))..start];
    let is_part = |c: char| c.is_ascii_alphanumeric() || CODE_DASHES.contains(&c);
    let code = &head[head.trim_end_matches(is_part).len()..];
    if head.ends_with(CODE_DASHES) && code.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return true;
    }
    if reading.lexicon.code != "zh" {
        return false;
    }
    let behind = reading.text[end..].trim_start();
    if CHINESE_UNITS[..2].iter().any(|unit| behind.starts_with(unit)) {
        return true;
    }
    let counted = [
        WordClass::Measure,
        WordClass::Unit,
        WordClass::TimeUnit,
        WordClass::People,
        WordClass::Compare,
    ];
    let counts = counted.iter().any(|class| reading.hit_after(end, *class).is_some());
    let is_long = reading.words(&numeral.range).len() >= MIN_CODE_DIGITS;
    let before = head.trim_end();
    let label = head.trim_end_matches(CHINESE_COPULAS);
    let label_end = start - (head.len() - label.len());
    let is_labelled =
        || label.len() < head.len() && reading.hit_before(label_end, WordClass::Label).is_some();
    is_long
        && !counts
        && (before.ends_with(|c: char| c.is_ascii_alphabetic())
            || CHINESE_UNITS.iter().any(|unit| before.ends_with(unit))
            || is_labelled())
}

/// Whether a number without groups is all that stands in quotation marks, as a password or a code does.
fn is_quoted_alone(reading: &SentenceReading<'_>, numeral: &Numeral) -> bool {
    let opens = matches!(
        reading.before(numeral.range.start),
        Some('“' | '"' | '„' | '«' | '「' | '『' | '‘')
    );
    let closes =
        matches!(reading.after(numeral.range.end), Some('”' | '"' | '“' | '»' | '」' | '』' | '’'));
    opens && closes && numeral.form == NumeralForm::Plain
}

/// Letters of scripts that write words with blanks and capitals; Arabic and Hebrew put small words before numbers.
fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase()
}

/// `1990s`, `1990er`.
fn decade(reading: &SentenceReading<'_>, numeral: &Numeral) -> Option<usize> {
    let end = numeral.range.end;
    let round = numeral.value % 10.0 < 0.5 && numeral.value >= 10.0;
    let rest = &reading.lower[end..];
    let length =
        ["s", "er", "'s", "ern", "-х", "-ті", "-те", "er-jahre"].iter().find_map(|ending| {
            let after = rest.strip_prefix(ending)?;
            (!after.starts_with(char::is_alphanumeric)).then_some(ending.len())
        });
    length.filter(|_| round && numeral.form == NumeralForm::Plain).map(|length| end + length)
}

/// A year, a decade, or a number beside a month or a sign of a day.
fn date(reading: &SentenceReading<'_>, numeral: &Numeral) -> Option<Range<usize>> {
    let Range { start, end } = numeral.range;
    if is_year_and_month(reading, numeral) {
        return Some(start..end);
    }
    if numeral.form != NumeralForm::Plain {
        return None;
    }
    let digits = reading.words(&numeral.range).chars().count();
    let is_year = digits == 4 && (1000.0..2200.0).contains(&numeral.value);
    if let Some(end) = decade(reading, numeral).filter(|_| is_year) {
        return Some(start..end);
    }
    let rest = reading.text[end..].trim_start_matches(' ');
    let mark = rest.chars().next().unwrap_or(' ');
    let marked = reading.text.len() - rest.len() + mark.len_utf8();
    match mark {
        '年' | '년' if is_year => return Some(start..marked),
        '年' | '년' if digits == 2 && rest[mark.len_utf8()..].starts_with(['代', '度']) => {
            return Some(start..marked);
        }
        '年' | '년' => return None,
        '月' | '월' if numeral.value <= 12.0 => return Some(start..marked),
        '日' | '号' | '號' | '일' if numeral.value <= 31.0 => return Some(start..marked),
        _ => {}
    }
    is_year.then_some(())?;
    let plain = PLAIN_YEARS.contains(&(numeral.value as u32));
    let dated = || reading.hit_before(start, WordClass::DateBefore).is_some();
    let marked = || reading.hit_after(end, WordClass::DateBefore).is_some();
    if plain && (dated() || marked()) {
        return Some(start..end);
    }
    // Between a number and a noun a script without blanks has a measure: 2010妇女报告 is of 2010.
    let is_dense_text =
        plain && reading.after(end).is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let people = (!is_dense_text).then_some(WordClass::People);
    let counted = [WordClass::Unit, WordClass::TimeUnit, WordClass::Measure];
    if counted.into_iter().chain(people).any(|class| reading.hit_after(end, class).is_some()) {
        return None;
    }
    let before_noun = || {
        let rest = reading.text[end..].strip_prefix(' ').unwrap_or_default();
        rest.starts_with(char::is_alphabetic)
    };
    (plain || dated() || !before_noun()).then_some(start..end)
}

/// Whether a number is a month of a year, or a version named by it, and counts nothing: `2031.11`.
fn is_year_and_month(reading: &SentenceReading<'_>, numeral: &Numeral) -> bool {
    let parts = reading.words(&numeral.range).split_once('.');
    let is_month = parts.is_some_and(|(year, month)| {
        let is_year =
            year.len() == 4 && year.parse().is_ok_and(|year: u32| PLAIN_YEARS.contains(&year));
        is_year && month.len() == 2 && month.parse().is_ok_and(|month| (1..=12).contains(&month))
    });
    // Between a number and what it counts there is no other word.
    let counts = || {
        let rest = reading.text[numeral.range.end..].strip_prefix(' ').unwrap_or_default();
        rest.starts_with(|c: char| c.is_lowercase())
    };
    is_month && !counts()
}

/// Whether a number counts something: it is no label, no ordinal, no entry of a list and more than one.
fn is_count(reading: &SentenceReading<'_>, numeral: &Numeral) -> bool {
    let Range { start, end } = numeral.range;
    if numeral.value < 2.0 && numeral.form == NumeralForm::Plain {
        return false;
    }
    if reading.hit_before(start, WordClass::Label).is_some() {
        return false;
    }
    let rest = &reading.text[end..];
    let stop = rest.starts_with('.');
    let goes_on = !rest.trim_start_matches('.').trim_start().is_empty();
    let is_ordinal = stop && goes_on && reading.lexicon.ordinal_stop && numeral.value < 100.0;
    let is_item = start == 0 && rest.starts_with(['.', ')']);
    let opens = matches!(reading.before(start), Some('(' | '（' | '['));
    let is_note = opens && rest.starts_with([')', '）', ']']) && numeral.value < 1000.0;
    // `6.30-10am`, the 60s.
    let is_time = reading.hit_after(end, WordClass::Clock).is_some()
        || (rest.starts_with(['-', '–']) && is_clock(reading.words(&numeral.range)));
    let is_decade = decade(reading, numeral).is_some();
    let is_id =
        numeral.form == NumeralForm::Plain && reading.words(&numeral.range).starts_with('0');
    !(is_ordinal || is_item || is_note || is_id || is_time || is_decade)
}

/// `6.30`: hours and minutes.
fn is_clock(words: &str) -> bool {
    let parts = words.split_once(['.', ':']);
    parts.is_some_and(|(hours, minutes)| {
        let below = |part: &str, most: u32| part.parse::<u32>().is_ok_and(|value| value < most);
        minutes.len() == 2 && below(hours, 25) && below(minutes, 60)
    })
}

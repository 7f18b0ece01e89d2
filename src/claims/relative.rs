//! Dates that depend on the day of writing: "last May", "currently", 去年.

use std::cell::LazyCell;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Input, MatchKind};
use jiff::civil::Date;

use super::script::Script;
use super::tokens::{Word, stretches, words};

/// One such expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelativeDate {
    /// Its bytes in the sentence.
    pub range: Range<usize>,
    /// What it means as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; `None` where that is a matter of taste.
    pub meaning: Option<String>,
}

/// English months, in their order.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const SPANS: [&str; 9] =
    ["week", "weekend", "month", "year", "spring", "summer", "autumn", "fall", "winter"];

const DAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Chinese words, with the years or days from the article's date.
const CHINESE: [(&str, DateShift); 13] = [
    ("前年", DateShift::Years(-2)),
    ("去年", DateShift::Years(-1)),
    ("今年", DateShift::Years(0)),
    ("明年", DateShift::Years(1)),
    ("昨天", DateShift::Days(-1)),
    ("昨日", DateShift::Days(-1)),
    ("今天", DateShift::Days(0)),
    ("明天", DateShift::Days(1)),
    ("上周", DateShift::Unknown),
    ("上个月", DateShift::Unknown),
    ("近日", DateShift::Unknown),
    ("日前", DateShift::Unknown),
    ("最近", DateShift::Unknown),
];

/// Finds these words. The searcher uses vector instructions only if it looks for leftmost matches.
static CHINESE_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = CHINESE.map(|(word, _)| word);
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words);
    builder.expect("thirteen short words")
});

/// Every English expression contains one of these words or a month.
const ENGLISH: [&str; 10] = [
    "ago",
    "current",
    "earlier",
    "last",
    "later",
    "next",
    "recent",
    "this",
    "tomorrow",
    "yesterday",
];

/// Finds these words and the months, ignoring case. Most sentences contain none of them and are skipped.
static ENGLISH_WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let words = ENGLISH.into_iter().chain(MONTHS);
    let builder = AhoCorasick::builder().ascii_case_insensitive(true).build(words);
    builder.expect("twenty-two short words")
});

#[derive(Clone, Copy)]
enum DateShift {
    Years(i16),
    Days(i8),
    Unknown,
}

/// The relative dates of a sentence, resolved against the day of publication.
pub fn find(text: &str, script: Script, published: Option<Date>) -> Vec<RelativeDate> {
    match script {
        Script::Latin => english(text, published),
        Script::Han => chinese(text, published),
        _ => Vec::new(),
    }
}

fn english(text: &str, published: Option<Date>) -> Vec<RelativeDate> {
    if !ENGLISH_WORDS.is_match(text) {
        return Vec::new();
    }
    let names_year = LazyCell::new(|| words(text).any(|word| is_year(&word)));
    let mut found = Vec::new();
    // Words of the next stretch that the last expression took.
    let mut taken = 0;
    stretches(text, |words, own| {
        let month = |at| bare_month(text, words, at, published).filter(|_| !*names_year);
        let mut at = own.start + taken;
        while at < own.end {
            let rest = &words[at..];
            let hit = ago(rest).or_else(|| lone(words, at)).or_else(|| stepped(rest, published));
            let hit = hit.or_else(|| month(at));
            match hit {
                Some((length, meaning)) => {
                    let range = rest[0].start..rest[length - 1].end;
                    found.push(RelativeDate { range, meaning });
                    at += length;
                }
                None => at += 1,
            }
        }
        taken = at - own.end;
    });
    found
}

/// How many words it takes, and what it means.
type RelativeDateMatch = (usize, Option<String>);

/// How many words "just a couple of weeks ago" takes at most.
const MAX_AGO_WORDS: usize = 6;

/// "Just two weeks ago", "a few months later". Three days later is counted from a day that the text names.
fn ago(rest: &[Word]) -> Option<RelativeDateMatch> {
    let near = &rest[..rest.len().min(MAX_AGO_WORDS)];
    let unit = near.iter().position(|word| {
        let unit = word.lower.as_str();
        matches!(unit, "days" | "weeks" | "months" | "years" | "day" | "week" | "month" | "year")
    })?;
    let mut before = near[..unit].iter().map(|word| word.lower.as_str());
    let direction = match near.get(unit + 1).map(|word| word.lower.as_str()) {
        Some("ago") => true,
        Some("later" | "earlier") => {
            before.clone().any(|word| matches!(word, "few" | "several" | "couple"))
        }
        _ => false,
    };
    let counted = before.all(|word| {
        let plain =
            matches!(word, "just" | "only" | "a" | "an" | "few" | "several" | "couple" | "of");
        plain || word.bytes().all(|byte| byte.is_ascii_digit()) || is_small_number(word)
    });
    (direction && counted && unit > 0).then_some((unit + 2, None))
}

fn is_small_number(word: &str) -> bool {
    matches!(
        word,
        "one" | "two" | "three" | "four" | "five" | "six" | "seven" | "eight" | "nine" | "ten"
    )
}

/// "Currently", "yesterday", "recent", "recently"; "more recently" compares.
fn lone(words: &[Word], at: usize) -> Option<RelativeDateMatch> {
    let before = at.checked_sub(1).map(|at| words[at].lower.as_str());
    let compares = matches!(before, Some("more" | "most" | "as"));
    let word = words[at].lower.as_str();
    let is_date = matches!(word, "currently" | "yesterday" | "tomorrow" | "recent" | "recently");
    let next = words.get(at + 1).map(|word| word.lower.as_str());
    let length = match next {
        // "Recent December" and "recent years" are one expression.
        Some(next) if word == "recent" && (MONTHS.contains(&next) || next == "years") => 2,
        _ => 1,
    };
    (is_date && !compares).then_some((length, None))
}

/// "Last May", "next year", "this summer".
fn stepped(rest: &[Word], published: Option<Date>) -> Option<RelativeDateMatch> {
    let [step, unit, ..] = rest else { return None };
    let years = match step.lower.as_str() {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        _ => return None,
    };
    let name = unit.lower.as_str();
    if let Some(month) = MONTHS.iter().position(|month| *month == name).filter(|_| unit.capital) {
        let meaning = published.and_then(|day| month_near(day, month as i8 + 1, years));
        return Some((2, meaning));
    }
    if DAYS.contains(&name) {
        return Some((2, None));
    }
    if !SPANS.contains(&name) {
        return None;
    }
    let year = published.filter(|_| name == "year").map(|day| (day.year() + years).to_string());
    Some((2, year))
}

/// The last, this or next month of this name, seen from a day.
fn month_near(day: Date, month: i8, step: i16) -> Option<String> {
    let year = match step {
        -1 if month < day.month() => day.year(),
        -1 => day.year() - 1,
        0 => day.year(),
        _ if month > day.month() => day.year(),
        _ => day.year() + 1,
    };
    // "Last May", written in September, is this year's: in April it is last year's.
    (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}"))
}

fn is_year(word: &Word) -> bool {
    word.lower.len() == 4 && word.lower.bytes().all(|byte| byte.is_ascii_digit())
}

/// "In September", in a sentence without a year.
fn bare_month(
    text: &str,
    words: &[Word],
    at: usize,
    published: Option<Date>,
) -> Option<RelativeDateMatch> {
    let [preposition, month, ..] = &words[at..] else { return None };
    let number = MONTHS.iter().position(|name| *name == month.lower).filter(|_| month.capital)?;
    let preposed = matches!(preposition.lower.as_str(), "in" | "since" | "until" | "by");
    let dated = text[month.end..].trim_start().starts_with(|c: char| c.is_ascii_digit());
    if !preposed || dated {
        return None;
    }
    Some((2, published.and_then(|day| month_near(day, number as i8 + 1, -1))))
}

fn chinese(text: &str, published: Option<Date>) -> Vec<RelativeDate> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(hit) = CHINESE_WORDS.find(Input::new(text).range(from..)) {
        let (word, shift) = CHINESE[hit.pattern().as_usize()];
        let start = hit.start();
        if !means_else(text, start, word) {
            let meaning = published.and_then(|day| shifted(day, shift));
            found.push(RelativeDate { range: hit.range(), meaning });
        }
        // Another may begin inside it: 最近 and 近日 in 最近日.
        from = start + word.chars().next().map_or(1, char::len_utf8);
    }
    found
}

/// Words before 最近 by which it is the nearest one, or what a reader did.
const NEAREST: [char; 8] = ['离', '離', '距', '于', '於', '与', '與', '至'];
const CAUSES: [&str; 6] = ["由于", "由於", "对于", "對於", "鉴于", "鑒於"];
const READERS: [&str; 6] = ["您", "你", "用户", "用戶", "使用者", "玩家"];

/// What readers do, and programs show when they did it last.
const LOG_INS: [&str; 6] = ["登录", "登錄", "登陆", "登陸", "登入", "登出"];

/// Whether a year or a month in digits stands in a text: 2019年, 3月.
fn names_year(text: &str) -> bool {
    text.match_indices(['年', '月'])
        .any(|(at, _)| text[..at].trim_end().ends_with(|c: char| c.is_ascii_digit()))
}

/// Whether 最近 names no time of the article.
fn means_else(text: &str, at: usize, word: &str) -> bool {
    let head = &text[..at];
    let is_of_reader = || READERS.iter().any(|reader| head.ends_with(reader));
    // 最近一次 is the last of several where the text says when it was, or it is a reader's.
    let behind = text[at + word.len()..].strip_prefix("一次");
    let is_last = behind.is_some_and(|behind| {
        LOG_INS.iter().any(|word| behind.starts_with(word)) || names_year(text)
    });
    let is_distance = head.ends_with(NEAREST) && !CAUSES.iter().any(|word| head.ends_with(word));
    word == "最近" && (is_last || is_distance || is_of_reader())
}

fn shifted(day: Date, shift: DateShift) -> Option<String> {
    match shift {
        DateShift::Years(years) => Some((day.year() + years).to_string()),
        DateShift::Days(days) => {
            let span = jiff::Span::new().days(i64::from(days));
            Some(day.checked_add(span).ok()?.to_string())
        }
        DateShift::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(text: &str) -> Vec<(String, Option<String>)> {
        let found = find(text, Script::detect(text), Some(jiff::civil::date(2022, 4, 8)));
        found.into_iter().map(|one| (text[one.range].to_owned(), one.meaning)).collect()
    }

    fn one(words: &str, meaning: Option<&str>) -> Vec<(String, Option<String>)> {
        vec![(words.to_owned(), meaning.map(str::to_owned))]
    }

    #[test]
    fn dates_are_resolved_against_the_day_of_publication() {
        assert_eq!(meanings("Last May, she left."), one("Last May", Some("2021-05")));
        assert_eq!(meanings("In September, he called."), one("In September", Some("2021-09")));
        assert_eq!(meanings("It ended last year."), one("last year", Some("2021")));
        assert_eq!(meanings("由于最近的贸易战"), one("最近", None));
        assert_eq!(meanings("在最近一次研讨会上，他谈到了大坝。"), one("最近", None));
        assert_eq!(meanings("视频显示最近一次漏水的结束。"), one("最近", None));
        assert_eq!(meanings("去年的数据"), one("去年", Some("2021")));
        assert_eq!(meanings("昨天的会议"), one("昨天", Some("2022-04-07")));
    }

    #[test]
    fn expressions_without_one_meaning_are_found_alone() {
        assert_eq!(
            meanings("Just a few months later it fell."),
            one("Just a few months later", None)
        );
        assert_eq!(meanings("its recent December sanctions"), one("recent December", None));
        assert_eq!(meanings("It is currently open."), one("currently", None));
    }

    #[test]
    fn one_word_may_begin_inside_another() {
        let found: Vec<String> = meanings("最近日前后").into_iter().map(|(word, _)| word).collect();
        assert_eq!(found, ["最近", "近日", "日前"]);
    }

    #[test]
    fn dates_that_stand_alone_are_none() {
        for text in [
            "In September 2021, he called.",
            "In May 12 was the day.",
            "More recently, it grew.",
            "The last may be first.",
            "Over the past decade it grew.",
            "Years later it fell.",
            "Three days later, he was found.",
            "Two years earlier it had risen.",
            "与最近的车站相距两公里",
            "您最近查看的项目",
            "可以看到用户名和最近一次登陆的信息",
            "最近一次登录的时间在下面",
            "最近一次登入的時間在下面",
            "最近一次地震是在2019年",
            "离最近的机场",
        ] {
            assert_eq!(meanings(text), [], "{text}");
        }
    }
}

//! The dates of articles as ranks, so that an edge need not keep its articles.

use rustc_hash::FxHashMap;

use super::date;
use super::date_text::DateText;
use crate::article::StatedDate;

/// Dates by their ranks, each text held once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct DateTable {
    /// The first to begin first.
    pub(crate) earliest: Vec<DateText>,
    /// The first to end first.
    pub(crate) latest: Vec<DateText>,
}

/// The ranks of one date, or of the first and the last of several: among the earliest and among the latest.
pub(super) type RankSpan = (u32, u32);

/// What is stated by the articles of a table.
#[derive(Debug, Default)]
pub(super) struct DateRanks {
    /// By article; `None` without a date.
    ranks: Vec<Option<RankSpan>>,
    /// By rank among the latest: the rank among the earliest.
    began: Vec<u32>,
    dates: DateTable,
}

impl DateRanks {
    /// Ranks what each article states.
    pub(super) fn new<'a>(stated: impl Iterator<Item = Option<&'a str>>) -> Self {
        let stated: Vec<Option<&str>> =
            stated.map(|text| text.filter(|text| StatedDate::parse(text).is_some())).collect();
        let (earliest, latest) = date::orders(stated.iter().flatten().copied());
        let places = |order: &[&'a str]| -> FxHashMap<&'a str, u32> {
            order.iter().copied().zip(0..).collect()
        };
        let (first, last) = (places(&earliest), places(&latest));
        let ranks = stated.iter().map(|text| text.map(|text| (first[text], last[text]))).collect();
        let began: Vec<u32> = latest.iter().map(|text| first[text]).collect();
        let earliest: Vec<DateText> = earliest.into_iter().map(DateText::from).collect();
        let latest = began.iter().map(|rank| earliest[*rank as usize].clone()).collect();
        Self { ranks, began, dates: DateTable { earliest, latest } }
    }

    /// The ranks of an article's date.
    pub(super) fn of(&self, article: usize) -> Option<RankSpan> {
        self.ranks[article]
    }

    /// The date of the later of two articles, where both ends are articles that have one.
    pub(super) fn later(&self, articles: [Option<usize>; 2]) -> Option<RankSpan> {
        let [left, right] = articles.map(|article| article.and_then(|at| self.ranks[at]));
        let last = left?.1.max(right?.1);
        Some((self.began[last as usize], last))
    }

    /// The ranks of the earliest and the latest date of some articles.
    pub(super) fn span(&self, articles: impl Iterator<Item = usize>) -> Option<RankSpan> {
        articles.filter_map(|article| self.ranks[article]).reduce(joined)
    }

    /// The earliest and the latest date of some articles, as stated.
    pub(super) fn range(
        &self,
        articles: impl Iterator<Item = usize>,
    ) -> (Option<DateText>, Option<DateText>) {
        let span = self.span(articles);
        let date = |dates: &[DateText], rank: u32| dates[rank as usize].clone();
        let first = span.map(|(first, _)| date(&self.dates.earliest, first));
        (first, span.map(|(_, last)| date(&self.dates.latest, last)))
    }

    /// The dates that ranks stand for.
    pub(super) fn into_dates(self) -> DateTable {
        self.dates
    }
}

/// The ranks of the first and the last of two.
pub(super) fn joined(one: RankSpan, other: RankSpan) -> RankSpan {
    (one.0.min(other.0), one.1.max(other.1))
}

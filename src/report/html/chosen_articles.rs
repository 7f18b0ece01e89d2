//! The articles whose text a page shows.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::left_out::{MAX_WARNED_ARTICLES, rejects_per_reason};
use super::{payload, text};
use crate::article::Article;
use crate::corpus::Selection;
use crate::corpus::table::CitationTable;
use crate::report::Report;

/// Articles by their numbers.
pub type PageArticles<'a> = BTreeMap<usize, Cow<'a, Article>>;

/// The numbers of the articles that the page of a report shows something of beside its metadata.
pub fn page_articles(table: &CitationTable, report: &Report) -> BTreeSet<usize> {
    let mut numbers: BTreeSet<usize> = text::shown(table, report).into_iter().collect();
    let selection: &Selection = &report.options.selection;
    numbers.extend(payload::chosen(table, selection).into_iter().map(|(article, _)| article));
    let articles = || table.articles().iter().enumerate();
    let warned = articles().filter(|(_, article)| article.warnings > 0);
    numbers.extend(warned.take(MAX_WARNED_ARTICLES).map(|(number, _)| number));
    for reason in report.rejects.keys() {
        let mut left = rejects_per_reason(report);
        for (number, article) in articles() {
            let here = article.rejects.iter().find(|(one, _)| one == reason);
            let Some((_, count)) = here.filter(|_| left > 0) else { continue };
            numbers.insert(number);
            left = left.saturating_sub(*count as usize);
        }
    }
    numbers
}

//! Articles put together by what they have in common.

use std::collections::{BTreeMap, BTreeSet};

use strum::{EnumMessage, IntoStaticStr, VariantArray};

use crate::corpus::table::{ArticleRecord, CitationTable};
use crate::graph::{NO_AUTHOR, NO_ORIGIN, NO_TAG, origin_domain};

/// The group of articles without a date that says enough.
pub const NO_DATE: &str = "(no date)";

/// What articles are put together by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray, IntoStaticStr, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
pub enum Grouping {
    /// Each article alone, by its input and part.
    #[strum(message = "Each article")]
    Article,
    /// The registrable domain that published them.
    #[strum(message = "The domain of the article's address")]
    Origin,
    /// Author; an article by two is in both groups.
    #[strum(message = "Author")]
    Author,
    /// Tag; an article with two is in both groups.
    #[strum(message = "Tag")]
    Tag,
    /// Year of publication.
    Year,
    /// Month of publication.
    Month,
}

/// Some articles of a table, in its order.
#[derive(Debug, Clone, Copy)]
pub struct Articles<'a> {
    pub(super) table: &'a CitationTable,
    /// Their numbers in the table.
    numbers: &'a [u32],
}

impl<'a> Articles<'a> {
    /// The articles, each with its number.
    pub(super) fn records(self) -> impl Iterator<Item = (usize, &'a ArticleRecord)> {
        let numbers = self.numbers.iter().map(|number| *number as usize);
        numbers.map(move |number| (number, &self.table.articles()[number]))
    }
}

/// Articles with something in common.
#[derive(Debug, Clone)]
pub struct ArticleGroup<'a> {
    /// What they have in common.
    pub name: String,
    table: &'a CitationTable,
    /// The numbers of the articles in the table, at least one.
    numbers: Vec<u32>,
}

impl<'a> ArticleGroup<'a> {
    /// All articles of a table.
    pub fn all(table: &'a CitationTable) -> Self {
        let numbers = (0..).take(table.articles().len()).collect();
        Self { name: "all".to_owned(), table, numbers }
    }

    /// The articles.
    pub fn articles(&self) -> Articles<'_> {
        Articles { table: self.table, numbers: &self.numbers }
    }
}

impl Grouping {
    /// Puts articles together; groups are in the order of their names. Articles that lack what is
    /// asked for are one group, with a name in parentheses.
    pub fn groups(self, table: &CitationTable) -> Vec<ArticleGroup<'_>> {
        let mut groups: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (number, article) in (0..).zip(table.articles()) {
            for name in self.names(article) {
                groups.entry(name).or_default().push(number);
            }
        }
        let groups = groups.into_iter();
        groups.map(|(name, numbers)| ArticleGroup { name, table, numbers }).collect()
    }

    /// The groups that an article is in, at least one.
    fn names(self, article: &ArticleRecord) -> BTreeSet<String> {
        let named = |names: BTreeSet<String>, missing: &str| match names.is_empty() {
            true => BTreeSet::from([missing.to_owned()]),
            false => names,
        };
        let one = |name| BTreeSet::from([name]);
        match self {
            Self::Article => one(match article.part() {
                Some(part) => format!("{} {part}", article.input()),
                None => article.input().to_owned(),
            }),
            Self::Origin => {
                one(origin_domain(article.origin()).unwrap_or_else(|| NO_ORIGIN.to_owned()))
            }
            Self::Author => named(article.authors().map(str::to_owned).collect(), NO_AUTHOR),
            Self::Tag => named(article.tags().map(str::to_owned).collect(), NO_TAG),
            Self::Year => one(date(article, 4)),
            Self::Month => one(date(article, 7)),
        }
    }
}

/// The date of publication up to `length`: 4 is the year, 7 the month.
fn date(article: &ArticleRecord, length: usize) -> String {
    let published = article.published();
    published.and_then(|date| date.get(..length)).unwrap_or(NO_DATE).to_owned()
}

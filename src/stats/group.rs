//! Articles put together by what they have in common.

use std::collections::{BTreeMap, BTreeSet};

use strum::{EnumMessage, IntoStaticStr, VariantArray};

use crate::article::Article;
use crate::corpus::Corpus;
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
    #[strum(message = "The domain that published it")]
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

/// Some articles of a corpus, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct ArticleGroup<'a> {
    /// What they have in common.
    pub name: String,
    /// The articles, at least one.
    pub articles: Vec<&'a Article>,
}

impl Grouping {
    /// Puts articles together; groups are in the order of their names. Articles that lack what is
    /// asked for are one group, with a name in parentheses.
    pub fn groups(self, corpus: &Corpus) -> Vec<ArticleGroup<'_>> {
        let mut groups: BTreeMap<String, Vec<&Article>> = BTreeMap::new();
        for article in &corpus.articles {
            for name in self.names(article) {
                groups.entry(name).or_default().push(article);
            }
        }
        groups.into_iter().map(|(name, articles)| ArticleGroup { name, articles }).collect()
    }

    /// The groups that an article is in, at least one.
    fn names(self, article: &Article) -> BTreeSet<String> {
        let named = |names: &[String], missing: &str| match names {
            [] => BTreeSet::from([missing.to_owned()]),
            names => names.iter().cloned().collect(),
        };
        let one = |name| BTreeSet::from([name]);
        match self {
            Self::Article => one(match &article.part {
                Some(part) => format!("{} {part}", article.input),
                None => article.input.clone(),
            }),
            Self::Origin => one(origin_domain(article).unwrap_or_else(|| NO_ORIGIN.to_owned())),
            Self::Author => named(&article.authors, NO_AUTHOR),
            Self::Tag => named(&article.tags, NO_TAG),
            Self::Year => one(date(article, 4)),
            Self::Month => one(date(article, 7)),
        }
    }
}

/// The date of publication up to `length`: 4 is the year, 7 the month.
fn date(article: &Article, length: usize) -> String {
    let published = article.published.as_deref();
    published.and_then(|date| date.get(..length)).unwrap_or(NO_DATE).to_owned()
}

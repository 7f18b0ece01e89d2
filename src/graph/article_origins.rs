//! What the articles of a table are published at, each name held once.

use rustc_hash::FxHashMap;

use super::origin_domain;
use crate::corpus::table::{ArticleRecord, CitationTable};

/// The names that articles are published at.
#[derive(Debug, Default)]
pub(crate) struct ArticleOrigins {
    names: Vec<String>,
    /// By article: the number of its name; `None` without an origin that can be read.
    numbers: Vec<Option<u32>>,
}

impl ArticleOrigins {
    /// The registrable domains.
    pub(crate) fn domains(table: &CitationTable) -> Self {
        Self::new(table, |article| origin_domain(article.origin()))
    }

    /// The names that `origin` gives to articles.
    pub(super) fn new(
        table: &CitationTable,
        origin: impl Fn(&ArticleRecord) -> Option<String>,
    ) -> Self {
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        let number = |article| {
            let next = known.len() as u32;
            Some(*known.entry(origin(article)?).or_insert(next))
        };
        let numbers = table.articles().iter().map(number).collect();
        let mut names = vec![String::new(); known.len()];
        known.into_iter().for_each(|(name, number)| names[number as usize] = name);
        Self { names, numbers }
    }

    /// The name of an article.
    pub(crate) fn name(&self, article: usize) -> Option<&str> {
        self.number(article).map(|number| self.names[number].as_str())
    }

    /// The number of an article's name, below the length of [`ArticleOrigins::names`].
    pub(crate) fn number(&self, article: usize) -> Option<usize> {
        self.numbers[article].map(|number| number as usize)
    }

    /// All names by their numbers.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

//! Who cites whom: the origins that cite most by the domains that are cited most.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::origin_domains;
use crate::corpus::Selection;
use crate::corpus::table::CitationTable;
use crate::report::DomainRow;
use crate::report::format::title;

/// Rows and columns at most.
const MAX_ROWS: usize = 12;
const MAX_COLUMNS: usize = 12;

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MatrixUnit {
    /// The domain that articles were published at.
    Origin,
    /// One article, if there are fewer than two origins.
    Article,
}

impl MatrixUnit {
    /// The word used in JSON and on the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Article => "article",
        }
    }
}

/// What an origin or article cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MatrixRow {
    /// The origin, or the article's title.
    pub name: String,
    /// The number of the article, from 1; `None` for an origin.
    pub article: Option<u64>,
    /// Counted citations of all domains.
    pub citations: u64,
    /// Counted citations of each domain of the table.
    pub cells: Vec<u64>,
}

impl MatrixRow {
    /// Citations of domains outside of the table.
    pub fn others(&self) -> u64 {
        self.citations - self.cells.iter().sum::<u64>()
    }
}

/// Counts of citations by who cites and who is cited; the most citations come first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CitationMatrix {
    /// What a row is.
    pub unit: MatrixUnit,
    /// The cited domains; at most twelve.
    pub domains: Vec<String>,
    /// The rows; at most twelve.
    pub rows: Vec<MatrixRow>,
    /// Rows that were left out, which have fewer citations.
    pub left_out: u64,
}

#[derive(Default)]
struct CitingTally<'a> {
    citations: u64,
    by_domain: FxHashMap<&'a str, u64>,
}

impl<'a> CitingTally<'a> {
    fn add(&mut self, domain: &'a str) {
        self.citations += 1;
        *self.by_domain.entry(domain).or_default() += 1;
    }
}

impl CitationMatrix {
    /// The table of a corpus; `domains` are the rows of its report.
    pub(super) fn new(table: &CitationTable, selection: &Selection, domains: &[DomainRow]) -> Self {
        let origins: Vec<Option<String>> = origin_domains(table);
        let mut by_origin: BTreeMap<&str, CitingTally> = BTreeMap::new();
        let mut by_article: BTreeMap<usize, CitingTally> = BTreeMap::new();
        for (index, link) in table.counted(selection) {
            let domain = link.address().domain;
            by_article.entry(index).or_default().add(domain);
            if let Some(origin) = &origins[index] {
                by_origin.entry(origin).or_default().add(domain);
            }
        }
        let columns: Vec<&str> =
            domains.iter().take(MAX_COLUMNS).map(|row| row.domain.as_str()).collect();
        let row = |name: String, article: Option<u64>, tally: CitingTally| MatrixRow {
            name,
            article,
            citations: tally.citations,
            cells: columns
                .iter()
                .map(|domain| tally.by_domain.get(domain).copied().unwrap_or(0))
                .collect(),
        };
        let (unit, mut rows): (MatrixUnit, Vec<MatrixRow>) = if by_origin.len() > 1 {
            let rows = by_origin.into_iter().map(|(name, tally)| row(name.to_owned(), None, tally));
            (MatrixUnit::Origin, rows.collect())
        } else {
            let rows = by_article.into_iter().map(|(index, tally)| {
                let record = &table.articles()[index];
                let name = title(record.title.as_deref(), &record.input).into_owned();
                row(name, Some(index as u64 + 1), tally)
            });
            (MatrixUnit::Article, rows.collect())
        };
        // Stable: equal rows stay by name, or in the order of the corpus.
        rows.sort_by_key(|row| Reverse(row.citations));
        let left_out = rows.len().saturating_sub(MAX_ROWS) as u64;
        rows.truncate(MAX_ROWS);
        let domains = columns.into_iter().map(str::to_owned).collect();
        Self { unit, domains, rows, left_out }
    }

    /// Whether there is something to compare: several rows, and not a dozen of very many articles.
    pub fn is_comparison(&self) -> bool {
        self.rows.len() > 1 && (self.unit == MatrixUnit::Origin || self.left_out == 0)
    }
}

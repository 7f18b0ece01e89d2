//! Who cites whom: the origins that cite most by the domains that are cited most.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::corpus::Selection;
use crate::corpus::table::{CitationRef, CitationTable};
use crate::graph::ArticleOrigins;
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

/// What one origin or article cites of the domains of the table.
#[derive(Debug, Clone, Copy, Default)]
struct CitingTally {
    citations: u64,
    cells: [u64; MAX_COLUMNS],
}

impl CitingTally {
    /// Adds a citation of the domain in a column; of none for all others.
    fn add(&mut self, column: Option<usize>) {
        self.citations += 1;
        if let Some(column) = column {
            self.cells[column] += 1;
        }
    }
}

impl CitationMatrix {
    /// The table of a corpus; `domains` are the rows of its report, and `origins` the domains of its articles.
    pub(super) fn new(
        table: &CitationTable,
        selection: &Selection,
        origins: &ArticleOrigins,
        domains: &[DomainRow],
    ) -> Self {
        let columns: Vec<&str> =
            domains.iter().take(MAX_COLUMNS).map(|row| row.domain.as_str()).collect();
        let column_of: FxHashMap<&str, usize> = columns.iter().copied().zip(0..).collect();
        let column = |link: CitationRef<'_>| column_of.get(link.address().domain).copied();
        let mut by_origin = vec![CitingTally::default(); origins.names().len()];
        for (article, link) in table.counted(selection) {
            if let Some(origin) = origins.number(article) {
                by_origin[origin].add(column(link));
            }
        }
        let row = |name: String, article: Option<u64>, tally: &CitingTally| MatrixRow {
            name,
            article,
            citations: tally.citations,
            cells: tally.cells[..columns.len()].to_vec(),
        };
        let citing = by_origin.iter().zip(origins.names());
        let mut citing: Vec<_> = citing.filter(|(tally, _)| tally.citations > 0).collect();
        citing.sort_unstable_by_key(|(tally, name)| (Reverse(tally.citations), *name));
        let (unit, all, rows) = if citing.len() > 1 {
            let first = citing.iter().take(MAX_ROWS);
            let rows = first.map(|(tally, name)| row((*name).clone(), None, tally)).collect();
            (MatrixUnit::Origin, citing.len(), rows)
        } else {
            let citing = citing_articles(table, selection);
            let rows = citing.iter().take(MAX_ROWS).map(|(_, index)| {
                let record = &table.articles()[*index];
                let name = title(record.title(), record.input()).into_owned();
                let mut tally = CitingTally::default();
                table.counted_of(record, selection).for_each(|link| tally.add(column(link)));
                row(name, Some(*index as u64 + 1), &tally)
            });
            (MatrixUnit::Article, citing.len(), rows.collect())
        };
        let left_out = all.saturating_sub(MAX_ROWS) as u64;
        let domains = columns.into_iter().map(str::to_owned).collect();
        Self { unit, domains, rows, left_out }
    }

    /// Whether there is something to compare: several rows, and not a dozen of very many articles.
    pub fn is_comparison(&self) -> bool {
        self.rows.len() > 1 && (self.unit == MatrixUnit::Origin || self.left_out == 0)
    }
}

/// The articles with citations that count: how many, and the article. The most citations come first, equal ones in the
/// order of the table.
fn citing_articles(table: &CitationTable, selection: &Selection) -> Vec<(Reverse<usize>, usize)> {
    let counted = table.articles().iter().enumerate().map(|(index, article)| {
        let citations = table.counted_of(article, selection).count();
        (Reverse(citations), index)
    });
    let mut citing: Vec<_> = counted.filter(|(citations, _)| citations.0 > 0).collect();
    citing.sort_unstable();
    citing
}

//! What the page of a report draws, as data: owners, the map, who cites whom, times, and how many sources are unseen.
//! `report.json` holds it too, so nothing on the page has to be taken on trust.

mod citation_matrix;
mod domain_map;
mod growth;
mod owner_row;
mod period;
mod timeline;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::DomainRow;
use crate::corpus::Facet;
use crate::corpus::table::CitationTable;
use crate::graph::ArticleOrigins;
use crate::stats::{ArticleGroup, CountingOptions};

pub use self::citation_matrix::{CitationMatrix, MatrixRow, MatrixUnit};
pub(super) use self::domain_map::{COLOURS, MIN_NODE_EDGES};
pub use self::domain_map::{DomainMap, MapEdge, MapNode};
pub use self::growth::GrowthCurve;
pub use self::owner_row::OwnerRow;
pub(super) use self::period::Periods;
pub use self::timeline::{PeriodRow, PeriodTally, Timeline};

/// The views of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReportViews {
    /// Cited owners, the most cited first.
    pub owners: Vec<OwnerRow>,
    /// The map of domains that articles cite together; `None` if fewer than two articles cite several domains.
    pub map: Option<DomainMap>,
    /// Who cites whom, as a table of counts.
    pub who_cites_whom: CitationMatrix,
    /// Articles and citations by the date of the article.
    pub timeline: Timeline,
    /// How many domains would probably be found with more citations; empty below [`super::MIN_INDEX_CITATIONS`]
    /// citations.
    pub growth: Vec<GrowthCurve>,
}

impl ReportViews {
    /// The views of a finished corpus; `domains` are the rows of its report.
    pub(super) fn new(
        table: &CitationTable,
        group: &ArticleGroup<'_>,
        domains: &[DomainRow],
        counting: CountingOptions<'_>,
    ) -> Self {
        let selection = counting.selection;
        let origins = ArticleOrigins::domains(table);
        let owners = counting.counts(group.articles(), &counting.column(table, Facet::Group));
        Self {
            owners: owner_row::rows(owners, domains),
            map: DomainMap::new(table, selection, domains),
            who_cites_whom: CitationMatrix::new(table, selection, &origins, domains),
            timeline: Timeline::new(table, selection),
            growth: growth::curves(table, selection, &origins, domains),
        }
    }
}

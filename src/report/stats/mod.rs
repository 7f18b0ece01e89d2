//! Diversity of groups of articles by column, and the groups compared: text, Markdown and JSON. CSV stands in
//! `export`.
//!
//! JSON and CSV have every value; text and Markdown leave out indices of few citations.

mod comparison;
pub mod json;
pub mod markdown;
mod row;
pub mod text;

pub use self::comparison::{ComparisonCells, FacetComparison};
pub use self::row::StatsRow;
use crate::stats::DiversitySummary;

/// Everything that is shown.
#[derive(Debug, Clone, Default)]
pub struct StatsTable {
    /// One row for each group and column, group by group.
    pub rows: Vec<StatsRow>,
    /// The groups beside each other, one comparison a column; none where all articles are one group.
    pub comparisons: Vec<FacetComparison>,
    /// What the numbers say, for the sentences above a text; `None` leaves them out.
    pub summary: Option<DiversitySummary>,
    /// Whether the articles were put into groups, so that rows need their names.
    pub is_grouped: bool,
}

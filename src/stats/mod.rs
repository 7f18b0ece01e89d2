//! How citations spread over domains, sites, works, owners and kinds of sources; shares with their
//! intervals, and how long links last.
//!
//! Diversity describes where links point. It does not measure accuracy, viewpoint or quality.

mod bootstrap;
mod comparison;
mod counting_unit;
mod diversity;
mod diversity_summary;
mod facet;
mod facet_column;
mod frequency;
mod gamma;
mod group;
mod interval;
mod intervals;
mod partition;
mod profile;
mod rarefaction;
mod richness;
mod sensitivity;
mod survival;
mod wrapper_hosts;

/// Below this number of citations an index says nothing; pages show counts instead.
pub const MIN_INDEX_CITATIONS: u64 = 10;

pub use crate::source::{AliasError, Aliases};
pub use bootstrap::{Bootstrap, Clusters};
pub use comparison::{ComparedGroup, Comparison, Estimate, ExclusionReason};
pub use counting_unit::{Basis, CountingOptions};
pub use diversity::Measures;
pub use diversity_summary::DiversitySummary;
pub use facet::{Facet, FacetCount};
pub use facet_column::FacetColumn;
pub use group::{ArticleGroup, Articles, Grouping, NO_DATE};
pub use interval::{Interval, wilson};
pub use intervals::Intervals;
pub use partition::{GroupWeights, Partition};
pub use profile::hill;
pub use rarefaction::{HillOrder, Sample};
pub use richness::{Chao1, leave_one_out};
pub use sensitivity::{SensitivityChange, Variant};
pub use survival::{SurvivalStep, kaplan_meier, median, step_at};
pub use wrapper_hosts::restore_wrapper_hosts;

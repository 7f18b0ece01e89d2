//! How citations spread over domains, sites, works, owners and kinds of sources; shares with their
//! intervals, and how long links last.
//!
//! Diversity describes where links point. It does not measure accuracy, viewpoint or quality.

mod alias;
mod basis;
mod bootstrap;
mod comparison;
mod diversity;
mod facet;
mod frequency;
mod gamma;
mod group;
mod interval;
mod intervals;
mod partition;
mod profile;
mod rarefaction;
mod sensitivity;
mod spread;
mod survival;
mod unseen;
mod written;

/// Below this number of citations an index says nothing; pages show counts instead.
pub const ENOUGH: u64 = 10;

pub use alias::{AliasError, Aliases};
pub use basis::{Basis, Counting};
pub use bootstrap::{Blocks, Bootstrap};
pub use comparison::{Compared, Comparison, Doubt, Estimate};
pub use diversity::Measures;
pub use facet::{Count, Facet, counts};
pub use group::{Group, Grouping, NO_DATE};
pub use interval::{Interval, wilson};
pub use intervals::Intervals;
pub use partition::{Partition, Weights};
pub use profile::hill;
pub use rarefaction::{Order, Sample};
pub use sensitivity::{Change, Variant};
pub use spread::Spread;
pub use survival::{Step, kaplan_meier, median, step_at};
pub use unseen::{Chao1, without_one};
pub use written::as_written;

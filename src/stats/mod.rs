//! How citations spread over domains, sites, works, owners and kinds of sources; shares with their
//! intervals, and how long links last.
//!
//! Diversity describes where links point. It does not measure accuracy, viewpoint or quality.

mod diversity;
mod facet;
mod interval;
mod survival;

pub use diversity::Measures;
pub use facet::{Count, Facet, counts};
pub use interval::{Interval, wilson};
pub use survival::{Step, kaplan_meier, median, step_at};

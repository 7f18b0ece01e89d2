//! How citations spread over domains, sites, works, owners and kinds of sources.
//!
//! Diversity describes where links point. It does not measure accuracy, viewpoint or quality.

mod diversity;
mod facet;

pub use diversity::Measures;
pub use facet::{Count, Facet, counts};

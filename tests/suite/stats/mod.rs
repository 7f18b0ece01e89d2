//! Statistics of source diversity.

pub(crate) mod bases;
pub(crate) mod rarefaction;
pub(crate) mod verb;

//! The report, and what is committed of it.

pub(crate) mod bibliography;
pub(crate) mod charts;
pub(crate) mod link_rot;
pub(crate) mod partials;
pub(crate) mod renderings;
pub(crate) mod sample;
pub(crate) mod totals;

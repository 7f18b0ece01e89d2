//! Nothing lost, nothing leaked, nothing unbounded.

pub(crate) mod bounds;
pub(crate) mod citation_peaks;
pub(crate) mod endless;
pub(crate) mod growth;
pub(crate) mod hostile_change;
pub(crate) mod logs;
pub(crate) mod memory;
pub(crate) mod output_paths;
pub(crate) mod peaks;
pub(crate) mod replacing;
pub(crate) mod secrets;
pub(crate) mod special_files;

//! The fact-check sheet.

pub(crate) mod existing;
pub(crate) mod forms;
pub(crate) mod merging;
pub(crate) mod rows;

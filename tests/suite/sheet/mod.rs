//! The fact-check sheet.

mod drafts;
pub(crate) mod existing;
pub(crate) mod forms;
pub(crate) mod merging;
pub(crate) mod rows;

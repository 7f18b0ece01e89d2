//! Graphs: views, measures, exports.

pub(crate) mod analytics;
pub(crate) mod difference;
pub(crate) mod doctor;
pub(crate) mod doctor_kinds;
pub(crate) mod exports;
pub(crate) mod joins;
pub(crate) mod layout;
pub(crate) mod levels;
pub(crate) mod oracle;
pub(crate) mod page;
pub(crate) mod selection;
pub(crate) mod verb;
pub(crate) mod views;

//! Rules, fixes, and what they rest on.

pub(crate) mod facts;
pub(crate) mod fix;
pub(crate) mod impact;
pub(crate) mod languages;
pub(crate) mod outputs;
pub(crate) mod rules;
pub(crate) mod sources;
pub(crate) mod suppressions;

//! Under construction.

pub mod redact;

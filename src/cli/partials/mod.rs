//! Partials on disk: what `extract --partial` wrote of one input, for `merge` to read.
//!
//! A partial is a folder of its own, so that its table and its manifest appear and are replaced together.

mod digest;
mod name;
mod record;
mod set;

pub(crate) use self::digest::{Sha256Hex, file_digest};
pub(crate) use self::name::PartialName;
pub(crate) use self::record::{
    ConfigRecord, PartialCounts, PartialFacts, PartialRecord, TableRecord, options_value, program,
};
pub(crate) use self::set::{PartialFolder, PartialSet};

/// The articles of a partial, one a line with all sentences.
pub(crate) const ARTICLES: &str = "articles.jsonl";

/// What was skipped, and why, one a line.
pub(crate) const SKIPPED: &str = "skipped.jsonl";

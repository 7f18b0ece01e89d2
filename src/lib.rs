//! Citations are one table; graph, statistics and reports are views of it.
//!
//! Modules in import order, each importing only from those before it:
//! `domain < link < html < check < fetch < source < article < edit < input < page < extract < webroot < corpus < audit < graph < stats < claims < findings < fix < report < export < sheet`.

pub mod article;
pub mod audit;
pub mod check;
pub mod claims;
pub mod corpus;
pub mod domain;
pub mod edit;
pub mod export;
pub mod extract;
pub mod fetch;
pub mod findings;
pub mod fix;
pub mod graph;
mod html;
pub mod input;
pub mod link;
pub mod page;
pub mod report;
pub mod sheet;
pub mod source;
pub mod stats;
pub mod webroot;

/// The example of the guide, compiled and run with the other ones.
#[cfg(doctest)]
#[doc = include_str!("../docs/library.md")]
pub struct GuideExample;

#[cfg(test)]
#[path = "../tests/suite/properties.rs"]
mod properties;

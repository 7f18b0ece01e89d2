//! Citations are one table; graph, statistics and reports are views of it.
//!
//! Modules in import order, each importing only from those before it:
//! `domain < link < article < input < page < extract < corpus < graph < stats < report < export`.

pub mod domain;
pub mod link;
pub mod article;
pub mod input;
pub mod page;
pub mod extract;
pub mod corpus;
pub mod graph;
pub mod stats;
pub mod report;
pub mod export;

//! The one integration test binary.

mod architecture;
mod cache;
mod check;
mod cli;
mod findings;
mod fuzz;
mod graph;
mod harness;
mod laws;
mod links;
mod properties;
mod reading;
mod report;
mod safety;
mod sheet;
mod snapshots;
mod stats;
mod support;
mod tables;
mod terminal;

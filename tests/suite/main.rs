//! The one integration test binary.

mod articles;
mod corpus;
mod exports;
mod graph;
mod laws;
mod measures;
mod oracle;

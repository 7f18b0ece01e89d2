//! The one integration test binary.

mod architecture;
mod articles;
mod corpus;
mod exports;
mod graph;
mod laws;
mod links;
mod measures;
mod oracle;
mod pages;
mod sample;
mod shared;

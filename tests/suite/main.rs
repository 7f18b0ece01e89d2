//! The one integration test binary.

mod architecture;
mod articles;
mod corpus;
mod dom;
mod exports;
mod graph;
mod laws;
mod links;
mod measures;
mod oracle;
mod pages;
mod program;
mod seed;
mod shared;

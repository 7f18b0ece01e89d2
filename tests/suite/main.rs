//! The one integration test binary.

mod architecture;
mod articles;
mod corpora;
mod corpus;
mod dom;
mod exports;
mod graph;
mod laws;
mod links;
mod measures;
mod oracle;
mod oracle_dom;
mod pages;
mod places;
mod posts;
mod program;
mod sample;
mod seed;
mod shared;
mod snippets;

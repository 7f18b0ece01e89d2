//! The one integration test binary.

mod architecture;
mod articles;
mod checks;
mod cli;
mod corpora;
mod corpus;
mod dom;
mod exports;
mod fuzz_corpus;
mod graph;
mod hostile;
mod laws;
mod links;
mod measures;
mod metamorphic;
mod oddities;
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

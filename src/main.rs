//! The command line of citegraph.

fn main() {}

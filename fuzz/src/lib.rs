//! The bodies of the fuzz targets, which are the checks of the package's own test suite.

#[path = "../../tests/suite/fuzz/bodies/mod.rs"]
mod bodies;
#[path = "../../tests/suite/reading/dom.rs"]
mod dom;

/// Runs the check of a target.
pub fn run(target: &str, bytes: &[u8]) {
    bodies::run(target, bytes);
}

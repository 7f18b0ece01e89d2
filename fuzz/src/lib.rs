//! The bodies of the fuzz targets, which are the checks of the package's own test suite.

#[path = "../../tests/suite/checks/mod.rs"]
mod checks;
#[path = "../../tests/suite/dom.rs"]
mod dom;

/// Runs the check of a target.
pub fn run(target: &str, bytes: &[u8]) {
    checks::run(target, bytes);
}

//! Cases that live outside the package, in a folder beside it.

use std::path::{Path, PathBuf};

/// Returns a file of the shared folder: `CITEGRAPH_SHARED`, else `../shared` beside the package.
///
/// `None`, with a line on stderr that names the test, where there is no such folder. A folder
/// without the file is a mistake and fails the test.
pub(crate) fn file(rel: &str) -> Option<PathBuf> {
    let folder = folder();
    if !folder.is_dir() {
        skipped();
        return None;
    }
    let file = folder.join(rel);
    assert!(file.is_file(), "{} is missing from the shared folder", file.display());
    Some(file)
}

#[expect(clippy::disallowed_methods, reason = "tests may be told where the shared cases are")]
fn folder() -> PathBuf {
    match std::env::var("CITEGRAPH_SHARED") {
        Ok(folder) => PathBuf::from(folder),
        Err(_) => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"),
    }
}

#[expect(clippy::print_stderr, reason = "a skip must not pass for a success")]
fn skipped() {
    let test = std::thread::current();
    eprintln!("SKIPPED (no shared folder): {}", test.name().unwrap_or("unnamed test"));
}

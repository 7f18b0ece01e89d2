//! Cases that live outside the package, in a folder beside it.

use std::path::{Path, PathBuf};

/// Returns a file of the shared folder: `CITEGRAPH_SHARED`, else `../shared` beside the package.
///
/// `None`, with a line on stderr that names the test, where there is no such folder. A folder
/// without the file is a mistake and fails the test.
pub(crate) fn file(rel: &str) -> Option<PathBuf> {
    let folder = folder();
    if !folder.is_dir() {
        skipped("no shared folder");
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

/// Whether Python is here; where it is not, says so on stderr, or fails where `CITEGRAPH_REQUIRE_ALL`
/// is set.
pub(crate) fn has_python() -> bool {
    let found = std::process::Command::new("python3").arg("--version").output().is_ok();
    let required = std::env::var_os("CITEGRAPH_REQUIRE_ALL").is_some();
    assert!(found || !required, "python3 is not installed, and nothing may be left out");
    if !found {
        skipped("no python3");
    }
    found
}

/// Whether this machine has an IPv6 loopback; where it has none, as in many containers, says so on
/// stderr, or fails where `CITEGRAPH_REQUIRE_ALL` is set.
#[cfg(feature = "network")]
pub(crate) fn has_ipv6() -> bool {
    let found = std::net::TcpListener::bind("[::1]:0").is_ok();
    let required = std::env::var_os("CITEGRAPH_REQUIRE_ALL").is_some();
    assert!(found || !required, "there is no IPv6 loopback, and nothing may be left out");
    if !found {
        skipped("no IPv6 loopback");
    }
    found
}

#[expect(clippy::print_stderr, reason = "a skip must not pass for a success")]
pub(crate) fn skipped(why: &str) {
    let test = std::thread::current();
    eprintln!("SKIPPED ({why}): {}", test.name().unwrap_or("unnamed test"));
}

//! The seeds of the fuzz targets, and whatever the targets found, with every test run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::fuzz::bodies as checks;
use crate::reading::snippets;
use crate::support::corpora;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// Runs a target over its files.
fn replay(target: &str) {
    for file in corpora::files(&folder().join("corpus").join(target)) {
        let bytes = std::fs::read(&file).expect("a seed that can be read");
        let ran = std::panic::catch_unwind(|| checks::run(target, &bytes));
        assert!(ran.is_ok(), "{} fails", file.display());
    }
}

/// A test for each target, so that they run side by side.
macro_rules! seeds {
    ($($target:ident)*) => {
        $(
            #[test]
            fn $target() {
                replay(stringify!($target));
            }
        )*

        /// The targets that have a test.
        const REPLAYED: &[&str] = &[$(stringify!($target)),*];
    };
}

seeds! {
    baseline cdx cite cookies decode dns doctor docx edges extract_html extract_markdown fix front_matter
    jsonl ledger notebook page_facts parquet registry retractions retry_after sheet sources warc workbook
}

#[test]
fn snippets_of_html() {
    for (_, html) in snippets::ALL {
        checks::run("extract_html", html.as_bytes());
        checks::run("extract_markdown", html.as_bytes());
    }
}

/// Names of the entries of a folder below `fuzz/`.
fn names(below: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder().join(below)).expect("a folder that can be read");
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.expect("an entry").file_name();
    entries.map(|entry| name(entry).to_string_lossy().trim_end_matches(".rs").to_owned()).collect()
}

#[test]
fn every_target_is_built_seeded_and_replayed() {
    let targets: BTreeSet<String> = checks::TARGETS.iter().map(|t| t.0.to_owned()).collect();
    assert_eq!(REPLAYED.iter().map(|&name| name.to_owned()).collect::<BTreeSet<_>>(), targets);
    assert_eq!(names("corpus"), targets, "each target has a folder of seeds");
    assert_eq!(names("fuzz_targets"), targets, "each target has a binary");
    let manifest = std::fs::read_to_string(folder().join("Cargo.toml")).expect("it is there");
    let readme = std::fs::read_to_string(folder().join("README.md")).expect("it is there");
    for target in &targets {
        assert!(manifest.contains(&format!("name = \"{target}\"\n")), "{target} in Cargo.toml");
        assert!(readme.contains(&format!("| `{target}` |")), "{target} in README.md");
        let binary = folder().join("fuzz_targets").join(format!("{target}.rs"));
        let binary = std::fs::read_to_string(binary).expect("it is there");
        assert!(binary.contains(&format!("run(\"{target}\", bytes)")), "{target}.rs runs another");
        // Seeds are for reading: what a fuzzer collects stays out.
        for seed in corpora::files(&folder().join("corpus").join(target)) {
            let bytes = seed.metadata().expect("a seed").len();
            assert!(bytes < 64 << 10, "{}: {bytes} bytes", seed.display());
        }
    }
}

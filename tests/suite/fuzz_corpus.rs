//! The seeds of the fuzz targets, and whatever the targets found, with every test run.

use std::path::Path;

use crate::{checks, corpora, snippets};

/// Runs a target over its files.
fn replay(target: &str, check: fn(&[u8])) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    for file in corpora::files(&root) {
        let bytes = std::fs::read(&file).expect("a seed that can be read");
        let ran = std::panic::catch_unwind(|| check(&bytes));
        assert!(ran.is_ok(), "{} fails", file.display());
    }
}

#[test]
fn seeds_of_extract_html() {
    replay("extract_html", checks::extract_html);
    snippets::ALL.iter().for_each(|(_, html)| checks::extract_html(html.as_bytes()));
}

#[test]
fn seeds_of_extract_markdown() {
    replay("extract_markdown", checks::extract_markdown);
    snippets::ALL.iter().for_each(|(_, html)| checks::extract_markdown(html.as_bytes()));
}

#[test]
fn seeds_of_cite() {
    replay("cite", checks::cite);
}

#[test]
fn seeds_of_jsonl() {
    replay("jsonl", checks::jsonl);
}

//! What a build without the feature says of Parquet.

use crate::support::program::{folder, run};

const POST: &str = "---\nfrom: https://a.example/1\n---\nSee [b](https://b.example/).\n";

/// The beginning and the end of a table, as far as they show whose it is.
const TABLE: &str = "PAR1…citegraph version 0.1.0…PAR1";

#[test]
fn a_build_without_the_feature_says_so() {
    let root = folder(&[
        ("a.md", POST),
        ("tables/articles.parquet", TABLE),
        ("tables/citations.parquet", TABLE),
    ]);
    for args in [
        &["extract", "a.md", "--format", "parquet", "-o", "out"][..],
        &["report", "a.md", "--parquet", "-o", "out"],
        &["stats", "tables"],
        &["stats", "tables/articles.parquet"],
        &["report", "tables/citations.parquet", "-o", "other"],
    ] {
        let ran = run(root.path(), args);
        assert_eq!(ran.code, 2, "{args:?}: {}", ran.stderr);
        for word in ["without the feature `parquet`", "--features parquet"] {
            assert!(ran.stderr.contains(word), "{args:?}: {}", ran.stderr);
        }
    }
    assert!(!root.path().join("out").exists());
    let walked = run(root.path(), &["stats", "."]);
    assert_eq!(walked.code, 0, "what a walk meets is not an input: {}", walked.stderr);
}

//! Parquet tables, in builds with the feature `parquet`; others say that they cannot read them.

use std::fs;

use citegraph::input::{InputOptions, InputSource, Loaded};

/// The tables of one article, which are seeds, too.
const GOOD: [(&str, &[u8]); 3] = [
    ("articles.parquet", include_bytes!("../../../../fuzz/corpus/parquet/articles.parquet")),
    ("citations.parquet", include_bytes!("../../../../fuzz/corpus/parquet/citations.parquet")),
    ("sentences.parquet", include_bytes!("../../../../fuzz/corpus/parquet/sentences.parquet")),
];

/// The largest article that is read here, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// Any bytes in place of one of the tables are read, or there is a reason; nothing panics.
pub(super) fn parquet(bytes: &[u8]) {
    let root = tempfile::tempdir().expect("a temporary folder");
    for (replaced, _) in GOOD {
        for (name, good) in GOOD {
            let table = if name == replaced { bytes } else { good };
            fs::write(root.path().join(name), table).expect("a file");
        }
        let source = InputSource::File { path: root.path().join(GOOD[0].0), named: true };
        let options = InputOptions { max_size: MAX_BYTES, ..InputOptions::default() };
        let loaded: Vec<Loaded> = source.pieces(&options).collect();
        assert!(!loaded.is_empty() || replaced == GOOD[0].0, "tables are read or skipped");
        for one in loaded {
            match one {
                Loaded::Articles(articles) => {
                    let line = |article| serde_json::to_string(article).expect("JSON");
                    articles.iter().for_each(|article| assert!(line(article).len() > 2));
                }
                Loaded::Skipped(row) => assert!(!row.detail.is_empty(), "{row:?}"),
                Loaded::Document(_) => panic!("a table is not a document"),
            }
        }
    }
}

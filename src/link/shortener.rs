//! Hosts of short links, which stand for pages elsewhere.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::domain::table_rows;

static SHORTENERS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| {
    let rows = table_rows(include_str!("../../data/shorteners.tsv"));
    rows.map(|[host, _why]| host).collect()
});

/// Whether a host hides the target of its links.
pub(crate) fn is_shortener(host: &str) -> bool {
    SHORTENERS.contains(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_short_links_is_sorted_and_explained() {
        let rows: Vec<[&str; 2]> = table_rows(include_str!("../../data/shorteners.tsv")).collect();
        assert!(rows.is_sorted_by(|a, b| a[0] < b[0]), "sorted, no host twice");
        assert!(rows.iter().all(|[host, why]| host.contains('.') && !why.is_empty()));
    }
}

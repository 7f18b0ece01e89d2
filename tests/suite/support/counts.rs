//! Citations of a corpus by a column.

use citegraph::corpus::{Corpus, Facet, Selection};
use citegraph::source::Sources;
use citegraph::stats::{Aliases, ArticleGroup, Basis, CountingOptions, FacetCount};

/// Counts every citation that `selection` counts.
pub(crate) fn facet_counts(
    corpus: &Corpus,
    facet: Facet,
    selection: &Selection,
    sources: &Sources,
) -> Vec<FacetCount> {
    let (table, aliases) = (corpus.table(), Aliases::default());
    let counting =
        CountingOptions { selection, sources, aliases: &aliases, basis: Basis::Citations };
    counting.counts(ArticleGroup::all(&table).articles(), &counting.column(&table, facet))
}

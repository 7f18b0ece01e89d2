//! Parquet tables of a run, in the folder that holds its results.

#[cfg(feature = "parquet")]
use citegraph::export::Network;
#[cfg(feature = "parquet")]
use citegraph::export::csv::CitationRows;
#[cfg(feature = "parquet")]
use citegraph::export::parquet::{self, ArticleTableFiles, ArticleTables, EDGES_FILE, NODES_FILE};
use citegraph::input::{ARTICLES_FILE, CITATIONS_FILE, SENTENCES_FILE};

#[cfg(feature = "parquet")]
use super::output::{OutputFile, OutputFolder};

/// The files of articles.
pub(crate) const ARTICLE_TABLES: [&str; 3] = [ARTICLES_FILE, CITATIONS_FILE, SENTENCES_FILE];

/// The files of a graph.
#[cfg(feature = "parquet")]
pub(crate) const GRAPH_TABLES: [&str; 2] = [EDGES_FILE, NODES_FILE];
#[cfg(not(feature = "parquet"))]
pub(crate) const GRAPH_TABLES: [&str; 0] = [];

/// Fails before the work begins in builds that cannot write tables.
pub(crate) fn ensure_supported() -> anyhow::Result<()> {
    anyhow::ensure!(
        cfg!(feature = "parquet"),
        "this citegraph was built without the feature `parquet` and cannot write Parquet; build it with `cargo install \
         --features parquet`"
    );
    Ok(())
}

/// Begins the tables of articles in a folder.
#[cfg(feature = "parquet")]
pub(crate) fn open<'a>(
    folder: &OutputFolder,
    report: Option<CitationRows<'a>>,
) -> anyhow::Result<ArticleTables<'a, OutputFile>> {
    let files = ArticleTableFiles {
        articles: folder.create_file(ARTICLES_FILE)?,
        citations: folder.create_file(CITATIONS_FILE)?,
        sentences: folder.create_file(SENTENCES_FILE)?,
    };
    Ok(ArticleTables::new(files, report)?)
}

/// Ends the tables of articles.
#[cfg(feature = "parquet")]
pub(crate) fn finish(tables: ArticleTables<'_, OutputFile>) -> anyhow::Result<()> {
    tables.finish()?.into_iter().try_for_each(OutputFile::finish)
}

/// Writes the tables of a graph.
#[cfg(feature = "parquet")]
pub(crate) fn write_graph(folder: &OutputFolder, network: &Network) -> anyhow::Result<()> {
    folder.file(NODES_FILE, |out| parquet::nodes(network, out))?;
    folder.file(EDGES_FILE, |out| parquet::edges(network, out))
}

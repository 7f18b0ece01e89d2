//! Articles as tables: one of the articles, one of their links and one of the sentences that were kept.

use std::io::{self, Write};

use super::report_columns;
use super::table_writer::TableWriter;
use crate::article::columns::{
    ARTICLE_COLUMNS, ARTICLE_NUMBER, ColumnSpec, LINK_COLUMNS, REPEATED_COLUMNS, SENTENCE_COLUMNS,
    TableCell,
};
use crate::article::{Article, Link};
use crate::export::csv::CitationRows;

/// Where the tables go.
pub struct ArticleTableFiles<W> {
    /// The articles.
    pub articles: W,
    /// Their links: citations, and rejects with their reason.
    pub citations: W,
    /// Their sentences; no row if none were kept.
    pub sentences: W,
}

/// The tables while articles are added, one after the other.
pub struct ArticleTables<'a, W: Write + Send> {
    articles: TableWriter<W>,
    citations: TableWriter<W>,
    sentences: TableWriter<W>,
    report: Option<CitationRows<'a>>,
    /// The number of the next article.
    next: u64,
}

impl<'a, W: Write + Send> ArticleTables<'a, W> {
    /// Begins the tables. `report` adds to each link the columns that citations.csv has beside those of the link.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn new(files: ArticleTableFiles<W>, report: Option<CitationRows<'a>>) -> io::Result<Self> {
        let articles: Vec<ColumnSpec> = ARTICLE_COLUMNS.iter().map(|column| column.spec).collect();
        let repeated = REPEATED_COLUMNS.iter().map(|column| column.spec);
        let links = LINK_COLUMNS.iter().map(|column| column.spec);
        let mut citations: Vec<ColumnSpec> =
            [ARTICLE_NUMBER].into_iter().chain(repeated).chain(links).collect();
        citations.extend(report.iter().flat_map(report_columns::specs));
        let input = REPEATED_COLUMNS[..1].iter().map(|column| column.spec);
        let own = SENTENCE_COLUMNS.iter().map(|column| column.spec);
        let sentences: Vec<ColumnSpec> =
            [ARTICLE_NUMBER].into_iter().chain(input).chain(own).collect();
        Ok(Self {
            articles: TableWriter::new("articles", &articles, files.articles)?,
            citations: TableWriter::new("citations", &citations, files.citations)?,
            sentences: TableWriter::new("sentences", &sentences, files.sentences)?,
            report,
            next: 0,
        })
    }

    /// Adds an article. Its citations come first, then its rejects, each in the order of the document: the numbers of both in
    /// the row of the article tell them apart.
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn add(&mut self, article: &Article) -> io::Result<()> {
        let number = TableCell::whole(Some(self.next));
        self.next += 1;
        self.articles.add(ARTICLE_COLUMNS.iter().map(|column| (column.get)(article)))?;
        for link in article.citations.iter().chain(&article.rejects) {
            self.add_link(&number, article, link)?;
        }
        for sentence in article.sentences.iter().flatten() {
            let input = REPEATED_COLUMNS[..1].iter().map(|column| (column.get)(article));
            let own = SENTENCE_COLUMNS.iter().map(|column| (column.get)(sentence));
            self.sentences.add([number.clone()].into_iter().chain(input).chain(own))?;
        }
        Ok(())
    }

    fn add_link(
        &mut self,
        number: &TableCell<'_>,
        article: &Article,
        link: &Link,
    ) -> io::Result<()> {
        let repeated = REPEATED_COLUMNS.iter().map(|column| (column.get)(article));
        let own = LINK_COLUMNS.iter().map(|column| (column.get)(link));
        let report = self.report.iter().flat_map(|rows| report_columns::cells(rows, link));
        self.citations.add([number.clone()].into_iter().chain(repeated).chain(own).chain(report))
    }

    /// Writes the rest and hands back the files, in the order of [`ArticleTableFiles`].
    ///
    /// # Errors
    /// Where a file cannot be written.
    pub fn finish(self) -> io::Result<[W; 3]> {
        Ok([self.articles.finish()?, self.citations.finish()?, self.sentences.finish()?])
    }
}

//! The folder of a report: what it holds, whichever verb gathered the articles.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use citegraph::article::Article;
use citegraph::corpus::ArticleStore;
use citegraph::corpus::table::CitationTable;
use citegraph::export::csv::CitationRows;
use citegraph::export::{self, Network, TableForm, jsonl};
use citegraph::findings::{LintOptions, RuleInputs, RuleRun};
use citegraph::graph::{Graph, GraphPlan, View};
use citegraph::report::html::{PageInputs, page_articles};
use citegraph::report::style::Paint;
use citegraph::report::{self, FindingCounter, FindingSummary, LinkRot, Report, own_sites};
use citegraph::source::Sources;

use super::args::{ByteSize, CliContext, EdgeWeightArgs, SelectionArgs};
use super::clock::Clock;
use super::configuration::Config;
use super::ledger_file::{self, LedgerView};
use super::output::{self, OutputFolder, OutputKind, Sink};
use super::{spool, tables};

/// The files of every folder.
const FILES: [&str; 9] = [
    "citations.csv",
    "citations.jsonl",
    "edges.csv",
    "graph.gexf",
    "graph.graphml",
    "index.html",
    "nodes.csv",
    "report.json",
    "report.md",
];

/// What the folder shows of the articles.
#[derive(Debug, clap::Args)]
pub(crate) struct ReportFolderArgs {
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    weighing: EdgeWeightArgs,
    /// Add results about link rot from the ledger of `citegraph check`; uses no network
    #[arg(long, value_name = "FILE", help_heading = "Links")]
    ledger: Option<PathBuf>,
    /// Treat this day as today when judging links and the end dates of suppressions [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "Links")]
    today: Option<String>,
    /// Leave out the findings of `citegraph lint`
    #[arg(long, help_heading = "Output")]
    no_findings: bool,
    /// Keep all sentences in citations.jsonl, also those without a link
    #[arg(long, help_heading = "Output")]
    text: bool,
    /// Hide access tokens and personal data in citations.jsonl too
    #[arg(long, help_heading = "Output")]
    redact: bool,
    /// Add the tables as Parquet: articles, citations, sentences, nodes and edges (only in a build with the feature
    /// `parquet`)
    #[arg(long, help_heading = "Output")]
    parquet: bool,
    /// Keep articles in memory up to this total size; if there are more, keep all of them in a temporary file in
    /// the folder of TMPDIR, or in /tmp
    #[arg(long, value_name = "SIZE", default_value = "512MB", help_heading = "Output")]
    memory: ByteSize,
}

/// Everything that the folder depends on beside the articles.
pub(crate) struct ReportFolderPlan<'a> {
    args: &'a ReportFolderArgs,
    /// How articles are read, all sentences kept.
    pub(crate) options: Config,
    lines: LineContent,
    sources: Sources,
    checks: Option<LedgerView>,
}

impl ReportFolderArgs {
    /// The files of the folder.
    pub(crate) fn files(&self) -> Vec<&'static str> {
        let tables = tables::ARTICLE_TABLES.into_iter().chain(tables::GRAPH_TABLES);
        FILES.into_iter().chain(tables.filter(|_| self.parquet)).collect()
    }

    /// Reads what the options name, before the work begins.
    pub(crate) fn plan(
        &self,
        env: &CliContext,
        mut options: Config,
    ) -> anyhow::Result<ReportFolderPlan<'_>> {
        if self.parquet {
            tables::ensure_supported()?;
        }
        self.counting.apply(&mut options)?;
        self.weighing.apply(&mut options);
        let keep_text = self.text || options.extract.text;
        options.extract.text = true;
        let sources = options.sources()?;
        let checks = self.ledger_checks(env)?;
        let lines = LineContent { keep_text, redact: self.redact };
        Ok(ReportFolderPlan { args: self, options, lines, sources, checks })
    }

    /// What the ledger says, if one is named.
    fn ledger_checks(&self, env: &CliContext) -> anyhow::Result<Option<LedgerView>> {
        let Some(path) = &self.ledger else { return Ok(None) };
        ledger_file::links_with_lives(path, env, Clock::new(self.today.as_deref())?).map(Some)
    }
}

impl ReportFolderPlan<'_> {
    /// A store for the articles, of the size that is wanted.
    pub(crate) fn store(&self) -> ArticleStore {
        ArticleStore::new(self.args.memory.0, spool::open)
    }

    /// Writes the folder, puts it in its place and prints the summary. The store has the articles of the table.
    pub(crate) fn write(
        self,
        table: &CitationTable,
        store: &mut ArticleStore,
        folder: OutputFolder,
        env: &CliContext,
    ) -> anyhow::Result<()> {
        let Self { options, sources, .. } = &self;
        let checks = self.checks.as_ref();
        let rot = checks.map(|checks| checks.rot(table, store, &options.report.selection));
        let rot = rot.transpose()?;
        // The graph takes as much memory as the table, so it goes before the report is made.
        self.write_graph(&folder, &self.network(table, rot.as_ref(), env)?)?;
        let mut report = Report::with_sources(table, &options.report, sources);
        report.links = rot;
        let known = PageInputs { sources, links: checks.map(|checks| &checks.links) };
        if !self.args.no_findings {
            report.findings = Some(self.findings(table, store, known)?);
        }
        write_pages(&folder, table, store, &report, known)?;
        write_lines(&folder, table, store, &self.lines)?;
        let rows = CitationRows {
            selection: &report.options.selection,
            sources,
            links: checks.map(|checks| &checks.links),
        };
        write_rows(&folder, table, store, rows)?;
        #[cfg(feature = "parquet")]
        if self.args.parquet {
            write_tables(&folder, table, store, &self.lines, rows)?;
        }
        let path = folder.path().to_owned();
        folder.finish()?;
        print_summary(&report, &path, env)
    }

    /// The network of articles and the domains that they cite.
    fn network(
        &self,
        table: &CitationTable,
        rot: Option<&LinkRot>,
        env: &CliContext,
    ) -> anyhow::Result<Network> {
        let options = &self.options.report;
        let plan = GraphPlan::new(View::Bipartite, &options.selection, &self.sources);
        let graph = Graph::new(table, &plan)?;
        let mut network = Network::new(table, &graph, options.weight);
        if let Some(rot) = rot {
            network.add_health(&graph, rot);
        }
        if !env.quiet {
            output::print_own_sites(&own_sites(table));
            output::print_losses(&network);
        }
        Ok(network)
    }

    fn write_graph(&self, folder: &OutputFolder, network: &Network) -> anyhow::Result<()> {
        folder.file("graph.gexf", |out| export::gexf::write(network, out))?;
        folder.file("graph.graphml", |out| export::graphml::write(network, out))?;
        folder.file("nodes.csv", |out| export::csv::nodes(network, TableForm::default(), out))?;
        folder.file("edges.csv", |out| export::csv::edges(network, TableForm::default(), out))?;
        #[cfg(feature = "parquet")]
        if self.args.parquet {
            tables::write_graph(folder, network)?;
        }
        Ok(())
    }

    /// What the rules find, as `citegraph lint` does.
    fn findings(
        &self,
        table: &CitationTable,
        store: &mut ArticleStore,
        known: PageInputs<'_>,
    ) -> anyhow::Result<FindingSummary> {
        let today = Clock::new(self.args.today.as_deref())?.today().to_string();
        let lint = LintOptions { today: Some(today), ..self.options.lint.clone() };
        let retractions = self.options.retractions()?;
        let facts = RuleInputs {
            sources: known.sources,
            retractions: retractions.as_ref(),
            links: known.links,
        };
        let run = RuleRun::new(table, &self.options.report.selection, facts, &lint);
        let mut counter = FindingCounter::new(table.articles().len(), spool::open);
        store.each(
            table,
            |number, article| (number, run.findings(number, article)),
            |(number, findings)| counter.add(number, findings),
        )?;
        Ok(counter.finish()?)
    }
}

fn write_pages(
    folder: &OutputFolder,
    table: &CitationTable,
    store: &mut ArticleStore,
    report: &Report,
    known: PageInputs<'_>,
) -> anyhow::Result<()> {
    let articles = store.some(table, page_articles(table, report))?;
    folder
        .file("index.html", |out| report::html::write_with(table, &articles, report, known, out))?;
    folder.file("report.md", |out| report::markdown::write(table, report, out))?;
    folder.file("report.json", |out| report::json::write(report, out))
}

fn write_rows(
    folder: &OutputFolder,
    table: &CitationTable,
    store: &mut ArticleStore,
    rows: CitationRows<'_>,
) -> anyhow::Result<()> {
    folder.file("citations.csv", |out| {
        out.write_all(&rows.header())?;
        store.each(table, |_, article| rows.of(article), |rows| out.write_all(&rows))
    })
}

/// What `citations.jsonl` and the Parquet tables have of an article.
struct LineContent {
    /// All sentences, cited or not.
    keep_text: bool,
    /// No access tokens and personal data.
    redact: bool,
}

impl LineContent {
    /// The article without what is left out.
    fn article(&self, article: &Article) -> Article {
        let mut article = if self.redact { jsonl::redacted(article) } else { article.clone() };
        if !self.keep_text {
            article.sentences = None;
        }
        article
    }

    /// The line of an article.
    fn line(&self, article: &Article) -> io::Result<Vec<u8>> {
        jsonl::line(&self.article(article))
    }
}

fn write_lines(
    folder: &OutputFolder,
    table: &CitationTable,
    store: &mut ArticleStore,
    content: &LineContent,
) -> anyhow::Result<()> {
    folder.file("citations.jsonl", |out| {
        store.each(table, |_, article| content.line(article), |line| out.write_all(&line?))
    })
}

#[cfg(feature = "parquet")]
fn write_tables(
    folder: &OutputFolder,
    table: &CitationTable,
    store: &mut ArticleStore,
    content: &LineContent,
    rows: CitationRows<'_>,
) -> anyhow::Result<()> {
    let mut tables = tables::open(folder, Some(rows))?;
    store.each(table, |_, article| content.article(article), |article| tables.add(&article))?;
    tables::finish(tables)
}

fn print_summary(report: &Report, folder: &Path, env: &CliContext) -> anyhow::Result<()> {
    if env.quiet {
        return Ok(());
    }
    let mut sink = Sink::stdout(OutputKind::Text);
    let style = sink.style();
    report::text::write(report, style, &mut sink)?;
    let page = folder.join("index.html").display().to_string();
    writeln!(sink)?;
    style.text().plain("Read ").whole(Some(Paint::Strong), &page).write(&mut sink)?;
    sink.finish()
}

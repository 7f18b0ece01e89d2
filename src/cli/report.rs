//! `citegraph report`: the whole folder.

use std::path::{Path, PathBuf};

use citegraph::corpus::Corpus;
use citegraph::export::{self, Network, TableForm, jsonl};
use citegraph::fetch;
use citegraph::findings::{self, RuleInputs};
use citegraph::graph::{Graph, GraphPlan, View};
use citegraph::report::html::PageInputs;
use citegraph::report::style::Paint;
use citegraph::report::{self, FindingSummary, Report};

use super::Exit;
use super::args::{CliContext, EdgeWeightArgs, InputArgs, SelectionArgs};
use super::clock::Clock;
use super::configuration::Config;
use super::ledger_file::{self, LedgerView};
use super::output::{self, OutputFolder, OutputKind, Sink, visible};
use super::side_file::read_bytes;

/// The files of the folder.
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

/// Write a folder with the report: page, tables, graph
///
/// The folder holds index.html, report.md and report.json; citations.jsonl and citations.csv; graph.gexf,
/// graph.graphml, nodes.csv and edges.csv; and inputs/, the pages of articles that were given by URL. A
/// summary goes to standard output.
///
/// With the ledger of `citegraph check` it also reports link rot: verdicts in citations.csv and by domain,
/// dead links by the age of articles, how long links live, and claims that depend on a single domain.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph report posts/                 a whole site, into reports/posts/
  citegraph report draft.docx -o check    one draft
  citegraph report https://example.org/a  an article on the web
  citegraph report posts/ --ledger .citegraph/ledger.ndjson
                                          with the results of `citegraph check`
  citegraph extract --text posts | citegraph report - -o out
                                          in two steps; the first one lists
                                          what it skipped")]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    weighing: EdgeWeightArgs,
    /// Add results about link rot from the ledger of `citegraph check`; uses no network
    #[arg(long, value_name = "FILE", help_heading = "Links")]
    ledger: Option<PathBuf>,
    /// The day on which links and suppressions are judged [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "Links")]
    today: Option<String>,
    /// Leave out the findings of `citegraph lint`
    #[arg(long, help_heading = "Output")]
    no_findings: bool,
    /// Print the JSON Schema of report.json instead
    #[arg(long, help_heading = "Output")]
    schema: bool,
    /// Write into this folder [default: reports/NAME of the input]
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    output: Option<PathBuf>,
    /// Keep all sentences in citations.jsonl, cited or not
    #[arg(long, help_heading = "Output")]
    text: bool,
    /// Hide access tokens and personal data in citations.jsonl too
    #[arg(long, help_heading = "Output")]
    redact: bool,
}

/// Runs the verb.
pub(crate) fn run(args: &ReportArgs, env: &CliContext) -> anyhow::Result<Exit> {
    if args.schema {
        return print_schema();
    }
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    args.weighing.apply(&mut options);
    let keep_text = args.text || options.extract.text;
    options.extract.text = true;
    let sources = options.sources()?;
    let looks = args.ledger_checks(env)?;
    let folder = args.open(env)?;
    args.input.keep_pages(folder.stage_path().join(output::PAGES_FOLDER));
    let corpus = args.input.corpus(env, &options, Some(folder.path()))?;
    let mut report = Report::with_sources(&corpus, &options.report, &sources);
    report.links = looks.as_ref().map(|looks| looks.rot(&corpus, &options.report.selection));
    let links = looks.as_ref().map(|looks| &looks.links);
    let known = PageInputs { sources: &sources, links };
    if !args.no_findings {
        report.findings = Some(args.findings(&corpus, &mut options, known)?);
    }
    write_pages(&folder, &corpus, &report, known)?;
    let plan = GraphPlan::new(View::Bipartite, &report.options.selection, &sources);
    let graph = Graph::new(&corpus, &plan)?;
    let mut network = Network::new(&corpus, &graph, report.options.weight);
    if let Some(rot) = &report.links {
        network.add_health(&graph, rot);
    }
    if !env.quiet {
        output::print_own_sites(&report.own_sites);
        output::print_losses(&network);
    }
    write_graph(&folder, &network)?;
    write_lines(&folder, &corpus, LineContent { keep_text, redact: args.redact })?;
    write_table(&folder, &corpus, &report, known)?;
    let path = folder.path().to_owned();
    folder.finish()?;
    print_summary(&corpus, &report, &path, env)?;
    args.input.finish_run(env, &corpus.skipped, corpus.citations().count())
}

fn print_schema() -> anyhow::Result<Exit> {
    use std::io::Write as _;
    let mut sink = Sink::stdout(OutputKind::Data);
    let mut schema = serde_json::to_vec_pretty(&report::json::schema())?;
    schema.push(b'\n');
    sink.write_all(&schema)?;
    sink.finish()?;
    Ok(Exit::Fine)
}

impl ReportArgs {
    /// What the ledger says, if one is named.
    fn ledger_checks(&self, env: &CliContext) -> anyhow::Result<Option<LedgerView>> {
        let Some(path) = &self.ledger else { return Ok(None) };
        ledger_file::links_with_lives(path, env, Clock::new(self.today.as_deref())?).map(Some)
    }

    /// What the rules find, as `citegraph lint` does.
    fn findings(
        &self,
        corpus: &Corpus,
        options: &mut Config,
        known: PageInputs<'_>,
    ) -> anyhow::Result<FindingSummary> {
        options.lint.today = Some(Clock::new(self.today.as_deref())?.today().to_string());
        let retractions = options.retractions()?;
        let facts = RuleInputs {
            sources: known.sources,
            retractions: retractions.as_ref(),
            links: known.links,
        };
        let found = findings::run_rules(corpus, &options.report.selection, facts, &options.lint);
        Ok(FindingSummary::new(corpus, &found.findings))
    }

    /// Prepares the folder. One that is named by the input alone may hold the report of another input that
    /// has the same name.
    fn open(&self, env: &CliContext) -> anyhow::Result<OutputFolder> {
        let path = self.folder();
        if self.output.is_none() && !env.guard.is_forced() {
            let named = self.input.first_name().map(PathBuf::as_path);
            let other = named.and_then(|named| other_input(&path, named));
            anyhow::ensure!(
                other.is_none(),
                "{} contains the report of {}; choose another folder with -o, or replace it with --force",
                path.display(),
                visible(other.as_deref().unwrap_or_default())
            );
        }
        OutputFolder::create(&path, &FILES, &env.guard)
    }

    /// `reports/NAME`, by the first input.
    fn folder(&self) -> PathBuf {
        if let Some(output) = &self.output {
            return output.clone();
        }
        let name = self.input.first_name().and_then(|input| {
            if let Some(url) = input.to_str().filter(|text| fetch::is_address(text)) {
                return Some(fetch::file_name(&fetch::address(url).ok()?).into());
            }
            let full = input.canonicalize().ok()?;
            Some(full.file_stem()?.to_owned())
        });
        Path::new("reports").join(name.unwrap_or_else(|| "input".into()))
    }
}

/// The articles that a report says it was made of.
#[derive(serde::Deserialize)]
struct ReportInputs {
    articles: Vec<ReportInput>,
}

#[derive(serde::Deserialize)]
struct ReportInput {
    input: String,
}

/// An article of the report in a folder, where none of them is what `named` names or lies in it.
fn other_input(folder: &Path, named: &Path) -> Option<String> {
    let named = named.canonicalize().ok()?;
    let made: ReportInputs =
        serde_json::from_slice(&read_bytes(&folder.join("report.json")).ok()?).ok()?;
    let lies_in = |of: &ReportInput| {
        Path::new(&of.input).canonicalize().is_ok_and(|real| real.starts_with(&named))
    };
    let first = made.articles.first()?.input.clone();
    (!made.articles.iter().any(lies_in)).then_some(first)
}

fn write_pages(
    folder: &OutputFolder,
    corpus: &Corpus,
    report: &Report,
    known: PageInputs<'_>,
) -> anyhow::Result<()> {
    folder.file("index.html", |out| report::html::write_with(corpus, report, known, out))?;
    folder.file("report.md", |out| report::markdown::write(corpus, report, out))?;
    folder.file("report.json", |out| report::json::write(report, out))
}

fn write_graph(folder: &OutputFolder, network: &Network) -> anyhow::Result<()> {
    folder.file("graph.gexf", |out| export::gexf::write(network, out))?;
    folder.file("graph.graphml", |out| export::graphml::write(network, out))?;
    folder.file("nodes.csv", |out| export::csv::nodes(network, TableForm::default(), out))?;
    folder.file("edges.csv", |out| export::csv::edges(network, TableForm::default(), out))
}

fn write_table(
    folder: &OutputFolder,
    corpus: &Corpus,
    report: &Report,
    known: PageInputs<'_>,
) -> anyhow::Result<()> {
    let selection = &report.options.selection;
    let sources = known.sources;
    folder.file("citations.csv", |out| match known.links {
        Some(links) => export::csv::checked_citations(corpus, selection, sources, links, out),
        None => export::csv::citations(corpus, selection, sources, out),
    })
}

/// What `citations.jsonl` has of an article.
struct LineContent {
    /// All sentences, cited or not.
    keep_text: bool,
    /// No access tokens and personal data.
    redact: bool,
}

fn write_lines(folder: &OutputFolder, corpus: &Corpus, content: LineContent) -> anyhow::Result<()> {
    folder.file("citations.jsonl", |out| {
        corpus.articles.iter().try_for_each(|article| {
            let mut article =
                if content.redact { jsonl::redacted(article) } else { article.clone() };
            if !content.keep_text {
                article.sentences = None;
            }
            jsonl::write([&article], out)
        })
    })
}

fn print_summary(
    corpus: &Corpus,
    report: &Report,
    folder: &Path,
    env: &CliContext,
) -> anyhow::Result<()> {
    use std::io::Write as _;
    if env.quiet {
        return Ok(());
    }
    let mut sink = Sink::stdout(OutputKind::Text);
    let style = sink.style();
    report::text::write(corpus, report, style, &mut sink)?;
    let page = folder.join("index.html").display().to_string();
    writeln!(sink)?;
    style.text().plain("Read ").whole(Some(Paint::Strong), &page).write(&mut sink)?;
    sink.finish()
}

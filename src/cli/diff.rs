//! `citegraph diff`: what two runs cite differently.

use std::path::{Path, PathBuf};

use citegraph::corpus::CaptureChanges;
use citegraph::corpus::table::CitationTable;
use citegraph::export::{Network, gexf};
use citegraph::graph::{Difference, Graph, GraphPlan};
use citegraph::report::capture_changes;
use citegraph::report::difference::{self, RowLimit};
use clap::ValueEnum;

use super::Exit;
use super::args::{CacheArgs, CliContext, EdgeWeightArgs, GraphViewArgs, InputArgs, SelectionArgs};
use super::configuration::Config;
use super::output::{self, OutputArgs, OutputKind, Sink};
use super::suffix::choose_format;

/// Graphs that are held together.
const GRAPHS: u64 = 2;

/// Rows of one kind in the text, unless all are asked for.
const MAX_SHOWN_ROWS: usize = 20;

/// Flags that only graphs have.
const GRAPHS_ONLY: [&str; 10] = [
    "view",
    "level",
    "from",
    "to",
    "min_weight",
    "backbone",
    "max_list",
    "max_pairs",
    "alias",
    "weight",
];

/// Show how the citations of two runs differ: sources and edges that were added or removed, grew or shrank
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph diff reports/2025 reports/2026         two folders of reports
  citegraph diff old.jsonl posts/ --view source    posts/ then and now
  citegraph diff old.jsonl new.jsonl --format gexf -o changes.gexf
  citegraph diff --captures 2024.warc.gz 2025.wacz    the captures of each page

The graphs of the chosen view are compared. Nodes are matched by name and articles by file path, so run both extractions in the same folder.

With --captures, all inputs are read as one, and the captures of each page are compared in the order of their dates. Captures are of one page if their addresses have the same key, and links are matched by their keys.")]
#[command(override_usage = "citegraph diff [OPTIONS] <OLD> <NEW>
       citegraph diff [OPTIONS] --captures <ARCHIVE>...")]
pub(crate) struct DiffArgs {
    /// The older run: a report's folder, the output of `citegraph extract`, or articles
    #[arg(value_name = "OLD")]
    older: PathBuf,
    /// The newer run
    #[arg(value_name = "NEW", required_unless_present = "captures")]
    newer: Option<PathBuf>,
    /// With --captures, more archives
    #[arg(value_name = "ARCHIVE", requires = "captures")]
    more: Vec<PathBuf>,
    /// Show which links were added to the pages of web archives or removed from them between one capture and the
    /// next. The inputs are web archives or the output of `citegraph extract` for them
    #[arg(long, help_heading = "Input", conflicts_with_all = GRAPHS_ONLY)]
    captures: bool,
    #[command(flatten)]
    cache: CacheArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    viewing: GraphViewArgs,
    #[command(flatten)]
    weighing: EdgeWeightArgs,
    /// Print as text, JSON, or GEXF with a column `change` [default: by the suffix of -o; without -o, text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<DiffFormat>,
    /// List all changes, not only the first 20 of each kind
    #[arg(long, help_heading = "Output")]
    all: bool,
    #[command(flatten)]
    to: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    Text,
    Json,
    Gexf,
}

/// Forms by the suffixes of files.
const FORMS: [(&str, DiffFormat); 4] = [
    ("txt", DiffFormat::Text),
    ("log", DiffFormat::Text),
    ("json", DiffFormat::Json),
    ("gexf", DiffFormat::Gexf),
];

/// Runs the verb.
pub(crate) fn run(args: &DiffArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.cache.open(&env.guard)?;
    args.counting.apply(&mut options)?;
    args.weighing.apply(&mut options);
    let format = choose_format(args.format, args.to.path(), &FORMS)?;
    match &args.newer {
        Some(newer) if !args.captures => compare_graphs(newer, args, env, &options, format),
        _ => compare_captures(args, env, &options, format),
    }
}

impl DiffArgs {
    fn open(&self, format: DiffFormat, env: &CliContext) -> anyhow::Result<Sink> {
        let content = match format {
            DiffFormat::Text => OutputKind::Text,
            _ => OutputKind::Data,
        };
        self.to.open(content, &env.guard)
    }

    fn row_limit(&self) -> RowLimit<'static> {
        let max_rows = if self.all { usize::MAX } else { MAX_SHOWN_ROWS };
        RowLimit { max_rows, remedy: "--all lists them" }
    }
}

fn compare_graphs(
    newer: &Path,
    args: &DiffArgs,
    env: &CliContext,
    options: &Config,
    format: DiffFormat,
) -> anyhow::Result<Exit> {
    let sources = options.sources()?;
    let plan = args.viewing.plan_of(options, &sources, GRAPHS)?;
    let weight = options.report.weight;
    let mut sink = args.open(format, env)?;
    let older = DiffSide::read(&args.older, args, env, options, &plan)?;
    let newer = DiffSide::read(newer, args, env, options, &plan)?;
    let exit = older.exit.max(newer.exit);
    let difference = Difference::between(&older.graph, &newer.graph, weight);
    match format {
        DiffFormat::Text => {
            difference::text(&difference, args.row_limit(), sink.style(), &mut sink)?;
        }
        DiffFormat::Json => difference::json(difference, &mut sink)?,
        DiffFormat::Gexf => {
            // A run goes when its rows are known.
            let network = |run: DiffSide| Network::new(&run.table, &run.graph, weight);
            let network = Network::changed([network(older), network(newer)], difference);
            if !env.quiet {
                output::print_losses(&network);
            }
            gexf::write(&network, &mut sink)?;
        }
    }
    sink.finish()?;
    Ok(exit)
}

fn compare_captures(
    args: &DiffArgs,
    env: &CliContext,
    options: &Config,
    format: DiffFormat,
) -> anyhow::Result<Exit> {
    anyhow::ensure!(
        format != DiffFormat::Gexf,
        "--captures compares pages and makes no graph; use --format text or json"
    );
    let mut sink = args.open(format, env)?;
    let paths = std::iter::once(&args.older).chain(&args.newer).chain(&args.more);
    let input =
        InputArgs::from_paths(paths.map(|path| lines_of(path)).collect(), args.cache.clone());
    let table = input.table(env, options, args.to.path(), |_| {})?;
    let exit = input.finish_run(env, table.skipped(), table.citations().count())?;
    let changes = CaptureChanges::of(&table, &options.report.selection);
    match format {
        DiffFormat::Json => capture_changes::json(changes, &mut sink)?,
        _ => capture_changes::text(&changes, args.row_limit(), sink.style(), &mut sink)?,
    }
    sink.finish()?;
    Ok(exit)
}

/// The articles of a report, where a path is its folder.
fn lines_of(path: &Path) -> PathBuf {
    let lines = path.join("citations.jsonl");
    if lines.is_file() { lines } else { path.to_owned() }
}

/// One of the two runs.
struct DiffSide {
    table: CitationTable,
    graph: Graph,
    exit: Exit,
}

impl DiffSide {
    fn read(
        path: &Path,
        args: &DiffArgs,
        env: &CliContext,
        options: &Config,
        plan: &GraphPlan<'_>,
    ) -> anyhow::Result<Self> {
        let input = InputArgs::from_paths(vec![lines_of(path)], args.cache.clone());
        let table = input.table(env, options, args.to.path(), |_| {})?;
        let exit = input.finish_run(env, table.skipped(), table.citations().count())?;
        let graph = args.viewing.graph(&table, plan, options.report.weight, env.quiet)?;
        Ok(Self { table, graph, exit })
    }
}

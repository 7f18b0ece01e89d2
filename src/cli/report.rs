//! `citegraph report`: the whole folder.

use std::path::{Path, PathBuf};

use citegraph::fetch;
use citegraph::report;

use super::Exit;
use super::args::{CliContext, InputArgs};
use super::output::{self, OutputFolder, OutputKind, Sink, visible};
use super::report_folder::ReportFolderArgs;
use super::side_file::read_bytes;

/// Write a folder with the report: page, tables, graph
///
/// The folder holds index.html, report.md and report.json; citations.jsonl and citations.csv; graph.gexf,
/// graph.graphml, nodes.csv and edges.csv; with --parquet, the tables as Parquet; and inputs/, the pages of articles that were given by URL. A
/// summary goes to standard output.
///
/// With the ledger of `citegraph check` it also reports link rot: the verdict of each citation (in citations.csv), the
/// number of dead links by domain and by the age of articles, how long links live, and claims that depend on a single
/// domain.
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
    content: ReportFolderArgs,
    /// Print the JSON Schema of report.json instead
    #[arg(long, help_heading = "Output")]
    schema: bool,
    /// Write into this folder [default: reports/NAME of the input]
    #[arg(short, long, value_name = "DIR", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// Runs the verb.
pub(crate) fn run(args: &ReportArgs, env: &CliContext) -> anyhow::Result<Exit> {
    if args.schema {
        return print_schema();
    }
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    let plan = args.content.plan(env, options)?;
    let folder = args.open(env)?;
    args.input.keep_pages(folder.stage_path().join(output::PAGES_FOLDER));
    let mut store = plan.store();
    let table = args.input.stored(env, &plan.options, Some(folder.path()), &mut store)?;
    plan.write(&table, &mut store, folder, env)?;
    args.input.finish_run(env, table.skipped(), table.citations().count())
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
        OutputFolder::create(&path, &self.content.files(), &env.guard)
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

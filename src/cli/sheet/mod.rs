//! `citegraph sheet`: an article's fact-check sheet, in any of its forms.

mod draft;
mod form;
mod merge;
mod status;

use std::path::PathBuf;

use citegraph::corpus::Corpus;
use citegraph::findings::RuleInputs;
use citegraph::sheet::{self, Sheet, SheetLimits};
use citegraph::{article::Article, findings};

use super::Exit;
use super::args::{CliContext, InputArgs, SelectionArgs};
use super::configuration::Config;
use super::output::visible;
use draft::DraftCopy;
use form::SheetOutputArgs;

/// Write an article's fact-check sheet: each claim with its sources, for people to fill in
///
/// Each row has one claim and one of its sources; a claim without a source has a row too. What to check first is at the
/// top. The columns that citegraph fills in are on the left. Your columns are on the right: status, quote or locator,
/// checker, date, correction, note.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  citegraph sheet draft.md                a checklist (Markdown) in the terminal
  citegraph sheet draft.md -o draft.xlsx  a workbook to fill in
  citegraph sheet draft.md -o draft.html  one page to read, check and write in
  citegraph sheet draft.docx --to checked.docx
                                             a copy of the draft with comments
  citegraph sheet merge draft.xlsx draft.md -o new.xlsx
                                              after an edit of the draft
  citegraph sheet status new.xlsx --gate  fails if a warning is open")]
pub(crate) struct SheetArgs {
    #[command(subcommand)]
    verb: Option<SheetVerb>,
    #[command(flatten)]
    make: SheetBuildArgs,
}

#[derive(Debug, clap::Subcommand)]
enum SheetVerb {
    Merge(Box<merge::SheetMergeArgs>),
    Status(status::SheetStatusArgs),
}

/// How a sheet is made of an article.
#[derive(Debug, clap::Args)]
struct SheetBuildArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    output: SheetOutputArgs,
    /// Write a copy of the draft (.docx or Markdown) with findings and open claims as comments; the sheet
    /// itself is written only with -o or --format
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    to: Option<PathBuf>,
}

/// Runs the verb.
pub(crate) fn run(args: &SheetArgs, env: &CliContext) -> anyhow::Result<Exit> {
    match &args.verb {
        Some(SheetVerb::Merge(args)) => merge::run(args, env),
        Some(SheetVerb::Status(args)) => status::run(args),
        None => make(&args.make, env),
    }
}

fn make(args: &SheetBuildArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let options = args.options(env)?;
    let copy = args.copy(env)?;
    let wanted = copy.is_none() || args.output.is_chosen();
    let out = wanted.then(|| args.output.open(&env.guard)).transpose()?;
    let corpus = args.input.corpus(env, &options, args.output.path())?;
    let sheet = sheet_of_corpus(&corpus, &options)?;
    if let Some(copy) = copy {
        copy.write(only(&corpus)?, &sheet)?;
    }
    let citations = corpus.citations().count();
    // The sheet has all that it shows of the article, which takes as much memory.
    drop(corpus.articles);
    if let Some(out) = out {
        out.write(sheet)?;
    }
    args.input.finish_run(env, &corpus.skipped, citations)
}

impl SheetBuildArgs {
    /// The copy of the draft that is asked for.
    fn copy(&self, env: &CliContext) -> anyhow::Result<Option<DraftCopy>> {
        let Some(to) = &self.to else { return Ok(None) };
        anyhow::ensure!(
            self.input.len() == 1,
            "comments are written into a copy of one draft, but {} inputs were given",
            self.input.len()
        );
        let draft = self.input.first_name().map(PathBuf::as_path);
        DraftCopy::open(to, draft, &env.guard).map(Some)
    }

    fn options(&self, env: &CliContext) -> anyhow::Result<Config> {
        let mut options = env.options.clone();
        self.input.apply(&mut options, &env.guard)?;
        self.counting.apply(&mut options)?;
        // Claims are sentences.
        options.extract.text = true;
        Ok(options)
    }
}

/// How much of a sheet is read: as much as of any other input.
fn limits(options: &Config) -> SheetLimits {
    SheetLimits { max_bytes: options.input.max_size }
}

/// The sheet of the one article that was read.
fn sheet_of_corpus(corpus: &Corpus, options: &Config) -> anyhow::Result<Sheet> {
    let article = only(corpus)?;
    anyhow::ensure!(
        article.sentences.is_some(),
        "{} contains no sentences; extract it with --text, or give the document itself",
        visible(&article.input)
    );
    let sources = options.sources()?;
    let selection = &options.report.selection;
    let retractions = options.retractions()?;
    let facts = RuleInputs { sources: &sources, retractions: retractions.as_ref(), links: None };
    let found = findings::run_rules(corpus, selection, facts, &options.lint).findings;
    Ok(sheet::build(article, selection, &sources, found))
}

fn only(corpus: &Corpus) -> anyhow::Result<&Article> {
    match (corpus.articles.as_slice(), corpus.skipped.first()) {
        ([article], _) => Ok(article),
        ([], Some(row)) => {
            anyhow::bail!("{} cannot be read: {}", visible(&row.input), visible(&row.detail))
        }
        ([], None) => anyhow::bail!("no input; give an article to read"),
        ([first, second, ..], _) => anyhow::bail!(
            "a sheet is about one article, but {} were read ({}, {} …); give one of them",
            corpus.articles.len(),
            visible(&first.input),
            visible(&second.input)
        ),
    }
}

//! `citegraph sheet`: an article's fact-check sheet, in any of its forms.

mod form;
mod merge;
mod status;

use citegraph::corpus::Corpus;
use citegraph::findings::Facts;
use citegraph::sheet::{self, Limits, Sheet};
use citegraph::{article::Article, findings};

use super::Exit;
use super::args::{Counting, Env, Input};
use super::config::Options;
use super::output::visible;
use form::Output;

/// Write an article's fact-check sheet: each claim with its sources, to be filled in by people
///
/// A row is a claim and one of its sources; a claim without a source has a row too. What to check first
/// stands on top. Machine columns are left, yours are right: status, quote or locator, checker, date,
/// correction, note.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  citegraph sheet draft.md                    a checklist (Markdown) to the terminal
  citegraph sheet draft.md -o draft.xlsx      a workbook, to be filled in
  citegraph sheet draft.md -o draft.html      one page to read, check and write in
  citegraph sheet merge draft.xlsx draft.md -o new.xlsx
                                              after an edit of the draft
  citegraph sheet status new.xlsx --gate      fails while a warning waits")]
pub(crate) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    make: Make,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    Merge(Box<merge::Args>),
    Status(status::Args),
}

/// How a sheet is made of an article.
#[derive(Debug, clap::Args)]
struct Make {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    counting: Counting,
    #[command(flatten)]
    output: Output,
}

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    match &args.verb {
        Some(Verb::Merge(args)) => merge::run(args, env),
        Some(Verb::Status(args)) => status::run(args),
        None => make(&args.make, env),
    }
}

fn make(args: &Make, env: &Env) -> anyhow::Result<Exit> {
    let options = args.options(env)?;
    let out = args.output.open(&env.guard)?;
    let corpus = args.input.corpus(env, &options, args.output.path())?;
    out.write(&of(&corpus, &options)?)?;
    args.input.conclude(env, &corpus.skipped, corpus.citations().count())
}

impl Make {
    fn options(&self, env: &Env) -> anyhow::Result<Options> {
        let mut options = env.options.clone();
        self.input.apply(&mut options, &env.guard)?;
        self.counting.apply(&mut options)?;
        // Claims are sentences.
        options.extract.text = true;
        Ok(options)
    }
}

/// How much of a sheet is read: as much as of any other input.
fn limits(options: &Options) -> Limits {
    Limits { max_bytes: options.input.max_size }
}

/// The sheet of the one article that was read.
fn of(corpus: &Corpus, options: &Options) -> anyhow::Result<Sheet> {
    let article = only(corpus)?;
    anyhow::ensure!(
        article.sentences.is_some(),
        "{} came without its sentences; extract it with --text, or name the document itself",
        visible(&article.input)
    );
    let sources = options.sources()?;
    let selection = &options.report.selection;
    let retractions = options.retractions()?;
    let facts = Facts { sources: &sources, retractions: retractions.as_ref(), links: None };
    let found = findings::run(corpus, selection, facts, &options.lint).findings;
    Ok(sheet::build(article, selection, &sources, &found))
}

fn only(corpus: &Corpus) -> anyhow::Result<&Article> {
    match (corpus.articles.as_slice(), corpus.skipped.first()) {
        ([article], _) => Ok(article),
        ([], Some(row)) => {
            anyhow::bail!("{} cannot be read: {}", visible(&row.input), visible(&row.detail))
        }
        ([], None) => anyhow::bail!("there is no article to read; name one"),
        ([first, second, ..], _) => anyhow::bail!(
            "a sheet is about one article, and {} were read ({}, {} …); name one of them",
            corpus.articles.len(),
            visible(&first.input),
            visible(&second.input)
        ),
    }
}

//! `citegraph sheet`: an article's fact-check sheet, in any of its forms.

use std::path::{Path, PathBuf};

use citegraph::sheet::{self, Sheet};
use citegraph::{corpus::Corpus, findings};
use clap::ValueEnum;

use super::Exit;
use super::args::{Counting, Env, Input};
use super::config::Options;
use super::output::Sink;

/// Write an article's fact-check sheet: each claim with its sources, to be filled in by people
///
/// A row is a claim and one of its sources; a claim without a source has a row too. What to check first
/// stands on top. Machine columns are left, yours are right: status, quote or locator, checker, date,
/// correction, note.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph sheet draft.md                    a checklist (Markdown) to the terminal
  citegraph sheet draft.md -o draft.json
  citegraph sheet draft.md -o draft.html      one page to read, check and write in")]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    counting: Counting,
    #[command(flatten)]
    output: Output,
}

/// Where a sheet goes, and how it looks.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
struct Output {
    /// Write in this form [default: by the suffix of -o; md without -o]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The forms of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Json,
}

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    let options = options(args, env)?;
    let format = args.output.format()?;
    let mut sink = Sink::open(args.output.output.as_deref())?;
    let corpus = args.input.corpus(env, &options, args.output.output.as_deref())?;
    let sheet = make(&corpus, &options)?;
    write(&sheet, format, &mut sink)?;
    sink.finish()?;
    args.input.conclude(env, &corpus.skipped, corpus.citations().count())
}

fn options(args: &Args, env: &Env) -> anyhow::Result<Options> {
    let mut options = env.options.clone();
    args.input.apply(&mut options)?;
    args.counting.apply(&mut options)?;
    options.extract.text = true;
    Ok(options)
}

/// The sheet of the one article that was read.
fn make(corpus: &Corpus, options: &Options) -> anyhow::Result<Sheet> {
    let article = match (corpus.articles.as_slice(), corpus.skipped.first()) {
        ([article], _) => article,
        ([], Some(row)) => anyhow::bail!("{} cannot be read: {}", row.input, row.detail),
        ([], None) => anyhow::bail!("there is no article; name one"),
        (articles, _) => anyhow::bail!(
            "a sheet is about one article, and there are {}: {}, {} …; name one of them",
            articles.len(),
            articles[0].input,
            articles[1].input
        ),
    };
    anyhow::ensure!(
        article.sentences.is_some(),
        "{} came without its sentences; extract it with --text, or name the document itself",
        article.input
    );
    let sources = options.sources()?;
    let selection = &options.report.selection;
    let found = findings::run(corpus, selection, &options.lint).findings;
    Ok(sheet::build(article, selection, &sources, &found))
}

impl Output {
    /// The form asked for, else the one that the file's suffix names.
    fn format(&self) -> anyhow::Result<Format> {
        if let Some(format) = self.format {
            return Ok(format);
        }
        let suffix = self.output.as_deref().and_then(Path::extension).unwrap_or_default();
        Format::from_str(&suffix.to_string_lossy(), true).map_err(|_| {
            anyhow::anyhow!("the suffix of -o names no form of a sheet; choose one with --format")
        })
    }
}

fn write(sheet: &Sheet, format: Format, sink: &mut Sink) -> anyhow::Result<()> {
    match format {
        Format::Html => sheet::html::write(sheet, sink)?,
        Format::Json => sheet::json::write(sheet, sink)?,
    }
    Ok(())
}

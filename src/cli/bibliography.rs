//! `citegraph bibliography`: the works that are cited, for reference managers.

use citegraph::export::{bibtex, csl, works};
use clap::ValueEnum;

use super::Exit;
use super::args::{Counting, Env, Input};
use super::output::{Content, To};
use super::suffix::chosen;

/// Write the works that are cited, for reference managers: CSL-JSON, BibTeX or CSV
///
/// One item a work, with what its address tells. Links hold no titles, authors or dates, so there
/// are none; the longest link text stands in the note.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph bibliography draft.md > draft.json
  citegraph bibliography posts/ --format bibtex -o posts.bib")]
pub(crate) struct Args {
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    counting: Counting,
    /// Write in this form [default: by the suffix of -o; csl-json without one]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<Format>,
    #[command(flatten)]
    to: To,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    CslJson,
    Bibtex,
    Csv,
}

/// Forms by the suffixes of files.
const FORMS: [(&str, Format); 3] =
    [("json", Format::CslJson), ("bib", Format::Bibtex), ("csv", Format::Csv)];

/// Runs the verb.
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    let sources = options.sources()?;
    let format = chosen(args.format, args.to.path(), &FORMS)?;
    let mut sink = args.to.open(Content::Data, &env.guard)?;
    let corpus = args.input.corpus(env, &options, args.to.path())?;
    let items = works::items(&corpus, &options.report.selection, &sources);
    match format {
        Format::CslJson => csl::write(&items, &mut sink)?,
        Format::Bibtex => bibtex::write(&items, &mut sink)?,
        Format::Csv => works::write(&items, &mut sink)?,
    }
    sink.finish()?;
    args.input.conclude(env, &corpus.skipped, corpus.citations().count())
}

//! `citegraph bibliography`: the works that are cited, for reference managers.

use citegraph::export::{bibtex, csl, works};
use clap::ValueEnum;

use super::Exit;
use super::args::{CliContext, InputArgs, SelectionArgs};
use super::output::{OutputArgs, OutputKind};
use super::suffix::choose_format;

/// Write the cited works for reference managers: CSL-JSON, BibTeX or CSV
///
/// Each work is one item, with the data that its address contains, such as a DOI. Links contain no titles, authors or
/// dates, so the items have none. Instead, each item contains the longest link text: in the field `note` (CSL-JSON), in
/// the field `annote` (BibTeX) or in the column `link_text` (CSV).
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph bibliography draft.md > draft.json
  citegraph bibliography posts/ --format bibtex -o posts.bib")]
pub(crate) struct BibliographyArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    /// Write in this format [default: by the suffix of -o; without -o, csl-json]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<BibliographyFormat>,
    #[command(flatten)]
    to: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum BibliographyFormat {
    CslJson,
    Bibtex,
    Csv,
}

/// Forms by the suffixes of files.
const FORMS: [(&str, BibliographyFormat); 3] = [
    ("json", BibliographyFormat::CslJson),
    ("bib", BibliographyFormat::Bibtex),
    ("csv", BibliographyFormat::Csv),
];

/// Runs the verb.
pub(crate) fn run(args: &BibliographyArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    let sources = options.sources()?;
    let format = choose_format(args.format, args.to.path(), &FORMS)?;
    let mut sink = args.to.open(OutputKind::Data, &env.guard)?;
    let corpus = args.input.corpus(env, &options, args.to.path())?;
    let items = works::items(&corpus, &options.report.selection, &sources);
    match format {
        BibliographyFormat::CslJson => csl::write(&items, &mut sink)?,
        BibliographyFormat::Bibtex => bibtex::write(&items, &mut sink)?,
        BibliographyFormat::Csv => works::write(&items, &mut sink)?,
    }
    sink.finish()?;
    args.input.finish_run(env, &corpus.skipped, corpus.citations().count())
}

//! `citegraph impact`: which claims lose support if a source goes.

use citegraph::claims::impact::Impact;
use citegraph::claims::subject::Subject;
use citegraph::{export, report};
use clap::ValueEnum;

use super::Exit;
use super::args::{CliContext, InputArgs, SelectionArgs};
use super::output::{OutputArgs, OutputKind};
use super::suffix::choose_format;

/// Show which claims in which articles would lose their support if a source were removed
///
/// For each sentence that uses this source, by a link or a note, the output shows its place and its other
/// sources. The output goes article by article; in each article, it lists the sentences without another source first.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph impact reuters.com posts/
  citegraph impact doi:10.1038/s41597-020-0430-x posts/ --format markdown
  citegraph impact https://example.org/retracted posts/ -o check.csv")]
pub(crate) struct ImpactArgs {
    /// A domain, host or site, a URL, or a work such as doi:10.…
    #[arg(value_name = "WHAT")]
    what: String,
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    /// Print in this format [default: by the suffix of -o; without -o, text]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    format: Option<ImpactFormat>,
    #[command(flatten)]
    to: OutputArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ImpactFormat {
    Text,
    Json,
    Csv,
    Markdown,
}

/// Forms by the suffixes of files.
const FORMS: [(&str, ImpactFormat); 6] = [
    ("txt", ImpactFormat::Text),
    ("log", ImpactFormat::Text),
    ("json", ImpactFormat::Json),
    ("csv", ImpactFormat::Csv),
    ("md", ImpactFormat::Markdown),
    ("markdown", ImpactFormat::Markdown),
];

/// Runs the verb.
pub(crate) fn run(args: &ImpactArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    // The sentences that rest on a note stand elsewhere than its link.
    options.extract.text = true;
    let subject = Subject::parse(&args.what)?;
    let sources = options.sources()?;
    let format = choose_format(args.format, args.to.path(), &FORMS)?;
    let content = match format {
        ImpactFormat::Text | ImpactFormat::Markdown => OutputKind::Text,
        _ => OutputKind::Data,
    };
    let mut sink = args.to.open(content, &env.guard)?;
    let corpus = args.input.corpus(env, &options, args.to.path())?;
    let selection = &options.report.selection;
    let impact = Impact::find(&subject, &args.what, &corpus, selection, &sources);
    match format {
        ImpactFormat::Text => report::impact::text(&impact, sink.style(), &mut sink)?,
        ImpactFormat::Markdown => report::impact::markdown(&impact, &mut sink)?,
        ImpactFormat::Csv => export::impact::write(&impact, &mut sink)?,
        ImpactFormat::Json => report::impact::json(&impact, &mut sink)?,
    }
    sink.finish()?;
    let found = impact.totals.citations as usize;
    args.input.finish_run(env, &corpus.skipped, found)
}

//! `citegraph extract`: one article a line.

mod input_digest;
mod partials;
mod tables;

use std::path::PathBuf;

use citegraph::article::{Article, Skipped, json_schema};
use citegraph::export::jsonl;
use citegraph::extract::batch::DocumentOutcome;
use strum::{EnumMessage, IntoStaticStr, VariantArray};

use super::Exit;
use super::args::{CliContext, InputArgs, OutcomeWork, one_of_described};
use super::cache::StoredArticle;
use super::output::{OutputArgs, OutputKind};

/// Write every link of every article, one article per line (JSON)
///
/// Each line holds an article with its citations and, separately, all other links with the reason why they
/// are not citations. Every other command can read these lines instead of documents. All links are written,
/// so --place and --syntax are options only of the commands that count citations.
///
/// In a .docx, `line` is the paragraph and `column` is the character in it, because the file is compressed
/// and has no byte positions. The page of a URL is fetched once; --save keeps the page for another run.
///
/// With --format parquet, the articles, their links and their sentences are written as three Parquet tables into the
/// folder DIR of -o. Every other command reads this folder, too.
///
/// With --partial, each INPUT gets its own folder below DIR, with its articles and a manifest. `citegraph merge` makes
/// one report of these folders.
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Write a partial of every INPUT into DIR, for `citegraph merge`; a partial that is up to date is kept
    #[arg(long, value_name = "DIR", help_heading = "Output",
          conflicts_with_all = ["text", "redact", "schema", "output"])]
    partial: Option<PathBuf>,
    /// What to write [default: jsonl]
    #[arg(long, value_name = "FORM", value_parser = one_of_described::<ExtractForm>(), help_heading = "Output",
          conflicts_with_all = ["partial", "schema"])]
    format: Option<ExtractForm>,
    /// Keep all sentences, also those without a link
    #[arg(long, help_heading = "Output")]
    text: bool,
    /// Hide access tokens and personal data in URLs
    #[arg(long, help_heading = "Output")]
    redact: bool,
    /// Print the JSON Schema of a line instead
    #[arg(long, help_heading = "Output")]
    schema: bool,
    #[command(flatten)]
    to: OutputArgs,
}

/// What `extract` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray, IntoStaticStr, EnumMessage)]
#[strum(serialize_all = "kebab-case")]
enum ExtractForm {
    #[strum(message = "One article per line")]
    Jsonl,
    #[strum(message = "Parquet tables in a folder (only in a build with the feature `parquet`)")]
    Parquet,
}

/// The most links and sentences of an article whose line a thread writes into memory. The line of a larger
/// one is written while it is handed on, for it can be many times as long as the document.
const MAX_LINE_ROWS: usize = 4096;

/// What the threads hand on.
enum ExtractedLine {
    /// A finished line.
    Written {
        /// Its bytes.
        bytes: Vec<u8>,
        /// How many citations it holds.
        citations: usize,
    },
    /// The line of an article of the cache.
    Stored(StoredArticle),
    /// A large article, whose line is written while it is handed on.
    Large(Box<Article>),
    Skipped(Skipped),
}

/// Runs the verb.
pub(crate) fn run(args: &ExtractArgs, env: &CliContext) -> anyhow::Result<Exit> {
    use std::io::Write as _;
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    if let Some(folder) = &args.partial {
        return partials::write(&args.input, folder, options, env);
    }
    options.extract.text |= args.text;
    if args.format == Some(ExtractForm::Parquet) {
        return tables::write(&args.input, args.to.path(), args.redact, &options, env);
    }
    let mut sink = args.to.open(OutputKind::Data, &env.guard)?;
    if args.schema {
        let mut schema = serde_json::to_vec_pretty(&json_schema())?;
        schema.push(b'\n');
        sink.write_all(&schema)?;
        sink.finish()?;
        return Ok(Exit::Fine);
    }
    let found = args.input.find_sources(env, &options, args.to.path())?;
    InputArgs::explain_sources(env, &found.sources);
    let mut skipped = found.skipped;
    let mut citations = 0;
    let work = OutcomeWork {
        fresh: |outcome| line(outcome, args.redact),
        stored: |stored: StoredArticle| match args.redact {
            true => {
                let article = Box::new(stored.parse()?);
                Some(line(DocumentOutcome::Article(article), true))
            }
            false => Some(Ok(ExtractedLine::Stored(stored))),
        },
    };
    args.input.run_stored(&found.sources, env, &options, work, |line| {
        match line? {
            ExtractedLine::Stored(stored) => {
                citations += stored.citations;
                sink.write_all(stored.line())?;
            }
            ExtractedLine::Written { bytes, citations: count } => {
                citations += count;
                sink.write_all(&bytes)?;
            }
            ExtractedLine::Large(article) => {
                citations += article.citations.len();
                jsonl::write([&*article], &mut sink)?;
            }
            ExtractedLine::Skipped(row) => skipped.push(row),
        }
        Ok(())
    })?;
    sink.finish()?;
    args.input.finish_run(env, &skipped, citations)
}

fn line(outcome: DocumentOutcome, redact: bool) -> anyhow::Result<ExtractedLine> {
    let article = match outcome {
        DocumentOutcome::Article(article) | DocumentOutcome::Known(article) if redact => {
            Box::new(jsonl::redacted(&article))
        }
        DocumentOutcome::Article(article) | DocumentOutcome::Known(article) => article,
        DocumentOutcome::Skipped(skipped) => return Ok(ExtractedLine::Skipped(skipped)),
    };
    let sentences = article.sentences.as_ref().map_or(0, Vec::len);
    if article.citations.len() + article.rejects.len() + sentences > MAX_LINE_ROWS {
        return Ok(ExtractedLine::Large(article));
    }
    let bytes = jsonl::line(&article)?;
    Ok(ExtractedLine::Written { bytes, citations: article.citations.len() })
}

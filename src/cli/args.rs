//! Flags that several verbs share. Each group applies itself onto the options; defaults live there.

use std::io::Read as _;
use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::article::{Dialect, Format, Place, Skipped, Syntax};
use citegraph::corpus::Corpus;
use citegraph::extract::batch::{self, Outcome};
use citegraph::extract::{Internal, InternalBy, NO_ORIGIN};
use citegraph::input::{Found, Source};
use clap::{Args, ValueEnum};

use super::config::{self, Choice, Options};
use super::{Exit, output};

/// Flags before the verb.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Read this configuration instead of ./citegraph.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = "Configuration")]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, global = true, conflicts_with = "config", help_heading = "Configuration")]
    no_config: bool,
    /// Use this many threads [default: one a core]; the output is the same for any number
    #[arg(short = 'j', long, global = true, value_name = "N", help_heading = "Run")]
    threads: Option<usize>,
    /// Print errors only
    #[arg(short, long, global = true, help_heading = "Run")]
    quiet: bool,
}

/// What a verb runs in.
pub(crate) struct Env {
    pub(crate) options: Options,
    pub(crate) quiet: bool,
}

impl Env {
    /// Reads the configuration and starts the threads.
    pub(crate) fn new(global: &Global) -> anyhow::Result<Self> {
        let choice = match (&global.config, global.no_config) {
            (Some(path), _) => Choice::File(path.clone()),
            (None, true) => Choice::Nothing,
            (None, false) => Choice::Found,
        };
        let options = config::read(&choice)?;
        rayon::ThreadPoolBuilder::new()
            .num_threads(global.threads.unwrap_or(0))
            .build_global()
            .context("cannot start threads; try -j 1")?;
        Ok(Self { options, quiet: global.quiet })
    }
}

/// What to read.
#[derive(Debug, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct Input {
    /// Articles: files, folders, globs, - for standard input, or the output of `citegraph extract`
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Read the names of inputs from FILE (- for standard input), one a line or NUL-separated
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Read every input as this, whatever its name says
    #[arg(long, value_name = "FORMAT")]
    format_in: Option<InputFormat>,
    /// Skip documents of more bytes [default: 67108864]
    #[arg(long, value_name = "BYTES")]
    max_size: Option<u64>,
    /// Write what was skipped, and why, to FILE (one JSON object a line)
    #[arg(long, value_name = "FILE")]
    skipped: Option<PathBuf>,
    /// Fail (exit 1) if a document could not be read
    #[arg(long)]
    strict: bool,
    /// Fail (exit 1) if there is no citation
    #[arg(long)]
    fail_if_empty: bool,
    /// The URL that the articles were published at, or none [default: what each says itself]
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
    /// Where blocks of HTML in Markdown end [default: auto]
    #[arg(long, value_name = "DIALECT")]
    dialect: Option<DialectArg>,
    /// Reject links to the own domain, or keep them as citations [default: reject]
    #[arg(long, value_name = "WHAT")]
    internal: Option<InternalArg>,
    /// Tell the own domain by registrable domain, or by site on a platform [default: domain]
    #[arg(long, value_name = "HOW")]
    internal_by: Option<InternalByArg>,
}

/// [`Format`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum InputFormat {
    Markdown,
    Html,
    Text,
}

/// [`Dialect`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DialectArg {
    Auto,
    Commonmark,
    Kramdown,
}

/// [`Internal`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum InternalArg {
    Reject,
    Keep,
}

/// [`InternalBy`] on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum InternalByArg {
    Domain,
    Site,
}

impl Input {
    /// Applies the flags onto the options.
    pub(crate) fn apply(&self, options: &mut Options) -> anyhow::Result<()> {
        let (input, extract) = (&mut options.input, &mut options.extract);
        if let Some(format) = self.format_in {
            input.format = Some(match format {
                InputFormat::Markdown => Format::Markdown,
                InputFormat::Html => Format::Html,
                InputFormat::Text => Format::Text,
            });
        }
        if let Some(size) = self.max_size {
            input.max_size = size;
        }
        if let Some(origin) = &self.origin {
            let is_web = origin.starts_with("http://") || origin.starts_with("https://");
            anyhow::ensure!(
                is_web || origin == NO_ORIGIN,
                "--origin {origin} is no absolute http(s) URL; or write --origin {NO_ORIGIN}"
            );
            extract.origin = Some(origin.clone());
        }
        if let Some(dialect) = self.dialect {
            extract.dialect = match dialect {
                DialectArg::Auto => Dialect::Auto,
                DialectArg::Commonmark => Dialect::Commonmark,
                DialectArg::Kramdown => Dialect::Kramdown,
            };
        }
        if let Some(internal) = self.internal {
            extract.internal = match internal {
                InternalArg::Reject => Internal::Reject,
                InternalArg::Keep => Internal::Keep,
            };
        }
        if let Some(by) = self.internal_by {
            extract.internal_by = match by {
                InternalByArg::Domain => InternalBy::Domain,
                InternalByArg::Site => InternalBy::Site,
            };
        }
        Ok(())
    }

    /// Finds the sources that the arguments name.
    pub(crate) fn find(&self) -> anyhow::Result<Found> {
        if let Some(path) = &self.skipped {
            output::check(path)?;
        }
        let mut found = Found::default();
        for input in &self.inputs {
            found.add(input)?;
        }
        if let Some(list) = &self.files_from {
            found.add_list(&read_list(list)?)?;
        }
        anyhow::ensure!(
            self.is_given(),
            "nothing to read; name files or folders, or - for standard input"
        );
        anyhow::ensure!(
            !found.sources.is_empty() || !found.skipped.is_empty(),
            "nothing to read: the inputs hold no file"
        );
        Ok(found)
    }

    /// Whether anything was named.
    pub(crate) fn is_given(&self) -> bool {
        !self.inputs.is_empty() || self.files_from.is_some()
    }

    /// The name of the first input, for the default folder of results.
    pub(crate) fn first_name(&self) -> Option<&PathBuf> {
        self.inputs.first()
    }

    /// Extracts everything into one corpus.
    pub(crate) fn corpus(&self, env: &Env, options: &Options) -> anyhow::Result<Corpus> {
        let found = self.find()?;
        let mut corpus = Corpus::default();
        run(
            &found.sources,
            env,
            options,
            |outcome| outcome,
            |outcome| {
                match outcome {
                    Outcome::Article(article) => corpus.ingest(*article),
                    Outcome::Skipped(skipped) => corpus.skip(skipped),
                }
                Ok(())
            },
        )?;
        found.skipped.into_iter().for_each(|skipped| corpus.skip(skipped));
        Ok(corpus.finish())
    }

    /// Reports what was skipped and judges the run by the flags.
    pub(crate) fn conclude(
        &self,
        env: &Env,
        skipped: &[Skipped],
        citations: usize,
    ) -> anyhow::Result<Exit> {
        if let Some(path) = &self.skipped {
            let mut sink = output::Sink::open(Some(path))?;
            for row in skipped {
                use std::io::Write as _;
                serde_json::to_writer(&mut sink, row)?;
                sink.write_all(b"\n")?;
            }
            sink.finish()?;
        } else if !env.quiet {
            output::say_skipped(skipped);
        }
        if citations == 0 && !env.quiet {
            output::say("warning: no citation was found");
        }
        let failed = (self.strict && skipped.iter().any(is_failure))
            || (self.fail_if_empty && citations == 0);
        Ok(if failed { Exit::Gate } else { Exit::Fine })
    }
}

/// Whether a document was meant to be read and could not be; what a walk leaves out is none.
fn is_failure(skipped: &Skipped) -> bool {
    !matches!(
        skipped.reason.as_str(),
        "excluded-folder"
            | "hidden"
            | "ignored"
            | "own-output"
            | "unknown-format"
            | "jsonl-in-folder"
    )
}

/// Extracts from the sources in parallel, with progress on a terminal.
pub(crate) fn run<T: Send>(
    sources: &[Source],
    env: &Env,
    options: &Options,
    work: impl Fn(Outcome) -> T + Sync,
    mut hand_on: impl FnMut(T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut progress = output::Progress::new(sources.len(), env.quiet);
    batch::each(sources, &options.input, &options.extract, work, |done| {
        progress.step();
        hand_on(done)
    })?;
    progress.finish();
    Ok(())
}

fn read_list(path: &PathBuf) -> anyhow::Result<Vec<u8>> {
    if path.as_os_str() == "-" {
        let mut list = Vec::new();
        std::io::stdin().lock().read_to_end(&mut list)?;
        return Ok(list);
    }
    std::fs::read(path).with_context(|| format!("cannot read the list {}", path.display()))
}

/// Which citations count.
#[derive(Debug, Args)]
#[command(next_help_heading = "What counts")]
pub(crate) struct Counting {
    /// Count citations in these places, or all [default: body,note,caption,byline]
    #[arg(long, value_name = "PLACES", value_delimiter = ',')]
    place: Vec<String>,
    /// Count citations of these syntaxes, or all [default: all]
    #[arg(long, value_name = "SYNTAXES", value_delimiter = ',')]
    syntax: Vec<String>,
    /// Put this table of sources (TOML, the form of data/sources.toml) before ours: owner, type,
    /// country …
    #[arg(long, value_name = "FILE")]
    sources: Option<PathBuf>,
}

impl Counting {
    /// Applies the flags onto the options.
    pub(crate) fn apply(&self, options: &mut Options) -> anyhow::Result<()> {
        if self.sources.is_some() {
            options.sources.clone_from(&self.sources);
        }
        let selection = &mut options.report.selection;
        if !self.place.is_empty() {
            selection.places = choose(&self.place, &Place::ALL, Place::name, "--place")?;
        }
        if !self.syntax.is_empty() {
            selection.syntaxes = choose(&self.syntax, &Syntax::ALL, Syntax::name, "--syntax")?;
        }
        Ok(())
    }
}

/// The members of a closed set that words name; `all` names all of them.
pub(crate) fn choose<T: Copy>(
    words: &[String],
    all: &[T],
    name: fn(T) -> &'static str,
    flag: &str,
) -> anyhow::Result<Vec<T>> {
    if words.iter().any(|word| word == "all") {
        return Ok(all.to_vec());
    }
    for word in words {
        let known: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        anyhow::ensure!(
            known.contains(&word.as_str()),
            "{flag} {word} is not known; choose from {}, all",
            known.join(", ")
        );
    }
    Ok(all.iter().copied().filter(|one| words.iter().any(|word| word == name(*one))).collect())
}

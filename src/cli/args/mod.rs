//! Flags that several verbs share. Each group applies itself onto the options; defaults live there.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::Context as _;
use citegraph::article::{Dialect, Format, SkipReason, Skipped};
use citegraph::extract::{ExtractOptions, Internal, InternalBy};
use citegraph::input::{InputSet, InputSource, MediaType, RecordIndex, listed};
use clap::Args;

use super::configuration::{self, Config};
use super::fetch::Fetcher;
use super::output;
use super::output::OverwriteGuard;
use super::side_file::read_bytes;

mod byte_size;
mod cache;
mod choice;
mod context;
mod exit_status;
mod format;
mod gather;
mod graph_view;
mod names;
mod selection;

pub(crate) use self::byte_size::ByteSize;
pub(crate) use self::cache::CacheArgs;
pub(crate) use self::choice::{one_of, one_of_described};
pub(crate) use self::context::{CliContext, GlobalArgs};
pub(crate) use self::format::{FormattedOutputs, ResultForm, format_request};
pub(crate) use self::gather::OutcomeWork;
pub(crate) use self::graph_view::{GraphViewArgs, describe_filter};
pub(crate) use self::names::name_list;
pub(crate) use self::selection::{EdgeWeightArgs, SelectionArgs, choose};

/// What is said where flags come too late.
const NO_EFFECT: &str = "warning: --origin, --base-url, --internal, --internal-by, --dialect and --format-in \
                         have no effect on the output of an earlier `citegraph extract`; give these \
                         options to that command";

/// What to read.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Input")]
pub(crate) struct InputArgs {
    /// Articles: files, folders, globs, http(s) URLs, - for standard input, or the output of `citegraph
    /// extract`. Formats: Markdown, HTML, .docx, notebooks (.ipynb), plain text and web archives (.warc, .warc.gz, .wacz)
    #[arg(value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Read the names of inputs from FILE (- for standard input), one per line or separated by NUL
    #[arg(long, value_name = "FILE")]
    files_from: Option<PathBuf>,
    /// Read every input in this format, whatever its name
    #[arg(long, value_name = "FORMAT", value_parser = one_of::<Format>())]
    format_in: Option<Format>,
    /// Skip documents that are larger than SIZE, before or after decompression. SIZE is a number of bytes, with
    /// or without a unit: 500000, 10MB or 64MiB [default: 64MiB]
    #[arg(long, value_name = "SIZE")]
    max_size: Option<ByteSize>,
    /// Types of documents to read from web archives, comma-separated [default: text/html,application/xhtml+xml]
    #[arg(long, value_name = "TYPE", value_delimiter = ',', value_parser = one_of::<MediaType>(), hide_possible_values = true)]
    mime: Vec<MediaType>,
    /// Read only those records of web archives that this index (CDX, CDXJ) lists; may be given several times
    #[arg(long, value_name = "FILE")]
    cdx: Vec<PathBuf>,
    /// Write what was skipped, and why, to FILE (one JSON object per line)
    #[arg(long, value_name = "FILE")]
    skipped: Option<PathBuf>,
    /// Save fetched pages in this folder, so that they can be read again
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) cache: CacheArgs,
    /// Fail (exit 1) if a document could not be read; files that are not articles are ignored
    #[arg(long)]
    strict: bool,
    /// Fail (exit 1) if no citation was found
    #[arg(long)]
    fail_if_empty: bool,
    /// Where the pages of URLs are kept without --save.
    #[arg(skip)]
    pages: OnceLock<PathBuf>,
    /// What the arguments name themselves, by the names of the sources.
    #[arg(skip)]
    named: OnceLock<BTreeSet<String>>,
    /// The folders that the arguments name.
    #[arg(skip)]
    folders: OnceLock<Vec<String>>,
    /// Use this URL as the address of every article; `none` ignores the addresses that articles state [default: the
    /// address that each article states]
    #[arg(long, value_name = "URL")]
    origin: Option<String>,
    /// The URL at which the input folder is published: each file in it gets this URL followed by its path, unless
    /// the file states its address
    #[arg(long, value_name = "URL", conflicts_with = "origin")]
    base_url: Option<String>,
    /// Which rules decide where a block of HTML in Markdown ends [default: auto]
    #[arg(long, value_name = "DIALECT", value_parser = one_of::<Dialect>())]
    dialect: Option<Dialect>,
    /// Reject links to the article's own site, or keep them as citations [default: reject]
    #[arg(long, value_name = "WHAT", value_parser = one_of::<Internal>())]
    internal: Option<Internal>,
    /// What the article's own site is: its registrable domain, or its account on a platform [default: domain]
    #[arg(long, value_name = "HOW", value_parser = one_of::<InternalBy>())]
    internal_by: Option<InternalBy>,
}

impl InputArgs {
    /// Applies the flags onto the options. Fails before the work begins where a file could not be
    /// written after it.
    pub(crate) fn apply(&self, options: &mut Config, guard: &OverwriteGuard) -> anyhow::Result<()> {
        if let Some(path) = &self.skipped {
            let is_stdout = path == Path::new("-");
            anyhow::ensure!(
                !is_stdout,
                "`--skipped -` would mix the list with the results on standard output; \
                                         give a file"
            );
            output::file::check(path, guard)?;
        }
        self.cache.open(guard)?;
        let (input, extract) = (&mut options.input, &mut options.extract);
        input.format = self.format_in.or(input.format);
        if let Some(size) = self.max_size {
            input.max_size = size.0;
        }
        if !self.mime.is_empty() {
            input.mime = self.mime.iter().copied().collect();
        }
        if let Some(origin) = &self.origin {
            extract.origin = Some(configuration::origin(origin, "--origin")?.to_owned());
        }
        if let Some(base) = &self.base_url {
            extract.base_url = Some(configuration::base_url(base, "--base-url")?.to_owned());
        }
        extract.dialect = self.dialect.unwrap_or(extract.dialect);
        extract.internal = self.internal.unwrap_or(extract.internal);
        extract.internal_by = self.internal_by.unwrap_or(extract.internal_by);
        Ok(())
    }

    /// Finds the sources that the arguments name; what this run writes is none.
    pub(crate) fn find_sources(
        &self,
        env: &CliContext,
        options: &Config,
        output: Option<&Path>,
    ) -> anyhow::Result<InputSet> {
        let mut found = InputSet::default();
        self.cache.path().into_iter().for_each(|path| found.pass_over(path));
        if !env.guard.is_forced() {
            output
                .into_iter()
                .chain(self.skipped.as_deref())
                .chain(env.guard.formatted())
                .for_each(|path| found.pass_over(path));
        }
        let mut fetcher = Fetcher::new(
            options,
            self.save.as_deref().or(self.pages.get().map(|p| &**p)),
            &env.guard,
        );
        for input in &self.inputs {
            fetcher.add(input, &mut found)?;
        }
        if let Some(list) = &self.files_from {
            for input in listed(&read_list(list)?) {
                fetcher.add(&input, &mut found)?;
            }
        }
        if !self.cdx.is_empty() {
            found.select_records(self.record_index()?);
        }
        anyhow::ensure!(
            self.is_given(),
            "nothing to read; give files or folders, or - for standard input\nhelp: for example `citegraph \
             {} {}`",
            env.verb,
            if matches!(&*env.verb, "explain" | "impact") { "WHAT FOLDER" } else { "FOLDER" }
        );
        anyhow::ensure!(
            !found.sources.is_empty() || !found.skipped.is_empty(),
            "nothing to read: the inputs contain no files"
        );
        self.named.get_or_init(|| {
            let sources = found.sources.iter().filter(|source| source.is_named());
            let sources =
                sources.map(InputSource::name).filter(|name| !found.matched.contains(name));
            sources.chain(found.folders.iter().cloned()).collect()
        });
        self.folders.get_or_init(|| found.folders.clone());
        Ok(found)
    }

    fn record_index(&self) -> anyhow::Result<RecordIndex> {
        let mut index = RecordIndex::default();
        for path in &self.cdx {
            let added = index.add_file(path);
            added.with_context(|| format!("cannot read the index {}", path.display()))?;
        }
        Ok(index)
    }

    /// With `-v`, lists what is going to be read, for verbs that hold no articles.
    pub(crate) fn explain_sources(env: &CliContext, sources: &[InputSource]) {
        for source in sources {
            env.explain(|| format!("read {}", output::visible(&source.name())));
        }
    }

    /// The files and folders that were named; no link between files can be judged in anything else.
    pub(crate) fn paths(&self) -> anyhow::Result<Vec<PathBuf>> {
        let listed = match &self.files_from {
            Some(list) => listed(&read_list(list)?),
            None => Vec::new(),
        };
        let paths: Vec<PathBuf> = self.inputs.iter().cloned().chain(listed).collect();
        for path in &paths {
            anyhow::ensure!(
                path.exists(),
                "{}: no such file or folder; --internal checks files on disk, so give a file or folder",
                output::visible(&path.display().to_string())
            );
        }
        Ok(paths)
    }

    /// Whether anything was named.
    pub(crate) fn is_given(&self) -> bool {
        !self.inputs.is_empty() || self.files_from.is_some()
    }

    /// Keeps the pages of URLs in `folder`, unless the user names another.
    pub(crate) fn keep_pages(&self, folder: PathBuf) {
        self.pages.get_or_init(|| folder);
    }

    /// The name of the first input, for the default folder of results.
    pub(crate) fn first_name(&self) -> Option<&PathBuf> {
        self.inputs.first()
    }

    /// How many inputs the arguments name.
    pub(crate) fn len(&self) -> usize {
        self.inputs.len()
    }

    /// Inputs as they are read without other flags.
    pub(crate) fn from_paths(inputs: Vec<PathBuf>, cache: CacheArgs) -> Self {
        Self { inputs, cache, ..Self::default() }
    }

    /// Each input alone, with the same flags.
    pub(crate) fn each(&self) -> anyhow::Result<Vec<Self>> {
        let listed = self.files_from.as_deref().map(read_names).transpose()?;
        let paths = self.inputs.iter().cloned().chain(listed.unwrap_or_default());
        let alone = |path| Self { inputs: vec![path], files_from: None, ..self.clone() };
        Ok(paths.map(alone).collect())
    }

    /// What was named by the inputs of earlier runs, for the end of one that puts them together.
    pub(crate) fn from_named(named: BTreeSet<String>) -> Self {
        Self { named: named.into(), ..Self::default() }
    }

    /// What the arguments name themselves, once the sources were found.
    pub(crate) fn named(&self) -> BTreeSet<String> {
        self.named.get().cloned().unwrap_or_default()
    }

    /// Takes over what other arguments named.
    pub(crate) fn name_all(&self, named: BTreeSet<String>) {
        self.named.get_or_init(|| named);
    }

    /// The same without the first input.
    pub(crate) fn rest(&self) -> Self {
        Self { inputs: self.inputs.iter().skip(1).cloned().collect(), ..self.clone() }
    }

    /// Whether a flag was given that changes how documents are read.
    fn shapes_documents(&self) -> bool {
        self.origin.is_some()
            || self.base_url.is_some()
            || self.dialect.is_some()
            || self.internal.is_some()
            || self.internal_by.is_some()
            || self.format_in.is_some()
    }

    /// How documents are read, with the folders that the arguments name.
    pub(crate) fn extract_options(&self, options: &Config) -> ExtractOptions {
        let base_folders = self.folders.get().cloned().unwrap_or_default();
        ExtractOptions { base_folders, ..options.extract.clone() }
    }
}

/// Whether the row is about a file that an earlier run left where this one writes.
pub(crate) fn is_of_last_run(row: &Skipped, output: &Path) -> bool {
    let inside = || Path::new(&row.input).canonicalize().is_ok_and(|path| path.starts_with(output));
    row.reason == SkipReason::OwnOutput && inside()
}

/// The names of a list, as `--files-from` has it.
pub(crate) fn read_names(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    Ok(listed(&read_list(path)?))
}

fn read_list(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path.as_os_str() == "-" {
        let mut list = Vec::new();
        std::io::stdin().lock().read_to_end(&mut list)?;
        return Ok(list);
    }
    read_bytes(path).with_context(|| format!("cannot read the list {}", path.display()))
}

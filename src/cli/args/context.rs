//! Flags before the verb, and what a verb runs in: the options, and how much is said.

use std::path::PathBuf;

use anyhow::Context as _;
use citegraph::article::Article;
use citegraph::link::redact::redact_url;
use citegraph::report::plural;
use clap::{ArgMatches, Args};

use super::super::configuration::{self, Config, ConfigChoice, ConfigRead};
use super::super::network;
use super::super::output::terminal::ColorChoice;
use super::super::output::{self, OverwriteGuard};
use super::super::partials::{ConfigRecord, PartialSet};

/// Flags before the verb.
#[derive(Debug, Args)]
pub(crate) struct GlobalArgs {
    /// Read this configuration file instead of searching for citegraph.toml
    #[arg(long, global = true, value_name = "FILE", help_heading = "Configuration")]
    config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long, global = true, conflicts_with = "config", help_heading = "Configuration")]
    no_config: bool,
    /// Use this many threads [default: one per core]; the output is the same for any number
    #[arg(short = 'j', long, global = true, value_name = "N", help_heading = "Run")]
    threads: Option<usize>,
    /// Print only results and errors: no notes, no warnings, no progress, and no summary of `report`
    #[arg(short, long, global = true, help_heading = "Run")]
    quiet: bool,
    /// Also print which configuration and inputs were read, and what was left out and why
    #[arg(short, long, global = true, conflicts_with = "quiet", help_heading = "Run")]
    verbose: bool,
    /// Use colours: auto, always or never. NO_COLOR and CLICOLOR_FORCE are respected
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Run"
    )]
    color: ColorChoice,
    /// Fit text to this many columns [default: the terminal's; 80 where the output is not a terminal]
    #[arg(long, global = true, value_name = "COLUMNS", hide = true)]
    width: Option<usize>,
    /// Also replace outputs that citegraph did not write, that are inputs of this run, that contain entries made by
    /// people, or that are symbolic links
    #[arg(long, global = true, help_heading = "Run")]
    force: bool,
}

/// Arguments that name what is read, by their ids.
const INPUTS: [&str; 2] = ["inputs", "older"];

/// The argument that names folders of partials.
const PARTIALS: &str = "partials";

/// What a verb runs in.
pub(crate) struct CliContext {
    pub(crate) options: Config,
    /// The file that they come from, where there is one.
    pub(crate) configuration: Option<ConfigRecord>,
    pub(crate) quiet: bool,
    /// Whether the run explains what it read and left out.
    pub(crate) verbose: bool,
    /// The verb.
    pub(crate) verb: String,
    /// What may be replaced.
    pub(crate) guard: OverwriteGuard,
}

impl CliContext {
    /// Reads the configuration and starts the threads.
    pub(crate) fn new(global: &GlobalArgs, matches: &ArgMatches) -> anyhow::Result<Self> {
        let named = network::variable(configuration::CONFIG_VARIABLE).map(PathBuf::from);
        let choice = match (global.config.clone().or(named), global.no_config) {
            (_, true) => ConfigChoice::Nothing,
            (Some(path), false) => ConfigChoice::File(path),
            (None, false) => found_configuration(matches)?,
        };
        let config = configuration::read(&choice)?;
        rayon::ThreadPoolBuilder::new()
            .num_threads(global.threads.unwrap_or(0))
            .build_global()
            .context("cannot start threads; try -j 1")?;
        let guard = OverwriteGuard::new(matches, global.force)?;
        let env = Self {
            quiet: global.quiet,
            verbose: global.verbose,
            verb: matches.subcommand_name().unwrap_or_default().to_owned(),
            guard,
            options: config.options.clone(),
            configuration: ConfigRecord::new(&choice, config.file.as_deref())?,
        };
        env.explain_configuration(&config);
        Ok(env)
    }

    /// With `-v`, says which configuration holds.
    fn explain_configuration(&self, config: &ConfigRead) {
        self.explain(|| match (&config.file, config.searched.first()) {
            (Some(file), _) => format!("configuration: {}", file.display()),
            (None, Some(_)) => {
                let searched = config.searched.iter().map(|folder| folder.display().to_string());
                let searched = searched.collect::<Vec<_>>().join(", ");
                format!("no configuration: citegraph.toml not found in {searched}")
            }
            (None, None) => "configuration: none".to_owned(),
        });
    }

    /// Prints a note with `-v`.
    pub(crate) fn explain(&self, note: impl FnOnce() -> String) {
        if self.verbose {
            output::eprint_line(&format!("note: {}", note()));
        }
    }
}

/// The configuration that is read where none is named: that of the first input, and for partials the one that they
/// were made with.
fn found_configuration(matches: &ArgMatches) -> anyhow::Result<ConfigChoice> {
    let verb = matches.subcommand().map(|(_, matches)| matches);
    let partials = verb.and_then(|verb| verb.try_get_many::<PathBuf>(PARTIALS).ok().flatten());
    match partials {
        Some(folders) => {
            let folders: Vec<PathBuf> = folders.cloned().collect();
            PartialSet::open(&folders)?.configuration()
        }
        None => Ok(ConfigChoice::Found(first_input(matches))),
    }
}

/// The first input that is a file or folder.
fn first_input(matches: &ArgMatches) -> Option<PathBuf> {
    let mut level = Some(matches);
    while let Some(matches) = level {
        for id in INPUTS {
            let Ok(Some(paths)) = matches.try_get_many::<PathBuf>(id) else { continue };
            if let Some(path) = paths.into_iter().find(|path| path.exists()) {
                return Some(path.clone());
            }
        }
        level = matches.subcommand().map(|(_, matches)| matches);
    }
    None
}

/// What was read, in a line.
pub(super) fn describe_article(article: &Article) -> String {
    let origin = match &article.origin {
        Some(url) => {
            format!("published at {} ({})", redact_url(url), <&str>::from(article.origin_rule))
        }
        None => "published at an unknown address".to_owned(),
    };
    let name = match &article.part {
        Some(part) => format!("{} ({part})", article.input),
        None => article.input.clone(),
    };
    format!(
        "read {}: {}, {origin}, {} and {}",
        output::visible(&name),
        <&str>::from(article.format),
        plural(article.citations.len() as u64, "citation", "citations"),
        plural(article.rejects.len() as u64, "other link", "other links")
    )
}

//! `citegraph check --internal`: the links between a site's own pages, on disk and without the network.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::audit::CheckFailOn;
use citegraph::export::{junit, sarif};
use citegraph::findings::{Finding, Severity, site_report};
use citegraph::input::FileTree;
use citegraph::report::findings::{github, json, markdown, ndjson, text};
use citegraph::report::links::SiteScope;
use citegraph::webroot::{self, SiteOptions};
use url::Url;

use super::super::args::{CliContext, FormattedOutputs};
use super::super::clock::Clock;
use super::super::configuration::Config;
use super::super::output::{Sink, eprint_line, visible};
use super::super::source_lines::SourceReader;
use super::super::{Exit, baseline_file, output};
use super::CheckArgs;
use super::form::CheckFormat;

/// What `--internal` says on other verbs, where it chooses whether links to the own site are citations.
const CHOICES: [&str; 2] = ["reject", "keep"];

/// The links of a site.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Links within a site")]
pub(super) struct SiteArgs {
    /// Check only the links between the pages of a site on disk, without the network. The pages are built pages or
    /// Markdown sources; the links lead to pages, images, scripts, style sheets and frames. `--internal` without a
    /// value means the same
    #[arg(long, conflicts_with_all = ["urls", "since", "offline", "recheck"])]
    pub(super) internal_links: bool,
    /// The folder that the server shows as / [default: the input folder]
    #[arg(long, value_name = "DIR", requires = "internal_links")]
    root: Option<PathBuf>,
    /// Also check that each page has the part after # in the link
    #[arg(long)]
    pub(super) fragments: bool,
    /// Ignore the findings in FILE
    #[arg(long, value_name = "FILE", requires = "internal_links")]
    baseline: Option<PathBuf>,
    /// Write all findings to FILE as the new baseline; the run does not fail
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", requires = "internal_links")]
    write_baseline: Option<PathBuf>,
}

/// Writes `check … --internal` in full where it stands without one of its choices.
pub(crate) fn expand_internal(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let end = args.iter().position(|arg| arg == "--").unwrap_or(args.len());
    let is_check = args[..end].iter().skip(1).any(|arg| arg == "check");
    for at in 0..if is_check { end } else { 0 } {
        let next = args.get(at + 1).and_then(|next| next.to_str());
        if args[at] == "--internal" && !next.is_some_and(|next| CHOICES.contains(&next)) {
            args[at] = OsString::from("--internal-links");
        }
    }
    args
}

impl SiteArgs {
    /// The folder that is `/`: the one that is named, else the one that holds every input.
    fn root(&self, inputs: &[PathBuf]) -> anyhow::Result<PathBuf> {
        if let Some(root) = &self.root {
            return Ok(root.clone());
        }
        let folder = |path: &PathBuf| match path.is_dir() {
            true => path.clone(),
            false => path
                .parent()
                .filter(|p| !p.as_os_str().is_empty())
                .unwrap_or(Path::new("."))
                .to_owned(),
        };
        let mut folders = inputs.iter().map(folder);
        let first = folders.next().context("nothing to check; give the folder of a site")?;
        let is_one = folders.all(|folder| folder == first);
        anyhow::ensure!(
            is_one,
            "the inputs are in different folders; set the root of the site with --root"
        );
        Ok(first)
    }
}

/// Runs the check of a site.
pub(super) fn run(args: &CheckArgs, options: &Config, env: &CliContext) -> anyhow::Result<Exit> {
    let clock = Clock::new(args.memory.today.as_deref())?;
    let known = args.site.baseline.as_deref().map(baseline_file::read).transpose()?;
    if let Some(path) = &args.site.write_baseline {
        output::file::check(path, &env.guard)?;
    }
    let outputs = FormattedOutputs::open(&args.format, &args.to, &env.guard)?;
    let inputs = args.input.paths()?;
    let root = args.site.root(&inputs)?;
    let shown_root = visible(&root.display().to_string());
    let tree = FileTree::read(&root)
        .with_context(|| format!("cannot read {shown_root}, the root of the site"))?;
    let site = SiteOptions {
        base_url: options.extract.base_url.as_deref().and_then(|text| Url::parse(text).ok()),
        fragments: args.site.fragments,
        is_root_named: args.site.root.is_some(),
        max_page_bytes: options.input.max_size,
    };
    let checked = webroot::check(&tree, &pages(&tree, &inputs, &shown_root)?, &site);
    let mut lint = options.lint.clone();
    lint.today = Some(clock.today().to_string());
    let report = site_report(&checked.faults, &lint);
    let mut findings = report.findings;
    let gone = known.map(|known| known.apply(&mut findings)).unwrap_or_default();
    if let Some(path) = &args.site.write_baseline {
        baseline_file::write(&findings, path, env)?;
    }
    let scope = SiteScope::new(&checked, report.suppressed.len() as u64);
    let shown = ShownSite { findings: &findings, scope: &scope, pages: &checked.inputs };
    let is_told = outputs.main.as_ref().is_some_and(|main| main.form == CheckFormat::Text);
    shown.write_all(outputs)?;
    if !env.quiet {
        if !is_told {
            scope.lines().iter().for_each(|line| eprint_line(line));
        }
        baseline_file::print_unused(&report.dead, &gone);
    }
    let is_error = |finding: &Finding| finding.severity == Severity::Error;
    let fails = args.site.write_baseline.is_none()
        && args.fail_on() != CheckFailOn::Never
        && findings.iter().any(is_error);
    let exit = args.input.finish_run(env, &checked.skipped, checked.pages as usize)?;
    Ok(if fails { exit.max(Exit::Gate) } else { exit })
}

/// The pages that the inputs name; all of the site where none is named.
fn pages(tree: &FileTree, inputs: &[PathBuf], root: &str) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut below = Vec::new();
    for input in inputs {
        let path = tree.path_below(input).with_context(|| {
            format!(
                "{} is not in {root}, the root of the site",
                visible(&input.display().to_string())
            )
        })?;
        below.push(path);
    }
    if below.is_empty() {
        below.push(Vec::new());
    }
    let pages = webroot::pages(tree, &below);
    anyhow::ensure!(!pages.is_empty(), "no HTML pages or Markdown sources found in {root}");
    Ok(pages)
}

/// What a run shows.
struct ShownSite<'a> {
    findings: &'a [Finding],
    scope: &'a SiteScope,
    pages: &'a [String],
}

impl ShownSite<'_> {
    fn write_all(&self, outputs: FormattedOutputs<CheckFormat>) -> anyhow::Result<()> {
        for mut output in outputs.into_all() {
            self.write(output.form, &mut output.sink)?;
            output.sink.finish()?;
        }
        Ok(())
    }

    fn write(&self, format: CheckFormat, sink: &mut Sink) -> io::Result<()> {
        use std::io::Write as _;
        let Self { findings, scope, pages } = self;
        let style = sink.style();
        match format {
            CheckFormat::Text => {
                let lines = SourceReader::default();
                text::write(findings, &|finding| lines.line_of(finding), style, sink)?;
                scope.lines().iter().try_for_each(|line| writeln!(sink, "{line}"))
            }
            CheckFormat::Ndjson => ndjson::write(findings, sink),
            CheckFormat::Markdown => {
                markdown::write(findings, sink)?;
                scope.lines().iter().try_for_each(|line| writeln!(sink, "\n{line}."))
            }
            CheckFormat::Json => json::write(findings, sink),
            CheckFormat::Sarif => sarif::write(findings, &scope.lines(), sink),
            CheckFormat::Github => github::write(findings, &scope.lines(), sink),
            CheckFormat::Junit => {
                let pages = pages.iter().map(String::as_str);
                junit::write(findings, pages, &scope.lines(), sink)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn the_short_form_is_that_of_check_alone() {
        let told = |line: &str| {
            let args = expand_internal(line.split(' ').map(OsString::from));
            args.join(OsStr::new(" ")).into_string().unwrap()
        };
        for (line, expected) in [
            ("c check --internal x", "c check --internal-links x"),
            ("c check x --internal", "c check x --internal-links"),
            ("c check --internal keep x", "c check --internal keep x"),
            ("c -q check --internal", "c -q check --internal-links"),
            ("c extract --internal keep", "c extract --internal keep"),
            ("c extract --internal x", "c extract --internal x"),
            ("c check -- --internal", "c check -- --internal"),
        ] {
            assert_eq!(told(line), expected);
        }
    }
}

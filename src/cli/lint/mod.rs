//! `citegraph lint`: findings, and whether they fail the run.

use std::path::PathBuf;

use citegraph::article::Skipped;
use citegraph::corpus::Corpus;
use citegraph::findings::{
    self, Finding, LintFailOn, RULES, RuleId, RuleInputs, Severity, UnreadLanguage,
};
use citegraph::report::plural;

use self::form::{LintFormat, ShownFindings};
use super::Exit;
use super::args::{
    CliContext, FormattedOutputs, InputArgs, SelectionArgs, format_request, name_list, one_of,
};
use super::clock::Clock;
use super::configuration::Config;
use super::output::{self, FormatRequest, OutputArgs, eprint_line};
use super::side_file::SideFile;
use super::{baseline_file, ledger_file, near};

mod form;

/// Find problems with links, and claims that have no link
///
/// A finding says what deserves attention, never that a source is right or wrong. `citegraph rules`
/// explains each rule.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph lint draft.md
  citegraph lint posts/ --severity warning --statistics
  citegraph lint posts/ --format oneline            for editors
  citegraph lint posts/ --format text --format sarif=findings.sarif
  citegraph lint posts/ --write-baseline known.json
  citegraph lint posts/ --baseline known.json --fail-on warning")]
pub(crate) struct LintArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    /// Fail (exit 1) if there is a finding of this severity or higher [default: error]
    #[arg(long, value_name = "SEVERITY", help_heading = "Rules",
          value_parser = one_of::<LintFailOn>())]
    fail_on: Option<LintFailOn>,
    /// Run only these rules
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules",
          hide_possible_values = true, value_parser = name_list(RULES.iter().map(|rule| rule.id.name())))]
    rule: Vec<String>,
    /// Leave these rules out
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules",
          hide_possible_values = true, value_parser = name_list(RULES.iter().map(|rule| rule.id.name())))]
    no_rule: Vec<String>,
    /// Find works on this list of retractions: Retraction Watch's CSV, or one DOI per line
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    retractions: Option<PathBuf>,
    /// Find dead and doubtful links, from the ledger of `citegraph check`
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    ledger: Option<PathBuf>,
    /// Ignore the findings in FILE
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    baseline: Option<PathBuf>,
    /// Write all findings to FILE as the new baseline. They are not printed, unless you also give -o or --format.
    /// The run does not fail
    #[arg(long, value_name = "FILE", conflicts_with = "baseline", help_heading = "Rules")]
    write_baseline: Option<PathBuf>,
    /// Treat this day as today when judging the end dates of suppressions [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD", help_heading = "Rules")]
    today: Option<String>,
    /// Show only findings of this severity or higher; --fail-on and --write-baseline still use all findings
    #[arg(long, value_name = "LEVEL", help_heading = "Output", value_parser = one_of::<Severity>())]
    severity: Option<Severity>,
    /// Print how many findings each rule has, the most frequent first, instead of the findings
    #[arg(long, help_heading = "Output")]
    statistics: bool,
    /// Print in this format [default: by the suffix of -o; without -o, text]. FORMAT=FILE writes another
    /// format to FILE and may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]", help_heading = "Output",
          value_parser = format_request::<LintFormat>())]
    format: Vec<FormatRequest>,
    #[command(flatten)]
    to: OutputArgs,
}

/// Runs the verb.
pub(crate) fn run(args: &LintArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let options = options(args, env)?;
    let known = args.baseline.as_deref().map(baseline_file::read).transpose()?;
    if let Some(path) = &args.write_baseline {
        output::file::check(path, &env.guard)?;
    }
    let outputs = args.open(env)?;
    let corpus = args.input.corpus(env, &options, args.to.path())?;
    let sources = options.sources()?;
    let retractions = options.retractions()?;
    let links = match &args.ledger {
        Some(path) => Some(ledger_file::links(path, env, Clock::new(args.today.as_deref())?)?),
        None => None,
    };
    let facts =
        RuleInputs { sources: &sources, retractions: retractions.as_ref(), links: links.as_ref() };
    let found = findings::run_rules(&corpus, &options.report.selection, facts, &options.lint);
    let mut findings = found.findings;
    let gone = known.map(|known| known.apply(&mut findings)).unwrap_or_default();
    let failed = args.write_baseline.is_none() && options.lint.fail_on.fails(&findings);
    if let Some(path) = &args.write_baseline {
        baseline_file::write(&findings, path, env)?;
    }
    let hidden = args.hide(&mut findings);
    let shown = ShownFindings { findings: &findings, corpus: &corpus, statistics: args.statistics };
    // "no findings" would say more than is known where nothing was read.
    let is_silent = findings.is_empty() && args.input.misses_any(&corpus.skipped);
    let is_printed = outputs.main.is_some() || args.write_baseline.is_some();
    shown.write_all(outputs, is_silent)?;
    if !env.quiet {
        if !is_printed {
            print_written(&findings, env);
        }
        args.print_hidden(hidden);
        print_unread(&found.unread_languages, &found.unread_rules);
        let is_orphan =
            |one: &Finding| one.rule == RuleId::OrphanOrigin && one.severity == Severity::Warning;
        if findings.iter().any(is_orphan) {
            output::print_origin_help();
        }
        baseline_file::print_unused(&found.dead, &gone);
    }
    let exit = conclude(args, env, &corpus.skipped, &corpus)?;
    Ok(if failed { exit.max(Exit::Gate) } else { exit })
}

impl LintArgs {
    /// Where the findings go; nowhere where they are accepted and no file is named for them.
    fn open(&self, env: &CliContext) -> anyhow::Result<FormattedOutputs<LintFormat>> {
        if self.write_baseline.is_some() && self.to.path().is_none() && self.format.is_empty() {
            return Ok(FormattedOutputs { main: None, files: Vec::new() });
        }
        let outputs = FormattedOutputs::open(&self.format, &self.to, &env.guard)?;
        let is_text = outputs.main.as_ref().is_none_or(|main| main.form == LintFormat::Text);
        anyhow::ensure!(
            is_text || !self.statistics,
            "--statistics prints text; write the other format to a file with --format FORMAT=FILE"
        );
        Ok(outputs)
    }

    /// Removes the findings below `--severity`, and says how many they are.
    fn hide(&self, findings: &mut Vec<Finding>) -> usize {
        let before = findings.len();
        let least = self.severity.unwrap_or(Severity::Info);
        findings.retain(|finding| finding.severity >= least);
        before - findings.len()
    }

    fn print_hidden(&self, hidden: usize) {
        let Some(least) = self.severity.filter(|_| hidden > 0) else { return };
        let hidden = plural(hidden as u64, "finding", "findings");
        eprint_line(&format!("note: --severity {} hides {hidden}", least.name()));
    }
}

/// Says which articles the rules about words were not run on.
fn print_unread(languages: &[UnreadLanguage], rules: &[RuleId]) {
    if languages.is_empty() {
        return;
    }
    let articles: u64 = languages.iter().map(|one| one.articles).sum();
    let tag =
        |one: &UnreadLanguage| one.tag.clone().unwrap_or_else(|| "an unknown language".to_owned());
    let tags: Vec<String> =
        languages.iter().map(|one| format!("{} in {}", one.articles, tag(one))).collect();
    eprint_line(&format!(
        "note: {} in a language whose words citegraph does not know ({}); the following rules were \
         not run on {}: {}",
        plural(articles, "article is", "articles are"),
        tags.join(", "),
        if articles == 1 { "it" } else { "them" },
        rules.iter().map(|rule| rule.name()).collect::<Vec<_>>().join(", ")
    ));
}

/// Says where the findings are, if none of them are printed.
fn print_written(findings: &[Finding], env: &CliContext) {
    let files: Vec<String> = env.guard.formatted().map(|file| file.display().to_string()).collect();
    let number = plural(findings.len() as u64, "finding", "findings");
    eprint_line(&format!("wrote {number} to {}", files.join(" and to ")));
}

fn conclude(
    args: &LintArgs,
    env: &CliContext,
    skipped: &[Skipped],
    corpus: &Corpus,
) -> anyhow::Result<Exit> {
    args.input.finish_run(env, skipped, corpus.citations().count())
}

fn options(args: &LintArgs, env: &CliContext) -> anyhow::Result<Config> {
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.counting.apply(&mut options)?;
    // Half of the rules are about sentences.
    options.extract.text = true;
    if let Some(path) = &args.retractions {
        options.retractions = Some(SideFile::from_flag(path));
    }
    let lint = &mut options.lint;
    lint.only.extend(args.rule.iter().cloned());
    lint.off.extend(args.no_rule.iter().cloned());
    lint.today = Some(Clock::new(args.today.as_deref())?.today().to_string());
    lint.fail_on = args.fail_on.unwrap_or(lint.fail_on);
    if let Some(name) = lint.unknown_rule() {
        let near = near::suggestion(name, RULES.iter().map(|rule| rule.id.name()));
        anyhow::bail!("unknown rule {name}{near}\nhelp: `citegraph rules` lists the rules");
    }
    Ok(options)
}

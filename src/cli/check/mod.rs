//! `citegraph check`: whether links still lead to their pages, with a memory between runs.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use citegraph::article::{Article, SkipReason, Skipped};
use citegraph::audit::{self, AddedLinks, CheckFailOn, CheckedLinks};
use citegraph::check::ledger::{Ledger, LedgerNotice};
use citegraph::check::store;
use citegraph::check::verdict::LinkState;
use citegraph::corpus::Corpus;
use citegraph::findings::{self, Family, Finding, LintReport, RULES, RuleInputs};
use citegraph::report::links::{self, ExcludedLinks, tally};

use self::form::{CheckFormat, CheckGate, CheckReport};
use self::internal::SiteArgs;
pub(crate) use self::internal::expand_internal;
use self::network_args::NetworkArgs;
use self::scope::ScopeArgs;
use self::session::{CheckMode, CheckRun, RunContext};
use super::Exit;
use super::args::{
    CliContext, FormattedOutputs, InputArgs, SelectionArgs, format_request, one_of_described,
};
use super::clock::Clock;
use super::configuration::Config;
use super::ledger_file::{LEDGER, mark_private_owners, print_notes};
use super::output::{FormatRequest, OutputArgs, OutputKind, Sink, eprint_line, visible};

mod form;
mod fragments;
mod internal;
mod network_args;
mod progress;
mod scope;
mod session;
mod since;
mod urls;

/// Check whether links still work, and remember earlier checks
///
/// Every check is written to a ledger, and a verdict depends on all checks of a link. One check never makes a
/// link DEAD. A paywall, a bot check or a page that is probably the wrong one never makes it DEAD either. If no host
/// answers at all, the run assumes a network problem and marks no link as dead or failing.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph check posts/               check due links, print problems
  citegraph check --offline posts/     the same verdicts without the network
  citegraph explain https://example.org/page posts/
                                       all checks of one link
  citegraph check --internal _site/ --fragments
                                       the links between a site's own pages

Every night, with the ledger kept between runs:
  citegraph check posts/ --max-time 1200
  citegraph check --offline --format markdown posts/ >> \"$GITHUB_STEP_SUMMARY\"

On a pull request, only the links that it adds:
  citegraph check posts/ --since origin/main --format github

Exit codes: 0 fine, 1 a link makes the run fail (--fail-on), 2 wrong usage or a ledger in use, 3 the run cannot be trusted or did not finish.")]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    input: InputArgs,
    /// Also check the addresses in FILE: a list with one address per line, a site map or a feed (- for standard input)
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    urls: Option<PathBuf>,
    #[command(flatten)]
    counting: SelectionArgs,
    #[command(flatten)]
    memory: CheckLedgerArgs,
    #[command(flatten)]
    asking: NetworkArgs,
    #[command(flatten)]
    scope: ScopeArgs,
    #[command(flatten)]
    site: SiteArgs,
    /// Judge only links that were added since REF, a git branch or commit
    #[arg(long, value_name = "REF", help_heading = "Condition")]
    since: Option<String>,
    /// Fail (exit 1) if the run finds a link of this kind [default: dead, or new-dead if --since is given]
    #[arg(long, value_name = "WHICH", help_heading = "Condition",
          value_parser = one_of_described::<CheckFailOn>())]
    fail_on: Option<CheckFailOn>,
    /// Print in this format [default: by the suffix of -o; without -o, text]. FORMAT=FILE writes another
    /// format to FILE and may be repeated
    #[arg(long, value_name = "FORMAT[=FILE]", help_heading = "Output",
          value_parser = format_request::<CheckFormat>())]
    format: Vec<FormatRequest>,
    #[command(flatten)]
    to: OutputArgs,
    /// Print the numbers behind verdicts, in the format of citegraph.toml, and exit
    #[arg(long, help_heading = "Output")]
    print_policy: bool,
}

/// What is known from earlier runs.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Ledger")]
struct CheckLedgerArgs {
    /// Keep every check in this file
    #[arg(long, value_name = "FILE", default_value = LEDGER)]
    ledger: PathBuf,
    /// Use no network; judge only by the ledger
    #[arg(long)]
    offline: bool,
    /// Check every link, not only those that are due
    #[arg(long, conflicts_with = "offline")]
    recheck: bool,
    /// The day of the run [default: today, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
}

/// Runs the verb.
pub(crate) fn run(args: &CheckArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut options = args.options(env)?;
    if args.print_policy {
        return print_policy(&options);
    }
    if args.site.internal_links {
        return internal::run(args, &options, env);
    }
    let clock = Clock::new(args.memory.today.as_deref())?;
    let outputs = FormattedOutputs::open(&args.format, &args.to, &env.guard)?;
    let list = args.urls.as_deref().map(|path| urls::read(path, env.quiet)).transpose()?;
    let is_unread = list.as_ref().is_some_and(urls::is_unread);
    let mut corpus = args.corpus(env, &options, list)?;
    args.scope.remap(&mut corpus, env.quiet);
    options.check = options.check.for_hosts_of(scope::urls(&corpus).iter());
    options.extract = args.input.extract_options(&options);
    let added = match &args.since {
        Some(reference) => Some(since::added(reference, &corpus, &options)?),
        None => None,
    };
    let mut subjects = audit::subjects(&corpus, &options.report.selection);
    let excluded = scope::exclude(&mut subjects, &options.check, env.quiet);
    let run = RunContext { subjects: &subjects, added: added.as_ref(), options: &options, clock };
    let asked = args.ask(&run, env)?;
    let mut rows = run.judge(&asked.ledger, asked.name.as_deref());
    rows.iter_mut().for_each(|row| row.postponed = asked.postponed.get(&row.url).copied());
    // Findings are shown, or say which of the rows somebody has accepted.
    let is_needed = outputs.forms().any(CheckFormat::has_findings)
        || rows.iter().any(|row| row.verdict >= LinkState::Flaky || args.fail_on().fails(row));
    let report = match is_needed {
        true => {
            let links = CheckedLinks::new(rows.clone(), &asked.ledger, added.clone());
            find(&corpus, &links, &options, clock)
        }
        false => LintReport::default(),
    };
    scope::accept(&mut rows, &report);
    let found = report.findings;
    let gate = CheckGate::new(args.fail_on(), &found);
    let left_out =
        ExcludedLinks::from_corpus(&corpus, &options.report.selection).with_excluded(excluded);
    let shown = CheckReport { rows: &rows, found: &found, gate: &gate, left_out: &left_out };
    let is_told = outputs.main.as_ref().is_some_and(|main| main.form == CheckFormat::Text);
    shown.write_all(outputs)?;
    asked.print_end();
    if !env.quiet {
        scope::print_unused_hosts(&options.check, &rows);
    }
    if !env.quiet && !is_told {
        eprint_line(&format!("{}: {}", links::asked(&rows), tally(&rows)));
        left_out.line().iter().for_each(|line| eprint_line(line));
    }
    let exit = args.input.finish_run(env, &corpus.skipped, subjects.len())?;
    let exit = match asked.is_trusted() {
        false => Exit::Untrusted,
        true if rows.iter().any(|row| gate.fails(row)) => exit.max(Exit::Gate),
        true if !asked.is_complete() => Exit::Untrusted,
        true if is_unread => Exit::Usage,
        true => exit,
    };
    // The process ends here: to free a whole ledger piece by piece is time for nothing.
    std::mem::forget((asked, rows));
    Ok(exit)
}

impl CheckArgs {
    fn options(&self, env: &CliContext) -> anyhow::Result<Config> {
        let mut options = env.options.clone();
        self.input.apply(&mut options, &env.guard)?;
        self.counting.apply(&mut options)?;
        self.scope.apply(&mut options);
        self.asking.apply(&mut options)?;
        Ok(options)
    }

    fn corpus(
        &self,
        env: &CliContext,
        options: &Config,
        list: Option<Article>,
    ) -> anyhow::Result<Corpus> {
        let mut corpus = if self.input.is_given() || self.urls.is_none() {
            self.input.corpus(env, options, self.to.path())?
        } else {
            Corpus::default()
        };
        if let Some(list) = list {
            corpus.ingest(list);
        }
        // A feed or a site map is a list of pages to ask, not a page to read.
        let is_feed =
            |row: &Skipped| row.reason == SkipReason::Feed && Path::new(&row.input).is_file();
        let (feeds, skipped) = std::mem::take(&mut corpus.skipped).into_iter().partition(is_feed);
        corpus.skipped = skipped;
        let feeds: Vec<Skipped> = feeds;
        for feed in feeds {
            corpus.ingest(urls::read(Path::new(&feed.input), env.quiet)?);
        }
        Ok(corpus.finish())
    }

    /// Looks at what is due; offline, at nothing.
    fn ask(&self, run: &RunContext<'_>, env: &CliContext) -> anyhow::Result<CheckRun> {
        let path = &self.memory.ledger;
        if self.memory.offline {
            let shown = visible(&path.display().to_string());
            anyhow::ensure!(
                path.exists(),
                "ledger {shown} not found; a run without --offline creates one"
            );
            let (ledger, notes) = store::read(path)?;
            return Ok(CheckRun::without_requests(
                run.until_today(ledger, path, &notes, env.quiet),
            ));
        }
        let archive = self.asking.wants_archive();
        session::run_checks(
            run,
            path,
            &CheckMode {
                all: self.memory.recheck,
                archive,
                fragments: self.site.fragments,
                quiet: env.quiet,
            },
        )
    }

    fn fail_on(&self) -> CheckFailOn {
        let usual = if self.since.is_some() { CheckFailOn::NewDead } else { CheckFailOn::Dead };
        self.fail_on.unwrap_or(usual)
    }
}

impl RunContext<'_> {
    /// A ledger as it stood at the end of the day of the run. What is later is told and left out.
    fn until_today(
        &self,
        ledger: Ledger,
        path: &Path,
        notes: &[LedgerNotice],
        quiet: bool,
    ) -> Ledger {
        let (mut ledger, later) = ledger.up_to(self.clock.today());
        mark_private_owners(&mut ledger, &self.options.check);
        if !quiet {
            print_notes(path, notes);
            if later > 0 {
                let day = self.clock.today();
                let (checks, are) = if later == 1 { ("check", "is") } else { ("checks", "are") };
                eprint_line(&format!("warning: {later} {checks} after {day} {are} ignored"));
            }
        }
        ledger
    }
}

/// The findings about links; the other rules are lint's.
fn find(corpus: &Corpus, links: &CheckedLinks, options: &Config, clock: Clock) -> LintReport {
    let sources = citegraph::source::Sources::none();
    let facts = RuleInputs { sources: &sources, retractions: None, links: Some(links) };
    let mut rules = options.lint.clone();
    let wanted = RULES.iter().filter(|rule| rule.family == Family::Link);
    rules.only =
        wanted.filter(|rule| options.lint.runs(rule)).map(|r| r.id.name().into()).collect();
    rules.today = Some(clock.today().to_string());
    if rules.only.is_empty() {
        return LintReport::default();
    }
    let mut report = findings::run_rules(corpus, &options.report.selection, facts, &rules);
    if let Some(added) = &links.added {
        // Nobody is to be blamed for what a change did not add.
        report.findings.retain(|finding| is_added(finding, corpus, added));
    }
    report
}

fn is_added(finding: &Finding, corpus: &Corpus, added: &AddedLinks) -> bool {
    let article = corpus.articles.iter().find(|article| {
        *article.input == *finding.input && article.part.as_deref() == finding.part.as_deref()
    });
    article.is_none_or(|article| {
        let links = article.citations.iter().chain(&article.rejects);
        let mut here = links.filter(|link| link.span == finding.span);
        here.any(|link| added.holds(article, link))
    })
}

fn print_policy(options: &Config) -> anyhow::Result<Exit> {
    let mut sink = Sink::stdout(OutputKind::Text);
    write!(sink, "[policy]\n{}", toml::to_string(&options.policy)?)?;
    sink.finish()?;
    Ok(Exit::Fine)
}

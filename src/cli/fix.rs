//! `citegraph fix`: safe repairs of addresses, listed, shown as a diff or written into the files.

use std::fs;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::article::Skipped;
use citegraph::extract::batch;
use citegraph::findings::RULES;
use citegraph::fix::{self, FixPlan, RuleChoice, UnfixedFinding};
use citegraph::input::{InputSource, Loaded};
use citegraph::report::fix_diff::{DiffAudience, FixDiff};
use citegraph::report::{fix_list, plural};

use super::Exit;
use super::args::{CliContext, InputArgs, SelectionArgs, name_list};
use super::clock::Clock;
use super::ledger_file;
use super::output::{OutputArgs, OutputFile, OutputKind, Sink, eprint_line, visible};
use super::suffix::file_suffix;

/// Repair addresses: redirectors, tracking, access tokens and other parts that do not identify a page
///
/// Lists each address with its replacement. --diff prints a patch for `git apply`, and --write applies the
/// changes. Each change is verified first: citegraph reads the changed document again and confirms that its other links
/// are unchanged and that only the bytes of the address change. A fixed address opens the same page. http addresses,
/// short links and web archives are not changed, because the address alone does not show whether that is safe.
///
/// If the input is standard input (`-`), --write prints the fixed text.
///
/// In a CI job, a diff writes lines of a document into the log. If the CI system would run one of them as a
/// command (`##[name]`, `::name::`), the diff of that document is shown escaped and cannot be applied; -o
/// writes it unchanged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph fix posts/                  show what would change
  citegraph fix posts/ --write          change it
  citegraph fix posts/ --diff           show the changes as a diff
  citegraph fix posts/ -o posts.patch   write the diff to a file for `git apply`
  citegraph fix posts/ --check          fail (exit 1) if anything would change
  citegraph fix draft.md --repair       guess at malformed addresses too
  citegraph fix draft.md --rule prefer-doi
  citegraph fix posts/ --rule link-moved --ledger .citegraph/ledger.ndjson")]
pub(crate) struct FixArgs {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    counting: SelectionArgs,
    /// Fix only what these rules find
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules",
          hide_possible_values = true, value_parser = name_list(RULES.iter().map(|rule| rule.id.name())))]
    rule: Vec<String>,
    /// Do not fix what these rules find
    #[arg(long, value_name = "RULES", value_delimiter = ',', help_heading = "Rules",
          hide_possible_values = true, value_parser = name_list(RULES.iter().map(|rule| rule.id.name())))]
    no_rule: Vec<String>,
    /// With --rule link-moved or link-dead: the ledger of `citegraph check`
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    ledger: Option<PathBuf>,
    /// Also repair malformed addresses; each repair is a guess, so check it
    #[arg(long, help_heading = "Rules")]
    repair: bool,
    /// Change the files
    #[arg(long, conflicts_with = "check", help_heading = "Output")]
    write: bool,
    /// Show the changes as a diff for `git apply` [default: a list; a diff if FILE of -o ends in .patch or .diff]
    #[arg(long, conflicts_with = "write", help_heading = "Output")]
    diff: bool,
    /// Fail (exit 1) if anything would change
    #[arg(long, help_heading = "Output")]
    check: bool,
    #[command(flatten)]
    to: OutputArgs,
}

/// Why a diff is not shown.
const WITHHELD: &str = "the new address is not printed, because the CI system would run this line as a command; use --write or -o FILE";

/// Variables that the runners of CI jobs set: most of them, GitHub's, Azure's, TeamCity's.
const CI_VARIABLES: [&str; 4] = ["CI", "GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION"];

/// How changes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FixForm {
    List,
    Diff,
}

/// The form that is asked for, or that the suffix of the file stands for.
fn choose_form(args: &FixArgs) -> anyhow::Result<FixForm> {
    let path = args.to.path();
    // With --write a file holds the fixed text of standard input, and its name may have any suffix.
    let suffix = path.and_then(file_suffix).filter(|_| !args.write && !args.diff);
    match suffix.as_deref().map(str::to_ascii_lowercase).as_deref() {
        Some("patch" | "diff") => Ok(FixForm::Diff),
        None if args.diff => Ok(FixForm::Diff),
        None | Some("txt" | "log") => Ok(FixForm::List),
        Some(_) => anyhow::bail!(
            "the suffix of {} is not one of .patch, .diff, .txt, .log; choose another file name, or use \
             --diff",
            visible(&path.unwrap_or(Path::new("")).to_string_lossy())
        ),
    }
}

/// Who will read what is written.
fn audience(to: &OutputArgs) -> DiffAudience {
    if to.path().is_some_and(|path| path != Path::new("-")) {
        DiffAudience::Program
    } else if std::io::stdout().is_terminal() {
        DiffAudience::Terminal
    } else if CI_VARIABLES.iter().any(|name| std::env::var_os(name).is_some()) {
        DiffAudience::Log
    } else {
        DiffAudience::Program
    }
}

/// What became of a source.
enum SourceOutcome {
    Plan(Box<FixPlan>),
    /// Articles without their documents: the citations of each.
    Articles(Vec<usize>),
    Skipped(Skipped),
}

/// Runs the verb.
pub(crate) fn run(args: &FixArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let mut options = env.options.clone();
    args.input.apply(&mut options, &env.guard)?;
    args.input.cache.warn_unused(env);
    args.counting.apply(&mut options)?;
    let choice =
        RuleChoice { only: args.rule.clone(), off: args.no_rule.clone(), repair: args.repair };
    let mut rules = choice.rules(&options.lint)?;
    let clock = Clock::new(None)?;
    rules.today = Some(clock.today().to_string());
    let links = match &args.ledger {
        Some(path) => Some(ledger_file::links(path, env, clock)?),
        None => None,
    };
    let asked = rules.only.iter().any(|rule| rule.starts_with("link-"));
    anyhow::ensure!(
        links.is_some() || !asked,
        "link-moved and link-dead need the ledger of `citegraph check`; set it with --ledger"
    );
    let found = args.input.find_sources(env, &options, args.to.path())?;
    InputArgs::explain_sources(env, &found.sources);
    let extract = args.input.extract_options(&options);
    let fixing = fix::FixOptions { extract, selection: options.report.selection, rules };
    let mut run = FixRun::new(args, env)?;
    batch::each_loaded(
        &found.sources,
        &options.input,
        |extractor, loaded| match loaded {
            Loaded::Document(document) => SourceOutcome::Plan(Box::new(fix::plan(
                extractor,
                &document,
                &fixing,
                links.as_ref(),
            ))),
            Loaded::Articles(articles) => {
                let counts = articles.iter().map(|article| article.citations.len());
                SourceOutcome::Articles(counts.collect())
            }
            Loaded::Skipped(skipped) => SourceOutcome::Skipped(skipped),
        },
        |source, outcome| run.take(source, outcome),
    )?;
    run.skipped.extend(found.skipped);
    run.finish()
}

/// A run and what it has done so far.
struct FixRun<'a> {
    args: &'a FixArgs,
    env: &'a CliContext,
    sink: Sink,
    form: FixForm,
    reader: DiffAudience,
    fixes: usize,
    files: usize,
    left: usize,
    citations: usize,
    skipped: Vec<Skipped>,
}

impl<'a> FixRun<'a> {
    fn new(args: &'a FixArgs, env: &'a CliContext) -> anyhow::Result<Self> {
        let form = choose_form(args)?;
        // A diff is data for `git apply`, and so is a fixed text; what is shown of a diff instead is made here.
        let content = match (form, args.write) {
            (FixForm::List, false) => OutputKind::Text,
            _ => OutputKind::Data,
        };
        let (sink, reader) = (args.to.open(content, &env.guard)?, audience(&args.to));
        let skipped = Vec::new();
        Ok(Self {
            args,
            env,
            sink,
            form,
            reader,
            fixes: 0,
            files: 0,
            left: 0,
            citations: 0,
            skipped,
        })
    }

    fn take(&mut self, source: &InputSource, outcome: SourceOutcome) -> anyhow::Result<()> {
        let printing = self.args.write && *source == InputSource::Stdin;
        match outcome {
            SourceOutcome::Plan(plan) => self.follow(source, *plan),
            SourceOutcome::Skipped(row) if printing => {
                anyhow::bail!("cannot fix standard input ({}): {}", row.reason, row.detail)
            }
            SourceOutcome::Articles(_) if printing => {
                anyhow::bail!(
                    "cannot fix the output of `citegraph extract`, which does not contain the text of the files; give the files themselves"
                )
            }
            SourceOutcome::Skipped(row) => {
                self.skipped.push(row);
                Ok(())
            }
            SourceOutcome::Articles(counts) if counts.is_empty() => Ok(()),
            SourceOutcome::Articles(counts) => {
                self.citations += counts.iter().sum::<usize>();
                let why = "the output of `citegraph extract` does not contain the text of the files; give the files themselves";
                self.leave(&source.name(), &UnfixedFinding::whole(why));
                Ok(())
            }
        }
    }

    /// Shows or makes the changes of one document.
    fn follow(&mut self, source: &InputSource, plan: FixPlan) -> anyhow::Result<()> {
        self.citations += plan.citations;
        plan.left.iter().for_each(|left| self.leave(&plan.input, left));
        if let (InputSource::File { path, .. }, false) = (source, plan.edits.is_empty())
            && let Some(why) = self.obstacle(path, &plan)
        {
            self.leave(&plan.input, &UnfixedFinding::whole(why));
            return Ok(());
        }
        match (source, self.args.write) {
            (InputSource::Page { .. }, _) if !plan.edits.is_empty() => {
                let why = "a web page is not a file; save it with --save and fix the copy";
                self.leave(&plan.input, &UnfixedFinding::whole(why));
                return Ok(());
            }
            (InputSource::Stdin, true) => self.sink.write_all(&plan.fixed()?)?,
            _ if plan.edits.is_empty() => return Ok(()),
            (InputSource::File { path, .. }, true) => write(path, &plan.fixed()?)?,
            (
                InputSource::Page { .. } | InputSource::Blob { .. } | InputSource::Records { .. },
                _,
            ) => return Ok(()),
            (_, false) => match self.form {
                FixForm::List => fix_list::write(&plan, self.sink.style(), &mut self.sink)?,
                FixForm::Diff => self.show_diff(&plan)?,
            },
        }
        self.fixes += plan.fixes.len();
        self.files += usize::from(!plan.fixes.is_empty());
        Ok(())
    }

    fn show_diff(&mut self, plan: &FixPlan) -> anyhow::Result<()> {
        match FixDiff::from_plan(plan, self.reader)? {
            FixDiff::Diff(diff) => self.sink.write_all(&diff)?,
            FixDiff::Escaped { text, commands } => {
                self.sink.write_all(text.as_bytes())?;
                self.note_escaped(&plan.input, commands);
            }
            FixDiff::Withheld => self.leave(&plan.input, &UnfixedFinding::whole(WITHHELD)),
        }
        Ok(())
    }

    /// Why a file is not touched.
    fn obstacle(&self, path: &Path, plan: &FixPlan) -> Option<&'static str> {
        let Ok(there) = fs::symlink_metadata(path) else { return Some("the file is gone") };
        if there.is_symlink() && self.args.write && !self.env.guard.is_forced() {
            return Some("it is a symbolic link; give the path of its target, or use --force");
        }
        let Ok(there) = fs::metadata(path) else { return Some("the file is gone") };
        if !there.is_file() {
            return Some("it is not a regular file");
        }
        if self.args.write && there.permissions().readonly() {
            return Some("the file is read-only");
        }
        let same = fs::read(path).is_ok_and(|bytes| bytes == plan.file);
        (!same).then_some("the file has changed since it was read; run again")
    }

    fn note_escaped(&self, input: &str, lines: usize) {
        if self.env.quiet {
            return;
        }
        let lines = plural(lines as u64, "line of its diff is", "lines of its diff are");
        eprint_line(&format!(
            "note: {}: {lines} shown escaped, because the CI system would run them as commands; -o FILE \
             writes the diff unchanged",
            visible(input)
        ));
    }

    fn leave(&mut self, input: &str, left: &UnfixedFinding) {
        self.left += 1;
        // A check that passes says of which inputs it says nothing, even where nothing else is said.
        let is_silent = self.env.quiet && !(self.args.check && left.line.is_none());
        if is_silent {
            return;
        }
        let mut place = visible(input);
        if let (Some(line), Some(column)) = (left.line, left.column) {
            place.push_str(&format!(":{line}:{column}"));
        }
        let rules = left.rules.join(", ");
        let rules = if rules.is_empty() { rules } else { format!("{rules}: ") };
        eprint_line(&format!("not fixed: {place}: {rules}{}", left.why));
    }

    fn finish(self) -> anyhow::Result<Exit> {
        let Self { args, env, .. } = self;
        let summary = self.summary();
        self.sink.finish()?;
        let exit = args.input.finish_run(env, &self.skipped, self.citations)?;
        if !env.quiet {
            eprint_line(&summary);
        }
        Ok(if args.check && self.fixes > 0 { exit.max(Exit::Gate) } else { exit })
    }

    /// How much was done, in one line.
    fn summary(&self) -> String {
        let fixes = plural(self.fixes as u64, "fix", "fixes");
        let files = plural(self.files as u64, "file", "files");
        let mut summary = format!("{fixes} in {files}");
        if self.left > 0 {
            summary.push_str(&format!(", {} not fixed", self.left));
        }
        if self.fixes > 0 && !self.args.write {
            summary.push_str("; --write applies the fixes");
        }
        summary
    }
}

/// Replaces a file, or what a link leads to, in one step.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let mut file = OutputFile::replace(path)?;
    file.write_all(bytes).with_context(|| format!("cannot write {}", path.display()))?;
    file.finish()
}

//! `citegraph ledger`: show, compact and merge the memory of `check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use citegraph::audit::{AuditContext, CheckedLinks, Life, lives};
use citegraph::check::ledger::Ledger;
use citegraph::check::observation::{Observation, canonical_url};
use citegraph::check::store::{self, Store};
use citegraph::corpus::{Corpus, Selection};
use citegraph::report::links::observation;
use citegraph::report::plural;
use citegraph::report::rot::{LinkRot, RotInputs};
use clap::Subcommand;
use jiff::civil::Date;

use super::Exit;
use super::args::CliContext;
use super::check::{LEDGER, print_notes};
use super::clock::Clock;
use super::output::{OutputKind, Sink, eprint_line, visible};

/// Show, compact or merge the memory of `citegraph check`
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph ledger show https://example.org/page
  citegraph ledger compact
  citegraph ledger merge theirs.ndjson --ledger ours.ndjson")]
pub(crate) struct LedgerArgs {
    #[command(subcommand)]
    what: LedgerVerb,
    /// The ledger
    #[arg(long, global = true, value_name = "FILE", default_value = LEDGER)]
    ledger: PathBuf,
}

#[derive(Debug, Subcommand)]
enum LedgerVerb {
    /// Print every look, or those at one address
    Show {
        /// The address
        url: Option<String>,
    },
    /// Drop old looks that no verdict rests on
    Compact,
    /// Add the looks of other ledgers
    Merge {
        /// The other ledgers
        #[arg(required = true, value_name = "FILE")]
        others: Vec<PathBuf>,
    },
}

/// Runs the verb.
pub(crate) fn run(args: &LedgerArgs, env: &CliContext) -> anyhow::Result<Exit> {
    match &args.what {
        LedgerVerb::Show { url } => show(&args.ledger, url.as_deref(), env),
        LedgerVerb::Compact => compact(&args.ledger, env),
        LedgerVerb::Merge { others } => merge(&args.ledger, others, env),
    }
}

fn show(path: &Path, url: Option<&str>, env: &CliContext) -> anyhow::Result<Exit> {
    let ledger = known(path, env)?;
    let name = url.map(canonical_url);
    let mut sink = Sink::stdout(OutputKind::Text);
    let wanted = |seen: &&Observation| name.as_ref().is_none_or(|name| *name == seen.url);
    for seen in ledger.observations().filter(wanted) {
        observation::write(seen, &mut sink)?;
    }
    sink.finish()?;
    Ok(Exit::Fine)
}

fn compact(path: &Path, env: &CliContext) -> anyhow::Result<Exit> {
    known(path, env)?;
    let (store, mut ledger, _) = Store::open(path)?;
    let before = ledger.observations().len();
    ledger.compact(&env.options.policy);
    let after = ledger.observations().len();
    store.replace(&ledger)?;
    if !env.quiet {
        eprint_line(&format!("{}, {after} kept", plural(before as u64, "look", "looks")));
    }
    Ok(Exit::Fine)
}

fn merge(path: &Path, others: &[PathBuf], env: &CliContext) -> anyhow::Result<Exit> {
    let others: Vec<Ledger> =
        others.iter().map(|other| known(other, env)).collect::<anyhow::Result<_>>()?;
    let (store, mut ledger, notes) = Store::open(path)?;
    print_notes(path, &notes);
    let before = ledger.observations().len();
    others.into_iter().for_each(|other| ledger.merge(other));
    let after = ledger.observations().len();
    store.replace(&ledger)?;
    if !env.quiet {
        let added = plural((after - before) as u64, "look", "looks");
        eprint_line(&format!("{added} added, {after} in all"));
    }
    Ok(Exit::Fine)
}

/// What a ledger that the user named knows of links on the day of the run.
pub(super) fn links(path: &Path, env: &CliContext, clock: Clock) -> anyhow::Result<CheckedLinks> {
    let (ledger, _) = known(path, env)?.up_to(clock.today());
    Ok(CheckedLinks::known(&ledger, &env.options.policy, clock.today()))
}

/// What a ledger says about links on a day, their lives included.
pub(super) struct LedgerView {
    pub(super) links: CheckedLinks,
    lives: BTreeMap<String, Life>,
    today: Date,
}

impl LedgerView {
    /// Joins it with the citations that count.
    pub(super) fn rot(&self, corpus: &Corpus, selection: &Selection) -> LinkRot {
        let checked = RotInputs { links: &self.links, lives: &self.lives, today: self.today };
        LinkRot::from_corpus(corpus, selection, checked)
    }
}

/// The same as [`links`], with how long links were seen to live.
pub(super) fn links_with_lives(
    path: &Path,
    env: &CliContext,
    clock: Clock,
) -> anyhow::Result<LedgerView> {
    let (ledger, _) = known(path, env)?.up_to(clock.today());
    let (policy, today) = (&env.options.policy, clock.today());
    let links = CheckedLinks::known(&ledger, policy, today);
    let run = AuditContext { ledger: &ledger, policy, today, name: None, added: None };
    let lives = lives(&links, run);
    Ok(LedgerView { links, lives, today })
}

/// Reads a ledger that the user named, or that has to be there.
fn known(path: &Path, env: &CliContext) -> anyhow::Result<Ledger> {
    let shown = visible(&path.display().to_string());
    anyhow::ensure!(path.exists(), "there is no ledger {shown}; `citegraph check` makes one");
    let (ledger, notes) = store::read(path)?;
    if !env.quiet {
        print_notes(path, &notes);
    }
    Ok(ledger)
}

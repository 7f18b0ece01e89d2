//! `citegraph ledger`: show, compact and merge the memory of `check`.

use std::path::{Path, PathBuf};

use citegraph::check::ledger::Ledger;
use citegraph::check::observation::{Observation, canonical_url};
use citegraph::check::store::Store;
use citegraph::report::links::observation;
use citegraph::report::plural;
use clap::Subcommand;

use super::Exit;
use super::args::CliContext;
use super::ledger_file::{LEDGER, known, print_notes};
use super::output::{OutputKind, Sink, eprint_line};

/// Show, compact or merge the ledger of `citegraph check`
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph ledger show https://example.org/page
  citegraph ledger compact
  citegraph ledger merge theirs.ndjson --ledger ours.ndjson")]
pub(crate) struct LedgerArgs {
    #[command(subcommand)]
    what: LedgerVerb,
    /// The ledger to read or change
    #[arg(long, global = true, value_name = "FILE", default_value = LEDGER)]
    ledger: PathBuf,
}

#[derive(Debug, Subcommand)]
enum LedgerVerb {
    /// Print every check, or the checks of one address
    Show {
        /// The address whose checks are printed
        url: Option<String>,
    },
    /// Remove old checks that no verdict needs
    Compact,
    /// Add the checks of other ledgers
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
    let style = sink.style();
    let wanted = |seen: &&Observation| name.as_ref().is_none_or(|name| *name == seen.url);
    for seen in ledger.observations().filter(wanted) {
        observation::write(seen, "", style, &mut sink)?;
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
        eprint_line(&format!("{} before, {after} kept", plural(before as u64, "check", "checks")));
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
        let added = plural((after - before) as u64, "check", "checks");
        eprint_line(&format!("{added} added, {after} in total"));
    }
    Ok(Exit::Fine)
}

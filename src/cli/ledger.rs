//! `citegraph ledger`: show, compact and merge the memory of `check`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use citegraph::audit::{Life, Links, Run, lives};
use citegraph::check::ledger::Ledger;
use citegraph::check::observation::{Observation, ledger_url};
use citegraph::check::outcome::outcome;
use citegraph::check::store::{self, Store};
use citegraph::corpus::{Corpus, Selection};
use citegraph::report::plural;
use citegraph::report::rot::{Checked, LinkRot};
use clap::Subcommand;
use jiff::civil::Date;

use super::Exit;
use super::args::Env;
use super::check::{LEDGER, say_notes};
use super::clock::Clock;
use super::output::{Content, Sink, say, visible};

/// Show, compact or merge the memory of `citegraph check`
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph ledger show https://example.org/page
  citegraph ledger compact
  citegraph ledger merge theirs.ndjson --ledger ours.ndjson")]
pub(crate) struct Args {
    #[command(subcommand)]
    what: What,
    /// The ledger
    #[arg(long, global = true, value_name = "FILE", default_value = LEDGER)]
    ledger: PathBuf,
}

#[derive(Debug, Subcommand)]
enum What {
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
pub(crate) fn run(args: &Args, env: &Env) -> anyhow::Result<Exit> {
    match &args.what {
        What::Show { url } => show(&args.ledger, url.as_deref(), env),
        What::Compact => compact(&args.ledger, env),
        What::Merge { others } => merge(&args.ledger, others, env),
    }
}

fn show(path: &Path, url: Option<&str>, env: &Env) -> anyhow::Result<Exit> {
    let ledger = known(path, env)?;
    let name = url.map(ledger_url);
    let mut sink = Sink::stdout(Content::Text);
    let wanted = |seen: &&Observation| name.as_ref().is_none_or(|name| *name == seen.url);
    for seen in ledger.observations().filter(wanted) {
        write_look(seen, &mut sink)?;
    }
    sink.finish()?;
    Ok(Exit::Fine)
}

/// Writes one look as a line.
pub(super) fn write_look(seen: &Observation, out: &mut impl std::io::Write) -> std::io::Result<()> {
    let status = seen.hops.last().map_or("-".to_owned(), |hop| hop.status.to_string());
    let seen_as = outcome(seen);
    let started = visible(&seen.started);
    write!(out, "{}  {:22} {status:3} {}", started, seen_as.code(), visible(&seen.url))?;
    for hop in seen.hops.iter().skip(1) {
        write!(out, " -> {}", visible(&hop.url))?;
    }
    writeln!(out)
}

fn compact(path: &Path, env: &Env) -> anyhow::Result<Exit> {
    known(path, env)?;
    let (store, mut ledger, _) = Store::open(path)?;
    let before = ledger.observations().len();
    ledger.compact(&env.options.policy);
    let after = ledger.observations().len();
    store.replace(&ledger)?;
    if !env.quiet {
        say(&format!("{}, {after} kept", plural(before as u64, "look", "looks")));
    }
    Ok(Exit::Fine)
}

fn merge(path: &Path, others: &[PathBuf], env: &Env) -> anyhow::Result<Exit> {
    let others: Vec<Ledger> =
        others.iter().map(|other| known(other, env)).collect::<anyhow::Result<_>>()?;
    let (store, mut ledger, notes) = Store::open(path)?;
    say_notes(path, &notes);
    let before = ledger.observations().len();
    others.into_iter().for_each(|other| ledger.merge(other));
    let after = ledger.observations().len();
    store.replace(&ledger)?;
    if !env.quiet {
        let added = plural((after - before) as u64, "look", "looks");
        say(&format!("{added} added, {after} in all"));
    }
    Ok(Exit::Fine)
}

/// What a ledger that the user named knows of links on the day of the run.
pub(super) fn links(path: &Path, env: &Env, clock: Clock) -> anyhow::Result<Links> {
    let (ledger, _) = known(path, env)?.until(clock.today());
    Ok(Links::known(&ledger, &env.options.policy, clock.today()))
}

/// What a ledger says about links on a day, their lives included.
pub(super) struct Looks {
    pub(super) links: Links,
    lives: BTreeMap<String, Life>,
    today: Date,
}

impl Looks {
    /// Joins it with the citations that count.
    pub(super) fn rot(&self, corpus: &Corpus, selection: &Selection) -> LinkRot {
        let checked = Checked { links: &self.links, lives: &self.lives, today: self.today };
        LinkRot::of(corpus, selection, checked)
    }
}

/// The same as [`links`], with how long links were seen to live.
pub(super) fn looks(path: &Path, env: &Env, clock: Clock) -> anyhow::Result<Looks> {
    let (ledger, _) = known(path, env)?.until(clock.today());
    let (policy, today) = (&env.options.policy, clock.today());
    let links = Links::known(&ledger, policy, today);
    let run = Run { ledger: &ledger, policy, today, name: None, added: None };
    let lives = lives(&links, run);
    Ok(Looks { links, lives, today })
}

/// Reads a ledger that the user named, or that has to be there.
fn known(path: &Path, env: &Env) -> anyhow::Result<Ledger> {
    let shown = visible(&path.display().to_string());
    anyhow::ensure!(path.exists(), "there is no ledger {shown}; `citegraph check` makes one");
    let (ledger, notes) = store::read(path)?;
    if !env.quiet {
        say_notes(path, &notes);
    }
    Ok(ledger)
}

//! What the ledger knows of an address: every look at it, the verdict, and the rule behind that.

use std::io::Write;
use std::path::{Path, PathBuf};

use citegraph::audit::{self, Row};
use citegraph::check::ledger::Ledger;
use citegraph::check::store;
use citegraph::corpus::{Corpus, Selection};
use citegraph::extract::list;
use citegraph::link::redact::redact;
use citegraph::report::links::known;
use url::Url;

use super::super::check::{LEDGER, say_notes};
use super::super::clock::Clock;
use super::super::config::Options;
use super::super::ledger::write_look;
use super::super::output::visible;

/// Where looks are kept.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Memory")]
pub(super) struct Memory {
    /// Show what this ledger knows of a URL [default: .citegraph/ledger.ndjson, if there]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// The day of the verdict [default: the clock's, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
}

impl Memory {
    /// Writes what is known of an address, and of the one inside it if it is wrapped; nothing where
    /// there is no ledger.
    pub(super) fn write(
        &self,
        url: &Url,
        options: &Options,
        out: &mut impl Write,
    ) -> anyhow::Result<()> {
        let clock = Clock::new(self.today.as_deref())?;
        let path = self.ledger.as_deref().unwrap_or(Path::new(LEDGER));
        anyhow::ensure!(
            self.ledger.is_none() || path.exists(),
            "there is no ledger {}; `citegraph check` makes one",
            visible(&path.display().to_string())
        );
        if !path.exists() {
            return Ok(());
        }
        let (ledger, notes) = store::read(path)?;
        say_notes(path, &notes);
        let (ledger, _) = ledger.until(clock.today());
        let corpus: Corpus = [list::read("", url.as_str())].into_iter().collect();
        let selection = Selection::everything();
        let subjects = audit::subjects(&corpus, &selection);
        let (policy, today) = (&options.policy, clock.today());
        let run = audit::Run { ledger: &ledger, policy, today, name: None, added: None };
        for row in audit::judge(&subjects, run) {
            write_row(&row, &ledger, out)?;
        }
        Ok(())
    }
}

fn write_row(row: &Row, ledger: &Ledger, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "link        {}", visible(&redact(&row.url)))?;
    writeln!(out, "verdict     {}: {}", row.verdict.name(), known(row))?;
    writeln!(out, "rule        {}", row.rule.meaning())?;
    if let Some(outcome) = row.outcome {
        writeln!(out, "outcome     {}: {}", outcome.code(), outcome.meaning())?;
    }
    writeln!(out, "next look   {}", row.next)?;
    for seen in ledger.histories().get(row.url.as_str()).into_iter().flatten() {
        write!(out, "look        ")?;
        write_look(seen, out)?;
    }
    writeln!(out)
}

//! What the ledger knows of an address: every look at it, the verdict, and the rule behind that.

use std::io::Write;
use std::path::{Path, PathBuf};

use citegraph::audit::{self, CheckRow};
use citegraph::check::ledger::Ledger;
use citegraph::check::store;
use citegraph::corpus::{Corpus, Selection};
use citegraph::extract::list;
use citegraph::link::redact::redact_url;
use citegraph::report::links::known;
use url::Url;

use super::super::check::{LEDGER, print_notes};
use super::super::clock::Clock;
use super::super::config::Config;
use super::super::ledger::write_check;
use super::super::output::visible;

/// Where looks are kept.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Memory")]
pub(super) struct ExplainLedgerArgs {
    /// Show what this ledger knows of a URL [default: .citegraph/ledger.ndjson, if there]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// The day of the verdict [default: the clock's, in UTC]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
}

impl ExplainLedgerArgs {
    /// Writes what is known of an address, and of the one inside it if it is wrapped; nothing where
    /// there is no ledger.
    pub(super) fn write(
        &self,
        url: &Url,
        options: &Config,
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
        print_notes(path, &notes);
        let (ledger, _) = ledger.up_to(clock.today());
        let corpus: Corpus = [list::read("", url.as_str())].into_iter().collect();
        let selection = Selection::everything();
        let subjects = audit::subjects(&corpus, &selection);
        let (policy, today) = (&options.policy, clock.today());
        let run = audit::AuditContext { ledger: &ledger, policy, today, name: None, added: None };
        for row in audit::judge_subjects(&subjects, run) {
            write_row(&row, &ledger, out)?;
        }
        Ok(())
    }
}

fn write_row(row: &CheckRow, ledger: &Ledger, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "link        {}", visible(&redact_url(&row.url)))?;
    writeln!(out, "verdict     {}: {}", row.verdict.name(), known(row))?;
    writeln!(out, "rule        {}", row.rule.meaning())?;
    if let Some(outcome) = row.outcome {
        writeln!(out, "outcome     {}: {}", outcome.code(), outcome.meaning())?;
    }
    writeln!(out, "next look   {}", row.next)?;
    for seen in ledger.histories().get(row.url.as_str()).into_iter().flatten() {
        write!(out, "look        ")?;
        write_check(seen, out)?;
    }
    writeln!(out)
}

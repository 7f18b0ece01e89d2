//! What fails a run of `citegraph stats`: too few effective sources, or one with too large a share.

use citegraph::report::MIN_INDEX_CITATIONS;
use citegraph::report::stats::StatsRow;

use crate::cli::args::CliContext;
use crate::cli::output::{eprint_line, visible};

/// The limits of a run.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Conditions (exit 1)")]
pub(super) struct StatsGateArgs {
    /// Fail if, in any row of the output, the effective number of sources (column hill1) is below N. An effective
    /// number of 20 means: as diverse as 20 equally cited sources
    #[arg(long, value_name = "N")]
    min_effective: Option<f64>,
    /// Fail if, in any row of the output, the most cited source has a larger share than this, from 0 to 1
    #[arg(long, value_name = "SHARE")]
    max_share: Option<f64>,
}

impl StatsGateArgs {
    /// Refuses limits that nothing or everything passes, before anything is read.
    pub(super) fn check(&self) -> anyhow::Result<()> {
        if let Some(least) = self.min_effective {
            let is_number = least.is_finite() && least >= 1.0;
            anyhow::ensure!(is_number, "--min-effective {least} is not a limit; give 1 or more");
        }
        if let Some(most) = self.max_share {
            let is_share = (0.0..=1.0).contains(&most);
            anyhow::ensure!(is_share, "--max-share {most} is not a share; give 0 to 1");
        }
        Ok(())
    }

    /// Whether a row fails, each said on standard error. Rows of few citations are not judged, which
    /// is said too.
    pub(super) fn fails(&self, rows: &[StatsRow], env: &CliContext) -> bool {
        if self.min_effective.is_none() && self.max_share.is_none() {
            return false;
        }
        let enough = |row: &&StatsRow| row.measures.n >= MIN_INDEX_CITATIONS;
        let faults: Vec<String> =
            rows.iter().filter(enough).flat_map(|row| self.faults(row)).collect();
        let few = rows.iter().filter(|row| !enough(row)).count();
        if !env.quiet {
            faults.iter().for_each(|fault| eprint_line(fault));
            if few > 0 {
                let judged = match rows.len() {
                    1 => "the only row was".to_owned(),
                    all if few == 1 => format!("1 of {all} rows was"),
                    all => format!("{few} of {all} rows were"),
                };
                eprint_line(&format!(
                    "warning: {judged} not judged: fewer than {MIN_INDEX_CITATIONS} citations"
                ));
            }
        }
        !faults.is_empty()
    }

    fn faults(&self, row: &StatsRow) -> Vec<String> {
        let name = format!("failed: {}, {}", visible(&row.group), row.facet.name());
        let few = self.min_effective.zip(row.measures.hill1).filter(|(least, found)| found < least);
        let large = self.max_share.zip(row.measures.berger_parker).filter(|(most, top)| top > most);
        let few = few.map(|(least, found)| {
            format!("{name}: the effective number is {found:.3}, less than {least}")
        });
        let large = large.map(|(most, top)| {
            format!("{name}: the most cited source has a share of {top:.3}, more than {most}")
        });
        few.into_iter().chain(large).collect()
    }
}

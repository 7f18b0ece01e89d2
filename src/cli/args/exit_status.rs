//! How a run ends: what was not read, and the gates that are about that.

use citegraph::article::{SkipReason, Skipped};
use citegraph::report::words;

use super::super::{Exit, output};
use super::{CliContext, InputArgs};

impl InputArgs {
    /// Reports what was skipped and judges the run by the flags. A named input that was not read is an
    /// error, after everything else was done.
    pub(crate) fn finish_run(
        &self,
        env: &CliContext,
        skipped: &[Skipped],
        citations: usize,
    ) -> anyhow::Result<Exit> {
        if let Some(path) = &self.skipped {
            let mut sink = output::Sink::open(Some(path), output::OutputKind::Data, &env.guard)?;
            for row in skipped {
                use std::io::Write as _;
                serde_json::to_writer(&mut sink, row)?;
                sink.write_all(b"\n")?;
            }
            sink.finish()?;
        }
        let (unread, left): (Vec<&Skipped>, Vec<&Skipped>) =
            skipped.iter().partition(|row| self.is_unread(row));
        if env.verbose {
            for row in &left {
                let name = output::visible(&row.input);
                let why = words::skipped(row.reason);
                env.explain(|| format!("skipped {name}: {why} ({})", row.detail));
            }
        } else if self.skipped.is_none() && !env.quiet {
            output::print_skipped(&left);
        }
        unread.iter().for_each(|row| output::print_unread(row));
        if citations == 0 && unread.is_empty() && !env.quiet {
            output::eprint_line("warning: no citation was found");
        }
        let failed = (self.strict && left.iter().any(|row| row.reason.is_failure()))
            || (self.fail_if_empty && citations == 0);
        Ok(match (unread.is_empty(), failed) {
            (false, _) => Exit::Usage,
            (true, true) => Exit::Gate,
            (true, false) => Exit::Fine,
        })
    }

    /// Whether something that the arguments name was not read.
    pub(crate) fn misses_any(&self, skipped: &[Skipped]) -> bool {
        skipped.iter().any(|row| self.is_unread(row))
    }

    /// Whether the row is about all of an input that the arguments name, and not about one of its lines or records.
    fn is_unread(&self, row: &Skipped) -> bool {
        let is_named = self.named.get().is_some_and(|named| named.contains(&row.input));
        let is_whole = row.part.is_none()
            && !matches!(row.reason, SkipReason::BadJsonl | SkipReason::OtherRecords);
        is_named && is_whole
    }
}

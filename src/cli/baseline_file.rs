//! Findings that are known: the file of a baseline, and what no longer does anything.

use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use citegraph::findings::Finding;
use citegraph::findings::baseline::{Baseline, BaselineEntry};
use citegraph::findings::lint_report::UnusedSuppression;
use citegraph::report::plural;

use super::args::CliContext;
use super::output::{OutputFile, OutputKind, Sink, eprint_line, visible};
use super::side_file::read_text;

/// Reads a baseline that the user named.
pub(crate) fn read(path: &Path) -> anyhow::Result<Baseline> {
    let text = read_text(path).with_context(|| {
        format!("cannot read {}, the baseline; --write-baseline creates one", path.display())
    })?;
    Baseline::parse(&text).with_context(|| {
        format!("{} is not a baseline; --write-baseline creates one", path.display())
    })
}

/// Writes a baseline and reports it in one line.
pub(crate) fn write(findings: &[Finding], path: &Path, env: &CliContext) -> anyhow::Result<()> {
    let mut file = OutputFile::create(path, &env.guard)?;
    file.write_all(Baseline::from_findings(findings).text().as_bytes())?;
    file.finish()?;
    let mut out = Sink::stdout(OutputKind::Text);
    let number = plural(findings.len() as u64, "finding", "findings");
    writeln!(out, "wrote the baseline: {number} in {}", path.display())?;
    out.finish()
}

/// Tells what no longer does anything.
pub(crate) fn print_unused(dead: &[UnusedSuppression], gone: &[BaselineEntry]) {
    for one in dead {
        let (place, rule) = (visible(&one.place), visible(&one.rule));
        eprint_line(&format!(
            "warning: {place}: the suppression of {rule} has no effect: {}",
            one.why
        ));
    }
    for entry in gone {
        let (rule, input) = (visible(&entry.rule), visible(&entry.input));
        eprint_line(&format!(
            "note: the baseline contains {rule} in {input}, but this finding is gone ({})",
            entry.fingerprint
        ));
    }
}

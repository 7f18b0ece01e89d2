//! `citegraph sheet status`: how far a check is, and whether that is enough.

use std::path::PathBuf;

use citegraph::sheet::SheetLimits;
use citegraph::sheet::status::{self, SheetGate, SheetProgress};
use clap::ValueEnum;

use super::super::Exit;
use super::super::args::one_of;
use super::super::output::{OutputKind, Sink};
use super::form::read;

/// Show a sheet's progress
///
/// A row with the status `ok`, `fixed`, `cut`, `can't verify` or `n/a` is done. With any other status it is not done.
/// --gate fails if a row with a finding of the given severity or higher is not done. It also fails if any row has the
/// status `re-check` or any cell contains two answers, even if the row has no finding.
#[derive(Debug, clap::Args)]
pub(super) struct SheetStatusArgs {
    /// The sheet: CSV, XLSX, ODS or JSON
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Fail (exit 1) while a row with a finding of this severity or higher is not done; with `all`, while any row
    /// is not done [default: warning]
    #[arg(long, value_name = "FROM", num_args = 0..=1, default_missing_value = "warning",
          value_parser = one_of::<SheetGate>())]
    gate: Option<SheetGate>,
    /// Print in this format
    #[arg(long, value_name = "FORMAT", default_value = "text", help_heading = "Output")]
    format: SheetStatusFormat,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SheetStatusFormat {
    Text,
    Json,
}

/// Runs the verb.
pub(super) fn run(args: &SheetStatusArgs) -> anyhow::Result<Exit> {
    let sheet = read(&args.file, SheetLimits::default())?.sheet;
    let summary = SheetProgress::from_sheet(&sheet);
    let content = match args.format {
        SheetStatusFormat::Text => OutputKind::Text,
        SheetStatusFormat::Json => OutputKind::Data,
    };
    let mut sink = Sink::stdout(content);
    let style = sink.style();
    match args.format {
        SheetStatusFormat::Text => status::write_text(&summary, style, &mut sink)?,
        SheetStatusFormat::Json => status::write_json(&summary, &mut sink)?,
    }
    sink.finish()?;
    let failed = args.gate.is_some_and(|gate| status::failing(&sheet, gate) > 0);
    Ok(if failed { Exit::Gate } else { Exit::Fine })
}

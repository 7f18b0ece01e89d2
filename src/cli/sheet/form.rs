//! The forms of a sheet, and where it goes.

use std::borrow::Borrow;
use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::article::StatedDate;
use citegraph::sheet::{self, Sheet, SheetLimits};
use clap::ValueEnum;

use super::super::output::{OutputKind, OverwriteGuard, Sink, visible};

/// Where a sheet goes, and how it looks.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(super) struct SheetOutputArgs {
    /// Write in this format [default: by the suffix of -o; without -o, md]
    #[arg(long, value_name = "FORMAT")]
    format: Option<SheetFormat>,
    /// Write to FILE instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Begin CSV with a byte order mark, for older versions of Excel
    #[arg(long)]
    bom: bool,
    /// The day to write into a workbook [default: none, so that the same sheet always gives the same file]
    #[arg(long, value_name = "YYYY-MM-DD")]
    today: Option<String>,
}

/// The forms of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SheetFormat {
    Csv,
    Xlsx,
    Html,
    #[value(alias = "markdown")]
    Md,
    Json,
}

/// A sheet's destination, opened before the work begins.
pub(super) struct SheetOutput<'a> {
    output: &'a SheetOutputArgs,
    format: SheetFormat,
    sink: Sink,
}

impl SheetOutputArgs {
    /// The file, if one is named.
    pub(super) fn path(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Whether a form or a file was asked for.
    pub(super) fn is_chosen(&self) -> bool {
        self.format.is_some() || self.output.is_some()
    }

    /// Opens the destination.
    pub(super) fn open(&self, guard: &OverwriteGuard) -> anyhow::Result<SheetOutput<'_>> {
        let format = self.form()?;
        let shown = self.path().is_none() && io::stdout().is_terminal();
        anyhow::ensure!(
            format != SheetFormat::Xlsx || !shown,
            "a workbook cannot be printed; give a file with -o"
        );
        if let Some(day) = &self.today {
            let read = StatedDate::parse(day).filter(|date| date.is_day() && day.len() == 10);
            anyhow::ensure!(read.is_some(), "--today needs a day such as 2026-01-31");
        }
        let content = match format {
            SheetFormat::Md => OutputKind::Text,
            _ => OutputKind::Data,
        };
        Ok(SheetOutput {
            output: self,
            format,
            sink: Sink::open(self.output.as_deref(), content, guard)?,
        })
    }

    /// The form asked for, else the one that the file's suffix names.
    fn form(&self) -> anyhow::Result<SheetFormat> {
        let Some(path) = self.path().filter(|_| self.format.is_none()) else {
            return Ok(self.format.unwrap_or(SheetFormat::Md));
        };
        let suffix = path.extension().unwrap_or_default().to_string_lossy();
        SheetFormat::from_str(&suffix, true).ok().with_context(|| {
            let name = visible(&path.to_string_lossy()).to_string();
            format!(
                "the suffix of {name} is not that of a sheet format; choose a format with --format"
            )
        })
    }
}

impl SheetOutput<'_> {
    /// Writes the sheet.
    pub(super) fn write(mut self, sheet: impl Borrow<Sheet>) -> anyhow::Result<()> {
        let sink = &mut self.sink;
        match self.format {
            SheetFormat::Csv => {
                let options = sheet::csv::CsvOptions { bom: self.output.bom };
                sheet::csv::write(sheet.borrow(), options, sink)?;
            }
            SheetFormat::Xlsx => {
                let options = sheet::xlsx::XlsxOptions { today: self.output.today.clone() };
                sheet::xlsx::write(sheet, &options, sink)?;
            }
            SheetFormat::Html => sheet::html::write(sheet.borrow(), sink)?,
            SheetFormat::Md => sheet::markdown::write(sheet.borrow(), sink)?,
            SheetFormat::Json => sheet::json::write(sheet.borrow(), sink)?,
        }
        self.sink.finish()
    }
}

/// A sheet that people filled in.
pub(super) struct FilledSheet {
    pub(super) sheet: Sheet,
    /// The columns for people that it lacks.
    pub(super) missing: Vec<&'static str>,
}

/// Reads a sheet in any form that keeps what people write.
pub(super) fn read(path: &Path, limits: SheetLimits) -> anyhow::Result<FilledSheet> {
    let name = || visible(&path.to_string_lossy()).to_string();
    let file = regular(path).with_context(|| format!("cannot read {}", name()))?;
    let mut bytes = Vec::new();
    // One byte more, by which a file that is too large is known.
    let read = file.take(limits.max_bytes.saturating_add(1)).read_to_end(&mut bytes);
    read.with_context(|| format!("cannot read {}", name()))?;
    let sheet = sheet::read_within(&bytes, limits);
    let sheet = sheet.with_context(|| format!("{} cannot be used", name()))?;
    Ok(FilledSheet { sheet, missing: sheet::missing(&bytes) })
}

/// Opens a file that holds bytes of its own; a pipe would be waited for, and a device has no end.
fn regular(path: &Path) -> io::Result<File> {
    let refuse = || {
        let why = "it is not a regular file; save the sheet as a file and use that";
        io::Error::new(io::ErrorKind::InvalidInput, why)
    };
    // Before it is opened: opening a pipe waits for somebody to write.
    if !std::fs::metadata(path)?.is_file() {
        return Err(refuse());
    }
    let file = File::open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(refuse()) }
}

//! `citegraph sheet merge`: what people wrote, into the sheet of the edited article.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::sheet::{self, HumanFields, Sheet, SheetLimits, SheetRow};

use super::super::Exit;
use super::super::args::CliContext;
use super::super::output::{eprint_line, visible};
use super::form::{FilledSheet, read};
use super::{SheetBuildArgs, limits};

/// Copy what people wrote in a sheet into the sheet of the edited article, or into the sheet of another
/// checker
///
/// OLD is a sheet that people filled in: CSV, XLSX, ODS or JSON. They may have sorted it and added columns. INPUT is
/// the article as it is now, or a sheet of it. A row with the same claim and source is kept. If the claim changed, the
/// row is kept and has to be checked again. If the claim was removed, the row moves to the appendix; if the claim is
/// written again, the row returns.
///
/// If INPUT is a sheet that somebody else filled in, OLD and INPUT are merged field by field. Where their answers
/// differ, the cell shows both as `conflict: ...`. The exit code is 1 until each of these cells has one answer.
#[derive(Debug, clap::Args)]
pub(super) struct SheetMergeArgs {
    /// The sheet that was filled in
    #[arg(value_name = "OLD")]
    old: PathBuf,
    #[command(flatten)]
    make: SheetBuildArgs,
}

/// Rows with two answers that are named one by one.
const MAX_NAMED_ROWS: usize = 20;

/// Suffixes of sheets.
const SHEETS: [&str; 4] = ["csv", "xlsx", "ods", "json"];

/// Runs the verb.
pub(super) fn run(args: &SheetMergeArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let make = &args.make;
    let options = make.options(env)?;
    let fresh = make.input.first_name().filter(|path| is_sheet(path));
    anyhow::ensure!(
        make.input.len() <= 1,
        "sheet merge needs OLD and one INPUT, but {} inputs were given",
        make.input.len()
    );
    let limits = limits(&options);
    let FilledSheet { sheet: old, missing } = read(&args.old, limits)?;
    warn_of_missing(&args.old, &missing, env);
    let (new, article, exit) = match fresh {
        Some(path) => (read(path, limits)?.sheet, None, Exit::Fine),
        None => {
            let corpus = make.input.corpus(env, &options, make.output.path())?;
            let new = super::sheet_of_corpus(&corpus, &options)?;
            let citations = corpus.citations().count();
            let article = super::only(&corpus)?.clone();
            (new, Some(article), make.input.finish_run(env, &corpus.skipped, citations)?)
        }
    };
    sheet::check_size(&[&old, &new], limits).context("the sheets cannot be merged")?;
    let merged = sheet::merge_sheets(&old, &new);
    let mut guard = env.guard.replacing(&args.old);
    if let Some(path) = make.output.path().filter(|path| holds_nothing_else(path, &merged, limits))
    {
        guard = guard.replacing(path);
    }
    let copy = make.copy(env)?;
    if copy.is_none() || make.output.is_chosen() {
        make.output.open(&guard)?.write(&merged)?;
    }
    if let Some(copy) = copy {
        let article = article.context(
            "comments are written into a copy of the draft; give the draft in place of the second sheet",
        )?;
        copy.write(&article, &merged)?;
    }
    if !env.quiet && sheet::is_foreign(&old, &new) {
        eprint_line(&format!(
            "warning: no claim of {} is in the article, so all entries are in the appendix; is this \
             the sheet of another article?",
            args.old.display()
        ));
    }
    if !env.quiet && merged.appendix.len() > new.appendix.len() {
        eprint_line(&format!("note: {} in the appendix", merged.appendix.len()));
    }
    Ok(if report_conflicts(&merged, env) { Exit::Gate } else { exit })
}

/// Names the rows with two answers; whether there are any.
fn report_conflicts(merged: &Sheet, env: &CliContext) -> bool {
    let rows = merged.rows.iter().filter(|row| !sheet::unsettled_fields(row).is_empty());
    let rows: Vec<&SheetRow> = rows.collect();
    if rows.is_empty() {
        return false;
    }
    let noun = if rows.len() == 1 { "row has" } else { "rows have" };
    eprint_line(&format!(
        "error: {} {noun} two answers; choose one in each cell that begins with `conflict:`",
        rows.len()
    ));
    if !env.quiet {
        for row in rows.iter().take(MAX_NAMED_ROWS) {
            let columns = sheet::unsettled_fields(row).join(", ");
            eprint_line(&format!("  {}: {}", visible(&row.sentence), visible(&columns)));
        }
    }
    true
}

/// Whether a file is a sheet whose entries are all in the merged one, as the result of an earlier merge is.
fn holds_nothing_else(path: &Path, merged: &Sheet, limits: SheetLimits) -> bool {
    let entries = |sheet: &Sheet| -> BTreeSet<String> {
        let rows = sheet.rows.iter().chain(&sheet.appendix);
        let written =
            rows.filter(|row| row.human != HumanFields::default() || !row.extra.is_empty());
        written.filter_map(|row| serde_json::to_string(&(&row.human, &row.extra)).ok()).collect()
    };
    read(path, limits).is_ok_and(|old| entries(&old.sheet).is_subset(&entries(merged)))
}

/// Names the columns for people that a table lacks: one that was renamed is read as somebody's own.
fn warn_of_missing(old: &Path, missing: &[&str], env: &CliContext) {
    if !env.quiet && !missing.is_empty() {
        eprint_line(&format!(
            "warning: {} has no column {}; if you renamed it, the renamed column is kept as a column \
             of your own",
            old.display(),
            missing.join(", ")
        ));
    }
}

fn is_sheet(path: &Path) -> bool {
    let suffix = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    SHEETS.contains(&suffix.as_str())
}

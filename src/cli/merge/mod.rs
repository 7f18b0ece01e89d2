//! `citegraph merge`: one report of many partials.

mod joined;

use std::path::{Path, PathBuf};

use super::Exit;
use super::args::{CliContext, InputArgs, read_names};
use super::output::{OutputFolder, visible};
use super::partials::PartialSet;
use super::report_folder::ReportFolderArgs;

/// Write one report from the results of `extract --partial`
///
/// The report has the same bytes as one `citegraph report` of all inputs, whatever the number and the order of the
/// partials (the folders that `extract --partial` writes). `merge` refuses partials that are damaged, of another
/// version, or made with different options of extraction. It uses the configuration that the partials were made with.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  citegraph extract --partial parts posts/2024 posts/2025
  citegraph extract --partial parts posts/2026    on another day, or elsewhere
  citegraph merge parts -o out                    one report of all three")]
pub(crate) struct MergeArgs {
    /// Folders of partials
    #[arg(value_name = "DIR", required = true, help_heading = "Input")]
    partials: Vec<PathBuf>,
    /// Fail if an input that is listed in FILE has no partial. FILE has one name per line or names separated by NUL,
    /// as for `extract --files-from`
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    files_from: Option<PathBuf>,
    /// Write into this folder
    #[arg(short, long, value_name = "DIR", required = true, help_heading = "Output")]
    output: PathBuf,
    #[command(flatten)]
    content: ReportFolderArgs,
}

/// Runs the verb.
pub(crate) fn run(args: &MergeArgs, env: &CliContext) -> anyhow::Result<Exit> {
    let set = PartialSet::open(&args.partials)?;
    ensure_outside(&args.output, &args.partials)?;
    if let Some(list) = &args.files_from {
        set.ensure_inputs(&read_names(list)?)?;
    }
    let plan = args.content.plan(env, env.options.clone())?;
    let folder = OutputFolder::create(&args.output, &args.content.files(), &env.guard)?;
    let mut store = plan.store();
    let table = joined::table(&set, &folder, env, &mut store)?;
    plan.write(&table, &mut store, folder, env)?;
    let named = set.partials.iter().flat_map(|one| one.record.named.iter().cloned()).collect();
    let inputs = InputArgs::from_named(named);
    inputs.finish_run(env, table.skipped(), table.citations().count())
}

/// Fails where the report would stand among the partials, for the next run would take it for one.
fn ensure_outside(output: &Path, partials: &[PathBuf]) -> anyhow::Result<()> {
    let full = Path::new(".").join(output);
    let place = full.ancestors().find_map(|above| above.canonicalize().ok());
    let mut folders = partials.iter().filter_map(|folder| folder.canonicalize().ok());
    let is_inside = folders.any(|folder| place.iter().any(|place| place.starts_with(&folder)));
    anyhow::ensure!(
        !is_inside,
        "{} is in a folder of partials; choose another folder with -o",
        visible(&output.display().to_string())
    );
    Ok(())
}

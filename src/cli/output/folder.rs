//! A folder of results: made complete beside its place, then put there at once.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::input::own_output::FileProducer;
use serde::Serialize;

use super::file::OutputFile;
use super::guard::{OverwriteGuard, is_saved_page, written_by};
use super::manifest::{self, Manifest};
use super::partial::{PartialOutput, real};

/// A folder of results that is not complete yet.
pub(crate) struct OutputFolder {
    /// As the user named it.
    path: PathBuf,
    /// Where files are until all of them are complete.
    stage: PartialOutput,
    guard: OverwriteGuard,
    /// Folders above it that this run made; they go again if it fails.
    made: Vec<PathBuf>,
    is_placed: bool,
}

impl OutputFolder {
    /// Prepares a folder for files of these names. Fails before the work begins where one of them must not
    /// be replaced.
    pub(crate) fn create(
        path: &Path,
        names: &[&str],
        guard: &OverwriteGuard,
    ) -> anyhow::Result<Self> {
        guard.check_folder(path)?;
        for name in names {
            guard.check(&path.join(name))?;
        }
        let failed =
            || format!("cannot create the folder {}; choose another with -o", path.display());
        let place = real(path);
        let above = place.parent().map(Path::to_owned).unwrap_or_default();
        let made = make_folders(&above).with_context(failed)?;
        let (stage, guard) = (Self::stage(&place, guard).with_context(failed)?, guard.clone());
        Ok(Self { path: path.to_owned(), stage, guard, made, is_placed: false })
    }

    /// Beside the place, or inside of it where nothing may be made beside it.
    fn stage(place: &Path, guard: &OverwriteGuard) -> io::Result<PartialOutput> {
        let inside = || PartialOutput::folder(&place.join("inside"));
        match fs::metadata(place) {
            Ok(there) if !there.is_dir() => Err(io::Error::from(io::ErrorKind::NotADirectory)),
            Ok(_) if !may_be_replaced(place, guard) => inside(),
            Ok(there) => match PartialOutput::folder(place) {
                Ok(stage) => {
                    fs::set_permissions(stage.path(), there.permissions())?;
                    Ok(stage)
                }
                Err(_) => inside(),
            },
            Err(_) => PartialOutput::folder(place),
        }
    }

    /// Where it will be.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Where its files are until all of them are complete.
    pub(crate) fn stage_path(&self) -> &Path {
        self.stage.path()
    }

    /// Writes one file of the folder.
    pub(crate) fn file<E: Into<anyhow::Error>>(
        &self,
        name: &str,
        write: impl FnOnce(&mut OutputFile) -> Result<(), E>,
    ) -> anyhow::Result<()> {
        let failed = || format!("cannot write {}", self.path.join(name).display());
        let mut file = OutputFile::replace(&self.stage.path().join(name)).with_context(failed)?;
        write(&mut file).map_err(Into::into).with_context(failed)?;
        file.finish().with_context(failed)
    }

    /// Opens one file of the folder, for results that are written together; whoever has it finishes it.
    #[cfg(feature = "parquet")]
    pub(crate) fn create_file(&self, name: &str) -> anyhow::Result<OutputFile> {
        let failed = || format!("cannot write {}", self.path.join(name).display());
        OutputFile::replace(&self.stage.path().join(name)).with_context(failed)
    }

    /// Notes which files were made, and puts everything in its place.
    pub(crate) fn finish(self) -> anyhow::Result<()> {
        self.finish_with(&NoFacts {})
    }

    /// The same, with more in the manifest than the names of the files.
    pub(crate) fn finish_with(self, facts: &impl Serialize) -> anyhow::Result<()> {
        let names = files_in(self.stage.path()).context("cannot list what was written")?;
        let names = names.iter().map(|name| manifest::listed(name)).collect();
        let manifest = ManifestWithFacts { manifest: Manifest::new(names), facts };
        self.file(manifest::NAME, |out| -> anyhow::Result<()> {
            serde_json::to_writer_pretty(&mut *out, &manifest)?;
            Ok(out.write_all(b"\n")?)
        })?;
        self.finish_files()
    }

    /// Puts everything in its place. A folder that holds nothing but an earlier run's files is replaced
    /// whole; elsewhere files are replaced one by one, and those of the earlier run that are no longer
    /// written are removed.
    pub(crate) fn finish_files(mut self) -> anyhow::Result<()> {
        let place = real(&self.path);
        let is_beside = self.stage.path().parent() == place.parent();
        if is_beside && self.replace_whole(&place) {
            self.is_placed = true;
            return Ok(());
        }
        self.move_each(&place)?;
        self.is_placed = true;
        Ok(())
    }

    /// Whether the folder now stands in its place as a whole.
    fn replace_whole(&mut self, place: &Path) -> bool {
        if !place.exists() {
            return self.stage.install(place).is_ok();
        }
        // Somebody may have put a file there while the run went on.
        may_be_replaced(place, &self.guard) && exchange(self.stage.path(), place).is_ok()
    }

    fn move_each(&self, place: &Path) -> anyhow::Result<()> {
        let failed = |path: &Path| format!("cannot write {}", path.display());
        let old = Manifest::read(place);
        let names = files_in(self.stage.path()).with_context(|| failed(place))?;
        for name in &names {
            let (target, is_page) = (place.join(name), is_kept_page(place, name, &old));
            if !is_page {
                self.guard.check(&target)?;
            }
        }
        for name in &names {
            let target = place.join(name);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).with_context(|| failed(folder))?;
            }
            move_file(&self.stage.path().join(name), &target).with_context(|| failed(&target))?;
        }
        let new: BTreeSet<&PathBuf> = names.iter().collect();
        for name in files_in(place).unwrap_or_default().iter().filter(|name| !new.contains(name)) {
            let stale = place.join(name);
            if is_of_earlier_run(place, name, &old) && !self.guard.is_read(&stale) {
                // What cannot be removed is listed no longer, and nothing else depends on it.
                let _ = fs::remove_file(stale);
            }
        }
        Ok(())
    }
}

/// A manifest that says nothing else.
#[derive(Serialize)]
struct NoFacts {}

/// A manifest, and what it says beside the names of files.
#[derive(Serialize)]
struct ManifestWithFacts<'a, T> {
    #[serde(flatten)]
    manifest: Manifest,
    #[serde(flatten)]
    facts: &'a T,
}

impl Drop for OutputFolder {
    fn drop(&mut self) {
        if !self.is_placed {
            // Only what is empty goes.
            for folder in self.made.iter().rev() {
                // The stage stands in the innermost, and is removed after this.
                let _ = fs::remove_dir_all(self.stage.path());
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// Makes the folders on the way to one, and says which were not there.
fn make_folders(path: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
    let mut made: Vec<PathBuf> = path.ancestors().take_while(missing).map(Path::to_owned).collect();
    made.reverse();
    fs::create_dir_all(path)?;
    Ok(made)
}

/// Whether a folder holds nothing but files of an earlier run, none of which is read by this one. The
/// folder that somebody works in is not taken away under their feet.
fn may_be_replaced(place: &Path, guard: &OverwriteGuard) -> bool {
    let is_current = std::env::current_dir().is_ok_and(|current| current.starts_with(place));
    if is_current || guard.reads_inside(place) {
        return false;
    }
    let manifest = Manifest::read(place);
    let is_old = |name: &PathBuf| is_of_earlier_run(place, name, &manifest);
    files_in(place).is_ok_and(|names| !names.is_empty() && names.iter().all(is_old))
}

/// Whether a file was written by an earlier run, as far as can be told.
fn is_of_earlier_run(place: &Path, name: &Path, manifest: &Manifest) -> bool {
    // An empty one, such as a table without rows, holds nothing of anybody.
    let is_ours = || {
        let producer = written_by(&place.join(name));
        matches!(producer, FileProducer::Citegraph | FileProducer::Nobody)
    };
    (name == Path::new(manifest::NAME) && !manifest.files.is_empty())
        || is_kept_page(place, name, manifest)
        || (manifest.lists(name) && is_ours())
}

/// Whether a file is a page that an earlier run kept. Nothing in a page shows who kept it but the manifest.
fn is_kept_page(place: &Path, name: &Path, manifest: &Manifest) -> bool {
    name.parent() == Some(Path::new(super::PAGES_FOLDER))
        && manifest.lists(name)
        && is_saved_page(&place.join(name))
}

/// The files in a folder and the folders in it, by their names below it; sorted. Other things than
/// files are listed too, so that nothing is overlooked.
fn files_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut names = Vec::new();
    let mut waiting = vec![PathBuf::new()];
    while let Some(below) = waiting.pop() {
        for entry in fs::read_dir(folder.join(&below))? {
            let entry = entry?;
            let name = below.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                waiting.push(name);
            } else {
                names.push(name);
            }
        }
    }
    names.sort();
    Ok(names)
}

/// Gives two folders each other's name, in one step where the system can.
fn exchange(stage: &Path, place: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        if renameat_with(CWD, stage, CWD, place, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
    }
    let aside = PartialOutput::folder(place)?;
    fs::remove_dir(aside.path())?;
    fs::rename(place, aside.path())?;
    let placed = fs::rename(stage, place);
    if placed.is_err() {
        // Nothing is lost: what stood there goes back.
        fs::rename(aside.path(), place)?;
    }
    placed
}

/// Moves a complete file to its place, also from another file system.
fn move_file(from: &Path, to: &Path) -> io::Result<()> {
    match fs::rename(from, to) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => {
            let mut bytes = fs::File::open(from)?;
            let (mut file, mut partial) = PartialOutput::file(to, fs::metadata(to).ok())?;
            io::copy(&mut bytes, &mut file)?;
            file.sync_all()?;
            partial.install(to)
        }
        moved => moved,
    }
}

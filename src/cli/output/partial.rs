//! Files and folders that are not complete yet: under a name of their own, removed on every ending that
//! can be caught, and by the next run where this one was killed.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use citegraph::input::PARTIAL;

/// Symbolic links that are followed before they are taken for a circle.
const MAX_LINKS: usize = 40;

/// What this process has not completed, and the folders that it cleaned of what others left.
struct UnfinishedOutputs {
    paths: BTreeSet<PathBuf>,
    cleaned: BTreeSet<PathBuf>,
}

static UNFINISHED: Mutex<UnfinishedOutputs> =
    Mutex::new(UnfinishedOutputs { paths: BTreeSet::new(), cleaned: BTreeSet::new() });

fn unfinished() -> MutexGuard<'static, UnfinishedOutputs> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what is not complete, and keeps anything new from being begun until the process ends.
pub(crate) fn abandon() -> impl Sized {
    let unfinished = unfinished();
    unfinished.paths.iter().for_each(|path| remove(path));
    unfinished
}

/// A file or folder that is not complete yet, under a name that nobody else has.
pub(super) struct PartialOutput {
    hidden: PathBuf,
    /// Whether it has the name that it was made for.
    is_installed: bool,
    /// Locked as long as this process works on it, so that another knows whether somebody still does.
    _lock: Option<File>,
}

impl PartialOutput {
    /// A file beside `real`, with the permissions of the file that it is to replace.
    pub(super) fn file(real: &Path, old: Option<fs::Metadata>) -> io::Result<(File, Self)> {
        let (partial, file) = Self::begin(real, |hidden| {
            let file = OpenOptions::new().write(true).create_new(true).open(hidden)?;
            Ok((file.try_clone().ok(), file))
        })?;
        if let Some(old) = old {
            file.set_permissions(old.permissions())?;
        }
        Ok((file, partial))
    }

    /// A folder beside `real`.
    pub(super) fn folder(real: &Path) -> io::Result<Self> {
        let made = Self::begin(real, |hidden| {
            fs::create_dir(hidden)?;
            // Some systems do not open folders: what a killed run leaves there stays.
            Ok((File::open(hidden).ok(), ()))
        });
        made.map(|(partial, ())| partial)
    }

    /// Makes something beside `real` under a free name; `create` also gives a handle to lock.
    fn begin<T>(
        real: &Path,
        create: impl Fn(&Path) -> io::Result<(Option<File>, T)>,
    ) -> io::Result<(Self, T)> {
        if real.file_name().is_none() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the path needs a file name"));
        }
        let mut unfinished = unfinished();
        let folder = real.parent().unwrap_or(Path::new(""));
        if unfinished.cleaned.insert(folder.to_owned()) {
            remove_abandoned(folder);
        }
        let process = std::process::id();
        for number in 0_u32.. {
            let hidden = real.with_file_name(format!("{PARTIAL}{process}-{number}"));
            match create(&hidden) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
                Ok((lock, made)) => {
                    // Another process that cleans up may have come in between; it removes the file.
                    let is_taken =
                        |lock: &File| matches!(lock.try_lock(), Err(TryLockError::WouldBlock));
                    if lock.as_ref().is_some_and(is_taken) || !hidden.exists() {
                        continue;
                    }
                    unfinished.paths.insert(hidden.clone());
                    return Ok((Self { hidden, is_installed: false, _lock: lock }, made));
                }
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }

    /// Where it is until it is complete.
    pub(super) fn path(&self) -> &Path {
        &self.hidden
    }

    /// Gives it its name, in one step.
    pub(super) fn install(&mut self, real: &Path) -> io::Result<()> {
        let mut unfinished = unfinished();
        fs::rename(&self.hidden, real)?;
        // Its old name is free, and another thread may take it at once: whatever has it then is not ours to remove.
        unfinished.paths.remove(&self.hidden);
        self.is_installed = true;
        Ok(())
    }
}

impl Drop for PartialOutput {
    fn drop(&mut self) {
        if !self.is_installed {
            let mut unfinished = unfinished();
            remove(&self.hidden);
            unfinished.paths.remove(&self.hidden);
        }
    }
}

/// Removes what killed runs left in a folder: what nobody has locked.
fn remove_abandoned(folder: &Path) {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_partial = entry.file_name().as_encoded_bytes().starts_with(PARTIAL.as_bytes());
        let is_ours = |kind: fs::FileType| kind.is_file() || kind.is_dir();
        if is_partial && entry.file_type().is_ok_and(is_ours) {
            let path = entry.path();
            if File::open(&path).is_ok_and(|file| file.try_lock().is_ok()) {
                remove(&path);
            }
        }
    }
}

fn remove(path: &Path) {
    // Where removing fails, the next run tries again.
    let _ = match fs::symlink_metadata(path).map(|there| there.is_dir()) {
        Ok(true) => fs::remove_dir_all(path),
        Ok(false) => fs::remove_file(path),
        Err(error) => Err(error),
    };
}

/// What the links of a path lead to, also where that does not exist yet.
pub(super) fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let mut real = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = fs::read_link(&real) else { break };
        real = real.with_file_name("").join(target);
    }
    real
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_has_its_name_removes_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one"), folder.path().join("two"));
        let (_, mut first) = PartialOutput::file(&one, None).unwrap();
        first.install(&one).unwrap();
        let (_, mut second) = PartialOutput::file(&two, None).unwrap();
        assert_eq!(first.path(), second.path(), "the name is free again");
        drop(first);
        second.install(&two).unwrap();
        assert!(one.exists() && two.exists());
    }

    #[test]
    fn what_has_no_name_yet_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real");
        let (_, mut partial) = PartialOutput::file(&real, None).unwrap();
        // A folder stands in the way.
        fs::create_dir(&real).unwrap();
        assert!(partial.install(&real).is_err());
        drop(partial);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

//! Files that appear when they are complete. Devices and pipes are written to as they are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::descriptor::is_descriptor;
use super::guard::OverwriteGuard;
use super::partial::{PartialOutput, real};

/// A file being written. One that is new or replaces another gets its name in the end; without
/// that it vanishes.
pub(crate) struct OutputFile {
    writer: BufWriter<File>,
    /// As the user named it.
    path: PathBuf,
    partial: Option<PartialOutput>,
}

impl OutputFile {
    /// Opens a file: beside the real one where that is a file or not there yet, else itself. Fails where
    /// the guard says that it must not be replaced.
    pub(crate) fn create(path: &Path, guard: &OverwriteGuard) -> anyhow::Result<Self> {
        guard.check(path)?;
        Self::open(path)
    }

    /// Opens a file that is replaced by design, because what is written was made of it.
    pub(crate) fn replace(path: &Path) -> anyhow::Result<Self> {
        Self::open(path)
    }

    fn open(path: &Path) -> anyhow::Result<Self> {
        let opened = match fs::metadata(path) {
            Ok(there) if !there.is_file() || is_descriptor(path) => {
                OpenOptions::new().write(true).open(path).map(|file| (file, None))
            }
            there => PartialOutput::file(&real(path), there.ok())
                .map(|(file, beside)| (file, Some(beside))),
        };
        let (file, partial) = opened.with_context(|| refusal(path))?;
        let writer = BufWriter::with_capacity(1 << 16, file);
        Ok(Self { writer, path: path.to_owned(), partial })
    }

    /// An error with the name of the file, for whatever writes into it does not know that.
    fn named(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("cannot write {}: {error}", self.path.display()))
    }

    /// Writes out what is buffered and gives the file its name.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let failed = || format!("cannot write {}", self.path.display());
        self.writer.flush().with_context(failed)?;
        if self.partial.is_some() {
            // After a crash of the system a name must not lead to an empty file.
            self.writer.get_ref().sync_all().with_context(failed)?;
        }
        self.finish_unsynced()
    }

    /// The same for a file that can be made again and shows whether it is complete: the disk is not waited for, which
    /// takes some milliseconds.
    pub(crate) fn finish_unsynced(mut self) -> anyhow::Result<()> {
        let failed = || format!("cannot write {}", self.path.display());
        self.writer.flush().with_context(failed)?;
        let Some(mut partial) = self.partial.take() else { return Ok(()) };
        partial.install(&real(&self.path)).with_context(failed)
    }
}

impl Write for OutputFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes).map_err(|error| self.named(&error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush().map_err(|error| self.named(&error))
    }
}

/// Fails before the work begins where a file could not be written after it.
pub(crate) fn check(path: &Path, guard: &OverwriteGuard) -> anyhow::Result<()> {
    match fs::metadata(path) {
        // To open a pipe would end it for who reads it.
        Ok(there) if !there.is_file() && !there.is_dir() => Ok(()),
        _ => OutputFile::create(path, guard).map(drop),
    }
}

fn refusal(path: &Path) -> String {
    format!("cannot write {}; choose another path with -o", path.display())
}

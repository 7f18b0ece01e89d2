//! Files that appear when they are complete. Devices and pipes are written to as they are.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use citegraph::input::PARTIAL;

/// Links that are followed before they are taken for a circle.
const LINKS: usize = 40;

/// A file being written. One that is new or replaces another gets its name in the end; without
/// that it vanishes.
pub(crate) struct Output {
    writer: BufWriter<File>,
    /// As the user named it.
    path: PathBuf,
    partial: Option<Partial>,
}

impl Output {
    /// Opens a file: beside the real one where that is a file or not there yet, else itself.
    pub(crate) fn open(path: &Path) -> anyhow::Result<Self> {
        let opened = match fs::metadata(path) {
            Ok(there) if !there.is_file() => {
                OpenOptions::new().write(true).open(path).map(|file| (file, None))
            }
            there => create_beside(real(path), there.ok()),
        };
        let (file, partial) = opened.with_context(|| refusal(path))?;
        let writer = BufWriter::with_capacity(1 << 16, file);
        Ok(Self { writer, path: path.to_owned(), partial })
    }

    /// Writes out what is buffered and gives the file its name.
    pub(crate) fn finish(mut self) -> anyhow::Result<()> {
        let failed = || format!("cannot write {}", self.path.display());
        self.writer.flush().with_context(failed)?;
        let Some(partial) = &self.partial else { return Ok(()) };
        fs::rename(&partial.hidden, &partial.real).with_context(failed)
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// A file that is not complete yet, under a name that nobody else has.
struct Partial {
    hidden: PathBuf,
    real: PathBuf,
}

impl Drop for Partial {
    fn drop(&mut self) {
        // After the renaming there is nothing to remove.
        let _ = fs::remove_file(&self.hidden);
    }
}

/// Fails before the work begins where a file could not be written after it.
pub(crate) fn check(path: &Path) -> anyhow::Result<()> {
    match fs::metadata(path) {
        // To open a pipe would end it for who reads it.
        Ok(there) if !there.is_file() && !there.is_dir() => Ok(()),
        _ => Output::open(path).map(drop),
    }
}

/// What the links of a path lead to, also where that does not exist yet.
fn real(path: &Path) -> PathBuf {
    if let Ok(real) = path.canonicalize() {
        return real;
    }
    let mut real = path.to_owned();
    for _ in 0..LINKS {
        let Ok(target) = fs::read_link(&real) else { break };
        real = real.with_file_name("").join(target);
    }
    real
}

fn create_beside(real: PathBuf, old: Option<fs::Metadata>) -> io::Result<(File, Option<Partial>)> {
    if real.file_name().is_none() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it needs a file name"));
    }
    let process = std::process::id();
    let mut number = 0_u32;
    loop {
        let hidden = real.with_file_name(format!("{PARTIAL}{process}-{number}"));
        match OpenOptions::new().write(true).create_new(true).open(&hidden) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
            Ok(file) => {
                let partial = Partial { hidden, real };
                if let Some(old) = old {
                    file.set_permissions(old.permissions())?;
                }
                return Ok((file, Some(partial)));
            }
        }
    }
}

fn refusal(path: &Path) -> String {
    format!("cannot write {}; choose another place with -o", path.display())
}

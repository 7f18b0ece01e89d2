//! The file of a ledger: read whole, appended to line by line, one writer at a time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use super::ledger::{self, ArchiveCopy, Ledger, Note, RunEnd};
use super::observation::Observation;

/// Why a ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Another process writes it.
    #[error(
        "the ledger {} is in use by another run; wait for it, name another with --ledger, or look \
         without asking by --offline",
        .0.display()
    )]
    Locked(PathBuf),
    /// The file cannot be read.
    #[error("cannot read the ledger {}: {error}; name another with --ledger", path.display())]
    Read {
        /// Where it is.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write the ledger {}: {error}; name another with --ledger", path.display())]
    Write {
        /// Where it is.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// A ledger that this process alone may write, until it is dropped.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    file: File,
    /// Holds the lock. A file of its own: the ledger itself is replaced when it is compacted.
    _lock: File,
}

/// Reads a ledger without locking it; one that does not exist is empty. Lines that a run appends
/// meanwhile may be missing, and the last may be torn.
///
/// # Errors
/// [`Error::Read`].
pub fn read(path: &Path) -> Result<(Ledger, Vec<Note>), Error> {
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        // A pipe would be waited for without end.
        let error = io::Error::new(io::ErrorKind::InvalidInput, "it is no file");
        return Err(Error::Read { path: path.to_owned(), error });
    }
    match fs::read(path) {
        // What is no UTF-8 is no line of ours; it is kept as it can be shown.
        Ok(bytes) => Ok(Ledger::read(&String::from_utf8_lossy(&bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Default::default()),
        Err(error) => Err(Error::Read { path: path.to_owned(), error }),
    }
}

impl Store {
    /// Opens a ledger for a whole run, and makes it with its folder where there is none.
    ///
    /// # Errors
    /// [`Error::Locked`] where another process has it; [`Error::Read`] and [`Error::Write`].
    pub fn open(path: &Path) -> Result<(Self, Ledger, Vec<Note>), Error> {
        let written = |error| Error::Write { path: path.to_owned(), error };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(written)?;
        }
        let lock = lock(path)?;
        let (ledger, notes) = read(path)?;
        let mut file = OpenOptions::new().append(true).create(true).open(path).map_err(written)?;
        let end = fs::read(path).map_err(written)?;
        let end = &end[end.len().saturating_sub(1)..];
        let bridge = ledger::bridge(&String::from_utf8_lossy(end));
        file.write_all(bridge.as_bytes()).map_err(written)?;
        Ok((Self { path: path.to_owned(), file, _lock: lock }, ledger, notes))
    }

    /// Appends an observation. It is in the hands of the system before this returns.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn append(&mut self, observation: &Observation) -> Result<(), Error> {
        ledger::append(&mut self.file, observation).map_err(|error| self.unwritten(error))
    }

    /// Appends what an archive holds.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn keep(&mut self, copy: &ArchiveCopy) -> Result<(), Error> {
        ledger::append(&mut self.file, copy).map_err(|error| self.unwritten(error))
    }

    /// Appends the end of a run.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn end(&mut self, end: &RunEnd) -> Result<(), Error> {
        let written = ledger::append(&mut self.file, end).and_then(|()| self.file.sync_all());
        written.map_err(|error| self.unwritten(error))
    }

    /// Puts a ledger in the place of what the file holds. The file is whole at every moment.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn replace(self, ledger: &Ledger) -> Result<(), Error> {
        let beside = beside(&self.path, ".new");
        let write = || {
            let mut file = BufWriter::new(File::create(&beside)?);
            ledger.write(&mut file)?;
            file.into_inner()?.sync_all()?;
            fs::rename(&beside, &self.path)
        };
        write().map_err(|error| self.unwritten(error))
    }

    fn unwritten(&self, error: io::Error) -> Error {
        Error::Write { path: self.path.clone(), error }
    }
}

/// Takes the lock of a ledger. The system lets go of it when this process ends, however it ends.
fn lock(path: &Path) -> Result<File, Error> {
    let beside = beside(path, ".lock");
    let written = |error| Error::Write { path: beside.clone(), error };
    let file = OpenOptions::new().write(true).create(true).truncate(false).open(&beside);
    let file = file.map_err(written)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Locked(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(written(error)),
    }
}

/// A file beside the ledger, with its name and an ending.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"schema":1,"url":"https://a.example/","started":"2026-01-02T03:04:05Z","run":"r1","method":"get","end":"answered","attempts":1,"elapsed_ms":0}"#;

    #[test]
    fn one_writer_and_any_readers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/ledger.ndjson");
        let (mut store, ledger, _) = Store::open(&path).unwrap();
        assert_eq!(ledger, Ledger::default());
        let error = Store::open(&path).unwrap_err();
        assert!(matches!(error, Error::Locked(_)), "{error}");
        store.append(&serde_json::from_str(LINE).unwrap()).unwrap();
        assert_eq!(read(&path).unwrap().0.observations().len(), 1);
        drop(store);
        assert_eq!(Store::open(&path).unwrap().1.observations().len(), 1);
    }

    #[test]
    fn a_torn_line_does_not_take_the_next_one_with_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.ndjson");
        fs::write(&path, format!("{LINE}\n{}", &LINE[..40])).unwrap();
        let (mut store, ledger, notes) = Store::open(&path).unwrap();
        assert_eq!((ledger.observations().len(), notes.len()), (1, 1));
        let next = LINE.replace("a.example", "b.example");
        store.append(&serde_json::from_str(&next).unwrap()).unwrap();
        let (ledger, _) = read(&path).unwrap();
        assert_eq!(ledger.histories().len(), 2);
        store.replace(&ledger).unwrap();
        assert_eq!(read(&path).unwrap().0, ledger);
    }
}

//! The file of a ledger: read whole, appended to line by line, one writer at a time.
//!
//! A ledger may lie in a checkout, so its path is not trusted: it is neither read nor written through a
//! symbolic link, and nothing is appended to a file that is not a ledger.

use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Read as _, Seek as _, Write as _};
use std::path::{Component, Path, PathBuf};

use super::ledger::{self, ArchiveCopy, Ledger, LedgerNotice, RunEnd};
use super::observation::Observation;

/// The largest ledger that is read: about two million lines.
pub const MAX_LEDGER_BYTES: u64 = 1 << 30;

/// The folder of a ledger in a checkout, whatever leads there.
const FOLDER: &str = ".citegraph";

/// Locks that are taken anew because the file was removed meanwhile.
const MAX_LOCK_TRIES: usize = 100;

/// Why a ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// Another process writes it.
    #[error(
        "the ledger {} is in use by another run",
        .0.display()
    )]
    Locked(PathBuf),
    /// The file cannot be read.
    #[error("cannot read the ledger {}: {error}", path.display())]
    Read {
        /// Where it is.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write the ledger {}: {error}", path.display())]
    Write {
        /// Where it is.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A symbolic link stands on the way, which may lead to anybody's file.
    #[error(
        "the ledger {} is reached through the symbolic link {}; remove the symbolic link, or give the path \
         of its target",
        path.display(),
        link.display()
    )]
    Link {
        /// Where the ledger is.
        path: PathBuf,
        /// The link.
        link: PathBuf,
    },
    /// The file holds something else.
    #[error(
        "{} is not a ledger of citegraph, so nothing was added to it",
        .0.display()
    )]
    Foreign(PathBuf),
    /// The file is larger than [`MAX_LEDGER_BYTES`].
    #[error(
        "the ledger {} has more than {} bytes",
        .0.display(),
        MAX_LEDGER_BYTES
    )]
    TooLarge(PathBuf),
}

/// A ledger that this process alone may write, until it is dropped.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    file: File,
    /// A file of its own: the ledger itself is replaced when it is compacted.
    _lock: LedgerLock,
}

/// Reads a ledger without locking it; one that does not exist is empty. Lines that a run appends
/// meanwhile may be missing, and the last may be torn.
///
/// # Errors
/// [`LedgerError::Read`], [`LedgerError::Link`], [`LedgerError::Foreign`] and [`LedgerError::TooLarge`].
pub fn read(path: &Path) -> Result<(Ledger, Vec<LedgerNotice>), LedgerError> {
    refuse_links(path)?;
    let failed = |error| LedgerError::Read { path: path.to_owned(), error };
    match regular(path) {
        Ok(Some(_)) => read_open(&File::open(path).map_err(failed)?, path),
        Ok(None) => Ok(Default::default()),
        Err(error) => Err(failed(error)),
    }
}

/// Reads a ledger from its first byte.
fn read_open(file: &File, path: &Path) -> Result<(Ledger, Vec<LedgerNotice>), LedgerError> {
    let mut bytes = Vec::new();
    file.take(MAX_LEDGER_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| LedgerError::Read { path: path.to_owned(), error })?;
    if bytes.len() as u64 > MAX_LEDGER_BYTES {
        return Err(LedgerError::TooLarge(path.to_owned()));
    }
    // What is no UTF-8 is no line of ours; it is kept as it can be shown.
    let text = String::from_utf8_lossy(&bytes);
    if !ledger::is_ledger(&text) {
        return Err(LedgerError::Foreign(path.to_owned()));
    }
    Ok(Ledger::read(&text))
}

impl Store {
    /// Opens a ledger for a whole run, and makes it with its folder where there is none.
    ///
    /// # Errors
    /// [`LedgerError::Locked`] where another process has it; those of [`read`]; [`LedgerError::Write`].
    pub fn open(path: &Path) -> Result<(Self, Ledger, Vec<LedgerNotice>), LedgerError> {
        let written = |error| LedgerError::Write { path: path.to_owned(), error };
        refuse_links(path)?;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(written)?;
        }
        let lock = LedgerLock::take(path)?;
        regular(path).map_err(|error| LedgerError::Read { path: path.to_owned(), error })?;
        let options = OpenOptions::new().read(true).append(true).create(true).clone();
        let mut file = options.open(path).map_err(written)?;
        let (ledger, notes) = read_open(&file, path)?;
        let end = last_byte(&mut file).map_err(written)?;
        let bridge = ledger::missing_newline(&String::from_utf8_lossy(&end));
        file.write_all(bridge.as_bytes()).map_err(written)?;
        Ok((Self { path: path.to_owned(), file, _lock: lock }, ledger, notes))
    }

    /// Appends an observation. It is in the hands of the system before this returns.
    ///
    /// # Errors
    /// [`LedgerError::Write`].
    pub fn append(&mut self, observation: &Observation) -> Result<(), LedgerError> {
        ledger::append(&mut self.file, observation).map_err(|error| self.unwritten(error))
    }

    /// Appends what an archive holds.
    ///
    /// # Errors
    /// [`LedgerError::Write`].
    pub fn append_snapshot(&mut self, copy: &ArchiveCopy) -> Result<(), LedgerError> {
        ledger::append(&mut self.file, copy).map_err(|error| self.unwritten(error))
    }

    /// Appends the end of a run.
    ///
    /// # Errors
    /// [`LedgerError::Write`].
    pub fn append_run_end(&mut self, end: &RunEnd) -> Result<(), LedgerError> {
        let written = ledger::append(&mut self.file, end).and_then(|()| self.file.sync_all());
        written.map_err(|error| self.unwritten(error))
    }

    /// Puts a ledger in the place of what the file holds. The file is whole at every moment.
    ///
    /// # Errors
    /// [`LedgerError::Write`].
    pub fn replace(self, ledger: &Ledger) -> Result<(), LedgerError> {
        let write = || {
            let (partial, file) = PartialFile::create(sibling_path(&self.path, ".new"))?;
            file.set_permissions(self.file.metadata()?.permissions())?;
            let mut file = BufWriter::new(file);
            ledger.write(&mut file)?;
            file.into_inner()?.sync_all()?;
            fs::rename(&partial.0, &self.path)
        };
        write().map_err(|error| self.unwritten(error))
    }

    fn unwritten(&self, error: io::Error) -> LedgerError {
        LedgerError::Write { path: self.path.clone(), error }
    }
}

/// The first symbolic link on the way to a file that may come with a checkout: any part of a relative
/// path; of an absolute one the file itself and the folder that a checkout has for it.
fn refuse_links(path: &Path) -> Result<(), LedgerError> {
    let mut way = PathBuf::new();
    for part in path.components() {
        way.push(part);
        let counts = !path.is_absolute() || way == path || part.as_os_str() == FOLDER;
        let is_name = matches!(part, Component::Normal(_));
        if counts && is_name && is_link(&way) {
            return Err(LedgerError::Link { path: path.to_owned(), link: way });
        }
    }
    Ok(())
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink())
}

/// The regular file at a path; `None` where there is nothing. A pipe would be waited for without end.
fn regular(path: &Path) -> io::Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_file() => Ok(Some(there)),
        Ok(_) => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("{} is not a regular file", path.display()),
        )),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn last_byte(file: &mut File) -> io::Result<Vec<u8>> {
    let mut end = Vec::new();
    if file.metadata()?.len() > 0 {
        file.seek(io::SeekFrom::End(-1))?;
        file.read_to_end(&mut end)?;
    }
    Ok(end)
}

/// A file that is not complete yet; it vanishes unless it got another name.
struct PartialFile(PathBuf);

impl PartialFile {
    /// Creates it, in the place of one that a killed process left behind: whoever holds the lock is the
    /// only one to make it.
    fn create(path: PathBuf) -> io::Result<(Self, File)> {
        if regular(&path)?.is_some() {
            fs::remove_file(&path)?;
        }
        // Never through a link, nor onto anything that came about meanwhile.
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok((Self(path), file))
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        // After the renaming there is nothing to remove.
        let _ = fs::remove_file(&self.0);
    }
}

/// The lock of a ledger. The system lets go of it when this process ends, however it ends.
#[derive(Debug)]
struct LedgerLock {
    file: File,
    path: PathBuf,
}

impl LedgerLock {
    fn take(ledger: &Path) -> Result<Self, LedgerError> {
        let path = sibling_path(ledger, ".lock");
        let written = |error| LedgerError::Write { path: sibling_path(ledger, ".lock"), error };
        if is_link(&path) {
            return Err(LedgerError::Link { path: ledger.to_owned(), link: path });
        }
        regular(&path).map_err(written)?;
        for _ in 0..MAX_LOCK_TRIES {
            let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
            let file = file.map_err(written)?;
            match file.try_lock() {
                // Whoever held it before may have removed it: then it locks nothing.
                Ok(()) if is_at(&file, &path) => return Ok(Self { file, path }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(LedgerError::Locked(ledger.to_owned()));
                }
                Err(TryLockError::Error(error)) => return Err(written(error)),
            }
        }
        Err(LedgerError::Locked(ledger.to_owned()))
    }
}

impl Drop for LedgerLock {
    fn drop(&mut self) {
        // Only where the next one finds out that its lock was removed, and only while it is ours.
        if cfg!(unix) && is_at(&self.file, &self.path) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a path still leads to an open file. Elsewhere than on Unix files that are open stay.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |there: Metadata| (there.dev(), there.ino());
    let open = file.metadata().ok().map(identity);
    open.is_some() && open == fs::symlink_metadata(path).ok().map(identity)
}

#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> bool {
    true
}

/// A file beside the ledger, with its name and an ending.
fn sibling_path(path: &Path, ending: &str) -> PathBuf {
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
        assert!(matches!(error, LedgerError::Locked(_)), "{error}");
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

    #[cfg(unix)]
    #[test]
    fn nothing_is_reached_through_a_link() {
        use std::os::unix::fs::symlink;
        let root = tempfile::tempdir().unwrap();
        let victim = root.path().join("victim");
        fs::write(&victim, LINE).unwrap();
        let folder = root.path().join(FOLDER);
        fs::create_dir(&folder).unwrap();
        let path = folder.join("ledger.ndjson");
        for name in ["ledger.ndjson", "ledger.ndjson.lock"] {
            symlink(&victim, folder.join(name)).unwrap();
            let error = Store::open(&path).unwrap_err();
            assert!(matches!(error, LedgerError::Link { .. }), "{name}: {error}");
            fs::remove_file(folder.join(name)).unwrap();
        }
        // The folder itself; and where the file is not there yet.
        let elsewhere = root.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        let other = root.path().join("checkout");
        fs::create_dir(&other).unwrap();
        symlink(&elsewhere, other.join(FOLDER)).unwrap();
        let linked = other.join(FOLDER).join("ledger.ndjson");
        assert!(matches!(Store::open(&linked).unwrap_err(), LedgerError::Link { .. }));
        assert!(matches!(read(&linked).unwrap_err(), LedgerError::Link { .. }));
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
        // What is compacted is not written over what a link leads to.
        symlink(&victim, sibling_path(&path, ".new")).unwrap();
        let (store, ledger, _) = Store::open(&path).unwrap();
        let error = store.replace(&ledger).unwrap_err().to_string();
        assert!(error.contains("not a regular file"), "{error}");
        assert!(!is_link(&path) && fs::read_to_string(&victim).unwrap() == LINE);
    }

    #[test]
    fn what_is_left_behind_is_cleared_and_nothing_stays() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("ledger.ndjson");
        fs::write(&path, format!("{LINE}\n")).unwrap();
        fs::write(sibling_path(&path, ".new"), "half a li").unwrap();
        fs::write(sibling_path(&path, ".lock"), "").unwrap();
        let (store, ledger, _) = Store::open(&path).unwrap();
        store.replace(&ledger).unwrap();
        assert_eq!(read(&path).unwrap().0.observations().len(), 1);
        let left = fs::read_dir(root.path()).unwrap().count();
        assert_eq!(left, if cfg!(unix) { 1 } else { 2 }, "the lock is removed with its holder");
    }

    #[test]
    fn files_that_are_not_ledgers_stay_as_they_are() {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("c.md", "# A post\n\nSee [it](https://a.example/).\n".to_owned()),
            ("c.jsonl", r#"{"schema":1,"input":"a.md","citations":[]}"#.to_owned()),
            ("quoted.md", format!("A line of a ledger:\n\n    {LINE}\n\nThat was it.\n")),
        ] {
            let path = root.path().join(name);
            fs::write(&path, &text).unwrap();
            assert!(matches!(Store::open(&path).unwrap_err(), LedgerError::Foreign(_)), "{name}");
            assert!(matches!(read(&path).unwrap_err(), LedgerError::Foreign(_)), "{name}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        for text in [
            String::new(),
            "\n\n".to_owned(),
            LINE[..20].to_owned(),
            LINE[..5].to_owned(),
            r#"{"schema":2,"url":"https://a.example/","seen":"later"}"#.to_owned(),
            format!("damaged\n{LINE}\n"),
            format!("<<<<<<< ours\n{LINE}\n=======\n{LINE}\n>>>>>>> theirs\n"),
        ] {
            let path = root.path().join("ledger.ndjson");
            fs::write(&path, &text).unwrap();
            assert!(Store::open(&path).is_ok(), "{text}");
        }
    }
}

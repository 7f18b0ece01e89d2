//! What an output may replace: what citegraph wrote, and nothing that people did.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use citegraph::input::own_output::{self, FileProducer};
use citegraph::input::saved_page_url;
use citegraph::sheet::ExistingFile;
use clap::ArgMatches;
use flate2::read::MultiGzDecoder;

use super::descriptor::is_descriptor;
use super::partial::real;
use super::request::FormatRequest;
use super::visible;

/// Flags that name what a run writes; every other path among the arguments is read.
const OUTPUTS: [&str; 7] =
    ["cache", "output", "partial", "save", "skipped", "to", "write_baseline"];

/// Sheets are read whole, to see whether people have written in them; larger ones are judged by their beginning.
const MAX_SHEET_BYTES: u64 = 64 << 20;

/// Knows what this run reads, and looks before something is replaced.
#[derive(Debug, Clone, Default)]
pub(crate) struct OverwriteGuard {
    /// Whether the user wants files replaced whatever they are.
    force: bool,
    /// What the arguments name to be read, without symbolic links.
    inputs: BTreeSet<PathBuf>,
    /// Inputs that are replaced by what is made of them.
    replaced: BTreeSet<PathBuf>,
    /// The files of `--format FORM=FILE`.
    formatted: Vec<PathBuf>,
}

/// Why something must not be replaced.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
enum OverwriteError {
    #[error(
        "was not written by citegraph and would be replaced; choose another file, or replace it with --force"
    )]
    Foreign,
    #[error(
        "is an input of this run and would be replaced; choose another file, or replace it with --force"
    )]
    Input,
    #[error(
        "contains entries that people made; copy them with `citegraph sheet merge {0} ARTICLE -o FILE`, choose \
         another file, or replace it with --force"
    )]
    FilledSheet(String),
    #[error(
        "is a ledger of checks and would be replaced; choose another file, or replace it with --force"
    )]
    Ledger,
    #[error("is a symbolic link; give the path of its target, or write through it with --force")]
    Link,
    #[error("is read-only; choose another file, or replace it with --force")]
    ReadOnly,
}

impl OverwriteGuard {
    /// Knows the paths of a command line.
    ///
    /// # Errors
    /// Where two outputs have one name.
    pub(crate) fn new(matches: &ArgMatches, force: bool) -> anyhow::Result<Self> {
        let mut guard = Self { force, ..Self::default() };
        let mut outputs = Vec::new();
        let mut level = Some(matches);
        while let Some(matches) = level {
            for id in matches.ids() {
                if let Ok(Some(requests)) = matches.try_get_many::<FormatRequest>(id.as_str()) {
                    guard
                        .formatted
                        .extend(requests.filter_map(FormatRequest::file).map(Path::to_owned));
                }
                let Ok(Some(paths)) = matches.try_get_many::<PathBuf>(id.as_str()) else {
                    continue;
                };
                for path in paths.filter(|path| *path != Path::new("-") && !is_descriptor(path)) {
                    if OUTPUTS.contains(&id.as_str()) {
                        outputs.push(path.clone());
                    } else {
                        guard.reads(path);
                    }
                }
            }
            level = matches.subcommand().map(|(_, matches)| matches);
        }
        let files = guard.formatted.iter().filter(|path| !is_descriptor(path));
        outputs.extend(files.cloned());
        ensure_distinct(&outputs)?;
        Ok(guard)
    }

    /// The files of `--format FORM=FILE`, which the run does not read.
    pub(crate) fn formatted(&self) -> impl Iterator<Item = &Path> {
        self.formatted.iter().map(PathBuf::as_path)
    }

    /// Notes a file or folder that the run reads.
    pub(crate) fn reads(&mut self, path: &Path) {
        self.inputs.extend(path.canonicalize());
    }

    /// The same, but one input may be replaced, because it was made for that.
    pub(crate) fn replacing(&self, input: &Path) -> Self {
        let mut guard = self.clone();
        guard.replaced.extend(input.canonicalize());
        guard
    }

    /// Whether the user wants files replaced whatever they are.
    pub(crate) fn is_forced(&self) -> bool {
        self.force
    }

    /// Fails where a file must not be replaced; one that is not there, a device and a pipe may be written.
    pub(crate) fn check(&self, path: &Path) -> anyhow::Result<()> {
        if self.force || is_descriptor(path) {
            return Ok(());
        }
        if let Some(link) = link_in(path) {
            anyhow::bail!("{} {}", display_path(&link), OverwriteError::Link);
        }
        match self.refusal(path) {
            Some(refusal) => anyhow::bail!("{} {refusal}", display_path(path)),
            None => Ok(()),
        }
    }

    /// Whether a file is the page of the same host as a page that is to be kept in its place.
    pub(crate) fn is_page_of(&self, path: &Path, page: &str) -> bool {
        let host = |page: &str| {
            let url = url::Url::parse(saved_page_url(page)?).ok()?;
            url.host_str().map(str::to_owned)
        };
        let is_link = path.symlink_metadata().is_ok_and(|there| there.is_symlink());
        let old = head_of(path).map(|head| String::from_utf8_lossy(&head).into_owned());
        !is_link && old.is_ok_and(|old| host(&old).is_some() && host(&old) == host(page))
    }

    /// Fails where a folder is reached through a symbolic link.
    pub(crate) fn check_folder(&self, path: &Path) -> anyhow::Result<()> {
        match link_in(path) {
            Some(link) if !self.force => {
                anyhow::bail!("{} {}", display_path(&link), OverwriteError::Link)
            }
            _ => Ok(()),
        }
    }

    /// Whether the run reads something in a folder that an argument names.
    pub(super) fn reads_inside(&self, folder: &Path) -> bool {
        folder
            .canonicalize()
            .is_ok_and(|folder| self.inputs.iter().any(|input| input.starts_with(&folder)))
    }

    /// Whether an argument names this file or a folder around it.
    pub(super) fn is_read(&self, path: &Path) -> bool {
        path.canonicalize()
            .is_ok_and(|real| self.inputs.iter().any(|input| real.starts_with(input)))
    }

    fn refusal(&self, path: &Path) -> Option<OverwriteError> {
        let there = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        let real = path.canonicalize().ok()?;
        if self.replaced.contains(&real) {
            return None;
        }
        if self.inputs.contains(&real) {
            return Some(OverwriteError::Input);
        }
        if there.permissions().readonly() {
            return Some(OverwriteError::ReadOnly);
        }
        match written_by(path) {
            FileProducer::Nobody | FileProducer::Citegraph => None,
            FileProducer::Ledger => Some(OverwriteError::Ledger),
            FileProducer::Sheet | FileProducer::Somebody => match existing_sheet(path) {
                ExistingFile::Untouched => None,
                ExistingFile::Filled => Some(OverwriteError::FilledSheet(display_path(path))),
                ExistingFile::Foreign => Some(OverwriteError::Foreign),
            },
        }
    }
}

/// Fails where two outputs have one name.
fn ensure_distinct(outputs: &[PathBuf]) -> anyhow::Result<()> {
    let mut seen = BTreeSet::new();
    for path in outputs {
        anyhow::ensure!(
            seen.insert(real(path)),
            "{} is given for two outputs; choose two files",
            display_path(path)
        );
    }
    Ok(())
}

/// Who wrote a file; one that cannot be read is somebody's.
pub(super) fn written_by(path: &Path) -> FileProducer {
    let read = || -> io::Result<FileProducer> {
        let mut head = head_of(path)?;
        if head.starts_with(b"\x1f\x8b") {
            let mut unpacked = Vec::new();
            let mut reader = MultiGzDecoder::new(File::open(path)?).take(own_output::HEAD_BYTES);
            reader.read_to_end(&mut unpacked)?;
            head = unpacked;
        }
        let mut file = File::open(path)?;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(own_output::TAIL_BYTES)))?;
        let mut tail = Vec::new();
        file.take(own_output::TAIL_BYTES).read_to_end(&mut tail)?;
        Ok(FileProducer::detect(&head, &tail))
    };
    read().unwrap_or(FileProducer::Somebody)
}

/// How a file begins.
fn head_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(own_output::HEAD_BYTES).read_to_end(&mut head)?;
    Ok(head)
}

/// Whether a file begins like a page that was kept.
pub(super) fn is_saved_page(path: &Path) -> bool {
    head_of(path).is_ok_and(|head| saved_page_url(&String::from_utf8_lossy(&head)).is_some())
}

/// Whether a file is a sheet, and whether people have written in it.
fn existing_sheet(path: &Path) -> ExistingFile {
    let mut bytes = Vec::new();
    let read =
        File::open(path).and_then(|file| file.take(MAX_SHEET_BYTES + 1).read_to_end(&mut bytes));
    match read {
        Ok(length) if length as u64 > MAX_SHEET_BYTES => ExistingFile::from_head(&bytes),
        Ok(_) => ExistingFile::from_bytes(&bytes),
        Err(_) => ExistingFile::Foreign,
    }
}

/// The first symbolic link on the way to an output: the name itself, or a folder below the current one.
/// Links above that are how the system is set up, and not what a checkout holds.
fn link_in(path: &Path) -> Option<PathBuf> {
    let is_link = |path: &Path| path.symlink_metadata().is_ok_and(|there| there.is_symlink());
    let current = std::env::current_dir().ok();
    let below = match (path.is_absolute(), &current) {
        (true, Some(current)) => path.strip_prefix(current).ok(),
        (true, None) => None,
        (false, _) => Some(path),
    };
    let base = if path.is_absolute() { current.unwrap_or_default() } else { PathBuf::new() };
    let Some(below) = below else { return is_link(path).then(|| path.to_owned()) };
    let mut way = base;
    for part in below.components() {
        way.push(part);
        if is_link(&way) {
            return Some(way);
        }
    }
    None
}

fn display_path(path: &Path) -> String {
    visible(&path.to_string_lossy())
}

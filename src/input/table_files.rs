//! The files of Parquet tables that belong together, by their names.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::own_output::{FileProducer, TAIL_BYTES};
use super::{SkipCause, own_output_cause};
use crate::article::SkipReason;

/// The file of the articles. Those of the other tables stand beside it.
pub const ARTICLES_FILE: &str = "articles.parquet";

/// The file of their links.
pub const CITATIONS_FILE: &str = "citations.parquet";

/// The file of their sentences.
pub const SENTENCES_FILE: &str = "sentences.parquet";

/// How a Parquet file begins and ends.
#[cfg(feature = "parquet")]
pub(super) const MAGIC: &[u8] = b"PAR1";

/// The articles of a folder of tables; `None` if it is not one that citegraph wrote.
pub(super) fn articles_in(folder: &Path) -> Option<PathBuf> {
    let path = folder.join(ARTICLES_FILE);
    is_own(&path).then_some(path)
}

/// The articles whose links or sentences a file has, by its name and theirs.
pub(super) fn articles_beside(file: &Path) -> Option<PathBuf> {
    let name = file.file_name()?;
    let is_part = [CITATIONS_FILE, SENTENCES_FILE].iter().any(|part| name == *part);
    is_part.then(|| file.with_file_name(ARTICLES_FILE)).filter(|articles| articles.is_file())
}

/// All files of the tables with these articles.
pub(super) fn files_of(articles: &Path) -> Vec<PathBuf> {
    let names = [CITATIONS_FILE, SENTENCES_FILE];
    let others = names.map(|name| articles.with_file_name(name));
    let others = others.into_iter().filter(|path| path.is_file());
    [articles.to_owned()].into_iter().chain(others).collect()
}

/// Why a file with the name of a table is not read: it was not named, or this build cannot read it.
pub(super) fn unread(path: &Path, named: bool) -> SkipCause {
    match (named, is_own(path)) {
        (true, _) => {
            let detail = "this citegraph was built without the feature `parquet`; build it with `cargo install \
                          --features parquet`, or read the output of `citegraph extract` as JSON lines";
            (SkipReason::MissingFeature, detail.into())
        }
        (false, true) => own_output_cause(),
        (false, false) => (SkipReason::UnknownFormat, "unsupported format".into()),
    }
}

/// Whether citegraph wrote the file, which says so near its end.
pub(super) fn is_own(path: &Path) -> bool {
    let read = || -> io::Result<FileProducer> {
        let mut file = File::open(path)?;
        let (mut head, mut tail) = ([0; 4], Vec::new());
        file.read_exact(&mut head)?;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(length.saturating_sub(TAIL_BYTES)))?;
        file.read_to_end(&mut tail)?;
        Ok(FileProducer::detect(&head, &tail))
    };
    // To open a pipe would wait for who writes it.
    path.is_file() && read().is_ok_and(|producer| producer == FileProducer::Citegraph)
}

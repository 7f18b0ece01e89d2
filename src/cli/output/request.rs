//! One value of `--format`.

use std::path::{Path, PathBuf};

/// The word of a form, and the file for it where it has one of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormatRequest {
    word: String,
    file: Option<PathBuf>,
}

impl FormatRequest {
    /// A form, printed where no file is named for it.
    pub(crate) fn new(word: &str, file: Option<&str>) -> Self {
        Self { word: word.to_owned(), file: file.map(PathBuf::from) }
    }

    /// The word of the form.
    pub(crate) fn word(&self) -> &str {
        &self.word
    }

    /// The file that is to hold this form; `None` for the result that is printed.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.file.as_deref()
    }
}

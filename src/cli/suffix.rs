//! The form of what is written: a file holds what the suffix of its name says.

use std::fs;
use std::path::{Path, PathBuf};

use super::output::visible;

/// The form that was asked for with `--format`, else the one that the file's suffix stands for, else the
/// first of `forms`, where what is written has no suffix: standard output, a device, a name without one.
///
/// A suffix that stands for no form is an error: the file would hold something else than its name says.
pub(crate) fn choose_format<F: Copy>(
    asked: Option<F>,
    path: Option<&Path>,
    forms: &[(&str, F)],
) -> anyhow::Result<F> {
    let usual = forms[0].1;
    let suffix = path.and_then(file_suffix);
    let Some(suffix) = suffix.filter(|_| asked.is_none()) else {
        return Ok(asked.unwrap_or(usual));
    };
    match forms.iter().find(|(known, _)| suffix.eq_ignore_ascii_case(known)) {
        Some((_, form)) => Ok(*form),
        None => Err(unknown(path.unwrap_or(Path::new("")), forms)),
    }
}

/// The suffix of a file's name; `None` where it has none, or is a pipe or a device.
pub(crate) fn file_suffix(path: &Path) -> Option<String> {
    let is_file = fs::metadata(path).map_or(true, |there| there.is_file());
    let suffix = path.extension().filter(|_| is_file)?;
    Some(suffix.to_string_lossy().into_owned())
}

/// A path without the suffix of compressed files, and whether it had that.
pub(crate) fn without_gz(path: &Path) -> (PathBuf, bool) {
    let is_packed = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz"));
    let unpacked = if is_packed { path.with_extension("") } else { path.to_owned() };
    (unpacked, is_packed)
}

/// The error for a suffix that stands for no form.
fn unknown<F>(path: &Path, forms: &[(&str, F)]) -> anyhow::Error {
    let known: Vec<String> = forms.iter().map(|(known, _)| format!(".{known}")).collect();
    let name = visible(&path.to_string_lossy());
    anyhow::anyhow!(
        "the suffix of {name} is not one of {}; choose another file name, or a format with --format",
        known.join(", ")
    )
}

//! Ignore files of walked folders. They belong to whoever wrote the folder, and are read by a library
//! without any bound, so those that could harm are found before.

use std::fs;
use std::path::Path;

/// The names of ignore files that a walk obeys.
const NAMES: [&str; 2] = [".gitignore", ".ignore"];

/// A larger one is no list of patterns that somebody wrote.
const MAX_RULES_BYTES: u64 = 1 << 20;

/// Why a folder is not read.
pub(super) const BAD: &str = "its .gitignore or .ignore is larger than 1 MiB, is not a regular file, or is a symbolic link out of the folder; \
     replace it, or pass the files by name";

/// Whether the ignore files of a folder can be read: regular files, small, and not outside of `root`.
pub(super) fn are_safe(folder: &Path, root: &Path) -> bool {
    NAMES.iter().all(|name| is_safe(&folder.join(name), Some(root)))
}

/// The same for all folders above one.
pub(super) fn are_safe_above(folder: &Path) -> bool {
    folder
        .ancestors()
        .skip(1)
        .all(|above| NAMES.iter().all(|name| is_safe(&above.join(name), None)))
}

fn is_safe(path: &Path, root: Option<&Path>) -> bool {
    let Ok(there) = path.symlink_metadata() else { return true };
    let is_small = |there: &fs::Metadata| there.is_file() && there.len() <= MAX_RULES_BYTES;
    if !there.is_symlink() {
        // Git takes a folder of this name for none.
        return there.is_dir() || is_small(&there);
    }
    let Ok(real) = path.canonicalize() else { return true };
    let is_inside = root.is_none_or(|root| real.starts_with(root));
    is_inside && fs::metadata(&real).is_ok_and(|there| is_small(&there))
}

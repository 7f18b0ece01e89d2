//! The corpora of the shared folder, unpacked once into `target/corpus`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

use crate::support::shared;

/// The folder with `posts`, `formats` and the truth about them; `None`, said aloud, without the shared
/// folder.
pub(crate) fn folder() -> Option<PathBuf> {
    let unpack = shared::file("corpus/unpack")?;
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/corpus");
    // Tests run in parallel, and one unpacks for all.
    static UNPACKED: Once = Once::new();
    UNPACKED.call_once(|| {
        let status = Command::new(unpack).arg(&target).status().expect("unpack starts");
        assert!(status.success(), "unpack failed: {status}");
    });
    Some(target)
}

/// All files below a folder, sorted.
pub(crate) fn files(root: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder that can be read") {
            let path = entry.expect("an entry that can be read").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{} is empty", root.display());
    found
}

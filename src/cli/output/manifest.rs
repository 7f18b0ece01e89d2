//! What the last run wrote into a folder, so that the next one knows its own files.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// The manifest's name in the folder.
pub(crate) const NAME: &str = "manifest.json";

/// A manifest larger than this is somebody else's.
const MAX_MANIFEST_BYTES: u64 = 16 << 20;

/// Who wrote the folder, and which files.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    schema: u32,
    tool: ManifestTool,
    /// The files by their names in the folder, with `/`.
    pub(crate) files: BTreeSet<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct ManifestTool {
    name: String,
    version: String,
}

impl Manifest {
    /// The manifest of this run.
    pub(crate) fn new(files: BTreeSet<String>) -> Self {
        let tool =
            ManifestTool { name: "citegraph".into(), version: env!("CARGO_PKG_VERSION").into() };
        Self { schema: 1, tool, files }
    }

    /// The manifest of the run before; an empty one where there is none that can be read.
    pub(crate) fn read(folder: &Path) -> Self {
        let path = folder.join(NAME);
        let is_small = |path: &Path| {
            path.symlink_metadata()
                .is_ok_and(|there| there.is_file() && there.len() <= MAX_MANIFEST_BYTES)
        };
        let read = is_small(&path).then(|| fs::read(&path).ok()).flatten();
        read.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok())
            .filter(|manifest| manifest.tool.name == "citegraph")
            .unwrap_or_default()
    }

    /// Whether the run before wrote this file.
    pub(super) fn lists(&self, name: &Path) -> bool {
        self.files.contains(&listed(name))
    }
}

/// A name in the folder as the manifest has it.
pub(super) fn listed(name: &Path) -> String {
    name.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

//! Temporary files for what does not fit into memory.

use std::io;

use citegraph::corpus::Spool;

/// Opens a file without a name, which goes with the run however that ends.
pub(super) fn open() -> io::Result<Box<dyn Spool>> {
    let file = tempfile::tempfile().map_err(|error| {
        let folder = std::env::temp_dir();
        let told = format!(
            "cannot open a temporary file in {}: {error}; set another folder with TMPDIR",
            folder.display()
        );
        io::Error::new(error.kind(), told)
    })?;
    Ok(Box::new(file))
}

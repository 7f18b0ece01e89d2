//! The bytes and the hash of an input, by which a partial knows that it is still current.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;

use citegraph::input::{InputSet, InputSource};
use rayon::prelude::*;

use super::super::partials::{Sha256Hex, file_digest};

/// The bytes of an input and their hash.
pub(super) struct InputDigest {
    /// Bytes of all its files.
    pub(super) bytes: u64,
    /// That of the file where the input is one, with the offsets of an index where records are chosen; otherwise that of the listing: one line for each file with its hash,
    /// as `sha256sum` prints it, and one for each skip.
    pub(super) sha256: Sha256Hex,
}

impl InputDigest {
    /// Reads everything that was found.
    pub(super) fn new(found: &InputSet) -> Self {
        let hashes: Vec<io::Result<(u64, Sha256Hex)>> =
            found.sources.par_iter().map(source_digest).collect();
        let bytes = hashes.iter().flatten().map(|(bytes, _)| bytes).sum();
        if let ([Ok((bytes, sha256))], [], []) =
            (hashes.as_slice(), found.skipped.as_slice(), found.folders.as_slice())
        {
            return Self { bytes: *bytes, sha256: sha256.clone() };
        }
        let mut listing = String::new();
        for (source, hash) in found.sources.iter().zip(&hashes) {
            let hash = match hash {
                Ok((_, sha256)) => sha256.as_str(),
                // Why it cannot be read is in the table of skips.
                Err(_) => "unreadable",
            };
            // Writing into a text does not fail.
            let _ = writeln!(listing, "{hash}  {}", source.name());
        }
        for row in &found.skipped {
            let _ = writeln!(listing, "{}  {}", row.reason, row.input);
        }
        Self { bytes, sha256: Sha256Hex::from_bytes(listing.as_bytes()) }
    }
}

/// The digest of a file, or the listing of several that are read together.
fn files_digest(files: &[PathBuf]) -> io::Result<(u64, Sha256Hex)> {
    if let [file] = files {
        return file_digest(file);
    }
    let (mut listing, mut all) = (String::new(), 0);
    for file in files {
        let (bytes, sha256) = file_digest(file)?;
        all += bytes;
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        // Writing into a text does not fail.
        let _ = writeln!(listing, "{}  {name}", sha256.as_str());
    }
    Ok((all, Sha256Hex::from_bytes(listing.as_bytes())))
}

fn source_digest(source: &InputSource) -> io::Result<(u64, Sha256Hex)> {
    match source {
        InputSource::File { .. } => files_digest(&source.files()),
        InputSource::Records { path, index, .. } => {
            let (bytes, archive) = file_digest(path)?;
            let mut listing = archive.as_str().to_owned();
            for offset in index.offsets(&source.name()) {
                let _ = write!(listing, " {offset}");
            }
            Ok((bytes, Sha256Hex::from_bytes(listing.as_bytes())))
        }
        InputSource::Page { bytes, .. } | InputSource::Blob { bytes, .. } => {
            Ok((bytes.len() as u64, Sha256Hex::from_bytes(bytes)))
        }
        InputSource::Stdin => Err(io::ErrorKind::Unsupported.into()),
    }
}

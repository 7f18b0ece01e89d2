//! SHA-256 of files, as `sha256sum` prints it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// Bytes that are read at once.
const BUFFER_BYTES: usize = 1 << 16;

/// A SHA-256 as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Sha256Hex(String);

impl Sha256Hex {
    /// The hash of bytes in memory.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self::from_hasher(Sha256::new_with_prefix(bytes))
    }

    fn from_hasher(hasher: Sha256) -> Self {
        Self(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// The digits.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The bytes of a file and their hash.
///
/// # Errors
/// Where it cannot be read.
pub(crate) fn file_digest(path: &Path) -> io::Result<(u64, Sha256Hex)> {
    let (mut file, mut hasher) = (File::open(path)?, Sha256::new());
    let (mut buffer, mut bytes) = (vec![0; BUFFER_BYTES], 0);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((bytes, Sha256Hex::from_hasher(hasher))),
            read => {
                hasher.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_sha256sum_prints() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Sha256Hex::from_bytes(b"").as_str(), empty);
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a");
        std::fs::write(&path, vec![b'x'; BUFFER_BYTES + 1]).unwrap();
        let (bytes, hash) = file_digest(&path).unwrap();
        assert_eq!(bytes, BUFFER_BYTES as u64 + 1);
        assert_eq!(hash, Sha256Hex::from_bytes(&vec![b'x'; BUFFER_BYTES + 1]));
    }
}

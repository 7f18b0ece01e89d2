//! What Git LFS commits in place of a file: its hash and size.

use sha2::{Digest as _, Sha256};

const FIRST_LINE: &str = "version https://git-lfs.github.com/spec/v1\n";

/// The longest pointer, in bytes: Git LFS reads no longer one.
const MAX_POINTER_BYTES: usize = 1024;

/// A pointer to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LfsPointer {
    sha256: String,
}

impl LfsPointer {
    /// Reads a pointer; `None` for any other text.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let text =
            std::str::from_utf8(text.get(..).filter(|t| t.len() <= MAX_POINTER_BYTES)?).ok()?;
        let lines = text.strip_prefix(FIRST_LINE)?.lines();
        let oid = lines.filter_map(|line| line.strip_prefix("oid sha256:")).next()?;
        let is_hash = oid.len() == 64 && oid.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then(|| Self { sha256: oid.to_ascii_lowercase() })
    }

    /// Whether it stands for this file.
    pub(super) fn is_to(&self, file: &[u8]) -> bool {
        let digest = Sha256::digest(file);
        let hex = digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        // A checkout without the files holds the pointer itself.
        hex == self.sha256 || Self::read(file).as_ref() == Some(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_stand_for_files() {
        let text = b"version https://git-lfs.github.com/spec/v1\noid sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\nsize 5\n";
        let pointer = LfsPointer::read(text).unwrap();
        assert!(pointer.is_to(b"hello") && pointer.is_to(text) && !pointer.is_to(b"hellO"));
        assert_eq!(LfsPointer::read(b"version https://git-lfs.github.com/spec/v1\n"), None);
        assert_eq!(LfsPointer::read(b"hello"), None);
    }
}

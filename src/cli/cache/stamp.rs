//! What the file system says of a file, by which a run knows that it did not change.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A file that changed less than this before it was read can change again without another time: some file systems
/// count in steps of two seconds.
const SETTLING_TIME: Duration = Duration::from_secs(2);

/// Size, times and identity of a file. Nobody can set the time of its last change, so bytes that are replaced by as many
/// others under the old date are noticed too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileStamp {
    size: u64,
    /// Seconds and nanoseconds since 1970 of the last change of its bytes, as programs can set it.
    modified: [i64; 2],
    /// The same of the last change of anything about it.
    changed: [i64; 2],
    inode: u64,
    device: u64,
}

impl FileStamp {
    /// The stamp of a file; `None` on systems that keep too little of it.
    #[cfg(unix)]
    pub(super) fn new(there: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt as _;
        Some(Self {
            size: there.size(),
            modified: [there.mtime(), there.mtime_nsec()],
            changed: [there.ctime(), there.ctime_nsec()],
            inode: there.ino(),
            device: there.dev(),
        })
    }

    /// The stamp of a file; `None` on systems that keep too little of it.
    #[cfg(not(unix))]
    pub(super) fn new(_: &Metadata) -> Option<Self> {
        None
    }

    /// Whether any change after `read` gets another time than the file has.
    pub(super) fn is_settled(self, read: SystemTime) -> bool {
        let since = read.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let Some(last) = since.checked_sub(SETTLING_TIME) else { return false };
        let last =
            [i64::try_from(last.as_secs()).unwrap_or(i64::MAX), i64::from(last.subsec_nanos())];
        self.modified < last && self.changed < last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_settled_two_seconds_after_its_last_change() {
        let stamp = |modified, changed| FileStamp {
            size: 1,
            modified: [modified, 0],
            changed: [changed, 0],
            inode: 1,
            device: 1,
        };
        let read = SystemTime::UNIX_EPOCH + Duration::from_millis(10_500);
        assert!(stamp(8, 8).is_settled(read));
        assert!(stamp(-5, 8).is_settled(read));
        assert!(!stamp(9, 8).is_settled(read));
        assert!(!stamp(8, 9).is_settled(read));
        assert!(!stamp(8, 99).is_settled(read), "a clock that was set back");
        assert!(!stamp(0, 0).is_settled(SystemTime::UNIX_EPOCH));
    }
}

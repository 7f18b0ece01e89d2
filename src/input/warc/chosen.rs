//! Records that an index names, each read where it begins.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use super::record::{RecordFault, RecordReader, WarcRecord};
use super::rewind::ArchiveInput;
use crate::article::SkipReason;

/// Records of a file, or of a part of it.
pub(super) struct ChosenRecords {
    file: File,
    /// Where the part begins in the file, and how long it is.
    start: u64,
    length: u64,
    offsets: std::vec::IntoIter<u64>,
    limit: u64,
}

impl ChosenRecords {
    /// The records at `offsets` in the `length` bytes from `start`.
    pub(super) fn new(file: File, [start, length]: [u64; 2], offsets: &[u64], limit: u64) -> Self {
        Self { file, start, length, offsets: Vec::from(offsets).into_iter(), limit }
    }

    fn record(&mut self, offset: u64) -> Result<WarcRecord, RecordFault> {
        let fault =
            |reason, detail| RecordFault { part: format!("offset {offset}"), reason, detail };
        let Some(rest) = self.length.checked_sub(offset) else {
            let detail = "the index lists this record, but the archive ends before it";
            return Err(fault(SkipReason::BadRecord, detail.into()));
        };
        let opened = self.file.try_clone().and_then(|mut file| {
            file.seek(SeekFrom::Start(self.start + offset))?;
            Ok(file.take(rest))
        });
        let bytes = opened.map_err(|error| fault(SkipReason::Unreadable, error.to_string()))?;
        let input = ArchiveInput::Stream(Box::new(bytes));
        let first = RecordReader::new(input, offset, self.limit).next();
        first.unwrap_or_else(|| {
            Err(fault(SkipReason::BadRecord, "the archive has no record at this offset".into()))
        })
    }
}

impl Iterator for ChosenRecords {
    type Item = Result<WarcRecord, RecordFault>;

    fn next(&mut self) -> Option<Self::Item> {
        let offset = self.offsets.next()?;
        Some(self.record(offset))
    }
}

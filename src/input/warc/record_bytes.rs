//! What an archive holds once it is decompressed: bytes that are kept until a record is complete.

use std::io;

use memchr::{memchr, memmem};

use super::gzip::{GzipMembers, MAGIC, RECORD};
use super::read_step::ReadStep;
use super::rewind::{ArchiveInput, CHUNK_BYTES, read_some};

/// Bytes that were consumed and are still kept, before they are dropped.
const MAX_CONSUMED_BYTES: usize = 1 << 20;

/// Bytes that show that a record begins: the end of a line, a version, and the beginning of a field.
const MAX_RECORD_START_BYTES: usize = 32;

/// The longest version, with the end of its line.
const MAX_VERSION_BYTES: usize = 8;

/// How the archive is stored.
enum Storage {
    Plain { input: ArchiveInput },
    Gzip(Box<GzipMembers>),
}

/// The bytes of records.
pub(super) struct RecordBytes {
    storage: Storage,
    bytes: Vec<u8>,
    position: usize,
    /// The offset of the first byte that is kept: in the file, or in the gzip member.
    start: u64,
    /// What stands behind the bytes that are there.
    next: Option<ReadStep>,
}

/// Where a record begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RecordOffset {
    /// The offset in the file of the record, or of the gzip member that holds it.
    pub(super) file: u64,
    /// The offset in that member.
    pub(super) inside: u64,
}

impl RecordBytes {
    /// Reads an archive from the offset `start` on: its first bytes tell how it is stored.
    pub(super) fn new(mut input: ArchiveInput, start: u64) -> Self {
        let head = first_bytes(&mut input);
        let (storage, bytes, start) = match head.starts_with(MAGIC) {
            true => {
                let members = GzipMembers::new(joined(&head, input), start);
                (Storage::Gzip(Box::new(members)), Vec::new(), 0)
            }
            false => (Storage::Plain { input }, head, start),
        };
        Self { storage, bytes, position: 0, start, next: None }
    }

    /// Where the next byte stands.
    pub(super) fn offset(&self) -> RecordOffset {
        let offset = self.start + self.position as u64;
        match &self.storage {
            Storage::Plain { .. } => RecordOffset { file: offset, inside: 0 },
            Storage::Gzip(members) => RecordOffset { file: members.member(), inside: offset },
        }
    }

    /// Whether the archive is a gzip file.
    pub(super) fn has_members(&self) -> bool {
        matches!(self.storage, Storage::Gzip(_))
    }

    /// Whether [`RecordBytes::jump`] can find out what stands further on.
    pub(super) fn can_jump(&self) -> bool {
        matches!(&self.storage, Storage::Plain { input: ArchiveInput::File(_) })
    }

    /// What was read and not consumed.
    pub(super) fn available(&self) -> &[u8] {
        &self.bytes[self.position..]
    }

    pub(super) fn consume(&mut self, count: usize) {
        self.position += count;
        if self.position > MAX_CONSUMED_BYTES {
            self.bytes.drain(..self.position);
            self.start += self.position as u64;
            self.position = 0;
            // One large record does not keep its memory.
            self.bytes.shrink_to(self.bytes.len() + 2 * MAX_CONSUMED_BYTES);
        }
    }

    /// Reads on. What is not bytes is the answer until [`RecordBytes::cross`] is called.
    pub(super) fn feed(&mut self) -> ReadStep {
        if let Some(next) = &self.next {
            return next.clone();
        }
        let step = match &mut self.storage {
            Storage::Plain { input } => feed_plain(input, &mut self.bytes),
            Storage::Gzip(members) => members.read(&mut self.bytes),
        };
        if step != ReadStep::Bytes {
            self.next = Some(step.clone());
        }
        step
    }

    /// Whether `count` bytes are available after reading on.
    pub(super) fn has(&mut self, count: usize) -> bool {
        while self.available().len() < count {
            if self.feed() != ReadStep::Bytes {
                return false;
            }
        }
        true
    }

    /// Leaves the bytes that are there, and what stands behind them.
    pub(super) fn cross(&mut self) {
        self.bytes.clear();
        (self.position, self.start) = (0, 0);
        if !matches!(self.next, Some(ReadStep::End | ReadStep::Failed(_))) {
            self.next = None;
        }
    }

    /// Consumes everything up to what stands behind the bytes of this member.
    pub(super) fn discard_member(&mut self) {
        self.discard(u64::MAX);
    }

    /// Consumes `count` bytes, or all up to the end of the member.
    pub(super) fn discard(&mut self, mut count: u64) {
        loop {
            let now = (self.available().len() as u64).min(count);
            self.consume(now as usize);
            count -= now;
            if count == 0 || self.feed() != ReadStep::Bytes {
                return;
            }
        }
    }

    /// Passes over `count` bytes of a plain file if a record or the end follows them. `false` where that is
    /// not so or cannot be known; then nothing is consumed.
    pub(super) fn jump(&mut self, count: u64) -> bool {
        let target = (self.start + self.position as u64).checked_add(count);
        let (Storage::Plain { input }, Some(target)) = (&mut self.storage, target) else {
            return false;
        };
        let is_next = |bytes: &[u8]| {
            let rest = bytes.trim_ascii_start();
            rest.is_empty() || rest.starts_with(RECORD)
        };
        if self.next.is_some() || !input.jump(target, is_next) {
            return false;
        }
        self.bytes.clear();
        (self.position, self.start) = (0, target);
        true
    }

    /// Goes to where the next record begins, in this member.
    pub(super) fn find_record(&mut self) {
        loop {
            if let Some(at) = record_start(self.available()) {
                return self.consume(at);
            }
            let rest = self.available().len().saturating_sub(MAX_RECORD_START_BYTES);
            self.consume(rest);
            if self.feed() != ReadStep::Bytes {
                let count = self.available().len();
                return self.consume(count);
            }
        }
    }
}

/// Where a record begins that is not the first one: a line `WARC/1.0`, or these words in the middle of one, where the
/// record before was cut off, and a field below.
pub(super) fn record_start(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, RECORD).filter(|at| *at > 0).find(|at| {
        let version = &bytes[at + RECORD.len()..];
        let Some(line) = memchr(b'\n', &version[..version.len().min(MAX_VERSION_BYTES)]) else {
            return false;
        };
        let is_version = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'.' | b'\r');
        let is_version = version[0].is_ascii_digit() && version[..line].iter().all(is_version);
        is_version && (bytes[at - 1] == b'\n' || version[line + 1..].starts_with(b"WARC-"))
    })
}

fn feed_plain(input: &mut ArchiveInput, bytes: &mut Vec<u8>) -> ReadStep {
    let before = bytes.len();
    bytes.resize(before + CHUNK_BYTES, 0);
    let read = read_some(input, &mut bytes[before..]);
    bytes.truncate(before + *read.as_ref().unwrap_or(&0));
    match read {
        Ok(0) => ReadStep::End,
        Ok(_) => ReadStep::Bytes,
        Err(error) => ReadStep::Failed(error.to_string()),
    }
}

/// As many bytes as tell how an archive is stored. A fault is met again by reading on.
fn first_bytes(input: &mut ArchiveInput) -> Vec<u8> {
    let mut head = vec![0; MAGIC.len()];
    let mut read = 0;
    while read < head.len() {
        match read_some(input, &mut head[read..]) {
            Ok(count) if count > 0 => read += count,
            _ => break,
        }
    }
    head.truncate(read);
    head
}

/// An input whose first bytes were taken from it, as it was.
fn joined(head: &[u8], input: ArchiveInput) -> ArchiveInput {
    use io::Read as _;
    match input {
        ArchiveInput::Stream(stream) => {
            ArchiveInput::Stream(Box::new(io::Cursor::new(head.to_vec()).chain(stream)))
        }
        ArchiveInput::File(file) => {
            ArchiveInput::Stream(Box::new(io::Cursor::new(head.to_vec()).chain(file)))
        }
    }
}

//! The bytes of a file, of which the last ones can be read again.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom};

/// How much is read at once.
pub(super) const CHUNK_BYTES: usize = 1 << 16;

/// How far back reading can return. The damage of a compressed stream shows within some kilobytes.
const MAX_REWIND_BYTES: usize = 1 << 20;

/// Where the bytes of an archive come from.
pub(in crate::input) enum ArchiveInput {
    /// A file, in which reading can go on elsewhere.
    File(File),
    /// A part of a file, memory, or standard input.
    Stream(Box<dyn Read + Send>),
}

impl Read for ArchiveInput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buffer),
            Self::Stream(stream) => stream.read(buffer),
        }
    }
}

impl ArchiveInput {
    /// Goes on at `offset` if `is_expected` says so of the bytes there, an empty slice at the end of the file.
    /// `false` where it does not, or reading can only go forward; then nothing has changed.
    pub(super) fn jump(&mut self, offset: u64, is_expected: impl Fn(&[u8]) -> bool) -> bool {
        let Self::File(file) = self else { return false };
        let Ok(before) = file.stream_position() else { return false };
        let mut head = Vec::new();
        let is_inside = file.metadata().is_ok_and(|metadata| offset <= metadata.len());
        let read = is_inside
            && file.seek(SeekFrom::Start(offset)).is_ok()
            && file.take(32).read_to_end(&mut head).is_ok();
        let target = if read && is_expected(&head) { offset } else { before };
        file.seek(SeekFrom::Start(target)).is_ok() && target == offset
    }
}

/// Bytes that are read in pieces and can be gone back over.
pub(super) struct RewindBuffer {
    input: ArchiveInput,
    bytes: Vec<u8>,
    /// The offset in the file of the first byte that is kept.
    start: u64,
    position: usize,
}

impl RewindBuffer {
    pub(super) fn new(input: ArchiveInput, start: u64) -> Self {
        Self { input, bytes: Vec::new(), start, position: 0 }
    }

    /// The offset in the file of the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.start + self.position as u64
    }

    /// What was read and not consumed.
    pub(super) fn available(&self) -> &[u8] {
        &self.bytes[self.position..]
    }

    /// Reads until `wanted` bytes are available, or the file ends.
    pub(super) fn fill(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.available().len() < wanted {
            if self.position > 2 * MAX_REWIND_BYTES {
                let gone = self.position - MAX_REWIND_BYTES;
                self.bytes.drain(..gone);
                self.position -= gone;
                self.start += gone as u64;
            }
            let before = self.bytes.len();
            self.bytes.resize(before + CHUNK_BYTES, 0);
            let read = read_some(&mut self.input, &mut self.bytes[before..]);
            self.bytes.truncate(before + *read.as_ref().unwrap_or(&0));
            if read? == 0 {
                break;
            }
        }
        Ok(self.available())
    }

    pub(super) fn consume(&mut self, count: usize) {
        self.position += count;
    }

    /// Goes back to `offset`, or to the nearest byte after it that is still kept.
    pub(super) fn rewind(&mut self, offset: u64) {
        let back = offset.saturating_sub(self.start).min(self.bytes.len() as u64);
        self.position = self.position.min(back as usize);
    }
}

/// Reads what is there; a signal is no end.
pub(super) fn read_some(input: &mut ArchiveInput, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_bytes_are_read_again() {
        let bytes: Vec<u8> = (0..5 * MAX_REWIND_BYTES).map(|at| (at / 7) as u8).collect();
        let stream = ArchiveInput::Stream(Box::new(io::Cursor::new(bytes.clone())));
        let mut buffer = RewindBuffer::new(stream, 0);
        while !buffer.fill(1000).unwrap().is_empty() {
            let count = buffer.available().len().min(1000);
            buffer.consume(count);
        }
        assert_eq!(buffer.offset(), bytes.len() as u64);
        buffer.rewind(bytes.len() as u64 - 10);
        assert_eq!(buffer.fill(11).unwrap(), &bytes[bytes.len() - 10..]);
        buffer.rewind(0);
        assert!(buffer.offset() > 0 && buffer.offset() < bytes.len() as u64 - 500_000);
        assert_eq!(buffer.available()[..9], bytes[buffer.offset() as usize..][..9]);
    }
}

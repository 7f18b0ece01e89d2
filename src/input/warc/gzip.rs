//! The members of a gzip file, one after the other. Where one is damaged, the next is looked for.

use crc32fast::Hasher as Crc;
use flate2::{Decompress, FlushDecompress, Status};
use memchr::memmem;

use super::read_step::ReadStep;
use super::rewind::{ArchiveInput, CHUNK_BYTES, RewindBuffer};

/// How a member begins: the two bytes of its mark, and deflate as its method.
pub(in crate::input) const MAGIC: &[u8] = b"\x1f\x8b\x08";

/// How a record begins.
pub(super) const RECORD: &[u8] = b"WARC/";

/// Bytes from which the beginning of a member is judged.
const PROBE_BYTES: usize = 1 << 10;

/// The longest head of a member: names and comments have no limit of their own.
const MAX_HEAD_BYTES: usize = CHUNK_BYTES;

/// The bytes behind a member: a checksum and a length.
const TRAILER_BYTES: usize = 8;

/// Where reading is.
enum MemberState {
    /// Before a member, or at the end.
    Between,
    Inside,
    /// A member is damaged, which was not reported yet.
    Broken(String),
    /// The next member is looked for from this offset on.
    Lost(u64),
}

/// A gzip file, member by member.
pub(super) struct GzipMembers {
    raw: RewindBuffer,
    inflate: Decompress,
    crc: Crc,
    /// How many bytes came out of the current member, as its trailer has it.
    length: u32,
    state: MemberState,
    /// The offset of the current member.
    member: u64,
    /// The beginning of a member, until it is asked for.
    head: Vec<u8>,
}

impl GzipMembers {
    /// Reads members from the offset `start` on, which is that of the first byte of `input`.
    pub(super) fn new(input: ArchiveInput, start: u64) -> Self {
        Self {
            raw: RewindBuffer::new(input, start),
            inflate: Decompress::new(false),
            crc: Crc::new(),
            length: 0,
            state: MemberState::Between,
            member: 0,
            head: Vec::new(),
        }
    }

    /// The offset in the file of the current member.
    pub(super) fn member(&self) -> u64 {
        self.member
    }

    /// Appends the next bytes. A member that continues a record is not reported as a boundary.
    pub(super) fn read(&mut self, out: &mut Vec<u8>) -> ReadStep {
        if !self.head.is_empty() {
            self.take_head(out);
            return ReadStep::Bytes;
        }
        loop {
            match std::mem::replace(&mut self.state, MemberState::Between) {
                MemberState::Inside => {
                    let before = out.len();
                    self.advance(out);
                    if out.len() > before {
                        return ReadStep::Bytes;
                    }
                }
                MemberState::Broken(why) => {
                    self.state = MemberState::Lost(self.member + 1);
                    return ReadStep::Damaged(why);
                }
                MemberState::Lost(from) => self.find(from),
                MemberState::Between => match self.begin() {
                    Some(ReadStep::Bytes) => {
                        self.take_head(out);
                        return ReadStep::Bytes;
                    }
                    Some(step) => return step,
                    None => {}
                },
            }
        }
    }

    /// Appends the beginning of the member. It is most of a record, so it is not copied where nothing stands before it.
    fn take_head(&mut self, out: &mut Vec<u8>) {
        match out.is_empty() {
            true => std::mem::swap(out, &mut self.head),
            false => out.append(&mut self.head),
        }
    }

    /// Begins the next member. `None` where it holds nothing.
    fn begin(&mut self) -> Option<ReadStep> {
        let offset = self.raw.offset();
        let head = match self.raw.fill(MAX_HEAD_BYTES) {
            Ok([]) => return Some(ReadStep::End),
            Ok(head) => head,
            Err(error) => return Some(self.unreadable(&error)),
        };
        let padding = head.iter().take_while(|byte| **byte == 0).count();
        if padding > 0 {
            self.raw.consume(padding);
            return None;
        }
        self.member = offset;
        let Some(length) = head_length(head) else {
            self.state = MemberState::Lost(self.member + 1);
            let why = "the bytes at this offset are not a gzip member";
            return Some(ReadStep::Garbage { offset: self.member, why: why.into() });
        };
        self.raw.consume(length);
        self.inflate.reset(false);
        self.crc.reset();
        self.length = 0;
        self.state = MemberState::Inside;
        let mut head = std::mem::take(&mut self.head);
        while head.len() < RECORD.len() && matches!(self.state, MemberState::Inside) {
            self.advance(&mut head);
        }
        match &mut self.state {
            MemberState::Broken(why) if head.len() < RECORD.len() => {
                let why = std::mem::take(why);
                self.state = MemberState::Lost(self.member + 1);
                return Some(ReadStep::Garbage { offset: self.member, why });
            }
            _ if head.is_empty() => return None,
            _ => {}
        }
        self.head = head;
        Some(if self.head.starts_with(RECORD) { ReadStep::Boundary } else { ReadStep::Bytes })
    }

    /// Appends some bytes of the current member, and leaves it at its end.
    fn advance(&mut self, out: &mut Vec<u8>) {
        self.state = match self.inflate_some(out) {
            Ok(Status::StreamEnd) => match self.check_trailer() {
                Ok(()) => MemberState::Between,
                Err(why) => MemberState::Broken(why),
            },
            Ok(_) => MemberState::Inside,
            Err(why) => MemberState::Broken(why),
        };
    }

    fn inflate_some(&mut self, out: &mut Vec<u8>) -> Result<Status, String> {
        let input = self.raw.fill(1).map_err(|error| error.to_string())?;
        if input.is_empty() {
            return Err("the file ends within a gzip member".into());
        }
        let (read, start) = (self.inflate.total_in(), out.len());
        out.reserve(CHUNK_BYTES);
        let status = self.inflate.decompress_vec(input, out, FlushDecompress::None);
        self.raw.consume((self.inflate.total_in() - read) as usize);
        self.crc.update(&out[start..]);
        self.length = self.length.wrapping_add((out.len() - start) as u32);
        let is_stuck = self.inflate.total_in() == read && out.len() == start;
        match status {
            Ok(status) if !is_stuck || status == Status::StreamEnd => Ok(status),
            _ => Err("the gzip member is damaged".into()),
        }
    }

    fn check_trailer(&mut self) -> Result<(), String> {
        let trailer = self.raw.fill(TRAILER_BYTES).map_err(|error| error.to_string())?;
        let words: Option<[[u8; 4]; 2]> = trailer
            .first_chunk::<TRAILER_BYTES>()
            .map(|[a, b, c, d, e, f, g, h]| [[*a, *b, *c, *d], [*e, *f, *g, *h]]);
        let [sum, length] = words.ok_or("the file ends within a gzip member")?;
        let is_right = u32::from_le_bytes(sum) == self.crc.clone().finalize()
            && u32::from_le_bytes(length) == self.length;
        // What is wrong may be the bytes here, which are then of another member.
        if !is_right {
            return Err("the checksum of the gzip member is wrong".into());
        }
        self.raw.consume(TRAILER_BYTES);
        Ok(())
    }

    /// Goes to the next member that begins with a record, or to the end.
    fn find(&mut self, from: u64) {
        self.raw.rewind(from);
        let mut probe = Decompress::new(false);
        loop {
            let Ok(bytes) = self.raw.fill(CHUNK_BYTES) else { return };
            let mut found = memmem::find_iter(bytes, MAGIC);
            let is_end = bytes.len() < CHUNK_BYTES;
            let whole = if is_end { bytes.len() } else { bytes.len() - PROBE_BYTES };
            let near = found.find(|at| *at >= whole || begins_record(&bytes[*at..], &mut probe));
            match near {
                Some(at) if at < whole => return self.raw.consume(at),
                _ if is_end => {
                    let count = bytes.len();
                    return self.raw.consume(count);
                }
                _ => self.raw.consume(whole),
            }
        }
    }

    fn unreadable(&mut self, error: &std::io::Error) -> ReadStep {
        let count = self.raw.available().len();
        self.raw.consume(count);
        ReadStep::Failed(error.to_string())
    }
}

/// The length of the head of a member (RFC 1952); `None` where there is none.
fn head_length(bytes: &[u8]) -> Option<usize> {
    let flags = *bytes.get(3)?;
    if !bytes.starts_with(MAGIC) || flags & 0xe0 != 0 {
        return None;
    }
    let mut at = 10;
    if flags & 0x04 != 0 {
        let length = [*bytes.get(at)?, *bytes.get(at + 1)?];
        at += 2 + usize::from(u16::from_le_bytes(length));
    }
    for text in [0x08, 0x10] {
        if flags & text != 0 {
            at += memchr::memchr(0, bytes.get(at..)?)? + 1;
        }
    }
    if flags & 0x02 != 0 {
        at += 2;
    }
    (at <= bytes.len()).then_some(at)
}

/// Whether the member that may begin here begins with a record.
fn begins_record(bytes: &[u8], probe: &mut Decompress) -> bool {
    let bytes = &bytes[..bytes.len().min(PROBE_BYTES)];
    let Some(length) = head_length(bytes) else { return false };
    let mut out = [0; RECORD.len()];
    probe.reset(false);
    let inflated = probe.decompress(&bytes[length..], &mut out, FlushDecompress::None);
    inflated.is_ok() && out == RECORD
}

//! The records of an archive, one at a time. What is wrong with one costs this one and no other.

use super::gzip::RECORD;
use super::header::{HeaderBlock, MAX_HEADER_BYTES, header_end};
use super::read_step::ReadStep;
use super::record_bytes::{RecordBytes, RecordOffset, record_start};
use super::rewind::ArchiveInput;
use crate::article::SkipReason;

/// The largest length that is believed: nothing that is captured has a terabyte.
const MAX_RECORD_BYTES: u64 = 1 << 40;

/// What is kept of a record that is larger than the limit: enough to see what it is.
const MAX_EXCERPT_BYTES: usize = MAX_HEADER_BYTES;

/// A record as it stands in the archive.
#[derive(Debug)]
pub(super) struct WarcRecord {
    pub(super) offset: RecordOffset,
    pub(super) header: HeaderBlock,
    pub(super) content: Vec<u8>,
    /// Whether `content` is only the beginning of what is there.
    pub(super) is_excerpt: bool,
}

impl WarcRecord {
    /// Its name inside the archive: its identifier, or else where it stands.
    pub(super) fn part(&self) -> String {
        part(self.offset, Some(&self.header))
    }
}

/// A piece of an archive that is not a record that can be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct RecordFault {
    pub(super) part: String,
    pub(super) reason: SkipReason,
    pub(super) detail: String,
}

fn part(offset: RecordOffset, header: Option<&HeaderBlock>) -> String {
    match header.and_then(|header| header.get("WARC-Record-ID")).map(address) {
        Some(id) if !id.is_empty() => id.to_owned(),
        _ if offset.inside > 0 => format!("offset {}+{}", offset.file, offset.inside),
        _ => format!("offset {}", offset.file),
    }
}

/// An address without the angle brackets that WARC 1.0 puts around it, and without blanks inside them.
pub(super) fn address(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text).trim()
}

/// How records stand in the members of a gzip file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MemberLayout {
    /// Not enough records were seen.
    Unknown,
    /// Each record had a member of its own so far.
    Separate,
    /// Some member held several records.
    Shared,
}

/// Reads the records of an archive.
pub(super) struct RecordReader {
    bytes: RecordBytes,
    /// The largest content that is kept.
    limit: u64,
    layout: MemberLayout,
    records: u64,
    /// Whether reading failed with an I/O error. It is reported once.
    is_failed: bool,
}

impl RecordReader {
    /// Reads an archive from the offset `start` on, which is that of the first byte of `input`.
    pub(super) fn new(input: ArchiveInput, start: u64, limit: u64) -> Self {
        let limit = limit.saturating_add(MAX_HEADER_BYTES as u64);
        let mut bytes = RecordBytes::new(input, start);
        if bytes.has(3) && bytes.available().starts_with(b"\xef\xbb\xbf") {
            bytes.consume(3);
        }
        Self { bytes, limit, layout: MemberLayout::Unknown, records: 0, is_failed: false }
    }

    fn record(&mut self) -> Result<WarcRecord, RecordFault> {
        let offset = self.bytes.offset();
        self.learn_layout(offset);
        let fault = |header: Option<&HeaderBlock>, detail: String| RecordFault {
            part: part(offset, header),
            reason: SkipReason::BadRecord,
            detail,
        };
        let (header, length) = match self.header() {
            Ok(header) => header,
            Err(why) => {
                self.resume_after(1);
                return Err(fault(None, why));
            }
        };
        let count = match content_length(&header) {
            Ok(count) => count,
            Err(why) => {
                self.resume_after(length);
                return Err(fault(Some(&header), why));
            }
        };
        if count > self.limit {
            return self.excerpt(offset, header, length, count);
        }
        let end = length + count as usize;
        if !self.bytes.has(end) {
            let rest = self.bytes.available().len() - length;
            let why = match self.bytes.feed() {
                ReadStep::Damaged(why) | ReadStep::Failed(why) => why,
                _ => {
                    format!("truncated: the archive has only {rest} of the record's {count} bytes")
                }
            };
            self.resume_after(length);
            return Err(fault(Some(&header), why));
        }
        if let Err(why) = self.check_end(length, end) {
            self.resume_after(length);
            return Err(fault(Some(&header), why));
        }
        let content = self.bytes.available()[length..end].to_vec();
        self.bytes.consume(end);
        Ok(WarcRecord { offset, header, content, is_excerpt: false })
    }

    /// A record that is too large to be kept.
    fn excerpt(
        &mut self,
        offset: RecordOffset,
        header: HeaderBlock,
        length: usize,
        count: u64,
    ) -> Result<WarcRecord, RecordFault> {
        self.bytes.has(length + MAX_EXCERPT_BYTES);
        let rest = &self.bytes.available()[length..];
        let content = rest[..rest.len().min(MAX_EXCERPT_BYTES)].to_vec();
        let total = length as u64 + count;
        if self.layout == MemberLayout::Separate {
            self.bytes.discard_member();
        } else if !self.bytes.jump(total) {
            if self.bytes.can_jump() {
                self.resume_after(length);
                let detail = format!(
                    "its Content-Length is {count} bytes, but no record begins after that many bytes"
                );
                let part = part(offset, Some(&header));
                return Err(RecordFault { part, reason: SkipReason::BadRecord, detail });
            }
            self.bytes.discard(total);
        }
        Ok(WarcRecord { offset, header, content, is_excerpt: true })
    }

    fn learn_layout(&mut self, offset: RecordOffset) {
        self.records += 1;
        self.layout = match self.layout {
            _ if offset.inside > 0 || !self.bytes.has_members() => MemberLayout::Shared,
            MemberLayout::Unknown if self.records > 1 => MemberLayout::Separate,
            layout => layout,
        };
    }

    /// The header of the record, and the length of its block.
    fn header(&mut self) -> Result<(HeaderBlock, usize), String> {
        if !self.bytes.has(RECORD.len()) || !self.bytes.available().starts_with(RECORD) {
            return Err("no record begins here".into());
        }
        let mut seen = 0;
        loop {
            let bytes = self.bytes.available();
            let known = &bytes[..bytes.len().min(MAX_HEADER_BYTES)];
            if let Some((end, length)) = header_end(known, seen) {
                // One that was cut off goes over into the next, whose fields are not its own.
                if record_start(&known[..length]).is_some() {
                    return Err("truncated: another record begins in its header".into());
                }
                return Ok((HeaderBlock::parse(&known[..end]), length));
            }
            if known.len() == MAX_HEADER_BYTES {
                return Err(format!("its header has more than {MAX_HEADER_BYTES} bytes"));
            }
            seen = known.len();
            match self.bytes.feed() {
                ReadStep::Bytes => {}
                ReadStep::Damaged(why) | ReadStep::Failed(why) => return Err(why),
                _ => return Err("truncated: its header has no end".into()),
            }
        }
    }

    /// Whether the content from `start` ends at `end`: another record or nothing follows it. Blank lines do as well,
    /// before something else, unless a record begins in the content: it may go over into the next one.
    fn check_end(&mut self, start: usize, end: usize) -> Result<(), String> {
        let mut at = end;
        loop {
            if self.bytes.available().len() < at + RECORD.len() {
                match self.bytes.feed() {
                    ReadStep::Bytes => continue,
                    ReadStep::Damaged(why) | ReadStep::Failed(why) => return Err(why),
                    _ => {}
                }
            }
            let rest = &self.bytes.available()[at..];
            match rest.first() {
                Some(b'\r' | b'\n' | b' ' | b'\t' | 0) => at += 1,
                Some(_) if !rest.starts_with(RECORD) => break,
                _ => return Ok(()),
            }
        }
        let bytes = self.bytes.available();
        let lines = bytes[end..at].iter().filter(|byte| **byte == b'\n').count();
        match lines {
            2.. if record_start(&bytes[start - 1..end]).is_none() => Ok(()),
            _ => Err("its content is longer or shorter than its Content-Length".into()),
        }
    }

    /// Leaves a record that cannot be read, `from` bytes behind its beginning, and finds the next one.
    fn resume_after(&mut self, from: usize) {
        if self.layout == MemberLayout::Separate {
            return self.bytes.discard_member();
        }
        // The end of the line before is kept: the next record may begin right here.
        self.bytes.consume(from.saturating_sub(1));
        self.bytes.find_record();
    }
}

fn content_length(header: &HeaderBlock) -> Result<u64, String> {
    let mut values = header.all("Content-Length");
    let Some(first) = values.next() else { return Err("it has no Content-Length".into()) };
    if values.any(|value| value != first) {
        return Err("it has several Content-Length lines".into());
    }
    let is_number = !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit());
    let count = first.parse().ok().filter(|count| is_number && *count <= MAX_RECORD_BYTES);
    count.ok_or_else(|| format!("its Content-Length is not a length: {}", shortened(first)))
}

/// The beginning of what an archive says, for a message.
pub(super) fn shortened(text: &str) -> &str {
    &text[..text.floor_char_boundary(80)]
}

impl Iterator for RecordReader {
    type Item = Result<WarcRecord, RecordFault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let blank = self.bytes.available().iter();
            let blank = blank.take_while(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t' | 0));
            let blank = blank.count();
            self.bytes.consume(blank);
            if !self.bytes.available().is_empty() {
                return Some(self.record());
            }
            let step = self.bytes.feed();
            let offset = self.bytes.offset();
            let fault = |offset, detail| RecordFault {
                part: part(offset, None),
                reason: SkipReason::BadRecord,
                detail,
            };
            match step {
                ReadStep::Bytes => {}
                ReadStep::End => return None,
                ReadStep::Boundary => self.bytes.cross(),
                // The record that it was found in has been reported; between records it is one of its own.
                ReadStep::Damaged(why) => {
                    self.bytes.cross();
                    if offset.inside == 0 {
                        return Some(Err(fault(offset, why)));
                    }
                }
                ReadStep::Garbage { offset, why } => {
                    self.bytes.cross();
                    return Some(Err(fault(RecordOffset { file: offset, inside: 0 }, why)));
                }
                ReadStep::Failed(detail) if !self.is_failed => {
                    self.is_failed = true;
                    let reason = SkipReason::Unreadable;
                    return Some(Err(RecordFault { reason, ..fault(offset, detail) }));
                }
                ReadStep::Failed(_) => return None,
            }
        }
    }
}

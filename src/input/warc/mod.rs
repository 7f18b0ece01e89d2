//! Web archives: WARC files, plain or as gzip, and WACZ. Read record by record, with a few of them in memory,
//! whatever the size of the whole.

mod chosen;
mod chunked;
mod content_coding;
mod gzip;
mod header;
mod index;
mod page;
mod read_step;
mod record;
mod record_bytes;
mod rewind;
mod skip_counts;
mod wacz;

use std::fs::File;
use std::io::Read as _;
use std::sync::Arc;

use flate2::read::GzDecoder;
use rayon::prelude::*;

use self::chosen::ChosenRecords;
pub use self::index::RecordIndex;
use self::page::{CapturedPage, SortedRecord};
use self::record::{RecordFault, RecordReader, WarcRecord};
pub(super) use self::rewind::ArchiveInput;
use self::skip_counts::SkipCounts;
use self::wacz::WaczMember;
use super::{InputOptions, InputSource, Loaded, SkipCause};
use crate::article::{SkipReason, Skipped};

/// Records that are read before their pages are decoded, in parallel.
const MAX_PART_RECORDS: usize = 64;

/// Bytes after which no more records are read before that.
const MAX_PART_BYTES: usize = 4 << 20;

/// Records of one archive that are skipped with a row of their own. Others are counted.
const MAX_SKIPPED_ROWS: usize = 10_000;

/// How a file that holds web archives is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ArchiveKind {
    /// Records, plain or as gzip: `.warc`, `.warc.gz`.
    Warc,
    /// A ZIP archive of such files: `.wacz`.
    Wacz,
}

/// Whether bytes begin like a WARC file, plain or as gzip.
pub(super) fn is_archive(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if !head.starts_with(gzip::MAGIC) {
        return head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.");
    }
    let mut start = [0; gzip::RECORD.len()];
    GzDecoder::new(head).read_exact(&mut start).is_ok() && start == gzip::RECORD
}

/// Records, and what is wrong with others.
type RecordIterator = Box<dyn Iterator<Item = Result<WarcRecord, RecordFault>> + Send>;

/// An archive that is read piece by piece.
pub(crate) struct ArchiveStream<'a> {
    source: &'a InputSource,
    name: String,
    options: InputOptions,
    /// The records of the file, or of the current member.
    records: Option<RecordIterator>,
    /// The records that are read; all where there is none.
    index: Option<Arc<RecordIndex>>,
    /// The file and the members of it that were not read yet.
    rest: Option<(File, std::vec::IntoIter<WaczMember>)>,
    /// Why the archive is not read at all.
    failure: Option<SkipCause>,
    /// What the parts begin with whose records have no identifier.
    member: Option<String>,
    pages: u64,
    counts: SkipCounts,
    is_ended: bool,
}

/// What is handed on, in the order of the records.
enum QueuedRecord {
    Page(Box<CapturedPage>),
    Skipped(Skipped),
}

impl<'a> ArchiveStream<'a> {
    /// Reads WARC records from `input`.
    pub(super) fn new(source: &'a InputSource, input: ArchiveInput, options: InputOptions) -> Self {
        let mut stream = Self::empty(source, options);
        stream.records = Some(Box::new(RecordReader::new(input, 0, options.max_size)));
        stream
    }

    /// Reads a file of a kind: all of it, or the records that an index names.
    pub(super) fn open(
        source: &'a InputSource,
        file: File,
        kind: ArchiveKind,
        index: Option<&Arc<RecordIndex>>,
        options: InputOptions,
    ) -> Self {
        let mut stream = Self { index: index.cloned(), ..Self::empty(source, options) };
        match (kind, index) {
            (ArchiveKind::Wacz, _) => match wacz::members(&file) {
                Ok(members) => stream.rest = Some((file, members.into_iter())),
                Err(cause) => stream.failure = Some(cause),
            },
            (ArchiveKind::Warc, None) => {
                return Self::new(source, ArchiveInput::File(file), options);
            }
            (ArchiveKind::Warc, Some(index)) => {
                let length = file.metadata().map_or(0, |metadata| metadata.len());
                let offsets = index.offsets(&stream.name);
                let chosen = ChosenRecords::new(file, [0, length], offsets, options.max_size);
                stream.records = Some(Box::new(chosen));
            }
        }
        stream
    }

    /// An archive that cannot be opened.
    pub(super) fn unreadable(
        source: &'a InputSource,
        cause: SkipCause,
        options: InputOptions,
    ) -> Self {
        Self { failure: Some(cause), ..Self::empty(source, options) }
    }

    fn empty(source: &'a InputSource, options: InputOptions) -> Self {
        Self {
            source,
            name: source.name(),
            options,
            records: None,
            index: None,
            rest: None,
            failure: None,
            member: None,
            pages: 0,
            counts: SkipCounts::default(),
            is_ended: false,
        }
    }

    /// The next record of the archive, whatever member it is in.
    fn next_record(&mut self) -> Option<Result<WarcRecord, RecordFault>> {
        loop {
            if let Some(next) = self.records.as_mut().and_then(Iterator::next) {
                return Some(next);
            }
            self.records = None;
            let (file, members) = self.rest.as_mut()?;
            let member = members.next()?;
            match open_member(file, &member, self.index.as_deref(), self.options.max_size) {
                Ok(records) => self.records = Some(records),
                Err((reason, detail)) => {
                    return Some(Err(RecordFault { part: member.name, reason, detail }));
                }
            }
            self.member = Some(member.name);
        }
    }

    /// Reads some records.
    fn queue(&mut self) -> Vec<QueuedRecord> {
        let (mut queue, mut bytes) = (Vec::new(), 0);
        while queue.len() < MAX_PART_RECORDS && bytes < MAX_PART_BYTES {
            let sorted = match self.next_record() {
                Some(Ok(record)) => page::sort(record, &self.options),
                Some(Err(fault)) => SortedRecord::Skipped(fault),
                None => {
                    self.is_ended = true;
                    break;
                }
            };
            match sorted {
                SortedRecord::Page(mut page) => {
                    page.part = self.full_part(page.part);
                    bytes += page.size();
                    queue.push(QueuedRecord::Page(Box::new(page)));
                }
                SortedRecord::Skipped(fault) => {
                    queue.push(QueuedRecord::Skipped(self.skip_record(fault)));
                }
                SortedRecord::Other(kind) => self.counts.add_other(kind),
                SortedRecord::About => {}
            }
        }
        queue
    }

    /// The name of a record in the whole archive: an offset is one in a member.
    fn full_part(&self, part: String) -> String {
        match &self.member {
            Some(member) if part.starts_with("offset ") => format!("{member} {part}"),
            _ => part,
        }
    }

    fn skip_record(&self, fault: RecordFault) -> Skipped {
        let RecordFault { part, reason, detail } = fault;
        let (input, part) = (self.name.clone(), self.full_part(part));
        Skipped { input, part: Some(part), reason, detail }
    }

    /// Decodes the pages of the queue, and keeps as many rows about others as there is room for.
    fn load(&mut self, queue: Vec<QueuedRecord>) -> Vec<Loaded> {
        let (name, options) = (self.name.as_str(), &self.options);
        let loaded: Vec<Loaded> = queue
            .into_par_iter()
            .map(|queued| match queued {
                QueuedRecord::Page(page) => page::load(*page, name, options),
                QueuedRecord::Skipped(skipped) => Loaded::Skipped(skipped),
            })
            .collect();
        let mut kept = Vec::with_capacity(loaded.len());
        for one in loaded {
            match one {
                Loaded::Skipped(_) if self.counts.rows == MAX_SKIPPED_ROWS => {
                    self.counts.unlisted += 1;
                }
                Loaded::Skipped(_) => {
                    self.counts.rows += 1;
                    kept.push(one);
                }
                _ => {
                    self.pages += 1;
                    kept.push(one);
                }
            }
        }
        kept
    }

    /// What is said of the archive as a whole when all of it was read.
    fn conclusion(&self) -> Vec<Loaded> {
        let mut rows = Vec::new();
        if self.counts.unlisted > 0 {
            let detail = format!("{} more records", self.counts.unlisted);
            rows.push(self.source.skip(SkipReason::OtherRecords, detail));
        }
        if let Some(detail) = self.counts.describe_others() {
            rows.push(self.source.skip(SkipReason::OtherRecords, detail));
        }
        if self.pages == 0 && self.counts.rows > 0 {
            let detail = "it contains no page that can be read";
            rows.push(self.source.skip(SkipReason::NoArticles, detail.into()));
        }
        rows
    }
}

impl Iterator for ArchiveStream<'_> {
    type Item = Vec<Loaded>;

    fn next(&mut self) -> Option<Vec<Loaded>> {
        if let Some((reason, detail)) = self.failure.take() {
            self.is_ended = true;
            return Some(vec![self.source.skip(reason, detail)]);
        }
        if self.is_ended {
            return None;
        }
        let queue = self.queue();
        let mut loaded = self.load(queue);
        if self.is_ended {
            loaded.extend(self.conclusion());
        }
        Some(loaded)
    }
}

/// The records of a member: all, or those that an index names.
fn open_member(
    file: &File,
    member: &WaczMember,
    index: Option<&RecordIndex>,
    limit: u64,
) -> Result<RecordIterator, SkipCause> {
    let Some(index) = index else {
        return Ok(Box::new(RecordReader::new(wacz::open(file, member)?, 0, limit)));
    };
    let offsets = index.offsets(&member.name);
    let place = match wacz::place(member) {
        _ if offsets.is_empty() => [0, 0],
        Some(place) => place,
        None => {
            let detail = "it is compressed as a whole, so the records that the index lists cannot be found by their offsets";
            return Err((SkipReason::BadArchive, detail.into()));
        }
    };
    let file = file.try_clone().map_err(|error| (SkipReason::Unreadable, error.to_string()))?;
    Ok(Box::new(ChosenRecords::new(file, place, offsets, limit)))
}

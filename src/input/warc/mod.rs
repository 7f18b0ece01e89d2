//! Web archives: WARC files, plain or as gzip, and WACZ. Read record by record, with a few of them in memory,
//! whatever the size of the whole.

mod chunked;
mod content_coding;
mod gzip;
mod header;
mod page;
mod read_step;
mod record;
mod record_bytes;
mod rewind;
mod wacz;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;

use flate2::read::GzDecoder;
use rayon::prelude::*;

use self::page::{CapturedPage, SortedRecord};
use self::record::{RecordFault, RecordReader};
pub(super) use self::rewind::ArchiveInput;
use self::wacz::WaczMember;
use super::{InputOptions, InputSource, Loaded, SkipCause};
use crate::article::{SkipReason, Skipped};

/// Records that are read before their pages are decoded, in parallel.
const MAX_PART_RECORDS: usize = 64;

/// Bytes after which no more records are read before that.
const MAX_PART_BYTES: usize = 4 << 20;

/// Records of one archive that are skipped with a row of their own. Others are counted.
const MAX_SKIPPED_ROWS: usize = 10_000;

/// Kinds of captures that are counted by their names; others are counted together.
const MAX_OTHER_KINDS: usize = 100;

/// How many of them are named.
const MAX_NAMED_KINDS: usize = 8;

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

/// An archive that is read piece by piece.
pub(crate) struct ArchiveStream<'a> {
    source: &'a InputSource,
    name: String,
    options: InputOptions,
    reader: Option<RecordReader>,
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

/// What was skipped so far.
#[derive(Debug, Default)]
struct SkipCounts {
    rows: usize,
    /// Records that have no row of their own.
    unlisted: u64,
    others: BTreeMap<String, u64>,
    other_kinds: u64,
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
        stream.reader = Some(reader(input, options.max_size));
        stream
    }

    /// Reads a file of a kind.
    pub(super) fn open(
        source: &'a InputSource,
        file: File,
        kind: ArchiveKind,
        options: InputOptions,
    ) -> Self {
        if kind == ArchiveKind::Warc {
            return Self::new(source, ArchiveInput::File(file), options);
        }
        let mut stream = Self::empty(source, options);
        match wacz::members(&file) {
            Ok(members) => stream.rest = Some((file, members.into_iter())),
            Err(cause) => stream.failure = Some(cause),
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
            reader: None,
            rest: None,
            failure: None,
            member: None,
            pages: 0,
            counts: SkipCounts::default(),
            is_ended: false,
        }
    }

    /// The next record of the archive, whatever member it is in.
    fn next_record(&mut self) -> Option<Result<record::WarcRecord, RecordFault>> {
        loop {
            if let Some(next) = self.reader.as_mut().and_then(Iterator::next) {
                return Some(next);
            }
            self.reader = None;
            let (file, members) = self.rest.as_mut()?;
            let member = members.next()?;
            match wacz::open(file, &member) {
                Ok(input) => self.reader = Some(reader(input, self.options.max_size)),
                Err((reason, detail)) => {
                    return Some(Err(RecordFault { part: member.name, reason, detail }));
                }
            }
            self.member = Some(member.name);
        }
    }

    /// Reads some records. `None` at the end of the archive.
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

impl SkipCounts {
    fn add_other(&mut self, kind: String) {
        if self.others.len() == MAX_OTHER_KINDS && !self.others.contains_key(&kind) {
            self.other_kinds += 1;
        } else {
            *self.others.entry(kind).or_insert(0) += 1;
        }
    }

    /// How many captures of other kinds there are, the most frequent first.
    fn describe_others(&self) -> Option<String> {
        let mut kinds: Vec<(&String, u64)> =
            self.others.iter().map(|(kind, n)| (kind, *n)).collect();
        kinds.sort_by(|one, two| two.1.cmp(&one.1).then_with(|| one.0.cmp(two.0)));
        let total: u64 = kinds.iter().map(|(_, count)| count).sum::<u64>() + self.other_kinds;
        let named = kinds.iter().take(MAX_NAMED_KINDS);
        let mut parts: Vec<String> =
            named.map(|(kind, count)| format!("{count} with {kind}")).collect();
        let shown: u64 = kinds.iter().take(MAX_NAMED_KINDS).map(|(_, count)| count).sum();
        if total > shown {
            parts.push(format!("{} others", total - shown));
        }
        (total > 0).then(|| parts.join(", "))
    }
}

fn reader(mut input: ArchiveInput, limit: u64) -> RecordReader {
    let mut head = vec![0; gzip::MAGIC.len()];
    let mut read = 0;
    while read < head.len() {
        match rewind::read_some(&mut input, &mut head[read..]) {
            Ok(count) if count > 0 => read += count,
            _ => break,
        }
    }
    head.truncate(read);
    RecordReader::new(&head, input, limit)
}

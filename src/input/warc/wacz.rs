//! WACZ: a ZIP archive whose folder `archive/` holds WARC files.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use flate2::read::DeflateDecoder;
use memchr::memmem;
use zip::{CompressionMethod, ZipArchive};

use super::rewind::{ArchiveInput, CHUNK_BYTES};
use crate::article::SkipReason;
use crate::input::SkipCause;

/// The most members that are looked up; each costs memory before it is read.
const MAX_MEMBERS: usize = 100_000;

/// How an entry of the list of members begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// A WARC file inside an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WaczMember {
    pub(super) name: String,
    start: u64,
    length: u64,
    method: CompressionMethod,
    is_encrypted: bool,
}

/// The WARC files of an archive, in the order of its list.
pub(super) fn members(file: &File) -> Result<Vec<WaczMember>, SkipCause> {
    let bad = |why: String| (SkipReason::BadArchive, why);
    if !has_few_members(file).map_err(|error| (SkipReason::Unreadable, error.to_string()))? {
        return Err(bad(format!("it has more than {MAX_MEMBERS} members")));
    }
    let file = file.try_clone().map_err(|error| (SkipReason::Unreadable, error.to_string()))?;
    let incomplete = |error| bad(format!("{error}; the file may be incomplete"));
    let mut archive = ZipArchive::new(file).map_err(incomplete)?;
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let Ok(member) = archive.by_index_raw(index) else { continue };
        let Ok(name) = member.name().map(std::borrow::Cow::into_owned) else { continue };
        let lower = name.to_ascii_lowercase();
        let is_warc = lower.ends_with(".warc") || lower.ends_with(".warc.gz");
        let Some(start) = member.data_start().filter(|_| is_warc) else { continue };
        let (length, method) = (member.compressed_size(), member.compression());
        let is_encrypted = member.encrypted();
        members.push(WaczMember { name, start, length, method, is_encrypted });
    }
    match members.is_empty() {
        true => Err(bad("it contains no WARC file".into())),
        false => Ok(members),
    }
}

/// Opens a member for reading.
pub(super) fn open(file: &File, member: &WaczMember) -> Result<ArchiveInput, SkipCause> {
    if member.is_encrypted {
        let detail = "its members are encrypted; save it without a password";
        return Err((SkipReason::Encrypted, detail.into()));
    }
    let mut file = file.try_clone().map_err(unreadable)?;
    file.seek(SeekFrom::Start(member.start)).map_err(unreadable)?;
    let bytes = file.take(member.length);
    match member.method {
        CompressionMethod::Stored => Ok(ArchiveInput::Stream(Box::new(bytes))),
        CompressionMethod::Deflated => {
            Ok(ArchiveInput::Stream(Box::new(DeflateDecoder::new(bytes))))
        }
        other => Err((SkipReason::BadArchive, format!("compressed by {other}"))),
    }
}

/// Where the bytes of a member begin in the file, and how many there are; `None` where they are not stored as they are.
pub(super) fn place(member: &WaczMember) -> Option<[u64; 2]> {
    let is_stored = member.method == CompressionMethod::Stored && !member.is_encrypted;
    is_stored.then_some([member.start, member.length])
}

fn unreadable(error: std::io::Error) -> SkipCause {
    (SkipReason::Unreadable, error.to_string())
}

/// Whether no list of members that a reader can find in the file is too long.
fn has_few_members(mut file: &File) -> std::io::Result<bool> {
    file.seek(SeekFrom::Start(0))?;
    let mut buffer = vec![0; 16 * CHUNK_BYTES];
    let (mut kept, mut entries) = (0, 0);
    loop {
        let read = file.read(&mut buffer[kept..])?;
        if read == 0 {
            return Ok(true);
        }
        let end = kept + read;
        entries += memmem::find_iter(&buffer[..end], ENTRY).count();
        if entries > MAX_MEMBERS {
            return Ok(false);
        }
        kept = end.min(ENTRY.len() - 1);
        buffer.copy_within(end - kept..end, 0);
    }
}

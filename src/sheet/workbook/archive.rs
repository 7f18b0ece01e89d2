//! The archive that a workbook is, opened only when all of it is within the limits.

use std::io::{self, Cursor, Read as _};

use memchr::memmem;
use rustc_hash::FxHashMap;
use zip::ZipArchive;
use zip::result::ZipError;

use super::super::error::SheetError;
use super::super::limits::{SheetLimits, TooLarge};
use super::damaged;

/// How files of the older binary formats begin, and those that Excel has encrypted.
pub(in crate::sheet) const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The most members of a workbook. Spreadsheets write some dozens; each costs memory before it is read.
const MAX_MEMBERS: usize = 10_000;

/// How an entry of the list of members begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// An archive that unpacks to no more than it may.
pub(super) struct Archive<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Members by their names in lower case with `/`: some programs write `\` and capitals.
    names: FxHashMap<String, usize>,
    limits: SheetLimits,
}

impl<'a> Archive<'a> {
    /// Opens an archive. All of its members are unpacked once, and none is kept.
    pub(super) fn open(bytes: &'a [u8], limits: SheetLimits) -> Result<Self, SheetError> {
        if bytes.starts_with(COMPOUND) {
            return Err(damaged("it is an older format (.xls), or encrypted with a password"));
        }
        // Every list of members that a reader can find in the file is made of these.
        if memmem::find_iter(bytes, ENTRY).nth(MAX_MEMBERS).is_some() {
            return Err(damaged(format!("it contains more than {MAX_MEMBERS} files")));
        }
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(why)?;
        let mut names = FxHashMap::default();
        let mut left = limits.max_bytes;
        for index in 0..archive.len() {
            let member = archive.by_index(index).map_err(why)?;
            let name = member.name().map_err(why)?.replace('\\', "/").to_lowercase();
            let read = io::copy(&mut member.take(left.saturating_add(1)), &mut io::sink());
            let read = read.map_err(|error| damaged(format!("{name} is damaged: {error}")))?;
            left = left.checked_sub(read).ok_or(TooLarge::Unpacked(limits.max_bytes))?;
            names.insert(name, index);
        }
        Ok(Self { archive, names, limits })
    }

    /// Whether there is a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_lowercase())
    }

    /// The text of a member; `None` where there is none of this name.
    pub(super) fn member(&mut self, name: &str) -> Result<Option<String>, SheetError> {
        let Some(index) = self.names.get(&name.to_lowercase()) else { return Ok(None) };
        let mut bytes = Vec::new();
        let member = self.archive.by_index(*index).map_err(why)?;
        let read = member.take(self.limits.max_bytes).read_to_end(&mut bytes);
        read.map_err(|error| damaged(format!("{name} is damaged: {error}")))?;
        let text = String::from_utf8(bytes);
        Ok(Some(text.unwrap_or_else(|bad| String::from_utf8_lossy(bad.as_bytes()).into_owned())))
    }

    /// The text of a member without which there is no workbook.
    pub(super) fn needed(&mut self, name: &str) -> Result<String, SheetError> {
        self.member(name)?.ok_or_else(|| damaged(format!("it has no {name}")))
    }
}

fn why(error: ZipError) -> SheetError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            damaged("it is encrypted with a password")
        }
        error => damaged(format!("{error}; the file may be incomplete")),
    }
}

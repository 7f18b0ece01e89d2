//! The archive that a .docx is, read with limits: members, and the relations between them.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};

use memchr::memmem;
use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{self, DocxXmlEvent};
use crate::article::SkipReason;
use crate::input::{SkipCause, decode};

/// Why an archive is not read.
pub(super) const REASON: SkipReason = SkipReason::BadArchive;

/// The most members that are looked up. Word writes some dozens; each costs memory before it is read.
const MAX_MEMBERS: usize = 10_000;

/// How an entry of the list of members begins.
const ENTRY: &[u8] = b"PK\x01\x02";

/// How files of the older binary formats begin, and those that Word has encrypted.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// An open archive, and how many bytes may still come out of it.
pub(super) struct DocxPackage {
    archive: ZipArchive<Cursor<Vec<u8>>>,
    limit: u64,
    left: u64,
}

impl DocxPackage {
    /// Opens an archive out of which at most `limit` bytes may come.
    pub(super) fn open(bytes: Vec<u8>, limit: u64) -> Result<Self, SkipCause> {
        if bytes.starts_with(COMPOUND) {
            let detail =
                "it is encrypted, or older than .docx; save it as .docx without a password";
            return Err((SkipReason::Encrypted, detail.into()));
        }
        // Every list of members that a reader can find in the file is made of these.
        if memmem::find_iter(&bytes, ENTRY).nth(MAX_MEMBERS).is_some() {
            return Err((REASON, format!("it contains more than {MAX_MEMBERS} files")));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(why)?;
        Ok(Self { archive, limit, left: limit })
    }

    /// The text of a member; `None` where there is none of this name.
    pub(super) fn member(&mut self, name: &str) -> Result<Option<String>, SkipCause> {
        let Some(index) = self.archive.index_for_name_raw(name.as_bytes()) else { return Ok(None) };
        let mut bytes = Vec::new();
        let member = self.archive.by_index(index).map_err(why)?;
        let read = member.take(self.left + 1).read_to_end(&mut bytes);
        read.map_err(|error| (REASON, format!("{name} is damaged: {error}")))?;
        let Some(left) = self.left.checked_sub(bytes.len() as u64) else {
            let detail = format!("more than {} bytes after decompression", self.limit);
            return Err((SkipReason::TooLarge, detail));
        };
        self.left = left;
        Ok(Some(decode(bytes).text))
    }

    /// What a member refers to; nothing where it has no list of relations.
    pub(super) fn relations(&mut self, member: &str) -> Result<DocxRelationships, SkipCause> {
        let (folder, file) = member.rsplit_once('/').unwrap_or(("", member));
        let slash = if folder.is_empty() { "" } else { "/" };
        let text = self.member(&format!("{folder}{slash}_rels/{file}.rels"))?;
        let mut relations =
            DocxRelationships { folder: folder.to_owned(), ..DocxRelationships::default() };
        if let Some(text) = text {
            relations.read(&text)?;
        }
        Ok(relations)
    }
}

fn why(error: ZipError) -> SkipCause {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            (SkipReason::Encrypted, "its contents are encrypted; save it without a password".into())
        }
        error => (REASON, format!("{error}; the file may be incomplete")),
    }
}

/// What a member refers to.
#[derive(Debug, Default)]
pub(super) struct DocxRelationships {
    /// The folder that targets inside the archive are relative to.
    folder: String,
    /// Targets by their id.
    targets: HashMap<String, String>,
    /// Targets by the last part of their type, in their order.
    kinds: HashMap<String, Vec<String>>,
}

impl DocxRelationships {
    /// The target with this id, as written.
    pub(super) fn target(&self, id: &str) -> Option<&str> {
        self.targets.get(id).map(String::as_str)
    }

    /// The name of the member that is of a kind, such as `footnotes`.
    pub(super) fn member(&self, kind: &str) -> Option<String> {
        self.members(kind).next()
    }

    /// The names of all members of a kind, such as `header`, each once.
    pub(super) fn members(&self, kind: &str) -> impl Iterator<Item = String> {
        let mut seen = HashSet::new();
        let targets = self.kinds.get(kind).into_iter().flatten();
        targets.filter(move |target| seen.insert(*target)).map(|target| {
            match target.strip_prefix('/') {
                Some(name) => name.to_owned(),
                None if self.folder.is_empty() => target.clone(),
                None => format!("{}/{target}", self.folder),
            }
        })
    }

    fn read(&mut self, text: &str) -> Result<(), SkipCause> {
        xml::read(text, |node| {
            let DocxXmlEvent::Start(element) = node else { return Ok(()) };
            if element.local() != "Relationship" {
                return Ok(());
            }
            let attribute = |name| element.attribute(name);
            let Some(target) = attribute("Target")? else { return Ok(()) };
            if let Some(kind) = attribute("Type")? {
                let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                self.kinds.entry(kind).or_default().push(target.clone());
            }
            if let Some(id) = attribute("Id")? {
                self.targets.insert(id, target);
            }
            Ok(())
        })
    }
}

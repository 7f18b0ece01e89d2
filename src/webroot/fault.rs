//! What is wrong with a reference.

use super::reference::ReferenceKind;
use crate::article::{Format, Ignore};

/// What is wrong with a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// The site has no such page or file.
    Missing,
    /// A folder is there, and no page in it that a server would show.
    NoIndex,
    /// A file is there whose name differs in capitals alone.
    OtherCase,
    /// The page is there, and no part of it has this name.
    NoAnchor,
    /// The page sends its reader to a page that is not there.
    BrokenRedirect,
    /// Pages send their reader in a circle.
    RedirectLoop,
}

/// A reference that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// What the reference is for.
    pub reference: ReferenceKind,
    /// The address as written, character references decoded.
    pub written: String,
    /// What was looked for and what is there instead.
    pub message: String,
    /// Line and column from 1, in Unicode scalars.
    pub position: [u32; 2],
    /// `[start, end)` bytes in the file; `None` where they are not contiguous.
    pub span: Option<[u64; 2]>,
    /// Characters of the address on its line; 0 where that is not known.
    pub width: u32,
}

/// The faults of one page, in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFaults {
    /// The name of its file.
    pub input: String,
    /// What it was read as.
    pub format: Format,
    /// The faults.
    pub faults: Vec<Fault>,
    /// Comments that leave findings out.
    pub ignores: Vec<Ignore>,
}

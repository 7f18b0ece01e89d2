//! Edits of a file: which bytes go, which come, and what has to stand there for that.
//!
//! Pure: bytes in, bytes out. An edit holds for the file that it was made from and for no other, so
//! one that meets other bytes is refused and never applied by guess.

mod diff;

use std::ops::Range;

pub use self::diff::unified_diff;

/// One edit of a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The first byte that goes, from the beginning of the file, byte order mark included.
    pub start: usize,
    /// The bytes that stand there; none for an insertion.
    pub expected: Vec<u8>,
    /// The bytes that come instead; none for a deletion.
    pub replacement: Vec<u8>,
}

impl Edit {
    /// The bytes of the file that go.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start.saturating_add(self.expected.len())
    }
}

/// Why edits cannot be applied; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditConflict {
    /// Other bytes stand there than were read.
    #[error("the bytes at offset {0} have changed since the file was read; read the file again")]
    Changed(usize),
    /// An edit reaches beyond the end.
    #[error("the file ends before offset {0}; read the file again")]
    OutOfRange(usize),
    /// Two edits are about the same bytes.
    #[error("two edits overlap at offset {0}; merge them")]
    Overlap(usize),
}

/// The file with its edits, which may come in any order.
///
/// ```
/// use citegraph::edit::{Edit, apply};
/// let edit = Edit { start: 2, expected: b"b".into(), replacement: b"xy".into() };
/// assert_eq!(apply(b"a b c", &[edit.clone()]).unwrap(), b"a xy c");
/// assert!(apply(b"a z c", &[edit]).is_err());
/// ```
///
/// # Errors
/// [`EditConflict`] where other bytes stand at a span than its edit expects, where two edits overlap or
/// begin at one byte, and where one reaches beyond the end.
pub fn apply(file: &[u8], edits: &[Edit]) -> Result<Vec<u8>, EditConflict> {
    let mut out = Vec::with_capacity(file.len());
    let mut from = 0;
    for edit in sorted(file, edits)? {
        out.extend_from_slice(&file[from..edit.start]);
        out.extend_from_slice(&edit.replacement);
        from = edit.span().end;
    }
    out.extend_from_slice(&file[from..]);
    Ok(out)
}

/// The edits in the order of the file, once they are known to fit it.
fn sorted<'a>(file: &[u8], edits: &'a [Edit]) -> Result<Vec<&'a Edit>, EditConflict> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort();
    for pair in sorted.windows(2) {
        if pair[1].start < pair[0].span().end || pair[1].start == pair[0].start {
            return Err(EditConflict::Overlap(pair[1].start));
        }
    }
    for edit in &sorted {
        match file.get(edit.span()) {
            None => return Err(EditConflict::OutOfRange(edit.span().end)),
            Some(there) if there != edit.expected => return Err(EditConflict::Changed(edit.start)),
            Some(_) => {}
        }
    }
    Ok(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, expected: &str, replacement: &str) -> Edit {
        Edit { start, expected: expected.into(), replacement: replacement.into() }
    }

    #[test]
    fn edits_in_any_order() {
        let edits = [edit(4, "c", ""), edit(0, "a", "xy"), edit(5, "", "!")];
        assert_eq!(apply(b"a b c", &edits).unwrap(), b"xy b !");
        assert_eq!(apply(b"a b c", &[]).unwrap(), b"a b c");
        // Side by side is no overlap.
        assert_eq!(apply(b"ab", &[edit(0, "a", "1"), edit(1, "b", "2")]).unwrap(), b"12");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (edits, conflict) in [
            (vec![edit(0, "b", "x")], EditConflict::Changed(0)),
            (vec![edit(2, "cd", "x")], EditConflict::OutOfRange(4)),
            (vec![edit(9, "", "x")], EditConflict::OutOfRange(9)),
            (vec![edit(usize::MAX, "a", "x")], EditConflict::OutOfRange(usize::MAX)),
            (vec![edit(0, "ab", "x"), edit(1, "b", "y")], EditConflict::Overlap(1)),
            (vec![edit(1, "", "x"), edit(1, "", "y")], EditConflict::Overlap(1)),
        ] {
            assert_eq!(apply(b"abc", &edits), Err(conflict), "{edits:?}");
        }
    }
}

//! Edits as a unified diff, which `patch -p1` and `git apply` take.
//!
//! Lines end at LF, as for every tool that reads diffs: CR before it is part of the line, and bytes
//! of any encoding are carried as they are.

use std::ops::Range;

use super::{Edit, EditConflict, apply, sorted};

/// Lines shown before and after a change.
const CONTEXT_LINES: usize = 3;

/// The edits as a unified diff between `a/NAME` and `b/NAME`; empty where they change nothing.
///
/// # Errors
/// As [`apply`].
pub fn unified_diff(name: &str, file: &[u8], edits: &[Edit]) -> Result<Vec<u8>, EditConflict> {
    let sorted = sorted(file, edits)?;
    let lines = FileLines::new(file);
    let changes = changes(file, &lines, &sorted)?;
    let mut out = Vec::new();
    if changes.is_empty() {
        return Ok(out);
    }
    out.extend_from_slice(
        format!("--- {}\n+++ {}\n", label("a", name), label("b", name)).as_bytes(),
    );
    // How many lines the hunks before added; less than none where they took some away.
    let mut added = 0_isize;
    let near = |left: &LineChange, right: &LineChange| {
        right.lines.start <= left.lines.end + 2 * CONTEXT_LINES
    };
    for hunk in changes.chunk_by(near) {
        added += push_hunk(&mut out, &lines, hunk, added);
    }
    Ok(out)
}

/// A file as lines, each with its LF.
struct FileLines<'a> {
    file: &'a [u8],
    /// Where each begins, and the end of the file behind them.
    starts: Vec<usize>,
}

impl<'a> FileLines<'a> {
    fn new(file: &'a [u8]) -> Self {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', file).map(|at| at + 1));
        if starts.last() != Some(&file.len()) {
            starts.push(file.len());
        }
        Self { file, starts }
    }

    fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of the line that a byte stands in, from 0; the last one for the end.
    fn of(&self, byte: usize) -> usize {
        let after = self.starts.partition_point(|start| *start <= byte);
        (after - 1).min(self.count().saturating_sub(1))
    }

    fn bytes(&self, range: Range<usize>) -> Range<usize> {
        self.starts[range.start]..self.starts[range.end]
    }

    fn text(&self, range: Range<usize>) -> &'a [u8] {
        &self.file[self.bytes(range)]
    }
}

/// Whole lines, and what stands there instead.
struct LineChange {
    lines: Range<usize>,
    new: Vec<u8>,
}

/// The lines that the edits touch, those on one line or on adjoining ones together.
fn changes(
    file: &[u8],
    lines: &FileLines<'_>,
    edits: &[&Edit],
) -> Result<Vec<LineChange>, EditConflict> {
    let touched = |edit: &Edit| {
        let span = edit.span();
        // An edit that takes a line's end joins the next one to it.
        lines.of(span.start)..(lines.of(span.end) + 1).min(lines.count())
    };
    let adjoin = |left: &&Edit, right: &&Edit| touched(right).start <= touched(left).end;
    let mut changes = Vec::new();
    for group in edits.chunk_by(adjoin) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let range = touched(first).start..touched(last).end;
        let bytes = lines.bytes(range.clone());
        let moved = |edit: &&Edit| Edit { start: edit.start - bytes.start, ..(*edit).clone() };
        let inside: Vec<Edit> = group.iter().map(moved).collect();
        let new = apply(&file[bytes.clone()], &inside)?;
        if new != file[bytes] {
            changes.push(LineChange { lines: range, new });
        }
    }
    Ok(changes)
}

/// Writes one hunk; by how many lines it makes the file longer.
fn push_hunk(out: &mut Vec<u8>, lines: &FileLines<'_>, hunk: &[LineChange], added: isize) -> isize {
    let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else { return 0 };
    let start = first.lines.start.saturating_sub(CONTEXT_LINES);
    let end = (last.lines.end + CONTEXT_LINES).min(lines.count());
    let (mut body, mut at, mut new) = (Vec::new(), start, 0);
    for change in hunk {
        push_lines(&mut body, b' ', lines.text(at..change.lines.start));
        push_lines(&mut body, b'-', lines.text(change.lines.clone()));
        push_lines(&mut body, b'+', &change.new);
        new += change.lines.start - at + FileLines::new(&change.new).count();
        at = change.lines.end;
    }
    push_lines(&mut body, b' ', lines.text(at..end));
    new += end - at;
    let old = end - start;
    let head = |start: usize, count: usize| match count {
        // A place between lines is named by the line before it.
        0 => format!("{start},0"),
        1 => (start + 1).to_string(),
        _ => format!("{},{count}", start + 1),
    };
    let there = head(start.saturating_add_signed(added), new);
    out.extend_from_slice(format!("@@ -{} +{there} @@\n", head(start, old)).as_bytes());
    out.extend_from_slice(&body);
    new as isize - old as isize
}

fn push_lines(out: &mut Vec<u8>, mark: u8, text: &[u8]) {
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        out.push(mark);
        out.extend_from_slice(line);
        if !line.ends_with(b"\n") {
            out.extend_from_slice(b"\n\\ No newline at end of file\n");
        }
    }
}

/// A name as the head of a diff writes it: below `a/` or `b/`, in quotes where it holds what would end
/// it, with a tab behind it where it holds a blank.
fn label(side: &str, name: &str) -> String {
    let below = name.trim_start_matches("./").trim_start_matches('/');
    let quoted = below.contains(['"', '\\']) || below.contains(char::is_control);
    if !quoted {
        let end = if below.contains(' ') { "\t" } else { "" };
        return format!("{side}/{below}{end}");
    }
    let mut label = format!("\"{side}/");
    for byte in below.bytes() {
        match byte {
            b'"' | b'\\' => label.extend(['\\', char::from(byte)]),
            b' '..=b'~' => label.push(char::from(byte)),
            _ => label.push_str(&format!("\\{byte:03o}")),
        }
    }
    label.push('"');
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(file: &str, old: &str, new: &str) -> Edit {
        let start = file.find(old).unwrap();
        Edit { start, expected: old.into(), replacement: new.into() }
    }

    fn text(file: &str, edits: &[Edit]) -> String {
        String::from_utf8(unified_diff("x.md", file.as_bytes(), edits).unwrap()).unwrap()
    }

    #[test]
    fn one_hunk_and_two() {
        let file: String = (1..=20).map(|line| format!("line{line:02}\n")).collect();
        let edits = [edit(&file, "line02", "two"), edit(&file, "line20\n", "end")];
        assert_eq!(
            text(&file, &edits),
            "--- a/x.md\n+++ b/x.md\n\
             @@ -1,5 +1,5 @@\n line01\n-line02\n+two\n line03\n line04\n line05\n\
             @@ -17,4 +17,4 @@\n line17\n line18\n line19\n-line20\n+end\n\\ No newline at end of file\n"
        );
        assert_eq!(text(&file, &[edit(&file, "line02", "line02")]), "");
    }

    #[test]
    fn ends_of_lines_and_of_the_file() {
        assert_eq!(
            text("a\r\nb", &[edit("a\r\nb", "b", "c")]),
            "--- a/x.md\n+++ b/x.md\n@@ -1,2 +1,2 @@\n a\r\n-b\n\\ No newline at end of file\n+c\n\
             \\ No newline at end of file\n"
        );
        assert_eq!(
            text("a\nb\n", &[edit("a\nb\n", "a\n", "")]),
            "--- a/x.md\n+++ b/x.md\n@@ -1,2 +1 @@\n-a\n-b\n+b\n"
        );
        assert_eq!(
            text("a\n", &[edit("a\n", "a\n", "")]),
            "--- a/x.md\n+++ b/x.md\n@@ -1 +0,0 @@\n-a\n"
        );
        assert_eq!(unified_diff("x", b"", &[]).unwrap(), b"");
    }

    #[test]
    fn names() {
        assert_eq!(label("a", "./a b/中.md"), "a/a b/中.md\t");
        assert_eq!(label("b", "/a.md"), "b/a.md");
        assert_eq!(label("a", "q\"\n中.md"), "\"a/q\\\"\\012\\344\\270\\255.md\"");
    }
}

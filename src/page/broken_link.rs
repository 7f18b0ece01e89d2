//! Markdown that looks like a link and is none, so that readers see brackets: a label that nothing defines, an
//! address with a blank in it, an address that stands apart from its text, text and address in each other's
//! brackets.

use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

/// The longest text or address, in bytes, that is looked at: longer ones are no link.
const MAX_PART_BYTES: usize = 400;

/// The shortest label, in bytes, for which another one with two other letters can be meant.
const MIN_SIMILAR_BYTES: usize = 5;

/// Endings of files that documents link.
const FILES: [&str; 9] = [".docx", ".htm", ".html", ".jpg", ".md", ".mdx", ".pdf", ".png", ".txt"];

/// Markdown that looks like a link and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BrokenMarkdownLink {
    /// Where it stands, in bytes of the document.
    pub(crate) span: (u32, u32),
    /// What is wrong.
    pub(crate) message: String,
    /// The link that was probably meant.
    pub(crate) repair: Option<String>,
}

/// One as it is found: bytes of the text, and what is wrong.
pub(super) struct BrokenMarkup {
    pub(super) range: Range<usize>,
    pub(super) message: String,
    pub(super) repair: Option<String>,
    /// The label that nothing defines, where none is like it.
    label: Option<String>,
}

impl BrokenMarkup {
    /// Whether its label is a heading of the document, which Pandoc and others link to.
    fn leads_to_heading(&self, headings: &FxHashSet<String>) -> bool {
        self.label.as_ref().is_some_and(|label| headings.contains(&label.to_lowercase()))
    }
}

/// The texts of headings that begin with `#`, in lower case.
fn headings(text: &str) -> FxHashSet<String> {
    let lines = text.lines().filter(|line| line.starts_with('#'));
    lines.map(|line| line.trim_matches(['#', ' ', '\t']).to_lowercase()).collect()
}

/// Finds them in the runs of a Markdown text that are read as plain text. `labels` are those that are defined.
pub(super) fn find(text: &str, runs: &[Range<usize>], labels: &[&str]) -> Vec<BrokenMarkup> {
    let mut found: Vec<BrokenMarkup> = Vec::new();
    let headings = LazyCell::new(|| headings(text));
    for run in runs {
        let mut past = run.start;
        for at in memchr::memchr2_iter(b']', b')', &text.as_bytes()[run.clone()]) {
            let close = run.start + at;
            let brackets = BracketPair { text, run, close };
            if close < past {
                continue;
            }
            let markup = match text.as_bytes()[close] {
                b']' => brackets.link(labels).filter(|found| !found.leads_to_heading(&headings)),
                _ => brackets.reversed(),
            };
            if let Some(markup) = markup {
                past = markup.range.end;
                found.push(markup);
            }
        }
    }
    found
}

/// A closing bracket in a run of plain text.
struct BracketPair<'a> {
    text: &'a str,
    run: &'a Range<usize>,
    close: usize,
}

impl<'a> BracketPair<'a> {
    /// The bracket that this one closes, on the same line and with nothing attached before it.
    fn open(&self, open: u8, close: u8) -> Option<usize> {
        let line = &self.text.as_bytes()[self.run.start..self.close];
        let mut depth = 0_usize;
        for (back, byte) in line.iter().rev().take(MAX_PART_BYTES).enumerate() {
            match *byte {
                b'\n' => return None,
                byte if byte == close => depth += 1,
                byte if byte == open && depth > 0 => depth -= 1,
                byte if byte == open => return Some(self.close - back - 1),
                _ => {}
            }
        }
        None
    }

    /// Whether something is attached before a bracket: an index, a call, a picture, an escape.
    fn is_attached(&self, open: usize) -> bool {
        let before = self.text[..open].chars().next_back();
        before.is_some_and(|ch| {
            ch.is_alphanumeric() || matches!(ch, '!' | '\\' | ')' | ']' | '[' | '_')
        })
    }

    /// What stands in brackets right behind this one or from `from` on, on the same line; and where it ends.
    fn behind(&self, from: usize, open: u8, close: u8) -> Option<(&'a str, usize)> {
        let rest = self.text.get(from..self.run.end)?;
        let mut depth = 0_usize;
        for (at, byte) in rest.bytes().take(MAX_PART_BYTES).enumerate() {
            match byte {
                b'\n' => return None,
                byte if byte == open => depth += 1,
                byte if byte == close => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some((&rest[1..at], from + at + 1));
                    }
                }
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    fn link(&self, labels: &[&str]) -> Option<BrokenMarkup> {
        let after = self.close + 1;
        let next = self.text.as_bytes()[after..self.run.end].first()?;
        if !matches!(next, b'(' | b'[' | b' ') {
            return None;
        }
        let open = self.open(b'[', b']')?;
        let words = &self.text[open + 1..self.close];
        if self.is_attached(open) || !is_link_text(words) {
            return None;
        }
        let at = match next {
            b'(' => {
                let (address, end) = self.behind(after, b'(', b')')?;
                let repair = blank_address(address)?;
                let message = "the address of this link has a space, so readers see brackets";
                (end, message.to_owned(), Some(format!("[{words}]({repair})")))
            }
            b' ' => {
                let (address, end) = self.behind(after + 1, b'(', b')')?;
                let is_number = words.bytes().all(|byte| byte.is_ascii_digit());
                if is_number || !is_web(address) || address.contains(char::is_whitespace) {
                    return None;
                }
                let message = "a space separates the text of this link from its address";
                (end, message.to_owned(), Some(format!("[{words}]({address})")))
            }
            _ => {
                let (label, end) = self.behind(after, b'[', b']')?;
                let (message, repair) = undefined(words, label, labels)?;
                if repair.is_none() && self.is_tag(open, words, label) {
                    return None;
                }
                let name = if label.trim().is_empty() { words } else { label };
                let label = repair.is_none().then(|| name.to_owned());
                return Some(BrokenMarkup { range: open..end, message, repair, label });
            }
        };
        Some(BrokenMarkup { range: open..at.0, message: at.1, repair: at.2, label: None })
    }

    /// Whether two words in brackets at the start of a line are tags, as in a log of changes: `[win][arm64] Fix`.
    fn is_tag(&self, open: usize, words: &str, label: &str) -> bool {
        let before = &self.text[..open];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        let is_first = before[line..].trim_matches([' ', '\t', '-', '*', '+', '#', '>']).is_empty();
        let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        is_first && is_word(words) && is_word(label) && !words.eq_ignore_ascii_case(label)
    }

    /// `(text)[https://…]`.
    fn reversed(&self) -> Option<BrokenMarkup> {
        let after = self.close + 1;
        if self.text.as_bytes()[after..self.run.end].first() != Some(&b'[') {
            return None;
        }
        let (address, end) = self.behind(after, b'[', b']')?;
        let open = self.open(b'(', b')')?;
        let words = &self.text[open + 1..self.close];
        let is_link = is_web(address) && !address.contains(char::is_whitespace);
        if !is_link || words.trim().is_empty() || self.is_attached(open) {
            return None;
        }
        let message =
            "the text and the address of this link are swapped: write [text](address)".to_owned();
        let repair = Some(format!("[{words}]({address})"));
        Some(BrokenMarkup { range: open..end, message, repair, label: None })
    }
}

/// Whether words in square brackets can be the text of a link: no box of a task, note or citation key.
fn is_link_text(words: &str) -> bool {
    let plain = words.trim();
    plain.chars().count() > 1 && !plain.starts_with(['^', '@'])
}

fn is_web(address: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|start| {
        address.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
    })
}

/// The address with its blanks encoded, if it is one and has any.
fn blank_address(address: &str) -> Option<String> {
    let address = address.trim();
    let is_path = ["/", "./", "../"].iter().any(|start| address.starts_with(start));
    let path = address.split(['#', '?']).next().unwrap_or_default().to_ascii_lowercase();
    let is_file = FILES.iter().any(|ending| path.ends_with(ending));
    let is_address = is_web(address) || is_path || is_file;
    // What begins with a quotation mark is a title that is not closed.
    let is_whole = !address.contains(['"', '\'', '<', '>', '(', '`', '\u{201c}', '\u{201d}']);
    let blanks = address.split_whitespace().count().saturating_sub(1);
    (is_address && is_whole && (1..=8).contains(&blanks)).then(|| address.replace(' ', "%20"))
}

/// Why `[words][label]` is no link, and the label that was probably meant.
fn undefined(words: &str, label: &str, labels: &[&str]) -> Option<(String, Option<String>)> {
    let name = if label.trim().is_empty() { words } else { label };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    // The documentation of Rust resolves paths to items.
    let is_index = (is_number(words) || words.trim().chars().count() == 1) && is_number(label);
    if name.starts_with(['^', '@'])
        || name.contains(['[', '`'])
        || name.contains("::")
        || (is_index && !label.is_empty())
    {
        return None;
    }
    let similar = labels.iter().filter(|known| is_similar(name, known));
    let repair = similar.min_by_key(|known| known.len().abs_diff(name.len()));
    let message = match repair {
        Some(known) => format!("[{name}] is not defined; did you mean [{known}]?"),
        None => format!("[{name}] is not defined, so readers see brackets"),
    };
    Some((message, repair.map(|known| format!("[{words}][{known}]"))))
}

/// Whether two labels differ in case, signs, or two letters.
fn is_similar(left: &str, right: &str) -> bool {
    let letters = |text: &str| -> String {
        text.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (left, right) = (letters(left), letters(right));
    let longest = left.len().max(right.len());
    let close = (MIN_SIMILAR_BYTES..=MAX_PART_BYTES).contains(&longest)
        && left.len().abs_diff(right.len()) <= 2;
    !left.is_empty() && (left == right || (close && steps(&left, &right) <= 1))
}

/// How many letters have to be added, left out or replaced.
fn steps(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.chars().enumerate() {
        let mut corner = row[0];
        row[0] = at + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = corner + usize::from(letter != *other);
            corner = row[column + 1];
            row[column + 1] = replaced.min(row[column] + 1).min(corner + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Option<String>)> {
        let run = 0..text.len();
        let labels = ["board 2019", "annual report"];
        let found = find(text, std::slice::from_ref(&run), &labels);
        found.into_iter().map(|one| (text[one.range].to_owned(), one.repair)).collect()
    }

    #[test]
    fn what_readers_see_as_brackets() {
        for (text, markup, repair) in [
            ("It [says][board-2019] so.", "[says][board-2019]", Some("[says][board 2019]")),
            ("It [says][anual report].", "[says][anual report]", Some("[says][annual report]")),
            ("The [union report][] says.", "[union report][]", None),
            ("## [Unreleased][unreleased]", "[Unreleased][unreleased]", None),
            ("It [says][1] so.", "[says][1]", None),
            (
                "[a b](https://h.example/a b.html)",
                "[a b](https://h.example/a b.html)",
                Some("[a b](https://h.example/a%20b.html)"),
            ),
            (
                "See [the file](docs/my file.md).",
                "[the file](docs/my file.md)",
                Some("[the file](docs/my%20file.md)"),
            ),
            (
                "[the court] (https://court.example/x)",
                "[the court] (https://court.example/x)",
                Some("[the court](https://court.example/x)"),
            ),
            (
                "(the court)[https://court.example/x]",
                "(the court)[https://court.example/x]",
                Some("[the court](https://court.example/x)"),
            ),
            (
                "- [x] [the court] (https://court.example/x)",
                "[the court] (https://court.example/x)",
                Some("[the court](https://court.example/x)"),
            ),
        ] {
            assert_eq!(found(text), [(markup.to_owned(), repair.map(str::to_owned))], "{text}");
        }
    }

    #[test]
    fn brackets_that_mean_themselves() {
        for text in [
            "a[i][j] and f(x)[0] and m[0][1]",
            "the cell [i][j]",
            "[1][2] and [12][13]",
            "[sic] (his words) and [see above](below it)",
            "[^1][^2] and [@key][@other]",
            "- [ ] (https://court.example/x)",
            "- [win][arm64ec] Fix it",
            "a [required part][crate::Command::part]",
            "- [x] (https://court.example/x)",
            "it says [1] (https://court.example/x)",
            "![a picture](my picture.png)",
            "[](a b.md) [][]",
            "int[][] and Vec[u8][]",
            "(see)[1] and (a)[b]",
            "[[wiki][link]]",
            "[text](not an address at all)",
            "[text](https://h.example/a \"title)",
            "[text\n](https://h.example/a b)",
            "### HTML Blocks ##\n\nSee [HTML blocks][] and [these][html blocks].",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
